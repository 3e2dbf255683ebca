"""An edition's rules as a whole: what would stop the process is said before anything begins."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Manager
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competition.models import Criterion, Edition, Phase, Scheme
from competition.phases import ORDER
from foundation.vietnamese.templatetags.vietnamese import score


@dataclass(frozen=True)
class Problem:
    """What is wrong, under the part where it is mended."""

    part: str
    text: str


def problems(edition: Edition) -> list[Problem]:
    """Every gap or contradiction of the edition's rules; empty when the edition can run
    to its end.
    """
    return [*_parts(edition), *_timetable(edition), *_schemes(edition), *_prizes(edition)]


def _parts(edition: Edition) -> Iterator[Problem]:
    parts: list[tuple[str, Manager]] = [
        (pgettext("a work", "Fields"), edition.fields),
        (_("Entry kinds"), edition.kinds),
        (_("Questions"), edition.questions),
    ]
    for part, rows in parts:
        if not rows.exists():
            yield Problem(part, _("At least one is needed before entries can be written."))
    if edition.questions.exists() and not edition.questions.filter(judges_see=True).exists():
        yield Problem(
            _("Questions"),
            _("Judges would see no answer at all: mark at least one question for them."),
        )


def _timetable(edition: Edition) -> Iterator[Problem]:
    phases = {phase.kind: phase for phase in edition.phases.all()}
    last_scheme = edition.schemes.order_by("order").last()
    with_vote = last_scheme is not None and last_scheme.has_vote
    for kind in ORDER:
        is_needed = with_vote or kind != Phase.Kind.VOTING
        if is_needed and kind not in phases:
            yield Problem(
                _("Timetable"), _("The phase “%(phase)s” has no dates.") % {"phase": kind.label}
            )
    in_order = [phases[kind] for kind in ORDER if kind in phases]
    for before, after in itertools.pairwise(in_order):
        if after.opens_at < before.opens_at:
            yield Problem(
                _("Timetable"),
                _("“%(after)s” begins before “%(before)s”.")
                % {"after": after.get_kind_display(), "before": before.get_kind_display()},
            )
    submission = phases.get(Phase.Kind.SUBMISSION)
    judging = phases.get(Phase.Kind.JUDGING)
    if submission and judging and judging.opens_at < submission.closes_at:
        yield Problem(_("Timetable"), _("Judging begins while entries can still be changed."))


def _schemes(edition: Edition) -> Iterator[Problem]:
    schemes = list(edition.schemes.order_by("order"))
    if not schemes:
        yield Problem(_("Scoring scheme"), _("There is no scoring scheme."))
        return
    if [scheme.order for scheme in schemes] != list(range(1, len(schemes) + 1)):
        yield Problem(
            _("Scoring scheme"), _("The rounds are to be numbered 1, 2, 3 … without a gap.")
        )
    for scheme in schemes:
        yield from _points(scheme)
        for criterion in scheme.criteria.all():
            yield from _bands(criterion)
    yield from _ways_between(schemes)
    last = schemes[-1]
    if last.vote_max and not last.has_vote:
        yield Problem(
            _("Scoring scheme"), _("There is no public vote, but it has a share of points.")
        )


def _points(scheme: Scheme) -> Iterator[Problem]:
    total = sum((criterion.max_points for criterion in scheme.criteria.all()), Decimal(0))
    if total != scheme.council_max:
        yield Problem(
            _("Scoring scheme"),
            _("The criteria add up to %(total)s points, the council's share is %(share)s.")
            % {"total": score(total), "share": score(scheme.council_max)},
        )
    unknown = set(scheme.tie_rules) - set(Scheme.TieRule.values)
    if unknown:
        yield Problem(
            _("Scoring scheme"),
            _("Unknown tie rules: %(rules)s.") % {"rules": ", ".join(sorted(unknown))},
        )


def _bands(criterion: Criterion) -> Iterator[Problem]:
    """Bands lie within the criterion's points and leave no gap from zero upwards."""
    reached = Decimal(0)
    for band in criterion.bands.all():
        if band.lowest > band.highest or band.lowest < 0 or band.highest > criterion.max_points:
            yield Problem(
                criterion.label,
                _("The band “%(band)s” lies outside the criterion's points.") % {"band": band},
            )
        if band.lowest > reached + 1:
            yield Problem(
                criterion.label,
                _("There is a gap before the band “%(band)s”.") % {"band": band},
            )
        reached = band.highest


def _ways_between(schemes: list[Scheme]) -> Iterator[Problem]:
    """Each round but the last says who goes on, and ends before the next one begins."""
    for scheme in schemes[:-1]:
        if not scheme.promotes_per_field and scheme.promotes_from is None:
            yield Problem(
                str(scheme.label or scheme), _("Nothing says who goes on to the next round.")
            )
    for before, after in itertools.pairwise(schemes):
        if before.ends_at and after.begins_at and after.begins_at < before.ends_at:
            yield Problem(
                str(after.label or after), _("This round begins before the one before it ends.")
            )


def _prizes(edition: Edition) -> Iterator[Problem]:
    tiers = list(edition.tiers.all())
    if not tiers:
        yield Problem(_("Prizes"), _("There is no prize."))
    for higher, lower in itertools.pairwise(tiers):
        if lower.money > higher.money:
            yield Problem(
                _("Prizes"),
                _("“%(lower)s” is worth more than “%(higher)s”.")
                % {"lower": lower, "higher": higher},
            )
