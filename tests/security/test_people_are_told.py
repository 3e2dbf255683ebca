"""What the office does to somebody's dossier, sheet or seat, that person is told."""

import pytest

from accounts.models import User
from competition import clock
from competition.models import Edition
from foundation.notifications.models import Message
from judging.councils import panels, rounds
from submissions.models import Entry
from submissions.sealing import sealing
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory
from tests.factories.judging import AssignmentFactory, JudgeFactory, PanelFactory, ScoresheetFactory
from tests.factories.moments import NOON
from tests.factories.submissions import EntryFactory, EntryVersionFactory, SealingFactory

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
