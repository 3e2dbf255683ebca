"""The ledger's verbs: append a line, publish a head, verify a chain. Personal data stays out of the
payload.
"""

import datetime
import hashlib
import json
import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from foundation.ledger.models import Chain, Event, Head, KeptText


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, Decimals without trailing zeros as
    strings, UTC times.
    """

    def plain(part: object) -> str:
        if isinstance(part, Decimal):
            return format(part.normalize() if part else Decimal(0), "f")
        if isinstance(part, datetime.datetime):
            return part.astimezone(datetime.UTC).isoformat(timespec="microseconds")
        if isinstance(part, datetime.date):
            return part.isoformat()
        raise TypeError(f"not canonical: {part!r}")

    return json.dumps(
        value, default=plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def digest_of(value: Any) -> str:
    """SHA-256 (hex) of the canonical JSON of a value."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _line_digest(
    previous: str, number: int, verb: str, payload: dict, at: datetime.datetime, who: str = ""
) -> str:
    """The digest that chains a line; one of before covers nobody (`who` is empty)."""
    covered: dict[str, Any] = {"previous": previous, "number": number, "verb": verb}
    covered |= {"payload": payload, "at": at}
    return digest_of(covered | {"who": who} if who else covered)


def who_did(event: Event) -> str:
    """The actor as the digest of a line covers it: H(nonce, person's number), so that nobody can
    try out who it was. Empty where it covers nobody.
    """
    return _hidden(event.nonce, event.actor_id) if event.nonce else ""


def _hidden(nonce: str, actor_id: int | None) -> str:
    return digest_of([nonce, actor_id])


def hold(chain: str) -> Chain:
    """The chain, begun where it is new, held until the transaction ends: nobody writes a line
    between what is read now and the next line of this transaction.
    """
    Chain.objects.get_or_create(name=chain)
    return Chain.objects.select_for_update().get(name=chain)


@transaction.atomic
def append(
    chain: str,
    verb: str,
    payload: dict,
    *,
    at: datetime.datetime,
    by: AbstractBaseUser | None = None,
    text: str = "",
    beside: dict | None = None,
) -> Event:
    """Chain one line; the caller's transaction decides whether it stands. The actor is kept beside
    the chain, and so are a text that somebody wrote and facts that the line must not show (whose
    dossier it was, a digest of few possible values); in it stand a digest of who it was (`who_did`)
    and one of text and facts (`kept_digest`). `told` puts them together again.
    """
    facts = json.loads(canonical(beside or {}))
    kept = KeptText(nonce=secrets.token_hex(16), text=text, facts=facts)
    is_kept = bool(text or facts)
    if is_kept:
        payload = payload | {"kept": kept_digest(kept)}
    row = hold(chain)
    payload = json.loads(canonical(payload))
    number = row.length + 1
    nonce = secrets.token_hex(32)
    actor_id = by.pk if by else None
    event = Event.objects.create(
        chain=row,
        number=number,
        verb=verb,
        payload=payload,
        at=at,
        actor_id=actor_id,
        nonce=nonce,
        previous=row.head,
        digest=_line_digest(row.head, number, verb, payload, at, _hidden(nonce, actor_id)),
    )
    row.length = number
    row.head = event.digest
    row.save(update_fields=["length", "head"])
    if is_kept:
        kept.event = event
        kept.save()
    return event


def kept_digest(kept: KeptText) -> str:
    """H(nonce, text) or H(nonce, text, facts), as the line holds it: what is short cannot be tried
    out.
    """
    said = [kept.text, kept.facts] if kept.facts else [kept.text]
    return digest_of([kept.nonce, *said])


def told(event: Event) -> dict[str, Any]:
    """What a line says, with the facts beside it: they count where they are those that it holds
    the digest of. Lines of earlier versions held receipts and digests themselves.
    """
    kept = getattr(event, "kept_text", None) if "kept" in event.payload else None
    return told_with(event.payload, kept) if kept else event.payload


def told_with(payload: dict[str, Any], kept: KeptText) -> dict[str, Any]:
    """What a line with this payload says, with what stands beside it."""
    if kept_digest(kept) != payload["kept"]:
        return payload
    shown = {name: value for name, value in payload.items() if name != "kept"}
    return shown | kept.facts


