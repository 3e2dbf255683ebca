"""Whether the rows of an edition are what its ledger says of them.

For whoever can write past the verbs. Each room declares in a module `audit` what it compares; every
fault is a sentence for the log. Lines of earlier versions that say less prove less: what they do
not hold is not compared.
"""

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection

from accounts import erasure, membership, site_roles
from accounts.models import User
from accounts.permissions import Role
from competition.models import Edition, JointRequest, Publication
from competition.rulebook import digest_of_ruling
from foundation.ledger import chain, reading, triggers
from foundation.ledger.models import Event, Head, KeptText

R = TypeVar("R")
Compared = Callable[[Edition], Iterable[str]]
_COMPARED: list[Compared] = []
_UNREADABLE = (
    *(LookupError, TypeError, ValueError, AttributeError, ArithmeticError),
    ObjectDoesNotExist,
)


def compares(look: Compared) -> Compared:
    """Declare what a room compares: a function of the edition that tells what does not fit."""
    _COMPARED.append(look)
    return look


def faults(edition: Edition) -> list[str]:
    """Everything that does not fit, of all rooms; empty when all of it fits.

    A row or a line that cannot be read is a fault, and keeps no other look from being taken.
    """
    found: list[str] = []
    with reading.once():
        for look in _COMPARED:
            try:
                found += look(edition)
            except _UNREADABLE as error:
                found.append(f"{look.__module__}, {look.__name__}: cannot be compared: {error!r}")
    return found


def lines(edition: Edition, *verbs: str) -> list[tuple[str, dict[str, Any]]]:
    """(verb, what it tells, with the facts beside it) of the ledger's lines of these verbs, in
    their order.
    """
    return [(line.verb, line.told) for line in reading.lines(edition.chain, *verbs)]


def payloads(edition: Edition, *verbs: str) -> list[dict[str, Any]]:
    return [payload for _verb, payload in lines(edition, *verbs)]


def unmatched(
    what: str,
    stored: Mapping[Any, object],
    told: Mapping[Any, object],
    *,
    since: str = "is not in the ledger",
) -> Iterator[str]:
    """Rows against the ledger's lines, by the same keys: {key: digest or another value}."""
    for key, value in stored.items():
        if key not in told:
            yield f"{what} {key}: {since}"
        elif told[key] != value:
            yield f"{what} {key}: is not the one of the ledger"
    for key in told.keys() - stored.keys():
        yield f"{what} {key}: is gone"


class Along(Generic[R]):
    """Rows that stand beside others, both in the order of the same number: a group is read when its
    turn comes, so that those of thousands are never held together.
    """

    def __init__(self, rows: Iterable[R], number: Callable[[R], int]) -> None:
        self._groups = itertools.groupby(rows, number)
        self._next: tuple[int, list[R]] | None = None

    def group(self, number: int) -> list[R]:
        """The rows with this number, which is no lower than the one before."""
        while self._next is None or self._next[0] < number:
            following = next(self._groups, None)
            if following is None:
                return []
            self._next = following[0], list(following[1])
        return self._next[1] if self._next[0] == number else []


@compares
def of_the_database(_edition: Edition) -> Iterator[str]:
    """What refuses changes stands where it was declared."""
    for name in triggers.differences(connection):
        yield f"trigger {name}: missing, altered, switched off or not ours"


@compares
def of_the_chain(edition: Edition) -> Iterator[str]:
    fault = chain.verify(edition.chain)
    if fault:
        yield f"ledger line {fault.number}: {fault.reason}"


# At these lines a head is published, in the same transaction.
_GATES = (
    *("lottery.committed", "round.closed", "ranking.frozen"),
    *("tally.closed", "ratification.closed", "results.announced"),
)


@compares
def of_heads(edition: Edition) -> Iterator[str]:
    """The heads that were published, each at its line."""
    told = {f"{line.verb}, {line.at}": "" for line in reading.lines(edition.chain, *_GATES)}
    heads = Head.objects.filter(chain__name=edition.chain).exclude(gate="submission.closed")
    stored = {f"{gate}, {at}": "" for gate, at in heads.values_list("gate", "published_at")}
    yield from unmatched("published head at", stored, told)


@compares
def of_texts(edition: Edition) -> Iterator[str]:
    """What somebody wrote beside lines, against what the lines hold of it."""
    of_edition = {"chain__name": edition.chain}
    told = Event.objects.filter(**of_edition, payload__has_key="kept")
    beside = KeptText.objects.filter(**{f"event__{key}": name for key, name in of_edition.items()})
    stored = {kept.event.number: chain.kept_digest(kept) for kept in beside.select_related("event")}
    held = {number: payload["kept"] for number, payload in told.values_list("number", "payload")}
    yield from unmatched("text beside line", stored, held)


@compares
def of_rules(edition: Edition) -> Iterator[str]:
    """The rules as they stand against the last line that published or changed them."""
    told = payloads(edition, "rules.published", "rules.corrected", "deadline.extended")
    last = told[-1].get("ruling") if told else None
    if last and last != digest_of_ruling(edition):
        yield "rules: are not those that were published, or corrected last"


_ANSWERS = {
    "joint.agreed": JointRequest.State.AGREED,
    "joint.declined": JointRequest.State.DECLINED,
    "joint.taken_back": JointRequest.State.TAKEN_BACK,
    "joint.expired": JointRequest.State.EXPIRED,
}


