"""Hostile spreadsheets read. Called through `cage.run`."""

import datetime
import io
import json

from openpyxl import load_workbook

MOST_COLUMNS = 50


def cells(content: bytes, most_rows: int) -> bytes:
    """The values of the first sheet as JSON, line by line; dates as ISO 8601."""
    sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
    return json.dumps(
        [list(row[:MOST_COLUMNS]) for row in sheet.iter_rows(max_row=most_rows, values_only=True)],
        default=_plain,
    ).encode()


def typed(content: bytes, most_rows: int) -> bytes:
    """{"rows", "formulas"} of the first sheet as JSON: values as `cells` has them, and where a
    formula stands ("B3") instead of something typed.
    """
    sheet = load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    rows = []
    formulas = []
    for row in sheet.iter_rows(max_row=most_rows):
        kept = row[:MOST_COLUMNS]
        formulas += [cell.coordinate for cell in kept if cell.data_type == "f"]
        rows.append([cell.value for cell in kept])
    return json.dumps({"rows": rows, "formulas": formulas}, default=_plain).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)
