"""There is one door: whatever signs somebody in or sets a password is allauth's or our phone's.

Asked by what an address does: each of the site gets the right name and password, and each gets the
address of somebody who has forgotten it.
"""

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import User
from cms.person_forms import PersonEditForm
from foundation.notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.security.addresses import all_paths

pytestmark = pytest.mark.django_db
PASSWORD = "chè-xanh-Tân-Cương-7"
NEW = "nương-chè-La-Bằng-9"
EMAIL = "quantri@example.vn"


@pytest.fixture
def officer():
    return UserFactory(email=EMAIL, password=PASSWORD, is_superuser=True, is_staff=True)


def everything(**more: str) -> dict[str, str]:
    """What any form of sign-in or of a forgotten password asks for."""
    names = ("username", "login", "email", "user", "name", "phone")
    return dict.fromkeys(names, EMAIL) | {"password": PASSWORD} | more


def test_the_walk_knows_the_doors_of_the_libraries():
    assert {"/tai-khoan/login/", "/quan-tri/login/", "/_util/login/"} <= set(all_paths())


def test_one_address_signs_in_with_a_password(officer):
    doors = []
    for path in all_paths():
        visitor = Client(raise_request_exception=False)
        visitor.post(path, everything())
        if SESSION_KEY in visitor.session:
            doors.append(path)
    assert doors == ["/tai-khoan/login/"]


def test_one_address_sends_a_new_password(officer):
    doors = []
    for path in all_paths():
        before = len(mail.outbox)
        Client(raise_request_exception=False).post(path, everything())
        sent = "".join(message.body for message in mail.outbox[before:])
        if re.search(r"http\S+reset", sent):
            doors.append(path)
    assert doors == ["/tai-khoan/password/reset/"]


def test_a_token_of_djangos_own_reset_opens_nothing(officer):
    number = urlsafe_base64_encode(force_bytes(officer.pk))
    token = default_token_generator.make_token(officer)
    visitor = Client(raise_request_exception=False)
    address = f"/quan-tri/password_reset/confirm/{number}/{token}/"
    visitor.get(address)
    visitor.post(
        f"/quan-tri/password_reset/confirm/{number}/set-password/",
        {"new_password1": NEW, "new_password2": NEW},
    )
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


@pytest.mark.parametrize("address", ["/quan-tri/login/", "/_util/login/"])
def test_the_other_doors_lead_to_ours(client, address):
    answer = client.get(f"{address}?next=/quan-tri/")
    assert answer.status_code == 302
    assert answer.url == "/tai-khoan/login/?next=%2Fquan-tri%2F"


@pytest.mark.parametrize("address", ["/quan-tri/login/", "/_util/login/"])
def test_the_other_doors_lead_to_no_strange_site(client, address):
    answer = client.get(f"{address}?next=https://example.com/")
    assert answer.url == "/tai-khoan/login/"


FORM = {"last_name": "Nguyễn Thị", "first_name": "Khuê", "is_active": "on", "reason": "Nghỉ việc"}


@pytest.fixture
def person():
    return UserFactory(email="khue@example.vn", password=PASSWORD)


def saved(client, officer, person, **more):
    """The person after an administrator has saved the person's page with these fields more."""
    client.force_login(officer)
    answer = client.post(reverse("wagtailusers_users:edit", args=[person.pk]), FORM | more)
    assert answer.status_code == 302, answer.context["form"].errors
    person.refresh_from_db()
    return person


def test_an_officer_renames_and_switches_off(client, officer, person):
    after = saved(client, officer, person, is_active="")
    assert (after.full_name, after.is_active) == ("Nguyễn Thị Khuê", False)


def test_the_person_is_told(client, officer, person):
    before = "Lê Văn Huệ"
    User.objects.filter(pk=person.pk).update(full_name=before)
    saved(client, officer, person, is_active="")
    message = Message.objects.get(recipient=person)
    assert f"“{before}” nay là “Nguyễn Thị Khuê”" in message.body
    assert "đã bị tắt" in message.body


def test_nothing_is_told_where_nothing_is_changed(client, officer, person):
    saved(client, officer, person)
    Message.objects.all().delete()
    saved(client, officer, person)
    assert not Message.objects.exists()


def test_an_officer_sets_nobodys_password(client, officer, person):
    after = saved(client, officer, person, password1=NEW, password2=NEW)
    assert after.check_password(PASSWORD)


def test_an_officer_changes_nobodys_address(client, officer, person):
    assert saved(client, officer, person, email="ke@example.vn").email == "khue@example.vn"


def test_an_officer_makes_no_administrator(client, officer, person):
    assert not saved(client, officer, person, is_superuser="on").is_superuser


def test_an_officer_puts_nobody_into_a_group(client, officer, person):
    group = Group.objects.create(name="Ai cũng được")
    assert not saved(client, officer, person, groups=[group.pk]).groups.exists()


@pytest.mark.parametrize("act", ["delete", "assign_role", "set_active_state"])
def test_nothing_is_done_to_people_in_bulk(client, officer, person, act):
    client.force_login(officer)
    answer = client.post(f"/quan-tri/bulk/accounts/user/{act}/?id={person.pk}", {"role": "1"})
    assert answer.status_code == 404


def test_nobody_is_deleted(client, officer, person):
    client.force_login(officer)
    client.post(reverse("wagtailusers_users:delete", args=[person.pk]))
    assert User.objects.filter(pk=person.pk).exists()


OFF = {"is_active": "", "reason": "Thư rác"}


def test_the_last_administrator_is_not_switched_off(officer):
    UserFactory(email="hai@example.vn", is_superuser=True, is_staff=True, is_active=False)
    form = PersonEditForm(
        FORM | {"is_active": "", "reason": "Thư rác"}, instance=officer, by=officer
    )
    assert "is_active" in form.errors


def test_an_administrator_beside_another_is_switched_off(officer):
    UserFactory(email="hai@example.vn", is_superuser=True, is_staff=True)
    form = PersonEditForm(
        FORM | {"is_active": "", "reason": "Thư rác"}, instance=officer, by=officer
    )
    assert not form.errors


def test_the_offices_own_account_page_sets_no_password(client, officer):
    client.force_login(officer)
    page = client.get("/quan-tri/account/").content.decode()
    assert "password-new_password1" not in page
