"""Invitations that cannot be declined or taken back: each rule alone."""

import pytest

from competition.errors import NotAllowed, Refused
from submissions.models import Entry, Invitation
from submissions.sharing import invitations
from submissions.writing import drafting
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def invited(begun):
    """A draft of the second entrant; the third is asked to confirm and to help writing."""
    owner, friend = begun.cast.entrants[1:3]
    with begun.step("x", 3) as at:
        begun.entry = drafting.start_draft(edition=begun.edition, by=owner, at=at)
        begun.invitation, _token = invitations.invite(
            entry=begun.entry, email=friend.email, right="edit", by=owner, at=at
        )
    begun.owner, begun.friend = owner, friend
    return begun


class TestDeclining:
    """`usual` is declined: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, invited) -> dict:
        return {"invitation": invited.invitation, "by": invited.friend, "at": invited.at(4)}

    def test_an_open_invitation_is_declined(self, invited, usual):
        invitations.decline(**usual)
        assert Invitation.objects.get().declined_at == invited.at(4)

    def test_not_after_it_was_confirmed(self, usual):
        invitations.accept(**usual)
        with unchanged(), pytest.raises(Refused):
            invitations.decline(**usual)

    def test_not_twice(self, usual):
        invitations.decline(**usual)
        with unchanged(), pytest.raises(Refused):
            invitations.decline(**usual)

    def test_not_after_it_was_taken_back(self, invited, usual):
        invitations.revoke(**usual | {"by": invited.owner})
        with unchanged(), pytest.raises(Refused):
            invitations.decline(**usual)


class TestTakingBack:
    """`usual` is taken back: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, invited) -> dict:
        return {"invitation": invited.invitation, "by": invited.owner, "at": invited.at(4)}

    def test_the_owner_takes_it_back(self, invited, usual):
        invitations.revoke(**usual)
        assert Invitation.objects.get().revoked_at == invited.at(4)

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_nobody_else_does(self, invited, usual, who):
        stranger = known_as(invited, who)
        with unchanged(), pytest.raises(NotAllowed):
            invitations.revoke(**usual | {"by": stranger})

    def test_nor_does_the_co_author_who_may_write(self, invited, usual):
        invitations.accept(**usual | {"by": invited.friend})
        with unchanged(), pytest.raises(NotAllowed):
            invitations.revoke(**usual | {"by": invited.friend})

    @pytest.mark.parametrize("status", ["withdrawn", "refused"])
    def test_nor_the_owner_of_an_entry_that_is_out_of_the_contest(self, invited, usual, status):
        Entry.objects.filter(pk=invited.entry.pk).update(status=status)
        with unchanged(), pytest.raises(NotAllowed):
            invitations.revoke(**usual)
