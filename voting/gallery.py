"""In which order the public reads the works of a vote: 32 published ones a day, computed again by
anybody from the codes alone, so that no work stands first for everybody and a page is the same for
all who read it by its address.
"""

import datetime
import hashlib
from collections import Counter
from dataclasses import dataclass
from operator import attrgetter

from django.utils.timezone import localdate

from competition.models import Edition, Field
from foundation.vietnamese.text import fold
from voting.models import Candidate

ORDERS = 32


def order_key(day: datetime.date, number: int, code: str) -> bytes:
    """The published rule: the works of an order stand by SHA-256 of “day|number|vote code”, such as
    “2027-01-26|7|BC-7K4M9Q”.
    """
    return hashlib.sha256(f"{day.isoformat()}|{number}|{code}".encode()).digest()


def number_for(visitor: str, day: datetime.date) -> int:
    """The order, 1 to ORDERS, that a visitor is led to on a day; without a cookie."""
    digest = hashlib.sha256(f"{day.isoformat()}|{visitor}".encode()).digest()
    return digest[0] % ORDERS + 1


@dataclass(frozen=True)
class Asked:
    """What a reader wants to see: the number of an order, a field's code, words; empty: all."""

    number: int
    field: str = ""
    words: str = ""


@dataclass(frozen=True)
class Gallery:
    """The works of a vote as somebody asked for them, by their primary keys; how many stand in the
    contest; and how many in each field that has any.
    """

    works: list[int]
    total: int
    of_field: list[tuple[Field, int]]


def arranged(edition: Edition, asked: Asked, at: datetime.datetime) -> Gallery:
    """Every standing work that fits, in the order that was asked for. One query."""
    wanted = fold(asked.words).split()
    standing = Candidate.objects.in_edition(edition).standing().order_by()
    if wanted:
        works = list(standing.select_related("field", "kind").defer("kept_from"))
    else:
        works = list(standing.select_related("field").only("code", "field"))
    fields = {work.field_id: work.field for work in works}
    numbers = Counter(work.field_id for work in works)
    day = localdate(at)
    shown = [
        (order_key(day, asked.number, work.code), work.pk)
        for work in works
        if (not asked.field or work.field.code == asked.field) and _has(work, wanted, at)
    ]
    shown.sort()
    in_order = sorted(fields.values(), key=attrgetter("order", "pk"))
    return Gallery(
        works=[pk for _key, pk in shown],
        total=len(works),
        of_field=[(field, numbers[field.pk]) for field in in_order],
    )


def _has(work: Candidate, wanted: list[str], at: datetime.datetime) -> bool:
    """Whether all these words stand, with or without accents, in what anybody may read of a work at
    this moment: of one under embargo nothing but its code is found.
    """
    if not wanted:
        return True
    face = work.face(at)
    text = work.code if face.is_hidden else f"{work.code} {face.title} {face.summary}"
    folded = fold(text)
    return all(word in folded for word in wanted)
