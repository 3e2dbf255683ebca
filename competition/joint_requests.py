"""What takes two people: one asks with a reason, another agrees, and only then it is done.

The second person is any other member of the edition's secretariat or of its committee, whoever else
holds the right, or, from the next working day on, somebody who was named for it (the role
“deputy”). Nobody is both, whatever roles the person has; nor is it the person whom it is about.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import addresses
from accounts.models import User
from accounts.permissions import Role, staff_of
from competition import clock
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, JointRequest
from competition.permissions import Holds, can_answer_joint_request, can_run
from competition.verbs import address_of, lock, need_reason, page_address
from foundation.jobs import work
from foundation.ledger import chain
from foundation.ledger.models import Event
from foundation.notifications import post

# Does what was agreed to. It may raise Refused: then nothing is agreed to either.
Deed = Callable[[JointRequest, User, datetime.datetime], None]
# Who holds the right to such a thing, whoever asks for it.
Holders = Callable[[JointRequest], list[User]]
# Where this person looks at the thing itself; empty where there is no such page.
PageOf = Callable[[JointRequest, User], str]
# What this person reads before agreeing: [[what, before, after]].
Read = Callable[[JointRequest, User], list[list[str]]]
# Raises Refused where it cannot be done any more as it was asked for.
Still = Callable[[JointRequest, datetime.datetime], None]
_State = JointRequest.State
_ENDED: dict[str, str | Promise] = {
    _State.AGREED: gettext_lazy("Somebody has agreed to this request already: it is done."),
    _State.DECLINED: gettext_lazy("This request was declined already."),
    _State.TAKEN_BACK: gettext_lazy("This request was taken back by the person who had asked."),
    _State.EXPIRED: gettext_lazy("Nobody answered this request in time: it is void."),
}


def who_could_agree(edition: Edition, *, besides: User) -> list[User]:
    """Members of the edition's secretariat and committee whose accounts are in use and whose
    address is theirs, but for this one.
    """
    people: dict[int, User] = {}
    for role in (Role.SECRETARIAT, Role.COMMITTEE):
        for person in staff_of(role, edition_id=edition.pk):
            if person.pk != besides.pk and addresses.is_verified(person):
                people[person.pk] = person
    return list(people.values())


def _runs(user: User, joint: JointRequest) -> bool:
    return can_run(user, joint.edition_id)


def _of_the_office(joint: JointRequest) -> list[User]:
    return who_could_agree(joint.edition, besides=joint.asked_by)


def office_page(route: str, *keys: str) -> PageOf:
    """A page of the office: of the request's edition, and of what these keys of its content name.
    Who does not run the edition has none.
    """

    def page(joint: JointRequest, user: User) -> str:
        if not can_run(user, joint.edition_id):
            return ""
        about = [joint.content[key] for key in keys]
        return page_address(route, joint.edition.slug, *about)

    return page


_edition_desk = office_page("edition_desk")


def _as_ever(joint: JointRequest, at: datetime.datetime) -> None:
    """Nothing beneath such a request changes."""


def _as_asked(joint: JointRequest, user: User) -> list[list[str]]:
    return joint.changes


class About(TextChoices):
    """What a request touches: a card shows it before a word is read."""

    RULES = "rules", gettext_lazy("rules and dates")
    PEOPLE = "people", gettext_lazy("people and access")
    RESULT = "result", gettext_lazy("judging and result")


@dataclass(frozen=True)
class Kind:
    """A thing that takes two people: its name, and what is done once they agree."""

    label: str | Promise
    about: About
    do: Deed
    may_ask: Holds  # whoever asked must still have the right when another one agrees
    holders: Holders  # who is told
    page: PageOf
    read: Read
    still: Still


_kinds: dict[str, Kind] = {}


def takes_two(
    name: str,
    label: str | Promise,
    about: About,
    *,
    may_ask: Holds = _runs,
    holders: Holders = _of_the_office,
    page: PageOf = _edition_desk,
    read: Read = _as_asked,
    still: Still = _as_ever,
) -> Callable[[Deed], Deed]:
    """Register what is done once a request of this kind is agreed to.

    `may_ask` and `holders`, as in `Kind`, where others than the office hold the right; then
    `permissions.held_by` says who answers. `page` is where the thing is looked at, `read` what is
    read before agreeing where that is not what the request itself says, and `still` says whether it
    can yet be done: nobody is offered to agree to what would be refused.
    """

    def register(do: Deed) -> Deed:
        _kinds[name] = Kind(label, about, do, may_ask, holders, page, read, still)
        return do

    return register


def label_of(kind: str) -> str | Promise:
    """What a kind of request asks for, in words."""
    return _kinds[kind].label


def kinds() -> list[str]:
    """The names of everything that takes two people."""
    return list(_kinds)


def where_it_is(joint: JointRequest, user: User) -> str:
    """Where this person looks at what the request is about; empty where there is no such page."""
    return _kinds[joint.kind].page(joint, user)


def hindrance_of(joint: JointRequest, at: datetime.datetime) -> str:
    """Why it cannot be done any more as it was asked for, in words; empty where it can."""
    try:
        _kinds[joint.kind].still(joint, at)
    except Refused as refusal:
        return str(refusal)
    return ""


def read_by(joint: JointRequest, user: User) -> list[list[str]]:
    """[[what, before, after]] as this person reads it before agreeing."""
    return _kinds[joint.kind].read(joint, user)


def about_of(kind: str) -> About:
    """What a kind of request touches."""
    return _kinds[kind].about


@transaction.atomic
def ask(
    *,
    edition: Edition,
    kind: str,
    content: dict[str, Any],
    changes: list[list[str]],
    reason: str,
    decision_number: str = "",
    by: User,
    at: datetime.datetime,
) -> JointRequest:
    """Ask for something that another person must agree to; whoever may agree is told.

    Whether `by` may ask at all is the question of the verb that calls. Raises Refused without a
    reason, or where nobody could agree; WrongState when the same is waiting already.
    """
    edition = lock(edition)
    joint = JointRequest(
        edition=edition,
        kind=kind,
        content=content,
        changes=changes,
        decision_number=decision_number.strip(),
        reason=need_reason(reason, _("Write the reason: the second person reads it.")),
        asked_by=by,
        asked_at=at,
    )
    second_people = second_people_of(joint)
    if not second_people:
        raise Refused(
            _(
                "This takes two people, and nobody else works in the secretariat or on the "
                "committee of this edition yet. Give somebody a role first."
            )
        )
    waiting = JointRequest.objects.filter(
        edition=edition, kind=kind, state=JointRequest.State.WAITING
    )
    if waiting.filter(content=content, expires_at__gt=at).exists():
        raise WrongState(_("The same was asked for already and waits for a second person."))
    joint.save()
    chain.append(edition.chain, "joint.asked", _line(joint), at=at, by=by, beside=_content(joint))
    for person in second_people:
        _tell(person, "joint_asked", joint, key=f"joint:{joint.pk}:{person.pk}")
    return joint


def second_people_of(joint: JointRequest) -> list[User]:
    """Who could agree to this request as it is asked for: not who asks, not whom it is about."""
    neither = (joint.asked_by_id, joint.about_id)
    return [person for person in _kinds[joint.kind].holders(joint) if person.pk not in neither]


def _line(joint: JointRequest) -> dict[str, Any]:
    return {"kind": joint.kind, "request": joint.pk}


def _content(joint: JointRequest) -> dict[str, Any]:
    """Beside the line: of few people and few roles, who is to get which could be tried out."""
    return {"content": chain.digest_of(joint.content)}


def _tell(person: User, template: str, joint: JointRequest, *, key: str) -> None:
    words = {"joint": joint, "what": label_of(joint.kind)}
    post.tell(person, template, words, key=key, link=address_of(joint))


def waiting_for(user: User) -> list[JointRequest]:
    """The requests that this person could agree to now, those that end first in front."""
    waiting = JointRequest.objects.filter(
        state=JointRequest.State.WAITING, expires_at__gt=clock.now()
    )
    rows = waiting.select_related("edition", "asked_by").order_by("expires_at", "pk")
    return [joint for joint in rows if can_answer_joint_request(user, joint)]


def waiting_in(edition: Edition) -> QuerySet[JointRequest]:
    """What waits for a second person in an edition, the oldest first."""
    waiting = edition.joint_requests.filter(
        state=JointRequest.State.WAITING, expires_at__gt=clock.now()
    )
    return waiting.select_related("asked_by").order_by("asked_at", "pk")


def waiting_on(edition: Edition, page: str, user: User) -> list[JointRequest]:
    """What waits for a second person of the things that this page of the office shows."""
    return [joint for joint in waiting_in(edition) if where_it_is(joint, user) == page]


def asked_by(user: User) -> QuerySet[JointRequest]:
    """What this person has asked for, the newest first."""
    return JointRequest.objects.filter(asked_by=user).select_related("edition", "answered_by")


def _waiting(joint: JointRequest, at: datetime.datetime) -> JointRequest:
    """The locked row. Raises WrongState, saying how it ended, when it does not wait any more."""
    joint = lock(joint, "edition", "asked_by")
    ended = ending_of(joint, at)
    if ended:
        raise WrongState(ended)
    return joint


def ending_of(joint: JointRequest, at: datetime.datetime) -> str:
    """How a request ended, in words; empty while it waits."""
    return str(_ENDED.get(joint.state_at(at), ""))


def _end(
    joint: JointRequest, state: str, *, by: User | None, at: datetime.datetime, answer: str = ""
) -> None:
    """The state of the request; its line in the ledger is the caller's."""
    joint.state = state
    joint.answered_by = by
    joint.answered_at = at
    joint.answer = answer
    joint.save(update_fields=["state", "answered_by", "answered_at", "answer"])
    if by != joint.asked_by:
        _tell(joint.asked_by, "joint_answered", joint, key=f"answered:{joint.pk}")


