"""A judge's dates as a calendar file, and the order in which rounds stand on the desk."""

import datetime

import pytest
from django.urls import reverse

from judging.councils import progress
from judging.desk import calendar
from judging.models import Round
from tests.judging.council import visit_as

pytestmark = [pytest.mark.django_db, pytest.mark.data]
AT = datetime.datetime(2031, 5, 7, 10, 0, tzinfo=datetime.UTC)


def event(**columns) -> calendar.Event:
    usual = {
        "key": "hop-1",
        "title": "Họp hội đồng",
        "begins": AT,
        "ends": AT + datetime.timedelta(hours=2),
        "place": "Phòng 2",
        "address": "https://example.vn/cham-diem/hop/1/",
    }
    return calendar.Event(**usual | columns)


class TestTheFile:
    def lines(self, **columns) -> list[str]:
        return calendar.as_ics([event(**columns)], at=AT).split("\r\n")

    def test_says_times_in_utc(self):
        hanoi = datetime.timezone(datetime.timedelta(hours=7))
        begins = datetime.datetime(2031, 5, 7, 8, 30, tzinfo=hanoi)
        assert "DTSTART:20310507T013000Z" in self.lines(begins=begins)

    def test_a_comma_in_a_title_ends_no_value(self):
        assert "SUMMARY:Họp\\, vòng 2\\; tổ 1" in self.lines(title="Họp, vòng 2; tổ 1")

    def test_a_line_break_in_a_title_begins_no_line(self):
        assert not [line for line in self.lines(title="Họp\r\nATTENDEE:x") if line == "ATTENDEE:x"]

    def test_long_lines_are_folded_at_75_octets_and_come_back_whole(self):
        title = "Hội đồng chuyên ngành nông, lâm, ngư nghiệp và tài nguyên môi trường " * 2
        text = calendar.as_ics([event(title=title)], at=AT)
        assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
        assert " ".join(title.split()).replace(",", "\\,") in text.replace("\r\n ", "")


class TestTheDesk:
    def test_the_file_holds_the_end_of_the_round_and_no_title(self, client, council):
        answer = visit_as(client, council.member).get(reverse("judge_calendar"))
        text = answer.content.decode().replace("\r\n ", "")
        queue = progress.queues_of(council.member)[0]
        assert f"UID:phieu-{queue.panel.pk}@" in text
        assert queue.tasks[0].assignment.blinded_entry.title not in text

    def test_it_is_for_judges_alone(self, client, council):
        visit_as(client, council.cast.entrants[0])
        assert client.get(reverse("judge_calendar")).status_code == 404

    def test_a_round_that_is_over_is_folded_away(self, client, council):
        desk = reverse("judge_desk")
        before = visit_as(client, council.member).get(desk).context
        assert (len(before["panels"]), before["past"]) == (1, [])
        Round.objects.filter(edition=council.edition).update(state=Round.State.CLOSED)
        after = client.get(desk).context
        assert (after["panels"], len(after["past"])) == ([], 1)
        assert "phieu-" not in client.get(reverse("judge_calendar")).content.decode()
