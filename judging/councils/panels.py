"""A panel and its members: established for fields, people appointed to it, what each of them may
do.
"""

import datetime
import secrets
from collections.abc import Iterable
from typing import Any, cast

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import membership
from accounts.models import Membership, User
from competition import clock, recovery, roles
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Correction, Edition, Field
from competition.verbs import address_of, fits, lock, need_reason, need_verified, page_address
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.notifications import post
from judging import permissions
from judging.models import Assignment, Judge, Panel, Round, SeatChange

# What a position may do, until the secretariat says otherwise for one member.
ALL_RIGHTS = ("may_score", "may_comment", "may_vote", "may_sign", "may_conclude")
_MEMBER = {
    "may_score": True,
    "may_comment": True,
    "may_vote": True,
    "may_sign": True,
    "may_conclude": False,
}
RIGHTS: dict[str, dict[str, bool]] = {
    Membership.Role.JUDGE: _MEMBER,
    Membership.Role.CHAIR: _MEMBER | {"may_conclude": True},
    Membership.Role.VICE_CHAIR: _MEMBER | {"may_conclude": True},
    Membership.Role.PANEL_SECRETARY: _MEMBER | {"may_score": False, "may_vote": False},
}
# Who reads whose the dossiers are, and what is said to a judge who should become that.
_KNOWS_THE_NAMES: dict[str, str | Promise] = {
    Membership.Role.SECRETARIAT: gettext_lazy(
        "%(name)s sits on a panel of this edition and cannot work in its secretariat."
    ),
    Membership.Role.FOCAL_POINT: gettext_lazy(
        "%(name)s sits on a panel of this edition and cannot confirm dossiers for a unit."
    ),
}
POSITIONS = [(role, Membership.Role(role).label) for role in RIGHTS]


def rights_of(judge: Judge) -> list[tuple[str, str, bool]]:
    """(right, its name, whether the member has it) of all rights."""
    rights = []
    for right in ALL_RIGHTS:
        column = cast(models.Field, Judge._meta.get_field(right))
        rights.append((right, str(column.verbose_name), getattr(judge, right)))
    return rights


def require_organiser(user: User, edition_id: int) -> None:
    """Raises NotAllowed for everybody but the secretariat of the edition."""
    if not permissions.can_organise(user, edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))


@transaction.atomic
def establish_panel(
    *,
    judging_round: Round,
    name: str,
    fields: Iterable[Field],
    by: User,
    decision_number: str = "",
    shares_fields: bool = False,
    term_from: datetime.date | None = None,
    term_until: datetime.date | None = None,
) -> Panel:
    """A panel for one or several fields.

    A field belongs to one panel of a round, or to several that all share it: their entries are
    dealt out at random. Raises NotAllowed, Refused.
    """
    require_organiser(by, judging_round.edition_id)
    fields = list(fields)
    holders = Panel.objects.filter(round=judging_round, fields__in=fields)
    if shares_fields:
        holders = holders.filter(shares_fields=False)
    holder = holders.first()
    if holder:
        raise Refused(
            _("A field of this panel already belongs to “%(panel)s”.") % {"panel": holder}
        )
    if any(field.edition_id != judging_round.edition_id for field in fields) or not fields:
        raise Refused(_("Choose at least one field of this edition."))
    if term_from and term_until and term_until < term_from:
        raise Refused(_("The term ends before it begins."))
    panel = Panel.objects.create(
        round=judging_round,
        name=name,
        decision_number=decision_number,
        shares_fields=shares_fields,
        term_from=term_from,
        term_until=term_until,
    )
    panel.fields.set(fields)
    return panel


@transaction.atomic
def appoint(
    *,
    panel: Panel,
    user: User,
    reason: str,
    by: User,
    at: datetime.datetime,
    position: str = Membership.Role.JUDGE,
    max_load: int = 40,
) -> Judge:
    """Give a person a seat on a panel, with the role that opens the judges' door; or another
    position, with its usual rights, to somebody who sits there. The person is told.

    Raises NotAllowed; WrongState when the person has this position; Refused without a reason, or
    where another role, the position or the panel's term speaks against it.
    """
    # Held, so that nobody is named to the secretariat meanwhile.
    lock(panel.round.edition)
    require_organiser(by, panel.round.edition_id)
    reason = need_reason(reason, _("Write the reason: it is kept with the seat."))
    need_verified(user)
    _refuse_who_knows_the_names(user, panel.round.edition_id)
    seat = panel.judges.filter(user=user).first()
    _refuse_position(panel, user, position, seat)
    is_invited = seat is None or seat.declined_at is not None
    if seat is None:
        seat = Judge(panel=panel, user=user, max_load=max_load)
    if is_invited:
        seat.invited_at = at
        seat.declined_at = None
        seat.decline_reason = ""
    seat.position = position
    for right, held in RIGHTS[position].items():
        setattr(seat, right, held)
    seat.save()
    membership.leave_panel(user, panel.pk)
    membership.grant(user, position, panel_id=panel.pk)
    change = _keep_change(seat, reason, by=by, at=at)
    if is_invited:
        _invite(change)
    else:
        _note_change(change)
    emit("judges.changed", edition=panel.round.edition_id)
    return seat


def _refuse_who_knows_the_names(user: User, edition_id: int) -> None:
    if permissions.knows_the_names(user, edition_id):
        raise Refused(
            _(
                "%(name)s works in the secretariat, which knows the names; such a person "
                "cannot judge."
            )
            % {"name": user}
        )
    if membership.focal_points_in(edition_id).filter(user=user).exists():
        raise Refused(
            _(
                "%(name)s confirms dossiers for a unit and reads whose they are; such a person "
                "cannot judge."
            )
            % {"name": user}
        )


