"""The page of proofs computes in the browser what the scripts of the bundle compute: of the result
as it is exported, and of every result in which something was changed.
"""

import hashlib
import json
from pathlib import Path
from random import Random

import pytest

from awards import bundle
from tests.awards.bundles import FAULTS, SCRIPTS, checked, sealed_again, written
from tests.awards.mutated import Bundle
from tests.awards.recounting import recounted

pytestmark = [pytest.mark.django_db, pytest.mark.data]
CHANGES = 60


def is_in_order(files: dict[str, bytes], folder: Path) -> bool:
    """Whether the scripts find nothing."""
    try:
        checked(written(files, folder))
    except FAULTS:
        return False
    return True


def as_text(name: str, content: bytes) -> bool:
    """Whether a browser is given these very bytes."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return name not in SCRIPTS


class EveryContest:
    """What holds for the results of each contest below."""

    @pytest.fixture(params=[True, False], ids=["whole", "without words"])
    def files(self, request, contest):
        return bundle.files_of(contest.edition, has_words=request.param)

    def test_both_compute_the_same_result(self, files, tmp_path):
        (told,) = recounted(files)
        assert told["fault"] == ""
        result = checked(written(files, tmp_path / "x"))
        assert told["sha256"] == hashlib.sha256(result).hexdigest()
        assert told["result"] == [json.loads(line) for line in result.splitlines()]

    def test_both_find_what_was_changed(self, files, tmp_path):
        whole, rng = Bundle(files), Random(5)
        changed = []
        while len(changed) < CHANGES:
            name, path, what, forged = whole.changed(rng)
            if all(as_text(each, forged[each]) for each in forged if each not in SCRIPTS):
                changed.append((f"{name} {path} {what}", forged))
        by_page = [told["fault"] == "" for told in recounted(*(forged for _, forged in changed))]
        by_scripts = [is_in_order(forged, tmp_path / "x") for _, forged in changed]
        differ = [
            what
            for (what, _forged), page, scripts in zip(changed, by_page, by_scripts, strict=True)
            if page != scripts
        ]
        assert differ == []
        assert by_scripts.count(False) > CHANGES * 0.9


class TestAnAwardedContest(EveryContest):
    @pytest.fixture
    def contest(self, awarded):
        return awarded

    def test_a_prize_in_another_place_is_found(self, files):
        lines = files["result.json"].splitlines(keepends=True)
        first, last = json.loads(lines[0]), json.loads(lines[-1])
        first["prize"], last["prize"] = last["prize"], first["prize"]
        style = {"sort_keys": True, "separators": (",", ":"), "ensure_ascii": False}
        lines[0], lines[-1] = (f"{json.dumps(line, **style)}\n".encode() for line in (first, last))
        changed = sealed_again(files | {"result.json": b"".join(lines)})
        (told,) = recounted(changed)
        assert told["fault"] == "result.json: does not follow"


class TestAContestOfTwoRounds(EveryContest):
    @pytest.fixture
    def contest(self, of_two_rounds):
        return of_two_rounds


class TestAContestByLotAndInPairs(EveryContest):
    @pytest.fixture
    def contest(self, by_lot):
        return by_lot


def test_what_everybody_reads_holds_no_word_of_a_judge(of_two_rounds):
    everything = b"".join(bundle.files_of(of_two_rounds.edition, has_words=False).values())
    sheets = json.loads(bundle.files_of(of_two_rounds.edition)["sheets.json"])
    words = {sheet[key] for sheet in sheets for key in ("comment", "remark")} - {""}
    assert words
    assert [word for word in words if word.encode() in everything] == []
