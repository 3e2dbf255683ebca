"""A judge's sheet: kept as a draft while typed, locked as a whole, never changed afterwards."""

import datetime
import secrets
from decimal import Decimal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from competition.models import Criterion, Phase
from competition.phases import require_open
from foundation.ledger import chain
from foundation.vietnamese.numbers import parse_decimal
from foundation.vietnamese.templatetags.vietnamese import score
from judging import permissions
from judging.arithmetic import engine
from judging.models import Assignment, Round, Scoresheet


class BadPoints(Refused):
    """Some points cannot be taken; `errors` maps the criterion's id to the words."""

    def __init__(self, errors: dict[int, str]):
        super().__init__(next(iter(errors.values())))
        self.errors = errors


def checked(
    criteria: list[Criterion], typed: dict[int, str], *, all_required: bool
) -> dict[str, str]:
    """What was typed, {criterion id: text}, as canonical text by criterion id. Raises BadPoints."""
    points, errors = {}, {}
    for criterion in criteria:
        text = str(typed.get(criterion.pk, "") or "").strip()
        if not text:
            if all_required and not criterion.is_optional:
                errors[criterion.pk] = _("Give points for “%(criterion)s”.") % {
                    "criterion": criterion
                }
            continue
        try:
            value = parse_decimal(text)
        except ValueError:
            errors[criterion.pk] = _("“%(text)s” is not a number.") % {"text": text}
            continue
        if not 0 <= value <= criterion.max_points:
            errors[criterion.pk] = _("“%(criterion)s” takes 0 to %(most)s points.") % {
                "criterion": criterion,
                "most": score(criterion.max_points),
            }
        elif value % criterion.step:
            errors[criterion.pk] = _("“%(criterion)s” goes in steps of %(step)s.") % {
                "criterion": criterion,
                "step": score(criterion.step),
            }
        else:
            points[str(criterion.pk)] = str(value.quantize(Decimal("0.01")))
    if all_required and not errors and not points:
        errors[criteria[0].pk] = _("Give points for at least one criterion.")
    if errors:
        raise BadPoints(errors)
    return points


def require_comment(criteria: list[Criterion], points: dict[str, str], comment: str) -> None:
    """Raises BadPoints where points were given that need a comment to the council."""
    asking = [
        criterion
        for criterion in criteria
        if criterion.asks_comment and str(criterion.pk) in points
    ]
    if asking and not comment.strip():
        raise BadPoints(
            {
                asking[0].pk: _("“%(criterion)s” needs a comment to the council.")
                % {"criterion": asking[0]}
            }
        )


def _sheet_for(assignment: Assignment, by, at: datetime.datetime) -> tuple[Assignment, Scoresheet]:
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related(
            "judge__panel__round__edition", "judge__panel__round__scheme", "blinded_entry"
        )
        .get(pk=assignment.pk)
    )
    if not permissions.can_score(by, assignment):
        raise NotAllowed(_("This sheet is not yours to fill in now."))
    require_open(assignment.judge.panel.round.edition, Phase.Kind.JUDGING, at=at)
    require_in_time(assignment.judge.panel.round, at)
    sheet = Scoresheet.objects.filter(assignment=assignment).first() or Scoresheet(
        assignment=assignment
    )
    if sheet.state == Scoresheet.State.LOCKED:
        raise WrongState(_("This sheet is locked and can no longer be changed."))
    return assignment, sheet


def require_in_time(judging_round: Round, at: datetime.datetime) -> None:
    """Raises PhaseClosed outside the round's own dates; a round without dates runs as long as the
    judging.
    """
    scheme = judging_round.scheme
    if scheme.begins_at and at < scheme.begins_at:
        text = _("This round has not begun; it opens at %(time)s.")
        raise PhaseClosed(
            text % {"time": date_format(localtime(scheme.begins_at), "DATETIME_FORMAT")}
        )
    if scheme.ends_at and at >= scheme.ends_at:
        text = _("This round closed at %(time)s by the server's clock. What you typed is kept.")
        raise PhaseClosed(
            text % {"time": date_format(localtime(scheme.ends_at), "DATETIME_FORMAT")}
        )


