"""Moving the deadline for entries, on its last day too, by a decision."""

import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused
from competition.models import Edition, Extension, Phase
from competition.permissions import can_run
from competition.verbs import lock, need_reason
from foundation.jobs.outbox import emit
from foundation.ledger import chain


@transaction.atomic
def extend(
    *,
    edition: Edition,
    closes_at: datetime.datetime,
    decision_number: str,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> Extension:
    """Entries are taken until `closes_at`; everybody with a draft is told.

    The phase's row is locked: a submission at the last second is judged by the old or the new
    deadline, never by neither. Raises NotAllowed; Refused without a decision and a reason, for a
    deadline that is not later, or for one after judging begins.
    """
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat moves the deadline."))
    submission = lock(Phase.objects.get(edition=edition, kind=Phase.Kind.SUBMISSION))
    both_needed = _("Give the number of the decision and the reason: both are published.")
    decision_number = need_reason(decision_number, both_needed)
    reason = need_reason(reason, both_needed)
    _refuse_impossible(submission, closes_at, at)
    extension = Extension.objects.create(
        edition=edition,
        decision_number=decision_number,
        reason=reason,
        closed_at=submission.closes_at,
        closes_at=closes_at,
        by=by,
        at=at,
    )
    submission.closes_at = closes_at
    submission.save(update_fields=["closes_at"])
    line = {"decision": extension.decision_number, "closes": closes_at.isoformat()}
    chain.append(edition.chain, "deadline.extended", line, at=at, by=by)
    emit("deadline.extended", edition=edition.pk, extension=extension.pk)
    return extension


def _refuse_impossible(
    submission: Phase, closes_at: datetime.datetime, at: datetime.datetime
) -> None:
    if closes_at <= submission.closes_at or closes_at <= at:
        raise Refused(
            _("The new deadline must be later than the present one (%(time)s).")
            % {"time": _moment(submission.closes_at)}
        )
    judging = Phase.objects.filter(edition=submission.edition, kind=Phase.Kind.JUDGING).first()
    if judging and closes_at > judging.opens_at:
        raise Refused(
            _("Judging begins at %(time)s; move it first.") % {"time": _moment(judging.opens_at)}
        )


def _moment(at: datetime.datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")
