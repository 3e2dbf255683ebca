"""A judge's own list tells nothing about names: what somebody types about himself, declares late or
takes out of a profile changes at once nothing that a judge sees. Who stands behind a work judges it
never.
"""

import pytest
from django.db import DatabaseError, transaction

from accounts import profile
from accounts.models import Unit
from competition import clock
from competition.errors import Refused
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.jobs.outbox import emit
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from judging import permissions
from judging.councils import meetings, panels, undertakings
from judging.models import Assignment, Conflict, Judge
from submissions.models import Author, Sealing
from submissions.sealing import clearing
from submissions.sharing import invitations
from tests.factories.submissions import InvitationFactory
from tests.stages import stage

pytestmark = [pytest.mark.django_db]


@stage(day=41)
def asked(convened):
    """A judge, a work on the judge's list, and its author, whose name is like no other."""
    task = (
        Assignment.objects.countable()
        .filter(judge__user=convened.member)
        .select_related("judge__panel__round", "blinded_entry")
        .order_by("pk")
        .first()
    )
    convened.task = task
    convened.work = Sealing.objects.get(judging_code=task.blinded_entry.code).version.entry
    convened.author = Author.objects.filter(entry=convened.work).order_by("pk").first()
    convened.author.full_name = "Ma Doãn Zuy"
    convened.author.save()
    return convened


def list_of(rehearsal) -> set[int]:
    """The sheets on the judge's desk."""
    drain()
    mine = Assignment.objects.assigned_to(rehearsal.member)
    return set(mine.values_list("pk", flat=True))


def declare(rehearsal, interests: str) -> None:
    seat = Judge.objects.get(pk=rehearsal.task.judge_id)
    undertakings.sign(judge=seat, by=rehearsal.member, at=rehearsal.at(41), interests=interests)


def rename(person, name: str, *, rehearsal) -> None:
    """The name on the own profile, and an event after which relations are looked for."""
    profile.change_details(full_name=name, unit=person.unit, language="vi", by=person)
    seat = Judge.objects.get(pk=rehearsal.task.judge_id)
    panels.set_rights(
        judge=seat,
        rights={"may_sign": True},
        by=rehearsal.cast.secretary,
        reason="1/QĐ",
        at=clock.now(),
    )
    look_again(rehearsal)


def look_again(rehearsal) -> None:
    emit("judges.changed", edition=rehearsal.edition.pk)
    drain()


class TestALateWord:
    def test_a_declared_author_stays_on_the_list(self, asked):
        before = list_of(asked)
        declare(asked, asked.author.full_name)
        assert list_of(asked) == before

    def test_so_does_a_declared_unit(self, asked):
        before = list_of(asked)
        declare(asked, asked.work.unit.name)
        assert list_of(asked) == before

    def test_the_secretariat_is_told_the_words(self, asked):
        declare(asked, asked.author.full_name)
        told = Message.objects.filter(recipient=asked.cast.secretary, key__startswith="declared")
        assert [asked.author.full_name in message.body for message in told] == [True]

    def test_and_of_the_pair(self, asked):
        declare(asked, asked.author.full_name)
        drain()
        told = Message.objects.filter(recipient=asked.cast.second, key__startswith="related")
        assert [asked.work.receipt_number in message.subject for message in told] == [True]

    def test_no_message_holds_the_code(self, asked):
        declare(asked, asked.author.full_name)
        drain()
        everything = " ".join(f"{m.subject} {m.body} {m.link}" for m in Message.objects.all())
        assert asked.task.blinded_entry.code not in everything

    def test_the_ledger_has_a_line(self, asked):
        declare(asked, asked.author.full_name)
        line = Event.objects.filter(chain__name=asked.edition.chain).last()
        assert (line.verb, line.payload) == ("judge.declared_late", {"seat": asked.task.judge_id})

    def test_the_same_words_again_tell_nobody(self, asked):
        declare(asked, "Công ty A")
        declare(asked, "Công ty A")
        told = Message.objects.filter(recipient=asked.cast.secretary, key__startswith="declared")
        assert told.count() == 1

    def test_the_secretariat_keeps_the_judge_away(self, asked):
        declare(asked, asked.author.full_name)
        drain()
        clearing.enter(
            entry=asked.work,
            person=asked.member,
            reason="Anh em họ",
            by=asked.cast.secretary,
            at=asked.at(41),
        )
        assert asked.task.pk not in list_of(asked)

    def test_or_clears_the_pair(self, asked):
        declare(asked, asked.author.full_name)
        drain()
        clearing.clear(
            entry=asked.work,
            person=asked.member,
            reason="Chỉ trùng tên",
            by=asked.cast.secretary,
            at=asked.at(41),
        )
        drain()
        assert not Conflict.objects.filter(judge=asked.task.judge).exists()

    def test_nothing_is_given_against_it_any_more(self, asked):
        declare(asked, asked.author.full_name)
        drain()
        sheet = Assignment.objects.filter(pk=asked.task.pk)
        sheet.update(state="released")
        with pytest.raises(DatabaseError, match="conflict"), transaction.atomic():
            sheet.update(state="confirmed")


