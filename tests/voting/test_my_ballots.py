"""“My ballots”: a voter always learns whether a ballot counts, and no slip says for whom."""

import pytest
from django.urls import reverse

from competition import clock
from tests.factories.accounts import UserFactory
from tests.reading import seen
from tests.voting import aside
from voting import casting, noting, receipts, tally
from voting.models import Ballot, Candidate

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DAY = 62
MINE, SLIPS = "my_ballots", "ballot_slips"


@pytest.fixture
def voter(judged, client):
    """Who has voted for three works, and is signed in while the vote runs; somebody else has voted
    for the fourth.
    """
    judged.voter = judged.cast.voters[0]
    judged.chosen = list(Candidate.objects.in_edition(judged.edition)[:3])
    for number, candidate in enumerate(judged.chosen):
        Candidate.objects.filter(pk=candidate.pk).update(title=f"Máy sấy chè số {number}")
        casting.cast(candidate=candidate, by=judged.voter, at=judged.at(DAY))
    other = Candidate.objects.in_edition(judged.edition)[3]
    judged.others = casting.cast(candidate=other, by=judged.cast.voters[1], at=judged.at(DAY))
    client.force_login(judged.voter, backend=BACKEND)
    with clock.set_to(judged.at(DAY)):
        yield judged


def mine(voter) -> list[str]:
    given = Ballot.objects.filter(voter__user=voter.voter)
    return sorted(given.values_list("receipt", flat=True))


def page(client, route: str, *arguments) -> str:
    return seen(client.get(reverse(route, args=arguments)))


def counted(voter) -> None:
    aside.settled(voter.edition)
    tally.close(edition=voter.edition, by=voter.cast.secretary, at=voter.at(76))


def set_aside(voter, receipt: str) -> None:
    usual = {"quarantined_at": voter.at(70), "quarantine_reason": "burst"}
    Ballot.objects.filter(receipt=receipt).update(**usual)
    aside.told(voter.edition)


class TestTheVerdict:
    def test_while_it_runs_they_will_be_counted(self, voter, client):
        assert "đã được ghi và sẽ được tính (3 phiếu)" in page(client, MINE)

    def test_afterwards_they_are_counted(self, voter, client):
        counted(voter)
        with clock.set_to(voter.at(76)):
            assert "Phiếu của bạn được tính (3 phiếu)" in page(client, MINE)

    def test_a_ballot_that_waits_for_the_ledger_says_so(self, voter, client):
        assert page(client, MINE).count("vào sổ niêm phong trong vòng một phút") == 3

    def test_one_that_is_in_the_ledger_says_its_line(self, voter, client):
        batch = noting.note(voter.edition, at=voter.at(DAY))
        assert page(client, MINE).count(f"dòng {batch.number} của sổ niêm phong") == 3

    def test_one_set_aside_says_why_and_how_to_object(self, voter, client):
        set_aside(voter, mine(voter)[0])
        told = page(client, MINE)
        assert "1 phiếu của bạn cần bạn lên tiếng" in told
        assert "đến từ cùng một mạng" in told
        assert "trước khi kiểm phiếu" in told

    def test_after_the_count_it_is_said_not_to_count(self, voter, client):
        set_aside(voter, mine(voter)[0])
        counted(voter)
        with clock.set_to(voter.at(76)):
            told = page(client, MINE)
        assert told.count("bị tách riêng, không tính") == 1
        assert "trong thời hạn khiếu nại" in told

    def test_what_was_taken_back_is_not_counted(self, voter, client):
        casting.revoke(candidate=voter.chosen[0], by=voter.voter, at=voter.at(DAY))
        told = page(client, MINE)
        assert "sẽ được tính (2 phiếu)" in told
        assert "bạn đã rút" in told

    def test_one_ended_by_somebody_else_is_a_fault(self, voter, client):
        Ballot.objects.filter(receipt=mine(voter)[0]).update(revoked_at=voter.at(DAY))
        assert "không có dấu của hệ thống" in page(client, MINE)

    def test_whoever_has_not_voted_is_told(self, voter, client):
        client.force_login(UserFactory(), backend=BACKEND)
        assert "Bạn chưa bình chọn" in page(client, MINE)

    def test_nothing_is_tied_to_whoever_is_forgotten(self, voter, client):
        counted(voter)
        for_all = Ballot.objects.get(receipt=mine(voter)[0]).voter
        type(for_all).objects.update(user=None)
        assert "Bạn chưa bình chọn" in page(client, MINE)


