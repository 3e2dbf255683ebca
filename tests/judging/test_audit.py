"""Twenty ways to change scores that were locked: each is refused by the database, or found by the
audit.
"""

import re

import pytest
from django.db import DatabaseError, connection, transaction

from competition import audit
from judging.models import Assignment, Ranking, RankingRow, Scoresheet
from tests import guards

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def sql(text: str):
    """Raw SQL as the application's role."""

    def run(_sheet):
        with connection.cursor() as cursor:
            cursor.execute(
                text.replace("SHEET", str(_sheet.pk)).replace("TASK", str(_sheet.assignment_id))
            )

    return run


def past_the_trigger(change):
    """By somebody who may take the trigger away."""

    def run(sheet):
        guards.lift()
        change(sheet)

    return run


def ranking_change(**columns):
    return past_the_trigger(lambda _sheet: Ranking.objects.update(**columns))


WAYS = {
    "ORM: points": lambda sheet: Scoresheet.objects.filter(pk=sheet.pk).update(points={}),
    "ORM: total": lambda sheet: Scoresheet.objects.filter(pk=sheet.pk).update(total=1),
    "ORM: comment": lambda sheet: Scoresheet.objects.filter(pk=sheet.pk).update(comment="khác"),
    "ORM: back to a draft": lambda sheet: Scoresheet.objects.filter(pk=sheet.pk).update(
        state="draft", locked_at=None
    ),
    "ORM: later lock": lambda sheet: Scoresheet.objects.filter(pk=sheet.pk).update(
        locked_at="2001-01-01T00:00:00Z"
    ),
    "ORM: save": lambda sheet: (setattr(sheet, "points", {}), sheet.save()),
    "ORM: delete": lambda sheet: sheet.delete(),
    "ORM: another's assignment": lambda sheet: Scoresheet.objects.filter(pk=sheet.pk).update(
        assignment=Assignment.objects.exclude(pk=sheet.assignment_id).filter(sheet=None).first()
        or sheet.assignment_id + 1
    ),
    "SQL: points": sql("UPDATE judging_scoresheet SET points = '{}' WHERE id = SHEET"),
    "SQL: total": sql("UPDATE judging_scoresheet SET total = 80 WHERE id = SHEET"),
    "SQL: delete": sql("DELETE FROM judging_scoresheet WHERE id = SHEET"),
    "SQL: put aside": sql("UPDATE judging_assignment SET state = 'released' WHERE id = TASK"),
    "past the trigger: points": past_the_trigger(
        sql("UPDATE judging_scoresheet SET points = '{}' WHERE id = SHEET")
    ),
    "past the trigger: total": past_the_trigger(
        sql("UPDATE judging_scoresheet SET total = 1 WHERE id = SHEET")
    ),
    "past the trigger: draft": past_the_trigger(
        sql("UPDATE judging_scoresheet SET state = 'draft', locked_at = NULL WHERE id = SHEET")
    ),
    "past the trigger: delete": past_the_trigger(
        sql("DELETE FROM judging_scoresheet WHERE id = SHEET")
    ),
    "ranking: rank": lambda _sheet: RankingRow.objects.filter(rank=1).update(rank=9),
    "ranking: score": lambda _sheet: RankingRow.objects.filter(rank=1).update(score=1),
    "ranking: sheets": ranking_change(sheets=[]),
    "ledger: a line": sql("UPDATE ledger_event SET payload = '{}' WHERE verb = 'sheet.locked'"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_manipulation_is_refused_or_found(judged, way):
    assert audit.faults(judged.edition) == []
    sheet = Scoresheet.objects.filter(
        assignment__judge__panel__round__edition=judged.edition
    ).order_by("pk")[3]
    try:
        with transaction.atomic():
            WAYS[way](sheet)
    except DatabaseError as refusal:
        assert re.search(guards.REFUSED, str(refusal))
        assert audit.faults(judged.edition) == []
    else:
        assert audit.faults(judged.edition), "it went through, and nobody would know"


def test_there_are_twenty():
    assert len(WAYS) == 20
