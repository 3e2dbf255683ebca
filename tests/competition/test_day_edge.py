"""The timetable a minute before and a minute after midnight: days, dates and deadlines are those of
the province, whatever the day is in UTC.
"""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from competition import clock, extension, phases
from competition.errors import PhaseClosed, Refused
from competition.models import Edition, Extension, JointRequest, Phase
from foundation.jobs import work
from foundation.jobs.models import Job
from tests.beside import secretary_of
from tests.day_edge import AFTER, BEFORE, DAY, EDGES, EVE, MINUTE, written
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.moments import days
from tests.joint import agreed, member_of

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LATE = datetime.timedelta(days=40)


def closing(moment: datetime.datetime) -> Edition:
    """An edition whose time for entries ends at this moment."""
    return PhaseFactory(edition=EditionFactory(), closes_at=moment).edition


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [(EVE, datetime.time(23, 59), BEFORE), (DAY, datetime.time(0, 1), AFTER)],
)
def test_a_day_and_an_hour_are_those_of_the_province(day, hour, moment):
    assert clock.local(day, hour) == moment


@pytest.mark.parametrize(("moment", "day"), EDGES)
class TestTheClosingDay:
    def test_it_is_that_of_the_deadline(self, moment, day):
        edition = closing(moment)
        assert Edition.objects.get(pk=edition.pk).closing_day == day

    def test_without_a_deadline_it_is_today(self, moment, day):
        edition = PhaseFactory(edition=EditionFactory(), kind=Phase.Kind.JUDGING).edition
        with clock.set_to(moment):
            assert edition.closing_day == day


@pytest.mark.in_transaction
@pytest.mark.parametrize("moment", [BEFORE, AFTER])
class TestWhatIsSaid:
    def test_when_a_phase_closed(self, moment):
        edition = closing(moment)
        with pytest.raises(PhaseClosed, match=written(moment)):
            phases.require_open(edition, Phase.Kind.SUBMISSION, at=moment)

    def test_when_a_phase_opens(self, moment):
        edition = PhaseFactory(opens_at=moment).edition
        with pytest.raises(PhaseClosed, match=written(moment)):
            phases.require_open(edition, Phase.Kind.SUBMISSION, at=moment - MINUTE)

    def extend(self, edition, closes_at) -> Extension:
        usual = {"decision_number": "21/QĐ-BTC", "reason": "Mưa lũ", "at": days(-2)}
        by = secretary_of(edition)
        return extension.extend(edition=edition, closes_at=closes_at, by=by, **usual)

    def test_the_present_deadline_when_the_new_one_is_not_later(self, moment):
        with pytest.raises(Refused, match=written(moment)):
            self.extend(closing(moment), moment)

    def test_when_judging_begins(self, moment):
        edition = closing(days(-1))
        judging = {"kind": Phase.Kind.JUDGING, "opens_at": moment, "closes_at": moment + LATE}
        PhaseFactory(edition=edition, **judging)
        with pytest.raises(Refused, match=written(moment)):
            self.extend(edition, moment + MINUTE)

    def test_the_deadline_on_the_page_where_an_entry_begins(self, moment, client):
        edition = closing(moment)
        with clock.set_to(days(-2)):
            page = client.get(reverse("begin", args=[edition.slug])).content.decode()
        assert written(moment) in page

    def test_a_deadline_is_typed_as_it_is_read(self, moment, client):
        edition = closing(days(-1))
        client.force_login(secretary_of(edition), backend=BACKEND)
        hour, _, day = written(moment).partition(", ")
        typed = {"closes_at": f"{day} {hour}", "decision_number": "21/QĐ", "reason": "Mưa lũ"}
        member = member_of(edition)
        with clock.set_to(days(-2)):
            client.post(reverse("extend_deadline", args=[edition.slug]), typed)
            agreed(JointRequest.objects.get(), at=days(-2), by=member)
        assert Extension.objects.get().closes_at == moment


@pytest.mark.parametrize(("moment", "day"), EDGES)
def test_the_jobs_of_a_day_are_asked_for_under_its_own_date(moment, day, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment)
    work.ask_daily()
    dates = {key.rpartition(":")[2] for key in Job.objects.values_list("key", flat=True)}
    assert dates == {day.isoformat()}
