"""Asking the timetable. Deadlines are checked here, by the server's clock, inside the asking verb's
transaction.
"""

import datetime

from django.utils.formats import date_format
from django.utils.timesince import timeuntil
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competition.errors import PhaseClosed
from competition.models import Edition, Phase

# The order in which phases must begin; the vote may overlap judging only when the edition's dates
# say so.
ORDER = [
    Phase.Kind.SUBMISSION,
    Phase.Kind.SCREENING,
    Phase.Kind.JUDGING,
    Phase.Kind.VOTING,
    Phase.Kind.RATIFICATION,
    Phase.Kind.ANNOUNCEMENT,
]


def require_open(
    edition: Edition,
    kind: str,
    *,
    at: datetime.datetime,
    grace: datetime.timedelta = datetime.timedelta(0),
) -> Phase:
    """The locked phase row when it is open at this moment; raises PhaseClosed with the dates
    otherwise.

    `grace` is how long after the close it still counts as open, as the edition's rules state.

    The row is locked, so that an extension and a submission at the last second cannot pass each
    other.
    """
    phase = Phase.objects.select_for_update().filter(edition=edition, kind=kind).first()
    if edition.is_draft:
        raise PhaseClosed(_("The regulation of this edition is not published yet."))
    if phase is None:
        raise PhaseClosed(
            _("This edition has no phase “%(phase)s”.") % {"phase": Phase.Kind(kind).label}
        )
    if at < phase.opens_at:
        raise PhaseClosed(
            _("“%(phase)s” has not begun; it opens at %(time)s.")
            % {
                "phase": phase.get_kind_display(),
                "time": date_format(localtime(phase.opens_at), "DATETIME_FORMAT"),
            }
        )
    if at >= phase.closes_at + grace:
        raise PhaseClosed(
            _("“%(phase)s” closed at %(time)s by the server's clock. What you typed is kept.")
            % {
                "phase": phase.get_kind_display(),
                "time": date_format(localtime(phase.closes_at), "DATETIME_FORMAT"),
            }
        )
    return phase


def is_open(edition: Edition, kind: str, at: datetime.datetime) -> bool:
    """Whether the phase is open at this moment; for what a page offers, not for what a
    verb allows.
    """
    phase = edition.phase(kind)
    return phase is not None and phase.is_open(at) and not edition.is_draft


def has_closed(edition: Edition, kind: str, at: datetime.datetime) -> bool:
    """Whether the phase is over. An edition without the phase counts as over."""
    phase = edition.phase(kind)
    return phase is None or at >= phase.closes_at


# What visitors take part in: it is named before what only the office does at the same time.
FOR_VISITORS = [Phase.Kind.SUBMISSION, Phase.Kind.VOTING]


def current(edition: Edition, at: datetime.datetime) -> Phase | None:
    """The phase that pages name: what visitors can take part in now, otherwise the latest that has
    begun; None before the first.
    """
    for kind in FOR_VISITORS:
        if is_open(edition, kind, at):
            return edition.phase(kind)
    begun = [phase for phase in edition.timetable if phase.opens_at <= at]
    return begun[-1] if begun else None


def in_words(edition: Edition, at: datetime.datetime) -> str:
    """Where the edition stands: “submission of entries until 15/12/2026 17:00, 19 days left”."""
    if edition.is_draft:
        return _("a draft, not published yet")
    phase = current(edition, at)
    if phase is None:
        return _("published, not begun yet")
    words = {
        "phase": phase.get_kind_display(),
        "time": date_format(localtime(phase.closes_at), "DATETIME_FORMAT"),
    }
    if at >= phase.closes_at:
        return _("%(phase)s ended at %(time)s") % words
    return _("%(phase)s until %(time)s, %(left)s left") % {**words, "left": _left(phase, at)}


def _left(phase: Phase, at: datetime.datetime) -> str:
    """In days as entrants are told them (never in weeks, of which the rest would be cut), on the
    last day in hours.
    """
    days = (phase.closes_at - at).days
    if days < 1:
        return timeuntil(phase.closes_at, at, depth=1)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
