"""Whether what stands in the tables is what was locked and frozen: for whoever can write past the
triggers.
"""

from collections.abc import Iterator
from decimal import Decimal

from competition.models import Edition
from foundation.ledger import chain
from foundation.ledger.models import Event
from judging.arithmetic import engine, lots
from judging.assigning import lottery
from judging.models import Assignment, Comparison, Lottery, Ranking, Scoresheet
from judging.results import comparing
from judging.scoring import scoresheets


def faults(edition: Edition) -> list[str]:
    """Everything that does not fit, in words for the log; empty when all of it fits."""
    return (
        list(_of_the_chain(edition))
        + list(_of_sheets(edition))
        + list(_of_rankings(edition))
        + list(_of_comparisons(edition))
        + list(_of_lotteries(edition))
    )


def _of_the_chain(edition: Edition) -> Iterator[str]:
    if fault := chain.verify(edition.chain):
        yield f"ledger line {fault.number}: {fault.reason}"


def _of_sheets(edition: Edition) -> Iterator[str]:
    promised: dict[int, str] = {}
    lines = Event.objects.filter(
        chain__name=edition.chain, verb__in=["sheet.locked", "sheet.reopened"]
    ).order_by("number")
    for verb, payload in lines.values_list("verb", "payload"):
        if verb == "sheet.locked":
            promised[payload["assignment"]] = payload["digest"]
        else:  # two people gave it back to its judge: a draft until it is locked again
            promised.pop(payload["assignment"], None)
    released = Event.objects.filter(
        chain__name=edition.chain, verb__in=["judge.recused", "assignment.released"]
    ).values_list("payload", flat=True)
    given_up = {payload["assignment"] for payload in released}
    sheets = Scoresheet.objects.filter(
        assignment__judge__panel__round__edition=edition
    ).select_related("assignment__blinded_entry", "assignment__judge__panel__round__scheme")
    criteria = {scheme.pk: list(scheme.criteria.all()) for scheme in edition.schemes.all()}
    for sheet in sheets:
        scheme, digest = sheet.assignment.judge.panel.round.scheme, scoresheets.sheet_digest(sheet)
        known = promised.pop(sheet.assignment_id, None)
        if sheet.state != Scoresheet.State.LOCKED:
            if known is not None:
                yield f"sheet {sheet.pk}: was locked, and is a draft"
            continue
        if known != digest:
            yield f"sheet {sheet.pk}: is not the one that was locked"
        if sheet.total != scoresheets.total_of(sheet.points, criteria[scheme.pk], scheme.rounding):
            yield f"sheet {sheet.pk}: its total is not the sum of its points"
        state = sheet.assignment.state
        withdrawn = sheet.assignment.blinded_entry.withdrawn_at is not None
        if (
            state == Assignment.State.RELEASED
            and sheet.assignment_id not in given_up
            and not withdrawn
        ):
            yield f"sheet {sheet.pk}: was put aside without a word in the ledger"
    for assignment in promised:
        yield f"sheet of assignment {assignment}: is gone"


def _of_rankings(edition: Edition) -> Iterator[str]:
    lines = Event.objects.filter(chain__name=edition.chain, verb="ranking.frozen").values_list(
        "payload", flat=True
    )
    promised = [(payload["round"], payload["digest"]) for payload in lines]
    for ranking in Ranking.objects.filter(round__edition=edition).select_related("round"):
        found = (
            ranking.round.order,
            chain.digest_of({"scheme": ranking.scheme, "sheets": ranking.sheets}),
        )
        if found in promised:
            promised.remove(found)
        else:
            yield f"ranking {ranking.pk}: is not the one that was frozen"
            continue
        places = {
            place.code: (place.rank, place.score)
            for place in engine.ranking(ranking.scheme, ranking.sheets)
        }
        stored = {row.code: (row.rank, row.score) for row in ranking.rows.all()}
        if places != stored:
            yield f"ranking {ranking.pk}: its places do not follow from its sheets"
    for order, _digest in promised:
        yield f"ranking of round {order}: is gone"


def _of_comparisons(edition: Edition) -> Iterator[str]:
    answered = _payloads(edition, "comparison.answered")
    promised = {
        (payload["comparison"], payload["judge"]): payload["digest"] for payload in answered
    }
    closed = {
        payload["comparison"]: payload["digest"]
        for payload in _payloads(edition, "comparison.closed")
    }
    for comparison in Comparison.objects.filter(ranking__round__edition=edition).prefetch_related(
        "ballots"
    ):
        for ballot in comparison.ballots.all():
            if promised.pop((comparison.pk, ballot.judge_id), None) != comparing.ballot_digest(
                ballot
            ):
                yield (
                    f"comparison {comparison.pk}: the choices of judge {ballot.judge_id} are not "
                    "those that were given"
                )
        if closed.pop(comparison.pk, "") != comparison.digest or (
            comparison.digest and comparison.digest != comparing.result_digest(comparison)
        ):
            yield f"comparison {comparison.pk}: is not the one that was closed"
        elif comparison.closed_at and comparing.computed(comparison, set(comparison.strengths)) != {
            code: Decimal(strength) for code, strength in comparison.strengths.items()
        }:
            yield f"comparison {comparison.pk}: its strengths do not follow from the choices"
    for number, judge in promised:
        yield f"comparison {number}: the choices of judge {judge} are gone"
    for number in closed:
        yield f"comparison {number}: is gone"


def _of_lotteries(edition: Edition) -> Iterator[str]:
    committed = {payload["lottery"]: payload for payload in _payloads(edition, "lottery.committed")}
    drawn = {payload["lottery"]: payload for payload in _payloads(edition, "lottery.drawn")}
    for one in Lottery.objects.filter(round__edition=edition).select_related("round"):
        told, before, after = (
            lottery.as_told(one),
            committed.pop(one.pk, {}),
            drawn.pop(one.pk, None),
        )
        if not lots.committed(told).items() <= before.items():
            yield f"lottery {one.pk}: is not the one that was committed"
        if (after is None) != (one.drawn_at is None) or (
            after and not lots.shown(told).items() <= after.items()
        ):
            yield f"lottery {one.pk}: is not the one that was drawn"
        elif after and (fault := lots.fault_of(told)):
            yield f"lottery {one.pk}: {fault}"
    for number in committed.keys() | drawn.keys():
        yield f"lottery {number}: is gone"


def _payloads(edition: Edition, verb: str) -> list[dict]:
    return list(
        Event.objects.filter(chain__name=edition.chain, verb=verb)
        .order_by("number")
        .values_list("payload", flat=True)
    )
