"""Reminders: on their days, once, by day, and only to who wants or owes it."""

import datetime

import pytest

from competition import clock
from competition.errors import NotAllowed, Refused
from competition.letters import reminders
from competition.models import ReminderPlan
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.notifications.models import Message
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.awards import RatificationFactory
from tests.factories.competition import EditionFactory, PhaseFactory, ReminderPlanFactory
from tests.factories.judging import AssignmentFactory, JudgeFactory, PanelFactory, RoundFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import EntryFactory, InvitationFactory
from tests.joint import member_of

pytestmark = [pytest.mark.django_db, pytest.mark.data]
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def edition():
    """Entries are taken until noon of the tenth day."""
    edition = EditionFactory()
    PhaseFactory(edition=edition, opens_at=days(-10), closes_at=days(10))
    return edition


def looked(at):
    """What the reconciler does at a moment, and the work that it asks for."""
    with clock.set_to(at):
        reminders.look()
        work.run_waiting()


def told(template="") -> list[Message]:
    return list(Message.objects.filter(key__contains=f":{template}").order_by("pk"))


class TestWhen:
    @pytest.mark.parametrize(("before", "count"), [(8, 0), (7, 1), (0.1, 1), (0, 0)])
    def test_from_the_first_day_until_it_is_over(self, edition, before, count):
        EntryFactory(edition=edition)
        looked(days(10 - before))
        assert len(told("draft_unfinished")) == count

    def test_once_a_day_that_is_named(self, edition):
        EntryFactory(edition=edition)
        for day in (3, 3.1, 4, 5, 6):
            looked(days(day))
        assert len(told("draft_unfinished")) == 1

    def test_at_each_of_them(self, edition):
        EntryFactory(edition=edition)
        for day in (3, 7, 9):
            looked(days(day))
        assert len(told("draft_unfinished")) == 3

    def test_missed_ones_are_one(self, edition):
        EntryFactory(edition=edition)
        looked(days(9))
        looked(days(9.1))
        assert len(told("draft_unfinished")) == 1

    def test_a_moved_deadline_counts_anew(self, edition):
        EntryFactory(edition=edition)
        looked(days(3))
        edition.phases.update(closes_at=days(20))
        looked(days(13))
        assert len(told("draft_unfinished")) == 2

    @pytest.mark.parametrize(
        ("hour", "quiet"), [(6.9, True), (7, False), (20.9, False), (21, True)]
    )
    def test_people_sleep(self, edition, hour, quiet):
        at = NOON.astimezone(datetime.timezone(7 * HOUR)).replace(hour=0, minute=0)
        assert reminders.is_quiet(at + hour * HOUR) == quiet

    def test_at_night_nothing_is_asked_for(self, edition):
        EntryFactory(edition=edition)
        night = days(7).astimezone(datetime.timezone(7 * HOUR)).replace(hour=22)
        looked(night)
        assert not Job.objects.exists()

    def test_what_comes_to_the_worker_at_night_waits_for_the_morning(self, edition):
        EntryFactory(edition=edition)
        with clock.set_to(days(7)):
            reminders.look()
        night = days(7).astimezone(datetime.timezone(7 * HOUR)).replace(hour=22)
        with clock.set_to(night):
            work.run_waiting()
        job = Job.objects.get(key__contains="draft_unfinished")
        assert (job.state, job.not_before) == ("pending", reminders.morning_after(night))
        assert told() == []

    def test_a_draft_of_an_edition_reminds_nobody(self, edition):
        EntryFactory(edition=edition)
        type(edition).objects.update(needs_publication=True)
        looked(days(7))
        assert told() == []


