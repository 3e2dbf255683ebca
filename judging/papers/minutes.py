"""Papers of a council, drafted from the data: minutes (PDF and Word), sheets to write on or to
file, the list of fees.
"""

import datetime
import io
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from accounts.models import Membership
from competition.errors import NotAllowed, Refused
from foundation.papers import docx, pdf
from foundation.vault import store
from foundation.vietnamese.templatetags.vietnamese import score
from judging import permissions
from judging.assigning import assignment
from judging.councils import meetings
from judging.models import (
    Assignment,
    Attendance,
    Judge,
    Meeting,
    MotionVoter,
    Panel,
    Ranking,
    Round,
    Scoresheet,
)
from judging.scoring.keyed import safe_cell

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _facts(meeting: Meeting) -> dict:
    """What the minutes say. Points stand there only once the round is closed; places once the
    ranking is frozen.
    """
    panel = meeting.panel
    judging_round = panel.round
    present = set(meeting.attendances.values_list("judge", flat=True))
    codes = list(
        Assignment.objects.countable()
        .filter(judge__panel=panel)
        .values_list("blinded_entry__code", flat=True)
        .distinct()
    )
    ranking = Ranking.objects.in_force().filter(round=judging_round).first()
    rows = list(ranking.rows.filter(code__in=codes).select_related("field")) if ranking else []
    people = list(meetings.members(panel).filter(may_sign=True))
    for judge in people:
        judge.was_present = judge.pk in present
    counted = [
        (motion, meetings.result(motion)) for motion in meeting.motions.exclude(closed_at=None)
    ]
    choices = MotionVoter.Choice
    motions = [
        {
            "text": motion.text,
            "is_secret": motion.is_secret,
            "for": votes[choices.FOR],
            "against": votes[choices.AGAINST],
            "abstain": votes[choices.ABSTAIN],
        }
        for motion, votes in counted
    ]
    chair = next((judge for judge in people if judge.position == Membership.Role.CHAIR), None)
    secretary = next(
        (
            judge
            for judge in meetings.members(panel)
            if judge.position == Membership.Role.PANEL_SECRETARY
        ),
        None,
    )
    items = list(meeting.agenda.select_related("blinded_entry"))
    parts = {
        "judges": people,
        "items": items,
        "motions": motions,
        "rows": rows,
        "conclusion": meeting.conclusion,
    }
    written = [part for part, content in parts.items() if content]
    return {
        "part": dict(zip(written, ["I", "II", "III", "IV", "V"], strict=False)),
        "meeting": meeting,
        "panel": panel,
        "round": judging_round,
        "edition": judging_round.edition,
        "ranking": ranking,
        "rows": rows,
        "judges": people,
        "present": len(present),
        "motions": motions,
        "items": items,
        "chair": chair,
        "secretary": secretary,
    }


@transaction.atomic
def draft_minutes(*, meeting: Meeting, by) -> Meeting:
    """Draft the minutes as PDF and as Word; drafting again replaces them until the signed ones are
    attached. Raises NotAllowed, Refused.
    """
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("panel__round__edition__contest", "panel__round__scheme")
        .get(pk=meeting.pk)
    )
    if not permissions.can_see_panel_progress(by, meeting.panel):
        raise NotAllowed(
            _("Only the panel's chair, its secretary or the secretariat run its meetings.")
        )
    if meeting.signed_id:
        raise Refused(_("The signed minutes are attached already."))
    with override("vi"):
        facts = _facts(meeting)
        meeting.minutes = store.put(pdf.render("minutes.html", facts), media_type="application/pdf")
        meeting.minutes_docx = store.put(_word(facts), media_type=DOCX)
    meeting.save(update_fields=["minutes", "minutes_docx"])
    return meeting


