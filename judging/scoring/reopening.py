"""A locked sheet goes back to its judge: one asks with a reason, another agrees, both are kept."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Role, staff_of
from competition import joint_requests
from competition.errors import NotAllowed, WrongState
from competition.verbs import address_of, lock, need_reason, page_address
from foundation.ledger import chain
from foundation.notifications import post
from judging import permissions
from judging.models import Panel, Reopening, Round, Scoresheet
from judging.scoring import scoresheets

_JUDGE_AND_ENTRY = (
    "assignment__judge__panel__round__edition",
    "assignment__judge__panel__round__scheme",
    "assignment__judge__user",
    "assignment__blinded_entry",
)


@transaction.atomic
def ask(*, sheet: Scoresheet, reason: str, by: User, at: datetime.datetime) -> Reopening:
    """Ask that a locked sheet be reopened.

    Raises NotAllowed, Refused (no reason), WrongState (not locked, asked before, round closed).
    """
    sheet = lock(sheet, *_JUDGE_AND_ENTRY)
    panel = sheet.assignment.judge.panel
    if not permissions.can_see_panel_progress(by, panel):
        raise NotAllowed(
            _("Only the panel's chair, its secretary or the secretariat ask for that.")
        )
    reason = need_reason(reason, _("Write the reason: it is kept with the minutes."))
    # A locked sheet has both (check constraint); a draft has none.
    if not _can_be_reopened(sheet) or sheet.locked_at is None or sheet.total is None:
        raise WrongState(_("Only a locked sheet of an open round can be reopened."))
    if Reopening.objects.filter(sheet=sheet, locked_at=sheet.locked_at).exists():
        raise WrongState(_("Somebody has asked for that already."))
    reopening = Reopening.objects.create(
        sheet=sheet,
        reason=reason,
        points=sheet.points,
        total=sheet.total,
        comment=sheet.comment,
        remark=sheet.remark,
        nonce=sheet.nonce,
        locked_at=sheet.locked_at,
        asked_by=by,
        asked_at=at,
    )
    _call_for_second(reopening, panel)
    return reopening


def _call_for_second(reopening: Reopening, panel: Panel) -> None:
    """Those who lead the panel and the secretariat, but not the judge whose sheet it is."""
    edition = panel.round.edition
    sheet = reopening.sheet
    leaders = panel.judges.filter(position__in=permissions.LEADING_SEATS, declined_at=None)
    people = {seat.user for seat in leaders.select_related("user")}
    people |= set(staff_of(Role.SECRETARIAT, edition_id=edition.pk))
    people.discard(sheet.assignment.judge.user)

    def page(person: User) -> str:
        if permissions.can_organise(person, edition.pk):
            return page_address("judging_office", edition.slug)
        return page_address("panel_entry", panel.pk, sheet.assignment.blinded_entry.code)

    joint_requests.call_for_second(
        edition,
        people,
        what=_("Reopen a sheet"),
        asker=reopening.asked_by,
        reason=reopening.reason,
        key=f"reopening:{reopening.pk}",
        links=page,
    )


@transaction.atomic
def agree(*, reopening: Reopening, by: User, at: datetime.datetime) -> Scoresheet:
    """The second person agrees: the sheet is a draft again with its points, and the judge is told.

    Raises NotAllowed, WrongState.
    """
    # The round is held, so that nobody closes it over a sheet that becomes a draft again.
    lock(reopening.sheet.assignment.judge.panel.round)
    reopening = Reopening.objects.get(pk=reopening.pk)
    sheet = Scoresheet.objects.select_related(*_JUDGE_AND_ENTRY).get(pk=reopening.sheet_id)
    judge = sheet.assignment.judge
    if not permissions.can_see_panel_progress(by, judge.panel):
        raise NotAllowed(
            _("Only the panel's chair, its secretary or the secretariat agree to that.")
        )
    if by.pk in (reopening.asked_by_id, judge.user_id):
        raise NotAllowed(
            _("It takes a second person, who is neither the one who asked nor the judge.")
        )
    if reopening.agreed_at or not _can_be_reopened(sheet):
        raise WrongState(_("Only a locked sheet of an open round can be reopened."))
    reopening.agreed_by = by
    reopening.agreed_at = at
    reopening.save(update_fields=["agreed_by", "agreed_at"])
    edition = judge.panel.round.edition
    chain.append(
        edition.chain,
        "sheet.reopened",
        {
            "assignment": sheet.assignment_id,
            "digest": scoresheets.sheet_digest(sheet),
            "reason": reopening.reason,
        },
        at=at,
        by=by,
    )
    sheet.state = Scoresheet.State.DRAFT
    sheet.locked_at = None
    sheet.total = None
    sheet.nonce = ""
    sheet.save(update_fields=["state", "locked_at", "total", "nonce"])
    post.tell(
        judge.user,
        "sheet_reopened",
        {"code": sheet.assignment.blinded_entry.code, "reason": reopening.reason},
        key=f"reopened:{reopening.pk}",
        link=address_of(sheet.assignment),
    )
    return sheet


def _can_be_reopened(sheet: Scoresheet) -> bool:
    is_open = sheet.assignment.judge.panel.round.state == Round.State.OPEN
    return is_open and sheet.state == Scoresheet.State.LOCKED


def waiting(judging_round: Round) -> QuerySet[Reopening]:
    """Reopenings of a round that wait for the second person."""
    # Few: the way over all sheets of a round is long.
    not_agreed = list(Reopening.objects.filter(agreed_at=None).values_list("pk", flat=True))
    of_the_round = Reopening.objects.filter(
        pk__in=not_agreed,
        sheet__assignment__judge__panel__round=judging_round,
        sheet__state=Scoresheet.State.LOCKED,
    )
    return of_the_round.select_related(
        "sheet__assignment__judge__user", "sheet__assignment__blinded_entry", "asked_by"
    ).order_by("asked_at")
