"""What the vault promises: a content once and whole, its bytes compared when they are read, a line
for every opening, and files of the office that are what they say.
"""

import datetime
import hashlib
import io
import os
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.papers import answers
from foundation.vault import antivirus, codes, incoming, pictures, store
from foundation.vault.disk import Disk
from foundation.vault.models import Access, Blob, PagePicture
from submissions.files import attach
from submissions.models import Attachment
from submissions.writing import drafting
from tests.factories.accounts import UserFactory
from tests.factories.foundation import PagePictureFactory
from tests.submissions.files import hostile

DATA = [pytest.mark.django_db, pytest.mark.data]
PDF = "application/pdf"
WORDS = "Đổi mới sáng tạo".encode()


@pytest.fixture
def disk(tmp_path) -> Disk:
    return Disk(location=tmp_path / "vault", base_url=None)


@pytest.fixture(autouse=True)
def _vault_of_its_own(disk, monkeypatch):
    monkeypatch.setitem(storages._storages, "vault", disk)


def files_in(disk: Disk) -> list[Path]:
    return [path for path in Path(disk.location).rglob("*") if path.is_file()]


def place_of(disk: Disk, blob: Blob) -> Path:
    return Path(disk.path(blob.path))


def shown(answer) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


class TestPutting:
    pytestmark = DATA

    def test_a_content_lies_under_its_digest(self, disk):
        blob = store.put(WORDS, media_type=PDF)
        digest = hashlib.sha256(WORDS).hexdigest()
        assert blob.sha256 == digest
        assert blob.size == len(WORDS)
        assert blob.media_type == PDF
        assert blob.path == f"{digest[:2]}/{digest[2:4]}/{digest}"
        assert place_of(disk, blob).read_bytes() == WORDS

    def test_nobody_but_the_systems_group_reads_it(self, disk):
        blob = store.put(WORDS, media_type=PDF)
        assert place_of(disk, blob).stat().st_mode & 0o777 == 0o640

    def test_the_same_content_is_one_row_and_one_file(self, disk):
        first = store.put(WORDS, media_type=PDF)
        assert store.put(io.BytesIO(WORDS), media_type="image/png") == first
        assert len(files_in(disk)) == 1

    def test_another_content_of_the_same_size_is_another_file(self, disk):
        first = store.put(b"abc", media_type=PDF)
        assert store.put(b"abd", media_type=PDF) != first
        assert len(files_in(disk)) == 2

    def test_whoever_sends_it_again_does_not_change_what_it_is(self):
        blob = store.put(WORDS, media_type=PDF)
        store.put(WORDS, media_type="text/html")
        blob.refresh_from_db()
        assert blob.media_type == PDF

    def test_but_whoever_has_looked_into_it(self):
        blob = store.put(WORDS, media_type=PDF)
        PagePictureFactory(blob=blob)
        kept = PagePictureFactory()
        assert store.put_known(WORDS, media_type="image/png") == blob
        blob.refresh_from_db()
        assert blob.media_type == "image/png"
        assert list(PagePicture.objects.all()) == [kept]

    def test_one_that_is_what_was_said_keeps_its_pictures(self):
        picture = PagePictureFactory(blob=store.put(WORDS, media_type=PDF))
        store.put_known(WORDS, media_type=PDF)
        assert PagePicture.objects.get() == picture

    def test_a_stream_is_kept_from_its_beginning(self):
        stream = io.BytesIO(WORDS)
        stream.seek(5)
        assert store.read(store.put(stream, media_type=PDF)) == WORDS

    def test_more_than_a_chunk_is_kept_whole(self):
        content = os.urandom(200_001)
        blob = store.put(content, media_type=PDF)
        assert blob.sha256 == hashlib.sha256(content).hexdigest()
        assert store.read(blob) == content

    @pytest.mark.parametrize("left", [b"", WORDS[:5], WORDS[::-1]])
    def test_a_file_that_was_cut_off_is_mended_by_sending_it_again(self, disk, left):
        blob = store.put(WORDS, media_type=PDF)
        place_of(disk, blob).write_bytes(left)
        store.put(WORDS, media_type=PDF)
        assert place_of(disk, blob).read_bytes() == WORDS

    def test_a_file_that_was_lost_is_there_again_after_sending_it_again(self, disk):
        blob = store.put(WORDS, media_type=PDF)
        place_of(disk, blob).unlink()
        store.put(WORDS, media_type=PDF)
        assert store.read(blob) == WORDS

    def test_without_room_there_is_no_row(self, disk, monkeypatch):
        def full(*_arguments):
            raise OSError("no space left on device")

        monkeypatch.setattr(disk, "_save", full)
        with pytest.raises(OSError, match="no space left"):
            store.put(WORDS, media_type=PDF)
        assert not Blob.objects.exists()


