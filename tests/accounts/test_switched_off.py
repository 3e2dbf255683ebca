"""A person who is switched off, or whose role has ended, comes in by no door: neither by those that
sign in, nor by a session, a link or a code that was given before.
"""

import base64
import datetime
import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import phone, printed_codes
from accounts.membership import committee_seats, grant
from accounts.models import Membership, SignInCode, User
from accounts.permissions import Role, is_committee, is_secretariat, staff_of
from foundation.notifications.models import Message
from judging.models import Judge
from submissions.models import Entry, Invitation, Upload
from submissions.sharing import behalf, invitations
from submissions.writing import drafting
from tests.accounts.passkeys import Passkey
from tests.factories.accounts import UserFactory
from tests.refusals import another_edition, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "chè-xanh-Tân-Cương-7"
NEW_PASSWORD = "trà-đinh-La-Bằng-9"
NUMBER = "+84912345678"


@pytest.fixture
def person() -> User:
    """Somebody who may come in by every door."""
    return UserFactory(
        email="khue@example.vn",
        phone=NUMBER,
        phone_verified_at=timezone.now(),
        password=PASSWORD,
    )


@pytest.fixture
def browser(client) -> Client:
    client.defaults["wsgi.url_scheme"] = "https"
    return client


def switch_off(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def is_in(client: Client) -> bool:
    return client.get(reverse("account_page")).status_code == 200


def by_password(client: Client, password: str = PASSWORD):
    login = {"login": "khue@example.vn", "password": password}
    return client.post(reverse("account_login"), login)


def ask_by_phone(client: Client) -> None:
    client.post(reverse("phone_sign_in"), {"phone": NUMBER})


def sent_code() -> str:
    return re.search(r"\d{6}", Message.objects.filter(address=NUMBER).latest("pk").subject)[0]


def by_phone(client: Client, code: str):
    return client.post(reverse("phone_code"), {"code": code})


def link_in_mail() -> str:
    """The path of the last mail's link."""
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]


class TestThePassword:
    def test_opens_for_who_is_in_use(self, browser, person):
        by_password(browser)
        assert is_in(browser)

    def test_opens_nothing_for_who_is_not(self, browser, person):
        switch_off(person)
        answer = by_password(browser)
        assert answer["Location"] == reverse("account_inactive")
        assert not is_in(browser)

    def test_who_is_not_in_use_learns_it_with_the_right_password_alone(self, browser, person):
        switch_off(person)
        assert by_password(browser, "không phải").status_code == 200

    def test_one_who_is_switched_off_shuts_nobody_else_out(self, browser, person):
        switch_off(UserFactory(password=PASSWORD))
        by_password(browser)
        assert is_in(browser)


class TestTheResetOfThePassword:
    def ask(self, client: Client) -> None:
        client.post(reverse("account_reset_password"), {"email": "khue@example.vn"})

    def open_link(self, client: Client, link: str) -> None:
        shown = client.get(link, follow=True)
        passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        client.post(shown.request["PATH_INFO"], passwords)

    def test_a_link_goes_to_who_is_in_use(self, browser, person):
        self.ask(browser)
        assert [message.to for message in mail.outbox] == [[person.email]]
        self.open_link(browser, link_in_mail())
        by_password(browser, NEW_PASSWORD)
        assert is_in(browser)

    def test_no_link_goes_to_who_is_not(self, browser, person):
        switch_off(person)
        self.ask(browser)
        links = [message for message in mail.outbox if "/reset/key/" in message.body]
        assert links == []

    def test_the_page_looks_alike_for_both(self, browser, person):
        answers = []
        for change in (lambda: None, lambda: switch_off(person)):
            change()
            answer = browser.post(reverse("account_reset_password"), {"email": person.email})
            answers.append((answer.status_code, answer.headers.get("Location")))
        assert answers[0] == answers[1]

    def test_a_link_that_was_sent_before_opens_nothing(self, browser, person):
        self.ask(browser)
        link = link_in_mail()
        switch_off(person)
        self.open_link(browser, link)
        assert not is_in(browser)
        by_password(browser, NEW_PASSWORD)
        assert not is_in(browser)


