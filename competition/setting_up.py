"""The rules of a draft as the office types them on the page of the setting-up.

What is published, or has begun to apply, refuses each of these: the rows themselves do, and the
page leads to a correction instead. Each part has a version, which its form carries: what was typed
`upon` an older one is refused (`Stale`) where it would overwrite what somebody else has kept.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused
from competition.models import (
    Criterion,
    Edition,
    EntryKind,
    Field,
    Phase,
    PrizeTier,
    Scheme,
)
from competition.models.series import refuse_if_published
from competition.permissions import can_run
from competition.two_windows import Stale, require_newest, version_of
from competition.verbs import lock
from foundation.vietnamese.templatetags.vietnamese import score
from foundation.vietnamese.text import fold

PAPERS = ("decision_number", "decision_date", "organiser_lines", "signer_title", "signer_name")
OF_THE_SCORE = ("spread_limit", "drop_extremes_from")
OF_THE_VOTE = (
    *("vote_max", "vote_formula", "without_vote"),
    *("ballot_rule", "ballot_number", "voters", "min_voter_age", "shows_what_if"),
)
OF_A_NAME = ("name", "name_en")  # of a field, and of a kind
OF_A_PRIZE = ("name", "count", "money", "per_field_cap")
OF_A_CRITERION = ("name", "max_points", "step", "pass_mark")
MOST_POINTS = Decimal("9999.99")  # of a council: its column has no more room
MOST_MONEY = 999_999_999_999  # đồng of a prize
_CODE = 12  # characters of a field's code


@dataclass(frozen=True)
class TypedRow:
    """A line of a list as it was typed; without a number it is a new one."""

    columns: Mapping[str, Any]
    number: int | None = None
    is_removed: bool = field(default=False)


def _draft(edition: Edition, by: User) -> Edition:
    """The locked edition. Raises NotAllowed, and Frozen when it is published."""
    edition = lock(edition)
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat changes the rules."))
    refuse_if_published(edition.pk)
    return edition


def stored_papers(edition: Edition) -> dict[str, Any]:
    """The decision and who signs, as they stand."""
    return {name: getattr(edition, name) for name in PAPERS}


def stored_timetable(edition: Edition) -> dict[str, Any]:
    """{kind: when it begins and ends}, of the phases that have dates."""
    return {phase.kind: [phase.opens_at, phase.closes_at] for phase in edition.phases.all()}


def stored_rows(rows: Iterable[models.Model], names: Sequence[str]) -> list[Any]:
    """The lines of a list with their numbers: one taken away and written anew is another."""
    return [[row.pk, _columns(row, names)] for row in rows]


def stored_criteria(scheme: Scheme) -> list[Any]:
    """The criteria of a round, and how its sheets are put together."""
    rows = stored_rows(scheme.criteria.all(), OF_A_CRITERION)
    return [rows, _columns(scheme, OF_THE_SCORE)]


def stored_vote(edition: Edition) -> dict[str, Any]:
    """What the public vote gives."""
    scheme = edition.scheme
    vote = _columns(scheme, OF_THE_VOTE) if scheme else {}
    return vote | {"vote_overlaps_judging": edition.vote_overlaps_judging}


def versions_of(edition: Edition) -> dict[str, str]:
    """{part of the set-up page: its version}, but for the rounds."""
    stored = {
        "papers": stored_papers(edition),
        "timetable": stored_timetable(edition),
        "fields": stored_rows(edition.fields.all(), OF_A_NAME),
        "kinds": stored_rows(edition.kinds.all(), OF_A_NAME),
        "prizes": stored_rows(edition.tiers.all(), OF_A_PRIZE),
        "vote": stored_vote(edition),
    }
    return {part: version_of(values) for part, values in stored.items()}


def _columns(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


@transaction.atomic
def keep_papers(
    *, edition: Edition, columns: Mapping[str, Any], by: User, upon: str | None = None
) -> None:
    """The decision, and who signs. Raises NotAllowed, Frozen, Stale."""
    edition = _draft(edition, by)
    require_newest(stored_papers(edition), columns, upon=upon)
    for name in PAPERS:
        setattr(edition, name, columns[name])
    edition.save(update_fields=list(PAPERS))


@transaction.atomic
def keep_timetable(
    *,
    edition: Edition,
    dates: Mapping[str, tuple[datetime.datetime, datetime.datetime] | None],
    by: User,
    upon: str | None = None,
) -> None:
    """The dates of these kinds of phases; None takes the phase away. Raises NotAllowed, Stale;
    Frozen and Refused for what has begun.
    """
    edition = _draft(edition, by)
    typed = {kind: both for kind, both in dates.items() if both is not None}
    require_newest(stored_timetable(edition), typed, upon=upon)
    present = {phase.kind: phase for phase in edition.phases.all()}
    for kind, both in dates.items():
        phase = present.get(kind)
        if both is None:
            if phase is not None:
                phase.delete()
            continue
        phase = phase or Phase(edition=edition, kind=kind)
        phase.opens_at, phase.closes_at = both
        _refuse_begun(phase)
        phase.save()


def _refuse_begun(phase: Phase) -> None:
    """Raises Refused for a beginning, or an end, that is over and would be moved."""
    try:
        phase.clean()
    except ValidationError as error:
        raise Refused(f"{phase}: {' '.join(error.messages)}") from error


@transaction.atomic
def keep_fields(
    *, edition: Edition, rows: Sequence[TypedRow], by: User, upon: str | None = None
) -> None:
    """Fields are renamed, added and taken away. Raises NotAllowed, Frozen, Stale; Refused for one
    that something else of the edition stands on.
    """
    edition = _draft(edition, by)
    stored = stored_rows(edition.fields.all(), OF_A_NAME)
    if _is_kept(stored, _lines(stored), _typed(rows), upon=upon):
        return
    codes = set(edition.fields.values_list("code", flat=True))

    def new(columns: Mapping[str, Any], order: int) -> Field:
        code = _free_code(columns["name"], codes)
        codes.add(code)
        return Field(edition=edition, code=code, order=order, **columns)

    _keep(edition.fields.all(), rows, new)


def _free_code(name: str, taken: Iterable[str]) -> str:
    """“Nông, lâm nghiệp” gives NONGLAM; the next one of the same letters NONGLAM2."""
    letters = slugify(fold(name)).replace("-", "").upper()
    code = letters[: _CODE - 5] or "LV"
    found = code
    number = 1
    while found in taken:
        number += 1
        found = f"{code}{number}"
    return found


@transaction.atomic
def keep_kinds(
    *, edition: Edition, rows: Sequence[TypedRow], by: User, upon: str | None = None
) -> None:
    """Kinds are renamed, added and taken away. Raises NotAllowed, Frozen, Stale; Refused for one
    that questions of the form are asked of.
    """
    edition = _draft(edition, by)
    stored = stored_rows(edition.kinds.all(), OF_A_NAME)
    if _is_kept(stored, _lines(stored), _typed(rows), upon=upon):
        return
    removed = [row.number for row in rows if row.is_removed]
    asked = edition.questions.filter(kind__in=removed).select_related("kind").first()
    if asked is not None:
        raise Refused(
            _("“%(kind)s” has questions of its own in the form: take them out first.")
            % {"kind": asked.kind}
        )
    _keep(
        edition.kinds.all(),
        rows,
        lambda columns, order: EntryKind(edition=edition, order=order, **columns),
    )


@transaction.atomic
def keep_prizes(
    *, edition: Edition, rows: Sequence[TypedRow], by: User, upon: str | None = None
) -> None:
    """Prize tiers with their counts. Raises NotAllowed, Frozen, Stale."""
    edition = _draft(edition, by)
    stored = stored_rows(edition.tiers.all(), OF_A_PRIZE)
    if _is_kept(stored, _lines(stored), _typed(rows), upon=upon):
        return
    _keep(
        edition.tiers.all(),
        rows,
        lambda columns, order: PrizeTier(edition=edition, order=order, **columns),
    )


@transaction.atomic
def keep_criteria(
    *,
    scheme: Scheme,
    rows: Sequence[TypedRow],
    columns: Mapping[str, Any],
    by: User,
    upon: str | None = None,
) -> None:
    """Criteria of a round, and how its sheets are put together; the council's share is what the
    criteria add up to. Raises NotAllowed, Frozen, Stale; Refused where that is too much.
    """
    _draft(scheme.edition, by)
    scheme = lock(scheme)
    stored = stored_criteria(scheme)
    lines = [*_lines(stored[0]), stored[1]]
    if _is_kept(stored, lines, [*_typed(rows), dict(columns)], upon=upon):
        return
    _keep(
        scheme.criteria.all(),
        rows,
        lambda typed, order: Criterion(scheme=scheme, order=order, **typed),
    )
    points = scheme.criteria.values_list("max_points", flat=True)
    scheme.council_max = sum(points, Decimal(0))
    if scheme.council_max > MOST_POINTS:
        raise Refused(too_many_points())
    for name in OF_THE_SCORE:
        setattr(scheme, name, columns[name])
    scheme.save()


def too_many_points() -> str:
    """Why criteria are refused of which each is right by itself."""
    return _("The criteria add up to more than %(most)s points.") % {"most": score(MOST_POINTS)}


@transaction.atomic
def keep_vote(
    *, edition: Edition, columns: Mapping[str, Any], by: User, upon: str | None = None
) -> None:
    """What the public vote gives. Raises NotAllowed, Frozen, Stale; Refused without a round."""
    edition = _draft(edition, by)
    scheme = edition.scheme
    if scheme is None:
        raise Refused(_("There is no scoring scheme."))
    require_newest(stored_vote(edition), columns, upon=upon)
    for name in OF_THE_VOTE:
        setattr(scheme, name, columns[name])
    scheme.save()
    edition.vote_overlaps_judging = columns["vote_overlaps_judging"]
    edition.save(update_fields=["vote_overlaps_judging"])


def _is_kept(stored: Any, lines: Any, typed: Any, *, upon: str | None) -> bool:
    """Whether what was typed upon an older version is what is stored: its answer was lost, or the
    button was pressed twice. Raises Stale where it is not.
    """
    if upon is None or upon == version_of(stored):
        return False
    if lines != typed:
        raise Stale
    return True


def _lines(stored: Iterable[Any]) -> list[dict[str, Any]]:
    """What stands in the lines, whichever numbers they have."""
    return [columns for _number, columns in stored]


def _typed(rows: Sequence[TypedRow]) -> list[dict[str, Any]]:
    """What is to stand in the lines."""
    return [dict(row.columns) for row in rows if not row.is_removed]


def _keep(present: models.QuerySet, rows: Sequence[TypedRow], new: Any) -> None:
    """Change, take away and add rows. Raises Refused for one that is not there any more: what was
    typed into it is not passed over.
    """
    known = {row.pk: row for row in present}
    last = max((row.order for row in known.values()), default=-1)
    for typed in rows:
        row = known.get(typed.number) if typed.number else None
        if typed.is_removed:
            _take_away(row)
            continue
        if typed.number and row is None:
            raise Refused(_("“%(row)s” was taken away meanwhile.") % {"row": typed.columns["name"]})
        if row is None:
            last += 1
            row = new(typed.columns, last)
        for name, value in typed.columns.items():
            setattr(row, name, value)
        row.save()


def _take_away(row: models.Model | None) -> None:
    if row is None:
        return
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        raise Refused(_("“%(row)s” is in use and cannot be taken away.") % {"row": row}) from error
