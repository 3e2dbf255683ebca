"""A press of one form keeps what stands typed in the others of its page, and nothing afterwards.

Pages of our own make, so that nothing but the script is seen.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser
SCRIPT = (Path(__file__).resolve().parents[2] / "static/js/keep.js").read_text()
HOST = "http://cuoc-thi.test"
LETTER = """<form method="post" action="/thu"><textarea name="text">{}</textarea>
    <button>Gửi</button></form>"""
NOTES = "".join(
    f"""<details><summary>{row}</summary><form method="post" action="/ghi-chu">
    <input type="hidden" name="csrfmiddlewaretoken" value="moi-lan-mot-khac-{row}">
    <input type="hidden" name="row" value="{row}"><input name="note" value="">
    <input type="checkbox" name="done"><select name="who"><option>An</option><option>Bình</option>
    </select><input type="password" name="secret"><button>Ghi</button></form></details>"""
    for row in (1, 2)
)
OUT = '<form method="post" action="/dang-xuat" data-leaves><button>Thoát</button></form>'
PAGE = LETTER.format("") + NOTES + OUT
ASKS = """<section data-asks-once-more><form method="post" action="/thu"><input type="hidden"
    name="text" value="x"><button>Chắc chắn</button><a data-not-now href="/trang">Chưa</a></form>
    </section>"""
ERROR = '<div class="alert" data-variant="error"><p>Chưa gửi được.</p></div>'


@pytest.fixture
def tab(browser):
    """A page with a letter, two rows of notes and a way out; `tab.answers` what a press is answered
    with.
    """
    context = browser.new_context()
    page = context.new_page()
    answers = {"/trang": PAGE, "/thu": PAGE, "/dang-xuat": LETTER.format("")}

    def serve(route):
        body = answers.get(urlsplit(route.request.url).path, "<p>Trang khác</p>")
        said = 'data-note="Chưa gửi" data-lost="Không còn ô"'
        script = f'<script {said} data-who="{page.who}">{SCRIPT}</script>'
        text = f'<!DOCTYPE html><meta charset="utf-8"><main id="noi-dung">{body}</main>{script}'
        route.fulfill(body=text, content_type="text/html; charset=utf-8")

    context.route("**/*", serve)
    page.answers = answers
    page.who = "7"
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(f"{HOST}/trang")
    yield page
    assert page.faults == []
    context.close()


def field(page, row: int, name: str):
    return page.locator(f"form:has(input[name=row][value='{row}']) [name={name}]")


def write(page) -> None:
    """Everything into the second row, and the letter."""
    page.locator("summary").nth(1).click()
    field(page, 2, "note").fill("Gọi lại thứ Hai")
    field(page, 2, "done").check()
    field(page, 2, "who").select_option("Bình")
    field(page, 2, "secret").fill("mật khẩu")
    page.fill("textarea", "Kính gửi tác giả")


def press(page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_text(words, exact=True).first.click()


def held(page) -> str | None:
    return page.evaluate("sessionStorage.getItem('typed-beside')")


def of_row(page, row: int) -> tuple[str, bool, str]:
    return (
        field(page, row, "note").input_value(),
        field(page, row, "done").is_checked(),
        field(page, row, "who").input_value(),
    )


WRITTEN = ("Gọi lại thứ Hai", True, "Bình")
EMPTY = ("", False, "An")


def test_what_stands_in_the_others_is_shown_again_where_it_was_typed(tab):
    write(tab)
    press(tab, "Gửi")
    assert of_row(tab, 2) == WRITTEN
    assert of_row(tab, 1) == EMPTY
    assert tab.locator("details").nth(1).get_attribute("open") is not None
    assert tab.locator("details").nth(0).get_attribute("open") is None
    assert tab.locator("[role=status]").all_inner_texts() == ["Chưa gửi"]


def test_what_was_sent_is_not(tab):
    write(tab)
    press(tab, "Gửi")
    assert tab.locator("textarea").input_value() == ""


def test_what_was_sent_and_refused_is(tab):
    tab.answers["/thu"] = ERROR + PAGE
    write(tab)
    press(tab, "Gửi")
    assert tab.locator("textarea").input_value() == "Kính gửi tác giả"
    assert of_row(tab, 2) == WRITTEN


def test_a_password_is_never_held(tab):
    write(tab)
    press(tab, "Gửi")
    assert field(tab, 2, "secret").input_value() == ""


def test_nothing_is_held_once_the_answer_has_come(tab):
    write(tab)
    press(tab, "Gửi")
    assert held(tab) is None


REFUSED = ERROR + LETTER.format("Kính gửi tác giả") + NOTES + OUT


def test_what_a_refusal_has_put_back_is_kept_when_another_form_is_pressed(tab):
    """The server shows it as the page's own: it was typed all the same."""
    tab.answers["/thu"] = REFUSED
    write(tab)
    press(tab, "Gửi")
    tab.answers["/ghi-chu"] = PAGE
    field(tab, 2, "note").fill("Khác")
    tab.locator("form:has(input[name=row][value='2'])").get_by_text("Ghi").click()
    tab.wait_for_load_state()
    assert tab.locator("textarea").input_value() == "Kính gửi tác giả"


