"""Where ballots came from, and who gave them, is forgotten a published number of days after the
announcement's phase, within which complaints are made. The count stays.
"""

import datetime

from django.db import transaction
from django.db.models import Max, Q

from competition import clock
from competition.models import Edition
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.ledger import chain
from voting.models import Ballot, Voter

DAYS = 30  # after the last phase of the timetable; the page of the vote says so


def day_of(edition: Edition) -> datetime.datetime | None:
    """From when on the ballots of an edition are nobody's; None while it has no timetable."""
    last = edition.phases.aggregate(last=Max("closes_at"))["last"]
    return last + datetime.timedelta(days=DAYS) if last else None


@transaction.atomic
def forget_networks(*, edition: Edition, at: datetime.datetime) -> int:
    """Empty the networks of an edition's ballots; of how many. Nothing before the vote is counted,
    or while complaints may still be made.
    """
    day = day_of(edition)
    if day is None or at < day:
        return 0
    known = Ballot.objects.filter(candidate__edition=edition).exclude(network="")
    forgotten = known.update(network="")
    if forgotten:
        chain.append(edition.chain, "ballots.networks_forgotten", {"count": forgotten}, at=at)
    return forgotten


@transaction.atomic
def forget_voters(*, edition: Edition, at: datetime.datetime) -> int:
    """Nothing leads any more from a ballot of an edition to a person; of how many voters. Nothing
    before the vote is counted, or while complaints may still be made.

    All of an edition in one moment, and no table says in which order: a voter that was forgotten
    alone would be whoever's account was erased on that day.
    """
    day = day_of(edition)
    if day is None or at < day:
        return 0
    known = Voter.objects.filter(edition=edition, edition__tally__isnull=False, user__isnull=False)
    forgotten = known.update(user=None)
    if forgotten:
        chain.append(edition.chain, "ballots.voters_forgotten", {"count": forgotten}, at=at)
    return forgotten


@work.daily("forget_networks")
def forget(job: Job) -> tuple[int, int]:
    """Every edition whose vote is counted and whose days are over."""
    counted = Edition.objects.filter(tally__isnull=False)
    networks = Ballot.objects.exclude(network="").values("candidate__edition")
    people = Voter.objects.filter(user__isnull=False).values("edition")
    for edition in counted.filter(Q(pk__in=networks) | Q(pk__in=people)):
        forget_networks(edition=edition, at=clock.now())
        forget_voters(edition=edition, at=clock.now())
    return 1, 1
