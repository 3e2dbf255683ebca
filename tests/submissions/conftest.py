"""An edition of rows alone, and who works for it: for tests that begin on no stage."""

import pytest

from accounts.models import User
from competition.models import Edition
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory


@pytest.fixture
def edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def office(edition) -> User:
    """Works in the secretariat of this edition alone."""
    return secretary_of(edition)
