"""What tables are written with, from openpyxl."""

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

__all__ = [
    "Alignment",
    "Font",
    "PatternFill",
    "Workbook",
    "WriteOnlyCell",
    "WriteOnlyWorksheet",
    "get_column_letter",
]
