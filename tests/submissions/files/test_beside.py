"""Two dossiers, files and uploads side by side: room, verdict, place and end are those of each
alone.
"""

import pytest

from competition import clock
from competition.errors import WrongState
from competition.models import Edition
from foundation.jobs.models import Job
from foundation.vault import store
from submissions.files import attach, uploads
from submissions.models import Attachment, Entry, Upload
from tests.beside import untouched
from tests.factories.competition import EditionFactory
from tests.factories.foundation import JobFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import AttachmentFactory, EntryFactory, UploadFactory
from tests.submissions.files import hostile

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PENDING = Attachment.Verdict.PENDING


@pytest.fixture
def edition() -> Edition:
    """A dossier holds two files at most."""
    return EditionFactory(max_files=2)


@pytest.fixture
def ours(edition) -> Entry:
    return EntryFactory(edition=edition)


@pytest.fixture
def beside(edition, ours) -> Entry:
    """Another draft of the same person."""
    return EntryFactory(edition=edition, owner=ours.owner)


class TestRoom:
    def begin(self, entry) -> Upload:
        return uploads.begin(entry=entry, name="ảnh.png", size=1000, by=entry.owner, at=NOON)

    @pytest.fixture
    def most(self, edition) -> int:
        """So many unfinished uploads are kept for a dossier."""
        return uploads.UNFINISHED_A_FILE * edition.max_files

    def test_an_upload_more_than_a_dossier_keeps_is_refused(self, ours, most):
        UploadFactory.create_batch(most, entry=ours)
        with pytest.raises(attach.BadFile):
            self.begin(ours)

    @pytest.mark.parametrize("which", ["of another dossier", "finished", "over"])
    def test_another_upload_takes_no_room(self, ours, beside, most, which):
        columns = {
            "of another dossier": {"entry": beside},
            "finished": {"entry": ours, "attachment": AttachmentFactory(entry=ours)},
            "over": {"entry": ours, "expires_at": NOON},
        }
        UploadFactory.create_batch(most - 1, entry=ours)
        other = UploadFactory(**columns[which])
        with untouched(other):
            assert self.begin(ours).entry == ours

    def test_files_of_another_dossier_take_no_room(self, ours, beside):
        AttachmentFactory.create_batch(2, entry=beside)
        usual = {"name": "ảnh.png", "size": 1000, "by": ours.owner}
        assert attach.require_room(entry=ours, **usual) == "ảnh.png"
        with pytest.raises(attach.BadFile):
            attach.require_room(entry=beside, **usual)


class TestTheEndOfAnUpload:
    def expire(self) -> None:
        with clock.set_to(NOON):
            uploads.expire(JobFactory(kind="expire_uploads"))

    def test_one_that_still_waits_stays_with_what_has_come(self, ours):
        over = UploadFactory(entry=ours, expires_at=days(-1))
        waits = uploads.begin(entry=ours, name="ảnh.png", size=9, by=ours.owner, at=NOON)
        with untouched(waits):
            self.expire()
        assert not Upload.objects.filter(pk=over.pk).exists()
        assert uploads.part_of(waits).exists()

    def test_one_is_given_up_alone(self, ours):
        given_up, stays = (
            uploads.begin(entry=ours, name="ảnh.png", size=9, by=ours.owner, at=NOON)
            for _number in range(2)
        )
        with untouched(stays):
            uploads.abandon(upload=given_up)
        assert not uploads.part_of(given_up).exists()
        assert uploads.part_of(stays).exists()


class TestOrder:
    def files_of(self, entry) -> list[Attachment]:
        return [AttachmentFactory(entry=entry, order=place) for place in range(3)]

    def test_a_file_moves_among_those_of_its_own_dossier(self, ours, beside):
        first, second, third = self.files_of(ours)
        others = self.files_of(beside)
        with untouched(*others):
            attach.describe(attachment=third, by=ours.owner, caption="", part="", move="up")
        assert list(ours.attachments.all()) == [first, third, second]

    def test_one_that_is_gone_is_not_described_because_another_is_there(self, ours):
        gone, stays, _third = self.files_of(ours)
        Attachment.objects.filter(pk=gone.pk).delete()
        with untouched(stays), pytest.raises(WrongState):
            attach.describe(attachment=gone, by=ours.owner, caption="Bản vẽ", part="")

    def test_a_caption_is_of_one_file(self, ours):
        one, *others = self.files_of(ours)
        with untouched(*others):
            attach.describe(attachment=one, by=ours.owner, caption="Bản vẽ", part="")


class TestTheVerdict:
    @pytest.fixture
    def waiting(self, ours) -> list[Attachment]:
        """Two files that nobody has looked into."""
        blob = store.put(hostile.picture("PNG", (30, 20)), media_type="image/png")
        columns = {"entry": ours, "blob": blob, "name": "ảnh.png", "verdict": PENDING}
        return AttachmentFactory.create_batch(2, **columns)

    def inspect(self, number: int) -> None:
        job = Job(kind="inspect_file", params={"attachment": number})
        assert attach.inspect(job) == (1, 1)

    def test_it_is_of_one_file(self, waiting):
        beside, one = waiting
        with untouched(beside):
            self.inspect(one.pk)
        one.refresh_from_db()
        assert one.verdict == Attachment.Verdict.CLEARED

    def test_when_the_file_is_gone_another_gets_none(self, waiting):
        beside, gone = waiting
        number = gone.pk
        gone.delete()
        with untouched(beside):
            self.inspect(number)
