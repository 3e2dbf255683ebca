"""Certificates that are not issued: each rule alone."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from awards import audit_results
from awards.certificates import issue
from awards.models import Award, AwardDecision, Certificate
from competition.errors import NotAllowed, WrongState
from foundation.jobs import work
from foundation.jobs.drain import drain
from foundation.jobs.models import Job
from tests import guards
from tests.factories.submissions import AuthorFactory
from tests.judging.council import BACKEND
from tests.reading import seen
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def usual(announced) -> dict:
    """Certificates that are issued: what is refused below is refused for one reason alone."""
    by, at = announced.cast.secretary, announced.at(93)
    return {"decision": announced.decision, "by": by, "at": at}


def test_the_secretariat_issues_one_for_every_work(usual):
    issue.issue(**usual)
    awards = usual["decision"].awards.count()
    assert Certificate.objects.filter(author=None).count() == awards > 0


class TestOneForEachAuthor:
    @pytest.fixture
    def award(self, usual) -> Award:
        """Of a work that two have made; every other one has a single author."""
        award = usual["decision"].awards.first()
        for one in usual["decision"].awards.exclude(pk=award.pk):
            one.entry.authors.exclude(pk=one.entry.authors.first().pk).delete()
        award.entry.authors.all().delete()
        for name in ("Nông Thị Bích Ngọc", "Dương Công Cường"):
            AuthorFactory(entry=award.entry, full_name=name, workplace=f"Nơi của {name}", share=50)
        return award

    def test_where_several_have_made_it(self, usual, award):
        issue.issue(**usual)
        own = Certificate.objects.exclude(author=None)
        assert {certificate.award for certificate in own} == {award}
        assert sorted(certificate.snapshot["names"] for certificate in own) == [
            ["Dương Công Cường"],
            ["Nông Thị Bích Ngọc"],
        ]
        assert own.first().snapshot["unit"] == f"Nơi của {own.first().author}"

    def test_each_with_a_serial_and_a_file_of_its_own(self, usual, award):
        job = issue.issue(**usual)
        drain()
        certificates = Certificate.objects.exclude(pdf=None)
        job.refresh_from_db()
        assert job.total == certificates.count() == usual["decision"].awards.count() + 2
        assert certificates.values("serial").distinct().count() == certificates.count()

    def test_is_verified_by_its_own_name_alone(self, usual, award, client):
        issue.issue(**usual)
        drain()
        one = Certificate.objects.get(author__full_name="Dương Công Cường")
        page = seen(client.get(reverse("verify_certificate", args=[one.verify_id])))
        assert one.serial in page
        assert "Nông Thị Bích Ngọc" not in page

    def test_stands_in_the_list_of_the_one_who_entered_the_work(self, usual, award, client):
        issue.issue(**usual)
        drain()
        client.force_login(award.entry.owner, backend=BACKEND)
        page = seen(client.get(reverse("my_certificates")))
        assert "Giấy của tác giả Dương Công Cường" in page
        assert "Giấy của công trình" in page

    def test_another_author_on_the_row_is_found(self, usual, award):
        issue.issue(**usual)
        one = Certificate.objects.get(author__full_name="Dương Công Cường")
        other = award.entry.authors.get(full_name="Nông Thị Bích Ngọc")
        guards.change(Certificate.objects.filter(pk=one.pk), author=other)
        faults = list(audit_results.of_what_certificates_honour(award.decision.edition))
        assert faults == [f"certificate {one.serial}: honours another author than is printed on it"]

    def test_one_that_is_taken_off_the_row_is_found(self, usual, award):
        issue.issue(**usual)
        one = Certificate.objects.get(author__full_name="Dương Công Cường")
        guards.change(Certificate.objects.filter(pk=one.pk), author=None)
        faults = list(audit_results.of_what_certificates_honour(award.decision.edition))
        assert faults == [f"certificate {one.serial}: is not of the kind that is printed on it"]


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
