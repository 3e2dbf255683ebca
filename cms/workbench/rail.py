"""The nine steps of an edition, as the office goes through them: where each stands, what waits."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms.workbench.milestones import WithMilestones
from competition.models import Phase
from judging.models import Round
from submissions.models import Entry

Status = Entry.Status
SENT = [value for value in Status.values if value != Status.DRAFT]
PASSED = [Status.ACCEPTED, Status.SEALED]


class State(StrEnum):
    """Where a step stands."""

    DONE = "done"
    OPEN = "open"
    AHEAD = "ahead"


@dataclass
class Standing:
    """What the steps are told from: milestones, dossiers by status, phases by kind, the moment."""

    edition: WithMilestones
    counts: dict[str, int]
    phases: dict[str, Phase]
    late_sheets: int
    now: datetime.datetime

    def count(self, *states: str) -> int:
        return sum(self.counts.get(state, 0) for state in states)

    def state_of(self, kind: str) -> State:
        """By the timetable alone."""
        phase = self.phases.get(kind)
        if phase is None or self.now < phase.opens_at:
            return State.AHEAD
        return State.OPEN if self.now < phase.closes_at else State.DONE


SCREENING = 3  # the number of its step
SEALING = 4


@dataclass
class Step:
    """One step. `figure`: (how many, of how many or "", what); `waits`: how many wait for the
    office here.
    """

    number: int
    title: str
    address: str
    state: State
    when: str = ""
    figure: tuple[int | str, int | str, str] | None = None
    waits: int = 0
    warnings: list[str] = field(default_factory=list)


@dataclass
class Rail:
    """The steps of an edition in the order of the process, and what they were told from."""

    milestones: WithMilestones
    steps: list[Step]

    @property
    def later(self) -> list[Step]:
        """The steps in which something waits that is told as it stands: what the earlier ones wait
        for is told by its days, or by what it is.
        """
        return [step for step in self.steps[SEALING:] if step.waits]

    @property
    def waits(self) -> int:
        """How much waits for the office: all its tasks, but for those of a second person."""
        seen = self.milestones
        dated = seen.written + seen.taken_back
        beside = seen.unanswered + seen.asked + seen.unseen + seen.unsigned + dated
        screened = self.steps[SCREENING - 1].waits
        return screened + beside + sum(step.waits for step in self.later)


def rail_of(standing: Standing) -> Rail:
    """The nine steps."""
    steps: list[Callable[[Standing, int], Step]] = [
        _set_up,
        _receiving,
        _screening,
        _sealing,
        _judging,
        _voting,
        _standing,
        _ratification,
        _announcement,
    ]
    numbered = enumerate(steps, start=1)
    return Rail(standing.edition, [step(standing, number) for number, step in numbered])


def _address(name: str, standing: Standing, query: str = "") -> str:
    return reverse(name, args=[standing.edition.slug]) + query


def _day(moment: datetime.datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")


def _when(standing: Standing, kind: str) -> str:
    """The dates of a phase: when it opens, until when it is open, when it ended."""
    phase = standing.phases.get(kind)
    if phase is None:
        return _("no date yet")
    state = standing.state_of(kind)
    if state == State.AHEAD:
        return _("from %(day)s") % {"day": _day(phase.opens_at)}
    if state == State.OPEN:
        return _("until %(day)s") % {"day": _day(phase.closes_at)}
    return _("ended on %(day)s") % {"day": _day(phase.closes_at)}


def _set_up(standing: Standing, number: int) -> Step:
    published = standing.edition.published_at
    step = Step(number, _("Set-up"), _address("set_up", standing), State.OPEN)
    if published is None:
        step.warnings.append(_("not published yet"))
    else:
        step.state = State.DONE
        step.when = _("published on %(day)s") % {"day": _day(published)}
    return step


def _receiving(standing: Standing, number: int) -> Step:
    drafts = standing.count(Status.DRAFT)
    words = ngettext("submitted, %(count)s draft", "submitted, %(count)s drafts", drafts)
    return Step(
        number,
        pgettext("a step of the process", "Dossiers"),
        _address("entry_queue", standing),
        standing.state_of(Phase.Kind.SUBMISSION),
        _when(standing, Phase.Kind.SUBMISSION),
        (standing.count(*SENT), "", words % {"count": drafts}),
    )


def _screening(standing: Standing, number: int) -> Step:
    waiting = standing.count(Status.SUBMITTED)
    state = standing.state_of(Phase.Kind.SUBMISSION)
    if state == State.DONE and waiting:
        state = State.OPEN
    step = Step(
        number,
        pgettext("a step of the process", "Screening"),
        _address("entry_queue", standing, f"?trang-thai={Status.SUBMITTED}"),
        state,
        _when(standing, Phase.Kind.SCREENING),
        (standing.count(*PASSED), standing.count(*SENT), pgettext("how many", "accepted")),
        waiting,
    )
    if standing.edition.taken_back:
        taken = standing.edition.taken_back
        words = ngettext("%(count)s consent taken back", "%(count)s consents taken back", taken)
        step.warnings.append(words % {"count": taken})
    return step


def _sealing(standing: Standing, number: int) -> Step:
    accepted = standing.count(Status.ACCEPTED)
    sealed = standing.count(Status.SEALED)
    # Until the deadline entrants may still change what they sent: nothing can be sealed.
    may_begin = standing.state_of(Phase.Kind.SUBMISSION) == State.DONE
    state = State.AHEAD
    if may_begin:
        state = State.OPEN if accepted or not sealed else State.DONE
    return Step(
        number,
        pgettext("a step of the process", "Sealing"),
        _address("entry_queue", standing, f"?trang-thai={Status.ACCEPTED}"),
        state,
        "" if may_begin else _("after the deadline"),
        (sealed, sealed + accepted, pgettext("how many", "sealed")),
        accepted if may_begin else 0,
    )


def _judging(standing: Standing, number: int) -> Step:
    step = Step(
        number,
        pgettext("a step of the process", "Judging"),
        _address("judging_office", standing),
        State.AHEAD,
        _when(standing, Phase.Kind.JUDGING),
    )
    if standing.edition.round_state is None:
        return step
    step.state = State.OPEN
    if standing.edition.round_state == Round.State.OPEN and standing.late_sheets:
        late = standing.late_sheets
        words = ngettext("%(count)s sheet is missing", "%(count)s sheets are missing", late)
        step.warnings.append(words % {"count": late})
        step.waits = late
    elif standing.edition.round_state == Round.State.CLOSED:
        step.warnings.append(_("the ranking is to be frozen"))
        step.waits = 1
    elif standing.edition.round_state == Round.State.FROZEN:
        step.state = State.DONE
    return step


def _voting(standing: Standing, number: int) -> Step:
    state = standing.state_of(Phase.Kind.VOTING)
    step = Step(
        number,
        pgettext("a step of the process", "Public vote"),
        _address("voting_office", standing),
        state,
        _when(standing, Phase.Kind.VOTING),
    )
    if standing.edition.tallied:
        step.state = State.DONE
        step.when = _("counted")
    elif state == State.DONE:
        step.state = State.OPEN
    if standing.edition.aside and not standing.edition.tallied:
        aside = standing.edition.aside
        words = ngettext("%(count)s ballot set aside", "%(count)s ballots set aside", aside)
        step.warnings.append(words % {"count": aside})
        step.waits = aside
    return step


def _standing(standing: Standing, number: int) -> Step:
    step = Step(
        number,
        pgettext("a step of the process", "Standing"),
        _address("awards_office", standing),
        State.AHEAD,
        _("after ranking and count"),
    )
    edition = standing.edition
    if edition.stands:
        step.state = State.DONE if edition.opened else State.OPEN
        step.when = _("seals opened") if edition.opened else _("open the seals")
        step.waits = 0 if edition.opened else 1
    return step


def _ratification(standing: Standing, number: int) -> Step:
    step = Step(
        number,
        pgettext("a step of the process", "Ratification"),
        _address("awards_office", standing),
        State.AHEAD,
        _when(standing, Phase.Kind.RATIFICATION),
    )
    edition = standing.edition
    if edition.ratified:
        step.state = State.DONE
    elif edition.opened:
        step.state = State.OPEN
        step.warnings.append(_("the committee's vote"))
        step.waits = 1
    return step


def _announcement(standing: Standing, number: int) -> Step:
    step = Step(
        number,
        pgettext("a step of the process", "Announcement, certificates"),
        _address("awards_office", standing),
        State.AHEAD,
        _when(standing, Phase.Kind.ANNOUNCEMENT),
    )
    edition = standing.edition
    if edition.decision and edition.certificates:
        step.state = State.DONE
        step.when = _("Decision %(number)s") % {"number": edition.decision}
        step.figure = (edition.certificates, "", _("certificates"))
    elif edition.decision:
        step.state = State.OPEN
        step.warnings.append(_("announce and issue the certificates"))
        step.waits = 1
    elif edition.ratified:
        step.state = State.OPEN
        step.warnings.append(_("enter the decision"))
        step.waits = 1
    return step
