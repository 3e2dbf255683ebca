"""Two editions, rounds, panels, meetings and people side by side: a council's verbs reach their own
alone.
"""

import pytest

from accounts.membership import grant
from accounts.models import Membership
from competition import clock
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from competition.models import Phase, Scheme
from foundation.notifications.models import Message
from judging.councils import discussion, meetings, panels, rounds, undertakings, visits
from judging.models import Assignment, BlindedEntry, Round
from tests.beside import secretary_of, untouched
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, FieldFactory, PhaseFactory, SchemeFactory
from tests.factories.judging import (
    AgendaItemFactory,
    AssignmentFactory,
    AttendanceFactory,
    BlindedEntryFactory,
    ConflictFactory,
    JudgeFactory,
    MeetingFactory,
    MotionFactory,
    MotionVoterFactory,
    PanelFactory,
    RoundFactory,
    ScoresheetFactory,
    VisitFactory,
)
from tests.factories.moments import NOON, days

pytestmark = [pytest.mark.django_db, pytest.mark.data]
CHAIR = Membership.Role.CHAIR


@pytest.fixture
def edition():
    """Its judging is open at noon."""
    edition = EditionFactory()
    PhaseFactory(edition=edition, kind=Phase.Kind.JUDGING)
    return edition


@pytest.fixture
def office(edition):
    return secretary_of(edition)


@pytest.fixture
def running(edition) -> Round:
    """A round that judges score in."""
    return RoundFactory(edition=edition, state=Round.State.OPEN)


@pytest.fixture
def panel(running):
    return PanelFactory(round=running)


@pytest.fixture
def panel_beside(running):
    """Another panel of the same round."""
    return PanelFactory(round=running)


def assigned(panel, **columns) -> Assignment:
    """A confirmed sheet of a new judge of the panel."""
    return AssignmentFactory(judge=JudgeFactory(panel=panel), **columns)


class TestRounds:
    def test_the_first_round_is_by_the_first_rules_of_its_own_edition(self, edition, office):
        SchemeFactory(order=0)
        ours = SchemeFactory(edition=edition, order=2)
        SchemeFactory(edition=edition, order=3)
        assert rounds.prepare_round(edition=edition, by=office).scheme == ours

    def test_two_editions_have_a_round_each_under_one_number(self, edition, office):
        theirs = RoundFactory(scheme__order=1)
        SchemeFactory(edition=edition, order=1)
        ours = rounds.prepare_round(edition=edition, by=office)
        assert ours.edition == edition
        assert ours != theirs

    def test_the_round_of_each_rules_is_another(self, edition):
        first, second = (SchemeFactory(edition=edition, order=order) for order in (1, 2))
        assert rounds.round_of(first) != rounds.round_of(second)
        assert rounds.round_of(second) == rounds.round_of(second)

    def test_the_next_rules_are_of_the_same_edition(self, running):
        SchemeFactory(order=running.order + 1)
        assert rounds.next_scheme(running) is None

    def test_the_next_rules_follow_and_are_the_nearest(self, edition):
        first, second, _third = (SchemeFactory(edition=edition, order=order) for order in (1, 2, 3))
        SchemeFactory(edition=edition, order=0)
        assert rounds.next_scheme(rounds.round_of(first)) == second

    def test_scoring_ends_with_the_judging_of_the_edition(self, running):
        PhaseFactory(kind=Phase.Kind.JUDGING, closes_at=days(90))
        PhaseFactory(edition=running.edition, kind=Phase.Kind.VOTING, closes_at=days(60))
        assert rounds.closes_at(running) == days(30)

    def test_a_sheet_is_late_in_its_own_round_alone(self, panel):
        ours = assigned(panel)
        assigned(PanelFactory())
        assert rounds.late_assignments(panel.round).get() == ours

    @pytest.mark.parametrize(
        "columns",
        [
            {"state": Assignment.State.PROPOSED, "confirmed_at": None},
            {"state": Assignment.State.RELEASED},
        ],
    )
    def test_what_is_proposed_or_released_is_not_late(self, panel, columns):
        assigned(panel, **columns)
        assert not rounds.late_assignments(panel.round).exists()

    def test_what_is_withdrawn_or_locked_is_not_late(self, panel):
        gone = BlindedEntryFactory(round=panel.round, withdrawn_at=days(-1))
        assigned(panel, blinded_entry=gone)
        ScoresheetFactory(assignment=assigned(panel), locked=True)
        assert not rounds.late_assignments(panel.round).exists()

    def test_a_panel_is_late_by_its_own_sheets(self, panel, panel_beside):
        assigned(panel_beside)
        assert not rounds.is_late(panel)
        assert rounds.is_late(panel_beside)


