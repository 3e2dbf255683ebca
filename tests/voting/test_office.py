"""The office's page of the public vote, and the voter's buttons, each with its own address."""

import pytest
from django.urls import reverse

from competition import clock, joint_requests
from competition.models import JointRequest
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.voting import CandidateFactory, TallyFactory, TallyRowFactory
from tests.pressing import pressed
from tests.rehearsed import small
from voting import casting, integrity
from voting.models import Ballot, Candidate, Tally

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BUTTONS = ["scan_ballots", "let_cluster_count", "leave_cluster_aside", "close_vote"]


def sign_in(client, user):
    client.force_login(user, backend=BACKEND)
    return client


def of(button: str, rehearsal) -> str:
    return reverse(button, args=[rehearsal.edition.slug])


@pytest.fixture
def crowded(judged) -> Candidate:
    """A work with a burst of votes from one network, while the vote is running."""
    candidate = Candidate.objects.in_edition(judged.edition).first()
    cast = judged.cast
    people = [
        *cast.voters,
        *UserFactory.create_batch(len(cast.entrants)),
        *cast.committee,
        *cast.judges,
    ][: integrity.BURST_SIZE]
    with clock.set_to(judged.at(62)):
        for voter in people:
            casting.cast(candidate=candidate, by=voter, at=judged.at(62), address="203.0.113.9")
    return candidate


def test_ballots_are_looked_through_restored_and_counted_by_buttons(client, judged, crowded):
    office = sign_in(client, judged.cast.secretary)
    with clock.set_to(judged.at(70)):
        assert office.post(of("scan_ballots", judged)).status_code == 302
        assert not Ballot.objects.counted().exists()
        network = Ballot.objects.values_list("network", flat=True).first()
        cluster = {"code": crowded.code, "network": network}
        answer = office.post(of("let_cluster_count", judged), cluster | {"reason": " "})
        assert answer.status_code == 422
        typed = cluster | {"reason": "Lớp học bình chọn chung"}
        assert office.post(of("let_cluster_count", judged), typed).status_code == 302
        assert not Ballot.objects.counted().exists()  # a second person must agree
        joint = JointRequest.objects.get()
        joint_requests.agree(joint=joint, by=judged.cast.second, at=judged.at(70))
        assert Ballot.objects.counted().count() == integrity.BURST_SIZE
        assert pressed(office, of("close_vote", judged)).status_code == 422  # it is still running
    with clock.set_to(judged.at(76)):
        assert pressed(office, of("close_vote", judged)).status_code == 302
    assert Tally.objects.get().rows.get(code=crowded.code).votes == integrity.BURST_SIZE


@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_opened_by_get_leads_to_its_page(client, judged, button):
    answer = sign_in(client, judged.cast.secretary).get(of(button, judged))
    assert answer.status_code == 302
    assert answer.url == of("voting_office", judged)


@pytest.mark.parametrize("button", BUTTONS)
def test_nobody_of_another_edition_or_role_presses_a_button(client, judged, button):
    other = small(seed=12)
    other.set_up()
    address = of(button, judged)
    assert sign_in(client, other.cast.secretary).post(address).status_code == 404
    # Judges and committee members have no access to the office at all.
    assert sign_in(client, judged.cast.judges[0]).post(address).status_code in (302, 404)
    assert not Tally.objects.exists()


def test_a_voter_votes_and_takes_the_vote_back(client, judged):
    candidate = Candidate.objects.in_edition(judged.edition).first()
    place = [judged.edition.slug, candidate.code]
    voter = sign_in(client, judged.cast.voters[0])
    with clock.set_to(judged.at(62)):
        assert voter.get(reverse("cast_vote", args=place)).status_code == 405
        answer = voter.post(reverse("cast_vote", args=place))
        assert answer.url == reverse("candidate", args=place)
        assert Ballot.objects.counted().count() == 1
        voter.post(reverse("revoke_vote", args=place))
        assert Ballot.objects.counted().count() == 0
        assert voter.post(reverse("cast_vote", args=[place[0], "BC-NONE"])).status_code == 404


def test_the_count_is_shown_fifty_works_at_a_time(
    client, django_assert_num_queries, django_assert_max_num_queries
):
    tally = TallyFactory()
    edition = tally.edition
    TallyRowFactory(tally=tally, code="BC-AAAAAA", votes=900)
    CandidateFactory(edition=edition, code="BC-AAAAAA", title="Van tưới")
    office = sign_in(client, secretary_of(edition))
    address = reverse("voting_office", args=[edition.slug])
    office.get(address)
    with django_assert_max_num_queries(40) as few:
        first = office.get(address)
    assert [row["title"] for row in first.context["rows"]] == ["Van tưới"]
    for number in range(60):
        TallyRowFactory(tally=tally, code=f"BC-{number:06d}", votes=number)
    with django_assert_num_queries(len(few)):
        office.get(address)
    second = office.get(address, {"trang": "2"})
    assert [row["row"].votes for row in second.context["rows"]] == list(range(10, -1, -1))


def test_works_that_stand_are_counted_from_their_own_index():
    """On SQLite, where these tests run; by the index of the edition alone it reads every row."""
    standing = Candidate.objects.in_edition(CandidateFactory().edition).standing()
    assert "voting_standing" in standing.values("pk").explain()
