"""Whatever one value of an exported result becomes, a script finds it."""

import json
from random import Random

import pytest

from awards import bundle
from tests.awards.bundles import FAULTS, checked, sealed_again, written, written_as_exported
from tests.awards.mutated import Bundle, read
from tests.rehearsed import SCALE

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def is_named(bundle_of: Bundle, name: str, path: tuple, changed: dict[str, bytes]) -> bool:
    """What `verify_bundle.py` says of itself at its top: the field of an entry that stayed behind
    is another number.
    """
    if name != "rankings.json" or path[1:2] != ("fields",) or len(path) != 3:
        return False
    number, _fields, code = path
    promoted = bundle_of.contents[name][number]["promoted"]
    stayed = {line[0] for line in promoted if not line[2]}
    fields = read(name, changed[name])[number]["fields"]
    is_another = type(fields.get(code)) is int and changed[name] == written_as_exported(
        name, read(name, changed[name])
    )
    return code in stayed and is_another


def every_value_is_bound(edition, tmp_path, seed: int) -> None:
    """10,000 changes of one value in full; a part of them by SCALE."""
    mutated, rng = Bundle(bundle.files_of(edition)), Random(seed)
    checked(written(sealed_again(mutated.files), tmp_path / "x"))
    missed = []
    for _ in range(max(300, 10_000 * SCALE // 100)):
        name, path, what, changed = mutated.changed(rng)
        if is_named(mutated, name, path, changed):
            continue
        try:
            checked(written(changed, tmp_path / "x"))
        except FAULTS:
            continue
        missed.append(f"{name} {path}: {what}")
    assert missed == []


@pytest.mark.soak
def test_no_value_of_an_export_can_be_another_one(awarded, tmp_path):
    every_value_is_bound(awarded.edition, tmp_path, 1)


@pytest.mark.soak
def test_nor_of_an_export_of_two_rounds(of_two_rounds, tmp_path):
    every_value_is_bound(of_two_rounds.edition, tmp_path, 2)


@pytest.mark.soak
def test_nor_of_one_with_lotteries_and_comparisons(by_lot, tmp_path):
    every_value_is_bound(by_lot.edition, tmp_path, 3)


def test_lotteries_and_comparisons_are_in_it(by_lot):
    contents = Bundle(bundle.files_of(by_lot.edition)).contents
    assert len(contents["lotteries.json"]) == 2
    assert contents["comparisons.json"][0]["left_out"]


def test_the_field_of_whoever_went_on_is_bound_too(of_two_rounds, tmp_path):
    files = bundle.files_of(of_two_rounds.edition)
    rankings = json.loads(files["rankings.json"])
    code = next(line[0] for line in rankings[0]["promoted"] if line[2])
    rankings[0]["fields"][code] += 1000
    changed = sealed_again(
        files | {"rankings.json": written_as_exported("rankings.json", rankings)}
    )
    with pytest.raises(FAULTS):
        checked(written(changed, tmp_path / "x"))
