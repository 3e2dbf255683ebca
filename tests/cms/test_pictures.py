"""A picture whose derived file is not at hand is made again; nothing else is handed out."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Picture
from wagtail.images.models import Image

from tests.cms.derived import derived
from tests.submissions.files.hostile import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Image.objects.create(title="Đồi chè", file=ContentFile(picture(), "đồi chè.png"))


def asked(client, address: str):
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer, body


def test_one_that_is_there_is_handed_out(client, image):
    rendition = derived(image)
    answer, body = asked(client, rendition.url)
    assert answer.status_code == 200
    with default_storage.open(rendition.file.name) as kept:
        assert body == kept.read()


def test_one_that_is_gone_is_made_again(client, image):
    rendition = derived(image)
    default_storage.delete(rendition.file.name)
    _answer, body = asked(client, rendition.url)
    assert Picture.open(io.BytesIO(body)).size == (40, 30)


def test_and_is_kept_under_its_name(client, image):
    rendition = derived(image)
    default_storage.delete(rendition.file.name)
    asked(client, rendition.url)
    assert default_storage.exists(rendition.file.name)


def test_each_in_its_own_size(client, image):
    derived(image, "width-20")
    rendition = derived(image)
    default_storage.delete(rendition.file.name)
    _answer, body = asked(client, rendition.url)
    assert Picture.open(io.BytesIO(body)).size == (40, 30)


def test_without_its_original_it_is_not_found(client, image):
    rendition = derived(image)
    default_storage.delete(rendition.file.name)
    default_storage.delete(image.file.name)
    answer, _body = asked(client, rendition.url)
    assert answer.status_code == 404


def test_what_runs_in_it_runs_nowhere(client, image):
    answer, _body = asked(client, derived(image).url)
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_day_long_it_need_not_be_asked_for_again(client, image):
    answer, _body = asked(client, derived(image).url)
    assert answer["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize(
    "path",
    [
        "documents/kin.pdf",
        "kin.pdf",
        "images/../documents/kin.pdf",
        "images/../../kin.pdf",
        "images/",
        "images/khong-co.png",
        "images/%00.png",
    ],
)
def test_nothing_else_is_handed_out(client, image, path):
    for name in ("documents/kin.pdf", "kin.pdf"):
        default_storage.save(name, ContentFile(b"x"))
    answer, _body = asked(client, f"/media/{path}")
    assert answer.status_code == 404
