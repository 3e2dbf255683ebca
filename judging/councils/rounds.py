"""A round's life: prepared, opened to the judges, closed when every sheet is locked."""

import datetime
from collections import Counter

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import membership
from accounts.models import Membership
from competition import clock
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, Phase, Scheme
from competition.phases import require_open
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.notifications import post
from judging import permissions
from judging.models import Assignment, Judge, Panel, Round, Scoresheet
from judging.scoring import scoresheets

# What a position may do, until the secretariat says otherwise for one member.
ALL_RIGHTS = ("may_score", "may_comment", "may_vote", "may_sign", "may_conclude")
_MEMBER = {
    "may_score": True,
    "may_comment": True,
    "may_vote": True,
    "may_sign": True,
    "may_conclude": False,
}
RIGHTS = {
    Membership.Role.JUDGE: _MEMBER,
    Membership.Role.CHAIR: _MEMBER | {"may_conclude": True},
    Membership.Role.VICE_CHAIR: _MEMBER | {"may_conclude": True},
    Membership.Role.PANEL_SECRETARY: _MEMBER | {"may_score": False, "may_vote": False},
}


def _require_organiser(user, edition_id: int) -> None:
    if not permissions.can_organise(user, edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))


@transaction.atomic
def prepare_round(*, edition: Edition, by, name: str = "") -> Round:
    """The first round of an edition, in preparation; the same one when asked again. Raises
    NotAllowed.
    """
    _require_organiser(by, edition.pk)
    return first_round(edition, name)


def first_round(edition: Edition, name: str = "") -> Round:
    """The round into which sealed entries are received."""
    scheme = edition.schemes.order_by("order").first() or Scheme.objects.create(edition=edition)
    return round_of(scheme, name)


def round_of(scheme: Scheme, name: str = "") -> Round:
    """The round that is held by these rules; prepared when it is asked for first."""
    edition = scheme.edition
    sheets = scheme.sheets_per_entry or edition.sheets_per_entry
    found, _created = Round.objects.get_or_create(
        edition=edition,
        order=scheme.order,
        defaults={
            "scheme": scheme,
            "name": name or scheme.name or "Vòng chấm",
            "sheets_per_entry": sheets,
        },
    )
    return found


def next_scheme(judging_round: Round) -> Scheme | None:
    """The rules of the round that follows; None after the last."""
    return (
        Scheme.objects.filter(edition=judging_round.edition_id, order__gt=judging_round.order)
        .order_by("order")
        .first()
    )


@transaction.atomic
def establish_panel(
    *,
    judging_round: Round,
    name: str,
    fields,
    by,
    decision_number: str = "",
    shares_fields: bool = False,
    term_from=None,
    term_until=None,
) -> Panel:
    """A panel for one or several fields. A field belongs to one panel of a round, or to several
    that all share it: their entries are dealt out at random. Raises NotAllowed, Refused.
    """
    _require_organiser(by, judging_round.edition_id)
    fields = list(fields)
    taken = Panel.objects.filter(round=judging_round, fields__in=fields)
    taken = (taken.filter(shares_fields=False) if shares_fields else taken).first()
    if taken:
        raise Refused(_("A field of this panel already belongs to “%(panel)s”.") % {"panel": taken})
    if any(field.edition_id != judging_round.edition_id for field in fields) or not fields:
        raise Refused(_("Choose at least one field of this edition."))
    if term_from and term_until and term_until < term_from:
        raise Refused(_("The term ends before it begins."))
    about = {
        "decision_number": decision_number,
        "shares_fields": shares_fields,
        "term_from": term_from,
        "term_until": term_until,
    }
    panel = Panel.objects.create(round=judging_round, name=name, **about)
    panel.fields.set(fields)
    return panel


