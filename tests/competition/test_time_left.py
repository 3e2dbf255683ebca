"""How long until a moment is said in words that are true."""

import datetime

import pytest
from django.utils.translation import override

from competition import clock
from competition.templatetags.deadlines import time_left
from tests.factories.moments import NOON


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-1, "đã hết hạn"),
        (0, "đã hết hạn"),
        (0.5, "còn chưa đến một phút"),
        (1, "còn 1 phút"),
        (125, "còn 2 giờ, 5 phút"),
        (60 * 24 * 3, "còn 3 ngày"),
    ],
)
def test_the_time_that_is_left(minutes, words):
    with override("vi"), clock.set_to(NOON):
        told = time_left(NOON + datetime.timedelta(minutes=minutes))
    assert told.replace("\xa0", " ") == words


def test_no_moment_no_words():
    assert time_left(None) == ""
