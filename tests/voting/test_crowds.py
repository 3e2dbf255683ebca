"""The crowds are what they say: each is a burst by the published rule, by different accounts."""

from random import Random

import pytest

from tests.voting import crowds
from voting import integrity

KINDS = crowds.HONEST | crowds.FRAUD


@pytest.mark.parametrize("kind", KINDS)
def test_a_crowd_is_a_burst_of_different_accounts(kind):
    for seed in crowds.SEEDS:
        given = KINDS[kind](Random(seed))
        assert len({one.email for one in given}) == len(given) >= integrity.BURST_SIZE
        times = [one.cast_at for one in given]
        assert max(times) - min(times) <= integrity.BURST_WINDOW
        assert all(one.joined_at <= one.cast_at for one in given)


def test_the_same_seed_gives_the_same_crowd():
    assert crowds.a_class(Random(3)) == crowds.a_class(Random(3)) != crowds.a_class(Random(4))
