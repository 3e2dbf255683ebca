"""Entries, and what becomes of them before they are sealed."""

import datetime
import uuid
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from foundation.vietnamese.text import fold
from submissions.models import (
    Attachment,
    Author,
    BlindCopy,
    Clearance,
    CodePair,
    ConsentWithdrawal,
    DraftChange,
    EnteredConflict,
    Entry,
    EntryConsent,
    EntryVersion,
    EntryWord,
    Exhibit,
    ExhibitStep,
    Fingerprint,
    Handling,
    Handover,
    ImportedList,
    Invitation,
    JudgesQuestion,
    KeptRelation,
    Letter,
    Outcome,
    PageLook,
    PageReading,
    Receipt,
    ReceiptCounter,
    Redaction,
    Screening,
    SealedFile,
    Sealing,
    SimilarPair,
    UndoneAcceptance,
    UnitConfirmation,
    UnitReturn,
    Upload,
    Withdrawal,
    WordDecision,
)
from tests.factories.accounts import NAMES, UnitFactory, UserFactory
from tests.factories.competition import EditionFactory, EntryKindFactory, FieldFactory
from tests.factories.foundation import BlobFactory
from tests.factories.moments import NOON, days, some_digest

TITLE = "Hệ thống tưới tiết kiệm cho đồi chè"
SUMMARY = "Cảm biến độ ẩm điều khiển van tưới, giảm một nửa lượng nước."


class EntryFactory(DjangoModelFactory):
    """A draft with a field and a kind, without authors and files."""

    class Meta:
        model = Entry

    edition = factory.SubFactory(EditionFactory)
    owner = factory.SubFactory(UserFactory)
    field = factory.SubFactory(FieldFactory, edition=factory.SelfAttribute("..edition"))
    kind = factory.SubFactory(EntryKindFactory, edition=factory.SelfAttribute("..edition"))
    title = TITLE
    summary = SUMMARY


class EntryWordFactory(DjangoModelFactory):
    class Meta:
        model = EntryWord

    entry = factory.SubFactory(EntryFactory)
    word = factory.Sequence(lambda number: fold(f"tưới{number}").encode())


class AuthorFactory(DjangoModelFactory):
    """The only author."""

    class Meta:
        model = Author

    entry = factory.SubFactory(EntryFactory)
    full_name = factory.Iterator(NAMES)
    birth_date = datetime.date(1990, 2, 28)
    workplace = "Hợp tác xã chè La Bằng"
    email = factory.Sequence(lambda number: f"tac-gia-{number}@example.vn")
    share = Decimal(100)


class AttachmentFactory(DjangoModelFactory):
    """A file that has been checked."""

    class Meta:
        model = Attachment

    entry = factory.SubFactory(EntryFactory)
    blob = factory.SubFactory(BlobFactory)
    name = "bản mô tả.pdf"
    verdict = Attachment.Verdict.CLEARED


class UploadFactory(DjangoModelFactory):
    """Begun at noon, nothing has come yet."""

    class Meta:
        model = Upload

    entry = factory.SubFactory(EntryFactory)
    owner = factory.SelfAttribute("entry.owner")
    name = "phim giới thiệu.mp4"
    size = 5_000_000
    begun_at = NOON
    expires_at = days(1)


class DraftChangeFactory(DjangoModelFactory):
    class Meta:
        model = DraftChange

    entry = factory.SubFactory(EntryFactory)
    by = factory.SelfAttribute("entry.owner")
    begun_at = NOON
    saved_at = NOON
    changes = factory.LazyFunction(lambda: {"title": ["Hệ thống tưới", TITLE]})


class EntryVersionFactory(DjangoModelFactory):
    """The first version of a submitted entry."""

    class Meta:
        model = EntryVersion

    entry = factory.SubFactory(EntryFactory, status=Entry.Status.SUBMITTED)
    number = 1
    content = factory.LazyAttribute(
        lambda version: {
            "title": version.entry.title,
            "summary": version.entry.summary,
            "answers": [],
            "authors": [],
            "files": [],
        }
    )
    digest = factory.Sequence(some_digest)
    submitted_by = factory.SelfAttribute("entry.owner")
    submitted_at = days(-5)