@transaction.atomic
def appoint(
    *, panel: Panel, user, by, position: str = Membership.Role.JUDGE, max_load: int = 40
) -> Judge:
    """Give a person a seat on a panel, with the role that opens the judges' door. Raises
    NotAllowed, Refused.
    """
    _require_organiser(by, panel.round.edition_id)
    if user.is_superuser or permissions.can_organise(user, panel.round.edition_id):
        raise Refused(
            _(
                "%(name)s works in the secretariat, which knows the names; such a person "
                "cannot judge."
            )
            % {"name": user}
        )
    if position not in RIGHTS:
        raise Refused(_("Choose a position on the panel."))
    if (
        position == Membership.Role.CHAIR
        and panel.judges.filter(position=position).exclude(user=user).exists()
    ):
        raise Refused(_("This panel already has a chair."))
    if panel.term_until and panel.term_until < localdate(clock.now()):
        raise Refused(_("The term of this panel is over."))
    judge, created = Judge.objects.get_or_create(
        panel=panel,
        user=user,
        defaults={
            "position": position,
            "max_load": max_load,
            "invited_at": clock.now(),
            **RIGHTS[position],
        },
    )
    membership.grant(user, position, panel_id=panel.pk)
    if created:
        post.tell(
            user,
            "judge_invited",
            {"judge": judge, "panel": panel},
            key=f"seat:{judge.pk}",
            link=f"/cham-diem/ghe/{judge.pk}/",
        )
    emit("judges.changed", edition=panel.round.edition_id)
    return judge


@transaction.atomic
def set_rights(*, judge: Judge, rights: dict[str, bool], by) -> Judge:
    """What a member may do: score, comment, vote, sign, conclude. Raises NotAllowed, Refused
    (scoring is taken from one who has sheets).
    """
    judge = (
        Judge.objects.select_for_update(of=("self",))
        .select_related("panel__round")
        .get(pk=judge.pk)
    )
    _require_organiser(by, judge.panel.round.edition_id)
    if (
        not rights.get("may_score", judge.may_score)
        and Assignment.objects.countable().filter(judge=judge).exists()
    ):
        raise Refused(_("%(judge)s has sheets to score. Take them off first.") % {"judge": judge})
    for right in ALL_RIGHTS:
        setattr(judge, right, rights.get(right, getattr(judge, right)))
    judge.save(update_fields=ALL_RIGHTS)
    return judge


@transaction.atomic
def open_round(*, judging_round: Round, by, at: datetime.datetime) -> Round:
    """Show the confirmed assignments to the judges. Raises NotAllowed, PhaseClosed, WrongState."""
    judging_round = (
        Round.objects.select_for_update(of=("self",))
        .select_related("edition", "scheme")
        .get(pk=judging_round.pk)
    )
    _require_organiser(by, judging_round.edition_id)
    require_open(judging_round.edition, Phase.Kind.JUDGING, at=at)
    if judging_round.state != Round.State.PREPARING:
        raise WrongState(_("This round was opened before."))
    scoresheets.require_in_time(judging_round, at)
    headless = judging_round.panels.exclude(
        judges__in=Judge.objects.filter(position=Membership.Role.CHAIR, declined_at=None)
    ).first()
    if headless:
        raise WrongState(
            _("The panel “%(panel)s” has no chair. Appoint one first.") % {"panel": headless}
        )
    if not Assignment.objects.countable().filter(judge__panel__round=judging_round).exists():
        raise WrongState(_("Confirm the assignment first: no judge has anything to score yet."))
    judging_round.state, judging_round.opened_at = Round.State.OPEN, at
    judging_round.save(update_fields=["state", "opened_at"])
    chain.append(
        judging_round.edition.chain, "round.opened", {"round": judging_round.order}, at=at, by=by
    )
    for judge in Judge.objects.filter(panel__round=judging_round).select_related("user", "panel"):
        post.tell(
            judge.user,
            "round_opened",
            {"round": judging_round, "judge": judge},
            key=f"round:{judging_round.pk}:{judge.pk}",
            link="/cham-diem/",
        )
    return judging_round


