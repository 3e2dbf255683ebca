"""Ballots that factories have set aside, told to the ledger as the office's look tells it."""

from competition.models import Edition
from foundation.ledger import chain
from tests.factories.moments import days
from voting import noting


def told(edition: Edition) -> None:
    """The ledger knows the ballots that stand aside now."""
    aside = noting.set_aside_digest(edition)
    chain.append(edition.chain, "ballots.quarantined", {"count": 0, "aside": aside}, at=days(-1))
