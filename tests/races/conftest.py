"""Where meetings are held."""

import pytest
from django.db import connection

from tests.races.meeting import Grounds, Meeting

NO_ROWS = "SQLite locks no rows: it has one writer at a time, from the first statement on"


@pytest.fixture(scope="session")
def grounds(django_db_setup):
    return Grounds()


@pytest.fixture
def rehearsal(request, row, db):
    """The row's stage, committed."""
    if connection.vendor == "sqlite":
        pytest.skip(NO_ROWS)
    with request.getfixturevalue("grounds").on(row.stage) as rehearsal:
        yield rehearsal


@pytest.fixture
def meeting(request, rehearsal):
    return Meeting(request.getfixturevalue("grounds").database)
