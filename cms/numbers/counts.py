"""What is counted for the public: totals without names. Drafts and withdrawn works are not counted,
people only in groups of five and more, prizes only once they are announced.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear, TruncDate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Unit
from awards.models import AppliedReport
from cms import facts
from competition.models import Edition
from foundation.soft_cache import remembered
from submissions.models import Author, Entry, EntryVersion

KEPT = 300  # seconds
SMALLEST = 5  # a group of people that is told
Status = Entry.Status
Named = list[tuple[str, int]]  # (name, how many), the most first


@dataclass(frozen=True)
class Counts:
    """Of one edition, or of several together. `days`: {edition: {day of the first submission: how
    many}}; `fields`: {edition: {name: how many}}; `communes`: {code: how many}; `entrants` and
    `ages` with None for a group that is too small to be told; `prizes` in the order of the tiers.
    """

    entries: dict[int, int]
    days: dict[int, dict[datetime.date, int]]
    fields: dict[int, dict[str, int]]
    kinds: Named
    communes: dict[str, int]
    entrants: list[tuple[str, int | None]]
    authors: int
    ages: list[tuple[str, int | None]]
    prizes: Named
    applied: int  # works that are applied somewhere, as was confirmed and may be told


def counts_of(editions: Sequence[Edition], before: Edition | None) -> Counts:
    """Counted by the database, in as many statements for ten works as for ten thousand; some
    minutes old at most. `before` is the edition that days and fields are compared with.
    """
    numbers = [edition.pk for edition in editions]
    key = f"numbers:{numbers}:{before and before.pk}:{get_language()}".replace(" ", "")
    return remembered(key, lambda: _counted(editions, before), KEPT)


def _counted(editions: Sequence[Edition], before: Edition | None) -> Counts:
    numbers = [edition.pk for edition in editions]
    compared = [*numbers, *([before.pk] if before else [])]
    standing = Entry.objects.exclude(status__in=[Status.DRAFT, Status.WITHDRAWN]).order_by()
    here = standing.filter(edition__in=numbers)
    fields, entries = _fields(standing.filter(edition__in=compared))
    authors, ages = _ages(numbers, {edition.pk: edition.year for edition in editions})
    return Counts(
        entries=entries,
        days=_days(compared),
        fields=fields,
        kinds=_labelled(here, "kind"),
        communes=_communes(here),
        entrants=_entrants(here),
        authors=authors,
        ages=ages,
        prizes=_prizes(numbers),
        applied=_applied(numbers),
    )


def _label(name: str, name_en: str) -> str:
    return name_en if name_en and get_language() == "en" else name


def _fields(entries: QuerySet[Entry]) -> tuple[dict[int, dict[str, int]], dict[int, int]]:
    fields: dict[int, dict[str, int]] = defaultdict(dict)
    totals: Counter[int] = Counter()
    rows = entries.values_list("edition", "field__name", "field__name_en").annotate(Count("pk"))
    for edition, name, name_en, count in rows:
        totals[edition] += count
        if name:
            fields[edition][_label(name, name_en)] = count
    return dict(fields), dict(totals)


def _days(numbers: Iterable[int]) -> dict[int, dict[datetime.date, int]]:
    days: dict[int, dict[datetime.date, int]] = defaultdict(dict)
    sent = EntryVersion.objects.filter(entry__edition__in=numbers, number=1)
    standing = sent.exclude(entry__status=Status.WITHDRAWN).order_by()
    rows = standing.values_list("entry__edition", TruncDate("submitted_at")).annotate(Count("pk"))
    for edition, day, count in rows:
        days[edition][day] = count
    return dict(days)


def _labelled(entries: QuerySet[Entry], column: str) -> Named:
    counts: Counter[str] = Counter()
    rows = entries.values_list(f"{column}__name", f"{column}__name_en").annotate(Count("pk"))
    for name, name_en, count in rows:
        if name:
            counts[_label(name, name_en)] += count
    return most_first(counts)


def most_first(counts: Mapping[str, int]) -> Named:
    """(name, how many), the most first, equals by name."""
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))


def _communes(entries: QuerySet[Entry]) -> dict[str, int]:
    of_communes = entries.filter(unit__kind__in=[Unit.Kind.COMMUNE, Unit.Kind.WARD])
    return dict(of_communes.values_list("unit__code").annotate(Count("pk")))


def _entrants(entries: QuerySet[Entry]) -> list[tuple[str, int | None]]:
    counts = dict(entries.values_list("entrant").annotate(Count("pk")))
    told = tellable([counts.get(value, 0) for value in Entry.Entrant.values])
    labels = [str(label) for label in Entry.Entrant.labels]
    return list(zip(labels, told, strict=True))


def _ages(
    numbers: Iterable[int], years: Mapping[int, int]
) -> tuple[int, list[tuple[str, int | None]]]:
    """How many authors the works have together, and by age in the year of the edition."""
    bands = [
        (_("under 18"), 0, 17),
        (_("18 to 30"), 18, 30),
        (_("31 to 45"), 31, 45),
        (_("46 to 60"), 46, 60),
        (_("over 60"), 61, 200),
    ]
    standing = ~Q(entry__status__in=[Status.DRAFT, Status.WITHDRAWN])
    authors = Author.objects.filter(standing, entry__edition__in=numbers).order_by()
    rows = authors.values_list("entry__edition", ExtractYear("birth_date")).annotate(Count("pk"))
    total = 0
    counts = [0] * len(bands)
    for edition, born, count in rows:
        total += count
        for place, (_name, youngest, oldest) in enumerate(bands):
            if born is not None and youngest <= years[edition] - born <= oldest:
                counts[place] += count
    told = tellable(counts)
    return total, [(band[0], count) for band, count in zip(bands, told, strict=True)]


def tellable(counts: Sequence[int]) -> list[int | None]:
    """None in place of groups of fewer than SMALLEST people; and where that is a single group, of
    the next smallest one too, since the sum would tell it.
    """
    told = [count if count == 0 or count >= SMALLEST else None for count in counts]
    if told.count(None) == 1:
        others = [count for count in told if count]
        if others:
            told[told.index(min(others))] = None
    return told


def _prizes(numbers: Iterable[int]) -> Named:
    awards = facts.all_winners().filter(decision__edition__in=numbers)
    rows = awards.order_by("tier__order").values_list("tier__order", "tier__name", "tier__name_en")
    counts: Counter[str] = Counter()
    for _order, name, name_en, count in rows.annotate(Count("pk")):
        counts[_label(name, name_en)] += count
    return list(counts.items())


def _applied(numbers: Iterable[int]) -> int:
    confirmed = AppliedReport.objects.filter(check_row__is_confirmed=True, publishes=True)
    winners = facts.all_winners().filter(decision__edition__in=numbers)
    return winners.order_by().filter(pk__in=confirmed.values("award")).count()
