"""`./run test` looks for journeys in their own folder: nothing that is marked as one stands
elsewhere.
"""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
JOURNEYS = TESTS / "journeys"
OTHERS = [path for path in sorted(TESTS.rglob("test_*.py")) if JOURNEYS not in path.parents]
MARKS = {"browser", "servers"}


def marks(source: str) -> set[str]:
    """The names of `mark.…` that a module uses."""
    return {
        node.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "mark"
    }


def test_no_journey_stands_elsewhere():
    assert [path for path in OTHERS if marks(path.read_text()) & MARKS] == []


@pytest.mark.parametrize(
    "planted",
    [
        "pytestmark = pytest.mark.browser",
        "pytestmark = [pytest.mark.data, pytest.mark.servers]",
        "@pytest.mark.browser\ndef test_it(): pass",
        "class TestIt:\n    @pytest.mark.servers\n    def test_it(self): pass",
    ],
)
def test_a_planted_one_is_seen(planted):
    assert marks(planted) & MARKS


def test_what_is_called_like_one_is_none():
    assert not marks("browser = playwright.servers.browser") & MARKS
