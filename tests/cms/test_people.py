"""The administrator's people pages store one full name."""

import pytest
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = User.objects.create_superuser("goc@example.vn", full_name="Quản Trị")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def fields(**changes):
    return {
        "email": "moi@example.vn",
        "last_name": "Nguyễn Thị Khuê",
        "first_name": "Lượng",
        "password1": "mat-khau-rat-dai-7",
        "password2": "mat-khau-rat-dai-7",
        "is_active": "on",
    } | changes


def test_a_person_is_made_and_renamed(administrator):
    assert administrator.get(reverse("wagtailusers_users:index")).status_code == 200
    administrator.post(reverse("wagtailusers_users:add"), fields())
    made = User.objects.get(email="moi@example.vn")
    assert made.full_name == "Nguyễn Thị Khuê Lượng"
    address = reverse("wagtailusers_users:edit", args=[made.pk])
    assert "Nguyễn Thị Khuê" in administrator.get(address).content.decode()
    administrator.post(address, fields(first_name="Lan", password1="", password2=""))
    made.refresh_from_db()
    assert made.full_name == "Nguyễn Thị Khuê Lan"
    assert made.name_key[:2] == "l0"
