"""Two editions, rounds, entries and judges side by side: what comes in through the one door, what
the audit looks at and whom a predicate lets in belong to their own alone.
"""

import pytest

from competition import audit
from competition.models import Edition
from foundation.ledger import chain
from foundation.ledger.models import Event
from judging import intake, permissions
from judging.models import Assignment, BlindedEntry, Conflict, Round
from submissions.models import Entry, Sealing
from tests.beside import untouched
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, SchemeFactory
from tests.factories.judging import (
    AssignmentFactory,
    AttendanceFactory,
    BlindedEntryFactory,
    BlindedFileFactory,
    ComparisonBallotFactory,
    ComparisonFactory,
    ConflictFactory,
    JudgeFactory,
    LotteryFactory,
    MeetingFactory,
    PanelFactory,
    PromotionFactory,
    RankingFactory,
    RankingRowFactory,
    RoundFactory,
    ScoresheetFactory,
    VisitFactory,
)
from tests.factories.moments import days
from tests.factories.submissions import SealedFileFactory, SealingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def ours() -> Edition:
    return EditionFactory()


@pytest.fixture
def theirs() -> Edition:
    return EditionFactory()


def sealed(edition: Edition) -> Sealing:
    """The sealed copy of an entry of this edition."""
    return SealingFactory(
        version__entry__edition=edition,
        version__entry__status=Entry.Status.SEALED,
        confirmed_at=days(-2),
        confirmed_by=UserFactory(),
    )


def codes_in(judging_round: Round) -> set[str]:
    return set(judging_round.blinded_entries.values_list("code", flat=True))


class TestReceiving:
    def test_a_copy_comes_into_the_first_round_of_its_edition(self, ours, theirs):
        first, second = (SchemeFactory(edition=ours, order=order) for order in (1, 2))
        SchemeFactory(edition=theirs, order=0)
        following = RoundFactory(edition=ours, scheme=second)
        copy = sealed(ours)
        there = BlindedEntryFactory(round=following, code=copy.judging_code)
        with untouched(there):
            received = intake.receive(copy.pk)
        assert received.round.scheme == first

    def test_each_copy_has_its_own_text_and_files(self, ours):
        SchemeFactory(edition=ours)
        one, other = sealed(ours), sealed(ours)
        files = [SealedFileFactory(sealing=copy) for copy in (one, other)]
        for copy, file in zip((one, other), files, strict=True):
            received = intake.receive(copy.pk)
            assert received.code == copy.judging_code
            assert received.files.get().blob == file.blob
        assert BlindedEntry.objects.count() == 2


class TestTakingOn:
    @pytest.fixture
    def ranking(self, ours):
        ranking = RankingFactory(round__edition=ours)
        SchemeFactory(edition=ours, order=ranking.round.order + 1)
        return ranking

    def entry(self, ranking, **columns) -> BlindedEntry:
        return BlindedEntryFactory(round=ranking.round, **columns)

    def test_what_goes_on_from_this_ranking_is_taken_on(self, ranking, theirs):
        goes_on, stays, goes_on_elsewhere = (self.entry(ranking) for _number in range(3))
        PromotionFactory(ranking=ranking, code=goes_on.code)
        PromotionFactory(ranking=ranking, code=stays.code, by_rule=False)
        PromotionFactory(ranking__round__edition=theirs, code=goes_on_elsewhere.code)
        with untouched(goes_on, stays, goes_on_elsewhere):
            assert codes_in(intake.take_on(ranking)) == {goes_on.code}

    def test_the_copy_is_that_of_the_ranked_round(self, ranking, theirs):
        code = "HS-777777"
        BlindedEntryFactory(round__edition=theirs, code=code, title="Tên khác")
        mine = self.entry(ranking, code=code, title="Tên ở vòng này")
        file = BlindedFileFactory(blinded_entry=mine)
        BlindedFileFactory(blinded_entry=self.entry(ranking))
        PromotionFactory(ranking=ranking, code=code)
        taken = intake.take_on(ranking).blinded_entries.get()
        assert taken.title == "Tên ở vòng này"
        assert taken.files.get().blob == file.blob

    def test_each_entry_is_taken_on_once(self, ranking):
        entries = [self.entry(ranking) for _number in range(2)]
        for entry in entries:
            PromotionFactory(ranking=ranking, code=entry.code)
        following = intake.take_on(ranking)
        assert intake.take_on(ranking) == following
        assert following.blinded_entries.count() == 2


