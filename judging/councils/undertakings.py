"""A judge's word before anything opens: the seat is accepted or declined, secrecy and freedom from
conflicts are undertaken.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import printed_codes
from competition.errors import NotAllowed, Refused, WrongState
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from judging import permissions
from judging.models import Assignment, Judge

TEXT_VERSION = "2026-11"  # of the words that are signed
MOST_SHEETS = 400
MOST_INTERESTS = 4_000  # letters


def _locked(judge: Judge, by) -> Judge:
    judge = (
        Judge.objects.select_for_update(of=("self",))
        .select_related("panel__round__edition")
        .get(pk=judge.pk)
    )
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
    by,
    at: datetime.datetime,
    expertise=(),
    keywords: str = "",
    max_load: int | None = None,
    interests: str | None = None,
) -> Judge:
    """Accept the seat and undertake secrecy; signing again changes expertise, load and declared
    interests only. Raises NotAllowed, WrongState, Refused.

    The caller has asked for a second factor.
    """
    judge = _locked(judge, by)
    edition = judge.panel.round.edition
    fields = list(expertise)
    if any(field.edition_id != edition.pk for field in fields):
        raise Refused(_("Choose fields of this edition."))
    if max_load is not None and not 1 <= max_load <= MOST_SHEETS:
        raise Refused(
            _("Say how many dossiers you can read: 1 to %(most)s.") % {"most": MOST_SHEETS}
        )
    judge.keywords, judge.max_load = keywords.strip()[:300], max_load or judge.max_load
    first = judge.undertaking_at is None
    if first:
        judge.accepted_at = judge.undertaking_at = at
    judge.save(update_fields=["keywords", "max_load", "accepted_at", "undertaking_at"])
    judge.expertise.set(fields)
    if interests is not None and interests.strip() != by.interests:
        # Whether a declared name stands in a dossier is never told: the pair is kept apart, and
        # that is all.
        by.interests = interests.strip()[:MOST_INTERESTS]
        by.save(update_fields=["interests"])
        emit("judges.changed", edition=edition.pk)
    if first:
        chain.append(
            edition.chain, "judge.undertook", {"seat": judge.pk, "text": TEXT_VERSION}, at=at, by=by
        )
    return judge


@transaction.atomic
def print_codes(*, judge: Judge, by, at: datetime.datetime) -> list[str]:
    """Fresh one-use codes with which this judge signs, for those who get none by e-mail or phone:
    handed over by the secretary on paper.

    Who printed them is a line of the ledger, and the code signs nothing without the judge's own
    sign-in. Raises NotAllowed, WrongState.
    """
    judge = (
        Judge.objects.select_for_update(of=("self",))
        .select_related("user", "panel__round__edition")
        .get(pk=judge.pk)
    )
    edition = judge.panel.round.edition
    if not permissions.can_organise(by, edition.pk) or judge.user_id == by.pk:
        raise NotAllowed(_("Only the secretariat prints codes for judges."))
    if judge.undertaking_at or judge.declined_at:
        raise WrongState(_("This seat is signed or declined already; it needs no code."))
    fresh = printed_codes.renew(judge.user, by=by, at=at)
    chain.append(edition.chain, "judge.codes_printed", {"seat": judge.pk}, at=at, by=by)
    return fresh


@transaction.atomic
def decline(*, judge: Judge, reason: str, by, at: datetime.datetime) -> Judge:
    """Give the seat back; unlocked sheets are released. Raises NotAllowed, WrongState, Refused (no
    reason).
    """
    judge = _locked(judge, by)
    if judge.undertaking_at:
        raise WrongState(
            _(
                "You have accepted this seat already; give up single entries, or write to the "
                "secretariat."
            )
        )
    if not reason.strip():
        raise Refused(_("Say in a few words why you decline."))
    judge.declined_at, judge.decline_reason = at, reason.strip()[:300]
    judge.save(update_fields=["declined_at", "decline_reason"])
    Assignment.objects.filter(judge=judge).update(state=Assignment.State.RELEASED)
    edition = judge.panel.round.edition
    chain.append(edition.chain, "judge.declined", {"seat": judge.pk}, at=at, by=by)
    emit("judges.changed", edition=edition.pk)
    return judge
