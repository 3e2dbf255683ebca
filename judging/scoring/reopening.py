"""A locked sheet goes back to its judge: one asks with a reason, another agrees, both are kept.

Who leads the panel and the secretariat hold the right. Where they are absent, or nobody else of
them is there, it passes to the committee and to deputies who have nothing to do with the entry.
"""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import addresses
from accounts.models import User
from accounts.permissions import Role, staff_of
from competition import clock, joint_requests
from competition.errors import NotAllowed, WrongState
from competition.models import JointRequest
from competition.permissions import held_by
from competition.two_windows import require_as_read
from competition.verbs import address_of, lock, need_reason, page_address
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vietnamese.templatetags.vietnamese import score
from judging import permissions
from judging.models import Assignment, Judge, Reopening, Round, Scoresheet
from judging.scoring import relating, scoresheets

KIND = "reopening"
_JUDGE_AND_ENTRY = (
    "assignment__judge__panel__round__edition",
    "assignment__judge__panel__round__scheme",
    "assignment__judge__user",
    "assignment__blinded_entry",
)


@transaction.atomic
def ask(
    *,
    sheet: Scoresheet,
    reason: str,
    by: User,
    at: datetime.datetime,
    upon: str | None = None,
) -> JointRequest:
    """Ask that a locked sheet be reopened.

    Raises NotAllowed, Refused (no reason, nobody could agree), WrongState (not locked, asked
    before, round closed); Stale where it is not the sheet that was read at the mark `upon`.
    """
    sheet = lock(sheet, *_JUDGE_AND_ENTRY)
    require_as_read(parts_of(sheet), upon=upon)
    judge = sheet.assignment.judge
    if not permissions.can_see_panel_progress(by, judge.panel):
        raise NotAllowed(
            _("Only the panel's chair, its secretary or the secretariat ask for that.")
        )
    if relating.has_to_do_with(by, sheet.assignment.blinded_entry):
        raise NotAllowed(_("Somebody else must ask: you have to do with this work."))
    reason = need_reason(reason, _("Write the reason: it is kept with the minutes."))
    total = _lock_of(sheet).total
    what = f"{sheet.assignment.blinded_entry.code}, {_called(judge)}"
    return joint_requests.ask(
        edition=judge.panel.round.edition,
        kind=KIND,
        content=_content(sheet),
        changes=[
            [
                what,
                _("locked, %(total)s points") % {"total": score(total)},
                _("a draft again: the judge may change it"),
            ]
        ],
        reason=reason,
        by=by,
        at=at,
    )


def parts_of(sheet: Scoresheet) -> dict[str, Any]:
    """What is read before it is asked for: under which lock, with how many points."""
    return {"locked_at": sheet.locked_at, "total": sheet.total}


class Lock(NamedTuple):
    """Since when a sheet is locked, and with how many points."""

    at: datetime.datetime
    total: Decimal


def _lock_of(sheet: Scoresheet) -> Lock:
    """Raises WrongState when the sheet is not locked, or its round not open."""
    is_open = sheet.assignment.judge.panel.round.state == Round.State.OPEN
    # A locked sheet has both (check constraint); a draft has none.
    if not is_open or sheet.locked_at is None or sheet.total is None:
        raise WrongState(_("Only a locked sheet of an open round can be reopened."))
    return Lock(sheet.locked_at, sheet.total)


def _content(sheet: Scoresheet) -> dict[str, Any]:
    """The sheet, under which lock, and the judge, who does not agree to it."""
    judge = sheet.assignment.judge
    return {
        "sheet": sheet.pk,
        "locked_at": _lock_of(sheet).at.isoformat(),
        "round": judge.panel.round_id,
        "user": judge.user_id,
    }


def _called(judge: Judge) -> str:
    """By name where the rules let members of a panel see each other, otherwise by number."""
    if judge.panel.round.scheme.shows_colleagues:
        return str(judge)
    number = Judge.objects.filter(panel=judge.panel, pk__lte=judge.pk).count()
    return _("Member %(number)s") % {"number": number}


def _assignment_of(joint: JointRequest) -> Assignment:
    sheets = Scoresheet.objects.select_related(*_JUDGE_AND_ENTRY)
    return sheets.get(pk=joint.content["sheet"]).assignment


def _page(joint: JointRequest, user: User) -> str:
    """The work with its sheets, for who leads the panel."""
    assignment = _assignment_of(joint)
    panel = assignment.judge.panel
    if not permissions.can_see_panel_progress(user, panel):
        return ""
    return page_address("panel_entry", panel.pk, assignment.blinded_entry.code)


def _may_ask(user: User, joint: JointRequest) -> bool:
    return permissions.can_see_panel_progress(user, _assignment_of(joint).judge.panel)


