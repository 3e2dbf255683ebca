"""Where an entry begins: a new draft, or the texts of an earlier entry taken along."""

import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from competition import clock, phases
from competition.errors import Refused
from competition.models import Edition, Phase
from competition.regulation import age_rule
from submissions.desk.scope import own_entry
from submissions.desk.tasks import minutes_of
from submissions.writing import drafting
from submissions.writing.checklist import STEPS


def open_editions(at: datetime.datetime):
    """The editions that take entries at this moment."""
    taking = Edition.objects.filter(
        phases__kind=Phase.Kind.SUBMISSION, phases__opens_at__lte=at, phases__closes_at__gt=at
    )
    return taking.exclude(needs_publication=True, publication=None)


def takes_entries(edition: Edition) -> bool:
    """Whether the edition's submission phase is open now."""
    return phases.is_open(edition, Phase.Kind.SUBMISSION, clock.now())


@require_http_methods(["GET", "POST"])
def begin(request, slug):
    """What an entrant needs to know; the button starts a draft."""
    edition = get_object_or_404(Edition, slug=slug)
    if edition.is_draft:
        raise Http404
    if request.method == "POST":
        return _start(request, edition)
    submission = edition.phase("submission")
    now = clock.now()
    context = {
        "edition": edition,
        "is_open": takes_entries(edition),
        "is_over": submission is not None and submission.closes_at <= now,
        "open_editions": open_editions(now).exclude(pk=edition.pk),
        "submission": submission,
        "age_rule": age_rule(edition),
        "minutes": minutes_of(edition, None, STEPS),
        "drafts": drafting.drafts_of(request.user, edition),
        "sent": drafting.sent_of(request.user, edition),
    }
    return render(request, "submissions/begin.html", context)


def _start(request, edition: Edition):
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_signup')}?next={request.path}")
    try:
        entry = drafting.start_draft(edition=edition, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("begin", slug=edition.slug)
    return redirect("edit_entry", public_id=entry.public_id, step="general")


@login_required
@require_POST
def take_along(request, public_id, slug):
    """Begin a draft in an open edition with the texts of an earlier entry."""
    entry = own_entry(request, public_id)
    edition = get_object_or_404(Edition, slug=slug)
    try:
        draft = drafting.begin_again(entry=entry, edition=edition, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("entry", public_id=public_id)
    messages.success(request, _("The texts are taken along; look at each step, and add the files."))
    return redirect("entry", public_id=draft.public_id)
