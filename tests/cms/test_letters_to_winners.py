"""Letters of strangers: to the contest, and to a winner who has agreed; robots and the curious get
nowhere, and no address is shown.
"""

import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from awards.certificates import issue
from cms import facts
from cms.letter_forms import QUICKEST, TRAP, stamp
from cms.models import LetterBox
from competition import clock
from foundation.notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.cms import ContactPageFactory, HomePageFactory, LetterBoxFactory

pytestmark = pytest.mark.django_db
MAILBOX = "thuongtruc@example.org"
WRITER = "nguoi.doc@example.org"


def letter(**changes) -> dict:
    waited = datetime.timedelta(seconds=QUICKEST + 1)
    return {
        "about": "dossier",
        "name": "Lý Thị Mẩy",
        "email": WRITER,
        "text": "Tôi nộp hồ sơ ở xã được không?",
        "begun": stamp(clock.now() - waited),
        TRAP: "",
    } | changes


def sent() -> list[Message]:
    return list(Message.objects.all())


class TestToTheContest:
    @pytest.fixture
    def page(self):
        cache.clear()
        home = HomePageFactory()
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
        )
        return ContactPageFactory(parent=home, slug="lien-he", mailbox=MAILBOX)

    def write(self, page, headers=None, **changes):
        address = reverse("send_contact", args=[page.pk])
        return Client(headers=headers or {}).post(address, letter(**changes))

    def test_it_goes_to_the_mailbox_of_the_page(self, page):
        self.write(page)
        assert [message.address for message in sent()] == [MAILBOX]

    def test_it_says_who_writes(self, page):
        self.write(page)
        assert WRITER in sent()[0].body

    def test_the_page_says_that_it_is_on_its_way(self, page):
        answer = Client().get(self.write(page).url)
        assert "Thư của bạn đang được chuyển đi." in answer.content.decode()

    def test_the_page_shows_no_mailbox(self, page):
        assert MAILBOX not in Client().get(page.url).content.decode()

    def test_the_page_sets_no_cookie(self, page):
        assert not Client().get(page.url).cookies

    def test_what_fills_the_unseen_field_sends_nothing(self, page):
        self.write(page, **{TRAP: "https://example.org"})
        assert sent() == []

    def test_who_has_filled_the_unseen_field_reads_it_and_has_the_letter(self, page):
        answer = self.write(page, **{TRAP: "x"})
        assert answer.status_code == 422
        assert "có thể do trình duyệt tự điền" in answer.content.decode()
        assert "Tôi nộp hồ sơ ở xã được không?" in answer.content.decode()
        assert 'value="x"' not in answer.content.decode()

    @pytest.mark.parametrize("begun", ["", "1:x:y"])
    def test_a_form_that_we_did_not_make_sends_nothing(self, page, begun):
        assert self.write(page, begun=begun).status_code == 422
        assert sent() == []

    def test_what_is_quicker_than_a_person_sends_nothing(self, page):
        self.write(page, begun=stamp(clock.now()))
        assert sent() == []

    def test_what_was_typed_stays(self, page):
        answer = self.write(page, email="không phải thư")
        assert "Tôi nộp hồ sơ ở xã được không?" in answer.content.decode()

    def test_other_sites_send_nothing(self, page):
        assert self.write(page, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 404
        assert sent() == []

    def test_after_twenty_letters_it_asks_to_wait(self, page, settings):
        settings.ACCOUNT_RATE_LIMITS = settings.LIMITS
        answers = [self.write(page).status_code for _again in range(21)]
        assert answers == [302] * 20 + [422]


@pytest.fixture
def award(awarded):
    cache.clear()
    with clock.set_to(awarded.at(94)):
        issue.issue(decision=awarded.decision, by=awarded.cast.secretary, at=awarded.at(94))
        Message.objects.all().delete()
        yield facts.all_winners()[0]


def form_of(award) -> str:
    return reverse("write_to_winner", args=[facts.number_of(award.entry)])


def work_of(award) -> str:
    return reverse("work", args=[facts.number_of(award.entry)])


class TestToAWinner:
    def test_nobody_writes_before_the_owner_agrees(self, award, client):
        assert client.get(form_of(award)).status_code == 404
        assert client.post(form_of(award), letter()).status_code == 404
        assert form_of(award) not in client.get(work_of(award)).content.decode()

    def test_who_has_agreed_is_written_to(self, award, client):
        LetterBoxFactory(entry=award.entry)
        client.post(form_of(award), letter())
        assert [message.recipient for message in sent()] == [award.entry.owner]

    def test_the_page_of_the_work_leads_there(self, award, client):
        LetterBoxFactory(entry=award.entry)
        assert form_of(award) in client.get(work_of(award)).content.decode()

    def test_no_address_is_shown(self, award, client):
        LetterBoxFactory(entry=award.entry)
        shown = client.get(form_of(award)).content + client.post(form_of(award), letter()).content
        assert award.entry.owner.email.encode() not in shown

    def test_closed_again_takes_none(self, award, client):
        LetterBoxFactory(entry=award.entry, closed_at=clock.now())
        assert client.post(form_of(award), letter()).status_code == 404

    def test_an_account_that_is_switched_off_takes_none(self, award, client):
        LetterBoxFactory(entry=award.entry)
        award.entry.owner.is_active = False
        award.entry.owner.save()
        assert client.get(form_of(award)).status_code == 404

    def test_under_embargo_it_takes_none(self, award, client):
        LetterBoxFactory(entry=award.entry)
        type(award.entry).objects.update(embargo_until=clock.now() + datetime.timedelta(days=9))
        assert client.get(form_of(award)).status_code == 404

    def test_what_fills_the_unseen_field_sends_nothing(self, award, client):
        LetterBoxFactory(entry=award.entry)
        assert client.post(form_of(award), letter(**{TRAP: "x"})).status_code == 422
        assert sent() == []

    def test_after_ten_letters_it_asks_to_wait(self, award, client, settings):
        settings.ACCOUNT_RATE_LIMITS = settings.LIMITS
        LetterBoxFactory(entry=award.entry)
        answers = [client.post(form_of(award), letter()).status_code for _again in range(11)]
        assert answers == [302] * 10 + [422]


class TestTheBox:
    def press(self, client, award, button):
        return client.post(reverse(button, args=[award.pk]))

    def test_the_owner_opens_it(self, award, client):
        client.force_login(award.entry.owner)
        self.press(client, award, "open_letter_box")
        assert LetterBox.objects.get().closed_at is None

    def test_the_owner_closes_it(self, award, client):
        LetterBoxFactory(entry=award.entry)
        client.force_login(award.entry.owner)
        self.press(client, award, "close_letter_box")
        assert LetterBox.objects.get().closed_at is not None

    def test_it_is_nobody_elses(self, award, client):
        client.force_login(UserFactory())
        assert self.press(client, award, "open_letter_box").status_code == 404
        assert not LetterBox.objects.exists()
