"""Rounds, councils, blinded entries, sheets, rankings."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from accounts.models import Membership
from judging.models import (
    AgendaItem,
    Assignment,
    Attendance,
    BlindedEntry,
    BlindedFile,
    Comparison,
    ComparisonBallot,
    Conflict,
    Contribution,
    EvidenceJudge,
    EvidencePlace,
    Inquiry,
    Judge,
    KeptEvidence,
    KeyedSheet,
    Lottery,
    Meeting,
    MinutesConfirmation,
    MinutesLine,
    Motion,
    MotionVoter,
    Panel,
    Promotion,
    Ranking,
    RankingRow,
    Recusal,
    Reopening,
    Round,
    Scoresheet,
    SeatChange,
    Visit,
    VisitPhoto,
)
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, FieldFactory, SchemeFactory
from tests.factories.foundation import BlobFactory
from tests.factories.moments import days, some_digest
from tests.factories.submissions import SUMMARY, TITLE

CODES = "HS-{:06}".format


class RoundFactory(DjangoModelFactory):
    """A round in preparation."""

    class Meta:
        model = Round

    edition = factory.SubFactory(EditionFactory)
    scheme = factory.SubFactory(SchemeFactory, edition=factory.SelfAttribute("..edition"))
    name = "Vòng sơ khảo"
    order = factory.SelfAttribute("scheme.order")


class PanelFactory(DjangoModelFactory):
    """A council without members; `fields=[…]` says what it judges."""

    class Meta:
        model = Panel
        skip_postgeneration_save = True

    round = factory.SubFactory(RoundFactory)
    name = factory.Sequence(lambda number: f"Hội đồng {number}")

    @factory.post_generation
    def fields(self, create, extracted, **kwargs):
        if create and extracted:
            self.fields.set(extracted)


class JudgeFactory(DjangoModelFactory):
    """A member who has accepted and signed. The role itself is a Membership, which `rounds.appoint`
    gives.
    """

    class Meta:
        model = Judge

    panel = factory.SubFactory(PanelFactory)
    user = factory.SubFactory(UserFactory)
    position = Membership.Role.JUDGE
    invited_at = days(-12)
    accepted_at = days(-11)
    undertaking_at = days(-11)


class SeatChangeFactory(DjangoModelFactory):
    """A judge's seat as it was given."""

    class Meta:
        model = SeatChange

    judge = factory.SubFactory(JudgeFactory)
    position = factory.SelfAttribute("judge.position")
    rights = factory.LazyFunction(lambda: ["may_score", "may_comment", "may_vote", "may_sign"])
    reason = "21/QĐ"
    nonce = factory.Sequence(lambda number: f"{number:032x}")
    by = factory.SubFactory(UserFactory)
    at = days(-20)


class BlindedEntryFactory(DjangoModelFactory):
    class Meta:
        model = BlindedEntry

    round = factory.SubFactory(RoundFactory)
    code = factory.Sequence(CODES)
    field = factory.SubFactory(FieldFactory, edition=factory.SelfAttribute("..round.edition"))
    title = TITLE
    summary = SUMMARY
    sections = factory.LazyFunction(lambda: [["Nội dung giải pháp", "Van tưới tự động."]])


class BlindedFileFactory(DjangoModelFactory):
    class Meta:
        model = BlindedFile

    blinded_entry = factory.SubFactory(BlindedEntryFactory)
    blob = factory.SubFactory(BlobFactory)
    name = "tai-lieu-1.pdf"


class ConflictFactory(DjangoModelFactory):
    class Meta:
        model = Conflict

    judge = factory.SubFactory(JudgeFactory)
    blinded_entry = factory.SubFactory(
        BlindedEntryFactory, round=factory.SelfAttribute("..judge.panel.round")
    )
    reason = Conflict.Reason.SAME_UNIT
    found_at = days(-10)


class AssignmentFactory(DjangoModelFactory):
    """Confirmed work of a judge."""

    class Meta:
        model = Assignment

    judge = factory.SubFactory(JudgeFactory)
    blinded_entry = factory.SubFactory(
        BlindedEntryFactory, round=factory.SelfAttribute("..judge.panel.round")
    )
    state = Assignment.State.CONFIRMED
    confirmed_at = days(-9)


