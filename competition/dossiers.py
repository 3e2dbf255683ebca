"""The form of a dossier: which questions an entry is asked, ready templates, versions of a form in
use.
"""

import datetime
import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_secretariat
from competition.errors import NotAllowed
from competition.models import Edition, EntryKind, FormVersion, Question
from competition.permissions import can_run

T = Question.Type
# template -> [(key, type, label, label in English, judges see, similarity, required, further
# columns)]
TEMPLATES = {
    "technical": [
        (
            "known_solution",
            T.LONG,
            "Giải pháp đã biết và hạn chế",
            "Known solutions and their limits",
            True,
            True,
            True,
            {},
        ),
        (
            "aim",
            T.LONG,
            "Mục đích của giải pháp",
            "Aim of the solution",
            True,
            True,
            True,
            {"max_length": 3000},
        ),
        ("content", T.RICH, "Nội dung giải pháp", "Content of the solution", True, True, True, {}),
        ("novelty", T.LONG, "Tính mới", "Novelty", True, True, True, {}),
        ("creativity", T.LONG, "Tính sáng tạo", "Inventiveness", True, True, True, {}),
        ("applicability", T.LONG, "Khả năng áp dụng", "Applicability", True, False, True, {}),
        (
            "economic_effect",
            T.MONEY,
            "Hiệu quả kinh tế mỗi năm",
            "Economic effect a year",
            True,
            False,
            False,
            {},
        ),
        (
            "benefits",
            T.TABLE,
            "Hiệu quả kỹ thuật: chỉ tiêu trước và sau khi áp dụng",
            "Technical effect: figures before and after",
            True,
            False,
            True,
            {},
        ),
        (
            "social_effect",
            T.LONG,
            "Hiệu quả xã hội",
            "Social effect",
            True,
            False,
            True,
            {"max_length": 4000},
        ),
        (
            "environmental_effect",
            T.LONG,
            "Hiệu quả môi trường",
            "Environmental effect",
            True,
            False,
            False,
            {"max_length": 4000},
        ),
        (
            "evidence",
            T.FILE,
            "Minh chứng áp dụng (xác nhận, hợp đồng, số liệu)",
            "Evidence of use",
            False,
            False,
            False,
            {},
        ),
        ("video", T.LINK, "Đường dẫn video giới thiệu", "Link to a video", False, False, False, {}),
    ],
    "initiative": [
        (
            "first_applied",
            T.DATE,
            "Ngày áp dụng lần đầu hoặc áp dụng thử",
            "First applied or tried on",
            True,
            False,
            True,
            {},
        ),
        (
            "nature",
            T.LONG,
            "Bản chất của sáng kiến",
            "Nature of the initiative",
            True,
            True,
            True,
            {},
        ),
        (
            "conditions",
            T.LONG,
            "Điều kiện cần thiết để áp dụng",
            "Conditions of its use",
            True,
            False,
            True,
            {"max_length": 3000},
        ),
        ("applicability", T.LONG, "Khả năng áp dụng", "Applicability", True, True, True, {}),
        (
            "benefit_author",
            T.LONG,
            "Lợi ích thu được theo đánh giá của tác giả",
            "Benefit in the authors' view",
            True,
            False,
            True,
            {},
        ),
        (
            "benefit_users",
            T.LONG,
            "Lợi ích theo đánh giá của nơi áp dụng",
            "Benefit in the view of those who use it",
            True,
            False,
            False,
            {},
        ),
        (
            "benefits",
            T.TABLE,
            "Bảng so sánh trước và sau khi áp dụng",
            "Table of before and after",
            True,
            False,
            False,
            {},
        ),
        (
            "profit",
            T.MONEY,
            "Số tiền làm lợi tính được mỗi năm",
            "Money gained a year",
            True,
            False,
            False,
            {},
        ),
        (
            "paid_by_state",
            T.YES_NO,
            "Nhà nước có đầu tư kinh phí, phương tiện để tạo ra sáng kiến không?",
            "Did the State pay for it?",
            False,
            False,
            True,
            {},
        ),
    ],
}


def form_of(edition: Edition, kind_id: int | None) -> list[Question]:
    """The questions that an entry of this kind is asked, in order; without a kind, those that
    everybody is asked.
    """
    return [question for question in edition.questions.all() if question.kind_id in (None, kind_id)]


def version_of(edition: Edition, kind: EntryKind, *, at: datetime.datetime) -> FormVersion:
    """The version under which an entry is submitted now: the same while nothing changed, else the
    next number.
    """
    questions = [question.snapshot() for question in form_of(edition, kind.pk)]
    digest = hashlib.sha256(
        json.dumps(questions, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()
    found = FormVersion.objects.filter(kind=kind, digest=digest).first()
    if found:
        return found
    EntryKind.objects.select_for_update().get(pk=kind.pk)
    number = FormVersion.objects.filter(kind=kind).count() + 1
    return FormVersion.objects.get_or_create(
        kind=kind,
        digest=digest,
        defaults={
            "edition": edition,
            "number": number,
            "questions": questions,
            "first_used_at": at,
        },
    )[0]


@transaction.atomic
def apply_template(*, edition: Edition, kind: EntryKind | None, name: str, by) -> int:
    """Add the questions of a ready template that the form does not have yet; returns how many.
    Raises NotAllowed, Frozen.
    """
    if not is_secretariat(by, edition.pk):
        raise NotAllowed(_("Only the secretariat changes the form."))
    present = set(edition.questions.values_list("key", flat=True))
    order = max(edition.questions.values_list("order", flat=True), default=0)
    added = 0
    for row in TEMPLATES[name]:
        key, question_type, label, label_en, judges_see, similarity, required, more = row
        if key not in present:
            added += 1
            Question(
                edition=edition,
                kind=kind,
                key=key,
                type=question_type,
                label=label,
                label_en=label_en,
                judges_see=judges_see,
                similarity=similarity,
                required=required,
                order=order + added,
                **more,
            ).save()
    return added


@transaction.atomic
def move(*, question: Question, up: bool, by) -> None:
    """Swap a question with its neighbour. Raises NotAllowed, Frozen."""
    if not is_secretariat(by, question.edition_id):
        raise NotAllowed(_("Only the secretariat changes the form."))
    questions = list(question.edition.questions.all())
    place = questions.index(question)
    other = place - 1 if up else place + 1
    if 0 <= other < len(questions):
        questions[place], questions[other] = questions[other], questions[place]
        for order, item in enumerate(questions):
            if item.order != order:
                item.order = order
                item.save()


@transaction.atomic
def keep_question(*, question: Question, by: User) -> Question:
    """A new or changed question of the form. Raises NotAllowed, Frozen."""
    if not can_run(by, question.edition_id):
        raise NotAllowed(_("Only the secretariat changes the form."))
    question.save()
    return question


@transaction.atomic
def take_out(*, question: Question, by: User) -> None:
    """The form asks this no longer; answers that were given stay in the drafts. Raises NotAllowed,
    Frozen.
    """
    if not can_run(by, question.edition_id):
        raise NotAllowed(_("Only the secretariat changes the form."))
    question.delete()
