"""The announcement: one moment for everybody, winners and others alike."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from awards import permissions
from awards.models import AwardDecision
from competition.errors import NotAllowed, WrongState
from competition.models import Edition, Phase
from competition.phases import require_open
from competition.verbs import lock
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from judging.models import Assignment, Scoresheet
from submissions.sealing import sealing
from submissions.writing import outcome


@transaction.atomic
def announce(*, decision: AwardDecision, by: User, at: datetime.datetime) -> int:
    """Write every entry's outcome and make the results page speak.

    The first one has its phase; one that takes its place is announced when it must be, after the
    phase too. Returns how many entrants there are. Raises NotAllowed, PhaseClosed, WrongState.
    """
    decision = lock(decision, "edition")
    edition = decision.edition
    if not permissions.can_prepare(by, edition.pk):
        raise NotAllowed(_("Only the secretariat announces the results."))
    if decision.supersedes_id is None:
        require_open(edition, Phase.Kind.ANNOUNCEMENT, at=at)
    if decision.announced_at:
        raise WrongState(_("This decision was announced before."))
    entrants_told = outcome.record(edition=edition, results=results_of(decision), at=at)
    decision.announced_at = at
    decision.save(update_fields=["announced_at"])
    announced = {"decision": decision.number}
    if decision.supersedes:
        announced["supersedes"] = decision.supersedes.number
    chain.append(edition.chain, "results.announced", announced, at=at, by=by)
    chain.publish_head(edition.chain, "results.announced", at=at)
    emit("results.announced", edition=edition.pk, decision=decision.pk)
    return entrants_told


def results_of(decision: AwardDecision) -> dict[int, dict[str, Any]]:
    """{entry id: the columns of its outcome} of every entry that stands."""
    edition = decision.edition
    awards = decision.awards.select_related("tier")
    prizes = {award.entry_id: award.tier.name for award in awards}
    results: dict[int, dict[str, Any]] = {}
    for row in edition.standing.rows.all():
        if row.entry_id is None:
            continue
        results[row.entry_id] = {
            "prize": prizes.get(row.entry_id, ""),
            "council_score": row.council_score,
            "vote_points": row.vote_points,
            "final_score": row.final_score,
            "rank": row.rank,
        }
    for entry_id, texts in _remarks(edition).items():
        results.setdefault(entry_id, {})["remarks"] = texts
    return results


def _remarks(edition: Edition) -> dict[int, list[str]]:
    """{entry id: what judges wrote to its entrant} from rounds whose rules release it.

    Sorted by the text, so that no judge can be told by place.
    """
    by_code: dict[str, list[str]] = {}
    sheets = Scoresheet.objects.filter(
        assignment__in=Assignment.objects.countable(), state=Scoresheet.State.LOCKED
    ).exclude(remark="")
    released = sheets.filter(
        assignment__judge__panel__round__edition=edition,
        assignment__judge__panel__round__scheme__releases_remarks=True,
    )
    for code, remark in released.values_list("assignment__blinded_entry__code", "remark"):
        by_code.setdefault(code, []).append(remark)
    entries = sealing.entries_behind(list(by_code))
    return {entries[code].pk: sorted(texts) for code, texts in by_code.items() if code in entries}
