"""Modules that are imported when something is first asked of them."""

import importlib
import sys

import pytest

from foundation import later
from foundation.vault import cage


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of two modules; the second cannot be imported."""
    folder = tmp_path / "kho_thu"
    folder.mkdir()
    (folder / "__init__.py").write_text(
        "from foundation.later import later\nlater(__name__, 'nang', 'hong')\n"
    )
    (folder / "nang.py").write_text("weight = 7\n\ndef double(number):\n    return 2 * number\n")
    (folder / "hong.py").write_text("import khong_co_goi_nay\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(later, "_named", [])
    yield importlib.import_module("kho_thu")
    for name in ("kho_thu", "kho_thu.nang", "kho_thu.hong"):
        sys.modules.pop(name, None)


def test_naming_a_module_does_not_import_it(package):
    assert "kho_thu.nang" not in sys.modules


def test_its_first_use_does(package):
    assert package.nang.double(4) == 8
    assert "kho_thu.nang" in sys.modules


def test_what_is_set_on_it_holds_within_it(package):
    package.nang.weight = 9
    assert sys.modules["kho_thu.nang"].weight == 9


def test_a_change_for_a_while_ends_with_it(package, monkeypatch):
    with monkeypatch.context() as change:
        change.setattr(package.nang, "weight", 9)
    assert package.nang.weight == 7


def test_what_is_taken_from_it_is_gone_within_it(package):
    del package.nang.weight
    assert not hasattr(sys.modules["kho_thu.nang"], "weight")


def test_what_it_does_not_have_it_does_not_have(package):
    with pytest.raises(AttributeError, match="height"):
        _ = package.nang.height


def test_what_cannot_be_imported_says_so_when_it_is_used(package):
    with pytest.raises(ModuleNotFoundError, match="khong_co_goi_nay"):
        package.hong.open()


def test_all_that_waits_is_imported_at_once(package, monkeypatch):
    monkeypatch.setattr(later, "_named", ["kho_thu.nang"])
    later.load()
    assert "kho_thu.nang" in sys.modules


def test_work_in_the_cage_may_be_named_and_is_not_imported_here():
    named = "tests.foundation.caged_by_name.twice"
    assert cage.run(named, b"ab") == b"abab"
    assert "tests.foundation.caged_by_name" not in sys.modules


def test_of_a_name_the_module_is_what_stands_before_the_function():
    assert cage.module_of("a.b.twice") == "a.b"


def test_of_a_function_it_is_its_own():
    assert cage.module_of(cage.module_of) == "foundation.vault.cage"
