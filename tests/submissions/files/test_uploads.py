"""Sending in pieces: the protocol on the wire, cuts, doubles, strangers, and a client of its
makers.
"""

import base64
import datetime
import hashlib
import io

import pytest
from django.test import Client
from django.urls import reverse
from tusclient.client import TusClient

from competition import clock
from competition.errors import NotAllowed, WrongState
from competition.models import Edition
from foundation.jobs import work
from foundation.jobs.drain import drain
from foundation.vault import store
from submissions.files import attach, uploads
from submissions.models import Attachment, Entry, Upload
from submissions.writing import drafting
from tests.refusals import known_as, unchanged
from tests.rehearsed import small
from tests.submissions.files import hostile

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HEAD = {"Tus-Resumable": "1.0.0"}
CONTENT = hostile.picture("PNG", (300, 200))
SIZE = len(CONTENT)


@pytest.fixture
def draft(begun):
    with begun.step("x", 3) as at:
        return drafting.start_draft(edition=begun.edition, by=begun.cast.entrants[0], at=at)


@pytest.fixture
def owner(draft, client):
    client.force_login(draft.owner, backend=BACKEND)
    return client


def create(client, draft, name="ảnh mô hình.png", size=SIZE, caption="Mô hình"):
    told = ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}"
        for key, value in (("filename", name), ("caption", caption))
    )
    return client.post(
        reverse("create_upload", args=[draft.public_id]),
        headers=HEAD | {"Upload-Length": str(size), "Upload-Metadata": told},
    )


def piece(client, place, offset, content, **headers):
    more = HEAD | {"Upload-Offset": str(offset)} | headers
    return client.patch(
        place, data=content, content_type="application/offset+octet-stream", headers=more
    )


def full(**_usual):
    raise uploads.attach.NoRoom(uploads.attach.NO_ROOM)


