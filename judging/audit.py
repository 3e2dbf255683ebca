"""Whether what stands in the tables is what was locked, frozen, drawn, concluded and decided."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q, QuerySet

from accounts import membership
from competition.audit import compares, lines, payloads, unmatched
from competition.audit_notes import holds
from competition.models import Edition
from foundation.ledger import chain, reading
from judging.arithmetic import engine, lots
from judging.assigning import lottery
from judging.councils import meetings, panels
from judging.models import (
    Assignment,
    Comparison,
    Judge,
    Lottery,
    Meeting,
    MinutesConfirmation,
    Motion,
    Ranking,
    Reopening,
    Scoresheet,
    SeatChange,
    Visit,
)
from judging.results import comparing, promotion, ranking
from judging.scoring import scoresheets

holds("council.concluded", "present")


@compares
def of_sheets(edition: Edition) -> Iterator[str]:
    """Sheets against the ledger's lines, totals against points, released against the reasons."""
    promised = _locked_digests(edition)
    given_up = {
        payload["assignment"]
        for payload in payloads(edition, "judge.recused", "assignment.released")
    }
    criteria = {scheme.pk: list(scheme.criteria.all()) for scheme in edition.schemes.all()}
    sheets = Scoresheet.objects.filter(
        assignment__judge__panel__round__edition=edition
    ).select_related("assignment__blinded_entry", "assignment__judge__panel__round__scheme")
    for sheet in _without_texts(sheets, "assignment__blinded_entry__").iterator(chunk_size=500):
        digest = promised.pop(sheet.assignment_id, None)
        if sheet.state != Scoresheet.State.LOCKED:
            if digest is not None:
                yield f"sheet {sheet.pk}: was locked, and is a draft"
            continue
        if digest != scoresheets.sheet_digest(sheet):
            yield f"sheet {sheet.pk}: is not the one that was locked"
        scheme = sheet.assignment.judge.panel.round.scheme
        if sheet.total != scoresheets.total_of(sheet.points, criteria[scheme.pk], scheme.rounding):
            yield f"sheet {sheet.pk}: its total is not the sum of its points"
        if _is_put_aside(sheet.assignment) and sheet.assignment_id not in given_up:
            yield f"sheet {sheet.pk}: was put aside without a word in the ledger"
    for assignment in promised:
        yield f"sheet of assignment {assignment}: is gone"


def _without_texts(rows: QuerySet, entry: str) -> QuerySet:
    """Rows without what their blinded entries hold for reading; `entry` is the way to these."""
    return rows.defer(*(f"{entry}{name}" for name in ("title", "summary", "sections", "byline")))


def _locked_digests(edition: Edition) -> dict[int, str]:
    """{assignment id: digest} of what is locked by the ledger.

    A sheet that two people gave back to its judge is a draft until it is locked again.
    """
    digests: dict[int, str] = {}
    for verb, payload in lines(edition, "sheet.locked", "sheet.reopened"):
        if verb == "sheet.locked":
            digests[payload["assignment"]] = payload["digest"]
        else:
            digests.pop(payload["assignment"], None)
    return digests


def _is_put_aside(assignment: Assignment) -> bool:
    """Released, while its entry is still in the contest."""
    is_released = assignment.state == Assignment.State.RELEASED
    return is_released and assignment.blinded_entry.withdrawn_at is None


_ON_A_SEAT = (
    *("judge.undertook", "judge.declined", "judge.declared_late"),
    *("judge.recused", "sheet.locked", "comparison.answered"),
)


@compares
def of_seats(edition: Edition) -> Iterator[str]:
    """Whose seat each is, against who did what is done on it."""
    seats = Judge.objects.filter(panel__round__edition=edition)
    person_of = dict(seats.values_list("pk", "user"))
    sheets = Assignment.objects.filter(judge__in=seats)
    seat_of = dict(sheets.values_list("pk", "judge"))
    strange = set()
    for line in reading.lines(edition.chain, *_ON_A_SEAT):
        told = line.payload
        if "keyed" in told:  # typed by the secretariat from a sheet on paper
            continue
        seat = told.get("seat") or told.get("judge") or seat_of.get(told.get("assignment", 0))
        if seat and person_of.get(seat) != line.actor_id:
            strange.add(seat)
    for seat in sorted(strange):
        yield f"seat {seat}: is not that of the person who worked on it"


