"""What speaks against a cluster: each signal by hand, and all of them on invented crowds."""

import datetime
from random import Random

import pytest
from django.urls import reverse

from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.moments import NOON
from tests.factories.voting import BallotFactory, CandidateFactory, TallyFactory, VoterFactory
from tests.reading import seen
from tests.voting import crowds
from voting import signals
from voting.models import Voter

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DAY = datetime.timedelta(days=1)


def account(email: str = "", *, age: datetime.timedelta = DAY, works: int = 2) -> signals.Account:
    return signals.Account(email, NOON - age, NOON, works)


def of(*emails: str) -> signals.Signals:
    return signals.of(map(account, emails))


class TestOneMailbox:
    def test_tags_and_dots_are_one(self):
        assert of("lan.chi@gmail.com", "lanchi+2@gmail.com", "hoa@gmail.com").aliases == 2

    def test_a_dot_elsewhere_is_another(self):
        assert of("lan.chi@congty.vn", "lanchi@congty.vn").aliases == 0

    def test_whoever_has_no_address_shares_none(self):
        assert of("", "").aliases == 0


class TestThrownAway:
    def test_a_service_that_forgets(self):
        assert of("a@Mailinator.com", "b@gmail.com").thrown_away == 1

    def test_a_name_that_resembles_one_is_none(self):
        assert of("a@notmailinator.com", "mailinator.com@gmail.com").thrown_away == 0


class TestInARow:
    def test_numbers_that_follow_each_other(self):
        assert of("lan7@gmail.com", "lan8@gmail.com", "lan11@gmail.com").in_a_row == 3

    def test_two_are_no_row(self):
        assert of("lan7@gmail.com", "lan8@gmail.com").in_a_row == 0

    def test_years_of_birth_are_no_row(self):
        assert of("lan1990@gmail.com", "lan1996@gmail.com", "lan2004@gmail.com").in_a_row == 0

    def test_another_service_is_another_row(self):
        assert of("lan7@gmail.com", "lan8@yahoo.com", "lan9@gmail.com").in_a_row == 0

    def test_schools_number_theirs(self):
        school = "thpt.thainguyen.edu.vn"
        assert of(*(f"hs{number}@{school}" for number in range(20))).in_a_row == 0


def test_accounts_for_one_work_alone():
    assert signals.of([account(works=1), account(works=2)]).single == 1


def test_accounts_made_within_the_hour():
    hour = datetime.timedelta(hours=1)
    told = signals.of([account(age=hour), account(age=hour + datetime.timedelta(seconds=1))])
    assert told.young == 1


def test_of_nothing_nothing_is_said():
    empty = signals.of([])
    assert (empty.is_hard, empty.is_hasty, empty.told) == (False, False, [])


def looked_at(kind: str, seeds: range) -> list[signals.Signals]:
    make = (crowds.HONEST | crowds.FRAUD)[kind]
    return [
        signals.of(
            signals.Account(one.email, one.joined_at, one.cast_at, one.works)
            for one in make(Random(seed))
        )
        for seed in seeds
    ]


@pytest.mark.parametrize("seeds", [crowds.SEEDS, crowds.FRESH], ids=["committed", "fresh"])
class TestCrowds:
    @pytest.mark.parametrize("kind", ["one mailbox", "thrown away", "counted up"])
    def test_nine_farms_of_ten_have_a_hard_signal(self, kind, seeds):
        found = [told.is_hard for told in looked_at(kind, seeds)]
        assert sum(found) >= 0.9 * len(found)

    @pytest.mark.parametrize("kind", crowds.HONEST)
    def test_no_honest_crowd_has_one(self, kind, seeds):
        assert [told for told in looked_at(kind, seeds) if told.is_hard] == []

    def test_paid_people_are_at_least_hasty(self, seeds):
        assert all(told.is_hasty for told in looked_at("paid people", seeds))

    @pytest.mark.parametrize("kind", crowds.HONEST)
    def test_honest_crowds_seldom_are(self, kind, seeds):
        found = [told.is_hasty for told in looked_at(kind, seeds)]
        assert sum(found) <= 0.05 * len(found)


@pytest.fixture
def edition():
    """A cluster set aside of three addresses counted up, one of whom votes for another work too,
    and a ballot that is not set aside.
    """
    edition = EditionFactory()
    edition.works = CandidateFactory.create_batch(2, edition=edition)
    for number in (1, 2, 3):
        person = UserFactory(email=f"dem{number}@gmail.com", date_joined=NOON - 9 * DAY)
        voter = VoterFactory(edition=edition, user=person)
        usual = {"candidate": edition.works[0], "voter": voter, "network": "a1"}
        BallotFactory(**usual, quarantined_at=NOON, quarantine_reason="burst")
    BallotFactory(candidate=edition.works[1], voter=voter, network="a1")
    BallotFactory(candidate=edition.works[0], network="a1")
    return edition


@pytest.mark.django_db
class TestTheOffice:
    def clusters(self, edition):
        code = edition.works[0].code
        return [{"candidate__code": code, "network": "a1"}]

    def test_a_cluster_is_read_from_its_ballots(self, edition):
        (told,) = signals.of_clusters(edition, self.clusters(edition)).values()
        assert (told.size, told.in_a_row, told.single, told.young) == (3, 3, 2, 0)

    def test_another_network_is_another_cluster(self, edition):
        usual = {"quarantined_at": NOON, "quarantine_reason": "burst"}
        BallotFactory(candidate=edition.works[0], network="b2", **usual)
        (told,) = signals.of_clusters(edition, self.clusters(edition)).values()
        assert told.size == 3

    def test_of_forgotten_voters_nothing_is_said(self, edition):
        TallyFactory(edition=edition)
        Voter.objects.filter(edition=edition).update(user=None)
        assert signals.of_clusters(edition, self.clusters(edition)) == {}

    def test_the_page_says_numbers_and_names_nobody(self, edition, client):
        client.force_login(secretary_of(edition), backend=BACKEND)
        page = seen(client.get(reverse("voting_office", args=[edition.slug])))
        assert "địa chỉ đánh số liên tiếp: 3" in page
        assert "dem1@gmail.com" not in page
