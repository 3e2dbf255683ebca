"""A real worker is killed in the middle of a batch; nothing is lost and nothing is doubled."""

import time

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.servers]

PREPARE = """
from awards.models import Certificate
from awards.certificates import issue
from foundation.jobs.models import Job
from foundation.jobs import bell, work
job = Job.objects.filter(kind='issue_certificates').earliest('pk')
ids = list(Certificate.objects.filter(award__decision=job.params['decision']).values_list('pk', flat=True))
Certificate.objects.filter(pk__in=ids).update(pdf=None)
Job.objects.filter(pk=job.pk).update(state='pending', done=0, leased_until=None, finished_at=None, attempts=0)
from foundation.jobs import tasks
tasks.run.apply_async(args=[job.pk])
print(json.dumps(len(ids)))
"""
LOOK = """
from awards.models import Certificate
from foundation.jobs.models import Job
job = Job.objects.filter(kind='issue_certificates').earliest('pk')
rows = Certificate.objects.filter(award__decision=job.params['decision'])
print(json.dumps([job.state, rows.exclude(pdf=None).count(), rows.count(), rows.values('serial').distinct().count()]))
"""
RUN_OUT = (
    "from foundation.jobs.models import "
    "Job\nJob.objects.filter(kind='issue_certificates').update(leased_until=None)\nprint('1')"
)


def test_kill_9_of_the_worker_during_a_batch_loses_and_doubles_nothing(site):
    total = site.python(PREPARE)
    for _ in range(200):  # strike while the job is leased
        state, done, _rows, _serials = site.python(LOOK)
        if state == "running" or done:
            break
        time.sleep(0.05)
    site.kill_worker()
    site.python(RUN_OUT)  # two minutes pass: the dead worker's lease runs out
    site.start_worker()
    for _ in range(120):  # the reconciler rings again within 20 s
        state, done, rows, serials = site.python(LOOK)
        if state == "done":
            break
        time.sleep(0.5)
    assert (state, done, rows, serials) == ("done", total, total, total)