def _need_right(by: User, joint: JointRequest) -> None:
    if not can_answer_joint_request(by, joint):
        raise NotAllowed(
            _("Only those who hold this right agree, such as secretariat and committee.")
        )


def _need_as_asked(joint: JointRequest) -> None:
    """Raises WrongState when the request is not the one that the ledger says was asked for, and by
    whom: whoever writes past the verbs must not have a second person agree to something else, nor
    become the second person of an own request.
    """
    asked = Event.objects.filter(
        chain__name=joint.edition.chain, verb="joint.asked", payload__request=joint.pk
    )
    expected = (_line(joint) | _content(joint)).items()
    fits = [
        line.actor_id == joint.asked_by_id and expected <= chain.told(line).items()
        for line in asked
    ]
    if fits != [True]:
        raise WrongState(
            _("This request is not the one that was asked for. Somebody must ask anew.")
        )


@transaction.atomic
def agree(*, joint: JointRequest, by: User, at: datetime.datetime) -> JointRequest:
    """The second person agrees, and it is done.

    Raises NotAllowed (no right, or the same person), WrongState (answered, void), and what the deed
    itself refuses.
    """
    joint = _waiting(joint, at)
    kind = _kinds[joint.kind]
    if by.pk == joint.asked_by_id:
        raise NotAllowed(_("A second person must agree: you asked for it yourself."))
    if by.pk == joint.about_id:
        raise NotAllowed(_("It is about you: somebody else must agree."))
    _need_right(by, joint)
    _need_as_asked(joint)
    if not kind.may_ask(joint.asked_by, joint):
        raise WrongState(
            _("Who asked does not hold this right any more. Somebody else must ask anew.")
        )
    kind.do(joint, by, at)
    kept = _content(joint)
    chain.append(joint.edition.chain, "joint.agreed", _line(joint), at=at, by=by, beside=kept)
    _end(joint, JointRequest.State.AGREED, by=by, at=at)
    return joint


