"""The standing: ranking and tally brought together by code, with the proposed prizes.

No name is known yet.
"""

import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from awards import permissions
from awards.formula import Line, Tier, compared, final_lines, propose_prizes, ties_at_the_line
from awards.models import Standing, StandingRow
from competition.errors import NotAllowed, WrongState
from competition.models import Edition, Scheme
from competition.verbs import lock
from foundation.ledger import chain
from judging.models import BlindedEntry, Conflict, Ranking
from judging.results import comparing
from submissions.sealing import pairs, sealing
from voting.models import Tally


@transaction.atomic
def compute(*, edition: Edition, by: User, at: datetime.datetime) -> Standing:
    """Freeze the standing of an edition.

    Raises NotAllowed, WrongState (no frozen ranking, vote not closed, a tie that the rules put to
    the judges, done before).
    """
    edition = lock(edition)
    if not permissions.can_prepare(by, edition.pk):
        raise NotAllowed(_("Only the secretariat computes the standing."))
    if Standing.objects.filter(edition=edition).exists():
        raise WrongState(_("The standing was computed before."))
    _hold_ranking(edition)
    ranking, tally = _ranking_and_tally(edition)
    _refuse_open_ties(edition)
    pairs.bind(edition, at=at)
    lines = final_lines(_lines(edition, ranking, tally), ranking.scheme)
    prizes = propose_prizes(lines, _tiers(edition))
    formula = _formula(ranking, tally)
    digest = _digest(edition, formula, _frozen(lines, prizes))
    told = {"digest": digest, "heads": chain.digest_of(chain.published_heads(edition.chain))}
    chain.append(edition.chain, "standing.computed", told, at=at, by=by)
    standing = Standing.objects.create(
        edition=edition, formula=formula, digest=digest, computed_by=by, computed_at=at
    )
    _write_rows(standing, lines, prizes, ranking)
    return standing


def _write_rows(
    standing: Standing, lines: list[Line], prizes: dict[str, int], ranking: Ranking
) -> None:
    titles = dict(ranking.rows.values_list("code", "title"))
    StandingRow.objects.bulk_create(
        StandingRow(
            standing=standing,
            code=line.code,
            field_id=line.field,
            title=titles[line.code],
            council_score=line.council,
            votes=line.votes,
            vote_points=line.vote_points,
            final_score=line.final,
            rank=line.rank,
            tie_rule=line.tie_rule,
            passed=line.passed,
            tier_id=prizes.get(line.code),
        )
        for line in lines
    )


def _hold_ranking(edition: Edition) -> None:
    """Nobody supersedes the ranking that decides while something is built upon it."""
    ranking = Ranking.objects.decisive(edition).first()
    if ranking is not None:
        lock(ranking)


def _ranking_and_tally(edition: Edition) -> tuple[Ranking, Tally | None]:
    """The ranking that decides and the vote beside it; None where the rules hold no vote.

    Raises WrongState while one of them is missing.
    """
    ranking = Ranking.objects.decisive(edition).without_sheets().first()
    if ranking is None:
        raise WrongState(_("The ranking of the councils is not frozen yet."))
    tally = Tally.objects.filter(edition=edition).first()
    if tally is None and ranking.scheme["vote_formula"] != Scheme.VoteFormula.NONE:
        raise WrongState(_("The public vote is not counted yet."))
    return ranking, tally


def waits_for(edition: Edition) -> str:
    """What a standing still waits for, in words: the councils' ranking, the count of the vote;
    empty once both are there.
    """
    try:
        _ranking_and_tally(edition)
    except WrongState as missing:
        return str(missing)
    return ""


def _refuse_open_ties(edition: Edition) -> None:
    """Raises WrongState while the rules put some tie to the judges."""
    ties = ties_to_compare(edition)
    if not ties:
        return
    codes_of_ties = []
    for tie in ties:
        codes_of_ties.append(", ".join(line.code for line in tie))
    raise WrongState(
        _(
            "The rules put these entries of one rank to the judges, in pairs: %(codes)s. "
            "Ask them, and close the comparison."
        )
        % {"codes": "; ".join(codes_of_ties)}
    )


def _formula(ranking: Ranking, tally: Tally | None) -> dict[str, Any]:
    """What the standing was computed from: the scheme and the digests of what was frozen."""
    formula = {
        "scheme": ranking.scheme,
        "ranking": ranking.digest,
        "tally": tally.digest if tally else "",
    }
    closed = ranking.comparisons.exclude(closed_at=None).values_list("digest", flat=True)
    if closed:
        formula["comparisons"] = sorted(closed)
    return formula


