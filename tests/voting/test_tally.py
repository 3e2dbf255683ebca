"""The close of the vote: what it counts, what it waits for, and what it leaves."""

import hashlib

import pytest

from accounts.models import Membership
from competition.errors import NotAllowed, WrongState
from competition.models import Phase
from foundation.ledger import chain
from foundation.ledger.models import Event, Head
from tests.factories.accounts import MembershipFactory
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.moments import NOON, days
from tests.factories.voting import BallotFactory, CandidateFactory, PollFactory, TallyFactory
from tests.voting import aside
from voting import noting, tally
from voting.models import Tally

pytestmark = [pytest.mark.django_db, pytest.mark.data]
CLOSES = NOON


def a_voted_edition():
    """Every kind of ballot on one work, nothing on another, one on a work that has left."""
    edition = EditionFactory()
    PhaseFactory(edition=edition, kind=Phase.Kind.VOTING, opens_at=days(-10), closes_at=CLOSES)
    PollFactory(edition=edition)
    # The published codes stand in another order than those of the gallery.
    liked, _unseen = [
        CandidateFactory(edition=edition, code=f"{letter}-{edition.pk}", result_code=published)
        for letter, published in (("A", f"KQ-2-{edition.pk}"), ("B", f"KQ-1-{edition.pk}"))
    ]
    left = CandidateFactory(edition=edition, code=f"C-{edition.pk}", withdrawn_at=days(-1))
    # Receipts fall while ballots come in: in the order of rows they are not sorted.
    for first in "fe":
        BallotFactory(candidate=liked, receipt=first * 60 + f"{edition.pk:04x}")
    for first in "dcb":
        BallotFactory(
            candidate=liked,
            receipt=first * 60 + f"{edition.pk:04x}",
            quarantined_at=days(-2),
        )
    for _each in range(4):
        BallotFactory(candidate=liked, revoked_at=days(-2))
    BallotFactory(candidate=liked, revoked_at=days(-2), quarantined_at=days(-3))
    BallotFactory(candidate=left, receipt="a" * 60 + f"{edition.pk:04x}")
    aside.told(edition)
    return edition


@pytest.fixture
def edition():
    """With another one beside it, counted already, whose ballots are none of ours."""
    ours = a_voted_edition()
    TallyFactory(edition=a_voted_edition())
    return ours


@pytest.fixture
def secretary(edition):
    return MembershipFactory(
        role=Membership.Role.SECRETARIAT,
        scope=Membership.Scope.EDITION,
        scope_id=edition.pk,
    ).user


@pytest.fixture
def closed(edition, secretary) -> Tally:
    return tally.close(edition=edition, by=secretary, at=CLOSES)


def counted(edition) -> list[dict]:
    return [
        {
            "code": f"A-{edition.pk}",
            "result_code": f"KQ-2-{edition.pk}",
            "votes": 2,
            "set_aside": 3,
        },
        {
            "code": f"B-{edition.pk}",
            "result_code": f"KQ-1-{edition.pk}",
            "votes": 0,
            "set_aside": 0,
        },
    ]


def root_by_hand(edition) -> str:
    """The root over the three ballots that count, in the order of their receipts."""
    receipts = [first * 60 + f"{edition.pk:04x}" for first in "aef"]
    leaves = [hashlib.sha256(b"\x00" + receipt.encode()).digest() for receipt in receipts]
    pair = hashlib.sha256(b"\x01" + leaves[0] + leaves[1]).digest()
    return hashlib.sha256(b"\x01" + pair + leaves[2]).hexdigest()


def test_ballots_taken_back_or_set_aside_and_works_that_left_do_not_count(edition):
    noting.note(edition, at=CLOSES)
    assert tally.count(edition) == counted(edition)


def test_the_close_keeps_the_count_by_code(edition, closed):
    rows = closed.rows.order_by("code").values("code", "result_code", "votes", "set_aside")
    assert list(rows) == counted(edition)


def test_the_close_keeps_who_and_when(closed, secretary):
    assert (closed.closed_by, closed.closed_at) == (secretary, CLOSES)


def test_the_root_is_over_the_counted_ballots_by_receipt(edition, closed):
    assert closed.ballots_root == root_by_hand(edition)


def test_how_many_stand_aside_is_told_of_all_works_together(edition, closed):
    told = tally.as_told(closed.rows.all(), "")
    rows = [[f"KQ-1-{edition.pk}", 0], [f"KQ-2-{edition.pk}", 2]]
    assert told == {"rows": rows, "set_aside": 3, "root": ""}


def test_the_digest_covers_rows_and_root(edition, closed):
    rows = [[f"KQ-1-{edition.pk}", 0], [f"KQ-2-{edition.pk}", 2]]
    told = {"rows": rows, "set_aside": 3, "root": root_by_hand(edition)}
    assert closed.digest == chain.digest_of(told)


def test_the_close_leaves_a_line_with_its_actor_and_digest(edition, closed, secretary):
    line = Event.objects.filter(chain__name=edition.chain).last()
    assert (line.verb, line.actor_id, line.at) == ("tally.closed", secretary.pk, CLOSES)
    assert line.payload == {"digest": closed.digest, "root": closed.ballots_root, "set_aside": 3}
    assert closed.ledger_head == line.digest


def test_the_close_publishes_the_head(edition, closed):
    head = Head.objects.get(chain__name=edition.chain)
    assert (head.gate, head.published_at) == ("tally.closed", CLOSES)
    assert head.digest == closed.ledger_head


def test_the_vote_is_not_closed_before_its_last_moment(edition, secretary):
    with pytest.raises(WrongState):
        tally.close(edition=edition, by=secretary, at=days(-0.00001))
    assert not Tally.objects.filter(edition=edition).exists()


def test_a_vote_that_was_never_released_is_not_closed(edition, secretary):
    edition.poll.delete()
    with pytest.raises(WrongState):
        tally.close(edition=edition, by=secretary, at=CLOSES)


def test_the_vote_is_closed_once(edition, closed, secretary):
    with pytest.raises(WrongState):
        tally.close(edition=edition, by=secretary, at=days(1))


def test_the_secretariat_of_another_edition_does_not_close_this_vote(edition):
    other = MembershipFactory(
        role=Membership.Role.SECRETARIAT,
        scope=Membership.Scope.EDITION,
        scope_id=EditionFactory().pk,
    ).user
    with pytest.raises(NotAllowed):
        tally.close(edition=edition, by=other, at=CLOSES)