class TestReminding:
    def test_those_of_the_panel_whose_sheets_are_missing_are_reminded(
        self, panel, panel_beside, office
    ):
        late = assigned(panel)
        ScoresheetFactory(assignment=assigned(panel), locked=True)
        assigned(panel_beside)
        assert rounds.remind(panel=panel, by=office, at=NOON) == 1
        assert Message.objects.get().recipient == late.judge.user

    def test_what_is_missing_is_counted_for_each(self, panel, office):
        one = assigned(panel)
        two = assigned(panel)
        AssignmentFactory(judge=two.judge)
        rounds.remind(panel=panel, by=office, at=NOON)
        of_one = Message.objects.get(recipient=one.judge.user)
        of_two = Message.objects.get(recipient=two.judge.user)
        assert of_one.body != of_two.body

    def test_the_chair_of_another_panel_reminds_nobody(self, panel, panel_beside):
        chair = JudgeFactory(panel=panel_beside, position=CHAIR)
        grant(chair.user, CHAIR, panel_id=panel_beside.pk)
        with pytest.raises(NotAllowed):
            rounds.remind(panel=panel, by=chair.user, at=NOON)
        assert rounds.remind(panel=panel_beside, by=chair.user, at=NOON) == 0


class TestClosing:
    def test_sheets_of_another_round_keep_nothing_open(self, panel, office):
        ScoresheetFactory(assignment=assigned(panel), locked=True)
        assigned(PanelFactory())
        assert rounds.close_round(judging_round=panel.round, by=office, at=NOON)

    def test_one_round_is_closed_and_no_other(self, panel, office):
        beside = RoundFactory(edition=panel.round.edition, state=Round.State.OPEN)
        with untouched(beside):
            rounds.close_round(judging_round=panel.round, by=office, at=NOON)

    def test_a_sheet_of_the_same_entry_must_remain(self, panel, office):
        late = assigned(panel)
        of_another = assigned(panel)
        ScoresheetFactory(assignment=of_another, locked=True)
        usual = {"assignment": late, "reason": "Ốm", "by": office, "at": NOON}
        with pytest.raises(Refused):
            rounds.release_late(**usual)
        beside = assigned(panel, blinded_entry=late.blinded_entry)
        ScoresheetFactory(assignment=beside, locked=True)
        with untouched(of_another, beside):
            rounds.release_late(**usual)

    def test_a_locked_sheet_that_was_released_does_not_remain(self, panel, office):
        late = assigned(panel)
        columns = {"blinded_entry": late.blinded_entry, "state": Assignment.State.RELEASED}
        ScoresheetFactory(assignment=assigned(panel, **columns), locked=True)
        with pytest.raises(Refused):
            rounds.release_late(assignment=late, reason="Ốm", by=office, at=NOON)

    def test_the_secretariat_of_another_edition_closes_nothing(self, panel):
        stranger = secretary_of(EditionFactory())
        with untouched(panel.round), pytest.raises(NotAllowed):
            rounds.close_round(judging_round=panel.round, by=stranger, at=NOON)


