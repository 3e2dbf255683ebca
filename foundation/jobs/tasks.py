"""Celery tasks: three bells, no rules."""

from celery import shared_task

from foundation.jobs import life, outbox, work
from foundation.jobs.models import Job, OutboxEvent


@shared_task
def deliver() -> None:
    outbox.deliver_pending()


@shared_task
def run(job_id: int) -> None:
    work.run(job_id)


@shared_task
def reconcile() -> None:
    """Ring again for whatever waits: the broker may have lost its message with a killed worker."""
    life.show(life.WORKER)
    work.ask_daily()
    work.do_each_minute()
    if OutboxEvent.objects.filter(delivered_at=None).exists():
        outbox.deliver_pending()
    for job_id in Job.objects.waiting().values_list("pk", flat=True)[:100]:
        run.delay(job_id)
