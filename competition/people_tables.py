"""Tables that the office fills in, read and kept until they are carried out."""

import datetime
from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.models import PeopleTable, User
from competition.errors import Refused
from competition.typed_tables import Columns, cells, rows_below
from foundation.vault import incoming

MOST_ROWS = 500
KEPT = datetime.timedelta(days=30)  # then names and addresses go


def kept_from(
    upload: UploadedFile,
    *,
    kind: str,
    edition_id: int,
    columns: Columns,
    required: Sequence[str],
    whose: User,
    at: datetime.datetime,
) -> PeopleTable:
    """The table as it was read. Raises Refused: no Excel table, a formula, no heading, no row."""
    try:
        table = incoming.typed_table(upload, most_rows=MOST_ROWS)
    except incoming.Unacceptable as refusal:
        raise Refused(str(refusal)) from refusal
    rows = rows_below([cells(row) for row in table], columns, required)
    if not rows:
        raise Refused(_("The table holds no row below its heading."))
    PeopleTable.objects.filter(at__lt=at - KEPT).delete()
    return PeopleTable.objects.create(
        kind=kind,
        edition_id=edition_id,
        name=(upload.name or "")[:200],
        rows=[{"number": number, "values": values} for number, values in rows],
        by=whose,
        at=at,
    )
