"""The rules of the demonstration's editions.

Council 80 = 20 + 30 + 30 and vote 20 are the first edition's published facts (Decision 16/QĐ-BTCCT
of 24/01/2025). Fields and prize tiers are those of neighbouring contests, because that edition's
own were not seen in full; the pages say so.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from competition.models import (
    Contest,
    Criterion,
    DocumentText,
    Edition,
    EntryKind,
    Field,
    Phase,
    PrizeTier,
    Question,
    RubricBand,
    Scheme,
)

CLOSING_HOUR = 17  # offices close at five

FIELDS = [
    (
        "NONGLAM",
        "Nông, lâm, ngư nghiệp, tài nguyên và môi trường",
        "Agriculture, forestry, resources and environment",
    ),
    (
        "CNTT",
        "Công nghệ thông tin, điện tử, viễn thông",
        "Information technology, electronics, telecommunications",
    ),
    ("YDUOC", "Y dược", "Medicine and pharmacy"),
    (
        "COKHI",
        "Cơ khí, tự động hóa, xây dựng, giao thông vận tải",
        "Mechanics, automation, construction, transport",
    ),
    ("VATLIEU", "Vật liệu, hóa chất, năng lượng", "Materials, chemistry, energy"),
    ("GIAODUC", "Giáo dục và đào tạo", "Education and training"),
]
KINDS = [
    ("Công trình, giải pháp kỹ thuật", "Technical work"),
    ("Phần mềm", "Software"),
    ("Mô hình", "Model of practice"),
    ("Sáng kiến", "Initiative"),
]
CRITERIA: list[tuple[str, str, int, str, str, list[tuple[int, int, str, str]]]] = [
    (
        "Tính đổi mới sáng tạo",
        "Innovation",
        20,
        "Giải pháp kỹ thuật, công nghệ hoặc quản lý không trùng với công trình đã công bố.",
        "A technical, technological or management solution that repeats no published work.",
        [
            (0, 5, "Đã phổ biến", "Widely known"),
            (6, 10, "Cải tiến ít", "Small improvement"),
            (11, 15, "Cải tiến rõ", "Clear improvement"),
            (16, 20, "Mới trong tỉnh hoặc trong nước", "New in the province or the country"),
        ],
    ),
    (
        "Hiệu quả kinh tế - xã hội",
        "Economic and social effect",
        30,
        (
            "Lợi ích kinh tế trực tiếp, hoặc việc làm, điều kiện sống và làm việc, sức khỏe, an "
            "toàn, môi trường."
        ),
        (
            "Direct economic benefit, or jobs, living and working conditions, health, safety, "
            "environment."
        ),
        [
            (0, 8, "Chưa rõ", "Unclear"),
            (9, 16, "Có số liệu", "With figures"),
            (17, 24, "Rõ, đo được", "Clear and measured"),
            (25, 30, "Vượt trội", "Outstanding"),
        ],
    ),
    (
        "Khả năng áp dụng",
        "Applicability",
        30,
        "Áp dụng rộng trong sản xuất, kinh doanh và đời sống của tỉnh.",
        "Wide use in production, business and life in the province.",
        [
            (0, 8, "Một nơi", "One place"),
            (9, 16, "Vài đơn vị", "A few units"),
            (17, 24, "Toàn tỉnh", "The whole province"),
            (25, 30, "Ngoài tỉnh", "Beyond the province"),
        ],
    ),
]
TIERS = [
    ("Giải Nhất", "First prize", 2, 30_000_000),
    ("Giải Nhì", "Second prize", 4, 20_000_000),
    ("Giải Ba", "Third prize", 6, 12_000_000),
    ("Giải Khuyến khích", "Consolation prize", 8, 5_000_000),
]
QUESTIONS = [
    (
        "known_solution",
        "Giải pháp đã biết và hạn chế",
        "Known solutions and their limits",
        "Hiện nay người ta làm thế nào, vướng ở đâu?",
        "How is it done today, and where does it fall short?",
        True,
    ),
    (
        "content",
        "Nội dung giải pháp",
        "Content of the solution",
        "Mô tả để một người cùng nghề có thể làm theo.",
        "Describe it so that someone of the trade could follow.",
        True,
    ),
    (
        "novelty",
        "Tính mới, tính sáng tạo",
        "Novelty and inventiveness",
        "Điểm nào chưa từng có trước ngày nộp hồ sơ?",
        "What did not exist before the day of filing?",
        True,
    ),
    (
        "applicability",
        "Khả năng áp dụng",
        "Applicability",
        "Đã áp dụng ở đâu, ai có thể áp dụng tiếp?",
        "Where is it in use, who could use it next?",
        True,
    ),
    (
        "effect",
        "Hiệu quả kinh tế, kỹ thuật, xã hội, môi trường",
        "Economic, technical, social and environmental effect",
        "Nêu số liệu đo được trước và sau khi áp dụng.",
        "Give measured figures from before and after.",
        True,
    ),
]
# Further questions of every type but “one of several”: (key, type, label, label in English, judges
# see, further columns)
TYPED_QUESTIONS: list[tuple[str, str, str, str, bool, dict[str, str]]] = [
    ("first_applied", "date", "Ngày áp dụng lần đầu", "First applied on", True, {}),
    ("saving", "money", "Số tiền làm lợi mỗi năm", "Money gained a year", True, {}),
    ("area", "number", "Quy mô áp dụng", "Scale of use", True, {"measure": "ha"}),
    (
        "stage",
        "choice",
        "Mức độ hoàn thiện",
        "Stage",
        True,
        {"choices": "Ý tưởng\nMô hình thử nghiệm\nĐã áp dụng thực tế\nĐã thương mại hóa"},
    ),
    (
        "benefits",
        "table",
        "Chỉ tiêu trước và sau khi áp dụng",
        "Figures before and after",
        True,
        {},
    ),
    (
        "paid_by_state",
        "yes_no",
        "Có sử dụng kinh phí của Nhà nước không?",
        "Paid for by the State?",
        False,
        {},
    ),
    ("where", "unit", "Nơi đang áp dụng", "Where it is in use", False, {}),
    ("video", "link", "Đường dẫn video giới thiệu", "Link to a video", False, {}),
    ("evidence", "file", "Minh chứng áp dụng", "Evidence of use", False, {}),
]
TEXTS = [
    (
        "Ai được dự thi",
        "Who may take part",
        "Mọi công dân, nhóm tác giả, doanh nghiệp và tổ chức có công trình, giải pháp áp dụng "
        "tại tỉnh Thái Nguyên. "
        "Không phân biệt nghề nghiệp; người dự thi dưới 18 tuổi cần người giám hộ đồng ý.",
        "Every citizen, group of authors, business and organisation with a work applied in "
        "Thái Nguyên. "
        "Every trade is welcome; entrants under 18 need a guardian's consent.",
    ),
    (
        "Hồ sơ gồm những gì",
        "What the dossier holds",
        "Thông tin chung, danh sách tác giả với tỷ lệ đóng góp cộng lại bằng 100%, bản mô tả "
        "giải pháp và ít nhất một tệp "
        "PDF hoặc ảnh minh họa. Không nộp bản chụp căn cước công dân.",
        "General information, the authors with shares that add up to 100 %, a description of "
        "the solution and at least one PDF "
        "or picture. Do not send scans of identity cards.",
    ),
    (
        "Lưu ý về quyền sở hữu trí tuệ",
        "A word on intellectual property",
        "Công bố công khai trước khi nộp đơn có thể làm mất tính mới của sáng chế (Luật Sở "
        "hữu trí tuệ, Điều 60). Nếu dự định "
        "đăng ký sáng chế, hãy nộp đơn trước khi dự thi hoặc giữ phần bí quyết ngoài hồ sơ.",
        "Public disclosure before filing may destroy the novelty of an invention (Law on "
        "Intellectual Property, Article 60). If you "
        "plan a patent, file it first or keep the know-how out of the dossier.",
    ),
    (
        "Về số liệu minh họa",
        "About the sample figures",
        "Thang điểm là của thể lệ lần thứ nhất (Quyết định 16/QĐ-BTCCT ngày 24/01/2025). Danh "
        "mục lĩnh vực và cơ cấu giải trong "
        "bản trình diễn lấy theo các hội thi lân cận; người và nội dung hồ sơ là hư cấu.",
        "The scale of points is that of the first edition (Decision 16/QĐ-BTCCT of "
        "24/01/2025). Fields and prizes of this "
        "demonstration follow neighbouring contests; people and dossiers are invented.",
    ),
]


Days = Mapping[str, tuple[float, float]]

_FEES: dict[str, Any] = {
    "fee_per_sheet": 60_000,
    "fee_per_session": 200_000,
    "fee_of_secretary": 150_000,
}
_FIRST: dict[str, Any] = {
    "name": "Vòng sơ khảo",
    "name_en": "First round",
    "promotes_per_field": 3,
    "promotes_without_zero": True,
    "releases_remarks": True,
    **_FEES,
}
_FINAL: dict[str, Any] = {
    "name": "Vòng chung khảo",
    "name_en": "Final",
    "names_authors": True,
    "presentation_minutes": 10,
    "has_visits": True,
    **_FEES,
}

DEFAULTS: dict[str, Any] = {
    "call": "Mỗi sáng kiến, dù nhỏ nhất, đều đáng trân trọng",
    "call_en": "Every idea, however small, deserves to be treasured",
    "summary": (
        "Cuộc thi dành cho nhà khoa học, nhà sáng chế, doanh nghiệp, tổ chức và mọi người dân "
        "có giải pháp mới cho Thái Nguyên."
    ),
    "summary_en": (
        "For scientists, inventors, businesses, organisations and everyone with a new "
        "solution for Thái Nguyên."
    ),
    "decision_number": "16/QĐ-BTCCT",
    "decision_date": datetime.date(2025, 1, 24),
    "organiser_lines": "UBND TỈNH THÁI NGUYÊN\nBAN TỔ CHỨC CUỘC THI",
    "signer_title": "TRƯỞNG BAN TỔ CHỨC",
    "signer_name": "Nguyễn Thị Khuê Lượng",
}


def contest(slug: str, name: str, name_en: str) -> Contest:
    """The series; created once."""
    series, _is_new = Contest.objects.get_or_create(
        slug=slug, defaults={"name": name, "name_en": name_en}
    )
    return series


def edition(
    of: Contest,
    *,
    slug: str,
    number: int,
    year: int,
    name: str,
    name_en: str,
    begins: datetime.datetime,
    days: Days,
    prefix: str = "ĐMST",
    tiers: list[tuple[str, str, int, int]] | None = None,
    final: bool = False,
    **columns: Any,
) -> Edition:
    """A complete edition. `days` gives each phase's first and last day, counted from `begins`; a
    phase ends at 17:00.

    With `final` there are two rounds: the best of each field of the first, blinded one present
    themselves in a second, open one. Call it under a clock before `begins`: what has begun is
    frozen.
    """
    created = Edition.objects.create(
        contest=of,
        slug=slug,
        number=number,
        year=year,
        name=name,
        name_en=name_en,
        receipt_prefix=prefix,
        **DEFAULTS | columns,
    )
    _fields_and_kinds(created)
    _questions(created)
    for order, (tier, tier_en, count, money) in enumerate(tiers or TIERS):
        PrizeTier.objects.create(
            edition=created, name=tier, name_en=tier_en, count=count, money=money, order=order
        )
    for order, (title, title_en, body, body_en) in enumerate(TEXTS):
        DocumentText.objects.create(
            edition=created, title=title, title_en=title_en, body=body, body_en=body_en, order=order
        )
    rounds = [_FIRST, _FINAL] if final else [_FEES]
    for order, columns_of_round in enumerate(rounds, start=1):
        _scheme(created, order=order, **columns_of_round)
    _timetable(created, begins, days)
    return created


def _fields_and_kinds(edition: Edition) -> None:
    for order, (code, field, field_en) in enumerate(FIELDS):
        Field.objects.create(edition=edition, code=code, name=field, name_en=field_en, order=order)
    for order, (kind, kind_en) in enumerate(KINDS):
        EntryKind.objects.create(edition=edition, name=kind, name_en=kind_en, order=order)


def _questions(edition: Edition) -> None:
    for order, (key, label, label_en, hint, hint_en, judges_see) in enumerate(QUESTIONS):
        Question.objects.create(
            edition=edition,
            key=key,
            label=label,
            label_en=label_en,
            help_text=hint,
            help_text_en=hint_en,
            judges_see=judges_see,
            similarity=True,
            order=order,
        )
    for order, question in enumerate(TYPED_QUESTIONS, start=len(QUESTIONS)):
        key, answer_type, label, label_en, judges_see, columns = question
        Question.objects.create(
            edition=edition,
            key=key,
            type=answer_type,
            label=label,
            label_en=label_en,
            judges_see=judges_see,
            required=False,
            order=order,
            **columns,
        )


def _timetable(edition: Edition, begins: datetime.datetime, days: Days) -> None:
    for kind, (first, last) in days.items():
        Phase.objects.create(
            edition=edition,
            kind=kind,
            opens_at=begins + datetime.timedelta(days=first),
            closes_at=begins + datetime.timedelta(days=last, hours=CLOSING_HOUR),
        )


def _scheme(edition: Edition, **columns: Any) -> Scheme:
    scheme = Scheme.objects.create(
        edition=edition,
        council_max=80,
        vote_max=20,
        decimals=1,
        council_decimals=2,
        tie_rules=["council", "first_criterion", "shared"],
        **columns,
    )
    for order, criterion in enumerate(CRITERIA):
        _criterion(scheme, order, *criterion)
    return scheme


def _criterion(
    scheme: Scheme,
    order: int,
    name: str,
    name_en: str,
    most: int,
    guidance: str,
    guidance_en: str,
    bands: list[tuple[int, int, str, str]],
) -> None:
    criterion = Criterion.objects.create(
        scheme=scheme,
        name=name,
        name_en=name_en,
        max_points=most,
        step=Decimal("0.5"),
        guidance=guidance,
        guidance_en=guidance_en,
        order=order,
    )
    for lowest, highest, text, text_en in bands:
        RubricBand.objects.create(
            criterion=criterion, lowest=lowest, highest=highest, text=text, text_en=text_en
        )
