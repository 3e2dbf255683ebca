"""That somebody who signed in is that person: asked of whoever works for the contest, kept by the
session.

The proof is a passkey, an authenticator app, or a code that the account's own pages never show. It
is kept among allauth's records of how the session was signed in, beside allauth's own second
factor, and is good for twelve hours.
"""

import datetime
import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_reset
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import second_factor
from accounts.models import User

GOOD_FOR = 12 * 3600  # seconds
_STATE = "factor"  # what the session keeps of the code that was sent
_PAPER = "printed_code"  # how the session's records name a code on paper


class SignedIn(HttpRequest):
    """The request of a person who has signed in."""

    user: User


def is_proven(request: SignedIn) -> bool:
    """Whether a second factor was shown in this session, by this person, in the last twelve
    hours.
    """
    return any(
        record.get("method") == "mfa" and time.time() - record.get("at", 0) < GOOD_FOR
        for record in get_authentication_records(request, request.user)
    )


def note(request: SignedIn, kind: str) -> None:
    """Remember that this person has shown a second factor of a kind: "code" or "webauthn"."""
    request.session.pop(_STATE, None)
    record_authentication(request, request.user, method="mfa", type=kind)


def note_door(request: HttpRequest, user: User, *, is_paper: bool) -> None:
    """Remember by which door somebody is about to come in: a code on paper, or on the phone.

    Whoever was signed in here before goes first, since Django empties the session of another person
    when it signs in, and what is noted with it.
    """
    if request.user.is_authenticated and request.user.pk != user.pk:
        logout(request)
    record_authentication(request, user, method=_PAPER if is_paper else "phone")


def came_by_paper(request: HttpRequest) -> bool:
    """Whether this session was opened by a code that somebody of the office has printed, and by
    nothing else since: who prints one knows it.
    """
    records = get_authentication_records(request, request.user)
    doors = [record.get("method") for record in records if record.get("method") != "mfa"]
    return bool(doors) and doors[-1] == _PAPER


class CodeField(forms.CharField):
    """A code that the proving button asks for, not the one that sends it."""

    quiet = True


class ProofForm(forms.Form):
    """What proves it: a code, or what a passkey has signed."""

    code = CodeField(
        label=gettext_lazy("Code"),
        required=False,
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
    )
    credential = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)


class ProvenForm(ProofForm):
    """The same, sent to prove it: without a passkey's signature it takes a code."""

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if not code.strip() and not self.data.get("credential"):
            raise forms.ValidationError(_("Type the code; “Send me a code” gets you one."))
        return code


def send_code(request: SignedIn, *, at: datetime.datetime) -> str:
    """Send this person a code; what is wrong in words, or nothing.

    With an authenticator app or a passkey no code is sent: whoever reads the mail would pass by it.
    """
    if second_factor.has_own_device(request.user):
        return _("Use your authenticator app or your passkey; no code is sent beside them.")
    if not second_factor.can_send(request.user, at):
        return second_factor.hint(request.user, at)
    if not ratelimit.consume(request, action="factor_code", user=request.user):
        return _(
            "Too many codes were asked for. Wait an hour, or use a printed code from the "
            "secretariat."
        )
    state, message = second_factor.send(request.user, at=at)
    request.session[_STATE] = state
    if settings.MESSAGES_PAGE:
        request.session["mail"] = [*request.session.get("mail", []), message][-20:]
    return ""


@receiver(password_reset)
def _note_reset(user: User, **_keywords: Any) -> None:
    User.objects.filter(pk=user.pk).update(reset_at=timezone.now())


def is_sent(request: SignedIn) -> bool:
    """Whether this session waits for digits that were sent."""
    return request.session.get(_STATE) is not None


def prove(request: SignedIn, form: forms.Form, *, at: datetime.datetime) -> bool:
    """Whether a valid `ProvenForm` proves it; the session remembers, or the form says what is
    wrong.
    """
    if form.cleaned_data["credential"]:
        return _prove_by_passkey(request, form)
    return _prove_by_code(request, form, at)


def _prove_by_passkey(request: SignedIn, form: forms.Form) -> bool:
    if second_factor.check_passkey(request.user, form.cleaned_data["credential"]):
        note(request, "webauthn")
        return True
    form.add_error(None, _("Your passkey did not sign this page. Try again, or sign with a code."))
    return False


def _prove_by_code(request: SignedIn, form: forms.Form, at: datetime.datetime) -> bool:
    if not ratelimit.consume(request, action="factor_try", user=request.user):
        form.add_error("code", _("Too many tries. Wait ten minutes, then type a fresh code."))
        return False
    state = request.session.get(_STATE)
    if second_factor.check(request.user, form.cleaned_data["code"], state, at=at):
        note(request, "code")
        return True
    request.session[_STATE] = state  # with one try less
    form.add_error("code", _("This code is wrong or too old. Compare it, or ask for a new one."))
    return False
