"""Two editions, rounds, panels and judges side by side: sheets are shared out, drawn and given up
in their own alone.
"""

import pytest

from competition.errors import NotAllowed, Refused, WrongState
from judging.assigning import assignment, conflicts, lottery
from judging.models import Assignment, BlindedEntry, Conflict, Panel, Round
from tests.beside import secretary_of, untouched
from tests.factories.competition import EditionFactory, FieldFactory, PhaseFactory
from tests.factories.judging import (
    AssignmentFactory,
    BlindedEntryFactory,
    ConflictFactory,
    JudgeFactory,
    LotteryFactory,
    PanelFactory,
    RoundFactory,
)
from tests.factories.moments import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PROPOSED = {"state": Assignment.State.PROPOSED, "confirmed_at": None}


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def office(edition):
    return secretary_of(edition)


def round_of(edition, **columns) -> Round:
    """A round in which one sheet is wanted for each entry."""
    return RoundFactory(edition=edition, sheets_per_entry=1, **columns)


@pytest.fixture
def ours(edition) -> Round:
    return round_of(edition)


@pytest.fixture
def beside(edition) -> Round:
    """Another round of the same edition."""
    return round_of(edition)


def panel_of(judging_round, *, entries: int = 2, **columns) -> Panel:
    """Two judges, and as many entries of a field of the panel's own."""
    field = FieldFactory(edition=judging_round.edition)
    panel = PanelFactory(round=judging_round, fields=[field], **columns)
    JudgeFactory.create_batch(2, panel=panel)
    for number in range(entries):
        BlindedEntryFactory(round=judging_round, field=field, title=f"{panel.pk}-{number}")
    return panel


def proposed(judging_round, **columns) -> Assignment:
    """A sheet that stands in the proposal of a new panel of the round."""
    return AssignmentFactory(judge__panel__round=judging_round, **PROPOSED | columns)


def rounds_with_sheets() -> set[int]:
    return set(Assignment.objects.values_list("judge__panel__round", flat=True))


class TestProposing:
    def propose(self, judging_round, office) -> assignment.Plan:
        return assignment.propose(judging_round=judging_round, by=office)

    def test_the_proposal_of_another_round_stays(self, ours, beside, office):
        panel_of(ours)
        kept = proposed(beside)
        with untouched(kept):
            plan = self.propose(ours, office)
        assert plan.created == 2
        assert plan.changed == 2

    def test_loads_are_told_of_its_own_judges(self, ours, beside, office):
        panel = panel_of(ours)
        proposed(beside)
        assert set(self.propose(ours, office).loads) == set(panel.judges.all())

    def test_judges_of_another_panel_get_nothing(self, ours, office):
        panel, panel_beside = panel_of(ours), panel_of(ours)
        self.propose(ours, office)
        for one in (panel, panel_beside):
            given = Assignment.objects.filter(judge__panel=one)
            fields = set(given.values_list("blinded_entry__field", flat=True))
            assert fields == set(one.fields.values_list("pk", flat=True))
            assert given.count() == 2

    def test_entries_of_another_round_are_not_shared_out(self, ours, beside, office):
        panel = panel_of(ours)
        field = panel.fields.get()
        BlindedEntryFactory(round=beside, field=field, title="ở vòng khác")
        plan = self.propose(ours, office)
        assert plan.created == 2
        assert rounds_with_sheets() == {ours.pk}

    def test_an_entry_of_another_round_that_nobody_judges_hinders_nothing(
        self, ours, beside, office
    ):
        panel_of(ours)
        BlindedEntryFactory(round=beside, field=FieldFactory(edition=ours.edition))
        assert self.propose(ours, office).created == 2

    def test_the_panel_of_another_round_judges_no_field_of_this_one(self, ours, beside, office):
        panel_of(ours)
        field = FieldFactory(edition=ours.edition)
        PanelFactory(round=beside, fields=[field])
        BlindedEntryFactory(round=ours, field=field)
        with pytest.raises(assignment.Impossible):
            self.propose(ours, office)

    def test_conflicts_and_what_was_given_keep_one_judge_from_one_entry(self, ours, office):
        """One way is left: each of the two is kept from one of the two."""
        panel = panel_of(ours)
        first, second = panel.judges.all()
        one, other = BlindedEntry.objects.order_by("pk")
        ConflictFactory(judge=first, blinded_entry=one)
        AssignmentFactory(judge=second, blinded_entry=other, state=Assignment.State.RELEASED)
        self.propose(ours, office)
        given = Assignment.objects.filter(state=Assignment.State.PROPOSED)
        assert set(given.values_list("judge", "blinded_entry")) == {
            (second.pk, one.pk),
            (first.pk, other.pk),
        }

    def test_the_secretariat_of_another_edition_proposes_nothing(self, ours):
        panel_of(ours)
        with pytest.raises(NotAllowed):
            self.propose(ours, secretary_of(EditionFactory()))


