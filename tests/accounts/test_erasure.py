"""A person has the account erased: the person goes, the count and the evidence stay."""

import datetime
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import erasure, printed_codes
from accounts.membership import grant
from accounts.models import Consent, Membership, SignInCode, User
from accounts.permissions import Role
from competition.errors import NotAllowed
from foundation.jobs.drain import drain
from foundation.jobs.models import Job
from foundation.ledger import chain, triggers
from foundation.ledger.models import Event
from foundation.notifications import post
from foundation.notifications.models import Message
from foundation.vault import store
from foundation.vault.models import Access, Blob
from judging.models import Judge
from submissions.models import Entry, Invitation, Upload
from tests.accounts.passkeys import Passkey
from tests.factories.accounts import ConsentFactory, SignInCodeFactory, UserFactory
from tests.factories.foundation import MessageFactory
from tests.factories.submissions import (
    AttachmentFactory,
    EntryFactory,
    InvitationFactory,
    UploadFactory,
)
from tests.factories.voting import CandidateFactory, VoterFactory
from tests.refusals import unchanged
from voting import casting, forgetting, noting, tally
from voting.models import Ballot, Voter

pytestmark = [pytest.mark.django_db, pytest.mark.data]
EMAIL = "khue.ngay-xua@example.vn"
NUMBER = "+84912345678"
NAME = "Nguyễn Thị Khuê Xưa"
PASSWORD = "chè-xanh-Tân-Cương-7"
WORDS = "xóa tài khoản của tôi"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def person() -> User:
    return UserFactory(
        email=EMAIL,
        phone=NUMBER,
        phone_verified_at=timezone.now(),
        full_name=NAME,
        password=PASSWORD,
        interests="Công ty Chè Xưa",
    )


def erase(person: User, at: datetime.datetime | None = None) -> User:
    erasure.erase(person=person, by=person, at=at or timezone.now())
    return User.objects.get(pk=person.pk)


def refused(person: User, at: datetime.datetime | None = None) -> str:
    """What the person is told; nothing has changed."""
    with unchanged(), pytest.raises(erasure.NotErased) as refusal:
        erasure.erase(person=person, by=person, at=at or timezone.now())
    return str(refusal.value)


def everything() -> str:
    """Every value of every row, as text."""
    rows = [
        row
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for row in model._base_manager.values_list()
    ]
    return repr(rows).casefold()


def send_farewell() -> None:
    drain()
    erasure.forget_farewells(Job(kind="forget_farewells"))


class TestWhatGoes:
    def test_no_trace_of_somebody_in_no_record(self, person):
        ConsentFactory(user=person)
        post.write_to(EMAIL, "account_erased", {"recipient": person}, key="x")
        post.tell(person, "account_erased", {}, key="y")
        SignInCodeFactory(user=person)
        Authenticator.objects.create(user=person, type="totp", data={"secret": "s"})
        EmailAddress.objects.create(user=person, email=f"hai-{EMAIL}", verified=False)
        erase(person)
        send_farewell()
        left = everything()
        assert [one for one in (EMAIL, NUMBER, NAME, "chè xưa") if one.casefold() in left] == []
        assert not Consent.objects.exists()
        assert not SignInCode.objects.filter(user=person).exists()
        assert not Authenticator.objects.exists()

    def test_the_row_is_nobodys(self, person):
        at = timezone.now()
        left = erase(person, at)
        assert (left.email, left.phone, left.full_name, left.unit) == (None, None, "", None)
        assert (left.is_active, left.erased_at, left.date_joined) == (False, at, at)
        assert not left.has_usable_password()
        assert str(left) == "tài khoản đã xóa"

    def test_somebody_else_stays(self, person):
        other = UserFactory(password=PASSWORD)
        kept = [ConsentFactory(user=other), SignInCodeFactory(user=other)]
        before = list(User.objects.filter(pk=other.pk).values())
        erase(person)
        assert list(User.objects.filter(pk=other.pk).values()) == before
        assert EmailAddress.objects.filter(user=other).exists()
        assert all(type(row).objects.filter(pk=row.pk).exists() for row in kept)

    def test_a_draft_goes_with_its_files(self, person, django_capture_on_commit_callbacks):
        entry = EntryFactory(owner=person)
        attachment = AttachmentFactory(entry=entry, blob=store.put(b"alone", media_type="text/a"))
        UploadFactory(entry=entry, owner=person)
        Access.objects.create(blob=attachment.blob, user=person, purpose="own")
        with django_capture_on_commit_callbacks(execute=True):
            erase(person)
        assert not Entry.objects.exists()
        assert not Upload.objects.exists()
        assert not Blob.objects.filter(pk=attachment.blob_id).exists()
        assert not storages["vault"].exists(attachment.blob.path)
        assert User.objects.get(pk=person.pk).full_name == ""

    def test_a_file_that_somebody_else_has_too_stays(
        self, person, django_capture_on_commit_callbacks
    ):
        blob = store.put(b"both", media_type="text/a")
        AttachmentFactory(entry=EntryFactory(owner=person), blob=blob)
        other = AttachmentFactory(entry=EntryFactory(), blob=blob)
        Access.objects.create(blob=blob, user=other.entry.owner, purpose="own")
        with django_capture_on_commit_callbacks(execute=True):
            erase(person)
        assert store.read(other.blob) == b"both"
        assert Access.objects.filter(blob=blob).count() == 1

    def test_an_invitation_to_the_address_opens_nothing_for_who_has_it_later(self, person):
        draft = EntryFactory()
        invitation = InvitationFactory(entry=draft, email=EMAIL.upper())
        other = InvitationFactory(entry=draft)
        erase(person)
        assert list(Invitation.objects.filter(pk__in=[invitation.pk, other.pk])) == [other]

    def test_the_roles_of_a_panel_whose_ranking_is_frozen(self, awarded):
        seat = Judge.objects.filter(position=Role.JUDGE).first()
        left = erase(seat.user, awarded.at(200))
        assert not Membership.objects.filter(user=left).exists()
        assert Judge.objects.get(pk=seat.pk).user.full_name == seat.user.full_name


