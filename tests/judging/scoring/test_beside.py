"""Two rounds, panels, judges and sheets side by side: a sheet is filled in, typed and reopened
alone.
"""

import pytest

from accounts.membership import grant
from competition import joint_requests
from competition.errors import NotAllowed, WrongState
from competition.models import Phase
from competition.two_windows import Stale, mark_of
from foundation.notifications.models import Message
from judging.models import Assignment, KeyedSheet, Panel, Round, Scoresheet
from judging.scoring import keyed, reopening, scoresheets
from tests.beside import secretary_of, untouched
from tests.factories.accounts import UserFactory
from tests.factories.competition import CriterionFactory, EditionFactory, PhaseFactory
from tests.factories.judging import (
    AssignmentFactory,
    JudgeFactory,
    KeyedSheetFactory,
    PanelFactory,
    ReopeningFactory,
    RoundFactory,
    ScoresheetFactory,
)
from tests.factories.moments import NOON, days
from tests.joint import member_of

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def edition():
    """Its judging is open at noon."""
    edition = EditionFactory()
    PhaseFactory(edition=edition, kind=Phase.Kind.JUDGING)
    return edition


@pytest.fixture
def office(edition):
    return secretary_of(edition)


def open_round(edition) -> Round:
    """A round of one criterion in which judges score."""
    judging_round = RoundFactory(edition=edition, state=Round.State.OPEN)
    CriterionFactory(scheme=judging_round.scheme)
    return judging_round


@pytest.fixture
def panel(edition):
    return PanelFactory(round=open_round(edition))


@pytest.fixture
def panel_beside(panel):
    """Another panel of the same round."""
    return PanelFactory(round=panel.round)


@pytest.fixture
def mine(panel) -> Assignment:
    return assigned(panel)


@pytest.fixture(params=["of another judge", "of the same judge"])
def beside(request, mine) -> Assignment:
    """The same entry with another judge, or another entry with the same judge."""
    if request.param == "of the same judge":
        return AssignmentFactory(judge=mine.judge)
    return assigned(mine.judge.panel, blinded_entry=mine.blinded_entry)


def assigned(panel: Panel, **columns) -> Assignment:
    """A confirmed sheet of a new judge of the panel."""
    return AssignmentFactory(judge=JudgeFactory(panel=panel), **columns)


def full(assignment: Assignment) -> dict[int, str]:
    """Points for each criterion of the sheet's round."""
    criteria = assignment.judge.panel.round.scheme.criteria.all()
    return {criterion.pk: "10" for criterion in criteria}


class TestFillingIn:
    def usual(self, assignment) -> dict:
        return {"points": full(assignment), "comment": "Rõ", "by": assignment.judge.user}

    @pytest.mark.parametrize("verb", [scoresheets.save_sheet, scoresheets.submit_sheet])
    def test_the_draft_beside_it_stays(self, mine, beside, verb):
        other = ScoresheetFactory(assignment=beside)
        with untouched(other):
            written = verb(assignment=mine, at=NOON, **self.usual(mine))
        assert written.assignment == mine
        assert written != other

    def test_the_locked_sheet_beside_it_locks_nothing(self, mine, beside):
        ScoresheetFactory(assignment=beside, locked=True)
        written = scoresheets.save_sheet(assignment=mine, at=NOON, **self.usual(mine))
        assert written.state == Scoresheet.State.DRAFT

    def test_criteria_are_those_of_the_round(self, mine, edition):
        criterion = mine.judge.panel.round.scheme.criteria.get()
        open_round(edition)
        assert scoresheets.criteria_of(mine) == [criterion]

    def test_the_judge_of_another_sheet_does_not_fill_it_in(self, mine):
        other = assigned(mine.judge.panel, blinded_entry=mine.blinded_entry)
        with pytest.raises(NotAllowed):
            scoresheets.save_sheet(assignment=mine, at=NOON, **self.usual(other))

    def test_a_round_counts_its_own_sheets(self, mine, edition):
        sheet = ScoresheetFactory(assignment=mine, locked=True)
        ScoresheetFactory(assignment=assigned(PanelFactory(round=open_round(edition))), locked=True)
        assert scoresheets.countable_sheets(mine.judge.panel.round).get() == sheet


