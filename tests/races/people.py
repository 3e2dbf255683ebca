"""Races around an account that is being erased."""

from functools import partial

from accounts import erasure
from competition.errors import NotAllowed
from tests.races.rows import lines, race
from voting import casting
from voting.models import Ballot, Candidate


def voting(r):
    candidate = Candidate.objects.in_edition(r.edition).order_by("code").first()
    return partial(casting.cast, candidate=candidate, by=r.cast.voters[0], at=r.at(62))


def erasing(r):
    voter = r.cast.voters[0]
    return partial(erasure.erase, person=voter, by=voter, at=r.at(62))


@race(erasure.erase, "erase(User)", on="judged")
def erased_while_a_ballot_is_cast(r):
    """The ballot stands, and so does who may not give it again."""
    second = yield voting(r), erasing(r)
    assert second.was_refused(erasure.NotErased)
    assert Ballot.objects.get().voter.user == r.cast.voters[0]
    assert lines("account.erased") == 0


@race(casting.cast, "voting.casting._require_voter(User)", on="judged")
def voting_while_the_account_is_erased(r):
    """An account that is gone gives no ballot."""
    second = yield erasing(r), voting(r)
    assert second.was_refused(NotAllowed)
    assert not Ballot.objects.exists()
    assert lines("account.erased") == 1


@race(casting.revoke, "voting.casting._require_voter(User)", on="judged")
def taken_back_while_it_is_cast(r):
    candidate = Candidate.objects.in_edition(r.edition).order_by("code").first()
    back = partial(casting.revoke, candidate=candidate, by=r.cast.voters[0], at=r.at(62))
    second = yield voting(r), back
    assert second.error is None
    assert Ballot.objects.get().revoked_at == r.at(62)
