"""What stands beside a ranking is asked for, worked out by the worker, and kept.

Advice for the council; the official ranking is untouched.
"""

import datetime
import math
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition import clock
from competition.errors import NotAllowed, WrongState
from competition.verbs import lock
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.ledger import chain
from judging import permissions
from judging.models import (
    BlindedEntry,
    EvidenceJudge,
    EvidencePlace,
    KeptEvidence,
    Round,
)
from judging.results import findings
from judging.results.ranking import scheme_snapshot, sheet_snapshots


def source_of(judging_round: Round) -> str:
    """The digest of what the evidence of a closed round is made from.

    Its sheets change no more; what can still change is how many entries stand, and what is won.
    """
    closed_at = judging_round.closed_at
    entries = BlindedEntry.objects.countable().filter(round=judging_round).count()
    return chain.digest_of(
        [
            judging_round.pk,
            closed_at.isoformat() if closed_at else "",
            entries,
            _prizes(judging_round),
            scheme_snapshot(judging_round.scheme),
        ]
    )


def _prizes(judging_round: Round) -> int:
    return sum(judging_round.edition.tiers.values_list("count", flat=True))


def apply(name: str, payload: dict) -> None:
    """A round was closed: what the council reads on that evening is worked out at once."""
    if name == "round.closed":
        _ask(Round.objects.select_related("edition", "scheme").get(pk=payload["round"]), by=None)


@transaction.atomic
def ask(*, judging_round: Round, by: User, at: datetime.datetime) -> Job:
    """Have the evidence of a closed round worked out by the worker.

    Raises NotAllowed, WrongState (sheets are missing).
    """
    if not permissions.can_organise(by, judging_round.edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))
    if not judging_round.is_over:
        raise WrongState(_("Close the round first."))
    job = _ask(judging_round, by=by)
    work.take_up_again(job)
    return job


@transaction.atomic
def stop(*, judging_round: Round, by: User, at: datetime.datetime) -> Job:
    """Stop the work on the evidence of a closed round; asking again begins it again.

    Raises NotAllowed, WrongState (nothing is being worked out).
    """
    judging_round = lock(judging_round, "edition__contest", "scheme")
    if not permissions.can_organise(by, judging_round.edition_id):
        raise NotAllowed(_("Only the secretariat organises the judging."))
    job = job_of(judging_round)
    if job is None or not work.cancel(job):
        raise WrongState(_("Nothing is being worked out: it had ended already."))
    stopped = {"round": judging_round.order}
    chain.append(judging_round.edition.chain, "evidence.stopped", stopped, at=at, by=by)
    return job


def _ask(judging_round: Round, *, by: User | None) -> Job:
    source = source_of(judging_round)
    params = {"round": judging_round.pk, "source": source}
    return work.ask("evidence", key=_key(judging_round, source), params=params, total=1, by=by)


def _key(judging_round: Round, source: str) -> str:
    return f"evidence:{judging_round.pk}:{source[:32]}"


def job_of(judging_round: Round) -> Job | None:
    """The work on the evidence of a round as it stands now; None while nobody has asked for it."""
    return Job.objects.filter(key=_key(judging_round, source_of(judging_round))).first()


def kept(judging_round: Round) -> KeptEvidence | None:
    """What was worked out last about a round; `source` says from what."""
    of_the_round = KeptEvidence.objects.filter(round=judging_round)
    return of_the_round.filter(source=source_of(judging_round)).first() or of_the_round.last()


@work.handler("evidence")
def _work_out(job: Job) -> tuple[int, int]:
    """Handler of the job: works it out and keeps it."""
    judging_round = Round.objects.select_related("edition", "scheme").get(pk=job.params["round"])
    found = of(judging_round, partial(work.step, job))
    keep(judging_round, found, source=job.params["source"])
    return 1, 1


@transaction.atomic
def keep(judging_round: Round, found: "findings.Evidence", *, source: str) -> KeptEvidence:
    """Keep the evidence of a round as it stands now."""
    KeptEvidence.objects.filter(round=judging_round, source=source).delete()
    row = KeptEvidence.objects.create(
        round=judging_round,
        source=source,
        why_not=found.why_not,
        prizes=found.prizes,
        alpha=_number(found.alpha),
        intraclass=_number(found.intraclass),
        parts=found.parts,
        noise=found.noise,
        near=len(found.near),
        made_at=clock.now(),
    )
    EvidencePlace.objects.bulk_create(
        (EvidencePlace(evidence=row, **vars(line)) for line in found.entries), batch_size=500
    )
    EvidenceJudge.objects.bulk_create(
        (_judge_row(row, order, line) for order, line in enumerate(found.judges)), batch_size=500
    )
    return row


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _judge_row(row: KeptEvidence, order: int, line: "findings.JudgeLine") -> EvidenceJudge:
    return EvidenceJudge(
        evidence=row,
        judge_id=line.judge,
        order=order,
        sheets=line.sheets,
        severity=line.severity,
        error=line.error,
        changed=line.changed,
        favours=line.favours,
    )


def of(judging_round: Round, progress: "findings.Progress | None" = None) -> "findings.Evidence":
    """Work the evidence of a round out whose sheets are all locked: seconds for thousands."""
    scheme = scheme_snapshot(judging_round.scheme)
    sheets = sheet_snapshots(judging_round)
    told = {"progress": progress} if progress else {}
    return findings.computed(judging_round, scheme, sheets, _prizes(judging_round), **told)
