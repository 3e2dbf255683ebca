"""Who takes a covered part back, and until when."""

import pytest

from accounts.membership import grant
from accounts.models import Membership
from competition.errors import NotAllowed, WrongState
from demo.rehearsal import steps
from submissions.models import Entry, Redaction, Sealing
from submissions.sealing import redacting, sealing
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def usual(prepared) -> dict:
    """A part that is taken back: what is refused below is refused for one reason alone."""
    return {
        "entry": prepared.entry,
        "redaction": Redaction.objects.get(),
        "by": prepared.cast.secretary,
        "at": prepared.at(35),
    }


def test_the_secretariat_takes_it_back(usual):
    redacting.uncover(**usual)
    assert not Redaction.objects.exists()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_does(prepared, usual, who):
    stranger = known_as(prepared, who)
    with unchanged(), pytest.raises(NotAllowed):
        redacting.uncover(**usual | {"by": stranger})


def test_nor_does_the_entrant_who_works_in_the_secretariat(prepared, usual):
    owner = prepared.entry.owner
    grant(owner, Membership.Role.SECRETARIAT, edition_id=prepared.edition.pk)
    with unchanged(), pytest.raises(NotAllowed):
        redacting.uncover(**usual | {"by": owner})


def test_who_may_not_is_told_so_whether_there_is_a_copy_or_not(prepared, usual):
    Sealing.objects.all().delete()
    with unchanged(), pytest.raises(NotAllowed):
        redacting.uncover(**usual | {"by": prepared.entry.owner})


def test_not_before_a_copy_is_prepared(usual):
    Sealing.objects.all().delete()
    with unchanged(), pytest.raises(WrongState):
        redacting.uncover(**usual)


def test_not_on_a_copy_that_is_sealed(prepared, usual):
    copy = Sealing.objects.get()
    steps.look_through(copy, by=prepared.cast.secretary, at=prepared.at(35))
    sealing.seal(sealing=copy, by=prepared.cast.secretary, at=prepared.at(35))
    Entry.objects.filter(pk=prepared.entry.pk).update(status="accepted")  # the copy alone refuses
    with unchanged(), pytest.raises(WrongState):
        redacting.uncover(**usual)


def test_not_on_a_copy_that_is_voided(prepared, usual):
    Sealing.objects.update(voided_at=prepared.at(35))
    with unchanged(), pytest.raises(WrongState):
        redacting.uncover(**usual)
