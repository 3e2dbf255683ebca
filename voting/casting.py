"""One person, one vote a candidate; taken back until the close; counts unseen until then."""

import datetime
import hashlib
import hmac
import ipaddress
import secrets

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, PhaseClosed, WrongState
from competition.models import Edition, Phase
from competition.phases import is_open, require_open
from voting import permissions, rules, whose
from voting.models import Ballot, Candidate, Poll, Tally, Voter


def network_key(address: str) -> str:
    """A keyed hash of the /24 or /48 network; empty for what is no address.

    Schools and carriers share addresses, so single addresses say little.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    prefix = 24 if parsed.version == 4 else 48
    network = ipaddress.ip_network(f"{parsed}/{prefix}", strict=False)
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, str(network).encode(), hashlib.sha256).hexdigest()[:32]


def is_running(edition: Edition, at: datetime.datetime) -> bool:
    """Whether a vote would be taken now; for what pages offer."""
    return is_open(edition, Phase.Kind.VOTING, at) and hasattr(edition, "poll")


def _require_running(edition: Edition, at: datetime.datetime) -> None:
    """Raises PhaseClosed outside the dates of the vote, before it is released, and once it is
    counted, whatever the dates say by then.
    """
    require_open(edition, Phase.Kind.VOTING, at=at)
    is_counted = Exists(Tally.objects.filter(edition=OuterRef("edition")))
    poll = Poll.objects.filter(edition=edition).annotate(is_counted=is_counted)
    counted = poll.values_list("is_counted", flat=True).first()
    if counted is None:
        raise PhaseClosed(_("The vote opens when the councils have locked their last sheet."))
    if counted:
        raise PhaseClosed(_("The vote is counted; no ballot is taken any more."))


def _require_voter(by: User) -> None:
    """The account is held until the ballot stands: it is not erased meanwhile.

    Raises NotAllowed.
    """
    present = User.objects.select_for_update(no_key=True).filter(pk=by.pk).first()
    if present is None or not permissions.can_vote(present):
        raise NotAllowed(_("Sign in with a verified account to vote."))


@transaction.atomic
def cast(
    *,
    candidate: Candidate,
    by: User,
    at: datetime.datetime,
    address: str = "",
    is_of_age: bool = False,
) -> Ballot:
    """Vote for a candidate; a second time changes nothing, and after taking it back it is another
    ballot. Where the rules set an age, the person says so once (`is_of_age`).

    Raises NotAllowed, PhaseClosed, WrongState (also where the edition's rules leave no vote).
    """
    _require_voter(by)
    _require_running(candidate.edition, at)
    if candidate.withdrawn_at:
        raise WrongState(_("This work has left the contest."))
    if not whose.marks_of(by, candidate.code).isdisjoint(candidate.kept_from):
        raise NotAllowed(_("This is your own work: others vote for it."))
    scheme = candidate.edition.scheme
    rules.require_may_vote(by, scheme)
    has_voted = Voter.objects.filter(edition=candidate.edition, user=by).exists()
    rules.require_of_age(scheme, is_of_age=is_of_age or has_voted)
    voter, _is_new = Voter.objects.get_or_create(edition=candidate.edition, user=by)
    rules.require_free(voter, candidate, scheme)
    try:
        with transaction.atomic():
            return Ballot.objects.create(
                candidate=candidate,
                voter=voter,
                cast_at=at,
                network=network_key(address),
                receipt=secrets.token_hex(32),
            )
    except IntegrityError:
        return Ballot.objects.get(candidate=candidate, voter=voter, revoked_at=None)


@transaction.atomic
def revoke(*, candidate: Candidate, by: User, at: datetime.datetime) -> bool:
    """Take a vote back; True when there was one. Raises NotAllowed, PhaseClosed."""
    _require_voter(by)
    _require_running(candidate.edition, at)
    standing = Ballot.objects.filter(candidate=candidate, voter__user=by, revoked_at=None)
    ballot = standing.first()
    if ballot is None:
        return False
    ended = standing.filter(pk=ballot.pk)
    return bool(ended.update(revoked_at=at, end_mark=ballot.end_mark_at(at)))
