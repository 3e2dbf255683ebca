"""What the office does to somebody's dossier, sheet or seat, that person is told."""

import pytest

from accounts.models import User
from awards.certificates import verify
from competition import clock
from competition.models import Edition
from foundation.notifications.models import Message
from judging import intake
from judging.assigning import assignment
from judging.councils import panels, rounds
from submissions.models import Entry
from submissions.sealing import sealing
from tests.beside import secretary_of
from tests.factories.awards import CertificateFactory
from tests.factories.competition import EditionFactory
from tests.factories.judging import AssignmentFactory, JudgeFactory, PanelFactory, ScoresheetFactory
from tests.factories.moments import NOON
from tests.factories.submissions import (
    EnteredConflictFactory,
    EntryFactory,
    EntryVersionFactory,
    SealingFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def office(edition) -> User:
    return secretary_of(edition)


def told(person: User) -> Message:
    return Message.objects.get(recipient=person)


def test_a_sealed_dossier_that_is_opened_again(edition, office):
    entry = EntryFactory(edition=edition, status=Entry.Status.SEALED)
    EntryFactory(edition=edition, status=Entry.Status.SEALED, field=entry.field)
    SealingFactory(version=EntryVersionFactory(entry=entry), confirmed_at=NOON, confirmed_by=office)
    sealing.unseal_for_changes(entry=entry, reason="Thiếu trang 3", by=office, at=NOON)
    assert "Thiếu trang 3" in told(entry.owner).body
    assert Message.objects.count() == 1


def test_a_sheet_that_is_taken_off(edition, office):
    panel = PanelFactory(round__edition=edition)
    late = AssignmentFactory(judge=JudgeFactory(panel=panel))
    beside = AssignmentFactory(judge=JudgeFactory(panel=panel), blinded_entry=late.blinded_entry)
    ScoresheetFactory(assignment=beside, locked=True)
    rounds.release_late(assignment=late, reason="Đi công tác", by=office, at=NOON)
    message = told(late.judge.user)
    assert late.blinded_entry.code in message.subject
    assert "Đi công tác" in message.body
    assert Message.objects.count() == 1


def test_a_sheet_of_a_work_that_has_left(edition):
    panel = PanelFactory(round__edition=edition, round__state="open")
    task = AssignmentFactory(judge=JudgeFactory(panel=panel), state="confirmed")
    beside = AssignmentFactory(judge=JudgeFactory(panel=panel), state="confirmed")
    intake.take_back(task.blinded_entry.code, edition)
    assert task.blinded_entry.code in told(task.judge.user).subject
    assert not Message.objects.filter(recipient=beside.judge.user).exists()


def test_a_sheet_that_a_conflict_takes(edition):
    panel = PanelFactory(round__edition=edition, round__state="open")
    seat = JudgeFactory(panel=panel)
    task = AssignmentFactory(judge=seat, state="confirmed")
    copy = task.blinded_entry
    entry = EntryFactory(edition=edition)
    SealingFactory(
        version=EntryVersionFactory(entry=entry),
        judging_code=copy.code,
        confirmed_at=NOON,
        confirmed_by=entry.owner,
    )
    EnteredConflictFactory(entry=entry, person=seat.user)
    intake.refresh_conflicts(edition)
    message = told(seat.user)
    assert copy.code in message.subject
    assert "xung đột" not in message.body


def test_more_sheets_in_an_open_round(edition, office):
    panel = PanelFactory(round__edition=edition, round__state="open")
    given = AssignmentFactory(judge=JudgeFactory(panel=panel), state="proposed")
    assignment.confirm(judging_round=panel.round, by=office, at=NOON)
    assert given.blinded_entry.code in told(given.judge.user).body


def test_sheets_before_it_opens_are_no_news(edition, office):
    panel = PanelFactory(round__edition=edition, round__state="preparing")
    AssignmentFactory(judge=JudgeFactory(panel=panel), state="proposed")
    assignment.confirm(judging_round=panel.round, by=office, at=NOON)
    assert not Message.objects.exists()


def test_a_certificate_that_is_revoked():
    certificate = CertificateFactory()
    edition = certificate.award.decision.edition
    usual = {"reason": "Kê khai sai", "by": secretary_of(edition), "at": NOON}
    verify.revoke(certificate=certificate, **usual)
    message = told(certificate.award.entry.owner)
    assert certificate.serial in message.subject
    assert "Kê khai sai" in message.body


def test_rights_that_change(edition, office):
    judge = JudgeFactory(panel__round__edition=edition)
    panels.set_rights(
        judge=judge, rights={"may_vote": False}, by=office, reason="1/QĐ", at=clock.now()
    )
    message = told(judge.user)
    assert judge.panel.name in message.subject
    assert "1/QĐ" in message.body


def test_rights_that_stay_are_no_news(edition, office):
    judge = JudgeFactory(panel__round__edition=edition)
    panels.set_rights(
        judge=judge, rights={"may_vote": judge.may_vote}, by=office, reason="1/QĐ", at=clock.now()
    )
    assert not Message.objects.exists()
