"""The form as data: what is typed, kept, asked, shown and frozen with a version."""

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from competition import dossiers
from competition.errors import Frozen
from competition.models import FormVersion, Question
from foundation.vietnamese.templatetags.vietnamese import prose
from submissions.models import Entry
from submissions.writing import answers, drafting
from submissions.writing.answer_form import AnswerField
from submissions.writing.checklist import missing
from tests.factories.competition import QuestionFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
T = Question.Type


def question(kind, **columns):
    return Question(key="q", label="Câu hỏi", type=kind, **columns)


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "words"),
    [
        (T.NUMBER, "12,5", "12.5", "12,5 ha"),
        (T.NUMBER, "1 000", "1000", "1.000 ha"),
        (T.NUMBER, "1.000", "1000", "1.000 ha"),
        (T.NUMBER, "1.200,50 ha", "1200.5", "1.200,5 ha"),
        (T.NUMBER, "12Ha", "12", "12 ha"),
        (T.NUMBER, "2.5", "2.5", "2,5 ha"),
        (T.MONEY, "30.000.000 đ", "30000000", "30.000.000 đ"),
        (T.MONEY, "5 000 000 đồng", "5000000", "5.000.000 đ"),
        (T.MONEY, "30,000,000 VND", "30000000", "30.000.000 đ"),
        (T.MONEY, "0", "0", "0 đ"),
        (T.DATE, "22/11/2026", "2026-11-22", "22/11/2026"),
        (T.DATE, "2026-11-22", "2026-11-22", "22/11/2026"),
        (T.CHOICE, "B", "B", "B"),
        (T.YES_NO, "no", "no", "Không"),
        (T.LINK, "https://youtu.be/x", "https://youtu.be/x", "https://youtu.be/x"),
        (T.LONG, "  để  nguyên\n", "  để  nguyên\n", "  để  nguyên\n"),
        (T.SHORT, "Thuye\u0302\u0301t", "Thuyết", "Thuyết"),
        (
            T.TABLE,
            [
                {"what": "Công", "before": "9", "after": "4"},
                {"what": "", "before": "", "after": ""},
            ],
            [{"what": "Công", "before": "9", "after": "4"}],
            "Công: 9 → 4",
        ),
    ],
)
def test_what_is_typed_is_kept_in_one_form_and_read_in_words(kind, typed, kept, words):
    asked = question(kind, measure="ha" if kind == T.NUMBER else "", choices="A\nB")
    assert answers.clean(asked, typed) == kept
    assert answers.in_words(asked, kept) == words


@pytest.mark.parametrize(("kept", "words"), [("2026", "2026"), ("25000.5", "25.000,5")])
def test_a_number_without_a_measure_may_be_a_year(kept, words):
    assert answers.in_words(question(T.NUMBER), kept) == words


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (T.NUMBER, "12 kg"),
        (T.NUMBER, "nhiều"),
        (T.NUMBER, "NaN"),
        (T.MONEY, "ba triệu"),
        (T.MONEY, "-5"),
        (T.MONEY, "1.500.000,50"),
        (T.MONEY, "15.000.000,00"),
        (T.MONEY, "1500000.50"),
        (T.MONEY, "1,5"),
        (T.MONEY, "1.5.0"),
        (T.MONEY, "1,500,000.50"),
        (T.MONEY, "9" * 16),
        (T.DATE, "31/02/2026"),
        (T.DATE, "mai"),
        (T.CHOICE, "C"),
        (T.YES_NO, "maybe"),
        (T.LINK, "javascript:alert(1)"),
        (T.LINK, "youtu.be"),
    ],
)
def test_wrong_answers_are_refused_with_what_to_do(kind, typed):
    with pytest.raises(ValidationError) as refused:
        answers.clean(question(kind, choices="A\nB"), typed)
    assert len(refused.value.messages[0]) > 10


@given(st.text(max_size=40), st.sampled_from(list(T)))
@example("²", T.MONEY)  # a digit that is no number
def test_nothing_typed_breaks_an_answer(text, kind):
    try:
        kept = answers.clean(
            question(kind, choices="A\nB"),
            [{"what": text, "before": "", "after": ""}] if kind == T.TABLE else text,
        )
    except ValidationError:
        return
    answers.in_words(question(kind, choices="A\nB"), kept)


