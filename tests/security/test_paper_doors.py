"""A code on paper is for who has no other door: nobody of the office comes in by it as somebody
else.
"""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import phone, printed_codes
from accounts.models import SignInCode, User
from competition import clock
from competition.errors import Refused
from competition.models import Edition
from submissions.sharing import behalf
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.submissions import EntryFactory
from tests.reading import seen
from voting import casting
from voting.models import Ballot, Candidate

pytestmark = pytest.mark.django_db
NUMBER = "+84912345678"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def clerk(edition) -> User:
    return secretary_of(edition)


@pytest.fixture
def entrant(edition) -> User:
    """Somebody without e-mail, with a dossier here, whose phone gets no SMS."""
    person = UserFactory(email=None, phone=NUMBER)
    EntryFactory(edition=edition, owner=person)
    return person


def prints(clerk: User, edition: Edition) -> list[str]:
    _person, codes = behalf.print_sign_in_codes(
        edition=edition, phone=NUMBER, full_name="Lò Văn Pản", by=clerk, at=timezone.now()
    )
    return codes


def types(client: Client, code: str) -> bool:
    client.post(reverse("phone_sign_in"), {"phone": NUMBER})
    client.post(reverse("phone_code"), {"code": code})
    return "_auth_user_id" in client.session


def is_kept_out(code: str) -> bool:
    return not types(Client(), code)


def codes() -> int:
    return SignInCode.objects.count()


class TestWhoHasADoor:
    def test_none_for_who_has_confirmed_an_address(self, edition, clerk, entrant):
        User.objects.filter(pk=entrant.pk).update(email="an@example.vn")
        EmailAddress.objects.create(user=entrant, email="an@example.vn", verified=True)
        with pytest.raises(Refused, match="đã xác nhận một địa chỉ thư"):
            prints(clerk, edition)
        assert codes() == 0

    def test_an_address_that_was_only_typed_is_no_door(self, edition, clerk, entrant):
        User.objects.filter(pk=entrant.pk).update(email="an@example.vn")
        prints(clerk, edition)
        assert codes() == printed_codes.ON_A_SHEET

    def test_none_for_whose_phone_has_answered_and_gets_an_sms(
        self, edition, clerk, entrant, settings
    ):
        settings.SMS_URL = "https://sms.example.vn/"
        User.objects.filter(pk=entrant.pk).update(phone_verified_at=timezone.now())
        with pytest.raises(Refused, match="đã trả lời"):
            prints(clerk, edition)
        assert codes() == 0

    def test_but_where_no_sms_goes(self, edition, clerk, entrant):
        User.objects.filter(pk=entrant.pk).update(phone_verified_at=timezone.now())
        assert types(Client(), prints(clerk, edition)[0])

    def test_a_code_that_the_office_kept_opens_nothing_after_that(self, edition, clerk, entrant):
        kept = prints(clerk, edition)
        User.objects.filter(pk=entrant.pk).update(email="an@example.vn")
        EmailAddress.objects.create(user=entrant, email="an@example.vn", verified=True)
        assert is_kept_out(kept[0])

    def test_the_page_says_so_beside_the_number(self, client, edition, clerk, entrant):
        User.objects.filter(pk=entrant.pk).update(email="an@example.vn")
        EmailAddress.objects.create(user=entrant, email="an@example.vn", verified=True)
        client.force_login(clerk)
        address = reverse("print_sign_in_codes", args=[edition.slug])
        page = client.post(address, {"full_name": "Lò Văn Pản", "phone": NUMBER})
        assert page.status_code == 422
        assert "đã xác nhận một địa chỉ thư" in seen(page)


