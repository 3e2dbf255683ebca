"""Voters are told when ballots of theirs are set aside, and what was ruled; never of which work.
The worker writes: a burst may be of thousands.
"""

import datetime

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from competition.models import Edition
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.notifications import post
from voting.models import Ballot, BallotQuerySet, ClusterRuling


def _voters_of(ballots: BallotQuerySet) -> QuerySet[User]:
    """Whose ballots these are, each person once."""
    return User.objects.filter(voters__ballots__in=ballots.values("pk")).distinct().order_by("pk")


def set_aside(edition: Edition, *, at: datetime.datetime, event: int) -> None:
    """Some ballots stand aside since this line of the ledger; their voters may object."""
    about = {"edition": edition.pk, "event": event, "at": at.isoformat()}
    work.ask("tell_set_aside", key=f"tell-set-aside:{edition.pk}:{event}", params=about)


def ruled(ruling: ClusterRuling) -> None:
    """Two people have ruled on a cluster; its voters hear of it."""
    work.ask("tell_ruled", key=f"tell-ruled:{ruling.pk}", params={"ruling": ruling.pk})


@work.handler("tell_set_aside")
def tell_set_aside(job: Job) -> tuple[int, int]:
    """Each voter once. No number of them is kept with the job."""
    edition = Edition.objects.get(pk=job.params["edition"])
    at = datetime.datetime.fromisoformat(job.params["at"])
    ballots = Ballot.objects.filter(candidate__edition=edition, quarantined_at=at)
    for voter in _voters_of(ballots).iterator(chunk_size=500):
        key = f"ballots-aside:{edition.pk}:{job.params['event']}:{voter.pk}"
        words = {"edition": edition}
        post.tell(voter, "ballots_set_aside", words, key=key, link=reverse("my_ballots"))
        work.step(job, 0, 1)
    return 1, 1


@work.handler("tell_ruled")
def tell_ruled(job: Job) -> tuple[int, int]:
    """Each voter of the cluster once; no number of them is kept with the job."""
    ruling = ClusterRuling.objects.select_related("joint__edition").get(pk=job.params["ruling"])
    words = {"edition": ruling.joint.edition, "counts": ruling.counts}
    for voter in _voters_of(Ballot.objects.filter(ruling=ruling)).iterator(chunk_size=500):
        key = f"ballots-ruled:{ruling.pk}:{voter.pk}"
        post.tell(voter, "ballots_ruled", words, key=key, link=reverse("my_ballots"))
        work.step(job, 0, 1)
    return 1, 1