class TestASessionThatIsOver:
    """A press leads to the door, from which one comes back to the page."""

    DOOR = '<form method="post" action="/tai-khoan/login/"><input name="login"><button>Vào'

    @pytest.fixture
    def at_the_door(self, tab):
        tab.answers["/tai-khoan/login/"] = self.DOOR
        tab.answers["/thu"] = "<script>location.replace('/tai-khoan/login/?next=/trang')</script>"
        write(tab)
        tab.get_by_text("Gửi").click()
        tab.wait_for_url("**/tai-khoan/login/**")
        return tab

    def sign_in(self, page, who: str = "7"):
        """As somebody, which takes a press of the door's own form."""
        page.who = ""
        page.reload()
        page.fill("[name=login]", "nong@example.vn")
        page.get_by_text("Vào").click()
        page.wait_for_load_state()
        page.who = who
        page.goto(f"{HOST}/trang")

    def test_what_was_pressed_is_shown_to_be_pressed_again(self, at_the_door):
        self.sign_in(at_the_door)
        assert at_the_door.locator("textarea").input_value() == "Kính gửi tác giả"

    def test_so_is_what_stood_in_the_others(self, at_the_door):
        self.sign_in(at_the_door)
        assert of_row(at_the_door, 2) == WRITTEN

    def test_nothing_is_held_afterwards(self, at_the_door):
        self.sign_in(at_the_door)
        assert held(at_the_door) is None

    def test_somebody_else_who_signs_in_sees_nothing(self, at_the_door):
        self.sign_in(at_the_door, who="8")
        assert at_the_door.locator("textarea").input_value() == ""
        assert of_row(at_the_door, 2) == EMPTY

    def test_nor_does_anybody_after_an_hour(self, at_the_door):
        at_the_door.evaluate(
            """() => {
                const kept = JSON.parse(sessionStorage.getItem("typed-beside"));
                kept.at -= 3600000;
                sessionStorage.setItem("typed-beside", JSON.stringify(kept));
            }"""
        )
        self.sign_in(at_the_door)
        assert at_the_door.locator("textarea").input_value() == ""


@pytest.mark.parametrize(
    "leave",
    [lambda page: page.goto(f"{HOST}/khac"), lambda page: press(page, "Thoát")],
    ids=["by an address", "by signing out"],
)
def test_nothing_is_held_after_the_page_is_left(tab, leave):
    write(tab)
    leave(tab)
    assert held(tab) is None
    tab.goto(f"{HOST}/trang")
    assert of_row(tab, 2) == EMPTY
    assert tab.locator("textarea").input_value() == ""


class TestAPageThatAsksOnceMore:
    @pytest.fixture
    def asked(self, tab):
        tab.answers["/thu"] = ASKS
        write(tab)
        press(tab, "Gửi")
        assert held(tab) is None
        return tab

    def test_it_passes_on_what_stood_in_the_others(self, asked):
        asked.answers["/thu"] = PAGE
        press(asked, "Chắc chắn")
        assert of_row(asked, 2) == WRITTEN
        assert asked.locator("textarea").input_value() == ""

    def test_whoever_goes_back_finds_everything(self, asked):
        press(asked, "Chưa")
        assert of_row(asked, 2) == WRITTEN
        assert asked.locator("textarea").input_value() == "Kính gửi tác giả"

    def test_whoever_goes_elsewhere_leaves_nothing(self, asked):
        asked.goto(f"{HOST}/trang")
        assert of_row(asked, 2) == EMPTY


