"""Writing a draft: begun, saved as it is typed, with its history; begun again another year."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Visitor
from competition import clock
from competition.errors import NotAllowed, Refused
from competition.models import Edition, Phase
from competition.phases import require_open
from competition.verbs import lock
from foundation.vietnamese.text import nfc
from submissions import permissions
from submissions.models import Author, DraftChange, Entry
from submissions.writing import answers, organisation

MOST_DRAFTS = 20  # unfinished drafts of one person in one edition
# Saves of one person within this time are one line of the history.
TOGETHER = datetime.timedelta(minutes=10)
_AUTHOR_COLUMNS = (
    "full_name",
    "birth_date",
    "guardian",
    "guardian_agrees",
    "guardian_publishes",
    "child_publishes",
    "position",
    "workplace",
    "email",
    "phone",
    "share",
)


class StaleDraft(Refused):
    """The draft was saved elsewhere since this page was opened."""


def drafts_of(user: Visitor, edition: Edition) -> QuerySet[Entry]:
    """What somebody is writing for an edition and has not sent, saved last first; nothing of a
    stranger.
    """
    if not user.is_authenticated:
        return Entry.objects.none()
    drafts = Entry.objects.owned_by(user).filter(edition=edition, status=Entry.Status.DRAFT)
    return drafts.order_by("-saved_at")


def sent_of(user: Visitor, edition: Edition) -> QuerySet[Entry]:
    """What this person has sent in there; nothing of a stranger."""
    if not user.is_authenticated:
        return Entry.objects.none()
    entries = Entry.objects.owned_by(user).filter(edition=edition)
    return entries.exclude(status=Entry.Status.DRAFT)


@transaction.atomic
def start_draft(*, edition: Edition, by: User, at: datetime.datetime) -> Entry:
    """A new, empty draft.

    Raises PhaseClosed outside the submission phase, Refused when there are too many.
    """
    require_open(edition, Phase.Kind.SUBMISSION, at=at)
    mine = Entry.objects.in_edition(edition).filter(owner=by)
    if mine.filter(status=Entry.Status.DRAFT).count() >= MOST_DRAFTS:
        raise Refused(
            _("You have %(count)s unfinished drafts. Finish or withdraw one first.")
            % {"count": MOST_DRAFTS}
        )
    most = edition.max_entries_a_person
    if most is not None and mine.exclude(status=Entry.Status.WITHDRAWN).count() >= most:
        raise Refused(
            _("The rules allow %(count)s entries a person. Withdraw one before you begin another.")
            % {"count": most}
        )
    entry = Entry.objects.create(edition=edition, owner=by)
    Author.objects.create(
        entry=entry, full_name=by.full_name, email=by.email or "", phone=by.phone or "", share=100
    )
    return entry


@transaction.atomic
def save_draft(
    *, entry: Entry, by: User, revision: int, changes: dict, authors: list[dict] | None = None
) -> Entry:
    """Keep what was typed in one step; incomplete is fine.

    `changes` holds columns of Entry; of them, `answers` is merged with what was answered before.
    Raises StaleDraft when someone saved the draft after `revision`, NotAllowed when it is not this
    person's to edit.
    """
    entry = lock(entry, "edition", "owner")
    if not permissions.can_edit(by, entry):
        raise NotAllowed(_("This entry can no longer be edited."))
    if entry.revision != revision:
        raise StaleDraft(
            _("This draft was changed in another window. Compare both before you save again.")
        )
    before = _parts(entry)
    for name, value in changes.items():
        _set_column(entry, name, value)
    entry.revision += 1
    entry.save()
    if authors is not None:
        entry.authors.all().delete()
        for order, author in enumerate(authors):
            Author.objects.create(entry=entry, order=order, **author)
    entry.index_words()
    _note(entry, by, _changed(entry, before, _parts(entry)))
    return entry


def _set_column(entry: Entry, name: str, value: Any) -> None:
    if name == "answers":
        entry.answers = entry.answers | value
    elif isinstance(value, str):
        setattr(entry, name, nfc(value))
    else:
        setattr(entry, name, value)


ANSWER = "answer:"  # before the key of a question, in the history of a draft


def _parts(entry: Entry) -> dict[str, Any]:
    """{part of the draft: its text}, what the history compares; answers as they are kept."""
    parts: dict[str, Any] = {
        "title": entry.title,
        "summary": entry.summary,
        "entrant": entry.get_entrant_display() if entry.entrant else "",
        "field": str(entry.field or ""),
        "kind": str(entry.kind or ""),
        "unit": str(entry.unit or ""),
        "organisation": organisation.in_words(entry.organisation or {}),
    }
    parts["authors"] = "\n".join(
        f"{author.full_name} – {author.share.normalize():f} %" for author in entry.authors.all()
    )
    return parts | {f"{ANSWER}{key}": answer for key, answer in entry.answers.items()}


def _changed(entry: Entry, before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[str]]:
    """{part: before and after as people read them} of what differs."""
    changed = {
        part: [before.get(part) or "", text or ""]
        for part, text in after.items()
        if (before.get(part) or "") != (text or "")
    }
    if any(part.startswith(ANSWER) for part in changed):
        for question in entry.edition.questions.all():
            if values := changed.get(f"{ANSWER}{question.key}"):
                values[:] = [answers.in_words(question, value) for value in values]
    return {part: [str(old), str(new)] for part, (old, new) in changed.items()}


def _note(entry: Entry, by: User, changed: dict[str, list[str]]) -> None:
    """Keep in the history what differs; a line of the last minutes by the same person goes on."""
    if not changed:
        return
    at = clock.now()
    last = entry.draft_changes.first()
    if last and last.by_id == by.pk and at - last.begun_at < TOGETHER:
        for part, (old, text) in changed.items():
            first = last.changes[part][0] if part in last.changes else old
            last.changes[part] = [first, text]
        last.saved_at = at
        last.save(update_fields=["changes", "saved_at"])
    else:
        DraftChange.objects.create(entry=entry, by=by, begun_at=at, saved_at=at, changes=changed)


@transaction.atomic
def begin_again(*, entry: Entry, edition: Edition, by: User, at: datetime.datetime) -> Entry:
    """A draft in another edition with the texts, authors and unit of an earlier entry.

    Files are not taken along, nor answers to what the other edition does not ask. Raises
    NotAllowed, and what `start_draft` raises.
    """
    if not permissions.owns(by, entry):
        raise NotAllowed(_("Only the owner takes an entry along."))
    draft = start_draft(edition=edition, by=by, at=at)
    draft.title = entry.title
    draft.summary = entry.summary
    draft.unit = entry.unit
    draft.entrant = entry.entrant
    draft.organisation = entry.organisation
    draft.first_applied_on = entry.first_applied_on
    if entry.field:
        draft.field = edition.fields.filter(code=entry.field.code).first()
    if entry.kind:
        draft.kind = edition.kinds.filter(name=entry.kind.name).first()
    asked = set(edition.questions.values_list("key", flat=True))
    draft.answers = {key: value for key, value in entry.answers.items() if key in asked}
    draft.save()
    draft.authors.all().delete()
    for author in entry.authors.all():
        columns = {name: getattr(author, name) for name in _AUTHOR_COLUMNS}
        Author.objects.create(entry=draft, order=author.order, **columns)
    draft.index_words()
    return draft
