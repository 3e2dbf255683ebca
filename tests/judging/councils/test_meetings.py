"""Who runs a meeting, and what a closed one takes no more: each rule alone."""

import pytest

from competition.errors import NotAllowed, Refused, WrongState
from judging.councils import meetings
from judging.models import Attendance, BlindedEntry, Judge, Meeting, Motion, Panel
from tests.judging.council import OUTSIDE_THE_LEAD, outsider
from tests.refusals import person, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LEADERS = ["chair", "vice", "panel_secretary"]


@pytest.fixture
def meeting(council) -> Meeting:
    """Called by the chair, with one entry to be heard and everybody there."""
    called = meetings.call(
        panel=council.panel,
        held_at=council.at(42),
        place="Phòng họp 2",
        by=council.chair,
        entries=BlindedEntry.objects.filter(round=council.round)[:1],
    )
    seats = list(council.panel.judges.all())
    meetings.note_attendance(meeting=called, present=seats, by=council.chair)
    return called


def closed(meeting: Meeting, at) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=at)


class TestCalling:
    """`usual` is called: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, council) -> dict:
        return {
            "panel": council.panel,
            "held_at": council.at(42),
            "place": "Phòng họp 2",
            "by": council.cast.secretary,
        }

    @pytest.mark.parametrize("leader", LEADERS)
    def test_whoever_leads_the_panel_calls(self, council, usual, leader):
        meetings.call(**usual | {"by": getattr(council, leader)})
        assert Meeting.objects.get().place == "Phòng họp 2"

    @pytest.mark.parametrize("who", OUTSIDE_THE_LEAD)
    def test_nobody_else_does(self, council, usual, who):
        stranger = outsider(council, who)
        with unchanged(), pytest.raises(NotAllowed):
            meetings.call(**usual | {"by": stranger})

    def test_not_without_a_place(self, usual):
        with unchanged(), pytest.raises(Refused):
            meetings.call(**usual | {"place": " \n"})

    def test_a_place_of_161_letters_is_not_cut(self, usual):
        with unchanged(), pytest.raises(Refused, match="hiện có 161"):
            meetings.call(**usual | {"place": "x" * 161})

    def test_one_of_160_is_kept(self, usual):
        assert meetings.call(**usual | {"place": "x" * 160}).place == "x" * 160


class TestAttendance:
    """`usual` is noted: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, council, meeting) -> dict:
        seats = list(council.panel.judges.order_by("pk")[:2])
        return {"meeting": meeting, "present": seats, "by": council.cast.secretary}

    @pytest.mark.parametrize("leader", LEADERS)
    def test_whoever_leads_the_panel_notes_it(self, council, usual, leader):
        meetings.note_attendance(**usual | {"by": getattr(council, leader)})
        assert Attendance.objects.count() == 2

    @pytest.mark.parametrize("who", OUTSIDE_THE_LEAD)
    def test_nobody_else_does(self, council, usual, who):
        stranger = outsider(council, who)
        with unchanged(), pytest.raises(NotAllowed):
            meetings.note_attendance(**usual | {"by": stranger})

    def test_not_when_the_meeting_is_closed(self, council, usual):
        closed(usual["meeting"], council.at(42))
        with unchanged(), pytest.raises(WrongState):
            meetings.note_attendance(**usual)

    def test_not_of_members_of_another_panel(self, council, usual):
        other = Panel.objects.create(round=council.round, name="Hội đồng khác")
        guest = Judge.objects.create(panel=other, user=person("khach"), position="judge")
        with unchanged(), pytest.raises(Refused):
            meetings.note_attendance(**usual | {"present": [*usual["present"], guest]})

    def test_not_of_a_member_who_has_declined(self, council, usual):
        seat = council.panel.judges.get(user=council.member)
        Judge.objects.filter(pk=seat.pk).update(declined_at=council.at(41))
        seat.refresh_from_db()
        with unchanged(), pytest.raises(Refused):
            meetings.note_attendance(**usual | {"present": [*usual["present"], seat]})


class TestAnEntryThatIsHeard:
    """Beginning and concluding go well: what is refused is refused for one reason alone."""

    @pytest.fixture
    def begun_item(self, council, meeting) -> dict:
        item = meeting.agenda.get()
        return {"item": item, "by": council.cast.secretary, "at": council.at(42)}

    @pytest.fixture
    def concluded_item(self, council, meeting) -> dict:
        return {"item": meeting.agenda.get(), "by": council.cast.secretary, "text": "Đạt"}

    @pytest.mark.parametrize("leader", LEADERS)
    def test_whoever_leads_the_panel_begins_and_concludes(
        self, council, begun_item, concluded_item, leader
    ):
        leading = {"by": getattr(council, leader)}
        meetings.begin_presentation(**begun_item | leading)
        meetings.conclude_item(**concluded_item | leading)
        item = begun_item["item"]
        item.refresh_from_db()
        assert item.started_at == council.at(42)
        assert item.conclusion == "Đạt"

    @pytest.mark.parametrize("who", OUTSIDE_THE_LEAD)
    def test_nobody_else_begins(self, council, begun_item, who):
        stranger = outsider(council, who)
        with unchanged(), pytest.raises(NotAllowed):
            meetings.begin_presentation(**begun_item | {"by": stranger})

    @pytest.mark.parametrize("who", OUTSIDE_THE_LEAD)
    def test_nobody_else_concludes(self, council, concluded_item, who):
        stranger = outsider(council, who)
        with unchanged(), pytest.raises(NotAllowed):
            meetings.conclude_item(**concluded_item | {"by": stranger})

    def test_nothing_begins_in_a_closed_meeting(self, council, begun_item):
        closed(begun_item["item"].meeting, council.at(42))
        with unchanged(), pytest.raises(WrongState):
            meetings.begin_presentation(**begun_item)

    def test_nothing_is_concluded_in_a_closed_meeting(self, council, concluded_item):
        closed(concluded_item["item"].meeting, council.at(42))
        with unchanged(), pytest.raises(WrongState):
            meetings.conclude_item(**concluded_item)


class TestClosingAVote:
    """`usual` is closed: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, council, meeting) -> dict:
        motion = meetings.put_to_vote(
            meeting=meeting,
            text="Thông qua kết quả?",
            is_secret=False,
            by=council.chair,
            at=council.at(42),
        )
        return {"motion": motion, "by": council.cast.secretary, "at": council.at(42)}

    @pytest.mark.parametrize("leader", LEADERS)
    def test_whoever_leads_the_panel_closes_it(self, council, usual, leader):
        meetings.close_vote(**usual | {"by": getattr(council, leader)})
        assert Motion.objects.get().closed_at == council.at(42)

    @pytest.mark.parametrize("who", OUTSIDE_THE_LEAD)
    def test_nobody_else_does(self, council, usual, who):
        stranger = outsider(council, who)
        with unchanged(), pytest.raises(NotAllowed):
            meetings.close_vote(**usual | {"by": stranger})

    def test_not_twice(self, usual):
        meetings.close_vote(**usual)
        with unchanged(), pytest.raises(WrongState):
            meetings.close_vote(**usual)
