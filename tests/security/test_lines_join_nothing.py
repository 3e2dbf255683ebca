"""An outsider has the export of an edition's ledger and reads the payloads of its lines: nobody
learns from them whose dossier left, was kept out of the vote, or has to do with whom.
"""

from collections.abc import Iterable
from itertools import chain as in_a_row
from itertools import combinations

import pytest
from django.db import DatabaseError, transaction

from accounts.models import User
from competition import audit, roles
from demo.rehearsal.whole import Rehearsal
from foundation.ledger import chain
from foundation.ledger.models import Event, KeptText
from judging.audit import of_councils
from judging.councils import meetings, visits
from submissions.audit import of_statuses, of_words_on_conflicts
from submissions.models import EnteredConflict, Entry
from submissions.screening import consents
from submissions.sealing import clearing, sealing
from submissions.writing import drafting, intake
from tests import guards
from tests.factories.accounts import UserFactory
from tests.factories.competition import JointRequestFactory, PublicationFactory
from tests.factories.judging import VisitFactory
from tests.ledger_lines import joins
from tests.ledger_lines.judging import called, sheets_of
from tests.ledger_lines.rows import canonical, sha

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def published(r: Rehearsal, *verbs: str) -> list[dict]:
    """What the export holds of these lines."""
    return [line.payload for line in chain.lines(r.edition.chain, *verbs)]


def work(r: Rehearsal) -> Entry:
    return Entry.objects.get(pk=r.works[1].entry.pk)


def is_named(entry: Entry, *said: dict) -> bool:
    text = canonical(list(said))
    return f'"{entry.receipt_number}"' in text or sha(entry.receipt_number) in text


class TestWhoHasToDoWithIt:
    """A judge's friend, and whose dossier it is."""

    @pytest.fixture(params=[clearing.enter, clearing.clear], ids=["kept away", "cleared"])
    def said(self, entered, request) -> tuple[Entry, User, list[dict]]:
        entry, person = work(entered), entered.cast.committee[0]
        usual = {"reason": "Cùng cơ quan", "by": entered.cast.secretary, "at": entered.at(41)}
        request.param(entry=entry, person=person, **usual)
        lines = published(entered, "conflict.entered", "conflict.cleared")
        return entry, person, lines

    def test_one_line_was_written(self, said):
        assert len(said[2]) == 1

    def test_the_dossier_is_not_read(self, said):
        entry, _person, lines = said
        assert not is_named(entry, *lines)

    def test_the_person_is_not_read(self, said):
        assert "person" not in said[2][0]

    def test_trying_out_all_dossiers_and_people_finds_nothing(self, said):
        receipts = Entry.objects.values_list("receipt_number", flat=True)
        held = said[2][0]["kept"]
        for receipt in receipts:
            for person in User.objects.values_list("pk", flat=True):
                facts = {"receipt": receipt, "person": person}
                assert held not in {sha(facts), sha(["", facts])}

    def test_beside_it_stand_both(self, said):
        entry, person, _lines = said
        beside = KeptText.objects.get(event__verb__startswith="conflict.")
        assert beside.facts == {"receipt": entry.receipt_number, "person": person.pk}


def kept_out(r, entry):
    consents.keep_from_vote(entry=entry, by=entry.owner, at=r.at(41))


def withdrawn(r, entry):
    intake.withdraw(entry=entry, reason="Chờ cấp bằng", by=entry.owner, at=r.at(36))


def opened_again(r, entry):
    sealing.unseal_for_changes(entry=entry, reason="Sai", by=r.cast.secretary, at=r.at(36))


def held_for_later(r, entry):
    consents.hold_back(entry=entry, until=r.at(200).date(), by=entry.owner, at=r.at(41))


def consent_ended(r, entry):
    consents.withdraw(entry=entry, kind="names", by=entry.owner, at=r.at(41))


LATER = {
    "vote.refused": kept_out,
    "entry.withdrawn": withdrawn,
    "entry.unsealed": opened_again,
    "embargo.set": held_for_later,
    "consent.withdrawn": consent_ended,
}


