"""The winner's certificates, and the public pages on which anybody verifies one."""

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from awards import permissions
from awards.certificates import verify
from awards.models import Certificate
from competition import clock
from foundation.vault import store
from foundation.vietnamese.text import fold

# What of a certificate's print any stranger may read; title and names are its face's.
SHOWN = ("prize", "contest", "edition", "field", "serial", "decision_number")
LARGEST_FILE = 5_000_000  # bytes; what we issue is far smaller


@login_required
@require_GET
def my_certificates(request):
    """Certificates of this person's entries."""
    certificates = (
        Certificate.objects.filter(award__entry__owner=request.user)
        .exclude(pdf=None)
        .select_related(
            "award__entry", "award__tier", "award__decision__superseded_by", "author", "revocation"
        )
        .prefetch_related("award__certificates__revocation")
    )
    at = clock.now()
    shown = [(certificate, _card_of(certificate, at)) for certificate in certificates]
    return render(request, "awards/my_certificates.html", {"certificates": shown})


def _card_of(certificate, at):
    """The address of the picture to share of a work; empty where strangers may not see it."""
    entry = certificate.award.entry
    stands = certificate.ended_by is None and not certificate.award.decision.replaced_by
    if certificate.author_id or not stands or entry.allowed.is_hidden(at):
        return ""
    return reverse("work_card", args=[slugify(fold(entry.receipt_number))])


@login_required
@require_GET
def certificate_pdf(request, verify_id):
    """The signed file, for the person whose entry won."""
    certificate = get_object_or_404(
        Certificate.objects.select_related("pdf", "award__entry"), verify_id=verify_id
    )
    if certificate.pdf is None or not permissions.owns_certificate(request.user, certificate):
        raise Http404
    return store.serve(
        certificate.pdf, name=f"{certificate.serial}.pdf", user=request.user, purpose="certificate"
    )


@require_GET
def verify_lookup(request):
    """Type the code of a certificate, or its serial."""
    typed = request.GET.get("ma", "")
    written = _code_in(typed)
    code = verify.code_of(typed) or written
    if len(code) == 32 and verify.find(code):
        return redirect("verify_certificate", verify_id=code)
    status = 404 if typed else 200
    context = {"typed": typed, "advice": verify.advice_on(typed, written)}
    return render(request, "awards/verify_lookup.html", context, status=status)


def _code_in(typed: str) -> str:
    """The hex digits of a code that was typed with blanks and dashes, or pasted as an address."""
    last_part = typed.rstrip("/").rpartition("/")[2]
    return "".join(re.findall(r"[0-9a-f]", last_part.lower()))


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
        is_ours = upload.size < LARGEST_FILE and verify.is_the_file(certificate, upload.read())
        verdict = "same" if is_ours else "different"
    context = {
        "certificate": certificate,
        "fields": {name: certificate.snapshot[name] for name in SHOWN},
        "face": verify.face_of(certificate, clock.now()),
        "verdict": verdict,
    }
    response = render(request, "awards/verify.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
