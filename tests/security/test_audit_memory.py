"""The look at thousands of dossiers does not hold their texts."""

import tracemalloc

import pytest

from awards.audit import of_candidates
from judging.audit import of_sheets
from judging.models import BlindedEntry
from submissions.audit import of_sealings
from submissions.models import EntryVersion
from tests import guards

pytestmark = pytest.mark.django_db

MEGABYTE = 1 << 20


@pytest.fixture
def with_long_texts(awarded):
    """A megabyte to read in each dossier and each copy that judges are given."""
    with guards.lifted():
        EntryVersion.objects.update(content={"text": "x" * MEGABYTE})
        BlindedEntry.objects.update(sections=["x" * MEGABYTE])
    return awarded


@pytest.mark.parametrize("look", [of_sheets, of_sealings, of_candidates])
def test_it_reads_none_where_none_is_compared(with_long_texts, look):
    list(look(with_long_texts.edition))
    tracemalloc.start()
    try:
        list(look(with_long_texts.edition))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MEGABYTE
