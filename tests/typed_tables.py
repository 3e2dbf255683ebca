"""Excel tables as people send them, for tests."""

import io
from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook


def excel(*rows: Sequence[object], name: str = "bang.xlsx") -> SimpleUploadedFile:
    """These rows on the first sheet of a workbook."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return SimpleUploadedFile(name, kept.getvalue())
