"""Whether rounds, seats and places say what their lines, copies and sheets do: the columns that
stand beside what the digests hold.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import F

from competition.audit import compares, unmatched
from competition.models import Edition
from foundation.ledger import chain, reading
from judging.arithmetic import engine
from judging.models import (
    Assignment,
    Inquiry,
    Judge,
    Ranking,
    Recusal,
    Reopening,
    Round,
    Scoresheet,
)
from judging.results import ranking
from judging.scoring import scoresheets

_AFTER = {
    "round.opened": Round.State.OPEN,
    "round.closed": Round.State.CLOSED,
    "ranking.frozen": Round.State.FROZEN,
    "ranking.superseded": Round.State.CLOSED,
}


@compares
def of_states_of_rounds(edition: Edition) -> Iterator[str]:
    """How far each round is, and when it was opened and closed."""
    told: dict[int, dict[str, Any]] = {}
    for line in reading.lines(edition.chain, *_AFTER):
        said = told.setdefault(line.payload["round"], {"opened": None, "closed": None})
        said["state"] = str(_AFTER[line.verb])
        if line.verb == "round.opened":
            said["opened"] = line.at
        elif line.verb == "round.closed":
            said["closed"] = line.at
    stored = {}
    for row in edition.rounds.exclude(state=Round.State.PREPARING, opened_at=None):
        stored[row.order] = {
            "opened": row.opened_at,
            "closed": row.closed_at,
            "state": row.state,
        }
    yield from unmatched("state of round", stored, told)


@compares
def of_undertakings(edition: Edition) -> Iterator[str]:
    """When each member signed or declined the seat."""
    signed: dict[int, datetime.datetime] = {}
    declined: dict[int, datetime.datetime] = {}
    for line in reading.lines(edition.chain, "judge.undertook", "judge.declined"):
        told = signed if line.verb == "judge.undertook" else declined
        told[line.payload["seat"]] = line.at
    seats = Judge.objects.filter(panel__round__edition=edition)
    stored = dict(seats.exclude(undertaking_at=None).values_list("pk", "undertaking_at"))
    for seat in [number for number in signed if number in declined]:
        signed.pop(seat)  # who declines undoes what was signed
    yield from unmatched("undertaking of seat", stored, signed)
    stored = dict(seats.exclude(declined_at=None).values_list("pk", "declined_at"))
    yield from unmatched("refusal of seat", stored, declined)


@compares
def of_moments_of_sheets(edition: Edition) -> Iterator[str]:
    """When each sheet was locked last."""
    told: dict[int, datetime.datetime] = {}
    for line in reading.lines(edition.chain, "sheet.locked"):
        told[line.payload["assignment"]] = line.at
    rows = Scoresheet.objects.filter(assignment__judge__panel__round__edition=edition)
    for assignment, at in rows.exclude(locked_at=None).values_list("assignment", "locked_at"):
        if told.get(assignment) != at:
            yield f"sheet of assignment {assignment}: was not locked then"


@compares
def of_what_stands_beside_codes(edition: Edition) -> Iterator[str]:
    """Titles, means and spreads of each place, which follow from copies and sheets."""
    rankings = Ranking.objects.filter(round__edition=edition).select_related("round")
    for frozen in rankings.iterator(chunk_size=1):
        if frozen.digest != ranking.ranking_digest(frozen.scheme, frozen.sheets):
            yield f"ranking {frozen.pk}: its digest is not that of its sheets"
        titles = dict(frozen.round.blinded_entries.values_list("code", "title"))
        places = {place.code: place for place in engine.ranking(frozen.scheme, frozen.sheets)}
        goes_on = dict(frozen.promotions.values_list("code", "by_rule"))
        for row in frozen.rows.all():
            place = places.get(row.code)
            if place is None:
                continue  # told by the look at places
            means = [None if mean is None else str(mean) for mean in place.criterion_means]
            due = [titles.get(row.code), place.sheets, means, place.spread]
            if [row.title, row.sheets, row.criterion_means, row.spread] != due:
                yield f"ranking {frozen.pk}: what stands beside {row.code} does not follow"
            if goes_on and goes_on.get(row.code) != row.goes_on:
                yield f"ranking {frozen.pk}: {row.code} goes on, or stays, against the rule"


@compares
def of_sheets_that_were_given(edition: Edition) -> Iterator[str]:
    """As many sheets are confirmed in each round, or were, as the lines say."""
    told: dict[int, int] = {}
    for line in reading.lines(edition.chain, "assignment.confirmed"):
        order = line.payload["round"]
        told[order] = told.get(order, 0) + line.payload["sheets"]
    stored: dict[int, int] = {}
    rows = Assignment.objects.filter(judge__panel__round__edition=edition)
    confirmed = rows.exclude(confirmed_at=None).exclude(state=Assignment.State.PROPOSED)
    for order in confirmed.values_list("judge__panel__round__order", flat=True):
        stored[order] = stored.get(order, 0) + 1
    yield from unmatched("sheets that were given in round", stored, told)
    for number in rows.filter(confirmed_at=None, state=Assignment.State.CONFIRMED).values_list(
        "pk", flat=True
    ):
        yield f"assignment {number}: was never confirmed"
    astray = rows.exclude(blinded_entry__round=F("judge__panel__round"))
    for number in astray.values_list("pk", flat=True):
        yield f"assignment {number}: is of an entry of another round"


@compares
def of_what_judges_said(edition: Edition) -> Iterator[str]:
    """Who gave a sheet up, and what was asked about which, against the lines."""
    told = {
        line.payload["assignment"]: line.at
        for line in reading.lines(edition.chain, "judge.recused")
    }
    of_edition = {"assignment__judge__panel__round__edition": edition}
    stored = dict(Recusal.objects.filter(**of_edition).values_list("assignment", "at"))
    yield from unmatched("word of a judge about assignment", stored, told)
    asked = {
        line.payload["question"]: [line.payload["assignment"], line.at]
        for line in reading.lines(edition.chain, "inquiry.asked")
    }
    answers = {line.payload["answer"] for line in reading.lines(edition.chain, "inquiry.answered")}
    put: dict[str, list] = {}
    for row in Inquiry.objects.filter(**of_edition):
        put[chain.digest_of([str(row.key), row.text])] = [row.assignment_id, row.asked_at]
        if row.answer and chain.digest_of([str(row.key), row.answer]) not in answers:
            yield f"question {row.pk} of a judge: its answer is not the secretariat's"
    yield from unmatched("question of a judge", put, asked)


@compares
def of_what_was_locked_before(edition: Edition) -> Iterator[str]:
    """What stood on a sheet when it was given back to its judge, against the digest of the lock."""
    told: dict[int, list[str]] = {}
    for line in reading.lines(edition.chain, "sheet.reopened"):
        told.setdefault(line.payload["assignment"], []).append(line.payload["digest"])
    rows = Reopening.objects.filter(sheet__assignment__judge__panel__round__edition=edition)
    stored: dict[int, list[str]] = {}
    for row in rows.select_related("sheet__assignment__blinded_entry").order_by("pk"):
        code = row.sheet.assignment.blinded_entry.code
        digest = chain.digest_of([code, row.points, row.comment, row.remark, row.nonce])
        stored.setdefault(row.sheet.assignment_id, []).append(digest)
        criteria = scoresheets.criteria_of(row.sheet.assignment)
        scheme = row.sheet.assignment.judge.panel.round.scheme
        if row.total != scoresheets.total_of(row.points, criteria, scheme.rounding):
            yield f"sheet {row.sheet_id}, as it was before: its total is not the sum of its points"
    yield from unmatched("earlier points on the sheet of assignment", stored, told)
