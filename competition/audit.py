"""Whether the rows of an edition are what its ledger says of them.

For whoever can write past the verbs. Each room declares in a module `audit` what it compares; every
fault is a sentence for the log. Lines of earlier versions that say less prove less: what they do
not hold is not compared.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db import connection

from competition.models import Edition
from competition.rulebook import digest_of_ruling
from foundation.ledger import chain, triggers
from foundation.ledger.models import Event, KeptText

Compared = Callable[[Edition], Iterable[str]]
_COMPARED: list[Compared] = []
_UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


def compares(look: Compared) -> Compared:
    """Declare what a room compares: a function of the edition that tells what does not fit."""
    _COMPARED.append(look)
    return look


def faults(edition: Edition) -> list[str]:
    """Everything that does not fit, of all rooms; empty when all of it fits.

    A row or a line that cannot be read is a fault, and keeps no other look from being taken.
    """
    found: list[str] = []
    for look in _COMPARED:
        try:
            found += look(edition)
        except _UNREADABLE as error:
            found.append(f"{look.__module__}, {look.__name__}: cannot be compared: {error!r}")
    return found


def lines(edition: Edition, *verbs: str) -> list[tuple[str, dict[str, Any]]]:
    """(verb, payload) of the ledger's lines of these verbs, in their order."""
    found = Event.objects.filter(chain__name=edition.chain, verb__in=verbs).order_by("number")
    return list(found.values_list("verb", "payload"))


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
