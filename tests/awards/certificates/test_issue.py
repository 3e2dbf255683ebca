"""Certificates that are not issued: each rule alone."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.certificates import issue
from awards.models import AwardDecision, Certificate
from competition.errors import NotAllowed, WrongState
from foundation.jobs import work
from foundation.jobs.drain import drain
from foundation.jobs.models import Job
from tests import guards
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def usual(announced) -> dict:
    """Certificates that are issued: what is refused below is refused for one reason alone."""
    by, at = announced.cast.secretary, announced.at(93)
    return {"decision": announced.decision, "by": by, "at": at}


def test_the_secretariat_issues_one_for_every_award(usual):
    issue.issue(**usual)
    assert Certificate.objects.count() == usual["decision"].awards.count() > 0


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_does(announced, usual, who):
    stranger = known_as(announced, who)
    with unchanged(), pytest.raises(NotAllowed):
        issue.issue(**usual | {"by": stranger})


def test_not_before_the_announcement(usual):
    guards.change(AwardDecision.objects.all(), announced_at=None)
    with unchanged(), pytest.raises(WrongState):
        issue.issue(**usual)


class TestStopping:
    """The making of the files, after the serials were given."""

    @pytest.fixture
    def job(self, usual) -> Job:
        return issue.issue(**usual)

    def test_what_waits_is_made_no_more(self, usual, job):
        issue.stop(**usual)
        drain()
        assert not Certificate.objects.exclude(pdf=None).exists()

    def test_it_stops_after_the_chunk_under_way(self, usual, job, monkeypatch):
        monkeypatch.setattr(issue, "CHUNK", 1)
        render_next = issue.render_next

        def stopped_meanwhile(asked):
            issue.stop(**usual)
            return render_next(asked)

        monkeypatch.setitem(work._handlers, "issue_certificates", stopped_meanwhile)
        drain()
        assert Certificate.objects.exclude(pdf=None).count() == 1

    def test_issuing_again_makes_the_others(self, usual, job):
        issue.stop(**usual)
        issue.issue(**usual)
        drain()
        assert not Certificate.objects.filter(pdf=None).exists()

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_nobody_else_stops_it(self, announced, usual, job, who):
        stranger = known_as(announced, who)
        with unchanged(), pytest.raises(NotAllowed):
            issue.stop(**usual | {"by": stranger})

    def test_not_before_anything_was_asked_for(self, usual):
        with unchanged(), pytest.raises(WrongState):
            issue.stop(**usual)

    def test_not_what_has_ended(self, usual, job):
        drain()
        with unchanged(), pytest.raises(WrongState):
            issue.stop(**usual)

    def test_not_twice(self, usual, job):
        issue.stop(**usual)
        with unchanged(), pytest.raises(WrongState):
            issue.stop(**usual)


class TestThePage:
    @pytest.fixture
    def page(self, announced, usual, client):
        """The office's page in its words, with the job in this state."""
        issue.issue(**usual)
        client.force_login(
            usual["by"], backend="allauth.account.auth_backends.AuthenticationBackend"
        )

        def read(**columns) -> str:
            Job.objects.filter(kind="issue_certificates").update(**columns)
            address = reverse("awards_office", args=[announced.edition.slug])
            return client.get(address).content.decode()

        return read

    def test_how_long_it_still_takes_is_told(self, page):
        started = timezone.now() - datetime.timedelta(minutes=4)
        html = page(state=Job.State.RUNNING, started_at=started, done=2, total=3)
        assert "còn khoảng 2 phút" in html

    def test_it_can_be_stopped_while_it_runs(self, page):
        assert "/dung-cap-giay/" in page(state=Job.State.RUNNING)

    def test_not_when_it_is_done(self, page):
        assert "/dung-cap-giay/" not in page(state=Job.State.DONE)

    def test_that_it_was_stopped_is_told(self, page):
        assert "đã dừng" in page(state=Job.State.CANCELLED)

    def test_it_is_begun_again(self, page):
        assert "Làm tiếp những giấy còn lại" in page(state=Job.State.CANCELLED)
