"""The secretariat's page for a round: panels, members, assignment, progress, closing. By code only:
no names of entrants.
"""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from competition import clock
from competition.errors import Refused
from competition.office import EditionOffice, without_time
from foundation.vietnamese.calendar import parse_date
from judging.arithmetic import linking
from judging.assigning import assignment, lottery
from judging.councils import rounds
from judging.models import (
    Assignment,
    BlindedEntry,
    Conflict,
    Judge,
    Lottery,
    Panel,
    Round,
    Scoresheet,
)
from judging.scoring import reopening

SEATS_A_PAGE = 20


class PanelForm(forms.Form):
    """A new panel."""

    name = forms.CharField(label=gettext_lazy("Name of the panel"), max_length=160)
    decision_number = forms.CharField(
        label=gettext_lazy("Decision number"), max_length=60, required=False
    )
    fields_ = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Fields"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    shares_fields = forms.BooleanField(
        label=gettext_lazy("Shares its fields with other panels"),
        required=False,
        help_text=gettext_lazy("Entries are then dealt out at random."),
    )
    term_from = forms.CharField(label=gettext_lazy("Term from"), required=False, max_length=10)
    term_until = forms.CharField(label=gettext_lazy("Term until"), required=False, max_length=10)

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fields_"].queryset = edition.fields.all()

    def _day(self, name: str):
        typed = self.cleaned_data[name].strip()
        try:
            return parse_date(typed) if typed else None
        except ValueError as error:
            raise forms.ValidationError(
                _("Write the date as day/month/year, such as 20/11/2026.")
            ) from error

    def clean_term_from(self):
        return self._day("term_from")

    def clean_term_until(self):
        return self._day("term_until")


class SeatForm(forms.Form):
    """A new member of a panel."""

    panel = forms.ModelChoiceField(label=gettext_lazy("Panel"), queryset=None)
    email = forms.EmailField(label=gettext_lazy("E-mail of the person's account"))
    position = forms.ChoiceField(
        label=gettext_lazy("Position"),
        choices=[(role.value, role.label) for role in rounds.RIGHTS],
    )

    def __init__(self, *args, judging_round, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["panel"].queryset = Panel.objects.filter(round=judging_round)

    def clean_email(self):
        user = User.objects.filter(email=self.cleaned_data["email"].lower()).first()
        if user is None:
            raise forms.ValidationError(
                _("No account has this address. Ask the person to register first.")
            )
        return user


class RoundOffice(EditionOffice):
    """A page about one round of an edition: the one that is asked for, otherwise the latest that
    was prepared.
    """

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        known = Round.objects.filter(edition=self.edition).select_related("scheme", "edition")
        number = request.GET.get("vong", "")
        self.round = (
            known.filter(order=number).first()
            if number.isdecimal()
            else known.order_by("order").last()
        )
        if self.round is None:
            if number:
                raise Http404
            self.round = rounds.first_round(self.edition)

    def get_context_data(self, **kwargs):
        known = list(Round.objects.filter(edition=self.edition).order_by("order"))
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "round_query": f"vong={self.round.order}",
            "known_rounds": known if len(known) > 1 else [],
        }


