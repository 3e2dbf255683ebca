"""Writing, submitting, confirming and withdrawing an entry."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from competition import dossiers
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, Phase, Question
from competition.phases import require_open
from foundation.jobs import work
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vietnamese.text import nfc
from submissions import answers, permissions
from submissions.checklist import missing
from submissions.models import Author, Entry, EntryVersion, Receipt, ReceiptCounter, Sealing, UnitConfirmation, Withdrawal

MOST_DRAFTS = 20  # unfinished drafts of one person in one edition


class Incomplete(Refused):
    """The draft lacks something; `items` says what, in words."""

    def __init__(self, items):
        super().__init__(_("The entry is not complete yet: %(first)s") % {"first": items[0].text})
        self.items = items


class StaleDraft(Refused):
    """The draft was saved elsewhere since this page was opened."""


@transaction.atomic
def start_draft(*, edition: Edition, by, at: datetime.datetime) -> Entry:
    """A new, empty draft. Raises PhaseClosed outside the submission phase."""
    require_open(edition, Phase.Kind.SUBMISSION, at=at)
    if Entry.objects.in_edition(edition).filter(owner=by, status=Entry.Status.DRAFT).count() >= MOST_DRAFTS:
        raise Refused(_("You have %(count)s unfinished drafts. Finish or withdraw one first.") % {"count": MOST_DRAFTS})
    entry = Entry.objects.create(edition=edition, owner=by)
    Author.objects.create(entry=entry, full_name=by.full_name, email=by.email or "", phone=by.phone or "", share=100)
    return entry


def _locked(entry: Entry) -> Entry:
    return Entry.objects.select_for_update(of=("self",)).select_related("edition", "owner").get(pk=entry.pk)


@transaction.atomic
def save_draft(*, entry: Entry, by, revision: int, changes: dict, authors: list[dict] | None = None) -> Entry:
    """Keep what was typed in one step; incomplete is fine. `changes` holds columns of Entry, `answers` is merged.

    Raises StaleDraft when someone saved the draft after `revision`, NotAllowed when it is not this person's to edit.
    """
    entry = _locked(entry)
    if not permissions.can_edit(by, entry):
        raise NotAllowed(_("This entry can no longer be edited."))
    if entry.revision != revision:
        raise StaleDraft(_("This draft was changed in another window. Compare both before you save again."))
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
    return entry


def content_of(entry: Entry) -> dict:
    """The canonical content of an entry as a version keeps it: columns, form snapshot with answers, authors, files."""
    return {
        "title": entry.title,
        "summary": entry.summary,
        "field": entry.field.name,
        "kind": entry.kind.name,
        "unit": entry.unit.name,
        "entrant": entry.entrant,
        "answers": [
            question.snapshot() | {
                "value": entry.answers.get(question.key, ""), "answer": answers.in_words(question, entry.answers.get(question.key, "")),
            }
            for question in dossiers.form_of(entry.edition, entry.kind_id)
            if question.type != Question.Type.FILE
        ],
        "authors": [
            {
                "full_name": author.full_name, "position": author.position, "workplace": author.workplace,
                "email": author.email, "phone": author.phone, "share": str(author.share),
            }
            for author in entry.authors.all()
        ],
        "files": [
            {"name": file.name, "caption": file.caption, "part": file.part, "sha256": file.blob.sha256, "size": file.blob.size, "blob": file.blob_id}
            for file in entry.attachments.select_related("blob")
        ],
    }  # fmt: skip


def _next_receipt_number(edition: Edition) -> str:
    ReceiptCounter.objects.get_or_create(edition=edition)
    counter = ReceiptCounter.objects.select_for_update().get(edition=edition)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{edition.receipt_prefix}-{edition.year}-{counter.last:04d}"


@transaction.atomic
def submit(*, entry: Entry, by, at: datetime.datetime) -> Receipt:
    """Freeze the draft as a version and give a receipt; submitting twice gives the first receipt again.

    A returned entry may be submitted again after the deadline, within the screening phase.
    Raises PhaseClosed, NotAllowed, Incomplete.
    """
    entry = _locked(entry)
    if entry.owner_id == by.pk and entry.status == Entry.Status.SUBMITTED:
        return entry.versions.first().receipt
    if not permissions.can_edit(by, entry):
        raise NotAllowed(_("This entry can no longer be submitted."))
    returned = entry.status == Entry.Status.RETURNED
    require_open(entry.edition, Phase.Kind.SCREENING if returned else Phase.Kind.SUBMISSION, at=at)
    if items := missing(entry):
        raise Incomplete(items)
    content = content_of(entry) | {"form_version": dossiers.version_of(entry.edition, entry.kind, at=at).number}
    digest = chain.digest_of(content)
    number = entry.receipt_number or _next_receipt_number(entry.edition)
    version = EntryVersion.objects.create(entry=entry, number=entry.versions.count() + 1, content=content, digest=digest, submitted_by=by, submitted_at=at)
    event = chain.append(entry.edition.chain, "entry.submitted", {"receipt": number, "version": version.number, "digest": digest}, at=at, by=by)
    receipt = Receipt.objects.create(version=version, number=number, issued_at=at, ledger_head=event.digest)
    entry.receipt_number, entry.status = number, Entry.Status.SUBMITTED
    entry.save()
    emit("authors.changed", edition=entry.edition_id)
    work.ask("receipt_pdf", key=f"receipt:{receipt.pk}", params={"receipt": receipt.pk}, total=1)
    post.tell(
        entry.owner, "receipt", {"entry": entry, "receipt": receipt, "version": version},
        key=f"receipt:{receipt.pk}", link=f"/ho-so/{entry.public_id}/",
    )  # fmt: skip
    return receipt


@transaction.atomic
def confirm(*, version: EntryVersion, by, at: datetime.datetime) -> UnitConfirmation:
    """The unit's focal point confirms a version. Raises NotAllowed for anyone else, WrongState for an old version."""
    entry = _locked(version.entry)
    if not permissions.can_confirm(by, entry):
        raise NotAllowed(_("Only the focal point of the entry's unit may confirm it."))
    if entry.status != Entry.Status.SUBMITTED or version.pk != entry.versions.first().pk:
        raise WrongState(_("Only the latest submitted version can be confirmed."))
    confirmation, _created = UnitConfirmation.objects.get_or_create(version=version, defaults={"unit": entry.unit, "confirmed_by": by, "confirmed_at": at})
    chain.append(entry.edition.chain, "entry.confirmed", {"receipt": entry.receipt_number}, at=at, by=by)
    return confirmation


@transaction.atomic
def withdraw(*, entry: Entry, reason: str, by, at: datetime.datetime) -> Withdrawal:
    """Take the entry out of the contest; during judging its sheets leave every count. Raises NotAllowed, Refused."""
    entry = _locked(entry)
    if not permissions.can_withdraw(by, entry):
        raise NotAllowed(_("This entry can no longer be withdrawn."))
    if not reason.strip():
        raise Refused(_("Say in one sentence why you withdraw the entry."))
    withdrawal = Withdrawal.objects.create(entry=entry, reason=reason.strip(), by=by, at=at)
    entry.status = Entry.Status.WITHDRAWN
    entry.save()
    chain.append(entry.edition.chain, "entry.withdrawn", {"receipt": entry.receipt_number}, at=at, by=by)
    sealing = Sealing.objects.filter(version__entry=entry, voided_at=None).first()
    if sealing:
        Sealing.objects.filter(pk=sealing.pk).update(voided_at=at)
        emit("entry.withdrawn", edition=entry.edition_id, judging_code=sealing.judging_code, vote_code=sealing.vote_code)
    return withdrawal
