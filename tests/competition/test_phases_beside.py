"""The timetable of one edition, with those of others and other phases beside it."""

import pytest

from competition import phases
from competition.errors import PhaseClosed
from competition.models import Edition, Phase
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.moments import NOON, days

pytestmark = [pytest.mark.django_db, pytest.mark.data, pytest.mark.in_transaction]
VOTING = Phase.Kind.VOTING


@pytest.fixture
def edition() -> Edition:
    """Its vote is over; that of another edition, and its own judging, are open at noon."""
    edition = EditionFactory()
    PhaseFactory(edition=edition, kind=VOTING, opens_at=days(-40), closes_at=days(-1))
    PhaseFactory(edition=edition, kind=Phase.Kind.JUDGING)
    PhaseFactory(kind=VOTING)
    return edition


def test_what_is_over_is_not_open_because_another_is(edition):
    with pytest.raises(PhaseClosed):
        phases.require_open(edition, VOTING, at=NOON)
    assert not phases.is_open(edition, VOTING, NOON)
    assert phases.has_closed(edition, VOTING, NOON)


def test_what_is_open_is_not_over_because_another_is():
    ours = PhaseFactory(kind=VOTING)
    PhaseFactory(kind=VOTING, closes_at=days(-1))
    before = {"kind": Phase.Kind.JUDGING, "opens_at": days(-40), "closes_at": days(-31)}
    PhaseFactory(edition=ours.edition, **before)
    assert phases.require_open(ours.edition, VOTING, at=NOON) == ours
    assert phases.is_open(ours.edition, VOTING, NOON)
    assert not phases.has_closed(ours.edition, VOTING, NOON)


def test_a_phase_that_the_edition_has_not_is_over_and_never_open(edition):
    PhaseFactory(kind=Phase.Kind.RATIFICATION)
    with pytest.raises(PhaseClosed):
        phases.require_open(edition, Phase.Kind.RATIFICATION, at=NOON)
    assert not phases.is_open(edition, Phase.Kind.RATIFICATION, NOON)
    assert phases.has_closed(edition, Phase.Kind.RATIFICATION, NOON)


def test_it_opens_at_its_first_moment_and_closes_at_its_last(edition):
    assert phases.require_open(edition, VOTING, at=days(-40))
    assert phases.is_open(edition, VOTING, days(-40))
    assert not phases.has_closed(edition, VOTING, days(-1.001))
    assert phases.has_closed(edition, VOTING, days(-1))
    with pytest.raises(PhaseClosed):
        phases.require_open(edition, VOTING, at=days(-1))


def test_the_present_phase_is_the_latest_that_has_begun_in_this_edition(edition):
    PhaseFactory(edition=edition, kind=Phase.Kind.ANNOUNCEMENT, opens_at=days(1))
    PhaseFactory(kind=Phase.Kind.RATIFICATION, opens_at=days(-1))
    assert phases.current(edition, NOON).kind == Phase.Kind.JUDGING
    assert phases.current(edition, days(-50)) is None


@pytest.mark.parametrize("kind", [Phase.Kind.SUBMISSION, VOTING])
def test_what_visitors_can_do_is_named_before_what_the_office_does(kind):
    ours = PhaseFactory(kind=kind).edition
    PhaseFactory(edition=ours, kind=Phase.Kind.SCREENING, opens_at=days(-20), closes_at=days(60))
    assert phases.current(ours, NOON).kind == kind
    assert phases.current(ours, days(-30.5)) is None
    assert phases.current(ours, days(31)).kind == Phase.Kind.SCREENING


def test_entries_are_named_before_the_vote_that_runs_beside_them():
    ours = PhaseFactory(kind=VOTING, opens_at=days(-10)).edition
    PhaseFactory(edition=ours, kind=Phase.Kind.SUBMISSION)
    assert phases.current(ours, NOON).kind == Phase.Kind.SUBMISSION
