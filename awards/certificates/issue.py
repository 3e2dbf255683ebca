"""Issuing the certificates of a decision: rows and serials first, the files by a job in chunks."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from awards import permissions
from awards.certificates import layout
from awards.models import Award, AwardDecision, Certificate
from competition import clock
from competition.errors import NotAllowed, WrongState
from competition.models import Edition
from competition.verbs import lock
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.ledger import chain
from foundation.vault import store
from foundation.vault.models import Blob
from submissions.models import Author, Entry

CHUNK = 25


def job_key(decision: AwardDecision) -> str:
    """The one job that issues a decision's certificates."""
    return f"certificates:{decision.pk}"


@transaction.atomic
def issue(*, decision: AwardDecision, by: User, at: datetime.datetime) -> Job:
    """Give every award its serial, and each author of a work of several; then ask for the files.
    None to an entry that was withdrawn.

    Asking again goes on where it stopped. Raises NotAllowed, WrongState.
    """
    lock(decision.edition)  # serials go on through all its decisions
    decision = lock(decision, "edition__contest")
    edition = decision.edition
    if not permissions.can_prepare(by, edition.pk):
        raise NotAllowed(_("Only the secretariat issues certificates."))
    if decision.announced_at is None:
        raise WrongState(_("Announce the results first."))
    awards = list(
        decision.awards.exclude(entry__status=Entry.Status.WITHDRAWN).select_related(
            "entry__field", "entry__unit", "tier", "decision__edition__contest"
        )
    )
    if not Certificate.objects.filter(award__decision=decision).exists():
        certificates = _numbered(awards, edition, at)
        Certificate.objects.bulk_create(certificates)
        keys = [certificate.render_key for certificate in certificates]
        issued = {"decision": decision.number, "keys": keys}
        chain.append(edition.chain, "certificates.issued", issued, at=at, by=by)
    job = work.ask(
        "issue_certificates",
        key=job_key(decision),
        params={"decision": decision.pk},
        total=Certificate.objects.filter(award__decision=decision).count(),
        by=by,
    )
    work.take_up_again(job)
    return job


@transaction.atomic
def stop(*, decision: AwardDecision, by: User, at: datetime.datetime) -> Job:
    """Stop the making of the files; those that are made stay, and issuing again makes the others.

    Raises NotAllowed, WrongState (none is being made).
    """
    decision = lock(decision, "edition__contest")
    if not permissions.can_prepare(by, decision.edition_id):
        raise NotAllowed(_("Only the secretariat issues certificates."))
    job = Job.objects.filter(key=job_key(decision)).first()
    if job is None or not work.cancel(job):
        raise WrongState(_("No certificate is being made: it had ended already."))
    stopped = {"decision": decision.number}
    chain.append(decision.edition.chain, "certificates.stopped", stopped, at=at, by=by)
    return job


def _numbered(awards: list[Award], edition: Edition, at: datetime.datetime) -> list[Certificate]:
    """A certificate for each work, and for each author of one that several have made: a lone author
    stands alone on the work's. Serials go on through all decisions of an edition.
    """
    number = Certificate.objects.filter(award__decision__edition=edition).count()
    certificates = []
    for award in awards:
        for author in _honoured(award):
            number += 1
            serial = f"{edition.receipt_prefix}-{edition.year}-GCN-{number:05d}"
            fields = layout.snapshot(award, serial, author)
            certificate = Certificate(
                award=award,
                author=author,
                serial=serial,
                snapshot=fields,
                render_key=layout.render_key(fields),
                issued_at=at,
            )
            certificates.append(certificate)
    return certificates


def _honoured(award: Award) -> list[Author | None]:
    """Whom its certificates name: everybody together (None), then each one."""
    authors = list(award.entry.authors.all())
    return [None, *authors] if len(authors) > 1 else [None]


@work.handler("issue_certificates")
def render_next(job: Job) -> tuple[int, int]:
    """Render and store the next chunk of what has no file yet.

    A killed worker's chunk is simply still missing. Returns (made, all).
    """
    of_decision = Certificate.objects.filter(award__decision=job.params["decision"])
    chunk = list(of_decision.filter(pdf=None).order_by("serial")[:CHUNK])
    if chunk:
        _keep(
            chunk, layout.render_batch(chunk), AwardDecision.objects.get(pk=job.params["decision"])
        )
    return of_decision.exclude(pdf=None).count(), of_decision.count()


def _keep(certificates: list[Certificate], contents: list[bytes], decision: AwardDecision) -> None:
    """Store the files; the ledger holds which certificate has which."""
    # Before the transaction: nobody waits with it for a slow disk.
    blobs = [store.put(content, media_type="application/pdf") for content in contents]
    _lead_to(dict(zip(certificates, blobs, strict=True)), decision)


@transaction.atomic
def _lead_to(blob_of: dict[Certificate, Blob], decision: AwardDecision) -> None:
    files = {}
    for certificate, blob in blob_of.items():
        if Certificate.objects.filter(pk=certificate.pk, pdf=None).update(pdf=blob):
            files[certificate.serial] = blob.sha256
    if files:
        made = {"decision": decision.number, "files": files}
        chain.append(decision.edition.chain, "certificates.made", made, at=clock.now())
