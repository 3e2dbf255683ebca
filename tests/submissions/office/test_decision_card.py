"""What the page of an accepted dossier offers: never a button that would be refused."""

import pytest
from django.urls import reverse

from competition import clock
from submissions.models import Entry
from submissions.screening import screening
from submissions.sealing import looks, sealing

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PREPARE, SEAL = "prepare_copy", "seal_copy"


@pytest.fixture
def page(sent_in, client):
    """`page(day)`: the page of an accepted dossier on that day."""
    office = sent_in.cast.secretary
    entry = sent_in.entries[0]
    checks = sent_in.edition.screening_points
    screening.accept(entry=entry, by=office, at=sent_in.at(8), checks=checks)
    sent_in.entry = Entry.objects.get(pk=entry.pk)
    client.force_login(office)

    def shown(day: float) -> str:
        address = reverse("office_entry", args=[sent_in.edition.slug, entry.public_id])
        with clock.set_to(sent_in.at(day)):
            return client.get(address).content.decode()

    return shown


def has(html: str, sent_in, name: str) -> bool:
    return reverse(name, args=[sent_in.edition.slug, sent_in.entry.public_id]) in html


def test_before_the_deadline_nothing_is_prepared(page, sent_in):
    assert not has(page(9), sent_in, PREPARE)


def test_it_says_from_when_on(page):
    assert "Bản ẩn danh được chuẩn bị sau hạn nộp" in page(9)


def test_afterwards_it_is(page, sent_in):
    assert has(page(31), sent_in, PREPARE)


class TestPrepared:
    @pytest.fixture
    def copy(self, page, sent_in):
        made = sealing.prepare(entry=sent_in.entry, by=sent_in.cast.secretary, at=sent_in.at(31))
        file = made.files.first()
        file.eye = [{"page": 1, "why": ["picture"], "digest": "d1"}]
        file.save()
        return made

    def test_while_pages_wait_it_is_not_sealed(self, page, sent_in, copy):
        assert not has(page(31), sent_in, SEAL)

    def test_the_way_to_them_stands_in_its_place(self, page, copy):
        assert f"Xem {len(looks.waiting(copy))} trang, rồi niêm phong" in page(31)

    def test_once_they_are_seen_it_is(self, page, sent_in, copy):
        copy.files.update(eye=[])
        assert has(page(31), sent_in, SEAL)
