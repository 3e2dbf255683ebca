"""Why a press was refused stands beside its button, whichever of a page's forms it is in.

Pages of our own make, so that nothing but the script is seen.
"""

from pathlib import Path
from urllib.parse import urlencode

import pytest

pytestmark = pytest.mark.browser
SCRIPT = (Path(__file__).resolve().parents[2] / "static/js/refused.js").read_text()
HOST = "http://cuoc-thi.test"
ROWS = "".join(
    f"""<details><summary>{row}</summary><form method="post" action="/doi/">
    <input type="hidden" name="csrfmiddlewaretoken" value="moi"><input name="why">
    <input type="hidden" name="row" value="{row}"><button>Đổi {row}</button>
    <button formaction="/bo/">Bỏ {row}</button></form></details>"""
    for row in (1, 2)
)
REASON = '<div class="messages"><ul><li class="error"> Còn thiếu lý do. </li></ul></div>'


@pytest.fixture
def refused(browser):
    """`refused(address, reason, **sent)`: the page after that press."""
    context = browser.new_context()

    def opened(address: str, reason: str = REASON, **sent: object):
        page = context.new_page()
        script = f'<script data-refused="{address}" data-sent="{urlencode(sent)}">{SCRIPT}</script>'
        body = (
            f'<!DOCTYPE html><meta charset="utf-8">{reason}<div class="office">{ROWS}</div>{script}'
        )
        page.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(f"{HOST}{address}")
        return page

    yield opened
    context.close()


def next_to(page) -> str:
    """The button before which the reason stands."""
    return page.locator("[data-reason] + button").inner_text()


@pytest.mark.parametrize(
    ("address", "row", "button"), [("/doi/", 2, "Đổi 2"), ("/bo/", 1, "Bỏ 1"), ("/bo/", 2, "Bỏ 2")]
)
def test_it_stands_before_the_button_that_was_pressed(refused, address, row, button):
    page = refused(address, row=row, why="")
    assert next_to(page) == button
    assert page.locator("[data-reason]").all_inner_texts() == ["Còn thiếu lý do."]


def test_it_takes_the_focus_in_a_part_that_was_folded(refused):
    page = refused("/doi/", row=2)
    assert page.evaluate("document.activeElement.hasAttribute('data-reason')")
    assert page.locator("details[open] summary").all_inner_texts() == ["2"]


def test_nothing_where_another_button_was_pressed(refused):
    assert refused("/khac/", row=1).locator("p").count() == 0


def test_nothing_where_no_reason_is_told(refused):
    assert refused("/doi/", reason="", row=1).locator("p").count() == 0
