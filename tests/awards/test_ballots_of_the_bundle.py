"""The vote can be counted again from the export; nobody reads out of it who voted for what."""

import json
from collections import Counter

import pytest

from awards import bundle
from awards.bundle import verify_choices
from competition.errors import WrongState
from foundation.ledger import chain
from foundation.ledger.models import Event
from submissions.models import Sealing
from tests import guards
from tests.awards.bundles import FAULTS, checked, sealed_again, written, written_as_exported
from tests.factories.voting import VoterFactory
from voting import noting, tally
from voting.models import Ballot, BallotBatch, Candidate

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def files(awarded) -> dict[str, bytes]:
    return bundle.files_of(awarded.edition)


@pytest.fixture
def choices(awarded) -> bytes:
    return bundle.choices_of(awarded.edition)


def lines_of(content: bytes) -> list:
    return [json.loads(line) for line in content.decode().splitlines()]


def text_of(lines: list) -> bytes:
    return "".join(chain.canonical(line) + "\n" for line in lines).encode()


def found(files: dict[str, bytes], tmp_path) -> str:
    """What the scripts say of a bundle whose manifest fits."""
    with pytest.raises(FAULTS) as fault:
        checked(written(sealed_again(files), tmp_path / "x"))
    return str(fault.value)


def with_ballots(files: dict[str, bytes], change) -> dict[str, bytes]:
    ballots = lines_of(files["ballots.jsonl"])
    change(ballots)
    return files | {"ballots.jsonl": text_of(ballots)}


def test_there_are_ballots(files):
    assert len(lines_of(files["ballots.jsonl"])) > 10


def test_an_added_ballot_is_found(files, tmp_path):
    def add(ballots):
        ballots.append(["f" * 64, "0" * 64, ballots[0][2], 0, False])

    assert "one is changed or missing" in found(with_ballots(files, add), tmp_path)


def test_a_removed_ballot_is_found(files, tmp_path):
    said = found(with_ballots(files, lambda ballots: ballots.pop(3)), tmp_path)
    assert said.startswith("ballots: not those that were counted") or "missing" in said


def test_a_ballot_with_another_seal_is_found(files, tmp_path):
    def reseal(ballots):
        ballots[2][1] = "0" * 64

    found(with_ballots(files, reseal), tmp_path)


def test_a_ballot_that_no_longer_counts_is_found(files, tmp_path):
    def silence(ballots):
        ballot = next(ballot for ballot in ballots if ballot[4])
        ballot[4] = False

    assert found(with_ballots(files, silence), tmp_path) == "ballots: not those that were counted"


def test_exchanged_codes_are_found(files, tmp_path):
    standing = json.loads(files["standing.json"])
    one, other = standing["entries"][:2]
    one["result_code"], other["result_code"] = other["result_code"], one["result_code"]
    changed = files | {"standing.json": written_as_exported("standing.json", standing)}
    assert "are exchanged" in found(changed, tmp_path)


def test_codes_that_were_exchanged_before_the_standing_are_found(voted, tmp_path):
    """By somebody who writes past the triggers, with all that follows computed from it."""
    one, other = Sealing.objects.exclude(confirmed_at=None)[:2]
    with guards.lifted():
        Sealing.objects.filter(pk=one.pk).update(result_code="KQ-------")
        Sealing.objects.filter(pk=other.pk).update(result_code=one.result_code)
        Sealing.objects.filter(pk=one.pk).update(result_code=other.result_code)
    voted.award()
    said = found(bundle.files_of(voted.edition), tmp_path)
    assert "are exchanged" in said


def test_no_file_holds_a_receipt_beside_a_work(files):
    """No line and no value of JSON has a receipt and a result code in it, and no nonce of a ballot
    stands anywhere.
    """
    receipts = set(Ballot.objects.values_list("receipt", flat=True))
    codes = set(Candidate.objects.values_list("result_code", flat=True))
    joined = []
    for name, content in files.items():
        for line in content.decode().splitlines():
            has_receipt = any(receipt in line for receipt in receipts)
            has_code = any(code in line for code in codes)
            if has_receipt and has_code:
                joined.append((name, line))
    assert not joined


def test_no_file_says_what_stands_beside_a_title_in_the_gallery(files):
    """Vote codes and titles would join the points of works without a prize to their titles."""
    everything = b"".join(files.values()).decode()
    said = [
        word
        for code, title in Candidate.objects.values_list("code", "title")
        for word in (code, title)
        if word in everything
    ]
    assert said == []


def test_the_count_is_told_by_result_codes(files):
    told = json.loads(files["standing.json"])["votes"]["rows"]
    standing = Candidate.objects.standing().values_list("result_code", flat=True)
    assert [code for code, _votes in told] == sorted(standing)


