"""Postings of the list, and what people write."""

import factory
from factory.django import DjangoModelFactory

from awards.models import (
    Complaint,
    ComplaintAnswer,
    ComplaintWriter,
    InspectionFile,
    Mandate,
    Posting,
)
from tests.factories.accounts import UserFactory
from tests.factories.awards import RatificationFactory
from tests.factories.competition import EditionFactory, JointRequestFactory
from tests.factories.moments import TODAY, days, some_digest
from tests.factories.submissions import EntryFactory


class PostingFactory(DjangoModelFactory):
    """Hangs out for some days yet."""

    class Meta:
        model = Posting

    ratification = factory.SubFactory(RatificationFactory)
    digest = factory.Sequence(some_digest)
    posted_at = days(-1)
    posted_by = factory.SubFactory(UserFactory)
    closes_at = days(4)


class ComplaintFactory(DjangoModelFactory):
    """A petition about no work in particular, by somebody; nobody has answered."""

    class Meta:
        model = Complaint
        skip_postgeneration_save = True

    edition = factory.SubFactory(EditionFactory)
    number = factory.Sequence("KNPA-2030-{:04}".format)
    kind = Complaint.Kind.PETITION
    subject = Complaint.Subject.LIST
    text = "Đề nghị ghi rõ đơn vị của tác giả"
    filed_at = days(-1)
    due = TODAY
    writer = factory.RelatedFactory(
        "tests.factories.complaints.ComplaintWriterFactory", factory_related_name="complaint"
    )


class ComplaintWriterFactory(DjangoModelFactory):
    class Meta:
        model = ComplaintWriter

    complaint = factory.SubFactory(ComplaintFactory, writer=None)
    user = factory.SubFactory(UserFactory)


class ComplaintAnswerFactory(DjangoModelFactory):
    """It was right."""

    class Meta:
        model = ComplaintAnswer

    complaint = factory.SubFactory(ComplaintFactory)
    outcome = ComplaintAnswer.Outcome.UPHELD
    text = "Đã bổ sung đơn vị"
    by = factory.SubFactory(UserFactory)
    at = days(0)


class MandateFactory(DjangoModelFactory):
    """Runs."""

    class Meta:
        model = Mandate

    edition = factory.SubFactory(EditionFactory)
    inspector = factory.SubFactory(UserFactory)
    joint = factory.SubFactory(JointRequestFactory, edition=factory.SelfAttribute("..edition"))
    paper = "12/QĐ-TTr"
    begins_at = days(-1)
    ends_at = days(5)


class InspectionFileFactory(DjangoModelFactory):
    class Meta:
        model = InspectionFile

    mandate = factory.SubFactory(MandateFactory)
    entry = factory.SubFactory(EntryFactory, edition=factory.SelfAttribute("..mandate.edition"))
    number = factory.Sequence("HSTT-2030-{:04}".format)
    opened_at = days(0)
