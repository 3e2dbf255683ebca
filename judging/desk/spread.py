"""How far the sheets of one entry lie apart, drawn: a line a criterion, a letter a sheet."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from competition.models import Criterion
from judging.councils.discussion import Spread
from judging.models import Scoresheet

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BESIDE = Decimal(4)  # per cent of the line that two letters need beside each other
_FAR = Decimal("0.15")  # of a criterion's points: from here on a sheet stands apart
_LEVEL = 24  # pixels from one letter to the one above it


@dataclass(frozen=True)
class Dot:
    """A sheet's points on the line of a criterion; `y` is how far down its letter stands."""

    letter: str
    value: Decimal
    x: Decimal
    y: int
    is_far: bool


@dataclass(frozen=True)
class Line:
    """The points of all sheets for one criterion; places in per cent of the line's width."""

    label: str
    most: Decimal
    mean: Decimal
    mean_x: Decimal
    dots: list[Dot]
    height: int

    @property
    def y(self) -> int:
        return self.height - 16


@dataclass(frozen=True)
class Row:
    """A sheet in figures: its letter, whose it is, its points as the lines go, its total, what it
    says to the council.
    """

    letter: str
    who: str
    points: list[Decimal | None]
    total: Decimal
    comment: str


@dataclass(frozen=True)
class Drawing:
    """The picture of one entry's sheets, and the sentence that it shows."""

    lines: list[Line]
    rows: list[Row]
    finding: str
    mean: Decimal
    without: tuple[str, Decimal] | None  # the sheet that stands apart, and the mean without it


def drawn(spread: Spread, criteria: list[Criterion], voices: dict[int, str]) -> Drawing:
    """The sheets by seat, so that a letter tells nothing of the total."""
    sheets = sorted(spread.sheets, key=lambda sheet: sheet.assignment.judge_id)
    letter_of = {sheet.pk: LETTERS[place % len(LETTERS)] for place, sheet in enumerate(sheets)}
    far = _furthest(sheets, criteria)
    given = [_given(criterion, sheets) for criterion in criteria]
    lines = [_line(criterion, sheets, letter_of, far) for criterion in criteria]
    totals = {sheet.pk: sheet.total or Decimal(0) for sheet in sheets}
    without = None
    if far and len(sheets) > 1:
        others = [total for pk, total in totals.items() if pk != far.sheet]
        without = (letter_of[far.sheet], _mean(others))
    return Drawing(
        lines=[line for line in lines if line],
        rows=[_row(sheet, letter_of[sheet.pk], voices, given) for sheet in sheets],
        finding=_finding(far, letter_of),
        mean=_mean(list(totals.values())),
        without=without,
    )


def _row(
    sheet: Scoresheet, letter: str, voices: dict[int, str], given: list[dict[int, Decimal]]
) -> Row:
    return Row(
        letter,
        voices[sheet.assignment.judge_id],
        [points.get(sheet.pk) for points in given if points],
        sheet.total or Decimal(0),
        sheet.comment,
    )


@dataclass(frozen=True)
class _Far:
    sheet: int
    criterion: Criterion
    is_below: bool


def _furthest(sheets: list[Scoresheet], criteria: list[Criterion]) -> _Far | None:
    """The sheet that is furthest from the mean of the others, as a share of the criterion's points;
    None where none stands apart.
    """
    found = None
    most = _FAR
    for criterion in criteria:
        given = _given(criterion, sheets)
        for pk, value in given.items():
            others = [other for key, other in given.items() if key != pk]
            if not others:
                continue
            distance = value - _mean(others)
            share = abs(distance) / criterion.max_points
            if share > most:
                most = share
                found = _Far(pk, criterion, is_below=distance < 0)
    return found


def _finding(far: _Far | None, letter_of: dict[int, str]) -> str:
    if far is None:
        return _("The sheets lie close to each other")
    words = {"letter": letter_of[far.sheet], "criterion": far.criterion.label}
    if far.is_below:
        return _("Sheet %(letter)s is far below the others in “%(criterion)s”") % words
    return _("Sheet %(letter)s is far above the others in “%(criterion)s”") % words


def _given(criterion: Criterion, sheets: list[Scoresheet]) -> dict[int, Decimal]:
    """{sheet: points}; a criterion that was left out is no zero."""
    points = {sheet.pk: sheet.points.get(str(criterion.pk)) for sheet in sheets}
    return {pk: Decimal(str(value)) for pk, value in points.items() if value not in (None, "")}


def _line(
    criterion: Criterion, sheets: list[Scoresheet], letter_of: dict[int, str], far: _Far | None
) -> Line | None:
    given = _given(criterion, sheets)
    if not given:
        return None
    places: list[tuple[int, Decimal, int]] = []
    levels: list[Decimal] = []  # where the last letter of each level stands
    for pk, value in sorted(given.items(), key=lambda item: (item[1], letter_of[item[0]])):
        x = _place(value, criterion)
        level = next((n for n, last in enumerate(levels) if x - last >= _BESIDE), len(levels))
        levels[level : level + 1] = [x]
        places.append((pk, x, level))
    height = 32 + _LEVEL * (len(levels) - 1)
    dots = [
        Dot(
            letter_of[pk],
            given[pk],
            x,
            height - 16 - _LEVEL * level,
            is_far=far is not None and far.sheet == pk and far.criterion == criterion,
        )
        for pk, x, level in places
    ]
    mean = _mean(list(given.values()))
    return Line(criterion.label, criterion.max_points, mean, _place(mean, criterion), dots, height)


def _place(value: Decimal, criterion: Criterion) -> Decimal:
    """Where it stands between 4 and 96 per cent of the line, so that no letter is cut."""
    share = min(max(value / criterion.max_points, Decimal(0)), Decimal(1))
    return 4 + 92 * share


def _mean(values: list[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)