class LotteryFactory(DjangoModelFactory):
    """A lottery that has been drawn; the database keeps it as it is."""

    class Meta:
        model = Lottery

    round = factory.SubFactory(RoundFactory)
    most_percent = 80
    chances = factory.LazyFunction(lambda: [[1, "HS-000001", 512]])
    commitment = factory.Sequence(some_digest)
    secret = factory.Sequence(some_digest)
    source = "Xổ số kiến thiết miền Bắc, giải đặc biệt"
    committed_by = factory.SubFactory(UserFactory)
    committed_at = days(-10)
    public_number = "04821"
    plan = factory.LazyFunction(lambda: [[1, "HS-000001"]])
    drawn_by = factory.SelfAttribute("committed_by")
    drawn_at = days(-9)


class ScoresheetFactory(DjangoModelFactory):
    """A draft; `locked=True` gives a sheet that the database keeps as it is."""

    class Meta:
        model = Scoresheet

    class Params:
        locked = factory.Trait(
            state=Scoresheet.State.LOCKED, total=Decimal("15.5"), locked_at=days(-7)
        )

    assignment = factory.SubFactory(AssignmentFactory)
    points = factory.LazyFunction(lambda: {"1": "15.5"})
    comment = "Rõ ràng, có số liệu."
    saved_at = days(-7)


class RecusalFactory(DjangoModelFactory):
    class Meta:
        model = Recusal

    assignment = factory.SubFactory(AssignmentFactory, state=Assignment.State.RELEASED)
    reason = "Tôi đã góp ý cho giải pháp này"
    at = days(-8)


class InquiryFactory(DjangoModelFactory):
    """Not answered yet."""

    class Meta:
        model = Inquiry

    assignment = factory.SubFactory(AssignmentFactory, state=Assignment.State.CONFIRMED)
    text = "Số liệu đo trong mấy ngày?"
    asked_at = days(-2)


class ReopeningFactory(DjangoModelFactory):
    """Asked for and agreed to."""

    class Meta:
        model = Reopening

    sheet = factory.SubFactory(ScoresheetFactory, locked=True)
    reason = "Nhầm tiêu chí"
    points = factory.SelfAttribute("sheet.points")
    total = factory.SelfAttribute("sheet.total")
    locked_at = factory.SelfAttribute("sheet.locked_at")
    asked_by = factory.SubFactory(UserFactory)
    asked_at = days(-6)
    agreed_by = factory.SubFactory(UserFactory)
    agreed_at = days(-5)


class KeyedSheetFactory(DjangoModelFactory):
    """Typed; it waits for the second person."""

    class Meta:
        model = KeyedSheet

    assignment = factory.SubFactory(AssignmentFactory)
    points = factory.LazyFunction(lambda: {"1": "15.5"})
    source = "Phiếu giấy số 12"
    keyed_by = factory.SubFactory(UserFactory)
    keyed_at = days(-7)


class RankingFactory(DjangoModelFactory):
    """The ranking in force of a round."""

    class Meta:
        model = Ranking

    round = factory.SubFactory(RoundFactory, state=Round.State.FROZEN)
    scheme = factory.LazyFunction(lambda: {"aggregate": "mean", "council_max": "80"})
    sheets = factory.LazyFunction(lambda: [{"code": "HS-000001", "points": {"1": "15.5"}}])
    digest = factory.Sequence(some_digest)
    ledger_head = factory.Sequence(some_digest)
    frozen_by = factory.SubFactory(UserFactory)
    frozen_at = days(-5)


class RankingRowFactory(DjangoModelFactory):
    class Meta:
        model = RankingRow

    ranking = factory.SubFactory(RankingFactory)
    code = factory.Sequence(CODES)
    field = factory.SubFactory(
        FieldFactory, edition=factory.SelfAttribute("..ranking.round.edition")
    )
    title = TITLE
    sheets = 3
    score = Decimal("71.5")
    criterion_means = factory.LazyFunction(lambda: ["15.5"])
    spread = Decimal("4.5")
    rank = 1


class KeptEvidenceFactory(DjangoModelFactory):
    """How sure the result of a closed round is, as it was worked out."""

    class Meta:
        model = KeptEvidence

    round = factory.SubFactory(RoundFactory, state=Round.State.CLOSED)
    source = factory.Sequence(some_digest)
    prizes = 3
    alpha = 0.8
    intraclass = 0.7
    made_at = days(-5)


class EvidencePlaceFactory(DjangoModelFactory):
    class Meta:
        model = EvidencePlace

    evidence = factory.SubFactory(KeptEvidenceFactory)
    code = factory.Sequence(CODES)
    title = TITLE
    rank = 1
    score = Decimal("71.5")
    calibrated = 71.2
    lowest = 1
    highest = 3
    in_prize = 0.9
    is_near = False
    part = 0


