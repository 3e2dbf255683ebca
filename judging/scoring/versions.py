"""One sheet in two windows: what was typed upon an older version is noticed, never saved over the
newer one.
"""

import datetime

from django.utils.translation import gettext as _

from competition.errors import Refused
from competition.models import Criterion
from foundation.vietnamese.numbers import parse_decimal
from judging.models import Scoresheet

WORDS = ("comment", "remark", "private_note")


class StaleSheet(Refused):
    """The sheet was saved elsewhere after what was typed here had begun."""


def version_of(sheet: Scoresheet | None) -> str:
    """The version of a sheet as its form sends it back; empty while nothing is stored."""
    if sheet is None or sheet.pk is None:
        return ""
    return sheet.saved_at.astimezone(datetime.UTC).isoformat()  # as every process writes it


def require_newest(
    sheet: Scoresheet,
    criteria: list[Criterion],
    points: dict[int, str],
    words: dict[str, str],
    *,
    upon: str | None,
) -> None:
    """Raises StaleSheet where the sheet is newer than `upon` and holds something else than what was
    typed; without a version nothing is compared.
    """
    if upon is None or upon == version_of(sheet):
        return
    if differing(sheet, criteria, points, words):
        raise StaleSheet(
            _(
                "This sheet was saved in another window or on another device since you opened it "
                "here. Both versions stand below; choose which one counts."
            )
        )


def differing(
    sheet: Scoresheet, criteria: list[Criterion], points: dict[int, str], words: dict[str, str]
) -> list[str]:
    """In what the stored sheet differs from what was typed: the numbers of criteria as text, then
    names of its words, in the order of the form.
    """
    numbers = [
        str(criterion.pk)
        for criterion in criteria
        if not _is_same(sheet.points.get(str(criterion.pk), ""), points.get(criterion.pk, ""))
    ]
    return numbers + [name for name in WORDS if getattr(sheet, name) != _plain(words[name])]


def _is_same(stored: str, typed: str) -> bool:
    """Whether typed points are those that are stored, however they are written."""
    typed = str(typed or "").strip()
    if not stored or not typed:
        return stored == typed
    try:
        return parse_decimal(typed) == parse_decimal(stored)
    except ValueError:
        return False


def _plain(words: str) -> str:
    """Words as they are stored: a form sends its own ends of lines."""
    return words.strip()