class TestAChangedProfile:
    def test_a_judge_under_an_authors_name_keeps_the_sheet(self, asked):
        before = list_of(asked)
        rename(asked.member, asked.author.full_name, rehearsal=asked)
        assert list_of(asked) == before

    def test_and_still_reads_it_in_the_council(self, asked):
        rename(asked.member, asked.author.full_name, rehearsal=asked)
        assert permissions.has_conflict(asked.task.judge, asked.task.blinded_entry) is False

    def test_nor_does_it_leave_the_agenda(self, asked):
        meeting = meetings.call(
            panel=asked.panel,
            held_at=asked.at(42),
            place="Phòng 1",
            by=asked.chair,
            entries=[asked.task.blinded_entry],
        )
        rename(asked.member, asked.author.full_name, rehearsal=asked)
        seat = Judge.objects.get(pk=asked.task.judge_id)
        assert meetings.agenda_for(seat, meeting).count() == 1

    def test_an_entrant_does_not_shake_a_judge_off_by_a_name(self, asked):
        before = list_of(asked)
        rename(asked.work.owner, asked.member.full_name, rehearsal=asked)
        assert list_of(asked) == before

    def test_an_entrant_does_not_shake_a_judge_off_by_a_phone(self, asked):
        before = list_of(asked)
        asked.member.phone = "0912000111"
        asked.member.save()
        Author.objects.filter(pk=asked.author.pk).update(phone="0912 000 111")
        look_again(asked)
        assert list_of(asked) == before

    def test_the_secretariat_is_told_once(self, asked):
        rename(asked.member, asked.author.full_name, rehearsal=asked)
        look_again(asked)
        told = Message.objects.filter(recipient=asked.cast.secretary, key__startswith="related")
        assert told.count() == 1


@pytest.fixture
def signed_seats(entered):
    """A panel whose judges have signed; nothing is assigned."""
    with clock.set_to(entered.at(40.5)):
        entered.round = steps.panels(entered.edition, entered.cast, sizes=4)
        entered.work = Sealing.objects.order_by("pk").first().version.entry
        entered.author = Author.objects.filter(entry=entered.work).first()
        entered.seat = Judge.objects.filter(panel__round=entered.round).first()
        yield entered


def found(rehearsal) -> set[str]:
    """The reasons that keep the judge from the work."""
    drain()
    code = Sealing.objects.get(version__entry=rehearsal.work, voided_at=None).judging_code
    conflicts = Conflict.objects.in_force().filter(judge=rehearsal.seat, blinded_entry__code=code)
    return set(conflicts.values_list("reason", flat=True))


