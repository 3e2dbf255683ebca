"""`verify_form.py`: each value is of its kind, stands once, and is written in one way."""

import json

import pytest

from awards import bundle
from awards.bundle import verify_form
from tests.awards.bundles import written, written_as_exported

pytestmark = [pytest.mark.django_db, pytest.mark.data]
NUMBER_OR_NONE = verify_form.NUMBER_OR_NONE


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (1, int),
        ("1", str),
        (True, bool),
        (None, NUMBER_OR_NONE),
        (0, NUMBER_OR_NONE),
        ([], [int]),
        ([1, 2, 3], [int]),
        ([1, "a"], (int, str)),
        ({}, {str: int}),
        ({"x": 1}, {str: int}),
        ({"a": 1, "b": "x"}, {"a": int, "b": str}),
        ({"x": [1.5, None]}, object),
    ],
)
def test_what_fits(value, shape):
    assert verify_form.fits(value, shape)


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (True, int),
        (1.0, int),
        ("1", int),
        (None, int),
        (1, bool),
        (1, str),
        (False, NUMBER_OR_NONE),
        (0.0, NUMBER_OR_NONE),
        ("", NUMBER_OR_NONE),
        ({}, [int]),
        ("", [int]),
        (None, [int]),
        ([1, True], [int]),
        ([1], (int, str)),
        ([1, "a", "a"], (int, str)),
        (["a", 1], (int, str)),
        ({"x": 1}, (str,)),
        ([], {str: int}),
        ({"x": True}, {str: int}),
        ([], {"a": int}),
        ({"a": 1}, {"a": int, "b": str}),
        ({"a": 1, "b": "x", "c": 1}, {"a": int, "b": str}),
        ({"a": "x", "b": "x"}, {"a": int, "b": str}),
    ],
)
def test_what_does_not_fit(value, shape):
    assert not verify_form.fits(value, shape)


@pytest.fixture
def files(awarded) -> dict[str, bytes]:
    return bundle.files_of(awarded.edition)


def test_every_file_of_the_manifest_has_a_shape(files):
    shaped = {*verify_form.LINES, *verify_form.VALUES, "rankings.json"} - {"manifest.json"}
    assert json.loads(files["manifest.json"])["files"].keys() == shaped


REWRITTEN = {
    "another key first": lambda text: text.replace('"at":', '"zz":1,"at":', 1),
    "a key twice": lambda text: text.replace('"at":', '"at":"1","at":', 1),
    "a space": lambda text: text.replace('"at":', '"at": ', 1),
    "a letter by its number": lambda text: text.replace('"at":', '"\\u0061t":', 1),
    "no line feed at the end": lambda text: text.rstrip("\n"),
    "an empty line": lambda text: text + "\n",
    "another line end": lambda text: text.replace("\n", "\r\n", 1),
}


@pytest.mark.parametrize("how", REWRITTEN)
def test_another_writing_of_a_line_is_found(files, how, tmp_path):
    text = files["ledger.jsonl"].decode()
    changed = REWRITTEN[how](text)
    assert changed != text
    folder = written(files | {"ledger.jsonl": changed.encode()}, tmp_path / "x")
    with pytest.raises(verify_form.Fault):
        verify_form.verify(folder)


@pytest.mark.parametrize("name", ["heads.json", "standing.json", "rankings.json", "sheets.json"])
def test_another_writing_of_a_value_is_found(files, name, tmp_path):
    compact = json.dumps(json.loads(files[name]), ensure_ascii=False).encode()
    folder = written(files | {name: compact}, tmp_path / "x")
    with pytest.raises(verify_form.Fault, match=f"{name}: in another writing"):
        verify_form.verify(folder)


@pytest.mark.parametrize("name", [*verify_form.LINES, *verify_form.VALUES, "rankings.json"])
def test_a_file_that_is_missing_is_found(files, name, tmp_path):
    del files[name]
    with pytest.raises(verify_form.Fault, match="cannot be read"):
        verify_form.verify(written(files, tmp_path / "x"))


def test_a_file_that_is_no_text_is_found(files, tmp_path):
    folder = written(files | {"ledger.jsonl": b"\xff\xfe\n"}, tmp_path / "x")
    with pytest.raises(verify_form.Fault, match="cannot be read"):
        verify_form.verify(folder)


def test_a_ledger_of_before_says_nothing_of_who_did_it(files, tmp_path):
    lines = [json.loads(line) for line in files["ledger.jsonl"].decode().splitlines()]
    assert all(len(line.pop("who")) == 64 for line in lines)
    text = written_as_exported("ledger.jsonl", lines)
    verify_form.verify(written(files | {"ledger.jsonl": text}, tmp_path / "x"))


def test_a_line_that_says_who_did_it_with_something_else_is_found(files, tmp_path):
    lines = [json.loads(line) for line in files["ledger.jsonl"].decode().splitlines()]
    lines[2]["who"] = None
    text = written_as_exported("ledger.jsonl", lines)
    with pytest.raises(verify_form.Fault, match=r"ledger.jsonl, line 3: missing, added"):
        verify_form.verify(written(files | {"ledger.jsonl": text}, tmp_path / "x"))


def test_no_ranking_at_all_is_found(files, tmp_path):
    folder = written(files | {"rankings.json": b"[]\n"}, tmp_path / "x")
    with pytest.raises(verify_form.Fault, match="there is no ranking"):
        verify_form.verify(folder)
