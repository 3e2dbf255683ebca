"""What the front page and the page of an edition say that the contest is at."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from cms import facts
from competition import clock, phases
from competition.models import Edition, Phase
from tests.factories.cms import EditionPageFactory
from tests.factories.competition import PhaseFactory
from tests.factories.moments import NOON, days

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def edition() -> Edition:
    """Entries are taken while those that came are screened; the vote is still to come."""
    edition = PhaseFactory().edition
    PhaseFactory(edition=edition, kind=Phase.Kind.SCREENING, opens_at=days(-29), closes_at=days(40))
    PhaseFactory(edition=edition, kind=Phase.Kind.VOTING, opens_at=days(50), closes_at=days(60))
    return edition


def states(edition: Edition, at: datetime.datetime) -> list[str]:
    return [step["state"] for step in facts.journey(edition, at)]


def test_the_strip_names_what_visitors_can_do_and_shows_what_runs_beside_it(edition):
    assert states(edition, NOON) == ["current", "open", "todo"]
    assert states(edition, days(35)) == ["done", "current", "todo"]


def context_of(page) -> dict:
    with clock.set_to(NOON):
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        return page.get_context(request)


def test_the_front_page_names_the_phase_that_is_open_to_its_reader(edition):
    context = context_of(EditionPageFactory(parent__edition=edition).get_parent().specific)
    assert context["facts"]["phase"].kind == Phase.Kind.SUBMISSION
    assert [step["state"] for step in context["steps"]] == ["current", "open", "todo"]


def test_the_page_of_the_rules_names_it_and_shows_in_its_calendar_what_is_open(edition):
    context = context_of(EditionPageFactory(parent__edition=edition))
    assert context["facts"]["phase"].kind == Phase.Kind.SUBMISSION
    assert [bar.is_open for bar in context["calendar"].bars] == [True, True, False]


@pytest.mark.parametrize(
    ("at", "left"),
    [(days(17.5), "còn 12 ngày"), (days(6), "còn 24 ngày"), (days(29.5), "còn 12 giờ")],
)
def test_the_office_is_told_whole_days_and_hours_on_the_last_one(edition, at, left):
    edition.published_at = days(-60)
    assert phases.in_words(edition, at).replace(chr(160), " ").endswith(left)
