"""A sheet typed from paper that is not rejected: each rule alone."""

import io

import pytest
from openpyxl import load_workbook

from competition.errors import NotAllowed, WrongState
from foundation.notifications.models import Message
from judging.models import Assignment, BlindedEntry, KeyedSheet, Round, Scoresheet
from judging.scoring import keyed
from submissions.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.judging import ConflictFactory
from tests.factories.submissions import AuthorFactory, EnteredConflictFactory
from tests.judging.council import OUTSIDE_THE_LEAD, outsider, points
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def assignment(council) -> Assignment:
    """An entry that the member has not scored."""
    return keyed.open_assignments(council.panel).filter(judge__user=council.member).first()


@pytest.fixture
def usual(council, assignment) -> dict:
    """A sheet that is rejected: what is refused below is refused for one reason alone."""
    typed = keyed.key_in(
        assignment=assignment,
        points=points(council),
        comment="Rõ",
        source="phiếu giấy ngày 12/3",
        by=council.cast.secretary,
        at=council.at(41),
    )
    return {"keyed": typed, "by": council.panel_secretary}


def test_what_the_paper_does_not_say_goes(usual):
    keyed.reject(**usual)
    assert not KeyedSheet.objects.exists()


def test_the_secretariat_rejects_it_too(council, usual):
    keyed.reject(**usual | {"by": council.cast.secretary})
    assert not KeyedSheet.objects.exists()


@pytest.mark.parametrize("who", [who for who in OUTSIDE_THE_LEAD if who != "member"])
def test_only_the_panels_secretary_and_the_secretariat_reject(council, usual, who):
    stranger = outsider(council, who)
    with unchanged(), pytest.raises(NotAllowed):
        keyed.reject(**usual | {"by": stranger})


@pytest.mark.parametrize("seat", ["chair", "vice"])
def test_nor_do_those_who_lead_the_panel_without_being_its_secretary(council, usual, seat):
    """It is the member's sheet, so that nobody is refused because it is the own one."""
    with unchanged(), pytest.raises(NotAllowed):
        keyed.reject(**usual | {"by": getattr(council, seat)})


def test_nobody_rejects_the_own_sheet(council, assignment, usual):
    own = council.panel.judges.get(user=council.panel_secretary)
    Assignment.objects.filter(pk=assignment.pk).update(judge=own)
    with unchanged(), pytest.raises(NotAllowed):
        keyed.reject(**usual)


@pytest.mark.parametrize("state", ["preparing", "closed", "frozen"])
def test_not_while_the_round_is_not_open(council, usual, state):
    Round.objects.filter(pk=council.round.pk).update(state=state)
    with unchanged(), pytest.raises(WrongState):
        keyed.reject(**usual)


@pytest.mark.parametrize("state", ["proposed", "released"])
def test_not_when_the_sheet_is_no_longer_the_judges(assignment, usual, state):
    Assignment.objects.filter(pk=assignment.pk).update(state=state)
    with unchanged(), pytest.raises(WrongState):
        keyed.reject(**usual)


def test_not_when_the_entry_was_withdrawn(council, assignment, usual):
    entries = BlindedEntry.objects.filter(pk=assignment.blinded_entry_id)
    entries.update(withdrawn_at=council.at(41))
    with unchanged(), pytest.raises(WrongState):
        keyed.reject(**usual)


def test_not_when_the_judge_has_locked_the_sheet(council, assignment, usual):
    at = council.at(41)
    Scoresheet.objects.create(
        assignment=assignment, state="locked", total=30, saved_at=at, locked_at=at
    )
    with unchanged(), pytest.raises(WrongState):
        keyed.reject(**usual)


def test_not_what_was_checked_before(council, usual):
    KeyedSheet.objects.update(checked_by=council.panel_secretary, checked_at=council.at(41))
    with unchanged(), pytest.raises(WrongState):
        keyed.reject(**usual)