def test_of_no_work_is_told_how_many_of_its_ballots_stand_aside(files):
    """Which ballots stand aside is public: a work that alone had some would be joined to them."""
    standing = json.loads(files["standing.json"])
    told = [*standing["votes"]["rows"], *(list(row) for row in standing["entries"])]
    assert [row for row in told if "set_aside" in row or len(row) > 5] == []


def test_no_file_holds_a_nonce_of_a_ballot(files):
    everything = b"".join(files.values()).decode()
    shown = [
        nonce for nonce in Ballot.objects.values_list("nonce", flat=True) if nonce in everything
    ]
    assert not shown


def test_the_order_of_the_ballots_is_that_of_their_receipts(files):
    receipts = [ballot[0] for ballot in lines_of(files["ballots.jsonl"])]
    assert receipts == sorted(receipts)


def test_no_moment_of_a_ballot_is_exported(files):
    everything = b"".join(files.values()).decode()
    batches = {batch.at for batch in BallotBatch.objects.all()}
    moments = {ballot.cast_at for ballot in Ballot.objects.all()} - batches
    assert not [at for at in moments if at.isoformat(timespec="microseconds") in everything]


class TestChoices:
    """What the inspector gets."""

    def test_they_give_the_count(self, files, choices, tmp_path):
        folder = written(files, tmp_path / "x")
        (tmp_path / "choices.jsonl").write_bytes(choices)
        told = verify_choices.verify(folder, tmp_path / "choices.jsonl")
        by_code = Counter(line[1] for line in lines_of(choices) if not line[3])
        assert {code: votes for code, votes in told["rows"] if votes} == by_code

    @pytest.mark.parametrize(
        ("place", "value"),
        [(0, "f" * 64), (1, "KQ-AAAAAA"), (2, "0" * 64), (3, True)],
        ids=["receipt", "code", "nonce", "aside"],
    )
    def test_another_value_is_found(self, files, choices, tmp_path, place, value):
        lines = lines_of(choices)
        lines[1][place] = value
        folder = written(files, tmp_path / "x")
        (tmp_path / "choices.jsonl").write_bytes(text_of(lines))
        with pytest.raises(verify_choices.Fault):
            verify_choices.verify(folder, tmp_path / "choices.jsonl")

    def test_one_line_less_is_found(self, files, choices, tmp_path):
        folder = written(files, tmp_path / "x")
        (tmp_path / "choices.jsonl").write_bytes(text_of(lines_of(choices)[:-1]))
        with pytest.raises(verify_choices.Fault, match="missing"):
            verify_choices.verify(folder, tmp_path / "choices.jsonl")


class TestTheCloseOfAVote:
    """A ballot that was moved past the triggers stops the count, and says which batch."""

    @pytest.fixture
    def noted(self, judged):
        judged.vote()
        noting.note(judged.edition, at=judged.at(70))
        return judged

    def close(self, noted):
        tally.close(edition=noted.edition, by=noted.cast.secretary, at=noted.at(76))

    def test_the_ballots_as_they_were_noted_are_counted(self, noted):
        self.close(noted)
        assert Event.objects.filter(verb="tally.closed").exists()

    @pytest.mark.parametrize("what", ["moved", "removed", "receipt", "nonce", "ended", "aside"])
    def test_ballots_changed_past_the_triggers_are_not(self, noted, what):
        ballot = Ballot.objects.order_by("pk").first()
        rows = Ballot.objects.filter(pk=ballot.pk)
        other = Candidate.objects.exclude(pk=ballot.candidate_id).first()
        with guards.lifted():
            if what == "moved":
                elsewhere = VoterFactory(edition=noted.edition, user=noted.cast.committee[0])
                rows.exclude(candidate=other).update(candidate=other, voter=elsewhere)
            elif what == "removed":
                rows.delete()
            elif what == "receipt":
                rows.update(receipt="0" * 64)
            elif what == "nonce":
                rows.update(nonce="0" * 64)
            elif what == "ended":
                rows.update(revoked_at=noted.at(70), ended_in=ballot.noted_in)
            else:
                rows.update(quarantined_at=noted.at(71), quarantine_reason="burst")
        with pytest.raises(WrongState, match=r"sổ cái"):
            self.close(noted)

    def test_a_batch_that_was_thrown_away_is_found(self, noted):
        with guards.lifted():
            Ballot.objects.update(noted_in=None)
            BallotBatch.objects.all().delete()
        with pytest.raises(WrongState, match=r"sổ cái"):
            self.close(noted)


def test_the_end_of_a_ballot_is_not_shown_as_a_ballot(files, tmp_path):
    """A ballot's leaf and that of an end are of one shape: ["ended", receipt]."""

    def stand_again(ballots):
        receipt, _seal, number, _ended, _counts = ballots[0]
        ballots.append(["ended", receipt, number, 0, False])
        ballots.sort()

    said = found(with_ballots(files, stand_again), tmp_path)
    assert said == "ballot ended: is no digest"