def _refuse_position(panel: Panel, user: User, position: str, seat: Judge | None) -> None:
    if position not in RIGHTS:
        raise Refused(_("Choose a position on the panel."))
    other_chairs = panel.judges.filter(position=Membership.Role.CHAIR).exclude(user=user)
    if position == Membership.Role.CHAIR and other_chairs.exists():
        raise Refused(_("This panel already has a chair."))
    if panel.term_until and panel.term_until < localdate(clock.now()):
        raise Refused(_("The term of this panel is over."))
    if seat is None or seat.declined_at is not None:
        return
    if seat.position == position:
        raise WrongState(_("%(name)s has this position on the panel already.") % {"name": user})
    if not RIGHTS[position]["may_score"]:
        _refuse_while_sheets_stand(seat)


def _refuse_while_sheets_stand(judge: Judge) -> None:
    """Whoever shall not score any more has no sheets to score."""
    if Assignment.objects.countable().filter(judge=judge).exists():
        raise Refused(_("%(judge)s has sheets to score. Take them off first.") % {"judge": judge})


def _keep_change(judge: Judge, reason: str, *, by: User, at: datetime.datetime) -> SeatChange:
    """The seat as it is now."""
    return SeatChange.objects.create(
        judge=judge,
        position=judge.position,
        rights=held_rights(judge),
        reason=fits(reason, 300),
        nonce=secrets.token_hex(16),
        by=by,
        at=at,
    )


def _line(change: SeatChange) -> dict[str, Any]:
    return {
        "seat": change.judge_id,
        "position": change.position,
        "digest": change_digest(change),
    }


def held_rights(judge: Judge) -> list[str]:
    """The names of the rights that a member has."""
    return [right for right in ALL_RIGHTS if getattr(judge, right)]


def change_digest(change: SeatChange) -> str:
    """H(person's number, position, rights, reason, nonce), as the ledger keeps it: whose seat it is
    stands in no line that is published.
    """
    said = [change.position, change.rights, change.reason, change.nonce]
    return chain.digest_of([change.judge.user_id, *said])


def _invite(change: SeatChange) -> None:
    """The line of a seat that was given, and the message to its holder."""
    judge = change.judge
    ledger = judge.panel.round.edition.chain
    chain.append(ledger, "judge.appointed", _line(change), at=change.at, by=change.by)
    post.tell(
        judge.user,
        "judge_invited",
        {"judge": judge, "panel": judge.panel, "reason": change.reason},
        key=f"seat:{judge.pk}:{change.pk}",
        link=address_of(judge),
    )


@recovery.works_here
def has_seat(user: User, edition: Edition) -> bool:
    """Whether the person sits on a panel of this edition."""
    seats = Judge.objects.filter(panel__round__edition=edition, declined_at=None)
    return seats.filter(user=user).exists()


@roles.bar
def judges_here(user: User, role: str, edition: Edition) -> str:
    """Whoever judges in an edition is given no role that knows the names: a seat and such a role
    shut each other out, whichever was there first.
    """
    if role not in _KNOWS_THE_NAMES or not has_seat(user, edition):
        return ""
    return _KNOWS_THE_NAMES[role] % {"name": user}


@transaction.atomic
def set_rights(
    *, judge: Judge, rights: dict[str, bool], reason: str, by: User, at: datetime.datetime
) -> Judge:
    """What a member may do: score, comment, vote, sign, conclude. The person is told.

    Raises NotAllowed, Refused (no reason, scoring is taken from one who has sheets).
    """
    judge = lock(judge, "panel__round__edition", "user")
    require_organiser(by, judge.panel.round.edition_id)
    reason = need_reason(reason, _("Write the reason: it is kept with the seat."))
    if not rights.get("may_score", judge.may_score):
        _refuse_while_sheets_stand(judge)
    before = held_rights(judge)
    for right in ALL_RIGHTS:
        setattr(judge, right, rights.get(right, getattr(judge, right)))
    judge.save(update_fields=ALL_RIGHTS)
    if held_rights(judge) != before:
        _note_change(_keep_change(judge, reason, by=by, at=at))
    return judge


def _note_change(change: SeatChange) -> None:
    """The line of a seat that was changed, and the message to its holder."""
    judge = change.judge
    ledger = judge.panel.round.edition.chain
    chain.append(ledger, "judge.changed", _line(change), at=change.at, by=change.by)
    post.tell(
        judge.user,
        "rights_changed",
        {
            "judge": judge,
            "panel": judge.panel,
            "rights": rights_of(judge),
            "reason": change.reason,
        },
        key=f"rights:{change.pk}",
        link=address_of(judge),
    )


def tell_of_correction(name: str, payload: dict) -> None:
    """The published rules were corrected: whoever has a seat is told, once a person."""
    correction = Correction.objects.select_related("edition").get(pk=payload["correction"])
    seats = Judge.objects.filter(panel__round__edition=correction.edition, declined_at=None)
    judges = User.objects.filter(pk__in=seats.values("user"), is_active=True)
    for judge in judges.iterator():
        post.tell(
            judge,
            "rules_corrected",
            {"correction": correction, "edition": correction.edition},
            key=f"correction:{correction.pk}:{judge.pk}",
            link=page_address("judge_desk"),
        )