class TestDealing:
    """Where panels share fields."""

    def sharing(self, judging_round, field) -> Panel:
        panel = PanelFactory(round=judging_round, fields=[field], shares_fields=True)
        JudgeFactory(panel=panel)
        return panel

    def test_entries_and_panels_of_another_round_are_left_out(self, ours, beside, office):
        field = FieldFactory(edition=ours.edition)
        panels = [self.sharing(ours, field) for _number in range(2)]
        self.sharing(beside, field)
        elsewhere = BlindedEntryFactory(round=beside, field=field)
        for number in range(4):
            BlindedEntryFactory(round=ours, field=field, title=f"công trình {number}")
        with untouched(elsewhere):
            assignment.propose(judging_round=ours, by=office)
        dealt = list(BlindedEntry.objects.filter(round=ours).values_list("panel", flat=True))
        assert sorted(dealt) == sorted([panel.pk for panel in panels] * 2)

    def test_an_entry_of_another_field_is_not_dealt(self, ours, office):
        field = FieldFactory(edition=ours.edition)
        self.sharing(ours, field)
        BlindedEntryFactory(round=ours, field=field)
        other = panel_of(ours, entries=1)
        assignment.propose(judging_round=ours, by=office)
        assert BlindedEntry.objects.get(field=other.fields.get()).panel is None

    def test_a_panel_gets_what_was_dealt_to_it_alone(self, ours, office):
        field = FieldFactory(edition=ours.edition)
        for _number in range(2):
            self.sharing(ours, field)
        for number in range(4):
            BlindedEntryFactory(round=ours, field=field, title=f"công trình {number}")
        assert assignment.propose(judging_round=ours, by=office).created == 4
        for sheet in Assignment.objects.select_related("judge", "blinded_entry"):
            assert sheet.judge.panel_id == sheet.blinded_entry.panel_id


class TestGaps:
    def test_entries_of_another_round_are_no_gap(self, ours, beside):
        lacking = BlindedEntryFactory(round=ours)
        AssignmentFactory(blinded_entry=BlindedEntryFactory(round=ours))
        BlindedEntryFactory(round=beside)
        assert assignment.gaps(ours) == [(lacking, 1)]

    def test_a_replacement_is_proposed_in_its_own_round(self, edition):
        ours, beside = (round_of(edition, state=Round.State.OPEN) for _number in range(2))
        panel_of(ours, entries=1)
        panel_of(beside, entries=1)
        assert assignment.propose_replacements(ours).created == 1
        assert rounds_with_sheets() == {ours.pk}


class TestMoving:
    @pytest.fixture
    def panel(self, ours):
        return PanelFactory(round=ours)

    @pytest.fixture
    def item(self, panel):
        return AssignmentFactory(judge=JudgeFactory(panel=panel), **PROPOSED)

    @pytest.fixture
    def judge(self, panel):
        """To whom the sheet shall go."""
        return JudgeFactory(panel=panel)

    def test_another_conflict_of_the_judge_or_of_the_entry_hinders_nothing(
        self, item, judge, office
    ):
        ConflictFactory(judge=judge)
        ConflictFactory(judge=item.judge, blinded_entry=item.blinded_entry)
        assert assignment.move(item=item, judge=judge, by=office).judge == judge

    def test_another_sheet_of_the_judge_or_of_the_entry_hinders_nothing(
        self, item, judge, panel, office
    ):
        another = AssignmentFactory(judge=judge)
        third = JudgeFactory(panel=panel)
        of_entry = AssignmentFactory(judge=third, blinded_entry=item.blinded_entry)
        with untouched(another, of_entry):
            moved = assignment.move(item=item, judge=judge, by=office)
        assert moved.blinded_entry == item.blinded_entry

    def test_a_judge_of_another_panel_does_not_get_it(self, item, ours, office):
        with untouched(item), pytest.raises(Refused):
            stranger = JudgeFactory(panel=PanelFactory(round=ours))
            assignment.move(item=item, judge=stranger, by=office)

    def test_the_draw_of_another_round_hinders_nothing(self, item, judge, beside, office):
        drawn(beside)
        assert assignment.move(item=item, judge=judge, by=office).judge == judge


