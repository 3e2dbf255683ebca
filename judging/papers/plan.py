"""The assignment of a round as a table."""

import io

from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from judging.assigning import assignment as assigning
from judging.models import Assignment, Round
from judging.scoring.keyed import safe_cell

_WIDTH = 28  # of a column, in characters


def plan_table(judging_round: Round) -> bytes:
    """The assignment of a round (.xlsx): who scores what, by code, and the load of each judge."""
    book = Workbook()
    book.remove(book.active)
    with override("vi"):
        _fill_sheets(book.create_sheet("Phân công"), judging_round)
        _fill_loads(book.create_sheet("Khối lượng"), judging_round)
    for page in book.worksheets:
        _dress(page)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill_sheets(page: Worksheet, judging_round: Round) -> None:
    page.append(["Hội đồng", "Giám khảo", "Mã phách", "Công trình", "Lĩnh vực", "Trạng thái"])
    planned = (
        Assignment.objects.filter(
            judge__panel__round=judging_round, blinded_entry__withdrawn_at=None
        )
        .exclude(state=Assignment.State.RELEASED)
        .select_related("judge__user", "judge__panel", "blinded_entry__field")
        .order_by("judge__panel__name", "judge__user__name_key", "place")
    )
    for assignment in planned:
        texts = [
            assignment.judge.panel.name,
            str(assignment.judge),
            assignment.blinded_entry.code,
            assignment.blinded_entry.title,
            assignment.blinded_entry.field.name,
            str(assignment.get_state_display()),
        ]
        page.append([safe_cell(text) for text in texts])


def _fill_loads(page: Worksheet, judging_round: Round) -> None:
    page.append(["Hội đồng", "Giám khảo", "Số phiếu", "Nhiều nhất"])
    for judge, sheets in assigning.loads(judging_round).items():
        page.append([safe_cell(judge.panel.name), safe_cell(str(judge)), sheets, judge.max_load])


def _dress(page: Worksheet) -> None:
    page.freeze_panes = "A2"
    for number in range(1, page.max_column + 1):
        page.column_dimensions[get_column_letter(number)].width = _WIDTH
        page.cell(1, number).font = Font(bold=True)
