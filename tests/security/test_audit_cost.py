"""The look at everything asks as many questions of a large edition as of a small one, and reads a
chain once.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition import audit
from foundation.ledger import reading
from tests.rehearsed import small

pytestmark = pytest.mark.django_db


def asked(edition) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert audit.faults(edition) == []
    return [query["sql"] for query in queries.captured_queries]


def test_more_dossiers_ask_no_more_statements(judged):
    other = small(entries=12, judges=6, seed=21)
    other.set_up()
    other.enter()
    other.judge()
    few, many = asked(judged.edition), asked(other.edition)
    assert len(many) <= len(few) + 2  # another kind of dossiers has a form of its own
    assert len(few) <= 230


def test_each_chain_is_read_once_with_what_stands_beside_its_lines(judged):
    read = [sql for sql in asked(judged.edition) if "kepttext" in sql and "number" in sql]
    of_lines = [sql for sql in read if 'FROM "ledger_event"' in sql]
    assert len(of_lines) == 3  # the edition's, the site's, that of erasures


def test_what_is_read_once_is_what_stands_there(judged):
    verbs = ("sheet.locked", "round.opened")
    apart = reading.lines(judged.edition.chain, *verbs)
    with reading.once():
        reading.lines(judged.edition.chain, "round.closed")
        assert reading.lines(judged.edition.chain, *verbs) == apart
    assert {line.verb for line in apart} == set(verbs)


def test_after_it_lines_are_read_anew(judged):
    with reading.once():
        before = len(reading.lines(judged.edition.chain))
    judged.vote()
    judged.count()
    assert len(reading.lines(judged.edition.chain)) > before
