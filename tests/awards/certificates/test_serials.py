"""A certificate is found by its printed serial as people type it."""

import pytest
from django.urls import reverse

from awards.certificates import verify
from awards.models import Certificate
from tests import guards

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def certificate(awarded) -> Certificate:
    first = Certificate.objects.order_by("pk").first()
    guards.change(Certificate.objects.filter(pk=first.pk), serial="ĐMST-2025-GCN-00001")
    other = Certificate.objects.order_by("pk").last()
    guards.change(Certificate.objects.filter(pk=other.pk), serial="DMSX-2025-GCN-00001")
    return first


@pytest.mark.parametrize(
    "typed",
    ["ĐMST-2025-GCN-00001", "đmst-2025-gcn-00001", "DMST-2025-GCN-00001", " dmst-2025-gcn-00001 "],
)
def test_in_capitals_or_not_and_without_a_vietnamese_keyboard(certificate, typed):
    assert verify.code_of(typed) == certificate.verify_id


@pytest.mark.parametrize(
    "typed",
    [
        "ĐMST-2025-GCN-OOOO1",
        "ĐMST-2O25-GCN-0000l",
        "ĐMST-2025-GCN-0000I",
        "ĐMST–2025–GCN–00001",
        "ĐMST 2025 GCN 00001",
        "đmst2025gcn00001",
        "ÐMST-2025-GCN-00001",  # the Icelandic letter looks the same
        "ĐMST-2025-GCN-1",
        "Số: ĐMST-2025-GCN-00001.",
    ],
)
def test_with_letters_for_figures_and_other_dashes(certificate, typed):
    assert verify.code_of(typed) == certificate.verify_id


@pytest.mark.parametrize("typed", ["0TO-2025-GCN-00001", "OTO-2025-GCN-OOOO1", "oto2025gcn1"])
def test_an_o_of_the_first_letters_stays_one(certificate, typed):
    guards.change(Certificate.objects.filter(pk=certificate.pk), serial="OTO-2025-GCN-00001")
    assert verify.code_of(typed) == certificate.verify_id


class TestWhatToDo:
    """A paper that is not found is no forgery yet."""

    def page(self, client, typed) -> str:
        return client.get(reverse("verify_lookup"), {"ma": typed}).content.decode()

    def test_a_code_of_another_length_is_counted(self, certificate, client):
        assert "bạn đã nhập 31 ký tự" in self.page(client, certificate.verify_id[:-1])

    def test_a_receipt_is_told_from_a_certificate(self, certificate, client):
        assert "số tiếp nhận hồ sơ" in self.page(client, "ĐMST-2025-0001")

    def test_a_serial_is_not_told_to_be_a_receipt(self, certificate, client):
        assert "số tiếp nhận hồ sơ" not in self.page(client, "ĐMST-2025-GCN-00009")

    def test_whom_to_ask_is_said(self, certificate, client):
        assert "liên hệ ban tổ chức" in self.page(client, "ĐMST-2025-GCN-00009")

    def test_nobody_is_accused(self, certificate, client):
        assert "không phải của chúng tôi" not in self.page(client, "ĐMST-2025-GCN-00009")


@pytest.mark.parametrize("typed", ["ĐMST-2025-GCN-00002", "MST-2025-GCN-00001", "D" * 5000, ""])
def test_another_one_is_not_found(certificate, typed):
    assert verify.code_of(typed) == ""
