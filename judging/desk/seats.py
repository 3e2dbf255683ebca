"""A judge's seat: accepted with a signature and a second factor, or declined."""

from typing import cast

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts import second_factor
from competition import clock
from competition.errors import Refused
from competition.models import Field
from competition.web import RowsField, attempt
from foundation.papers import pdf
from foundation.papers.answers import as_pdf
from judging import permissions
from judging.councils import undertakings
from judging.desk.buttons import SignedIn, button
from judging.models import Judge


class CodeField(forms.CharField):
    """A code that the signing button asks for, not the one that sends it."""

    quiet = True


class SeatForm(forms.Form):
    """What a judge can read, and the code that signs."""

    expertise = RowsField(
        label=gettext_lazy("Fields that you know"),
        queryset=Field.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    keywords = forms.CharField(
        label=gettext_lazy("What you know best, in a few words"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Separated by commas, such as: tea, irrigation, sensors."),
    )
    max_load = forms.IntegerField(
        label=gettext_lazy("How many dossiers can you read?"),
        min_value=1,
        max_value=undertakings.MOST_SHEETS,
    )
    interests = forms.CharField(
        label=gettext_lazy("People and organisations whose works you must not judge"),
        required=False,
        max_length=undertakings.MOST_INTERESTS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One a line: relatives, former or present colleagues and students, businesses in "
            "which you have a share. Nobody is told whether they take part."
        ),
    )
    code = CodeField(
        label=gettext_lazy("Code"),
        required=False,
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
    )
    credential = forms.CharField(
        required=False, max_length=20_000, widget=forms.HiddenInput
    )  # what a passkey has signed

    def __init__(self, *args, seat: Judge, **kwargs):
        super().__init__(*args, **kwargs)
        expertise = cast(forms.ModelMultipleChoiceField, self.fields["expertise"])
        expertise.queryset = seat.panel.round.edition.fields.all()
        if seat.undertaking_at:
            del self.fields["code"]
            del self.fields["credential"]


class SigningForm(SeatForm):
    """The same, signed: without a passkey's signature it takes a code."""

    @property
    def said(self) -> dict:
        """What the judge says about the own knowledge, load and interests."""
        names = ("expertise", "keywords", "max_load", "interests")
        return {name: self.cleaned_data[name] for name in names}

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if not code.strip() and not self.data.get("credential"):
            raise forms.ValidationError(_("Type the code; “Send me a code” gets you one."))
        return code


def _own_seat(request: SignedIn, number: int) -> Judge:
    seat = get_object_or_404(
        Judge.objects.select_related("panel__round__edition", "panel__round__scheme"), pk=number
    )
    if not permissions.holds_seat(request.user, seat):
        raise Http404
    return seat


@login_required
@require_GET
def seat(request: SignedIn, number: int) -> HttpResponse:
    """The undertaking of a seat; strangers get 404."""
    seat = _own_seat(request, number)
    initial = {
        "expertise": seat.expertise.all(),
        "keywords": seat.keywords,
        "max_load": seat.max_load,
        "interests": request.user.interests,
    }
    return _page(request, seat, SeatForm(seat=seat, initial=initial))


@button("judge_seat", "number")
def sign_seat(request: SignedIn, number: int) -> HttpResponse:
    """Accept the seat and undertake secrecy, with a second factor; or change what was said then."""
    seat = _own_seat(request, number)
    form = SigningForm(request.POST, seat=seat)
    if not form.is_valid() or not _is_proven(request, seat, form):
        return _page(request, seat, form, status=422)
    request.session.pop("factor", None)
    try:
        undertakings.sign(judge=seat, by=request.user, at=clock.now(), **form.said)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, seat, form, status=422)
    messages.success(request, _("Thank you. Your seat is confirmed."))
    return redirect("judge_desk")


@button("judge_seat", "number")
def send_seat_code(request: SignedIn, number: int) -> HttpResponse:
    """Send the person a code to sign with; what is typed on the page stays."""
    seat = _own_seat(request, number)
    if ratelimit.consume(request, action="factor_code", user=request.user):
        _send_code(request)
    else:
        messages.error(
            request,
            _(
                "Too many codes were asked for. Wait an hour, or use a printed code from the "
                "secretariat."
            ),
        )
    return _page(request, seat, SeatForm(request.POST, seat=seat))


@button("judge_seat", "number")
def decline_seat(request: SignedIn, number: int) -> HttpResponse:
    """Give the seat back with a reason."""
    seat = _own_seat(request, number)
    is_declined = attempt(
        request,
        undertakings.decline,
        judge=seat,
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=clock.now(),
        done=_("Thank you for telling us. The secretariat looks for somebody else."),
    )
    return redirect("my_work" if is_declined else reverse("judge_seat", args=[number]))


def _page(request: SignedIn, seat: Judge, form: SeatForm, *, status: int = 200) -> HttpResponse:
    context = {"seat": seat, "form": form}
    if not seat.undertaking_at:
        context |= {
            "hint": second_factor.hint(request.user),
            "passkey": second_factor.passkey_options(request.user),
        }
    return render(request, "judging/undertaking.html", context, status=status)


def _send_code(request: SignedIn) -> None:
    state, message = second_factor.send(request.user, at=clock.now())
    request.session["factor"] = state
    if settings.MESSAGES_PAGE:
        request.session["mail"] = [*request.session.get("mail", []), message][-20:]
    messages.success(request, _("The code is on its way."))


def _is_proven(request: SignedIn, seat: Judge, form: SeatForm) -> bool:
    """A seat is signed with a passkey or a code; the form says what is wrong with it. Once it is
    signed, changes need no second factor.
    """
    if seat.undertaking_at:
        return True
    if form.cleaned_data["credential"]:
        return _is_proven_by_passkey(request, form)
    return _is_proven_by_code(request, form)


def _is_proven_by_passkey(request: SignedIn, form: SeatForm) -> bool:
    if second_factor.check_passkey(request.user, form.cleaned_data["credential"]):
        return True
    form.add_error(None, _("Your passkey did not sign this page. Try again, or sign with a code."))
    return False


def _is_proven_by_code(request: SignedIn, form: SeatForm) -> bool:
    if not ratelimit.consume(request, action="factor_try", user=request.user):
        form.add_error("code", _("Too many tries. Wait ten minutes, then type a fresh code."))
        return False
    state = request.session.get("factor")
    if second_factor.check(request.user, form.cleaned_data["code"], state, at=clock.now()):
        return True
    request.session["factor"] = state  # with one try less
    form.add_error("code", _("This code is wrong or too old. Compare it, or ask for a new one."))
    return False


@login_required
@require_POST
def seat_codes(request: SignedIn, number: int) -> HttpResponse:
    """A sheet of codes for a judge who has neither e-mail nor phone at hand; only the secretariat
    prints it.
    """
    seat = get_object_or_404(
        Judge.objects.select_related("user", "panel__round__edition__contest"), pk=number
    )
    edition = seat.panel.round.edition
    if not permissions.can_organise(request.user, edition.pk):
        raise Http404
    now = clock.now()
    try:
        codes = undertakings.print_codes(judge=seat, by=request.user, at=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("judging_office", slug=edition.slug)
    facts = {
        "edition": edition,
        "person": seat.user,
        "seat": seat,
        "codes": codes,
        "by": request.user,
        "now": now,
    }
    return as_pdf("ma-ky-cam-ket.pdf", pdf.render("judge_codes.html", facts))
