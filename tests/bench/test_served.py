"""When a page of two roles is measured once, and what counts as growth."""

import pytest

from bench.served import Row, is_alike
from bench.served_site import Asked
from bench.walk import Answer, Found

SHAPE = "/cham-diem/hoi-dong/*/"


def asked(*, statements: int, length: int, cpu: float = 10.0) -> Asked:
    return Asked(cpu, server=1.0, wall=12.0, statements=statements, bytes=length, faults=3)


def row(small: Asked, large: Asked, *, state: str = "open", shape: str = SHAPE) -> Row:
    return Row(state, "judge", shape, ("/a/", "/b/"), [small], [large])


def found(statements: int, length: int) -> Found:
    return Found(SHAPE, "/a/", Answer(200, "text/html", b"x" * length, "", statements))


MEASURED = row(asked(statements=10, length=1000), asked(statements=10, length=1100))


def alike(small: Found, large: Found, *, state: str = "open", other: Row = MEASURED) -> bool:
    return is_alike((small, large), Row(state, "secretary", other.shape, ("", "")), other)


def test_another_role_sees_the_same_page_with_a_larger_menu():
    assert alike(found(14, 1200), found(14, 1320))


@pytest.mark.parametrize(
    ("small", "large"),
    [
        (found(10, 1000), found(11, 1100)),  # asks more of many
        (found(10, 1000), found(10, 1250)),  # is longer of many
        (found(17, 1000), found(17, 1100)),  # asks much more of both
        (found(10, 1300), found(10, 1430)),  # is much longer of both
    ],
)
def test_a_page_that_grows_otherwise_or_shows_more_is_another_one(small, large):
    assert not alike(small, large)


def test_a_page_is_measured_in_each_state():
    assert not alike(found(10, 1000), found(10, 1100), state="closed")


def test_but_for_those_of_wagtail_which_know_no_state():
    wagtails = row(MEASURED.small[0], MEASURED.large[0], shape="/quan-tri/pages/*/")
    assert alike(found(10, 1000), found(10, 1100), state="closed", other=wagtails)


def test_growth_is_of_the_least_and_fewer_statements_of_many_are_none():
    measured = row(asked(statements=9, length=1), asked(statements=7, length=1, cpu=15.0))
    measured.large.append(asked(statements=7, length=1, cpu=12.0))
    assert measured.growth == 1.2
    assert measured.more_statements == -2