class TestWhatStays:
    def test_the_name_in_a_dossier_that_was_submitted(self, awarded):
        entry = Entry.objects.exclude(outcome=None).first()
        versions = list(entry.versions.values())
        name = entry.owner.full_name
        ConsentFactory(user=entry.owner)
        left = erase(entry.owner, awarded.at(200))
        entry.refresh_from_db()
        assert (entry.owner, left.full_name, left.email) == (left, name, None)
        assert list(entry.versions.values()) == versions
        assert Consent.objects.get(user=left, version="2025-01").withdrawn_at == awarded.at(200)

    def test_the_evidence_of_a_contest(self, awarded):
        edition = awarded.edition
        forgetting.forget_voters(edition=edition, at=awarded.at(200))
        heads = list(Event.objects.filter(chain__name=edition.chain).values())
        counted = tally.count(edition)
        voter, entrant = awarded.cast.voters[0], awarded.cast.entrants[0]
        for each in (voter, entrant):
            erase(each, awarded.at(200))
        assert list(Event.objects.filter(chain__name=edition.chain).values()) == heads
        assert tally.count(edition) == counted
        assert noting.faults(edition) == []
        assert chain.verify(edition.chain) is None
        assert chain.verify(erasure.CHAIN) is None
        assert triggers.differences(connection) == []

    def test_a_line_of_the_ledger_that_names_nobody(self, person):
        at = timezone.now()
        erase(person, at)
        line = Event.objects.get(verb="account.erased")
        assert (line.actor, line.payload, line.at) == (None, {}, at)


class TestVotes:
    def test_nothing_leads_from_a_ballot_to_the_person(self, voted):
        person = Voter.objects.first().user
        ballots = Ballot.objects.filter(voter__user=person).count()
        before = Ballot.objects.count()
        assert ballots
        forgetting.forget_voters(edition=voted.edition, at=voted.at(200))
        erase(person, voted.at(200))
        assert Ballot.objects.count() == before
        assert not Voter.objects.exclude(user=None).exists()

    def test_whoever_voted_waits_until_it_is_forgotten_for_all(self, voted):
        person = Voter.objects.first().user
        assert "được quên cùng lúc" in refused(person, voted.at(80))
        day = forgetting.day_of(voted.edition)
        assert day.strftime("%d/%m/%Y") in refused(person, voted.at(80))

    def test_whoever_took_the_vote_back_waits_too(self, judged):
        candidate = CandidateFactory(edition=judged.edition)
        person = judged.cast.voters[0]
        casting.cast(candidate=candidate, by=person, at=judged.at(62))
        casting.revoke(candidate=candidate, by=person, at=judged.at(62))
        refused(person, judged.at(63))

    def test_who_did_not_vote_is_erased_and_gives_no_ballot(self, judged):
        person = judged.cast.voters[0]
        erase(person, judged.at(62))
        with pytest.raises(NotAllowed):
            candidate = CandidateFactory(edition=judged.edition)
            casting.cast(candidate=candidate, by=person, at=judged.at(62))

    def test_nobody_is_forgotten_alone_before_the_count(self):
        voter = VoterFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            Voter.objects.filter(pk=voter.pk).update(user=None)


