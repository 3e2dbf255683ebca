"""Standing, unsealing, ratification, decision, certificates."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from awards.models import (
    AppliedCheck,
    AppliedReport,
    Approval,
    Award,
    AwardDecision,
    Certificate,
    Ratification,
    Revocation,
    Standing,
    StandingRow,
    Unsealing,
)
from submissions.models import Entry
from tests.factories.accounts import NAMES, UserFactory
from tests.factories.competition import EditionFactory, FieldFactory, PrizeTierFactory
from tests.factories.moments import TODAY, days, some_digest
from tests.factories.submissions import TITLE, EntryFactory


class StandingFactory(DjangoModelFactory):
    class Meta:
        model = Standing

    edition = factory.SubFactory(EditionFactory)
    formula = factory.LazyFunction(lambda: {"council_max": "80", "vote_max": "20"})
    digest = factory.Sequence(some_digest)
    computed_by = factory.SubFactory(UserFactory)
    computed_at = days(-5)


class StandingRowFactory(DjangoModelFactory):
    """A place by code: nobody knows yet whose it is."""

    class Meta:
        model = StandingRow

    standing = factory.SubFactory(StandingFactory)
    code = factory.Sequence("HS-{:06}".format)
    field = factory.SubFactory(FieldFactory, edition=factory.SelfAttribute("..standing.edition"))
    title = TITLE
    council_score = Decimal("71.5")
    votes = 12
    vote_points = Decimal("18.25")
    final_score = Decimal("89.75")
    rank = 1


class UnsealingFactory(DjangoModelFactory):
    """Opened by two people."""

    class Meta:
        model = Unsealing

    standing = factory.SubFactory(StandingFactory)
    asked_by = factory.SubFactory(UserFactory)
    asked_at = days(-4)
    opened_by = factory.SubFactory(UserFactory)
    opened_at = days(-4)


class RatificationFactory(DjangoModelFactory):
    """Open: two of three members must approve."""

    class Meta:
        model = Ratification

    standing = factory.SubFactory(StandingFactory)
    members = 3
    required = 2
    opened_at = days(-3)


class ApprovalFactory(DjangoModelFactory):
    class Meta:
        model = Approval

    ratification = factory.SubFactory(RatificationFactory)
    row = factory.SubFactory(
        StandingRowFactory, standing=factory.SelfAttribute("..ratification.standing")
    )
    member = factory.SubFactory(UserFactory)
    approves = True
    at = days(-2)


class AwardDecisionFactory(DjangoModelFactory):
    """Adopted, not announced yet."""

    class Meta:
        model = AwardDecision

    edition = factory.SubFactory(EditionFactory)
    number = factory.Sequence(lambda number: f"{number}/QĐ-UBND")
    date = TODAY
    signer_name = "Lê An"
    signer_title = "TRƯỞNG BAN"
    annex = factory.LazyFunction(lambda: [{"prize": "Giải Nhất", "title": TITLE}])
    digest = factory.Sequence(some_digest)
    adopted_by = factory.SubFactory(UserFactory)
    adopted_at = days(-1)


class AwardFactory(DjangoModelFactory):
    class Meta:
        model = Award

    decision = factory.SubFactory(AwardDecisionFactory)
    entry = factory.SubFactory(
        EntryFactory,
        edition=factory.SelfAttribute("..decision.edition"),
        status=Entry.Status.SEALED,
    )
    tier = factory.SubFactory(PrizeTierFactory, edition=factory.SelfAttribute("..decision.edition"))
    rank = 1
    final_score = Decimal("89.75")


class CertificateFactory(DjangoModelFactory):
    """Issued; its file is not drawn yet."""

    class Meta:
        model = Certificate

    award = factory.SubFactory(AwardFactory)
    serial = factory.Sequence(lambda number: f"GCN-2030-{number:04}")
    snapshot = factory.LazyAttribute(
        lambda certificate: {
            "serial": certificate.serial,
            "prize": "Giải Nhất",
            "names": NAMES[:2],
            "title": TITLE,
        }
    )
    render_key = factory.Sequence(some_digest)
    issued_at = days(-1)


class RevocationFactory(DjangoModelFactory):
    class Meta:
        model = Revocation

    certificate = factory.SubFactory(CertificateFactory)
    reason = "In sai tên tác giả"
    by = factory.SubFactory(UserFactory)
    at = days(0)


class AppliedReportFactory(DjangoModelFactory):
    """Nobody has looked at it, and nobody may publish it."""

    class Meta:
        model = AppliedReport

    award = factory.SubFactory(AwardFactory)
    place = "Hợp tác xã Chè Đồi Xanh"
    since = TODAY
    indicator = "Nước tưới mỗi vụ"
    measure = "m³ mỗi sào"
    before = Decimal(100)
    after = Decimal(62)
    by = factory.SelfAttribute("award.entry.owner")
    at = days(-1)


class AppliedCheckFactory(DjangoModelFactory):
    """Confirmed by the secretariat."""

    class Meta:
        model = AppliedCheck

    report = factory.SubFactory(AppliedReportFactory)
    is_confirmed = True
    by = factory.SubFactory(UserFactory)
    at = days(0)
