"""The page that asks whoever works for the contest for a second factor, before anything else."""

from allauth.account.internal.flows.reauthentication import resume_request
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import proving, second_factor
from accounts.proving import ProofForm, ProvenForm, SignedIn


@login_required
@require_http_methods(["GET", "POST"])
def prove(request: SignedIn) -> HttpResponse:
    """It is you: then on to where you wanted to go, with what you had sent."""
    if request.method != "POST":
        return _page(request, ProofForm())
    form = ProvenForm(request.POST)
    if form.is_valid() and proving.prove(request, form, at=timezone.now()):
        return resume_request(request) or redirect("my_work")
    return _page(request, form, status=422)


@login_required
@require_POST
def send_proof_code(request: SignedIn) -> HttpResponse:
    """Six digits to the address of the account."""
    if refusal := proving.send_code(request, at=timezone.now()):
        messages.error(request, refusal)
    else:
        messages.success(request, _("The code is on its way."))
    return _page(request, ProofForm())


def _page(request: SignedIn, form: ProofForm, *, status: int = 200) -> HttpResponse:
    has_own_device = second_factor.has_own_device(request.user)
    can_send = second_factor.can_send(request.user, timezone.now())
    context = {
        "form": form,
        "next": request.GET.get("next") or request.POST.get("next") or "",
        "hint": second_factor.hint(request.user, timezone.now()),
        "has_own_device": has_own_device,
        "can_send": can_send,
        "is_ready": has_own_device or not can_send or proving.is_sent(request),
        "passkey": second_factor.passkey_options(request.user),
    }
    return render(request, "accounts/prove.html", context, status=status)
