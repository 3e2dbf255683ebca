"""Two people at the same row at the same time: one effect, one line, a clear word for the other.

On PostgreSQL alone, which locks rows; SQLite has one writer at a time.
"""

import pytest

from accounts.erasure import NotErased
from competition.errors import Refused
from foundation.ledger import chain
from tests.races import locks
from tests.races.table import TABLE

pytestmark = [pytest.mark.django_db, pytest.mark.data]
SITES = locks.sites_of_the_house()


@pytest.mark.parametrize("row", TABLE, ids=[row.label for row in TABLE])
def test_the_second_waits_at_the_lock_and_finds_what_the_first_has_done(row, rehearsal, meeting):
    walk = row.walk(rehearsal)
    first, second = next(walk)
    outcome = meeting.of(first, second)
    with pytest.raises(StopIteration):
        walk.send(outcome)
    assert outcome.error is None or isinstance(outcome.error, Refused | NotErased)
    assert outcome.waited_at is not None
    assert outcome.waited_at.is_at(row.lock, SITES), outcome.waited_at
    assert chain.verify(rehearsal.edition.chain) is None
