"""Who lets a related person judge, and not without a reason."""

import pytest

from accounts.membership import grant
from accounts.models import Membership
from competition.errors import NotAllowed, Refused
from foundation.jobs.models import OutboxEvent
from foundation.ledger import chain
from foundation.ledger.models import Event
from submissions.models import Clearance, EnteredConflict
from submissions.sealing import clearing
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def usual(prepared) -> dict:
    """A clearance that is given: what is refused below is refused for one reason alone."""
    return {
        "entry": prepared.entry,
        "person": prepared.cast.judges[1],
        "reason": "Bài báo chung hơn mười năm trước",
        "by": prepared.cast.secretary,
        "at": prepared.at(35),
    }


def test_the_secretariat_clears(usual):
    assert clearing.clear(**usual) == Clearance.objects.get()


def columns(row) -> dict:
    """Of a clearance or a conflict, by the name of the verb's argument."""
    return {name: getattr(row, name) for name in ("entry", "person", "reason", "by", "at")}


def test_a_clearance_keeps_who_whom_and_why(usual):
    clearing.clear(**usual | {"reason": f"  {usual['reason']}\n"})
    assert columns(Clearance.objects.get()) == usual


def test_the_first_clearance_of_a_pair_stands(prepared, usual):
    clearing.clear(**usual)
    clearing.clear(**usual | {"reason": "Lý do khác", "by": prepared.cast.second})
    assert columns(Clearance.objects.get()) == usual


@pytest.mark.parametrize("verb", [clearing.clear, clearing.enter])
def test_judging_hears_of_the_edition_alone(prepared, usual, verb):
    told_before = set(OutboxEvent.objects.values_list("pk", flat=True))
    verb(**usual)
    told = OutboxEvent.objects.exclude(pk__in=told_before).get()
    assert told.name == "clearance.changed"
    assert told.payload == {"edition": prepared.edition.pk}


@pytest.mark.parametrize(
    ("verb", "event"),
    [(clearing.clear, "conflict.cleared"), (clearing.enter, "conflict.entered")],
)
def test_beside_its_line_stand_the_receipt_and_the_number_of_the_person(
    prepared, usual, verb, event
):
    verb(**usual)
    line = Event.objects.filter(chain__name=prepared.edition.chain).last()
    assert line.verb == event
    assert set(line.payload) == {"kept"}
    assert chain.told(line) == {
        "receipt": usual["entry"].receipt_number,
        "person": usual["person"].pk,
    }
    assert (line.actor, line.at) == (usual["by"], usual["at"])


class TestEntering:
    """`usual` is entered: what is refused below is refused for one reason alone."""

    def test_a_conflict_keeps_who_whom_and_why(self, usual):
        made = clearing.enter(**usual | {"reason": f"  {usual['reason']}\n"})
        assert columns(made) == usual
        assert made == EnteredConflict.objects.get()

    def test_the_last_word_on_a_pair_stands(self, prepared, usual):
        clearing.enter(**usual)
        later = usual | {
            "reason": "Là thông gia",
            "by": prepared.cast.second,
            "at": prepared.at(36),
        }
        clearing.enter(**later)
        assert columns(EnteredConflict.objects.get()) == later

    def test_a_reason_is_kept_as_long_as_its_column_is(self, usual):
        made = clearing.enter(**usual | {"reason": "x" * 300})
        assert made.reason == "x" * 300

    def test_a_longer_one_is_not_cut(self, usual):
        with unchanged(), pytest.raises(Refused, match="hiện có 301"):
            clearing.enter(**usual | {"reason": "x" * 301})

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_nobody_but_the_secretariat_enters_one(self, prepared, usual, who):
        stranger = known_as(prepared, who)
        with unchanged(), pytest.raises(NotAllowed):
            clearing.enter(**usual | {"by": stranger})

    def test_not_without_a_reason(self, usual):
        with unchanged(), pytest.raises(Refused):
            clearing.enter(**usual | {"reason": " \n"})


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_does(prepared, usual, who):
    stranger = known_as(prepared, who)
    with unchanged(), pytest.raises(NotAllowed):
        clearing.clear(**usual | {"by": stranger})


def test_nor_does_the_entrant_who_works_in_the_secretariat(prepared, usual):
    owner = prepared.entry.owner
    grant(owner, Membership.Role.SECRETARIAT, edition_id=prepared.edition.pk)
    with unchanged(), pytest.raises(NotAllowed):
        clearing.clear(**usual | {"by": owner})


def test_not_without_a_reason(usual):
    with unchanged(), pytest.raises(Refused):
        clearing.clear(**usual | {"reason": " \n"})
