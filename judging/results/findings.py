"""What stands beside a ranking: how sure places are, how severe judges, what one of them changes.

By code only.
"""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from competition.models import Field
from judging.arithmetic import calibration, engine
from judging.arithmetic.calibration import Certainty, Fit, Sheets
from judging.arithmetic.engine import Place
from judging.arithmetic.influence import Influence
from judging.models import BlindedEntry, Round

# Told after each judge: how many were looked at, of how many.
Progress = Callable[[int, int], None]
NEAR = (0.1, 0.9)  # a chance of a prize between these is a near tie at the line


@dataclass(frozen=True)
class EntryLine:
    code: str
    title: str
    rank: int
    score: str
    calibrated: float
    lowest: int  # of the rank within its part
    highest: int
    # None where entries fall into parts: nobody can say who is ahead across them.
    in_prize: float | None
    is_near: bool
    part: int


@dataclass(frozen=True)
class JudgeLine:
    judge: int
    sheets: int
    severity: float  # points above (below: negative) the others on the same entries
    error: float
    changed: list[str]  # codes that would come into or fall out of the prizes without this judge
    favours: list[dict[str, Any]]


@dataclass(frozen=True)
class Evidence:
    """Everything of one round; `why_not` says why there is none."""

    why_not: str = ""
    prizes: int = 0
    alpha: float = math.nan
    intraclass: float = math.nan
    parts: int = 1
    noise: float = 0.0
    entries: tuple[EntryLine, ...] = ()
    judges: tuple[JudgeLine, ...] = ()

    @property
    def near(self) -> list[EntryLine]:
        """Entries about which nobody can be sure on which side of the line they belong."""
        return [line for line in self.entries if line.is_near]


def _unheard(_done: int, _total: int) -> None:
    """Nobody waits to be told."""


def computed(
    judging_round: Round,
    scheme: dict[str, Any],
    sheets: list[dict[str, Any]],
    prizes: int,
    progress: Progress = _unheard,
) -> Evidence:
    """Of a round whose sheets are all locked, with so many prizes."""
    codes = sorted({sheet["code"] for sheet in sheets})
    seats = sorted({sheet["judge"] for sheet in sheets})
    data = _arrays(scheme, sheets, codes, seats)
    try:
        fitted = calibration.fit(data)
    except ValueError:
        return Evidence(why_not="few")
    official = engine.ranking(scheme, sheets)
    places = _entry_lines(judging_round, data, fitted, official, codes, min(prizes, len(codes)))
    influence = Influence(scheme, sheets, prizes)
    changed = {}
    for number, judge in enumerate(seats, start=1):
        changed[judge] = influence.changed_without(judge)
        progress(number, len(seats))
    return Evidence(
        prizes=prizes,
        alpha=calibration.alpha(data),
        intraclass=calibration.intraclass(data),
        parts=len(set(fitted.part.tolist())),
        noise=fitted.noise,
        entries=tuple(places),
        judges=tuple(_judge_lines(judging_round, data, fitted, codes, changed)),
    )


def _arrays(
    scheme: dict[str, Any], sheets: list[dict[str, Any]], codes: list[str], seats: list[int]
) -> Sheets:
    place_of_code = {code: place for place, code in enumerate(codes)}
    place_of_seat = {judge: place for place, judge in enumerate(seats)}
    judge = np.array([place_of_seat[sheet["judge"]] for sheet in sheets], dtype=int)
    entry = np.array([place_of_code[sheet["code"]] for sheet in sheets], dtype=int)
    total = np.array([float(engine.sheet_total(sheet["points"], scheme)) for sheet in sheets])
    return Sheets(judge, entry, total, len(seats), len(codes))


def _entry_lines(
    judging_round: Round,
    data: Sheets,
    fitted: Fit,
    official: list[Place],
    codes: list[str],
    prizes: int,
) -> list[EntryLine]:
    """In the order of the official ranking.

    Where entries fall into parts, ranks are those within the part, and no chance is told.
    """
    sure = _certainty_by_part(data, fitted, prizes)
    titles = dict(
        BlindedEntry.objects.filter(round=judging_round, code__in=codes).values_list(
            "code", "title"
        )
    )
    number_of_code = {code: number for number, code in enumerate(codes)}
    lines = []
    for place in official:
        number = number_of_code[place.code]
        chance = float(sure.in_prize[number]) if fitted.is_comparable else None
        lines.append(
            EntryLine(
                code=place.code,
                title=titles[place.code],
                rank=place.rank,
                score=str(place.score),
                calibrated=to_hundredths(fitted.mean + fitted.entry[number]),
                lowest=int(sure.lowest[number]),
                highest=int(sure.highest[number]),
                in_prize=chance,
                is_near=chance is not None and NEAR[0] < chance < NEAR[1],
                part=int(fitted.part[number]),
            )
        )
    return lines


def _certainty_by_part(data: Sheets, fitted: Fit, prizes: int) -> Certainty:
    """Rank intervals and chances of all entries, each within its own part."""
    drawn = calibration.draws(data, fitted)
    lowest = np.zeros(data.entries, dtype=int)
    highest = np.zeros(data.entries, dtype=int)
    in_prize = np.zeros(data.entries)
    for part in np.unique(fitted.part):
        members = fitted.part == part
        within = calibration.certainty(drawn[members], prizes)
        lowest[members] = within.lowest
        highest[members] = within.highest
        in_prize[members] = within.in_prize
    return Certainty(lowest, highest, in_prize)


def _judge_lines(
    judging_round: Round,
    data: Sheets,
    fitted: Fit,
    codes: list[str],
    changed: dict[int, list[str]],
) -> list[JudgeLine]:
    """The most and the least severe first; leanings are looked for by field.

    `changed` has the judges in the order of `data`.
    """
    leanings = _leanings_by_field(judging_round, data, fitted, codes)
    lines = []
    for number, (judge, codes_without) in enumerate(changed.items()):
        lines.append(
            JudgeLine(
                judge=judge,
                sheets=int((data.judge == number).sum()),
                severity=to_hundredths(fitted.judge[number]),
                error=to_hundredths(fitted.judge_error[number]),
                changed=codes_without,
                favours=leanings[number],
            )
        )
    return sorted(lines, key=lambda line: -abs(line.severity))


def _leanings_by_field(
    judging_round: Round, data: Sheets, fitted: Fit, codes: list[str]
) -> dict[int, list[dict[str, Any]]]:
    """{judge's place: [{"group": field, "points"}, …]}, empty for judges without a leaning."""
    entries = BlindedEntry.objects.filter(round=judging_round, code__in=codes)
    field_of = dict(entries.values_list("code", "field"))
    fields = list(Field.objects.filter(pk__in=set(field_of.values())).order_by("pk"))
    place_of_field = {field.pk: place for place, field in enumerate(fields)}
    group = np.array([place_of_field[field_of[code]] for code in codes])
    leanings: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for favour in calibration.favours(data, group, fitted):
        leanings[favour.judge].append(
            {"group": str(fields[favour.group]), "points": to_hundredths(favour.points)}
        )
    return leanings


def to_hundredths(points: float) -> float:
    """Points as the page shows them."""
    return round(float(points), 2)