@pytest.mark.data
class TestTheWire:
    def test_what_the_server_can_do(self, owner, draft):
        answer = owner.options(reverse("create_upload", args=[draft.public_id]))
        assert answer.status_code == 204
        assert answer["Tus-Version"] == "1.0.0"
        assert set(answer["Tus-Extension"].split(",")) == {
            "creation",
            "expiration",
            "termination",
            "checksum",
        }
        assert answer["Tus-Max-Size"] == str(20 * 1024 * 1024)
        assert "sha1" in answer["Tus-Checksum-Algorithm"]

    @pytest.mark.parametrize("cut", [5, 50, 95])
    def test_it_goes_on_where_the_line_was_cut(self, owner, draft, cut):
        place = create(owner, draft)["Location"]
        share = len(CONTENT) * cut // 100

        class CutLine(io.BytesIO):
            def read(self, size=-1):
                if self.tell() >= share:
                    raise OSError("connection reset")
                return super().read(min(size, share - self.tell()))

        upload = Upload.objects.get()
        with pytest.raises(OSError):
            uploads.append(upload=upload, offset=0, stream=CutLine(CONTENT))
        asked = owner.head(place, headers=HEAD)
        assert asked.status_code == 200
        assert asked["Upload-Offset"] == str(share)
        assert "no-store" in asked["Cache-Control"]
        assert not Attachment.objects.exists()
        done = piece(owner, place, share, CONTENT[share:])
        assert done.status_code == 204
        assert done["Upload-Offset"] == str(len(CONTENT))
        attachment = Attachment.objects.get()
        assert store.read(attachment.blob) == CONTENT
        assert attachment.name == "ảnh mô hình.png"
        assert attachment.caption == "Mô hình"
        assert owner.head(place, headers=HEAD)["Upload-Offset"] == str(len(CONTENT))

    def test_a_piece_from_the_wrong_place_is_refused_and_changes_nothing(self, owner, draft):
        place = create(owner, draft)["Location"]
        assert piece(owner, place, 0, CONTENT[:100]).status_code == 204
        assert piece(owner, place, 0, CONTENT[:100]).status_code == 409
        assert piece(owner, place, 300, CONTENT[300:400]).status_code == 409
        assert owner.head(place, headers=HEAD)["Upload-Offset"] == "100"

    @pytest.fixture
    def unattached(self, owner, draft, monkeypatch):
        """Where an upload stands that came whole while the private files had no room."""
        place = create(owner, draft)["Location"]
        with monkeypatch.context() as away:
            away.setattr(uploads.attach, "attach", full)
            assert piece(owner, place, 0, CONTENT).status_code == 507
        return place

    def test_one_that_came_whole_without_room_is_not_taken_for_sent(self, owner, unattached):
        asked = owner.head(unattached, headers=HEAD)
        assert asked["Upload-Offset"] == str(len(CONTENT) - 1)
        assert "Upload-Describe" not in asked

    def test_with_its_last_byte_it_is_attached(self, owner, unattached):
        owner.head(unattached, headers=HEAD)
        done = piece(owner, unattached, len(CONTENT) - 1, CONTENT[-1:])
        assert done.status_code == 204
        assert store.read(Attachment.objects.get().blob) == CONTENT

    def test_how_often_it_is_asked_takes_no_more_of_it(self, owner, unattached):
        for _time in range(3):
            asked = owner.head(unattached, headers=HEAD)
        assert asked["Upload-Offset"] == str(len(CONTENT) - 1)

    def test_one_that_is_sent_elsewhere_now_is_occupied(self, owner, unattached):
        with uploads._held(Upload.objects.get()):
            assert owner.head(unattached, headers=HEAD).status_code == 423

    def test_a_damaged_piece_is_not_kept(self, owner, draft):
        place = create(owner, draft)["Location"]
        digest = hashlib.sha1(CONTENT[:500]).digest()  # noqa: S324  the protocol's own algorithm
        right = base64.b64encode(digest).decode()
        assert (
            piece(owner, place, 0, b"x" * 500, **{"Upload-Checksum": f"sha1 {right}"}).status_code
            == 460
        )
        assert owner.head(place, headers=HEAD)["Upload-Offset"] == "0"
        assert (
            piece(owner, place, 0, CONTENT[:500], **{"Upload-Checksum": f"md5 {right}"}).status_code
            == 400
        )
        assert (
            piece(
                owner, place, 0, CONTENT[:500], **{"Upload-Checksum": f"sha1 {right}"}
            ).status_code
            == 204
        )

    def test_more_than_was_announced_is_not_taken(self, owner, draft):
        place = create(owner, draft, size=100)["Location"]
        assert piece(owner, place, 0, CONTENT)["Upload-Offset"] == "100"
        assert Attachment.objects.get().blob.size == 100

    def test_what_cannot_be_kept_is_said_before_a_byte_is_sent(self, owner, draft):
        large = create(owner, draft, size=21 * 1024 * 1024)
        assert large.status_code == 413
        assert "lớn hơn 20 MB" in large.content.decode()
        archive = create(owner, draft, name="tất cả.zip")
        assert archive.status_code == 400
        assert "giải nén" in archive.content.decode()
        assert create(owner, draft, size=0).status_code == 400
        address = reverse("create_upload", args=[draft.public_id])
        assert owner.post(address).status_code == 412
        assert owner.post(address, headers=HEAD | {"Upload-Length": "-5"}).status_code == 400
        assert not Upload.objects.exists()

    def test_a_forgotten_upload_is_gone_with_its_bytes(self, owner, draft):
        place = create(owner, draft)["Location"]
        part = uploads.part_of(Upload.objects.get())
        assert part.exists()
        assert owner.delete(place, headers=HEAD).status_code == 204
        assert not part.exists()
        assert owner.head(place, headers=HEAD).status_code == 404

    def test_an_upload_that_nobody_finishes_expires(self, owner, draft):
        place = create(owner, draft)["Location"]
        upload = Upload.objects.get()
        with clock.set_to(upload.expires_at + datetime.timedelta(seconds=1)):
            assert owner.head(place, headers=HEAD).status_code == 410
            work.ask_daily()  # as the reconciler does
            drain()
        assert not Upload.objects.exists()
        assert not uploads.part_of(upload).exists()

    def test_strangers_find_nothing(self, owner, draft, begun):
        place = create(owner, draft)["Location"]
        other = Client()
        assert other.head(place, headers=HEAD).status_code == 302
        other.force_login(begun.cast.entrants[1], backend=BACKEND)
        for answer in (
            create(other, draft),
            other.head(place, headers=HEAD),
            piece(other, place, 0, b"x"),
            other.delete(place, headers=HEAD),
        ):
            assert answer.status_code == 404
        assert Upload.objects.count() == 1

    def test_a_post_without_token_is_refused(self, draft):
        careful = Client(enforce_csrf_checks=True)
        careful.force_login(draft.owner, backend=BACKEND)
        assert create(careful, draft).status_code == 403

    def test_finishing_twice_makes_one_file(self, owner, draft, django_capture_on_commit_callbacks):
        place = create(owner, draft)["Location"]
        with django_capture_on_commit_callbacks(execute=True):
            piece(owner, place, 0, CONTENT)
        upload = Upload.objects.get()
        assert uploads.finish(upload=upload) == uploads.finish(upload=upload)
        assert Attachment.objects.count() == 1
        assert not uploads.part_of(upload).exists()

    def test_two_windows_do_not_write_the_same_part(self, owner, draft):
        create(owner, draft)
        upload = Upload.objects.get()
        with uploads._held(upload), pytest.raises(uploads.Occupied):
            uploads.append(upload=upload, offset=0, stream=io.BytesIO(b"x"))

    def test_an_incomplete_upload_is_no_file(self, owner, draft):
        create(owner, draft)
        with pytest.raises(WrongState):
            uploads.finish(upload=Upload.objects.get())


