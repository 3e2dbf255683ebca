"""Moving the deadline for entries, on its last day too, by a decision."""

import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.permissions import is_secretariat
from competition.errors import NotAllowed, Refused
from competition.models import Edition, Extension, Phase
from foundation.jobs.outbox import emit
from foundation.ledger import chain


@transaction.atomic
def extend(
    *,
    edition: Edition,
    closes_at: datetime.datetime,
    decision_number: str,
    reason: str,
    by,
    at: datetime.datetime,
) -> Extension:
    """Entries are taken until `closes_at`; everybody with a draft is told. Raises NotAllowed,
    Refused.

    The phase's row is locked: a submission at the last second is judged by the old or the new
    deadline, never by neither.
    """
    if not is_secretariat(by, edition.pk):
        raise NotAllowed(_("Only the secretariat moves the deadline."))
    phase = Phase.objects.select_for_update().get(edition=edition, kind=Phase.Kind.SUBMISSION)
    judging = Phase.objects.filter(edition=edition, kind=Phase.Kind.JUDGING).first()
    if not decision_number.strip() or not reason.strip():
        raise Refused(_("Give the number of the decision and the reason: both are published."))
    if closes_at <= phase.closes_at or closes_at <= at:
        raise Refused(
            _("The new deadline must be later than the present one (%(time)s).")
            % {"time": _moment(phase.closes_at)}
        )
    if judging and closes_at > judging.opens_at:
        raise Refused(
            _("Judging begins at %(time)s; move it first.") % {"time": _moment(judging.opens_at)}
        )
    made = Extension.objects.create(
        edition=edition,
        decision_number=decision_number.strip(),
        reason=reason.strip(),
        closed_at=phase.closes_at,
        closes_at=closes_at,
        by=by,
        at=at,
    )
    phase.closes_at = closes_at
    phase.save(update_fields=["closes_at"])
    chain.append(
        edition.chain,
        "deadline.extended",
        {"decision": made.decision_number, "closes": closes_at.isoformat()},
        at=at,
        by=by,
    )
    emit("deadline.extended", edition=edition.pk, extension=made.pk)
    return made


def _moment(at: datetime.datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")