def _holds(user: User, joint: JointRequest) -> bool:
    """May be the second person now, if it is neither who asked nor the judge."""
    assignment = _assignment_of(joint)
    is_first = permissions.can_agree_to_reopening(user, assignment)
    if not is_first and not permissions.can_stand_in(user, joint.edition_id):
        return False
    if _has_to_do_with(user, assignment):
        return False
    return is_first or joint.has_passed(clock.now()) or not _first_asked(joint, assignment)


held_by(KIND, _holds)


def _has_to_do_with(user: User, assignment: Assignment) -> bool:
    if user.pk == assignment.judge.user_id:
        return True
    return relating.has_to_do_with(user, assignment.blinded_entry)


def _first_asked(joint: JointRequest, assignment: Assignment) -> list[User]:
    """Those who lead the panel and the secretariat: not who asked, not the judge."""
    panel = assignment.judge.panel
    leaders = panel.judges.filter(position__in=permissions.LEADING_SEATS, declined_at=None)
    people = {seat.user for seat in leaders.select_related("user")}
    people |= set(staff_of(Role.SECRETARIAT, edition_id=joint.edition_id))
    return [
        person
        for person in sorted(people, key=lambda person: person.pk)
        if person.pk not in (joint.asked_by_id, joint.about_id)
        and addresses.is_verified(person)
        and permissions.can_agree_to_reopening(person, assignment)
        and not _has_to_do_with(person, assignment)
    ]


def _holders(joint: JointRequest) -> list[User]:
    """Those who are asked first; where nobody of them is there, the committee."""
    assignment = _assignment_of(joint)
    first = _first_asked(joint, assignment)
    if first:
        return first
    members = staff_of(Role.COMMITTEE, edition_id=joint.edition_id)
    return [member for member in members if not _has_to_do_with(member, assignment)]


def _still(joint: JointRequest, at: datetime.datetime) -> None:
    sheets = Scoresheet.objects.select_related(*_JUDGE_AND_ENTRY)
    if _content(sheets.get(pk=joint.content["sheet"])) != joint.content:
        raise WrongState(_("Only a locked sheet of an open round can be reopened."))


@joint_requests.takes_two(
    KIND,
    gettext_lazy("Reopen a sheet"),
    joint_requests.About.RESULT,
    may_ask=_may_ask,
    holders=_holders,
    page=_page,
    still=_still,
)
def agreed(joint: JointRequest, by: User, at: datetime.datetime) -> None:
    """The second person agrees: the sheet is a draft again with its points, and the judge is told.

    Raises WrongState when the round is closed, or the sheet is not under that lock any more.
    """
    # The round is held, so that nobody closes it over a sheet that becomes a draft again.
    lock(Round.objects.get(pk=joint.content["round"]))
    sheets = Scoresheet.objects.select_related(*_JUDGE_AND_ENTRY)
    sheet = sheets.get(pk=joint.content["sheet"])
    _still(joint, at)
    _keep(sheet, joint, by, at)
    line = {"assignment": sheet.assignment_id, "digest": scoresheets.sheet_digest(sheet)}
    chain.append(joint.edition.chain, "sheet.reopened", line, at=at, by=by, text=joint.reason)
    sheet.state = Scoresheet.State.DRAFT
    sheet.locked_at = None
    sheet.total = None
    sheet.nonce = ""
    sheet.save(update_fields=["state", "locked_at", "total", "nonce"])
    post.tell(
        sheet.assignment.judge.user,
        "sheet_reopened",
        {"code": sheet.assignment.blinded_entry.code, "reason": joint.reason},
        key=f"reopened:{joint.pk}",
        link=address_of(sheet.assignment),
    )


def _keep(sheet: Scoresheet, joint: JointRequest, by: User, at: datetime.datetime) -> None:
    """What was locked stays readable; the database opens no lock without this row."""
    locked = _lock_of(sheet)
    Reopening.objects.create(
        sheet=sheet,
        reason=joint.reason,
        points=sheet.points,
        total=locked.total,
        comment=sheet.comment,
        remark=sheet.remark,
        nonce=sheet.nonce,
        locked_at=locked.at,
        asked_by=joint.asked_by,
        asked_at=joint.asked_at,
        agreed_by=by,
        agreed_at=at,
    )


def waiting(judging_round: Round) -> QuerySet[JointRequest]:
    """Reopenings of a round that wait for the second person."""
    asked = joint_requests.waiting_in(judging_round.edition)
    return asked.filter(kind=KIND, content__round=judging_round.pk)


def asked_of(sheets: Iterable[Scoresheet]) -> dict[int, JointRequest]:
    """{sheet: the request to reopen it that waits}."""
    numbers = {sheet.pk for sheet in sheets}
    waiting_now = JointRequest.objects.filter(
        kind=KIND, state=JointRequest.State.WAITING, expires_at__gt=clock.now()
    )
    asked = waiting_now.filter(content__sheet__in=numbers).select_related("asked_by")
    return {joint.content["sheet"]: joint for joint in asked}
