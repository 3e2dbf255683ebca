"""The committee's desk, the winner's certificates, and the public pages that anyone checks with."""

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Role, Scope, is_committee_anywhere, scope_ids
from awards import permissions, ratification, unsealing
from awards.certificates import verify
from awards.models import Approval, Certificate, Ratification, Standing
from competition import clock
from competition.models import Edition
from competition.web import attempt
from foundation.ledger.models import Head
from foundation.vault import store


@login_required
@require_GET
def committee_desk(request):
    """The editions on whose committee this person sits, with what waits for them."""
    if not is_committee_anywhere(request.user):
        raise Http404
    editions = Edition.objects.filter(
        pk__in=scope_ids(request.user, Role.COMMITTEE, Scope.EDITION)
    ).select_related("standing__unsealing", "standing__ratification")
    return render(request, "awards/committee_desk.html", {"editions": editions})


def _committee_edition(request, slug) -> Edition:
    edition = get_object_or_404(Edition, slug=slug)
    if not permissions.can_ratify(request.user, edition.pk):
        raise Http404
    return edition


@login_required
@require_http_methods(["GET", "POST"])
def ratify(request, slug):
    """A member reads the proposed prizes and approves or declines each."""
    edition = _committee_edition(request, slug)
    vote = Ratification.objects.filter(standing__edition=edition).select_related("standing").first()
    if request.method == "POST" and vote:
        choices = {
            int(name.removeprefix("row-")): value == "yes"
            for name, value in request.POST.items()
            if re.fullmatch(r"row-\d{1,18}", name) and value in ("yes", "no")
        }
        attempt(
            request,
            ratification.vote,
            ratification=vote,
            choices=choices,
            by=request.user,
            at=clock.now(),
            done=_("Your vote is noted. You may change it until the vote is closed."),
        )
        return redirect("ratify", slug=slug)
    rows = []
    if vote:
        mine = dict(
            Approval.objects.filter(ratification=vote, member=request.user).values_list(
                "row_id", "approves"
            )
        )
        rows = list(
            vote.standing.rows.exclude(tier=None)
            .select_related("tier", "entry", "field")
            .prefetch_related("entry__authors")
        )
        for row in rows:
            row.mine = mine.get(row.pk)
    standing = Standing.objects.filter(edition=edition).select_related("unsealing").first()
    return render(
        request,
        "awards/ratify.html",
        {"edition": edition, "vote": vote, "rows": rows, "standing": standing},
    )


@login_required
@require_POST
def open_seals(request, slug):
    """A committee member is the second person who opens the seals."""
    standing = get_object_or_404(Standing, edition=_committee_edition(request, slug))
    attempt(
        request,
        unsealing.open,
        standing=standing,
        by=request.user,
        at=clock.now(),
        done=_("The seals are open."),
    )
    return redirect("ratify", slug=slug)


@login_required
@require_GET
def my_certificates(request):
    """Certificates of this person's entries."""
    certificates = (
        Certificate.objects.filter(award__entry__owner=request.user)
        .exclude(pdf=None)
        .select_related("award__entry", "award__tier", "revocation")
    )
    return render(request, "awards/my_certificates.html", {"certificates": certificates})


@login_required
@require_GET
def certificate_pdf(request, verify_id):
    """The signed file, for the person whose entry won."""
    certificate = get_object_or_404(
        Certificate.objects.exclude(pdf=None).select_related("pdf"),
        verify_id=verify_id,
        award__entry__owner=request.user,
    )
    return store.serve(
        certificate.pdf, name=f"{certificate.serial}.pdf", user=request.user, purpose="certificate"
    )


@require_GET
def verify_lookup(request):
    """Type the code of a certificate."""
    code = "".join(
        re.findall(r"[0-9a-f]", request.GET.get("ma", "").rstrip("/").rpartition("/")[2].lower())
    )
    if len(code) == 32 and verify.find(code):
        return redirect("verify_certificate", verify_id=code)
    return render(
        request,
        "awards/verify_lookup.html",
        {"typed": request.GET.get("ma", "")},
        status=404 if request.GET.get("ma") else 200,
    )


@never_cache
@require_http_methods(["GET", "POST"])
def verify_certificate(request, verify_id):
    """Is it genuine and in force? A file can be dropped to be compared byte for byte."""
    certificate = verify.find(verify_id)
    if certificate is None:
        raise Http404
    verdict = None
    upload = request.FILES.get("file")
    if request.method == "POST" and upload:
        verdict = (
            "same"
            if upload.size < 5_000_000 and verify.is_the_file(certificate, upload.read())
            else "different"
        )
    response = render(
        request,
        "awards/verify.html",
        {"certificate": certificate, "fields": certificate.snapshot, "verdict": verdict},
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_GET
def ledger_heads(request):
    """The published heads of all ledgers: whoever notes one can later prove that nothing before it
    was changed.
    """
    heads = list(Head.objects.select_related("chain").order_by("-published_at", "-pk")[:200])
    names = {f"edition-{edition.pk}": edition.label for edition in Edition.objects.all()}
    gates = {
        "submission.closed": _("Submission closed"),
        "lottery.committed": _("Lottery of the judges fixed"),
        "round.closed": _("Round of judging closed"),
        "ranking.frozen": _("Ranking frozen"),
        "tally.closed": _("Vote counted"),
        "ratification.closed": _("Prizes ratified"),
        "results.announced": _("Results announced"),
    }
    for head in heads:
        head.gate_name = gates.get(head.gate, head.gate)
        head.name = names.get(head.chain.name, head.chain.name)
    return render(request, "awards/ledger_heads.html", {"heads": heads})
