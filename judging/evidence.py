"""What stands beside a ranking: how sure each place is, how severe each judge was, what would change without one of them.

By code only. Advice for the council; the official ranking is untouched.
"""

from dataclasses import dataclass

import numpy as np
from django.core.cache import cache

from foundation.ledger import chain
from judging import calibration, engine
from judging.models import BlindedEntry, Judge, Round
from judging.ranking import scheme_snapshot, sheet_snapshots

_KEPT = 24 * 3600  # seconds; the same sheets give the same evidence
NEAR = (0.1, 0.9)  # a chance of a prize between these is a near tie at the line


@dataclass(frozen=True)
class EntryLine:
    code: str
    title: str
    rank: int
    score: str
    calibrated: float
    lowest: int
    highest: int
    in_prize: float
    is_near: bool


@dataclass(frozen=True)
class JudgeLine:
    name: str
    sheets: int
    severity: float  # points above (below: negative) the others on the same entries
    error: float
    changed: list[str]  # codes that would come into or fall out of the prizes without this judge
    favours: list[dict]


@dataclass(frozen=True)
class Evidence:
    """Everything of one round; `why_not` says why there is none."""

    why_not: str = ""
    prizes: int = 0
    alpha: float = 0.0
    intraclass: float = 0.0
    parts: int = 1
    noise: float = 0.0
    entries: tuple[EntryLine, ...] = ()
    judges: tuple[JudgeLine, ...] = ()

    @property
    def near(self) -> list[EntryLine]:
        """Entries about which nobody can be sure on which side of the line they belong."""
        return [line for line in self.entries if line.is_near]


def of(round: Round) -> Evidence:
    """The evidence of a round whose sheets are all locked."""
    scheme, sheets = scheme_snapshot(round.edition.scheme), sheet_snapshots(round)
    prizes = sum(round.edition.tiers.values_list("count", flat=True))
    key = f"evidence:{chain.digest_of([scheme, sheets, prizes])}"
    found = cache.get(key)
    if found is None:
        found = _computed(round, scheme, sheets, prizes)
        cache.set(key, found, _KEPT)
    return found


def _computed(round: Round, scheme: dict, sheets: list[dict], prizes: int) -> Evidence:
    codes = sorted({sheet["code"] for sheet in sheets})
    seats = sorted({sheet["judge"] for sheet in sheets})
    place_of, seat_of = {code: place for place, code in enumerate(codes)}, {judge: place for place, judge in enumerate(seats)}
    data = calibration.Sheets(
        np.array([seat_of[sheet["judge"]] for sheet in sheets], dtype=int), np.array([place_of[sheet["code"]] for sheet in sheets], dtype=int),
        np.array([float(sum(map(float, sheet["points"].values()))) for sheet in sheets]), len(seats), len(codes),
    )  # fmt: skip
    try:
        fitted = calibration.fit(data)
    except ValueError:
        return Evidence(why_not="few")
    sure = calibration.certainty(calibration.draws(data, fitted), min(prizes, len(codes)))
    entries = {entry.code: entry for entry in BlindedEntry.objects.filter(code__in=codes).select_related("field")}
    fields = sorted({entry.field_id for entry in entries.values()})
    group = np.array([fields.index(entries[code].field_id) for code in codes])
    labels = {number: str(next(entry.field for entry in entries.values() if entry.field_id == field)) for number, field in enumerate(fields)}
    official = engine.ranking(scheme, sheets)
    lines = []
    for place in official:
        number = place_of[place.code]
        chance = float(sure.in_prize[number])
        lines.append(
            EntryLine(
                place.code, entries[place.code].title, place.rank, str(place.score), round_(fitted.mean + fitted.entry[number]), int(sure.lowest[number]),
                int(sure.highest[number]), chance, NEAR[0] < chance < NEAR[1],
            )
        )  # fmt: skip
    told = calibration.favours(data, group, fitted)
    names = {judge.pk: str(judge) for judge in Judge.objects.filter(pk__in=seats).select_related("user")}
    judges = [
        JudgeLine(
            names[judge], int((data.judge == number).sum()), round_(fitted.judge[number]), round_(fitted.judge_error[number]),
            _changed_without(scheme, sheets, official, judge, prizes),
            [{"group": labels[favour.group], "points": round_(favour.points)} for favour in told if favour.judge == number],
        )
        for judge, number in seat_of.items()
    ]  # fmt: skip
    return Evidence(
        "", prizes, calibration.alpha(data), calibration.intraclass(data), len(set(fitted.part.tolist())), fitted.noise, tuple(lines),
        tuple(sorted(judges, key=lambda line: -abs(line.severity))),
    )  # fmt: skip


def round_(points: float) -> float:
    return round(float(points), 2)


def _winners(places, prizes: int) -> set[str]:
    return {place.code for place in places if place.rank <= prizes}


def _changed_without(scheme: dict, sheets: list[dict], official, judge: int, prizes: int) -> list[str]:
    """Codes that change sides of the prize line when one judge's sheets are left out."""
    rest = engine.ranking(scheme, [sheet for sheet in sheets if sheet["judge"] != judge])
    return sorted(_winners(official, prizes) ^ _winners(rest, prizes))
