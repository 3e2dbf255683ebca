"""When a meeting ended: what its minutes say of it is said by somebody who knows, or left to be
written by hand.
"""

import datetime
import io

import docx
import pypdfium2
import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime

from competition import clock
from competition.errors import Refused
from foundation.vault import store
from judging import audit
from judging.councils import course, meetings
from judging.models import BlindedEntry, Meeting, Motion
from judging.papers import minutes
from tests.judging.council import visit_as
from tests.pressing import facts_of, pressed
from tests.reading import seen
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
BLANK = "vào hồi ….. giờ ….. phút ngày ….. tháng ….. năm ………"


def called(council, held_at: datetime.datetime, *, is_held: bool = False) -> Meeting:
    """With one entry on its agenda, and everybody there."""
    meeting = meetings.call(
        panel=council.panel,
        held_at=held_at,
        place="Phòng 302",
        entries=BlindedEntry.objects.filter(round=council.round)[:1],
        is_held=is_held,
        by=council.chair,
    )
    meetings.note_attendance(
        meeting=meeting, present=list(council.panel.judges.all()), by=council.chair
    )
    return meeting


def concluded(council, meeting: Meeting, at: datetime.datetime, **more) -> Meeting:
    return meetings.conclude(meeting=meeting, text="Nhất trí", by=council.chair, at=at, **more)


def text_of(paper: bytes) -> str:
    document = pypdfium2.PdfDocument(paper)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def papers(council, meeting: Meeting) -> list[str]:
    """What the minutes say, printed and in Word."""
    meeting = minutes.draft_minutes(meeting=meeting, by=council.chair)
    word = docx.Document(io.BytesIO(store.read(meeting.minutes_docx)))
    typed = " ".join(paragraph.text for paragraph in word.paragraphs)
    return [
        " ".join(text.replace("\u00a0", " ").split())
        for text in (text_of(store.read(meeting.minutes)), typed)
    ]


def in_words(moment: datetime.datetime) -> str:
    here = localtime(moment)
    return f"vào hồi {here:%H} giờ {here:%M} phút ngày {here:%d} tháng"


class TestTheMinutes:
    def test_of_one_concluded_while_it_lasts_the_end_is_that_moment(self, scored):
        begun = scored.at(42)
        meeting = concluded(scored, called(scored, begun), begun + HOUR)
        for paper in papers(scored, meeting):
            assert in_words(begun + HOUR) in paper

    def test_of_one_written_down_afterwards_the_press_is_not_the_end(self, scored):
        begun = scored.at(42)
        meeting = concluded(scored, called(scored, begun, is_held=True), begun + 9 * DAY)
        for paper in papers(scored, meeting):
            assert BLANK in paper
            assert in_words(begun + 9 * DAY) not in paper

    def test_nor_of_one_written_down_on_its_day(self, scored):
        begun = scored.at(42)
        meeting = concluded(scored, called(scored, begun, is_held=True), begun + HOUR)
        for paper in papers(scored, meeting):
            assert BLANK in paper

    def test_nor_of_one_that_is_concluded_on_a_later_day(self, scored):
        begun = scored.at(42)
        meeting = concluded(scored, called(scored, begun), begun + DAY)
        for paper in papers(scored, meeting):
            assert BLANK in paper

    @pytest.mark.parametrize("is_held", [True, False])
    def test_they_say_the_end_that_somebody_gave(self, scored, is_held):
        begun = scored.at(42)
        meeting = called(scored, begun, is_held=is_held)
        meeting = concluded(scored, meeting, begun + 9 * DAY, ended_at=begun + 2 * HOUR)
        for paper in papers(scored, meeting):
            assert in_words(begun + 2 * HOUR) in paper

    def test_they_say_no_end_of_one_that_goes_on(self, scored):
        for paper in papers(scored, called(scored, scored.at(42))):
            assert "kết thúc vào hồi" not in paper


class TestLines:
    """A line of the minutes has its hour where it was written while the meeting lasted."""

    def line(self, scored, *, is_held: bool, at: datetime.datetime) -> list[str]:
        meeting = called(scored, scored.at(42), is_held=is_held)
        course.write_line(meeting=meeting, text="Thảo luận", by=scored.chair, at=at)
        return papers(scored, meeting)

    def test_one_of_the_meeting_has_its_hour(self, scored):
        at = scored.at(42) + HOUR
        for paper in self.line(scored, is_held=False, at=at):
            assert f"{localtime(at):%H:%M}: Thảo luận" in paper

    @pytest.mark.parametrize(("is_held", "later"), [(True, HOUR), (True, DAY), (False, DAY)])
    def test_one_written_afterwards_has_none(self, scored, is_held, later):
        at = scored.at(42) + later
        for paper in self.line(scored, is_held=is_held, at=at):
            assert "Thảo luận" in paper
            assert f"{localtime(at):%H:%M}: Thảo luận" not in paper


class TestTheCount:
    """A vote is closed by one press where everybody who is here has voted."""

    def close(self, scored, client, voters) -> tuple[Motion, HttpResponse]:
        meeting = called(scored, scored.at(42))
        motion = meetings.put_to_vote(
            meeting=meeting, text="Thông qua?", is_secret=False, by=scored.chair, at=scored.at(42)
        )
        for voter in voters:
            meetings.vote(motion=motion, choice="for", by=voter)
        visit_as(client, scored.chair)
        typed = {"motion": motion.pk}
        answer = client.post(reverse("close_motion", args=[meeting.pk]), typed)
        motion.refresh_from_db()
        return motion, answer

    def test_one_who_has_not_voted_is_told_of_first(self, scored, client):
        motion, answer = self.close(scored, client, [scored.chair, scored.vice])
        assert facts_of(answer) == ["Thông qua?", "2/3"]
        assert motion.closed_at is None
        pressed(client, reverse("close_motion", args=[motion.meeting_id]), {"motion": motion.pk})
        motion.refresh_from_db()
        assert motion.closed_at

    def test_nobody_is_waited_for_once_all_have(self, scored, client):
        everybody = [scored.chair, scored.vice, scored.member]
        motion, _answer = self.close(scored, client, everybody)
        assert motion.closed_at


