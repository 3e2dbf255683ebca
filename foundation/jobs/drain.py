"""Doing all that waits in this process: tests, rehearsals and the loading of the demo."""

from foundation.jobs import outbox, work
from foundation.jobs.models import Job, OutboxEvent


def drain(rounds: int = 50) -> None:
    """Deliver and run until nothing waits. Raises RuntimeError when something cannot be finished."""
    for _ in range(rounds):
        outbox.deliver_pending()
        work.run_waiting()
        if not OutboxEvent.objects.filter(delivered_at=None).exists() and not Job.objects.waiting().exists():
            return
    stuck = Job.objects.waiting().exclude(error="").first()
    raise RuntimeError(f"work is left that cannot be finished: {stuck} {getattr(stuck, 'error', '')}")
