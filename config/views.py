"""Pages that belong to no room: health, robots, errors, the style guide."""

import json
import re
import sys
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.audit_logging import LogEntriesView

from accounts import permissions
from accounts.forms import PersonalDetails
from cms import pictures
from cms.permissions import works_in_office
from competition.permissions import runs_the_site
from config import health, outage
from foundation.vault import headers

A_DAY = 86_400  # seconds
MARK = re.compile("[0-9a-f-]{32,64}")  # a version, or what a form calls its row: typed by nobody
# What a form says of itself: a row, a choice. Typed, it is typed again in a moment.
SIGN = re.compile(r"\d{1,5}|(?=[a-z]*[\d_-])[a-z\d_-]{1,64}")
LONGEST_SIGN = 3  # letters of what a form says of itself: a tick, a number


@require_GET
def livez(_request):
    """The process answers."""
    return health.live()


@require_GET
def readyz(_request):
    """Which part of the site is missing."""
    return health.ready()


@require_GET
def robots(_request):
    """What search engines leave alone."""
    closed = [
        "/quan-tri/",
        "/tai-khoan/",
        "/ho-so/",
        "/cham-diem/",
        "/ban-to-chuc/",
        "/xac-minh/",
        "/viec-cua-toi/",
    ]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def to_our_door(request):
    """From a sign-in page of a library, which knows no second factor, to the one door."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    query = f"?{urlencode({REDIRECT_FIELD_NAME: wanted})}" if is_ours else ""
    return redirect(f"{reverse(settings.LOGIN_URL)}{query}")


def too_many(request):
    """429, in the reader's language, with everything that was typed but for secrets."""
    context = {"kept": outage.kept(request)}
    return render(request, "429.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)


def no_such_page(_request, *_arguments, **_keywords):
    """A library's address that would pass by the house's own rules."""
    raise Http404


def _of_the_whole_site(view):
    """A report over all editions is for those who run all of them."""

    def inner(request, *args, **kwargs):
        if not runs_the_site(request.user):
            raise Http404
        return require_admin_access(view)(request, *args, **kwargs)

    return inner


site_history = _of_the_whole_site(LogEntriesView.as_view())
site_history_rows = _of_the_whole_site(LogEntriesView.as_view(results_only=True))


@require_GET
def public_media(_request, path):
    """Editors' public pictures: all of them where no nginx stands in front, else those that it does
    not find.
    """
    picture = pictures.opened(path)
    if picture is None:
        raise Http404
    response = FileResponse(picture)
    response.headers["Cache-Control"] = f"public, max-age={A_DAY}"
    headers.run_nothing(response)
    return response


@login_required
@require_GET
def my_work(request):
    """Where a person belongs after signing in."""
    if works_in_office(request.user):
        return redirect("wagtailadmin_home")
    if permissions.is_judge_anywhere(request.user):
        return redirect("judge_desk")
    if permissions.is_committee_anywhere(request.user):
        return redirect("committee_desk")
    if permissions.is_focal_point_anywhere(request.user):
        return redirect("unit_desk")
    if permissions.is_observer_anywhere(request.user):
        return redirect("observe")
    return redirect("my_entries")


@require_GET
def styleguide(request):
    """Every component with Vietnamese sample text (development only)."""
    sample = PersonalDetails({"full_name": ""})
    return render(request, "styleguide.html", {"sample": sample})


def not_found(request, exception=None):
    """Unknown or forbidden, which to a stranger is the same."""
    return render(request, "404.html", status=404)


def not_from_here(request, reason=""):
    """403 to a form whose page is too old, or is of another site. What was sent is there to be
    copied, and is sent by nobody but its writer: no press of this page repeats it.
    """
    return render(request, "403.html", {"texts": texts_of(request)}, status=HTTPStatus.FORBIDDEN)


def torn(request):
    """400 to a form of which a part is missing, or that names what is gone; as above, what was
    typed is there to be copied.
    """
    return render(request, "400.html", {"texts": texts_of(request)}, status=HTTPStatus.BAD_REQUEST)


def texts_of(request) -> list[str]:
    """What somebody has typed into the form that was sent, each text once, without what the form
    says of itself.
    """
    sent = dict.fromkeys(_in_words(value) for _name, value in outage.kept(request))
    return [
        text
        for text in sent
        if len(text) > LONGEST_SIGN and not MARK.fullmatch(text) and not SIGN.fullmatch(text)
    ]


def _in_words(value: str) -> str:
    """What an editor of rich text sends is no text that anybody typed, but holds it."""
    try:
        return "\n".join(block["text"] for block in json.loads(value)["blocks"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return value


def only_a_button(request, back: str):
    """405 for a person: the address of a button, opened as if it were a page."""
    return render(request, "405.html", {"back": back}, status=HTTPStatus.METHOD_NOT_ALLOWED)


def broken(request):
    """Something of ours failed, or a part of the site is away; the page needs no database."""
    part = outage.part_of(sys.exception())
    if part:
        return outage.answer(request, part)
    return render(request, "500.html", {"texts": texts_of(request)}, status=500)