class TestReading:
    pytestmark = DATA

    @pytest.mark.parametrize("damaged", [b"", WORDS[:-1], WORDS[:-1] + b"x", WORDS + b"x"])
    def test_bytes_that_are_not_those_that_were_put_are_not_given_out(self, disk, damaged):
        blob = store.put(WORDS, media_type=PDF)
        place_of(disk, blob).write_bytes(damaged)
        with pytest.raises(store.Damaged, match=blob.sha256):
            store.read(blob)

    def test_damage_of_one_content_is_none_of_another(self, disk):
        blob = store.put(WORDS, media_type=PDF)
        beside = store.put(b"beside", media_type=PDF)
        place_of(disk, blob).write_bytes(b"x")
        assert store.read(beside) == b"beside"

    def test_no_picture_is_drawn_of_damaged_bytes(self, disk):
        blob = store.put(hostile.pdf(1), media_type=PDF)
        place_of(disk, blob).write_bytes(hostile.pdf(2))
        with pytest.raises(store.Damaged):
            pictures.picture_of(blob)

    def test_no_file_is_cleared_by_damaged_bytes(self, begun, disk):
        owner = begun.cast.entrants[0]
        with begun.step("x", 3) as at:
            entry = drafting.start_draft(edition=begun.edition, by=owner, at=at)
            attach.attach(entry=entry, upload=sent(hostile.pdf(1), "a.pdf"), by=owner)
            file = entry.attachments.get()
            place_of(disk, file.blob).write_bytes(hostile.pdf(2))
            work.run_waiting()
        file.refresh_from_db()
        assert file.verdict == Attachment.Verdict.PENDING
        assert "Damaged" in Job.objects.get(kind="inspect_file").error


class TestTheDisk:
    def test_a_write_that_breaks_off_leaves_nothing(self, disk):
        class Broken(ContentFile):
            def chunks(self, chunk_size=None):
                yield b"half"
                raise OSError("the disk is full")

        with pytest.raises(OSError, match="full"):
            disk.save("ab/cd/abcd", Broken(b"whole"))
        assert files_in(disk) == []

    def test_a_write_that_breaks_off_leaves_what_was_there(self, disk):
        class Broken(ContentFile):
            def chunks(self, chunk_size=None):
                yield b"half"
                raise OSError("the disk is full")

        disk.save("ab/cd/abcd", ContentFile(b"whole"))
        with pytest.raises(OSError, match="full"):
            disk.save("ab/cd/abcd", Broken(b"other"))
        assert Path(disk.path("ab/cd/abcd")).read_bytes() == b"whole"

    def test_nobody_sees_a_file_before_it_is_whole(self, disk):
        seen = []

        class Watched(ContentFile):
            def chunks(self, chunk_size=None):
                yield b"half"
                seen.append(disk.exists("ab/cd/abcd"))
                yield b"half"

        disk.save("ab/cd/abcd", Watched(b"x"))
        assert seen == [False]
        assert Path(disk.path("ab/cd/abcd")).read_bytes() == b"halfhalf"

    def test_the_bytes_are_on_the_disk_before_they_bear_their_name(self, disk, monkeypatch):
        named_at_sync = []
        sync = os.fsync

        def noted(descriptor):
            named_at_sync.append(disk.exists("ab/cd/abcd"))
            sync(descriptor)

        monkeypatch.setattr(os, "fsync", noted)
        disk.save("ab/cd/abcd", ContentFile(b"whole"))
        assert named_at_sync == [False, True]  # the file, then the folder that names it

    def test_the_same_name_is_written_over_and_gets_no_other(self, disk):
        disk.save("ab/cd/abcd", ContentFile(b"old"))
        assert disk.save("ab/cd/abcd", ContentFile(b"new")) == "ab/cd/abcd"
        assert [path.read_bytes() for path in files_in(disk)] == [b"new"]

    @pytest.fixture
    def parts(self, disk) -> dict[str, Path]:
        """What killed processes left: long ago, and a moment ago."""
        disk.save("ab/cd/abcd", ContentFile(b"whole"))
        folder = Path(disk.path("ab/cd"))
        found = {"old": folder / ".part-old", "young": folder / ".part-young"}
        for part in found.values():
            part.write_bytes(b"half")
        day = 24 * 3600
        now = time.time()
        os.utime(found["old"], (now - day - 60, now - day - 60))
        os.utime(found["young"], (now - day + 60, now - day + 60))
        os.utime(folder / "abcd", (now - 9 * day, now - 9 * day))
        return found

    def test_parts_of_more_than_a_day_are_swept(self, disk, parts):
        assert disk.sweep() == 1
        assert not parts["old"].exists()

    def test_a_part_that_may_still_be_written_and_old_contents_stay(self, disk, parts):
        disk.sweep()
        assert parts["young"].exists()
        assert Path(disk.path("ab/cd/abcd")).exists()

    def test_the_vault_sweeps_its_disk(self, parts):
        store.sweep()
        assert not parts["old"].exists()

    def test_a_storage_that_is_no_disk_is_not_swept(self, monkeypatch):
        monkeypatch.setitem(storages._storages, "vault", object())
        assert store.sweep() is None


