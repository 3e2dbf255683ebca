"""A draft as a list of tasks: what is done, what is missing, about how long the rest takes, until
when.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competition.dossiers import form_of
from competition.models import Edition, Question
from foundation.vietnamese.templatetags.vietnamese import score
from submissions.models import Entry
from submissions.writing.checklist import STEPS, Missing, missing, step_title

# About how long a step takes somebody who has the papers at hand; rounded to five where it is said.
MINUTES = {"general": 5, "authors": 5, "files": 5}
A_QUESTION = 4
REVIEWING = 3


@dataclass(frozen=True)
class Task:
    """One step of the dossier; `said` is what stands in it so far, in one line."""

    step: str
    title: str
    items: list[Missing]
    said: str


@dataclass(frozen=True)
class TaskList:
    """The steps of a draft; `until` is None where nothing sets an end, `days` may be negative."""

    tasks: list[Task]
    minutes: int
    until: datetime.datetime | datetime.date | None
    days: int | None

    @property
    def left(self) -> list[Task]:
        """The steps that lack something."""
        return [task for task in self.tasks if task.items]

    @property
    def done(self) -> int:
        """How many steps lack nothing."""
        return len(self.tasks) - len(self.left)

    @property
    def next(self) -> Task | None:
        """The first step that lacks something."""
        return next(iter(self.left), None)

    @property
    def is_complete(self) -> bool:
        """Nothing is missing: the dossier may be sent."""
        return not self.left


def task_list(entry: Entry, *, due: datetime.date | None, at: datetime.datetime) -> TaskList:
    """The list of a draft; `due` is the day that a request for changes has set."""
    items = missing(entry)
    tasks = []
    for step in STEPS:
        lacking = [item for item in items if item.step == step]
        tasks.append(Task(step, step_title(step), lacking, SAID[step](entry)))
    left = [task.step for task in tasks if task.items]
    submission = entry.edition.phase("submission")
    until = due or (submission.closes_at if submission else None)
    day = until
    if isinstance(until, datetime.datetime):
        day = localdate(until)
    days = (day - localdate(at)).days if day else None
    return TaskList(tasks, minutes_of(entry.edition, entry.kind_id, left), until, days)


def minutes_of(edition: Edition, kind_id: int | None, steps: list[str]) -> int:
    """About how long these steps and the last look take, in minutes, rounded up to five."""
    asked = form_of(edition, kind_id)
    questions = sum(question.type != Question.Type.FILE for question in asked)
    by_step = MINUTES | {"content": A_QUESTION * questions}
    minutes = sum(by_step[step] for step in steps) + REVIEWING
    return -(-minutes // 5) * 5


def _general(entry: Entry) -> str:
    parts = [entry.kind, entry.field, entry.unit]
    return ", ".join(str(part) for part in parts if part)


def _authors(entry: Entry) -> str:
    authors = [f"{author.full_name} {score(author.share)} %" for author in entry.authors.all()]
    return ", ".join(authors)


def _content(entry: Entry) -> str:
    written = [answer for answer in entry.answers.values() if isinstance(answer, str)]
    words = sum(len(answer.split()) for answer in written)
    if not words:
        return ""
    counted = number_format(words, force_grouping=True)
    return ngettext("%(count)s word", "%(count)s words", words) % {"count": counted}


def _files(entry: Entry) -> str:
    sizes = [file.blob.size for file in entry.attachments.all()]
    if not sizes:
        return ""
    count = ngettext("%(count)s file", "%(count)s files", len(sizes)) % {"count": len(sizes)}
    return _("%(files)s, %(size)s") % {"files": count, "size": filesizeformat(sum(sizes))}


SAID: dict[str, Callable[[Entry], str]] = {
    "general": _general,
    "authors": _authors,
    "content": _content,
    "files": _files,
}
