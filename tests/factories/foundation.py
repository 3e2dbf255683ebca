"""Work to be done, lines of the ledger, stored files, messages."""

import hashlib

import factory
from factory.django import DjangoModelFactory

from foundation.jobs.models import Delivery, Job, OutboxEvent, SignOfLife
from foundation.ledger.models import Chain, Event, Head, KeptText
from foundation.notifications.models import Enclosure, Message
from foundation.papers.models import PreparedPaper, SealCertificate
from foundation.vault.models import Access, Blob, PagePicture
from tests.factories.accounts import UserFactory
from tests.factories.moments import days, some_digest


class JobFactory(DjangoModelFactory):
    """A job that waits to be done."""

    class Meta:
        model = Job

    kind = "inspect_file"
    key = factory.Sequence(lambda number: f"inspect_file:{number}")
    params = factory.LazyFunction(lambda: {"attachment": 1})


class OutboxEventFactory(DjangoModelFactory):
    """An event of which nobody has been told."""

    class Meta:
        model = OutboxEvent

    name = "entry.withdrawn"
    payload = factory.LazyFunction(lambda: {"entry": 1})


class DeliveryFactory(DjangoModelFactory):
    class Meta:
        model = Delivery

    event = factory.SubFactory(OutboxEventFactory)
    consumer = "judging.intake.apply"


class SignOfLifeFactory(DjangoModelFactory):
    class Meta:
        model = SignOfLife

    who = factory.Sequence(lambda number: f"worker {number}")
    at = days(-1)


class ChainFactory(DjangoModelFactory):
    """A chain without a line."""

    class Meta:
        model = Chain

    name = factory.Sequence(lambda number: f"chuoi-{number}")


class EventFactory(DjangoModelFactory):
    """A line as a row, not chained to the one before: `ledger.chain.append` does that."""

    class Meta:
        model = Event

    chain = factory.SubFactory(ChainFactory)
    number = factory.Sequence(lambda number: number + 1)
    verb = "entry.submitted"
    payload = factory.LazyFunction(lambda: {"entry": 1})
    at = days(-1)
    actor = factory.SubFactory(UserFactory)
    digest = factory.Sequence(some_digest)


class KeptTextFactory(DjangoModelFactory):
    """A text beside a line, which does not hold its digest."""

    class Meta:
        model = KeptText

    event = factory.SubFactory(EventFactory)
    nonce = factory.Sequence(lambda number: f"{number:032x}")
    text = "Ốm"


class HeadFactory(DjangoModelFactory):
    class Meta:
        model = Head

    chain = factory.SubFactory(ChainFactory)
    gate = "submission"
    number = 1
    digest = factory.Sequence(some_digest)
    published_at = days(-1)


class BlobFactory(DjangoModelFactory):
    """A content of which only the digest is kept: `vault.store` writes files."""

    class Meta:
        model = Blob

    class Params:
        content = factory.Sequence(lambda number: f"Nội dung tệp {number}".encode())

    sha256 = factory.LazyAttribute(lambda blob: hashlib.sha256(blob.content).hexdigest())
    size = factory.LazyAttribute(lambda blob: len(blob.content))
    media_type = "application/pdf"


class PagePictureFactory(DjangoModelFactory):
    class Meta:
        model = PagePicture

    blob = factory.SubFactory(BlobFactory)
    page = 1
    width = 800
    pages = 3
    picture = factory.SubFactory(BlobFactory, media_type="image/png")


class AccessFactory(DjangoModelFactory):
    class Meta:
        model = Access

    blob = factory.SubFactory(BlobFactory)
    user = factory.SubFactory(UserFactory)
    purpose = "attachment"


class MessageFactory(DjangoModelFactory):
    """Unread in the inbox of a person."""

    class Meta:
        model = Message

    recipient = factory.SubFactory(UserFactory)
    subject = "Hồ sơ đã được tiếp nhận"
    body = "Ban Thư ký đã tiếp nhận hồ sơ của bạn."
    key = factory.Sequence(lambda number: f"thong-bao-{number}")


class EnclosureFactory(DjangoModelFactory):
    class Meta:
        model = Enclosure

    message = factory.SubFactory(MessageFactory)
    blob = factory.SubFactory(BlobFactory)
    name = "the-le.pdf"


class PreparedPaperFactory(DjangoModelFactory):
    class Meta:
        model = PreparedPaper

    job = factory.SubFactory(JobFactory, kind="prepare_paper", state=Job.State.DONE)
    content = b"%PDF-1.7"


class SealCertificateFactory(DjangoModelFactory):
    class Meta:
        model = SealCertificate

    fingerprint = factory.Sequence(some_digest)
    content = b"\x30\x00"
