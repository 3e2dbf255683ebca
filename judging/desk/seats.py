"""A judge's seat: accepted with a signature and a second factor, or declined."""

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts import second_factor
from competition import clock
from competition.errors import Refused
from competition.web import attempt
from foundation.papers import pdf
from judging import permissions
from judging.councils import undertakings
from judging.models import Judge


class SeatForm(forms.Form):
    """What a judge can read, and the code that signs."""

    expertise = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Fields that you know"),
        queryset=None,
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
    code = forms.CharField(
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
        self.fields["expertise"].queryset = seat.panel.round.edition.fields.all()
        self.fields[
            "code"
        ].quiet = True  # asked for by the signing button, not by the one that sends it
        if seat.undertaking_at:
            del self.fields["code"], self.fields["credential"]

    def clean_code(self):
        if (
            not self.cleaned_data["code"].strip()
            and not self.data.get("credential")
            and self.data.get("action") == "sign"
        ):
            raise forms.ValidationError(_("Type the code; “Send me a code” gets you one."))
        return self.cleaned_data["code"]


@login_required
@require_http_methods(["GET", "POST"])
def seat(request, number):
    """The undertaking of a seat; strangers get 404."""
    found = get_object_or_404(
        Judge.objects.select_related("panel__round__edition", "panel__round__scheme"),
        pk=number,
        user=request.user,
        declined_at=None,
    )
    initial = {
        "expertise": found.expertise.all(),
        "keywords": found.keywords,
        "max_load": found.max_load,
        "interests": request.user.interests,
    }
    action = request.POST.get(
        "action", "sign" if request.POST.get("credential") else ""
    )  # a passkey's script presses no button
    form = SeatForm(
        request.POST if action in ("sign", "send") else None, seat=found, initial=initial
    )
    if action == "decline":
        about = {
            "judge": found,
            "reason": request.POST.get("reason", ""),
            "by": request.user,
            "at": clock.now(),
        }
        done = attempt(
            request,
            undertakings.decline,
            done=_("Thank you for telling us. The secretariat looks for somebody else."),
            **about,
        )
        return redirect("my_work" if done else request.path)
    if action == "send":
        _send(request)
    elif action == "sign" and form.is_valid() and _signed(request, found, form):
        return redirect("judge_desk")
    context = {"seat": found, "form": form}
    if not found.undertaking_at:
        context |= {
            "hint": second_factor.hint(request.user),
            "passkey": second_factor.passkey_options(request.user),
        }
    return render(
        request,
        "judging/undertaking.html",
        context,
        status=422 if form.errors and action == "sign" else 200,
    )


@login_required
@require_POST
def seat_codes(request, number):
    """A sheet of codes for a judge who has neither e-mail nor phone at hand; only the secretariat
    prints it.
    """
    found = get_object_or_404(
        Judge.objects.select_related("user", "panel__round__edition__contest"), pk=number
    )
    edition, at = found.panel.round.edition, clock.now()
    if not permissions.can_organise(request.user, edition.pk):
        raise Http404
    try:
        fresh = undertakings.print_codes(judge=found, by=request.user, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("judging_office", slug=edition.slug)
    about = {
        "edition": edition,
        "person": found.user,
        "seat": found,
        "codes": fresh,
        "by": request.user,
        "now": at,
    }
    headers = {"Content-Disposition": 'inline; filename="ma-ky-cam-ket.pdf"'}
    return HttpResponse(
        pdf.render("judge_codes.html", about), content_type="application/pdf", headers=headers
    )


def _send(request) -> None:
    if not ratelimit.consume(request, action="factor_code", user=request.user):
        messages.error(
            request,
            _(
                "Too many codes were asked for. Wait an hour, or use a printed code from the "
                "secretariat."
            ),
        )
        return
    state, kept = second_factor.send(request.user, at=clock.now())
    request.session["factor"] = state
    if settings.MESSAGES_PAGE:
        request.session["mail"] = [*request.session.get("mail", []), kept][-20:]
    messages.success(request, _("The code is on its way."))


def _signed(request, found: Judge, form: SeatForm) -> bool:
    data, at = form.cleaned_data, clock.now()
    state = request.session.get("factor")
    if not found.undertaking_at and data["credential"]:
        if not second_factor.check_passkey(request.user, data["credential"]):
            form.add_error(
                None, _("Your passkey did not sign this page. Try again, or sign with a code.")
            )
            return False
    elif not found.undertaking_at and not ratelimit.consume(
        request, action="factor_try", user=request.user
    ):
        form.add_error("code", _("Too many tries. Wait ten minutes, then type a fresh code."))
        return False
    elif not found.undertaking_at and not second_factor.check(
        request.user, data["code"], state, at=at
    ):
        request.session["factor"] = state
        form.add_error(
            "code", _("This code is wrong or too old. Compare it, or ask for a new one.")
        )
        return False
    request.session.pop("factor", None)
    about = {
        "expertise": data["expertise"],
        "keywords": data["keywords"],
        "max_load": data["max_load"],
        "interests": data["interests"],
    }
    try:
        undertakings.sign(judge=found, by=request.user, at=at, **about)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Thank you. Your seat is confirmed."))
    return True
