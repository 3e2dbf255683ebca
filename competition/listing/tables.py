"""What is listed as a table to take along: a workbook, or plain text with separators.

No text in it is ever a formula: a workbook has texts as texts; a spreadsheet that opens the CSV
reads an apostrophe before what it would compute (OWASP, CSV Injection).
"""

import csv
import datetime
import io
import unicodedata
from collections.abc import Callable

import xlsxwriter
from django.utils.timezone import localtime

from competition.listing.columns import Value
from competition.listing.shape import Listing

LONGEST = 32_767  # characters of a cell of a workbook
_WIDTH = 24  # of a column, in characters
_STARTS_A_FORMULA = "=+-@|%\t\r\n"
_AS_TEXT = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx_of(listing: Listing) -> bytes:
    """The listed rows, all pages, with the shown columns, as a workbook (.xlsx).

    Written row by row: thousands of rows take no more memory than one.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, _AS_TEXT)
    page = book.add_worksheet()
    page.freeze_panes(1, 0)
    page.set_column(0, max(len(listing.shown) - 1, 0), _WIDTH)
    bold = book.add_format({"bold": True})
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    moments = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for place, column in enumerate(listing.shown):
        page.write_string(0, place, str(column.label), bold)
    for line, values in enumerate(listing.values(), start=1):
        for place, value in enumerate(values):
            if isinstance(value, datetime.datetime):
                here = localtime(value).replace(tzinfo=None, microsecond=0)
                page.write_datetime(line, place, here, moments)
            elif isinstance(value, datetime.date):
                page.write_datetime(line, place, value, days)
            elif isinstance(value, int):
                page.write_number(line, place, value)
            elif value:
                page.write_string(line, place, value[:LONGEST])
    book.close()
    return stream.getvalue()


def csv_of(listing: Listing) -> bytes:
    """The same as text: UTF-8 with its mark, every value in quotation marks."""
    stream = io.StringIO(newline="")
    lines = csv.writer(stream, quoting=csv.QUOTE_ALL)
    lines.writerow([harmless(str(column.label)) for column in listing.shown])
    for values in listing.values():
        lines.writerow([_as_text(value) for value in values])
    return stream.getvalue().encode("utf-8-sig")


def _as_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return f"{localtime(value):%d/%m/%Y %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int):
        return str(value)
    return harmless(value)


def harmless(text: str) -> str:
    """A text that no spreadsheet computes: an apostrophe before what begins like a formula, also
    after spaces and in wide letters (＝).
    """
    bare = unicodedata.normalize("NFKC", text.lstrip(" \N{NO-BREAK SPACE}\0\ufeff"))
    return f"'{text}" if bare[:1] and bare[0] in _STARTS_A_FORMULA else text


MAKERS: dict[str, Callable[[Listing], bytes]] = {"xlsx": xlsx_of, "csv": csv_of}
