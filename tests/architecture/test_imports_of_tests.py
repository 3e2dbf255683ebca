"""What tests share stands in modules that hold no test: pytest alone reads tests and fixtures."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
SOURCES = sorted([*TESTS.rglob("*.py"), *(TESTS.parent / "bench").rglob("*.py")])


def imported(source: str) -> set[str]:
    """Every module, and every name of a module, that is imported, with dots."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def of_pytest_alone(name: str) -> bool:
    package, *parts = name.split(".")
    return package == "tests" and any(
        part == "conftest" or part.startswith("test_") for part in parts
    )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(TESTS.parent)))
def test_no_module_imports_a_test_module_or_a_conftest(path):
    assert not [name for name in imported(path.read_text()) if of_pytest_alone(name)]


@pytest.mark.parametrize(
    "planted",
    [
        "from tests.conftest import small",
        "from tests.judging.test_leaks import forms",
        "from tests.judging import test_leaks",
        "import tests.judging.conftest",
    ],
)
def test_a_planted_import_is_seen(planted):
    assert any(of_pytest_alone(name) for name in imported(planted))
