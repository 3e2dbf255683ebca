"""What the counts say: each chart with a title that tells its finding, and the table behind it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms import communes
from cms.numbers import drawing
from cms.numbers.counts import Counts, most_first
from cms.shares import shares_of
from competition.models import Edition, Phase

LISTED = 8  # communes beside the map
LAST_DAYS = 3
Cell = str | int


@dataclass(frozen=True)
class Chart:
    """One chart. `key` is its anchor and the name of its file; `drawing` is what the template
    `cms/numbers/<look>.html` draws.
    """

    key: str
    look: str
    title: str
    lead: str
    head: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    drawing: dict[str, Any] = field(default_factory=dict)


def charts_of(counts: Counts, editions: Sequence[Edition], before: Edition | None) -> list[Chart]:
    """Those that have something to show, in the order in which they are read."""
    made = [
        _map(counts),
        _over_time(counts, editions[0], before) if len(editions) == 1 else None,
        _by_edition(counts, editions) if len(editions) > 1 else None,
        _by_field(counts, editions, before),
        _by_kind(counts),
        _who(counts),
        _ages(counts),
        _prizes(counts, editions),
    ]
    return [chart for chart in made if chart is not None]


def _map(counts: Counts) -> Chart | None:
    units = communes.toned(counts.communes, communes.class_of)
    outlines = communes.outlines()
    with_some = sum(1 for unit in units if unit["count"])
    if not with_some:
        return None
    if 2 * with_some >= len(units):
        title = _("Inventors are everywhere: %(some)s of %(all)s communes and wards")
    else:
        title = _("%(some)s of %(all)s communes and wards take part")
    named = {unit["name"]: unit["count"] for unit in units if unit["count"]}
    classes = []
    for tone, (_least, name) in enumerate(communes.CLASSES):
        of_class = sum(1 for unit in units if unit["tone"] == tone)
        classes.append({"name": name, "tone": tone, "units": of_class})
    return Chart(
        key="xa-phuong",
        look="map",
        title=title % {"some": with_some, "all": len(units)},
        lead=_("Works by the commune or ward in which they were made."),
        head=(_("Commune or ward"), _("Works")),
        rows=list(most_first({unit["name"]: unit["count"] for unit in units})),
        drawing={
            "units": units,
            "box": outlines["viewBox"],
            "classes": classes,
            "most": shares_of(most_first(named)[:LISTED]),
        },
    )


def _begin(edition: Edition | None) -> datetime.date | None:
    """The first day of the call."""
    submission = edition.phase(Phase.Kind.SUBMISSION) if edition else None
    return localdate(submission.opens_at) if submission else None


def _over_time(counts: Counts, edition: Edition, before: Edition | None) -> Chart | None:
    daily = counts.days.get(edition.pk, {})
    earlier = counts.days.get(before.pk, {}) if before else {}
    begins = _begin(edition)
    if begins is None or not daily:
        return None
    drawn = drawing.days_of(daily, begins, earlier, _begin(before))
    last = drawing.without_gaps(daily, begins)[-LAST_DAYS:]
    title = ngettext(
        "Of %(all)s works, %(last)s came on the last day",
        "Of %(all)s works, %(last)s came in the last %(days)s days",
        len(last),
    )
    if earlier:
        lead = _("Works submitted since the call began, beside those of %(year)s.")
    else:
        lead = _("Works submitted since the call began.")
    rows: list[tuple[Cell, ...]] = []
    total = 0
    for day in sorted(daily):
        total += daily[day]
        rows.append((date_format(day, "SHORT_DATE_FORMAT"), daily[day], total))
    return Chart(
        key="theo-ngay",
        look="days",
        title=title % {"all": sum(daily.values()), "last": sum(last), "days": len(last)},
        lead=lead % {"year": before.year if before else ""},
        head=(_("Day"), _("Works"), _("Together")),
        rows=rows,
        drawing={
            "days": drawn,
            "year": edition.year,
            "before_year": before.year if before else None,
        },
    )


def _by_edition(counts: Counts, editions: Sequence[Edition]) -> Chart:
    rows = [(edition.label, counts.entries.get(edition.pk, 0)) for edition in editions]
    return Chart(
        key="theo-lan",
        look="bars",
        title=_("%(all)s works in %(editions)s editions")
        % {"all": sum(count for _label, count in rows), "editions": len(rows)},
        lead=_("Works that took part, by edition."),
        head=(_("Edition"), _("Works")),
        rows=list(rows),
        drawing={"shares": shares_of(rows)},
    )


def _by_field(counts: Counts, editions: Sequence[Edition], before: Edition | None) -> Chart | None:
    now: dict[str, int] = {}
    for edition in editions:
        for name, count in counts.fields.get(edition.pk, {}).items():
            now[name] = now.get(name, 0) + count
    if not now:
        return None
    was = counts.fields.get(before.pk, {}) if before else None
    pairs = drawing.pairs_of(now, was)
    first = pairs[0]
    lead = _("Works by field.")
    head: tuple[str, ...] = (pgettext("a work", "Field"), _("Works"))
    rows: list[tuple[Cell, ...]] = [(pair.name, pair.now) for pair in pairs]
    if before:
        lead = _("Works by field: %(before)s (hollow) and %(now)s (filled).") % {
            "before": before.year,
            "now": editions[0].year,
        }
        head = (pgettext("a work", "Field"), str(before.year), str(editions[0].year))
        rows = [(pair.name, pair.before or 0, pair.now) for pair in pairs]
    if len(pairs) > 1 and pairs[1].now == first.now:
        title = _("The fields are close: the largest have %(count)s works")
    else:
        title = _("%(field)s leads with %(count)s works")
    return Chart(
        key="linh-vuc",
        look="pairs",
        title=title % {"field": first.name, "count": first.now},
        lead=lead,
        head=head,
        rows=rows,
        drawing={"pairs": pairs},
    )


def _by_kind(counts: Counts) -> Chart | None:
    if len(counts.kinds) < 2:
        return None
    name, count = counts.kinds[0]
    total = sum(number for _name, number in counts.kinds)
    if counts.kinds[1][1] == count:
        title = _("%(all)s works of %(kinds)s kinds")
    else:
        title = _("%(kind)s: %(count)s of %(all)s")
    words = {"kind": name, "count": count, "all": total, "kinds": len(counts.kinds)}
    return Chart(
        key="loai",
        look="bars",
        title=title % words,
        lead=_("Works by kind."),
        head=(_("Kind"), _("Works")),
        rows=list(counts.kinds),
        drawing={"shares": shares_of(counts.kinds)},
    )


def _told(rows: Sequence[tuple[str, int | None]]) -> list[tuple[Cell, ...]]:
    return [(name, _("not told") if count is None else count) for name, count in rows]


def _people(
    key: str, rows: Sequence[tuple[str, int | None]], title: str, lead: str, head: tuple[str, str]
) -> Chart | None:
    """A chart of people, whose small groups are not told."""
    known = [(name, count) for name, count in rows if count]
    if not known:
        return None
    name, count = max(known, key=lambda row: row[1])
    note = " " + _("Groups of fewer than five are not told.") if None in dict(rows).values() else ""
    return Chart(
        key=key,
        look="bars",
        title=title % {"group": name, "count": count},
        lead=lead + note,
        head=head,
        rows=_told(rows),
        drawing={"shares": shares_of(known)},
    )


def _who(counts: Counts) -> Chart | None:
    return _people(
        "ai-du-thi",
        counts.entrants,
        _("Who enters: %(count)s times %(group)s"),
        _("Works by who entered them."),
        (_("Who enters"), _("Works")),
    )


def _ages(counts: Counts) -> Chart | None:
    return _people(
        "tuoi",
        counts.ages,
        _("Most authors are %(group)s years old"),
        _("Authors by age in the year of the edition; each is counted once for each work."),
        (_("Age"), _("Authors")),
    )


def _prizes(counts: Counts, editions: Sequence[Edition]) -> Chart | None:
    if not counts.prizes:
        return None
    won = sum(count for _name, count in counts.prizes)
    total = sum(counts.entries.get(edition.pk, 0) for edition in editions)
    return Chart(
        key="giai",
        look="bars",
        title=_("%(won)s of %(all)s works won a prize") % {"won": won, "all": total},
        lead=_("Announced prizes, the highest first."),
        head=(_("Prize"), _("Works")),
        rows=list(counts.prizes),
        drawing={"shares": shares_of(counts.prizes), "is_gold": True},
    )