class TestServing:
    pytestmark = DATA

    def serve(self, content: bytes = WORDS, media_type: str = PDF, **more):
        blob = store.put(content, media_type=media_type)
        usual = {"name": "a.pdf", "user": None, "purpose": "owner"}
        return store.serve(blob, **usual | more)

    def test_it_answers_with_the_bytes(self):
        assert shown(self.serve()) == WORDS

    def test_every_opening_leaves_a_line_of_who_and_as_what(self):
        somebody = UserFactory()
        self.serve(user=somebody, purpose="secretariat")
        self.serve(user=somebody, purpose="judge")
        lines = Access.objects.order_by("pk").values_list("user", "purpose")
        assert list(lines) == [(somebody.pk, "secretariat"), (somebody.pk, "judge")]

    @pytest.mark.parametrize("user", [None, AnonymousUser()])
    def test_a_stranger_leaves_a_line_without_a_name(self, user):
        self.serve(user=user)
        assert Access.objects.get().user is None

    def test_the_line_names_what_was_really_read(self):
        original = store.put(b"original", media_type=PDF)
        self.serve(of=original)
        assert Access.objects.get().blob == original

    @pytest.mark.parametrize("media_type", sorted(store.SHOWN_INLINE))
    def test_what_a_browser_may_show_is_shown_when_asked(self, media_type):
        answer = self.serve(media_type=media_type, inline=True)
        assert answer["Content-Disposition"].startswith("inline;")

    @pytest.mark.parametrize(
        "media_type", ["text/html", "image/svg+xml", "application/xhtml+xml", "video/mp4"]
    )
    def test_what_might_run_in_a_browser_is_saved_even_when_asked(self, media_type):
        answer = self.serve(media_type=media_type, inline=True)
        assert answer["Content-Disposition"].startswith("attachment;")

    def test_what_nobody_asked_to_see_is_saved(self):
        assert self.serve()["Content-Disposition"].startswith("attachment;")

    def test_nginx_is_told_where_it_lies_and_the_bytes_stay_away_from_django(self, settings):
        settings.VAULT_ACCEL_PREFIX = "/kho/"
        answer = self.serve()
        digest = hashlib.sha256(WORDS).hexdigest()
        assert answer["X-Accel-Redirect"] == f"/kho/{digest[:2]}/{digest[2:4]}/{digest}"
        assert answer.content == b""
        assert Access.objects.count() == 1

    def test_without_nginx_nobody_is_told_where_it_lies(self):
        assert "X-Accel-Redirect" not in self.serve()

    @pytest.mark.parametrize("accel", ["", "/kho/"])
    def test_the_answer_has_its_headers_with_the_bytes_and_without(self, settings, accel):
        settings.VAULT_ACCEL_PREFIX = accel
        answer = self.serve(media_type="image/png")
        assert answer["Content-Type"] == "image/png"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"


