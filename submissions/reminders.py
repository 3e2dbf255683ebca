"""Groups of entrants to whom an office writes, and of what entrants are reminded."""

import datetime
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from competition.letters.events import Letter, Placeholder, letter
from competition.letters.groups import FIELD, UNIT, Group, Narrowed, group
from competition.letters.reminders import Due, Reminder, case_of, reminder
from competition.models import Edition, Phase
from competition.verbs import page_address
from submissions.models import Entry, Invitation

_SENT = (
    Entry.Status.SUBMITTED,
    Entry.Status.RETURNED,
    Entry.Status.ACCEPTED,
    Entry.Status.SEALED,
)
_EDITION = Placeholder("ky_thi", _("the edition"), "edition.label")
_UNTIL = Placeholder("han", pgettext_lazy("of a letter", "until when"), "until")
_LIST = Placeholder("danh_sach", _("the works, one a line"), "lines")


def _entrants(edition: Edition, narrowed: Narrowed, *states: str) -> QuerySet[User]:
    entries = Entry.objects.in_edition(edition).filter(status__in=states)
    if FIELD in narrowed:
        entries = entries.filter(field=narrowed[FIELD])
    if UNIT in narrowed:
        entries = entries.filter(unit=narrowed[UNIT])
    return User.objects.filter(pk__in=entries.order_by().values("owner"))


def _drafts(edition: Edition, narrowed: Narrowed) -> QuerySet[User]:
    return _entrants(edition, narrowed, Entry.Status.DRAFT)


def _submitted(edition: Edition, narrowed: Narrowed) -> QuerySet[User]:
    return _entrants(edition, narrowed, *_SENT)


def _returned(edition: Edition, narrowed: Narrowed) -> QuerySet[User]:
    return _entrants(edition, narrowed, Entry.Status.RETURNED)


_BY = (FIELD, UNIT)
group(Group("drafts", _("Entrants whose dossier is not sent in"), _drafts, _BY))
group(Group("submitted", _("Entrants who have sent a dossier in"), _submitted, _BY))
group(Group("returned", _("Entrants whose dossier was returned"), _returned, _BY))


def _end_of_call(
    edition: Edition, at: datetime.datetime
) -> Iterator[tuple[str, datetime.datetime]]:
    phase = edition.phase(Phase.Kind.SUBMISSION)
    if phase is not None and phase.is_open(at):
        yield "", phase.closes_at


def _by_owner(rows: QuerySet[Entry]) -> Iterator[tuple[User, list[Entry]]]:
    """The entries of each owner together: one letter a person."""
    found: list[Entry] = []
    for entry in rows.select_related("owner").order_by("owner", "pk").iterator():
        if found and found[0].owner_id != entry.owner_id:
            yield found[0].owner, found
            found = []
        found.append(entry)
    if found:
        yield found[0].owner, found


def _unfinished(edition: Edition, key: str) -> Iterator[Due]:
    states = [Entry.Status.DRAFT, Entry.Status.RETURNED]
    for owner, entries in _by_owner(Entry.objects.in_edition(edition).filter(status__in=states)):
        lines = "\n".join(f"- {entry}" for entry in entries)
        yield Due(owner, {"lines": lines}, page_address("my_entries"))


def _unconfirmed(edition: Edition, key: str) -> Iterator[Due]:
    waiting = Invitation.objects.filter(accepted_at=None, declined_at=None, revoked_at=None)
    states = [Entry.Status.DRAFT, Entry.Status.RETURNED, Entry.Status.SUBMITTED]
    entries = Entry.objects.in_edition(edition).filter(
        status__in=states, pk__in=waiting.order_by().values("entry")
    )
    for owner, each in _by_owner(entries):
        open_ones = waiting.filter(entry__in=each).select_related("entry").order_by("entry", "pk")
        lines = "\n".join(f"- {one.entry}: {one.email}" for one in open_ones)
        yield Due(owner, {"lines": lines}, page_address("my_entries"))


_DRAFT = reminder(
    Reminder(
        "draft_unfinished",
        "reminder_draft",
        _("Entrants whose dossier is not sent in"),
        days=(7, 3, 1),
        until=_end_of_call,
        people=_unfinished,
    )
)
_COAUTHOR = reminder(
    Reminder(
        "coauthor_unconfirmed",
        "reminder_coauthor",
        _("Entrants whose co-authors have not confirmed"),
        days=(5, 2),
        until=_end_of_call,
        people=_unconfirmed,
    )
)
letter(
    Letter(
        "reminder_draft",
        "reminder_draft",
        _("Reminder: a dossier is not sent in"),
        (_EDITION, _UNTIL, _LIST),
        case_of(_DRAFT),
    )
)
letter(
    Letter(
        "reminder_coauthor",
        "reminder_coauthor",
        _("Reminder: a co-author has not confirmed"),
        (_EDITION, _UNTIL, _LIST),
        case_of(_COAUTHOR),
    )
)
