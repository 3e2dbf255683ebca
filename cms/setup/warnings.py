"""What of a timetable contradicts nothing and still goes wrong: days on which nobody works, and
phases that run into each other.
"""

import datetime
from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from competition.models import Edition, Phase
from competition.moved_dates import day_of
from foundation.vietnamese.calendar import next_working_day, why_closed

# What must be over when the other begins.
_ONE_AFTER_THE_OTHER = (
    (Phase.Kind.JUDGING, Phase.Kind.RATIFICATION),
    (Phase.Kind.VOTING, Phase.Kind.RATIFICATION),
)


def of_the_timetable(edition: Edition) -> Iterator[str]:
    """A sentence for each day that is closed, and for each two phases that overlap."""
    for phase in edition.timetable:
        label = phase.get_kind_display()
        begins = _closed(day_of(phase.opens_at, ends=False))
        if begins:
            yield _("“%(phase)s” begins on %(day)s (%(why)s); %(next)s is a working day.") % {
                "phase": label,
                **begins,
            }
        ends = _closed(day_of(phase.closes_at, ends=True))
        if ends:
            yield _("“%(phase)s” ends on %(day)s (%(why)s); %(next)s is a working day.") % {
                "phase": label,
                **ends,
            }
    yield from _overlaps(edition)


def _closed(day: datetime.date) -> dict[str, str]:
    """Why nobody works on this day, and the next on which people do; empty on a working day."""
    why = why_closed(day)
    if not why:
        return {}
    return {
        "day": date_format(day, "SHORT_DATE_FORMAT"),
        "why": why,
        "next": date_format(next_working_day(day), "SHORT_DATE_FORMAT"),
    }


def _overlaps(edition: Edition) -> Iterator[str]:
    judging = edition.phase(Phase.Kind.JUDGING)
    voting = edition.phase(Phase.Kind.VOTING)
    overlap = judging and voting and voting.opens_at < judging.closes_at
    if overlap and not edition.vote_overlaps_judging:
        yield _("The vote begins while judges score, which the rules do not allow.")
    for before, after in _ONE_AFTER_THE_OTHER:
        first = edition.phase(before)
        second = edition.phase(after)
        if first and second and second.opens_at < first.closes_at:
            yield _("“%(after)s” begins before “%(before)s” is over.") % {
                "after": second.get_kind_display(),
                "before": first.get_kind_display(),
            }