@pytest.mark.django_db(transaction=True)
def test_tuspy_uploads_pauses_and_resumes(live_server, tmp_path):
    """The makers' own Python client, over a real connection."""
    rehearsal = small()
    rehearsal.set_up()
    with rehearsal.step("x", 3) as at:
        draft = drafting.start_draft(
            edition=rehearsal.edition, by=rehearsal.cast.entrants[0], at=at
        )
    visitor = Client()
    visitor.force_login(draft.owner, backend=BACKEND)
    visitor.get(reverse("edit_entry", args=[draft.public_id, "files"]))
    cookies = {name: morsel.value for name, morsel in visitor.cookies.items()}
    cookies["csrftoken"] = "a" * 32
    content = hostile.picture("PNG", (900, 700))
    path = tmp_path / "Bản vẽ kỹ thuật.png"
    path.write_bytes(content)
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": cookies["csrftoken"],
    }
    client = TusClient(
        live_server.url + reverse("create_upload", args=[draft.public_id]), headers=headers
    )
    with path.open("rb") as stream:
        first = client.uploader(
            file_stream=stream,
            chunk_size=200_000,
            metadata={"filename": path.name},
            upload_checksum=True,
        )
        first.upload_chunk()  # and the line is cut
        second = client.uploader(
            file_stream=stream,
            chunk_size=300_000,
            url=first.url,
            metadata={"filename": path.name},
            upload_checksum=True,
        )
        assert second.offset == 200_000
        second.upload()
    attachment = Attachment.objects.get(entry=draft)
    assert store.read(attachment.blob) == content
    assert attachment.name == path.name
    assert not uploads.part_of(Upload.objects.get()).exists()


@pytest.mark.data
class TestBeginning:
    """`usual` is begun: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, draft, settings, tmp_path) -> dict:
        settings.UPLOADS_DIR = str(tmp_path)
        at = draft.created_at
        return {"entry": draft, "name": "a.png", "size": SIZE, "by": draft.owner, "at": at}

    def test_the_owner_begins(self, usual, tmp_path):
        upload = uploads.begin(**usual)
        assert [part.name for part in tmp_path.iterdir()] == [f"{upload.public_id}.part"]

    @pytest.mark.parametrize("who", ["judge", "secretary of another edition"])
    def test_nobody_else_does(self, begun, usual, tmp_path, who):
        stranger = known_as(begun, who)
        with unchanged(), pytest.raises(NotAllowed):
            uploads.begin(**usual | {"by": stranger})
        assert not list(tmp_path.iterdir())

    def test_not_once_it_is_sent(self, draft, usual):
        Entry.objects.filter(pk=draft.pk).update(status=Entry.Status.SUBMITTED)
        with unchanged(), pytest.raises(NotAllowed):
            uploads.begin(**usual)

    def test_not_with_a_file_that_would_not_be_taken(self, usual, tmp_path):
        with unchanged(), pytest.raises(attach.BadFile):
            uploads.begin(**usual | {"name": "a.exe"})
        assert not list(tmp_path.iterdir())

    def test_not_with_too_many_unfinished_ones_until_these_are_forgotten(self, draft, usual):
        Edition.objects.filter(pk=draft.edition_id).update(max_files=1)
        for _time in range(uploads.UNFINISHED_A_FILE):
            uploads.begin(**usual)
        with unchanged(), pytest.raises(attach.BadFile):
            uploads.begin(**usual)
        assert uploads.begin(**usual | {"at": usual["at"] + uploads.KEPT})
