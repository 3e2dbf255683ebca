"""For how many works a person may vote, and who may: as the edition's published rules say. They
are frozen when judging begins, long before the first ballot.
"""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import addresses
from accounts.models import User
from competition.errors import NotAllowed, WrongState
from competition.models import Edition, Scheme
from competition.regulation import regulation_of
from voting.models import Ballot, BallotQuerySet, Candidate, Voter

INCOMPLETE = "incomplete"  # why ballots stand aside whose voter chose fewer works than the rule


def published(edition: Edition) -> Scheme | None:
    """The scheme whose rules of the ballots hold, for pages; kept until a rule is changed."""
    schemes = regulation_of(edition)["schemes"]
    return schemes[-1] if schemes else None


def require_may_vote(by: User, scheme: Scheme | None) -> None:
    """Raises NotAllowed where the person has not confirmed what the rules ask for."""
    if scheme is None:
        return
    if scheme.voters == Scheme.Voters.PHONE and by.phone_verified_at is None:
        raise NotAllowed(
            _("Confirm a phone number first: the rules of this vote ask for one. See “My account”.")
        )
    if scheme.voters == Scheme.Voters.EMAIL and not addresses.has_verified_email(by):
        raise NotAllowed(
            _(
                "Confirm an e-mail address first: the rules of this vote ask for one. "
                "See “My account”."
            )
        )


def require_free(voter: Voter, candidate: Candidate, scheme: Scheme | None) -> None:
    """Raises WrongState where the voter has no vote left for this work. Whoever calls holds the
    voter's account, so that two ballots of one person do not pass each other.
    """
    if scheme is None:
        return
    kept = Ballot.objects.filter(voter=voter, revoked_at=None).exclude(candidate=candidate)
    if scheme.ballot_rule == Scheme.BallotRule.FIELDS:
        _require_free_field(kept, candidate)
        return
    # A vote for a work that has left meanwhile is free again, but for where all were chosen.
    number = scheme.ballot_number
    if not number:
        return
    if kept.filter(candidate__withdrawn_at=None).count() >= number:
        raise WrongState(
            ngettext(
                "You have chosen %(number)s work, as many as the rules allow: take it back first "
                "to choose another one.",
                "You have chosen %(number)s works, as many as the rules allow: take one back first "
                "to choose another one.",
                number,
            )
            % {"number": number}
        )


def _require_free_field(kept: BallotQuerySet, candidate: Candidate) -> None:
    in_field = kept.filter(candidate__field=candidate.field_id, candidate__withdrawn_at=None)
    given = in_field.values_list("candidate__code", flat=True).first()
    if given is not None:
        raise WrongState(
            _(
                "You have voted for %(code)s in this field, and the rules give one vote in each: "
                "take it back first to choose another work."
            )
            % {"code": given}
        )


def missing(scheme: Scheme | None, chosen: int) -> int:
    """How many works a person who has chosen so many must still choose for any vote to count."""
    if scheme is None or scheme.ballot_rule != Scheme.BallotRule.PICKS or not chosen:
        return 0
    return max(0, (scheme.ballot_number or 0) - chosen)


def incomplete(edition: Edition) -> BallotQuerySet:
    """The ballots that would count, but whose voter chose fewer works than the rule wants. One for
    a work that has left since is a choice like the others: its voter did what the rule says.
    """
    counted = Ballot.objects.counted().filter(candidate__edition=edition)
    scheme = edition.scheme
    if scheme is None or scheme.ballot_rule != Scheme.BallotRule.PICKS:
        return counted.none()
    kept = Ballot.objects.filter(candidate__edition=edition, revoked_at=None)
    chosen = kept.order_by().values("voter").annotate(number=Count("pk"))
    few = chosen.filter(number__lt=scheme.ballot_number).values("voter")
    return counted.filter(voter__in=few)


def too_many(scheme: Scheme | None, works: list[Candidate]) -> str:
    """Why a paper with these works is not valid, in words; empty when the rules allow it. Fewer
    works than the rule wants are set aside by the count, as everywhere.
    """
    if scheme is None:
        return ""
    if scheme.ballot_rule == Scheme.BallotRule.FIELDS:
        fields = [work.field_id for work in works]
        if len(fields) != len(set(fields)):
            return _("Two works of one field: such a paper is not valid. Leave the works empty.")
        return ""
    if scheme.ballot_number and len(works) > scheme.ballot_number:
        return _("More works than the rules allow: such a paper is not valid. Leave them empty.")
    return ""


def require_of_age(scheme: Scheme | None, *, is_of_age: bool) -> None:
    """Whoever is under the age of the rules votes on paper at a polling place, and nothing of the
    person or the device is kept. Raises NotAllowed.
    """
    if scheme is None or not scheme.min_voter_age or is_of_age:
        return
    raise NotAllowed(
        _(
            "Tick that you are %(age)s or older. Whoever is younger votes on paper at a polling "
            "place; the page of the vote names them."
        )
        % {"age": scheme.min_voter_age}
    )
