"""Who goes on to the next round: the regulation's rule on a frozen ranking, and the council's word.

The council may decide against the rule for an entry, with a reason.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Scheme
from competition.verbs import lock
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from judging import permissions
from judging.councils import rounds
from judging.models import Promotion, Ranking, RankingRow, Round


def by_rule(scheme: Scheme, rows: list[RankingRow]) -> set[str]:
    """The codes that go on: the best n of each field that are good enough.

    Entries that share the last rank that fits go on together: the machine never draws between
    equals.
    """
    fields: dict[int, list[RankingRow]] = defaultdict(list)
    for row in sorted(rows, key=_rank_and_code):
        if _is_good_enough(scheme, row):
            fields[row.field_id].append(row)
    chosen: set[str] = set()
    for standing in fields.values():
        most = scheme.promotes_per_field or len(standing)
        last_rank = standing[min(most, len(standing)) - 1].rank
        chosen |= {row.code for row in standing if row.rank <= last_rank}
    return chosen


def _rank_and_code(row: RankingRow) -> tuple[int, str]:
    return row.rank, row.code


def _is_good_enough(scheme: Scheme, row: RankingRow) -> bool:
    """At or above the least score, and where zeros are not let on, no criterion's mean is zero."""
    if scheme.promotes_from is not None and row.score < scheme.promotes_from:
        return False
    if not scheme.promotes_without_zero:
        return True
    return not any(mean is not None and Decimal(mean) == 0 for mean in row.criterion_means)


def decided_digest(promotions: Iterable[Promotion]) -> str:
    """What the ledger keeps of who goes on, by the rule or against it."""
    decided = sorted(
        [promotion.code, promotion.by_rule, promotion.goes_on, promotion.reason]
        for promotion in promotions
    )
    return chain.digest_of(decided)


@transaction.atomic
def promote(
    *, ranking: Ranking, overrides: dict[str, str], by: User, at: datetime.datetime
) -> Round:
    """Send entries on to the next round, which is prepared.

    `overrides` maps a code that is decided against the rule to the reason.

    Raises NotAllowed, WrongState (no next round, superseded, done before), Refused (an override
    without a reason, nobody goes on).
    """
    ranking = lock(ranking, "round__edition", "round__scheme")
    edition = ranking.round.edition
    following = rounds.next_scheme(ranking.round)
    if not permissions.can_organise(by, edition.pk):
        raise NotAllowed(_("Only the secretariat organises the judging."))
    if following is None:
        raise WrongState(_("No round follows this one: prizes follow from its ranking."))
    if ranking.superseded_at:
        raise WrongState(_("This ranking was superseded before."))
    if ranking.promotions.exists():
        raise WrongState(_("Entries have gone on from this ranking before."))
    rows = list(ranking.rows.all())
    _need_reasons(overrides, rows)
    promotions = []
    for row in rows:
        promotion = _decided(row, overrides)
        promotion.by = by
        promotion.at = at
        promotions.append(promotion)
    if not any(promotion.goes_on for promotion in promotions):
        raise Refused(_("Nobody would go on. Decide on at least one entry with a reason."))
    Promotion.objects.bulk_create(promotions)
    chain.append(
        edition.chain,
        "entries.promoted",
        {"round": ranking.round.order, "digest": decided_digest(promotions)},
        at=at,
        by=by,
    )
    emit(
        "entries.promoted",
        edition=edition.pk,
        ranking=ranking.pk,
        left=sorted(promotion.code for promotion in promotions if not promotion.goes_on),
    )
    return rounds.round_of(following)


def _decided(row: RankingRow, overrides: dict[str, str]) -> Promotion:
    """Whether an entry goes on: as the rule chose, or the other way where the council says so."""
    is_overridden = row.code in overrides
    return Promotion(
        ranking_id=row.ranking_id,
        code=row.code,
        by_rule=row.goes_on,
        goes_on=row.goes_on != is_overridden,
        reason=overrides.get(row.code, "").strip(),
    )


def _need_reasons(overrides: dict[str, str], rows: list[RankingRow]) -> None:
    """Raises Refused where a reason is missing, or an entry is not one of this ranking."""
    unknown = overrides.keys() - {row.code for row in rows}
    silent = [code for code, reason in overrides.items() if not reason.strip()]
    if unknown or silent:
        raise Refused(
            _(
                "Give the council's reason for each entry that is decided against the rule "
                "(%(codes)s)."
            )
            % {"codes": ", ".join([*unknown, *silent])}
        )
