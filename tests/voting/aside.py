"""Ballots that factories have set aside, told to the ledger as the office's look tells it."""

from competition.models import Edition
from foundation.ledger import chain
from tests.factories.moments import days
from tests.factories.voting import ClusterRulingFactory
from voting import noting
from voting.models import Ballot


def told(edition: Edition) -> None:
    """The ledger knows the ballots that stand aside now."""
    aside = noting.set_aside_digest(edition)
    chain.append(edition.chain, "ballots.quarantined", {"count": 0, "aside": aside}, at=days(-1))


def settled(edition: Edition) -> None:
    """Two people have ruled on all that stands aside: it stays so."""
    waiting = Ballot.objects.not_ruled_on().filter(candidate__edition=edition)
    numbers = list(waiting.values_list("pk", flat=True))
    if not numbers:
        return
    receipts = sorted(waiting.values_list("receipt", flat=True))
    content = {"counts": False, "ballots": chain.digest_of(receipts)}
    ruling = ClusterRulingFactory(joint__edition=edition, joint__content=content)
    Ballot.objects.filter(pk__in=numbers).update(ruling=ruling)