class EntryConsentFactory(DjangoModelFactory):
    class Meta:
        model = EntryConsent

    version = factory.SubFactory(EntryVersionFactory)
    kind = EntryConsent.Kind.PARTICIPATION
    text_version = "2025-01"
    given_at = days(-5)


class ConsentWithdrawalFactory(DjangoModelFactory):
    """Asked for after the announcement, not carried out yet."""

    class Meta:
        model = ConsentWithdrawal

    entry = factory.SubFactory(EntryFactory, status=Entry.Status.SEALED, publish_names=True)
    kind = EntryConsent.Kind.NAMES
    asked_by = factory.SelfAttribute("entry.owner")
    asked_at = days(-1)
    due = datetime.date(2030, 12, 1)


class JudgesQuestionFactory(DjangoModelFactory):
    """Not answered yet."""

    class Meta:
        model = JudgesQuestion

    entry = factory.SubFactory(EntryFactory, status=Entry.Status.SEALED)
    key = factory.LazyFunction(uuid.uuid4)
    text = "Số liệu đo trong mấy ngày?"
    asked_on = datetime.date(2030, 11, 1)


class ReceiptCounterFactory(DjangoModelFactory):
    class Meta:
        model = ReceiptCounter

    edition = factory.SubFactory(EditionFactory)


class ReceiptFactory(DjangoModelFactory):
    class Meta:
        model = Receipt

    version = factory.SubFactory(EntryVersionFactory)
    number = factory.Sequence(lambda number: f"ĐMST-2030-{number:04}")
    issued_at = days(-5)
    ledger_head = factory.Sequence(some_digest)


class UnitConfirmationFactory(DjangoModelFactory):
    class Meta:
        model = UnitConfirmation

    version = factory.SubFactory(EntryVersionFactory)
    unit = factory.SubFactory(UnitFactory)
    confirmed_by = factory.SubFactory(UserFactory)
    confirmed_at = days(-4)


class UnitReturnFactory(DjangoModelFactory):
    class Meta:
        model = UnitReturn

    version = factory.SubFactory(EntryVersionFactory)
    reason = "Chưa có ý kiến của hội đồng sáng kiến cơ sở"
    by = factory.SubFactory(UserFactory)
    at = days(-4)


class WithdrawalFactory(DjangoModelFactory):
    class Meta:
        model = Withdrawal

    entry = factory.SubFactory(EntryFactory, status=Entry.Status.WITHDRAWN)
    reason = "Giải pháp đang chờ cấp bằng"
    by = factory.SelfAttribute("entry.owner")
    at = days(-3)


class OutcomeFactory(DjangoModelFactory):
    """An entry that won a prize."""

    class Meta:
        model = Outcome

    entry = factory.SubFactory(EntryFactory, status=Entry.Status.SEALED)
    is_winner = True
    prize = "Giải Nhất"
    council_score = Decimal("71.5")
    vote_points = Decimal("18.25")
    final_score = Decimal("89.75")
    rank = 1
    remarks = factory.LazyFunction(lambda: ["Nên thử ở nhiều loại đất hơn."])
    announced_at = days(-1)


class ExhibitFactory(DjangoModelFactory):
    class Meta:
        model = Exhibit

    entry = factory.SubFactory(EntryFactory, status=Entry.Status.SUBMITTED)
    number = factory.Sequence(lambda number: f"ĐMST-2030-HV-{number:03}")
    kind = Exhibit.Kind.MODEL
    name = "Mô hình van tưới"