@transaction.atomic
def save_sheet(
    *,
    assignment: Assignment,
    points: dict[int, str],
    comment: str,
    by,
    at: datetime.datetime,
    remark: str = "",
    private_note: str = "",
) -> Scoresheet:
    """Keep a draft; missing criteria are fine, impossible points are not. Raises BadPoints,
    NotAllowed, WrongState, PhaseClosed.
    """
    assignment, sheet = _sheet_for(assignment, by, at)
    criteria = list(assignment.judge.panel.round.scheme.criteria.all())
    sheet.points = checked(criteria, points, all_required=False)
    sheet.comment, sheet.remark, sheet.private_note, sheet.saved_at = (
        comment.strip(),
        remark.strip(),
        private_note.strip(),
        at,
    )
    sheet.save()
    return sheet


@transaction.atomic
def submit_sheet(
    *,
    assignment: Assignment,
    points: dict[int, str],
    comment: str,
    by,
    at: datetime.datetime,
    remark: str = "",
    private_note: str = "",
) -> Scoresheet:
    """Lock a complete sheet; its digest goes to the ledger. Raises BadPoints, NotAllowed,
    WrongState, PhaseClosed.
    """
    assignment, sheet = _sheet_for(assignment, by, at)
    criteria = list(assignment.judge.panel.round.scheme.criteria.all())
    sheet.points = checked(criteria, points, all_required=True)
    require_comment(criteria, sheet.points, comment)
    sheet.comment, sheet.remark, sheet.private_note = (
        comment.strip(),
        remark.strip(),
        private_note.strip(),
    )
    return lock(sheet, criteria, by=by, at=at)


def lock(
    sheet: Scoresheet, criteria: list[Criterion], *, by, at: datetime.datetime, **more
) -> Scoresheet:
    """Lock a checked sheet and write its digest to the ledger, with what `more` there is to say of
    it. Inside the caller's transaction.
    """
    judging_round = sheet.assignment.judge.panel.round
    sheet.total = total_of(sheet.points, criteria, judging_round.scheme.rounding)
    sheet.state, sheet.saved_at, sheet.locked_at, sheet.nonce = (
        Scoresheet.State.LOCKED,
        at,
        at,
        secrets.token_hex(16),
    )
    sheet.save()
    chain.append(
        judging_round.edition.chain,
        "sheet.locked",
        {"assignment": sheet.assignment_id, "digest": digest_of(sheet), **more},
        at=at,
        by=by,
    )
    return sheet


def digest_of(sheet: Scoresheet) -> str:
    """What the ledger keeps of a locked sheet, H(sheet ‖ nonce): code, points, comment to the
    council, remark, and the nonce.

    Whoever reads the ledger cannot try out the few points that there are; the nonce is shown with
    the result, and binds the sheet to its line.
    """
    return chain.digest_of(
        [
            sheet.assignment.blinded_entry.code,
            sheet.points,
            sheet.comment,
            sheet.remark,
            sheet.nonce,
        ]
    )


def total_of(points: dict[str, str], criteria: list[Criterion], rounding: str) -> Decimal:
    """The total of a sheet as the ranking counts it."""
    return engine.sheet_total(
        points,
        {
            "criteria": [{"key": str(one.pk), "max": one.max_points} for one in criteria],
            "rounding": rounding,
        },
    )


def countable_sheets(judging_round):
    """Locked sheets of confirmed assignments of entries that are still in the contest: what every
    count starts from.
    """
    return (
        Scoresheet.objects.filter(
            assignment__in=Assignment.objects.countable(),
            assignment__judge__panel__round=judging_round,
        )
        .filter(state=Scoresheet.State.LOCKED)
        .select_related("assignment__blinded_entry", "assignment__judge")
    )
