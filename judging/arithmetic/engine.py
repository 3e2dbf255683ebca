"""The official arithmetic: pure functions on Decimals, from locked sheets and a published scheme to
ranks.

No database and no clock: the same input gives the same output on every machine, so a result can be
recomputed from an export. Scheme and sheets are plain dictionaries, as the frozen snapshot keeps
them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from statistics import median


@dataclass(frozen=True)
class Place:
    """One entry's council score; `criterion_means` in the scheme's order, `spread` = highest −
    lowest total.
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


def sheet_total(points: dict[str, str], scheme: dict) -> Decimal:
    """The points of one sheet together; where a criterion was left out, the others are scaled up to
    the whole, to two decimals.
    """
    given = sum((Decimal(value) for value in points.values()), Decimal(0))
    most = sum(Decimal(criterion["max"]) for criterion in scheme["criteria"])
    met = sum(
        Decimal(criterion["max"]) for criterion in scheme["criteria"] if criterion["key"] in points
    )
    return given if met == most or not met else rounded(given * most / met, 2, scheme["rounding"])


def _mean(key: str, sheets: list[dict], scheme: dict) -> Decimal | None:
    given = [Decimal(points[key]) for points in sheets if key in points]
    return rounded(sum(given) / len(given), 4, scheme["rounding"]) if given else None


def council_score(totals: list[Decimal], scheme: dict) -> Decimal:
    """The aggregate of an entry's sheets: mean or median, without one highest and one lowest from n
    sheets on.

    Raises ValueError without a sheet: an unscored entry has no score, not a zero.
    """
    if not totals:
        raise ValueError("an entry without a sheet has no score")
    kept = sorted(totals)
    if scheme["drop_extremes_from"] and len(kept) >= max(3, scheme["drop_extremes_from"]):
        kept = kept[1:-1]
    value = Decimal(median(kept)) if scheme["aggregate"] == "median" else sum(kept) / len(kept)
    return rounded(value, scheme["council_decimals"], scheme["rounding"])


def ranking(scheme: dict, sheets: list[dict]) -> list[Place]:
    """Places by council score, the highest first; equal scores share a rank (ties are broken in the
    standing).

    A sheet is {"code": …, "points": {criterion key: points as text}}.
    """
    by_code: dict[str, list[dict]] = {}
    for sheet in sheets:
        by_code.setdefault(sheet["code"], []).append(sheet["points"])
    scored = []
    for code, points in by_code.items():
        totals = [sheet_total(sheet, scheme) for sheet in points]
        means = tuple(_mean(criterion["key"], points, scheme) for criterion in scheme["criteria"])
        scored.append(
            (council_score(totals, scheme), code, len(points), means, max(totals) - min(totals))
        )
    scored.sort(key=lambda item: (-item[0], item[1]))
    places, rank = [], 0
    for position, (score, code, count, means, spread) in enumerate(scored, start=1):
        if not places or score != places[-1].score:
            rank = position
        places.append(Place(code, score, count, means, spread, rank))
    return places


_AS_GOOD_AS_STILL = Decimal(
    "1e-22"
)  # a relative step of the iteration below which nothing of the nine digits moves any more


def strengths(codes: Iterable[str], choices: Iterable[tuple[str, str]]) -> dict[str, Decimal]:
    """How strong each entry is by comparisons in pairs (better, other), to nine significant digits;
    together about 1.

    The likeliest strengths of the model of Bradley and Terry (1952), by the iteration of Hunter
    (2004), with half a win each way added to every pair, so that they exist however the choices
    fell. They follow from counts alone: no order matters.
    """
    codes = sorted(codes)
    wins = Counter((better, other) for better, other in choices)
    half = Decimal("0.5")
    won = {one: sum(wins[one, other] + half for other in codes if other != one) for one in codes}
    met = {
        (one, other): wins[one, other] + wins[other, one] + 1
        for one in codes
        for other in codes
        if other != one
    }
    strength = dict.fromkeys(codes, Decimal(1) / max(1, len(codes)))
    for _step in range(20_000 if len(codes) > 1 else 0):
        after = {
            one: won[one]
            / sum(
                met[one, other] / (strength[one] + strength[other])
                for other in codes
                if other != one
            )
            for one in codes
        }
        whole = sum(after.values())
        after = {one: value / whole for one, value in after.items()}
        still = (
            max(abs(after[one] - strength[one]) / after[one] for one in codes) < _AS_GOOD_AS_STILL
        )
        strength = after
        if still:
            break
    return {one: Context(prec=9).plus(value) for one, value in strength.items()}