class TestWhatIsShown:
    def test_all_receipts_of_ones_own_in_their_order(self, voter, client):
        told = page(client, MINE)
        places = [told.index(receipt) for receipt in mine(voter)]
        assert places == sorted(places)

    def test_those_of_somebody_else_are_not(self, voter, client):
        assert voter.others.receipt not in page(client, MINE)

    def test_strangers_are_asked_to_sign_in(self, voter, client):
        client.logout()
        assert client.get(reverse(MINE)).status_code == 302

    def test_the_chosen_works_are_shown_until_the_close(self, voter, client):
        assert page(client, MINE).count("Máy sấy chè số") == 6  # a link and its button each

    @pytest.mark.parametrize("is_counted", [False, True])
    def test_and_not_a_moment_after_it(self, voter, client, is_counted):
        if is_counted:
            counted(voter)
        with clock.set_to(voter.at(76)):
            assert "Máy sấy chè số" not in page(client, MINE)

    @pytest.mark.parametrize("route", ["ballot_paper", "candidate"])
    def test_no_page_of_works_shows_it_after_the_count(self, voter, client, route):
        counted(voter)
        code = [voter.chosen[0].code] if route == "candidate" else []
        with clock.set_to(voter.at(76)):
            assert "Bạn đã bình chọn" not in page(client, route, voter.edition.slug, *code)

    def test_a_work_that_left_is_not_among_them(self, voter, client):
        Candidate.objects.filter(pk=voter.chosen[0].pk).update(withdrawn_at=voter.at(DAY))
        assert page(client, MINE).count("Máy sấy chè số") == 4


class TestTheSlips:
    def test_every_receipt_that_was_not_taken_back_has_one(self, voter, client):
        casting.revoke(candidate=voter.chosen[0], by=voter.voter, at=voter.at(DAY))
        kept = Ballot.objects.filter(voter__user=voter.voter, revoked_at=None)
        told = page(client, SLIPS, voter.edition.slug)
        on_paper = [receipt for receipt in mine(voter) if receipt in told]
        assert on_paper == sorted(kept.values_list("receipt", flat=True))

    def test_none_says_for_whom(self, voter, client):
        told = page(client, SLIPS, voter.edition.slug)
        codes = [work.code for work in Candidate.objects.in_edition(voter.edition)]
        assert [word for word in [*codes, "Máy sấy chè"] if word in told] == []

    def test_nor_whose_it_is(self, voter, client):
        body = page(client, SLIPS, voter.edition.slug).partition("<main")[2]
        assert voter.voter.full_name not in body
        assert voter.voter.email not in body

    def test_who_has_not_voted_has_none(self, voter, client):
        client.force_login(UserFactory(), backend=BACKEND)
        assert client.get(reverse(SLIPS, args=[voter.edition.slug])).status_code == 404


def test_taking_back_leads_to_the_page_of_the_button(voter, client):
    place = [voter.edition.slug, voter.chosen[0].code]
    answer = client.post(reverse("revoke_vote", args=place), {"next": reverse(MINE)})
    assert answer.url == reverse(MINE)
    assert Ballot.objects.get(candidate=voter.chosen[0]).revoked_at


@pytest.mark.parametrize("away", ["https://example.vn/", "//example.vn/", ""])
def test_it_leads_nowhere_else(voter, client, away):
    place = [voter.edition.slug, voter.chosen[0].code]
    answer = client.post(reverse("revoke_vote", args=place), {"next": away})
    assert answer.url == reverse("candidate", args=place)


class TestTheCode:
    def test_it_is_shown_in_groups(self):
        assert receipts.short("0123456789abcdef" + "0" * 48) == "0123-4567-89AB-CDEF"

    @pytest.mark.parametrize("typed", ["0123-4567-89AB", " 0123 4567 89ab ", "0123–4567·89ab"])
    def test_it_is_read_as_it_is_typed(self, typed):
        assert receipts.digits_of(typed) == "0123456789ab"

    @pytest.mark.parametrize("typed", ["", "0123456789a", "0123456789ag", "0" * 65, "٠" * 12])
    def test_what_is_none_is_not_read(self, typed):
        assert receipts.digits_of(typed) == ""