def _word(facts: dict) -> bytes:
    meeting, edition, judging_round, part = (
        facts["meeting"],
        facts["edition"],
        facts["round"],
        facts["part"],
    )
    held = localtime(meeting.held_at)
    paper = docx.Paper(
        organiser_lines=edition.organiser_lines.splitlines() or [edition.contest.name],
        number="Số: …/BB-HĐ",
        place_and_date=f"{edition.place}, ngày {held:%d} tháng {held:%m} năm {held:%Y}",
    )
    paper.title(
        "BIÊN BẢN",
        f"Họp {facts['panel'].name} – {judging_round.name}",
        f"{edition.contest.name} – {edition.name}",
    )
    paper.text(f"Thời gian: {held:%H:%M} ngày {held:%d/%m/%Y}. Địa điểm: {meeting.place}.")
    paper.text(f"{part['judges']}. Thành phần", bold=True)
    paper.table(
        ["STT", "Họ và tên", "Chức danh", "Có mặt", "Ký tên"],
        [
            [
                str(place),
                judge.user.full_name,
                judge.get_position_display(),
                "Có" if judge.was_present else "Vắng",
                "",
            ]
            for place, judge in enumerate(facts["judges"], 1)
        ],
    )
    if facts["items"]:
        paper.text(
            f"{part['items']}. Nội dung thảo luận"
            + (
                ""
                if judging_round.scheme.names_authors
                else " (theo mã phách, chưa ghép tên tác giả)"
            ),
            bold=True,
        )
        paper.table(
            ["Mã phách", "Tên công trình", "Kết luận"],
            [[i.blinded_entry.code, i.blinded_entry.title, i.conclusion] for i in facts["items"]],
        )
    if facts["motions"]:
        paper.text(f"{part['motions']}. Biểu quyết", bold=True)
        rows = [
            [
                m["text"],
                "Kín" if m["is_secret"] else "Công khai",
                str(m["for"]),
                str(m["against"]),
                str(m["abstain"]),
            ]
            for m in facts["motions"]
        ]
        paper.table(["Nội dung", "Hình thức", "Đồng ý", "Không đồng ý", "Phiếu trắng"], rows)
    if facts["rows"]:
        paper.text(f"{part['rows']}. Kết quả chấm", bold=True)
        rows = [
            [str(row.rank), row.code, row.title, str(row.sheets), score(row.score, 2)]
            for row in facts["rows"]
        ]
        paper.table(["Hạng", "Mã phách", "Tên công trình", "Số phiếu", "Điểm"], rows)
        paper.text(f"Mã băm bảng điểm: {facts['ranking'].digest}")
    if meeting.conclusion:
        paper.text(f"{part['conclusion']}. Kết luận", bold=True)
        paper.text(meeting.conclusion)
    paper.signatures(
        ("Thư ký", _name(facts["secretary"])), ("Chủ tịch hội đồng", _name(facts["chair"]))
    )
    return paper.content()


def _name(judge: Judge | None) -> str:
    return judge.user.full_name if judge else ""


def sheet_pdf(assignments: list[Assignment], *, filled: bool) -> bytes:
    """Scoresheets to print, a page each: blank to write on, or with the points of those that are
    kept. Raises Refused without any.
    """
    if not assignments:
        raise Refused(_("There is no sheet to print."))
    judging_round = assignments[0].judge.panel.round
    criteria = list(judging_round.scheme.criteria.prefetch_related("bands"))
    pages = []
    for item in assignments:
        sheet = getattr(item, "sheet", None) if filled else None
        rows = [
            {
                "criterion": criterion,
                "points": sheet.points.get(str(criterion.pk)) if sheet else None,
            }
            for criterion in criteria
        ]
        pages.append({"item": item, "sheet": sheet, "rows": rows})
    with override("vi"):
        return pdf.render(
            "scoresheets.html",
            {
                "pages": pages,
                "edition": judging_round.edition,
                "round": judging_round,
                "most": sum(one.max_points for one in criteria),
            },
        )


@dataclass
class FeeLine:
    """What one person is owed of a round (đồng)."""

    judge: Judge
    sheets: int
    sessions: int
    amount: int