def test_what_the_answer_shows_as_typed_stays(tab):
    """Its own input is not written over."""
    shown: Callable[[str], str] = LETTER.format
    tab.fill("textarea", "Bản cũ")
    tab.answers["/ghi-chu"] = (
        shown("")
        + NOTES
        + ("<script>document.querySelector('textarea').value = 'Bản mới'</script>")
    )
    tab.locator("summary").first.click()
    press(tab, "Ghi")
    assert tab.locator("textarea").input_value() == "Bản mới"


MANY = """<form method="post" action="/nhieu"><input name="alias"><input name="alias">
    <input name="alias"><select name="fields" multiple><option value="1" selected>Nông nghiệp
    </option><option value="2">Y tế</option><option value="3">Giáo dục</option></select></form>"""


@pytest.fixture
def many(tab):
    """A page with fields of one name, and a choice of several."""
    tab.answers["/trang"] = tab.answers["/thu"] = PAGE + MANY
    tab.goto(f"{HOST}/trang")
    return tab


def aliases(page) -> list[str]:
    return [one.input_value() for one in page.locator("[name=alias]").all()]


def test_fields_of_one_name_keep_each_its_own(many):
    many.locator("[name=alias]").nth(1).fill("Hai")
    many.locator("[name=alias]").nth(2).fill("Ba")
    press(many, "Gửi")
    assert aliases(many) == ["", "Hai", "Ba"]


def test_every_choice_of_several_is_shown_again(many):
    many.locator("[name=fields]").select_option(["2", "3"])
    press(many, "Gửi")
    chosen = "select => [...select.selectedOptions].map(option => option.value)"
    assert many.locator("[name=fields]").evaluate(chosen) == ["2", "3"]


def test_a_second_choice_beside_the_first_is_typed_too(many):
    many.locator("[name=fields]").select_option(["1", "3"])
    press(many, "Gửi")
    chosen = "select => [...select.selectedOptions].map(option => option.value)"
    assert many.locator("[name=fields]").evaluate(chosen) == ["1", "3"]


def test_nothing_left_of_several_is_typed_too(many):
    many.locator("[name=fields]").select_option([])
    press(many, "Gửi")
    chosen = "select => [...select.selectedOptions].map(option => option.value)"
    assert many.locator("[name=fields]").evaluate(chosen) == []


class TestAVersion:
    """A form that says on which version it stands."""

    @pytest.fixture
    def versioned(self, tab):
        def form(version: str) -> str:
            return (
                '<form method="post" action="/giai"><input type="hidden" name="upon" '
                f'value="{version}"><input name="prize"><button>Lưu giải</button></form>'
            )

        tab.form = form
        tab.answers["/trang"] = PAGE + form("cu")
        tab.goto(f"{HOST}/trang")
        tab.fill("[name=prize]", "Giải Vàng")
        return tab

    def upon(self, page) -> str:
        return page.locator("[name=upon]").input_value()

    def test_what_was_typed_beside_stands_on_the_version_that_it_was_typed_on(self, versioned):
        versioned.answers["/thu"] = PAGE + versioned.form("moi")
        press(versioned, "Gửi")
        assert versioned.locator("[name=prize]").input_value() == "Giải Vàng"
        assert self.upon(versioned) == "cu"

    def test_nothing_typed_stands_on_the_newest(self, versioned):
        versioned.fill("[name=prize]", "")
        versioned.answers["/thu"] = PAGE + versioned.form("moi")
        press(versioned, "Gửi")
        assert self.upon(versioned) == "moi"

    def test_what_was_sent_and_refused_stands_on_what_the_answer_says(self, versioned):
        versioned.answers["/giai"] = ERROR + PAGE + versioned.form("moi")
        press(versioned, "Lưu giải")
        assert versioned.locator("[name=prize]").input_value() == "Giải Vàng"
        assert self.upon(versioned) == "moi"


