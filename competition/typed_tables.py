"""Tables that people fill in: columns found by their headings, cells as people would type them."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from competition.errors import Refused
from foundation.papers import xlsx
from foundation.vietnamese.text import fold, nfc

HEADING_WITHIN = 20  # the heading is one of the first rows


class Column(NamedTuple):
    """A column of the table; `width` is in characters."""

    heading: str
    other_headings: tuple[str, ...]  # that are understood too
    width: int


Columns = Mapping[str, Column]


def blank(
    columns: Columns, example: Mapping[str, str], choices: Mapping[str, Sequence[str]]
) -> bytes:
    """The XLSX to be filled in, with one example row; `choices` stand on a second sheet, each
    under its heading.
    """
    book = xlsx.Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    sheet.append([column.heading for column in columns.values()])
    sheet.append([example.get(key, "") for key in columns])
    for place, column in enumerate(columns.values(), start=1):
        sheet.column_dimensions[xlsx.get_column_letter(place)].width = column.width
        heading = sheet.cell(1, place)
        heading.font = xlsx.Font(bold=True)
        heading.alignment = xlsx.Alignment(wrap_text=True)
    lists = book.create_sheet("Danh mục")
    for place, (name, values) in enumerate(choices.items(), start=1):
        for line, text in enumerate([name, *values], start=1):
            lists.cell(line, place, text)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


# A cell that holds a date, with or without a time of day.
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: \d\d:\d\d:\d\d(?:\.\d+)?)?")


def cell(value: Any) -> str:
    """The text of a cell as people would type it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = nfc(str(value).strip())
    date = _ISO_DATE.fullmatch(text)
    return f"{date[3]}/{date[2]}/{date[1]}" if date else text


def cells(row: Iterable[Any]) -> list[str]:
    """The texts of a row."""
    return [cell(value) for value in row]


def _keys_by_heading(columns: Columns) -> dict[str, str]:
    """{heading without accents and case: column}."""
    keys = {}
    for key, column in columns.items():
        for heading in (column.heading, *column.other_headings):
            keys[fold(heading)] = key
    return keys


def _places_of(heading: list[str], columns: Columns) -> dict[str, int]:
    """{column: its place}, found by its heading; {} when this row is no heading.

    Headings count in any case, with or without accents; of two alike, the first holds.
    """
    keys = _keys_by_heading(columns)
    places: dict[str, int] = {}
    for place, text in enumerate(heading):
        key = keys.get(fold(text))
        if key is not None:
            places.setdefault(key, place)
    return places


def heading_of(
    table: list[list[str]], columns: Columns, required: Sequence[str]
) -> tuple[int, dict[str, int]]:
    """(place of the heading's row, {column: its place}). Raises Refused when there is none."""
    for row_place, row in enumerate(table[:HEADING_WITHIN]):
        places = _places_of(row, columns)
        if all(key in places for key in required):
            return row_place, places
    named = " ".join(f"“{columns[key].heading}”" for key in required)
    raise Refused(_("No heading with %(named)s was found. Use the template.") % {"named": named})


def rows_below(
    table: list[list[str]], columns: Columns, required: Sequence[str]
) -> list[tuple[int, dict[str, str]]]:
    """(number of the row as Excel counts, {column: text}) of every row that is not empty. Raises
    Refused when there is no heading.
    """
    heading, places = heading_of(table, columns, required)
    first = heading + 1
    rows = []
    for number, row in enumerate(table[first:], start=first + 1):
        values = {key: row[place] for key, place in places.items() if place < len(row)}
        if any(values.values()):
            rows.append((number, values))
    return rows
