"""An acceptance is taken back by the secretariat, with a reason, until the dossier is sealed."""

import pytest
from django.urls import reverse

from competition import audit, clock
from competition.errors import NotAllowed, Refused, WrongState
from foundation.ledger import reading
from foundation.notifications.models import Message
from submissions.models import Entry, Screening, UndoneAcceptance
from submissions.screening import screening, timeline
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]
REASON = "Nhận nhầm hồ sơ, còn thiếu xác nhận"


@pytest.fixture
def accepted(sent_in):
    """One dossier is accepted; the other one is the decoy and stays accepted."""
    for entry in sent_in.entries:
        accept(sent_in, entry, 6)
    sent_in.entry = sent_in.entries[0]
    return sent_in


def accept(world, entry, day):
    points = world.edition.screening_points
    screening.accept(entry=entry, by=world.cast.secretary, at=world.at(day), checks=points)


def undo(world, **other):
    usual = {"entry": world.entry, "by": world.cast.secretary, "at": world.at(7), "reason": REASON}
    return screening.undo_acceptance(**(usual | other))


def status_of(entry) -> str:
    return Entry.objects.get(pk=entry.pk).status


def page_of(world, button="undo_acceptance") -> str:
    return reverse(button, args=[world.edition.slug, world.entry.public_id])


class TestTheVerb:
    def test_it_waits_for_a_decision_again(self, accepted):
        undo(accepted)
        assert status_of(accepted.entry) == "submitted"

    def test_the_other_one_stays_accepted(self, accepted):
        undo(accepted)
        assert status_of(accepted.entries[1]) == "accepted"

    def test_what_was_decided_is_kept(self, accepted):
        undone = undo(accepted)
        assert undone.checks == accepted.edition.screening_points
        assert undone.accepted_by == accepted.cast.secretary
        assert undone.accepted_at == accepted.at(6)

    def test_the_reason_stands_beside_the_line(self, accepted):
        undo(accepted)
        beside = list(reading.texts_beside(accepted.edition.chain, "entry.acceptance_undone"))
        assert [text for _line, text in beside] == [REASON]

    def test_the_entrant_is_told_why(self, accepted):
        Message.objects.all().delete()
        undo(accepted)
        told = Message.objects.get()
        assert told.recipient == accepted.entry.owner
        assert REASON in told.body

    def test_its_timeline_tells_both(self, accepted):
        undo(accepted)
        events = timeline.events_of(Entry.objects.get(pk=accepted.entry.pk))
        assert [event["detail"] for event in events[:2]] == [REASON, ""]

    def test_it_is_decided_anew(self, accepted):
        undo(accepted)
        accept(accepted, accepted.entry, 8)
        assert status_of(accepted.entry) == "accepted"

    def test_it_is_undone_twice(self, accepted):
        undo(accepted)
        accept(accepted, accepted.entry, 8)
        undo(accepted, at=accepted.at(9))
        assert UndoneAcceptance.objects.count() == 2

    def test_nothing_is_amiss_in_the_ledger(self, accepted):
        undo(accepted)
        accept(accepted, accepted.entry, 8)
        assert audit.faults(accepted.edition) == []

    def test_another_reason_written_by_hand_is_found(self, accepted):
        undo(accepted)
        UndoneAcceptance.objects.update(reason="Khác")
        assert any("acceptances taken back" in fault for fault in audit.faults(accepted.edition))

    def test_other_ticks_written_by_hand_are_found(self, accepted):
        undo(accepted)
        UndoneAcceptance.objects.update(checks=["Khác"])
        assert any("decision about the" in fault for fault in audit.faults(accepted.edition))


class TestRefused:
    @pytest.fixture
    def usual(self, accepted) -> dict:
        return {"entry": accepted.entry, "by": accepted.cast.secretary, "at": accepted.at(7)}

    def test_without_a_reason(self, usual):
        with unchanged(), pytest.raises(Refused):
            screening.undo_acceptance(**usual, reason="  ")

    def test_by_its_entrant(self, accepted, usual):
        entrant = {"by": accepted.entry.owner}
        with unchanged(), pytest.raises(NotAllowed):
            screening.undo_acceptance(**usual | entrant, reason=REASON)

    def test_what_is_not_accepted(self, accepted, usual):
        undo(accepted)
        with unchanged(), pytest.raises(WrongState, match="chưa được tiếp nhận"):
            screening.undo_acceptance(**usual, reason=REASON)

    def test_after_sealing(self, entered):
        sealed = Entry.objects.filter(status="sealed").first()
        usual = {"entry": sealed, "by": entered.cast.secretary, "at": entered.at(37)}
        with unchanged(), pytest.raises(WrongState, match="đã được niêm phong"):
            screening.undo_acceptance(**usual, reason=REASON)


class TestTheButton:
    @pytest.fixture
    def office(self, accepted, client):
        client.force_login(accepted.cast.secretary)
        return client

    def test_the_page_of_an_accepted_dossier_has_it(self, accepted, office):
        with clock.set_to(accepted.at(7)):
            html = office.get(page_of(accepted, "office_entry")).content.decode()
        assert page_of(accepted) in html

    def test_it_is_pressed(self, accepted, office):
        with clock.set_to(accepted.at(7)):
            office.post(page_of(accepted), {"reason": REASON})
        assert status_of(accepted.entry) == "submitted"

    def test_without_a_reason_it_is_said(self, accepted, office):
        with clock.set_to(accepted.at(7)):
            answer = office.post(page_of(accepted), {"reason": " "})
        assert answer.status_code == 422

    def test_afterwards_the_page_has_it_no_more(self, accepted, office):
        with clock.set_to(accepted.at(7)):
            office.post(page_of(accepted), {"reason": REASON})
            html = office.get(page_of(accepted, "office_entry")).content.decode()
        assert page_of(accepted) not in html

    def test_a_stranger_finds_nothing(self, accepted, client):
        client.force_login(accepted.entries[1].owner)
        with clock.set_to(accepted.at(7)):
            assert client.post(page_of(accepted), {"reason": REASON}).status_code == 404
        assert Screening.objects.count() == 2
