"""A person's account is switched off in a second: nobody signs in with it, every session ends.

Where the person holds a role in a published edition by which one is one of two people, two people
decide on it too; that it is in use again as well.
"""

import copy
import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import membership, profile, second_factor
from accounts.models import User
from accounts.permissions import Role, administrators
from competition import recovery, roles
from competition.corrections import is_published
from competition.errors import NotAllowed, Refused, WrongState
from competition.joint_requests import About, ask, office_page, takes_two
from competition.models import Edition, JointRequest
from competition.permissions import can_run
from competition.verbs import lock, need_reason, page_address, with_address
from foundation.ledger import chain
from foundation.notifications import post

KIND = "switching"


@transaction.atomic
def switch_off(
    *, edition: Edition, user: User, reason: str, by: User, at: datetime.datetime
) -> User | JointRequest:
    """Nobody signs in with this account any more, and all its sessions end; the person is told.

    Raises NotAllowed (also for oneself, and for who works in editions that `by` does not run);
    Refused without a reason, for whoever has no role here, for the last administrator or member of
    the secretariat; WrongState when it is so already.
    """
    return _asked(edition, user, reason, is_on=False, by=by, at=at)


@transaction.atomic
def switch_on(
    *, edition: Edition, user: User, reason: str, by: User, at: datetime.datetime
) -> User | JointRequest:
    """The account is in use again; the person signs in anew. Raises as `switch_off`."""
    return _asked(edition, user, reason, is_on=True, by=by, at=at)


def _asked(
    edition: Edition, user: User, reason: str, *, is_on: bool, by: User, at: datetime.datetime
) -> User | JointRequest:
    edition = lock(edition)
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat switches accounts off and on."))
    reason = need_reason(reason, _("Write the reason: the ledger keeps it."))
    user = lock(user)
    _refuse_others(edition, user, by)
    _refuse_state(edition, user, is_on)
    if is_published(edition) and membership.held_in(edition.pk, roles.WEIGHTY).filter(user=user):
        return ask(
            edition=edition,
            kind=KIND,
            content={"user": user.pk, "on": is_on},
            changes=[[with_address(user), _word(not is_on), _word(is_on)]],
            reason=reason,
            by=by,
            at=at,
        )
    return _switch(edition, user, reason, is_on=is_on, by=by, at=at)


def _word(is_on: bool) -> str:
    return _("the account is in use") if is_on else _("the account is switched off")


def works_here(user: User, edition: Edition) -> bool:
    """Whether the person holds a role in this edition, or sits on one of its panels."""
    if membership.works_in(user, edition.pk):
        return True
    return recovery.works_otherwise(user, edition)


def _refuse_others(edition: Edition, user: User, by: User) -> None:
    if user.pk == by.pk:
        raise NotAllowed(_("Nobody switches the own account off: ask a colleague."))
    if not works_here(user, edition):
        raise Refused(_("%(name)s has no role in this edition.") % {"name": user})
    recovery.refuse_whoever_works_beyond(edition, user, by)


def _refuse_state(edition: Edition, user: User, is_on: bool) -> None:
    if user.erased_at is not None or user.is_active == is_on:
        raise WrongState(_("It is so already: %(state)s.") % {"state": _word(is_on)})
    if is_on:
        return
    if {person.pk for person in administrators()} == {user.pk}:
        raise Refused(_("This is the last administrator. Make another one first."))
    office = membership.held_in(edition.pk, [Role.SECRETARIAT]).filter(user__is_active=True)
    if {held.user_id for held in office} == {user.pk}:
        raise Refused(_("This is the last member of the secretariat. Name another one first."))


def _switch(
    edition: Edition, user: User, reason: str, *, is_on: bool, by: User, at: datetime.datetime
) -> User:
    before = copy.copy(user)
    profile.put_in_use(user, is_on, reason=reason, by=by, at=at)
    second_factor.end_sessions(user)
    line = {"person": user.pk}
    if is_on:
        chain.append(edition.chain, "person.switched_on", line, at=at, by=by, text=reason)
    else:
        chain.append(edition.chain, "person.switched_off", line, at=at, by=by, text=reason)
    post.tell(
        user,
        "account_changed",
        {"before": before, "person": user},
        key=f"switched:{user.pk}:{is_on}:{at.isoformat()}",
        link=page_address("my_work"),
    )
    return user


def _still(joint: JointRequest, at: datetime.datetime) -> None:
    user = User.objects.get(pk=joint.content["user"])
    _refuse_state(joint.edition, user, bool(joint.content["on"]))


@takes_two(
    KIND,
    gettext_lazy("Account switched off or on"),
    About.PEOPLE,
    page=office_page("person_page", "user"),
    still=_still,
)
def agreed(joint: JointRequest, by: User, at: datetime.datetime) -> None:
    """The second person agrees. Raises as `switch_off`."""
    user = lock(User.objects.get(pk=joint.content["user"]))
    is_on = bool(joint.content["on"])
    _refuse_state(joint.edition, user, is_on)
    _switch(joint.edition, user, joint.reason, is_on=is_on, by=by, at=at)
