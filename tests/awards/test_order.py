"""`verify_order.py`: a result has its files and no other, and one order."""

import json

import pytest

from awards import bundle
from awards.bundle import verify_order
from tests.awards.bundles import sealed_again, written, written_as_exported

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def files(awarded) -> dict[str, bytes]:
    return bundle.files_of(awarded.edition)


def refused(files, tmp_path, words):
    with pytest.raises(verify_order.Fault, match=words):
        verify_order.verify(written(files, tmp_path / "x"))


def test_a_file_more_that_the_manifest_names_is_found(files, tmp_path):
    more = sealed_again(files | {"sheets2.json": files["sheets.json"]})
    refused(more, tmp_path, "manifest.json: names other files than belong to a result")


def test_a_file_less_that_the_manifest_names_is_found(files, tmp_path):
    manifest = json.loads(files["manifest.json"])
    del manifest["files"]["lotteries.json"]
    text = written_as_exported("manifest.json", manifest)
    refused(files | {"manifest.json": text}, tmp_path, "manifest.json: names other files")


def test_a_folder_in_it_is_found(files, tmp_path):
    folder = written(files, tmp_path / "x")
    (folder / "more").mkdir()
    with pytest.raises(verify_order.Fault, match="more: does not belong here"):
        verify_order.verify(folder)


def swapped(files, name, within=()):
    """The first two values of a list stand in each other's place."""
    content = json.loads(files[name])
    values = content
    for key in within:
        values = values[key]
    assert values[0] != values[1]
    values[0], values[1] = values[1], values[0]
    return sealed_again(files | {name: written_as_exported(name, content)})


def test_sheets_in_another_order_are_found(files, tmp_path):
    refused(swapped(files, "sheets.json"), tmp_path, "sheets.json: in another order")


def test_entries_in_another_order_are_found(files, tmp_path):
    changed = swapped(files, "standing.json", ["entries"])
    refused(changed, tmp_path, "standing.json, entries: in another order")


def test_lotteries_in_another_order_are_found(by_lot, tmp_path):
    files = bundle.files_of(by_lot.edition)
    refused(swapped(files, "lotteries.json"), tmp_path, "lotteries.json: in another order")


def test_rankings_in_another_order_are_found(of_two_rounds, tmp_path):
    """Written as if both had promoted."""
    files = bundle.files_of(of_two_rounds.edition)
    first, last = json.loads(files["rankings.json"])
    kept = {name: first.pop(name) for name in ("fields", "promoted")}
    content = [last | kept, first]
    changed = files | {"rankings.json": written_as_exported("rankings.json", content)}
    refused(sealed_again(changed), tmp_path, "rankings.json: in another order")


def test_comparisons_out_of_the_order_in_which_they_were_closed_are_found(by_lot, tmp_path):
    files = bundle.files_of(by_lot.edition)
    [comparison] = json.loads(files["comparisons.json"])
    content = [comparison, comparison | {"number": comparison["number"] + 1}]
    changed = files | {"comparisons.json": written_as_exported("comparisons.json", content)}
    refused(sealed_again(changed), tmp_path, "comparisons.json: in another order")


def test_what_was_exported_is_in_order(of_two_rounds, tmp_path):
    verify_order.verify(written(bundle.files_of(of_two_rounds.edition), tmp_path / "x"))


def test_with_lotteries_and_comparisons_too(by_lot, tmp_path):
    verify_order.verify(written(bundle.files_of(by_lot.edition), tmp_path / "x"))


def test_its_files_are_those_that_are_exported(files):
    assert json.loads(files["manifest.json"])["files"].keys() == verify_order.FILES


def test_what_cannot_be_read_is_found(files, tmp_path):
    refused(files | {"sheets.json": b"1"}, tmp_path, "cannot be read")
