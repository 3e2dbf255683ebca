"""Work that waits while nobody does any is noticed; a worker busy with other work is no fault."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from config import health
from foundation.jobs import life
from foundation.jobs.models import Job, OutboxEvent
from tests.factories.foundation import JobFactory
from tests.judging.council import visit_as

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


def waiting(minutes: int) -> datetime.datetime:
    """A job that waits so long; since when."""
    since = timezone.now() - minutes * MINUTE
    job = JobFactory()
    Job.objects.filter(pk=job.pk).update(created_at=since)
    return since


def test_what_waits_for_long_stands_still():
    assert life.stands_still_since() is None
    since = waiting(16)
    waiting(3)
    assert life.stands_still_since() == since


def test_what_has_just_come_does_not():
    waiting(14)
    assert life.stands_still_since() is None


@pytest.mark.parametrize("column", ["started_at", "finished_at", "leased_until"])
def test_while_other_work_is_done_it_only_waits(column):
    waiting(60)
    moved = timezone.now() + (MINUTE if column == "leased_until" else -MINUTE)
    busy = JobFactory(state=Job.State.RUNNING if column == "leased_until" else Job.State.DONE)
    Job.objects.filter(pk=busy.pk).update(**{column: moved})
    assert life.stands_still_since() is None


def test_what_was_done_long_ago_is_no_sign_of_life():
    since = waiting(60)
    done = JobFactory(state=Job.State.DONE)
    Job.objects.filter(pk=done.pk).update(finished_at=timezone.now() - 30 * MINUTE)
    assert life.stands_still_since() == since


def test_readyz_names_it():
    waiting(16)
    with pytest.raises(health.Missing, match="stands still"):
        health.PARTS["work"]()


@pytest.mark.parametrize(("minutes", "is_told"), [(16, True), (3, False)])
def test_the_offices_first_page_says_what_to_do(begun, client, minutes, is_told):
    Job.objects.all().delete()
    OutboxEvent.objects.all().delete()
    waiting(minutes)
    visit_as(client, begun.cast.secretary)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert ("contest-worker" in page) is is_told
