"""Ready forms of a dossier, as contests of technical works and of initiatives ask."""

from typing import NamedTuple

from competition.models import Question

T = Question.Type


class ReadyQuestion(NamedTuple):
    """A question of a ready form, as the columns of `Question` of the same names."""

    key: str
    type: str
    label: str
    label_en: str
    judges_see: bool = True
    similarity: bool = False
    required: bool = True
    max_length: int = 8000


TEMPLATES: dict[str, list[ReadyQuestion]] = {
    "technical": [
        ReadyQuestion(
            "known_solution",
            T.LONG,
            "Giải pháp đã biết và hạn chế",
            "Known solutions and their limits",
            similarity=True,
        ),
        ReadyQuestion(
            "aim",
            T.LONG,
            "Mục đích của giải pháp",
            "Aim of the solution",
            similarity=True,
            max_length=3000,
        ),
        ReadyQuestion(
            "content", T.RICH, "Nội dung giải pháp", "Content of the solution", similarity=True
        ),
        ReadyQuestion("novelty", T.LONG, "Tính mới", "Novelty", similarity=True),
        ReadyQuestion("creativity", T.LONG, "Tính sáng tạo", "Inventiveness", similarity=True),
        ReadyQuestion("applicability", T.LONG, "Khả năng áp dụng", "Applicability"),
        ReadyQuestion(
            "economic_effect",
            T.MONEY,
            "Hiệu quả kinh tế mỗi năm",
            "Economic effect a year",
            required=False,
        ),
        ReadyQuestion(
            "benefits",
            T.TABLE,
            "Hiệu quả kỹ thuật: chỉ tiêu trước và sau khi áp dụng",
            "Technical effect: figures before and after",
        ),
        ReadyQuestion("social_effect", T.LONG, "Hiệu quả xã hội", "Social effect", max_length=4000),
        ReadyQuestion(
            "environmental_effect",
            T.LONG,
            "Hiệu quả môi trường",
            "Environmental effect",
            required=False,
            max_length=4000,
        ),
        ReadyQuestion(
            "evidence",
            T.FILE,
            "Minh chứng áp dụng (xác nhận, hợp đồng, số liệu)",
            "Evidence of use",
            judges_see=False,
            required=False,
        ),
        ReadyQuestion(
            "video",
            T.LINK,
            "Đường dẫn video giới thiệu",
            "Link to a video",
            judges_see=False,
            required=False,
        ),
    ],
    "initiative": [
        ReadyQuestion(
            "first_applied",
            T.DATE,
            "Ngày áp dụng lần đầu hoặc áp dụng thử",
            "First applied or tried on",
        ),
        ReadyQuestion(
            "nature", T.LONG, "Bản chất của sáng kiến", "Nature of the initiative", similarity=True
        ),
        ReadyQuestion(
            "conditions",
            T.LONG,
            "Điều kiện cần thiết để áp dụng",
            "Conditions of its use",
            max_length=3000,
        ),
        ReadyQuestion(
            "applicability", T.LONG, "Khả năng áp dụng", "Applicability", similarity=True
        ),
        ReadyQuestion(
            "benefit_author",
            T.LONG,
            "Lợi ích thu được theo đánh giá của tác giả",
            "Benefit in the authors' view",
        ),
        ReadyQuestion(
            "benefit_users",
            T.LONG,
            "Lợi ích theo đánh giá của nơi áp dụng",
            "Benefit in the view of those who use it",
            required=False,
        ),
        ReadyQuestion(
            "benefits",
            T.TABLE,
            "Bảng so sánh trước và sau khi áp dụng",
            "Table of before and after",
            required=False,
        ),
        ReadyQuestion(
            "profit",
            T.MONEY,
            "Số tiền làm lợi tính được mỗi năm",
            "Money gained a year",
            required=False,
        ),
        ReadyQuestion(
            "paid_by_state",
            T.YES_NO,
            "Nhà nước có đầu tư kinh phí, phương tiện để tạo ra sáng kiến không?",
            "Did the State pay for it?",
            judges_see=False,
        ),
    ],
}
