"""Voters are told when ballots of theirs are set aside, and what was ruled; never of which work."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from competition.models import Edition
from foundation.notifications import post
from voting.models import ClusterRuling


def _voters_of(ballots: Collection[int]) -> QuerySet[User]:
    """Whose ballots these are, each person once."""
    return User.objects.filter(voters__ballots__in=ballots).distinct()


def set_aside(edition: Edition, ballots: Collection[int], *, event: int) -> None:
    """Some ballots stand aside since this line of the ledger; their voters may object."""
    for voter in _voters_of(ballots):
        key = f"ballots-aside:{edition.pk}:{event}:{voter.pk}"
        words = {"edition": edition}
        post.tell(voter, "ballots_set_aside", words, key=key, link=reverse("my_ballots"))


def ruled(edition: Edition, ruling: ClusterRuling, ballots: Collection[int]) -> None:
    """Two people have ruled on their cluster."""
    for voter in _voters_of(ballots):
        key = f"ballots-ruled:{ruling.pk}:{voter.pk}"
        words = {"edition": edition, "counts": ruling.counts}
        post.tell(voter, "ballots_ruled", words, key=key, link=reverse("my_ballots"))
