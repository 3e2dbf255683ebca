"""Certificates, and the job that makes them."""

import base64

from django.db import connection
from django.db.models import QuerySet

from awards.models import Award, Certificate
from foundation.jobs import life, tasks
from foundation.jobs.models import Job
from foundation.ledger import triggers
from foundation.vault import store

# Of a worker that has loaded `slow_certificates`.
CHUNK = 2
STUCK_AT = 6  # the second file of the third chunk
STUCK = "stuck at a file"


def _job() -> Job:
    return Job.objects.filter(kind="issue_certificates").earliest("pk")


def _batch(job: Job) -> QuerySet[Certificate]:
    return Certificate.objects.filter(award__decision=job.params["decision"])


def begin_again() -> int:
    """A finished batch is to be drawn once more, and the worker is rung: how many certificates."""
    job = _job()
    triggers.lift(connection)  # what was made is made anew: the house itself never does that
    _batch(job).update(pdf=None)
    triggers.put_in_place(connection)
    Job.objects.filter(pk=job.pk).update(
        state="pending", done=0, leased_until=None, finished_at=None, attempts=0
    )
    tasks.run.apply_async(args=[job.pk])
    return _batch(job).count()


def progress() -> dict:
    """How far the batch is."""
    job = _job()
    batch = _batch(job)
    return {
        "state": job.state,
        "done": job.done,
        "files": dict(batch.exclude(pdf=None).values_list("serial", "pdf__sha256")),
        "rows": batch.count(),
        "serials": batch.values("serial").distinct().count(),
        "is_stuck": life.silence_of(STUCK) is not None,
    }


def let_the_lease_run_out() -> int:
    """As if two minutes had passed since the worker took the job."""
    return Job.objects.filter(kind="issue_certificates").update(leased_until=None)


def one_good_one_revoked() -> dict:
    """The public codes of both, and the file of the good one in base64."""
    good = Certificate.objects.filter(revocation=None).select_related("pdf").first()
    revoked = Certificate.objects.exclude(revocation=None).first()
    return {
        "good": good.verify_id,
        "revoked": revoked.verify_id,
        "file": base64.b64encode(store.read(good.pdf)).decode(),
    }


def first_winner(edition: str) -> list[str]:
    """The e-mail address of the owner and the title of the entry with the best rank."""
    award = Award.objects.filter(decision__edition__slug=edition).order_by("rank").first()
    return [award.entry.owner.email, award.entry.title]
