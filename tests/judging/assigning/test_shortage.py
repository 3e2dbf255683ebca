"""Works for which too few judges are left."""

import pytest

from judging.assigning.shortage import without_judges
from tests.factories.judging import (
    BlindedEntryFactory,
    ConflictFactory,
    JudgeFactory,
    PanelFactory,
    RoundFactory,
)
from tests.factories.moments import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    """A work of a field whose panel has as many judges as it gets sheets."""
    work = BlindedEntryFactory(round=RoundFactory(sheets_per_entry=2))
    panel = PanelFactory(round=work.round, fields=[work.field])
    JudgeFactory.create_batch(2, panel=panel)
    return work


def judges(work):
    return work.field.panels.get().judges.order_by("pk")


def test_with_enough_nothing_is_lacking(work):
    assert without_judges(work.round) == 0


def test_a_conflict_leaves_too_few(work):
    ConflictFactory(judge=judges(work).first(), blinded_entry=work)
    assert without_judges(work.round) == 1


def test_two_reasons_against_one_judge_are_one_judge_less(work):
    JudgeFactory(panel=work.field.panels.get())
    judge = judges(work).first()
    ConflictFactory(judge=judge, blinded_entry=work, reason="phone")
    ConflictFactory(judge=judge, blinded_entry=work, reason="same_unit")
    assert without_judges(work.round) == 0


def test_one_with_a_judge_of_another_field_does_not_count(work):
    other = JudgeFactory(panel=PanelFactory(round=work.round))
    ConflictFactory(judge=other, blinded_entry=work)
    assert without_judges(work.round) == 0


def test_who_declined_is_no_judge(work):
    judges(work).filter(pk=judges(work).first().pk).update(declined_at=NOON)
    assert without_judges(work.round) == 1


def test_a_field_without_a_panel_has_none(work):
    BlindedEntryFactory(round=work.round)
    assert without_judges(work.round) == 1


def test_works_of_another_round_do_not_count(work):
    BlindedEntryFactory()
    assert without_judges(work.round) == 0