class TestWhoIsNotErased:
    def test_by_somebody_else(self, person):
        other = UserFactory()
        with unchanged(), pytest.raises(erasure.NotErased):
            erasure.erase(person=person, by=other, at=timezone.now())

    def test_an_administrator_erases_nobody_else(self, person):
        root = User.objects.create_superuser("goc@example.vn", full_name="Quản Trị")
        with unchanged(), pytest.raises(erasure.NotErased):
            erasure.erase(person=person, by=root, at=timezone.now())

    def test_twice(self, person):
        left = erase(person)
        assert "đã được xóa" in refused(left)

    def test_the_last_administrator(self):
        root = User.objects.create_superuser("goc@example.vn", full_name="Quản Trị")
        assert "quản trị viên cuối cùng" in refused(root)
        User.objects.create_superuser("hai@example.vn", full_name="Quản Trị")
        assert erase(root).erased_at

    @pytest.mark.parametrize("role", ["secretariat", "committee", "deputy", "focal_point"])
    def test_who_holds_a_role(self, begun, role):
        person = UserFactory()
        grant(person, role, edition_id=begun.edition.pk)
        assert "vai trò" in refused(person)

    def test_who_has_sheets_to_score(self, convened):
        assert "Hội đồng 1" in refused(convened.member, convened.at(41))

    def test_a_dossier_in_the_contest(self, sent_in):
        entry = Entry.objects.filter(status="submitted").first()
        assert entry.title in refused(entry.owner, sent_in.at(6))

    def test_a_co_author_of_such_a_dossier(self, sent_in, person):
        entry = Entry.objects.filter(status="submitted").first()
        InvitationFactory(entry=entry, accepted_by=person, accepted_at=sent_in.at(2))
        assert entry.title in refused(person, sent_in.at(6))

    @pytest.mark.parametrize("status", ["withdrawn", "refused"])
    def test_a_dossier_that_has_left_is_in_nobodys_way(self, sent_in, status):
        entry = Entry.objects.filter(status="submitted").first()
        Entry.objects.filter(pk=entry.pk).update(status=status)
        assert erase(entry.owner, sent_in.at(6)).full_name == entry.owner.full_name


class TestTheLastMessage:
    def test_is_sent_and_then_forgotten(self, person):
        erase(person)
        drain()
        assert [message.to for message in mail.outbox] == [[EMAIL]]
        assert "không hồ sơ nào" in mail.outbox[0].body.casefold()
        erasure.forget_farewells(Job(kind="forget_farewells"))
        assert not Message.objects.exists()

    def test_says_what_was_kept(self, awarded):
        entry = Entry.objects.exclude(outcome=None).first()
        mail.outbox.clear()
        erase(entry.owner, awarded.at(200))
        drain()
        assert entry.owner.full_name in mail.outbox[-1].body

    def test_stays_while_it_waits(self, person):
        erase(person)
        erasure.forget_farewells(Job(kind="forget_farewells"))
        assert Message.objects.get().address == EMAIL

    def test_goes_when_nobody_could_send_it_for_a_week(self, person):
        erase(person)
        Message.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))
        erasure.forget_farewells(Job(kind="forget_farewells"))
        assert not Message.objects.exists()

    def test_other_messages_stay(self):
        message = MessageFactory()
        erasure.forget_farewells(Job(kind="forget_farewells"))
        assert Message.objects.get() == message

    def test_a_letter_that_was_under_way_is_sent_to_nobody(self, person):
        post.tell(person, "account_erased", {}, key="y")
        erase(person)
        drain()
        assert len(mail.outbox) == 1


@pytest.fixture
def browser(client) -> Client:
    client.defaults["wsgi.url_scheme"] = "https"
    return client


def signed_in(client: Client, person: User) -> Client:
    client.force_login(person, backend=BACKEND)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("account_page")).status_code == 200


