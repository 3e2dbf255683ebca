"""The head of a chain, and what has no canonical text."""

import datetime
import re

import pytest

from foundation.ledger import chain

AT = datetime.datetime(2026, 11, 22, 10, tzinfo=datetime.UTC)


@pytest.mark.django_db
def test_the_head_is_the_digest_of_the_last_line_of_this_chain():
    chain.append("thu", "test.line", {"number": 1}, at=AT)
    last = chain.append("thu", "test.line", {"number": 2}, at=AT)
    chain.append("khac", "test.line", {"number": 3}, at=AT)
    assert chain.head_of("thu") == last.digest


@pytest.mark.django_db
def test_a_chain_without_lines_has_no_head():
    chain.append("khac", "test.line", {"number": 1}, at=AT)
    assert chain.head_of("thu") == ""


def test_what_has_no_canonical_text_is_refused_by_name():
    with pytest.raises(TypeError, match=re.escape("not canonical: {1}")):
        chain.canonical({"a": {1}})
