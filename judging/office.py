"""The secretariat's page for judging: panels, assignment, progress, closing, ranking, minutes. By code only: no names of entrants."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, User
from accounts.permissions import is_secretariat
from competition import clock
from competition.errors import Refused
from competition.models import Edition
from competition.office import EditionOffice, without_time
from foundation.vault import store
from judging import assignment, evidence, meetings, ranking, rounds
from judging.models import Assignment, BlindedEntry, Conflict, Judge, Panel, Ranking, Round, Scoresheet

SEATS_A_PAGE = 20


class PanelForm(forms.Form):
    """A new panel."""

    name = forms.CharField(label=gettext_lazy("Name of the panel"), max_length=160)
    decision_number = forms.CharField(label=gettext_lazy("Decision number"), max_length=60, required=False)
    fields_ = forms.ModelMultipleChoiceField(label=gettext_lazy("Fields"), queryset=None, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fields_"].queryset = edition.fields.all()


class SeatForm(forms.Form):
    """A new member of a panel."""

    panel = forms.ModelChoiceField(label=gettext_lazy("Panel"), queryset=None)
    email = forms.EmailField(label=gettext_lazy("E-mail of the person's account"))
    position = forms.ChoiceField(
        label=gettext_lazy("Position"),
        choices=[(role.value, role.label) for role in (Membership.Role.JUDGE, Membership.Role.CHAIR, Membership.Role.PANEL_SECRETARY)],
    )

    def __init__(self, *args, round, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["panel"].queryset = Panel.objects.filter(round=round)

    def clean_email(self):
        user = User.objects.filter(email=self.cleaned_data["email"].lower()).first()
        if user is None:
            raise forms.ValidationError(_("No account has this address. Ask the person to register first."))
        return user


class JudgingOffice(EditionOffice):
    """One round from its panels to its frozen ranking."""

    title = gettext_lazy("Judging")
    template_name = "office/judging.html"
    header_icon = "clipboard-list"
    panel_form = seat_form = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.round = rounds.first_round(self.edition)

    def context(self):
        panels = list(self.round.panels.prefetch_related("fields"))
        for panel in panels:
            judges = panel.judges.select_related("user").order_by("user__name_key")
            panel.seats = Paginator(judges, SEATS_A_PAGE).get_page(self.request.GET.get("trang"))
        seats = [judge for panel in panels for judge in panel.seats]
        self._count_sheets(seats)
        frozen = Ranking.objects.filter(round=self.round).first()
        found = Conflict.objects.filter(judge__in=seats).values("judge").annotate(size=Count("blinded_entry", distinct=True))
        return {
            "round": self.round,
            "panels": panels,
            "conflicted": dict(found.values_list("judge", "size")),
            "entries": BlindedEntry.objects.countable().filter(round=self.round).count(),
            "proposed": Assignment.objects.filter(judge__panel__round=self.round, state=Assignment.State.PROPOSED).count(),
            "looked_at": self._looked_at(),
            "ranking": frozen,
            "rows": frozen.rows.select_related("field") if frozen else [],
            "limit": self.edition.scheme.spread_limit,
            "panel_form": self.panel_form or PanelForm(edition=self.edition),
            "seat_form": self.seat_form or SeatForm(round=self.round),
        }

    def _looked_at(self) -> dict | None:
        """The judge whose missing sheets are shown."""
        number = self.request.GET.get("giam-khao", "")
        judge = Judge.objects.filter(pk=number, panel__round=self.round).select_related("user").first() if number.isdecimal() else None
        if judge is None:
            return None
        late = rounds.late_assignments(self.round).filter(judge=judge) if self.round.state == Round.State.OPEN else []
        proposed = Assignment.objects.filter(judge=judge, state=Assignment.State.PROPOSED).select_related("blinded_entry__field")
        others = judge.panel.judges.exclude(pk=judge.pk).select_related("user").order_by("user__name_key")
        return {"judge": judge, "late": late, "proposed": proposed, "others": others}

    @staticmethod
    def _count_sheets(judges: list[Judge]) -> None:
        """Put the numbers of proposed, confirmed and locked sheets on the judges that are shown."""
        tallied = (
            Assignment.objects.filter(judge__in=judges, blinded_entry__withdrawn_at=None)
            .values("judge")
            .annotate(
                proposed=Count("pk", filter=Q(state=Assignment.State.PROPOSED)),
                total=Count("pk", filter=Q(state=Assignment.State.CONFIRMED)),
                locked=Count("pk", filter=Q(state=Assignment.State.CONFIRMED, sheet__state=Scoresheet.State.LOCKED)),
            )
        )
        counts = {row["judge"]: row for row in tallied}
        for judge in judges:
            row = counts.get(judge.pk, {})
            judge.proposed, judge.total, judge.locked = row.get("proposed", 0), row.get("total", 0), row.get("locked", 0)

    def do_panel(self):
        form = PanelForm(self.request.POST, edition=self.edition)
        if not form.is_valid():
            self.panel_form, self.is_refused = form, True
            return
        self.attempt(
            without_time(rounds.establish_panel), _("The panel is established."), round=self.round, name=form.cleaned_data["name"],
            fields=form.cleaned_data["fields_"], decision_number=form.cleaned_data["decision_number"],
        )  # fmt: skip

    def do_appoint(self):
        form = SeatForm(self.request.POST, round=self.round)
        if not form.is_valid():
            self.seat_form, self.is_refused = form, True
            return
        data = form.cleaned_data
        self.attempt(without_time(rounds.appoint), _("The person has a seat."), panel=data["panel"], user=data["email"], position=data["position"])

    def do_propose(self):
        mode = assignment.FAIR if self.request.POST.get("mode") == assignment.FAIR else assignment.BALANCED
        try:
            plan = assignment.propose(round=self.round, by=self.request.user, mode=mode)
        except Refused as refusal:
            messages.error(self.request, str(refusal))
            return
        self._tell(plan)

    def _tell(self, plan: assignment.Plan) -> None:
        loads = [load for load in plan.loads.values() if load] or [0]
        told = _("The proposal is ready: %(created)s new sheets, %(least)s to %(most)s a judge, %(conflicts)s conflicts kept apart. Look before you confirm.")
        numbers = {"created": plan.created, "least": min(loads), "most": max(loads), "conflicts": plan.conflicts_avoided}
        messages.success(self.request, told % numbers)
        if plan.parts > 1:
            text = _("The judges of a panel fall into %(parts)s groups without a common entry: their severity cannot be compared.")
            messages.warning(self.request, text % {"parts": plan.parts})

    def do_move(self):
        item = get_object_or_404(Assignment, pk=self.request.POST.get("assignment") or 0, judge__panel__round=self.round)
        judge = get_object_or_404(Judge, pk=self.request.POST.get("judge") or 0, panel__round=self.round)
        self.attempt(without_time(assignment.move), _("%(judge)s gets this sheet.") % {"judge": judge}, item=item, judge=judge)

    def do_confirm(self):
        self.attempt(assignment.confirm, _("The assignment is confirmed."), round=self.round)

    def do_open(self):
        self.attempt(rounds.open_round, _("The round is open; the judges are told."), round=self.round)

    def do_release(self):
        item = get_object_or_404(Assignment, pk=self.request.POST.get("assignment") or 0, judge__panel__round=self.round)
        self.attempt(rounds.release_late, _("The entry is taken off this judge."), assignment=item, reason=self.request.POST.get("reason", ""))

    def do_close(self):
        self.attempt(rounds.close_round, _("The round is closed."), round=self.round)

    def do_freeze(self):
        self.attempt(ranking.freeze, _("The ranking is frozen and its head is published."), round=self.round)

    def do_minutes(self):
        frozen = get_object_or_404(Ranking, round=self.round)
        self.attempt(
            without_time(meetings.draft_minutes), _("The minutes are drafted."), ranking=frozen, held_at=clock.now(),
            place=self.request.POST.get("place", "")[:160], conclusion=self.request.POST.get("conclusion", ""),
        )  # fmt: skip


class EvidenceOffice(EditionOffice):
    """How sure the result of a round is; shown once every sheet is locked."""

    title = gettext_lazy("How sure is the result?")
    template_name = "office/evidence.html"
    header_icon = "view"
    SHOWN = 60

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rounds_done = Round.objects.filter(edition=self.edition, state__in=[Round.State.CLOSED, Round.State.FROZEN])
        self.round = get_object_or_404(rounds_done.select_related("edition__scheme"), order=1)

    def context(self):
        found = evidence.of(self.round)
        size = max(1, len(found.entries))
        shown = [
            vars(line) | {
                "percent": None if line.in_prize is None else round(100 * line.in_prize), "group": "ABCDEFGHIJ"[line.part % 10] if found.parts > 1 else "",
                # Text, since a drawing wants points and not the decimal comma.
                "start": f"{100 * (line.lowest - 1) / size:.2f}", "width": f"{max(1, 100 * (line.highest - line.lowest + 1) / size):.2f}",
            }
            for line in found.entries[: self.SHOWN]
        ]  # fmt: skip
        return {"evidence": found, "shown": shown}


def minutes_pdf(request, slug):
    """The minutes as PDF."""
    edition = get_object_or_404(Edition, slug=slug)
    frozen = Ranking.objects.filter(round__edition=edition).select_related("minutes").first()
    if not is_secretariat(request.user, edition.pk) or frozen is None or frozen.minutes is None:
        raise Http404
    return store.serve(frozen.minutes, name=f"bien-ban-{slug}.pdf", user=request.user, purpose="minutes", inline=True)