class TestTheCodeByEMail:
    def sign_up(self, client: Client) -> str:
        """The code with which a new address is verified."""
        fields = {
            "email": "moi@example.vn",
            "password1": PASSWORD,
            "full_name": "Hà My",
            "personal_data": "on",
        }
        client.post(reverse("account_signup"), fields)
        return re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{2,4})\s*$", mail.outbox[-1].body, re.M)[1]

    def type_code(self, client: Client, code: str) -> None:
        client.post(reverse("account_email_verification_sent"), {"code": code})

    def test_opens_for_a_new_person(self, browser):
        self.type_code(browser, self.sign_up(browser))
        assert is_in(browser)

    def test_opens_nothing_for_who_was_switched_off_meanwhile(self, browser):
        code = self.sign_up(browser)
        switch_off(User.objects.get(email="moi@example.vn"))
        self.type_code(browser, code)
        assert not is_in(browser)


class TestThePhone:
    def test_opens_for_who_is_in_use(self, browser, person):
        ask_by_phone(browser)
        by_phone(browser, sent_code())
        assert is_in(browser)

    def test_opens_nothing_for_who_is_not(self, browser, person):
        switch_off(person)
        ask_by_phone(browser)
        answer = by_phone(browser, sent_code())
        assert answer["Location"] == reverse("account_inactive")
        assert not is_in(browser)

    def test_a_number_of_who_is_not_in_use_is_no_new_persons(self, browser, person):
        """Whoever has the phone cannot begin anew beside an account that was switched off."""
        switch_off(person)
        ask_by_phone(browser)
        by_phone(browser, sent_code())
        browser.post(reverse("phone_name"), {"full_name": "Lê An", "personal_data": "on"})
        assert not is_in(browser)
        assert User.objects.get(phone=NUMBER) == person

    def test_a_number_that_is_nobodys_is_a_new_persons(self, browser):
        switch_off(UserFactory(phone="+84987654321"))
        ask_by_phone(browser)
        by_phone(browser, sent_code())
        browser.post(reverse("phone_name"), {"full_name": "Lê An", "personal_data": "on"})
        assert is_in(browser)

    def test_of_two_browsers_one_begins_with_a_new_number(self, browser):
        other = Client()
        for each in (browser, other):
            ask_by_phone(each)
            by_phone(each, sent_code())
        name = {"full_name": "Lê An", "personal_data": "on"}
        answers = [each.post(reverse("phone_name"), name) for each in (browser, other)]
        assert is_in(browser)
        assert answers[1]["Location"] == reverse("phone_sign_in")
        assert User.objects.filter(phone=NUMBER).count() == 1

    def test_opens_nothing_for_who_is_switched_off_between_number_and_code(self, browser, person):
        ask_by_phone(browser)
        switch_off(person)
        by_phone(browser, sent_code())
        assert not is_in(browser)

    def test_a_printed_code_opens_nothing_and_is_not_used_up(self, browser):
        person = UserFactory(email=None, phone=NUMBER)
        printed = printed_codes.renew(
            person, purpose="sign_in", by=UserFactory(), at=timezone.now()
        )
        switch_off(person)
        ask_by_phone(browser)
        by_phone(browser, printed[0])
        assert not is_in(browser)
        assert not SignInCode.objects.exclude(used_at=None).exists()

    def test_a_sheet_printed_for_their_number_opens_nothing(self, browser):
        person = UserFactory(email=None, phone=NUMBER)
        switch_off(person)
        user, printed = phone.print_codes(
            phone=NUMBER, full_name="Lê An", by=UserFactory(), at=timezone.now()
        )
        ask_by_phone(browser)
        by_phone(browser, printed[0])
        assert user == person
        assert not is_in(browser)