class TestTyping:
    def key_in(self, assignment, office) -> KeyedSheet:
        usual = {"comment": "Rõ", "source": "Phiếu giấy số 3", "by": office, "at": NOON}
        return keyed.key_in(assignment=assignment, points=full(assignment), **usual)

    def test_what_waits_beside_it_stays(self, mine, beside, office):
        replaced = KeyedSheetFactory(assignment=mine)
        other = KeyedSheetFactory(assignment=beside)
        with untouched(other):
            typed = self.key_in(mine, office)
        assert set(KeyedSheet.objects.all()) == {typed, other}
        assert typed != replaced

    def test_the_locked_sheet_beside_it_hinders_nothing(self, mine, beside, office):
        ScoresheetFactory(assignment=beside, locked=True)
        assert self.key_in(mine, office)

    def test_the_sheet_beside_it_is_not_locked(self, mine, beside, office):
        other = ScoresheetFactory(assignment=beside)
        typed, typed_beside = (KeyedSheetFactory(assignment=item) for item in (mine, beside))
        with untouched(other, typed_beside):
            locked = keyed.check(keyed=typed, by=office, at=NOON)
        assert locked.assignment == mine

    def test_one_is_rejected(self, mine, beside, office):
        typed, other = (KeyedSheetFactory(assignment=item) for item in (mine, beside))
        with untouched(other):
            keyed.reject(keyed=typed, by=office)
        assert KeyedSheet.objects.get() == other

    def test_a_panel_checks_its_own(self, mine, panel, panel_beside):
        typed = KeyedSheetFactory(assignment=mine)
        KeyedSheetFactory(assignment=assigned(panel_beside))
        checked = {"checked_by": UserFactory(), "checked_at": days(-6)}
        KeyedSheetFactory(assignment=assigned(panel), **checked)
        assert keyed.waiting(panel).get() == typed

    def test_a_panel_misses_its_own(self, mine, panel, panel_beside):
        ScoresheetFactory(assignment=assigned(panel), locked=True)
        assigned(panel_beside)
        assert keyed.open_assignments(panel).get() == mine

    def test_the_secretariat_of_another_edition_types_nothing(self, mine):
        with pytest.raises(NotAllowed):
            self.key_in(mine, secretary_of(EditionFactory()))


class TestReopening:
    def ask(self, sheet, office):
        member_of(sheet.assignment.judge.panel.round.edition)
        return reopening.ask(sheet=sheet, reason="Nhầm tiêu chí", by=office, at=NOON)

    def test_under_another_lock_than_was_read_nobody_is_asked(self, mine, edition, office):
        member_of(edition)
        about = {"reason": "Nhầm tiêu chí", "by": office, "at": NOON}
        sheet = ScoresheetFactory(assignment=mine, locked=True)
        read = reopening.parts_of(sheet)
        with pytest.raises(Stale):
            reopening.ask(sheet=sheet, upon=mark_of(read | {"total": sheet.total + 1}), **about)
        assert reopening.ask(sheet=sheet, upon=mark_of(read), **about)

    def asked(self, assignment, office):
        return self.ask(ScoresheetFactory(assignment=assignment, locked=True), office)

    def test_what_was_asked_of_another_sheet_hinders_nothing(self, mine, beside, office):
        other = self.asked(beside, secretary_of(edition_of(beside)))
        with untouched(other):
            assert self.asked(mine, office).content["sheet"] == mine.sheet.pk

    def test_what_was_asked_of_an_earlier_lock_hinders_nothing(self, mine, office):
        earlier = ReopeningFactory(sheet__assignment=mine, locked_at=days(-8))
        asked = self.ask(earlier.sheet, office)
        assert asked.content["sheet"] == earlier.sheet_id

    def test_what_was_asked_of_this_lock_does(self, mine, office):
        self.asked(mine, office)
        with pytest.raises(WrongState):
            self.ask(mine.sheet, office)

    def test_whoever_may_be_the_second_person_is_told(self, mine, panel, panel_beside, office):
        """Not the judge of the sheet, not the asker, not who leads another panel."""
        chair = JudgeFactory(panel=panel, position="chair")
        grant(chair.user, "chair", panel_id=panel.pk)
        JudgeFactory(panel=panel_beside, position="chair")
        JudgeFactory(panel=panel, position="judge")
        colleague = secretary_of(panel.round.edition)
        self.asked(mine, office)
        told = Message.objects.filter(subject__contains="người thứ hai")
        assert {message.recipient for message in told} == {chair.user, colleague}

    def test_one_sheet_is_reopened(self, mine, beside, office):
        asked = self.asked(mine, office)
        other = self.asked(beside, secretary_of(edition_of(beside)))
        with untouched(other, beside.sheet):
            joint_requests.agree(joint=asked, by=secretary_of(edition_of(mine)), at=NOON)
        assert Scoresheet.objects.get(pk=mine.sheet.pk).state == Scoresheet.State.DRAFT

    def test_a_round_waits_for_its_own(self, mine, edition, office):
        another_round = PanelFactory(round=open_round(edition))
        asked = self.asked(mine, office)
        self.asked(assigned(another_round), office)
        done = self.asked(assigned(mine.judge.panel), office)
        joint_requests.agree(joint=done, by=secretary_of(edition), at=NOON)
        assert reopening.waiting(mine.judge.panel.round).get() == asked

    def test_a_sheet_finds_its_own_request(self, mine, edition, office):
        asked = self.asked(mine, office)
        other = assigned(mine.judge.panel)
        self.asked(other, office)
        assert reopening.asked_of([mine.sheet]) == {mine.sheet.pk: asked}


def edition_of(assignment):
    return assignment.judge.panel.round.edition
