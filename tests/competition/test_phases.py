"""What the timetable answers, with the timetable of another edition beside it."""

import datetime

import pytest
from django.utils.translation import override

from competition import phases
from competition.errors import PhaseClosed
from competition.models import Phase
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.moments import NOON, days

pytestmark = [pytest.mark.django_db, pytest.mark.data, pytest.mark.in_transaction]
SUBMISSION = Phase.Kind.SUBMISSION
VOTING = Phase.Kind.VOTING
MOMENT = datetime.timedelta(microseconds=1)
OPENS = NOON
CLOSES = days(10)


@pytest.fixture
def edition():
    """Open for ten days from noon, then again for the vote; another edition was open before, and
    is open after.
    """
    ours = EditionFactory()
    PhaseFactory(edition=ours, kind=SUBMISSION, opens_at=OPENS, closes_at=CLOSES)
    PhaseFactory(edition=ours, kind=VOTING, opens_at=days(20), closes_at=days(30))
    for opens, closes in ((days(-30), OPENS), (CLOSES, days(60))):
        PhaseFactory(edition=EditionFactory(), opens_at=opens, closes_at=closes)
    return ours


@pytest.mark.parametrize(
    ("at", "is_open", "is_over"),
    [
        (OPENS - MOMENT, False, False),
        (OPENS, True, False),
        (CLOSES - MOMENT, True, False),
        (CLOSES, False, True),
        (CLOSES + MOMENT, False, True),
    ],
)
def test_a_phase_is_open_from_its_first_moment_and_over_at_its_last(edition, at, is_open, is_over):
    assert phases.is_open(edition, SUBMISSION, at) is is_open
    assert phases.has_closed(edition, SUBMISSION, at) is is_over


@pytest.mark.parametrize("at", [OPENS, CLOSES - MOMENT])
def test_the_open_phase_of_this_edition_is_given(edition, at):
    assert phases.require_open(edition, SUBMISSION, at=at) == edition.phase(SUBMISSION)


@pytest.mark.parametrize("at", [OPENS - MOMENT, CLOSES])
def test_outside_its_dates_nothing_is_given(edition, at):
    with pytest.raises(PhaseClosed):
        phases.require_open(edition, SUBMISSION, at=at)


def test_grace_ends_at_its_last_moment(edition):
    hour = datetime.timedelta(hours=1)
    last = CLOSES + hour
    assert phases.require_open(edition, SUBMISSION, at=last - MOMENT, grace=hour)
    with pytest.raises(PhaseClosed):
        phases.require_open(edition, SUBMISSION, at=last, grace=hour)


def test_an_edition_without_the_phase_is_neither_open_nor_waiting(edition):
    assert phases.is_open(edition, Phase.Kind.JUDGING, CLOSES) is False
    assert phases.has_closed(edition, Phase.Kind.JUDGING, OPENS) is True
    with override("en"), pytest.raises(PhaseClosed, match="no phase “blinded judging”"):
        phases.require_open(edition, Phase.Kind.JUDGING, at=CLOSES)


def test_a_refusal_says_when_the_phase_opens(edition):
    opens = r"“submission of entries” has not begun; it opens at .*5.*2030.*12"
    with override("en"), pytest.raises(PhaseClosed, match=opens):
        phases.require_open(edition, SUBMISSION, at=OPENS - MOMENT)


def test_a_refusal_says_when_the_phase_closed(edition):
    closed = r"“submission of entries” closed at .*15.*2030.*12"
    with override("en"), pytest.raises(PhaseClosed, match=closed):
        phases.require_open(edition, SUBMISSION, at=CLOSES)


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        (OPENS - MOMENT, None),
        (OPENS, SUBMISSION),
        (days(15), SUBMISSION),
        (days(20), VOTING),
        (days(50), VOTING),
    ],
)
def test_the_latest_phase_that_has_begun_is_current(edition, at, kind):
    phase = phases.current(edition, at)
    assert (phase and phase.kind) == kind