class TestServingWhatWasExchanged:
    """Bytes that are not those that were put are never given out as a whole."""

    pytestmark = DATA
    LARGE = 2 * store.PART
    OTHER = {
        "another last byte": lambda content: content[:-1] + b"x",
        "another first byte": lambda content: b"x" + content[1:],
        "a byte more": lambda content: content + b"x",
        "a byte less": lambda content: content[:-1],
        "nothing": lambda _content: b"",
    }

    def served(self, content, disk, how):
        blob = store.put(content, media_type=PDF)
        place_of(disk, blob).write_bytes(self.OTHER[how](content))
        return store.serve(blob, name="a.pdf", user=None, purpose="owner")

    @pytest.mark.parametrize("how", OTHER)
    def test_of_a_small_one_not_a_byte(self, disk, how):
        with pytest.raises(store.Damaged):
            self.served(WORDS, disk, how)

    @pytest.mark.parametrize("how", OTHER)
    @pytest.mark.parametrize("more", [-1, 0, 1])
    def test_of_a_large_one_not_the_last_part(self, disk, how, more):
        content = os.urandom(self.LARGE + more)
        given = b""
        with pytest.raises(store.Damaged):
            for part in self.served(content, disk, how):
                given += part
        assert len(given) < len(content)

    @pytest.mark.parametrize("more", [-1, 0, 1])
    def test_a_large_one_that_is_genuine_is_given_whole(self, more):
        content = os.urandom(self.LARGE + more)
        blob = store.put(content, media_type=PDF)
        answer = store.serve(blob, name="a.pdf", user=None, purpose="owner")
        assert shown(answer) == content
        assert answer["Content-Length"] == str(len(content))

    @pytest.mark.parametrize("how", OTHER)
    def test_nginx_is_told_of_no_small_one(self, disk, how, settings):
        settings.VAULT_ACCEL_PREFIX = "/kho/"
        with pytest.raises(store.Damaged):
            self.served(WORDS, disk, how)


class TestLookingThrough:
    """Each content is compared within 32 days, whoever sends its bytes."""

    pytestmark = DATA
    FIRST = datetime.date(2030, 1, 1)

    def days_of(self, sha256) -> list[int]:
        days = range(32)
        of_day = {
            day: store.look_through(self.FIRST + datetime.timedelta(days=day)) for day in days
        }
        return [day for day in days if sha256 in of_day[day]]

    def test_what_is_genuine_is_not_told(self):
        store.put(WORDS, media_type=PDF)
        assert self.days_of(hashlib.sha256(WORDS).hexdigest()) == []

    def test_what_was_exchanged_is_told_on_one_day(self, disk):
        store.put(b"beside", media_type=PDF)
        blob = store.put(WORDS, media_type=PDF)
        place_of(disk, blob).write_bytes(WORDS[:-1] + b"x")
        assert len(self.days_of(blob.sha256)) == 1

    def test_what_is_lost_is_told_too(self, disk):
        blob = store.put(WORDS, media_type=PDF)
        place_of(disk, blob).unlink()
        assert len(self.days_of(blob.sha256)) == 1

    def test_each_content_has_its_day(self, disk):
        lost = set()
        for number in range(100):
            blob = store.put(f"{number}".encode(), media_type=PDF)
            place_of(disk, blob).unlink()
            lost.add(blob.sha256)
        found = []
        for day in range(32):
            found += store.look_through(self.FIRST + datetime.timedelta(days=day))
        assert len(found) == 100
        assert set(found) == lost


NAMES = [
    "Bản vẽ đồi chè.pdf",
    'a"; filename="b.exe',
    "../../etc/passwd",
    "a\r\nSet-Cookie: x=1.pdf",
    "100%.pdf",
    "Đỗ Ân; Hà My.pdf",
]


@pytest.mark.parametrize("name", NAMES)
class TestNames:
    """A name is one token of ASCII, which leads back to the name."""

    def token_of(self, answer) -> str:
        return answer["Content-Disposition"].partition("filename*=UTF-8''")[2]

    def makers(self, name: str) -> list:
        return [
            answers.as_pdf(name, b"%PDF"),
            answers.as_xlsx(name, b"PK"),
            answers.as_zip(name, b"PK"),
        ]

    def test_of_a_paper(self, name):
        for answer in self.makers(name):
            token = self.token_of(answer)
            assert unquote(token) == name
            assert not set(token) & set(" /\\\"';,\r\n")

    @pytest.mark.django_db
    def test_of_a_kept_file(self, name):
        blob = store.put(WORDS, media_type=PDF)
        answer = store.serve(blob, name=name, user=None, purpose="owner")
        token = self.token_of(answer)
        assert unquote(token) == name
        assert not set(token) & set(" /\\\"';,\r\n")


