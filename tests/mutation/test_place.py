"""The copy that is mutated does what the tree does, and its faults are recognised."""

from pathlib import Path

import pytest

from tests.mutation import place, results, rooms

DECORATED = """
@outer("x")
@inner
def verb():
    return 1


class Row:
    @property
    def whole(self):
        return 2

    @staticmethod
    def part():
        return 3
"""
BELOW = """
def verb():
    return 1
verb = outer("x")(inner(verb))


class Row:
    def whole(self):
        return 2
    whole = property(whole)

    @staticmethod
    def part():
        return 3
"""
DIFF = """--- voting/tally.py
+++ voting/tally.py
@@ -1,2 +1,2 @@
 def count():
-    return 1
+    return 2
"""
ENTRY = {
    "module": "voting.tally",
    "function": "count",
    "before": "return 1",
    "after": "return 2",
    "reason": "nobody looks",
}
MUTANT = "voting.tally.x_count__mutmut_1"
TALLY = Path("voting/tally.py")


def test_decorators_are_applied_below():
    assert place.undecorated(DECORATED) == BELOW


def test_what_the_tool_writes_is_valid_configuration():
    assert "[tool.mutmut]" in place.settings([TALLY], ["tests/voting"], [rooms.ROOT])


@pytest.mark.parametrize("room", rooms.ROOMS, ids=lambda room: room.name)
def test_every_pattern_of_a_room_names_a_module(room):
    empty = [
        pattern for pattern in room.modules if not list((rooms.ROOT / room.name).glob(pattern))
    ]
    assert empty == []


@pytest.mark.parametrize("room", rooms.ROOMS, ids=lambda room: room.name)
def test_every_test_of_a_room_is_there(room):
    assert [test for test in room.tests if not (rooms.ROOT / test).exists()] == []


def test_a_listed_fault_is_equivalent():
    assert results.is_equivalent(MUTANT, TALLY, DIFF, [ENTRY])


@pytest.mark.parametrize("part", ["module", "function", "before", "after"])
def test_a_fault_that_differs_in_one_part_is_not(part):
    other = ENTRY | {part: "another"}
    assert not results.is_equivalent(MUTANT, TALLY, DIFF, [other])


SOME_SEEN = [
    results.Verdict("a", TALLY, "killed"),
    results.Verdict("b", TALLY, "timeout"),
    results.Verdict("c", TALLY, "survived"),
    results.Verdict("d", TALLY, "survived", is_equivalent=True),
]


@pytest.mark.parametrize(("bar", "verdict"), [(66, "ok"), (67, "too few")])
def test_the_rate_leaves_equivalent_ones_aside(capsys, bar, verdict):
    results.print_rate("voting", SOME_SEEN, bar)
    said = f"voting: 2 of 3 seen, 66.7 % (at least {bar} %): {verdict}\n"
    assert capsys.readouterr().out == said


def test_no_mutants_have_no_rate(capsys):
    results.print_rate("voting", [], 88)
    assert capsys.readouterr().out == ""