@compares
def of_joint_requests(edition: Edition) -> Iterator[str]:
    """What was asked for and answered, by whom and when, against the ledger's lines; nobody agrees
    to what the same person asked for, whatever the row says meanwhile.
    """
    asked: dict[int, list[Any]] = {}
    answered = {}
    for line in reading.lines(edition.chain, "joint.asked", *_ANSWERS):
        number = line.payload["request"]
        if line.verb == "joint.asked":
            what = [line.payload["kind"], line.told["content"]]
            asked[number] = [*what, line.actor_id, line.at]
            continue
        answered[number] = [_ANSWERS[line.verb], line.actor_id, line.at]
        if line.verb == "joint.agreed" and line.actor_id in asked.get(number, []):
            yield f"request {number}: was agreed to by whoever asked for it"
    stored = {}
    ended = {}
    for joint in edition.joint_requests.all():
        what = [joint.kind, chain.digest_of(joint.content)]
        stored[joint.pk] = [*what, joint.asked_by_id, joint.asked_at]
        if joint.state != JointRequest.State.WAITING:
            ended[joint.pk] = [joint.state, joint.answered_by_id, joint.answered_at]
    yield from unmatched("request", stored, asked)
    yield from unmatched("answer to request", ended, answered)


@compares
def of_publication(edition: Edition) -> Iterator[str]:
    """Who published the rules, and when, against the ledger's lines. An edition of before there
    were publications has one without people.
    """
    rows = Publication.objects.filter(edition=edition)
    stored = {
        row.decision_number: [row.digest, row.asked_by_id, row.agreed_by_id, row.at]
        for row in rows.exclude(asked_by=None, agreed_by=None, digest="")
    }
    told = {}
    for line, asker, second in _decided(edition, "publication", "rules.published"):
        told[line.payload["decision"]] = [line.payload["rules"], asker, second, line.at]
    yield from unmatched("publication by decision", stored, told)


@compares
def of_corrections(edition: Edition) -> Iterator[str]:
    """What was corrected, by whom and when, against the ledger's lines."""
    stored = {}
    for row in edition.corrections.order_by("pk"):
        digest = chain.digest_of(row.changes)
        stored[_place(row.decision_number, row.at)] = [digest, row.by_id, row.agreed_by_id]
    told = {}
    for line, asker, second in _decided(edition, "correction", "rules.corrected"):
        place = _place(line.payload["decision"], line.at)
        told[place] = [line.payload["changes"], asker, second]
    yield from unmatched("correction by decision", stored, told)


@compares
def of_extensions(edition: Edition) -> Iterator[str]:
    """Later deadlines, who moved them and when, against the ledger's lines."""
    stored = {}
    for row in edition.extensions.order_by("pk"):
        stored[_place(row.decision_number, row.at)] = [row.closes_at, row.by_id]
    told = {}
    for line, asker, _second in _decided(edition, "extension", "deadline.extended"):
        closes = datetime.datetime.fromisoformat(line.payload["closes"])
        told[_place(line.payload["decision"], line.at)] = [closes, asker]
    yield from unmatched("later deadline by decision", stored, told)


def _place(decision: str, at: datetime.datetime) -> str:
    return f"{decision} of {at.astimezone(datetime.UTC).isoformat()}"


def _decided(
    edition: Edition, kind: str, verb: str
) -> Iterator[tuple[reading.Line, int | None, int | None]]:
    """(line of the verb, who asked for it, who agreed; None where one person was enough)."""
    asked = {}
    asker = {}
    for line in reading.lines(edition.chain, "joint.asked", "joint.agreed"):
        if line.payload["kind"] != kind:
            continue
        if line.verb == "joint.asked":
            asked[line.payload["request"]] = line.actor_id
        else:
            asker[line.at] = asked.get(line.payload["request"])
    for line in reading.lines(edition.chain, verb):
        if line.at in asker:
            yield line, asker[line.at], line.actor_id
        else:
            yield line, line.actor_id, None


@compares
def of_roles(edition: Edition) -> Iterator[str]:
    """Who has which role, and for which unit, against the lines that gave and took them; seats on
    panels are the councils' question.
    """
    told: dict[str, str] = {}
    for verb, line in lines(edition, "role.given", "role.taken"):
        role = f"{line['role']} of person {line['person']}"
        if verb == "role.given":
            told[role] = line.get("unit", "")
        else:
            told.pop(role, None)
    held = membership.held_in(edition.pk, Role.values)
    stored = {
        f"{role} of person {person}": unit or ""
        for role, person, unit in held.values_list("role", "user", "unit__code")
    }
    yield from unmatched("role", stored, told)


@compares
def of_site_roles(_edition: Edition) -> Iterator[str]:
    """Who holds a role for the whole site, which is one for this edition too, and who administers,
    against the site's own ledger.
    """
    fault = chain.verify(site_roles.CHAIN)
    if fault:
        yield f"site's ledger line {fault.number}: {fault.reason}"
    yield from unmatched(
        "role for the whole site,", membership.held_for_the_site(), site_roles.told()
    )


@compares
def of_accounts(_edition: Edition) -> Iterator[str]:
    """Which accounts are switched off, and were erased, against the lines; what opens the office
    against the roles. What is changed of an account opens or shuts it in every edition.
    """
    yield from unmatched(
        "account that is switched off, of person",
        membership.switched_off(),
        site_roles.switched_off(),
    )
    erased = User.objects.exclude(erased_at=None)
    count = erased.count()
    lines_of_erasure = len(reading.lines(erasure.CHAIN, "account.erased"))
    if count != lines_of_erasure:
        yield f"erased accounts: {count}, and the ledger has {lines_of_erasure}"
    for person in erased.filter(is_active=True).values_list("pk", flat=True):
        yield f"person {person}: was erased, and is in use"
    yield from membership.doors_without_a_role()