class TestPapers:
    @pytest.mark.parametrize(
        ("maker", "media_type", "disposition"),
        [
            (answers.as_pdf, PDF, "inline"),
            (answers.as_xlsx, answers.XLSX, "attachment"),
            (answers.as_zip, "application/zip", "attachment"),
        ],
    )
    def test_a_paper_says_what_it_is_and_is_kept_by_nobody(self, maker, media_type, disposition):
        answer = maker("giay.x", b"content")
        assert answer["Content-Type"] == media_type
        assert answer["Content-Disposition"].startswith(f"{disposition};")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer.content == b"content"


class TestPictures:
    pytestmark = DATA

    @pytest.fixture
    def blob(self) -> Blob:
        return store.put(hostile.pdf(2), media_type=PDF)

    def serve(self, blob: Blob, width: int):
        return pictures.serve(blob, page=2, width=width, name="tệp", user=None, purpose="owner")

    def test_a_picture_is_drawn_once(self, blob):
        first = pictures.picture_of(blob, 1)
        assert pictures.picture_of(blob, 1) == first
        assert PagePicture.objects.count() == 1

    def test_a_page_and_a_width_have_a_picture_each(self, blob):
        pictures.picture_of(blob, 1)
        pictures.picture_of(blob, 2)
        pictures.picture_of(blob, 1, pictures.SMALL)
        assert PagePicture.objects.count() == 3

    def test_a_picture_of_another_content_is_not_shown_for_this_one(self, blob):
        other = store.put(hostile.pdf(3), media_type=PDF)
        of_other = pictures.picture_of(other, 1)
        assert pictures.picture_of(blob, 1) != of_other

    @pytest.mark.parametrize(
        ("asked", "drawn"), [(1, 320), (320, 320), (321, 1100), (99_999, 1100)]
    )
    def test_there_are_two_widths_whatever_is_asked(self, blob, asked, drawn):
        self.serve(blob, asked)
        assert PagePicture.objects.get().width == drawn

    def test_opening_a_page_leaves_a_line_of_the_file_it_was_drawn_from(self, blob):
        self.serve(blob, pictures.LARGE)
        assert Access.objects.get().blob == blob

    def test_a_page_is_shown_as_a_picture_under_its_own_name(self, blob):
        answer = self.serve(blob, pictures.LARGE)
        assert answer["Content-Type"] == "image/webp"
        assert answer["Content-Disposition"] == "inline; filename*=UTF-8''t%E1%BB%87p-2.webp"

    @pytest.mark.parametrize("media_type", ["video/mp4", "application/zip", "text/html"])
    def test_what_cannot_be_drawn_is_not_tried(self, media_type):
        blob = store.put(WORDS, media_type=media_type)
        assert not pictures.can_be_shown(blob)
        with pytest.raises(pictures.NoPicture):
            pictures.picture_of(blob)

    def test_a_photo_has_one_page(self):
        blob = store.put(photo(), media_type="image/jpeg")
        assert pictures.pages_of(blob) == 1
        with pytest.raises(pictures.NoPicture):
            pictures.picture_of(blob, 2)

    def test_a_long_document_shows_its_first_pages(self, blob):
        PagePicture.objects.create(
            blob=blob, page=1, width=pictures.SMALL, pages=5_000, picture=blob
        )
        assert pictures.pages_of(blob) == pictures.MOST_PAGES


def photo(size: tuple[int, int] = (40, 30), kind: str = "JPEG") -> bytes:
    """A picture that a camera has written its place and name into."""
    picture = Image.new("RGB", size, (40, 120, 60))
    marks = Image.Exif()
    marks[0x010F] = "Máy ảnh của Lê An"
    marks[0x0112] = 6  # lies on its side
    output = io.BytesIO()
    picture.save(output, kind, exif=marks)
    return output.getvalue()


def sent(content: bytes, name: str = "a") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def says(verdict: str | Exception):
    def scan(_content):
        if isinstance(verdict, Exception):
            raise verdict
        return verdict

    return scan


