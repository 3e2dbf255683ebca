"""A round's life: prepared, opened to the judges, closed when every sheet is locked."""

import datetime
from collections import Counter

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.permissions import Visitor
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, Phase, Scheme
from competition.phases import require_open
from competition.verbs import lock, need_reason, page_address
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.notifications import post
from judging import permissions
from judging.councils import discussion
from judging.councils.panels import require_organiser
from judging.models import Assignment, Judge, Panel, Round, Scoresheet
from judging.scoring import scoresheets


@transaction.atomic
def prepare_round(*, edition: Edition, by: User, name: str = "") -> Round:
    """The first round of an edition, in preparation; the same one when asked again.

    Raises NotAllowed.
    """
    require_organiser(by, edition.pk)
    return first_round(edition, name)


def first_round(edition: Edition, name: str = "") -> Round:
    """The round into which sealed entries are received."""
    scheme = edition.schemes.order_by("order").first() or Scheme.objects.create(edition=edition)
    return round_of(scheme, name)


def round_of(scheme: Scheme, name: str = "") -> Round:
    """The round that is held by these rules; prepared when it is asked for first."""
    edition = scheme.edition
    judging_round, _is_new = Round.objects.get_or_create(
        edition=edition,
        order=scheme.order,
        defaults={
            "scheme": scheme,
            "name": name or scheme.name or Round.unnamed(),
            "sheets_per_entry": scheme.sheets_per_entry or edition.sheets_per_entry,
        },
    )
    return judging_round


def next_scheme(judging_round: Round) -> Scheme | None:
    """The rules of the round that follows; None after the last."""
    return (
        Scheme.objects.filter(edition=judging_round.edition_id, order__gt=judging_round.order)
        .order_by("order")
        .first()
    )


def is_open(judging_round: Round) -> bool:
    """Judges are scoring."""
    return judging_round.state == Round.State.OPEN


@transaction.atomic
def open_round(*, judging_round: Round, by: User, at: datetime.datetime) -> Round:
    """Show the confirmed assignments to the judges. Raises NotAllowed, PhaseClosed, WrongState."""
    judging_round = lock(judging_round, "edition", "scheme")
    require_organiser(by, judging_round.edition_id)
    require_open(judging_round.edition, Phase.Kind.JUDGING, at=at)
    if judging_round.state != Round.State.PREPARING:
        raise WrongState(_("This round was opened before."))
    scoresheets.require_in_time(judging_round, at)
    chairs = Judge.objects.filter(position=Membership.Role.CHAIR, declined_at=None)
    headless = judging_round.panels.exclude(judges__in=chairs).first()
    if headless:
        raise WrongState(
            _("The panel “%(panel)s” has no chair. Appoint one first.") % {"panel": headless}
        )
    if not Assignment.objects.countable().filter(judge__panel__round=judging_round).exists():
        raise WrongState(_("Confirm the assignment first: no judge has anything to score yet."))
    judging_round.state = Round.State.OPEN
    judging_round.opened_at = at
    judging_round.save(update_fields=["state", "opened_at"])
    chain.append(
        judging_round.edition.chain, "round.opened", {"round": judging_round.order}, at=at, by=by
    )
    _tell_of_the_opening(judging_round)
    return judging_round


def _tell_of_the_opening(judging_round: Round) -> None:
    judges = Judge.objects.filter(panel__round=judging_round).select_related("user", "panel")
    for judge in judges:
        post.tell(
            judge.user,
            "round_opened",
            {"round": judging_round, "judge": judge},
            key=f"round:{judging_round.pk}:{judge.pk}",
            link=page_address("judge_desk"),
        )


def shows_titles(judging_round: Round, user: Visitor) -> bool:
    """Whether a title may stand beside a code where this person reads: in a blinded round not for
    the secretariat, who knows whose title it is.
    """
    if judging_round.scheme.names_authors:
        return True
    return not permissions.knows_the_names(user, judging_round.edition_id)


def late_assignments(judging_round: Round | int) -> QuerySet[Assignment]:
    """Confirmed assignments of a round (or its id) whose sheet is not locked."""
    return (
        Assignment.objects.countable()
        .filter(judge__panel__round=judging_round)
        .exclude(sheet__state=Scoresheet.State.LOCKED)
        .select_related("judge__user", "blinded_entry")
    )


def is_late(panel: Panel) -> bool:
    """Judges of the panel are scoring, and some sheet of it is not locked."""
    return (
        is_open(panel.round) and late_assignments(panel.round).filter(judge__panel=panel).exists()
    )


