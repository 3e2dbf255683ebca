"""What a job may count on: done once, under a lease, so many times and no more, and never lost."""

import datetime
import time

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from foundation.jobs import bell, outbox, tasks, work
from foundation.jobs.drain import drain, helped, processes
from foundation.jobs.models import Delivery, Job, OutboxEvent
from tests.factories.accounts import UserFactory
from tests.factories.foundation import JobFactory, OutboxEventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
SECOND = datetime.timedelta(seconds=1)
MINUTE = datetime.timedelta(minutes=1)
NOON = datetime.datetime(2030, 3, 5, 12, tzinfo=datetime.UTC)
FINISHED = [Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED]


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.setattr(outbox, "_consumers", {})
    monkeypatch.setattr(outbox, "_look_again", set())
    monkeypatch.setattr(work, "_handlers", {})
    monkeypatch.setattr(work, "_bounds", {})
    monkeypatch.setattr(work, "_daily", [])


@pytest.fixture
def done() -> list[str]:
    """The keys of the jobs whose one chunk was done, in order."""
    keys = []

    @work.handler("count")
    def count(job):
        keys.append(job.key)
        return 1, 1

    return keys


@pytest.fixture
def broken() -> list[int]:
    """How often a chunk was begun that never ends well."""
    begun = []

    @work.handler("broken")
    def stops(job):
        begun.append(job.attempts)
        raise OSError("the printer is on fire")

    return begun


@pytest.fixture
def rung(settings, monkeypatch) -> list[tuple]:
    """What was rung, by a process that has workers beside it."""
    heard = []
    settings.JOBS_INLINE = False
    monkeypatch.setattr(bell, "_unheard_at", [])
    for name in ("run", "deliver"):
        task = current_app.tasks[f"foundation.jobs.tasks.{name}"]
        monkeypatch.setattr(
            task, "apply_async", lambda args, retry, name=name: heard.append((name, *args))
        )
    token = bell._silenced.set(False)
    yield heard
    bell._silenced.reset(token)


def ask(kind: str = "count", key: str = "a", **more) -> Job:
    return work.ask(kind, key=key, total=1, **more)


