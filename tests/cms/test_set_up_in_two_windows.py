"""The set-up page that is open in two windows: no part is written over without a word, no line is
typed in vain.
"""

import lxml.html
import pytest
from django.urls import reverse

from competition import clock, setting_up
from competition.errors import Refused
from competition.models import Edition
from competition.setting_up import TypedRow
from competition.two_windows import Stale
from tests.beside import secretary_of, untouched
from tests.factories.moments import NOON
from tests.reading import seen

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def edition(drafted) -> Edition:
    return drafted


@pytest.fixture
def office(client, edition):
    client.force_login(secretary_of(edition))
    return client


def form_on(page, edition, route: str) -> dict[str, str]:
    """Everything that the form of this button shows on a page."""
    address = reverse(route, args=[edition.slug])
    document = lxml.html.document_fromstring(page.content)
    return dict(next(form for form in document.forms if form.action == address).form_values())


@pytest.fixture
def opened(office, edition):
    """`opened(route)`: the form as a window shows it that is opened now."""

    def form(route: str) -> dict[str, str]:
        return form_on(office.get(reverse("set_up", args=[edition.slug])), edition, route)

    return form


@pytest.fixture
def press(office, edition):
    """`press(route, form, **typed)`: what the page answers."""

    def pressed(route: str, form: dict[str, str], **typed: str):
        return office.post(reverse(route, args=[edition.slug]), form | typed)

    return pressed


# A button, what the other window changes, what is typed here, and how the other's is said.
PARTS = [
    ("keep_papers", {"giay-to-signer_name": "Lê An"}, {"giay-to-decision_number": "9/QĐ"}, "Lê An"),
    (
        "keep_timetable",
        {"lich-announcement-closes": "02/09/2030 17:00"},
        {"lich-submission-opens": "16/03/2030 12:00"},
        "02/09/2030 17:00",
    ),
    ("keep_vote", {"binh-chon-vote_max": "17,5"}, {"binh-chon-min_voter_age": "16"}, "17,5"),
    ("keep_fields", {"linh-vuc-0-name": "Trồng trọt"}, {"linh-vuc-1-name": "Máy"}, "Trồng trọt"),
    ("keep_kinds", {"loai-0-name": "Mô hình"}, {"loai-1-name": "Máy"}, "Mô hình"),
    ("keep_prizes", {"giai-0-money": "41.000.000"}, {"giai-1-count": "7"}, "41.000.000"),
    (
        "keep_criteria",
        {"tieu-chi-1-0-max_points": "21,5"},
        {"tieu-chi-1-1-name": "Ích lợi"},
        "21,5",
    ),
    ("keep_criteria", {"vong-1-spread_limit": "13,5"}, {"tieu-chi-1-1-name": "Ích lợi"}, "13,5"),
]
EACH_PART = pytest.mark.parametrize(("route", "there", "here", "said"), PARTS)


def rows_of(edition: Edition) -> list:
    scheme = edition.schemes.get()
    lists = (edition.phases, edition.fields, edition.kinds, edition.tiers, scheme.criteria)
    return [edition, scheme, *(row for rows in lists for row in rows.all())]


