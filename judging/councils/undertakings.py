"""A judge's word before anything opens: the seat is accepted or declined, secrecy and freedom from
conflicts are undertaken.
"""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import membership, printed_codes
from accounts.models import SignInCode, User
from accounts.permissions import Role, staff_of
from competition import recovery
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Field
from competition.verbs import fits, lock, need_reason, page_address
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.ledger.models import Event
from foundation.notifications import post
from judging import permissions
from judging.models import Assignment, Judge, Round

TEXT_VERSION = "2026-11"  # of the words that are signed
MOST_SHEETS = 400
MOST_INTERESTS = 4_000  # letters


def seats_of(user: User) -> QuerySet[Judge]:
    """The seats that a person was offered and has not declined, until the ranking is frozen."""
    return (
        Judge.objects.filter(user=user, declined_at=None)
        .exclude(panel__round__state=Round.State.FROZEN)
        .select_related("panel__round__edition")
    )


def signed_seats_of(user: User) -> QuerySet[Judge]:
    """The seats that a person has signed, in rounds that judges may open."""
    return (
        Judge.objects.filter(user=user, declined_at=None, undertaking_at__isnull=False)
        .exclude(panel__round__state=Round.State.PREPARING)
        .select_related("panel__round__scheme", "panel__round__edition")
    )


def _own_seat(judge: Judge, by: User) -> Judge:
    judge = lock(judge, "panel__round__edition")
    if judge.user_id != by.pk:
        raise NotAllowed(_("This seat is not yours."))
    if judge.declined_at:
        raise WrongState(
            _("You have declined this seat. Ask the secretariat if you have changed your mind.")
        )
    return judge


@transaction.atomic
def sign(
    *,
    judge: Judge,
    by: User,
    at: datetime.datetime,
    expertise: Iterable[Field] = (),
    keywords: str = "",
    max_load: int | None = None,
    interests: str | None = None,
) -> Judge:
    """Accept the seat and undertake secrecy; signing again changes expertise, load and declared
    interests only.

    Interests are declared until the assignment is confirmed; what is changed later is read by the
    secretariat, who decides about each pair. The caller has asked for a second factor. Raises
    NotAllowed, WrongState, Refused.
    """
    judge = _own_seat(judge, by)
    edition = judge.panel.round.edition
    fields = list(expertise)
    if any(field.edition_id != edition.pk for field in fields):
        raise Refused(_("Choose fields of this edition."))
    if max_load is not None and not 1 <= max_load <= MOST_SHEETS:
        raise Refused(
            _("Say how many dossiers you can read: 1 to %(most)s.") % {"most": MOST_SHEETS}
        )
    judge.keywords = fits(keywords, 300)
    judge.max_load = max_load or judge.max_load
    signs_first = judge.undertaking_at is None
    if signs_first:
        judge.accepted_at = judge.undertaking_at = at
    judge.save(update_fields=["keywords", "max_load", "accepted_at", "undertaking_at"])
    judge.expertise.set(fields)
    if signs_first:
        chain.append(
            edition.chain, "judge.undertook", {"seat": judge.pk, "text": TEXT_VERSION}, at=at, by=by
        )
    if interests is not None and _declare(interests, by, edition.pk) and is_assigned(judge):
        chain.append(edition.chain, "judge.declared_late", {"seat": judge.pk}, at=at, by=by)
        _tell_of_a_late_word(judge, by, at)
    return judge


def line_of(judge: Judge) -> Event | None:
    """The ledger's line of the signature."""
    lines = chain.lines(judge.panel.round.edition.chain, "judge.undertook")
    return lines.filter(payload__seat=judge.pk).first()


def is_assigned(judge: Judge) -> bool:
    """The assignment of the seat is confirmed: declarations of interest are closed."""
    return Assignment.objects.filter(judge=judge, confirmed_at__isnull=False).exists()


def _tell_of_a_late_word(judge: Judge, by: User, at: datetime.datetime) -> None:
    edition = judge.panel.round.edition
    for officer in staff_of(Role.SECRETARIAT, edition_id=edition.pk):
        post.tell(
            officer,
            "declared_late",
            {"person": by, "interests": by.interests},
            key=f"declared-late:{judge.pk}:{at.isoformat()}:{officer.pk}",
            link=page_address("conflict_graph", edition.slug),
        )


def _declare(interests: str, by: User, edition_id: int) -> bool:
    """Whether a declared name stands in a dossier is never told: the pair is kept apart, and that
    is all. True when the declaration differs from the one before.
    """
    if interests.strip() == by.interests:
        return False
    by.interests = interests.strip()[:MOST_INTERESTS]
    by.save(update_fields=["interests"])
    emit("judges.changed", edition=edition_id)
    return True


@transaction.atomic
def print_codes(*, judge: Judge, by: User, at: datetime.datetime) -> list[str]:
    """Fresh one-use codes with which this judge signs, and proves twelve hours later who has signed
    in, for those who get none by e-mail or phone: handed over by the secretary on paper.

    Who printed them is a line of the ledger, and the code signs nothing without the judge's own
    sign-in. Raises NotAllowed (also for who works beyond this edition), WrongState.
    """
    judge = lock(judge, "user", "panel__round__edition")
    edition = judge.panel.round.edition
    if not permissions.can_organise(by, edition.pk) or judge.user_id == by.pk:
        raise NotAllowed(_("Only the secretariat prints codes for judges."))
    if judge.declined_at:
        raise WrongState(_("This seat was declined; it needs no code."))
    # Judges sit year after year; the office and the committee of others are what a proof opens.
    recovery.refuse_whoever_works_beyond(edition, judge.user, by, on_panels=False)
    fresh = printed_codes.renew(judge.user, purpose=SignInCode.Purpose.PROOF, by=by, at=at)
    post.tell(
        judge.user,
        "codes_printed",
        {"by": by, "at": at, "signs_in": False},
        key=f"codes:proof:{judge.user_id}:{at.isoformat()}",
    )
    chain.append(edition.chain, "judge.codes_printed", {"seat": judge.pk}, at=at, by=by)
    return fresh


@transaction.atomic
def decline(*, judge: Judge, reason: str, by: User, at: datetime.datetime) -> Judge:
    """Give the seat back; its sheets are released.

    Raises NotAllowed, WrongState, Refused (no reason).
    """
    judge = _own_seat(judge, by)
    if judge.undertaking_at:
        raise WrongState(
            _(
                "You have accepted this seat already; give up single entries, or write to the "
                "secretariat."
            )
        )
    reason = need_reason(reason, _("Say in a few words why you decline."))
    judge.declined_at = at
    judge.decline_reason = fits(reason, 300)
    judge.save(update_fields=["declined_at", "decline_reason"])
    membership.leave_panel(by, judge.panel_id)
    Assignment.objects.filter(judge=judge).update(state=Assignment.State.RELEASED)
    edition = judge.panel.round.edition
    chain.append(edition.chain, "judge.declined", {"seat": judge.pk}, at=at, by=by)
    emit("judges.changed", edition=edition.pk)
    return judge