class TestOpening:
    """`ready` may be opened; each test takes one thing away that stands beside it all the same."""

    @pytest.fixture
    def ready(self, edition):
        judging_round = RoundFactory(edition=edition)
        panel = PanelFactory(round=judging_round)
        JudgeFactory(panel=panel, position=CHAIR)
        assigned(panel)
        return panel

    def open(self, ready, office) -> Round:
        return rounds.open_round(judging_round=ready.round, by=office, at=NOON)

    def test_it_is_opened_and_no_other(self, ready, office):
        beside = RoundFactory(edition=ready.round.edition)
        with untouched(beside):
            assert self.open(ready, office).state == Round.State.OPEN

    def test_judges_of_its_own_panels_are_told(self, ready, office):
        JudgeFactory(panel=PanelFactory())
        self.open(ready, office)
        told = set(Message.objects.values_list("recipient", flat=True))
        assert told == set(ready.judges.values_list("user", flat=True))

    def test_the_chair_of_another_panel_is_no_chair(self, ready, office):
        headless = PanelFactory(round=ready.round)
        with pytest.raises(WrongState, match=headless.name):
            self.open(ready, office)

    def test_a_chair_who_declined_is_no_chair(self, ready, office):
        ready.judges.filter(position=CHAIR).update(declined_at=days(-1))
        with pytest.raises(WrongState, match=ready.name):
            self.open(ready, office)

    def test_sheets_of_another_round_are_no_sheets(self, ready, office):
        Assignment.objects.all().delete()
        assigned(PanelFactory())
        with pytest.raises(WrongState):
            self.open(ready, office)

    def test_the_judging_of_another_edition_is_no_judging(self, ready, office):
        Phase.objects.filter(edition=ready.round.edition).update(closes_at=days(-1))
        PhaseFactory(kind=Phase.Kind.JUDGING)
        with pytest.raises(PhaseClosed):
            self.open(ready, office)


class TestPanels:
    def establish(self, judging_round, field, office):
        usual = {"name": "Hội đồng mới", "fields": [field], "by": office}
        return panels.establish_panel(judging_round=judging_round, **usual)

    def test_a_field_is_held_in_its_own_round_alone(self, running, office):
        field = FieldFactory(edition=running.edition)
        PanelFactory(round=RoundFactory(edition=running.edition), fields=[field])
        assert self.establish(running, field, office)

    def test_another_field_of_the_round_is_free(self, running, office):
        held, free = FieldFactory.create_batch(2, edition=running.edition)
        PanelFactory(round=running, fields=[held])
        assert self.establish(running, free, office)
        with pytest.raises(Refused):
            self.establish(running, held, office)

    def test_a_field_of_another_edition_is_refused(self, running, office):
        with pytest.raises(Refused):
            self.establish(running, FieldFactory(), office)

    def test_each_panel_has_a_chair(self, panel, panel_beside, office):
        JudgeFactory(panel=panel_beside, position=CHAIR)
        seat = panels.appoint(
            panel=panel,
            user=UserFactory(),
            by=office,
            position=CHAIR,
            reason="1/QĐ",
            at=clock.now(),
        )
        assert seat.panel == panel

    def test_a_person_may_sit_on_two_panels(self, panel, panel_beside, office):
        beside = JudgeFactory(panel=panel_beside)
        with untouched(beside):
            seat = panels.appoint(
                panel=panel, user=beside.user, by=office, reason="1/QĐ", at=clock.now()
            )
        assert seat != beside

    def test_who_works_in_the_secretariat_of_another_edition_may_judge(self, panel, office):
        elsewhere = secretary_of(EditionFactory())
        assert panels.appoint(panel=panel, user=elsewhere, by=office, reason="1/QĐ", at=clock.now())
        with pytest.raises(Refused):
            panels.appoint(
                panel=panel,
                user=secretary_of(panel.round.edition),
                by=office,
                reason="1/QĐ",
                at=clock.now(),
            )

    def test_rights_are_one_members(self, panel, office):
        one, beside = JudgeFactory.create_batch(2, panel=panel)
        AssignmentFactory(judge=beside)
        with untouched(beside):
            panels.set_rights(
                judge=one, rights={"may_score": False}, by=office, reason="1/QĐ", at=clock.now()
            )
        with pytest.raises(Refused):
            panels.set_rights(
                judge=beside, rights={"may_score": False}, by=office, reason="1/QĐ", at=clock.now()
            )


