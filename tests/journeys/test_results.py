"""From the closed vote to the certificate in Chromium: secretariat, second person, committee,
winner, passer-by.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.in_site import certificates

pytestmark = [pytest.mark.browser, pytest.mark.servers]

PHONE, DESKTOP = 360, 1440


def press(page, text):
    page.get_by_role("button", name=text, exact=True).first.click()


def press_and_confirm(page, text):
    """What will happen is read on a page of its own, and pressed once more."""
    press(page, text)
    expect(page.locator("dl.summary")).to_be_visible()
    press(page, text)


def follow(page, text):
    page.get_by_role("link", name=text, exact=True).first.click()


def test_from_the_closed_vote_to_a_revoked_certificate(visit, site, past_vote):
    office = visit("dem-phieu-thuky1@example.vn", width=DESKTOP)
    office.goto("/quan-tri/binh-chon/dem-phieu/")
    press_and_confirm(office, "Đóng và kiểm phiếu")
    office.goto("/quan-tri/ket-qua/dem-phieu/")
    press(office, "Lập bảng tổng hợp điểm")
    press(office, "Yêu cầu mở niêm phong")
    assert not any(name in office.content() for name in past_vote)
    follow(office, "Xem đề nghị")
    expect(office.get_by_text(re.compile("người thứ hai|người khác", re.I)).first).to_be_visible()
    # Beside it stand those who can agree, of whom one may be called like an author.
    changes = office.locator("dl.summary").inner_text()
    assert not any(name in changes for name in past_vote)

    chair = visit("dem-phieu-btc1@example.vn", width=PHONE)
    chair.goto("/ban-to-chuc/dem-phieu/")
    follow(chair, "Xem đề nghị")
    press(chair, "Tôi đã đọc và đồng ý")
    expect(chair.get_by_text("Đã đồng ý").first).to_be_visible()
    chair.goto("/ban-to-chuc/dem-phieu/")
    office.goto("/quan-tri/ket-qua/dem-phieu/")
    assert any(name in office.content() for name in past_vote)
    press(office, "Mời Ban Tổ chức biểu quyết")
    for number in range(1, 6):
        member = chair if number == 1 else visit(f"dem-phieu-btc{number}@example.vn", width=PHONE)
        member.goto("/ban-to-chuc/dem-phieu/")
        for choice in member.locator("input[value=yes]").all():
            choice.check()
        press(member, "Ghi nhận phiếu")
        expect(member.locator("input[value=yes]:checked").first).to_be_visible()
    office.reload()
    expect(office.get_by_text("5 trên 7 ủy viên đã biểu quyết")).to_be_visible()
    press_and_confirm(office, "Kết thúc biểu quyết")

    office.fill("input[name=number]", "99/QĐ-BTCCT")
    office.fill("input[name=date]", "ngày mai")
    press(office, "Nhập quyết định")
    expect(office.locator("input[name=number]")).to_have_value("99/QĐ-BTCCT")
    office.fill("input[name=date]", "22/11/2026")
    office.fill("input[name=signer_name]", "Lê An")
    office.fill("input[name=signer_title]", "TRƯỞNG BAN")
    press(office, "Nhập quyết định")
    press_and_confirm(office, "Công bố kết quả")
    press_and_confirm(office, "Cấp giấy chứng nhận")
    for _ in range(60):  # the worker prints and seals them
        bar = office.locator("progress[max]").first
        if bar.count() and bar.get_attribute("value") == bar.get_attribute("max"):
            break
        office.wait_for_timeout(500)
        office.reload()

    email, title = site.call(certificates.first_winner, edition="dem-phieu")
    winner = visit(email, width=PHONE)
    winner.goto("/ho-so/")
    winner.get_by_role("link", name=title).first.click()
    expect(winner.get_by_text(re.compile("^Giải ")).first).to_be_visible()
    winner.get_by_role("link", name="Giấy chứng nhận của tôi").first.click()
    answer = winner.request.get(
        winner.get_by_role("link", name="Tải về (PDF đã ký)").first.get_attribute("href")
    )
    assert answer.headers["content-type"] == "application/pdf"
    serial = winner.locator("li.box p .soft").first.inner_text()
    verify = winner.locator("a[href*='/xac-minh/']").first.get_attribute("href")

    passer = visit(width=PHONE)
    passer.goto(verify)
    expect(passer.get_by_text("là thật và còn hiệu lực")).to_be_visible()
    row = office.locator("tr", has_text=serial)
    row.locator("summary").click()
    row.locator("input[name=reason]").fill("Kê khai sai tỷ lệ đóng góp")
    row.get_by_role("button").click()
    passer.reload()
    expect(passer.get_by_text("đã bị thu hồi")).to_be_visible()
    expect(passer.get_by_text("Kê khai sai tỷ lệ đóng góp")).to_be_visible()
