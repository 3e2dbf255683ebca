"""A meeting or a visit is called for a time to come; one that is over is written down as held."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from competition import clock
from foundation.notifications.models import Message
from foundation.vietnamese.fields import HourField
from judging.desk.forms import WhenAndWhere
from tests.factories.moments import NOON
from tests.judging.council import visit_as
from tests.pressing import facts_of, pressed

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def form(moment: datetime.datetime, **more: str) -> WhenAndWhere:
    """As it is sent at noon."""
    here = moment.astimezone(clock.local(moment.date(), moment.time()).tzinfo)
    typed = {"day": f"{here:%d/%m/%Y}", "hour": f"{here:%H:%M}", "place": "Phòng 302"}
    with clock.set_to(NOON):
        sent = WhenAndWhere(typed | more)
        sent.is_valid()
    return sent


MINUTE = datetime.timedelta(minutes=1)


@pytest.mark.parametrize("before", [MINUTE, datetime.timedelta(0), datetime.timedelta(days=30)])
def test_a_time_that_is_over_is_refused_beside_the_day(before):
    assert list(form(NOON - before).errors) == ["day"]


def test_one_that_is_to_come_is_not():
    assert form(NOON + MINUTE).errors == {}


def test_nor_one_that_is_said_to_be_over():
    assert form(NOON - MINUTE, is_held="on").errors == {}


def test_one_that_is_to_come_has_not_been_held():
    assert list(form(NOON + MINUTE, is_held="on").errors) == ["is_held"]


def test_what_is_no_day_is_said_once():
    with clock.set_to(NOON):
        sent = WhenAndWhere({"day": "mai", "hour": "8", "place": "Phòng 302"})
    assert list(sent.errors) == ["day"]
    assert len(sent.errors["day"]) == 1


class TestMeeting:
    def call(self, council, client, **more: str):
        visit_as(client, council.chair)
        typed = {"day": "1.3.2026", "hour": "8h30", "place": "Phòng 302", "agenda": "none"}
        return client.post(reverse("call_meeting", args=[council.panel.pk]), typed | more)

    def test_one_in_the_past_is_not_called(self, council, client):
        answer = self.call(council, client)
        assert answer.status_code == 422
        assert "Thời điểm này đã qua" in answer.content.decode()
        assert not council.panel.meetings.exists()

    def test_one_that_was_held_is_written_down_and_calls_nobody(self, council, client):
        self.call(council, client, is_held="on")
        assert council.panel.meetings.get().place == "Phòng 302"
        assert not Message.objects.filter(key__startswith="meeting:").exists()

    def test_one_to_come_calls_the_members(self, council, client):
        self.call(council, client, day="3.3.2031")
        assert Message.objects.filter(key__startswith="meeting:").exists()

    def test_one_on_a_day_off_is_asked_about_before_anybody_is_told(self, council, client):
        first = self.call(council, client, day="1.1.2031")
        assert "01/01/2031 (Tết Dương lịch)" in facts_of(first)
        assert not council.panel.meetings.exists()
        typed = {"day": "1.1.2031", "hour": "8 giờ", "place": "Phòng 302", "agenda": "none"}
        pressed(client, reverse("call_meeting", args=[council.panel.pk]), typed)
        assert council.panel.meetings.get().place == "Phòng 302"

    def test_one_that_was_held_on_such_a_day_is_not(self, council, client):
        self.call(council, client, day="1.1.2026", is_held="on")
        assert council.panel.meetings.exists()


@pytest.mark.parametrize("typed", ["8", "8h", "8 giờ", "08:00"])
def test_an_hour_as_people_write_it(typed):
    assert HourField().clean(typed) == datetime.time(8)


@pytest.mark.parametrize("typed", ["8h30", "8:30", "8 giờ 30", "8 giờ 30 phút"])
def test_an_hour_with_minutes(typed):
    assert HourField().clean(typed) == datetime.time(8, 30)


@pytest.mark.parametrize("typed", ["25 giờ", "8 giờ 61", "giờ 8", "8 phút"])
def test_what_is_no_hour(typed):
    with pytest.raises(ValidationError):
        HourField().clean(typed)
