"""What waits for the office in one edition: how much, until when, whose, and where it is done."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import User
from cms.workbench.milestones import WithMilestones
from cms.workbench.rail import Rail, Step
from competition import joint_requests
from competition.models import Edition, JointRequest
from foundation.vietnamese.calendar import add_working_days
from submissions.models import Entry, EntryVersion
from submissions.office import entry_list

WEEK = datetime.timedelta(days=7)


@dataclass
class Task:
    """Some things of one kind. `due`: the last day for the first of them."""

    count: int
    title: str
    address: str
    button: str
    due: datetime.date | None = None
    is_mine: bool = False
    detail: str = ""


@dataclass
class Group:
    """Tasks that are due at about the same time."""

    name: str
    label: str
    tasks: list[Task]


def tasks_of(
    rail: Rail, edition: Edition, joint: list[JointRequest], user: User, now: datetime.datetime
) -> list[Task]:
    """Everything that waits in the edition; for the team, and marked where it is this person's.

    `joint`: what waits for this person as the second one.
    """
    return [
        *_dossiers(edition, user, localdate(now)),
        *_counted(rail.milestones, edition),
        *_joint(edition, joint),
        *_of_steps(rail.later),
    ]


def grouped(tasks: list[Task], now: datetime.datetime) -> list[Group]:
    """Overdue, today, this week, later: without those in which nothing waits."""
    today = localdate(now)
    groups = [
        Group("late", _("Overdue"), []),
        Group("today", _("Due today"), []),
        Group("week", _("Within a week"), []),
        Group("later", _("Without a date, or later"), []),
    ]
    for task in sorted(tasks, key=_by_due):
        groups[_place(task.due, today)].tasks.append(task)
    return [group for group in groups if group.tasks]


def _by_due(task: Task) -> tuple[bool, datetime.date]:
    return (True, datetime.date.max) if task.due is None else (False, task.due)


def _place(due: datetime.date | None, today: datetime.date) -> int:
    if due is None or due > today + WEEK:
        return 3
    if due < today:
        return 0
    return 1 if due == today else 2


def _dossiers(edition: Edition, user: User, today: datetime.date) -> list[Task]:
    """The dossiers to screen, by the day on which the decision is due."""
    versions = EntryVersion.objects.filter(entry=OuterRef("pk")).order_by("-number")
    rows = (
        Entry.objects.in_edition(edition)
        .filter(status=Entry.Status.SUBMITTED)
        .annotate(sent_on=TruncDate(Subquery(versions.values("submitted_at")[:1])))
        .order_by()
        .values_list("sent_on", "handling__handler")
        .annotate(Count("pk"))
    )
    counts: dict[tuple[bool, int], int] = {}
    dues: dict[tuple[bool, int], datetime.date] = {}
    for sent_on, handler, count in rows:
        due = add_working_days(sent_on, edition.screening_days) if sent_on else today
        key = (handler == user.pk, _place(due, today))
        counts[key] = counts.get(key, 0) + count
        dues[key] = min(due, dues.get(key, due))
    return [
        Task(
            count,
            ngettext("dossier to screen", "dossiers to screen", count),
            _queue(edition, user if is_mine else None, is_late=place == 0),
            _("Screen"),
            dues[is_mine, place],
            is_mine,
        )
        for (is_mine, place), count in counts.items()
    ]


def _queue(edition: Edition, handler: User | None, *, is_late: bool) -> str:
    query = f"?trang-thai={Entry.Status.SUBMITTED}"
    if is_late:
        query += "&han=tre"
    if handler:
        query += f"&nguoi={handler.pk}"
    return reverse("entry_queue", args=[edition.slug]) + query


def _counted(waiting: WithMilestones, edition: Edition) -> list[Task]:
    """What is counted with the milestones; each leads to a list of those alone."""
    tasks = [*_asked_of_us(waiting, edition), *_unfinished(waiting, edition)]
    return [task for task in tasks if task.count]


def _asked_of_us(waiting: WithMilestones, edition: Edition) -> list[Task]:
    """Letters, questions and complaints without an answer, consents to be ended."""
    queue = reverse("entry_queue", args=[edition.slug])
    answer_by = None
    if waiting.asked_on:
        answer_by = add_working_days(waiting.asked_on, edition.answer_days)
    return [
        Task(
            waiting.unanswered,
            ngettext(
                "letter of an entrant without an answer",
                "letters of entrants without an answer",
                waiting.unanswered,
            ),
            f"{queue}?han={entry_list.UNANSWERED}",
            _("Answer"),
        ),
        Task(
            waiting.written,
            ngettext(
                "petition or complaint without an answer",
                "petitions or complaints without an answer",
                waiting.written,
            ),
            reverse("complaints_office", args=[edition.slug]),
            _("Answer"),
            waiting.written_due,
        ),
        Task(
            waiting.taken_back,
            ngettext(
                "consent taken back, to be carried out",
                "consents taken back, to be carried out",
                waiting.taken_back,
            ),
            f"{queue}?han={entry_list.TAKEN_BACK}",
            _("Carry out"),
            waiting.taken_back_due,
        ),
        Task(
            waiting.asked,
            ngettext(
                "question of a judge without an answer",
                "questions of judges without an answer",
                waiting.asked,
            ),
            f"{queue}?han={entry_list.ASKED}",
            _("Answer"),
            answer_by,
        ),
    ]


def _unfinished(waiting: WithMilestones, edition: Edition) -> list[Task]:
    """Copies that nobody has confirmed, unsigned seats."""
    queue = reverse("entry_queue", args=[edition.slug])
    return [
        Task(
            waiting.unseen,
            ngettext("blinded copy to look at", "blinded copies to look at", waiting.unseen),
            f"{queue}?han={entry_list.UNSEEN}",
            _("Look at them"),
        ),
        Task(
            waiting.unsigned,
            ngettext(
                "judge has not signed the undertaking",
                "judges have not signed the undertaking",
                waiting.unsigned,
            ),
            reverse("judging_office", args=[edition.slug]),
            _("See who"),
        ),
    ]


def _joint(edition: Edition, waiting: list[JointRequest]) -> list[Task]:
    """What waits for a second person, who may be this one."""
    return [
        Task(
            1,
            str(joint_requests.label_of(joint.kind)),
            joint.get_absolute_url(),
            _("Decide"),
            localdate(joint.expires_at),
            is_mine=True,
            detail=_("asked by %(name)s") % {"name": joint.asked_by},
        )
        for joint in waiting
        if joint.edition_id == edition.pk
    ]


def _of_steps(steps: list[Step]) -> list[Task]:
    """What the later steps wait for; dossiers are told above, by their days."""
    return [
        Task(
            step.waits,
            step.title,
            step.address,
            pgettext("a page", "Open"),
            detail="; ".join(step.warnings),
        )
        for step in steps
    ]
