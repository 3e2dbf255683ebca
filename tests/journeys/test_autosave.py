"""What somebody writes saves itself: also of who types without a pause, reloads in the middle of it
or loses the answer. A draft and a judge's sheet, on pages of our own make, so that nothing but the
script is seen.
"""

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SCRIPTS = Path(__file__).resolve().parents[2] / "static/js"
HOST = "http://cuoc-thi.test"
SAID = (
    'role="status" data-saved data-unsaved="Chưa lưu." data-kept="Giữ ở đây."'
    ' data-out="Phiên đã hết." data-sign-in="Đăng nhập" data-door="/tai-khoan/login/?next=/ho-so"'
)
DRAFT = f"""<form method="post" data-autosave>
    <input type="hidden" name="csrfmiddlewaretoken" value="x">
    <input type="hidden" name="revision" value="{{revision}}">
    <textarea name="text">{{text}}</textarea><button>Lưu</button>
    <p {SAID}>Đã lưu 08:00</p></form>"""
SHEET = f"""<form method="post" action="/to" data-sheet data-offline="Giữ ở đây." data-most="20">
    <input type="hidden" name="upon" value="{{revision}}" data-version>
    <div data-both tabindex="-1"></div>
    <div class="criterion"><label for="points-1">Điểm</label>
    <input id="points-1" name="points-1" data-max="20" data-step="0.5"><p id="error-1"></p></div>
    <label for="text">Lời</label><textarea id="text" name="text">{{text}}</textarea>
    <b data-total></b><p data-missing data-one="" data-several=""></p><p {SAID}>Đã lưu 08:00</p>
    <button data-lock formaction="/khoa">Khóa</button>
    <dialog data-recap><dl data-recap-facts></dl><a data-recap-back></a><a data-recap-lock></a>
    </dialog></form>"""


class Server:
    """Keeps one text with its revision, as the site does."""

    def __init__(self) -> None:
        self.revision, self.text = 0, ""
        self.posts: list[dict[str, str]] = []
        self.is_silent = False  # what comes is kept, and not answered
        self.turns_away = False  # the token of who sends is of no session any more
        self.waiting: list = []  # (request, answer) of what came meanwhile
        self.page: tuple[int, str] | None = None  # as it is read before what comes is kept

    def save(self, typed: dict[str, str], revision: str) -> tuple[int, dict[str, object]]:
        """As `edit_entry` and `save_sheet` answer."""
        if revision != str(self.revision) and typed["text"] != self.text:
            return 422, {"text": "Đã được sửa ở cửa sổ khác", "errors": {}}
        if typed["text"] != self.text:
            self.revision, self.text = self.revision + 1, typed["text"]
        now = {"revision": self.revision, "version": str(self.revision), "saved": "Đã lưu 08:01"}
        return 200, now


def multipart(body: bytes, kind: str) -> dict[str, str]:
    """The fields of a form as a browser sends it."""
    if "multipart" not in kind:
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    mark = kind.split("boundary=")[1]
    found = re.findall(r'name="([^"]+)"\r\n\r\n(.*?)\r\n--' + mark, body.decode(), re.DOTALL)
    return dict(found)


def window_of(browser, form: str, script: str):
    """A page with this form; `page.server` keeps what it sends."""
    context = browser.new_context()
    page = context.new_page()
    server = page.server = Server()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())

    def serve(route):
        request = route.request
        if request.method == "POST" and server.turns_away:
            route.fulfill(status=403, body="<h1>Trang đã mở quá lâu</h1>")
            return
        if request.method == "POST":
            typed = multipart(request.post_data_buffer, request.headers["content-type"])
            server.posts.append(typed)
            status, told = server.save(typed, typed.get("revision") or typed.get("upon", ""))
            answer = {"status": status, "json": told}
            if server.is_silent:
                server.waiting.append((route, answer))
            else:
                route.fulfill(**answer)
            return
        if urlsplit(request.url).path != "/ho-so":
            route.fulfill(body="<p>Trang khác</p>", content_type="text/html; charset=utf-8")
            return
        revision, text = server.page or (server.revision, server.text)
        body = form.format(revision=revision, text=text)
        code = f'<script type="module">{(SCRIPTS / script).read_text()}</script>'
        route.fulfill(
            body=f'<!DOCTYPE html><html lang="vi"><meta charset="utf-8">{body}{code}',
            content_type="text/html; charset=utf-8",
        )

    context.route("**/*", serve)
    page.goto(f"{HOST}/ho-so")
    return page


