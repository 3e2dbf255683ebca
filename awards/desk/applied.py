"""After the prize: the entrant reports where the work is applied, the unit's focal point confirms
it.
"""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Unit
from accounts.permissions import is_focal_point_anywhere
from awards import applied, permissions
from awards.models import AppliedReport, Award
from competition import clock
from competition.errors import Refused
from competition.rows import row_of
from competition.web import attempt, say_beside
from foundation.vietnamese.fields import DateField, NumberField

NOT_NEGATIVE = gettext_lazy("Write what was measured as 0 or more.")


class ReportForm(forms.Form):
    """One place, with one measured number."""

    place = forms.CharField(
        label=gettext_lazy("Where it is applied"),
        max_length=200,
        help_text=gettext_lazy("A place or an organisation, such as a co-operative; no names."),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Commune, ward or unit that can confirm it"),
        queryset=Unit.objects.order_by("folded"),
        required=False,
        help_text=gettext_lazy("Empty: the secretariat looks at it."),
    )
    since = DateField(
        label=gettext_lazy("Applied since"), help_text=gettext_lazy("Day/month/year.")
    )
    indicator = forms.CharField(
        label=gettext_lazy("What was measured"),
        max_length=150,
        help_text=gettext_lazy("Such as: water for one crop."),
    )
    measure = forms.CharField(
        label=gettext_lazy("Unit of measure"),
        max_length=30,
        help_text=gettext_lazy("Such as: m³ a sào."),
    )
    before = NumberField(
        label=gettext_lazy("Before"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        error_messages={"min_value": NOT_NEGATIVE},
    )
    after = NumberField(
        label=gettext_lazy("After"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        error_messages={"min_value": NOT_NEGATIVE},
    )
    publishes = forms.BooleanField(
        label=gettext_lazy("It may be published on the page of the work once it is confirmed"),
        required=False,
    )


def _own_award(request, award: int) -> Award:
    """An announced prize of this person's work; 404 for others."""
    found = get_object_or_404(applied.won_by(request.user), pk=award)
    if not permissions.can_report_use(request.user, found):
        raise Http404
    return found


@login_required
@require_GET
def after_prize(request):
    """The prizes of this person's works, each with what was reported."""
    awards = applied.won_by(request.user).prefetch_related("reports__check_row")
    return render(request, "awards/after_prize.html", {"awards": awards})


@login_required
@require_http_methods(["GET", "POST"])
def report_use(request, award):
    """Say where the work is applied; what was said before stands above."""
    own = _own_award(request, award)
    if request.method == "GET":
        return _page(request, own, ReportForm())
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, own, form)
    try:
        applied.report_use(award=own, by=request.user, at=clock.now(), **form.cleaned_data)
    except Refused as refusal:
        say_beside(form, refusal)
        return _page(request, own, form)
    messages.success(request, _("The report has come in. It stands below, until it is looked at."))
    return redirect("report_use", award=own.pk)


def _page(request, award: Award, form: ReportForm) -> HttpResponse:
    reports = award.reports.select_related("check_row__unit", "unit")
    context = {"award": award, "reports": reports, "form": form}
    status = 422 if form.errors else 200
    return render(request, "awards/report_use.html", context, status=status)


@login_required
@require_POST
def publish_report(request, award, report):
    """Agree that it is published."""
    return _publication(request, award, report, publishes=True)


@login_required
@require_POST
def hide_report(request, award, report):
    """Take that back."""
    return _publication(request, award, report, publishes=False)


def _publication(request, award: int, report: int, *, publishes: bool) -> HttpResponse:
    own = _own_award(request, award)
    attempt(
        request,
        applied.set_publication,
        report=get_object_or_404(AppliedReport, pk=report, award=own),
        publishes=publishes,
        by=request.user,
        at=clock.now(),
        done=_("What may be public is noted."),
    )
    return redirect("report_use", award=own.pk)


def _waiting(request):
    """What waits for the units for which this person speaks; 404 for who is no focal point."""
    if not is_focal_point_anywhere(request.user):
        raise Http404
    return applied.waiting_for(request.user)


def _waiting_report(request, number: int) -> AppliedReport:
    """One of them; 404 for whoever may not confirm it."""
    waiting = _waiting(request)
    own = applied.reports_for(request.user)
    report = row_of(waiting, number, of=own, said=applied.said_of)
    if not permissions.can_check_report(request.user, report):
        raise Http404
    return report


@login_required
@require_GET
def unit_reports(request):
    """Reports of works that are applied in the person's unit."""
    return render(request, "awards/unit_reports.html", {"reports": _waiting(request)})


@login_required
@require_POST
def unit_confirm_report(request, report):
    """It was seen to be so."""
    attempt(
        request,
        applied.confirm,
        report=_waiting_report(request, report),
        by=request.user,
        at=clock.now(),
        done=_("The report is confirmed."),
    )
    return redirect("unit_reports")


@login_required
@require_POST
def unit_decline_report(request, report):
    """It cannot be confirmed."""
    went_through = attempt(
        request,
        applied.decline,
        report=_waiting_report(request, report),
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=clock.now(),
        done=_("The entrant reads why."),
    )
    if went_through:
        return redirect("unit_reports")
    context = {"reports": _waiting(request)}
    return render(request, "awards/unit_reports.html", context, status=422)