def late_assignments(judging_round: Round | int):
    """Confirmed assignments of a round (or its id) whose sheet is not locked."""
    return (
        Assignment.objects.countable()
        .filter(judge__panel__round=judging_round)
        .exclude(sheet__state=Scoresheet.State.LOCKED)
        .select_related("judge__user", "blinded_entry")
    )


def closes_at(judging_round: Round) -> datetime.datetime:
    """When scoring ends: by the round's own dates, otherwise with the judging."""
    return judging_round.scheme.ends_at or judging_round.edition.phase(Phase.Kind.JUDGING).closes_at


@transaction.atomic
def remind(*, panel: Panel, by, at: datetime.datetime) -> int:
    """Write to everybody of a panel whose sheets are missing, once a day at most. Returns how many.
    Raises NotAllowed, WrongState.
    """
    panel = Panel.objects.select_related("round__edition", "round__scheme").get(pk=panel.pk)
    if not permissions.can_see_panel_progress(by, panel):
        raise NotAllowed(
            _("Only the panel's chair, its secretary or the secretariat remind its members.")
        )
    if panel.round.state != Round.State.OPEN:
        raise WrongState(_("This round is not open."))
    missing = Counter(
        late_assignments(panel.round).filter(judge__panel=panel).values_list("judge", flat=True)
    )
    for judge in panel.judges.filter(pk__in=missing).select_related("user"):
        about = {"panel": panel, "missing": missing[judge.pk], "closes_at": closes_at(panel.round)}
        post.tell(
            judge.user,
            "sheets_missing",
            about,
            key=f"missing:{judge.pk}:{localdate(at)}",
            link="/cham-diem/",
        )
    return len(missing)


@transaction.atomic
def release_late(*, assignment: Assignment, reason: str, by, at: datetime.datetime) -> Assignment:
    """Take an unscored entry off a late judge; at least one locked sheet must remain. Raises
    NotAllowed, Refused.
    """
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("judge__panel__round__edition")
        .get(pk=assignment.pk)
    )
    edition = assignment.judge.panel.round.edition
    _require_organiser(by, edition.pk)
    if not reason.strip():
        raise Refused(_("Write the reason: it is kept with the minutes."))
    others = Scoresheet.objects.filter(
        assignment__in=Assignment.objects.countable().filter(
            blinded_entry=assignment.blinded_entry_id
        ),
        state="locked",
    ).exclude(assignment=assignment)
    if not others.exists():
        raise Refused(_("This is the entry's only sheet. Assign another judge first."))
    assignment.state = Assignment.State.RELEASED
    assignment.save(update_fields=["state"])
    chain.append(
        edition.chain,
        "assignment.released",
        {"assignment": assignment.pk, "reason": reason},
        at=at,
        by=by,
    )
    return assignment


@transaction.atomic
def close_round(*, judging_round: Round, by, at: datetime.datetime) -> Round:
    """Close a round once every sheet is locked; the vote may open then. Raises NotAllowed,
    WrongState.
    """
    judging_round = (
        Round.objects.select_for_update(of=("self",))
        .select_related("edition", "scheme")
        .get(pk=judging_round.pk)
    )
    _require_organiser(by, judging_round.edition_id)
    if judging_round.state != Round.State.OPEN:
        raise WrongState(_("This round is not open."))
    late = list(late_assignments(judging_round))
    if late:
        names = ", ".join(sorted({str(assignment.judge) for assignment in late}))
        raise WrongState(
            _(
                "%(count)s sheets are not locked yet (%(names)s). Remind the judges or "
                "release their entries."
            )
            % {"count": len(late), "names": names}
        )
    judging_round.state, judging_round.closed_at = Round.State.CLOSED, at
    judging_round.save(update_fields=["state", "closed_at"])
    chain.append(
        judging_round.edition.chain, "round.closed", {"round": judging_round.order}, at=at, by=by
    )
    chain.publish_head(judging_round.edition.chain, "round.closed", at=at)
    if next_scheme(judging_round) is None:
        emit("judging.ended", edition=judging_round.edition_id)
    return judging_round