class TestTakingBack:
    def test_one_entry_leaves_with_its_sheets(self, ours):
        gone, beside = AssignmentFactory.create_batch(2, judge__panel__round__edition=ours)
        code = gone.blinded_entry.code
        with untouched(beside, beside.blinded_entry):
            intake.take_back(code, ours)
        gone.refresh_from_db()
        assert gone.state == Assignment.State.RELEASED
        assert not BlindedEntry.objects.countable().filter(code=code).exists()

    def test_the_sheets_of_the_entry_are_counted(self, ours):
        judging_round = RoundFactory(edition=ours)
        entry = BlindedEntryFactory(round=judging_round)
        for _number in range(2):
            seat = JudgeFactory(panel__round=judging_round)
            AssignmentFactory(judge=seat, blinded_entry=entry)
        AssignmentFactory(judge__panel__round=judging_round)
        intake.take_back(entry.code, ours)
        line = Event.objects.get(chain__name=ours.chain, verb="judging.entry_left")
        assert line.payload["sheets"] == 2


class TestConflicts:
    """`known(edition)` is a judge who has entered a work of the same edition."""

    def known(self, edition: Edition, judging_round: Round | None = None):
        judging_round = judging_round or RoundFactory(edition=edition, state=Round.State.OPEN)
        copy = sealed(edition)
        work = BlindedEntryFactory(round=judging_round, code=copy.judging_code)
        panel = PanelFactory(round=judging_round)
        seat = JudgeFactory(panel=panel, user=copy.version.entry.owner)
        return seat, work

    def pairs(self) -> set[tuple[int, int]]:
        return set(Conflict.objects.values_list("judge", "blinded_entry"))

    def test_those_of_one_edition_are_refreshed(self, ours, theirs):
        seat, work = self.known(ours)
        self.known(theirs)
        intake.refresh_conflicts(ours)
        assert self.pairs() == {(seat.pk, work.pk)}

    def test_those_of_another_edition_stay(self, ours, theirs):
        self.known(ours)
        stale = ConflictFactory(judge__panel__round__edition=theirs)
        word = {"reason": Conflict.Reason.RECOGNISED}
        recognised = ConflictFactory(judge__panel__round__edition=theirs, **word)
        with untouched(stale, recognised):
            intake.refresh_conflicts(ours)

    def test_a_stale_one_goes_and_the_true_one_beside_it_stays(self, ours):
        seat, work = self.known(ours)
        intake.refresh_conflicts(ours)
        true = Conflict.objects.filter(judge=seat).first()
        ConflictFactory(judge=seat, blinded_entry__round=work.round)
        with untouched(true):
            intake.refresh_conflicts(ours)
        assert self.pairs() == {(seat.pk, work.pk)}

    def test_the_word_of_one_judge_holds_in_the_own_seats_alone(self, ours):
        seat, work = self.known(ours)
        following = RoundFactory(edition=ours)
        copy = BlindedEntryFactory(round=following, code=work.code)
        another = BlindedEntryFactory(round=following)
        own_seat = JudgeFactory(panel__round=following, user=seat.user)
        JudgeFactory(panel=own_seat.panel)
        Conflict.objects.all().delete()
        Sealing.objects.update(voided_at=days(-1))
        ConflictFactory(judge=seat, blinded_entry=work, reason=Conflict.Reason.RECOGNISED)
        intake.refresh_conflicts(ours)
        assert self.pairs() == {(seat.pk, work.pk), (own_seat.pk, copy.pk)}
        assert another.conflicts.count() == 0

    def test_the_sheet_of_that_judge_and_entry_is_taken_off_alone(self, ours):
        seat, work = self.known(ours)
        colleague = JudgeFactory(panel=seat.panel)
        beside = [
            AssignmentFactory(judge=seat),
            AssignmentFactory(judge=colleague, blinded_entry=work),
        ]
        given = AssignmentFactory(judge=seat, blinded_entry=work)
        with untouched(*beside):
            intake.refresh_conflicts(ours)
        given.refresh_from_db()
        assert given.state == Assignment.State.RELEASED


def broken_sheet(edition: Edition) -> None:
    ScoresheetFactory(assignment__judge__panel__round__edition=edition, locked=True)


def broken_ranking(edition: Edition) -> None:
    RankingFactory(round__edition=edition)


def broken_comparison(edition: Edition) -> None:
    """Choices without a line in the ledger."""
    comparison = ComparisonFactory(ranking__round__edition=edition)
    ComparisonBallotFactory(comparison=comparison)


def broken_lottery(edition: Edition) -> None:
    LotteryFactory(round__edition=edition)


def lost(verb: str, **payload):
    """A line of the ledger whose row is gone."""

    def write(edition: Edition) -> None:
        chain.append(edition.chain, verb, payload, at=days(-1))

    write.__name__ = verb
    return write