class TestSeats:
    def test_the_seats_of_a_person(self, panel):
        mine = JudgeFactory(panel=panel)
        JudgeFactory(panel=panel)
        JudgeFactory(panel=panel, user=UserFactory(), declined_at=days(-1))
        assert undertakings.seats_of(mine.user).get() == mine
        assert undertakings.signed_seats_of(mine.user).get() == mine

    def test_a_seat_that_is_not_signed_opens_nothing(self, panel, panel_beside):
        mine = JudgeFactory(panel=panel)
        JudgeFactory(panel=panel_beside, user=mine.user, undertaking_at=None, accepted_at=None)
        assert undertakings.seats_of(mine.user).count() == 2
        assert undertakings.signed_seats_of(mine.user).get() == mine

    def test_a_round_in_preparation_and_a_frozen_one(self, panel):
        mine = JudgeFactory(panel=panel)
        preparing, frozen = (
            JudgeFactory(panel__round__state=state, user=mine.user)
            for state in (Round.State.PREPARING, Round.State.FROZEN)
        )
        assert set(undertakings.seats_of(mine.user)) == {mine, preparing}
        assert set(undertakings.signed_seats_of(mine.user)) == {mine, frozen}

    @pytest.mark.parametrize("beside", ["another seat", "another judge"])
    def test_declining_gives_back_the_sheets_of_that_seat_alone(self, panel, panel_beside, beside):
        seat = JudgeFactory(panel=panel, undertaking_at=None, accepted_at=None)
        given_back = AssignmentFactory(judge=seat)
        other = {
            "another seat": {"panel": panel_beside, "user": seat.user},
            "another judge": {"panel": panel},
        }
        kept = AssignmentFactory(judge=JudgeFactory(**other[beside]))
        with untouched(kept, kept.judge):
            undertakings.decline(judge=seat, reason="Bận", by=seat.user, at=NOON)
        given_back.refresh_from_db()
        assert given_back.state == Assignment.State.RELEASED

    def test_signing_signs_one_seat(self, panel, panel_beside):
        columns = {"undertaking_at": None, "accepted_at": None}
        seat = JudgeFactory(panel=panel, **columns)
        beside = JudgeFactory(panel=panel_beside, user=seat.user, **columns)
        with untouched(beside):
            undertakings.sign(judge=seat, by=seat.user, at=NOON)


