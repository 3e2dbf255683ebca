"""A worker that dies is started again; what nobody was rung for is done all the same."""

import datetime
import os
import signal
import time
from pathlib import Path

import pytest
from celery import current_app
from django.core.management import call_command
from django.utils import timezone

from foundation.jobs import keeper, life, outbox, tasks, work
from foundation.jobs.models import Job, SignOfLife
from tests.factories.foundation import JobFactory, OutboxEventFactory, SignOfLifeFactory

MINUTE = datetime.timedelta(minutes=1)


def until(holds) -> bool:
    """Whether it comes true within ten seconds."""
    ends = time.monotonic() + 10
    while time.monotonic() < ends:
        if holds():
            return True
        time.sleep(0.01)
    return False


@pytest.fixture
def kept():
    """Keepers that are ended with the test."""
    begun = []

    def begin(*command: str) -> keeper.Keeper:
        begun.append(keeper.Keeper(command, first_rest=0.01))
        begun[-1].begin()
        return begun[-1]

    yield begin
    for each in begun:
        each.end()


class TestKeeping:
    def test_what_ends_is_started_again(self, kept):
        worker = kept("true")
        assert until(lambda: worker.starts >= 3)

    def test_what_is_killed_is_started_again(self, kept):
        worker = kept("sleep", "60")
        assert until(lambda: worker.child)
        first = worker.child
        os.kill(first, signal.SIGKILL)
        assert until(lambda: worker.child not in (0, first))

    def test_what_lives_is_left(self, kept):
        worker = kept("sleep", "60")
        assert until(lambda: worker.child)
        time.sleep(0.1)
        assert worker.starts == 1

    def test_what_ends_at_once_rests_longer_each_time(self, kept, caplog):
        worker = kept("false")
        assert until(lambda: worker.starts >= 4)
        rests = [record.args[1] for record in caplog.records if len(record.args) == 2]
        assert rests[:3] == [0.01, 0.02, 0.04]

    def test_what_cannot_be_started_is_said(self, kept, caplog):
        worker = kept("/khong/co/lenh/nay")
        assert until(lambda: worker.starts >= 2)
        assert "/khong/co/lenh/nay" in caplog.text

    def test_when_it_is_ended_the_process_ends(self):
        worker = keeper.Keeper(["sleep", "60"])
        worker.begin()
        assert until(lambda: worker.child)
        number = worker.child
        worker.end()
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)

    def test_and_is_not_started_again(self):
        worker = keeper.Keeper(["sleep", "60"], first_rest=0.01)
        worker.begin()
        assert until(lambda: worker.child)
        worker.end()
        time.sleep(0.05)
        assert worker.starts == 1

    def test_the_demonstration_keeps_its_worker(self):
        lines = Path("Procfile").read_text().splitlines()
        worker = next(line for line in lines if line.startswith("worker:"))
        assert "manage.py keep_working celery" in worker

    def test_the_command_gives_the_options_on(self, monkeypatch):
        begun = []

        def leave():
            raise KeyboardInterrupt

        monkeypatch.setattr(keeper.Keeper, "begin", lambda self: begun.append(self.command))
        monkeypatch.setattr(keeper.Keeper, "end", lambda self: begun.append("ended"))
        monkeypatch.setattr(keeper, "LOOKS_EACH", 0)
        monkeypatch.setattr(keeper, "look_after", leave)
        before = signal.getsignal(signal.SIGTERM)
        try:
            call_command("keep_working", "celery", "--quiet", "--beat")
        finally:
            signal.signal(signal.SIGTERM, before)
        assert begun == [["celery", "--quiet", "--beat"], "ended"]


@pytest.mark.django_db
@pytest.mark.data
class TestLookingAfter:
    @pytest.fixture(autouse=True)
    def _no_broker(self, settings, monkeypatch):
        def away(*_arguments, **_more):
            raise ConnectionError("no broker")

        settings.JOBS_INLINE = False
        monkeypatch.setattr(work, "_handlers", {})
        monkeypatch.setattr(work, "_bounds", {})
        monkeypatch.setattr(work, "_daily", [])
        monkeypatch.setattr(work, "_each_minute", [])
        monkeypatch.setattr(outbox, "_consumers", {})
        # The test's own connection lives in a transaction.
        monkeypatch.setattr(keeper, "close_old_connections", lambda: None)
        monkeypatch.setattr(current_app.tasks["foundation.jobs.tasks.run"], "apply_async", away)

    @pytest.fixture
    def done(self) -> list[str]:
        keys = []

        @work.handler("count")
        def chunk(job):
            keys.append(job.key)
            return 1, 1

        return keys

    @pytest.mark.parametrize("minutes", [2, 600])
    def test_a_silent_worker_s_work_is_done(self, done, minutes):
        SignOfLifeFactory(who=life.WORKER, at=timezone.now() - minutes * MINUTE)
        job = JobFactory(kind="count")
        keeper.look_after()
        assert done == [job.key]

    def test_of_a_worker_that_never_came_too(self, done):
        job = JobFactory(kind="count")
        keeper.look_after()
        assert done == [job.key]

    def test_the_work_of_one_that_is_there_is_left_to_it(self, done):
        SignOfLifeFactory(who=life.WORKER, at=timezone.now() - MINUTE / 2)
        SignOfLifeFactory(who="somebody else", at=timezone.now() - 600 * MINUTE)
        JobFactory(kind="count")
        keeper.look_after()
        assert done == []

    def test_an_event_is_told(self):
        told = []
        outbox.subscribe("it.happened", lambda name, payload: told.append(name))
        OutboxEventFactory(name="it.happened")
        keeper.look_after()
        assert told == ["it.happened"]

    def test_the_daily_work_is_asked_for_and_done(self, done):
        work._daily.append("count")
        keeper.look_after()
        assert Job.objects.get().state == Job.State.DONE

    def test_it_shows_that_it_looks(self):
        keeper.look_after()
        assert life.silence_of(life.KEEPER) < MINUTE

    def test_a_fault_is_logged_and_ends_nothing(self, monkeypatch, caplog):
        def broken():
            raise OSError("the database went away")

        monkeypatch.setattr(outbox, "deliver_pending", broken)
        keeper.look_after()
        assert "could not be looked after" in caplog.text

    def test_the_reconciler_is_the_worker_s_sign_of_life(self):
        tasks.reconcile()
        tasks.reconcile()
        assert [sign.who for sign in SignOfLife.objects.all()] == [life.WORKER]