def at(moment: datetime.datetime, monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def leased(until: datetime.datetime, **columns) -> Job:
    """A job that some worker took."""
    usual = {"kind": "count", "state": Job.State.RUNNING, "attempts": 1}
    return JobFactory(leased_until=until, **usual | columns)


class TestAsking:
    def test_the_job_keeps_what_was_asked_for_and_by_whom(self):
        somebody = UserFactory()
        job = ask(params={"entry": 7}, by=somebody)
        job.refresh_from_db()
        assert job.params == {"entry": 7}
        assert job.created_by == somebody
        assert job.total == 1
        assert job.state == Job.State.PENDING

    def test_asking_again_changes_nothing_of_the_first_asking(self):
        ask(params={"entry": 7})
        again = ask(params={"entry": 8})
        assert again.params == {"entry": 7}

    def test_another_key_is_another_job(self):
        assert ask(key="a") != ask(key="b")

    def test_a_job_that_is_done_is_not_done_again_for_the_same_key(self, done):
        ask()
        drain()
        ask()
        drain()
        assert done == ["a"]

    def test_a_job_stands_or_falls_with_the_transaction_that_asks(self, done):
        with pytest.raises(ValueError, match="no"), transaction.atomic():
            ask()
            raise ValueError("no")
        assert not Job.objects.exists()

    @pytest.mark.parametrize("state", FINISHED)
    def test_nobody_is_rung_for_a_finished_job(
        self, rung, state, django_capture_on_commit_callbacks
    ):
        JobFactory(key="a", state=state)
        with django_capture_on_commit_callbacks(execute=True):
            ask(key="a")
        assert rung == []

    def test_a_waiting_job_is_rung_at_each_asking(self, rung, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            job = ask()
            ask()
        assert rung == [("run", job.pk), ("run", job.pk)]


class TestTakingUpAgain:
    @pytest.mark.parametrize("state", [Job.State.FAILED, Job.State.CANCELLED])
    def test_what_stopped_is_done_after_all(self, state, done):
        job = JobFactory(kind="count", key="a", state=state, attempts=Job.MOST_ATTEMPTS)
        work.take_up_again(job)
        job.refresh_from_db()
        assert (job.state, job.attempts, job.finished_at) == (Job.State.PENDING, 0, None)
        work.run_waiting()
        assert done == ["a"]

    def test_it_is_rung(self, rung, django_capture_on_commit_callbacks):
        job = JobFactory(state=Job.State.FAILED)
        with django_capture_on_commit_callbacks(execute=True):
            work.take_up_again(job)
        assert rung == [("run", job.pk)]

    @pytest.mark.parametrize("state", [Job.State.DONE, Job.State.RUNNING, Job.State.PENDING])
    def test_all_other_work_is_left(self, state, rung, django_capture_on_commit_callbacks):
        job = JobFactory(state=state, attempts=3)
        JobFactory(state=Job.State.FAILED)
        with django_capture_on_commit_callbacks(execute=True):
            work.take_up_again(job)
        job.refresh_from_db()
        assert (job.state, job.attempts) == (state, 3)
        assert rung == []


class TestDailyJobs:
    def test_a_daily_job_is_asked_for_once_a_day(self, done, monkeypatch):
        work._daily.append("count")
        morning = timezone.make_aware(datetime.datetime(2030, 3, 5, 0, 1))
        for moment in (morning, morning + datetime.timedelta(hours=23)):
            at(moment, monkeypatch)
            work.ask_daily()
        assert [job.key for job in Job.objects.all()] == ["count:2030-03-05"]

    def test_the_day_is_the_day_here(self, done, monkeypatch):
        work._daily.append("count")
        before_utc_midnight = datetime.datetime(2030, 3, 4, 17, 30, tzinfo=datetime.UTC)
        at(before_utc_midnight, monkeypatch)
        work.ask_daily()
        assert Job.objects.get().key == "count:2030-03-05"

    def test_registering_a_daily_job_registers_its_handler(self):
        @work.daily("sweep")
        def sweep(job):
            return 1, 1

        assert work._daily == ["sweep"]
        assert work._handlers == {"sweep": sweep}

    def test_a_handler_is_asked_for_only_when_somebody_asks(self, done):
        work.ask_daily()
        assert not Job.objects.exists()


class TestTheLease:
    @pytest.mark.parametrize("seconds", [1, 60, 119])
    def test_a_living_lease_keeps_others_away(self, done, seconds):
        job = leased(timezone.now() + seconds * SECOND)
        work.run(job.pk)
        assert done == []

    def test_a_lease_that_ran_out_is_taken_over(self, done):
        job = leased(timezone.now() - SECOND)
        work.run(job.pk)
        assert done == [job.key]

    def test_the_moment_it_runs_out_still_belongs_to_the_worker(self, monkeypatch):
        now = timezone.now()
        at(now, monkeypatch)
        leased(now)
        assert not Job.objects.waiting().exists()

    def test_a_lease_is_two_minutes_and_counts_an_attempt(self, done, monkeypatch):
        now = timezone.now()
        at(now, monkeypatch)
        taken = work._lease(ask().pk)
        assert taken.leased_until == now + datetime.timedelta(minutes=2)
        assert taken.attempts == 1
        assert taken.state == Job.State.RUNNING

    def test_each_chunk_renews_the_lease_and_notes_how_far_it_is(self, monkeypatch):
        begun = timezone.now()
        seen = []

        @work.handler("long")
        def chunk(job):
            row = Job.objects.get(pk=job.pk)
            seen.append((row.done, row.leased_until - begun))
            at(begun + len(seen) * datetime.timedelta(minutes=1), monkeypatch)
            return len(seen), 3

        at(begun, monkeypatch)
        work.run(ask("long").pk)
        minutes = [(done, left.total_seconds() / 60) for done, left in seen]
        assert minutes == [(0, 2), (1, 3), (2, 4)]

    def test_a_finished_job_holds_no_lease(self, done):
        job = ask()
        work.run(job.pk)
        job.refresh_from_db()
        assert job.leased_until is None
        assert job.finished_at is not None

    @pytest.mark.parametrize("state", FINISHED)
    def test_a_finished_job_is_never_run(self, done, state):
        work.run(JobFactory(kind="count", state=state).pk)
        assert done == []

    def test_a_job_that_is_gone_is_no_fault(self, done):
        work.run(999_999)
        assert done == []

    def test_that_another_job_waits_does_not_free_a_leased_one(self, done):
        job = leased(timezone.now() + datetime.timedelta(minutes=1))
        ask(key="b")
        work.run(job.pk)
        assert done == []

    def test_only_the_job_that_was_named_is_run(self, done):
        ask(key="b")
        work.run(ask(key="a").pk)
        assert done == ["a"]


class TestTrying:
    def test_a_failure_leaves_its_words_and_the_job_waiting(self, broken):
        job = ask("broken")
        work.run(job.pk)
        job.refresh_from_db()
        assert job.error == "OSError: the printer is on fire"
        assert job.state == Job.State.PENDING
        assert job.finished_at is None

    def test_it_is_tried_ten_times_and_then_left(self, broken):
        job = ask("broken")
        for _time in range(14):
            work.run_waiting()
        job.refresh_from_db()
        assert broken == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
        assert job.state == Job.State.FAILED
        assert job.finished_at is not None
        assert job.error == "OSError: the printer is on fire"

    def test_a_worker_that_is_killed_each_time_is_counted_too(self, done):
        job = leased(timezone.now() - SECOND, attempts=Job.MOST_ATTEMPTS)
        work.run(job.pk)
        job.refresh_from_db()
        assert job.state == Job.State.FAILED
        assert done == []

    def test_the_last_attempt_is_made(self, done):
        job = leased(timezone.now() - SECOND, attempts=Job.MOST_ATTEMPTS - 1)
        work.run(job.pk)
        assert done == [job.key]

    def test_progress_begins_the_count_of_attempts_anew(self):
        begun = []

        @work.handler("stumbling")
        def chunk(job):
            begun.append(1)
            if len(begun) % 2:
                raise OSError("once more")
            return len(begun) // 2, 9

        job = ask("stumbling")
        for _time in range(30):
            work.run_waiting()
        job.refresh_from_db()
        assert job.state == Job.State.DONE
        assert job.done == 9
        assert job.error == ""

    def test_a_kind_that_nobody_knows_is_tried_and_left_as_any_other(self):
        job = ask("unheard-of")
        for _time in range(Job.MOST_ATTEMPTS):
            work.run_waiting()
        job.refresh_from_db()
        assert job.state == Job.State.FAILED
        assert "KeyError" in job.error

    def test_a_long_complaint_is_cut(self):
        @work.handler("verbose")
        def stops(job):
            raise OSError("x" * 5_000)

        job = ask("verbose")
        work.run(job.pk)
        job.refresh_from_db()
        assert len(job.error) == 2_000

    def test_one_that_fails_does_not_hold_up_the_next(self, broken, done):
        ask("broken", key="a")
        ask("count", key="b")
        work.run_waiting()
        assert done == ["b"]

    def test_draining_says_what_cannot_be_finished(self, broken):
        ask("broken", key="printing")
        with pytest.raises(RuntimeError, match="printing OSError: the printer is on fire"):
            drain(rounds=2)


class TestRestingAfterAFailure:
    """What failed is tried again after one minute, two, four …: for a server that is away the whole
    afternoon, and without hurrying one that is ill.
    """

    def hours_of_tries(self, monkeypatch) -> list[float]:
        """When it was tried, in hours after the first time, by a bell each four minutes."""
        times = []

        @work.handler("broken")
        def stops(job):
            times.append((timezone.now() - NOON).total_seconds() / 3600)
            raise OSError("the printer is on fire")

        at(NOON, monkeypatch)
        job = ask("broken")
        moment = NOON
        while not Job.objects.filter(pk=job.pk, state=Job.State.FAILED).exists():
            at(moment, monkeypatch)
            work.run(job.pk)
            moment += 4 * MINUTE
        return times

    def test_it_goes_on_for_hours(self, monkeypatch):
        assert 6 < self.hours_of_tries(monkeypatch)[-1] < 12

    def test_each_rest_is_about_twice_as_long(self):
        means = [sum(self.rests(tries)) / 200 for tries in range(1, 10)]
        assert [round(mean / 60) for mean in means[:4]] == [1, 2, 4, 8]

    def rests(self, attempts: int) -> list[float]:
        return [work.pause_after(attempts).total_seconds() for _time in range(200)]

    def test_chance_keeps_to_a_fifth(self):
        assert 48 <= min(self.rests(1)) < max(self.rests(1)) <= 72

    def test_what_failed_together_does_not_come_back_together(self):
        assert len(set(self.rests(5))) > 50

    def test_bells_while_it_rests_are_no_attempts(self, broken):
        job = ask("broken")
        for _bell in range(7):
            work.run(job.pk)
        job.refresh_from_db()
        assert (broken, job.attempts) == ([1], 1)

    def test_two_bells_for_one_job_are_one_attempt(self, monkeypatch):
        begun = []

        @work.handler("count")
        def chunk(job):
            begun.append(job.attempts)
            if len(begun) == 1:
                work.run(job.pk)  # the other worker's bell
            return 1, 1

        work.run(ask().pk)
        assert begun == [1]

    def test_while_it_rests_it_is_free_and_does_not_wait(self, broken):
        job = ask("broken")
        work.run(job.pk)
        assert Job.objects.free().filter(pk=job.pk).exists()
        assert not Job.objects.waiting().exists()

    def test_at_its_hour_it_waits(self, broken, monkeypatch):
        job = ask("broken")
        work.run(job.pk)
        job.refresh_from_db()
        at(job.not_before, monkeypatch)
        assert Job.objects.waiting().get() == job

    def test_the_reconciler_does_not_hurry_it(self, broken, monkeypatch):
        monkeypatch.setattr(tasks.run, "delay", work.run)
        ask("broken")
        for _look in range(3):
            tasks.reconcile()
        assert broken == [1]

    def test_progress_in_the_last_attempt_begins_anew(self):
        done = []

        @work.handler("half")
        def chunk(job):
            done.append(1)
            if len(done) == 2:
                raise OSError("once more")
            return len(done), 3

        job = JobFactory(kind="half", attempts=Job.MOST_ATTEMPTS - 1)
        work.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempts) == (Job.State.PENDING, 0)

    def test_taken_up_again_it_rests_no_longer(self, done):
        job = JobFactory(
            kind="count", state=Job.State.FAILED, not_before=timezone.now() + 60 * MINUTE
        )
        work.take_up_again(job)
        work.run(job.pk)
        assert done == [job.key]

    def test_a_kind_may_be_tried_less_often(self):
        begun = []

        @work.handler("short", tries=2)
        def chunk(job):
            begun.append(1)
            raise OSError("no")

        job = ask("short")
        for _time in range(4):
            work.run_waiting()
        job.refresh_from_db()
        assert (len(begun), job.state) == (2, Job.State.FAILED)

    def test_given_up_are_those_that_failed_alone(self):
        given_up = JobFactory(state=Job.State.FAILED, error="OSError: no")
        JobFactory(state=Job.State.PENDING, error="OSError: once more")
        JobFactory(state=Job.State.CANCELLED)
        assert list(Job.objects.given_up()) == [given_up]

    def test_stumbling_are_those_that_are_tried_again(self):
        stumbling = JobFactory(state=Job.State.PENDING, error="OSError: once more")
        JobFactory(state=Job.State.PENDING)
        JobFactory(state=Job.State.FAILED, error="OSError: no")
        assert list(Job.objects.stumbling()) == [stumbling]


class TestHastening:
    """What the work waited for is there again."""

    def failed(self, **columns) -> Job:
        usual = {"kind": "count", "error": "OSError: away"}
        return JobFactory(**usual | {"not_before": timezone.now() + 60 * MINUTE} | columns)

    @pytest.mark.parametrize("state", [Job.State.PENDING, Job.State.FAILED])
    def test_what_rests_or_was_given_up_is_due(self, state):
        job = self.failed(state=state)
        work.hasten("count")
        assert Job.objects.waiting().get() == job

    def test_it_is_rung(self, rung, django_capture_on_commit_callbacks):
        job = self.failed()
        with django_capture_on_commit_callbacks(execute=True):
            work.hasten("count")
        assert rung == [("run", job.pk)]

    def test_another_kind_goes_on_resting(self):
        self.failed(kind="other")
        work.hasten("count")
        assert not Job.objects.waiting().exists()

    def test_what_was_stopped_stays_stopped(self):
        job = self.failed(state=Job.State.CANCELLED)
        work.hasten("count")
        job.refresh_from_db()
        assert job.state == Job.State.CANCELLED


class TestSoManyAtOnce:
    """Of what waits for somebody else's server so many run, and no more."""

    @pytest.fixture
    def slow(self) -> list[str]:
        keys = []

        @work.handler("slow", at_once=1)
        def chunk(job):
            keys.append(job.key)
            return 1, 1

        return keys

    def test_the_second_one_waits(self, slow):
        leased(timezone.now() + MINUTE, kind="slow")
        work.run(ask("slow").pk)
        assert slow == []

    def test_which_is_no_attempt(self, slow):
        leased(timezone.now() + MINUTE, kind="slow")
        job = ask("slow")
        work.run(job.pk)
        job.refresh_from_db()
        assert (job.attempts, job.state) == (0, Job.State.PENDING)

    def test_another_kind_runs_beside_it(self, slow, done):
        leased(timezone.now() + MINUTE, kind="slow")
        work.run(ask("count").pk)
        assert done == ["a"]

    def test_one_whose_worker_was_killed_makes_room(self, slow):
        leased(timezone.now() - SECOND, kind="slow", key="killed")
        work.run(ask("slow").pk)
        assert slow == ["a", "killed"]

    def test_who_has_done_one_does_those_that_waited_for_it(self, slow):
        for key in ("a", "b", "c"):
            ask("slow", key=key)
        work.run(Job.objects.get(key="b").pk)
        assert slow == ["b", "a", "c"]

    def test_an_unbounded_kind_is_done_bell_by_bell(self, done):
        ask(key="a")
        work.run(ask(key="b").pk)
        assert done == ["b"]

    def test_one_that_fails_rests_and_the_next_is_done(self):
        begun = []

        @work.handler("slow", at_once=1)
        def chunk(job):
            begun.append(job.key)
            raise OSError("silent")

        for key in ("a", "b"):
            ask("slow", key=key)
        work.run(Job.objects.get(key="a").pk)
        assert begun == ["a", "b"]


class TestCancelling:
    @pytest.mark.parametrize("state", [Job.State.PENDING, Job.State.RUNNING])
    def test_what_is_not_finished_is_cancelled(self, state):
        job = JobFactory(state=state, leased_until=timezone.now())
        work.cancel(job)
        job.refresh_from_db()
        assert job.state == Job.State.CANCELLED
        assert job.finished_at is not None
        assert job.leased_until is None

    @pytest.mark.parametrize("state", [Job.State.DONE, Job.State.FAILED])
    def test_what_is_finished_stays_as_it_is(self, state):
        job = JobFactory(state=state)
        work.cancel(job)
        job.refresh_from_db()
        assert job.state == state
        assert job.finished_at is None

    def test_the_job_beside_it_goes_on(self, done):
        beside = ask(key="b")
        work.cancel(ask(key="a"))
        drain()
        beside.refresh_from_db()
        assert done == ["b"]
        assert beside.state == Job.State.DONE

    def test_a_failure_after_it_was_cancelled_does_not_wake_it(self):
        @work.handler("stopped")
        def chunk(job):
            work.cancel(job)
            raise OSError("too late")

        job = ask("stopped")
        work.run(job.pk)
        job.refresh_from_db()
        assert job.state == Job.State.CANCELLED
        assert job.error == ""


class TestTheBell:
    def test_nobody_is_rung_before_the_transaction_stands(
        self, rung, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as waiting:
            ask()
        assert rung == []
        assert len(waiting) == 1

    def test_a_silenced_bell_is_not_rung(self, rung, django_capture_on_commit_callbacks):
        with bell.silenced(), django_capture_on_commit_callbacks(execute=True):
            ask()
        assert rung == []

    def test_a_broker_that_is_away_stops_nobody(
        self, rung, monkeypatch, caplog, django_capture_on_commit_callbacks
    ):
        def away(args, retry):
            raise ConnectionError("no broker")

        monkeypatch.setattr(current_app.tasks["foundation.jobs.tasks.run"], "apply_async", away)
        with django_capture_on_commit_callbacks(execute=True):
            job = ask()
        assert Job.objects.waiting().filter(pk=job.pk).exists()
        assert "the broker did not take the bell" in caplog.text

    def test_a_broker_that_is_away_is_waited_for_once(
        self, rung, monkeypatch, django_capture_on_commit_callbacks
    ):
        tries = []

        def away(args, retry):
            tries.append(args)
            raise ConnectionError("no broker")

        monkeypatch.setattr(current_app.tasks["foundation.jobs.tasks.run"], "apply_async", away)
        with django_capture_on_commit_callbacks(execute=True):
            for key in ("a", "b", "c"):
                ask(key=key)
        assert len(tries) == 1

    def test_after_a_while_it_is_rung_again(
        self, rung, monkeypatch, django_capture_on_commit_callbacks
    ):
        bell._unheard_at.append(time.monotonic() - bell._NOT_RUNG_FOR)
        with django_capture_on_commit_callbacks(execute=True):
            ask()
        assert len(rung) == 1

    def test_an_event_rings_for_its_delivery(self, rung, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            outbox.emit("it.happened", number=1)
        assert rung == [("deliver",)]

    def test_the_tasks_do_what_they_are_rung_for(self, done):
        told = []
        outbox.subscribe("it.happened", lambda name, payload: told.append(payload["number"]))
        OutboxEventFactory(name="it.happened", payload={"number": 4})
        tasks.run(ask().pk)
        tasks.deliver()
        assert done == ["a"]
        assert told == [4]


class TestTheReconciler:
    @pytest.fixture(autouse=True)
    def _runs_by_itself(self, monkeypatch):
        """What it rings for is done at once."""
        monkeypatch.setattr(tasks.run, "delay", work.run)

    def test_a_job_whose_bell_was_lost_is_done(self, done):
        ask()
        tasks.reconcile()
        assert done == ["a"]

    def test_a_job_whose_worker_was_killed_is_done(self, done):
        job = leased(timezone.now() - SECOND)
        tasks.reconcile()
        assert done == [job.key]

    def test_a_job_that_somebody_does_is_left_alone(self, done):
        leased(timezone.now() + datetime.timedelta(minutes=1))
        tasks.reconcile()
        assert done == []

    def test_it_rings_for_what_waits_alone(self, monkeypatch):
        rung_for = []
        monkeypatch.setattr(tasks.run, "delay", rung_for.append)
        for state in FINISHED:
            JobFactory(state=state)
        leased(timezone.now() + datetime.timedelta(minutes=1))
        waits = ask()
        tasks.reconcile()
        assert rung_for == [waits.pk]

    def test_an_event_whose_bell_was_lost_is_told(self):
        told = []
        outbox.subscribe("it.happened", lambda name, payload: told.append(payload))
        OutboxEventFactory(name="it.happened", payload={"number": 1})
        tasks.reconcile()
        assert told == [{"number": 1}]

    def test_it_asks_for_the_daily_jobs(self, done):
        work._daily.append("count")
        tasks.reconcile()
        assert done == [f"count:{timezone.localdate()}"]


class TestTelling:
    def test_the_oldest_event_is_told_first(self):
        told = []
        outbox.subscribe("it.happened", lambda name, payload: told.append(payload["number"]))
        for number in (3, 1, 2):
            outbox.emit("it.happened", number=number)
        outbox.deliver_pending()
        assert told == [3, 1, 2]

    def test_a_consumer_hears_only_of_what_it_asked_for(self):
        told = []
        outbox.subscribe("it.happened", lambda name, payload: told.append(name))
        outbox.emit("it.changed", number=1)
        outbox.deliver_pending()
        assert told == []

    def test_an_event_that_nobody_asked_for_is_done_with(self):
        event = outbox.emit("it.changed", number=1)
        assert outbox.deliver_pending() == 1
        event.refresh_from_db()
        assert event.delivered_at is not None

    def test_subscribing_twice_is_subscribing_once(self):
        told = []

        def consumer(name, payload):
            told.append(name)

        outbox.subscribe("it.happened", consumer)
        outbox.subscribe("it.happened", consumer)
        outbox.emit("it.happened", number=1)
        outbox.deliver_pending()
        assert told == ["it.happened"]

    def test_what_a_failing_consumer_wrote_is_taken_back_with_its_delivery(self):
        def writes_and_fails(name, payload):
            JobFactory(key="half")
            raise OSError("half way")

        outbox.subscribe("it.happened", writes_and_fails)
        outbox.emit("it.happened", number=1)
        assert outbox.deliver_pending() == 0
        assert not Job.objects.filter(key="half").exists()
        assert not Delivery.objects.exists()

    def test_who_was_told_is_not_told_again_as_the_other_recovers(self):
        told = []
        fails = [True]

        def steady(name, payload):
            told.append("steady")

        def late(name, payload):
            if fails:
                fails.clear()
                raise OSError("later")
            told.append("late")

        outbox.subscribe("it.happened", steady)
        outbox.subscribe("it.happened", late)
        event = outbox.emit("it.happened", number=1)
        outbox.deliver_pending()
        outbox.deliver_pending()
        event.refresh_from_db()
        assert told == ["steady", "late"]
        assert event.delivered_at is not None

    def test_looking_again_at_something_else_is_no_reason_to_skip(self):
        told = []
        outbox.subscribe(
            "it.changed", lambda name, payload: told.append(payload["entry"]), look_again=True
        )
        outbox.emit("it.changed", entry=1)
        outbox.emit("it.changed", entry=2)
        outbox.deliver_pending()
        assert told == [1, 2]

    def test_a_later_one_that_was_told_already_is_not_waited_for(self):
        told = []
        outbox.subscribe(
            "it.changed", lambda name, payload: told.append(payload["entry"]), look_again=True
        )
        outbox.emit("it.changed", entry=1)
        OutboxEventFactory(name="it.changed", payload={"entry": 1}, delivered_at=timezone.now())
        outbox.deliver_pending()
        assert told == [1]

    def test_an_event_that_was_told_is_not_brought_again(self):
        told = []
        outbox.subscribe("it.happened", lambda name, payload: told.append(name))
        OutboxEventFactory(name="it.happened", delivered_at=timezone.now())
        assert outbox.deliver_pending() == 0
        assert told == []
        assert OutboxEvent.objects.count() == 1


class TestHelpers:
    def test_alone_it_is_one_process(self):
        assert processes() == 1

    def test_with_two_helpers_it_is_three_until_the_block_ends(self):
        with helped(by=2):
            assert processes() == 3
        assert processes() == 1

    def test_a_helper_begins_at_the_other_end(self, done):
        for key in ("a", "b", "c"):
            ask(key=key)
        order = list(Job.objects.waiting().values_list("key", flat=True))
        work.run_waiting(last_first=True)
        assert done == order[::-1]


class TestSteps:
    """Within a chunk: how far it is, whether somebody stopped it, how long it still takes."""

    @pytest.fixture
    def running(self):
        return leased(NOON + MINUTE, takings=3, started_at=NOON)

    def test_a_step_is_written_down(self, running):
        work.step(running, 3, 8)
        running.refresh_from_db()
        assert (running.done, running.total) == (3, 8)

    def test_it_renews_the_lease(self, running, monkeypatch):
        at(NOON, monkeypatch)
        work.step(running, 3, 8)
        running.refresh_from_db()
        assert running.leased_until == NOON + Job.LEASE

    def test_the_next_one_in_the_same_second_is_not(self, running):
        work.step(running, 3, 8)
        work.step(running, 4, 8)
        running.refresh_from_db()
        assert running.done == 3

    def test_a_second_later_it_is(self, running):
        work.step(running, 3, 8)
        running.told_at -= work._TOLD_EACH
        work.step(running, 4, 8)
        running.refresh_from_db()
        assert running.done == 4

    def test_of_a_stopped_job_it_ends_the_chunk(self, running):
        work.cancel(running)
        with pytest.raises(work.Stopped):
            work.step(running, 3, 8)

    def test_of_a_job_that_another_worker_took_since_too(self, running):
        Job.objects.filter(pk=running.pk).update(takings=4)
        with pytest.raises(work.Stopped):
            work.step(running, 3, 8)

    def test_a_stopped_chunk_is_no_fault(self):
        def stopped(job):
            work.cancel(job)
            work.step(job, 1, 2)

        work.handler("count")(stopped)
        job = ask()
        work.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.error) == (Job.State.CANCELLED, "")

    def test_the_worker_that_takes_it_is_counted(self, done):
        job = ask()
        work.run(job.pk)
        job.refresh_from_db()
        assert job.takings == 1

    def test_when_and_with_how_much_done_it_was_taken_is_noted(self, done, monkeypatch):
        at(NOON, monkeypatch)
        job = JobFactory(kind="count", key="a", done=7)
        work.run(job.pk)
        job.refresh_from_db()
        assert (job.started_at, job.done_before) == (NOON, 7)


class TestStoppingAgainstEnding:
    """Whoever comes first."""

    def test_stopping_says_whether_it_did(self):
        assert work.cancel(JobFactory())

    @pytest.mark.parametrize("state", FINISHED)
    def test_what_has_ended_is_not_stopped(self, state):
        job = JobFactory(state=state)
        assert not work.cancel(job)
        job.refresh_from_db()
        assert job.state == state

    def test_a_job_stopped_in_its_last_chunk_stays_stopped(self):
        def last(job):
            work.cancel(job)
            return 1, 1

        work.handler("count")(last)
        job = ask()
        work.run(job.pk)
        job.refresh_from_db()
        assert job.state == Job.State.CANCELLED

    def test_the_reconciler_leaves_a_stopped_job(self, done):
        work.cancel(ask())
        tasks.reconcile()
        work.run_waiting()
        assert done == []

    def test_a_bell_that_comes_late_does_not_wake_it(self, done):
        job = ask()
        work.cancel(job)
        work.run(job.pk)
        assert done == []

    def test_begun_again_it_is_done_by_the_new_worker_alone(self):
        told = []

        def chunk(job):
            told.append(job.takings)
            if job.takings == 1:  # stopped and begun again by another worker, who is not done yet
                work.cancel(job)
                work.take_up_again(job)
                Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, takings=2)
            return 1, 1

        work.handler("count")(chunk)
        job = ask()
        work.run(job.pk)
        job.refresh_from_db()
        assert (job.state, told) == (Job.State.RUNNING, [1])


class TestTimeLeft:
    def left(self, monkeypatch, passed=4, **columns):
        """The words `passed` minutes after it was taken at noon with 10 of 100 done."""
        usual = {"started_at": NOON, "done_before": 10, "done": 50, "total": 100}
        at(NOON + passed * MINUTE, monkeypatch)
        with override("en"):
            return leased(NOON + 9 * MINUTE, **usual | columns).left_in_words

    def test_it_goes_on_at_its_pace(self, monkeypatch):
        assert self.left(monkeypatch) == "about 5 minutes left"  # 40 in 4 minutes, 50 to do

    def test_one_minute(self, monkeypatch):
        assert self.left(monkeypatch, done=82) == "about 1 minute left"

    def test_half_a_minute_is_less_than_one(self, monkeypatch):
        assert self.left(monkeypatch, done=95) == "less than a minute left"

    def test_fifty_nine_minutes_are_minutes(self, monkeypatch):
        assert self.left(monkeypatch, passed=47.2) == "about 59 minutes left"

    def test_sixty_are_an_hour(self, monkeypatch):
        assert self.left(monkeypatch, passed=48) == "about 1 hour left"

    def test_nobody_knows_before_something_is_done(self, monkeypatch):
        assert self.left(monkeypatch, done=10) == ""

    def test_nobody_asks_of_what_waits(self, monkeypatch):
        assert self.left(monkeypatch, state=Job.State.PENDING) == ""

    def test_nor_of_what_nobody_has_taken(self, monkeypatch):
        assert self.left(monkeypatch, started_at=None) == ""

    def test_more_than_all_is_no_time(self, monkeypatch):
        assert self.left(monkeypatch, done=120) == "less than a minute left"
