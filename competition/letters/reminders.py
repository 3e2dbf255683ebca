"""Reminders by schedule: so many days before a day, once each, in the hours of the day.

A reminder that was missed (the server was off, the plan is new) is not sent later beside the next
one: whoever is late is reminded once, of how it stands now.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from accounts.models import User
from competition import clock
from competition.errors import NotAllowed, Refused
from competition.letters.events import Words
from competition.models import Edition, ReminderPlan
from competition.permissions import can_run
from competition.two_windows import require_newest
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.ledger import chain
from foundation.notifications import post

QUIET_FROM = datetime.time(21, 0)
QUIET_UNTIL = datetime.time(7, 0)
MOST_DAYS = 60
MOST_REMINDERS = 5  # of one thing


@dataclass(frozen=True)
class Due:
    """One person who is to be reminded, with the words of the mail and the page it leads to."""

    person: User
    words: Words
    link: str = ""


@dataclass(frozen=True)
class Reminder:
    """Something of which people are reminded.

    `until(edition, at)` names what is under way in an edition and when each ends, `people(edition,
    key)` who has not done it yet. Nobody is spared what the rules make their duty; of the rest a
    person may wish to hear nothing (`User.wants_reminders`).
    """

    name: str
    template: str
    label: str | Promise
    days: tuple[int, ...]
    until: Callable[[Edition, datetime.datetime], Iterable[tuple[str, datetime.datetime]]]
    people: Callable[[Edition, str], Iterable[Due]]
    is_duty: bool = False


_reminders: dict[str, Reminder] = {}


def reminder(one: Reminder) -> Reminder:
    """Register a reminder."""
    _reminders[one.name] = one
    return one


def reminders() -> Iterator[Reminder]:
    """All of them, in the order in which the rooms name them."""
    yield from _reminders.values()


def case_of(one: Reminder) -> Callable[[Edition], Words | None]:
    """Finds a mail that this reminder would write now, for the editor of its text."""

    def find(edition: Edition) -> Words | None:
        for key, until in one.until(edition, clock.now()):
            for due in one.people(edition, key):
                link = post.absolute(due.link)
                known = {"edition": edition, "until": until, "recipient": due.person, "link": link}
                return known | due.words
        return None

    return find


def days_of(edition: Edition, one: Reminder) -> list[int]:
    """How many days before, the most first: of the edition, otherwise the product's."""
    plan = ReminderPlan.objects.filter(edition=edition, kind=one.name).first()
    return sorted(plan.days if plan else one.days, reverse=True)


@transaction.atomic
def plan(
    *,
    edition: Edition,
    days: dict[str, list[int]],
    by: User,
    at: datetime.datetime,
    upon: str | None = None,
) -> None:
    """Set the days of reminders by their name, `upon` the version of those that the page showed.
    Raises NotAllowed, Refused, Stale.
    """
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat sets reminders."))
    for name, wanted in days.items():
        one = _reminders.get(name)
        if one is None or len(wanted) > MOST_REMINDERS:
            raise Refused(_("At most %(most)s reminders of one thing.") % {"most": MOST_REMINDERS})
        if any(not 0 <= day <= MOST_DAYS for day in wanted):
            raise Refused(_("Give days from 0 to %(most)s.") % {"most": MOST_DAYS})
    wanted_days = {name: sorted(set(wanted), reverse=True) for name, wanted in days.items()}
    stored = stored_days(edition)
    require_newest(stored, stored | wanted_days, upon=upon)
    changed = _changed(edition, days)
    for name, wanted in changed.items():
        ReminderPlan.objects.update_or_create(edition=edition, kind=name, defaults={"days": wanted})
    if changed:
        chain.append(edition.chain, "reminders.planned", {"days": changed}, at=at, by=by)


def stored_days(edition: Edition) -> dict[str, list[int]]:
    """The days of every reminder, by its name."""
    return {one.name: days_of(edition, one) for one in reminders()}


def _changed(edition: Edition, days: dict[str, list[int]]) -> dict[str, list[int]]:
    wanted = {name: sorted(set(each), reverse=True) for name, each in days.items()}
    return {
        name: each for name, each in wanted.items() if each != days_of(edition, _reminders[name])
    }


def is_quiet(at: datetime.datetime) -> bool:
    """Whether people sleep: from 21:00 to 7:00 here."""
    hour = localtime(at).time()
    return hour >= QUIET_FROM or hour < QUIET_UNTIL


def morning_after(at: datetime.datetime) -> datetime.datetime:
    """When the quiet hours of this moment end."""
    here = localtime(at)
    morning = here.replace(hour=QUIET_UNTIL.hour, minute=0, second=0, microsecond=0)
    return morning if here < morning else morning + datetime.timedelta(days=1)


def reached(days: Iterable[int], until: datetime.datetime, at: datetime.datetime) -> int | None:
    """The last of the days before that has come: what was missed before it is left out. None
    before the first, and once it is over.
    """
    if at >= until:
        return None
    left = (localdate(until) - localdate(at)).days
    return min((day for day in days if day >= left), default=None)


@work.each_minute
def look() -> None:
    """Ask for the reminders that are due, each once; nothing in the quiet hours."""
    at = clock.now()
    if is_quiet(at):
        return
    for edition in _running(at):
        for one in _reminders.values():
            _ask(edition, one, at)


def _running(at: datetime.datetime) -> list[Edition]:
    """Editions with a phase that has not ended, drafts aside."""
    editions = Edition.objects.filter(phases__closes_at__gt=at).distinct()
    return [edition for edition in editions.select_related("publication") if not edition.is_draft]


def _ask(edition: Edition, one: Reminder, at: datetime.datetime) -> None:
    for key, until in one.until(edition, at):
        day = reached(days_of(edition, one), until, at)
        if day is None:
            continue
        name = f"{edition.pk}:{one.name}:{key}:{until:%Y%m%d%H%M}:{day}"
        about = {"edition": edition.pk, "reminder": one.name, "key": key, "name": name}
        work.ask("remind", key=f"remind:{name}", params=about | {"until": until.isoformat()})


@work.handler("remind")
def remind(job: Job) -> tuple[int, int]:
    """Write to everybody who has not done it yet, once each; in the quiet hours it waits for the
    morning, and once it is too late nobody hears of it.
    """
    at = clock.now()
    one = _reminders[job.params["reminder"]]
    until = datetime.datetime.fromisoformat(job.params["until"])
    edition = Edition.objects.get(pk=job.params["edition"])
    if is_quiet(at):
        work.put_off(job, morning_after(at))
    if at >= until:
        return 1, 1
    for written, due in enumerate(one.people(edition, job.params["key"]), 1):
        if due.person.is_active and (one.is_duty or due.person.wants_reminders):
            _tell(one, edition, due, until, job.params["name"])
        work.step(job, written, written + 1)
    return 1, 1


def _tell(one: Reminder, edition: Edition, due: Due, until: datetime.datetime, name: str) -> None:
    words = {"edition": edition, "until": until} | due.words
    key = f"reminder:{name}:{due.person.pk}"
    post.tell(due.person, one.template, words, key=key, link=due.link)
