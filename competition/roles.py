"""Roles in an edition are given and taken with a reason; once the regulation is published, those of
the secretariat and the committee take two people: whoever could name an ally alone would be both.
"""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import membership
from accounts.models import Membership, User
from accounts.permissions import Role, Scope
from competition.corrections import is_published
from competition.errors import NotAllowed, Refused, WrongState
from competition.joint_requests import About, ask, office_page, takes_two
from competition.models import Edition, JointRequest
from competition.permissions import can_run
from competition.rows import DealtWith, by_whom
from competition.verbs import lock, need_reason, need_verified, page_address, with_address
from foundation.ledger import chain, reading
from foundation.notifications import post

# What the office gives; focal points and seats on panels have verbs of their own.
GIVEN = (Role.SECRETARIAT, Role.COMMITTEE, Role.DEPUTY, Role.EDITOR, Role.OBSERVER)
# Whoever holds one of these may be one of two people.
WEIGHTY = (Role.SECRETARIAT, Role.COMMITTEE, Role.DEPUTY)
# Says why somebody may not have this role in this edition; empty when nothing speaks against it.
Bar = Callable[[User, str, Edition], str]
_bars: list[Bar] = []


def bar(function: Bar) -> Bar:
    """Register what a room above knows about who may not have a role."""
    _bars.append(function)
    return function


def held_in(edition: Edition) -> QuerySet[Membership]:
    """The roles that the office gives, as they are held in this edition."""
    return membership.held_in(edition.pk, GIVEN)


@contextmanager
def told_if_ended(edition: Edition, person: int) -> Iterator[None]:
    """Where a role of this person is not held any more, its DealtWith says who ended it, and when,
    as the edition's ledger has it.
    """
    try:
        yield
    except DealtWith:
        taken = [
            line
            for line in reading.lines(edition.chain, "role.taken")
            if line.told["person"] == person
        ]
        if not taken:
            raise
        who = {"person": User.objects.filter(pk=person).first()}
        by = User.objects.filter(pk=taken[-1].actor_id or 0).first()
        words = _("Nothing was done: %(by)s has ended this role of %(person)s, %(moment)s.")
        raise DealtWith(words % (who | by_whom(by, taken[-1].at))) from None


@transaction.atomic
def give(
    *, edition: Edition, user: User, role: str, reason: str, by: User, at: datetime.datetime
) -> Membership | JointRequest:
    """Give a person a role in this edition; the person is told.

    Raises NotAllowed; WrongState when it is held; Refused without a reason, for an address that
    nobody has confirmed, for a role that is not the office's, or where another role speaks against
    it (who works in the secretariat never judges in the edition).
    """
    edition = lock(edition)
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat gives and takes roles."))
    reason = need_reason(reason, _("Write the reason: it is kept with the role."))
    _refuse_giving(edition, user, role)
    if role in WEIGHTY and is_published(edition):
        return ask(
            edition=edition,
            kind="role",
            content={"user": user.pk, "role": role, "give": True},
            changes=[[with_address(user), _("no such role"), str(Role(role).label)]],
            reason=reason,
            by=by,
            at=at,
        )
    return _give(edition, user, role, reason=reason, by=by, at=at)


def begin_with(
    *, edition: Edition, user: User, reason: str, made_by: User, at: datetime.datetime
) -> Membership:
    """Somebody of the first secretariat of a new edition, on which `made_by` has decided by making
    it: there is nobody in it yet to ask. Others than that person are told.
    """
    given = membership.grant(user, Role.SECRETARIAT, edition_id=edition.pk)
    line = {"role": str(Role.SECRETARIAT), "person": user.pk}
    chain.append(edition.chain, "role.given", line, at=at, by=made_by, text=reason)
    if user.pk != made_by.pk:
        _tell(user, edition, Role.SECRETARIAT, given=True, reason=reason, at=at)
    return given


def _refuse_giving(edition: Edition, user: User, role: str) -> None:
    if role not in GIVEN:
        raise Refused(_("Choose one of the roles of the office."))
    need_verified(user)
    if not user.is_active:
        raise Refused(_("The account of %(name)s is not in use.") % {"name": user})
    if held_in(edition).filter(user=user, role=role).exists():
        raise WrongState(_("%(name)s has this role already.") % {"name": user})
    refuse_barred(edition, user, role)