class ExhibitStepFactory(DjangoModelFactory):
    """The exhibit has come."""

    class Meta:
        model = ExhibitStep

    exhibit = factory.SubFactory(ExhibitFactory)
    kind = ExhibitStep.Kind.RECEIVED
    where = "Phòng 101, Sở Khoa học và Công nghệ"
    by = factory.SubFactory(UserFactory)
    at = days(-3)


class ScreeningFactory(DjangoModelFactory):
    """An accepted dossier."""

    class Meta:
        model = Screening

    version = factory.SubFactory(EntryVersionFactory, entry__status=Entry.Status.ACCEPTED)
    verdict = Screening.Verdict.ACCEPTED
    by = factory.SubFactory(UserFactory)
    at = days(-3)


class UndoneAcceptanceFactory(DjangoModelFactory):
    """An acceptance that was taken back."""

    class Meta:
        model = UndoneAcceptance

    version = factory.SubFactory(EntryVersionFactory, entry__status=Entry.Status.SUBMITTED)
    accepted_by = factory.SubFactory(UserFactory)
    accepted_at = days(-3)
    reason = "Nhầm hồ sơ"
    by = factory.SubFactory(UserFactory)
    at = days(-2)


class HandlingFactory(DjangoModelFactory):
    class Meta:
        model = Handling

    entry = factory.SubFactory(EntryFactory, status=Entry.Status.SUBMITTED)
    handler = factory.SubFactory(UserFactory)
    by = factory.SelfAttribute("handler")
    at = days(-4)


class LetterFactory(DjangoModelFactory):
    """The secretariat asks the entrant."""

    class Meta:
        model = Letter

    entry = factory.SubFactory(EntryFactory, status=Entry.Status.SUBMITTED)
    by = factory.SubFactory(UserFactory)
    from_office = True
    text = "Đề nghị bổ sung số liệu thử nghiệm."
    at = days(-4)


class SealingFactory(DjangoModelFactory):
    """A blinded copy that nobody has confirmed yet."""

    class Meta:
        model = Sealing

    version = factory.SubFactory(EntryVersionFactory, entry__status=Entry.Status.ACCEPTED)
    title = TITLE
    summary = SUMMARY
    sections = factory.LazyFunction(lambda: [["Nội dung giải pháp", "Van tưới tự động."]])
    leaks = factory.LazyFunction(lambda: [{"what": "ten", "where": "summary"}])
    prepared_at = days(-2)


class CodePairFactory(DjangoModelFactory):
    class Meta:
        model = CodePair

    sealing = factory.SubFactory(SealingFactory)
    nonce = factory.Sequence(some_digest)
    digest = factory.Sequence(some_digest)


class SealedFileFactory(DjangoModelFactory):
    class Meta:
        model = SealedFile

    sealing = factory.SubFactory(SealingFactory)
    blob = factory.SubFactory(BlobFactory)
    name = "tai-lieu-1.pdf"


class BlindCopyFactory(DjangoModelFactory):
    class Meta:
        model = BlindCopy

    blob = factory.SubFactory(BlobFactory)
    identities = factory.Sequence(some_digest)
    copy = factory.SubFactory(BlobFactory)
    suffix = "pdf"
    report = factory.LazyFunction(lambda: {"removed": [], "hits": [], "eye": [], "lost": []})


class PageReadingFactory(DjangoModelFactory):
    """One word in the upper left corner."""

    class Meta:
        model = PageReading

    blob = factory.SubFactory(BlobFactory)
    page = 1
    words = factory.LazyFunction(lambda: [["chè", 0.1, 0.1, 0.15, 0.12, 0, 96.0]])
    at = days(-3)


class PageLookFactory(DjangoModelFactory):
    class Meta:
        model = PageLook

    entry = factory.SubFactory(EntryFactory, status=Entry.Status.ACCEPTED)
    copy = factory.SubFactory(BlobFactory)
    page = 1
    digest = factory.Sequence(some_digest)
    by = factory.SubFactory(UserFactory)
    at = days(-2)