@pytest.mark.parametrize("typed", ["35.000", "35.000.000", "12.5", "abc", "2027-01-01", "12²"])
@pytest.mark.parametrize("kind", [T.NUMBER, T.MONEY, T.DATE])
def test_what_was_typed_is_shown_again_as_it_was_typed(kind, typed):
    """“35.000”, shown again as 35,000, would be thirty-five with the next press."""
    assert AnswerField(question(kind)).prepare_value(typed) == typed


@pytest.mark.parametrize(
    ("kind", "kept", "typed"),
    [
        (T.NUMBER, "12.5", "12,5"),
        (T.MONEY, "30000000", "30.000.000"),
        (T.DATE, "2026-11-22", "22/11/2026"),
        (T.SHORT, "2026-11-22", "2026-11-22"),
    ],
)
def test_what_is_kept_is_shown_as_one_would_type_it(kind, kept, typed):
    assert answers.as_typed(question(kind), kept) == typed


@pytest.mark.parametrize("kind", [T.NUMBER, T.MONEY, T.DATE])
def test_what_was_kept_under_another_type_stays(kind):
    assert answers.as_typed(question(kind), "không rõ") == "không rõ"


def test_prose_marks_lists_and_emphasis_and_nothing_else():
    html = prose("- một\n- hai\n\n**đậm** <script>alert(1)</script> [a](javascript:x) <b>", "rich")
    assert "<li>một</li>" in html
    assert "<strong>đậm</strong>" in html
    assert "<script" not in html
    assert "<a" not in html
    assert "<b>" not in html
    assert "<li>" not in prose("- một", "long")
    shown = Template("{{ text|prose:kind }}").render(
        Context({"text": "Một\n\n<script>", "kind": "long"})
    )
    assert shown == "<p>Một</p>\n\n<p>&lt;script&gt;</p>"


@pytest.fixture
def draft(begun):
    with begun.step("x", 3) as at:
        return drafting.start_draft(edition=begun.edition, by=begun.cast.entrants[0], at=at)


@pytest.mark.data
class TestTheForm:
    def test_an_entry_is_asked_what_its_kind_is_asked(self, begun):
        first, second = begun.edition.kinds.all()[:2]
        QuestionFactory(
            edition=begun.edition, key="only_second", label="Chỉ loại hai", kind=second, order=99
        )

        def keys(kind):
            return {asked.key for asked in dossiers.form_of(begun.edition, kind)}

        assert "only_second" in keys(second.pk)
        assert "only_second" not in keys(first.pk) | keys(None)

    def test_required_short_and_long_answers_and_file_parts_are_asked_for(self, draft):
        QuestionFactory(
            edition=draft.edition, key="least", label="Ít nhất", min_length=50, order=98
        )
        QuestionFactory(
            edition=draft.edition, key="stamped", label="Bản xác nhận", type=T.FILE, order=99
        )
        draft.answers = {"least": "ngắn"}
        found = [item.text for item in missing(draft)]
        assert "“Ít nhất” cần thêm 46 ký tự." in found
        assert "Thêm tệp cho mục “Bản xác nhận”." in found

    @pytest.mark.in_transaction
    def test_a_version_keeps_the_form_and_a_changed_form_gets_the_next_number(self, entered):
        versions = FormVersion.objects.filter(edition=entered.edition)
        assert {version.number for version in versions} == {1}
        kind, at = entered.edition.kinds.first(), entered.at(5)
        again = dossiers.version_of(entered.edition, kind, at=at)
        assert again.number == 1
        Question.objects.filter(edition=entered.edition, key="novelty").update(label="Điểm mới")
        later = dossiers.version_of(entered.edition, kind, at=at)
        assert later.number == 2
        assert "Điểm mới" in str(later.questions)
        assert dossiers.version_of(entered.edition, kind, at=at).pk == later.pk
        content = Entry.objects.filter(edition=entered.edition).first().versions.first().content
        assert content["form_version"] == 1
        kept = {answer["key"]: answer for answer in content["answers"]}
        assert kept["novelty"]["label"] == "Tính mới, tính sáng tạo"
        assert kept["saving"]["answer"].endswith("000.000 đ")
        assert kept["saving"]["value"].isdigit()

    @pytest.mark.parametrize("name", list(dossiers.TEMPLATES))
    def test_a_ready_template_adds_its_questions_once(self, begun, name):
        with begun.step("x", -2):
            first = dossiers.apply_template(
                edition=begun.edition, kind=None, name=name, by=begun.cast.secretary
            )
            assert first
            assert (
                dossiers.apply_template(
                    edition=begun.edition, kind=None, name=name, by=begun.cast.secretary
                )
                == 0
            )
        assert begun.edition.questions.filter(key=dossiers.TEMPLATES[name][0][0]).exists()

    def test_the_form_is_frozen_when_judging_begins(self, begun):
        asked = begun.edition.questions.first()
        asked.label = "Khác"
        with begun.step("x", 10):
            asked.save()
        asked.label = "Khác nữa"
        with begun.step("x", 41), pytest.raises(Frozen):
            asked.save()

    def test_what_is_right_is_kept_beside_what_is_wrong_and_nothing_typed_is_lost(
        self, draft, client
    ):
        client.force_login(draft.owner, backend=BACKEND)
        address = reverse("edit_entry", args=[draft.public_id, "content"])
        typed = {
            "revision": draft.revision,
            "novelty": "Chưa nơi nào làm",
            "saving": "ba trăm triệu",
            "area": "2,5",
            "benefits-0-what": "Nước",
            "benefits-0-after": "5",
        }
        page = client.post(address, typed)
        assert page.status_code == 422
        text = page.content.decode()
        assert "ba trăm triệu" in text
        assert "Hãy ghi số tiền bằng đồng" in text
        draft.refresh_from_db()
        assert draft.answers["novelty"] == "Chưa nơi nào làm"
        assert draft.answers["area"] == "2.5"
        assert "saving" not in draft.answers
        assert draft.answers["benefits"] == [{"what": "Nước", "before": "", "after": "5"}]
        assert f'name="revision" value="{draft.revision}"' in text
        assert (
            client.post(
                address, typed | {"revision": draft.revision, "saving": "300.000.000"}
            ).status_code
            == 302
        )
        draft.refresh_from_db()
        assert draft.answers["saving"] == "300000000"
        assert "300.000.000" in client.get(address).content.decode()


