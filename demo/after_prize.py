"""What came after the prizes of 2025: works in use, confirmed by the secretariat and by units; one
that nobody has looked at yet. Their owners let readers write to them.
"""

import datetime
from decimal import Decimal

from awards import applied
from awards.models import Award
from cms import letter_boxes
from competition.models import Edition
from demo.rehearsal.cast import Cast

# {field: where, what is measured, its unit, before, after}
MEASURED = {
    "NONGLAM": ("Hợp tác xã Chè Đồi Xanh", "Nước tưới mỗi vụ", "m³ mỗi sào", "100", "62"),
    "CNTT": ("Bộ phận một cửa của xã", "Thời gian làm một thủ tục", "phút", "45", "18"),
    "COKHI": ("Xưởng gỗ của hợp tác xã", "Công cấp phôi", "giờ mỗi ca", "6", "2.5"),
}
REPORTING = 3


def load(edition: Edition, cast: Cast, at: datetime.datetime) -> None:
    """The first winners report; the last of them waits for a look."""
    awards = Award.objects.filter(decision__edition=edition).order_by("rank", "pk")
    winners = awards.filter(entry__field__code__in=MEASURED).select_related(
        "entry__owner", "entry__field"
    )
    reporting = [(award, award.entry.field) for award in winners[:REPORTING]]
    for number, (award, field) in enumerate(reporting, start=1):
        place, indicator, measure, before, after = MEASURED[field.code if field else ""]
        report = applied.report_use(
            award=award,
            place=place,
            unit=None,
            since=at.date() - datetime.timedelta(days=60),
            indicator=indicator,
            measure=measure,
            before=Decimal(before),
            after=Decimal(after),
            publishes=True,
            by=award.entry.owner,
            at=at,
        )
        letter_boxes.open_box(award.entry, at=at)
        if number < len(reporting):
            applied.confirm(report=report, by=cast.secretary, at=at + datetime.timedelta(hours=2))
