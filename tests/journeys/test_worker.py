"""A real worker is killed in the middle of a batch; nothing is lost and nothing is doubled."""

import time

import pytest

from tests.journeys.in_site import certificates

pytestmark = [pytest.mark.browser, pytest.mark.servers]
SLOW = "tests.journeys.in_site.slow_certificates"


def progress_once(site, reached, seconds: float) -> dict:
    """How far the batch is when it has reached that, or when the time is over."""
    until = time.monotonic() + seconds
    batch = site.call(certificates.progress)
    while not reached(batch) and time.monotonic() < until:
        time.sleep(0.5)
        batch = site.call(certificates.progress)
    return batch


def test_kill_9_of_the_worker_during_a_batch_loses_and_doubles_nothing(site):
    """The worker is killed in its third chunk of two, at the second file: neither certificate of it
    has its file, and the job has noted neither.
    """
    whole_chunks = certificates.STUCK_AT - certificates.CHUNK
    site.kill_worker()
    site.start_worker(SLOW)
    total = site.call(certificates.begin_again)
    assert progress_once(site, lambda batch: batch["is_stuck"], seconds=90)["is_stuck"]
    site.kill_worker()
    killed = site.call(certificates.progress)
    assert killed["state"] == "running"
    assert len(killed["files"]) == whole_chunks
    assert killed["done"] == whole_chunks
    assert 0 < killed["done"] < total
    site.call(certificates.let_the_lease_run_out)  # two minutes pass
    site.start_worker()
    batch = progress_once(  # the reconciler rings again within 20 s
        site, lambda batch: batch["state"] == "done", seconds=120
    )
    assert batch["state"] == "done"
    assert batch["done"] == total
    assert len(batch["files"]) == total
    assert batch["rows"] == total
    assert batch["serials"] == total
    # What was stored before is not made again.
    assert killed["files"].items() <= batch["files"].items()