class TestMeetings:
    @pytest.fixture
    def meeting(self, panel):
        return MeetingFactory(panel=panel)

    @pytest.fixture
    def meeting_beside(self, panel):
        """Another meeting of the same panel."""
        return MeetingFactory(panel=panel)

    def test_members_are_the_panels_and_have_not_declined(self, panel, panel_beside):
        member = JudgeFactory(panel=panel)
        JudgeFactory(panel=panel_beside)
        JudgeFactory(panel=panel, declined_at=days(-1))
        assert meetings.members(panel).get() == member

    def test_members_alone_are_called(self, panel, panel_beside, office):
        member = JudgeFactory(panel=panel)
        JudgeFactory(panel=panel_beside)
        JudgeFactory(panel=panel, declined_at=days(-1))
        meetings.call(panel=panel, held_at=days(2), place="Sở KH&CN", by=office)
        assert Message.objects.get().recipient == member.user

    def test_who_is_noted_present_is_so_in_one_meeting(self, meeting, meeting_beside, office):
        first, second = JudgeFactory.create_batch(2, panel=meeting.panel)
        before = AttendanceFactory(meeting=meeting, judge=first)
        beside = AttendanceFactory(meeting=meeting_beside, judge=first)
        with untouched(beside):
            meetings.note_attendance(meeting=meeting, present=[second], by=office)
        assert meeting.attendances.get().judge == second
        assert before not in meeting.attendances.all()

    def test_a_member_of_another_panel_is_not_present(self, meeting, panel_beside, office):
        stranger = JudgeFactory(panel=panel_beside)
        with pytest.raises(Refused):
            meetings.note_attendance(meeting=meeting, present=[stranger], by=office)

    def test_the_quorum_is_of_those_who_vote_and_are_here(self, meeting, meeting_beside):
        Scheme.objects.update(quorum_percent=67)
        here, elsewhere, silent = JudgeFactory.create_batch(3, panel=meeting.panel)
        type(silent).objects.filter(pk=silent.pk).update(may_vote=False)
        JudgeFactory.create_batch(5)
        AttendanceFactory(meeting=meeting, judge=here)
        AttendanceFactory(meeting=meeting, judge=silent)
        AttendanceFactory(meeting=meeting_beside, judge=elsewhere)
        meeting = type(meeting).objects.get(pk=meeting.pk)
        assert meetings.quorum(meeting) == (1, 2)

    def test_a_member_leaves_for_the_entry_of_the_own_conflict(self, meeting, meeting_beside):
        seat, beside = JudgeFactory.create_batch(2, panel=meeting.panel)
        entry = BlindedEntryFactory(round=meeting.panel.round)
        heard = AgendaItemFactory(meeting=meeting, blinded_entry=entry)
        AgendaItemFactory(meeting=meeting_beside)
        ConflictFactory(judge=beside, blinded_entry=entry)
        assert meetings.agenda_for(seat, meeting).get() == heard
        assert not meetings.agenda_for(beside, meeting).exists()

    def test_a_meeting_waits_for_its_own_members(self, meeting, panel_beside):
        MeetingFactory(panel=meeting.panel, closed_at=days(-1))
        MeetingFactory(panel=panel_beside)
        seat = JudgeFactory(panel=meeting.panel)
        assert meetings.waiting_for([seat]).get() == meeting

    def test_a_motion_of_another_meeting_keeps_nothing_open(self, meeting, meeting_beside):
        chair = JudgeFactory(panel=meeting.panel, position=CHAIR, may_conclude=True)
        AttendanceFactory(meeting=meeting, judge=chair)
        beside = MotionFactory(meeting=meeting_beside)
        usual = {"text": "Nhất trí", "by": chair.user, "at": NOON}
        with untouched(beside, meeting_beside):
            assert meetings.conclude(meeting=meeting, **usual).closed_at == NOON

    def test_an_open_motion_of_its_own_does(self, meeting):
        chair = JudgeFactory(panel=meeting.panel, position=CHAIR, may_conclude=True)
        AttendanceFactory(meeting=meeting, judge=chair)
        MotionFactory(meeting=meeting)
        with pytest.raises(WrongState):
            meetings.conclude(meeting=meeting, text="Nhất trí", by=chair.user, at=NOON)

    def test_who_is_present_elsewhere_does_not_vote_here(self, meeting, meeting_beside):
        seat = JudgeFactory(panel=meeting.panel)
        AttendanceFactory(meeting=meeting_beside, judge=seat)
        motion = MotionFactory(meeting=meeting)
        with pytest.raises(NotAllowed):
            meetings.vote(motion=motion, choice="for", by=seat.user)

    @pytest.mark.parametrize("is_secret", [False, True])
    def test_a_motion_counts_its_own_votes(self, meeting, office, is_secret):
        seat = JudgeFactory(panel=meeting.panel)
        AttendanceFactory(meeting=meeting, judge=seat)
        motion, beside = MotionFactory.create_batch(2, meeting=meeting, is_secret=is_secret)
        MotionVoterFactory(motion=beside)
        meetings.vote(motion=motion, choice="against", by=seat.user)
        meetings.vote(motion=beside, choice="for", by=seat.user)
        for again in JudgeFactory.create_batch(2, panel=meeting.panel):
            AttendanceFactory(meeting=meeting, judge=again)
            meetings.vote(motion=motion, choice="against", by=again.user)
        counted = meetings.close_vote(motion=motion, by=office, at=NOON)
        assert dict(counted) == {"against": 3}
        beside.refresh_from_db()
        assert beside.closed_at is None


class TestVisits:
    def test_a_panel_sees_its_own(self, panel, panel_beside, office):
        ours = VisitFactory(team=[JudgeFactory(panel=panel)])
        VisitFactory(team=[JudgeFactory(panel=panel_beside)])
        assert visits.shown_to(office, panel).get() == ours

    def test_a_member_sees_those_of_the_own_teams(self, panel):
        seat, beside = JudgeFactory.create_batch(2, panel=panel)
        mine = VisitFactory(team=[seat])
        VisitFactory(team=[beside])
        assert visits.shown_to(seat.user, panel).get() == mine

    def test_they_are_told_by_their_seats_and_entries(self, panel):
        seat = JudgeFactory(panel=panel)
        mine = VisitFactory(team=[seat])
        VisitFactory(team=[JudgeFactory(panel=panel)])
        assert visits.of_teams([seat]).get() == mine
        assert visits.of_entries([mine.blinded_entry]) == {mine.blinded_entry_id: mine}

    def test_the_conflict_of_another_judge_or_entry_keeps_nobody_away(self, panel, office):
        Scheme.objects.update(has_visits=True, names_authors=True)
        seat, beside = JudgeFactory.create_batch(2, panel=panel)
        entry = BlindedEntryFactory(round=panel.round)
        ConflictFactory(judge=beside, blinded_entry=entry)
        ConflictFactory(judge=seat)
        ours = type(panel).objects.get(pk=panel.pk)
        usual = {"entry": entry, "planned_at": days(2), "place": "Võ Nhai", "by": office}
        assert visits.plan(panel=ours, team=[seat], **usual)
        with pytest.raises(Refused):
            visits.plan(panel=ours, team=[beside], **usual)


