"""Moving the deadline for entries, on its last day too, by a decision and two people."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.joint_requests import About, ask, office_page, takes_two
from competition.models import Edition, Extension, JointRequest, Phase
from competition.models.series import by_decision
from competition.permissions import can_run
from competition.regulation import forget_regulation
from competition.rulebook import digest_of_ruling
from competition.two_windows import require_as_read
from competition.verbs import lock, need_reason
from foundation.jobs.outbox import emit
from foundation.ledger import chain


def parts_of(submission: Phase) -> dict[str, Any]:
    """What is read before the deadline is moved."""
    return {"closes_at": submission.closes_at}


@transaction.atomic
def extend(
    *,
    edition: Edition,
    closes_at: datetime.datetime,
    decision_number: str,
    reason: str,
    by: User,
    at: datetime.datetime,
    upon: str | None = None,
) -> Extension | JointRequest:
    """Entries are taken until `closes_at`; everybody with a draft is told.

    Once entries are taken it waits for a second person. Raises NotAllowed; Refused without a
    decision and a reason, for a deadline that is not later, or for one after judging begins; Stale
    where the deadline is not the one that was read at the mark `upon`.
    """
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat moves the deadline."))
    submission = lock(Phase.objects.get(edition=edition, kind=Phase.Kind.SUBMISSION))
    both_needed = _("Give the number of the decision and the reason: both are published.")
    decision_number = need_reason(decision_number, both_needed)
    reason = need_reason(reason, both_needed)
    require_as_read(parts_of(submission), upon=upon)
    _refuse_impossible(submission, closes_at, at)
    if submission.opens_at <= at:
        what = _("Deadline for entries")
        return ask(
            edition=edition,
            kind="extension",
            content={
                "closes_at": closes_at.isoformat(),
                "from": submission.closes_at.isoformat(),
            },
            changes=[[what, _moment(submission.closes_at), _moment(closes_at)]],
            reason=reason,
            decision_number=decision_number,
            by=by,
            at=at,
        )
    return _move(
        submission, closes_at, decision_number=decision_number, reason=reason, by=by, at=at
    )


def _still(joint: JointRequest, at: datetime.datetime) -> None:
    """The deadline is the one that the second person reads, and may be moved so."""
    submission = Phase.objects.get(edition=joint.edition_id, kind=Phase.Kind.SUBMISSION)
    _refuse_impossible(submission, datetime.datetime.fromisoformat(joint.content["closes_at"]), at)
    was = joint.content.get("from")
    if was and datetime.datetime.fromisoformat(was) != submission.closes_at:
        words = _("The deadline was moved to %(time)s after this was asked for. Ask again.")
        raise WrongState(words % {"time": _moment(submission.closes_at)})


@takes_two(
    "extension",
    gettext_lazy("A later deadline for entries"),
    About.RULES,
    page=office_page("edition_desk"),
    still=_still,
)
def agreed(joint: JointRequest, by: User, at: datetime.datetime) -> None:
    """The second person has agreed that the deadline be moved. Raises Refused as `extend`."""
    submission = lock(Phase.objects.get(edition=joint.edition, kind=Phase.Kind.SUBMISSION))
    _still(joint, at)
    closes_at = datetime.datetime.fromisoformat(joint.content["closes_at"])
    _move(
        submission,
        closes_at,
        decision_number=joint.decision_number,
        reason=joint.reason,
        by=joint.asked_by,
        second=by,
        at=at,
    )


def _move(
    submission: Phase,
    closes_at: datetime.datetime,
    *,
    decision_number: str,
    reason: str,
    by: User,
    second: User | None = None,
    at: datetime.datetime,
) -> Extension:
    """The phase's row is locked: a submission at the last second is judged by the old or the new
    deadline, never by neither.
    """
    edition = submission.edition
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
    with by_decision():
        submission.save(update_fields=["closes_at"])
    line = {
        "decision": extension.decision_number,
        "closes": closes_at.isoformat(),
        "ruling": digest_of_ruling(edition),
    }
    chain.append(edition.chain, "deadline.extended", line, at=at, by=second or by)
    forget_regulation(edition)
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
