"""Writing a draft: begun, saved as it is typed, with its history; begun again from an
earlier year.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from competition import clock
from competition.dossiers import form_of
from competition.errors import NotAllowed, Refused
from competition.models import Edition, Phase
from competition.phases import require_open
from foundation.vietnamese.text import nfc
from submissions import permissions
from submissions.models import Author, DraftChange, Entry
from submissions.writing.intake import locked

MOST_DRAFTS = 20  # unfinished drafts of one person in one edition
TOGETHER = datetime.timedelta(
    minutes=10
)  # saves of one person within this time are one line of the history
_AUTHOR_COLUMNS = (
    "full_name",
    "birth_date",
    "guardian",
    "guardian_agrees",
    "position",
    "workplace",
    "email",
    "phone",
    "share",
)


class StaleDraft(Refused):
    """The draft was saved elsewhere since this page was opened."""


@transaction.atomic
def start_draft(*, edition: Edition, by, at: datetime.datetime) -> Entry:
    """A new, empty draft. Raises PhaseClosed outside the submission phase, Refused when there are
    too many.
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
    *, entry: Entry, by, revision: int, changes: dict, authors: list[dict] | None = None
) -> Entry:
    """Keep what was typed in one step; incomplete is fine. `changes` holds columns of Entry,
    `answers` is merged.

    Raises StaleDraft when someone saved the draft after `revision`, NotAllowed when it is not this
    person's to edit.
    """
    entry = locked(entry)
    if not permissions.can_edit(by, entry):
        raise NotAllowed(_("This entry can no longer be edited."))
    if entry.revision != revision:
        raise StaleDraft(
            _("This draft was changed in another window. Compare both before you save again.")
        )
    before = _seen(entry)
    for name, value in changes.items():
        if name == "answers":
            value = entry.answers | value
        setattr(entry, name, nfc(value) if isinstance(value, str) else value)
    entry.revision += 1
    entry.save()
    if authors is not None:
        entry.authors.all().delete()
        for order, author in enumerate(authors):
            Author.objects.create(entry=entry, order=order, **author)
    entry.index_words()
    _note(entry, by, before, _seen(entry))
    return entry


def _seen(entry: Entry) -> dict[str, str]:
    """The draft as people read it, part by part; what the history compares."""
    columns = {
        "title": entry.title,
        "summary": entry.summary,
        "entrant": entry.get_entrant_display() if entry.entrant else "",
    }
    columns |= {name: str(getattr(entry, name) or "") for name in ("field", "kind", "unit")}
    authors = "\n".join(
        f"{author.full_name} – {author.share.normalize():f} %" for author in entry.authors.all()
    )
    return (
        columns
        | {"authors": authors}
        | {
            f"answer:{key}": value if isinstance(value, str) else str(value)
            for key, value in entry.answers.items()
        }
    )


def _note(entry: Entry, by, before: dict[str, str], after: dict[str, str]) -> None:
    changed = {
        part: [before.get(part, ""), text]
        for part, text in after.items()
        if text != before.get(part, "")
    }
    if not changed:
        return
    at = clock.now()
    last = entry.draft_changes.first()
    if last and last.by_id == by.pk and at - last.begun_at < TOGETHER:
        for part, (old, new) in changed.items():
            last.changes[part] = [last.changes.get(part, [old])[0], new]
        last.saved_at = at
        last.save(update_fields=["changes", "saved_at"])
    else:
        DraftChange.objects.create(entry=entry, by=by, begun_at=at, saved_at=at, changes=changed)


@transaction.atomic
def begin_again(*, entry: Entry, edition: Edition, by, at: datetime.datetime) -> Entry:
    """A draft in another edition with the texts, authors and unit of an earlier entry; files are
    not taken along.

    Raises NotAllowed, and what `start_draft` raises.
    """
    if entry.owner_id != by.pk:
        raise NotAllowed(_("Only the owner takes an entry along."))
    draft = start_draft(edition=edition, by=by, at=at)
    asked = {question.key for question in form_of(edition, None)} | set(
        edition.questions.values_list("key", flat=True)
    )
    draft.title, draft.summary, draft.unit, draft.entrant = (
        entry.title,
        entry.summary,
        entry.unit,
        entry.entrant,
    )
    draft.first_applied_on = entry.first_applied_on
    draft.field = edition.fields.filter(code=entry.field.code).first() if entry.field else None
    draft.kind = edition.kinds.filter(name=entry.kind.name).first() if entry.kind else None
    draft.answers = {key: value for key, value in entry.answers.items() if key in asked}
    draft.save()
    draft.authors.all().delete()
    for author in entry.authors.all():
        Author.objects.create(
            entry=draft,
            order=author.order,
            **{name: getattr(author, name) for name in _AUTHOR_COLUMNS},
        )
    draft.index_words()
    return draft