def _frozen(lines: list[Line], prizes: dict[str, int]) -> list[list]:
    """The lines as the digest of a standing covers them."""
    return [[line.code, line.field, line.final, line.rank, prizes.get(line.code)] for line in lines]


def _digest(edition: Edition, formula: dict[str, Any], frozen: list[list]) -> str:
    return chain.digest_of({"formula": formula, "tiers": tiers_of(edition), "lines": frozen})


def digest_of(standing: Standing) -> str:
    """The digest that a standing's rows give, in the order in which they were computed."""
    rows = standing.rows.order_by("pk")
    frozen = [[row.code, row.field_id, row.final_score, row.rank, row.tier_id] for row in rows]
    return _digest(standing.edition, standing.formula, frozen)


def ties_to_compare(edition: Edition) -> list[list[Line]]:
    """Groups of one rank at a prize line which the scheme puts to the judges.

    Those that they have not compared; where every judge has a conflict, the tie stays. Raises
    WrongState while ranking or vote is missing.
    """
    ranking, tally = _ranking_and_tally(edition)
    copies = {entry.code: entry for entry in BlindedEntry.objects.filter(round=ranking.round)}
    ties = []
    for tie in ties_at_the_line(_lines(edition, ranking, tally), ranking.scheme, _tiers(edition)):
        if comparing.free_pairs(ranking, [copies[line.code] for line in tie]):
            ties.append(tie)
    return ties


def source_of_ties(edition: Edition) -> str:
    """The digest of what the ties of an edition follow from: points, votes, who stands, prizes,
    and between whom judges have conflicts.

    Raises WrongState while ranking or vote is missing.
    """
    ranking, tally = _ranking_and_tally(edition)
    formula = _formula(ranking, tally)
    standing = BlindedEntry.objects.countable().filter(round=ranking.round).count()
    conflicts = Conflict.objects.in_force().filter(blinded_entry__round=ranking.round)
    newest = conflicts.order_by("-pk").values_list("pk", flat=True).first()
    return chain.digest_of([formula, standing, tiers_of(edition), conflicts.count(), newest])


def _tiers(edition: Edition) -> list[Tier]:
    return [
        Tier(tier.pk, tier.count, tier.per_field_cap, tier.minimum_score)
        for tier in edition.tiers.all()
    ]


def lines_of(edition: Edition) -> list[Line]:
    """What the standing was computed from, a line a work. Raises WrongState while ranking or vote
    is missing.
    """
    return _lines(edition, *_ranking_and_tally(edition))


def tiers_to_propose(edition: Edition) -> list[Tier]:
    """The prizes as the formula takes them."""
    return _tiers(edition)


def set_aside_of(edition: Edition, tally: Tally) -> dict[str, int]:
    """{judging code: ballots that stood aside at the count}."""
    codes = sealing.result_codes_of(sealing.code_pairs(edition))
    aside = {row.published_code: row.set_aside for row in tally.rows.all()}
    return {code: aside.get(result_code, 0) for code, result_code in codes.items()}


def tiers_of(edition: Edition) -> list[list]:
    """The prize structure as the digest of a standing covers it.

    For each tier: key, name, number, cap in a field, least score.
    """
    return [
        [tier.pk, tier.name, tier.count, tier.per_field_cap, str(tier.minimum_score)]
        for tier in edition.tiers.all()
    ]


def _lines(edition: Edition, ranking: Ranking, tally: Tally | None) -> list[Line]:
    """Council scores and votes brought together; whoever was withdrawn after the freeze is gone."""
    codes = sealing.result_codes_of(sealing.code_pairs(edition))
    votes = {row.published_code: row.votes for row in tally.rows.all()} if tally else {}
    nothing = None if tally else 0
    lines = []
    for row in ranking.rows.all():
        if row.code not in codes:
            continue
        line = Line(
            code=row.code,
            field=row.field_id,
            council=row.score,
            votes=votes.get(codes[row.code], nothing),
            criterion_means=tuple(_mean(mean) for mean in row.criterion_means),
        )
        lines.append(line)
    return compared(lines, ranking.scheme, comparing.strengths_of(ranking))


def _mean(mean: str | None) -> Decimal | None:
    """A criterion's mean as it was frozen; None where every judge left the criterion out."""
    return None if mean is None else Decimal(mean)