@pytest.fixture(params=["draft", "sheet"])
def either(request, browser):
    """A draft, or a sheet."""
    page = window_of(
        browser, {"draft": DRAFT, "sheet": SHEET}[request.param], f"{request.param}.js"
    )
    yield page
    assert page.faults == []
    page.context.close()


@pytest.fixture
def draft(browser):
    page = window_of(browser, DRAFT, "draft.js")
    yield page
    assert page.faults == []
    page.context.close()


def state(page):
    return page.locator("[data-saved]")


def area(page):
    return page.locator("textarea")


class TestWithoutAPause:
    """A letter each 250 ms."""

    def test_a_save_comes_while_one_types_on(self, either):
        area(either).press_sequentially("Gõ liền một mạch không nghỉ.", delay=250)
        assert 1 <= len(either.server.posts) <= 2

    def test_nothing_comes_before_it(self, either):
        """Not each letter is a request."""
        area(either).press_sequentially("Gõ liền", delay=250)
        assert either.server.posts == []

    def test_all_of_it_comes_after_the_pause(self, either):
        area(either).press_sequentially("Gõ liền một mạch không nghỉ.", delay=250)
        expect(state(either)).to_have_text("Đã lưu 08:01")
        assert either.server.text == "Gõ liền một mạch không nghỉ."

    def test_the_state_says_at_once_that_it_is_not_saved(self, either):
        area(either).press_sequentially("G")
        assert state(either).inner_text() == "Chưa lưu."

    def test_and_does_not_say_that_it_is_while_more_is_typed(self, either):
        area(either).press_sequentially("Gõ liền một mạch không nghỉ.", delay=250)
        assert either.server.posts
        assert state(either).inner_text() == "Chưa lưu."

    def test_the_browser_has_every_letter_when_the_window_dies(self, either):
        area(either).press_sequentially("Gõ rồi tắt")
        context = either.context
        either.close(run_before_unload=False)
        again = context.new_page()
        again.goto(f"{HOST}/ho-so")
        expect(area(again)).to_have_value("Gõ rồi tắt")

    def test_what_the_server_has_is_kept_nowhere_else(self, either):
        area(either).press_sequentially("Gõ")
        expect(state(either)).to_have_text("Đã lưu 08:01")
        assert either.evaluate("localStorage.length") == 0


