"""The page on which a person has the account erased."""

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts import erasure, proving, second_factor
from accounts.proving import ProofForm, ProvenForm, SignedIn
from foundation.vietnamese.text import fold

WORDS = gettext_lazy("erase my account")


class ErasureForm(ProofForm):
    """What confirms it: words that nobody types by mistake, and a proof of who it is."""

    words = forms.CharField(
        label=gettext_lazy("Type: erase my account"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["words", "code", "credential"]


class ConfirmedForm(ProvenForm, ErasureForm):
    """The same, sent to have it done."""

    def clean_words(self) -> str:
        typed = fold(" ".join(self.cleaned_data["words"].split()))
        if typed != fold(str(WORDS)):
            raise forms.ValidationError(_("Type exactly these words: %(words)s") % {"words": WORDS})
        return typed


@login_required
@require_http_methods(["GET", "POST"])
def erase_account(request: SignedIn) -> HttpResponse:
    """What goes and what stays, said before; then it is done at once."""
    if request.method != "POST":
        return _page(request, ErasureForm())
    form = ConfirmedForm(request.POST)
    at = timezone.now()
    if erasure.refusal(request.user, at) or not form.is_valid():
        return _page(request, form, status=422)
    if not proving.prove(request, form, at=at):
        return _page(request, form, status=422)
    try:
        erasure.erase(person=request.user, by=request.user, at=at)
    except erasure.NotErased as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=422)
    get_adapter().logout(request)
    return render(request, "accounts/erased.html")


@login_required
@require_POST
def send_erasure_code(request: SignedIn) -> HttpResponse:
    """Six digits to the address of the account; what is typed on the page stays."""
    if refusal := proving.send_code(request, at=timezone.now()):
        messages.error(request, refusal)
    else:
        messages.success(request, _("The code is on its way."))
    return _page(request, ErasureForm(initial={"words": request.POST.get("words", "")}))


def _page(request: SignedIn, form: ErasureForm, *, status: int = 200) -> HttpResponse:
    has_own_device = second_factor.has_own_device(request.user)
    can_send = second_factor.can_send(request.user, timezone.now())
    context = {
        "form": form,
        "reason": erasure.refusal(request.user, timezone.now()),
        "hint": second_factor.hint(request.user, timezone.now()),
        "has_own_device": has_own_device,
        "can_send": can_send,
        "is_ready": has_own_device or not can_send or proving.is_sent(request),
        "passkey": second_factor.passkey_options(request.user),
    }
    return render(request, "accounts/erase.html", context, status=status)
