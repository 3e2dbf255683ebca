"""Totals are planted, and no page of the vote is another one by them: before the close for
nobody, the office included; after it for no stranger until the announcement.
"""

import re

import pytest
from django.urls import reverse

from competition import clock
from competition.models import Phase
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.moments import NOON, days
from tests.factories.voting import (
    BallotBatchFactory,
    BallotFactory,
    CandidateFactory,
    PollFactory,
    TallyFactory,
    TallyRowFactory,
    VoterFactory,
)
from voting.models import Ballot

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ADDED = 7
PLANTED = 98765
STRANGERS = ["votes", "ballot_paper", "candidate", "check_receipt", "proofs"]
VOTERS = [*STRANGERS, "my_ballots", "ballot_slips"]
AFTERWARDS = [*VOTERS, "published_receipts", "receipts_file"]
TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|"CSRF_TOKEN": "\w+"')
WITHOUT_SLUG = {"votes", "my_ballots", "proofs"}


@pytest.fixture
def vote():
    """A running vote of three works; `voter` has chosen the first."""
    edition = EditionFactory()
    edition.phase_of_vote = PhaseFactory(
        edition=edition, kind=Phase.Kind.VOTING, closes_at=days(30)
    )
    PollFactory(edition=edition)
    edition.works = CandidateFactory.create_batch(3, edition=edition)
    edition.voter = UserFactory()
    own = VoterFactory(edition=edition, user=edition.voter)
    edition.batch = BallotBatchFactory(edition=edition)
    BallotFactory(candidate=edition.works[0], voter=own, noted_in=edition.batch)
    with clock.set_to(NOON):
        yield edition


def read(client, vote, route: str) -> str:
    """The page without what is another one each time: tokens against forged forms."""
    arguments = [] if route in WITHOUT_SLUG else [vote.slug]
    if route == "candidate":
        arguments.append(vote.works[0].code)
    answer = client.get(reverse(route, args=arguments))
    assert answer.status_code == 200, route
    return TOKENS.sub("", answer.content.decode())


def others_vote(vote) -> None:
    BallotFactory.create_batch(ADDED, candidate=vote.works[0], noted_in=vote.batch)
    BallotFactory(candidate=vote.works[1], noted_in=vote.batch)


@pytest.mark.parametrize("route", STRANGERS)
def test_strangers_read_the_same_however_many_ballots_there_are(client, vote, route):
    before = read(client, vote, route)
    others_vote(vote)
    assert read(client, vote, route) == before


@pytest.mark.parametrize("route", VOTERS)
def test_so_does_whoever_has_voted(client, vote, route):
    client.force_login(vote.voter, backend=BACKEND)
    before = read(client, vote, route)
    others_vote(vote)
    assert read(client, vote, route) == before


def test_so_does_the_office(client, vote):
    client.force_login(secretary_of(vote), backend=BACKEND)
    before = read(client, vote, "voting_office")
    others_vote(vote)
    assert read(client, vote, "voting_office") == before


def test_a_page_that_told_a_total_would_be_found(client, vote):
    """The decoy: one's own ballot is told, and makes another page."""
    client.force_login(vote.voter, backend=BACKEND)
    before = read(client, vote, "my_ballots")
    Ballot.objects.update(revoked_at=NOON)
    assert read(client, vote, "my_ballots") != before


@pytest.fixture
def counted(vote):
    """The vote is counted: its first work has PLANTED votes, and nothing is announced."""
    Phase.objects.filter(pk=vote.phase_of_vote.pk).update(closes_at=days(-1))
    tally = TallyFactory(edition=vote)
    TallyRowFactory(tally=tally, code=vote.works[0].code, votes=PLANTED, set_aside=PLANTED)
    return vote


def tells(page: str) -> bool:
    return re.search(r"98[.,\s ]?765", page) is not None


@pytest.mark.parametrize("route", AFTERWARDS)
def test_until_the_announcement_no_count_of_a_work_is_told(client, counted, route):
    client.force_login(counted.voter, backend=BACKEND)
    assert not tells(read(client, counted, route))


def test_the_office_reads_it_then(client, counted):
    client.force_login(secretary_of(counted), backend=BACKEND)
    assert tells(read(client, counted, "voting_office"))