class TestWhom:
    def test_owners_of_drafts_once_for_all_of_theirs(self, edition):
        first = EntryFactory(edition=edition, title="Máy tẽ ngô")
        EntryFactory(edition=edition, owner=first.owner, title="Lò sấy chè")
        EntryFactory(edition=edition, status="submitted")
        looked(days(7))
        (message,) = told("draft_unfinished")
        assert message.recipient == first.owner
        assert "- Máy tẽ ngô\n- Lò sấy chè" in message.body

    def test_not_who_wants_none(self, edition):
        EntryFactory(edition=edition, owner=UserFactory(wants_reminders=False))
        wants = EntryFactory(edition=edition)
        looked(days(7))
        assert [message.recipient for message in told("draft_unfinished")] == [wants.owner]

    def test_whose_co_author_has_not_confirmed(self, edition):
        entry = EntryFactory(edition=edition, status="submitted")
        InvitationFactory(entry=entry, email="an@example.vn")
        beside = EntryFactory(edition=edition, status="submitted")
        InvitationFactory(entry=beside, declined_at=NOON)
        looked(days(6))
        (message,) = told("coauthor_unconfirmed")
        assert message.recipient == entry.owner
        assert "an@example.vn" in message.body

    def test_judges_with_open_sheets_whatever_they_want(self, edition):
        PhaseFactory(edition=edition, kind="judging", opens_at=days(-1), closes_at=days(5))
        panel = PanelFactory(round=RoundFactory(edition=edition, state="open"))
        late = JudgeFactory(panel=panel, user=UserFactory(wants_reminders=False))
        JudgeFactory(panel=panel)
        AssignmentFactory(judge=late, confirmed_at=NOON)
        looked(days(3))
        assert [message.recipient for message in told("sheet_due")] == [late.user]

    def test_judges_who_have_not_signed(self, edition):
        PhaseFactory(edition=edition, kind="judging", opens_at=days(12), closes_at=days(20))
        panel = PanelFactory(round=RoundFactory(edition=edition))
        JudgeFactory(panel=panel, undertaking_at=NOON)
        unsigned = JudgeFactory(panel=panel, undertaking_at=None)
        looked(days(9))
        assert [one.recipient for one in told("undertaking_unsigned")] == [unsigned.user]

    def test_members_of_the_committee_without_a_vote(self, edition):
        PhaseFactory(edition=edition, kind="ratification", opens_at=days(12), closes_at=days(15))
        member = member_of(edition)
        member_of(EditionFactory())
        ratification = RatificationFactory(standing__edition=edition)
        RatificationFactory(closed_at=NOON)
        looked(days(14))
        (message,) = told("ballot_due")
        assert (message.recipient, ratification.closed_at) == (member, None)


class TestThePlan:
    def test_days_of_the_edition_hold(self, edition):
        ReminderPlanFactory(edition=edition, days=[5])
        ReminderPlanFactory(days=[9])
        EntryFactory(edition=edition)
        looked(days(3))
        assert told("draft_unfinished") == []
        looked(days(5))
        assert len(told("draft_unfinished")) == 1

    def test_no_days_remind_nobody(self, edition):
        ReminderPlanFactory(edition=edition, days=[])
        EntryFactory(edition=edition)
        looked(days(9))
        assert told("draft_unfinished") == []

    def test_it_is_set(self, edition):
        by = secretary_of(edition)
        reminders.plan(edition=edition, days={"draft_unfinished": [1, 4, 4]}, by=by, at=NOON)
        assert ReminderPlan.objects.get().days == [4, 1]

    def test_what_was_not_changed_is_not_kept(self, edition):
        by = secretary_of(edition)
        reminders.plan(edition=edition, days={"draft_unfinished": [7, 3, 1]}, by=by, at=NOON)
        assert not ReminderPlan.objects.exists()

    @pytest.mark.parametrize(
        "wanted", [{"unknown": [1]}, {"sheet_due": [61]}, {"sheet_due": [1, 2, 3, 4, 5, 6]}]
    )
    def test_what_makes_no_sense_is_refused(self, edition, wanted):
        with pytest.raises(Refused):
            reminders.plan(edition=edition, days=wanted, by=secretary_of(edition), at=NOON)

    def test_a_stranger_is_refused(self, edition):
        with pytest.raises(NotAllowed):
            reminders.plan(edition=edition, days={}, by=UserFactory(), at=NOON)
