"""A meeting's minutes, drafted from the data as PDF and as Word."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Membership, User
from competition.errors import Refused
from competition.verbs import lock
from foundation.papers import docx, pdf
from foundation.vault import store
from foundation.vietnamese import formula
from foundation.vietnamese.calendar import written_day
from foundation.vietnamese.templatetags.vietnamese import score
from judging.councils import confirming, course, meetings
from judging.models import (
    AgendaItem,
    Assignment,
    BlindedEntry,
    Judge,
    Meeting,
    Motion,
    MotionVoter,
    Panel,
    Ranking,
    RankingRow,
)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NUMERALS = ("I", "II", "III", "IV", "V", "VI")
BODY = "HỘI ĐỒNG"
# What those are who sign for it, the first before the second.
TITLES: dict[str, str] = {
    Membership.Role.CHAIR: "CHỦ TỊCH",
    Membership.Role.VICE_CHAIR: "PHÓ CHỦ TỊCH",
}
MOTION_HEADS = [
    "Nội dung",
    "Hình thức",
    "Tán thành",
    "Không tán thành",
    "Không biểu quyết",
    "Cần đạt",
    "Kết quả",
]
OUTCOMES = {True: "Thông qua", False: "Không thông qua", None: ""}
END = (
    "Cuộc họp kết thúc vào hồi %s; biên bản đã được đọc lại cho các thành viên cùng nghe, nhất trí "
    "và ký tên."
)
# Who was there writes it by hand.
NO_END = "….. giờ ….. phút ngày ….. tháng ….. năm ………"
RECIPIENTS = ("Ban Tổ chức;", "Thành viên hội đồng;", "Lưu: hồ sơ Cuộc thi.")


@transaction.atomic
def draft_minutes(*, meeting: Meeting, by: User) -> Meeting:
    """Draft the minutes as PDF and as Word; drafting again replaces them until the signed ones are
    attached.

    Raises NotAllowed, Refused.
    """
    meeting = lock(meeting, "panel__round__edition__contest", "panel__round__scheme")
    meetings.require_leader(by, meeting.panel)
    if meeting.signed_id:
        raise Refused(_("The signed minutes are attached already."))
    with override("vi"):
        facts = _facts(meeting)
        printed = pdf.render("minutes.html", _context(facts))
        meeting.minutes = store.put(printed, media_type="application/pdf")
        meeting.minutes_docx = store.put(_word(facts), media_type=DOCX)
    meeting.save(update_fields=["minutes", "minutes_docx"])
    confirming.tell_who_is_due(meeting)
    return meeting


@dataclass(frozen=True)
class Signatory:
    """A member who signs the minutes, and whether the member was there."""

    judge: Judge
    was_present: bool

    @property
    def user(self) -> User:
        return self.judge.user

    @property
    def get_position_display(self) -> str:
        return self.judge.get_position_display()


@dataclass(frozen=True)
class CountedMotion:
    """A question on which the meeting has voted, with the count; a dash where it would tell who
    chose what.
    """

    text: str
    is_secret: bool
    counts: list[str]  # for, against, not voting
    share: str
    outcome: str


@dataclass(frozen=True)
class Facts:
    """What the minutes say. Points stand there only once the round is closed; places once the
    ranking is frozen; titles beside codes only where the round names the authors, since the
    secretariat keeps this paper.
    """

    meeting: Meeting
    signatories: list[Signatory]
    present: int
    items: list[AgendaItem]
    lines: list[course.Said]
    motions: list[CountedMotion]
    ranking: Ranking | None
    rows: list[RankingRow]
    signer_name: str
    signer_title: str
    secretary: str

    @property
    def shows_titles(self) -> bool:
        return self.meeting.panel.round.scheme.names_authors

    @property
    def parts(self) -> dict[str, str]:
        """{part: its numeral}; a part without content has none, and the numbers go on without a
        gap.
        """
        contents = {
            "judges": self.signatories,
            "items": self.items,
            "lines": self.lines,
            "motions": self.motions,
            "rows": self.rows,
            "conclusion": self.meeting.conclusion,
        }
        written = [part for part, content in contents.items() if content]
        return dict(zip(written, NUMERALS, strict=False))


def _facts(meeting: Meeting) -> Facts:
    panel = meeting.panel
    present = set(meeting.attendances.values_list("judge", flat=True))
    members = list(meetings.members(panel))
    signing = [judge for judge in members if judge.may_sign]
    ranking = Ranking.objects.in_force().filter(round=panel.round).first()
    closed = meeting.motions.exclude(closed_at=None)
    leader = _leader(meeting, signing)
    items = list(meeting.agenda.select_related("blinded_entry__field"))
    return Facts(
        meeting=meeting,
        signatories=[Signatory(judge, judge.pk in present) for judge in signing],
        present=len(present),
        items=items,
        lines=[line for line in course.minutes_so_far(meeting, items) if line.pk],
        motions=[_counted(motion) for motion in closed],
        ranking=ranking,
        rows=_rows(ranking, panel),
        signer_name=leader.user.full_name if leader else "",
        signer_title=TITLES[leader.position] if leader else TITLES[Membership.Role.CHAIR],
        secretary=_name_of(Membership.Role.PANEL_SECRETARY, members),
    )


def _rows(ranking: Ranking | None, panel: Panel) -> list[RankingRow]:
    """The places of the panel's own entries."""
    if ranking is None:
        return []
    codes = (
        Assignment.objects.countable()
        .filter(judge__panel=panel)
        .values_list("blinded_entry__code", flat=True)
        .distinct()
    )
    return list(ranking.rows.filter(code__in=list(codes)).select_related("field"))


