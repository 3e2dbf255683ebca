"""Where ballots came from is forgotten a published number of days after the announcement's phase,
within which complaints are made. The count stays.
"""

import datetime

from django.db import transaction
from django.db.models import Max

from competition import clock
from competition.models import Edition
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.ledger import chain
from voting.models import Ballot

DAYS = 30  # after the last phase of the timetable; the page of the vote says so


@transaction.atomic
def forget_networks(*, edition: Edition, at: datetime.datetime) -> int:
    """Empty the networks of an edition's ballots; of how many. Nothing before the vote is counted,
    or while complaints may still be made.
    """
    last = edition.phases.aggregate(last=Max("closes_at"))["last"]
    if last is None or at < last + datetime.timedelta(days=DAYS):
        return 0
    known = Ballot.objects.filter(candidate__edition=edition).exclude(network="")
    forgotten = known.update(network="")
    if forgotten:
        chain.append(edition.chain, "ballots.networks_forgotten", {"count": forgotten}, at=at)
    return forgotten


@work.daily("forget_networks")
def forget(job: Job) -> tuple[int, int]:
    """Every edition whose vote is counted and whose days are over."""
    counted = Edition.objects.filter(tally__isnull=False)
    remembered = Ballot.objects.exclude(network="").values("candidate__edition")
    for edition in counted.filter(pk__in=remembered):
        forget_networks(edition=edition, at=clock.now())
    return 1, 1