def head_of(chain: str) -> str:
    """The digest of the last line; empty when nothing was written yet."""
    return Chain.objects.filter(name=chain).values_list("head", flat=True).first() or ""


def lines(chain: str, *verbs: str) -> QuerySet[Event]:
    """The lines with one of these verbs, in their order, with what stands beside them."""
    of_verbs = Event.objects.filter(chain__name=chain, verb__in=verbs)
    return of_verbs.select_related("kept_text").order_by("number")


def lines_cover_people(chain: str) -> bool:
    """Whether the chain has done so from its first line on: nothing in it is of a version before,
    which wrote fewer lines.
    """
    first = Event.objects.filter(chain__name=chain, number=1).first()
    return first is not None and bool(first.nonce)


@transaction.atomic
def publish_head(chain: str, gate: str, *, at: datetime.datetime) -> Head:
    """Note the present head under the name of a gate, for the public page of heads."""
    row = hold(chain)
    return Head.objects.create(
        chain=row, gate=gate, number=row.length, digest=row.head, published_at=at
    )


@transaction.atomic
def publish_first(chain: str, gate: str, *, at: datetime.datetime) -> None:
    """As `publish_head`, when nobody has passed this gate before."""
    if not Head.objects.filter(chain__name=chain, gate=gate).exists():
        publish_head(chain, gate, at=at)


def published_heads(chain: str) -> list[list]:
    """[[number of lines, digest], …] as they were published, in the order of the chain."""
    heads = Head.objects.filter(chain__name=chain).order_by("number", "pk")
    return [[head.number, head.digest] for head in heads]


@dataclass(frozen=True)
class Fault:
    """The first line that does not fit, and why."""

    number: int
    reason: str


def verify(chain: str) -> Fault | None:
    """Recompute a whole chain and compare it with the published heads. None when all of it fits."""
    row = Chain.objects.filter(name=chain).first()
    if row is None:
        return None
    previous = ""
    expected = 0
    digests = {0: ""}
    for event in row.events.order_by("number").iterator():
        expected += 1
        if event.number != expected:
            return Fault(expected, "a line is missing")
        if event.previous != previous:
            return Fault(event.number, "does not follow the line before")
        if event.digest != _line_digest(
            previous, event.number, event.verb, event.payload, event.at, who_did(event)
        ):
            return Fault(event.number, "was altered")
        previous = digests[event.number] = event.digest
    if (expected, previous) != (row.length, row.head):
        return Fault(expected + 1, "lines at the end are missing")
    for head in row.heads.all():
        if digests.get(head.number) != head.digest:
            return Fault(head.number, "does not match the published head")
    return None


def merkle_root(leaves: list[str]) -> str:
    """The Merkle root of hex leaves (RFC 6962 shape: leaf prefix 00, node prefix 01); of none,
    SHA-256 of nothing.
    """
    if not leaves:
        return hashlib.sha256(b"").hexdigest()
    level = [hashlib.sha256(b"\x00" + leaf.encode()).digest() for leaf in leaves]
    while len(level) > 1:
        level = [_node(level[place : place + 2]) for place in range(0, len(level), 2)]
    return level[0].hex()


def _node(children: list[bytes]) -> bytes:
    """The hash above two; one that is left over goes up as it is."""
    if len(children) == 1:
        return children[0]
    return hashlib.sha256(b"\x01" + b"".join(children)).digest()


def merkle_path(leaves: list[str], place: int) -> list[tuple[str, str]]:
    """How the leaf at this place stands under the root of `merkle_root`: [(side of the neighbour,
    "left" or "right", its hash in hex)], from the leaf up. Levels at which a node has no neighbour
    are left out.
    """
    path = []
    level = [hashlib.sha256(b"\x00" + leaf.encode()).digest() for leaf in leaves]
    while len(level) > 1:
        neighbour = place ^ 1
        if neighbour < len(level):
            path.append(("left" if neighbour < place else "right", level[neighbour].hex()))
        level = [_node(level[start : start + 2]) for start in range(0, len(level), 2)]
        place //= 2
    return path
