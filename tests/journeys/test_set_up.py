"""Next year's edition in Chromium: copied, changed in five places, published with a second person.

Each click and each field that is filled counts as one of the office's acts; it takes few.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import ROLES

pytestmark = pytest.mark.browser
MOST = 60


class Hands:
    """Who clicks and types, counted."""

    def __init__(self, page, acts: list[str]):
        self.page = page
        self.acts = acts

    def fill(self, selector: str, text: str) -> None:
        self.acts.append(f"fill {selector}")
        self.page.fill(selector, text)

    def check(self, selector: str) -> None:
        self.acts.append(f"check {selector}")
        self.page.check(selector)

    def press(self, name: str, role: str = "button") -> None:
        self.acts.append(f"press {name}")
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.page.wait_for_load_state("load")

    def open(self, words: str) -> None:
        self.acts.append(f"open {words}")
        self.page.locator("summary", has_text=words).first.click()

    def goto(self, address: str) -> None:
        self.acts.append(f"goto {address}")
        self.page.goto(address)


def refused_where_it_is_read(page) -> None:
    """An amount in words is refused: the summary has the focus, and its link leads to the field."""
    kept = page.input_value("input[name=giai-1-money]")
    page.fill("input[name=giai-1-money]", "2,5 triệu")
    page.get_by_role("button", name="Lưu cơ cấu giải").click()
    page.wait_for_load_state("load")
    assert page.title().startswith("Lỗi: ")
    expect(page.locator("#giai .error-summary")).to_be_focused()
    expect(page.locator("#giai .error-summary")).to_be_in_viewport()
    expect(page.locator("#giai .setup-head")).to_contain_text("Chưa lưu")
    page.locator("#giai .error-summary a").click()
    expect(page.locator("input[name=giai-1-money]")).to_be_focused()
    page.fill("input[name=giai-1-money]", kept)
    page.get_by_role("button", name="Lưu cơ cấu giải").click()
    page.wait_for_load_state("load")
    expect(page.locator("#giai .setup-head")).not_to_contain_text("Chưa lưu")


def test_next_years_edition_is_copied_changed_and_published(visit):
    acts: list[str] = []
    page = visit(ROLES["secretariat"])
    hand = Hands(page, acts)
    hand.goto("/quan-tri/dieu-hanh/2026/thiet-lap/")
    hand.press("Nhân bản sang năm sau", role="link")
    hand.fill("input[name=copyform-name]", "Lần thứ ba, năm 2027")
    hand.fill("input[name=copyform-slug]", "2027")
    hand.fill("input[name=copyform-opens_on]", "4/10/2027")
    hand.check("input[name=copyform-same_secretariat]")
    hand.press("Xem các mốc")
    expect(page.get_by_text("→").first).to_be_visible()
    hand.press("Nhân bản")
    expect(page).to_have_url(re.compile("/dieu-hanh/2027/thiet-lap/"))

    hand.fill("input[name=tieu-chi-1-0-step]", "0,25")  # one: the step of a criterion
    hand.fill("input[name=vong-1-spread_limit]", "15")  # two: what asks for discussion
    hand.press("Lưu tiêu chí")
    hand.fill("input[name=giai-3-count]", "12")  # three: a count of prizes
    hand.press("Lưu cơ cấu giải")
    refused_where_it_is_read(page)
    hand.fill("input[name=linh-vuc-6-name]", "Chuyển đổi số")  # four: one field more
    hand.press("Lưu lĩnh vực")
    hand.fill("input[name=giay-to-decision_number]", "21/QĐ-BTCCT")  # five: the decision
    hand.fill("input[name=giay-to-decision_date]", "1/9/2027")
    hand.press("Lưu quyết định")
    differences = page.locator("#khac")
    expect(differences).to_contain_text("12")
    expect(differences).to_contain_text("Chuyển đổi số")

    hand.open("Công bố thể lệ")
    hand.fill("#cong-bo input[name=reason]", "Đã đối chiếu từng trang")
    hand.press("Đề nghị người thứ hai đồng ý")

    second = visit(ROLES["secretariat, second person"])
    other_hand = Hands(second, acts)
    other_hand.goto("/cho-dong-y/")
    other_hand.press("Công bố thể lệ", role="link")
    other_hand.press("Tôi đã đọc và đồng ý")
    hand.goto("/quan-tri/dieu-hanh/2027/thiet-lap/")
    expect(page.locator("#cong-bo")).to_contain_text("21/QĐ-BTCCT")
    assert len(acts) <= MOST, acts

    stranger = visit()
    stranger.goto("/du-thi/2027/")
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("Lần thứ ba")