@transaction.atomic
def decline(*, joint: JointRequest, reason: str, by: User, at: datetime.datetime) -> JointRequest:
    """The second person does not agree. Raises NotAllowed, WrongState, Refused (no reason)."""
    joint = _waiting(joint, at)
    _need_right(by, joint)
    answer = need_reason(reason, _("Write why: the person who asked reads it."))
    kept = _content(joint)
    chain.append(joint.edition.chain, "joint.declined", _line(joint), at=at, by=by, beside=kept)
    _end(joint, JointRequest.State.DECLINED, by=by, at=at, answer=answer)
    return joint


@transaction.atomic
def take_back(*, joint: JointRequest, by: User, at: datetime.datetime) -> JointRequest:
    """Whoever asked does not want it any more. Raises NotAllowed, WrongState."""
    joint = _waiting(joint, at)
    if by.pk != joint.asked_by_id:
        raise NotAllowed(_("Only the person who asked takes it back."))
    kept = _content(joint)
    chain.append(joint.edition.chain, "joint.taken_back", _line(joint), at=at, by=by, beside=kept)
    _end(joint, JointRequest.State.TAKEN_BACK, by=by, at=at)
    return joint


@work.each_minute
def look_after() -> None:
    """Remind of what waits since a working day, deputies too; end what nobody answered in time."""
    at = clock.now()
    waiting = JointRequest.objects.filter(state=JointRequest.State.WAITING)
    due = waiting.filter(Q(expires_at__lte=at) | Q(reminded_at=None, passes_at__lte=at))
    for joint in due:
        _look_after(joint, at)


@transaction.atomic
def _look_after(joint: JointRequest, at: datetime.datetime) -> None:
    joint = lock(joint, "edition", "asked_by")
    if joint.state != JointRequest.State.WAITING:
        return
    if at >= joint.expires_at:
        kept = _content(joint)
        chain.append(joint.edition.chain, "joint.expired", _line(joint), at=at, beside=kept)
        _end(joint, JointRequest.State.EXPIRED, by=None, at=at)
        return
    for person in who_may_answer(joint):
        _tell(person, "joint_asked", joint, key=f"reminder:{joint.pk}:{person.pk}")
    joint.reminded_at = at
    joint.save(update_fields=["reminded_at"])


def who_may_answer(joint: JointRequest) -> list[User]:
    """Those who hold the right, and those to whom it has passed."""
    people = {person.pk: person for person in _kinds[joint.kind].holders(joint)}
    for role in (Role.DEPUTY, Role.COMMITTEE):
        for person in staff_of(role, edition_id=joint.edition_id):
            people[person.pk] = person
    return [person for person in people.values() if can_answer_joint_request(person, joint)]
