"""The rule of the ballots, as the edition publishes it: in the vote, in the count, in the words."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError
from django.urls import reverse

from accounts.models import User
from competition import clock
from competition.errors import NotAllowed, WrongState
from competition.models import Edition, Phase, Scheme
from foundation.ledger.models import Event
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import (
    EditionFactory,
    FieldFactory,
    PhaseFactory,
    SchemeFactory,
)
from tests.factories.moments import NOON, days
from tests.factories.voting import BallotFactory, CandidateFactory, PollFactory
from tests.reading import seen
from voting import casting, noting, own, receipts, rules, tally
from voting.models import Ballot, Candidate, Voter

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORKS, FIELDS, PICKS = Scheme.BallotRule.WORKS, Scheme.BallotRule.FIELDS, Scheme.BallotRule.PICKS


@pytest.fixture
def edition() -> Edition:
    """A vote that is running; it has two fields with two works each."""
    edition = EditionFactory()
    PhaseFactory(edition=edition, kind=Phase.Kind.VOTING, closes_at=days(30))
    PollFactory(edition=edition)
    SchemeFactory(edition=edition)
    for field in FieldFactory.create_batch(2, edition=edition):
        CandidateFactory.create_batch(2, edition=edition, field=field)
    return edition


@pytest.fixture
def works(edition) -> list[Candidate]:
    """Two of the one field, then two of the other."""
    return list(Candidate.objects.in_edition(edition).order_by("field", "pk"))


@pytest.fixture
def voter() -> User:
    return UserFactory()


def ruled(edition: Edition, **columns) -> None:
    """The rules say so."""
    Scheme.objects.filter(edition=edition).update(**columns)


def chosen(voter: User, *works: Candidate) -> list[Ballot]:
    return [casting.cast(candidate=work, by=voter, at=NOON) for work in works]


class TestAVoteForEachWork:
    def test_as_many_as_one_likes(self, works, voter):
        chosen(voter, *works)
        assert Ballot.objects.counted().count() == 4

    def test_up_to_the_number(self, edition, works, voter):
        ruled(edition, ballot_number=3)
        chosen(voter, *works[:3])
        with pytest.raises(WrongState, match="3"):
            chosen(voter, works[3])

    def test_a_second_tap_on_the_last_one_is_no_fault(self, edition, works, voter):
        ruled(edition, ballot_number=1)
        [ballot] = chosen(voter, works[0])
        assert chosen(voter, works[0]) == [ballot]

    def test_what_is_taken_back_is_free_again(self, edition, works, voter):
        ruled(edition, ballot_number=1)
        chosen(voter, works[0])
        casting.revoke(candidate=works[0], by=voter, at=NOON)
        assert chosen(voter, works[1])

    def test_a_work_that_left_gives_its_vote_back(self, edition, works, voter):
        ruled(edition, ballot_number=1)
        chosen(voter, works[0])
        Candidate.objects.filter(pk=works[0].pk).update(withdrawn_at=NOON)
        assert chosen(voter, works[1])

    def test_another_person_has_votes_of_their_own(self, edition, works, voter):
        ruled(edition, ballot_number=1)
        chosen(voter, works[0])
        assert chosen(UserFactory(), works[1])

    def test_another_editions_number_is_not_ours(self, edition, works, voter):
        SchemeFactory(ballot_number=1)
        chosen(voter, *works)
        assert Ballot.objects.count() == 4


class TestAVoteInEachField:
    def test_one_in_each(self, edition, works, voter):
        ruled(edition, ballot_rule=FIELDS)
        chosen(voter, works[0], works[2])
        assert Ballot.objects.counted().count() == 2

    def test_no_second_one(self, edition, works, voter):
        ruled(edition, ballot_rule=FIELDS)
        chosen(voter, works[0])
        with pytest.raises(WrongState, match=works[0].code):
            chosen(voter, works[1])

    def test_after_taking_it_back(self, edition, works, voter):
        ruled(edition, ballot_rule=FIELDS)
        chosen(voter, works[0])
        casting.revoke(candidate=works[0], by=voter, at=NOON)
        assert chosen(voter, works[1])


class TestAnExactNumber:
    @pytest.fixture
    def two_of_them(self, edition) -> Edition:
        ruled(edition, ballot_rule=PICKS, ballot_number=2)
        return edition

    def test_no_more(self, two_of_them, works, voter):
        chosen(voter, *works[:2])
        with pytest.raises(WrongState):
            chosen(voter, works[2])

    def test_whoever_chose_fewer_is_not_counted(self, two_of_them, works, voter):
        chosen(voter, *works[:2])
        few = chosen(UserFactory(), works[0])
        assert list(rules.incomplete(two_of_them)) == few

    def test_a_work_that_left_is_a_choice_too(self, two_of_them, works, voter):
        chosen(voter, *works[:2])
        Candidate.objects.filter(pk=works[0].pk).update(withdrawn_at=NOON)
        assert not rules.incomplete(two_of_them)

    def test_with_another_rule_all_count(self, edition, works, voter):
        ruled(edition, ballot_number=2)
        chosen(voter, works[0])
        assert not rules.incomplete(edition)

    def test_a_number_is_needed(self, edition):
        with pytest.raises(IntegrityError):
            ruled(edition, ballot_rule=PICKS, ballot_number=None)

    def test_the_voter_is_told_what_is_missing(self, two_of_them, works, voter):
        chosen(voter, works[0])
        assert own.vote_of(Voter.objects.get(user=voter), NOON).missing == 1

    def test_whoever_has_all_misses_nothing(self, two_of_them, works, voter):
        chosen(voter, *works[:2])
        assert own.vote_of(Voter.objects.get(user=voter), NOON).missing == 0


class TestTheCount:
    """With exactly two works a person; one voter chose two, another one alone."""

    @pytest.fixture
    def counted(self, edition, works, voter) -> Edition:
        ruled(edition, ballot_rule=PICKS, ballot_number=2)
        edition.whole = chosen(voter, *works[:2])
        edition.few = chosen(UserFactory(), works[0])
        noting.note(edition, at=NOON)
        Phase.objects.filter(edition=edition).update(closes_at=days(1))
        tally.close(edition=edition, by=secretary_of(edition), at=days(2))
        return edition

    def test_fewer_do_not_count(self, counted, works):
        assert counted.tally.rows.get(code=works[0].code).votes == 1

    def test_they_stand_aside(self, counted, works):
        assert counted.tally.rows.get(code=works[0].code).set_aside == 1

    def test_the_ledger_tells_it(self, counted):
        aside = noting.set_aside_digest(counted)
        line = Event.objects.get(verb="ballots.quarantined")
        assert line.payload == {"count": 1, "aside": aside}

    def test_the_public_list_says_so(self, counted):
        fates = dict(receipts.lines(counted))
        assert fates[counted.few[0].receipt] == receipts.Fate.SET_ASIDE

    def test_the_others_count(self, counted):
        fates = dict(receipts.lines(counted))
        assert {fates[one.receipt] for one in counted.whole} == {receipts.Fate.COUNTED}

    def test_the_voter_is_told_why(self, counted):
        [vote] = own.votes_of(counted.few[0].voter.user, days(2))
        assert "chọn đúng số công trình" in vote.ballots[0].why

    def test_the_ballots_fit_the_ledger(self, counted):
        assert noting.faults(counted) == []


def unconfirmed_email(person: User) -> None:
    person.emailaddress_set.update(verified=False)
    User.objects.filter(pk=person.pk).update(phone_verified_at=NOON)


def no_phone(person: User) -> None:
    User.objects.filter(pk=person.pk).update(phone_verified_at=None)


class TestWhoMayVote:
    @pytest.mark.parametrize(
        ("voters", "lacking"),
        [(Scheme.Voters.EMAIL, unconfirmed_email), (Scheme.Voters.PHONE, no_phone)],
    )
    def test_whoever_lacks_it_does_not(
        self, edition, works, voter, voters: str, lacking: Callable[[User], None]
    ):
        ruled(edition, voters=voters)
        lacking(voter)
        with pytest.raises(NotAllowed, match="thể lệ bình chọn"):
            chosen(User.objects.get(pk=voter.pk), works[0])

    @pytest.mark.parametrize(
        ("voters", "has"),
        [(Scheme.Voters.EMAIL, no_phone), (Scheme.Voters.PHONE, unconfirmed_email)],
    )
    def test_whoever_has_it_does(self, edition, works, voter, voters, has):
        ruled(edition, voters=voters)
        has(voter)
        assert chosen(User.objects.get(pk=voter.pk), works[0])

    @pytest.mark.parametrize("lacking", [unconfirmed_email, no_phone])
    def test_either_is_enough_where_the_rules_say_so(self, works, voter, lacking):
        lacking(voter)
        assert chosen(User.objects.get(pk=voter.pk), works[0])


class TestTheWords:
    RULE = "Trong bình chọn, mỗi người chọn đúng 2 công trình"

    @pytest.fixture
    def said(self, edition) -> Edition:
        ruled(edition, ballot_rule=PICKS, ballot_number=2, voters=Scheme.Voters.EMAIL)
        return edition

    def page(self, client, route: str, *arguments) -> str:
        with clock.set_to(NOON):
            return seen(client.get(reverse(route, args=arguments)))

    def test_the_gallery_says_the_rule_before_one_signs_in(self, client, said):
        assert self.RULE in self.page(client, "ballot_paper", said.slug)

    def test_and_who_may_vote(self, client, said):
        page = self.page(client, "ballot_paper", said.slug)
        assert "tài khoản có địa chỉ thư điện tử đã xác nhận" in page

    def test_so_does_the_page_of_a_work(self, client, said, works):
        assert self.RULE in self.page(client, "candidate", said.slug, works[0].code)

    def test_so_does_the_slip(self, client, said, works, voter):
        chosen(voter, works[0])
        client.force_login(voter, backend=BACKEND)
        assert self.RULE in self.page(client, "ballot_slips", said.slug)

    def test_my_ballots_say_what_is_missing(self, client, said, works, voter):
        chosen(voter, works[0])
        client.force_login(voter, backend=BACKEND)
        assert "Hãy chọn thêm 1 công trình" in self.page(client, "my_ballots")

    def test_and_nothing_once_all_are_chosen(self, client, said, works, voter):
        chosen(voter, *works[:2])
        client.force_login(voter, backend=BACKEND)
        assert "Hãy chọn thêm" not in self.page(client, "my_ballots")

    def test_a_ballot_of_another_edition_is_not_asked_for_more(self, client, said, voter):
        BallotFactory(voter__user=voter)
        client.force_login(voter, backend=BACKEND)
        assert "Hãy chọn thêm" not in self.page(client, "my_ballots")