class JudgingOffice(RoundOffice):
    """One round from its panels to the last locked sheet."""

    title = gettext_lazy("Judging")
    template_name = "office/judging.html"
    header_icon = "clipboard-list"
    panel_form = seat_form = None

    def context(self):
        panels = list(self.round.panels.prefetch_related("fields"))
        for panel in panels:
            judges = panel.judges.select_related("user").order_by("user__name_key")
            panel.seats = Paginator(judges, SEATS_A_PAGE).get_page(self.request.GET.get("trang"))
        seats = [judge for panel in panels for judge in panel.seats]
        self._count_sheets(seats)
        found = (
            Conflict.objects.filter(judge__in=seats)
            .values("judge")
            .annotate(size=Count("blinded_entry", distinct=True))
        )
        return {
            "panels": panels,
            "conflicted": dict(found.values_list("judge", "size")),
            "entries": BlindedEntry.objects.countable().filter(round=self.round).count(),
            "proposed": Assignment.objects.filter(
                judge__panel__round=self.round, state=Assignment.State.PROPOSED
            ).count(),
            "looked_at": self._looked_at(),
            "gaps": assignment.gaps(self.round) if self.round.state == Round.State.OPEN else [],
            "reopenings": reopening.waiting(self.round),
            "lotteries": list(
                self.round.lotteries.order_by("-committed_at", "-pk").select_related(
                    "committed_by", "drawn_by"
                )
            ),
            "panel_form": self.panel_form or PanelForm(edition=self.edition),
            "seat_form": self.seat_form or SeatForm(judging_round=self.round),
        }

    def _looked_at(self) -> dict | None:
        """The judge whose missing sheets are shown."""
        number = self.request.GET.get("giam-khao", "")
        judge = (
            Judge.objects.filter(pk=number, panel__round=self.round).select_related("user").first()
            if number.isdecimal()
            else None
        )
        if judge is None:
            return None
        late = (
            rounds.late_assignments(self.round).filter(judge=judge)
            if self.round.state == Round.State.OPEN
            else []
        )
        proposed = Assignment.objects.filter(
            judge=judge, state=Assignment.State.PROPOSED
        ).select_related("blinded_entry__field")
        others = (
            judge.panel.judges.exclude(pk=judge.pk)
            .select_related("user")
            .order_by("user__name_key")
        )
        rights = [
            (right, Judge._meta.get_field(right).verbose_name, getattr(judge, right))
            for right in rounds.ALL_RIGHTS
        ]
        return {
            "judge": judge,
            "late": late,
            "proposed": proposed,
            "others": others,
            "rights": rights,
        }

    @staticmethod
    def _count_sheets(judges: list[Judge]) -> None:
        """Put the numbers of proposed, confirmed and locked sheets on the judges that are shown."""
        tallied = (
            Assignment.objects.filter(judge__in=judges, blinded_entry__withdrawn_at=None)
            .values("judge")
            .annotate(
                proposed=Count("pk", filter=Q(state=Assignment.State.PROPOSED)),
                total=Count("pk", filter=Q(state=Assignment.State.CONFIRMED)),
                locked=Count(
                    "pk",
                    filter=Q(
                        state=Assignment.State.CONFIRMED, sheet__state=Scoresheet.State.LOCKED
                    ),
                ),
            )
        )
        counts = {row["judge"]: row for row in tallied}
        for judge in judges:
            row = counts.get(judge.pk, {})
            judge.proposed, judge.total, judge.locked = (
                row.get("proposed", 0),
                row.get("total", 0),
                row.get("locked", 0),
            )

    def do_panel(self):
        form = PanelForm(self.request.POST, edition=self.edition)
        if not form.is_valid():
            self.panel_form, self.is_refused = form, True
            return
        self.attempt(
            without_time(rounds.establish_panel),
            _("The panel is established."),
            judging_round=self.round,
            name=form.cleaned_data["name"],
            fields=form.cleaned_data["fields_"],
            decision_number=form.cleaned_data["decision_number"],
        )

    def do_appoint(self):
        form = SeatForm(self.request.POST, judging_round=self.round)
        if not form.is_valid():
            self.seat_form, self.is_refused = form, True
            return
        data = form.cleaned_data
        self.attempt(
            without_time(rounds.appoint),
            _("The person has a seat."),
            panel=data["panel"],
            user=data["email"],
            position=data["position"],
        )

    def do_propose(self):
        mode = (
            assignment.FAIR
            if self.request.POST.get("mode") == assignment.FAIR
            else assignment.BALANCED
        )
        try:
            plan = assignment.propose(judging_round=self.round, by=self.request.user, mode=mode)
        except Refused as refusal:
            messages.error(self.request, str(refusal))
            return
        self._tell(plan)

    def do_commit_lottery(self):
        typed = self.request.POST.get("most_percent", "").strip().rstrip("%").strip()
        most = int(typed) if typed.isdecimal() else 0
        done = _(
            "The chances are fixed and the digest of the secret is published. Draw when the "
            "number is known that you named."
        )
        self.attempt(
            lottery.commit,
            done,
            judging_round=self.round,
            most_percent=most,
            source=self.request.POST.get("source", ""),
        )

    def do_draw(self):
        chosen = get_object_or_404(
            Lottery, pk=self.request.POST.get("lottery") or 0, round=self.round
        )
        try:
            plan = lottery.draw(
                lottery=chosen,
                public_number=self.request.POST.get("public_number", ""),
                by=self.request.user,
                at=clock.now(),
            )
        except Refused as refusal:
            messages.error(self.request, str(refusal))
            return
        self._tell(plan)

    def _tell(self, plan: assignment.Plan) -> None:
        loads = [load for load in plan.loads.values() if load] or [0]
        told = _(
            "The proposal is ready: %(created)s new sheets (%(changed)s differ from the "
            "proposal before), %(least)s to %(most)s a judge, "
            "%(conflicts)s conflicts kept apart. The entry with the least fitting judges "
            "reaches %(worst)s%% of the best. Look before you confirm."
        )
        numbers = {
            "created": plan.created,
            "changed": plan.changed,
            "least": min(loads),
            "most": max(loads),
            "conflicts": plan.conflicts_avoided,
        }
        numbers["worst"] = int(100 * plan.worst)
        messages.success(self.request, told % numbers)
        self._tell_of_the_web(plan)

    def _tell_of_the_web(self, plan: assignment.Plan) -> None:
        web = {
            "parts": plan.parts,
            "connectivity": number_format(plan.connectivity, 2),
            "price": number_format(100 * plan.price, 2),
        }
        if plan.parts > 1:
            text = _(
                "The judges of a panel fall into %(parts)s groups without a common entry: "
                "their severity cannot be compared."
            )
            messages.warning(self.request, text % web)
        elif plan.connectivity < linking.WELL_LINKED:
            text = _(
                "The judges of a panel share few entries (connectivity %(connectivity)s): "
                "their severity is compared with less certainty. "
                "More sheets for each entry, or fewer conflicts, would help."
            )
            messages.warning(self.request, text % web)
        else:
            text = _(
                "Judges share enough entries to compare their severity (connectivity "
                "%(connectivity)s); that costs %(price)s%% of the fit."
            )
            messages.info(self.request, text % web)

    def do_move(self):
        item = get_object_or_404(
            Assignment, pk=self.request.POST.get("assignment") or 0, judge__panel__round=self.round
        )
        judge = get_object_or_404(
            Judge, pk=self.request.POST.get("judge") or 0, panel__round=self.round
        )
        self.attempt(
            without_time(assignment.move),
            _("%(judge)s gets this sheet.") % {"judge": judge},
            item=item,
            judge=judge,
        )

    def do_confirm(self):
        self.attempt(
            assignment.confirm, _("The assignment is confirmed."), judging_round=self.round
        )

    def do_open(self):
        self.attempt(
            rounds.open_round,
            _("The round is open; the judges are told."),
            judging_round=self.round,
        )

    def do_release(self):
        item = get_object_or_404(
            Assignment, pk=self.request.POST.get("assignment") or 0, judge__panel__round=self.round
        )
        self.attempt(
            rounds.release_late,
            _("The entry is taken off this judge."),
            assignment=item,
            reason=self.request.POST.get("reason", ""),
        )

    def do_close(self):
        self.attempt(rounds.close_round, _("The round is closed."), judging_round=self.round)

    def do_rights(self):
        judge = get_object_or_404(
            Judge, pk=self.request.POST.get("judge") or 0, panel__round=self.round
        )
        rights = {right: right in self.request.POST for right in rounds.ALL_RIGHTS}
        self.attempt(
            without_time(rounds.set_rights),
            _("The rights of %(judge)s are kept.") % {"judge": judge},
            judge=judge,
            rights=rights,
        )

    def do_agree(self):
        asked = get_object_or_404(
            reopening.waiting(self.round), pk=self.request.POST.get("reopening") or 0
        )
        self.attempt(
            reopening.agree, _("The sheet is open again; the judge is told."), reopening=asked
        )