class TestTheOrganisersPage:
    @pytest.fixture
    def office(self, client, begun):
        client.force_login(begun.cast.secretary, backend=BACKEND)
        return client

    def press(self, office, begun, button, **typed):
        return office.post(reverse(button, args=[begun.edition.slug]), typed, follow=True)

    def test_a_question_is_added_changed_moved_and_taken_out(self, office, begun, draft):
        with begun.step("x", 3):
            page = self.press(
                office,
                begun,
                "keep_question",
                label="Quy mô (ha)",
                type="number",
                measure="ha",
                min_length=0,
                max_length=100,
                required="on",
            ).content.decode()
            assert "Biểu mẫu đang được dùng" in page
            assert "1 bản nháp sẽ thấy ngay" in page
            added = Question.objects.get(edition=begun.edition, key="quy_mo_ha")
            assert added.type == T.NUMBER
            assert not added.judges_see
            assert "Câu hỏi mới" in page
            assert "Quy mô (ha)" in page
            before = list(begun.edition.questions.values_list("key", flat=True))
            self.press(office, begun, "raise_question", question=added.pk)
            after = list(begun.edition.questions.values_list("key", flat=True))
            assert after.index("quy_mo_ha") == before.index("quy_mo_ha") - 1
            self.press(
                office,
                begun,
                "keep_question",
                question=added.pk,
                label="Quy mô áp dụng",
                type="number",
                min_length=0,
                max_length=100,
            )
            added.refresh_from_db()
            assert added.label == "Quy mô áp dụng"
            assert added.key == "quy_mo_ha"
            self.press(office, begun, "take_out_question", question=added.pk)
        assert not Question.objects.filter(pk=added.pk).exists()

    def test_bad_input_is_shown_again(self, office, begun):
        page = self.press(
            office,
            begun,
            "keep_question",
            label="Mức độ",
            type="choice",
            choices="chỉ một",
            min_length=9,
            max_length=5,
        )
        assert page.status_code == 422
        text = page.content.decode()
        assert "ít nhất hai phương án" in text
        assert "chỉ một" in text
        assert "Độ dài tối thiểu lớn hơn" in text

    def test_others_do_not_find_it(self, client, begun):
        client.force_login(begun.cast.entrants[0], backend=BACKEND)
        assert client.get(reverse("dossier_form", args=[begun.edition.slug])).status_code == 404


def test_a_number_of_a_hundred_digits_is_told_and_one_of_eighteen_is_kept():
    question = Question(type=Question.Type.NUMBER, key="area", label="Diện tích")
    assert answers.clean(question, "9" * 18) == "9" * 18
    with pytest.raises(ValidationError, match="dài"):
        answers.clean(question, "9" * 19)