class EvidenceJudgeFactory(DjangoModelFactory):
    class Meta:
        model = EvidenceJudge

    evidence = factory.SubFactory(KeptEvidenceFactory)
    judge = factory.SubFactory(
        JudgeFactory, panel__round=factory.SelfAttribute("...evidence.round")
    )
    order = factory.Sequence(int)
    sheets = 5
    severity = 1.5
    error = 0.5
    changed = factory.LazyFunction(lambda: ["HS-000001"])
    favours = factory.LazyFunction(lambda: [{"group": "Y dược", "points": 1.5}])


class PromotionFactory(DjangoModelFactory):
    """An entry goes on by the rule."""

    class Meta:
        model = Promotion

    ranking = factory.SubFactory(RankingFactory)
    code = factory.Sequence(CODES)
    by_rule = True
    goes_on = factory.SelfAttribute("by_rule")
    by = factory.SubFactory(UserFactory)
    at = days(-4)


class ComparisonFactory(DjangoModelFactory):
    """An open comparison; `entries=[…]` says of what."""

    class Meta:
        model = Comparison
        skip_postgeneration_save = True

    ranking = factory.SubFactory(RankingFactory)
    opened_by = factory.SubFactory(UserFactory)
    opened_at = days(-3)

    @factory.post_generation
    def entries(self, create, extracted, **kwargs):
        if create and extracted:
            self.entries.set(extracted)


class ComparisonBallotFactory(DjangoModelFactory):
    class Meta:
        model = ComparisonBallot

    comparison = factory.SubFactory(ComparisonFactory)
    judge = factory.SubFactory(
        JudgeFactory, panel__round=factory.SelfAttribute("...comparison.ranking.round")
    )
    choices = factory.LazyFunction(lambda: [["HS-000001", "HS-000002"]])
    nonce = factory.Sequence("{:032x}".format)
    at = days(-2)


class ContributionFactory(DjangoModelFactory):
    class Meta:
        model = Contribution

    judge = factory.SubFactory(JudgeFactory)
    blinded_entry = factory.SubFactory(
        BlindedEntryFactory, round=factory.SelfAttribute("..judge.panel.round")
    )
    text = "Số liệu thử nghiệm còn ít."
    at = days(-6)


class MeetingFactory(DjangoModelFactory):
    """A meeting that is not closed yet."""

    class Meta:
        model = Meeting

    panel = factory.SubFactory(PanelFactory)
    held_at = days(-6)
    place = "Phòng họp số 2"


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    judge = factory.SubFactory(JudgeFactory, panel=factory.SelfAttribute("..meeting.panel"))


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    blinded_entry = factory.SubFactory(
        BlindedEntryFactory, round=factory.SelfAttribute("..meeting.panel.round")
    )


class MinutesLineFactory(DjangoModelFactory):
    class Meta:
        model = MinutesLine

    meeting = factory.SubFactory(MeetingFactory)
    at = days(-6)
    text = "Chủ tịch nêu lý do họp."


class MinutesConfirmationFactory(DjangoModelFactory):
    """Of a draft that nobody keeps any more."""

    class Meta:
        model = MinutesConfirmation

    meeting = factory.SubFactory(MeetingFactory)
    judge = factory.SubFactory(JudgeFactory, panel=factory.SelfAttribute("..meeting.panel"))
    digest = "0" * 64
    at = days(-6)


class MotionFactory(DjangoModelFactory):
    """An open vote in which the names stand beside the choices."""

    class Meta:
        model = Motion

    meeting = factory.SubFactory(MeetingFactory)
    text = "Đồng ý trao giải Nhất?"
    is_secret = False
    opened_at = days(-6)


class MotionVoterFactory(DjangoModelFactory):
    class Meta:
        model = MotionVoter

    motion = factory.SubFactory(MotionFactory)
    judge = factory.SubFactory(JudgeFactory, panel=factory.SelfAttribute("..motion.meeting.panel"))
    choice = MotionVoter.Choice.FOR


class VisitFactory(DjangoModelFactory):
    """A planned visit; `team=[…]` says who goes."""

    class Meta:
        model = Visit
        skip_postgeneration_save = True

    blinded_entry = factory.SubFactory(BlindedEntryFactory)
    planned_at = days(2)
    place = "Xã La Bằng"

    @factory.post_generation
    def team(self, create, extracted, **kwargs):
        if create and extracted:
            self.team.set(extracted)


class VisitPhotoFactory(DjangoModelFactory):
    class Meta:
        model = VisitPhoto

    visit = factory.SubFactory(VisitFactory)
    blob = factory.SubFactory(BlobFactory, media_type="image/jpeg")
    caption = "Van tưới ở đồi phía tây"