class TestWhoCompares:
    """Whoever types a sheet could have an ally named afterwards, who compares it."""

    def check(self, council, usual):
        return keyed.check(**usual | {"at": council.at(42)})

    def seat(self, council):
        return council.panel.judges.filter(user=council.panel_secretary)

    def test_the_panels_secretary_of_before(self, council, usual):
        self.seat(council).update(invited_at=council.at(40), undertaking_at=council.at(40))
        assert self.check(council, usual).state == Scoresheet.State.LOCKED

    def test_not_one_who_was_named_since(self, council, usual):
        self.seat(council).update(invited_at=council.at(41.5), undertaking_at=council.at(41.6))
        with unchanged(), pytest.raises(NotAllowed, match="từ trước"):
            self.check(council, usual)

    def test_not_an_administrator_without_a_role(self, council, usual):
        administrator = UserFactory(is_superuser=True)
        with unchanged(), pytest.raises(NotAllowed, match="quản trị viên"):
            self.check(council, usual | {"by": administrator})

    def test_what_an_administrator_has_typed_is_compared_by_the_secretariat(
        self, council, assignment
    ):
        typed = typing(council, assignment, UserFactory(is_superuser=True))
        assert self.check(council, {"keyed": typed, "by": council.cast.secretary})

    def test_not_one_who_has_signed_nothing(self, council, usual):
        self.seat(council).update(invited_at=council.at(40), undertaking_at=None)
        with unchanged(), pytest.raises(NotAllowed, match="từ trước"):
            self.check(council, usual)


def typing(council, assignment, by) -> KeyedSheet:
    usual = {"comment": "Rõ", "source": "phiếu giấy ngày 12/3", "at": council.at(41)}
    return keyed.key_in(assignment=assignment, points=points(council), by=by, **usual)


def behind(assignment) -> Entry:
    return Entry.objects.get(versions__sealing__judging_code=assignment.blinded_entry.code)


TIES = {
    "owner": lambda person, assignment: Entry.objects.filter(pk=behind(assignment).pk).update(
        owner=person
    ),
    "author": lambda person, assignment: AuthorFactory(
        entry=behind(assignment), email=person.email
    ),
    "kept away": lambda person, assignment: EnteredConflictFactory(
        entry=behind(assignment), person=person
    ),
}


@pytest.mark.parametrize("tie", TIES)
class TestWhoHasToDoWithTheEntry:
    def test_does_not_type_its_sheet(self, council, assignment, tie):
        person = council.cast.second
        TIES[tie](person, assignment)
        with unchanged(), pytest.raises(NotAllowed, match="liên quan"):
            typing(council, assignment, person)

    def test_does_not_compare_it(self, council, usual, assignment, tie):
        person = council.cast.second
        TIES[tie](person, assignment)
        with unchanged(), pytest.raises(NotAllowed, match="liên quan"):
            keyed.check(**usual | {"by": person, "at": council.at(42)})

    def test_does_not_reject_what_was_typed(self, council, usual, assignment, tie):
        person = council.cast.second
        TIES[tie](person, assignment)
        with unchanged(), pytest.raises(NotAllowed, match="liên quan"):
            keyed.reject(keyed=usual["keyed"], by=person)

    def test_does_not_type_a_table_that_holds_it(self, council, assignment, tie):
        person = council.cast.second
        content = filled_table(council)
        TIES[tie](person, assignment)
        with unchanged(), pytest.raises(NotAllowed, match="liên quan"):
            keyed.import_table(
                panel=council.panel, content=content, name="b.xlsx", by=person, at=council.at(41)
            )

    def test_types_another(self, council, assignment, tie):
        person = council.cast.second
        others = keyed.open_assignments(council.panel).exclude(
            blinded_entry=assignment.blinded_entry_id
        )
        TIES[tie](person, assignment)
        assert typing(council, others.first(), person).keyed_by == person


def filled_table(council) -> bytes:
    book = load_workbook(io.BytesIO(keyed.blank_table(council.panel)))
    for row in book.active.iter_rows(min_row=2, min_col=5):
        for cell in row[:-1]:
            cell.value = 7.5
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_judge_with_a_conflict_of_their_own_does_not_type_it(council, assignment):
    """The panel's secretary has said so, and nothing else relates the two."""
    seat = council.panel.judges.get(user=council.panel_secretary)
    ConflictFactory(judge=seat, blinded_entry=assignment.blinded_entry, reason="recognised")
    with unchanged(), pytest.raises(NotAllowed, match="liên quan"):
        typing(council, assignment, council.panel_secretary)


def test_the_judge_is_told_what_was_locked_in_their_name(council, usual, assignment):
    keyed.check(**usual | {"by": council.cast.second, "at": council.at(42)})
    message = Message.objects.get(recipient=council.member, key__startswith="typed:")
    assert assignment.blinded_entry.code in message.subject
    assert str(council.cast.secretary) in message.body
    assert str(council.cast.second) in message.body
