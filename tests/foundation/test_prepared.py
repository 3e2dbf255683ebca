"""Papers that the worker makes: asked for, waited for, fetched by their own address alone."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from foundation.jobs import work
from foundation.jobs.drain import drain
from foundation.jobs.models import Job
from foundation.papers import prepared
from foundation.papers.models import PreparedPaper
from tests.factories.accounts import UserFactory
from tests.factories.foundation import JobFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
HOUR = datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """A paper of each suffix that says its number, and one that cannot be made."""
    monkeypatch.setattr(prepared, "_kinds", {})

    def say(params: dict) -> bytes:
        return f"{params['number']} {get_language()}".encode()

    def refuse(_params: dict) -> bytes:
        raise prepared.NotMade("Chưa có phiếu nào.")

    def break_down(_params: dict) -> bytes:
        raise OSError("the printer is on fire")

    for kind, suffix in (("list", ".xlsx"), ("paper", ".pdf"), ("package", ".zip")):
        prepared.maker(kind, suffix)(say)
    prepared.maker("refused", ".pdf")(refuse)
    prepared.maker("broken", ".pdf")(break_down)


def get(address: str, kind: str = "list", number: int = 7, by=None):
    request = RequestFactory().get(address)
    request.user = by or AnonymousUser()
    request.session = {}
    return prepared.answer(request, kind, {"number": number}, name="bang.x")


def asked(kind: str = "list", address: str = "/bang/", number: int = 7) -> str:
    """The address at which a paper that was asked for is waited for."""
    return get(address, kind, number)["Location"]


def test_it_is_waited_for_at_the_same_address():
    job = Job.objects.filter(kind="prepare_paper")
    address = asked(address="/bang/?da-dien=1")
    assert address == f"/bang/?da-dien=1&cho={job.get().pk}"
    page = get(address)
    assert (page.status_code, page.headers["Refresh"]) == (200, "2")
    assert not PreparedPaper.objects.exists()


@pytest.mark.parametrize(
    ("kind", "media"), [("list", "spreadsheetml.sheet"), ("package", "application/zip")]
)
def test_what_a_browser_saves_is_fetched_from_a_page_that_stays(kind, media):
    address = asked(kind)
    drain()
    page = get(address, kind)
    assert page.headers["Refresh"] == f"0; url={address}&tai=1"
    file = get(f"{address}&tai=1", kind)
    assert file.content == b"7 vi"
    assert media in file.headers["Content-Type"]
    assert "attachment; filename*=UTF-8''bang.x" in file.headers["Content-Disposition"]


def test_what_a_browser_shows_comes_in_place_of_the_page():
    address = asked("paper")
    drain()
    file = get(address, "paper")
    assert (file.content, file.headers["Content-Type"]) == (b"7 vi", "application/pdf")
    assert "Refresh" not in file.headers


def test_in_the_language_of_who_asked():
    with override("en"):
        address = asked("paper")
    drain()
    assert get(address, "paper").content == b"7 en"


def test_each_asking_makes_it_anew():
    assert asked() != asked()


@pytest.mark.parametrize(("kind", "number"), [("paper", 7), ("list", 8)])
def test_another_papers_job_is_not_found(kind, number):
    """Who may read one list may not read another by its number."""
    address = asked()
    drain()
    with pytest.raises(Http404):
        get(address, kind, number)


@pytest.mark.parametrize("number", ["", "x", "²", "-1", "999999", "9" * 40])
def test_no_job_is_not_found(number):
    with pytest.raises(Http404):
        get(f"/bang/?cho={number}")


def test_another_kind_of_work_is_not_found():
    job = JobFactory(kind="receipt_pdf", params={"kind": "list", "params": {"number": 7}})
    with pytest.raises(Http404):
        get(f"/bang/?cho={job.pk}")


def test_why_it_cannot_be_made_is_told():
    address = asked("refused", "/bang/?da-dien=1")
    drain()
    page = get(address, "refused")
    assert "Chưa có phiếu nào." in page.content.decode()
    assert "Refresh" not in page.headers


def test_what_failed_is_asked_for_again():
    address = asked("broken", "/bang/?da-dien=1")
    for _attempt in range(Job.MOST_ATTEMPTS + 1):
        work.run_waiting()
    assert Job.objects.get().state == Job.State.FAILED
    page = get(address, "broken")
    assert 'href="/bang/?da-dien=1"' in page.content.decode()
    assert "Refresh" not in page.headers


def test_it_is_thrown_away_after_an_hour():
    for number in (1, 2):
        asked(number=number)
    drain()
    old, young = Job.objects.order_by("pk")
    Job.objects.filter(pk=old.pk).update(finished_at=timezone.now() - HOUR - MINUTE)
    Job.objects.filter(pk=young.pk).update(finished_at=timezone.now() - HOUR + MINUTE)
    other = JobFactory(state=Job.State.DONE, finished_at=timezone.now() - 2 * HOUR)
    work.run(work.ask("throw_papers_away", key="x", total=1).pk)
    assert PreparedPaper.objects.get().job == young
    assert Job.objects.filter(pk=other.pk).exists()


def test_papers_are_thrown_away_daily():
    work.ask_daily()
    assert Job.objects.filter(kind="throw_papers_away").exists()


class TestStopping:
    """Who asked for a paper may stop its making."""

    @pytest.fixture
    def owner(self):
        return UserFactory()

    @pytest.fixture
    def job(self, owner):
        get("/bang/", by=owner)
        return Job.objects.get(kind="prepare_paper")

    def press(self, client, job, here="/bang/?cho=1"):
        return client.post(reverse("stop_paper", args=[job.pk]), {"next": here})

    def waited_for(self, job, by):
        return get(f"/bang/?cho={job.pk}", by=by).content.decode()

    def test_it_is_stopped(self, client, owner, job):
        client.force_login(owner)
        self.press(client, job)
        job.refresh_from_db()
        assert job.state == Job.State.CANCELLED

    def test_it_leads_back_to_where_it_was_waited_for(self, client, owner, job):
        client.force_login(owner)
        assert self.press(client, job)["Location"] == "/bang/?cho=1"

    def test_it_leads_to_no_other_site(self, client, owner, job):
        client.force_login(owner)
        assert self.press(client, job, "https://evil.example/")["Location"] == "/"

    def test_nobody_else_stops_it(self, client, job):
        client.force_login(UserFactory())
        assert self.press(client, job).status_code == 404
        job.refresh_from_db()
        assert job.state == Job.State.PENDING

    def test_other_work_is_not_stopped_here(self, client, owner):
        other = JobFactory(created_by=owner)
        client.force_login(owner)
        assert self.press(client, other).status_code == 404

    def test_what_is_made_stays(self, client, owner, job):
        drain()
        client.force_login(owner)
        self.press(client, job)
        job.refresh_from_db()
        assert job.state == Job.State.DONE

    def test_a_stranger_signs_in_first(self, client, job):
        assert "/tai-khoan/" in self.press(client, job)["Location"]

    def test_it_is_a_button(self, client, owner, job):
        client.force_login(owner)
        assert client.get(reverse("stop_paper", args=[job.pk])).status_code == 405

    def test_the_button_is_shown_to_who_asked(self, owner, job):
        assert reverse("stop_paper", args=[job.pk]) in self.waited_for(job, owner)

    def test_it_is_shown_to_nobody_else(self, job):
        assert reverse("stop_paper", args=[job.pk]) not in self.waited_for(job, UserFactory())

    def test_the_page_says_so_and_offers_to_begin_again(self, owner, job):
        work.cancel(job)
        page = self.waited_for(job, owner)
        assert "Việc này đã dừng" in page
        assert 'href="/bang/?"' in page or 'href="/bang/"' in page

    def test_what_was_under_way_is_not_kept(self, owner, job, monkeypatch):
        def make(_params):
            work.cancel(job)
            return b"late"

        prepared.maker("list", ".xlsx")(make)
        drain()
        assert not PreparedPaper.objects.exists()
