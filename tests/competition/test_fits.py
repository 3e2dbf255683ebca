"""What verbs take is kept whole, or refused in words: nothing that was typed is cut."""

import pytest

from competition.errors import Refused
from competition.verbs import fits


@pytest.mark.parametrize("text", ["", "Phòng 302", "x" * 10, "  đủ mười ký "])
def test_what_fits_is_kept_without_blanks_around_it(text):
    assert fits(text, 10) == text.strip()


def test_what_does_not_says_how_long_it_is():
    with pytest.raises(Refused, match="Nhiều nhất 10 ký tự, hiện có 11"):
        fits("x" * 11, 10)
