"""Ready rules: each set is whole, says what it is from, and gives a draft that can be published."""

import datetime
import json

import pytest

from competition import clock, cloning, rule_sets
from competition.errors import NotAllowed, Refused
from competition.permissions import can_run
from competition.validation import problems
from foundation.vietnamese.calendar import is_working_day
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import ContestFactory, EditionFactory
from tests.factories.moments import NOON

pytestmark = pytest.mark.django_db
KEYS = list(rule_sets.rule_sets())
OPENS = datetime.date(2030, 9, 2)  # the national day


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def beside():
    return EditionFactory(slug="lan-2030")


@pytest.fixture
def lead(beside):
    return secretary_of(beside)


def started(key, beside, by, **more):
    usual = {"name": cloning.next_name(beside), "opens_on": OPENS, "beside": beside}
    return rule_sets.start(key=key, by=by, at=NOON, **usual | more)


def test_there_are_three():
    assert KEYS == ["doi-moi-sang-tao", "sang-tao-tre", "sang-kien"]


@pytest.mark.parametrize("key", KEYS)
def test_each_can_run_to_its_end(beside, lead, key):
    assert problems(started(key, beside, lead)) == []


@pytest.mark.parametrize("key", KEYS)
def test_each_adds_up_to_100(beside, lead, key):
    scheme = started(key, beside, lead).scheme
    assert scheme.council_max + scheme.vote_max == 100


@pytest.mark.parametrize("key", KEYS)
def test_each_says_where_it_is_from_and_what_is_not_known(key):
    kept = rule_sets.rule_sets()[key]
    assert all([kept.facts, kept.unsure, kept.rules["source"]])


@pytest.mark.parametrize("key", KEYS)
def test_no_phase_begins_on_a_closed_day(beside, lead, key):
    draft = started(key, beside, lead)
    days = [phase.opens_at.astimezone(NOON.tzinfo).date() for phase in draft.phases.all()]
    assert all(is_working_day(day) for day in days)


def test_the_published_points_of_the_first_edition(beside, lead):
    scheme = started("doi-moi-sang-tao", beside, lead).scheme
    assert list(scheme.criteria.values_list("max_points", flat=True)) == [20, 30, 30]


def test_opening_on_a_holiday_moves_to_the_next_working_day(beside, lead):
    opens = started("sang-kien", beside, lead).phase("submission").opens_at
    assert opens.astimezone(NOON.tzinfo).date() == datetime.date(2030, 9, 4)


def test_the_lead_is_the_first_secretary(beside, lead):
    assert can_run(lead, started("sang-kien", beside, lead).pk)


def test_an_administrator_begins_a_first_one():
    contest = ContestFactory()
    name = cloning.NewName(contest, "Lần đầu", "", "lan-dau", 1, 2030, "LD")
    admin = UserFactory(is_superuser=True, is_staff=True)
    draft = rule_sets.start(key="sang-kien", name=name, opens_on=OPENS, by=admin, at=NOON)
    assert draft.contest == contest


def test_not_by_the_lead_of_another_edition(beside):
    other = secretary_of(EditionFactory())
    with pytest.raises(NotAllowed):
        rule_sets.start(
            key="sang-kien",
            name=cloning.next_name(beside),
            opens_on=OPENS,
            beside=beside,
            by=other,
            at=NOON,
        )


def test_not_for_another_contest(beside, lead):
    name = cloning.next_name(EditionFactory())
    with pytest.raises(NotAllowed):
        started("sang-kien", beside, lead, name=name)


def test_not_an_address_of_another_edition(beside, lead):
    name = cloning.next_name(beside)
    EditionFactory(slug=name.slug)
    with pytest.raises(cloning.Taken):
        started("sang-kien", beside, lead)


def test_not_in_the_past(beside, lead):
    with pytest.raises(Refused, match="đã qua"):
        started("sang-kien", beside, lead, opens_on=datetime.date(2030, 1, 2))


def test_not_an_unknown_set(beside, lead):
    with pytest.raises(Refused, match="có sẵn"):
        started("khong-co", beside, lead)


def test_the_file_is_plain_data():
    assert len(json.loads(rule_sets.DATA.read_text(encoding="utf-8"))["sets"]) == len(KEYS)