class TestTheSecondStep:
    """The password was typed while the person was in use."""

    @pytest.fixture
    def key(self, person) -> Passkey:
        TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        return Passkey(person)

    @pytest.fixture
    def at_the_second_step(self, browser, person, key) -> Client:
        by_password(browser)
        return browser

    def touch(self, browser: Client, key: Passkey) -> None:
        browser.get(reverse("mfa_authenticate"))
        challenge = browser.session["mfa.webauthn.state"]["challenge"]
        signed = {"credential": key.signs(challenge)}
        browser.post(reverse("mfa_authenticate"), signed)

    def test_a_passkey_opens_for_who_is_in_use(self, at_the_second_step, key):
        self.touch(at_the_second_step, key)
        assert is_in(at_the_second_step)

    def test_a_passkey_opens_nothing_for_who_was_switched_off_in_between(
        self, at_the_second_step, person, key
    ):
        switch_off(person)
        self.touch(at_the_second_step, key)
        assert not is_in(at_the_second_step)

    def test_a_recovery_code_opens_nothing_either(self, at_the_second_step, person):
        code = RecoveryCodes.activate(person).generate_codes()[0]
        switch_off(person)
        at_the_second_step.post(reverse("mfa_authenticate"), {"code": code})
        assert not is_in(at_the_second_step)


class TestTheSessionThatIsThereAlready:
    @pytest.fixture
    def signed_in(self, browser, person) -> Client:
        browser.force_login(person, backend=BACKEND)
        assert is_in(browser)
        return browser

    def test_ends_with_the_next_page(self, signed_in, person):
        switch_off(person)
        assert not is_in(signed_in)

    def test_goes_on_for_everybody_else(self, signed_in):
        switch_off(UserFactory())
        assert is_in(signed_in)

    def test_is_good_again_when_the_person_is_switched_on_again(self, signed_in, person):
        switch_off(person)
        User.objects.filter(pk=person.pk).update(is_active=True)
        assert is_in(signed_in)

    def test_cannot_change_password_or_address_any_more(self, signed_in, person):
        switch_off(person)
        with unchanged():
            changed = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD}
            signed_in.post(reverse("account_change_password"), changed)
            signed_in.post(reverse("account_email"), {"email": "b@example.vn", "action_add": ""})

    def test_an_administrator_is_shut_out_of_the_office(self, browser):
        root = User.objects.create_superuser("goc@example.vn", full_name="Quản Trị")
        browser.force_login(root, backend=BACKEND)
        assert browser.get("/quan-tri/").status_code == 200
        switch_off(root)
        assert browser.get("/quan-tri/").status_code == 302


@pytest.fixture
def owned(begun):
    """A draft of the first entrant, who has a session, as the second has."""
    begun.owner, begun.friend = begun.cast.entrants[:2]
    with begun.step("x", 3) as at:
        begun.entry = drafting.start_draft(edition=begun.edition, by=begun.owner, at=at)
    return begun


def session_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


class TestLinksAndCodes:
    @pytest.fixture
    def token(self, owned) -> str:
        _invitation, token = invitations.invite(
            entry=owned.entry,
            email=owned.friend.email,
            right="edit",
            by=owned.owner,
            at=owned.at(3),
        )
        return token

    def test_an_invitation_is_accepted_by_who_is_in_use(self, owned, token, at):
        with at(owned, 4):
            session_of(owned.friend).post(reverse("accept_invitation", args=[token]))
        assert Invitation.objects.get().accepted_by == owned.friend

    @pytest.mark.parametrize("route", ["accept_invitation", "decline_invitation"])
    def test_an_invitation_is_not_answered_by_who_is_not(self, owned, token, at, route):
        session = session_of(owned.friend)
        switch_off(owned.friend)
        with at(owned, 4), unchanged():
            answer = session.post(reverse(route, args=[token]))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))

    def test_the_link_shows_the_dossiers_title_to_nobody_who_is_switched_off(
        self, owned, token, at
    ):
        Entry.objects.filter(pk=owned.entry.pk).update(title="Van tưới tự động")
        session = session_of(owned.friend)
        shown = []
        with at(owned, 4):
            for change in (lambda: None, lambda: switch_off(owned.friend)):
                change()
                page = session.get(reverse("invitation", args=[token]))
                shown.append("Van tưới tự động" in page.content.decode())
        assert shown == [True, False]

    @pytest.fixture
    def slip(self, begun, at, monkeypatch) -> str:
        """The code of a slip that an officer printed."""
        monkeypatch.setattr("foundation.vault.codes.new", lambda: "K7MP-2QXA-9WTR")
        usual = {"by": begun.cast.secretary, "at": begun.at(3)}
        entry = behalf.start(edition=begun.edition, full_name="Hà My", **usual)
        behalf.print_slips(entries=[entry], **usual)
        return "K7MP-2QXA-9WTR"

    def test_a_slip_is_claimed_by_who_is_in_use(self, begun, slip):
        session_of(begun.cast.entrants[0]).post(reverse("claim_entry"), {"code": slip})
        assert Entry.objects.get().owner == begun.cast.entrants[0]

    def test_a_slip_is_not_claimed_by_who_is_not(self, begun, slip):
        session = session_of(begun.cast.entrants[0])
        switch_off(begun.cast.entrants[0])
        with unchanged():
            answer = session.post(reverse("claim_entry"), {"code": slip})
        assert answer["Location"].startswith(reverse("account_login"))


