"""Whether what stands in the tables is what was locked and frozen: for whoever can write past the triggers."""

from collections.abc import Iterator

from competition.models import Edition
from foundation.ledger import chain
from foundation.ledger.models import Event
from judging import engine, scoring
from judging.models import Assignment, Ranking, Scoresheet


def faults(edition: Edition) -> list[str]:
    """Everything that does not fit, in words for the log; empty when all of it fits."""
    return list(_of_the_chain(edition)) + list(_of_sheets(edition)) + list(_of_rankings(edition))


def _of_the_chain(edition: Edition) -> Iterator[str]:
    if fault := chain.verify(edition.chain):
        yield f"ledger line {fault.number}: {fault.reason}"


def _of_sheets(edition: Edition) -> Iterator[str]:
    promised: dict[int, str] = {}
    lines = Event.objects.filter(chain__name=edition.chain, verb__in=["sheet.locked", "sheet.reopened"]).order_by("number")
    for verb, payload in lines.values_list("verb", "payload"):
        if verb == "sheet.locked":
            promised[payload["assignment"]] = payload["digest"]
        else:  # two people gave it back to its judge: a draft until it is locked again
            promised.pop(payload["assignment"], None)
    released = Event.objects.filter(chain__name=edition.chain, verb__in=["judge.recused", "assignment.released"]).values_list("payload", flat=True)
    given_up = {payload["assignment"] for payload in released}
    sheets = Scoresheet.objects.filter(assignment__judge__panel__round__edition=edition).select_related(
        "assignment__blinded_entry", "assignment__judge__panel__round__scheme"
    )  # fmt: skip
    criteria = {scheme.pk: list(scheme.criteria.all()) for scheme in edition.schemes.all()}
    for sheet in sheets:
        scheme, digest = sheet.assignment.judge.panel.round.scheme, scoring.digest_of(sheet)
        known = promised.pop(sheet.assignment_id, None)
        if sheet.state != Scoresheet.State.LOCKED:
            if known is not None:
                yield f"sheet {sheet.pk}: was locked, and is a draft"
            continue
        if known != digest:
            yield f"sheet {sheet.pk}: is not the one that was locked"
        if sheet.total != scoring.total_of(sheet.points, criteria[scheme.pk], scheme.rounding):
            yield f"sheet {sheet.pk}: its total is not the sum of its points"
        state = sheet.assignment.state
        withdrawn = sheet.assignment.blinded_entry.withdrawn_at is not None
        if state == Assignment.State.RELEASED and sheet.assignment_id not in given_up and not withdrawn:
            yield f"sheet {sheet.pk}: was put aside without a word in the ledger"
    for assignment in promised:
        yield f"sheet of assignment {assignment}: is gone"


def _of_rankings(edition: Edition) -> Iterator[str]:
    lines = Event.objects.filter(chain__name=edition.chain, verb="ranking.frozen").values_list("payload", flat=True)
    promised = [(payload["round"], payload["digest"]) for payload in lines]
    for ranking in Ranking.objects.filter(round__edition=edition).select_related("round"):
        found = ranking.round.order, chain.digest_of({"scheme": ranking.scheme, "sheets": ranking.sheets})
        if found in promised:
            promised.remove(found)
        else:
            yield f"ranking {ranking.pk}: is not the one that was frozen"
            continue
        places = {place.code: (place.rank, place.score) for place in engine.ranking(ranking.scheme, ranking.sheets)}
        stored = {row.code: (row.rank, row.score) for row in ranking.rows.all()}
        if places != stored:
            yield f"ranking {ranking.pk}: its places do not follow from its sheets"
    for order, _digest in promised:
        yield f"ranking of round {order}: is gone"
