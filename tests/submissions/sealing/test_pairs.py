"""The two codes of every copy are bound together before the vote, under one root."""

import datetime

import pytest
from django.db import transaction

from competition import clock
from competition.models import Phase
from foundation.ledger import chain
from foundation.ledger.models import Event
from submissions.audit import of_bound_pairs, of_sealings
from submissions.models import CodePair, Sealing
from submissions.sealing import pairs
from tests import guards
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import CodePairFactory, SealingFactory
from tests.factories.voting import BallotFactory
from voting import noting

pytestmark = [pytest.mark.django_db, pytest.mark.data]

MINUTE = datetime.timedelta(minutes=1)


def sealed(edition) -> CodePair:
    copy = SealingFactory(version__entry__edition=edition)
    with transaction.atomic():
        pairs.commit(copy)
    return copy.pair


@pytest.fixture
def edition():
    sealed(EditionFactory())  # another one has a pair too
    return EditionFactory()


def roots(edition) -> list[dict]:
    return [line.payload for line in chain.lines(edition.chain, "pairs.bound")]


def over(*bound: CodePair) -> dict:
    leaves = sorted(pair.digest for pair in bound)
    return {"root": chain.merkle_root(leaves), "count": len(bound)}


class TestTheRoot:
    def test_stands_over_all_pairs_of_the_edition(self, edition):
        one, other = sealed(edition), sealed(edition)
        pairs.bind(edition, at=NOON)
        assert roots(edition) == [over(one, other)]

    def test_is_written_at_the_time_that_is_given(self, edition):
        sealed(edition)
        pairs.bind(edition, at=days(3))
        assert Event.objects.get(chain__name=edition.chain).at == days(3)

    def test_is_not_written_twice_over_the_same(self, edition):
        pair = sealed(edition)
        pairs.bind(edition, at=NOON)
        pairs.bind(edition, at=days(1))
        assert roots(edition) == [over(pair)]

    def test_is_written_again_when_a_copy_was_sealed_later(self, edition):
        one = sealed(edition)
        pairs.bind(edition, at=NOON)
        other = sealed(edition)
        pairs.bind(edition, at=days(1))
        assert roots(edition) == [over(one), over(one, other)]

    def test_is_not_written_over_nothing(self, edition):
        pairs.bind(edition, at=NOON)
        assert roots(edition) == []


class TestWhatIsTold:
    def test_a_pair_is_new_in_one_root_alone(self, edition):
        first = [sealed(edition).digest for _each in range(3)]
        pairs.bind(edition, at=NOON)
        later = sealed(edition).digest
        pairs.bind(edition, at=days(1))
        numbers = [line.number for line in chain.lines(edition.chain, "pairs.bound")]
        assert pairs.as_told(edition) == [[numbers[0], sorted(first)], [numbers[1], [later]]]

    def test_one_that_is_not_bound_is_not_told(self, edition):
        bound = sealed(edition).digest
        pairs.bind(edition, at=NOON)
        sealed(edition)
        assert [new for _number, new in pairs.as_told(edition)] == [[bound]]


def voting(edition, opens: datetime.datetime, **usual: datetime.datetime) -> None:
    PhaseFactory(edition=edition, kind=Phase.Kind.VOTING, opens_at=opens, **usual)


class TestEachMinute:
    @pytest.mark.parametrize("ahead", [pairs.AHEAD, -30 * MINUTE])
    def test_the_works_of_a_vote_that_opens_are_bound(self, edition, ahead):
        pair = sealed(edition)
        voting(edition, NOON + ahead)
        with clock.set_to(NOON):
            pairs.bind_before_the_vote()
        assert roots(edition) == [over(pair)]

    def test_not_long_before_it_opens(self, edition):
        sealed(edition)
        voting(edition, NOON + pairs.AHEAD + MINUTE)
        with clock.set_to(NOON):
            pairs.bind_before_the_vote()
        assert roots(edition) == []

    def test_not_once_it_is_over(self, edition):
        sealed(edition)
        voting(edition, days(-3), closes_at=NOON)
        with clock.set_to(NOON):
            pairs.bind_before_the_vote()
        assert roots(edition) == []

    def test_not_for_another_phase(self, edition):
        sealed(edition)
        PhaseFactory(edition=edition, kind=Phase.Kind.JUDGING, opens_at=days(-1))
        with clock.set_to(NOON):
            pairs.bind_before_the_vote()
        assert roots(edition) == []

    def test_one_that_is_sealed_meanwhile_is_bound_too(self, edition):
        voting(edition, days(-1))
        bound = []
        with clock.set_to(NOON):
            for _each in range(2):
                bound.append(sealed(edition))
                pairs.bind_before_the_vote()
        assert roots(edition) == [over(bound[0]), over(*bound)]


def test_ballots_are_noted_behind_the_root_alone(edition):
    """Whatever kept the work of each minute from being done."""
    pair = sealed(edition)
    BallotFactory(candidate__edition=edition)
    noting.note(edition, at=NOON)
    written = Event.objects.filter(chain__name=edition.chain).order_by("number")
    assert [line.verb for line in written] == ["pairs.bound", "ballots.noted"]
    assert roots(edition) == [over(pair)]


def test_a_pair_that_was_exchanged_after_its_root_is_told(edition):
    pair = sealed(edition)
    pairs.bind(edition, at=NOON)
    assert list(of_bound_pairs(edition)) == []
    with guards.lifted():
        CodePair.objects.filter(pk=pair.pk).update(digest="0" * 64)
    assert list(of_bound_pairs(edition)) == ["pairs of codes: not those of the root over 1"]


@pytest.mark.parametrize("changed", ["", "Tên khác"])
def test_lines_from_before_roots_are_compared_as_they_were_written(edition, changed):
    """They hold the pair, and the copy under the nonce that is shown with the result."""
    copy = SealingFactory(version__entry__edition=edition, confirmed_at=NOON)
    digest = pairs.pair_digest(copy, "1f")
    CodePairFactory(sealing=copy, nonce="1f", digest=digest)
    told = {"pair": digest, "copy": pairs.copy_digest(copy, "1f")}
    chain.append(edition.chain, "entry.sealed", told, at=NOON)
    with guards.lifted():
        Sealing.objects.filter(pk=copy.pk).update(title=changed or copy.title)
    assert bool(list(of_sealings(edition))) == bool(changed)
