"""Whose seat it is, who was there, and who was kept from which work: whatever is changed behind the
verbs is found.
"""

import pytest

from accounts.models import User
from competition import audit, clock
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from judging import intake
from judging.assigning import conflicts
from judging.councils import meetings, undertakings
from judging.models import Assignment, Attendance, BlindedEntry, Conflict, Judge, Meeting
from submissions.models import Author, Clearance, EnteredConflict, Entry, KeptRelation, Sealing
from submissions.sealing import clearing, relations
from tests import guards
from tests.factories.accounts import UserFactory
from tests.factories.moments import NOON
from tests.security.tampering import told
from tests.stages import stage

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def seat_of(rehearsal, person):
    return Judge.objects.get(panel=rehearsal.panel, user=person)


def sheets_of(person):
    return Assignment.objects.filter(judge__user=person).order_by("pk")


@stage(day=41)
def kept_apart(convened):
    """One judge recognised a work and left it, one declared an author, two were kept away by the
    secretariat, of whom one was let in again; the council met without its last member.
    """
    edition, secretary = convened.edition, convened.cast.secretary
    member, writer = convened.member, convened.panel_secretary
    sheet = sheets_of(member).last()
    conflicts.recuse(assignment=sheet, reason="Nhận ra", by=member, at=convened.at(41))
    name = Author.objects.filter(entry__status="sealed").order_by("pk").first().full_name
    seat = seat_of(convened, writer)
    undertakings.sign(judge=seat, interests=name, by=writer, at=convened.at(41))
    one, other = Entry.objects.filter(edition=edition, status="sealed").order_by("-pk")[:2]
    word = {"person": convened.vice, "reason": "Cùng cơ quan", "by": secretary}
    clearing.enter(entry=one, at=convened.at(41), **word)
    clearing.enter(entry=other, at=convened.at(41), **word)
    clearing.clear(entry=other, at=convened.at(42), **word)
    drain()
    meeting = meetings.call(
        panel=convened.panel, held_at=convened.at(43), place="Sở KH&CN", by=secretary
    )
    present = list(meetings.members(convened.panel).exclude(user=writer))
    meetings.note_attendance(meeting=meeting, present=present, by=secretary)
    meetings.conclude(meeting=meeting, text="Nhất trí", by=convened.chair, at=convened.at(43))
    return convened


def test_what_nobody_touched_is_in_order(kept_apart):
    reasons = set(Conflict.objects.values_list("reason", flat=True))
    assert reasons >= {"recognised", "declared", "entered"}
    assert audit.faults(kept_apart.edition) == []


def without_a_conflict(reason):
    return lambda _rehearsal: Conflict.objects.filter(reason=reason).delete()


def with_a_conflict(reason):
    def add(rehearsal):
        seat = seat_of(rehearsal, rehearsal.chair)
        entry = BlindedEntry.objects.order_by("pk").first()
        Conflict.objects.create(judge=seat, blinded_entry=entry, reason=reason, found_at=NOON)

    return add


def of_another_entry(reason):
    def move(_rehearsal):
        row = Conflict.objects.get(reason=reason)
        others = BlindedEntry.objects.exclude(conflicts__judge=row.judge)
        Conflict.objects.filter(pk=row.pk).update(blinded_entry=others.first())

    return move


def let_in_by_hand(rehearsal):
    entry = EnteredConflict.objects.exclude(entry__in=Clearance.objects.values("entry")).get().entry
    Clearance.objects.create(
        entry=entry, person=rehearsal.vice, reason="x", by=rehearsal.cast.secretary, at=NOON
    )


def somebody_more_was_there(rehearsal):
    seat = seat_of(rehearsal, rehearsal.panel_secretary)
    Attendance.objects.create(meeting=Meeting.objects.get(), judge=seat)


def somebody_else_was_there(rehearsal):
    seat = seat_of(rehearsal, rehearsal.panel_secretary)
    Attendance.objects.filter(pk=Attendance.objects.first().pk).update(judge=seat)


def somebody_elses_seat(rehearsal):
    seat = seat_of(rehearsal, rehearsal.member)
    Judge.objects.filter(pk=seat.pk).update(user=UserFactory())


def two_exchanged_seats(rehearsal):
    one = seat_of(rehearsal, rehearsal.member)
    other = seat_of(rehearsal, rehearsal.panel_secretary)
    Judge.objects.filter(pk=one.pk).update(user=UserFactory())
    Judge.objects.filter(pk=other.pk).update(user=rehearsal.member)
    Judge.objects.filter(pk=one.pk).update(user=rehearsal.panel_secretary)


def both_gone(reason):
    """The conflict, and the relation that it was found by."""

    def remove(_rehearsal):
        Conflict.objects.filter(reason=reason).delete()
        KeptRelation.objects.filter(reason=reason).delete()

    return remove


def a_seat_from_before(rehearsal):
    """Its number lies below that of the first seat that the ledger names."""
    first = Judge.objects.order_by("pk").first()
    seat = Judge(panel=rehearsal.panel, user=UserFactory(), pk=first.pk - 1)
    Judge.objects.bulk_create([seat])


