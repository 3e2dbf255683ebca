"""What two windows have of one sheet, side by side, so that whoever typed both chooses."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from competition.models import Criterion
from foundation.vietnamese.templatetags.vietnamese import score
from judging.models import Scoresheet
from judging.scoring import versions


@dataclass(frozen=True)
class Difference:
    """One field of a sheet: what is stored, and what was typed in this window."""

    name: str  # of the field in the form
    label: str
    stored: str
    typed: str


def differences(
    sheet: Scoresheet, criteria: list[Criterion], points: dict[int, str], words: dict[str, str]
) -> list[Difference]:
    """Where the stored sheet and what was typed here are not the same, in the order of the form."""
    differing = versions.differing(sheet, criteria, points, words)
    return [*_of_points(sheet, criteria, points, differing), *_of_words(sheet, words, differing)]


def _of_points(
    sheet: Scoresheet, criteria: list[Criterion], points: dict[int, str], differing: list[str]
) -> Iterator[Difference]:
    for criterion in criteria:
        number = str(criterion.pk)
        if number in differing:
            stored = sheet.points.get(number)
            yield Difference(
                name=f"points-{number}",
                label=criterion.label,
                stored=score(stored) if stored else "",
                typed=points.get(criterion.pk, ""),
            )


def _of_words(
    sheet: Scoresheet, words: dict[str, str], differing: list[str]
) -> Iterator[Difference]:
    labels = {
        "comment": _("Comment for the council"),
        "remark": _("Remark to the entrant"),
        "private_note": _("Private note"),
    }
    for name, label in labels.items():
        if name in differing:
            yield Difference(name, label, getattr(sheet, name), words[name])
