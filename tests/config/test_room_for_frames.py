"""Calls do not cost more where the end of a chunk of frames falls among them (ADR 15)."""

import resource
from collections.abc import Callable

from django.http import HttpResponse

from config.middleware import RoomForFrames

DEPTHS = range(0, 200, 10)  # several chunks of frames
TURNS = 300


def called_at(depth: int, function: Callable) -> int:
    """What the function returns when it is called that deep."""
    return called_at(depth - 1, function) if depth else function()


def a_page(_request=None) -> HttpResponse:
    """A loop that calls a few frames deep in each turn, as the lines of a table do."""
    for _turn in range(TURNS):
        called_at(8, int)
    return HttpResponse("")


def faults(function: Callable) -> int:
    """Page faults of one call, after one that was not counted."""
    function()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    function()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def most_faults(function: Callable) -> int:
    return max(called_at(depth, lambda: faults(function)) for depth in DEPTHS)


def test_somewhere_each_turn_asks_the_system_for_memory():
    """Otherwise the next test would see nothing."""
    assert most_faults(a_page) > TURNS / 2


def test_with_room_it_never_does():
    with_room = RoomForFrames(a_page)
    assert most_faults(lambda: with_room(None)) < TURNS / 10


def test_the_answer_is_what_the_page_gave():
    answers = []

    def page(request):
        answers.append((request, HttpResponse("x")))
        return answers[0][1]

    assert RoomForFrames(page)("the request") is answers[0][1]
    assert answers[0][0] == "the request"
