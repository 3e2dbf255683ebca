"""What stands beside a ranking: how sure each place is, how severe each judge was, what would
change without one of them.

By code only. Advice for the council; the official ranking is untouched.
"""

from dataclasses import dataclass

import numpy as np
from django.core.cache import cache

from foundation.ledger import chain
from judging.arithmetic import calibration, engine
from judging.models import BlindedEntry, Judge, Round
from judging.results.ranking import scheme_snapshot, sheet_snapshots

_KEPT = 24 * 3600  # seconds; the same sheets give the same evidence
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
    in_prize: (
        float | None
    )  # None where entries fall into parts: nobody can say who is ahead across them
    is_near: bool
    part: int


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


def of(judging_round: Round) -> Evidence:
    """The evidence of a round whose sheets are all locked."""
    scheme, sheets = scheme_snapshot(judging_round.scheme), sheet_snapshots(judging_round)
    prizes = sum(judging_round.edition.tiers.values_list("count", flat=True))
    key = f"evidence:{chain.digest_of([scheme, sheets, prizes])}"
    found = cache.get(key)
    if found is None:
        found = _computed(judging_round, scheme, sheets, prizes)
        cache.set(key, found, _KEPT)
    return found


def _computed(judging_round: Round, scheme: dict, sheets: list[dict], prizes: int) -> Evidence:
    codes = sorted({sheet["code"] for sheet in sheets})
    seats = sorted({sheet["judge"] for sheet in sheets})
    data = _arrays(scheme, sheets, codes, seats)
    try:
        fitted = calibration.fit(data)
    except ValueError:
        return Evidence(why_not="few")
    official = engine.ranking(scheme, sheets)
    entries = _entry_lines(judging_round, data, fitted, official, codes, min(prizes, len(codes)))
    judges = _judge_lines(
        judging_round,
        data,
        fitted,
        codes,
        seats,
        lambda judge: _changed_without(scheme, sheets, official, judge, prizes),
    )
    return Evidence(
        "",
        prizes,
        calibration.alpha(data),
        calibration.intraclass(data),
        len(set(fitted.part.tolist())),
        fitted.noise,
        tuple(entries),
        tuple(judges),
    )


def _arrays(
    scheme: dict, sheets: list[dict], codes: list[str], seats: list[int]
) -> calibration.Sheets:
    place_of, seat_of = (
        {code: place for place, code in enumerate(codes)},
        {judge: place for place, judge in enumerate(seats)},
    )
    judge = np.array([seat_of[sheet["judge"]] for sheet in sheets], dtype=int)
    entry = np.array([place_of[sheet["code"]] for sheet in sheets], dtype=int)
    total = np.array([float(engine.sheet_total(sheet["points"], scheme)) for sheet in sheets])
    return calibration.Sheets(judge, entry, total, len(seats), len(codes))


def _entry_lines(
    judging_round: Round, data, fitted: calibration.Fit, official, codes: list[str], prizes: int
) -> list[EntryLine]:
    """In the order of the official ranking. Where entries fall into parts, ranks are those within
    the part, and no chance is told.
    """
    drawn = calibration.draws(data, fitted)
    lowest, highest, chance = (
        np.zeros(len(codes), dtype=int),
        np.zeros(len(codes), dtype=int),
        np.zeros(len(codes)),
    )
    for part in np.unique(fitted.part):
        members = fitted.part == part
        sure = calibration.certainty(drawn[members], prizes)
        lowest[members], highest[members], chance[members] = (
            sure.lowest,
            sure.highest,
            sure.in_prize,
        )
    titles = dict(
        BlindedEntry.objects.filter(round=judging_round, code__in=codes).values_list(
            "code", "title"
        )
    )
    lines = []
    for place in official:
        number = codes.index(place.code)
        told = float(chance[number]) if fitted.is_comparable else None
        about = {
            "lowest": int(lowest[number]),
            "highest": int(highest[number]),
            "part": int(fitted.part[number]),
        }
        about |= {
            "in_prize": told,
            "is_near": told is not None and NEAR[0] < told < NEAR[1],
            "calibrated": round_(fitted.mean + fitted.entry[number]),
        }
        lines.append(
            EntryLine(
                code=place.code,
                title=titles[place.code],
                rank=place.rank,
                score=str(place.score),
                **about,
            )
        )
    return lines


def _judge_lines(
    judging_round: Round,
    data,
    fitted: calibration.Fit,
    codes: list[str],
    seats: list[int],
    changed_without,
) -> list[JudgeLine]:
    """The most and the least severe first; leanings are looked for by field."""
    fields = {
        entry.code: entry.field
        for entry in BlindedEntry.objects.filter(
            round=judging_round, code__in=codes
        ).select_related("field")
    }
    names = sorted(
        {field.pk: field for field in fields.values()}.values(), key=lambda field: field.pk
    )
    group = np.array([names.index(fields[code]) for code in codes])
    told = calibration.favours(data, group, fitted)
    people = {
        judge.pk: str(judge) for judge in Judge.objects.filter(pk__in=seats).select_related("user")
    }
    lines = []
    for number, judge in enumerate(seats):
        leanings = [
            {"group": str(names[favour.group]), "points": round_(favour.points)}
            for favour in told
            if favour.judge == number
        ]
        severity, error = round_(fitted.judge[number]), round_(fitted.judge_error[number])
        lines.append(
            JudgeLine(
                people[judge],
                int((data.judge == number).sum()),
                severity,
                error,
                changed_without(judge),
                leanings,
            )
        )
    return sorted(lines, key=lambda line: -abs(line.severity))


def round_(points: float) -> float:
    return round(float(points), 2)


def _winners(places, prizes: int) -> set[str]:
    return {place.code for place in places if place.rank <= prizes}


def _changed_without(
    scheme: dict, sheets: list[dict], official, judge: int, prizes: int
) -> list[str]:
    """Codes that change sides of the prize line when one judge's sheets are left out."""
    rest = engine.ranking(scheme, [sheet for sheet in sheets if sheet["judge"] != judge])
    return sorted(_winners(official, prizes) ^ _winners(rest, prizes))
