"""Submitting, amending and withdrawing an entry."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from competition import dossiers
from competition.errors import NotAllowed, Refused
from competition.models import Edition, EntryKind, Field, Phase, Question
from competition.phases import has_closed, require_open
from competition.verbs import address_of, lock, need_reason
from foundation.jobs import work
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.notifications import post
from submissions import permissions
from submissions.models import (
    Attachment,
    Author,
    Entry,
    EntryConsent,
    EntryVersion,
    Handover,
    Receipt,
    ReceiptCounter,
    Sealing,
    Withdrawal,
    search_key,
)
from submissions.writing import answers, organisation
from submissions.writing.checklist import Missing, missing

Kind = EntryConsent.Kind
REQUIRED = {Kind.PARTICIPATION, Kind.PERSONAL_DATA}
CONSENT_TEXTS = "2026-12"  # the version of the words that stand beside the boxes


class Incomplete(Refused):
    """The draft lacks something; `items` says what, in words."""

    def __init__(self, items: Sequence[Missing]):
        super().__init__(_("The entry is not complete yet: %(first)s") % {"first": items[0].text})
        self.items = items


def content_of(entry: Entry) -> dict:
    """The canonical content of an entry as a version keeps it.

    Columns, snapshot of the form with the answers, authors, files. Raises ValueError as long as
    field, kind or unit is not chosen.
    """
    files = entry.attachments.select_related("blob")
    questions = dossiers.form_of(entry.edition, entry.kind_id)
    return content_with(entry, entry.authors.all(), files, questions)


def content_with(
    entry: Entry,
    authors: Iterable[Author],
    files: Iterable[Attachment],
    questions: Iterable[Question],
) -> dict:
    """As `content_of`, where the rows were read together with those of other entries."""
    field, kind, unit = _chosen(entry)
    content: dict[str, Any] = {
        "title": entry.title,
        "summary": entry.summary,
        "field": field.name,
        "kind": kind.name,
        "unit": unit.name,
        "first_applied_on": _iso(entry.first_applied_on),
        "entrant": entry.entrant,
        "answers": _answers_of(entry, questions),
        "authors": [_author_as_kept(author) for author in authors],
        "files": [_file_as_kept(file) for file in files],
    }
    if enters := organisation.of_entry(entry):
        content["organisation"] = enters
    return content


def _chosen(entry: Entry) -> tuple[Field, EntryKind, Unit]:
    if entry.field is None or entry.kind is None or entry.unit is None:
        raise ValueError("field, kind or unit is not chosen yet")
    return entry.field, entry.kind, entry.unit


def _iso(date: datetime.date | None) -> str:
    return date.isoformat() if date else ""


def _answers_of(entry: Entry, questions: Iterable[Question]) -> list[dict]:
    answered = []
    for question in questions:
        if question.type == Question.Type.FILE:
            continue
        value = entry.answers.get(question.key, "")
        answer = {"value": value, "answer": answers.in_words(question, value)}
        answered.append(question.snapshot() | answer)
    return answered


def _author_as_kept(author: Author) -> dict:
    kept: dict[str, str | bool | None] = {
        "full_name": author.full_name,
        "position": author.position,
        "workplace": author.workplace,
        "email": author.email,
        "phone": author.phone,
        "share": str(author.share),
        "birth_date": _iso(author.birth_date),
        "guardian": author.guardian,
    }
    if author.guardian:  # what was said for a minor, beside what the entrant has agreed to
        kept["guardian_publishes"] = author.guardian_publishes
        kept["child_publishes"] = author.child_publishes
    return kept


def _file_as_kept(file: Attachment) -> dict:
    return {
        "name": file.name,
        "caption": file.caption,
        "part": file.part,
        "sha256": file.blob.sha256,
        "size": file.blob.size,
        "blob": file.blob_id,
    }


def _next_receipt_number(edition: Edition) -> str:
    counter, _created = ReceiptCounter.objects.get_or_create(edition=edition)
    counter = lock(counter)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{edition.receipt_prefix}-{edition.year}-{counter.last:04d}"


@transaction.atomic
def submit(
    *,
    entry: Entry,
    by: User,
    at: datetime.datetime,
    consents: Collection[str] = REQUIRED,
    embargo_until: datetime.date | None = None,
    is_kept_from_vote: bool = False,
) -> Receipt:
    """Freeze the draft as a version and give a receipt; submitting twice gives the same receipt.

    `consents` are kinds of EntryConsent. Raises PhaseClosed, NotAllowed, Refused (a consent that is
    needed), Incomplete.
    """
    entry = lock(entry, "edition", "owner")
    receipt = _receipt_in_force(entry, by)
    if receipt is not None:
        return receipt
    if not permissions.can_submit(by, entry):
        raise NotAllowed(_("This entry can no longer be submitted."))
    _require_time(entry, at)
    if not set(consents) >= REQUIRED:
        raise Refused(
            _("Tick the declaration and the consent to the processing of personal data to submit.")
        )
    lacking = missing(entry)
    if lacking:
        raise Incomplete(lacking)
    version = _freeze(entry, consents, by, at)
    agreed = agreed_digest(consents, CONSENT_TEXTS, embargo_until, is_kept_from_vote)
    receipt = _issue_receipt(version, agreed, by, at)
    entry.receipt_number = receipt.number
    entry.status = Entry.Status.SUBMITTED
    entry.amending_since = None
    entry.publish_names = Kind.NAMES in consents
    entry.publish_pictures = Kind.PICTURES in consents
    entry.publish_summary = Kind.SUMMARY in consents
    entry.is_kept_from_vote = is_kept_from_vote
    entry.embargo_until = embargo_until
    entry.save()
    entry.index_words()
    emit("authors.changed", edition=entry.edition_id)
    _ask_for_papers(entry, version, receipt)
    return receipt


def _receipt_in_force(entry: Entry, by: User) -> Receipt | None:
    """The receipt of what the owner has submitted and is not changing."""
    is_submitted = entry.status == Entry.Status.SUBMITTED and entry.amending_since is None
    if not is_submitted or not permissions.owns(by, entry):
        return None
    return entry.latest_version().receipt


def _require_time(entry: Entry, at: datetime.datetime) -> None:
    """The submission phase is open, with the minutes of grace that the rules give.

    A returned entry may be submitted again as long as screening lasts, and one whose sealed copy
    was made void as long as judging does; so may one that came on paper before the deadline and
    was still to be typed, as long as screening lasts. Raises PhaseClosed.
    """
    kind, grace = _time_to_submit(entry)
    require_open(entry.edition, kind, at=at, grace=grace)


def _time_to_submit(entry: Entry) -> tuple[str, datetime.timedelta]:
    """The phase in which this entry is submitted, and the grace after its end."""
    is_returned = entry.status == Entry.Status.RETURNED
    voided = Sealing.objects.filter(version__entry=entry).exclude(voided_at=None)
    if is_returned and voided.exists():
        return Phase.Kind.JUDGING, datetime.timedelta(0)
    is_to_be_typed = entry.status == Entry.Status.DRAFT
    on_paper = Handover.objects.filter(entry=entry, on_paper=True, claimed_at=None)
    if is_returned or (is_to_be_typed and on_paper.exists()):
        return Phase.Kind.SCREENING, datetime.timedelta(0)
    return Phase.Kind.SUBMISSION, datetime.timedelta(minutes=entry.edition.grace_minutes)


def is_too_late(entry: Entry, at: datetime.datetime) -> bool:
    """Whether the time in which this entry could be submitted is over; for what a page says."""
    kind, grace = _time_to_submit(entry)
    return has_closed(entry.edition, kind, at - grace)


def _freeze(
    entry: Entry, consents: Collection[str], by: User, at: datetime.datetime
) -> EntryVersion:
    """The draft as a version, with what was agreed to."""
    content = content_of(entry)
    _field, kind, _unit = _chosen(entry)
    form = dossiers.version_of(entry.edition, kind, at=at)
    content["form_version"] = form.number
    version = EntryVersion.objects.create(
        entry=entry,
        number=entry.versions.count() + 1,
        content=content,
        digest=chain.digest_of(content),
        submitted_by=by,
        submitted_at=at,
    )
    EntryConsent.objects.bulk_create(
        EntryConsent(version=version, kind=kind, text_version=CONSENT_TEXTS, given_at=at)
        for kind in sorted(consents)
    )
    return version


def agreed_digest(
    consents: Collection[str],
    texts: str,
    embargo_until: datetime.date | None,
    is_kept_from_vote: bool,
) -> str:
    """What stands beside the line of a version: what was agreed to with it, and kept back."""
    kinds = sorted(str(kind) for kind in consents)
    return chain.digest_of([kinds, texts, embargo_until, is_kept_from_vote])


def _issue_receipt(version: EntryVersion, agreed: str, by: User, at: datetime.datetime) -> Receipt:
    """The receipt of a version, anchored in the ledger; an entry keeps its number for good."""
    entry = version.entry
    number = entry.receipt_number or _next_receipt_number(entry.edition)
    told: dict[str, object] = {"digest": version.digest}
    named = {"receipt": number, "version": version.number}
    # A dossier that was sealed before: that it comes again would tell whose copy was voided.
    was_sealed = Sealing.objects.filter(version__entry=entry).exclude(confirmed_at=None).exists()
    if not was_sealed:
        told |= named
    event = chain.append(
        entry.edition.chain,
        "entry.submitted",
        told,
        at=at,
        by=by,
        beside=named | {"agreed": agreed} if was_sealed else {"agreed": agreed},
    )
    return Receipt.objects.create(
        version=version, number=number, issued_at=at, ledger_head=event.digest
    )


def _ask_for_papers(entry: Entry, version: EntryVersion, receipt: Receipt) -> None:
    """The search for similar entries, the receipt as PDF, the message to the owner."""
    work.ask("find_similar", key=search_key(version), params={"version": version.pk}, total=1)
    work.ask("receipt_pdf", key=f"receipt:{receipt.pk}", params={"receipt": receipt.pk}, total=1)
    post.tell(
        entry.owner,
        "receipt",
        {"entry": entry, "receipt": receipt, "version": version},
        key=f"receipt:{receipt.pk}",
        link=address_of(entry),
    )


@transaction.atomic
def amend(*, entry: Entry, by: User, at: datetime.datetime) -> Entry:
    """Open a submitted entry for changes until the deadline.

    What was submitted counts until it is sent again. Raises NotAllowed, PhaseClosed.
    """
    entry = lock(entry, "edition", "owner")
    if not permissions.can_amend(by, entry):
        raise NotAllowed(_("This entry can no longer be changed."))
    require_open(entry.edition, Phase.Kind.SUBMISSION, at=at)
    if entry.amending_since is None:
        entry.amending_since = at
        entry.save(update_fields=["amending_since"])
    return entry


@transaction.atomic
def withdraw(*, entry: Entry, reason: str, by: User, at: datetime.datetime) -> Withdrawal:
    """Take the entry out of the contest; during judging its sheets leave every count.

    Raises NotAllowed, Refused.
    """
    entry = lock(entry, "edition", "owner")
    if not permissions.can_withdraw(by, entry):
        raise NotAllowed(_("This entry can no longer be withdrawn."))
    reason = need_reason(reason, _("Say in one sentence why you withdraw the entry."))
    withdrawal = Withdrawal.objects.create(entry=entry, reason=reason, by=by, at=at)
    entry.status = Entry.Status.WITHDRAWN
    entry.save()
    # Read in the line, it would tell whose code is missing in what is published of the round.
    whose = {"receipt": entry.receipt_number}
    if not entry.receipt_number:
        whose["dossier"] = str(entry.public_id)
    chain.append(entry.edition.chain, "entry.withdrawn", {}, at=at, by=by, beside=whose)
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
