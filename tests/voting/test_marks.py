"""A ballot that was written past the site is never noted and never counted, and the audit tells."""

import pytest

from competition.models import Edition, Phase
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.moments import NOON, days
from tests.factories.voting import BallotFactory, CandidateFactory, PollFactory, VoterFactory
from voting import audit, noting, tally
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
