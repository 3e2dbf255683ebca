"""The contact sheet: pages that wait, a dozen at a time, noted one by one or all that are shown."""

import pytest
from django.urls import reverse

from competition import clock
from submissions.files import file_text
from submissions.models import Entry, PageLook, SealedFile, Sealing
from submissions.sealing import looks
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.foundation import BlobFactory
from tests.factories.moments import NOON
from tests.factories.submissions import (
    EntryVersionFactory,
    PageLookFactory,
    SealedFileFactory,
    SealingFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MANY = looks.MOST + 3


@pytest.fixture(autouse=True)
def _noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def copy() -> Sealing:
    """With more pages for the eye than a sheet shows."""
    status = Entry.Status.ACCEPTED
    content = {
        "title": "Máy hái chè",
        "summary": "Hái nhanh.",
        "unit": "",
        "answers": [],
        "authors": [],
        "files": [{"name": "bản vẽ.pdf", "blob": BlobFactory().pk}],
    }
    version = EntryVersionFactory(
        entry__edition=EditionFactory(), entry__status=status, content=content
    )
    copy = SealingFactory(version=version, leaks=[], sections=[])
    eye = []
    for number in range(1, MANY + 1):
        eye.append({"page": number, "why": ["picture", "few words"], "digest": f"d{number}"})
    SealedFileFactory(sealing=copy, name="ban-an-danh-1.pdf", pages=MANY, eye=eye)
    return copy


@pytest.fixture
def office(client, copy):
    client.force_login(secretary_of(copy.version.entry.edition), backend=BACKEND)
    return client


def address(copy: Sealing, route: str = "pages_to_look_at") -> str:
    entry = copy.version.entry
    return reverse(route, args=[entry.edition.slug, entry.public_id])


def marks(page: str) -> int:
    """How many pages the button for all of them notes."""
    return page.rpartition("<form")[2].count('name="page"')


class TestTheSheet:
    def test_a_dozen_pages_stand_on_it_with_why_they_wait(self, office, copy):
        page = office.get(address(copy)).content.decode()
        assert page.count("data-look>") == looks.MOST
        assert f"Còn {MANY} trang chờ xem" in page
        assert page.count("ít chữ hoặc không có chữ") == looks.MOST
        picture = reverse(
            "covering_page",
            args=[copy.version.entry.edition.slug, copy.version.entry.public_id, 1, 1],
        )
        assert f'src="{picture}"' in page

    def test_who_has_looked_at_which_page_stands_below(self, office, copy):
        by = UserFactory(full_name="Vũ Thị Xem Xét")
        PageLookFactory(entry=copy.version.entry, digest="d2", page=2, by=by)
        PageLookFactory(by=UserFactory(full_name="Người Lạ"))
        page = office.get(address(copy)).content.decode()
        assert "Vũ Thị Xem Xét" in page
        assert "Người Lạ" not in page
        assert f"Còn {MANY - 1} trang chờ xem" in page

    def test_when_nothing_waits_the_copy_can_be_sealed(self, office, copy):
        SealedFile.objects.update(eye=[])
        page = office.get(address(copy)).content.decode()
        assert address(copy, "seal_copy") in page
        assert "data-look>" not in page

    def test_without_a_copy_it_says_what_to_do(self, office, copy):
        copy.files.all().delete()
        copy.delete()
        page = office.get(address(copy)).content.decode()
        assert "Hãy chuẩn bị bản ẩn danh trước" in page

    @pytest.mark.parametrize("language", ["", "vie"])
    def test_the_office_is_told_where_tesseract_is_missing(
        self, office, copy, monkeypatch, language
    ):
        monkeypatch.setattr(file_text, "_ocr_language", lambda: language)
        page = office.get(address(copy)).content.decode()
        assert ("tesseract-ocr-vie" in page) is (not language)

    def test_the_dossier_leads_to_it(self, office, copy):
        page = office.get(address(copy, "office_entry")).content.decode()
        assert address(copy) in page
        assert f"còn {MANY} trang chờ" in page

    @pytest.mark.parametrize("route", ["pages_to_look_at", "look_at_pages"])
    def test_nobody_of_another_edition_finds_it(self, client, copy, route):
        client.force_login(secretary_of(EditionFactory()), backend=BACKEND)
        assert client.get(address(copy, route)).status_code == 404
        assert client.post(address(copy, route), {"page": ["1-1-d1"]}).status_code == 404
        assert not PageLook.objects.exists()


class TestTheButtons:
    def test_one_page_is_noted(self, office, copy):
        answer = office.post(address(copy, "look_at_pages"), {"page": "1-3-d3"}, follow=True)
        assert PageLook.objects.get().digest == "d3"
        assert "Đã ghi nhận 1 trang" in answer.content.decode()

    def test_all_pages_of_the_sheet_are_noted_by_the_one_below_them(self, office, copy):
        shown = [f"1-{number}-d{number}" for number in range(1, looks.MOST + 1)]
        office.post(address(copy, "look_at_pages"), {"page": shown})
        assert PageLook.objects.count() == looks.MOST
        assert office.get(address(copy)).content.decode().count("data-look>") == 3

    @pytest.mark.parametrize(
        "shown",
        [[], ["1-1-before"], ["1-99-d1"], ["x"], ["--"], ["1-1-d1"] * (looks.MOST + 1)],
    )
    def test_what_was_not_shown_is_refused_and_the_sheet_shown_again(self, office, copy, shown):
        answer = office.post(address(copy, "look_at_pages"), {"page": shown})
        assert answer.status_code == 422
        assert answer.content.decode().count("data-look>") == looks.MOST
        assert not PageLook.objects.exists()

    def test_opened_by_a_reload_it_leads_to_the_sheet(self, office, copy):
        answer = office.get(address(copy, "look_at_pages"))
        assert answer.headers["Location"] == address(copy)

    def test_a_page_is_noted_where_its_parts_are_covered(self, office, copy):
        entry = copy.version.entry
        covering = reverse("covering", args=[entry.edition.slug, entry.public_id, 1])
        assert 'value="1-2-d2"' in office.get(f"{covering}?trang=2").content.decode()
        PageLookFactory(entry=entry, digest="d2", page=2)
        assert 'value="1-2-d2"' not in office.get(f"{covering}?trang=2").content.decode()