class TestDiscussion:
    def test_a_panel_sees_the_sheets_of_its_own(self, panel, panel_beside):
        ours = ScoresheetFactory(assignment=assigned(panel), locked=True)
        ScoresheetFactory(assignment=assigned(panel_beside), locked=True)
        released = assigned(panel, state=Assignment.State.RELEASED)
        ScoresheetFactory(assignment=released, locked=True)
        entry = discussion.apart(panel).get()
        assert entry == ours.assignment.blinded_entry
        assert discussion.spread_of(entry, panel).sheets == (ours,)

    def test_a_panel_waits_for_the_sheets_of_its_own(self, panel, panel_beside):
        ScoresheetFactory(assignment=assigned(panel), locked=True)
        assigned(panel_beside)
        assert discussion.apart(panel)
        assert not discussion.apart(panel_beside)

    def test_the_panel_of_an_entry_is_where_it_is_scored(self, panel, panel_beside):
        ours = assigned(panel)
        columns = {"blinded_entry": ours.blinded_entry, "state": Assignment.State.RELEASED}
        assigned(panel_beside, **columns)
        assigned(panel_beside)
        assert discussion.panel_of(ours.blinded_entry) == panel

    def test_voices_are_those_of_the_panel(self, panel, panel_beside):
        seats = JudgeFactory.create_batch(2, panel=panel)
        beside = JudgeFactory(panel=panel_beside)
        asked_for = [beside.pk, *(seat.pk for seat in seats)]
        called = discussion.voices(panel, seats[0].user, asked_for)
        assert set(called) == {seat.pk for seat in seats}

    def test_a_voice_is_the_number_of_the_seat_on_its_own_panel(self, running, panel_beside):
        scheme = running.scheme
        scheme.shows_colleagues = False
        scheme.save()
        panel = PanelFactory(round=running)
        first = JudgeFactory(panel=panel)
        JudgeFactory(panel=panel_beside)
        third, reader = JudgeFactory.create_batch(2, panel=panel)
        called = discussion.voices(panel, reader.user, [first.pk, third.pk])
        assert [called[first.pk][-1], called[third.pk][-1]] == ["1", "2"]


class TestTheWords:
    def test_countable_entries(self, running):
        stands = BlindedEntryFactory(round=running)
        BlindedEntryFactory(round=running, withdrawn_at=days(-1))
        assert BlindedEntry.objects.countable().get() == stands

    def test_work_of_a_person(self, panel):
        mine = assigned(panel)
        decoys = {"judge": mine.judge}
        AssignmentFactory(judge=JudgeFactory(panel=panel))
        AssignmentFactory(state=Assignment.State.PROPOSED, confirmed_at=None, **decoys)
        AssignmentFactory(state=Assignment.State.RELEASED, **decoys)
        gone = BlindedEntryFactory(round=panel.round, withdrawn_at=days(-1))
        AssignmentFactory(blinded_entry=gone, **decoys)
        user = mine.judge.user
        AssignmentFactory(judge=JudgeFactory(user=user))  # its round is in preparation
        unsigned = {"panel__round__state": Round.State.OPEN, "undertaking_at": None}
        AssignmentFactory(judge=JudgeFactory(user=user, accepted_at=None, **unsigned))
        assert Assignment.objects.assigned_to(user).get() == mine

    def test_countable_sheets(self, panel):
        mine = assigned(panel)
        AssignmentFactory(judge=mine.judge, state=Assignment.State.PROPOSED, confirmed_at=None)
        AssignmentFactory(judge=mine.judge, state=Assignment.State.RELEASED)
        gone = BlindedEntryFactory(round=panel.round, withdrawn_at=days(-1))
        AssignmentFactory(judge=mine.judge, blinded_entry=gone)
        assert Assignment.objects.countable().get() == mine
