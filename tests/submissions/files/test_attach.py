"""Files of a draft: what is not taken, each rule alone, and who takes one out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from competition.errors import NotAllowed
from competition.models import Edition
from foundation.jobs.drain import drain
from submissions.files import attach
from submissions.models import Attachment, Entry, Invitation
from submissions.sharing import invitations
from submissions.writing import drafting
from tests.refusals import known_as, unchanged
from tests.submissions.files import hostile

pytestmark = [pytest.mark.django_db, pytest.mark.data]
MEGABYTE = 1024 * 1024


@pytest.fixture
def draft(begun):
    """A draft with one file, and a co-author who may read it."""
    owner, reader = begun.cast.entrants[:2]
    with begun.step("x", 3) as at:
        entry = drafting.start_draft(edition=begun.edition, by=owner, at=at)
        picture = SimpleUploadedFile("ảnh.png", hostile.picture("PNG", (300, 200)))
        attach.attach(entry=entry, upload=picture, by=owner)
        invitation, _token = invitations.invite(
            entry=entry, email=reader.email, right=Invitation.Right.VIEW, by=owner, at=at
        )
        invitations.accept(invitation=invitation, by=reader, at=at)
    begun.entry, begun.reader = Entry.objects.get(pk=entry.pk), reader
    begun.attachment = Attachment.objects.get(entry=entry)
    return begun


def somebody(draft, who: str):
    return draft.reader if who == "reader" else known_as(draft, who)


OTHERS = ["reader", "judge", "committee member", "secretary of another edition"]


class TestRoom:
    """`usual` is taken: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, draft) -> dict:
        return {"entry": draft.entry, "name": "bản vẽ.pdf", "size": 1000, "by": draft.entry.owner}

    def rules(self, draft, **columns) -> None:
        Edition.objects.filter(pk=draft.edition.pk).update(**columns)
        draft.entry.edition.refresh_from_db()

    def test_there_is_room_for_the_owners_file(self, usual):
        assert attach.require_room(**usual) == "bản vẽ.pdf"

    @pytest.mark.parametrize("who", OTHERS)
    def test_none_for_somebody_else(self, draft, usual, who):
        stranger = somebody(draft, who)
        with unchanged(), pytest.raises(NotAllowed):
            attach.require_room(**usual | {"by": stranger})

    @pytest.mark.parametrize("status", ["submitted", "accepted", "sealed", "refused", "withdrawn"])
    def test_none_once_it_is_sent(self, draft, usual, status):
        Entry.objects.filter(pk=draft.entry.pk).update(status=status)
        draft.entry.refresh_from_db()
        with unchanged(), pytest.raises(NotAllowed):
            attach.require_room(**usual)

    @pytest.mark.parametrize("name", ["chạy.exe", "bảng.xlsm", "tất cả.zip", "không đuôi"])
    def test_none_for_a_kind_of_file_that_is_not_taken(self, usual, name):
        with unchanged(), pytest.raises(attach.BadFile):
            attach.require_room(**usual | {"name": name})

    def test_none_for_one_file_too_many(self, draft, usual):
        self.rules(draft, max_files=1)
        with unchanged(), pytest.raises(attach.BadFile):
            attach.require_room(**usual)

    def test_none_for_a_file_that_is_too_large(self, draft, usual):
        self.rules(draft, max_file_mb=1)
        assert attach.require_room(**usual | {"size": MEGABYTE})
        with unchanged(), pytest.raises(attach.BadFile):
            attach.require_room(**usual | {"size": MEGABYTE + 1})

    def test_none_when_the_dossier_would_be_too_large(self, draft, usual):
        self.rules(draft, max_dossier_mb=1)
        left = MEGABYTE - draft.attachment.blob.size
        assert attach.require_room(**usual | {"size": left})
        with unchanged(), pytest.raises(attach.BadFile):
            attach.require_room(**usual | {"size": left + 1})

    def test_none_for_an_empty_file(self, usual):
        with unchanged(), pytest.raises(attach.BadFile):
            attach.require_room(**usual | {"size": 0})


class TestTakingOut:
    def test_the_owner_takes_a_file_out(self, draft):
        attach.remove(attachment=draft.attachment, by=draft.entry.owner)
        assert not Attachment.objects.exists()

    @pytest.mark.parametrize("who", OTHERS)
    def test_nobody_else_does(self, draft, who):
        stranger = somebody(draft, who)
        with unchanged(), pytest.raises(NotAllowed):
            attach.remove(attachment=draft.attachment, by=stranger)

    @pytest.mark.parametrize("status", ["submitted", "accepted", "sealed", "refused", "withdrawn"])
    def test_nor_does_the_owner_once_it_is_sent(self, draft, status):
        Entry.objects.filter(pk=draft.entry.pk).update(status=status)
        with unchanged(), pytest.raises(NotAllowed):
            attach.remove(attachment=draft.attachment, by=draft.entry.owner)


class TestAPictureThatWasFirstCalledAPaper:
    """The same bytes as “ảnh.pdf”, refused, and then by the name that they should have."""

    @pytest.fixture
    def sent_twice(self, draft) -> Attachment:
        content = hostile.picture("JPEG", (310, 200))
        for name in ("anh.pdf", "anh.jpg"):
            upload = SimpleUploadedFile(name, content)
            last = attach.attach(entry=draft.entry, upload=upload, by=draft.entry.owner)
        drain()
        last.refresh_from_db()
        return last

    def test_the_second_is_cleared(self, sent_twice):
        assert sent_twice.verdict == Attachment.Verdict.CLEARED

    def test_it_is_a_picture(self, sent_twice):
        assert sent_twice.blob.media_type == "image/jpeg"

    def test_the_first_is_still_refused(self, sent_twice):
        first = Attachment.objects.get(name="anh.pdf")
        assert first.verdict == Attachment.Verdict.REFUSED