class TestAFormThatIsGone:
    """Somebody else has done the work meanwhile."""

    def lost(self, page) -> list[str]:
        return page.locator("section[role=status] dd").all_inner_texts()

    def test_a_text_that_was_refused_stands_there_to_be_copied(self, tab):
        tab.answers["/thu"] = ERROR + NOTES
        write(tab)
        press(tab, "Gửi")
        assert self.lost(tab) == ["Kính gửi tác giả"]

    def test_so_does_what_stood_in_another_one(self, tab):
        tab.answers["/thu"] = PAGE.replace('value="2"', 'value="3"')
        write(tab)
        press(tab, "Gửi")
        assert self.lost(tab) == ["Gọi lại thứ Hai"]

    def test_what_was_sent_and_taken_does_not(self, tab):
        tab.answers["/thu"] = NOTES
        write(tab)
        press(tab, "Gửi")
        assert self.lost(tab) == []

    def test_nor_does_what_stands_in_its_form(self, tab):
        tab.answers["/thu"] = ERROR + PAGE
        write(tab)
        press(tab, "Gửi")
        assert self.lost(tab) == []

    def test_so_does_one_whose_place_another_form_of_the_page_has_taken(self, tab):
        """A form without an address of its own has that of the page: after a press, the press's."""
        tab.answers["/thu"] = ERROR + '<form method="post"><input name="other"></form>'
        write(tab)
        press(tab, "Gửi")
        assert self.lost(tab) == ["Kính gửi tác giả", "Gọi lại thứ Hai"]

    def test_what_the_server_shows_to_be_copied_stands_there_once(self, tab):
        tab.answers["/thu"] = ERROR + NOTES + '<p data-typed="text"> Kính gửi\n tác giả</p>'
        write(tab)
        press(tab, "Gửi")
        assert self.lost(tab) == []


def lines(*rows: tuple[str, str], round_of: str = "") -> str:
    """A list as Django's formsets send it: (number of the row, name) each."""
    cells = "".join(
        f"""<input type="hidden" name="giai-{index}-row" value="{row}">
        <label>Tên<input name="giai-{index}-name" value="{name}"></label>"""
        for index, (row, name) in enumerate(rows)
    )
    return f"""<form method="post" action="/giai"><input type="hidden" name="round"
        value="{round_of}"><input type="hidden" name="giai-TOTAL_FORMS" value="{len(rows)}">
        {cells}<button>Lưu</button></form>"""


FIRST, SECOND, NEW = ("11", "Giải Nhất"), ("12", "Giải Phụ"), ("", "")


class TestLines:
    """A list of which somebody else has taken a line away meanwhile."""

    @pytest.fixture
    def open_at(self, tab):
        def opened(body: str):
            tab.answers["/trang"] = body
            tab.goto(f"{HOST}/trang")
            return tab

        return opened

    @pytest.fixture
    def listed(self, open_at):
        return open_at(LETTER.format("") + lines(FIRST, SECOND, NEW))

    def value(self, page, index: int) -> str:
        return page.locator(f"[name=giai-{index}-name]").input_value()

    def test_what_stands_in_a_refused_form_is_not_called_gone(self, listed):
        back = lines(FIRST, ("", "Giải của tôi"), NEW)
        listed.answers["/giai"] = ERROR + LETTER.format("") + back
        listed.fill("[name=giai-1-name]", "Giải của tôi")
        press(listed, "Lưu")
        assert "Không còn ô" not in listed.locator("main").inner_text()
        assert self.value(listed, 1) == "Giải của tôi"
        assert self.value(listed, 2) == ""

    def test_what_stood_beside_is_shown_in_its_own_line(self, listed):
        listed.answers["/thu"] = LETTER.format("") + lines(SECOND, NEW)
        listed.fill("[name=giai-1-name]", "Giải của tôi")
        press(listed, "Gửi")
        assert [self.value(listed, 0), self.value(listed, 1)] == ["Giải của tôi", ""]

    def test_a_new_line_too(self, listed):
        listed.answers["/thu"] = LETTER.format("") + lines(SECOND, NEW)
        listed.fill("[name=giai-2-name]", "Giải mới")
        press(listed, "Gửi")
        assert [self.value(listed, 0), self.value(listed, 1)] == ["Giải Phụ", "Giải mới"]

    def test_of_a_line_that_is_gone_it_stands_there_to_be_copied(self, listed):
        listed.answers["/thu"] = LETTER.format("") + lines(FIRST, NEW)
        listed.fill("[name=giai-1-name]", "Giải của tôi")
        press(listed, "Gửi")
        assert [self.value(listed, 0), self.value(listed, 1)] == ["Giải Nhất", ""]
        assert "Không còn ô" in listed.locator("main").inner_text()
        assert "Giải của tôi" in listed.locator("main").inner_text()

    def test_lists_of_one_address_are_told_apart_by_what_else_they_say(self, open_at):
        both = lines(FIRST, round_of="1") + lines(SECOND, round_of="2")
        page = open_at(LETTER.format("") + both)
        page.answers["/thu"] = LETTER.format("") + both
        page.locator("[name=giai-0-name]").nth(1).fill("Giải của tôi")
        press(page, "Gửi")
        names = [one.input_value() for one in page.locator("[name=giai-0-name]").all()]
        assert names == ["Giải Nhất", "Giải của tôi"]

    def test_a_number_in_a_name_is_no_line(self, open_at):
        form = """<form method="post" action="/vong"><input name="vong-1-lech" value="1">
            <input name="vong-2-lech" value="2"></form>"""
        page = open_at(LETTER.format("") + form)
        page.answers["/thu"] = LETTER.format("") + form
        page.fill("[name=vong-2-lech]", "15")
        press(page, "Gửi")
        assert page.locator("[name=vong-1-lech]").input_value() == "1"
        assert page.locator("[name=vong-2-lech]").input_value() == "15"