def _counted(motion: Motion) -> CountedMotion:
    votes = meetings.result(motion)
    shows_split = meetings.shows_split(motion)
    return CountedMotion(
        text=motion.text,
        is_secret=motion.is_secret,
        counts=[str(votes[choice]) if shows_split else "–" for choice in MotionVoter.Choice],
        share=_share(motion),
        outcome=OUTCOMES[meetings.is_carried(motion)],
    )


def _share(motion: Motion) -> str:
    """How many had to be for it, of how many; of a vote that was not asked for it, nothing."""
    if motion.required is None:
        return ""
    share = motion.get_needs_display()
    return f"{share[0].upper()}{share[1:]}: {motion.required}/{motion.of}"


def _leader(meeting: Meeting, signing: list[Judge]) -> Judge | None:
    """Who signs for the council: the vice-chair who has concluded the meeting or where there is no
    chair, else the chair.
    """
    leaders = [judge for judge in signing if judge.position in TITLES]
    for judge in leaders:
        if judge.user_id == meeting.concluded_by_id:
            return judge
    return min(leaders, key=lambda judge: list(TITLES).index(judge.position), default=None)


def _end(meeting: Meeting) -> str:
    """When it ended, as somebody has said it: never when the conclusion was typed."""
    if meeting.ended_at is None:
        return NO_END
    ended = localtime(meeting.ended_at)
    return f"{ended:%H} giờ {ended:%M} phút {written_day(ended)}"


def _number(meeting: Meeting) -> str:
    """Minutes are numbered by council, in the order in which its meetings were called."""
    place = meeting.panel.meetings.filter(pk__lte=meeting.pk).count()
    return f"{place:02d}/BB-HĐ"


def _name_of(position: str, judges: list[Judge]) -> str:
    for judge in judges:
        if judge.position == position:
            return judge.user.full_name
    return ""


def _context(facts: Facts) -> dict:
    panel = facts.meeting.panel
    return {
        "part": facts.parts,
        "shows_titles": facts.shows_titles,
        "meeting": facts.meeting,
        "end": END % _end(facts.meeting),
        "panel": panel,
        "round": panel.round,
        "edition": panel.round.edition,
        "ranking": facts.ranking,
        "rows": facts.rows,
        "judges": facts.signatories,
        "present": facts.present,
        "motions": facts.motions,
        "items": facts.items,
        "lines": facts.lines,
        "number": _number(facts.meeting),
        "signer_title": facts.signer_title,
        "signer_name": facts.signer_name,
        "recipients": RECIPIENTS,
        "secretary": facts.secretary,
    }


