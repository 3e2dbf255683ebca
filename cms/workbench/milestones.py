"""What the steps of an edition are told from: milestones and counts, in one query for all."""

import datetime
from collections.abc import Iterable
from functools import cache
from typing import Protocol, cast

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from awards.models import (
    AwardDecision,
    Certificate,
    Complaint,
    Ratification,
    Standing,
    Unsealing,
)
from competition.models import Edition, Publication
from foundation.soft_cache import remembered
from judging.councils import rounds
from judging.models import Judge, Round
from submissions.models import ConsentWithdrawal, Entry, JudgesQuestion, Letter, Sealing
from voting.models import Ballot, Poll, Tally


class WithMilestones(Protocol):
    """An edition as `with_milestones` reads it."""

    pk: int
    slug: str
    round_id: int
    round_state: str | None
    polled: bool
    tallied: bool
    aside: int
    stands: bool
    opened: bool
    ratified: bool
    decision: str | None
    certificates: int
    taken_back: int  # consents, to be carried out
    taken_back_due: datetime.date | None  # the first of them
    published_at: datetime.datetime | None
    unanswered: int  # letters of entrants
    asked: int  # questions of judges without an answer
    asked_on: datetime.date | None  # the first of them
    unseen: int  # blinded copies that nobody has confirmed
    unsigned: int  # seats
    written: int  # petitions and complaints that the office answers
    written_due: datetime.date | None  # the first of them


def entries_by_status(editions: list[Edition]) -> dict[int, dict[str, int]]:
    """{edition id: {status: how many dossiers}}."""
    counts: dict[int, dict[str, int]] = {edition.pk: {} for edition in editions}
    rows = (
        Entry.objects.filter(edition__in=editions)
        .order_by()
        .values_list("edition", "status")
        .annotate(Count("pk"))
    )
    for edition_id, status, count in rows:
        counts[edition_id][status] = count
    return counts


def with_milestones(editions: list[Edition]) -> Iterable[WithMilestones]:
    """The editions with what the steps ask of the rooms below, in one query."""
    rows = _milestones().filter(pk__in=[edition.pk for edition in editions])
    return cast(Iterable[WithMilestones], rows)


@cache
def _milestones() -> QuerySet[Edition]:
    """Every edition with its milestones, never asked as it is: ten subqueries take longer to put
    together than to answer.
    """
    here = {"edition": OuterRef("pk")}
    last_round = Round.objects.filter(**here).order_by("-order")
    decisions = AwardDecision.objects.filter(superseded_by=None, **here)
    certificates = Certificate.objects.filter(
        award__decision__edition=OuterRef("pk"), award__decision__superseded_by=None
    ).exclude(pdf=None)
    aside = Ballot.objects.set_aside().filter(candidate__edition=OuterRef("pk"))
    unsealings = Unsealing.objects.filter(standing__edition=OuterRef("pk"))
    ratifications = Ratification.objects.filter(standing__edition=OuterRef("pk"))
    taken_back = ConsentWithdrawal.objects.filter(entry__edition=OuterRef("pk"), done_at=None)
    of_entry = {"entry__edition": OuterRef("pk")}
    later = Letter.objects.filter(entry=OuterRef("entry"), at__gt=OuterRef("at"), from_office=True)
    letters = Letter.objects.filter(from_office=False, **of_entry).exclude(Exists(later))
    questions = JudgesQuestion.objects.filter(answered_at=None, **of_entry)
    copies = Sealing.objects.filter(
        confirmed_at=None, voided_at=None, version__entry__edition=OuterRef("pk")
    )
    written = Complaint.objects.for_the_office().open().filter(**here)
    seats = Judge.objects.filter(
        undertaking_at=None, declined_at=None, panel__round__edition=OuterRef("pk")
    )
    return Edition.objects.annotate(
        round_id=Subquery(last_round.values("pk")[:1]),
        round_state=Subquery(last_round.values("state")[:1]),
        polled=Exists(Poll.objects.filter(**here)),
        tallied=Exists(Tally.objects.filter(**here)),
        aside=_count(aside.values("candidate__edition")),
        stands=Exists(Standing.objects.filter(**here)),
        opened=Exists(unsealings),
        ratified=Exists(ratifications.exclude(closed_at=None)),
        decision=Subquery(decisions.values("number")[:1]),
        certificates=_count(certificates.values("award__decision__edition")),
        taken_back=_count(taken_back.values("entry__edition")),
        taken_back_due=Subquery(taken_back.order_by("due").values("due")[:1]),
        unanswered=_count(letters.values("entry__edition")),
        asked=_count(questions.values("entry__edition")),
        asked_on=Subquery(questions.order_by("asked_on").values("asked_on")[:1]),
        unseen=_count(copies.values("version__entry__edition")),
        unsigned=_count(seats.values("panel__round__edition")),
        written=_count(written.values("edition")),
        written_due=Subquery(written.order_by("due").values("due")[:1]),
        published_at=Subquery(Publication.objects.filter(**here).values("at")[:1]),
    )


def _count(grouped: QuerySet) -> Coalesce:
    return Coalesce(Subquery(grouped.order_by().annotate(size=Count("pk")).values("size")), 0)


def late_sheets(round_id: int) -> int:
    """How many sheets are missing; at most a minute old, since counting walks over every sheet of
    the round.
    """
    return remembered(f"late:{round_id}", lambda: rounds.late_assignments(round_id).count(), 60)