@compares
def of_rankings(edition: Edition) -> Iterator[str]:
    """Rankings against the ledger's lines, and places against the sheets they follow from."""
    promised = [
        (payload["round"], payload["digest"]) for payload in payloads(edition, "ranking.frozen")
    ]
    rankings = Ranking.objects.filter(round__edition=edition).select_related("round")
    for frozen in rankings.iterator(chunk_size=1):
        digest = ranking.ranking_digest(frozen.scheme, frozen.sheets)
        if (frozen.round.order, digest) not in promised:
            yield f"ranking {frozen.pk}: is not the one that was frozen"
            continue
        promised.remove((frozen.round.order, digest))
        places = {
            place.code: (place.rank, place.score)
            for place in engine.ranking(frozen.scheme, frozen.sheets)
        }
        stored = {row.code: (row.rank, row.score) for row in frozen.rows.all()}
        if places != stored:
            yield f"ranking {frozen.pk}: its places do not follow from its sheets"
        fields = dict(frozen.round.blinded_entries.values_list("code", "field"))
        if any(row.field_id != fields.get(row.code) for row in frozen.rows.all()):
            yield f"ranking {frozen.pk}: an entry stands in another field than it was judged in"
    for order, _digest in promised:
        yield f"ranking of round {order}: is gone"


@compares
def of_comparisons(edition: Edition) -> Iterator[str]:
    """Ballots and results against the ledger's lines, and strengths against the choices."""
    answered = {
        (payload["comparison"], payload["judge"]): payload["digest"]
        for payload in payloads(edition, "comparison.answered")
    }
    closed = {
        payload["comparison"]: payload["digest"]
        for payload in payloads(edition, "comparison.closed")
    }
    comparisons = Comparison.objects.filter(ranking__round__edition=edition)
    for comparison in comparisons.prefetch_related("ballots"):
        for ballot in comparison.ballots.all():
            digest = answered.pop((comparison.pk, ballot.judge_id), None)
            if digest != comparing.ballot_digest(ballot):
                yield (
                    f"comparison {comparison.pk}: the choices of judge {ballot.judge_id} are not "
                    "those that were given"
                )
        if not _is_as_closed(comparison, closed.pop(comparison.pk, "")):
            yield f"comparison {comparison.pk}: is not the one that was closed"
        elif not _strengths_follow(comparison):
            yield f"comparison {comparison.pk}: its strengths do not follow from the choices"
    for number, judge in answered:
        yield f"comparison {number}: the choices of judge {judge} are gone"
    for number in closed:
        yield f"comparison {number}: is gone"


def _is_as_closed(comparison: Comparison, digest: str) -> bool:
    """The row has the digest of the ledger, and its content has it too; an open one has none."""
    if comparison.digest != digest or bool(comparison.closed_at) != bool(digest):
        return False
    return not digest or digest == comparing.result_digest(comparison)


def _strengths_follow(comparison: Comparison) -> bool:
    if comparison.closed_at is None:
        return True
    strengths = comparing.strengths_in(comparison)
    return strengths == comparing.computed(comparison, set(strengths))


@compares
def of_lotteries(edition: Edition) -> Iterator[str]:
    """Lotteries against the ledger's lines, and the draw against what anybody can draw again."""
    committed = {payload["lottery"]: payload for payload in payloads(edition, "lottery.committed")}
    drawn = {payload["lottery"]: payload for payload in payloads(edition, "lottery.drawn")}
    for stored in Lottery.objects.filter(round__edition=edition).select_related("round"):
        exported = lottery.as_told(stored)
        line_before = committed.pop(stored.pk, {})
        line_after = drawn.pop(stored.pk, {})
        if not lots.committed(exported).items() <= line_before.items():
            yield f"lottery {stored.pk}: is not the one that was committed"
        if stored.drawn_at is None:
            if line_after:
                yield f"lottery {stored.pk}: is not the one that was drawn"
            continue
        if not lots.shown(exported).items() <= line_after.items():
            yield f"lottery {stored.pk}: is not the one that was drawn"
            continue
        fault = lots.fault_of(exported)
        if fault:
            yield f"lottery {stored.pk}: {fault}"
    for number in committed.keys() | drawn.keys():
        yield f"lottery {number}: is gone"


