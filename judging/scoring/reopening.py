"""A locked sheet goes back to its judge: asked for with a reason, agreed by somebody else, and
never without a trace.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from competition.errors import NotAllowed, Refused, WrongState
from foundation.ledger import chain
from foundation.notifications import post
from judging import permissions
from judging.models import Reopening, Round, Scoresheet
from judging.scoring import scoresheets


@transaction.atomic
def ask(*, sheet: Scoresheet, reason: str, by, at: datetime.datetime) -> Reopening:
    """Ask that a locked sheet be reopened. Raises NotAllowed, Refused (no reason), WrongState (not
    locked, asked before, round closed).
    """
    sheet = _locked(sheet)
    panel = sheet.assignment.judge.panel
    if not permissions.can_see_panel_progress(by, panel):
        raise NotAllowed(
            _("Only the panel's chair, its secretary or the secretariat ask for that.")
        )
    if not reason.strip():
        raise Refused(_("Write the reason: it is kept with the minutes."))
    if sheet.state != Scoresheet.State.LOCKED or panel.round.state != Round.State.OPEN:
        raise WrongState(_("Only a locked sheet of an open round can be reopened."))
    if Reopening.objects.filter(sheet=sheet, locked_at=sheet.locked_at).exists():
        raise WrongState(_("Somebody has asked for that already."))
    return Reopening.objects.create(
        sheet=sheet,
        reason=reason.strip(),
        points=sheet.points,
        total=sheet.total,
        comment=sheet.comment,
        remark=sheet.remark,
        nonce=sheet.nonce,
        locked_at=sheet.locked_at,
        asked_by=by,
        asked_at=at,
    )


@transaction.atomic
def agree(*, reopening: Reopening, by, at: datetime.datetime) -> Scoresheet:
    """The second person agrees: the sheet is a draft again with its points, and the judge is told.
    Raises NotAllowed, WrongState.
    """
    reopening = Reopening.objects.select_for_update(of=("self",)).get(pk=reopening.pk)
    sheet = _locked(reopening.sheet)
    judge = sheet.assignment.judge
    if not permissions.can_see_panel_progress(by, judge.panel):
        raise NotAllowed(
            _("Only the panel's chair, its secretary or the secretariat agree to that.")
        )
    if by.pk in (reopening.asked_by_id, judge.user_id):
        raise NotAllowed(
            _("It takes a second person, who is neither the one who asked nor the judge.")
        )
    if (
        reopening.agreed_at
        or sheet.state != Scoresheet.State.LOCKED
        or judge.panel.round.state != Round.State.OPEN
    ):
        raise WrongState(_("Only a locked sheet of an open round can be reopened."))
    reopening.agreed_by, reopening.agreed_at = by, at
    reopening.save(update_fields=["agreed_by", "agreed_at"])
    edition = judge.panel.round.edition
    chain.append(
        edition.chain,
        "sheet.reopened",
        {
            "assignment": sheet.assignment_id,
            "digest": scoresheets.digest_of(sheet),
            "reason": reopening.reason,
        },
        at=at,
        by=by,
    )
    sheet.state, sheet.locked_at, sheet.total, sheet.nonce = Scoresheet.State.DRAFT, None, None, ""
    sheet.save(update_fields=["state", "locked_at", "total", "nonce"])
    post.tell(
        judge.user,
        "sheet_reopened",
        {"code": sheet.assignment.blinded_entry.code, "reason": reopening.reason},
        key=f"reopened:{reopening.pk}",
        link=f"/cham-diem/{sheet.assignment.public_id}/",
    )
    return sheet


def _locked(sheet: Scoresheet) -> Scoresheet:
    related = (
        "assignment__judge__panel__round__edition",
        "assignment__judge__panel__round__scheme",
        "assignment__judge__user",
        "assignment__blinded_entry",
    )
    return (
        Scoresheet.objects.select_for_update(of=("self",)).select_related(*related).get(pk=sheet.pk)
    )


def waiting(judging_round: Round):
    """Reopenings of a round that wait for the second person."""
    asked = list(
        Reopening.objects.filter(agreed_at=None).values_list("pk", flat=True)
    )  # few: the way over all sheets of a round is long
    found = Reopening.objects.filter(
        pk__in=asked,
        sheet__assignment__judge__panel__round=judging_round,
        sheet__state=Scoresheet.State.LOCKED,
    )
    return found.select_related(
        "sheet__assignment__judge__user", "sheet__assignment__blinded_entry", "asked_by"
    ).order_by("asked_at")
