"""A lost second factor: two people of the edition set it back, after they have seen who asks.

The person signs in with the password and a code that is sent, and sets up a new one.
"""

import datetime
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import membership, second_factor
from accounts.models import User
from accounts.permissions import administrators
from competition.errors import NotAllowed, Refused, WrongState
from competition.joint_requests import About, ask, office_page, takes_two
from competition.models import Edition, JointRequest
from competition.permissions import can_run, runs_the_site
from competition.verbs import with_address
from foundation.ledger import chain
from foundation.notifications import post

# Says whether a person works in an edition in a way that a room above knows of.
Works = Callable[[User, Edition], bool]
_works: list[Works] = []


def works_here(function: Works) -> Works:
    """Register who else works in an edition: those on its panels."""
    _works.append(function)
    return function


def works_otherwise(user: User, edition: Edition) -> bool:
    """Whether the person works in this edition in a way that a room above knows of."""
    return any(works(user, edition) for works in _works)


def refuse_whoever_works_beyond(
    edition: Edition, user: User, by: User, *, on_panels: bool = True
) -> None:
    """An account is one for all editions: what the office of one does to it would be done to the
    others. Raises NotAllowed for administrators and for whoever holds a role elsewhere, or sits on
    a panel there (`on_panels`), but to who runs the whole site.
    """
    if runs_the_site(by):
        return
    others = Edition.objects.exclude(pk=edition.pk)
    if (
        administrators().filter(pk=user.pk).exists()
        or membership.works_elsewhere(user, edition.pk)
        or (on_panels and any(works_otherwise(user, other) for other in others))
    ):
        words = _("%(name)s works beyond this edition: only who runs the whole site does this.")
        raise NotAllowed(words % {"name": user})


@transaction.atomic
def ask_for(
    *, edition: Edition, user: User, reason: str, by: User, at: datetime.datetime
) -> JointRequest:
    """Ask that a person's authenticator app, passkeys and recovery codes be set back.

    Raises NotAllowed (also for oneself, and for who works beyond this edition), Refused (no role
    in this edition, no reason, nobody else to agree), WrongState (nothing is set up, or it was
    asked for).
    """
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat helps somebody who lost a device."))
    _refuse_others(edition, user, by)
    return ask(
        edition=edition,
        kind="recovery",
        content={"user": user.pk},
        changes=[
            [with_address(user), _("device for signing in"), _("set back; a new one is set up")]
        ],
        reason=reason,
        by=by,
        at=at,
    )


def _refuse_others(edition: Edition, user: User, by: User) -> None:
    if user.pk == by.pk:
        raise NotAllowed(_("Nobody sets back the own device: ask a colleague."))
    if administrators().filter(pk=user.pk).exists():
        raise Refused(_("An administrator's device is set back on the server."))
    if not membership.works_in(user, edition.pk) and not works_otherwise(user, edition):
        raise Refused(_("%(name)s has no role in this edition.") % {"name": user})
    refuse_whoever_works_beyond(edition, user, by)
    if not second_factor.has_own_device(user):
        raise WrongState(
            _("%(name)s has no app or passkey: a code is sent to the address.") % {"name": user}
        )


def _still(joint: JointRequest, at: datetime.datetime) -> None:
    user = User.objects.get(pk=joint.content["user"])
    _refuse_others(joint.edition, user, joint.asked_by)


@takes_two(
    "recovery",
    gettext_lazy("Lost device for signing in"),
    About.PEOPLE,
    page=office_page("edition_roles"),
    still=_still,
)
def agreed(joint: JointRequest, by: User, at: datetime.datetime) -> None:
    """The second person agrees. Raises as `ask_for`."""
    user = User.objects.get(pk=joint.content["user"])
    _refuse_others(joint.edition, user, joint.asked_by)
    second_factor.set_back(user)
    line = {"person": user.pk}
    chain.append(joint.edition.chain, "factor.set_back", line, at=at, by=by, text=joint.reason)
    words = {"edition": joint.edition, "first": joint.asked_by, "second": by}
    post.tell(user, "factor_set_back", words, key=f"factor-set-back:{joint.pk}")