def _word(facts: Facts) -> bytes:
    paper = _head(facts.meeting)
    _write_people(paper, facts)
    if facts.items:
        _write_items(paper, facts)
    if facts.lines:
        paper.text(f"{facts.parts['lines']}. Diễn biến", bold=True)
        for line in facts.lines:
            hour = "- " if line.is_afterwards else f"{localtime(line.at):%H:%M}: "
            paper.text(f"{hour}{line.text}")
    if facts.motions:
        _write_motions(paper, facts)
    if facts.rows:
        _write_ranking(paper, facts)
    if facts.meeting.conclusion:
        paper.text(f"{facts.parts['conclusion']}. Kết luận", bold=True)
        paper.text(facts.meeting.conclusion)
    if facts.meeting.closed_at:
        paper.text(END % _end(facts.meeting))
    by_right = "\n".join(formula.signing_lines(BODY, facts.signer_title))
    paper.signatures(("Thư ký", facts.secretary), (by_right, facts.signer_name))
    paper.recipients(RECIPIENTS)
    return paper.content()


def _head(meeting: Meeting) -> "docx.Paper":
    judging_round = meeting.panel.round
    edition = judging_round.edition
    held = localtime(meeting.held_at)
    above = formula.issuer_of(edition.organiser_lines.splitlines()) or edition.contest.name
    paper = docx.Paper(
        organiser_lines=[above.upper(), meeting.panel.name.upper()],
        number=f"Số: {_number(meeting)}",
        place_and_date=f"{edition.place}, {written_day(held)}",
    )
    paper.title(
        "BIÊN BẢN",
        f"Họp {meeting.panel.name} – {judging_round.name}",
        f"{edition.contest.name} – {edition.name}",
    )
    paper.text(f"Thời gian: {held:%H:%M} ngày {held:%d/%m/%Y}. Địa điểm: {meeting.place}.")
    return paper


def _write_people(paper: "docx.Paper", facts: Facts) -> None:
    # A panel whose members sign nothing has no first part: then the numeral is left out.
    paper.text(f"{facts.parts.get('judges', '')}. Thành phần", bold=True)
    rows = []
    for place, signatory in enumerate(facts.signatories, start=1):
        presence = "Có" if signatory.was_present else "Vắng"
        position = signatory.get_position_display
        rows.append([str(place), signatory.user.full_name, position, presence, ""])
    paper.table(["STT", "Họ và tên", "Chức danh", "Có mặt", "Ký tên"], rows)


def _write_items(paper: "docx.Paper", facts: Facts) -> None:
    heading = f"{facts.parts['items']}. Nội dung thảo luận"
    if not facts.shows_titles:
        heading += " (theo mã phách, chưa ghép tên tác giả)"
    paper.text(heading, bold=True)
    rows = []
    for item in facts.items:
        rows.append([item.blinded_entry.code, _named(item.blinded_entry, facts), item.conclusion])
    paper.table(["Mã phách", _heading(facts), "Kết luận"], rows)


def _heading(facts: Facts) -> str:
    return "Tên công trình" if facts.shows_titles else "Lĩnh vực"


def _named(work: BlindedEntry | RankingRow, facts: Facts) -> str:
    return work.title if facts.shows_titles else work.field.label


def _write_motions(paper: "docx.Paper", facts: Facts) -> None:
    paper.text(f"{facts.parts['motions']}. Biểu quyết", bold=True)
    rows = []
    for motion in facts.motions:
        kind = "Kín" if motion.is_secret else "Công khai"
        rows.append([motion.text, kind, *motion.counts, motion.share, motion.outcome])
    paper.table(MOTION_HEADS, rows)


def _write_ranking(paper: "docx.Paper", facts: Facts) -> None:
    paper.text(f"{facts.parts['rows']}. Kết quả chấm", bold=True)
    rows = [
        [str(row.rank), row.code, _named(row, facts), str(row.sheets), score(row.score, 2)]
        for row in facts.rows
    ]
    paper.table(["Hạng", "Mã phách", _heading(facts), "Số phiếu", "Điểm"], rows)
    if facts.ranking:
        paper.text(f"Mã băm bảng điểm: {facts.ranking.digest}")
