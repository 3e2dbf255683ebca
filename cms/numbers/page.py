"""Which editions a visitor may choose, and the page of the one that was chosen."""

import csv
import datetime
import io
from dataclasses import dataclass

from cms import communes
from cms.numbers.charts import Chart, charts_of
from cms.numbers.counts import Counts, counts_of
from competition.listing.tables import harmless
from competition.models import Edition, Phase

ALL = "tat-ca"


@dataclass(frozen=True)
class Numbers:
    """What the page shows: `chosen` is an edition's address, or ALL."""

    chosen: str
    editions: list[Edition]
    shown: list[Edition]
    before: Edition | None
    counts: Counts
    charts: list[Chart]

    @property
    def entries(self) -> int:
        return sum(self.counts.entries.get(edition.pk, 0) for edition in self.shown)

    @property
    def entries_before(self) -> int | None:
        return self.counts.entries.get(self.before.pk, 0) if self.before else None

    @property
    def communes(self) -> int:
        """Those on the map that have a work."""
        on_the_map = {unit["code"] for unit in communes.outlines()["units"]}
        return len(on_the_map & self.counts.communes.keys())

    @property
    def all_communes(self) -> int:
        return len(communes.outlines()["units"])

    @property
    def prizes(self) -> int:
        return sum(count for _name, count in self.counts.prizes)


def public_editions(at: datetime.datetime) -> list[Edition]:
    """Those whose call has begun, the newest first."""
    begun = Edition.objects.filter(
        phases__kind=Phase.Kind.SUBMISSION, phases__opens_at__lte=at
    ).select_related("publication")
    newest_first = begun.order_by("-year", "-number", "pk")
    return [edition for edition in newest_first if not edition.is_draft]


def numbers_of(
    chosen: str, default: Edition | None, is_all: bool, at: datetime.datetime
) -> Numbers | None:
    """None where no edition may be shown. What an address names and nobody knows gives the page's
    own choice.
    """
    editions = public_editions(at)
    if not editions:
        return None
    by_slug = {edition.slug: edition for edition in editions}
    if chosen != ALL and chosen not in by_slug:
        chosen = default.slug if default and default.slug in by_slug else editions[0].slug
        chosen = ALL if is_all else chosen
    shown = editions if chosen == ALL else [by_slug[chosen]]
    before = None if chosen == ALL else _before(by_slug[chosen], editions)
    counts = counts_of(shown, before)
    charts = charts_of(counts, shown, before)
    return Numbers(chosen, editions, shown, before, counts, charts)


def _before(edition: Edition, editions: list[Edition]) -> Edition | None:
    """The last one of the same contest."""
    for other in editions:
        if other.contest_id == edition.contest_id and other.year < edition.year:
            return other
    return None


def as_csv(chart: Chart) -> bytes:
    """The table behind a chart: UTF-8 with its mark; no text in it is a formula."""
    stream = io.StringIO(newline="")
    lines = csv.writer(stream, quoting=csv.QUOTE_ALL)
    lines.writerow(chart.head)
    for row in chart.rows:
        lines.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return stream.getvalue().encode("utf-8-sig")
