"""A minute before and a minute after midnight in the province.

As the database and the server's clock give them, in UTC, both are of the same day, the eve.
"""

import datetime

from tests.rehearsed import ZONE

EVE = datetime.date(2030, 3, 5)
DAY = datetime.date(2030, 3, 6)
MINUTE = datetime.timedelta(minutes=1)
MIDNIGHT = datetime.datetime(2030, 3, 6, tzinfo=ZONE).astimezone(datetime.UTC)
BEFORE = MIDNIGHT - MINUTE
AFTER = MIDNIGHT + MINUTE
EDGES = [(BEFORE, EVE), (AFTER, DAY)]


def at_edge_of(day: datetime.date, *, after: bool) -> datetime.datetime:
    """A minute after a day of the province has begun, or a minute before it ends."""
    begins = MIDNIGHT + (day - DAY)
    return begins + MINUTE if after else begins + datetime.timedelta(days=1) - MINUTE


def written(moment: datetime.datetime) -> str:
    """The moment as people of the province write it."""
    return f"{moment.astimezone(ZONE):%H:%M, %d/%m/%Y}"


def on_paper(day: datetime.date) -> str:
    """As papers write it, with ordinary spaces: zeros before days below ten and months 1 and 2."""
    month = f"{day:%m}" if day.month < 3 else f"{day.month}"
    return f"ngày {day:%d} tháng {month} năm {day:%Y}"
