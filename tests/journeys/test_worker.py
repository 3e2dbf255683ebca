"""A real worker is killed in the middle of a batch; nothing is lost and nothing is doubled."""

import time

import pytest

from tests.journeys.in_site import certificates

pytestmark = [pytest.mark.browser, pytest.mark.servers]


def test_kill_9_of_the_worker_during_a_batch_loses_and_doubles_nothing(site):
    total = site.call(certificates.begin_again)
    for _ in range(200):  # strike while the job is leased
        batch = site.call(certificates.progress)
        if batch["state"] == "running" or batch["drawn"]:
            break
        time.sleep(0.05)
    site.kill_worker()
    site.call(certificates.let_the_lease_run_out)  # two minutes pass
    site.start_worker()
    for _ in range(120):  # the reconciler rings again within 20 s
        batch = site.call(certificates.progress)
        if batch["state"] == "done":
            break
        time.sleep(0.5)
    assert batch["state"] == "done"
    assert batch["drawn"] == total
    assert batch["rows"] == total
    assert batch["serials"] == total
