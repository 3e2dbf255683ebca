"""A part of the set-up that is refused says so where one is led to, and does not look kept."""

import lxml.html
import pytest
from django.urls import reverse

from competition import clock
from competition.corrections import columns_changed
from competition.differences import differences_to
from competition.models import Edition, PrizeTier, Question
from demo.edition import rules
from demo.rehearsal.whole import DAYS
from tests.beside import secretary_of
from tests.factories.moments import NOON, days

pytestmark = [pytest.mark.django_db, pytest.mark.data]
# (button, the section of the page, the field, what nobody can keep there).
REFUSED = [
    ("keep_papers", "quyet-dinh", "giay-to-decision_date", "hôm qua"),
    ("keep_timetable", "lich", "lich-submission-opens", "hôm qua"),
    ("keep_fields", "linh-vuc", "linh-vuc-0-name", ""),
    ("keep_kinds", "linh-vuc", "loai-0-name", ""),
    ("keep_criteria", "tieu-chi", "tieu-chi-1-0-max_points", "nhiều"),
    ("keep_criteria", "tieu-chi", "vong-1-spread_limit", "nhiều"),
    ("keep_vote", "binh-chon", "binh-chon-vote_max", "nhiều"),
    ("keep_prizes", "giai", "giai-1-money", "2,5 triệu"),
]
EACH = pytest.mark.parametrize(("route", "place", "field", "typed"), REFUSED)


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def edition() -> Edition:
    return rules.edition(
        rules.contest("cuoc-thi", "Cuộc thi", "Contest"),
        slug="lan-dau",
        number=1,
        year=2030,
        name="Lần thứ nhất",
        name_en="First",
        begins=days(10),
        days=DAYS,
        prefix="L1",
    )


@pytest.fixture
def office(client, edition):
    client.force_login(secretary_of(edition))
    return client


def parsed(page):
    return lxml.html.document_fromstring(page.content)


@pytest.fixture
def press(office, edition):
    """`press(route, field, typed)`: the page on which the button of the part is refused."""

    def pressed(route: str, **typed: str):
        address = reverse(route, args=[edition.slug])
        document = parsed(office.get(reverse("set_up", args=[edition.slug])))
        form = next(form for form in document.forms if form.action == address)
        return office.post(address, dict(form.form_values()) | typed)

    return pressed


@EACH
def test_what_is_wrong_is_said_once_and_first(press, route, place, field, typed):
    page = press(route, **{field: typed})
    assert page.status_code == 422
    summaries = parsed(page).xpath("//*[contains(@class, 'error-summary')]")
    assert len(summaries) == 1
    assert {"autofocus", "tabindex", "role"} <= set(summaries[0].attrib)


@EACH
def test_within_its_section(press, route, place, field, typed):
    document = parsed(press(route, **{field: typed}))
    assert document.xpath(f"//section[@id='{place}']//*[contains(@class, 'error-summary')]")


@EACH
def test_with_a_way_to_the_field(press, route, place, field, typed):
    document = parsed(press(route, **{field: typed}))
    links = document.xpath("//*[contains(@class, 'error-summary')]//a/@href")
    assert links == [f"#id_{field}"]
    assert document.get_element_by_id(f"id_{field}").get("name") == field


def test_a_line_is_called_by_its_name(press):
    document = parsed(press("keep_prizes", **{"giai-1-money": "2,5 triệu"}))
    (link,) = document.xpath("//*[contains(@class, 'error-summary')]//a")
    name = PrizeTier.objects.order_by("order")[1].name
    assert " ".join(link.text_content().split()).startswith(f"“{name}”, ")


def states(document) -> dict[str, str]:
    """{section: the word beside its heading}."""
    return {
        head.getparent().get("id"): head.xpath("./span")[0].text_content()
        for head in document.find_class("setup-head")
    }


@EACH
def test_it_does_not_look_kept(office, edition, press, route, place, field, typed):
    page = reverse("set_up", args=[edition.slug])
    before = states(parsed(office.get(page)))
    document = parsed(press(route, **{field: typed}))
    assert states(document) == before | {place: "Chưa lưu"}
    (link,) = document.xpath(f"//nav[@class='setup-nav']//a[@href='#{place}']")
    assert link.getparent().get("data-state") != "done"
    assert states(parsed(office.get(page))) == before


