"""Papers that the worker makes: asked for, waited for, fetched by their own address alone."""

import datetime

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import get_language, override

from foundation.jobs import work
from foundation.jobs.drain import drain
from foundation.jobs.models import Job
from foundation.papers import prepared
from foundation.papers.models import PreparedPaper
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


def get(address: str, kind: str = "list", number: int = 7):
    request = RequestFactory().get(address)
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
