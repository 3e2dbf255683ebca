"""An edition's rules looked at as a whole: what would stop the process is said before anything
begins.
"""

import itertools
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from competition.models import Edition, Phase, Scheme
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
    return [*_parts(edition), *_timetable(edition), *_scheme(edition), *_prizes(edition)]


def _parts(edition: Edition):
    for part, related in [
        (_("Fields"), edition.fields),
        (_("Entry kinds"), edition.kinds),
        (_("Questions"), edition.questions),
    ]:
        if not related.exists():
            yield Problem(part, _("At least one is needed before entries can be written."))
    if edition.questions.exists() and not edition.questions.filter(judges_see=True).exists():
        yield Problem(
            _("Questions"),
            _("Judges would see no answer at all: mark at least one question for them."),
        )


def _timetable(edition: Edition):
    present = {phase.kind: phase for phase in edition.phases.all()}
    scheme = edition.schemes.order_by("order").last()
    with_vote = scheme is not None and scheme.vote_formula != Scheme.VoteFormula.NONE
    for kind in ORDER:
        if kind not in present and (kind != Phase.Kind.VOTING or with_vote):
            yield Problem(
                _("Timetable"), _("The phase “%(phase)s” has no dates.") % {"phase": kind.label}
            )
    in_order = [present[kind] for kind in ORDER if kind in present]
    for before, after in itertools.pairwise(in_order):
        if after.opens_at < before.opens_at:
            yield Problem(
                _("Timetable"),
                _("“%(after)s” begins before “%(before)s”.")
                % {"after": after.get_kind_display(), "before": before.get_kind_display()},
            )
    submission, judging = present.get(Phase.Kind.SUBMISSION), present.get(Phase.Kind.JUDGING)
    if submission and judging and judging.opens_at < submission.closes_at:
        yield Problem(_("Timetable"), _("Judging begins while entries can still be changed."))


def _scheme(edition: Edition):
    schemes = list(edition.schemes.order_by("order"))
    if not schemes:
        yield Problem(_("Scoring scheme"), _("There is no scoring scheme."))
        return
    if [scheme.order for scheme in schemes] != list(range(1, len(schemes) + 1)):
        yield Problem(
            _("Scoring scheme"), _("The rounds are to be numbered 1, 2, 3 … without a gap.")
        )
    for scheme in schemes:
        yield from _round(scheme)
    for scheme in schemes[:-1]:
        if not (scheme.promotes_per_field or scheme.promotes_from is not None):
            yield Problem(
                str(scheme.label or scheme), _("Nothing says who goes on to the next round.")
            )
    for before, after in itertools.pairwise(schemes):
        if before.ends_at and after.begins_at and after.begins_at < before.ends_at:
            yield Problem(
                str(after.label or after), _("This round begins before the one before it ends.")
            )
    last = schemes[-1]
    if last.vote_formula == Scheme.VoteFormula.NONE and last.vote_max:
        yield Problem(
            _("Scoring scheme"), _("There is no public vote, but it has a share of points.")
        )


def _round(scheme: Scheme):
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
    for criterion in scheme.criteria.all():
        expected = Decimal(0)
        for band in criterion.bands.all():
            if band.lowest > band.highest or band.lowest < 0 or band.highest > criterion.max_points:
                yield Problem(
                    criterion.label,
                    _("The band “%(band)s” lies outside the criterion's points.") % {"band": band},
                )
            if band.lowest > expected + 1:
                yield Problem(
                    criterion.label,
                    _("There is a gap before the band “%(band)s”.") % {"band": band},
                )
            expected = band.highest


def _prizes(edition: Edition):
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