class TestWhoIsOfTheEdition:
    def test_an_entrant_is(self, edition, clerk, entrant):
        assert types(Client(), prints(clerk, edition)[0])

    def test_none_for_somebody_without_a_dossier_in_it(self, edition, clerk):
        UserFactory(email=None, phone=NUMBER, phone_verified_at=timezone.now())
        with pytest.raises(Refused, match="không có hồ sơ"):
            prints(clerk, edition)
        assert codes() == 0

    def test_none_for_who_has_dossiers_where_the_clerk_is_nobody(self, edition, clerk, entrant):
        EntryFactory(edition=EditionFactory(), owner=entrant)
        with pytest.raises(Refused, match="lần thi bạn không điều hành"):
            prints(clerk, edition)
        assert codes() == 0

    def test_a_new_one_gets_another_sheet_at_the_same_counter(self, edition, clerk):
        lost = prints(clerk, edition)
        fresh = prints(clerk, edition)
        assert is_kept_out(lost[0])
        assert types(Client(), fresh[0])

    def test_and_at_no_other(self, edition, clerk):
        prints(clerk, edition)
        other = EditionFactory()
        with pytest.raises(Refused, match="không có hồ sơ"):
            prints(secretary_of(other), other)


@pytest.fixture
def paper(judged, client):
    """A session that came in by paper as somebody who has voted once, while the vote runs."""
    judged.voter = UserFactory(email=None, phone=NUMBER, phone_verified_at=judged.at(1))
    judged.chosen, judged.other = Candidate.objects.in_edition(judged.edition)[:2]
    judged.ballot = casting.cast(candidate=judged.chosen, by=judged.voter, at=judged.at(62))
    with clock.set_to(judged.at(62)):
        (code, *_others) = printed_codes.renew(
            judged.voter, purpose="sign_in", by=judged.cast.secretary, at=timezone.now()
        )
        yield judged, code


@pytest.mark.data
class TestTheBallots:
    def press(self, client, route: str, work: Candidate) -> None:
        client.post(reverse(route, args=[work.edition.slug, work.code]))

    def test_are_not_listed(self, client, paper):
        judged, code = paper
        assert types(client, code)
        page = client.get(reverse("my_ballots"), follow=True)
        assert judged.chosen.code not in seen(page)
        assert "đăng nhập bằng mã in" in seen(page)

    def test_are_listed_to_who_came_by_the_phone(self, client, paper):
        judged, _code = paper
        client.force_login(judged.voter, backend=BACKEND)
        assert judged.chosen.code in seen(client.get(reverse("my_ballots")))

    def test_nor_when_the_clerk_was_signed_in_in_the_same_browser(self, client, paper):
        judged, code = paper
        client.force_login(judged.cast.secretary, backend=BACKEND)
        types(client, code)
        assert client.session["_auth_user_id"] == str(judged.voter.pk)
        assert judged.chosen.code not in seen(client.get(reverse("my_ballots"), follow=True))

    def test_are_not_printed(self, client, paper):
        judged, code = paper
        types(client, code)
        assert client.get(reverse("ballot_slips", args=[judged.edition.slug])).status_code == 302

    def test_are_not_marked_on_the_page_of_the_work(self, client, paper):
        judged, code = paper
        types(client, code)
        address = reverse("candidate", args=[judged.edition.slug, judged.chosen.code])
        assert client.get(address).context["ballot"] is None

    def test_are_not_counted_on_the_ballot_paper(self, client, paper):
        judged, code = paper
        types(client, code)
        page = client.get(reverse("ballot_paper", args=[judged.edition.slug]))
        assert page.context["chosen"] == 0

    def test_are_not_taken_back(self, client, paper):
        judged, code = paper
        types(client, code)
        self.press(client, "revoke_vote", judged.chosen)
        judged.ballot.refresh_from_db()
        assert judged.ballot.revoked_at is None

    def test_are_not_given(self, client, paper):
        judged, code = paper
        types(client, code)
        self.press(client, "cast_vote", judged.other)
        assert Ballot.objects.filter(voter__user=judged.voter).count() == 1

    def test_are_seen_again_after_a_code_to_the_phone(self, client, paper):
        judged, code = paper
        types(client, code)
        state, sent = phone.digits.issue(NUMBER, at=timezone.now())
        session = client.session
        session["phone_sign_in"] = state | {"phone": NUMBER}
        session.save()
        client.post(reverse("phone_code"), {"code": sent})
        assert judged.chosen.code in seen(client.get(reverse("my_ballots")))
