"""A row that may still change is no way into what is closed; and what a guard leans on is kept."""

import re
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F

from awards.models import Approval
from foundation.ledger import chain, triggers
from foundation.ledger.models import Chain
from judging.models import Reopening, Scoresheet
from tests import guards
from tests.factories.accounts import UserFactory
from tests.factories.awards import ApprovalFactory, RatificationFactory
from tests.factories.judging import AssignmentFactory, ReopeningFactory, ScoresheetFactory
from tests.factories.moments import NOON
from tests.factories.voting import BallotFactory, BoothFactory, CandidateFactory, PaperBallotFactory
from voting.models import Candidate, PaperBallot

pytestmark = [pytest.mark.django_db, pytest.mark.data]

# Tables that a guard asks and that stay open, and why.
OPEN = {
    "judging_conflict": "the office ends what it has entered; the look tells which are missing",
}


def refused(do: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match=guards.REFUSED), transaction.atomic():
        do()


def raw(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


class TestIntoWhatIsClosed:
    def test_no_voice_moves_into_a_closed_ratification(self):
        closed = RatificationFactory(closed_at=NOON)
        voice = ApprovalFactory()
        refused(lambda: Approval.objects.filter(pk=voice.pk).update(ratification=closed))

    def test_no_paper_moves_into_a_box_that_has_joined(self):
        moments = {"first_done_at": NOON, "second_done_at": NOON, "joined_at": NOON}
        joined = BoothFactory(**moments, joined_by=UserFactory())
        paper = PaperBallotFactory()
        refused(lambda: PaperBallot.objects.filter(pk=paper.pk).update(booth=joined))

    def test_one_that_is_open_takes_them(self):
        paper, other = PaperBallotFactory(), BoothFactory()
        assert PaperBallot.objects.filter(pk=paper.pk).update(booth=other) == 1

    def test_every_guard_with_open_rows_refuses_them_by_update_too(self):
        for guard in triggers._declared:
            if isinstance(guard, triggers.Guard) and guard.free and guard.refuses:
                (update,) = [one for one in guard.triggers("postgresql") if one.verb == "UPDATE"]
                assert guard.refuses in update.when, guard.model


class TestWhatAGuardLeansOn:
    def test_is_guarded_itself(self):
        asked = set()
        for trigger in triggers.declared(connection):
            asked |= set(re.findall(r"(?<!DISTINCT )(?:FROM|JOIN) (\w+)", trigger.when))
        assert "judging_reopening" in asked
        assert sorted(asked - set(triggers.tables()) - set(OPEN)) == []

    def test_an_agreement_to_reopen_does_not_vanish(self):
        agreed = ReopeningFactory()
        refused(lambda: Reopening.objects.filter(pk=agreed.pk)._raw_delete("default"))

    def test_nor_becomes_one_of_another_lock(self):
        agreed = ReopeningFactory()
        refused(lambda: Reopening.objects.filter(pk=agreed.pk).update(locked_at=NOON))


class TestTheChain:
    @pytest.fixture
    def row(self) -> models.QuerySet:
        chain.append("thu", "test.line", {"number": 1}, at=NOON)
        return Chain.objects.filter(name="thu")

    @pytest.mark.parametrize("by", [1, 1000])
    def test_grows_by_no_line_that_is_not_there(self, row, by):
        refused(lambda: row.update(length=F("length") + by, head="0" * 64))

    def test_has_no_other_head(self, row):
        refused(lambda: row.update(head="0" * 64))

    def test_grows_by_its_next_line(self, row):
        chain.append("thu", "test.line", {"number": 2}, at=NOON)
        assert row.get().length == 2
        assert chain.verify("thu") is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own statement")
class TestReplacing:
    def test_a_locked_sheet_is_not_replaced_by_a_draft(self):
        locked = ScoresheetFactory(locked=True)
        draft = ScoresheetFactory(assignment=AssignmentFactory())
        sql = "UPDATE OR REPLACE judging_scoresheet SET id = %s, assignment_id = %s WHERE id = %s"
        refused(lambda: raw(sql, locked.pk, locked.assignment_id, draft.pk))
        assert Scoresheet.objects.filter(pk__in=[locked.pk, draft.pk]).count() == 2

    def test_nor_a_work_that_has_ballots(self):
        ballot = BallotFactory()
        other = CandidateFactory(edition=ballot.candidate.edition)
        sql = "UPDATE OR REPLACE voting_candidate SET code = %s WHERE id = %s"
        refused(lambda: raw(sql, ballot.candidate.code, other.pk))
        assert Candidate.objects.filter(pk=ballot.candidate_id).exists()

    def test_what_takes_nobodys_place_changes(self):
        work = CandidateFactory()
        raw("UPDATE OR REPLACE voting_candidate SET code = 'BC-X' WHERE id = %s", work.pk)
        assert Candidate.objects.get(pk=work.pk).code == "BC-X"