class TestAStaleSave:
    @EACH_PART
    def test_it_is_refused(self, edition, opened, press, route, there, here, said):
        old = opened(route)
        press(route, old, **there)
        with untouched(*rows_of(edition)):
            assert press(route, old, **here).status_code == 422

    @EACH_PART
    def test_what_is_stored_stands_beside_it(self, opened, press, route, there, here, said):
        old = opened(route)
        press(route, old, **there)
        document = lxml.html.document_fromstring(press(route, old, **here).content)
        (beside,) = document.xpath("//section[@aria-label='Đã lưu ở một cửa sổ khác']")
        assert said in beside.text_content()

    @EACH_PART
    def test_what_was_typed_stays(self, edition, opened, press, route, there, here, said):
        old = opened(route)
        press(route, old, **there)
        shown = form_on(press(route, old, **here), edition, route)
        assert {name: shown[name] for name in here} == here

    @EACH_PART
    def test_pressing_again_is_a_decision(self, edition, opened, press, route, there, here, said):
        old = opened(route)
        press(route, old, **there)
        again = form_on(press(route, old, **here), edition, route)
        assert press(route, again).status_code == 302
        assert {name: opened(route)[name] for name in here} == here

    @EACH_PART
    def test_the_newest_window_is_not(self, opened, press, route, there, here, said):
        press(route, opened(route), **there)
        assert press(route, opened(route), **here).status_code == 302

    @EACH_PART
    def test_the_same_press_twice_is_kept_once(
        self, edition, opened, press, route, there, here, said
    ):
        old = opened(route)
        press(route, old, **there)
        with untouched(*rows_of(edition)):
            assert press(route, old, **there).status_code == 302

    def test_another_part_is_not(self, opened, press):
        prizes = opened("keep_prizes")
        press("keep_papers", opened("keep_papers"), **{"giay-to-signer_name": "Lê An"})
        assert press("keep_prizes", prizes, **{"giai-0-count": "3"}).status_code == 302

    def test_an_error_beside_a_field_does_not_make_it_the_newest(self, edition, opened, press):
        old = opened("keep_prizes")
        press("keep_prizes", old, **{"giai-0-name": "Giải Vàng"})
        refused = form_on(
            press("keep_prizes", old, **{"giai-1-count": "?"}), edition, "keep_prizes"
        )
        assert press("keep_prizes", refused, **{"giai-1-count": "7"}).status_code == 422
        assert edition.tiers.first().name == "Giải Vàng"

    def test_nor_in_the_criteria(self, edition, opened, press):
        route = "keep_criteria"
        old = opened(route)
        press(route, old, **{"tieu-chi-1-0-name": "Mới mẻ"})
        refused = form_on(press(route, old, **{"tieu-chi-1-1-step": "?"}), edition, route)
        assert press(route, refused, **{"tieu-chi-1-1-step": "1"}).status_code == 422

    def test_a_line_more_is_added_once(self, edition, opened, press):
        old = opened("keep_prizes")
        count = edition.tiers.count()
        new = {f"giai-{count}-name": "Giải phụ", f"giai-{count}-count": "2"}
        press("keep_prizes", old, **new)
        press("keep_prizes", old, **new)
        assert edition.tiers.count() == count + 1


class TestALineThatIsGone:
    """Another window took it away while it was typed into."""

    @pytest.fixture(
        params=[
            ("keep_fields", "linh-vuc", "fields"),
            ("keep_kinds", "loai", "kinds"),
            ("keep_prizes", "giai", "tiers"),
            ("keep_criteria", "tieu-chi-1", "criteria"),
        ],
        ids=lambda one: one[2],
    )
    def lost(self, request, edition, opened, press):
        """(route, prefix, rows, what the page answers)."""
        route, prefix, name = request.param
        rows = edition.schemes.get().criteria if name == "criteria" else getattr(edition, name)
        old = opened(route)
        press(route, old, **{f"{prefix}-0-remove": "on"})
        return route, prefix, rows, press(route, old, **{f"{prefix}-0-name": "Tên sửa ở đây"})

    def test_it_is_refused(self, lost):
        assert lost[3].status_code == 422

    def test_nothing_is_stored_yet(self, lost):
        assert not lost[2].filter(name="Tên sửa ở đây").exists()

    def test_what_was_typed_stays(self, lost, edition):
        route, prefix, _rows, answer = lost
        assert form_on(answer, edition, route)[f"{prefix}-0-name"] == "Tên sửa ở đây"

    def test_it_is_said_beside_the_line(self, lost):
        assert "Đã bị bỏ ở một cửa sổ khác" in seen(lost[3])

    def test_pressing_again_adds_it_anew(self, lost, edition, press):
        route, _prefix, rows, answer = lost
        count = rows.count()
        press(route, form_on(answer, edition, route))
        assert rows.filter(name="Tên sửa ở đây").exists()
        assert rows.count() == count + 1

    def test_or_leaves_it_out(self, lost, edition, press):
        route, prefix, rows, answer = lost
        count = rows.count()
        press(route, form_on(answer, edition, route), **{f"{prefix}-0-remove": "on"})
        assert rows.count() == count

    def test_both_took_it_away(self, edition, opened, press):
        old = opened("keep_prizes")
        gone = {"giai-0-remove": "on"}
        press("keep_prizes", old, **gone)
        assert press("keep_prizes", old, **gone).status_code == 302

    def test_without_a_version_too(self, edition):
        rows = [TypedRow({"name": "Giải Vàng"}, number=edition.tiers.first().pk)]
        edition.tiers.all().delete()
        with pytest.raises(Refused, match="Giải Vàng"):
            setting_up.keep_prizes(edition=edition, rows=rows, by=secretary_of(edition))

    def test_a_line_that_was_added_there_stays(self, edition, opened, press):
        old = opened("keep_prizes")
        count = edition.tiers.count()
        press("keep_prizes", old, **{f"giai-{count}-name": "Giải phụ", f"giai-{count}-count": "2"})
        answer = press("keep_prizes", old, **{"giai-0-count": "3"})
        assert "Thêm ở đó" in seen(answer)
        press("keep_prizes", form_on(answer, edition, "keep_prizes"))
        assert edition.tiers.filter(name="Giải phụ").exists()


