"""The standing: ranking and tally brought together by code, with the proposed prizes. No name is
known yet.
"""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from awards import permissions
from awards.formula import Line, Tier, compared, final_lines, propose_prizes, ties_at_the_line
from awards.models import Standing, StandingRow
from competition.errors import NotAllowed, WrongState
from competition.models import Edition, Scheme
from foundation.ledger import chain
from judging.models import BlindedEntry, Ranking
from judging.results import comparing
from submissions.sealing import sealing
from voting.models import Tally


@transaction.atomic
def compute(*, edition: Edition, by, at: datetime.datetime) -> Standing:
    """Freeze the standing of an edition.

    Raises NotAllowed, WrongState (no frozen ranking, vote not closed, a tie that the rules put to
    the judges, done before).
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if not permissions.can_prepare(by, edition.pk):
        raise NotAllowed(_("Only the secretariat computes the standing."))
    if Standing.objects.filter(edition=edition).exists():
        raise WrongState(_("The standing was computed before."))
    ranking, tally = _counted(edition)
    if ties := ties_to_compare(edition):
        codes = "; ".join(", ".join(line.code for line in group) for group in ties)
        raise WrongState(
            _(
                "The rules put these entries of one rank to the judges, in pairs: %(codes)s. "
                "Ask them, and close the comparison."
            )
            % {"codes": codes}
        )
    lines, tiers = final_lines(_lines(edition, ranking, tally), ranking.scheme), _tiers(edition)
    prizes = propose_prizes(lines, tiers)
    formula = {
        "scheme": ranking.scheme,
        "ranking": ranking.digest,
        "tally": tally.digest if tally else "",
    }
    if closed := sorted(
        ranking.comparisons.exclude(closed_at=None).values_list("digest", flat=True)
    ):
        formula["comparisons"] = closed
    frozen = [
        [line.code, line.field, line.final, line.rank, prizes.get(line.code)] for line in lines
    ]
    digest = chain.digest_of({"formula": formula, "tiers": tiers_of(edition), "lines": frozen})
    chain.append(edition.chain, "standing.computed", {"digest": digest}, at=at, by=by)
    standing = Standing.objects.create(
        edition=edition, formula=formula, digest=digest, computed_by=by, computed_at=at
    )
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
    return standing


def _counted(edition: Edition) -> tuple[Ranking, Tally | None]:
    """The ranking that decides and the vote beside it. Raises WrongState while one of them is
    missing.
    """
    ranking = Ranking.objects.decisive(edition).first()
    if ranking is None:
        raise WrongState(_("The ranking of the councils is not frozen yet."))
    tally = Tally.objects.filter(edition=edition).first()
    if tally is None and ranking.scheme["vote_formula"] != Scheme.VoteFormula.NONE:
        raise WrongState(_("The public vote is not counted yet."))
    return ranking, tally


def ties_to_compare(edition: Edition) -> list[list[Line]]:
    """Groups of one rank at a prize line which the scheme puts to the judges and which they have
    not compared; where every judge has a conflict, the tie stays. Raises WrongState while ranking
    or vote is missing.
    """
    ranking, tally = _counted(edition)
    copies = {entry.code: entry for entry in BlindedEntry.objects.filter(round=ranking.round)}
    groups = ties_at_the_line(_lines(edition, ranking, tally), ranking.scheme, _tiers(edition))
    return [
        group
        for group in groups
        if comparing.free_pairs(ranking, [copies[line.code] for line in group])
    ]


def _tiers(edition: Edition) -> list[Tier]:
    return [
        Tier(tier.pk, tier.count, tier.per_field_cap, tier.minimum_score)
        for tier in edition.tiers.all()
    ]


def tiers_of(edition: Edition) -> list[list]:
    """The prize structure as the digest of a standing covers it: key, name, number, cap in a field,
    least score.
    """
    return [
        [tier.pk, tier.name, tier.count, tier.per_field_cap, str(tier.minimum_score)]
        for tier in edition.tiers.all()
    ]


def _lines(edition: Edition, ranking: Ranking, tally: Tally | None) -> list[Line]:
    pairs = sealing.code_pairs(edition)
    votes = dict(tally.rows.values_list("code", "votes")) if tally else {}
    lines = [
        Line(
            code=row.code,
            field=row.field_id,
            council=row.score,
            votes=votes.get(pairs.get(row.code, ""), 0),
            criterion_means=tuple(
                None if mean is None else Decimal(mean) for mean in row.criterion_means
            ),
        )
        for row in ranking.rows.all()
        if row.code in pairs  # an entry that was withdrawn after the freeze stands nowhere
    ]
    return compared(lines, ranking.scheme, comparing.strengths_of(ranking))
