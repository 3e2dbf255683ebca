"""Who goes on to the next round: the rule of the regulation on a frozen ranking, and the council's
word against it, with a reason.
"""

import datetime
from collections import defaultdict
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Scheme
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from judging import permissions
from judging.councils import rounds
from judging.models import Promotion, Ranking, RankingRow, Round


def by_rule(scheme: Scheme, rows: list[RankingRow]) -> set[str]:
    """The codes that go on: the best n of each field, at or above the score, no criterion with a
    mean of zero.

    Entries that share the last rank that fits go on together: the machine never draws between
    equals.
    """
    fields: dict[int, list[RankingRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.rank, row.code)):
        enough = scheme.promotes_from is None or row.score >= scheme.promotes_from
        zero = scheme.promotes_without_zero and any(
            mean is not None and Decimal(mean) == 0 for mean in row.criterion_means
        )
        if enough and not zero:
            fields[row.field_id].append(row)
    chosen = set()
    for standing in fields.values():
        most = scheme.promotes_per_field or len(standing)
        last = standing[min(most, len(standing)) - 1].rank
        chosen |= {row.code for row in standing if row.rank <= last}
    return chosen


@transaction.atomic
def promote(*, ranking: Ranking, overrides: dict[str, str], by, at: datetime.datetime) -> Round:
    """Send entries on to the next round, which is prepared. `overrides` maps a code that is decided
    against the rule to the reason.

    Raises NotAllowed, WrongState (no next round, superseded, done before), Refused (an override
    without a reason, nobody goes on).
    """
    ranking = (
        Ranking.objects.select_for_update(of=("self",))
        .select_related("round__edition", "round__scheme")
        .get(pk=ranking.pk)
    )
    edition, following = ranking.round.edition, rounds.next_scheme(ranking.round)
    if not permissions.can_organise(by, edition.pk):
        raise NotAllowed(_("Only the secretariat organises the judging."))
    if following is None:
        raise WrongState(_("No round follows this one: prizes follow from its ranking."))
    if ranking.superseded_at:
        raise WrongState(_("This ranking was superseded before."))
    if ranking.promotions.exists():
        raise WrongState(_("Entries have gone on from this ranking before."))
    rows = list(ranking.rows.all())
    rule = by_rule(ranking.round.scheme, rows)
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
    made = [
        Promotion(
            ranking=ranking,
            code=row.code,
            by_rule=row.code in rule,
            goes_on=(row.code in rule) != (row.code in overrides),
            reason=overrides.get(row.code, "").strip(),
            by=by,
            at=at,
        )
        for row in rows
    ]
    if not any(row.goes_on for row in made):
        raise Refused(_("Nobody would go on. Decide on at least one entry with a reason."))
    Promotion.objects.bulk_create(made)
    decided = sorted([row.code, row.by_rule, row.goes_on, row.reason] for row in made)
    chain.append(
        edition.chain,
        "entries.promoted",
        {"round": ranking.round.order, "digest": chain.digest_of(decided)},
        at=at,
        by=by,
    )
    emit(
        "entries.promoted",
        edition=edition.pk,
        ranking=ranking.pk,
        left=sorted(row.code for row in made if not row.goes_on),
    )
    return rounds.round_of(following)