class TestOneWindowAlone:
    """It is never told that another one has saved."""

    def left_while_it_saves(self, page) -> None:
        """The save arrives, its answer does not; the page was read anew just before."""
        page.server.is_silent = True
        page.server.page = (0, "")
        area(page).press_sequentially("Từ thứ nhất")
        page.wait_for_timeout(1700)
        assert page.server.text == "Từ thứ nhất"
        page.server.is_silent = False
        page.reload()

    def test_a_reload_in_the_middle_of_a_save(self, draft):
        self.left_while_it_saves(draft)
        expect(state(draft)).to_have_text("Đã lưu 08:01")
        assert area(draft).input_value() == "Từ thứ nhất"

    def test_the_next_words_are_saved(self, draft):
        self.left_while_it_saves(draft)
        area(draft).press("End")
        area(draft).press_sequentially(", từ thứ hai")
        expect(state(draft)).to_have_text("Đã lưu 08:01")
        assert draft.server.text == "Từ thứ nhất, từ thứ hai"

    def test_words_that_were_typed_after_it_had_left(self, draft):
        draft.server.is_silent = True
        draft.server.page = (0, "")
        area(draft).press_sequentially("Từ thứ nhất")
        draft.wait_for_timeout(1700)
        area(draft).press_sequentially(", từ thứ hai")
        draft.server.is_silent = False
        draft.reload()
        expect(state(draft)).to_have_text("Đã lưu 08:01")
        assert draft.server.text == "Từ thứ nhất, từ thứ hai"

    def test_a_press_waits_for_the_save_that_is_under_way(self, draft):
        draft.server.is_silent = True
        area(draft).press_sequentially("Từ thứ nhất")
        draft.wait_for_timeout(1700)
        draft.server.is_silent = False
        area(draft).press_sequentially(", từ thứ hai")
        draft.get_by_role("button").click(no_wait_after=True)
        draft.wait_for_timeout(500)
        assert len(draft.server.posts) == 1
        [(route, answer)] = draft.server.waiting
        with draft.expect_navigation():
            route.fulfill(**answer)
        assert [post["revision"] for post in draft.server.posts] == ["0", "1"]

    def test_a_press_does_not_wait_for_ever(self, draft):
        draft.server.is_silent = True
        area(draft).press_sequentially("Từ thứ nhất")
        draft.wait_for_timeout(1700)
        draft.server.is_silent = False
        with draft.expect_navigation(timeout=5000):
            draft.get_by_role("button").click(no_wait_after=True)
        assert len(draft.server.posts) == 2

    def test_a_real_other_window_is_told(self, draft):
        draft.server.revision, draft.server.text = 1, "Lời của cửa sổ khác"
        area(draft).press_sequentially("Lời gõ ở đây")
        expect(state(draft)).to_have_text("Đã được sửa ở cửa sổ khác")
        assert draft.server.text == "Lời của cửa sổ khác"

    def test_also_one_that_saved_after_the_lost_answer(self, draft):
        draft.server.is_silent = True
        draft.server.page = (0, "")
        area(draft).press_sequentially("Từ thứ nhất")
        draft.wait_for_timeout(1700)
        draft.server.is_silent = False
        draft.server.revision, draft.server.text = 2, "Lời của cửa sổ khác"
        draft.reload()
        expect(state(draft)).to_have_text("Đã được sửa ở cửa sổ khác")
        assert area(draft).input_value() == "Từ thứ nhất"
        assert draft.server.text == "Lời của cửa sổ khác"


@pytest.mark.parametrize("how", ["door", "token"])
class TestASessionThatIsOver:
    # Led to the door, as a script sees it that has followed.
    LED = """window.fetch = async () => new Proxy(new Response("<h1>Đăng nhập</h1>"), {
        get: (answer, name) => name === "redirected" || (name === "url"
            ? "http://cuoc-thi.test/tai-khoan/login/" : Reflect.get(answer, name, answer)) })"""

    @pytest.fixture
    def turned_away(self, either, how):
        if how == "door":
            either.evaluate(self.LED)
        either.server.turns_away = how == "token"
        either.fill("textarea", "Sấy chè")
        expect(either.locator("[data-saved]")).to_contain_text("Phiên đã hết.")
        return either

    def test_the_way_to_sign_in_is_shown(self, turned_away):
        door = turned_away.locator("[data-saved] a")
        assert door.inner_text() == "Đăng nhập"
        assert door.get_attribute("href") == "/tai-khoan/login/?next=/ho-so"

    def test_it_says_nothing_of_trying_again(self, turned_away):
        assert "Giữ ở đây" not in turned_away.locator("[data-saved]").inner_text()

    def test_what_was_typed_is_there_and_is_sent_after_signing_in(self, turned_away):
        turned_away.server.turns_away = False
        turned_away.goto(f"{HOST}/ho-so")
        expect(turned_away.locator("[data-saved]")).to_contain_text("Đã lưu 08:01")
        assert turned_away.server.text == "Sấy chè"