class RedactionFactory(DjangoModelFactory):
    """The upper left quarter of the first page."""

    class Meta:
        model = Redaction

    entry = factory.SubFactory(EntryFactory, status=Entry.Status.ACCEPTED)
    blob = factory.SubFactory(BlobFactory)
    page = 1
    left = 0.0
    top = 0.0
    right = 0.5
    bottom = 0.5
    by = factory.SubFactory(UserFactory)
    at = days(-2)


class WordDecisionFactory(DjangoModelFactory):
    class Meta:
        model = WordDecision

    entry = factory.SubFactory(EntryFactory, status=Entry.Status.ACCEPTED)
    word = factory.Sequence(lambda number: f"Hợp tác xã {number}")
    is_masked = True
    by = factory.SubFactory(UserFactory)
    at = days(-2)


class KeptRelationFactory(DjangoModelFactory):
    """What relates a person on a panel to a sealed entry."""

    class Meta:
        model = KeptRelation

    entry = factory.SubFactory(EntryFactory, status=Entry.Status.SEALED)
    person = factory.SubFactory(UserFactory)
    reason = "same_unit"
    through = "Sở Khoa học và Công nghệ"


class ClearanceFactory(DjangoModelFactory):
    class Meta:
        model = Clearance

    entry = factory.SubFactory(EntryFactory, status=Entry.Status.SEALED)
    person = factory.SubFactory(UserFactory)
    reason = "Trùng họ tên, khác người"
    by = factory.SubFactory(UserFactory)
    at = days(-2)


class EnteredConflictFactory(DjangoModelFactory):
    class Meta:
        model = EnteredConflict

    entry = factory.SubFactory(EntryFactory, status=Entry.Status.SEALED)
    person = factory.SubFactory(UserFactory)
    reason = "Là anh em rể của tác giả"
    by = factory.SubFactory(UserFactory)
    at = days(-2)


class InvitationFactory(DjangoModelFactory):
    """An open invitation whose link nobody knows."""

    class Meta:
        model = Invitation

    entry = factory.SubFactory(EntryFactory)
    email = factory.Sequence(lambda number: f"dong-tac-gia-{number}@example.vn")
    token_digest = factory.Sequence(some_digest)
    invited_by = factory.SelfAttribute("entry.owner")
    invited_at = days(-1)
    expires_at = days(13)


class HandoverFactory(DjangoModelFactory):
    """A dossier that waits for the person for whom it was written."""

    class Meta:
        model = Handover

    entry = factory.SubFactory(EntryFactory)
    full_name = factory.Iterator(NAMES)
    code_digest = factory.Sequence(some_digest)
    by = factory.SelfAttribute("entry.owner")
    at = days(-1)


class ImportedListFactory(DjangoModelFactory):
    """A list of one work, without a fault."""

    class Meta:
        model = ImportedList

    edition = factory.SubFactory(EditionFactory)
    name = "danh sách.xlsx"
    rows = factory.LazyFunction(
        lambda: [
            {"number": 2, "values": {"title": TITLE, "authors": NAMES[0]}, "faults": []},
        ]
    )
    by = factory.SubFactory(UserFactory)
    at = days(-1)


class FingerprintFactory(DjangoModelFactory):
    class Meta:
        model = Fingerprint

    version = factory.SubFactory(EntryVersionFactory)
    parts = factory.LazyFunction(lambda: [["title", TITLE], ["summary", SUMMARY]])
    signature = b"\x00" * 8
    made_at = days(-5)


class SimilarPairFactory(DjangoModelFactory):
    """Two entries of one edition; nobody has looked at them."""

    class Meta:
        model = SimilarPair

    version = factory.SubFactory(EntryVersionFactory)
    other = factory.SubFactory(
        EntryVersionFactory, entry__edition=factory.SelfAttribute("...version.entry.edition")
    )
    share = Decimal("62.5")
    by_part = factory.LazyFunction(lambda: [["title", 40], ["content", 92]])
    found_at = days(-4)
