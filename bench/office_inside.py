"""The measuring process of `bench.office`: fills an edition, asks for its list, writes its tables.

40 titles begin like a formula.
"""

import csv
import io
import json
import sys
import time
import tracemalloc
import uuid

import django

django.setup()

from django.http import QueryDict
from openpyxl import load_workbook

from accounts.models import User
from bench.pages_inside import bare_ms, measured, signed_in
from bench.world import fill
from competition.listing.tables import MAKERS, harmless
from competition.models import Edition
from foundation.vietnamese.text import fold
from submissions.models import Entry
from submissions.office.entry_list import EntryList
from tests.factories.submissions import EntryVersionFactory

FORMULAS = 40
OF_WORLD = 100
FIRST = 1000  # rows of the table that is written first
ADDRESSES = {
    "list of dossiers": "",
    "the last page": "?trang=200",
    "by field, sorted by title": "?linh-vuc={field}&sap-xep=ten",
    "found by words": "?tim=may",
}


def _fill(edition: Edition, number: int) -> None:
    """More submitted dossiers, each with its version and the words by which it is found."""
    pattern = Entry.objects.filter(edition=edition).first()
    version = EntryVersionFactory(entry=pattern)
    fields = list(edition.fields.all())
    entries = []
    for place in range(number):
        title = f"=1+{place}" if place < FORMULAS else f"Máy tách hạt dẻ số {place}"
        entries.append(
            Entry(
                edition=edition,
                owner=pattern.owner,
                field=fields[place % len(fields)],
                kind=pattern.kind,
                unit=pattern.unit,
                title=title,
                folded_title=fold(title),
                summary=pattern.summary,
                status=Entry.Status.SUBMITTED,
                receipt_number=f"DO-2031-{place:05d}",
            )
        )
    Entry.objects.bulk_create(entries)
    columns = {
        field.attname: getattr(version, field.attname)
        for field in version._meta.concrete_fields
        if not field.primary_key
    }
    type(version).objects.bulk_create(
        type(version)(**columns | {"entry_id": entry.pk} | _own_of(version)) for entry in entries
    )
    for entry in entries[:2000]:
        entry.index_words()


def _own_of(version) -> dict:
    """Columns that no two versions share."""
    return {
        field.attname: uuid.uuid4() if "uuid" in field.get_internal_type().lower() else None
        for field in version._meta.concrete_fields
        if field.unique and not field.primary_key
    }


def _page(client, address: str) -> tuple[float, int, float]:
    """(ms CPU, SQL, kB)."""
    cpu, sql, _relative = measured(client, "get", address)
    return cpu, sql, round(len(client.get(address).content) / 1000, 1)


def _most_held(listing: EntryList, kind: str) -> float:
    """The most memory, in MB, that is held at once while this table is written."""
    tracemalloc.start()
    MAKERS[kind](listing)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1_000_000


def _table(edition: Edition, kind: str) -> tuple[float, float, int]:
    """(s CPU of all rows, MB that they add to the first thousand, formulas)."""
    started = time.process_time()
    content = MAKERS[kind](EntryList(edition, QueryDict("")))
    seconds = time.process_time() - started
    first = EntryList(edition, QueryDict(""))
    first.rows = first.rows[:FIRST]
    added = -_most_held(first, kind) + _most_held(EntryList(edition, QueryDict("")), kind)
    return round(seconds, 2), round(added, 2), _formulas(kind, content)


def _formulas(kind: str, content: bytes) -> int:
    if kind == "xlsx":
        page = load_workbook(io.BytesIO(content)).active
        return sum(cell.data_type == "f" for row in page.iter_rows() for cell in row)
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return sum(cell != harmless(cell) for line in lines for cell in line)


def filled(size: int) -> dict:
    """Write the rows; the numbers of the edition and of its secretary."""
    world = fill(OF_WORLD)
    _fill(world["edition"], size - OF_WORLD)
    return {"edition": world["edition"].pk, "secretary": world["cast"].secretary.pk}


def pages(edition: Edition, secretary: User) -> dict:
    """{page: its figures}, and the CPU of a bare view."""
    office = signed_in(secretary)
    here = f"/quan-tri/ho-so/{edition.slug}/"
    field = edition.fields.first().pk
    found = {
        name: _page(office, here + query.format(field=field)) for name, query in ADDRESSES.items()
    }
    return {"pages": found, "bare": bare_ms()}


def main(step: str, *numbers: str) -> None:
    """One step a process: what a step before it has held is not counted as its memory."""
    if step == "fill":
        found: object = filled(int(numbers[0]))
    elif step == "pages":
        edition, secretary = int(numbers[0]), int(numbers[1])
        found = pages(Edition.objects.get(pk=edition), User.objects.get(pk=secretary))
    else:
        found = _table(Edition.objects.get(pk=int(numbers[0])), step)
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