def fees(judging_round: Round) -> list[FeeLine]:
    """Sheets that were locked and count, and meetings attended and closed, at the rates of the
    round's rules.
    """
    rates = judging_round.scheme
    sheets = Counter(
        Scoresheet.objects.filter(
            assignment__in=Assignment.objects.countable(),
            assignment__judge__panel__round=judging_round,
            state=Scoresheet.State.LOCKED,
        ).values_list("assignment__judge", flat=True)
    )
    sessions = Counter(
        Attendance.objects.filter(meeting__panel__round=judging_round)
        .exclude(meeting__closed_at=None)
        .values_list("judge", flat=True)
    )
    lines = []
    for judge in (
        Judge.objects.filter(panel__round=judging_round)
        .select_related("user", "panel")
        .order_by("panel__name", "user__name_key")
    ):
        rate = (
            rates.fee_of_secretary
            if judge.position == Membership.Role.PANEL_SECRETARY
            else rates.fee_per_session
        )
        amount = sheets[judge.pk] * rates.fee_per_sheet + sessions[judge.pk] * rate
        if sheets[judge.pk] or sessions[judge.pk]:
            lines.append(FeeLine(judge, sheets[judge.pk], sessions[judge.pk], amount))
    return lines


def fee_list(*, judging_round: Round, by, at: datetime.datetime) -> bytes:
    """The list of fees to be signed on receipt (PDF). Raises NotAllowed, Refused (nobody is owed
    anything).
    """
    if not permissions.can_organise(by, judging_round.edition_id):
        raise NotAllowed(_("Only the secretariat draws up the list of fees."))
    lines = fees(judging_round)
    if not lines:
        raise Refused(_("Nobody has locked a sheet or attended a closed meeting yet."))
    with override("vi"):
        total = sum(line.amount for line in lines)
        return pdf.render(
            "fees.html",
            {
                "lines": lines,
                "round": judging_round,
                "edition": judging_round.edition,
                "total": total,
                "at": at,
            },
        )


def printable(panel: Panel, judge: Judge | None = None):
    """The confirmed assignments of a panel, or of one judge of it, in the order of the judges'
    lists.
    """
    found = Assignment.objects.countable().filter(judge__panel=panel)
    found = found.filter(judge=judge) if judge else found
    related = (
        "judge__user",
        "judge__panel__round__scheme",
        "judge__panel__round__edition",
        "blinded_entry",
        "sheet",
    )
    return found.select_related(*related).order_by("judge__user__name_key", "place", "pk")


def plan_table(judging_round: Round) -> bytes:
    """The assignment of a round as a table (.xlsx): who scores what, by code, and the load of each
    judge.
    """
    book = Workbook()
    page = book.active
    with override("vi"):
        page.title = "Phân công"
        page.append(["Hội đồng", "Giám khảo", "Mã phách", "Công trình", "Lĩnh vực", "Trạng thái"])
        found = Assignment.objects.filter(
            judge__panel__round=judging_round, blinded_entry__withdrawn_at=None
        ).exclude(state=Assignment.State.RELEASED)
        for item in found.select_related(
            "judge__user", "judge__panel", "blinded_entry__field"
        ).order_by("judge__panel__name", "judge__user__name_key", "place"):
            row = [
                item.judge.panel.name,
                str(item.judge),
                item.blinded_entry.code,
                item.blinded_entry.title,
                item.blinded_entry.field.name,
            ]
            page.append([safe_cell(text) for text in [*row, str(item.get_state_display())]])
        second = book.create_sheet("Khối lượng")
        second.append(["Hội đồng", "Giám khảo", "Số phiếu", "Nhiều nhất"])
        for judge, count in assignment.loads(judging_round).items():
            second.append(
                [safe_cell(judge.panel.name), safe_cell(str(judge)), count, judge.max_load]
            )
    for sheet in (page, second):
        sheet.freeze_panes = "A2"
        for number in range(1, sheet.max_column + 1):
            sheet.column_dimensions[get_column_letter(number)].width = 28
            sheet.cell(1, number).font = Font(bold=True)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