@pytest.mark.parametrize("verb", LATER)
class TestAfterItWasSealed:
    """What is missing in the standing, or has no votes, is the code of the one that left."""

    def test_the_dossier_is_not_read(self, entered, verb):
        LATER[verb](entered, work(entered))
        lines = published(entered, verb)
        assert len(lines) == 1
        assert not is_named(work(entered), *lines)

    def test_the_house_knows_which_it_is(self, entered, verb):
        LATER[verb](entered, work(entered))
        line = chain.lines(entered.edition.chain, verb).get()
        assert chain.told(line)["receipt"] == work(entered).receipt_number


def test_sent_again_after_its_copy_was_voided_is_not_read(entered):
    """It would say whose copy was voided."""
    entry = work(entered)
    opened_again(entered, entry)
    at = entered.at(41)
    entry.refresh_from_db()
    entry = drafting.save_draft(
        entry=entry, by=entry.owner, revision=entry.revision, changes={"title": "Tên mới"}
    )
    intake.submit(entry=entry, by=entry.owner, at=at)
    again = chain.lines(entered.edition.chain, "entry.submitted").last()
    assert again.at == at
    assert not is_named(entry, again.payload)
    assert chain.told(again)["receipt"] == entry.receipt_number
    assert list(joins.faults(again, entered.edition)) == []


class TestTheGuard:
    """Each line of a whole contest is asked (`tests/ledger_lines`); planted ones are caught."""

    def faults(self, r: Rehearsal, verb: str, payload: dict) -> list[str]:
        line = chain.append(r.edition.chain, verb, payload, at=r.at(41))
        return list(joins.faults(line, r.edition))

    def test_a_receipt_after_sealing(self, entered):
        receipt = work(entered).receipt_number
        assert len(self.faults(entered, "entry.withdrawn", {"receipt": receipt})) == 2

    def test_a_receipt_whose_digest_has_no_nonce(self, entered):
        receipt = sha(work(entered).receipt_number)
        assert self.faults(entered, "vote.refused", {"whose": receipt})

    def test_a_receipt_and_a_code(self, entered):
        code = sealing.live_sealing(work(entered)).judging_code
        both = {"receipt": work(entered).receipt_number, "code": code}
        found = self.faults(entered, "entry.paper_received", both)
        assert [fault for fault in found if "joins" in fault]

    def test_a_receipt_of_a_dossier_that_is_sent_again(self, entered):
        receipt = work(entered).receipt_number
        found = self.faults(entered, "entry.submitted", {"receipt": receipt})
        assert found == [f"entry.submitted names ['{receipt}'], which was sealed before"]

    def test_codes_alone_may_stand(self, entered):
        code = sealing.live_sealing(work(entered)).judging_code
        assert self.faults(entered, "comparison.opened", {"codes": [code]}) == []

    def test_every_line_of_a_whole_contest_passes(self, awarded):
        found = []
        for line in Event.objects.filter(chain__name=awarded.edition.chain):
            found += joins.faults(line, awarded.edition)
        assert found == []


def tried_out(payload: dict, guesses: Iterable[object]) -> list[object]:
    """The guesses whose digest stands in the line."""
    return [guess for guess in guesses if sha(guess) in canonical(payload)]


class TestFewPossibleValues:
    """What has few possible values stands in no line as its digest alone."""

    def test_who_was_at_a_meeting(self, convened):
        meeting = called(convened)
        meetings.conclude(meeting=meeting, text="Nhất trí", by=convened.chair, at=convened.at(43))
        seats = [seat.pk for seat in meetings.members(convened.panel)]
        some = in_a_row(*[combinations(sorted(seats), count) for count in range(len(seats) + 1)])
        guesses = [list(here) for here in some]
        line = chain.lines(convened.edition.chain, "council.concluded").get()
        assert tried_out(line.payload, [*guesses, "Nhất trí"]) == []
        assert chain.told(line)["present"] in {sha(guess) for guess in guesses}

    def test_what_was_found_on_a_visit(self, convened):
        sheet = sheets_of(convened, convened.member).last()
        visit = VisitFactory(blinded_entry=sheet.blinded_entry)
        visit.team.set([sheet.judge])
        usual = {"photos": [], "by": convened.member, "at": convened.at(43)}
        visits.record(visit=visit, text="Đạt", **usual)
        line = chain.lines(convened.edition.chain, "visit.recorded").get()
        assert tried_out(line.payload, ["Đạt"]) == []
        assert chain.told(line)["digest"] == sha("Đạt")

    def test_who_is_to_get_which_role(self, sent_in):
        PublicationFactory(edition=sent_in.edition)
        person = UserFactory()
        usual = {"reason": "1/QĐ", "by": sent_in.cast.secretary, "at": sent_in.at(6)}
        roles.give(edition=sent_in.edition, user=person, role="committee", **usual)
        line = chain.lines(sent_in.edition.chain, "joint.asked").last()
        guess = {"user": person.pk, "role": "committee", "give": True}
        assert tried_out(line.payload, [guess]) == []
        assert chain.told(line)["content"] == sha(guess)


