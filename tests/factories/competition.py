"""The rules of one year as data."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from competition.models import (
    Broadcast,
    BroadcastFile,
    BroadcastRecipient,
    Contest,
    Correction,
    Criterion,
    DocumentText,
    Edition,
    EntryKind,
    Extension,
    Field,
    FormVersion,
    JointRequest,
    LetterText,
    Phase,
    PrizeTier,
    Publication,
    Question,
    ReminderPlan,
    RubricBand,
    SavedView,
    Scheme,
)
from tests.factories.accounts import UserFactory
from tests.factories.moments import days, some_digest


class ContestFactory(DjangoModelFactory):
    class Meta:
        model = Contest

    name = "Đổi mới sáng tạo – Vì Thái Nguyên thân yêu"
    slug = factory.Sequence(lambda number: f"cuoc-thi-{number}")


class EditionFactory(DjangoModelFactory):
    """An edition without phases: none of its rules is frozen."""

    class Meta:
        model = Edition

    contest = factory.SubFactory(ContestFactory)
    name = factory.LazyAttribute(lambda edition: f"Lần thứ {edition.number}, năm {edition.year}")
    slug = factory.Sequence(lambda number: f"lan-thi-{number}")
    number = factory.Sequence(lambda number: number + 1)
    year = 2030
    receipt_prefix = factory.LazyAttribute(lambda edition: f"ĐMST{edition.number}")


class PhaseFactory(DjangoModelFactory):
    """The submission of entries, open at noon."""

    class Meta:
        model = Phase

    edition = factory.SubFactory(EditionFactory)
    kind = Phase.Kind.SUBMISSION
    opens_at = days(-30)
    closes_at = days(30)


class JointRequestFactory(DjangoModelFactory):
    """Asked at noon, not answered yet."""

    class Meta:
        model = JointRequest

    edition = factory.SubFactory(EditionFactory)
    kind = "extension"
    content = factory.LazyAttribute(lambda joint: {"closes_at": days(40).isoformat()})
    changes = factory.LazyAttribute(lambda joint: [["Hạn nộp", "1/1/2030", "11/1/2030"]])
    reason = "Mưa lũ kéo dài ở nhiều xã"
    asked_by = factory.SubFactory(UserFactory)
    asked_at = days(0)


class PublicationFactory(DjangoModelFactory):
    class Meta:
        model = Publication

    edition = factory.SubFactory(EditionFactory)
    decision_number = factory.Sequence(lambda number: f"{number}/QĐ-BTC")
    digest = factory.Sequence(some_digest)
    asked_by = factory.SubFactory(UserFactory)
    agreed_by = factory.SubFactory(UserFactory)
    at = days(0)


class CorrectionFactory(DjangoModelFactory):
    class Meta:
        model = Correction

    edition = factory.SubFactory(EditionFactory)
    decision_number = factory.Sequence(lambda number: f"{number}/QĐ-BTC")
    reason = "Ghi nhầm mức tiền thưởng"
    changes = factory.LazyAttribute(lambda correction: [["Tiền thưởng", "5", "6"]])
    by = factory.SubFactory(UserFactory)
    at = days(0)


class ExtensionFactory(DjangoModelFactory):
    class Meta:
        model = Extension

    edition = factory.SubFactory(EditionFactory)
    decision_number = factory.Sequence(lambda number: f"{number}/QĐ-BTC")
    reason = "Mưa lũ kéo dài ở nhiều xã"
    closed_at = days(20)
    closes_at = days(30)
    by = factory.SubFactory(UserFactory)
    at = days(0)


class FieldFactory(DjangoModelFactory):
    class Meta:
        model = Field

    edition = factory.SubFactory(EditionFactory)
    name = "Nông nghiệp"
    code = factory.Sequence(lambda number: f"LV{number}")


class EntryKindFactory(DjangoModelFactory):
    class Meta:
        model = EntryKind

    edition = factory.SubFactory(EditionFactory)
    name = "Giải pháp kỹ thuật"


class QuestionFactory(DjangoModelFactory):
    """A long text, asked of every entry."""

    class Meta:
        model = Question

    edition = factory.SubFactory(EditionFactory)
    key = factory.Sequence(lambda number: f"cau-{number}")
    label = "Nội dung giải pháp"


class FormVersionFactory(DjangoModelFactory):
    class Meta:
        model = FormVersion

    edition = factory.SubFactory(EditionFactory)
    kind = factory.SubFactory(EntryKindFactory, edition=factory.SelfAttribute("..edition"))
    number = factory.Sequence(lambda number: number + 1)
    digest = factory.Sequence(some_digest)
    questions = factory.LazyFunction(lambda: [{"key": "noi-dung", "label": "Nội dung giải pháp"}])
    first_used_at = days(-10)


class DocumentTextFactory(DjangoModelFactory):
    class Meta:
        model = DocumentText

    edition = factory.SubFactory(EditionFactory)
    title = "Đối tượng dự thi"
    body = "Mọi công dân sinh sống, học tập, làm việc trên địa bàn tỉnh."


class SchemeFactory(DjangoModelFactory):
    """A blinded round of 80 points of the council and 20 of the vote."""

    class Meta:
        model = Scheme

    edition = factory.SubFactory(EditionFactory)
    order = factory.Sequence(lambda number: number + 11)  # behind those of a rehearsed one


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    scheme = factory.SubFactory(SchemeFactory)
    name = "Tính mới và sáng tạo"
    max_points = Decimal(20)


class RubricBandFactory(DjangoModelFactory):
    class Meta:
        model = RubricBand

    criterion = factory.SubFactory(CriterionFactory)
    lowest = Decimal(15)
    highest = Decimal(20)
    text = "Hoàn toàn mới trong tỉnh"


class PrizeTierFactory(DjangoModelFactory):
    class Meta:
        model = PrizeTier

    edition = factory.SubFactory(EditionFactory)
    name = "Giải Nhất"
    count = 1
    money = 30_000_000


class LetterTextFactory(DjangoModelFactory):
    class Meta:
        model = LetterText

    edition = factory.SubFactory(EditionFactory)
    event = "receipt"
    language = "vi"
    subject = "Đã nhận hồ sơ {so_ho_so}"
    body = "Chào {ho_ten}, hồ sơ của bạn đã đến."


class BroadcastFactory(DjangoModelFactory):
    """Being written."""

    class Meta:
        model = Broadcast

    edition = factory.SubFactory(EditionFactory)
    group = "drafts"
    subject = "Sắp hết hạn nộp"
    body = "Chào {ho_ten}, xin nộp hồ sơ."
    written_by = factory.SubFactory(UserFactory)
    written_at = days(-1)


class BroadcastFileFactory(DjangoModelFactory):
    class Meta:
        model = BroadcastFile

    broadcast = factory.SubFactory(BroadcastFactory)
    blob = factory.SubFactory("tests.factories.foundation.BlobFactory")
    name = "the-le.pdf"


class BroadcastRecipientFactory(DjangoModelFactory):
    """Nothing was written to the person yet."""

    class Meta:
        model = BroadcastRecipient

    broadcast = factory.SubFactory(BroadcastFactory)
    person = factory.SubFactory(UserFactory)


class ReminderPlanFactory(DjangoModelFactory):
    class Meta:
        model = ReminderPlan

    edition = factory.SubFactory(EditionFactory)
    kind = "draft_unfinished"
    days = factory.LazyFunction(lambda: [5])


class SavedViewFactory(DjangoModelFactory):
    """A view of the list of dossiers that nobody else sees."""

    class Meta:
        model = SavedView

    edition = factory.SubFactory(EditionFactory)
    kept_by = factory.SubFactory(UserFactory)
    listing = "entry_queue"
    name = factory.Sequence(lambda number: f"Chế độ xem {number}")
    query = "trang-thai=submitted"
    saved_at = days(0)
