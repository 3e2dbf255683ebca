"""Two of a kind side by side: what is done to the one leaves the other as it is."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Model

from accounts.membership import grant
from accounts.models import Membership, User
from competition.models import Edition
from tests.factories.accounts import UserFactory


def secretary_of(edition: Edition) -> User:
    """Somebody who works in the secretariat of this edition alone."""
    secretary = UserFactory()
    grant(secretary, Membership.Role.SECRETARIAT, edition_id=edition.pk)
    return secretary


@contextmanager
def untouched(*rows: Model) -> Iterator[None]:
    """Not one column of these rows differs afterwards."""
    before = [_columns(row) for row in rows]
    yield
    assert [_columns(row) for row in rows] == before


def _columns(row: Model) -> dict:
    """The row as the database has it now."""
    return type(row)._base_manager.filter(pk=row.pk).values().get()
