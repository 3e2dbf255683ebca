"""What becomes of ballots, as anybody may read it once the vote is counted: by their receipts
alone, never for whom, under the Merkle root that stands in the ledger.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competition.models import Edition
from foundation.ledger import chain
from voting.models import Ballot, BallotQuerySet, Tally

WHOLE = 64  # hex digits of a receipt
SHORT = 16  # its first ones, which its voter reads and types
FEWEST = 12  # that are looked for: fewer may be those of somebody else
_BETWEEN = re.compile(r"[\s\-–.·]+")
_DIGITS = re.compile(rf"[0-9a-f]{{{FEWEST},{WHOLE}}}")


class Fate(models.TextChoices):
    """What became of a ballot."""

    COUNTED = "counted", pgettext_lazy("a ballot", "counted")
    SET_ASIDE = "set_aside", _("set aside, not counted")
    TAKEN_BACK = "taken_back", _("taken back by its voter")


def fate_of(revoked_at: datetime.datetime | None, aside_at: datetime.datetime | None) -> Fate:
    """As the count read it. A ballot for a work that has left is counted too, and adds to nobody:
    it would be told by not being counted.
    """
    if revoked_at is not None:
        return Fate.TAKEN_BACK
    return Fate.COUNTED if aside_at is None else Fate.SET_ASIDE


def short(receipt: str) -> str:
    """The first digits in groups of four, as a voter reads them."""
    return "-".join(receipt[start : start + 4] for start in range(0, SHORT, 4)).upper()


def digits_of(typed: str) -> str:
    """The digits of a receipt as somebody types it; empty for what is none, or too short."""
    plain = _BETWEEN.sub("", typed.strip().lower())
    return plain if _DIGITS.fullmatch(plain) else ""


def _noted(edition: Edition) -> BallotQuerySet:
    return Ballot.objects.filter(candidate__edition=edition).exclude(noted_in=None)


def lines(edition: Edition) -> Iterator[tuple[str, Fate]]:
    """(receipt, what became of it) of every noted ballot of a counted edition, by receipt."""
    rows = _noted(edition).order_by("receipt")
    columns = rows.values_list("receipt", "revoked_at", "quarantined_at")
    for receipt, revoked_at, aside_at in columns.iterator(chunk_size=2000):
        yield receipt, fate_of(revoked_at, aside_at)


def head(tally: Tally) -> dict[str, Any]:
    """What the list stands under: {"edition", "closed_at" (ISO 8601), "root" over the counted
    receipts, "ledger" (digest of the line of the close)}.
    """
    return {
        "edition": tally.edition.slug,
        "closed_at": tally.closed_at.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        "root": tally.ballots_root,
        "ledger": tally.ledger_head,
    }


def as_file(tally: Tally) -> bytes:
    """The list as it is taken along: its head, then [receipt, fate], one canonical JSON a line."""
    said: list[Any] = [head(tally)]
    said += [[receipt, fate.value] for receipt, fate in lines(tally.edition)]
    return "".join(f"{chain.canonical(line)}\n" for line in said).encode()


@dataclass(frozen=True)
class Found:
    """A ballot of the list: its receipt, what became of it, the line of the ledger that noted it,
    and how it stands under the root (of a counted one): [(side, hash of the neighbour)].
    """

    receipt: str
    fate: Fate
    noted: int
    path: list[tuple[str, str]]


def find(edition: Edition, digits: str) -> Found | None:
    """The one ballot of a counted edition whose receipt begins so; None where there is none, or
    more than one.
    """
    fitting = _noted(edition).filter(receipt__startswith=digits).select_related("noted_in")[:2]
    if not digits or len(fitting) != 1:
        return None
    ballot = fitting[0]
    fate = fate_of(ballot.revoked_at, ballot.quarantined_at)
    path = _path_of(edition, ballot.receipt) if fate is Fate.COUNTED else []
    noted = ballot.noted_in.number if ballot.noted_in else 0
    return Found(ballot.receipt, fate, noted, path)


def _path_of(edition: Edition, receipt: str) -> list[tuple[str, str]]:
    counted = _noted(edition).counted().order_by("receipt").values_list("receipt", flat=True)
    leaves = list(counted)
    return chain.merkle_path(leaves, leaves.index(receipt))
