import pytest
from django.db import transaction

from foundation.jobs import outbox, work
from foundation.jobs.drain import drain
from foundation.jobs.models import Delivery, Job, OutboxEvent

pytestmark = [pytest.mark.django_db, pytest.mark.data]
taken = []


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    taken.clear()
    monkeypatch.setattr(outbox, "_consumers", {})
    monkeypatch.setattr(outbox, "_look_again", set())
    monkeypatch.setattr(work, "_handlers", {})
    monkeypatch.setattr(work, "_bounds", {})


def consumer(name, payload):
    taken.append((name, payload["number"]))


def failing(name, payload):
    raise RuntimeError("not today")


def test_an_event_stands_or_falls_with_its_transaction():
    outbox.subscribe("it.happened", consumer)
    with pytest.raises(ValueError), transaction.atomic():
        outbox.emit("it.happened", number=1)
        raise ValueError
    outbox.emit("it.happened", number=2)
    drain()
    assert taken == [("it.happened", 2)]


def test_an_event_is_applied_once_however_often_it_is_brought():
    outbox.subscribe("it.happened", consumer)
    event = outbox.emit("it.happened", number=1)
    outbox.deliver_pending()
    OutboxEvent.objects.filter(pk=event.pk).update(delivered_at=None)
    outbox.deliver_pending()
    assert taken == [("it.happened", 1)]


def test_one_failing_consumer_keeps_the_event_and_does_not_stop_the_other():
    outbox.subscribe("it.happened", failing)
    outbox.subscribe("it.happened", consumer)
    event = outbox.emit("it.happened", number=1)
    outbox.deliver_pending()
    event.refresh_from_db()
    assert event.delivered_at is None
    assert Delivery.objects.count() == 1
    assert taken == [("it.happened", 1)]


def test_of_events_that_ask_to_look_again_the_last_is_enough():
    outbox.subscribe("it.changed", consumer, look_again=True)
    outbox.subscribe("it.happened", consumer)
    for name, number in [
        ("it.changed", 1),
        ("it.changed", 2),
        ("it.happened", 3),
        ("it.changed", 1),
        ("it.happened", 3),
        ("it.changed", 1),
    ]:
        outbox.emit(name, number=number)
    drain()
    assert taken == [("it.changed", 2), ("it.happened", 3), ("it.happened", 3), ("it.changed", 1)]
    outbox.emit("it.changed", number=1)
    drain()
    assert taken[-1] == ("it.changed", 1)
    assert len(taken) == 5


def test_asking_twice_for_a_key_is_one_job():
    work.handler("count")(lambda job: (1, 1))
    first = work.ask("count", key="same", total=1)
    assert work.ask("count", key="same", total=1) == first
    assert Job.objects.count() == 1


def test_a_job_runs_in_chunks_and_a_crash_repeats_only_the_missing_one():
    seen = []

    @work.handler("chunks")
    def chunk(job):
        if len(seen) == 1 and "crashed" not in seen:
            seen.append("crashed")
            raise RuntimeError("killed")
        seen.append("chunk")
        return seen.count("chunk"), 3

    job = work.ask("chunks", key="chunks", total=3)
    drain()
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert job.done == 3
    assert seen.count("chunk") == 3


def test_a_job_under_a_living_lease_is_left_to_its_worker():
    work.handler("slow")(lambda job: (1, 1))
    job = work.ask("slow", key="slow", total=1)
    assert work._lease(job.pk) is not None
    assert work._lease(job.pk) is None
    assert not Job.objects.waiting().exists()


def test_a_cancelled_job_stops_before_its_next_chunk():
    calls = []

    @work.handler("long")
    def chunk(job):
        calls.append(1)
        work.cancel(job)
        return 1, 5

    job = work.ask("long", key="long", total=5)
    work.run(job.pk)
    job.refresh_from_db()
    assert len(calls) == 1
    assert job.state == Job.State.CANCELLED