class TestWhatStandsBeside:
    def conflict(self, r: Rehearsal) -> None:
        usual = {"reason": "Cùng cơ quan", "by": r.cast.secretary, "at": r.at(41)}
        clearing.enter(entry=work(r), person=r.cast.committee[0], **usual)

    def test_it_fits(self, entered):
        self.conflict(entered)
        assert audit.faults(entered.edition) == []

    def test_another_one_is_found(self, entered):
        self.conflict(entered)
        with guards.lifted():
            KeptText.objects.filter(event__verb="conflict.entered").update(facts={"receipt": "x"})
        assert "text beside line" in "\n".join(audit.faults(entered.edition))

    def test_another_one_does_not_count(self, entered):
        self.conflict(entered)
        with guards.lifted():
            KeptText.objects.filter(event__verb="conflict.entered").update(facts={"receipt": "x"})
        line = chain.lines(entered.edition.chain, "conflict.entered").get()
        assert "receipt" not in chain.told(line)

    def test_one_that_is_gone_is_found(self, entered):
        self.conflict(entered)
        with guards.lifted():
            KeptText.objects.filter(event__verb="conflict.entered")._raw_delete("default")
        assert "is gone" in "\n".join(audit.of_texts(entered.edition))

    def test_the_database_refuses_another_one(self, entered):
        self.conflict(entered)
        with pytest.raises(DatabaseError, match=guards.REFUSED), transaction.atomic():
            KeptText.objects.update(facts={})


class TestLinesOfBefore:
    """They held receipts, people and digests themselves, and are compared as they were."""

    def test_a_conflict_that_was_entered(self, entered):
        entry, person = work(entered), entered.cast.committee[0]
        line = {"receipt": entry.receipt_number, "person": person.pk}
        by, at = entered.cast.secretary, entered.at(41)
        EnteredConflict.objects.create(entry=entry, person=person, reason="x", by=by, at=at)
        assert len(list(of_words_on_conflicts(entered.edition))) == 1
        chain.append(entered.edition.chain, "conflict.entered", line, at=at, by=by)
        assert list(of_words_on_conflicts(entered.edition)) == []
        assert chain.verify(entered.edition.chain) is None

    def test_a_dossier_that_was_withdrawn(self, entered):
        entry = work(entered)
        Entry.objects.filter(pk=entry.pk).update(status=Entry.Status.WITHDRAWN)
        assert len(list(of_statuses(entered.edition))) == 1
        line = {"receipt": entry.receipt_number}
        chain.append(entered.edition.chain, "entry.withdrawn", line, at=entered.at(41))
        assert list(of_statuses(entered.edition)) == []

    def test_a_request_that_waits(self, sent_in):
        usual = {"asked_by": sent_in.cast.secretary, "asked_at": sent_in.at(6)}
        joint = JointRequestFactory(edition=sent_in.edition, **usual)
        line = {"kind": joint.kind, "request": joint.pk, "content": sha(joint.content)}
        at, by = joint.asked_at, joint.asked_by
        chain.append(sent_in.edition.chain, "joint.asked", line, at=at, by=by)
        assert list(audit.of_joint_requests(sent_in.edition)) == []

    def test_a_meeting(self, convened):
        meeting = called(convened)
        meeting.conclusion = "Nhất trí"
        meeting.closed_at = convened.at(43)
        meeting.save()
        line = {"meeting": meeting.pk, "digest": sha("Nhất trí"), "present": sha([0])}
        chain.append(convened.edition.chain, "council.concluded", line, at=convened.at(43))
        found = list(of_councils(convened.edition))
        assert found == [f"meeting {meeting.pk}: others were there than it was concluded with"]
