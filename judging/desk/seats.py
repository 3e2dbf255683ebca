"""A judge's seat: accepted with a signature and a second factor, or declined."""

from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_GET, require_POST

from accounts import proving, second_factor
from accounts.models import User
from accounts.proving import ProofForm, ProvenForm
from competition import clock
from competition.errors import Refused
from competition.models import Field
from competition.web import RowsField, attempt
from foundation.papers import pdf
from foundation.papers.answers import as_pdf
from foundation.vietnamese.fields import WholeNumberField
from judging import permissions
from judging.councils import undertakings
from judging.desk.buttons import SignedIn, button
from judging.models import Judge


class SeatForm(ProofForm):
    """What a judge can read, and the proof that signs."""

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
    max_load = WholeNumberField(
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
    field_order = ["expertise", "keywords", "max_load", "interests"]

    def __init__(self, *args, seat: Judge, **kwargs):
        super().__init__(*args, **kwargs)
        expertise = cast(forms.ModelMultipleChoiceField, self.fields["expertise"])
        expertise.queryset = seat.panel.round.edition.fields.all()
        if seat.undertaking_at:
            del self.fields["code"]
            del self.fields["credential"]


class SigningForm(ProvenForm, SeatForm):
    """The same, signed: without a passkey's signature it takes a code."""

    @property
    def said(self) -> dict:
        """What the judge says about the own knowledge, load and interests."""
        names = ("expertise", "keywords", "max_load", "interests")
        return {name: self.cleaned_data[name] for name in names}


def own_seat(request: SignedIn, number: int) -> Judge:
    """The person's own seat; 404 for strangers."""
    seat = get_object_or_404(
        Judge.objects.select_related(
            "user", "panel__round__edition__contest", "panel__round__scheme"
        ),
        pk=number,
    )
    if not permissions.holds_seat(request.user, seat):
        raise Http404
    return seat


@login_required
@require_GET
def seat(request: SignedIn, number: int) -> HttpResponse:
    """The undertaking of a seat; strangers get 404."""
    seat = own_seat(request, number)
    return _page(request, seat, _form_of(seat, request.user))


def _form_of(seat: Judge, person: User) -> SeatForm:
    """The form with what was said before."""
    initial = {
        "expertise": seat.expertise.all(),
        "keywords": seat.keywords,
        "max_load": seat.max_load,
        "interests": person.interests,
    }
    return SeatForm(seat=seat, initial=initial)


@button("judge_seat", "number")
def sign_seat(request: SignedIn, number: int) -> HttpResponse:
    """Accept the seat and undertake secrecy, with a second factor; or change what was said then."""
    seat = own_seat(request, number)
    form = SigningForm(request.POST, seat=seat)
    if not form.is_valid() or not _is_proven(request, seat, form):
        return _page(request, seat, form, status=422)
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
    seat = own_seat(request, number)
    if refusal := proving.send_code(request, at=clock.now()):
        messages.error(request, refusal)
    else:
        messages.success(request, _("The code is on its way."))
    return _page(request, seat, SeatForm(request.POST, seat=seat))


@button("judge_seat", "number")
def decline_seat(request: SignedIn, number: int) -> HttpResponse:
    """Give the seat back with a reason."""
    seat = own_seat(request, number)
    is_declined = attempt(
        request,
        undertakings.decline,
        judge=seat,
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=clock.now(),
        done=_("Thank you for telling us. The secretariat looks for somebody else."),
    )
    if is_declined:
        return redirect("my_work")
    return _page(request, seat, _form_of(seat, request.user), status=422)


def _page(request: SignedIn, seat: Judge, form: SeatForm, *, status: int = 200) -> HttpResponse:
    context = {"seat": seat, "form": form, "is_assigned": undertakings.is_assigned(seat)}
    if not seat.undertaking_at:
        context |= {
            "has_own_device": second_factor.has_own_device(request.user),
            "can_send": second_factor.can_send(request.user, clock.now()),
            "hint": second_factor.hint(request.user, clock.now()),
            "passkey": second_factor.passkey_options(request.user),
        }
    return render(request, "judging/undertaking.html", context, status=status)


def _is_proven(request: SignedIn, seat: Judge, form: SigningForm) -> bool:
    """A seat is signed with a second factor of its own, whatever the session has shown before. Once
    it is signed, changes need none.
    """
    return bool(seat.undertaking_at) or proving.prove(request, form, at=clock.now())


@login_required
@require_GET
def undertaking_copy(request: SignedIn, number: int) -> HttpResponse:
    """What the person has signed, and when, to keep; 404 before."""
    seat = own_seat(request, number)
    if seat.undertaking_at is None:
        raise Http404
    facts = {
        "seat": seat,
        "edition": seat.panel.round.edition,
        "line": undertakings.line_of(seat),
        "now": clock.now(),
    }
    with override("vi"):
        return as_pdf("cam-ket.pdf", pdf.render("undertaking.html", facts))


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
