"""Visits that are not planned: each rule alone."""

import pytest

from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Scheme
from judging.councils import visits
from judging.models import BlindedEntry, Conflict, Judge, Panel, Round, Visit
from tests.judging.council import OUTSIDE_THE_LEAD, outsider
from tests.refusals import person, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def rules(council, **columns) -> None:
    Scheme.objects.filter(pk=council.round.scheme_id).update(**columns)


@pytest.fixture
def usual(council) -> dict:
    """A visit that is planned: what is refused below is refused for one reason alone."""
    rules(council, has_visits=True, names_authors=True)
    return {
        "entry": BlindedEntry.objects.filter(round=council.round).order_by("pk").first(),
        "panel": Panel.objects.get(pk=council.panel.pk),
        "planned_at": council.at(43),
        "place": "Xóm Đồng Bẩm",
        "team": list(council.panel.judges.order_by("pk")[:2]),
        "by": council.cast.secretary,
    }


@pytest.mark.parametrize("leader", ["chair", "vice", "panel_secretary"])
def test_whoever_leads_the_panel_plans_it(council, usual, leader):
    visits.plan(**usual | {"by": getattr(council, leader)})
    assert Visit.objects.get().place == "Xóm Đồng Bẩm"


@pytest.mark.parametrize("who", OUTSIDE_THE_LEAD)
def test_nobody_else_does(council, usual, who):
    stranger = outsider(council, who)
    with unchanged(), pytest.raises(NotAllowed):
        visits.plan(**usual | {"by": stranger})


@pytest.mark.parametrize("missing", ["has_visits", "names_authors"])
def test_not_where_the_rules_hold_none_or_hide_the_authors(council, usual, missing):
    rules(council, **{missing: False})
    with unchanged(), pytest.raises(WrongState):
        visits.plan(**usual)


@pytest.mark.parametrize("state", ["closed", "frozen"])
def test_not_when_the_round_is_over(council, usual, state):
    Round.objects.filter(pk=council.round.pk).update(state=state)
    with unchanged(), pytest.raises(WrongState):
        visits.plan(**usual)


def test_not_without_a_place(usual):
    with unchanged(), pytest.raises(Refused):
        visits.plan(**usual | {"place": " \n"})


def test_not_without_a_team(usual):
    with unchanged(), pytest.raises(Refused):
        visits.plan(**usual | {"team": []})


def test_not_with_a_member_of_another_panel(council, usual):
    other = Panel.objects.create(round=council.round, name="Hội đồng khác")
    guest = Judge.objects.create(panel=other, user=person("khach"), position="judge")
    with unchanged(), pytest.raises(Refused):
        visits.plan(**usual | {"team": [*usual["team"], guest]})


def test_not_with_a_member_who_has_a_conflict_of_interest(council, usual):
    Conflict.objects.create(
        judge=usual["team"][1],
        blinded_entry=usual["entry"],
        reason="declared",
        found_at=council.at(41),
    )
    with unchanged(), pytest.raises(Refused):
        visits.plan(**usual)