class TestUploads:
    HEAD = {"Tus-Resumable": "1.0.0"}

    def begin(self, client: Client, entry: Entry):
        told = f"filename {base64.b64encode(b'a.png').decode()}"
        return client.post(
            reverse("create_upload", args=[entry.public_id]),
            headers=self.HEAD | {"Upload-Length": "4", "Upload-Metadata": told},
        )

    def send(self, client: Client, place: str):
        return client.patch(
            place,
            data=b"\x89PNG",
            content_type="application/offset+octet-stream",
            headers=self.HEAD | {"Upload-Offset": "0"},
        )

    def test_are_begun_by_who_is_in_use(self, owned, at):
        with at(owned, 4):
            assert self.begin(session_of(owned.owner), owned.entry).status_code == 201

    def test_are_not_begun_by_who_is_not(self, owned, at):
        session = session_of(owned.owner)
        switch_off(owned.owner)
        with at(owned, 4), unchanged():
            assert self.begin(session, owned.entry).status_code == 302

    def test_that_were_begun_get_no_more_pieces(self, owned, at):
        session = session_of(owned.owner)
        with at(owned, 4):
            place = self.begin(session, owned.entry)["Location"]
            switch_off(owned.owner)
            with unchanged():
                assert self.send(session, place).status_code == 302
        assert Upload.objects.get().attachment is None

    @pytest.mark.parametrize("method", ["head", "delete"])
    def test_that_were_begun_are_not_told_about_nor_thrown_away(self, owned, at, method):
        session = session_of(owned.owner)
        with at(owned, 4):
            place = self.begin(session, owned.entry)["Location"]
            switch_off(owned.owner)
            with unchanged():
                answer = getattr(session, method)(place, headers=self.HEAD)
        assert answer.status_code == 302
        assert Upload.objects.exists()


