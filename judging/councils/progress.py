"""How far the sheets are: of a person, of judges, of a panel's entries."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from judging.councils import rounds
from judging.models import Assignment, BlindedEntry, Judge, Panel, Round, Scoresheet

_CONFIRMED = Q(state=Assignment.State.CONFIRMED)
_LOCKED = _CONFIRMED & Q(sheet__state=Scoresheet.State.LOCKED)


@dataclass(frozen=True)
class Tally:
    """How many sheets are proposed, confirmed and locked."""

    proposed: int = 0
    confirmed: int = 0
    locked: int = 0

    @property
    def missing(self) -> int:
        """Confirmed and not locked."""
        return self.confirmed - self.locked


def of_judges(judges: Iterable[Judge]) -> dict[int, Tally]:
    """{judge's id: sheets of entries that are still in the contest}; a judge without any is
    absent.
    """
    counted = (
        Assignment.objects.filter(judge__in=judges, blinded_entry__withdrawn_at=None)
        .values("judge")
        .annotate(
            proposed=Count("pk", filter=Q(state=Assignment.State.PROPOSED)),
            confirmed=Count("pk", filter=_CONFIRMED),
            locked=Count("pk", filter=_LOCKED),
        )
    )
    return {
        row["judge"]: Tally(row["proposed"], row["confirmed"], row["locked"]) for row in counted
    }


def of_entries(panel: Panel) -> QuerySet[BlindedEntry]:
    """The entries of a panel by code, with `total` and `locked`: their sheets of this panel."""
    confirmed = Assignment.objects.filter(
        judge__panel=panel, state=Assignment.State.CONFIRMED, blinded_entry=OuterRef("pk")
    )
    locked = confirmed.filter(sheet__state=Scoresheet.State.LOCKED)
    entries = BlindedEntry.objects.countable().of_panel(panel)
    return entries.annotate(total=_number(confirmed), locked=_number(locked)).order_by("code")


def _number(assignments: QuerySet[Assignment]) -> Coalesce:
    """How many of these an entry has; counted for the entries that are shown alone."""
    by_entry = assignments.order_by().values("blinded_entry").annotate(number=Count("pk"))
    return Coalesce(Subquery(by_entry.values("number")), 0)


def proposed_in(judging_round: Round) -> QuerySet[Assignment]:
    """The sheets of a round that are proposed and wait to be confirmed."""
    return Assignment.objects.filter(
        judge__panel__round=judging_round, state=Assignment.State.PROPOSED
    )


def work_of(user: User) -> QuerySet[Assignment]:
    """A judge's own assignments with all that a sheet shows, no name of an entrant among it."""
    return Assignment.objects.assigned_to(user).select_related(
        "blinded_entry__field",
        "judge__panel__round__edition",
        "judge__panel__round__scheme",
        "sheet",
    )


@dataclass(frozen=True)
class Task:
    """An assignment of a judge with the state of its sheet: "todo", "draft" or "locked"."""

    assignment: Assignment
    state: str

    @property
    def is_locked(self) -> bool:
        return self.state == Scoresheet.State.LOCKED


@dataclass
class PanelQueue:
    """What a judge has to score on one panel, in the order of the own list."""

    panel: Panel
    seat: int
    tasks: list[Task] = field(default_factory=list)

    @property
    def locked(self) -> int:
        return sum(task.is_locked for task in self.tasks)

    @property
    def next(self) -> Assignment | None:
        """The first sheet that is not locked."""
        for task in self.tasks:
            if not task.is_locked:
                return task.assignment
        return None

    @property
    def is_past(self) -> bool:
        """The round is over: nothing of it waits."""
        return self.panel.round.is_over

    @property
    def closes_at(self) -> datetime.datetime | None:
        return rounds.closes_at(self.panel.round)


def queues_of(user: User) -> list[PanelQueue]:
    """A judge's assignments, panel by panel."""
    queues: dict[int, PanelQueue] = {}
    for assignment in work_of(user).order_by("judge__panel", "place", "pk"):
        panel = assignment.judge.panel
        sheet = getattr(assignment, "sheet", None)
        queue = queues.setdefault(panel.pk, PanelQueue(panel, assignment.judge_id))
        queue.tasks.append(Task(assignment, sheet.state if sheet else "todo"))
    return list(queues.values())


def of_person(user: User, panel: Panel) -> dict[str, int]:
    """{"total", "locked"}: a judge's own sheets on a panel."""
    mine = Assignment.objects.assigned_to(user).filter(judge__panel=panel)
    is_locked = Q(sheet__state=Scoresheet.State.LOCKED)
    return mine.aggregate(total=Count("pk"), locked=Count("pk", filter=is_locked))


def waiting_of(user: User) -> QuerySet[Assignment]:
    """A judge's assignments whose sheet is not locked."""
    return Assignment.objects.assigned_to(user).exclude(sheet__state=Scoresheet.State.LOCKED)


def next_of(user: User, assignment: Assignment) -> Assignment | None:
    """What the judge scores after this one: the next of the same list, otherwise the first that
    waits.
    """
    waiting = waiting_of(user).exclude(pk=assignment.pk).order_by("place")
    later = waiting.filter(judge=assignment.judge, place__gt=assignment.place)
    return later.first() or waiting.first()