class TestTheEndThatIsGiven:
    @pytest.mark.parametrize("hours", [-1, 0])
    def test_is_not_before_its_beginning(self, scored, hours):
        begun = scored.at(42)
        meeting = called(scored, begun, is_held=True)
        with unchanged(), pytest.raises(Refused, match="sau lúc bắt đầu"):
            concluded(scored, meeting, begun + DAY, ended_at=begun + hours * HOUR)

    def test_nor_to_come(self, scored):
        begun = scored.at(42)
        meeting = called(scored, begun)
        with unchanged(), pytest.raises(Refused, match="chưa tới"):
            concluded(scored, meeting, begun + HOUR, ended_at=begun + 2 * HOUR)

    def test_what_the_ledger_has_is_compared(self, scored):
        begun = scored.at(42)
        meeting = called(scored, begun, is_held=True)
        meeting = concluded(scored, meeting, begun + DAY, ended_at=begun + HOUR)
        assert list(audit.of_councils(scored.edition)) == []
        Meeting.objects.filter(pk=meeting.pk).update(ended_at=begun + 3 * HOUR)
        assert len(list(audit.of_councils(scored.edition))) == 1


class TestThePage:
    def typed(self, begun: datetime.datetime, **more: str) -> dict[str, str]:
        return {"text": "Nhất trí", "ended_day": f"{localtime(begun):%d/%m/%Y}"} | more

    def press(self, scored, client, meeting, typed, at):
        visit_as(client, scored.chair)
        with clock.set_to(at):
            return pressed(client, reverse("conclude_meeting", args=[meeting.pk]), typed)

    def test_asks_for_the_end(self, scored, client):
        meeting = called(scored, scored.at(42), is_held=True)
        visit_as(client, scored.chair)
        with clock.set_to(scored.at(51)):
            address = reverse("meeting", args=[meeting.pk])
            page = seen(client.get(address, {"xem": "ket-luan"}))
        assert "chừa chỗ trống để ghi tay" in page

    def test_keeps_the_end_that_is_typed(self, scored, client):
        begun = scored.at(42)
        meeting = called(scored, begun, is_held=True)
        hour = f"{localtime(begun + HOUR):%Hh%M}"
        self.press(scored, client, meeting, self.typed(begun, ended_hour=hour), begun + DAY)
        meeting.refresh_from_db()
        assert localtime(meeting.ended_at) == localtime(begun + HOUR).replace(second=0)

    def test_takes_none_where_it_is_not_known(self, scored, client):
        begun = scored.at(42)
        meeting = called(scored, begun, is_held=True)
        self.press(scored, client, meeting, self.typed(begun, ended_hour=""), begun + DAY)
        meeting.refresh_from_db()
        assert (meeting.closed_at, meeting.ended_at) == (begun + DAY, None)

    def test_says_what_is_no_hour_beside_it(self, scored, client):
        begun = scored.at(42)
        meeting = called(scored, begun, is_held=True)
        answer = self.press(scored, client, meeting, self.typed(begun, ended_hour="x"), begun + DAY)
        assert answer.status_code == 422
        assert list(answer.context["conclusion_form"].errors) == ["ended_hour"]
        assert "Nhất trí" in answer.content.decode()

    def test_another_day_wants_its_hour(self, scored, client):
        begun = scored.at(42)
        meeting = called(scored, begun, is_held=True)
        day = f"{localtime(begun + DAY):%d/%m/%Y}"
        typed = self.typed(begun, ended_day=day, ended_hour="")
        answer = self.press(scored, client, meeting, typed, begun + 2 * DAY)
        assert list(answer.context["conclusion_form"].errors) == ["ended_hour"]

    def test_a_meeting_is_closed_by_the_second_press(self, scored, client):
        begun = scored.at(42)
        meeting = called(scored, begun)
        visit_as(client, scored.chair)
        with clock.set_to(begun + HOUR):
            address = reverse("conclude_meeting", args=[meeting.pk])
            first = client.post(address, self.typed(begun, ended_hour=""))
            meeting.refresh_from_db()
            assert meeting.closed_at is None
            assert "không mở lại được" in seen(first)
            assert "1" in facts_of(first)  # an entry of the agenda was not heard
            pressed(client, address, self.typed(begun, ended_hour=""))
        meeting.refresh_from_db()
        assert meeting.closed_at == begun + HOUR

    def test_of_one_that_was_closed_nothing_is_to_come(self, scored, client):
        begun = scored.at(42)
        meeting = concluded(scored, called(scored, begun), begun + HOUR)
        page = seen(visit_as(client, scored.chair).get(reverse("meeting", args=[meeting.pk])))
        assert "chưa tới" not in page
        assert "không bàn đến" in page

    def test_what_was_written_afterwards_has_its_day(self, scored, client):
        begun = scored.at(42)
        meeting = called(scored, begun, is_held=True)
        at = begun + 9 * DAY
        concluded(scored, meeting, at)
        page = seen(visit_as(client, scored.chair).get(reverse("meeting", args=[meeting.pk])))
        assert f"{localtime(at):%H:%M, %d/%m/%Y}" in page
