"""What a whole contest keeps of each entry: version, receipt, screening, sealing, files, words, and
its lines of the ledger; written in bulk.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from competition import dossiers
from competition.models import Edition
from demo.rehearsal.steps import description_pdf
from foundation.ledger import chain
from foundation.ledger.models import Chain, Event
from foundation.vault import store
from foundation.vault.models import Blob
from foundation.vietnamese.text import fold, name_key
from submissions.models import (
    Attachment,
    Author,
    Entry,
    EntryVersion,
    Receipt,
    Screening,
    SealedFile,
    Sealing,
    SimilarPair,
)
from submissions.models.drafts import EntryWord
from submissions.models.sealing import ALPHABET
from submissions.writing import intake

Line = tuple[str, dict[str, Any]]  # verb and payload
PAGES = 2  # of the description that stands for everybody's
OF_LETTERS = len(ALPHABET)
SPREAD = 7_919  # neighbours get codes that look drawn; prime to the number of codes


def code(prefix: str, number: int) -> str:
    """A code as sealing draws them, the same for a number in a small contest and in a large one."""
    left = (number + 1) * SPREAD * SPREAD % OF_LETTERS**6
    signs = ""
    for _place in range(6):
        left, sign = divmod(left, OF_LETTERS)
        signs += ALPHABET[sign]
    return f"{prefix}-{signs}"


def authors_of(entries: Iterable[Entry]) -> None:
    """Each entry is the work of its owner."""
    Author.objects.bulk_create(
        Author(
            entry=entry,
            full_name=entry.owner.full_name,
            folded_name=fold(entry.owner.full_name),
            name_key=name_key(entry.owner.full_name),
            share=Decimal(100),
        )
        for entry in entries
    )


def words_of(entries: Iterable[Entry]) -> None:
    """By which the office finds them (`Entry.index_words`)."""
    EntryWord.objects.bulk_create(
        EntryWord(entry=entry, word=word)
        for entry in entries
        for word in sorted(_words(f"{entry.title} {entry.receipt_number} {entry.owner.full_name}"))
    )


def _words(text: str) -> set[bytes]:
    return {word[:40].encode() for word in re.findall(r"\w+", fold(text))}


def write(entries: Sequence[Entry], numbers: dict[int, int], sections: list, by: User) -> None:
    """The evidence of entries that were sent in; `numbers` are those of their codes, by id, and
    `sections` the answers that judges read.
    """
    at = timezone.now() - datetime.timedelta(days=20)
    edition = entries[0].edition
    _attach(entries, _blob("Thuyết minh giải pháp"))
    versions = _versions(entries, at)
    lines = append(edition, [_submitted(version) for version in versions], by)
    Receipt.objects.bulk_create(
        Receipt(
            version=version,
            number=version.entry.receipt_number,
            issued_at=at,
            ledger_head=line.digest,
        )
        for version, line in zip(versions, lines, strict=True)
    )
    accepted = [version for version in versions if version.entry.status != "submitted"]
    Screening.objects.bulk_create(
        Screening(
            version=version,
            verdict=Screening.Verdict.ACCEPTED,
            checks=edition.screening_points,
            by=by,
            at=at,
        )
        for version in accepted
    )
    sealings = _seal(accepted, numbers, sections, by, at)
    _copy_files(sealings, blinded_copy())
    confirmed = [sealing for sealing in sealings if sealing.confirmed_at]
    lines = [("entry.sealed", {"codes": chain.digest_of(copy.judging_code)}) for copy in confirmed]
    append(edition, lines, by)
    SimilarPair.objects.create(
        version=versions[0],
        other=versions[1],
        share="40.0",
        by_part=[["content", 40]],
        found_at=at,
    )


def blinded_copy() -> Blob:
    """What judges get of every file."""
    return _blob("Bản ẩn danh")


def _blob(title: str) -> Blob:
    """A description of a few pages, that stands for everybody's."""
    paragraphs = {str(place): "Số liệu đo được trước và sau. " * 60 for place in range(4)}
    content = description_pdf(title, paragraphs)
    return store.put(content, media_type="application/pdf")


def _attach(entries: Iterable[Entry], blob: Blob) -> None:
    Attachment.objects.bulk_create(
        Attachment(
            entry=entry,
            blob=blob,
            name="Thuyết minh giải pháp.pdf",
            caption="Thuyết minh giải pháp",
            verdict=Attachment.Verdict.CLEARED,
        )
        for entry in entries
    )


def _versions(entries: Sequence[Entry], at: datetime.datetime) -> list[EntryVersion]:
    """The content of the first one is that of all, but for what names an entry."""
    first = entries[0]
    form = dossiers.version_of(first.edition, first.kind, at=at)
    pattern = intake.content_of(first) | {"form_version": form.number}
    versions = []
    for entry in entries:
        author = pattern["authors"][0] | {"full_name": entry.owner.full_name}
        content = pattern | {
            "title": entry.title,
            "summary": entry.summary,
            "field": entry.field.name,
            "unit": entry.unit.name,
            "authors": [author],
        }
        versions.append(
            EntryVersion(
                entry=entry,
                number=1,
                content=content,
                digest=chain.digest_of(content),
                submitted_by=entry.owner,
                submitted_at=at,
            )
        )
    return EntryVersion.objects.bulk_create(versions)


def _submitted(version: EntryVersion) -> Line:
    receipt = version.entry.receipt_number
    return "entry.submitted", {"receipt": receipt, "version": 1, "digest": version.digest}


def _seal(
    versions: Sequence[EntryVersion],
    numbers: dict[int, int],
    sections: list,
    by: User,
    at: datetime.datetime,
) -> list[Sealing]:
    """Blinded copies; those of entries that are only accepted wait for a person's word."""
    sealings = []
    for version in versions:
        entry, number = version.entry, numbers[version.entry_id]
        is_sealed = entry.status == Entry.Status.SEALED
        sealings.append(
            Sealing(
                version=version,
                judging_code=code("HS", number),
                vote_code=code("BC", number),
                result_code=code("KQ", number),
                title=entry.title,
                summary=entry.summary,
                sections=sections,
                prepared_at=at,
                confirmed_by=by if is_sealed else None,
                confirmed_at=at if is_sealed else None,
            )
        )
    return Sealing.objects.bulk_create(sealings)


def _copy_files(sealings: Iterable[Sealing], copy: Blob) -> None:
    SealedFile.objects.bulk_create(
        SealedFile(sealing=sealing, blob=copy, name=file_name(sealing.judging_code), pages=PAGES)
        for sealing in sealings
    )


def file_name(judging_code: str) -> str:
    """The neutral name of the one file."""
    return f"{judging_code}-1.pdf"


def append(edition: Edition, lines: Sequence[Line], by: User | None) -> list[Event]:
    """Many lines at the end of an edition's ledger, as `chain.append` writes each."""
    ledger, _is_new = Chain.objects.get_or_create(name=edition.chain)
    at = timezone.now()
    events = []
    for verb, payload in lines:
        number = ledger.length + 1
        body = {
            "previous": ledger.head,
            "number": number,
            "verb": verb,
            "payload": payload,
            "at": at,
        }
        digest = chain.digest_of(body)
        events.append(
            Event(
                chain=ledger,
                number=number,
                verb=verb,
                payload=payload,
                at=at,
                actor=by,
                previous=ledger.head,
                digest=digest,
            )
        )
        ledger.length, ledger.head = number, digest
    ledger.save()
    return Event.objects.bulk_create(events)
