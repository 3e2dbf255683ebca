"""Letters that are not sent: each rule alone."""

import pytest

from competition.errors import NotAllowed, Refused
from submissions.models import Entry, Letter
from submissions.screening import correspondence
from submissions.sharing import invitations
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TOO_LONG = "x" * (correspondence.MOST_CHARACTERS + 1)


class TestOfTheSecretariat:
    """`usual` is sent: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, submitted) -> dict:
        return {
            "entry": submitted.entries[1],
            "text": "x" * correspondence.MOST_CHARACTERS,
            "by": submitted.cast.secretary,
            "at": submitted.at(6),
        }

    def test_it_is_sent(self, usual):
        correspondence.write(**usual)
        assert Letter.objects.get().from_office

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_nobody_else_writes_for_it(self, submitted, usual, who):
        stranger = known_as(submitted, who)
        with unchanged(), pytest.raises(NotAllowed):
            correspondence.write(**usual | {"by": stranger})

    def test_the_entrant_does_not_either(self, usual):
        with unchanged(), pytest.raises(NotAllowed):
            correspondence.write(**usual | {"by": usual["entry"].owner})

    def test_not_about_a_draft(self, usual):
        Entry.objects.filter(pk=usual["entry"].pk).update(status=Entry.Status.DRAFT)
        with unchanged(), pytest.raises(Refused):
            correspondence.write(**usual)

    @pytest.mark.parametrize("text", ["", " \n ", TOO_LONG])
    def test_not_empty_and_not_too_long(self, usual, text):
        with unchanged(), pytest.raises(Refused):
            correspondence.write(**usual | {"text": text})


class TestOfTheEntrant:
    """`usual` is sent: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, submitted) -> dict:
        entry = submitted.entries[1]
        return {"entry": entry, "text": "Tôi hỏi", "by": entry.owner, "at": submitted.at(6)}

    def test_it_is_sent(self, usual):
        correspondence.answer(**usual)
        assert not Letter.objects.get().from_office

    @pytest.mark.parametrize("who", [*OUTSIDERS, "the edition's own secretary"])
    def test_nobody_else_writes_for_the_entrant(self, submitted, usual, who):
        own = who == "the edition's own secretary"
        stranger = submitted.cast.secretary if own else known_as(submitted, who)
        with unchanged(), pytest.raises(NotAllowed):
            correspondence.answer(**usual | {"by": stranger})

    def test_a_co_author_who_may_change_the_dossier_does_not_either(self, submitted, usual):
        friend = submitted.cast.entrants[2]
        invitation, _token = invitations.invite(
            entry=usual["entry"], email=friend.email, right="edit", by=usual["by"], at=usual["at"]
        )
        invitations.accept(invitation=invitation, by=friend, at=usual["at"])
        with unchanged(), pytest.raises(NotAllowed):
            correspondence.answer(**usual | {"by": friend})

    def test_not_about_a_draft(self, usual):
        Entry.objects.filter(pk=usual["entry"].pk).update(status=Entry.Status.DRAFT)
        with unchanged(), pytest.raises(NotAllowed):
            correspondence.answer(**usual)

    @pytest.mark.parametrize("text", ["", " \n ", TOO_LONG])
    def test_not_empty_and_not_too_long(self, usual, text):
        with unchanged(), pytest.raises(Refused):
            correspondence.answer(**usual | {"text": text})
