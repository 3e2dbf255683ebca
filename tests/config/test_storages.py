"""Public and private files in an S3-compatible storage: there and back."""

import gc
import io

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import storages as opened
from django.utils import timezone
from moto import mock_aws
from PIL import Image as Picture
from storages.backends.s3 import S3Storage
from wagtail.images.models import Image

from config import backup, doctor, storages
from foundation.vault import store

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves what it has read for a smaller picture to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
REGION = {"region_name": "ap-southeast-1"}
ORIGIN = "https://tep.example.vn"


@pytest.fixture
def buckets(settings, monkeypatch):
    """A bucket for the public, and a private one."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "thu")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "thu")
    with mock_aws():
        server = boto3.client("s3", **REGION)
        place = {"LocationConstraint": REGION["region_name"]}
        for name in ("cong-khai", "rieng"):
            server.create_bucket(Bucket=name, CreateBucketConfiguration=place)
        media = {"bucket_name": "cong-khai", "custom_domain": "tep.example.vn"} | REGION
        settings.STORAGES = settings.STORAGES | {
            "default": storages.public(storages.S3, media),
            "vault": storages.private(storages.S3, {"bucket_name": "rieng"} | REGION),
        }
        yield server
    gc.collect(1)  # what one test leaves is young; a look at all that lives takes a second


def names_in(server, bucket: str) -> list[str]:
    return [one["Key"] for one in server.list_objects_v2(Bucket=bucket).get("Contents", [])]


def drawn(colour: str) -> ImageFile:
    content = io.BytesIO()
    Picture.new("RGB", (40, 30), colour).save(content, "PNG")
    content.seek(0)
    return ImageFile(content, name="che.png")


class TestPictures:
    def test_an_editors_picture_is_read_back(self, buckets):
        image = Image.objects.create(title="Chè", file=drawn("green"))
        with Image.objects.get(pk=image.pk).file.open() as file:
            assert Picture.open(file).getpixel((1, 1)) == (0, 128, 0)

    def test_it_is_drawn_smaller_for_a_page(self, buckets):
        image = Image.objects.create(title="Chè", file=drawn("green"))
        small = image.get_rendition("width-20")
        assert small.url.startswith(f"{ORIGIN}/images/che")

    def test_its_address_needs_no_signature(self, buckets):
        image = Image.objects.create(title="Chè", file=drawn("green"))
        assert image.file.url == f"{ORIGIN}/{image.file.name}"

    def test_nor_does_the_address_in_the_bucket(self, buckets):
        chosen = storages.public(storages.S3, {"bucket_name": "cong-khai"} | REGION)
        assert "?" not in S3Storage(**chosen["OPTIONS"]).url("che.png")

    def test_a_second_one_of_the_same_name_takes_nothing_from_the_first(self, buckets):
        first = Image.objects.create(title="Chè", file=drawn("green"))
        Image.objects.create(title="Chè", file=drawn("red"))
        with first.file.open() as file:
            assert Picture.open(file).getpixel((1, 1)) == (0, 128, 0)

    def test_none_lies_among_private_files(self, buckets):
        Image.objects.create(title="Chè", file=drawn("green"))
        assert names_in(buckets, "rieng") == []


class TestPrivateFiles:
    def test_one_is_read_back(self, buckets):
        blob = store.put("Hồ sơ".encode(), media_type="text/plain")
        assert store.read(blob) == "Hồ sơ".encode()

    def test_it_is_served_with_its_headers(self, buckets):
        blob = store.put(b"%PDF", media_type="application/pdf")
        answer = store.serve(blob, name="hồ sơ.pdf", user=None, purpose="test")
        assert b"".join(answer.streaming_content) == b"%PDF"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")

    def test_the_same_content_twice_lies_there_once(self, buckets):
        store.put(b"x", media_type="text/plain")
        blob = store.put(b"x", media_type="text/plain")
        assert names_in(buckets, "rieng") == [blob.path]

    @pytest.mark.django_db(transaction=True)
    def test_one_that_is_forgotten_goes(self, buckets):
        store.forget(store.put(b"x", media_type="text/plain"))
        assert names_in(buckets, "rieng") == []

    def test_none_lies_among_the_public_ones(self, buckets):
        store.put(b"x", media_type="text/plain")
        assert names_in(buckets, "cong-khai") == []


class TestWhoLooksAfterThem:
    @pytest.mark.parametrize("name", ["media", "vault"])
    def test_the_doctor_finds_them_fine(self, buckets, name):
        [line] = doctor.examine([name])
        assert line.grade is doctor.Grade.FINE

    def test_and_says_when_a_bucket_is_not_there(self, buckets):
        buckets.delete_bucket(Bucket="rieng")
        [line] = doctor.examine(["vault"])
        assert line.grade is doctor.Grade.FAULT
        assert "NoSuchBucket" in line.words

    @pytest.mark.django_db(transaction=True)
    def test_a_backup_holds_both(self, buckets, tmp_path):
        blob = store.put("Hồ sơ".encode(), media_type="text/plain")
        opened["default"].save("images/che.txt", ContentFile(b"xanh"))
        made, missing = backup.make(tmp_path, at=timezone.now(), with_keys=False, say=print)
        assert missing == []
        assert (made / "vault" / blob.path).read_text() == "Hồ sơ"
        assert (made / "media" / "images" / "che.txt").read_bytes() == b"xanh"


class TestSettings:
    def test_a_disk_is_our_own_origin(self):
        assert storages.origins(storages.public(storages.DISK, {})) == []

    @pytest.mark.parametrize(
        ("options", "origin"),
        [
            ({"custom_domain": "tep.example.vn/anh"}, "https://tep.example.vn"),
            ({"endpoint_url": "https://s3.example.vn:9000"}, "https://s3.example.vn:9000"),
            (
                {"endpoint_url": "https://s3.example.vn", "addressing_style": "virtual"},
                "https://anh.s3.example.vn",
            ),
            ({}, "https://anh.s3.amazonaws.com"),
        ],
    )
    def test_a_page_may_take_pictures_from_there(self, options, origin):
        chosen = storages.public(storages.S3, {"bucket_name": "anh"} | options)
        assert storages.origins(chosen) == [origin]

    @pytest.mark.parametrize("of", [storages.public, storages.private])
    def test_one_that_never_answers_is_left_after_seconds(self, of):
        limits = of(storages.S3, {"bucket_name": "anh"})["OPTIONS"]["client_config"]
        assert (limits.connect_timeout, limits.read_timeout) == (3, 10)
        assert limits.retries == {"total_max_attempts": 2}

    def test_what_the_library_is_told_stays(self):
        options = {"addressing_style": "path", "signature_version": "s3v4"}
        told = storages.private(storages.S3, options)["OPTIONS"]["client_config"]
        assert (told.s3, told.signature_version) == ({"addressing_style": "path"}, "s3v4")

    def test_private_files_have_no_public_address(self):
        chosen = storages.private(storages.S3, {"custom_domain": "tep.example.vn"})
        assert chosen["OPTIONS"]["custom_domain"] is None