class TestBeforeTheAssignment:
    def say(self, signed_seats, interests: str) -> None:
        undertakings.sign(
            judge=signed_seats.seat, by=signed_seats.seat.user, at=clock.now(), interests=interests
        )

    def test_a_declaration_holds_at_once(self, signed_seats):
        self.say(signed_seats, signed_seats.author.full_name)
        assert "declared" in found(signed_seats)

    def test_taking_it_out_again_removes_nothing(self, signed_seats):
        self.say(signed_seats, signed_seats.author.full_name)
        drain()
        self.say(signed_seats, "")
        assert "declared" in found(signed_seats)

    def test_nor_does_an_emptied_profile(self, signed_seats):
        judge = signed_seats.seat.user
        signed_seats.work.unit = Unit.objects.filter(depth__gt=1).first()
        signed_seats.work.save()
        profile.change_details(
            full_name=judge.full_name, unit=signed_seats.work.unit, language="vi", by=judge
        )
        look_again(signed_seats)
        assert "same_unit" in found(signed_seats)
        profile.change_details(full_name=judge.full_name, unit=None, language="vi", by=judge)
        look_again(signed_seats)
        assert "same_unit" in found(signed_seats)

    def test_a_clearance_does(self, signed_seats):
        self.say(signed_seats, signed_seats.author.full_name)
        drain()
        self.say(signed_seats, "")
        clearing.clear(
            entry=signed_seats.work,
            person=signed_seats.seat.user,
            reason="Trùng tên",
            by=signed_seats.cast.secretary,
            at=clock.now(),
        )
        assert found(signed_seats) == set()


class TestWhoStandsBehindAWork:
    def test_a_coauthor_by_account_judges_it_never(self, signed_seats):
        InvitationFactory(
            entry=signed_seats.work,
            email="khac@example.vn",
            accepted_by=signed_seats.seat.user,
            accepted_at=clock.now(),
        )
        look_again(signed_seats)
        assert "author" in found(signed_seats)

    def test_nor_does_who_was_asked_by_address(self, signed_seats):
        InvitationFactory(entry=signed_seats.work, email=signed_seats.seat.user.email)
        look_again(signed_seats)
        assert "author" in found(signed_seats)

    @pytest.mark.parametrize("column", ["revoked_at", "declined_at"])
    def test_who_is_no_coauthor_after_all_may(self, signed_seats, column):
        InvitationFactory(
            entry=signed_seats.work, email=signed_seats.seat.user.email, **{column: clock.now()}
        )
        look_again(signed_seats)
        assert "author" not in found(signed_seats)

    def test_nobody_clears_an_author(self, signed_seats):
        InvitationFactory(entry=signed_seats.work, email=signed_seats.seat.user.email)
        with pytest.raises(Refused, match="tác giả"):
            clearing.clear(
                entry=signed_seats.work,
                person=signed_seats.seat.user,
                reason="Cho chấm",
                by=signed_seats.cast.secretary,
                at=clock.now(),
            )

    def test_a_pair_that_was_cleared_before_does_not_let_an_author_judge(self, signed_seats):
        clearing.clear(
            entry=signed_seats.work,
            person=signed_seats.seat.user,
            reason="Trùng tên",
            by=signed_seats.cast.secretary,
            at=clock.now(),
        )
        InvitationFactory(entry=signed_seats.work, email=signed_seats.seat.user.email)
        look_again(signed_seats)
        assert found(signed_seats) == {"author"}

    def test_an_author_found_after_the_assignment_loses_the_sheet_at_once(self, asked):
        Author.objects.filter(pk=asked.author.pk).update(email=asked.member.email)
        look_again(asked)
        assert asked.task.pk not in list_of(asked)


class TestInvitationsEnd:
    def test_nobody_is_invited_to_a_sealed_dossier(self, signed_seats):
        with pytest.raises(Refused):
            invitations.invite(
                entry=signed_seats.work,
                email="moi@example.vn",
                right="view",
                by=signed_seats.work.owner,
                at=clock.now(),
            )

    def test_nobody_joins_it(self, signed_seats):
        invitation = InvitationFactory(
            entry=signed_seats.work, email="den-sau@example.vn", expires_at=signed_seats.at(90)
        )
        with pytest.raises(Refused, match="niêm phong"):
            invitations.accept(
                invitation=invitation, by=signed_seats.cast.voters[0], at=clock.now()
            )

    def test_access_is_still_taken_back(self, signed_seats):
        invitation = InvitationFactory(entry=signed_seats.work, email="den-sau@example.vn")
        invitations.revoke(invitation=invitation, by=signed_seats.work.owner, at=clock.now())
        invitation.refresh_from_db()
        assert invitation.revoked_at == clock.now()
