"""Figures of an edition for the first page, by day, field, commune; a minute old at most."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from cms.workbench.rail import SENT
from competition.models import Edition, Phase
from foundation.soft_cache import remembered
from submissions.models import Entry, EntryVersion

KEPT = 60  # seconds
MOST_FIELDS = 8
MOST_COMMUNES = 5
DAY = datetime.timedelta(days=1)


@dataclass
class Figures:
    """`days`: (day, how many were submitted first then), without gaps, until today. `before`: how
    many the contest's last edition had by the same day of its call, with its year; None where there
    was none. `fields` and `communes`: (name, how many), the most first; `communes_with`: how many
    communes have one.
    """

    total: int
    days: list[tuple[datetime.date, int]]
    deadline: datetime.date | None
    before: tuple[int, int] | None
    fields: list[tuple[str, int]]
    communes: list[tuple[str, int]]
    communes_with: int


def figures_of(edition: Edition, now: datetime.datetime) -> Figures:
    """Counted by the database, in as many statements for ten dossiers as for ten thousand."""
    today = localdate(now)
    return remembered(f"figures:{edition.pk}:{today}", lambda: _counted(edition, today), KEPT)


def communes_of(edition: Edition) -> dict[str, int]:
    """{code of the commune: how many dossiers}; those of other units are no commune's."""
    rows = (
        Entry.objects.in_edition(edition)
        .filter(status__in=SENT, unit__kind__in=["commune", "ward"])
        .order_by()
        .values_list("unit__code")
        .annotate(Count("pk"))
    )
    return dict(rows)


def _counted(edition: Edition, today: datetime.date) -> Figures:
    per_day = _per_day(edition)
    submission = edition.phase(Phase.Kind.SUBMISSION)
    begins = localdate(submission.opens_at) if submission else None
    communes = _named(edition, "unit__name", unit__kind__in=["commune", "ward"])
    return Figures(
        total=sum(per_day.values()),
        days=_without_gaps(per_day, begins, today),
        deadline=localdate(submission.closes_at) if submission else None,
        before=_before(edition, begins, today),
        fields=_named(edition, "field__name")[:MOST_FIELDS],
        communes=communes[:MOST_COMMUNES],
        communes_with=len(communes),
    )


def _per_day(edition: Edition) -> dict[datetime.date, int]:
    rows = (
        EntryVersion.objects.filter(entry__edition=edition, number=1)
        .order_by()
        .values_list(TruncDate("submitted_at"))
        .annotate(Count("pk"))
    )
    return dict(rows)


def _without_gaps(
    per_day: dict[datetime.date, int], begins: datetime.date | None, today: datetime.date
) -> list[tuple[datetime.date, int]]:
    if not per_day:
        return []
    day = min([*per_day, begins] if begins else per_day)
    last = min(max(per_day), today) if max(per_day) < today - 30 * DAY else today
    days = []
    while day <= last:
        days.append((day, per_day.get(day, 0)))
        day += DAY
    return days


def _before(
    edition: Edition, begins: datetime.date | None, today: datetime.date
) -> tuple[int, int] | None:
    """(the year of the contest's edition before, how many it had after as many days of its call)"""
    earlier = Edition.objects.filter(contest=edition.contest_id, year__lt=edition.year)
    last = earlier.order_by("-year", "-number").first()
    if last is None or begins is None:
        return None
    submission = last.phase(Phase.Kind.SUBMISSION)
    if submission is None:
        return None
    same_day = localdate(submission.opens_at) + (today - begins)
    submitted = EntryVersion.objects.filter(
        entry__edition=last, number=1, submitted_at__date__lte=same_day
    )
    return last.year, submitted.count()


def _named(edition: Edition, name: str, **which: object) -> list[tuple[str, int]]:
    rows: Iterable[tuple[str | None, int]] = (
        Entry.objects.in_edition(edition)
        .filter(status__in=SENT, **which)
        .order_by()
        .values_list(name)
        .annotate(Count("pk"))
    )
    counted = [(label, count) for label, count in rows if label]
    return sorted(counted, key=lambda row: (-row[1], row[0]))
