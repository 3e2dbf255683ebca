"""A round's life: prepared, opened to the judges, closed when every sheet is locked."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import membership
from accounts.models import Membership
from competition import clock
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, Phase
from competition.phases import require_open
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.notifications import post
from judging import permissions
from judging.models import Assignment, Judge, Panel, Round, Scoresheet


def _require_organiser(user, edition_id: int) -> None:
    if not permissions.can_organise(user, edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))


@transaction.atomic
def prepare_round(*, edition: Edition, by, name: str = "") -> Round:
    """The first round of an edition, in preparation; the same one when asked again. Raises NotAllowed."""
    _require_organiser(by, edition.pk)
    return first_round(edition, name)


def first_round(edition: Edition, name: str = "") -> Round:
    """The round into which sealed entries are received."""
    found, _created = Round.objects.get_or_create(
        edition=edition, order=1, defaults={"name": name or "Vòng chấm", "sheets_per_entry": edition.sheets_per_entry}
    )
    return found


@transaction.atomic
def establish_panel(*, round: Round, name: str, fields, by, decision_number: str = "") -> Panel:
    """A panel for one or several fields; a field belongs to one panel of a round. Raises NotAllowed, Refused."""
    _require_organiser(by, round.edition_id)
    fields = list(fields)
    taken = Panel.objects.filter(round=round, fields__in=fields).first()
    if taken:
        raise Refused(_("A field of this panel already belongs to “%(panel)s”.") % {"panel": taken})
    if any(field.edition_id != round.edition_id for field in fields) or not fields:
        raise Refused(_("Choose at least one field of this edition."))
    panel = Panel.objects.create(round=round, name=name, decision_number=decision_number)
    panel.fields.set(fields)
    return panel


@transaction.atomic
def appoint(*, panel: Panel, user, by, position: str = Membership.Role.JUDGE, max_load: int = 40) -> Judge:
    """Give a person a seat on a panel, with the role that opens the judges' door. Raises NotAllowed, Refused."""
    _require_organiser(by, panel.round.edition_id)
    if user.is_superuser or permissions.can_organise(user, panel.round.edition_id):
        raise Refused(_("%(name)s works in the secretariat, which knows the names; such a person cannot judge.") % {"name": user})
    if position == Membership.Role.CHAIR and panel.judges.filter(position=position).exclude(user=user).exists():
        raise Refused(_("This panel already has a chair."))
    judge, created = Judge.objects.get_or_create(panel=panel, user=user, defaults={"position": position, "max_load": max_load, "invited_at": clock.now()})
    membership.grant(user, position, panel_id=panel.pk)
    if created:
        post.tell(user, "judge_invited", {"judge": judge, "panel": panel}, key=f"seat:{judge.pk}", link=f"/cham-diem/ghe/{judge.pk}/")
    emit("judges.changed", edition=panel.round.edition_id)
    return judge


@transaction.atomic
def open_round(*, round: Round, by, at: datetime.datetime) -> Round:
    """Show the confirmed assignments to the judges. Raises NotAllowed, PhaseClosed, WrongState."""
    round = Round.objects.select_for_update(of=("self",)).select_related("edition").get(pk=round.pk)
    _require_organiser(by, round.edition_id)
    require_open(round.edition, Phase.Kind.JUDGING, at=at)
    if round.state != Round.State.PREPARING:
        raise WrongState(_("This round was opened before."))
    if not Assignment.objects.countable().filter(judge__panel__round=round).exists():
        raise WrongState(_("Confirm the assignment first: no judge has anything to score yet."))
    round.state, round.opened_at = Round.State.OPEN, at
    round.save(update_fields=["state", "opened_at"])
    chain.append(round.edition.chain, "round.opened", {"round": round.order}, at=at, by=by)
    for judge in Judge.objects.filter(panel__round=round).select_related("user", "panel"):
        post.tell(judge.user, "round_opened", {"round": round, "judge": judge}, key=f"round:{round.pk}:{judge.pk}", link="/cham-diem/")
    return round


def late_assignments(round: Round | int):
    """Confirmed assignments of a round (or its id) whose sheet is not locked."""
    return (
        Assignment.objects.countable()
        .filter(judge__panel__round=round)
        .exclude(sheet__state=Scoresheet.State.LOCKED)
        .select_related("judge__user", "blinded_entry")
    )


@transaction.atomic
def release_late(*, assignment: Assignment, reason: str, by, at: datetime.datetime) -> Assignment:
    """Take an unscored entry off a late judge; at least one locked sheet must remain. Raises NotAllowed, Refused."""
    assignment = Assignment.objects.select_for_update(of=("self",)).select_related("judge__panel__round__edition").get(pk=assignment.pk)
    edition = assignment.judge.panel.round.edition
    _require_organiser(by, edition.pk)
    if not reason.strip():
        raise Refused(_("Write the reason: it is kept with the minutes."))
    others = Scoresheet.objects.filter(assignment__in=Assignment.objects.countable().filter(blinded_entry=assignment.blinded_entry_id), state="locked").exclude(
        assignment=assignment
    )
    if not others.exists():
        raise Refused(_("This is the entry's only sheet. Assign another judge first."))
    assignment.state = Assignment.State.RELEASED
    assignment.save(update_fields=["state"])
    chain.append(edition.chain, "assignment.released", {"assignment": assignment.pk, "reason": reason}, at=at, by=by)
    return assignment


@transaction.atomic
def close_round(*, round: Round, by, at: datetime.datetime) -> Round:
    """Close a round once every sheet is locked; the vote may open then. Raises NotAllowed, WrongState."""
    round = Round.objects.select_for_update(of=("self",)).select_related("edition").get(pk=round.pk)
    _require_organiser(by, round.edition_id)
    if round.state != Round.State.OPEN:
        raise WrongState(_("This round is not open."))
    late = list(late_assignments(round))
    if late:
        names = ", ".join(sorted({str(assignment.judge) for assignment in late}))
        raise WrongState(
            _("%(count)s sheets are not locked yet (%(names)s). Remind the judges or release their entries.") % {"count": len(late), "names": names}
        )
    round.state, round.closed_at = Round.State.CLOSED, at
    round.save(update_fields=["state", "closed_at"])
    chain.append(round.edition.chain, "round.closed", {"round": round.order}, at=at, by=by)
    emit("round.closed", edition=round.edition_id)
    return round