class TestWhatIsAskedForIsWhatIsKept:
    """A second person agrees to what is kept: what is only typed beside it is said first."""

    ASK = """<form method="post" action="/xin" data-unsaved="Hãy lưu trước"><input name="reason">
        <button>Xin</button></form>"""
    TEXT = """<form method="post" action="/sua" data-asked-for>{}<textarea name="body">Bản cũ
        </textarea><button>Lưu</button></form>"""

    @pytest.fixture
    def page(self, tab):
        tab.answers["/trang"] = self.TEXT.format("") + self.ASK + LETTER.format("")
        tab.goto(f"{HOST}/trang")
        return tab

    def asks(self, page) -> bool:
        """Whether the button leads anywhere."""
        page.get_by_text("Xin", exact=True).click()
        page.wait_for_timeout(300)
        return urlsplit(page.url).path == "/xin"

    def test_with_something_unsaved_nothing_is_asked_for(self, page):
        page.fill("[name=body]", "Bản chưa lưu")
        assert not self.asks(page)
        assert page.locator("[role=alert]").all_inner_texts() == ["Hãy lưu trước"]
        assert page.locator("[name=body]").input_value() == "Bản chưa lưu"

    def test_it_is_said_once(self, page):
        page.fill("[name=body]", "Bản chưa lưu")
        self.asks(page)
        self.asks(page)
        assert page.locator("[role=alert]").count() == 1

    def test_with_what_is_kept_it_is(self, page):
        page.fill("[name=reason]", "Đã đọc")
        assert self.asks(page)

    def test_what_is_no_part_of_it_does_not_hinder(self, page):
        page.fill("[name=text]", "Kính gửi")
        assert self.asks(page)

    def test_nor_does_what_was_typed_and_taken_back(self, page):
        kept = page.locator("[name=body]").input_value()
        page.fill("[name=body]", "Bản chưa lưu")
        page.fill("[name=body]", kept)
        assert self.asks(page)

    def test_a_form_that_was_refused_is_not_kept(self, tab):
        refused = self.TEXT.format('<section id="hai-ban">Hai bản</section>') + self.ASK
        tab.answers["/trang"] = refused
        tab.goto(f"{HOST}/trang")
        assert not self.asks(tab)


def test_a_form_whose_buttons_have_addresses_is_known_by_those(tab):
    """Not by the page's, which is the press's after a refusal."""
    own = '<form method="post"><input name="word"><button formaction="/che">Che</button></form>'
    tab.answers["/trang"] = own + PAGE
    tab.answers["/thu"] = ERROR + own + PAGE
    tab.goto(f"{HOST}/trang")
    tab.fill("[name=word]", "Nông trại")
    press(tab, "Gửi")
    assert tab.locator("[name=word]").input_value() == "Nông trại"
