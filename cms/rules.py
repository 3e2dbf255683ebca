"""The rules of an edition as a page: numbered chapters, points as slices, the calendar as bars."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competition.models import Edition, Phase, Scheme
from competition.regulation import age_rule, regulation_of
from foundation.vietnamese.text import fold

OPENING = 2  # texts that stand before the points: who may enter, what a dossier is
TONES = 4
WIDEST = Decimal(100)


@dataclass(frozen=True)
class Chapter:
    """A numbered part of the page; `articles` are its sentences, numbered 1.1, 1.2 …"""

    anchor: str
    title: str
    kind: str  # text, scoring, prizes, calendar, decisions
    articles: tuple[str, ...] = ()


def chapters_of(edition: Edition) -> list[Chapter]:
    """Every part of the rules that the edition has, in reading order."""
    regulation = regulation_of(edition)
    texts = [_text(text) for text in regulation["texts"]]
    found = texts[:OPENING]
    found.append(Chapter("ai-du-thi", _("Fields and authors"), "text", _conditions(edition)))
    if regulation["schemes"]:
        found.append(Chapter("cham-diem", _("How entries are scored"), "scoring"))
    if regulation["tiers"]:
        found.append(Chapter("giai-thuong", _("Prizes"), "prizes"))
    if edition.timetable:
        found.append(Chapter("lich", pgettext("of a contest", "Calendar"), "calendar"))
    found += texts[OPENING:]
    if regulation["decisions"]:
        title = _("Decisions that changed the rules")
        found.append(Chapter("dieu-chinh", title, "decisions"))
    return found


def _text(text) -> Chapter:
    articles = tuple(line.strip() for line in text.text.splitlines() if line.strip())
    return Chapter(f"muc-{slugify(fold(text.title))[:40]}", text.heading, "text", articles)


def _conditions(edition: Edition) -> tuple[str, ...]:
    """What the columns of the edition say about fields and authors, as sentences."""
    fields = regulation_of(edition)["fields"]
    articles = []
    if fields:
        names = "; ".join(field.label for field in fields)
        articles.append(_("Fields: %(names)s.") % {"names": names})
    articles.append(age_rule(edition))
    most = edition.max_authors
    words = ngettext(
        "An entry has at most %(most)s author.", "An entry has at most %(most)s authors.", most
    )
    articles.append(words % {"most": most})
    if edition.first_applied_from:
        day = date_format(edition.first_applied_from, "SHORT_DATE_FORMAT")
        articles.append(_("First applied on %(day)s or later.") % {"day": day})
    return tuple(articles)


@dataclass(frozen=True)
class Slice:
    """A criterion's part of all points; `x` and `width` in percent, `tone` 0 (dark) to 3."""

    points: Decimal
    label: str
    x: float
    width: float
    tone: int


def slices_of(scheme: Scheme, *, counts_vote: bool) -> list[Slice]:
    """The criteria of a round, and the vote where it counts, as wide as their points."""
    parts = [(one.max_points, one.label) for one in scheme.criteria.all()]
    if counts_vote:
        parts.append((scheme.vote_max, _("Public vote")))
    total = sum(points for points, _label in parts)
    found = []
    passed = Decimal(0)
    for place, (points, label) in enumerate(parts):
        x = float(WIDEST * passed / total)
        width = float(WIDEST * points / total)
        found.append(Slice(points, label, x, width, place % TONES))
        passed += points
    return found


def rounds_of(edition: Edition) -> list[dict]:
    """[{"scheme", "slices", "counts_vote"}]: the last round holds the share of the vote."""
    schemes = regulation_of(edition)["schemes"]
    found = []
    for scheme in schemes:
        is_last = scheme == schemes[-1]
        counts = is_last and scheme.vote_formula != Scheme.VoteFormula.NONE and scheme.vote_max > 0
        slices = slices_of(scheme, counts_vote=counts)
        found.append({"scheme": scheme, "slices": slices, "counts_vote": counts})
    return found


@dataclass(frozen=True)
class Bar:
    """A phase in the calendar; `x` and `width` in percent of the whole year of the contest."""

    phase: Phase
    x: float
    width: float
    is_over: bool
    is_open: bool


@dataclass(frozen=True)
class Calendar:
    """Rows of bars under the months; `today` is where the line of this day stands, if it does."""

    bars: list[Bar]
    months: list[tuple[str, float]]
    today: float | None
    day: datetime.datetime

    @property
    def anchor(self) -> str:
        """Which end of the word “today” stands on its line, so that it stays inside the picture."""
        if self.today is None or 12 <= self.today <= 80:
            return "middle"
        return "end" if self.today > 80 else "start"


def calendar_of(edition: Edition, at: datetime.datetime) -> Calendar | None:
    """None before there is a phase."""
    if not edition.timetable:
        return None
    begins = min(phase.opens_at for phase in edition.timetable)
    ends = max(phase.closes_at for phase in edition.timetable)
    whole = ends - begins

    def place(moment: datetime.datetime) -> float:
        return round(100 * ((moment - begins) / whole), 2)

    bars = []
    for phase in edition.timetable:
        x = place(phase.opens_at)
        width = max(place(phase.closes_at) - x, 1)
        bars.append(Bar(phase, x, width, phase.closes_at <= at, phase.is_open(at)))
    today = place(at) if begins <= at <= ends else None
    return Calendar(bars, _months(begins, ends), today, at)


def _months(begins: datetime.datetime, ends: datetime.datetime) -> list[tuple[str, float]]:
    """(“T12”, where it begins in percent) of each month that begins within."""
    first = localdate(begins)
    days = max((localdate(ends) - first).days, 1)
    found = []
    for day in range(1, days):
        date = first + datetime.timedelta(days=day)
        if date.day == 1:
            label = _("M%(month)s") % {"month": date.month}
            found.append((label, round(100 * day / days, 2)))
    return found