class TestAudit:
    @pytest.mark.parametrize(
        "fault",
        [
            broken_sheet,
            broken_ranking,
            broken_comparison,
            broken_lottery,
            lost("sheet.locked", assignment=0, digest=""),
            lost("ranking.frozen", round=9, digest=""),
            lost("comparison.answered", comparison=0, judge=0, digest=""),
            lost("comparison.closed", comparison=0, digest=""),
            lost("lottery.committed", lottery=0),
        ],
        ids=lambda fault: fault.__name__,
    )
    def test_a_fault_is_told_of_its_own_edition(self, ours, theirs, fault):
        fault(theirs)
        assert audit.faults(theirs)
        assert audit.faults(ours) == []

    def test_places_are_those_of_one_ranking(self, judged):
        RankingRowFactory(ranking__round__edition=judged.edition)
        others = [fault for fault in audit.faults(judged.edition) if "places" in fault]
        assert others == []

    def test_another_scheme_changes_no_total(self, judged):
        SchemeFactory(edition=judged.edition)
        assert audit.faults(judged.edition) == []


class TestPredicates:
    @pytest.fixture
    def panel(self, ours):
        return PanelFactory(round=RoundFactory(edition=ours, state=Round.State.OPEN))

    @pytest.fixture
    def beside(self, panel):
        """Another panel of the same round."""
        return PanelFactory(round=panel.round)

    def locked(self, panel, **columns) -> Assignment:
        sheet = AssignmentFactory(judge=JudgeFactory(panel=panel), **columns)
        ScoresheetFactory(assignment=sheet, locked=True)
        return sheet

    def test_a_seat_is_one_persons_on_one_panel(self, panel, beside):
        mine = JudgeFactory(panel=panel)
        JudgeFactory(panel=beside, user=mine.user)
        JudgeFactory(panel=panel)
        stranger = JudgeFactory(panel=beside).user
        assert permissions.seat_on(mine.user, panel) == mine
        assert permissions.seat_on(stranger, panel) is None

    def test_a_sheet_is_one_persons(self, panel):
        mine, colleagues = self.locked(panel), self.locked(panel)
        assert permissions.is_assigned(mine.judge.user, mine)
        assert not permissions.is_assigned(mine.judge.user, colleagues)

    def test_a_panel_waits_for_its_own_sheets(self, panel, beside):
        self.locked(panel)
        AssignmentFactory(judge=JudgeFactory(panel=beside))
        assert permissions.all_sheets_in(panel)
        assert not permissions.all_sheets_in(beside)

    def test_a_conflict_is_one_judges_with_one_entry(self, panel):
        conflict = ConflictFactory(judge__panel=panel)
        another = BlindedEntryFactory(round=panel.round)
        assert permissions.has_conflict(conflict.judge, conflict.blinded_entry)
        assert not permissions.has_conflict(conflict.judge, another)
        assert not permissions.has_conflict(JudgeFactory(panel=panel), conflict.blinded_entry)

    def test_who_is_present_elsewhere_has_no_vote_here(self, panel):
        meeting, another = MeetingFactory.create_batch(2, panel=panel)
        here, elsewhere = JudgeFactory.create_batch(2, panel=panel)
        AttendanceFactory(meeting=meeting, judge=here)
        AttendanceFactory(meeting=another, judge=elsewhere)
        assert permissions.voting_seat(here.user, meeting) == here
        assert permissions.voting_seat(elsewhere.user, meeting) is None

    def test_a_visit_is_seen_by_those_who_judge_its_entry(self, panel):
        mine, colleagues = self.locked(panel), self.locked(panel)
        visit = VisitFactory(blinded_entry=mine.blinded_entry)
        assert permissions.can_see_visit(mine.judge.user, visit)
        assert not permissions.can_see_visit(colleagues.judge.user, visit)

    def test_and_by_its_team(self, panel):
        member, of_another = JudgeFactory.create_batch(2, panel=panel)
        visit = VisitFactory(team=[member])
        VisitFactory(team=[of_another])
        for predicate in (permissions.can_see_visit, permissions.can_record_visit):
            assert predicate(member.user, visit)
            assert not predicate(of_another.user, visit)

    def test_an_entry_is_read_by_who_compares_it(self, panel):
        ranking = RankingFactory(round=panel.round)
        entries = BlindedEntryFactory.create_batch(4, round=panel.round)
        judge = JudgeFactory(panel=panel)
        for entry in entries:
            sheet = AssignmentFactory(judge=judge, blinded_entry=entry)
            ScoresheetFactory(assignment=sheet, locked=True)
        comparison = ComparisonFactory(ranking=ranking, entries=entries[:2])
        asked = permissions.codes_to_compare(judge.user, comparison)
        assert asked == sorted(entry.code for entry in entries[:2])
        assert permissions.reads_in_comparison(judge.user, entries[0])
        assert not permissions.reads_in_comparison(judge.user, entries[3])

    def test_the_sheets_of_another_round_give_no_voice(self, panel, ours):
        ranking = RankingFactory(round=panel.round)
        entries = BlindedEntryFactory.create_batch(2, round=panel.round)
        elsewhere = JudgeFactory(panel=PanelFactory(round__edition=ours))
        for entry in entries:
            sheet = AssignmentFactory(judge=elsewhere, blinded_entry=entry)
            ScoresheetFactory(assignment=sheet, locked=True)
        assert permissions.voices_on(ranking, entries) == {}