class TestARoleThatHasEnded:
    """The session goes on; what the role opened does not."""

    def test_a_secretary_leaves_the_pages_of_the_edition(self, begun):
        secretary = begun.cast.secretary
        session = session_of(secretary)
        desk = reverse("edition_desk", args=[begun.edition.slug])
        assert session.get(desk).status_code == 200
        Membership.objects.filter(user=secretary).delete()
        assert session.get(desk).status_code == 404
        assert session.get(reverse("behalf_desk", args=[begun.edition.slug])).status_code == 404

    def test_a_colleague_who_stays_keeps_the_pages(self, begun):
        Membership.objects.filter(user=begun.cast.secretary).delete()
        desk = reverse("edition_desk", args=[begun.edition.slug])
        assert session_of(begun.cast.second).get(desk).status_code == 200

    def test_a_role_that_ended_here_goes_on_in_another_edition(self, begun):
        secretary = begun.cast.secretary
        other = another_edition(begun.edition)
        grant(secretary, Membership.Role.SECRETARIAT, edition_id=other.pk)
        Membership.objects.filter(user=secretary, scope_id=begun.edition.pk).delete()
        session = session_of(secretary)
        desks = [reverse("edition_desk", args=[each.slug]) for each in (begun.edition, other)]
        assert [session.get(desk).status_code for desk in desks] == [404, 200]

    def test_a_focal_point_leaves_the_desk_of_the_unit(self, begun):
        focal = UserFactory(unit=begun.units[0])
        role = grant(
            focal, Membership.Role.FOCAL_POINT, edition_id=begun.edition.pk, unit=focal.unit
        )
        session = session_of(focal)
        assert session.get(reverse("unit_desk")).status_code == 200
        role.delete()
        assert session.get(reverse("unit_desk")).status_code == 404

    def test_a_member_leaves_the_committee(self, begun):
        member = begun.cast.committee[0]
        session = session_of(member)
        assert session.get(reverse("committee_desk")).status_code == 200
        Membership.objects.filter(user=member).delete()
        assert session.get(reverse("committee_desk")).status_code == 404

    def test_a_judge_opens_no_sheet_that_was_taken_away(self, convened):
        seat = Judge.objects.get(panel=convened.panel, user=convened.member)
        gone, kept = seat.assignments.filter(state="confirmed")[:2]
        session = session_of(convened.member)
        addresses = [reverse("sheet", args=[sheet.public_id]) for sheet in (gone, kept)]
        assert [session.get(address).status_code for address in addresses] == [200, 200]
        type(gone).objects.filter(pk=gone.pk).update(state="released")
        assert [session.get(address).status_code for address in addresses] == [404, 200]

    def test_a_judge_who_gave_the_seat_back_does_not_come_back_to_it(self, convened):
        seat = Judge.objects.get(panel=convened.panel, user=convened.member)
        Judge.objects.filter(pk=seat.pk).update(undertaking_at=None, accepted_at=None)
        session = session_of(convened.member)
        address = reverse("judge_seat", args=[seat.pk])
        assert session.get(address).status_code == 200
        session.post(reverse("decline_seat", args=[seat.pk]), {"reason": "Đi công tác"})
        assert session.get(address).status_code == 404

    def test_an_invited_author_whose_access_was_taken_back_reads_nothing(self, owned):
        invitation, token = invitations.invite(
            entry=owned.entry,
            email=owned.friend.email,
            right="view",
            by=owned.owner,
            at=owned.at(3),
        )
        invitations.accept(invitation=invitation, by=owned.friend, at=owned.at(3))
        session = session_of(owned.friend)
        address = reverse("entry", args=[owned.entry.public_id])
        assert session.get(address).status_code == 200
        invitations.revoke(invitation=invitation, by=owned.owner, at=owned.at(4))
        assert session.get(address).status_code == 404
        assert session.get(reverse("invitation", args=[token])).status_code == 404


class TestWhoIsCounted:
    """A switched-off person holds the role on paper, and is nowhere offered as one who has it."""

    def test_among_the_staff_of_a_role(self, begun):
        switch_off(begun.cast.secretary)
        staff = list(staff_of(Role.SECRETARIAT, edition_id=begun.edition.pk))
        assert staff == [begun.cast.second]

    @pytest.mark.parametrize("predicate", [is_secretariat, is_committee])
    def test_by_a_predicate(self, begun, predicate):
        who = begun.cast.secretary if predicate is is_secretariat else begun.cast.committee[0]
        assert predicate(who, begun.edition.pk)
        switch_off(who)
        assert not predicate(User.objects.get(pk=who.pk), begun.edition.pk)

    def test_a_superuser_by_no_predicate(self, begun):
        root = User.objects.create_superuser("goc@example.vn", full_name="Quản Trị")
        assert is_secretariat(root, begun.edition.pk)
        root.is_active = False
        assert not is_secretariat(root, begun.edition.pk)

    def test_a_seat_on_the_committee_stays_one_of_all_seats(self, begun):
        """Two thirds of all members ratify, of those who are away too."""
        before = committee_seats(edition_id=begun.edition.pk).count()
        switch_off(begun.cast.committee[0])
        assert committee_seats(edition_id=begun.edition.pk).count() == before


def test_a_code_that_was_asked_for_yesterday_opens_nothing_today(browser, person, monkeypatch):
    ask_by_phone(browser)
    code = sent_code()
    later = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    by_phone(browser, code)
    assert "_auth_user_id" not in browser.session
