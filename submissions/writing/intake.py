"""Submitting, amending and withdrawing an entry."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from competition import dossiers
from competition.errors import NotAllowed, Refused
from competition.models import Edition, Phase, Question
from competition.phases import require_open
from foundation.jobs import work
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.notifications import post
from submissions import permissions
from submissions.models import (
    Entry,
    EntryConsent,
    EntryVersion,
    Handover,
    Receipt,
    ReceiptCounter,
    Sealing,
    Withdrawal,
)
from submissions.writing import answers
from submissions.writing.checklist import missing

Kind = EntryConsent.Kind
REQUIRED = {Kind.PARTICIPATION, Kind.PERSONAL_DATA}
CONSENT_TEXTS = "2026-11"  # the version of the words that stand beside the boxes


class Incomplete(Refused):
    """The draft lacks something; `items` says what, in words."""

    def __init__(self, items):
        super().__init__(_("The entry is not complete yet: %(first)s") % {"first": items[0].text})
        self.items = items


def locked(entry: Entry) -> Entry:
    return (
        Entry.objects.select_for_update(of=("self",))
        .select_related("edition", "owner")
        .get(pk=entry.pk)
    )


def content_of(entry: Entry) -> dict:
    """The canonical content of an entry as a version keeps it: columns, form snapshot with answers,
    authors, files.
    """
    return {
        "title": entry.title,
        "summary": entry.summary,
        "field": entry.field.name,
        "kind": entry.kind.name,
        "unit": entry.unit.name,
        "first_applied_on": entry.first_applied_on.isoformat() if entry.first_applied_on else "",
        "entrant": entry.entrant,
        "answers": [
            question.snapshot()
            | {
                "value": entry.answers.get(question.key, ""),
                "answer": answers.in_words(question, entry.answers.get(question.key, "")),
            }
            for question in dossiers.form_of(entry.edition, entry.kind_id)
            if question.type != Question.Type.FILE
        ],
        "authors": [
            {
                "full_name": author.full_name,
                "position": author.position,
                "workplace": author.workplace,
                "email": author.email,
                "phone": author.phone,
                "share": str(author.share),
                "birth_date": author.birth_date.isoformat() if author.birth_date else "",
                "guardian": author.guardian,
            }
            for author in entry.authors.all()
        ],
        "files": [
            {
                "name": file.name,
                "caption": file.caption,
                "part": file.part,
                "sha256": file.blob.sha256,
                "size": file.blob.size,
                "blob": file.blob_id,
            }
            for file in entry.attachments.select_related("blob")
        ],
    }


def _next_receipt_number(edition: Edition) -> str:
    ReceiptCounter.objects.get_or_create(edition=edition)
    counter = ReceiptCounter.objects.select_for_update().get(edition=edition)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{edition.receipt_prefix}-{edition.year}-{counter.last:04d}"


@transaction.atomic
def submit(
    *,
    entry: Entry,
    by,
    at: datetime.datetime,
    consents=REQUIRED,
    embargo_until: datetime.date | None = None,
) -> Receipt:
    """Freeze the draft as a version and give a receipt; submitting twice gives the first receipt
    again.

    A returned entry may be submitted again after the deadline, within the screening phase; so may
    one that came on paper before the deadline and was still to be typed. `consents` are kinds of
    EntryConsent. Raises PhaseClosed, NotAllowed, Refused (a consent that is needed), Incomplete.
    """
    entry = locked(entry)
    if (
        entry.owner_id == by.pk
        and entry.status == Entry.Status.SUBMITTED
        and entry.amending_since is None
    ):
        return entry.versions.first().receipt
    if not permissions.can_submit(by, entry):
        raise NotAllowed(_("This entry can no longer be submitted."))
    has_time = (
        entry.status == Entry.Status.RETURNED
        or Handover.objects.filter(entry=entry, on_paper=True, claimed_at=None).exists()
    )
    grace = datetime.timedelta(minutes=0 if has_time else entry.edition.grace_minutes)
    require_open(
        entry.edition,
        Phase.Kind.SCREENING if has_time else Phase.Kind.SUBMISSION,
        at=at,
        grace=grace,
    )
    if not set(consents) >= REQUIRED:
        raise Refused(
            _("Tick the declaration and the consent to the processing of personal data to submit.")
        )
    if items := missing(entry):
        raise Incomplete(items)
    version = _freeze(entry, by, at)
    EntryConsent.objects.bulk_create(
        EntryConsent(version=version, kind=kind, text_version=CONSENT_TEXTS, given_at=at)
        for kind in sorted(consents)
    )
    number = entry.receipt_number or _next_receipt_number(entry.edition)
    event = chain.append(
        entry.edition.chain,
        "entry.submitted",
        {"receipt": number, "version": version.number, "digest": version.digest},
        at=at,
        by=by,
    )
    receipt = Receipt.objects.create(
        version=version, number=number, issued_at=at, ledger_head=event.digest
    )
    entry.receipt_number, entry.status, entry.amending_since = number, Entry.Status.SUBMITTED, None
    entry.publish_names, entry.publish_pictures, entry.embargo_until = (
        Kind.NAMES in consents,
        Kind.PICTURES in consents,
        embargo_until,
    )
    entry.save()
    entry.index_words()
    emit("authors.changed", edition=entry.edition_id)
    work.ask("find_similar", key=f"similar:{version.pk}", params={"version": version.pk}, total=1)
    work.ask("receipt_pdf", key=f"receipt:{receipt.pk}", params={"receipt": receipt.pk}, total=1)
    post.tell(
        entry.owner,
        "receipt",
        {"entry": entry, "receipt": receipt, "version": version},
        key=f"receipt:{receipt.pk}",
        link=f"/ho-so/{entry.public_id}/",
    )
    return receipt


def _freeze(entry: Entry, by, at: datetime.datetime) -> EntryVersion:
    content = content_of(entry) | {
        "form_version": dossiers.version_of(entry.edition, entry.kind, at=at).number
    }
    number = entry.versions.count() + 1
    return EntryVersion.objects.create(
        entry=entry,
        number=number,
        content=content,
        digest=chain.digest_of(content),
        submitted_by=by,
        submitted_at=at,
    )


@transaction.atomic
def amend(*, entry: Entry, by, at: datetime.datetime) -> Entry:
    """Open a submitted entry for changes until the deadline; what was submitted counts until it is
    sent again.

    Raises NotAllowed, PhaseClosed.
    """
    entry = locked(entry)
    if not permissions.can_amend(by, entry):
        raise NotAllowed(_("This entry can no longer be changed."))
    require_open(entry.edition, Phase.Kind.SUBMISSION, at=at)
    if entry.amending_since is None:
        entry.amending_since = at
        entry.save(update_fields=["amending_since"])
    return entry


@transaction.atomic
def withdraw(*, entry: Entry, reason: str, by, at: datetime.datetime) -> Withdrawal:
    """Take the entry out of the contest; during judging its sheets leave every count. Raises
    NotAllowed, Refused.
    """
    entry = locked(entry)
    if not permissions.can_withdraw(by, entry):
        raise NotAllowed(_("This entry can no longer be withdrawn."))
    if not reason.strip():
        raise Refused(_("Say in one sentence why you withdraw the entry."))
    withdrawal = Withdrawal.objects.create(entry=entry, reason=reason.strip(), by=by, at=at)
    entry.status = Entry.Status.WITHDRAWN
    entry.save()
    chain.append(
        entry.edition.chain, "entry.withdrawn", {"receipt": entry.receipt_number}, at=at, by=by
    )
    sealing = Sealing.objects.filter(version__entry=entry, voided_at=None).first()
    if sealing:
        Sealing.objects.filter(pk=sealing.pk).update(voided_at=at)
        emit(
            "entry.withdrawn",
            edition=entry.edition_id,
            judging_code=sealing.judging_code,
            vote_code=sealing.vote_code,
        )
    return withdrawal
