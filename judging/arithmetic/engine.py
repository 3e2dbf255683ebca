"""The official arithmetic: from locked sheets and a published scheme to ranks, on Decimals.

Pure functions without a database or a clock: the same input gives the same output on every machine,
so a result can be recomputed from an export. Scheme and sheets are plain dictionaries, as the
frozen snapshot keeps them.
"""

import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from statistics import median
from typing import Any

ZERO = Decimal(0)
# A relative step of the iteration below which nothing of the nine digits moves any more.
_AS_GOOD_AS_STILL = Decimal("1e-22")
_MOST_STEPS = 20_000

Pair = tuple[str, str]  # two codes


@dataclass(frozen=True)
class Place:
    """One entry's council score.

    `criterion_means` in the scheme's order, `spread` = highest − lowest total.
    """

    code: str
    score: Decimal
    sheets: int
    criterion_means: tuple[Decimal | None, ...]  # None where every sheet left the criterion out
    spread: Decimal
    rank: int


def rounded(value: Decimal, decimals: int, rounding: str) -> Decimal:
    """Rounded as the scheme says (decimal module's names of the modes)."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=rounding)


def sheet_total(points: dict[str, str], scheme: dict[str, Any]) -> Decimal:
    """The points of one sheet together.

    Where a criterion was left out, the others are scaled up to the whole, to two decimals.
    """
    given = sum((Decimal(value) for value in points.values()), ZERO)
    most = ZERO
    most_of_given = ZERO
    for criterion in scheme["criteria"]:
        most += Decimal(criterion["max"])
        if criterion["key"] in points:
            most_of_given += Decimal(criterion["max"])
    if most_of_given in (most, ZERO):
        return given
    return rounded(given * most / most_of_given, 2, scheme["rounding"])


def _mean(key: str, sheets: list[dict[str, str]], rounding: str) -> Decimal | None:
    """The mean points of one criterion, to four decimals; None where every sheet left it out."""
    given = [Decimal(points[key]) for points in sheets if key in points]
    if not given:
        return None
    return rounded(sum(given, ZERO) / len(given), 4, rounding)


def council_score(totals: list[Decimal], scheme: dict[str, Any]) -> Decimal:
    """The aggregate of an entry's sheets: mean or median.

    Without one highest and one lowest from n sheets on. Raises ValueError without a sheet: an
    unscored entry has no score, not a zero.
    """
    if not totals:
        raise ValueError("an entry without a sheet has no score")
    counted = sorted(totals)
    drops_from = scheme["drop_extremes_from"]
    if drops_from and len(counted) >= max(3, drops_from):
        counted = counted[1:-1]
    if scheme["aggregate"] == "median":
        score = Decimal(median(counted))
    else:
        score = sum(counted, ZERO) / len(counted)
    return rounded(score, scheme["council_decimals"], scheme["rounding"])


def ranking(scheme: dict[str, Any], sheets: list[dict[str, Any]]) -> list[Place]:
    """Places by council score, the highest first; equal scores share a rank.

    Ties are broken in the standing. A sheet is {"code": …, "points": {criterion key: points as
    text}}.
    """
    points_by_code: dict[str, list[dict[str, str]]] = {}
    for sheet in sheets:
        points_by_code.setdefault(sheet["code"], []).append(sheet["points"])
    unranked = [_without_rank(code, points, scheme) for code, points in points_by_code.items()]
    unranked.sort(key=lambda place: (-place.score, place.code))
    places: list[Place] = []
    for position, place in enumerate(unranked, start=1):
        shares_rank = places and place.score == places[-1].score
        places.append(replace(place, rank=places[-1].rank if shares_rank else position))
    return places


def _without_rank(code: str, sheets: list[dict[str, str]], scheme: dict[str, Any]) -> Place:
    totals = [sheet_total(points, scheme) for points in sheets]
    means = [
        _mean(criterion["key"], sheets, scheme["rounding"]) for criterion in scheme["criteria"]
    ]
    return Place(
        code=code,
        score=council_score(totals, scheme),
        sheets=len(sheets),
        criterion_means=tuple(means),
        spread=max(totals) - min(totals),
        rank=0,
    )


def strengths(codes: Iterable[str], choices: Iterable[tuple[str, str]]) -> dict[str, Decimal]:
    """How strong each entry is by comparisons in pairs (better, other); together about 1.

    To nine significant digits. The likeliest strengths of the model of Bradley and Terry (1952), by
    the iteration of Hunter (2004), with half a win each way added to every pair, so that they exist
    however the choices fell. They follow from counts alone: no order matters.
    """
    codes = sorted(codes)
    wins = Counter((better, other) for better, other in choices)
    met: dict[Pair, Decimal] = {}
    won = dict.fromkeys(codes, ZERO)
    for code, other in itertools.permutations(codes, 2):
        won[code] += wins[code, other] + Decimal("0.5")
        met[code, other] = Decimal(wins[code, other] + wins[other, code] + 1)
    strength = dict.fromkeys(codes, Decimal(1) / max(1, len(codes)))
    if len(codes) > 1:
        for _step in range(_MOST_STEPS):
            after = _stronger(strength, won, met)
            is_still = _greatest_change(strength, after) < _AS_GOOD_AS_STILL
            strength = after
            if is_still:
                break
    return {code: Context(prec=9).plus(value) for code, value in strength.items()}


def _stronger(
    strength: dict[str, Decimal], won: dict[str, Decimal], met: dict[Pair, Decimal]
) -> dict[str, Decimal]:
    """One step of Hunter's iteration, scaled so that the strengths are 1 together."""
    expected = dict.fromkeys(strength, ZERO)
    for (code, other), times in met.items():
        expected[code] += times / (strength[code] + strength[other])
    after = {code: won[code] / expected[code] for code in strength}
    whole = sum(after.values(), ZERO)
    return {code: value / whole for code, value in after.items()}


def _greatest_change(before: dict[str, Decimal], after: dict[str, Decimal]) -> Decimal:
    return max(abs(after[code] - before[code]) / after[code] for code in after)
