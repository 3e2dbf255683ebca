"""A judge's own word: "I recognise this work" gives up one entry for good."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed
from competition.verbs import lock, need_reason
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from judging import permissions
from judging.models import Assignment, Conflict, Recusal


@transaction.atomic
def recuse(*, assignment: Assignment, reason: str, by: User, at: datetime.datetime) -> Recusal:
    """The judge gives the entry up; the sheet leaves every count.

    Raises NotAllowed, Refused (no reason).
    """
    assignment = lock(assignment, "judge__panel__round__edition", "blinded_entry")
    if not permissions.can_score(by, assignment):
        raise NotAllowed(_("This sheet is not yours to give up now."))
    reason = need_reason(
        reason, _("Say in one sentence how you recognised the work; only the secretary reads it.")
    )
    recusal = Recusal.objects.create(assignment=assignment, reason=reason, at=at)
    Conflict.objects.get_or_create(
        judge=assignment.judge,
        blinded_entry=assignment.blinded_entry,
        reason=Conflict.Reason.RECOGNISED,
        defaults={"found_at": at},
    )
    assignment.state = Assignment.State.RELEASED
    assignment.save(update_fields=["state"])
    edition = assignment.judge.panel.round.edition
    chain.append(edition.chain, "judge.recused", {"assignment": assignment.pk}, at=at, by=by)
    emit("sheet.given_up", edition=edition.pk, round=assignment.judge.panel.round_id)
    return recusal
