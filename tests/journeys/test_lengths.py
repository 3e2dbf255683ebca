"""A text that is too long stands there whole: the browser cuts nothing, and sends nothing.

Pages of our own make, so that nothing but the script is seen.
"""

import unicodedata
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
SCRIPT = (Path(__file__).resolve().parents[2] / "static/js/lengths.js").read_text()
HOST = "http://cuoc-thi.test"
PAGE = f"""<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><main id="noi-dung">
<form method="post" action="/gui"><textarea name="text" data-most="20"></textarea>
<input name="title" data-most="10"><p id="rows"></p><button>Gửi</button></form></main>
<script data-words="Nhiều nhất {{most}}, có {{now}}">{SCRIPT}</script>"""
TWENTY = "Sấy chè ở xã Tân Cươ"  # composed; 29 signs when each mark stands by itself
DECOMPOSED = unicodedata.normalize("NFD", TWENTY)


@pytest.fixture
def tab(browser):
    context = browser.new_context()
    page = context.new_page()
    page.sent = []

    def serve(route):
        if route.request.method == "POST":
            page.sent.append(route.request.post_data)
        route.fulfill(body=PAGE, content_type="text/html; charset=utf-8")

    context.route("**/*", serve)
    page.goto(f"{HOST}/trang")
    yield page
    context.close()


def paste(page, name: str, text: str) -> str:
    """What stands in the field after somebody has pasted the text."""
    page.locator(f"[name={name}]").focus()
    page.keyboard.insert_text(text)
    return page.locator(f"[name={name}]").input_value()


def said(page) -> list[str]:
    return page.locator("[role=alert]").all_inner_texts()


def test_the_texts_are_what_they_are_said_to_be():
    assert (len(TWENTY), len(DECOMPOSED)) == (20, 29)


def test_a_letter_with_its_marks_is_one(tab):
    assert paste(tab, "text", DECOMPOSED) == DECOMPOSED
    assert said(tab) == []


def test_one_that_is_longer_stands_there_whole(tab):
    assert paste(tab, "text", DECOMPOSED + "ng") == DECOMPOSED + "ng"


def test_how_long_it_is_is_said_beside_it(tab):
    paste(tab, "text", DECOMPOSED + "ng")
    assert said(tab) == ["Nhiều nhất 20, có 22"]
    assert tab.locator("textarea + [role=alert]").count() == 1


def test_it_is_not_sent_and_takes_the_focus(tab):
    paste(tab, "text", TWENTY + "ng")
    tab.click("button")
    assert tab.sent == []
    assert tab.locator("textarea").evaluate("field => field === document.activeElement")


def test_shortened_it_is_sent_and_nothing_is_said(tab):
    paste(tab, "text", TWENTY + "n")
    tab.keyboard.press("Backspace")
    assert said(tab) == []
    with tab.expect_navigation():
        tab.click("button")
    assert len(tab.sent) == 1


def test_a_field_that_comes_later_is_met_too(tab):
    tab.evaluate("document.getElementById('rows').innerHTML = '<input name=late data-most=3>'")
    assert paste(tab, "late", "Tân Cương") == "Tân Cương"
    assert said(tab) == ["Nhiều nhất 3, có 9"]
