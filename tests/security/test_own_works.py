"""Nobody votes for an own work: known by account, by address, by number, however it is written."""

import unicodedata

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError, transaction

from accounts.models import User
from competition import audit, clock
from competition.errors import NotAllowed
from tests import guards
from tests.factories.accounts import UserFactory
from tests.factories.moments import NOON
from tests.factories.submissions import (
    EntryFactory,
    EntryVersionFactory,
    InvitationFactory,
    SealingFactory,
)
from tests.factories.voting import BallotFactory
from tests.stages import stage
from voting import casting, intake, whose
from voting.models import Ballot, Candidate

pytestmark = [pytest.mark.django_db, pytest.mark.data]
EMAIL = "Dương.Thị.Mận+sáng-kiến@Chè-Thái.example.vn"
MAILBOX = "mantra.duong@gmail.com"
PHONE = "0912 345 678"


@stage(day=62)
def own_work(judged):
    """A work whose authors are written down with addresses and a number, taken over by the vote; a
    co-author was invited under another address.
    """
    sealed = judged.works[0].entry
    entry = EntryFactory(edition=judged.edition, field=sealed.field, kind=sealed.kind)
    authors = [
        {"full_name": "Dương Thị Mận", "email": MAILBOX, "phone": PHONE},
        {"full_name": "Lý Văn Pá", "email": EMAIL, "phone": ""},
    ]
    content = {"title": "Máy sao chè", "summary": "", "authors": authors}
    copy = SealingFactory(version=EntryVersionFactory(entry=entry, content=content))
    judged.owner, judged.friend = entry.owner, UserFactory(email="ban@example.vn")
    InvitationFactory(entry=entry, email="loi-moi@example.vn", accepted_by=judged.friend)
    declined = {"email": "khong@example.vn", "declined_at": judged.at(5)}
    InvitationFactory(entry=entry, **declined)
    judged.candidate = intake.receive(copy.pk)
    return judged


def person(**columns) -> User:
    """Somebody with a verified address or number, or both."""
    return UserFactory(**({"email": None, "phone_verified_at": NOON} | columns))


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


WRITTEN = {
    "the address": {"email": MAILBOX},
    "capitals": {"email": MAILBOX.upper()},
    "a tag": {"email": "mantra.duong+binhchon@gmail.com"},
    "other dots": {"email": "m.antraduong@gmail.com"},
    "the other domain": {"email": "mantraduong@googlemail.com"},
    "the address decomposed": {"email": decomposed(EMAIL)},
    "the address without its tag": {"email": "dương.thị.mận@chè-thái.example.vn"},
    "the number": {"phone": "0912345678"},
    "the number abroad": {"phone": "+84912345678"},
    "the number with 00": {"phone": "0084 912 345 678"},
    "the number with dots": {"phone": "0912.345.678"},
    "the number with a zero too many": {"phone": "+84 (0)912-345-678"},
    "the number in wide digits": {"phone": "０９１２３４５６７８"},
    "the number without its zero": {"phone": "912345678"},
    "the invitation": {"email": "loi-moi@example.vn"},
}
OTHERS = {
    "another address": {"email": "mantra.duongg@gmail.com"},
    "the name at another domain": {"email": "mantra.duong@example.vn"},
    "dots where they count": {"email": "dươngthịmận@chè-thái.example.vn"},
    "another number": {"phone": "0912345679"},
    "a short number": {"phone": "345678"},
    "whoever declined": {"email": "khong@example.vn"},
}


@pytest.mark.parametrize("columns", WRITTEN.values(), ids=WRITTEN)
def test_an_author_does_not_vote_for_the_own_work(own_work, columns):
    voter = person(**columns)
    with pytest.raises(NotAllowed, match="công trình của chính bạn"):
        casting.cast(candidate=own_work.candidate, by=voter, at=own_work.at(62))
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("columns", OTHERS.values(), ids=OTHERS)
def test_somebody_else_does(own_work, columns):
    voter = person(**columns)
    casting.cast(candidate=own_work.candidate, by=voter, at=own_work.at(62))
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize("who", ["owner", "friend"])
def test_an_account_behind_the_work_does_not(own_work, who):
    with pytest.raises(NotAllowed):
        casting.cast(candidate=own_work.candidate, by=getattr(own_work, who), at=own_work.at(62))


def test_a_second_address_that_was_verified_counts(own_work):
    voter = person(email="khac@example.vn")
    EmailAddress.objects.create(user=voter, email=MAILBOX, verified=True)
    with pytest.raises(NotAllowed):
        casting.cast(candidate=own_work.candidate, by=voter, at=own_work.at(62))


def test_an_address_that_was_not_verified_finds_nobody_out(own_work):
    voter = person(email="khac@example.vn")
    EmailAddress.objects.create(user=voter, email=MAILBOX, verified=False)
    casting.cast(candidate=own_work.candidate, by=voter, at=own_work.at(62))
    assert Ballot.objects.count() == 1


def test_the_owner_votes_for_other_works(own_work):
    others = Candidate.objects.in_edition(own_work.edition).exclude(pk=own_work.candidate.pk)
    casting.cast(candidate=others.first(), by=own_work.owner, at=own_work.at(62))
    assert Ballot.objects.count() == 1


def test_the_page_says_why(own_work, client):
    client.force_login(own_work.owner)
    address = f"/binh-chon/{own_work.edition.slug}/{own_work.candidate.code}/"
    with clock.set_to(own_work.at(62)):
        client.post(f"{address}chon/")
        page = client.get(address).content.decode()
    assert "Đây là công trình của chính bạn" in page


def test_digests_of_one_person_are_others_under_another_code():
    known = {"accounts": [7], "emails": [MAILBOX], "phones": [PHONE]}
    assert whose.marks("BC-AAAAAA", **known).isdisjoint(whose.marks("BC-BBBBBB", **known))


class TestTheListOfItsPeople:
    @pytest.fixture
    def candidate(self, judged) -> Candidate:
        assert audit.faults(judged.edition) == []
        return Candidate.objects.in_edition(judged.edition)[0]

    @pytest.mark.parametrize("change", [lambda kept: ["0" * 32], lambda kept: kept[1:]])
    def test_of_other_people_is_told(self, judged, candidate, change):
        with guards.lifted():
            Candidate.objects.filter(pk=candidate.pk).update(kept_from=change(candidate.kept_from))
        assert any("its people may vote for it" in fault for fault in audit.faults(judged.edition))

    def test_of_another_work_is_told(self, judged, candidate):
        other = Candidate.objects.in_edition(judged.edition)[1]
        with guards.lifted():
            Candidate.objects.filter(pk=candidate.pk).update(kept_from=other.kept_from)
        assert any("its people may vote for it" in fault for fault in audit.faults(judged.edition))

    def test_stays_once_somebody_has_voted(self, candidate):
        BallotFactory(candidate=candidate)
        with pytest.raises(DatabaseError, match=guards.REFUSED), transaction.atomic():
            Candidate.objects.filter(pk=candidate.pk).update(kept_from=["0" * 32])

    def test_keeps_them_away_under_a_new_key_too(self, settings):
        author = UserFactory()
        code = "BC-000001"
        before = whose.marks_of(author, code)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another key of the site, of fifty characters or more"
        assert not whose.marks_of(author, code).isdisjoint(before)
