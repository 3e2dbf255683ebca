"""The lines of a chain for whoever compares them: what each tells, with the facts and the text
beside it. Within `once` a chain is read in one statement, however often it is asked.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from foundation.ledger import chain
from foundation.ledger.models import Event, KeptText

_COLUMNS = ("number", "verb", "payload", "at", "actor_id", "nonce", "digest")
_BESIDE = ("kept_text__nonce", "kept_text__text", "kept_text__facts")


@dataclass(frozen=True, slots=True)
class Line:
    """`told` is the payload with the facts beside it, where these are the ones that it holds the
    digest of; `text` is what somebody wrote beside it, empty where nothing was.
    """

    number: int
    verb: str
    payload: dict[str, Any]
    at: datetime.datetime
    actor_id: int | None
    nonce: str
    digest: str
    told: dict[str, Any]
    text: str


# {chain: {verb: its lines}} of what was read so far; None outside of `once`.
_KEPT: ContextVar[dict[str, dict[str, list[Line]]] | None] = ContextVar("lines", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Whoever asks for lines within gets those that stood there when the chain was asked first."""
    before = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(before)


def lines(name: str, *verbs: str) -> list[Line]:
    """The lines of a chain with one of these verbs, or all of them, in their order."""
    kept = _KEPT.get()
    if kept is None:
        return list(_read(name, verb__in=verbs) if verbs else _read(name))
    if name not in kept:
        kept[name] = defaultdict(list)
        for line in _read(name):
            kept[name][line.verb].append(line)
    wanted = dict.fromkeys(verbs or kept[name])
    found = [line for verb in wanted for line in kept[name].get(verb, ())]
    return sorted(found, key=lambda line: line.number)


def texts_beside(name: str, *verbs: str) -> list[tuple[dict[str, Any], str]]:
    """(what the line tells, text) of the lines with one of these verbs, in their order; empty where
    a line has none. Lines of earlier versions held a reason itself.
    """
    return [(line.told, line.text) for line in lines(name, *verbs)]


def _read(name: str, **wanted: Any) -> Iterator[Line]:
    rows = Event.objects.filter(chain__name=name, **wanted).order_by("number")
    for row in rows.values_list(*_COLUMNS, *_BESIDE).iterator(2000):
        number, verb, payload, at, actor, own_nonce, digest, nonce, text, facts = row
        columns = (number, verb, payload, at, actor, own_nonce, digest)
        if "kept" not in payload:
            yield Line(*columns, payload, payload.get("reason", ""))
            continue
        told = payload
        if nonce is not None:
            told = chain.told_with(payload, KeptText(nonce=nonce, text=text, facts=facts))
        yield Line(*columns, told, text or "")
