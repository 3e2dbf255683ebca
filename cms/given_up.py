"""The office's page of work that has failed: why, in words, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from competition import clock, given_up
from competition.permissions import runs_the_site
from competition.web import attempt
from foundation.jobs.models import Job

MOST_LINES = 100
# What a kind of job does, as the office calls it.
KINDS: dict[str, Promise] = {
    "send_mail": gettext_lazy("Sending a message by e-mail or SMS"),
    "send_broadcast": gettext_lazy("Sending a letter to many people"),
    "remind": gettext_lazy("Reminding people"),
    "inspect_file": gettext_lazy("Checking an uploaded file"),
    "scan_file": gettext_lazy("Scanning a file for viruses"),
    "receipt_pdf": gettext_lazy("Making a receipt"),
    "find_similar": gettext_lazy("Looking for similar dossiers"),
    "blind_preview": gettext_lazy("Showing an entrant what judges will see"),
    "prepare_sealings": gettext_lazy("Preparing blinded copies"),
    "read_copy": gettext_lazy("Reading the pages of a blinded copy"),
    "evidence": gettext_lazy("Working out how certain a round's result is"),
    "issue_certificates": gettext_lazy("Making certificates"),
    "what_if": gettext_lazy("Working out how each prize depends on the vote and single judges"),
    "tell_of_posting": gettext_lazy("Telling entrants that the list is posted"),
    "tell_set_aside": gettext_lazy("Telling voters that a ballot is set aside"),
    "tell_ruled": gettext_lazy("Telling voters how their objection was ruled"),
    "prepare_paper": gettext_lazy("Making a paper that somebody waits for"),
    "expire_uploads": gettext_lazy("Clearing away unfinished uploads (daily)"),
    "remind_coauthors": gettext_lazy("Reminding co-authors (daily)"),
    "throw_papers_away": gettext_lazy("Clearing away papers that were fetched (daily)"),
    "forget_farewells": gettext_lazy("Clearing away what is left of erased accounts (daily)"),
    "audit": gettext_lazy("Comparing everything with the ledger (daily)"),
    "look_through_files": gettext_lazy("Comparing stored files with their digests (daily)"),
    "back_up": gettext_lazy("Making a backup (daily)"),
    "forget_networks": gettext_lazy("Erasing where ballots came from (daily)"),
}
# Why it failed, by the name of the error with which its text begins.
REASONS: dict[str, Promise] = {
    "NotSent": gettext_lazy("The server for mail or SMS did not take the message."),
    "ScannerSilent": gettext_lazy("The virus scanner does not answer."),
    "ConnectionRefusedError": gettext_lazy("A server that is needed refuses the connection."),
    "ConnectionResetError": gettext_lazy("A server that is needed broke the connection off."),
    "TimeoutError": gettext_lazy("A server that is needed did not answer in time."),
    "FileNotFoundError": gettext_lazy("A file that is needed is not in its place."),
    "PermissionError": gettext_lazy("The server may not read or write a file."),
    "OSError": gettext_lazy("A disk or a connection failed."),
    "OperationalError": gettext_lazy("The database did not answer, or was busy for too long."),
    "MemoryError": gettext_lazy("The server's memory was not enough."),
    "": gettext_lazy(
        "The process that did it was ended each time before it could say why: "
        "memory or time was not enough, or the server was restarted."
    ),
}


@dataclass(frozen=True)
class Line:
    """One job as the page shows it."""

    job: Job
    what: str
    why: str


def line_of(job: Job) -> Line:
    """A job in words."""
    name, _colon, _text = job.error.partition(":")
    unknown = _(
        "Something failed that nobody has foreseen. Show the text below to whoever looks after "
        "the server."
    )
    return Line(job, str(KINDS.get(job.kind, job.kind)), str(REASONS.get(name, unknown)))


class GivenUp(WagtailAdminTemplateMixin, View):
    """Work that was given up, and work that failed and is tried again by itself."""

    template_name = "office/given_up.html"
    page_title = gettext_lazy("Work that has failed")
    header_icon = "warning"
    http_method_names: Sequence[str] = ("get", "head", "options")

    def dispatch(self, request, *args, **kwargs):
        if not runs_the_site(request.user):
            raise Http404
        response = super().dispatch(request, *args, **kwargs)
        response.headers.setdefault("Content-Security-Policy", settings.OFFICE_PAGE_POLICY)
        return response

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def get_breadcrumbs_items(self):
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        given_up_jobs = Job.objects.given_up()
        stumbling = Job.objects.stumbling()
        return super().get_context_data(**kwargs) | {
            "given_up": [line_of(job) for job in given_up_jobs[:MOST_LINES]],
            "stumbling": [line_of(job) for job in stumbling[:MOST_LINES]],
            "given_up_count": given_up_jobs.count(),
            "stumbling_count": stumbling.count(),
        }


class SendAgain(GivenUp):
    """The button beside one of them."""

    http_method_names: Sequence[str] = ("get", "head", "post", "options")

    def get(self, request, *args, **kwargs):
        return redirect("given_up")

    def post(self, request, *args, **kwargs):
        job = get_object_or_404(Job, pk=kwargs["number"])
        attempt(
            request,
            given_up.send_again,
            done=_("It is tried again at once."),
            job=job,
            by=request.user,
            at=clock.now(),
        )
        return redirect("given_up")