@compares
def of_councils(edition: Edition) -> Iterator[str]:
    """Conclusions, counted votes and records of visits against the ledger's lines."""
    of_edition = {"panel__round__edition": edition}
    concluded = Meeting.objects.filter(**of_edition).exclude(closed_at=None)
    stored = {meeting.pk: chain.digest_of(meeting.conclusion) for meeting in concluded}
    yield from unmatched("meeting", stored, _digests(edition, "council.concluded", "meeting"))
    lines = payloads(edition, "council.concluded")
    present = {line["meeting"]: line["present"] for line in lines if "present" in line}
    ended = {line["meeting"]: line["ended"] for line in lines if "ended" in line}
    for meeting in concluded:
        if present.get(meeting.pk) not in (None, meetings.present_digest(meeting)):
            yield f"meeting {meeting.pk}: others were there than it was concluded with"
        if ended.get(meeting.pk) not in (None, meetings.end_told(meeting)):
            yield f"meeting {meeting.pk}: ended at another time than it was concluded with"
    confirmed = MinutesConfirmation.objects.filter(meeting__panel__round__edition=edition)
    yield from unmatched(
        "confirmation of minutes",
        {
            (row.meeting_id, row.judge.user_id, row.digest, row.at): True
            for row in confirmed.select_related("judge")
        },
        {
            (line.payload["meeting"], line.actor_id, line.payload["digest"], line.at): True
            for line in reading.lines(edition.chain, "minutes.confirmed")
        },
    )
    motions = Motion.objects.filter(meeting__panel__round__edition=edition)
    counted = {
        motion.pk: chain.digest_of(meetings.counted_vote(motion))
        for motion in motions.exclude(closed_at=None)
    }
    told = {}
    for line, text in reading.texts_beside(edition.chain, "council.voted"):
        beside = hashlib.sha256(text.encode()).hexdigest()
        told[line["motion"]] = line.get("digest", beside)  # one of before holds it itself
    yield from unmatched("motion", counted, told)
    visits = Visit.objects.filter(blinded_entry__round__edition=edition)
    recorded = {
        visit.pk: chain.digest_of(visit.record) for visit in visits.exclude(recorded_at=None)
    }
    yield from unmatched("visit", recorded, _digests(edition, "visit.recorded", "visit"))


def _digests(edition: Edition, verb: str, key: str) -> dict[int, str]:
    """{row's number: digest} of the last line about each."""
    return {payload[key]: payload["digest"] for payload in payloads(edition, verb)}


@compares
def of_positions(edition: Edition) -> Iterator[str]:
    """Seats, their rights and roles against the ledger's lines. In a chain that began before there
    were such lines, seats with a lower number than the first of them are not compared.
    """
    told = {
        payload["seat"]: payload["digest"]
        for payload in payloads(edition, "judge.appointed", "judge.changed")
    }
    given = [payload["seat"] for payload in payloads(edition, "judge.appointed")]
    is_told = Q(pk__in=list(told))
    if chain.lines_cover_people(edition.chain):
        is_told = Q()
    elif given:
        is_told |= Q(pk__gte=min(given))
    seats = Judge.objects.filter(is_told, panel__round__edition=edition)
    present = {seat.pk: seat for seat in seats}
    changes = {
        change.judge_id: change
        for change in SeatChange.objects.filter(judge__in=present)
        .select_related("judge")
        .order_by("pk")
    }
    kept = {number: panels.change_digest(change) for number, change in changes.items()}
    stored = {number: kept.get(number, "") for number in present}
    yield from unmatched("seat", stored, told)
    for number, change in changes.items():
        seat = present[number]
        if [seat.position, panels.held_rights(seat)] != [change.position, change.rights]:
            yield f"seat {number}: its position or rights are not those of its last change"
    yield from _of_roles_on_panels(present)


def _of_roles_on_panels(seats: dict[int, Judge]) -> Iterator[str]:
    """Roles on the panels of these seats, which follow from the seats."""
    numbers = {seat.panel_id for seat in seats.values()}
    expected = set(
        Judge.objects.filter(panel__in=numbers, declined_at=None).values_list(
            "panel", "user", "position"
        )
    )
    for panel, person, role in membership.held_on_panels(numbers) ^ expected:
        yield f"role {role} of person {person} on panel {panel}: does not follow from a seat"


@compares
def of_reasons(edition: Edition) -> Iterator[str]:
    """Why sheets were reopened and rankings superseded, against what stands beside the lines."""
    reopened: dict[int, list[str]] = defaultdict(list)
    for line, text in reading.texts_beside(edition.chain, "sheet.reopened"):
        reopened[line["assignment"]].append(text)
    kept: dict[int, list[str]] = defaultdict(list)
    reopenings = Reopening.objects.filter(
        sheet__assignment__judge__panel__round__edition=edition
    ).order_by("pk")
    for assignment, reason in reopenings.values_list("sheet__assignment", "reason"):
        kept[assignment].append(reason)
    yield from unmatched("reasons to reopen the sheet of assignment", kept, reopened)
    told: dict[str, list[str]] = defaultdict(list)
    for line, text in reading.texts_beside(edition.chain, "ranking.superseded"):
        told[line["digest"]].append(text)
    superseded = Ranking.objects.filter(round__edition=edition).exclude(superseded_at=None)
    stored: dict[str, list[str]] = defaultdict(list)
    for frozen in superseded.order_by("superseded_at", "pk"):
        stored[frozen.digest].append(frozen.superseded_why)
    yield from unmatched("reason to supersede ranking", stored, told)


@compares
def of_promotions(edition: Edition) -> Iterator[str]:
    """Who went on against the ledger's lines."""
    stored = {
        frozen.round.order: promotion.decided_digest(frozen.promotions.all())
        for frozen in Ranking.objects.in_force().filter(round__edition=edition)
        if frozen.promotions.exists()
    }
    told = _digests(edition, "entries.promoted", "round")
    yield from unmatched("promotions of round", stored, told)
