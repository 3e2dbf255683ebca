"""Freezing a round: sheets and scheme become a snapshot, the ranking is computed from it alone."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, WrongState
from competition.models import Scheme
from competition.verbs import lock, need_reason, page_address
from foundation.ledger import chain
from foundation.ledger.models import Event
from foundation.notifications import post
from judging import permissions
from judging.arithmetic import engine
from judging.arithmetic.engine import Place
from judging.models import BlindedEntry, Judge, Ranking, RankingRow, Round
from judging.results import promotion
from judging.scoring.scoresheets import countable_sheets


def scheme_snapshot(scheme: Scheme) -> dict[str, Any]:
    """The scheme as plain data; criteria keyed by their id."""
    return {
        "council_max": str(scheme.council_max),
        "vote_max": str(scheme.vote_max),
        "vote_formula": scheme.vote_formula,
        "without_vote": scheme.without_vote,
        "ballots": {
            "rule": scheme.ballot_rule,
            "number": scheme.ballot_number,
            "voters": scheme.voters,
        },
        "aggregate": scheme.aggregate,
        "drop_extremes_from": scheme.drop_extremes_from,
        "decimals": scheme.decimals,
        "council_decimals": scheme.council_decimals,
        "rounding": scheme.rounding,
        "pass_mark": str(scheme.pass_mark),
        "tie_rules": scheme.tie_rules,
        "promotes_per_field": scheme.promotes_per_field,
        "promotes_from": None if scheme.promotes_from is None else str(scheme.promotes_from),
        "promotes_without_zero": scheme.promotes_without_zero,
        "criteria": [
            {
                "key": str(criterion.pk),
                "name": criterion.name,
                "max": str(criterion.max_points),
                "pass_mark": str(criterion.pass_mark),
                "is_optional": criterion.is_optional,
                "zero_disqualifies": criterion.zero_disqualifies,
            }
            for criterion in scheme.criteria.all()
        ],
    }


def sheet_snapshots(judging_round: Round) -> list[dict[str, Any]]:
    """The countable sheets as plain data, judges as numbers, in a fixed order."""
    countable = countable_sheets(judging_round).values_list(
        "assignment__blinded_entry__code", "assignment__judge", "points"
    )
    sheets = [{"code": code, "judge": judge, "points": points} for code, judge, points in countable]
    return sorted(sheets, key=lambda sheet: (sheet["code"], sheet["judge"]))


@transaction.atomic
def freeze(*, judging_round: Round, by: User, at: datetime.datetime) -> Ranking:
    """The immutable ranking of a closed round, with its head in the ledger.

    Raises NotAllowed, WrongState (not closed, an entry without a locked sheet).
    """
    judging_round = lock(judging_round, "edition", "scheme")
    if not permissions.can_organise(by, judging_round.edition_id):
        raise NotAllowed(_("Only the secretariat freezes a ranking."))
    if judging_round.state != Round.State.CLOSED:
        raise WrongState(_("Close the round first."))
    entries = {
        entry.code: entry for entry in BlindedEntry.objects.countable().filter(round=judging_round)
    }
    scheme = scheme_snapshot(judging_round.scheme)
    sheets = sheet_snapshots(judging_round)
    unscored = entries.keys() - {sheet["code"] for sheet in sheets}
    if unscored:
        codes = ", ".join(sorted(unscored))
        raise WrongState(_("These entries have no locked sheet: %(codes)s.") % {"codes": codes})
    digest = ranking_digest(scheme, sheets)
    event = chain.append(
        judging_round.edition.chain,
        "ranking.frozen",
        {"round": judging_round.order, "digest": digest},
        at=at,
        by=by,
    )
    ranking = Ranking.objects.create(
        round=judging_round,
        scheme=scheme,
        sheets=sheets,
        digest=digest,
        ledger_head=event.digest,
        frozen_by=by,
        frozen_at=at,
    )
    places = engine.ranking(scheme, sheets)
    rows = [_row(ranking, place, entries[place.code]) for place in places]
    going_on = promotion.by_rule(judging_round.scheme, rows)
    for row in rows:
        row.goes_on = row.code in going_on
    RankingRow.objects.bulk_create(rows)
    judging_round.state = Round.State.FROZEN
    judging_round.save(update_fields=["state"])
    chain.publish_head(judging_round.edition.chain, "ranking.frozen", at=at)
    _tell(ranking)
    return ranking


def ranking_digest(scheme: dict[str, Any], sheets: list[dict[str, Any]]) -> str:
    """What the ledger keeps of a ranking: everything from which it is computed."""
    return chain.digest_of({"scheme": scheme, "sheets": sheets})


def _row(ranking: Ranking, place: Place, entry: BlindedEntry) -> RankingRow:
    means = [None if mean is None else str(mean) for mean in place.criterion_means]
    return RankingRow(
        ranking=ranking,
        code=place.code,
        field=entry.field,
        title=entry.title,
        sheets=place.sheets,
        score=place.score,
        criterion_means=means,
        spread=place.spread,
        rank=place.rank,
    )


def _tell(ranking: Ranking) -> None:
    """The council has the head of the ledger in its mail, out of the office's reach."""
    judges = Judge.objects.filter(panel__round=ranking.round, declined_at=None)
    for judge in judges.select_related("user"):
        post.tell(
            judge.user,
            "ranking_frozen",
            {"ranking": ranking, "round": ranking.round},
            key=f"frozen:{ranking.pk}:{judge.pk}",
            link=page_address("ledger_heads"),
        )


@transaction.atomic
def supersede(*, ranking: Ranking, reason: str, by: User, at: datetime.datetime) -> Ranking:
    """A mistake was found after the freeze: the round waits closed for another ranking.

    This one is kept as it is. Raises NotAllowed, Refused (no reason), WrongState (superseded
    before, or something was already built upon it).
    """
    ranking = lock(ranking, "round__edition")
    judging_round = ranking.round
    if not permissions.can_organise(by, judging_round.edition_id):
        raise NotAllowed(_("Only the secretariat supersedes a ranking."))
    reason = need_reason(reason, _("Write the reason: it is kept with the minutes."))
    if ranking.superseded_at:
        raise WrongState(_("This ranking was superseded before."))
    if ranking.promotions.exists():
        raise WrongState(
            _(
                "Entries have gone on to the next round from this ranking; it can no longer "
                "be superseded."
            )
        )
    standings = Event.objects.filter(
        chain__name=judging_round.edition.chain, verb="standing.computed"
    )
    if standings.exists():
        raise WrongState(
            _("The standing was computed from this ranking; it can no longer be superseded.")
        )
    ranking.superseded_at = at
    ranking.superseded_by = by
    ranking.superseded_why = reason
    ranking.save(update_fields=["superseded_at", "superseded_by", "superseded_why"])
    judging_round.state = Round.State.CLOSED
    judging_round.save(update_fields=["state"])
    chain.append(
        judging_round.edition.chain,
        "ranking.superseded",
        {"round": judging_round.order, "digest": ranking.digest},
        at=at,
        by=by,
        text=reason,
    )
    return ranking