class TestNumbers:
    def test_criteria_that_are_too_much_together(self, edition, opened, press):
        high = {f"tieu-chi-1-{line}-max_points": "9999,99" for line in range(3)}
        with untouched(*rows_of(edition)):
            answer = press("keep_criteria", opened("keep_criteria"), **high)
        assert answer.status_code == 422

    def test_it_is_said_beside_the_points_that_pass_it(self, edition, opened, press):
        high = {f"tieu-chi-1-{line}-max_points": "9999,99" for line in range(3)}
        answer = press("keep_criteria", opened("keep_criteria"), **high)
        (one,) = [one for one in answer.context["rounds"] if one["scheme"].order == 1]
        said = [list(line.errors) for line in one["lines"].forms]
        assert said == [[], ["max_points"], [], []]

    def test_as_much_as_there_is_room_for(self, edition, opened, press):
        high = {"tieu-chi-1-0-max_points": "9999,99"}
        high |= {f"tieu-chi-1-{line}-remove": "on" for line in (1, 2)}
        press("keep_criteria", opened("keep_criteria"), **high)
        assert str(edition.schemes.get().council_max) == "9999.99"

    def test_nor_by_the_verb(self, edition):
        scheme = edition.schemes.get()
        columns = {"name": "Một", "max_points": setting_up.MOST_POINTS, "step": 1, "pass_mark": 0}
        with pytest.raises(Refused, match="9999,99"):
            setting_up.keep_criteria(
                scheme=scheme,
                rows=[TypedRow(columns)],
                columns={"spread_limit": 0, "drop_extremes_from": 0},
                by=secretary_of(edition),
            )

    @pytest.mark.parametrize("typed", ["9223372036854775808", "1" * 26, "1000000000000"])
    def test_money_that_nobody_gives(self, edition, opened, press, typed):
        with untouched(*edition.tiers.all()):
            answer = press("keep_prizes", opened("keep_prizes"), **{"giai-0-money": typed})
        assert answer.status_code == 422
        assert list(answer.context["prize_lines"].forms[0].errors) == ["money"]

    def test_the_most_that_is(self, edition, opened, press):
        press("keep_prizes", opened("keep_prizes"), **{"giai-0-money": "999.999.999.999"})
        assert edition.tiers.first().money == 999_999_999_999

    @pytest.mark.parametrize("number", ["abc", "²", "9" * 40])
    def test_a_number_of_a_line_that_is_none(self, edition, opened, press, number):
        """It came broken: the line is a new one, and what was typed is kept."""
        old = opened("keep_kinds")
        press("keep_kinds", old, **{"loai-0-row": number, "loai-0-name": "Loại gõ ở đây"})
        assert edition.kinds.filter(name="Loại gõ ở đây").exists()


class TestLinesWithoutTheirCounts:
    @pytest.mark.parametrize("count", [None, "abc", "", "-1", "1"])
    def test_they_are_kept_all_the_same(self, edition, opened, press, count):
        form = opened("keep_prizes") | {"giai-3-name": "Giải Đồng"}
        del form["giai-TOTAL_FORMS"]
        if count is not None:
            form["giai-TOTAL_FORMS"] = count
        press("keep_prizes", form)
        assert edition.tiers.filter(name="Giải Đồng").exists()

    def test_without_any_of_them(self, edition, opened, press):
        form = {
            name: value for name, value in opened("keep_criteria").items() if "_FORMS" not in name
        }
        press("keep_criteria", form, **{"tieu-chi-1-0-name": "Tính mới"})
        assert edition.schemes.get().criteria.first().name == "Tính mới"

    def test_no_line_at_all_takes_nothing_away(self, edition, press):
        with untouched(*edition.tiers.all()):
            assert press("keep_prizes", {}).status_code == 422


def test_a_stale_verb_says_so(edition):
    rows = [TypedRow({"name": "Giải Vàng", "count": 1, "money": 0, "per_field_cap": None})]
    with pytest.raises(Stale):
        setting_up.keep_prizes(
            edition=edition, rows=rows, by=secretary_of(edition), upon="một bản cũ"
        )