def closes_at(judging_round: Round) -> datetime.datetime | None:
    """When scoring ends: by the round's own dates, otherwise with the judging; None while the
    timetable names no judging.
    """
    if judging_round.scheme.ends_at:
        return judging_round.scheme.ends_at
    judging = judging_round.edition.phase(Phase.Kind.JUDGING)
    return judging.closes_at if judging else None


@transaction.atomic
def remind(*, panel: Panel, by: User, at: datetime.datetime) -> int:
    """Write to everybody of a panel whose sheets are missing, once a day at most.

    Returns how many people. Raises NotAllowed, WrongState.
    """
    panel = Panel.objects.select_related("round__edition", "round__scheme").get(pk=panel.pk)
    if not permissions.can_see_panel_progress(by, panel):
        raise NotAllowed(
            _("Only the panel's chair, its secretary or the secretariat remind its members.")
        )
    if not is_open(panel.round):
        raise WrongState(_("This round is not open."))
    late = late_assignments(panel.round).filter(judge__panel=panel)
    missing = Counter(late.values_list("judge", flat=True))
    for judge in panel.judges.filter(pk__in=missing).select_related("user"):
        post.tell(
            judge.user,
            "sheets_missing",
            {"panel": panel, "missing": missing[judge.pk], "closes_at": closes_at(panel.round)},
            key=f"missing:{judge.pk}:{localdate(at)}",
            link=page_address("judge_desk"),
        )
    return len(missing)


@transaction.atomic
def release_late(
    *, assignment: Assignment, reason: str, by: User, at: datetime.datetime
) -> Assignment:
    """Take an unscored entry off a late judge; at least one locked sheet of it must remain.

    Raises NotAllowed, WrongState (taken off before, or scored meanwhile), Refused.
    """
    assignment = lock(assignment, "judge__panel__round__edition")
    edition = assignment.judge.panel.round.edition
    require_organiser(by, edition.pk)
    reason = need_reason(reason, _("Write the reason: it is kept with the minutes."))
    is_locked = Scoresheet.objects.filter(assignment=assignment, state=Scoresheet.State.LOCKED)
    if assignment.state != Assignment.State.CONFIRMED or is_locked.exists():
        raise WrongState(_("This sheet is locked or was taken off already: it is not late."))
    same_entry = Assignment.objects.countable().filter(blinded_entry=assignment.blinded_entry_id)
    other_sheets = Scoresheet.objects.filter(
        assignment__in=same_entry, state=Scoresheet.State.LOCKED
    ).exclude(assignment=assignment)
    if not other_sheets.exists():
        raise Refused(_("This is the entry's only sheet. Assign another judge first."))
    assignment.state = Assignment.State.RELEASED
    assignment.save(update_fields=["state"])
    chain.append(
        edition.chain,
        "assignment.released",
        {"assignment": assignment.pk},
        at=at,
        by=by,
        text=reason,
    )
    post.tell(
        assignment.judge.user,
        "sheet_taken_off",
        {"code": assignment.blinded_entry.code, "reason": reason},
        key=f"taken-off:{assignment.pk}",
        link=page_address("judge_desk"),
    )
    return assignment


@transaction.atomic
def close_round(*, judging_round: Round, by: User, at: datetime.datetime) -> Round:
    """Close a round once every sheet is locked; the vote may open then.

    Raises NotAllowed, WrongState.
    """
    judging_round = lock(judging_round, "edition", "scheme")
    require_organiser(by, judging_round.edition_id)
    if not is_open(judging_round):
        raise WrongState(_("This round is not open."))
    _require_every_sheet(judging_round)
    judging_round.state = Round.State.CLOSED
    judging_round.closed_at = at
    judging_round.save(update_fields=["state", "closed_at"])
    discussion.keep_spreads(judging_round)
    chain.append(
        judging_round.edition.chain, "round.closed", {"round": judging_round.order}, at=at, by=by
    )
    chain.publish_head(judging_round.edition.chain, "round.closed", at=at)
    emit("round.closed", round=judging_round.pk)
    if next_scheme(judging_round) is None:
        emit("judging.ended", edition=judging_round.edition_id)
    return judging_round


def _require_every_sheet(judging_round: Round) -> None:
    late = list(late_assignments(judging_round))
    if late:
        names = sorted({str(assignment.judge) for assignment in late})
        raise WrongState(
            _(
                "%(count)s sheets are not locked yet (%(names)s). Remind the judges or "
                "release their entries."
            )
            % {"count": len(late), "names": ", ".join(names)}
        )