class TestWhatTheOfficeBringsIn:
    def test_a_paper_is_kept_as_it_was_sent(self):
        content = hostile.pdf(1)
        assert incoming.pdf(sent(content)) == content

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"PK\x03\x04", b"<html>"])
    def test_what_is_no_paper_is_refused(self, content):
        with pytest.raises(incoming.Unacceptable, match="PDF"):
            incoming.pdf(sent(content, "bien-ban.pdf"))

    def test_a_photo_is_drawn_anew_without_what_the_camera_wrote(self):
        drawn = incoming.photo(sent(photo()))
        assert "Lê An".encode() not in drawn
        with Image.open(io.BytesIO(drawn)) as picture:
            assert picture.format == "JPEG"
            assert dict(picture.getexif()) == {}
            assert picture.size == (30, 40)  # it stands upright

    def test_a_large_photo_becomes_smaller(self):
        drawn = incoming.photo(sent(photo((4_000, 1_000))))
        with Image.open(io.BytesIO(drawn)) as picture:
            assert max(picture.size) == 2_000

    @pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff broken", b"<svg/>"])
    def test_what_is_no_photo_is_refused(self, content):
        with pytest.raises(incoming.Unacceptable):
            incoming.photo(sent(content, "anh.jpg"))

    def test_a_kind_of_picture_that_is_not_asked_for_is_refused(self):
        output = io.BytesIO()
        Image.new("RGB", (4, 4)).save(output, "GIF")
        with pytest.raises(incoming.Unacceptable):
            incoming.photo(sent(output.getvalue()))

    @pytest.mark.parametrize(("beyond", "refused"), [(0, False), (1, True)])
    def test_twenty_megabytes_are_the_most(self, monkeypatch, beyond, refused):
        content = hostile.pdf(1)
        monkeypatch.setattr(incoming, "MOST_BYTES", len(content) - beyond)
        assert self.is_refused(content) is refused

    def is_refused(self, content: bytes) -> bool:
        try:
            incoming.pdf(sent(content))
        except incoming.Unacceptable:
            return True
        return False

    def test_what_the_scanner_names_is_refused(self, monkeypatch):
        monkeypatch.setattr(antivirus, "scan", says("Eicar-Test-Signature"))
        assert self.is_refused(hostile.pdf(1))

    def test_what_the_scanner_does_not_answer_about_is_not_taken(self, monkeypatch):
        monkeypatch.setattr(antivirus, "scan", says(antivirus.ScannerSilent("away")))
        with pytest.raises(incoming.Unacceptable):
            incoming.photo(sent(photo()))

    def test_what_the_scanner_finds_clean_is_taken(self, monkeypatch):
        monkeypatch.setattr(antivirus, "scan", says(""))
        assert not self.is_refused(hostile.pdf(1))

    def test_of_a_table_the_first_sheet_is_read(self):
        assert incoming.table(workbook(), most_rows=9) == [
            ["Tên", 1, None],
            ["2030-03-05", 2.5, True],
        ]

    def test_no_more_rows_are_read_than_asked_for(self):
        assert len(incoming.table(workbook(), most_rows=1)) == 1

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"a,b"])
    def test_what_is_no_table_gives_none(self, content):
        assert incoming.table(content, most_rows=9) is None


def workbook() -> bytes:
    book = Workbook()
    book.active.append(["Tên", 1, None])
    book.active.append([datetime.datetime(2030, 3, 5), 2.5, True])
    book.create_sheet("Ẩn").append(["không đọc"])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


class TestCodesOnPaper:
    def test_a_code_has_twelve_signs_that_nobody_confuses(self):
        signs = codes.new().split("-")
        assert [len(group) for group in signs] == [4, 4, 4]
        assert not set("".join(signs)) & set("IO01")

    def test_no_code_is_given_twice(self):
        assert len({codes.new() for _time in range(500)}) == 500

    @pytest.mark.parametrize("typed", ["k7mp-2qxa-9wtr", "K7MP2QXA9WTR", " k7mp 2qxa 9wtr "])
    def test_case_blanks_and_dashes_do_not_matter(self, typed):
        assert codes.code_digest(typed) == codes.code_digest("K7MP-2QXA-9WTR")

    def test_another_code_has_another_digest(self):
        assert codes.code_digest("K7MP-2QXA-9WTR") != codes.code_digest("K7MP-2QXA-9WTS")

    def test_the_digest_does_not_hold_the_code(self):
        assert "K7MP" not in codes.code_digest("K7MP-2QXA-9WTR").upper()