def refuse_barred(edition: Edition, user: User, role: str) -> None:
    """Raises Refused where something that a room above knows speaks against this role."""
    for speaks_against in _bars:
        why = speaks_against(user, role, edition)
        if why:
            raise Refused(why)


def _give(
    edition: Edition, user: User, role: str, *, reason: str, by: User, at: datetime.datetime
) -> Membership:
    given = membership.grant(user, role, edition_id=edition.pk)
    line = {"role": role, "person": user.pk}
    chain.append(edition.chain, "role.given", line, at=at, by=by, text=reason)
    _tell(user, edition, role, given=True, reason=reason, at=at)
    return given


@transaction.atomic
def take(
    *, held: Membership, reason: str, by: User, at: datetime.datetime
) -> Membership | JointRequest:
    """Take a role of this edition away; the person is told.

    Raises NotAllowed; WrongState when it is not held any more; Refused without a reason, or for the
    last member of the secretariat.
    """
    held = lock(held, "user")
    edition = lock(Edition.objects.get(pk=held.scope_id))
    if held.scope != Scope.EDITION or not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat gives and takes roles."))
    reason = need_reason(reason, _("Write the reason: it is kept with the role."))
    _refuse_taking(edition, held)
    if held.role in WEIGHTY and is_published(edition):
        return ask(
            edition=edition,
            kind="role",
            content={"user": held.user_id, "role": held.role, "give": False},
            changes=[[with_address(held.user), str(Role(held.role).label), _("no such role")]],
            reason=reason,
            by=by,
            at=at,
        )
    _take(edition, held, reason=reason, by=by, at=at)
    return held


def _refuse_taking(edition: Edition, held: Membership) -> None:
    if held.role not in GIVEN:
        raise Refused(_("Choose one of the roles of the office."))
    others = held_in(edition).filter(role=held.role, user__is_active=True).exclude(pk=held.pk)
    if held.role == Role.SECRETARIAT and not others.exists():
        raise Refused(_("This is the last member of the secretariat. Name another one first."))


def _take(
    edition: Edition, held: Membership, *, reason: str, by: User, at: datetime.datetime
) -> None:
    membership.take_back(held)
    line = {"role": held.role, "person": held.user_id}
    chain.append(edition.chain, "role.taken", line, at=at, by=by, text=reason)
    _tell(held.user, edition, held.role, given=False, reason=reason, at=at)


def _tell(
    user: User, edition: Edition, role: str, *, given: bool, reason: str, at: datetime.datetime
) -> None:
    words = {"edition": edition, "role": Role(role).label, "given": given, "reason": reason}
    key = f"role:{edition.pk}:{user.pk}:{role}:{given}:{at.isoformat()}"
    post.tell(user, "role_changed", words, key=key, link=page_address("my_work"))


def _still(joint: JointRequest, at: datetime.datetime) -> None:
    user = User.objects.get(pk=joint.content["user"])
    role = joint.content["role"]
    if joint.content["give"]:
        _refuse_giving(joint.edition, user, role)
        return
    held = held_in(joint.edition).filter(user=user, role=role).first()
    if held is None:
        raise WrongState(_("%(name)s does not have this role any more.") % {"name": user})
    _refuse_taking(joint.edition, held)


@takes_two(
    "role",
    gettext_lazy("Role in the secretariat or on the committee"),
    About.PEOPLE,
    page=office_page("edition_roles"),
    still=_still,
)
def agreed(joint: JointRequest, by: User, at: datetime.datetime) -> None:
    """The second person has agreed that a role is given or taken. Raises as `give` and `take`."""
    _still(joint, at)
    edition = joint.edition
    user = User.objects.get(pk=joint.content["user"])
    role = joint.content["role"]
    if joint.content["give"]:
        _give(edition, user, role, reason=joint.reason, by=by, at=at)
        return
    held = held_in(edition).get(user=user, role=role)
    _take(edition, held, reason=joint.reason, by=by, at=at)
