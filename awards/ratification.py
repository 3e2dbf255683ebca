"""The organising committee votes on the proposed prizes.

Each prize needs the regulation's share of all members.
"""

import datetime
from collections import Counter
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.membership import committee_seats
from accounts.models import User
from awards import permissions
from awards.models import Approval, Ratification, Standing, StandingRow, Unsealing
from competition.errors import NotAllowed, WrongState
from competition.models import Phase
from competition.phases import require_open
from competition.verbs import address_of, lock
from foundation.ledger import chain
from foundation.notifications import post
from submissions.models import Entry
from submissions.permissions import entries_of_own


def required_approvals(members: int, numerator: int, denominator: int) -> int:
    """The least whole number of approvals that is at least this share of all members.

    2/3 of 7 is 5.
    """
    return -(-members * numerator // denominator)


@transaction.atomic
def open_ballot(*, standing: Standing, by: User, at: datetime.datetime) -> Ratification:
    """Put the proposed prizes before the committee. Raises NotAllowed, PhaseClosed, WrongState."""
    edition = standing.edition
    if not permissions.can_prepare(by, edition.pk):
        raise NotAllowed(_("Only the secretariat opens the committee's vote."))
    require_open(edition, Phase.Kind.RATIFICATION, at=at)
    if not Unsealing.objects.filter(standing=standing).exists():
        raise WrongState(
            _("Open the seals first: the committee ratifies works with their authors.")
        )
    seats = committee_seats(edition_id=edition.pk)
    if not seats.exists():
        raise WrongState(_("This edition has no organising committee."))
    members = seats.count()
    required = required_approvals(
        members, edition.ratification_numerator, edition.ratification_denominator
    )
    ratification, created = Ratification.objects.get_or_create(
        standing=standing, defaults={"members": members, "required": required, "opened_at": at}
    )
    if created:
        for seat in seats.select_related("user"):
            post.tell(
                seat.user,
                "ratification_opened",
                {"edition": edition},
                key=f"ratification:{ratification.pk}:{seat.user_id}",
                link=address_of(ratification),
            )
    return ratification


@transaction.atomic
def vote(
    *,
    ratification: Ratification,
    choices: Mapping[int, bool | None],
    by: User,
    at: datetime.datetime,
) -> int:
    """Note a member's choices by row id, None for an abstention; they may be changed until the
    close.

    Nobody votes on an entry in which they have a part: such a choice is left out. Returns how many
    rows were noted. Raises NotAllowed, WrongState.
    """
    ratification = lock(ratification, "standing__edition")
    edition = ratification.standing.edition
    if not permissions.can_ratify(by, edition.pk):
        raise NotAllowed(_("Only members of the organising committee vote here."))
    if ratification.closed_at:
        raise WrongState(_("This vote is closed."))
    rows = ratification.standing.rows.exclude(tier=None).filter(pk__in=choices)
    rows = rows.exclude(entry__in=entries_of_own(by).values("pk"))
    for row in rows:
        Approval.objects.update_or_create(
            row=row,
            member=by,
            defaults={"ratification": ratification, "approves": choices[row.pk], "at": at},
        )
    return rows.count()


def voters(ratification: Ratification) -> list[User]:
    """The members who have voted on a prize at least; how, is not said before the close."""
    voted = ratification.approvals.values("member")
    return list(User.objects.filter(pk__in=voted).order_by("name_key", "pk"))


def approvals(ratification: Ratification) -> Counter[int]:
    """Row id -> number of approvals."""
    return Counter(ratification.approvals.filter(approves=True).values_list("row_id", flat=True))


def counted_approvals(ratification: Ratification) -> list[list]:
    """[[code, approvals]] of every proposed prize, by code."""
    counts = approvals(ratification)
    proposed = ratification.standing.rows.exclude(tier=None)
    return sorted([row.code, counts[row.pk]] for row in proposed)


def voices_digest(ratification: Ratification) -> str:
    """SHA-256 (hex) over who approved of which prize, or not, each with its moment: without the
    moments nobody can try out who said what.
    """
    given = ratification.approvals.order_by("row__code", "member")
    return chain.digest_of(
        [list(voice) for voice in given.values_list("row__code", "member", "approves", "at")]
    )


def ratified_rows(ratification: Ratification) -> list[StandingRow]:
    """The rows with enough approvals, the highest first; none of an entry that was withdrawn."""
    counts = approvals(ratification)
    rows = ratification.standing.rows.exclude(tier=None).select_related("tier", "entry", "field")
    rows = rows.exclude(entry__status=Entry.Status.WITHDRAWN)
    return [row for row in rows if counts[row.pk] >= ratification.required]


@transaction.atomic
def close(*, ratification: Ratification, by: User, at: datetime.datetime) -> Ratification:
    """Close the committee's vote.

    Raises NotAllowed, WrongState (closed, or too few members have voted to decide anything).
    """
    ratification = lock(ratification, "standing__edition")
    edition = ratification.standing.edition
    if not permissions.can_prepare(by, edition.pk):
        raise NotAllowed(_("Only the secretariat closes the committee's vote."))
    if ratification.closed_at:
        raise WrongState(_("This vote is closed."))
    voters = ratification.approvals.values("member").distinct().count()
    if voters < ratification.required:
        numbers = {
            "voters": voters,
            "members": ratification.members,
            "required": ratification.required,
        }
        raise WrongState(
            _("%(voters)s of %(members)s members have voted; at least %(required)s are needed.")
            % numbers
        )
    ratification.closed_at = at
    ratification.closed_by = by
    ratification.save(update_fields=["closed_at", "closed_by"])
    closed = {
        "required": ratification.required,
        "approvals": counted_approvals(ratification),
        "voices": voices_digest(ratification),
    }
    chain.append(edition.chain, "ratification.closed", closed, at=at, by=by)
    chain.publish_head(edition.chain, "ratification.closed", at=at)
    return ratification
