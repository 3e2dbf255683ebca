"""Papers that take seconds: asked for on a page, made by the worker, fetched when they are there.

Whoever asks waits on a page that looks again by itself, and the web server stays free for others.
"""

import datetime
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override

from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.papers.answers import as_csv, as_pdf, as_xlsx, as_zip
from foundation.papers.models import PreparedPaper
from foundation.vault import headers

KEPT_FOR = datetime.timedelta(hours=1)
LOOKS_AGAIN = 2  # seconds
# Of the address: the job that is waited for, and whether its paper is fetched.
WAITED_FOR = "cho"
FETCHED = "tai"
Maker = Callable[[dict], bytes]


class NotMade(Exception):
    """A paper cannot be made as things stand; the message says why to who asked."""


@dataclass(frozen=True)
class _Kind:
    make: Maker
    answer: Callable[[str, bytes], HttpResponse]
    holds_uploads: bool


_kinds: dict[str, _Kind] = {}
_ANSWERS = {".pdf": as_pdf, ".xlsx": as_xlsx, ".csv": as_csv, ".zip": as_zip}


def maker(kind: str, suffix: str, *, holds_uploads: bool = False) -> Callable[[Maker], Maker]:
    """Register the function that makes a kind of paper from parameters: ids and plain words.

    It may raise NotMade. It checks no permission: the view does that before it asks. One into which
    files go that people sent in runs nothing where it is shown, as those files do not.
    """

    def register(function: Maker) -> Maker:
        _kinds[kind] = _Kind(function, _ANSWERS[suffix], holds_uploads)
        return function

    return register


def answer(request: HttpRequest, kind: str, params: dict, *, name: str) -> HttpResponse:
    """The answer to a request for a paper, from the first asking to the file itself.

    The bare address asks and leads to the same address with the job that is waited for; there the
    page looks again until the paper is made. A job of another paper is 404.
    """
    number = request.GET.get(WAITED_FOR)
    if number is None:
        return HttpResponseRedirect(
            _address(request, **{WAITED_FOR: _ask(kind, params, request.user).pk})
        )
    job = _job(number, kind, params)
    paper = PreparedPaper.objects.defer("content").filter(job=job).first()
    if paper is None or paper.refusal:
        return _wait(request, job, paper, name)
    if FETCHED in request.GET or _kinds[kind].answer is as_pdf:
        made = _kinds[kind].answer(name, bytes(paper.content))
        if _kinds[kind].holds_uploads:
            headers.run_nothing(made)
        return made
    # A file that the browser saves leaves the page on which it was: that page says what came.
    fetch = _address(request, **{WAITED_FOR: job.pk, FETCHED: 1})
    page = render(request, "prepared.html", {"name": name, "fetch": fetch})
    page.headers["Refresh"] = f"0; url={fetch}"
    return page


def _ask(kind: str, params: dict, by: AbstractBaseUser | AnonymousUser) -> Job:
    """Each asking is a job of its own: a paper says how things stand now, not before."""
    asked = {"kind": kind, "params": params, "language": get_language()}
    key = f"paper:{kind}:{secrets.token_hex(8)}"
    return work.ask("prepare_paper", key=key, params=asked, total=1, by=by)


def _job(number: str, kind: str, params: dict) -> Job:
    """The job that the address names, if it makes this very paper. Raises Http404."""
    is_number = number.isascii() and number.isdecimal() and len(number) < 19
    job = Job.objects.filter(pk=int(number), kind="prepare_paper").first() if is_number else None
    if job is None or (job.params["kind"], job.params["params"]) != (kind, params):
        raise Http404
    return job


def _address(request: HttpRequest, **query: int) -> str:
    """This address with these parameters beside its own."""
    kept = request.GET.copy()
    for key, value in query.items():
        kept[key] = str(value)
    return f"{request.path}?{kept.urlencode()}"


def _wait(request: HttpRequest, job: Job, paper: PreparedPaper | None, name: str) -> HttpResponse:
    again = request.GET.copy()
    again.pop(WAITED_FOR)
    context = {
        "name": name,
        "is_waiting": not job.is_finished,
        "job": job,
        "is_own": request.user.is_authenticated and job.created_by_id == request.user.pk,
        "here": request.get_full_path(),
        "refusal": paper.refusal if paper else "",
        "again": f"{request.path}?{again.urlencode()}",
    }
    page = render(request, "prepared.html", context)
    if not job.is_finished:
        page.headers["Refresh"] = str(LOOKS_AGAIN)
    return page


@work.handler("prepare_paper", tries=3)  # somebody waits on the page
def _make(job: Job) -> tuple[int, int]:
    """Handler of the job: makes the paper in the language of who asked; it is not kept where the
    work was stopped meanwhile.
    """
    refusal = ""
    content = b""
    with override(job.params["language"]):
        try:
            content = _kinds[job.params["kind"]].make(job.params["params"])
        except NotMade as reason:
            refusal = str(reason)
    work.step(job, 0, 1)
    columns = {"content": content, "refusal": refusal}
    PreparedPaper.objects.update_or_create(job=job, defaults=columns)
    return 1, 1


@work.daily("throw_papers_away")
@transaction.atomic
def _throw_away(_job: Job) -> tuple[int, int]:
    """Handler of a daily job: papers that nobody fetches any more."""
    old = timezone.now() - KEPT_FOR
    Job.objects.filter(kind="prepare_paper", finished_at__lt=old).delete()
    return 1, 1
