"""A voter's own ballots: whether each is counted, or what is missing, and how to object."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from competition.models import Edition, Phase
from voting import casting, integrity, objecting, receipts, rules
from voting.models import Ballot, Candidate, Tally, Voter


class State(models.TextChoices):
    """Where a ballot of one's own stands; the words are said to its voter."""

    WAITS = "waits", _("recorded; in the ledger within a minute")
    NOTED = "noted", _("in the ledger; it will be counted")
    ASIDE = "aside", _("set aside until a person has looked")
    COUNTED = "counted", pgettext_lazy("a ballot", "counted")
    NOT_COUNTED = "not_counted", _("set aside, not counted")
    TAKEN_BACK = "taken_back", _("taken back by you")
    STRANGE = "strange", _("does not carry the site's mark")


# Which of them is a fault that the voter should tell, and which says that all is well.
GOOD = {State.WAITS, State.NOTED, State.COUNTED}
OBJECTS = {State.ASIDE, State.NOT_COUNTED, State.STRANGE}


@dataclass(frozen=True)
class Own:
    """A ballot as its voter sees it: never with the work it was given for."""

    receipt: str
    short: str
    state: State
    why: str  # it was set aside; in words
    cast_at: datetime.datetime
    noted: int  # line of the ledger; 0: none yet
    noted_at: datetime.datetime | None
    may_object: bool

    @property
    def variant(self) -> str:
        """How its tag looks."""
        if self.state in GOOD:
            return "good"
        return "alert" if self.state in OBJECTS else "plain"

    @property
    def is_kept(self) -> bool:
        """Its voter has not taken it back."""
        return self.state is not State.TAKEN_BACK


def _state_of(ballot: Ballot, *, is_counted: bool) -> State:
    is_over = ballot.revoked_at is not None
    if not ballot.is_of_the_site or (is_over and not ballot.is_ended_by_the_site):
        return State.STRANGE
    if is_over:
        return State.TAKEN_BACK
    if ballot.quarantined_at is not None:
        return State.NOT_COUNTED if is_counted else State.ASIDE
    if ballot.noted_in is None:
        return State.STRANGE if is_counted else State.WAITS
    return State.COUNTED if is_counted else State.NOTED


def _own(ballot: Ballot, *, is_counted: bool) -> Own:
    state = _state_of(ballot, is_counted=is_counted)
    reason = ballot.quarantine_reason if state in (State.ASIDE, State.NOT_COUNTED) else ""
    return Own(
        receipt=ballot.receipt,
        short=receipts.short(ballot.receipt),
        state=state,
        why=integrity.why(reason) if reason else "",
        cast_at=ballot.cast_at,
        noted=ballot.noted_in.number if ballot.noted_in else 0,
        noted_at=ballot.noted_in.at if ballot.noted_in else None,
        may_object=state is State.ASIDE and not objecting.why_not(ballot),
    )


@dataclass(frozen=True)
class Vote:
    """What a person has done in the vote of one edition."""

    edition: Edition
    closes_at: datetime.datetime | None
    is_running: bool
    is_counted: bool
    ballots: list[Own]  # by receipt: their order says nothing of the works
    rule: str  # for how many works one votes, in words
    missing: int  # works that must still be chosen for any ballot to count
    chosen: list[Candidate]  # none once the vote is over: nobody can be asked to show them

    @property
    def kept(self) -> list[Own]:
        """Those that were not taken back."""
        return [ballot for ballot in self.ballots if ballot.is_kept]

    @property
    def good(self) -> list[Own]:
        """Those that count, or will."""
        return [ballot for ballot in self.ballots if ballot.state in GOOD]

    @property
    def to_object(self) -> list[Own]:
        """Those about which the voter should write."""
        return [ballot for ballot in self.ballots if ballot.state in OBJECTS]


def vote_of(voter: Voter, at: datetime.datetime) -> Vote:
    """The voter's ballots of this edition as they stand at this moment."""
    edition = voter.edition
    is_running = casting.is_running(edition, at)
    is_counted = Tally.objects.filter(edition=edition).exists()
    given = Ballot.objects.filter(voter=voter).select_related("noted_in", "candidate")
    given = given.order_by("receipt")
    kept = sum(ballot.revoked_at is None for ballot in given)
    scheme = edition.scheme
    phase = edition.phase(Phase.Kind.VOTING)
    return Vote(
        edition=edition,
        closes_at=phase.closes_at if phase else None,
        is_running=is_running and not is_counted,
        is_counted=is_counted,
        rule=scheme.ballot_words if scheme else "",
        missing=0 if is_counted else rules.missing(scheme, kept),
        ballots=[_own(ballot, is_counted=is_counted) for ballot in given],
        chosen=list(chosen_by(voter)) if is_running and not is_counted else [],
    )


def chosen_by(voter: Voter) -> QuerySet[Candidate]:
    """The works that a voter has chosen and not taken back, as they are called."""
    given = Ballot.objects.filter(voter=voter, revoked_at=None)
    works = Candidate.objects.standing().filter(pk__in=given.values("candidate"))
    return works.select_related("field", "kind").order_by("title", "code")


def votes_of(person: User, at: datetime.datetime) -> Iterator[Vote]:
    """Those of every edition that still knows whose ballots are whose, the newest first."""
    voters = Voter.objects.filter(user=person, ballots__isnull=False).distinct()
    for voter in voters.select_related("edition").order_by("-edition__year", "-edition__pk"):
        yield vote_of(voter, at)