def drawn(judging_round, **columns) -> tuple:
    """(a drawn lottery of one sheet, the sheet as it stands in the proposal)."""
    lot = LotteryFactory(round=judging_round, **columns)
    return lot, proposed(judging_round, lottery=lot)


class TestConfirming:
    def confirm(self, judging_round, office) -> int:
        return assignment.confirm(judging_round=judging_round, by=office, at=NOON)

    def test_one_proposal_becomes_the_plan(self, ours, beside, office):
        mine, other = proposed(ours), proposed(beside)
        with untouched(other):
            assert self.confirm(ours, office) == 1
        mine.refresh_from_db()
        assert mine.state == Assignment.State.CONFIRMED

    def test_the_proposal_of_another_round_is_none(self, ours, beside, office):
        proposed(beside)
        with pytest.raises(WrongState):
            self.confirm(ours, office)

    def test_another_conflict_of_the_judge_or_of_the_entry_hinders_nothing(self, ours, office):
        mine = proposed(ours)
        ConflictFactory(judge=mine.judge)
        ConflictFactory(
            judge=JudgeFactory(panel=mine.judge.panel), blinded_entry=mine.blinded_entry
        )
        assert self.confirm(ours, office) == 1


class TestLotteries:
    def test_a_lottery_of_another_round_gave_nothing_here(self, ours, beside):
        proposed(ours)
        drawn(beside)
        assert assignment.drawn_by_lot(ours) is None

    def test_nor_does_one_take_the_draw_away(self, ours, beside):
        mine, _sheet = drawn(ours)
        drawn(beside, drawn_at=NOON)
        assert assignment.drawn_by_lot(ours) == mine

    def test_the_last_lottery_is_that_of_the_round(self, ours, beside, office):
        panel_of(ours)
        usual = {"most_percent": 100, "source": "Giải đặc biệt", "by": office}
        mine = lottery.commit(judging_round=ours, at=NOON, **usual)
        LotteryFactory(round=beside, committed_at=NOON)
        plan = lottery.draw(lottery=mine, public_number="04821", by=office, at=NOON)
        assert plan.created == 2
        assert assignment.drawn_by_lot(ours) == mine


class TestGivingUp:
    @pytest.fixture
    def sheet(self, edition):
        PhaseFactory(edition=edition, kind="judging")
        panel = PanelFactory(round=round_of(edition, state=Round.State.OPEN))
        return AssignmentFactory(judge=JudgeFactory(panel=panel))

    def test_one_judge_gives_one_entry_up(self, sheet):
        of_judge = AssignmentFactory(judge=sheet.judge)
        colleague = JudgeFactory(panel=sheet.judge.panel)
        of_entry = AssignmentFactory(judge=colleague, blinded_entry=sheet.blinded_entry)
        with untouched(of_judge, of_entry):
            conflicts.recuse(assignment=sheet, reason="Tôi nhận ra", by=sheet.judge.user, at=NOON)
        conflict = Conflict.objects.get()
        assert (conflict.judge, conflict.blinded_entry) == (sheet.judge, sheet.blinded_entry)

    @pytest.mark.parametrize("beside", ["of the judge", "of the entry", "another reason"])
    def test_a_conflict_beside_it_is_not_this_one(self, sheet, beside):
        recognised = {"reason": Conflict.Reason.RECOGNISED}
        columns = {
            "of the judge": {"judge": sheet.judge} | recognised,
            "of the entry": {
                "judge": JudgeFactory(panel=sheet.judge.panel),
                "blinded_entry": sheet.blinded_entry,
            }
            | recognised,
            "another reason": {"judge": sheet.judge, "blinded_entry": sheet.blinded_entry},
        }
        other = ConflictFactory(**columns[beside])
        with untouched(other):
            conflicts.recuse(assignment=sheet, reason="Tôi nhận ra", by=sheet.judge.user, at=NOON)
        found = Conflict.objects.filter(
            judge=sheet.judge, blinded_entry=sheet.blinded_entry, **recognised
        )
        assert found.count() == 1
