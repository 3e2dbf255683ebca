"""A judge's sheet: kept as a draft while typed, locked as a whole, never changed afterwards."""

import datetime
import secrets
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from competition.models import Criterion, Phase
from competition.phases import require_open
from competition.verbs import lock
from foundation.ledger import chain
from foundation.vietnamese.numbers import grouped, parse_decimal
from foundation.vietnamese.templatetags.vietnamese import score
from judging import permissions
from judging.arithmetic import engine
from judging.models import Assignment, Round, Scoresheet
from judging.scoring import versions

MOST_WORDS = 10_000  # characters of a comment, a remark or a note


class BadPoints(Refused):
    """Some points cannot be taken; `errors` maps the criterion's id to the words."""

    def __init__(self, errors: dict[int, str]):
        super().__init__(next(iter(errors.values())))
        self.errors = errors


def checked(
    criteria: list[Criterion], typed: dict[int, str], *, all_required: bool
) -> dict[str, str]:
    """What was typed, {criterion id: text}, as canonical text by criterion id. Raises BadPoints."""
    points: dict[str, str] = {}
    errors: dict[int, str] = {}
    for criterion in criteria:
        text = str(typed.get(criterion.pk, "") or "").strip()
        if text:
            try:
                points[str(criterion.pk)] = _points_of(criterion, text)
            except ValueError as fault:
                errors[criterion.pk] = str(fault)
        elif all_required and not criterion.is_optional:
            errors[criterion.pk] = _("Give points for “%(criterion)s”.") % {"criterion": criterion}
    if all_required and not errors and not points:
        errors[criteria[0].pk] = _("Give points for at least one criterion.")
    if errors:
        raise BadPoints(errors)
    return points


def _points_of(criterion: Criterion, text: str) -> str:
    """Points from 0 to the criterion's most, in its steps, as text with two decimals.

    Raises ValueError, in words for who typed them.
    """
    try:
        points = parse_decimal(text)
    except ValueError:
        raise ValueError(
            _("“%(text)s” is no number, or can be read in two ways: write it such as 8,5.")
            % {"text": text}
        ) from None
    if not 0 <= points <= criterion.max_points:
        raise ValueError(
            _("“%(criterion)s” takes 0 to %(most)s points.")
            % {"criterion": criterion, "most": score(criterion.max_points)}
        )
    if points % criterion.step:
        raise ValueError(
            _("“%(criterion)s” goes in steps of %(step)s.")
            % {"criterion": criterion, "step": score(criterion.step)}
        )
    return str(points.quantize(Decimal("0.01")))


def require_comment(criteria: list[Criterion], points: dict[str, str], comment: str) -> None:
    """Raises BadPoints where points were given that need a comment to the council."""
    asking = [
        criterion
        for criterion in criteria
        if criterion.asks_comment and str(criterion.pk) in points
    ]
    if asking and not comment.strip():
        refusal = _("“%(criterion)s” needs a comment to the council.") % {"criterion": asking[0]}
        raise BadPoints({asking[0].pk: refusal})


def sheet_of(assignment: Assignment) -> Scoresheet:
    """The sheet that was read with its assignment, or a new one that is not stored yet."""
    return getattr(assignment, "sheet", None) or Scoresheet(assignment=assignment)


def criteria_of(assignment: Assignment) -> list[Criterion]:
    """The criteria of the round's scheme, in their order."""
    return list(assignment.judge.panel.round.scheme.criteria.all())


def _own_open_sheet(assignment: Assignment, by: User, at: datetime.datetime) -> Scoresheet:
    """The judge's sheet, which may still be filled in.

    Raises NotAllowed, PhaseClosed, WrongState (locked).
    """
    assignment = lock(
        assignment,
        "judge__panel__round__edition",
        "judge__panel__round__scheme",
        "blinded_entry",
        "sheet",
    )
    if not permissions.can_score(by, assignment):
        raise NotAllowed(_("This sheet is not yours to fill in now."))
    judging_round = assignment.judge.panel.round
    require_open(judging_round.edition, Phase.Kind.JUDGING, at=at)
    require_in_time(judging_round, at)
    sheet = sheet_of(assignment)
    if sheet.state == Scoresheet.State.LOCKED:
        raise WrongState(_("This sheet is locked and can no longer be changed."))
    return sheet


def require_in_time(judging_round: Round, at: datetime.datetime) -> None:
    """Raises PhaseClosed outside the round's own dates.

    A round without dates runs as long as the judging.
    """
    scheme = judging_round.scheme
    if scheme.begins_at and at < scheme.begins_at:
        begins = date_format(localtime(scheme.begins_at), "DATETIME_FORMAT")
        raise PhaseClosed(_("This round has not begun; it opens at %(time)s.") % {"time": begins})
    if scheme.ends_at and at >= scheme.ends_at:
        ended = date_format(localtime(scheme.ends_at), "DATETIME_FORMAT")
        raise PhaseClosed(
            _("This round closed at %(time)s by the server's clock. What you typed is kept.")
            % {"time": ended}
        )