def test_where_nothing_is_refused_there_is_no_summary(office, edition):
    document = parsed(office.get(reverse("set_up", args=[edition.slug])))
    assert not document.find_class("error-summary")
    assert not document.xpath("//*[@autofocus]")


class TestTwoWindows:
    @pytest.fixture
    def document(self, office, edition, press):
        address = reverse("keep_prizes", args=[edition.slug])
        old = parsed(office.get(reverse("set_up", args=[edition.slug])))
        form = dict(next(form for form in old.forms if form.action == address).form_values())
        press("keep_prizes", **{"giai-0-money": "41.000.000"})
        return parsed(office.post(address, form | {"giai-1-count": "7"}))

    def test_the_comparison_takes_the_focus(self, document):
        first = document.xpath("//*[@autofocus]")[0]
        assert (first.get("id"), first.get("tabindex")) == ("hai-ban", "-1")

    def test_the_refusal_leads_to_it(self, document):
        (link,) = document.xpath("//*[contains(@class, 'messages')]//a[@href='#hai-ban']")
        assert link.text_content() == "Xem hai bản để so sánh"

    def test_it_is_not_kept_either(self, document):
        assert states(document)["giai"] == "Chưa lưu"


def test_what_differs_from_the_year_before_is_written_as_amounts_are(edition):
    later = rules.edition(
        rules.contest("cuoc-thi-2", "Cuộc thi", "Contest"),
        slug="lan-sau",
        number=2,
        year=2031,
        name="Lần thứ hai",
        name_en="Second",
        begins=days(375),
        days=DAYS,
        prefix="L2",
    )
    tier = PrizeTier.objects.filter(edition=later).order_by("order").first()
    was = PrizeTier.objects.filter(edition=edition).order_by("order").first().money
    tier.money = was + 5_000_000
    tier.save()
    written = [f"{was:,}".replace(",", "."), f"{tier.money:,}".replace(",", ".")]
    found = differences_to(edition, later)
    assert written in [words[1:] for words in found]


def test_a_year_is_no_amount():
    [[_what, *years]] = columns_changed(Edition, {"year": 2030}, {"year": 2031}, of="")
    assert years == ["2030", "2031"]


class TestAQuestionThatDiffers:
    @pytest.fixture
    def later(self, edition):
        return rules.edition(
            rules.contest("cuoc-thi-2", "Cuộc thi", "Contest"),
            slug="lan-sau",
            number=2,
            year=2031,
            name="Lần thứ hai",
            name_en="Second",
            begins=days(375),
            days=DAYS,
            prefix="L2",
        )

    @pytest.fixture
    def question(self, later):
        question = later.questions.exclude(choices="").first()
        assert "\n" in question.choices
        return question

    def test_lines_that_end_otherwise_are_no_difference(self, edition, later, question):
        before = differences_to(edition, later)
        question.choices = question.choices.replace("\n", "\r\n")
        question.save()
        assert differences_to(edition, later) == before

    def test_another_choice_is_one_and_the_question_has_its_name(self, edition, later, question):
        question.choices += "\nKhác"
        question.save()
        found = [what for what, _before, _after in differences_to(edition, later)]
        assert f"Câu hỏi “{question.label[:80]}”: Các phương án" in found

    def test_the_form_keeps_lines_as_they_are_stored(self, client, later, question):
        client.force_login(secretary_of(later))
        address = reverse("dossier_form", args=[later.slug])
        document = parsed(client.get(address, {"cau-hoi": question.pk}))
        (form,) = [form for form in document.forms if "choices" in form.fields]
        typed = dict(form.form_values()) | {"choices": "Một\r\nHai", "type": "choice"}
        typed["label"] = "Câu thử"
        assert client.post(form.action, typed).status_code == 302
        assert Question.objects.filter(edition=later, choices="Một\nHai").exists()
