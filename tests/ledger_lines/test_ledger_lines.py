"""Every verb of the process leaves in the ledger what the table says, and nothing else."""

from collections.abc import Iterable

import pytest

from demo.rehearsal.whole import Rehearsal
from foundation.ledger.models import Event, Head
from tests.ledger_lines import joins
from tests.ledger_lines.rows import Call, Line, Row, line_digest, sha
from tests.ledger_lines.table import TABLE

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def rows_on(stage: str) -> pytest.MarkDecorator:
    rows = [row for row in TABLE if row.stage == stage]
    return pytest.mark.parametrize("row", rows, ids=[row.label for row in rows])


def compare(row: Row, rehearsal: Rehearsal) -> None:
    """What one call of the verb adds is what its row says."""
    call = Call(row.verb)
    expected = list(row.walk(rehearsal, call) or [])
    assert call.times == 1
    assert [event for event, _payload in expected] == list(row.events)
    written = [(line.verb, line.payload) for line in call.lines]
    assert in_any_order(written) == in_any_order(expected)
    for line in call.lines:
        compare_line(line, rehearsal, call)
    assert [head.gate for head in call.heads] == list(row.gates)
    for head in call.heads:
        compare_head(head, rehearsal, call)


def in_any_order(lines: Iterable[Line]) -> list[Line]:
    """A verb over several rows says nothing of their order."""
    return sorted(lines, key=sha)


def compare_line(line: Event, rehearsal: Rehearsal, call: Call) -> None:
    """It stands in the edition's chain, in the name of who acted, at the moment of the act."""
    assert line.chain.name == rehearsal.edition.chain
    assert line.actor == call.in_the_name_of.get(line.verb, call.by)
    assert line.at == call.at
    assert line.digest == line_digest(line)
    assert list(joins.faults(line, rehearsal.edition)) == []


def compare_head(head: Head, rehearsal: Rehearsal, call: Call) -> None:
    """What is published is the last line of the edition's chain at that moment."""
    last = head.chain.events.last()
    assert head.chain.name == rehearsal.edition.chain
    assert head.number == last.number
    assert head.digest == last.digest
    assert head.published_at == call.at


@rows_on("begun")
def test_while_dossiers_are_written(begun, row):
    compare(row, begun)


@rows_on("sent_in")
def test_while_dossiers_are_looked_at(sent_in, row):
    compare(row, sent_in)


@rows_on("entered")
def test_while_judges_are_sought(entered, row):
    compare(row, entered)


@rows_on("convened")
def test_while_judges_score(convened, row):
    compare(row, convened)


@rows_on("judged")
def test_while_the_public_votes(judged, row):
    compare(row, judged)


@rows_on("voted")
def test_while_the_committee_decides(voted, row):
    compare(row, voted)


@rows_on("awarded")
def test_once_it_is_announced(awarded, row):
    compare(row, awarded)