@transaction.atomic
def save_sheet(
    *,
    assignment: Assignment,
    points: dict[int, str],
    comment: str,
    by: User,
    at: datetime.datetime,
    remark: str = "",
    private_note: str = "",
    upon: str | None = None,
) -> Scoresheet:
    """Keep a draft; missing criteria are fine, impossible points are not. `upon`: the version of
    the sheet that stood in the window where it was typed.

    Raises BadPoints, NotAllowed, WrongState, PhaseClosed, StaleSheet (saved elsewhere since),
    Refused (words beyond every measure).
    """
    sheet = _own_open_sheet(assignment, by, at)
    criteria = criteria_of(sheet.assignment)
    words = {"comment": comment, "remark": remark, "private_note": private_note}
    versions.require_newest(sheet, criteria, points, words, upon=upon)
    sheet.points = checked(criteria, points, all_required=False)
    _write_words(sheet, **words)
    sheet.saved_at = at
    sheet.save()
    return sheet


@transaction.atomic
def submit_sheet(
    *,
    assignment: Assignment,
    points: dict[int, str],
    comment: str,
    by: User,
    at: datetime.datetime,
    remark: str = "",
    private_note: str = "",
    upon: str | None = None,
) -> Scoresheet:
    """Lock a complete sheet; its digest goes to the ledger. `upon` as in `save_sheet`.

    Raises BadPoints, NotAllowed, WrongState, PhaseClosed, StaleSheet.
    """
    sheet = _own_open_sheet(assignment, by, at)
    criteria = criteria_of(sheet.assignment)
    words = {"comment": comment, "remark": remark, "private_note": private_note}
    versions.require_newest(sheet, criteria, points, words, upon=upon)
    sheet.points = complete(criteria, points, comment)
    _write_words(sheet, **words)
    return lock_checked(sheet, criteria, by=by, at=at)


def _write_words(sheet: Scoresheet, comment: str, remark: str, private_note: str) -> None:
    """Raises Refused."""
    if max(map(len, (comment, remark, private_note))) > MOST_WORDS:
        raise Refused(
            _("A comment, a remark or a note holds at most %(count)s characters.")
            % {"count": grouped(MOST_WORDS)}
        )
    sheet.comment = comment.strip()
    sheet.remark = remark.strip()
    sheet.private_note = private_note.strip()


def complete(criteria: list[Criterion], points: dict[int, str], comment: str) -> dict[str, str]:
    """The points of a sheet that could be locked so. Raises BadPoints, Refused."""
    given = checked(criteria, points, all_required=True)
    require_comment(criteria, given, comment)
    return given


def lock_checked(
    sheet: Scoresheet,
    criteria: list[Criterion],
    *,
    by: User,
    at: datetime.datetime,
    **origin: int,
) -> Scoresheet:
    """Lock a sheet whose points were checked, and write its digest to the ledger.

    `origin` stands in the ledger's line beside the digest: the number of the paper sheet from which
    it was typed. Inside the caller's transaction.
    """
    judging_round = sheet.assignment.judge.panel.round
    sheet.total = total_of(sheet.points, criteria, judging_round.scheme.rounding)
    sheet.state = Scoresheet.State.LOCKED
    sheet.saved_at = at
    sheet.locked_at = at
    sheet.nonce = secrets.token_hex(16)
    sheet.save()
    chain.append(
        judging_round.edition.chain,
        "sheet.locked",
        {"assignment": sheet.assignment_id, "digest": sheet_digest(sheet), **origin},
        at=at,
        by=by,
    )
    return sheet


def sheet_digest(sheet: Scoresheet) -> str:
    """What the ledger keeps of a locked sheet, H(sheet ‖ nonce).

    The sheet is its code, points, comment to the council and remark. Whoever reads the ledger
    cannot try out the few points that there are; the nonce is shown with the result, and binds the
    sheet to its line.
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
            "criteria": [
                {"key": str(criterion.pk), "max": criterion.max_points} for criterion in criteria
            ],
            "rounding": rounding,
        },
    )


def countable_sheets(judging_round: Round) -> QuerySet[Scoresheet]:
    """The sheets of a round from which every count starts."""
    return (
        Scoresheet.objects.countable()
        .filter(assignment__judge__panel__round=judging_round)
        .select_related("assignment__blinded_entry", "assignment__judge")
    )
