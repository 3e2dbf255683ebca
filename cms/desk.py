"""An edition's process as the office sees it: the rooms in order, where each stands, what waits."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.permissions import Role, Scope, is_secretariat, scope_ids
from awards.models import AwardDecision, Certificate, Ratification, Standing, Unsealing
from competition.models import Edition
from competition.office import EditionOffice
from competition.validation import problems
from judging import rounds
from judging.models import Round
from submissions.models import Entry
from voting.models import Ballot, Tally


def _step(title, url_name: str, edition: Edition, state: str, todo: str = "") -> dict:
    return {"title": title, "url": reverse(url_name, args=[edition.slug]), "state": state, "todo": todo}


def steps_of(edition: Edition) -> list[dict]:
    """[{"title", "url", "state", "todo"}] in process order; `todo` is empty when nothing waits."""
    return [_dossiers(edition), _judging(edition), _voting(edition), _awards(edition)]


def _dossiers(edition: Edition) -> dict:
    counts = dict(Entry.objects.in_edition(edition).order_by().values_list("status").annotate(Count("pk")))
    submitted, accepted = counts.get("submitted", 0), counts.get("accepted", 0)
    state = _("%(sealed)s sealed, %(accepted)s accepted, %(drafts)s drafts") % {
        "sealed": counts.get("sealed", 0), "accepted": accepted, "drafts": counts.get("draft", 0),
    }  # fmt: skip
    todo = []
    if submitted:
        todo.append(ngettext("%(count)s dossier to screen", "%(count)s dossiers to screen", submitted) % {"count": submitted})
    if accepted:
        todo.append(ngettext("%(count)s dossier to seal", "%(count)s dossiers to seal", accepted) % {"count": accepted})
    return _step(_("Dossiers"), "entry_queue", edition, state, "; ".join(todo))


def _judging(edition: Edition) -> dict:
    round = Round.objects.filter(edition=edition).first()
    if round is None:
        return _step(_("Judging"), "judging_office", edition, _("not begun"))
    late = rounds.late_assignments(round).count() if round.state == Round.State.OPEN else 0
    todo = ngettext("%(count)s sheet is missing", "%(count)s sheets are missing", late) % {"count": late} if late else ""
    if round.state == Round.State.CLOSED:
        todo = _("the ranking is to be frozen")
    return _step(_("Judging"), "judging_office", edition, round.get_state_display(), todo)


def _voting(edition: Edition) -> dict:
    if Tally.objects.filter(edition=edition).exists():
        return _step(_("Public vote"), "voting_office", edition, _("counted"))
    aside = Ballot.objects.filter(candidate__edition=edition).exclude(quarantined_at=None).count()
    todo = ngettext("%(count)s ballot set aside", "%(count)s ballots set aside", aside) % {"count": aside} if aside else ""
    return _step(_("Public vote"), "voting_office", edition, _("open") if hasattr(edition, "poll") else _("not begun"), todo)


def _awards(edition: Edition) -> dict:
    standing = Standing.objects.filter(edition=edition).first()
    decision = AwardDecision.objects.filter(edition=edition, superseded_by=None).first()
    state, todo = _("not begun"), ""
    if decision:
        made = Certificate.objects.filter(award__decision=decision).exclude(pdf=None).count()
        state = _("%(count)s certificates") % {"count": made} if made else _("Decision %(number)s") % {"number": decision.number}
        todo = "" if made else _("announce and issue the certificates")
    elif standing:
        opened = Unsealing.objects.filter(standing=standing).exclude(opened_at=None).exists()
        closed = Ratification.objects.filter(standing=standing).exclude(closed_at=None).exists()
        state = _("standing computed")
        todo = _("enter the decision") if closed else _("the committee's vote") if opened else _("open the seals")
    return _step(_("Results and certificates"), "awards_office", edition, state, todo)


def editions_run_by(user) -> list[Edition]:
    """The editions in whose secretariat the person works, the newest first."""
    editions = Edition.objects.select_related("poll").order_by("-created_at")
    if is_secretariat(user):
        return list(editions)
    return list(editions.filter(pk__in=scope_ids(user, Role.SECRETARIAT, Scope.EDITION)))


class EditionDesk(EditionOffice):
    """The four rooms of an edition."""

    title = gettext_lazy("Running the edition")
    template_name = "office/desk.html"
    header_icon = "tasks"

    def context(self):
        return {"steps": steps_of(self.edition), "problems": problems(self.edition)}
