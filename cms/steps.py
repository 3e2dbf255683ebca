"""An edition's process as the office sees it: the rooms in order, where each stands, what waits."""

import datetime
from collections.abc import Iterable
from functools import cache
from typing import Protocol, cast

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.models import AwardDecision, Certificate, Ratification, Standing, Unsealing
from competition import clock
from competition.models import Edition, Phase, Publication
from foundation.soft_cache import remembered
from judging.councils import rounds
from judging.models import Judge, Round
from submissions.models import ConsentWithdrawal, Entry, JudgesQuestion, Letter, Sealing
from voting.models import Ballot, Poll, Tally


class WithMilestones(Protocol):
    """An edition as `with_milestones` reads it."""

    pk: int
    slug: str
    deadline: datetime.datetime | None
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
    taken_back: int
    published_at: datetime.datetime | None
    unanswered: int  # letters of entrants
    asked: int  # questions of judges without an answer
    asked_on: datetime.date | None  # the first of them
    unseen: int  # blinded copies that nobody has confirmed
    unsigned: int  # seats


def steps_of(editions: list[Edition]) -> dict[int, list[dict]]:
    """{edition id: [{"title", "url", "state", "todo"}]} in process order; `todo` is empty when
    nothing waits.

    The same number of queries for one edition and for twenty.
    """
    counts = entries_by_status(editions)
    return {
        edition.pk: [
            _dossiers(edition, counts[edition.pk]),
            _judging(edition),
            _voting(edition),
            _awards(edition),
        ]
        for edition in with_milestones(editions)
    }


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
    submission = Phase.objects.filter(kind=Phase.Kind.SUBMISSION, **here)
    of_entry = {"entry__edition": OuterRef("pk")}
    later = Letter.objects.filter(entry=OuterRef("entry"), at__gt=OuterRef("at"), from_office=True)
    letters = Letter.objects.filter(from_office=False, **of_entry).exclude(Exists(later))
    questions = JudgesQuestion.objects.filter(answered_at=None, **of_entry)
    copies = Sealing.objects.filter(
        confirmed_at=None, voided_at=None, version__entry__edition=OuterRef("pk")
    )
    seats = Judge.objects.filter(
        undertaking_at=None, declined_at=None, panel__round__edition=OuterRef("pk")
    )
    return Edition.objects.annotate(
        deadline=Subquery(submission.values("closes_at")[:1]),
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
        unanswered=_count(letters.values("entry__edition")),
        asked=_count(questions.values("entry__edition")),
        asked_on=Subquery(questions.order_by("asked_on").values("asked_on")[:1]),
        unseen=_count(copies.values("version__entry__edition")),
        unsigned=_count(seats.values("panel__round__edition")),
        published_at=Subquery(Publication.objects.filter(**here).values("at")[:1]),
    )


def _count(grouped: QuerySet) -> Coalesce:
    return Coalesce(Subquery(grouped.order_by().annotate(size=Count("pk")).values("size")), 0)


def _step(title: str, url_name: str, edition: WithMilestones, state: str, todo: str = "") -> dict:
    return {
        "title": title,
        "url": reverse(url_name, args=[edition.slug]),
        "state": state,
        "todo": todo,
    }


def _dossiers(edition: WithMilestones, counts: dict[str, int]) -> dict:
    submitted = counts.get("submitted", 0)
    accepted = counts.get("accepted", 0)
    state = _("%(sealed)s sealed, %(accepted)s accepted, %(drafts)s drafts") % {
        "sealed": counts.get("sealed", 0),
        "accepted": accepted,
        "drafts": counts.get("draft", 0),
    }
    todo = []
    if submitted:
        todo.append(
            ngettext("%(count)s dossier to screen", "%(count)s dossiers to screen", submitted)
            % {"count": submitted}
        )
    # Until the deadline entrants may still change what they sent: nothing can be sealed.
    if accepted and (edition.deadline is None or edition.deadline <= clock.now()):
        todo.append(
            ngettext("%(count)s dossier to seal", "%(count)s dossiers to seal", accepted)
            % {"count": accepted}
        )
    if edition.taken_back:
        todo.append(
            ngettext(
                "%(count)s consent taken back", "%(count)s consents taken back", edition.taken_back
            )
            % {"count": edition.taken_back}
        )
    return _step(_("Dossiers"), "entry_queue", edition, state, "; ".join(todo))


def _judging(edition: WithMilestones) -> dict:
    if edition.round_state is None:
        return _step(_("Judging"), "judging_office", edition, _("not begun"))
    state = Round.State(edition.round_state)
    todo = ""
    if state == Round.State.OPEN:
        todo = _missing_sheets(late_sheets(edition.round_id))
    elif state == Round.State.CLOSED:
        todo = _("the ranking is to be frozen")
    return _step(_("Judging"), "judging_office", edition, str(state.label), todo)


def _missing_sheets(late: int) -> str:
    if not late:
        return ""
    return ngettext("%(count)s sheet is missing", "%(count)s sheets are missing", late) % {
        "count": late
    }


def late_sheets(round_id: int) -> int:
    """How many sheets are missing; at most a minute old, since counting walks over every sheet of
    the round.
    """
    return remembered(f"late:{round_id}", lambda: rounds.late_assignments(round_id).count(), 60)


def _voting(edition: WithMilestones) -> dict:
    if edition.tallied:
        return _step(_("Public vote"), "voting_office", edition, _("counted"))
    todo = ""
    if edition.aside:
        todo = ngettext(
            "%(count)s ballot set aside", "%(count)s ballots set aside", edition.aside
        ) % {"count": edition.aside}
    state = _("open") if edition.polled else _("not begun")
    return _step(_("Public vote"), "voting_office", edition, state, todo)


def _awards(edition: WithMilestones) -> dict:
    state, todo = _state_of_awards(edition)
    return _step(_("Results and certificates"), "awards_office", edition, state, todo)


def _state_of_awards(edition: WithMilestones) -> tuple[str, str]:
    """(where the results stand, what is next), from the last milestone backwards."""
    if edition.decision and edition.certificates:
        return _("%(count)s certificates") % {"count": edition.certificates}, ""
    if edition.decision:
        decided = _("Decision %(number)s") % {"number": edition.decision}
        return decided, _("announce and issue the certificates")
    if not edition.stands:
        return _("not begun"), ""
    if edition.ratified:
        return _("standing computed"), _("enter the decision")
    if edition.opened:
        return _("standing computed"), _("the committee's vote")
    return _("standing computed"), _("open the seals")
