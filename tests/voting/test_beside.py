"""Two editions, works and voters side by side: whatever the vote does to the one, the other stays
as it is.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from accounts.models import User
from competition.errors import NotAllowed, PhaseClosed, WrongState
from competition.models import Edition, Phase
from foundation.ledger import chain
from tests.beside import secretary_of, untouched
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import SealingFactory
from tests.factories.voting import BallotFactory, CandidateFactory, PollFactory, TallyFactory
from tests.voting import aside as ledger
from voting import casting, intake, integrity, tally
from voting.models import Ballot, Candidate, Poll, Tally

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@dataclass
class Vote:
    """A vote that is running, or over, in an edition of its own."""

    edition: Edition
    secretary: User
    works: list[Candidate]


def vote_of(*, is_over: bool = False) -> Vote:
    edition = EditionFactory()
    closes_at = days(-1) if is_over else days(30)
    PhaseFactory(edition=edition, kind=Phase.Kind.VOTING, closes_at=closes_at)
    PollFactory(edition=edition)
    works = CandidateFactory.create_batch(2, edition=edition)
    return Vote(edition, secretary_of(edition), works)


@pytest.fixture
def ours() -> Vote:
    return vote_of()


@pytest.fixture
def theirs() -> Vote:
    return vote_of()


@pytest.fixture
def voter() -> User:
    return UserFactory()


def burst(*works: Candidate, networks: tuple[str, ...] = ("a1",), **columns) -> list[Ballot]:
    """As many votes as make a burst, dealt out to these works and networks."""
    ballots = []
    for number in range(integrity.BURST_SIZE):
        ballot = BallotFactory(
            candidate=works[number % len(works)],
            network=networks[number % len(networks)],
            cast_at=NOON + timedelta(seconds=number),
            **columns,
        )
        ballots.append(ballot)
    return ballots


def aside(ballots: list[Ballot]) -> int:
    """How many of them are set aside now."""
    numbers = [ballot.pk for ballot in ballots]
    return Ballot.objects.filter(pk__in=numbers).exclude(quarantined_at=None).count()


class TestCasting:
    def test_the_phase_is_that_of_the_works_edition(self, theirs, voter):
        over = vote_of(is_over=True)
        with pytest.raises(PhaseClosed):
            casting.cast(candidate=over.works[0], by=voter, at=NOON)
        assert casting.cast(candidate=theirs.works[0], by=voter, at=NOON)

    def test_it_is_the_phase_of_the_vote(self, ours, voter):
        Phase.objects.filter(edition=ours.edition).update(kind=Phase.Kind.SUBMISSION)
        PhaseFactory(edition=ours.edition, kind=Phase.Kind.VOTING, closes_at=days(-1))
        with pytest.raises(PhaseClosed):
            casting.cast(candidate=ours.works[0], by=voter, at=NOON)

    def test_the_release_is_that_of_the_works_edition(self, ours, theirs, voter):
        Poll.objects.filter(edition=ours.edition).delete()
        with pytest.raises(PhaseClosed):
            casting.cast(candidate=ours.works[0], by=voter, at=NOON)

    def test_one_person_votes_for_two_works_and_two_people_for_one(self, ours, voter):
        casting.cast(candidate=ours.works[0], by=voter, at=NOON)
        casting.cast(candidate=ours.works[1], by=voter, at=NOON)
        casting.cast(candidate=ours.works[0], by=UserFactory(), at=NOON)
        assert Ballot.objects.counted().count() == 3

    @pytest.mark.parametrize("beside", ["another voter", "another work"])
    def test_a_vote_is_taken_back_alone(self, ours, voter, beside):
        casting.cast(candidate=ours.works[0], by=voter, at=NOON)
        others = {
            "another voter": {"candidate": ours.works[0]},
            "another work": {"candidate": ours.works[1], "voter__user": voter},
        }
        other = BallotFactory(**others[beside])
        with untouched(other):
            assert casting.revoke(candidate=ours.works[0], by=voter, at=NOON)
        assert Ballot.objects.counted().get() == other

    def test_nobody_takes_back_the_vote_of_somebody_else(self, ours, voter):
        other = BallotFactory(candidate=ours.works[0])
        with untouched(other):
            assert not casting.revoke(candidate=ours.works[0], by=voter, at=NOON)

    @pytest.mark.parametrize("beside", ["another voter", "another work"])
    def test_a_vote_is_given_again_alone(self, ours, voter, beside):
        earlier = BallotFactory(candidate=ours.works[0], voter__user=voter, revoked_at=days(-1))
        others = {
            "another voter": {"candidate": ours.works[0]},
            "another work": {"candidate": ours.works[1], "voter__user": voter},
        }
        other = BallotFactory(revoked_at=days(-1), **others[beside])
        with untouched(other, earlier):
            mine = casting.cast(candidate=ours.works[0], by=voter, at=NOON)
        assert Ballot.objects.counted().get() == mine

    def test_a_vote_that_was_taken_back_is_not_taken_back_again(self, ours, voter):
        earlier = BallotFactory(candidate=ours.works[0], voter__user=voter, revoked_at=days(-1))
        with untouched(earlier):
            assert not casting.revoke(candidate=ours.works[0], by=voter, at=NOON)


class TestQuarantine:
    def scan(self, vote: Vote) -> int:
        return integrity.scan(edition=vote.edition, by=vote.secretary, at=NOON)

    def restore(self, vote: Vote, work: Candidate) -> int:
        usual = {"reason": "Một trường học", "by": vote.secretary, "at": NOON}
        return integrity.restore(edition=vote.edition, candidate_code=work.code, **usual)

    def test_ballots_of_another_edition_are_not_looked_through(self, ours, theirs):
        mine = burst(ours.works[0])
        others = burst(theirs.works[0])
        with untouched(*others):
            assert self.scan(ours) == integrity.BURST_SIZE
        assert aside(mine) == integrity.BURST_SIZE

    def test_a_burst_is_for_one_work(self, ours):
        burst(*ours.works)
        assert self.scan(ours) == 0

    def test_a_burst_comes_from_one_network(self, ours):
        burst(ours.works[0], networks=("a1", "b2"))
        assert self.scan(ours) == 0

    def test_where_no_network_is_known_there_is_no_burst(self, ours):
        burst(ours.works[0], networks=("",))
        assert self.scan(ours) == 0

    def test_votes_that_were_taken_back_make_no_burst(self, ours):
        burst(ours.works[0], revoked_at=days(0))
        assert self.scan(ours) == 0

    def test_what_is_set_aside_is_not_set_aside_again(self, ours):
        burst(ours.works[0], quarantined_at=days(0), quarantine_reason="burst")
        assert self.scan(ours) == 0

    def test_another_work_stays_set_aside(self, ours):
        columns = {"quarantined_at": days(0), "quarantine_reason": "burst"}
        mine = burst(ours.works[0], **columns)
        others = burst(ours.works[1], **columns)
        with untouched(*others):
            assert self.restore(ours, ours.works[0]) == integrity.BURST_SIZE
        assert aside(mine) == 0

    def test_a_work_of_another_edition_is_not_restored_from_here(self, ours, theirs):
        others = burst(theirs.works[0], quarantined_at=days(0), quarantine_reason="burst")
        with untouched(*others), pytest.raises(WrongState):
            self.restore(ours, theirs.works[0])

    def test_only_what_was_set_aside_is_restored(self, ours):
        burst(ours.works[0])
        with pytest.raises(WrongState):
            self.restore(ours, ours.works[0])

    def test_a_closed_count_closes_its_own_edition_alone(self, ours, theirs):
        TallyFactory(edition=theirs.edition)
        assert self.scan(ours) == 0
        with pytest.raises(WrongState):
            self.scan(theirs)

    @pytest.mark.parametrize("verb", ["scan", "restore", "close"])
    def test_the_secretariat_of_another_edition_does_nothing_here(self, ours, theirs, verb):
        ours.secretary = theirs.secretary
        verbs = {
            "scan": lambda: self.scan(ours),
            "restore": lambda: self.restore(ours, ours.works[0]),
            "close": lambda: close(ours),
        }
        with pytest.raises(NotAllowed):
            verbs[verb]()


def close(vote: Vote) -> Tally:
    return tally.close(edition=vote.edition, by=vote.secretary, at=NOON)


class TestTheCount:
    def test_it_holds_the_works_and_votes_of_its_edition_alone(self, theirs):
        over = vote_of(is_over=True)
        BallotFactory.create_batch(3, candidate=over.works[0])
        BallotFactory.create_batch(4, candidate=theirs.works[0])
        counted = close(over)
        votes = {row.code: row.votes for row in counted.rows.all()}
        assert votes == {over.works[0].code: 3, over.works[1].code: 0}
        assert not Tally.objects.filter(edition=theirs.edition).exists()

    def test_its_root_is_over_the_receipts_that_count_in_its_edition_alone(self, theirs):
        over = vote_of(is_over=True)
        counting = BallotFactory.create_batch(3, candidate=over.works[0])
        receipts = sorted(ballot.receipt for ballot in counting)
        BallotFactory(candidate=over.works[0], revoked_at=days(-2))
        BallotFactory(candidate=over.works[0], quarantined_at=days(-2))
        BallotFactory.create_batch(4, candidate=theirs.works[0])
        ledger.told(over.edition)
        assert close(over).ballots_root == chain.merkle_root(receipts)

    def test_it_waits_for_the_end_of_its_own_vote(self, ours):
        vote_of(is_over=True)
        with pytest.raises(WrongState):
            close(ours)

    def test_and_for_no_other(self, ours):
        assert close(vote_of(is_over=True))

    def test_it_waits_for_the_end_of_the_vote_and_of_no_other_phase(self):
        over = vote_of(is_over=True)
        PhaseFactory(edition=over.edition, kind=Phase.Kind.JUDGING)
        assert close(over)

    def test_the_release_is_that_of_its_edition(self, theirs):
        over = vote_of(is_over=True)
        Poll.objects.filter(edition=over.edition).delete()
        with pytest.raises(WrongState):
            close(over)

    def test_another_count_that_is_closed_closes_nothing_here(self, theirs):
        TallyFactory(edition=theirs.edition)
        assert close(vote_of(is_over=True))

    def test_what_is_taken_back_or_set_aside_is_counted_apart(self):
        over = vote_of(is_over=True)
        work = over.works[0]
        BallotFactory.create_batch(3, candidate=work)
        BallotFactory.create_batch(2, candidate=work, revoked_at=days(-2))
        BallotFactory.create_batch(4, candidate=work, quarantined_at=days(-2))
        taken_back_too = {"revoked_at": days(-2), "quarantined_at": days(-2)}
        BallotFactory(candidate=work, **taken_back_too)
        ledger.told(over.edition)
        row = close(over).rows.get(code=work.code)
        assert row.votes == 3
        assert row.set_aside == 4

    def test_a_work_that_has_left_is_not_in_it(self):
        over = vote_of(is_over=True)
        gone = CandidateFactory(edition=over.edition, withdrawn_at=days(-2))
        BallotFactory(candidate=gone)
        assert not close(over).rows.filter(code=gone.code).exists()


class TestWhatIsTold:
    def test_a_withdrawal_takes_out_one_work(self, ours):
        gone, stays = ours.works
        with untouched(stays):
            told = {"edition": ours.edition.pk, "vote_code": gone.code}
            intake.apply("entry.withdrawn", told)
        gone.refresh_from_db()
        assert gone.withdrawn_at is not None

    def test_a_work_that_left_before_keeps_its_moment(self, ours):
        gone = CandidateFactory(edition=ours.edition, withdrawn_at=days(-2))
        with untouched(gone):
            intake.apply("entry.withdrawn", {"edition": ours.edition.pk, "vote_code": gone.code})

    def test_the_end_of_judging_releases_the_vote_of_one_edition(self):
        ours, theirs = EditionFactory.create_batch(2)
        intake.apply("judging.ended", {"edition": ours.pk})
        assert Poll.objects.get().edition == ours
        assert not Poll.objects.filter(edition=theirs).exists()

    def test_a_promotion_takes_out_those_that_did_not_go_on(self, ours):
        gone, stays = ours.works
        copies = []
        for number, work in enumerate((gone, stays)):
            copy = SealingFactory(
                version__entry__edition=ours.edition,
                judging_code=f"HS-BESIDE{number}",
                vote_code=work.code,
                confirmed_at=days(-2),
                confirmed_by=ours.secretary,
            )
            copies.append(copy)
        with untouched(stays):
            told = {"edition": ours.edition.pk, "left": [copies[0].judging_code]}
            intake.apply("entries.promoted", told)
        gone.refresh_from_db()
        assert gone.withdrawn_at is not None


class TestTheWords:
    def test_in_edition(self, ours, theirs):
        assert set(Candidate.objects.in_edition(ours.edition)) == set(ours.works)

    def test_standing(self, ours):
        CandidateFactory(edition=ours.edition, withdrawn_at=days(-1))
        assert set(Candidate.objects.standing()) == set(ours.works)

    def test_counted(self):
        counts = BallotFactory()
        BallotFactory(revoked_at=days(-1))
        BallotFactory(quarantined_at=days(-1))
        assert Ballot.objects.counted().get() == counts
