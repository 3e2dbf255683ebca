"""What of a work the public may see at a moment: the one place where consents and the embargo are
read. Public pages get a `Face` and never the work, so that a new page shows no more than this.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competition.models import EntryKind, Field


@dataclass(frozen=True)
class Allowed:
    """What an entrant has agreed to; nothing without a tick."""

    names: bool = False
    pictures: bool = False
    summary: bool = False
    embargo_until: datetime.date | None = None  # nothing of the content is public before this day

    def is_hidden(self, at: datetime.datetime) -> bool:
        """Whether the embargo lasts: until the day begins in the province."""
        return self.embargo_until is not None and localdate(at) < self.embargo_until


@dataclass(frozen=True)
class Face:
    """A work as strangers see it. Under embargo: field and kind alone, and words that say so."""

    title: str
    field: Field | None
    kind: EntryKind | None
    is_hidden: bool
    summary: str = ""
    names: tuple[str, ...] = ()  # none: the authors are not named
    unit: str = ""  # a unit of three people is as good as their names
    has_pictures: bool = False


def face(
    allowed: Allowed,
    *,
    at: datetime.datetime,
    title: str,
    field: Field | None,
    kind: EntryKind | None = None,
    summary: str = "",
    names: Sequence[str] = (),
    unit: str = "",
) -> Face:
    """What remains of a work's facts at this moment."""
    if allowed.is_hidden(at):
        return Face(_("Content not public yet"), field, kind, is_hidden=True)
    return Face(
        title,
        field,
        kind,
        is_hidden=False,
        summary=summary if allowed.summary else "",
        names=tuple(names) if allowed.names else (),
        unit=unit if allowed.names else "",
        has_pictures=allowed.pictures,
    )