WAYS = {
    "a declared conflict and its relation": (both_gone("declared"), "(declared): is not kept"),
    "an entered conflict and its relation": (both_gone("entered"), "(entered): is not kept"),
    "a seat with a number from before": (a_seat_from_before, ": is not in the ledger"),
    "a declared conflict gone": (without_a_conflict("declared"), "(declared): is gone"),
    "an entered conflict gone": (without_a_conflict("entered"), "(entered): is gone"),
    "a recognised work": (without_a_conflict("recognised"), "(recognised): is gone"),
    "a conflict that nobody found": (with_a_conflict("same_unit"), "(same_unit): was not found"),
    "a conflict that nobody declared": (with_a_conflict("declared"), "(declared): was not found"),
    "a work that nobody recognised": (with_a_conflict("recognised"), "(recognised): was not found"),
    "another work that was recognised": (of_another_entry("recognised"), "(recognised): is gone"),
    "another work that was entered": (of_another_entry("entered"), "(entered): is gone"),
    "a relation that was kept": (
        lambda _rehearsal: KeptRelation.objects.filter(reason="declared").delete(),
        "(declared): is not kept",
    ),
    "the secretariat's word": (
        lambda _rehearsal: EnteredConflict.objects.all().delete(),
        "conflict that was entered of dossier",
    ),
    "who gave the secretariat's word": (
        lambda _rehearsal: EnteredConflict.objects.update(by=UserFactory()),
        "conflict that was entered of dossier",
    ),
    "somebody let in by hand": (let_in_by_hand, "clearance of dossier"),
    "somebody not let in any more": (
        lambda _rehearsal: Clearance.objects.all().delete(),
        "clearance of dossier",
    ),
    "somebody more was there": (somebody_more_was_there, "others were there than"),
    "somebody less was there": (
        lambda _rehearsal: Attendance.objects.first().delete(),
        "others were there than",
    ),
    "somebody else was there": (somebody_else_was_there, "others were there than"),
    "somebody else's seat": (somebody_elses_seat, "is not that of the person who worked on it"),
    "two exchanged seats": (two_exchanged_seats, "is not that of the person who worked on it"),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_changed_is_found(kept_apart, way):
    do, words = WAYS[way]
    with guards.lifted():
        do(kept_apart)
    assert words in told(kept_apart.edition)


class TestWhatWasDeclaredBeforeThePlan:
    @pytest.fixture
    def planned(self, entered):
        """A judge named an author before the plan was confirmed."""
        cast = entered.cast
        with clock.set_to(entered.at(40.5)):
            entered.round = steps.panels(entered.edition, cast, sizes=4)
            seat = Judge.objects.filter(panel__round=entered.round).order_by("pk").last()
            author = Author.objects.filter(entry__status="sealed").order_by("pk").first()
            declared = {"interests": author.full_name, "by": seat.user, "at": entered.at(40.5)}
            undertakings.sign(judge=seat, **declared)
            drain()
            steps.assign_and_open(entered.round, cast, entered.at(40.5))
        entered.seat = seat
        return entered

    def test_fits(self, planned):
        assert Conflict.objects.filter(judge=planned.seat, reason="declared").exists()
        assert audit.faults(planned.edition) == []

    def test_is_told_of_when_relation_conflict_and_profile_go_together(self, planned):
        with guards.lifted():
            Conflict.objects.filter(judge=planned.seat, reason="declared").delete()
            KeptRelation.objects.filter(reason="declared").delete()
            User.objects.filter(pk=planned.seat.user_id).update(interests="")
            found = told(planned.edition)
        assert "(declared): is gone" in found

    def test_counts_when_the_profile_says_it_no_more(self, planned):
        person = planned.seat.user
        kept = KeptRelation.objects.filter(person=person, reason="declared").first()
        code = Sealing.objects.get(version__entry=kept.entry_id, voided_at=None).judging_code
        User.objects.filter(pk=person.pk).update(interests="")
        assert relations.related_codes(User.objects.get(pk=person.pk), [code]) == {code}

    def test_is_forgiven_when_the_secretariat_cleared_it(self, planned):
        person = planned.seat.user
        for kept in KeptRelation.objects.filter(person=person, reason="declared"):
            word = {"reason": "Trùng tên", "by": planned.cast.secretary, "at": planned.at(41)}
            clearing.clear(entry=kept.entry, person=person, **word)
        drain()
        assert not Conflict.objects.filter(judge=planned.seat, reason="declared").exists()
        assert audit.faults(planned.edition) == []


class TestWhatWasFoundAfterThePlan:
    """The fixture's words are all said on day 41, after the plan was confirmed."""

    def test_has_a_line_that_names_nobody(self, kept_apart):
        found = Event.objects.filter(chain__name=kept_apart.edition.chain, verb="conflicts.found")
        assert found.exists()
        assert all(set(line.payload) == {"kept"} for line in found)

    @pytest.mark.parametrize("reason", ["declared", "entered"])
    def test_is_told_of_when_everything_about_it_goes(self, kept_apart, reason):
        with guards.lifted():
            Conflict.objects.filter(reason=reason).delete()
            KeptRelation.objects.filter(reason=reason).delete()
            EnteredConflict.objects.all().delete()
            User.objects.filter(pk=kept_apart.panel_secretary.pk).update(interests="")
            found = told(kept_apart.edition)
        assert f"({reason}): is gone" in found

    def test_has_none_where_it_was_known_by_then(self, kept_apart):
        intake.refresh_conflicts(kept_apart.edition)
        found = Event.objects.filter(chain__name=kept_apart.edition.chain, verb="conflicts.found")
        before = found.count()
        intake.refresh_conflicts(kept_apart.edition)
        assert found.count() == before
