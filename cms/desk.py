"""An edition's process as the office sees it: the rooms in order, where each stands, what waits."""

from django import forms
from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Unit, User
from accounts.permissions import Role, Scope, is_secretariat, scope_ids
from awards.models import AwardDecision, Certificate, Ratification, Standing, Unsealing
from competition.extension import extend
from competition.models import Edition, Phase
from competition.office import EditionOffice, without_time
from competition.validation import problems
from judging.councils import rounds
from judging.models import Round
from submissions.models import Entry
from submissions.sharing import units
from voting.models import Ballot, Poll, Tally


def steps_of(editions: list[Edition]) -> dict[int, list[dict]]:
    """{edition id: [{"title", "url", "state", "todo"}]} in process order; `todo` is empty when
    nothing waits.

    The same number of queries for one edition and for twenty.
    """
    counts: dict[int, dict] = {edition.pk: {} for edition in editions}
    rows = (
        Entry.objects.filter(edition__in=editions)
        .order_by()
        .values_list("edition", "status")
        .annotate(Count("pk"))
    )
    for edition_id, status, count in rows:
        counts[edition_id][status] = count
    looked_at = _with_milestones(editions)
    return {
        edition.pk: [
            _dossiers(edition, counts[edition.pk]),
            _judging(edition),
            _voting(edition),
            _awards(edition),
        ]
        for edition in looked_at
    }


def _with_milestones(editions: list[Edition]):
    """The editions with what the steps ask of the rooms below, in one query."""
    here = {"edition": OuterRef("pk")}
    decisions = AwardDecision.objects.filter(superseded_by=None, **here)
    made = Certificate.objects.filter(
        award__decision__edition=OuterRef("pk"), award__decision__superseded_by=None
    ).exclude(pdf=None)
    aside = Ballot.objects.filter(candidate__edition=OuterRef("pk")).exclude(quarantined_at=None)
    return Edition.objects.filter(pk__in=[edition.pk for edition in editions]).annotate(
        round_id=Subquery(Round.objects.filter(**here).order_by("-order").values("pk")[:1]),
        round_state=Subquery(Round.objects.filter(**here).order_by("-order").values("state")[:1]),
        polled=Exists(Poll.objects.filter(**here)),
        tallied=Exists(Tally.objects.filter(**here)),
        aside=_count(aside.values("candidate__edition")),
        stands=Exists(Standing.objects.filter(**here)),
        opened=Exists(
            Unsealing.objects.filter(standing__edition=OuterRef("pk")).exclude(opened_at=None)
        ),
        ratified=Exists(
            Ratification.objects.filter(standing__edition=OuterRef("pk")).exclude(closed_at=None)
        ),
        decision=Subquery(decisions.values("number")[:1]),
        made=_count(made.values("award__decision__edition")),
    )


def _count(grouped):
    return Coalesce(Subquery(grouped.order_by().annotate(size=Count("pk")).values("size")), 0)


def _step(title, url_name: str, edition: Edition, state: str, todo: str = "") -> dict:
    return {
        "title": title,
        "url": reverse(url_name, args=[edition.slug]),
        "state": state,
        "todo": todo,
    }


def _dossiers(edition: Edition, counts: dict[str, int]) -> dict:
    submitted, accepted = counts.get("submitted", 0), counts.get("accepted", 0)
    state = _("%(sealed)s sealed, %(accepted)s accepted, %(drafts)s drafts") % {
        "sealed": counts.get("sealed", 0),
        "accepted": accepted,
        "drafts": counts.get("draft", 0),
    }
    todo = []
    if submitted:
        todo.append(
            ngettext("%(count)s dossier to screen", "%(count)s dossiers to screen", submitted)
            % {"count": submitted}
        )
    if accepted:
        todo.append(
            ngettext("%(count)s dossier to seal", "%(count)s dossiers to seal", accepted)
            % {"count": accepted}
        )
    return _step(_("Dossiers"), "entry_queue", edition, state, "; ".join(todo))


