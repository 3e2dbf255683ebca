"""A ballot that was written past the site is never noted and never counted, and the audit tells."""

import pytest

from competition.models import Edition, Phase
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.moments import NOON, days
from tests.factories.voting import BallotFactory, CandidateFactory, PollFactory, VoterFactory
from voting import audit, casting, noting, tally
from voting.models import Ballot, Candidate

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory()
    PhaseFactory(edition=edition, kind=Phase.Kind.VOTING, opens_at=days(-10), closes_at=NOON)
    PollFactory(edition=edition)
    return edition


@pytest.fixture
def work(edition) -> Candidate:
    """With two ballots that the site cast."""
    work = CandidateFactory(edition=edition)
    BallotFactory.create_batch(2, candidate=work)
    return work


def written_past(work: Candidate, **columns) -> Ballot:
    """A row like those of the site, of a real voter."""
    like = BallotFactory.build(candidate=work, voter=VoterFactory(edition=work.edition), **columns)
    like.mark = Ballot.objects.filter(candidate=work).first().mark
    return Ballot.objects.bulk_create([like])[0]


def test_each_ballot_of_the_site_is_known_by_its_mark(work):
    assert all(ballot.is_of_the_site for ballot in Ballot.objects.all())


def test_the_mark_of_another_ballot_is_none(work):
    assert not Ballot.objects.get(pk=written_past(work).pk).is_of_the_site


@pytest.mark.parametrize("column", ["receipt", "nonce"])
def test_a_mark_holds_for_its_ballot_alone(work, column):
    ballot = Ballot.objects.first()
    setattr(ballot, column, "0" * 64)
    assert not ballot.is_of_the_site


def test_a_mark_under_an_earlier_key_still_holds(work, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one"
    assert Ballot.objects.first().is_of_the_site


def test_under_no_key_of_ours_it_does_not(work, settings):
    settings.SECRET_KEY = "another one"
    assert not Ballot.objects.first().is_of_the_site


def test_what_was_written_past_the_site_is_not_noted(edition, work):
    strange = written_past(work)
    noting.note(edition, at=NOON)
    assert list(Ballot.objects.filter(noted_in=None)) == [strange]


def test_nor_is_its_end(edition, work):
    strange = written_past(work, revoked_at=days(-1))
    noting.note(edition, at=NOON)
    assert Ballot.objects.get(pk=strange.pk).ended_in is None


def test_it_does_not_count(edition, work):
    written_past(work)
    tally.close(edition=edition, by=secretary_of(edition), at=days(1))
    assert edition.tally.rows.get().votes == 2


def test_nor_stand_in_the_root(edition, work):
    receipts = sorted(Ballot.objects.values_list("receipt", flat=True))
    written_past(work)
    closed = tally.close(edition=edition, by=secretary_of(edition), at=days(1))
    assert closed.ballots_root == noting.chain.merkle_root(receipts)


def test_the_audit_tells_of_it(edition, work):
    noting.note(edition, at=NOON)
    assert list(audit.of_ballots(edition)) == []
    written_past(work)
    assert list(audit.of_ballots(edition)) == ["ballots that the site did not cast: 1"]


def ended_past(ballot: Ballot, **columns) -> None:
    """As whoever writes to the database would."""
    Ballot.objects.filter(pk=ballot.pk).update(revoked_at=days(-1), **columns)


class TestAnEnd:
    """A ballot that was ended past the site."""

    @pytest.fixture
    def ballot(self, edition, work) -> Ballot:
        noting.note(edition, at=days(-2))
        return Ballot.objects.filter(candidate=work).first()

    def test_one_of_the_site_is_known_by_its_mark(self, ballot):
        casting.revoke(candidate=ballot.candidate, by=ballot.voter.user, at=days(-1))
        assert Ballot.objects.get(pk=ballot.pk).is_ended_by_the_site

    def test_a_ballot_that_goes_on_has_no_end(self, ballot):
        assert not ballot.is_ended_by_the_site

    def test_without_a_mark_it_is_none(self, ballot):
        ended_past(ballot)
        assert not Ballot.objects.get(pk=ballot.pk).is_ended_by_the_site

    def test_the_mark_of_another_end_is_none(self, ballot):
        ended_past(ballot, end_mark=BallotFactory(revoked_at=days(-1)).end_mark)
        assert not Ballot.objects.get(pk=ballot.pk).is_ended_by_the_site

    def test_nor_is_that_of_another_moment(self, ballot):
        ended_past(ballot, end_mark=ballot.end_mark_at(days(-2)))
        assert not Ballot.objects.get(pk=ballot.pk).is_ended_by_the_site

    def test_it_is_not_noted(self, edition, ballot):
        ended_past(ballot)
        noting.note(edition, at=NOON)
        assert Ballot.objects.get(pk=ballot.pk).ended_in is None

    def test_one_of_the_site_is(self, edition, ballot):
        casting.revoke(candidate=ballot.candidate, by=ballot.voter.user, at=days(-1))
        noting.note(edition, at=NOON)
        assert Ballot.objects.get(pk=ballot.pk).ended_in is not None

    def test_the_audit_tells_of_it(self, edition, ballot):
        ended_past(ballot)
        assert list(audit.of_ballots(edition)) == ["ballots that the site did not end: 1"]

    def test_and_of_nothing_where_the_site_ended_it(self, edition, ballot):
        casting.revoke(candidate=ballot.candidate, by=ballot.voter.user, at=days(-1))
        assert list(audit.of_ballots(edition)) == []

    def test_once_counted_an_end_outside_of_the_ledger_is_told(self, edition, ballot):
        ended_past(ballot)
        tally.close(edition=edition, by=secretary_of(edition), at=days(1))
        told = "ballots, or ends of them, that no line of the ledger covers: 1"
        assert told in list(audit.of_ballots(edition))
