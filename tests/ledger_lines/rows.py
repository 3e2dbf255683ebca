"""The table verb -> lines of the ledger: how a row is written, and how a verb is called for it.

A row walks a rehearsal from its stage to the state in which the verb is called, calls it once, and
gives the payloads that the ledger must have gained by that very call.
"""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from accounts.models import User
from competition import clock
from demo.rehearsal.whole import Rehearsal
from foundation.ledger.models import Event, Head, KeptText

Line = tuple[str, dict[str, Any]]  # what happened, and what the ledger keeps of it


@dataclass
class Call:
    """One call of a verb, with the lines and the published heads that it added."""

    verb: Callable
    by: User | None = None
    at: Any = None
    times: int = 0
    # {what happened: in whose name}, where that is another one than who acted.
    in_the_name_of: dict[str, User] = field(default_factory=dict)
    lines: list[Event] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        self.times += 1
        self.by = named.get("by")
        self.at = named.get("at") or clock.now()
        lines_before = set(Event.objects.values_list("pk", flat=True))
        heads_before = set(Head.objects.values_list("pk", flat=True))
        answer = self.verb(*arguments, **named)
        # Those of the whole site have tests of their own.
        new_lines = Event.objects.exclude(pk__in=lines_before).exclude(chain__name="site")
        self.lines = list(new_lines.select_related("chain").order_by("pk"))
        new_heads = Head.objects.exclude(pk__in=heads_before).exclude(chain__name="site")
        self.heads = list(new_heads.select_related("chain").order_by("pk"))
        return answer


Walk = Callable[[Rehearsal, Call], Iterable[Line] | None]


@dataclass(frozen=True)
class Row:
    """A verb, the stage that it is called on, the events it leaves, the gates it publishes a head
    at; or why it leaves nothing.
    """

    verb: Callable
    stage: str
    walk: Walk
    events: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    because: str = ""

    @property
    def name(self) -> str:
        """`submissions.screening.screening.accept`."""
        return f"{self.verb.__module__}.{self.verb.__name__}"

    @property
    def label(self) -> str:
        return f"{self.name}-{self.walk.__name__}"


ROWS: list[Row] = []


def leaves(
    *events: str, verb: Callable, on: str, gates: tuple[str, ...] = ()
) -> Callable[[Walk], Walk]:
    """The verb leaves these events, in this order; the walk gives them with their payloads."""

    def register(walk: Walk) -> Walk:
        ROWS.append(Row(verb, on, walk, events, gates))
        return walk

    return register


def leaves_none(
    because: str, *, verb: Callable, on: str, gates: tuple[str, ...] = ()
) -> Callable[[Walk], Walk]:
    """The verb leaves no line, for this reason."""

    def register(walk: Walk) -> Walk:
        ROWS.append(Row(verb, on, walk, gates=gates, because=because))
        return walk

    return register


def kept(verb: str, text: str = "", **facts: Any) -> dict[str, str]:
    """What the last line of this verb says of a text and facts beside it."""
    of_verb = KeptText.objects.filter(event__verb=verb).order_by("-event__number")
    rows = [row for row in of_verb if row.facts == facts]
    assert rows, f"no line {verb} has {facts} beside it"
    assert rows[0].text == text
    return {"kept": _kept_digest(rows[0].nonce, text, facts)}


def beside(**facts: Any) -> dict[str, str]:
    """What the last line with these facts, and no text, beside it says of them."""
    rows = [row for row in KeptText.objects.order_by("-pk") if row.facts == facts]
    assert rows, f"{facts} stand beside no line"
    assert rows[0].text == ""
    return {"kept": _kept_digest(rows[0].nonce, "", facts)}


def _kept_digest(nonce: str, text: str, facts: dict[str, Any]) -> str:
    assert len(nonce) == 32
    return sha([nonce, text, facts] if facts else [nonce, text])


def sha(value: Any) -> str:
    """SHA-256 of the canonical text of a value."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def canonical(value: Any) -> str:
    """Written from the description of the ledger alone: sorted keys, no spaces, decimals as text
    without trailing zeros.
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value.isoformat()


def line_digest(line: Event) -> str:
    """The digest that chains a line to the one before."""
    at = line.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    return sha(
        {
            "previous": line.previous,
            "number": line.number,
            "verb": line.verb,
            "payload": line.payload,
            "at": at,
            "who": sha([line.nonce, line.actor_id]),
        }
    )