def _judging(edition: Edition) -> dict:
    if edition.round_state is None:
        return _step(_("Judging"), "judging_office", edition, _("not begun"))
    late = _late(edition.round_id) if edition.round_state == Round.State.OPEN else 0
    todo = (
        ngettext("%(count)s sheet is missing", "%(count)s sheets are missing", late)
        % {"count": late}
        if late
        else ""
    )
    if edition.round_state == Round.State.CLOSED:
        todo = _("the ranking is to be frozen")
    return _step(
        _("Judging"), "judging_office", edition, Round.State(edition.round_state).label, todo
    )


def _late(round_id: int) -> int:
    """How many sheets are missing; at most a minute old, since counting walks over every sheet of
    the round.
    """
    return cache.get_or_set(
        f"late:{round_id}", lambda: rounds.late_assignments(round_id).count(), 60
    )


def _voting(edition: Edition) -> dict:
    if edition.tallied:
        return _step(_("Public vote"), "voting_office", edition, _("counted"))
    aside = edition.aside
    todo = (
        ngettext("%(count)s ballot set aside", "%(count)s ballots set aside", aside)
        % {"count": aside}
        if aside
        else ""
    )
    return _step(
        _("Public vote"),
        "voting_office",
        edition,
        _("open") if edition.polled else _("not begun"),
        todo,
    )


def _awards(edition: Edition) -> dict:
    state, todo = _("not begun"), ""
    if edition.decision:
        state = (
            _("%(count)s certificates") % {"count": edition.made}
            if edition.made
            else _("Decision %(number)s") % {"number": edition.decision}
        )
        todo = "" if edition.made else _("announce and issue the certificates")
    elif edition.stands:
        state = _("standing computed")
        todo = (
            _("enter the decision")
            if edition.ratified
            else _("the committee's vote")
            if edition.opened
            else _("open the seals")
        )
    return _step(_("Results and certificates"), "awards_office", edition, state, todo)


def editions_run_by(request) -> list[Edition]:
    """The editions in whose secretariat the person works, the newest first; read once a request."""
    if not hasattr(request, "editions_run"):
        editions, user = Edition.objects.order_by("-created_at"), request.user
        if not is_secretariat(user):
            editions = editions.filter(pk__in=scope_ids(user, Role.SECRETARIAT, Scope.EDITION))
        request.editions_run = list(editions)
    return request.editions_run


class ExtensionForm(forms.Form):
    """The deadline is moved."""

    closes_at = forms.DateTimeField(
        label=gettext_lazy("New deadline (day/month/year hour:minute)"),
        input_formats=["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"],
        error_messages={
            "invalid": gettext_lazy("Write day, month, year and time, such as 22/11/2026 17:00.")
        },
    )
    decision_number = forms.CharField(label=gettext_lazy("Decision number"), max_length=60)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class FocalForm(forms.Form):
    """A unit's focal point."""

    email = forms.EmailField(label=gettext_lazy("E-mail of the person's account"))
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"), queryset=Unit.objects.filter(depth__gt=1).order_by("folded")
    )

    def clean_email(self):
        user = User.objects.filter(email=self.cleaned_data["email"].lower()).first()
        if user is None:
            raise forms.ValidationError(
                _("No account has this address. Ask the person to register first.")
            )
        return user


class EditionDesk(EditionOffice):
    """The four rooms of an edition."""

    title = gettext_lazy("Running the edition")
    template_name = "office/desk.html"
    header_icon = "tasks"
    form = focal_form = None

    def context(self):
        return {
            "extension_form": self.form or ExtensionForm(),
            "focal_form": self.focal_form or FocalForm(),
            "submission": self.edition.phase(Phase.Kind.SUBMISSION),
        } | {
            "steps": steps_of([self.edition])[self.edition.pk],
            "problems": problems(self.edition),
        }

    def do_extend(self):
        form = ExtensionForm(self.request.POST)
        if not (
            form.is_valid()
            and self.attempt(
                extend,
                _("The deadline is moved; everybody with a draft is told."),
                edition=self.edition,
                **form.cleaned_data,
            )
        ):
            self.form, self.is_refused = form, True

    def do_focal(self):
        form = FocalForm(self.request.POST)
        if not form.is_valid():
            self.focal_form, self.is_refused = form, True
            return
        data = form.cleaned_data
        self.attempt(
            without_time(units.appoint),
            _("The person is the unit's focal point now."),
            edition=self.edition,
            user=data["email"],
            unit=data["unit"],
        )
