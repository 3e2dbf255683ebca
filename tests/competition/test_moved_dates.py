"""Dates of another year: the same weekday, off weekends and holidays, in the order they had."""

import datetime

import pytest

from competition.moved_dates import Moment, moved
from tests.rehearsed import ZONE


def at(day: int, month: int, year: int, hour: int = 8) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, tzinfo=ZONE)


def moment(when: datetime.datetime, *, ends: bool = False, number: int = 1) -> Moment:
    return Moment(("phase", number, "opens_at"), "Nhận hồ sơ", when, ends)


def one(when: datetime.datetime, days: int = 364, *, ends: bool = False):
    [only] = moved([moment(when, ends=ends)], days)
    return only


def test_fifty_two_weeks_later_is_the_same_weekday():
    assert one(at(5, 1, 2026)).at == at(4, 1, 2027)


def test_what_lies_where_the_rule_puts_it_has_no_reason():
    assert one(at(5, 1, 2026)).why == ""


def test_off_a_saturday_to_monday():
    assert one(at(7, 11, 2026)).at == at(8, 11, 2027)


def test_the_weekday_is_the_reason():
    assert one(at(7, 11, 2026)).why == "thứ 7"


def test_off_tet():
    assert one(at(9, 2, 2026)).day == datetime.date(2027, 2, 11)


def test_tet_is_the_reason():
    assert "Tết" in one(at(9, 2, 2026)).why


def test_where_it_would_have_fallen_is_kept():
    assert one(at(9, 2, 2026)).plain == datetime.date(2027, 2, 8)


def test_off_the_national_day():
    assert "Quốc khánh" in one(at(3, 9, 2026)).why


def test_an_end_at_midnight_belongs_to_the_day_before():
    """Friday's end is Saturday at 0:00, which is no Saturday to be moved."""
    assert one(at(9, 1, 2027, 0), 364, ends=True).at == at(8, 1, 2028, 0)


def test_a_beginning_at_midnight_belongs_to_its_own_day():
    assert one(at(9, 1, 2027, 0), 364).at == at(10, 1, 2028, 0)


def test_the_hour_stays():
    assert one(at(7, 11, 2026, 17), ends=True).at.astimezone(ZONE).hour == 17


def test_what_began_after_the_end_before_it_still_does():
    """The deadline goes from Saturday to Monday at five; the judging may not begin that morning."""
    deadline = moment(at(7, 11, 2026, 17), ends=True)
    judging = moment(at(8, 11, 2026, 0), number=2)
    first, second = moved([judging, deadline], 364)
    assert (first.at, second.at) == (at(8, 11, 2027, 17), at(9, 11, 2027, 0))


@pytest.mark.parametrize("days", [364, 365, 371, 728])
def test_no_two_change_places(days):
    moments = [
        moment(at(1, 1, 2026) + datetime.timedelta(hours=31 * number), number=number)
        for number in range(200)
    ]
    placed = moved(moments, days)
    order = [row.at for row in placed]
    assert order == sorted(order)
    assert [row.moment for row in placed] == moments
