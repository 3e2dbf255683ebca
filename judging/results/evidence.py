"""What stands beside a ranking: how sure places are, how severe judges, what one of them changes.

By code only. Advice for the council; the official ranking is untouched.
"""

import datetime
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition import clock
from competition.errors import NotAllowed, WrongState
from competition.models import Field
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.ledger import chain
from judging import permissions
from judging.arithmetic import calibration, engine
from judging.arithmetic.calibration import Certainty, Fit, Sheets
from judging.arithmetic.engine import Place
from judging.arithmetic.influence import Influence
from judging.models import (
    BlindedEntry,
    EvidenceJudge,
    EvidencePlace,
    KeptEvidence,
    Round,
)
from judging.results.ranking import scheme_snapshot, sheet_snapshots

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


def source_of(judging_round: Round) -> str:
    """The digest of what the evidence of a closed round is made from.

    Its sheets change no more; what can still change is how many entries stand, and what is won.
    """
    closed_at = judging_round.closed_at
    entries = BlindedEntry.objects.countable().filter(round=judging_round).count()
    return chain.digest_of(
        [
            judging_round.pk,
            closed_at.isoformat() if closed_at else "",
            entries,
            _prizes(judging_round),
            scheme_snapshot(judging_round.scheme),
        ]
    )


def _prizes(judging_round: Round) -> int:
    return sum(judging_round.edition.tiers.values_list("count", flat=True))


def apply(name: str, payload: dict) -> None:
    """A round was closed: what the council reads on that evening is worked out at once."""
    if name == "round.closed":
        _ask(Round.objects.select_related("edition", "scheme").get(pk=payload["round"]), by=None)


@transaction.atomic
def ask(*, judging_round: Round, by: User, at: datetime.datetime) -> Job:
    """Have the evidence of a closed round worked out by the worker.

    Raises NotAllowed, WrongState (sheets are missing).
    """
    if not permissions.can_organise(by, judging_round.edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))
    if not judging_round.is_over:
        raise WrongState(_("Close the round first."))
    job = _ask(judging_round, by=by)
    work.take_up_again(job)
    return job


def _ask(judging_round: Round, *, by: User | None) -> Job:
    source = source_of(judging_round)
    params = {"round": judging_round.pk, "source": source}
    return work.ask("evidence", key=_key(judging_round, source), params=params, total=1, by=by)


def _key(judging_round: Round, source: str) -> str:
    return f"evidence:{judging_round.pk}:{source[:32]}"


def job_of(judging_round: Round) -> Job | None:
    """The work on the evidence of a round as it stands now; None while nobody has asked for it."""
    return Job.objects.filter(key=_key(judging_round, source_of(judging_round))).first()


def kept(judging_round: Round) -> KeptEvidence | None:
    """What was worked out last about a round; `source` says from what."""
    of_the_round = KeptEvidence.objects.filter(round=judging_round)
    return of_the_round.filter(source=source_of(judging_round)).first() or of_the_round.last()


@work.handler("evidence")
def _work_out(job: Job) -> tuple[int, int]:
    """Handler of the job: works it out and keeps it."""
    judging_round = Round.objects.select_related("edition", "scheme").get(pk=job.params["round"])
    keep(judging_round, of(judging_round), source=job.params["source"])
    return 1, 1


@transaction.atomic
def keep(judging_round: Round, found: Evidence, *, source: str) -> KeptEvidence:
    """Keep the evidence of a round as it stands now."""
    KeptEvidence.objects.filter(round=judging_round, source=source).delete()
    row = KeptEvidence.objects.create(
        round=judging_round,
        source=source,
        why_not=found.why_not,
        prizes=found.prizes,
        alpha=_number(found.alpha),
        intraclass=_number(found.intraclass),
        parts=found.parts,
        noise=found.noise,
        near=len(found.near),
        made_at=clock.now(),
    )
    EvidencePlace.objects.bulk_create(
        (EvidencePlace(evidence=row, **vars(line)) for line in found.entries), batch_size=500
    )
    EvidenceJudge.objects.bulk_create(
        (_judge_row(row, order, line) for order, line in enumerate(found.judges)), batch_size=500
    )
    return row


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _judge_row(row: KeptEvidence, order: int, line: JudgeLine) -> EvidenceJudge:
    return EvidenceJudge(
        evidence=row,
        judge_id=line.judge,
        order=order,
        sheets=line.sheets,
        severity=line.severity,
        error=line.error,
        changed=line.changed,
        favours=line.favours,
    )


def of(judging_round: Round) -> Evidence:
    """Work the evidence of a round out whose sheets are all locked: seconds for thousands."""
    scheme = scheme_snapshot(judging_round.scheme)
    sheets = sheet_snapshots(judging_round)
    return _computed(judging_round, scheme, sheets, _prizes(judging_round))


def _computed(
    judging_round: Round, scheme: dict[str, Any], sheets: list[dict[str, Any]], prizes: int
) -> Evidence:
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
    changed = {judge: influence.changed_without(judge) for judge in seats}
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
