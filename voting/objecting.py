"""A voter objects to ballots of theirs being set aside; the ruling on the cluster answers.

Nobody learns whose a ballot was: who rules reads the words beside the cluster, without a name.
"""

import datetime
from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from competition.models import Edition
from competition.verbs import lock, need_reason
from foundation.ledger import chain
from voting.models import BURST, Ballot, Objection, Tally

MOST_CHARACTERS = 1000


def why_not(ballot: Ballot) -> str:
    """Why nothing can be said about this ballot now, in words; empty when it can."""
    if Tally.objects.filter(edition=ballot.candidate.edition_id).exists():
        return _("The vote is counted: what is set aside stays so.")
    if ballot.revoked_at or ballot.quarantined_at is None or ballot.quarantine_reason != BURST:
        return _("This ballot is not set aside.")
    if Objection.objects.filter(ballot=ballot, ruling=None).exists():
        return _("You have objected: two people read it before they rule.")
    if ballot.ruling_id and Objection.objects.filter(ruling=ballot.ruling_id).exists():
        return _("Two people have ruled on this cluster after they had read what its voters say.")
    return ""


@transaction.atomic
def object_to(*, ballot: Ballot, text: str, by: User, at: datetime.datetime) -> Objection:
    """Say why the ballot should count. A cluster that was ruled on before anybody had objected
    waits anew, once. Raises NotAllowed, PhaseClosed, Refused, WrongState.
    """
    edition = lock(Edition.objects.get(pk=ballot.candidate.edition_id))  # as the count holds it
    ballot = lock(ballot, "candidate", "voter")
    if ballot.voter.user_id != by.pk:
        raise NotAllowed(_("This ballot is not yours."))
    if Tally.objects.filter(edition=edition).exists():
        raise PhaseClosed(_("The vote is counted: what is set aside stays so."))
    if why := why_not(ballot):
        raise WrongState(why)
    text = need_reason(text, _("Write why your ballot should count."))
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            _("At most %(count)s characters: leave out what is not needed.")
            % {"count": MOST_CHARACTERS}
        )
    ended = ballot.ruling_id or 0
    if ended:
        Ballot.objects.filter(ruling=ended).update(ruling=None)
    objection = Objection.objects.create(ballot=ballot, text=text, at=at)
    # The line names neither the person nor the ballot.
    kept = {"objection": digest_of(objection), "ended": ended}
    chain.append(edition.chain, "ballot.objected", {}, at=at, beside=kept)
    return objection


def digest_of(objection: Objection) -> str:
    """What the ledger keeps beside its line."""
    return chain.digest_of([objection.ballot.receipt, objection.text])


def by_cluster(edition: Edition) -> dict[tuple[str, str], list[str]]:
    """{(vote code, network): what its voters say, and no ruling has answered}."""
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    waiting = Objection.objects.filter(ruling=None, ballot__candidate__edition=edition)
    rows = waiting.values_list("ballot__candidate__code", "ballot__network", "text")
    for code, network, text in rows:
        said[code, network].append(text)
    return said