class TestDoorsThatWereOpenBefore:
    def test_the_sessions(self, browser, person):
        other = signed_in(Client(), UserFactory())
        signed_in(browser, person)
        erase(person)
        assert Session.objects.count() == 1
        assert (is_in(browser), is_in(other)) == (False, True)

    def test_a_session_that_comes_back(self, browser, person):
        """From a backup of the table of sessions alone."""
        signed_in(browser, person)
        kept = Session.objects.get()
        erase(person)
        kept.save(force_insert=True)
        assert not is_in(browser)

    def test_the_password(self, browser, person):
        erase(person)
        browser.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
        assert not is_in(browser)

    def test_the_link_that_sets_a_password(self, browser, person):
        browser.post(reverse("account_reset_password"), {"email": EMAIL})
        link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]
        erase(person)
        shown = browser.get(link, follow=True)
        typed = {"password1": "trà-đinh-La-Bằng-9", "password2": "trà-đinh-La-Bằng-9"}
        browser.post(shown.request["PATH_INFO"], typed)
        assert not is_in(browser)
        assert not User.objects.get(pk=person.pk).has_usable_password()

    def test_no_such_link_is_sent(self, browser, person):
        erase(person)
        mail.outbox.clear()
        browser.post(reverse("account_reset_password"), {"email": EMAIL})
        assert [one for one in mail.outbox if "/reset/key/" in one.body] == []

    def test_a_code_that_confirms_an_address(self, browser, person):
        signed_in(browser, person)
        new = {"email": "moi@example.vn", "action_add": ""}
        browser.post(reverse("account_email"), new)
        erase(person)
        assert not EmailAddress.objects.exists()
        browser.post(reverse("account_email_verification_sent"), {"code": "ABC123"})
        assert not is_in(browser)
        assert not EmailAddress.objects.exists()

    def test_a_passkey(self, browser, person):
        key = Passkey(person)
        browser.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
        browser.get(reverse("mfa_authenticate"))
        challenge = browser.session["mfa.webauthn.state"]["challenge"]
        erase(person)
        signed = {"credential": key.signs(challenge)}
        browser.post(reverse("mfa_authenticate"), signed)
        assert not is_in(browser)

    def test_a_printed_code(self, browser, person):
        printed = printed_codes.renew(
            person, purpose="sign_in", by=UserFactory(), at=timezone.now()
        )
        browser.post(reverse("phone_sign_in"), {"phone": NUMBER})
        erase(person)
        browser.post(reverse("phone_code"), {"code": printed[0]})
        assert not is_in(browser)

    def test_the_address_is_free_for_a_new_account_that_has_nothing_of_the_old_one(self, person):
        entry = EntryFactory(owner=person, title="Bản nháp cũ")
        old = erase(person)
        new = UserFactory(email=EMAIL, phone=NUMBER)
        assert new.pk != old.pk
        assert not Entry.objects.filter(pk=entry.pk).exists()
        assert not Message.objects.filter(recipient=new).exists()


class TestThePage:
    URL = "/tai-khoan/xoa/"

    @pytest.fixture
    def mine(self, browser, person) -> Client:
        return signed_in(browser, person)

    def code(self, client: Client) -> str:
        client.post(f"{self.URL}gui-ma/")
        message = Message.objects.filter(address=EMAIL).latest("pk")
        return re.search(r"\b\d{6}\b", f"{message.subject} {message.body}")[0]

    def send(self, client: Client, **typed: str):
        return client.post(self.URL, {"words": WORDS} | typed)

    def test_is_found_from_the_account(self, mine):
        assert self.URL in mine.get(reverse("account_page")).content.decode()

    def test_says_before_what_goes_and_what_stays(self, mine):
        page = mine.get(self.URL).content.decode()
        assert "Những gì bị xóa" in page
        assert "Những gì được giữ lại" in page

    def test_erases_with_the_words_and_a_code(self, mine, person):
        answer = self.send(mine, code=self.code(mine))
        assert answer.status_code == 200
        assert "Tài khoản của bạn đã được xóa" in answer.content.decode()
        assert User.objects.get(pk=person.pk).erased_at
        assert not is_in(mine)

    @pytest.mark.parametrize("words", ["Xoá tài khoản của tôi", "XÓA TÀI KHOẢN CỦA TÔI "])
    def test_the_words_may_be_written_in_another_way(self, mine, person, words):
        self.send(mine, code=self.code(mine), words=words)
        assert User.objects.get(pk=person.pk).erased_at

    @pytest.mark.parametrize("words", ["", "có", "xóa tài khoản"])
    def test_not_without_the_words(self, mine, words):
        code = self.code(mine)
        with unchanged():
            assert self.send(mine, code=code, words=words).status_code == 422

    @pytest.mark.parametrize("code", ["", "000000"])
    def test_not_without_a_fresh_proof(self, mine, code):
        self.code(mine)
        with unchanged():
            answer = self.send(mine, code=code)
        assert answer.status_code == 422
        assert WORDS in answer.content.decode()

    def test_says_why_not_now_and_offers_no_form(self, mine, person, begun):
        grant(person, Role.DEPUTY, edition_id=begun.edition.pk)
        page = mine.get(self.URL).content.decode()
        assert "Chưa thể xóa lúc này" in page
        assert 'name="words"' not in page
        with unchanged():
            assert self.send(mine, code="123456").status_code == 422

    def test_what_is_typed_stays_while_a_code_is_sent(self, mine):
        page = mine.post(f"{self.URL}gui-ma/", {"words": WORDS}).content.decode()
        assert f'value="{WORDS}"' in page

    def test_a_stranger_signs_in_first(self, client):
        for address in (self.URL, f"{self.URL}gui-ma/"):
            assert client.post(address)["Location"].startswith(reverse("account_login"))

    def test_a_code_is_asked_for_by_post(self, mine):
        assert mine.get(f"{self.URL}gui-ma/").status_code == 405
