"""A certificate is found by its printed serial as people type it."""

import pytest

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


@pytest.mark.parametrize("typed", ["ĐMST-2025-GCN-00002", "MST-2025-GCN-00001", "D" * 5000, ""])
def test_another_one_is_not_found(certificate, typed):
    assert verify.code_of(typed) == ""
