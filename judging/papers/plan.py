"""The assignment of a round as a table."""

import io
from collections.abc import Iterable, Iterator

from django.utils.translation import override

from foundation.papers import prepared, xlsx
from judging.assigning import assignment as assigning
from judging.models import Assignment, Round
from judging.scoring.keyed import safe_cell

_WIDTH = 28  # of a column, in characters
_READ_AT_ONCE = 2000  # rows


@prepared.maker("plan_table", ".xlsx")
def _prepared(params: dict) -> bytes:
    return plan_table(Round.objects.get(pk=params["round"]))


def plan_table(judging_round: Round) -> bytes:
    """The assignment of a round (.xlsx): who scores what, by code, and the load of each judge.

    The secretariat knows the entrants and reads it, so that no title stands in it. Written row by
    row, so that thousands of sheets take no more memory than one.
    """
    book = xlsx.Workbook(write_only=True)
    with override("vi"):
        headings = ["Hội đồng", "Giám khảo", "Mã phách", "Lĩnh vực", "Trạng thái"]
        _fill(book.create_sheet("Phân công"), headings, _sheets(judging_round))
        headings = ["Hội đồng", "Giám khảo", "Số phiếu", "Nhiều nhất"]
        _fill(book.create_sheet("Khối lượng"), headings, _loads(judging_round))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(page: "xlsx.WriteOnlyWorksheet", headings: list[str], rows: Iterable[list]) -> None:
    page.freeze_panes = "A2"
    for number in range(1, len(headings) + 1):
        page.column_dimensions[xlsx.get_column_letter(number)].width = _WIDTH
    page.append([_bold(page, text) for text in headings])
    for row in rows:
        page.append(row)


def _bold(page: "xlsx.WriteOnlyWorksheet", text: str) -> "xlsx.WriteOnlyCell":
    cell = xlsx.WriteOnlyCell(page, text)
    cell.font = xlsx.Font(bold=True)
    return cell


def _sheets(judging_round: Round) -> Iterator[list[str]]:
    planned = (
        Assignment.objects.filter(
            judge__panel__round=judging_round, blinded_entry__withdrawn_at=None
        )
        .exclude(state=Assignment.State.RELEASED)
        .order_by("judge__panel__name", "judge__user__name_key", "place")
        .values_list(
            "judge__panel__name",
            "judge__user__full_name",
            "judge__user__email",
            "blinded_entry__code",
            "blinded_entry__field__name",
            "state",
        )
    )
    for panel, name, email, *about_entry, state in planned.iterator(_READ_AT_ONCE):
        texts = [panel, name or email or "", *about_entry, str(Assignment.State(state).label)]
        yield [safe_cell(text) for text in texts]


def _loads(judging_round: Round) -> Iterator[list]:
    for judge, sheets in assigning.loads(judging_round).items():
        yield [safe_cell(judge.panel.name), safe_cell(str(judge)), sheets, judge.max_load]
