"""What a file shows may be written after it was chosen: it is said of the file all the same.

Pages of our own make and a stand-in for the sender of pieces, so that nothing but the script is
seen.
"""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SCRIPT = (Path(__file__).resolve().parents[2] / "static/js/upload.js").read_text()
HOST = "http://cuoc-thi.test"
# A file has come when `arrive()` is called.
TUS = """
const waiting = [];
const arrive = () => waiting.splice(0).forEach((one) => one());
window.tus = { isSupported: true, Upload: class {
  constructor(file, options) { this.options = options; sent.push(options.metadata); }
  findPreviousUploads() { return Promise.resolve([]); }
  start() {
    waiting.push(() => {
      const told = (name) => (name === "Upload-Describe" && !unattached ? "/mo-ta/1" : null);
      const answer = { getHeader: told };
      this.options.onAfterResponse(null, answer);
      this.options.onSuccess();
    });
  }
} };
const sent = [];
let unattached = false;
"""
PAGE = f"""<!DOCTYPE html><meta charset="utf-8"><ul data-file-list></ul>
<form method="post" action="/tep" data-uploads="/gui" data-failed="Chưa ghi được">
<input type="hidden" name="csrfmiddlewaretoken" value="x"><input type="file" name="files" multiple>
<ul data-queue></ul><select name="part"><option value="">Mô tả<option value="evidence">Minh chứng
</select><input name="caption"><button data-upload-button>Tải lên</button>
<button formaction="/tep?tiep=1">Đi tiếp</button></form>
<script>{TUS}</script><script>{SCRIPT}</script>"""


@pytest.fixture
def tab(browser):
    """The page of files; `told` what was said of the file that came, `status` the answer to it."""
    context = browser.new_context()
    page = context.new_page()
    page.told, page.posted, page.status = [], [], 200

    def serve(route):
        request = route.request
        where = urlsplit(request.url)
        if where.path == "/mo-ta/1":
            page.told.append(_fields(request))
            route.fulfill(status=page.status, body=PAGE, content_type="text/html")
            return
        if request.method == "POST":
            page.posted.append((f"{where.path}?{where.query}", parse_qs(request.post_data or "")))
        route.fulfill(body=PAGE, content_type="text/html; charset=utf-8")

    context.route("**/*", serve)
    page.goto(f"{HOST}/tep")
    yield page
    context.close()


def _fields(request) -> dict[str, str]:
    """Of a form with parts."""
    found = {}
    for part in request.post_data.split("Content-Disposition: form-data; name=")[1:]:
        name, _, value = part.partition("\r\n\r\n")
        found[name.strip('"')] = value.partition("\r\n")[0]
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def choose(page) -> None:
    page.set_input_files(
        "[name=files]", {"name": "mo-ta.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )


def arrive(page) -> None:
    page.wait_for_function("waiting.length > 0")
    page.evaluate("arrive()")


def write(page, words: str) -> None:
    page.fill("[name=caption]", words)
    page.locator("[name=caption]").blur()


def saying(page):
    """Around what makes the page say something of the file."""
    return page.expect_response("**/mo-ta/1")


def looking_again(page):
    """Around what makes the page ask for its list of files."""
    return page.expect_response(f"{HOST}/tep")


SAID = {"caption": "Ảnh máy gieo", "part": ""}


def test_what_was_written_before_goes_with_the_file(tab):
    write(tab, "Ảnh máy gieo")
    choose(tab)
    with looking_again(tab):
        arrive(tab)
    assert tab.evaluate("sent")[0]["caption"] == "Ảnh máy gieo"
    assert tab.told == []


def test_what_is_written_while_it_is_sent_is_said_when_it_has_come(tab):
    choose(tab)
    with looking_again(tab):
        write(tab, "Ảnh máy gieo")
    assert tab.told == []
    with saying(tab):
        arrive(tab)
    assert tab.told == [SAID]


def test_what_is_written_after_it_has_come_is_said_at_once(tab):
    choose(tab)
    arrive(tab)
    with saying(tab):
        write(tab, "Ảnh máy gieo")
    assert tab.told == [SAID]


def test_so_is_the_part_of_the_dossier(tab):
    choose(tab)
    arrive(tab)
    with saying(tab):
        tab.select_option("[name=part]", "evidence")
    assert tab.told == [{"caption": "", "part": "evidence"}]


def test_whoever_goes_on_at_once_loses_nothing_and_is_not_asked_for_a_file(tab):
    choose(tab)
    arrive(tab)
    tab.fill("[name=caption]", "Ảnh máy gieo")
    with tab.expect_navigation():
        tab.get_by_text("Đi tiếp").click()
    assert tab.told == [SAID]
    assert [address for address, _typed in tab.posted] == ["/tep?tiep=1"]
    assert "caption" not in tab.posted[0][1]


def test_what_could_not_be_said_stays_and_the_page_says_so(tab):
    tab.status = 422
    choose(tab)
    arrive(tab)
    write(tab, "Ảnh máy gieo")
    tab.get_by_text("Chưa ghi được").wait_for()
    with saying(tab):
        tab.get_by_text("Đi tiếp").click()
    assert tab.posted == []
    assert tab.locator("[name=caption]").input_value() == "Ảnh máy gieo"


def test_a_file_that_came_and_is_in_no_dossier_is_not_taken_for_sent(tab):
    tab.evaluate("unattached = true")
    choose(tab)
    arrive(tab)
    expect(tab.locator("[data-queue]")).to_contain_text("Chưa ghi được")
    expect(tab.locator("[data-queue]")).to_contain_text("mo-ta.pdf")
