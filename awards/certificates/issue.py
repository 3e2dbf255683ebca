"""Issuing the certificates of a decision: rows and serials first, then a job renders and seals them
in chunks.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from awards import permissions
from awards.certificates import layout
from awards.models import AwardDecision, Certificate
from competition.errors import NotAllowed, WrongState
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.ledger import chain
from foundation.vault import store

CHUNK = 25


def job_key(decision: AwardDecision) -> str:
    """The one job that issues a decision's certificates."""
    return f"certificates:{decision.pk}"


@transaction.atomic
def issue(*, decision: AwardDecision, by, at: datetime.datetime) -> Job:
    """Give every award its serial and ask for the files. Asking again goes on where it stopped.
    Raises NotAllowed, WrongState.
    """
    decision = (
        AwardDecision.objects.select_for_update(of=("self",))
        .select_related("edition__contest")
        .get(pk=decision.pk)
    )
    edition = decision.edition
    if not permissions.can_prepare(by, edition.pk):
        raise NotAllowed(_("Only the secretariat issues certificates."))
    if decision.announced_at is None:
        raise WrongState(_("Announce the results first."))
    awards = list(
        decision.awards.select_related("entry__field", "tier", "decision__edition__contest")
    )
    if not Certificate.objects.filter(award__decision=decision).exists():
        issued = Certificate.objects.filter(award__decision__edition=edition).count()
        rows = []
        for number, award in enumerate(awards, start=issued + 1):
            serial = f"{edition.receipt_prefix}-{edition.year}-GCN-{number:05d}"
            fields = layout.snapshot(award, serial)
            rows.append(
                Certificate(
                    award=award,
                    serial=serial,
                    snapshot=fields,
                    render_key=layout.render_key(fields),
                    issued_at=at,
                )
            )
        Certificate.objects.bulk_create(rows)
        chain.append(
            edition.chain,
            "certificates.issued",
            {"decision": decision.number, "keys": [row.render_key for row in rows]},
            at=at,
            by=by,
        )
    return work.ask(
        "issue_certificates",
        key=job_key(decision),
        params={"decision": decision.pk},
        total=len(awards),
        by=by,
    )


@work.handler("issue_certificates")
def render_next(job) -> tuple[int, int]:
    """Render and store the next chunk of what has no file yet; a killed worker's chunk is simply
    still missing.
    """
    of_decision = Certificate.objects.filter(award__decision=job.params["decision"])
    chunk = list(of_decision.filter(pdf=None).order_by("serial")[:CHUNK])
    if chunk:
        for row, content in zip(chunk, layout.render_batch(chunk), strict=True):
            blob = store.put(content, media_type="application/pdf")
            Certificate.objects.filter(pk=row.pk, pdf=None).update(pdf=blob)
    return of_decision.exclude(pdf=None).count(), of_decision.count()
