"""What people do, in Chromium, on a phone and on a desktop, against a real server with a real
worker.
"""

import base64
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from demo.editions import PASSWORD
from demo.rehearsal import steps
from tests.journeys.in_page import SCROLLS_SIDEWAYS, VISIBLE_TEXTS
from tests.journeys.in_site import certificates, sealing, seats, uploads
from tests.journeys.people import ROLES, sign_in

pytestmark = pytest.mark.browser

PHONE, DESKTOP = 360, 1440
LONG = (
    "Hệ thống tưới nhỏ giọt tự động điều khiển bằng điện thoại dùng năng lượng mặt trời cho vùng "
    "chè đồi dốc của hợp tác xã"
)


@pytest.fixture(scope="session")
def description(tmp_path_factory):
    """A real PDF and two pictures to upload."""
    folder = tmp_path_factory.mktemp("files")
    path = folder / "Thuyết minh.pdf"
    path.write_bytes(
        steps.description_pdf(LONG, {"a": "Nội dung mô tả giải pháp.\n\nSố liệu trước và sau."})
    )
    for number in (1, 2):
        Image.effect_noise((500, 400), 90).save(folder / f"Ảnh {number}.png", "PNG")
    return [path, folder / "Ảnh 1.png", folder / "Ảnh 2.png"]


def on_a_3g_line(page) -> None:
    """1.6 Mbit/s down, 750 kbit/s up, 150 ms: a phone in a commune."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 150,
            "downloadThroughput": 200_000,
            "uploadThroughput": 94_000,
        },
    )


@pytest.mark.parametrize(
    ("width", "script", "person"),
    [(PHONE, True, "an"), (DESKTOP, True, "binh"), (PHONE, False, "chi")],
)
def test_an_entrant_registers_writes_submits_and_gets_a_receipt(
    visit, description, width, script, person
):
    page = visit(width=width, script=script)
    if width == PHONE:
        on_a_3g_line(page)
    page.goto("/du-thi/sang-tao-tre-2026/")
    page.get_by_role("button", name="Bắt đầu hồ sơ").click()
    page.fill("input[name=full_name]", "Nguyễn Hoàng Ngọc Bảo Trân")
    page.fill("input[name=email]", f"{person}@example.vn")
    page.fill("input[name=password1]", "mat-khau-rat-dai-7")
    page.check("input[name=personal_data]")
    page.locator("main form button[type=submit]").last.click()
    page.goto("/thu-da-gui/")
    code = re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", page.locator("main").inner_text(), re.M)[
        1
    ]
    page.goto("/tai-khoan/confirm-email/")
    page.fill("input[name=code]", code)
    page.get_by_role("button", name="Xác nhận").click()
    page.goto("/du-thi/sang-tao-tre-2026/")
    page.get_by_role("button", name="Bắt đầu hồ sơ").click()

    page.fill("input[name=title]", LONG)
    page.check("input[name=entrant][value=group]")
    page.select_option("select[name=field]", index=1)
    page.select_option("select[name=kind]", index=1)
    page.select_option("select[name=unit]", index=20)
    page.fill("textarea[name=summary]", "Giảm một nửa lượng nước tưới và công lao động.")
    page.get_by_role("button", name="Lưu và tiếp tục").click()

    page.fill("input[name=author-0-birth_date]", "1/6/2005")  # the rules have an age
    page.fill("input[name=author-0-share]", "62,5")
    page.fill("input[name=author-1-full_name]", "Triệu Thị Mai")
    page.fill("input[name=author-1-birth_date]", "15.3.2004")
    page.fill("input[name=author-1-share]", "37,5")
    page.get_by_role("button", name="Lưu và tiếp tục").click()

    page.locator("textarea").first.wait_for()
    for area in page.locator("textarea").all():
        area.fill("Chúng tôi đã đo trong hai vụ: lượng nước giảm 48%, công tưới giảm 60%.")
    page.get_by_role("button", name="Lưu và tiếp tục").click()

    page.set_input_files("input[name=files]", description)
    whole = page.get_by_role("button", name="Tải lên")
    if script:  # it is sent in pieces as soon as it is chosen
        expect(whole).to_be_hidden()
    else:
        whole.click()
    for path in description:
        expect(
            page.locator("[data-file-list]").get_by_role("link", name=path.name, exact=True)
        ).to_be_visible(timeout=30_000)
    for _ in range(40):  # the worker clears the files
        if page.get_by_text("đã kiểm tra", exact=True).count() == len(description):
            break
        page.wait_for_timeout(500)
        page.reload()
    page.get_by_role("button", name="Tiếp tục").click()

    expect(page.get_by_text("Triệu Thị Mai – 37,5 %")).to_be_visible()
    assert (
        page.locator("input[type=checkbox]:checked").count() == 0
    )  # no consent is ticked beforehand
    page.check("input[name=participation]")
    page.check("input[name=personal_data]")
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Hồ sơ của bạn đã đến nơi")).to_be_visible()
    expect(page.get_by_text(re.compile(r"STT-2026-\d{4}"))).to_be_visible()
    address = page.get_by_role("link", name="Tải giấy tiếp nhận (PDF)").get_attribute("href")
    for _ in range(40):  # the worker prints it
        answer = page.request.get(address)
        if answer.status == 200:
            break
        page.wait_for_timeout(500)
    assert answer.headers["content-type"] == "application/pdf"
    assert (
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
        if script
        else True
    )


def test_a_large_file_pauses_survives_a_cut_line_and_a_closed_window(visit, site, tmp_path):
    """tus-js-client in the page against our endpoint: pause, go on, offline in the middle, then a
    new window resumes.
    """
    path = tmp_path / "Ảnh toàn cảnh đồi chè.png"
    steps_picture(path)
    assert path.stat().st_size > 5_000_000
    page = visit(ROLES["entrant"], width=PHONE)
    page.goto("/ho-so/")
    page.locator("li.box", has_text="bản nháp").first.get_by_role("link").first.click()
    page.get_by_role("link", name="Tệp đính kèm").click()
    place = page.url
    line = page.context.new_cdp_session(page)

    def goes(*, offline=False, bytes_a_second=-1):
        conditions = {
            "offline": offline,
            "latency": 40,
            "downloadThroughput": bytes_a_second,
            "uploadThroughput": bytes_a_second,
        }
        line.send("Network.emulateNetworkConditions", conditions)

    goes(bytes_a_second=500_000)  # a phone's line
    page.set_input_files("input[name=files]", path)
    row = page.locator("[data-queue] li")
    expect(row.get_by_role("status")).to_have_text(re.compile(r"\d+ %"))
    row.get_by_role("button", name="Tạm dừng").click()
    expect(row.get_by_role("status")).to_have_text("Đã tạm dừng; phần đã gửi được giữ lại.")
    page.reload()  # the window is closed and opened again; the same file is chosen once more
    page.set_input_files("input[name=files]", path)
    expect(row.get_by_role("status")).to_have_text(re.compile(r"[1-9]\d* %"))
    row.get_by_role("button", name="Tạm dừng").click()
    goes(offline=True)
    row.get_by_role("button", name="Gửi tiếp").click()
    expect(row.get_by_role("status")).to_have_text("Mất kết nối; sẽ tự gửi tiếp khi có mạng.")
    goes()
    expect(page.locator("[data-file-list]").get_by_role("link", name=path.name)).to_be_visible(
        timeout=60_000
    )
    expect(
        page.locator("[data-file-list] li", has_text=path.name).get_by_text(
            "đã kiểm tra", exact=True
        )
    ).to_be_visible(timeout=60_000)
    page.locator("[data-file-list] li", has_text=path.name).get_by_role(
        "button", name=re.compile("Bỏ|Xóa|Gỡ")
    ).click()
    assert page.url == place
    assert site.call(uploads.count, name=path.name) == 1  # it was one upload all the time


def steps_picture(path):
    """A picture of more than five megabytes."""
    Image.effect_noise((2600, 2400), 90).save(path, "PNG")


def test_bad_input_keeps_what_was_typed_and_says_what_to_do(visit):
    page = visit(ROLES["entrant"], width=PHONE)
    page.goto("/ho-so/")
    page.locator("li.box", has_text="Bản nháp").or_(
        page.locator("li.box", has_text="bản nháp")
    ).first.get_by_role("link").first.click()
    page.get_by_role("link", name="Tác giả và tỷ lệ đóng góp").click()
    page.fill("input[name=author-0-share]", "bảy mươi")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.locator(".error-summary").first).to_contain_text("Tỷ lệ đóng góp")
    expect(page.locator("input[name=author-0-share]")).to_have_value("bảy mươi")
    page.on("dialog", lambda dialog: dialog.accept())  # it asks before the page is left
    address = page.url
    page.goto("/ho-so/")
    page.goto(address)  # what was refused was kept on this device
    expect(page.locator("input[name=author-0-share]")).to_have_value("bảy mươi")
    expect(page.locator("[data-saved]")).to_contain_text("Tỷ lệ đóng góp")
    page.fill("input[name=author-0-share]", "70")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.locator(".error-summary").first).to_contain_text("phải đúng 100 %")
    expect(page.locator("input[name=author-0-share]")).to_have_value("70")
    page.goto(page.url.replace("/sua/authors/", "/nop/"))
    expect(page.locator(".error-summary")).to_contain_text("tổng phải đúng 100 %")


def test_autosave_keeps_what_was_typed(visit):
    page = visit(ROLES["entrant"])
    page.goto("/ho-so/")
    page.locator("li.box", has_text="bản nháp").first.get_by_role("link").first.click()
    page.get_by_role("link", name="Nội dung công trình").click()
    text = "Điểm mới là cơ chế tự thích nghi với độ dốc."
    page.locator("textarea").nth(2).fill(text)
    expect(page.locator("[data-saved]")).to_contain_text("Đã lưu lúc")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.locator("textarea").nth(2).press("End")
        page.locator("textarea").nth(2).type(" ")
    page.reload()
    expect(page.locator("textarea").nth(2)).to_have_value(re.compile("tự thích nghi với độ dốc"))


def test_what_is_typed_without_a_line_is_kept_in_the_browser_and_sent_later(visit):
    page = visit(ROLES["entrant"], width=PHONE)
    page.goto("/ho-so/")
    page.locator("li.box", has_text="bản nháp").first.get_by_role("link").first.click()
    page.get_by_role("link", name="Nội dung công trình").click()
    page.wait_for_load_state()
    area = page.locator("textarea").nth(3)
    page.context.set_offline(True)
    area.fill("Gõ khi mất mạng ở bản Mỏ Gà.")
    expect(page.locator("[data-saved]")).to_contain_text("trình duyệt này giữ lại")
    page.context.set_offline(False)
    page.on(
        "dialog", lambda dialog: dialog.accept()
    )  # the window is closed although something is unsaved
    address = page.url
    page.goto("about:blank")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.goto(address)
    expect(area).to_have_value("Gõ khi mất mạng ở bản Mỏ Gà.")
    expect(page.locator("[data-saved]")).to_contain_text("Đã lưu lúc")
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(area).to_have_value("Gõ khi mất mạng ở bản Mỏ Gà.")  # the server has it


def turn_to_the_sheet(page):
    """On a phone dossier, files and sheet are shown one at a time."""
    page.locator(".desk-tabs").get_by_role("link", name=re.compile("Phiếu")).click()
    expect(page.locator("#ho-so")).to_be_hidden()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_judge_scores_by_keyboard_and_locks(visit, width):
    page = visit(ROLES["judge"] if width == DESKTOP else ROLES["panel chair"], width=width)
    page.goto("/cham-diem/")
    page.get_by_role("link", name=re.compile("Chấm tiếp HS-")).click()
    if width == PHONE:
        turn_to_the_sheet(page)
    inputs = page.locator("input[data-max]")
    inputs.nth(0).fill("17,5")
    inputs.nth(0).press("Enter")
    expect(inputs.nth(1)).to_be_focused()
    inputs.nth(1).fill("24")
    expect(page.locator("[data-lock]")).to_be_disabled()
    expect(page.locator("[data-total]")).to_have_text("41,5")
    expect(page.locator(".band[data-on]").first).to_contain_text("16–20")
    expect(page.locator("[data-saved]")).to_contain_text("Đã lưu nháp lúc")
    page.reload()
    expect(inputs.nth(0)).to_have_value("17,5")
    inputs.nth(2).fill("12,75")  # between two steps: refused, so not counted
    expect(page.locator("[data-total]")).to_have_text("41,5")
    inputs.nth(2).fill("31")
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_text("nhận từ 0 đến 30 điểm")).to_be_visible()
    expect(inputs.nth(2)).to_have_value("31")
    inputs.nth(2).fill("20,5")
    page.fill("textarea[name=comment]", "Số liệu đo trong hai vụ, phương pháp hợp lý.")
    page.get_by_role("button", name="Khóa phiếu").click()
    recap = page.get_by_role("dialog")
    expect(recap).to_contain_text("20,5")
    expect(recap).to_contain_text("62")
    expect(recap).to_contain_text("Số liệu đo trong hai vụ")
    page.keyboard.press("Escape")  # read again, not locked
    expect(inputs.nth(2)).to_be_editable()
    page.get_by_role("button", name="Khóa phiếu").click()
    recap.get_by_role("button", name="Khóa phiếu").click()
    expect(page.get_by_text(re.compile(r"Đã khóa phiếu của HS-\w+: 62 điểm"))).to_be_visible()


def test_points_and_the_lock_survive_a_lost_line(visit):
    page = visit(ROLES["judge"], width=PHONE)
    page.goto("/cham-diem/")
    page.get_by_role("link", name=re.compile("Chấm tiếp HS-")).click()
    page.wait_for_load_state()  # its scripts came while there was a line
    turn_to_the_sheet(page)
    address, inputs = page.url, page.locator("input[data-max]")
    page.context.set_offline(True)
    for place, points in enumerate(["11,5", "12", "13"]):
        inputs.nth(place).fill(points)
    page.fill("textarea[name=comment]", "Gõ ở bản không có sóng.")
    expect(page.locator("[data-saved]")).to_contain_text("trên máy này")
    page.get_by_role("button", name="Khóa phiếu").click()
    page.get_by_role("dialog").get_by_role("button", name="Khóa phiếu").click()
    expect(page.locator("[data-saved]")).to_contain_text("khóa")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")  # the phone is put away
    page.context.set_offline(False)
    page.goto(address)
    expect(page.get_by_text(re.compile("Đã khóa (phiếu của|lúc)")).first).to_be_visible()
    page.goto(address)
    expect(page.locator("[data-saved]")).to_contain_text("Đã khóa lúc")
    expect(page.locator("[data-total]")).to_have_text("36,5")
    expect(page.locator("textarea[name=comment]")).to_have_value("Gõ ở bản không có sóng.")
    assert (
        page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('sheet:')).length")
        == 0
    )


@pytest.mark.parametrize(
    ("width", "script", "role", "arrives"),
    [
        (DESKTOP, True, "secretariat", "/quan-tri/"),
        (PHONE, False, "committee member", "/ban-to-chuc/"),
    ],
)
def test_who_works_for_the_contest_types_a_code_that_was_sent(
    browser, site, width, script, role, arrives
):
    """A wrong code first; then the one that was sent, typed as people do, with a blank."""
    context = browser.new_context(
        base_url=site.url,
        locale="vi",
        java_script_enabled=script,
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    try:
        sign_in(page, ROLES[role])
        expect(page.get_by_role("heading", name="Xác nhận đúng là bạn")).to_be_visible()
        page.get_by_role("button", name="Gửi mã cho tôi").click()
        page.fill("input[name=code]", "000 000")
        page.get_by_role("button", name="Xác nhận", exact=True).click()
        expect(page.locator(".error-text")).to_contain_text("Mã này sai hoặc đã hết hạn")
        page.goto("/thu-da-gui/")
        code = re.search(r"\b\d{6}\b", page.locator("main").inner_text())[0]
        page.goto("/viec-cua-toi/")
        page.locator("input[name=code]").press_sequentially(f"{code[:3]} {code[3:]}", delay=60)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url.endswith(arrives))
    finally:
        context.close()


def test_a_judge_signs_with_a_passkey(site, browser):
    email = ROLES["judge"]
    place = site.url.replace("127.0.0.1", "localhost")  # keys are bound to a name, not to a number
    context = browser.new_context(
        locale="vi", base_url=place, viewport={"width": PHONE, "height": 800}
    )
    page = context.new_page()
    keys = context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    keys.send(
        "WebAuthn.addVirtualAuthenticator", {"options": key | {"automaticPresenceSimulation": True}}
    )
    address = site.call(seats.unsigned, email=email)
    try:
        sign_in(page, email)
        page.wait_for_url(lambda url: "login" not in url)
        site.prove_in(context)  # this judge leads another panel
        page.goto(address)
        expect(page.get_by_role("button", name="Nhận lời và ký")).to_be_visible()
        expect(page.locator("#sign_with_passkey")).to_have_count(0)  # no key yet
        page.goto("/tai-khoan/2fa/webauthn/add/")
        page.fill("input[name=password]", PASSWORD)  # asked again before something this weighty
        page.click("main button[type=submit]")
        page.locator("#mfa_webauthn_add").click()
        page.wait_for_url(lambda url: "/add/" not in url)
        expect(page.locator("main")).to_contain_text("Đã thêm khóa bảo mật")
        page.goto(address)
        page.evaluate("document.getElementById('id_max_load').value = '12'")
        page.get_by_role("button", name="Ký bằng khóa").click()
        expect(page.get_by_text("Đã xác nhận bạn tham gia hội đồng")).to_be_visible()
        assert page.url.endswith("/cham-diem/")
    finally:
        context.close()
        site.call(seats.without_keys, email=email)
        site.call(seats.signed_again)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_secretariat_draws_a_box_over_a_part_of_a_page(visit, site, width):
    waiting = site.call(sealing.not_yet_confirmed)
    try:
        page = visit(ROLES["secretariat"], width=width)
        page.goto(waiting["address"])
        picture = page.locator("[data-cover] img")
        expect(picture).to_have_js_property("complete", True)
        frame = picture.bounding_box()
        page.mouse.move(frame["x"] + 0.25 * frame["width"], frame["y"] + 0.1 * frame["height"])
        page.mouse.down()
        page.mouse.move(
            frame["x"] + 0.75 * frame["width"], frame["y"] + 0.3 * frame["height"], steps=4
        )
        page.mouse.up()
        typed = {
            side: float(page.locator(f"[name={side}]").input_value())
            for side in ("left", "right", "top", "bottom")
        }
        assert typed == pytest.approx({"left": 25, "right": 75, "top": 10, "bottom": 30}, abs=1)
        expect(page.locator(".cover-box")).to_be_visible()
        found = (
            Axe()
            .run(page, context={"include": [["main"]]}, options={"resultTypes": ["violations"]})
            .response["violations"]
        )
        assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []
        assert page.evaluate(SCROLLS_SIDEWAYS) <= 0
    finally:
        site.call(
            sealing.confirmed_again,
            sealing=waiting["sealing"],
            confirmed_at=waiting["confirmed_at"],
        )


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_secretariat_looks_at_pages_by_keys(visit, site, width):
    waiting = site.call(sealing.not_yet_looked_at)
    try:
        page = visit(ROLES["secretariat"], width=width)
        page.goto(waiting["address"])
        sheets = page.locator("[data-look]")
        count = sheets.count()
        assert count > 1
        expect(sheets.first).to_be_focused()
        page.keyboard.press("j")
        expect(sheets.nth(1)).to_be_focused()
        page.keyboard.press("z")
        expect(sheets.nth(1)).to_have_class(re.compile("look-large"))
        page.keyboard.press("k")
        expect(sheets.first).to_be_focused()
        found = (
            Axe()
            .run(page, context={"include": [["main"]]}, options={"resultTypes": ["violations"]})
            .response["violations"]
        )
        assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []
        assert page.evaluate(SCROLLS_SIDEWAYS) <= 0
        page.keyboard.press("Enter")
        expect(sheets).to_have_count(count - 1)
        expect(sheets.first).to_be_focused()
        page.get_by_role("button", name="Tôi đã xem").click()
        expect(page.get_by_text("Không còn trang nào chờ người xem.")).to_be_visible()
    finally:
        site.call(
            sealing.confirmed_again,
            sealing=waiting["sealing"],
            confirmed_at=waiting["confirmed_at"],
        )


def test_a_judge_reads_a_blinded_file(visit):
    page = visit(ROLES["judge"])
    page.goto("/cham-diem/")
    page.locator("td a").first.click()
    link = page.locator(".file a").first
    assert re.fullmatch(r"HS-\w+-1\.pdf", link.inner_text())
    answer = page.request.get(link.get_attribute("href"))
    assert answer.status == 200
    assert answer.headers["content-security-policy"].startswith("sandbox")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_voter_votes_and_takes_it_back(visit, width):
    page = visit(ROLES["voter"], width=width)
    page.goto("/binh-chon/sang-kien-2026/")
    card = page.locator(".ballot", has_not_text="Bạn đã bình chọn").first
    code = card.get_attribute("id")
    card.locator("summary").click()
    card.get_by_role("button", name="Xác nhận").click()
    card = page.locator(f"#{code}")
    expect(card.locator(".tag", has_text="Bạn đã bình chọn")).to_be_visible()
    card.locator("h3 a").click()
    page.get_by_role("button", name="Rút lại phiếu").click()
    page.locator("summary", has_text="Bình chọn").click()
    expect(page.get_by_role("button", name="Xác nhận")).to_be_visible()


def test_a_visitor_reads_both_languages_and_verifies_a_certificate(visit, site, tmp_path):
    page = visit(width=PHONE)
    page.goto("/")
    expect(page.get_by_role("link", name="Nộp công trình dự thi")).to_be_visible()
    page.locator("summary", has_text="Trình đơn").click()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("link", name="Enter your work")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto("/vinh-danh-2025/")
    expect(page.get_by_text("Không trao giải này.").first).to_be_visible()
    issued = site.call(certificates.one_good_one_revoked)
    content = base64.b64decode(issued["file"])
    (tmp_path / "giay.pdf").write_bytes(content)
    (tmp_path / "sua.pdf").write_bytes(content + b" ")
    page.goto("/xac-minh/")
    page.fill("input[name=ma]", f"{site.url}/xac-minh/{issued['good']}/")
    page.get_by_role("button", name="Xác minh").click()
    expect(page.get_by_text("là thật và còn hiệu lực")).to_be_visible()
    page.set_input_files("input[name=file]", tmp_path / "giay.pdf")
    page.get_by_role("button", name="So sánh").click()
    expect(page.get_by_text("Đúng: đây là tệp chúng tôi đã cấp")).to_be_visible()
    page.set_input_files("input[name=file]", tmp_path / "sua.pdf")
    page.get_by_role("button", name="So sánh").click()
    expect(page.get_by_text("Không: đây không phải tệp")).to_be_visible()
    page.goto(f"/xac-minh/{issued['revoked']}/")
    expect(page.get_by_text("đã bị thu hồi")).to_be_visible()
    page.goto("/xac-minh/tra-cuu/?ma=" + "0" * 32)
    expect(page.get_by_text("Không tìm thấy giấy chứng nhận")).to_be_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_focal_point_confirms_a_list_and_sends_one_back(visit, width):
    page = visit(ROLES["unit's focal point"], width=width)
    page.goto("/don-vi/")
    boxes = page.locator("input[name=entry]")
    if width == PHONE:
        page.locator("details.box summary").last.click()
        page.locator("details.box textarea").last.fill("Đề nghị bổ sung xác nhận của hợp tác xã.")
        page.get_by_role("button", name="Trả lại").last.click()
        expect(page.get_by_text("Đã trả lại hồ sơ")).to_be_visible()
        return
    boxes.first.check()
    page.fill("input[name=number]", "05/DS-UBND")
    page.fill("input[name=date]", "hôm nay")
    page.get_by_role("button", name="Xác nhận danh sách").click()
    expect(page.get_by_text("ngày/tháng/năm, ví dụ").first).to_be_visible()
    expect(page.locator("input[name=number]")).to_have_value("05/DS-UBND")
    expect(boxes.first).to_be_checked()
    page.fill("input[name=date]", "22/11/2026")
    page.get_by_role("button", name="Xác nhận danh sách").click()
    expect(page.get_by_text("danh sách số 05/DS-UBND")).to_be_visible()


def compare_with_each_like(page, address):
    """Every entry that resembles this one is looked at; before that it is not accepted. The worker
    may find one more meanwhile.
    """
    unseen = page.locator("li", has_text="cần xem").locator("a[href*='/tuong-tu/']")
    while unseen.count():
        page.goto(unseen.first.get_attribute("href"))
        page.fill("input[name=because]", "Khác đối tượng và địa bàn áp dụng.")
        page.get_by_role("button", name="Ghi nhận").click()
        expect(page.get_by_text("Đã ghi nhận.")).to_be_visible()
        page.goto(address)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_secretariat_screens_a_dossier(visit, width):
    page = visit(ROLES["secretariat"], width=width)
    page.goto("/quan-tri/")
    expect(page.get_by_text("Việc cần làm hôm nay")).to_be_visible()
    page.goto("/quan-tri/ho-so/sang-tao-tre-2026/?trang-thai=submitted")
    page.goto(page.locator("td.title a").last.get_attribute("href"))
    address = page.url
    if width == PHONE:
        page.get_by_role("button", name="Trả lại để bổ sung").click()
        beside = page.locator("[data-reason]")
        expect(beside).to_contain_text("Hãy chọn hoặc ghi lý do: người dự thi sẽ đọc.")
        expect(beside).to_be_focused()
        page.get_by_label("Thiếu số liệu chứng minh hiệu quả").check()
        page.fill("textarea[name=reason]", "Đề nghị bổ sung số liệu trước khi áp dụng.")
        page.get_by_role("button", name="Trả lại để bổ sung").click()
        expect(page.get_by_text("Đã trả hồ sơ để bổ sung")).to_be_visible()
        expect(page.locator("main")).to_contain_text("Thiếu số liệu chứng minh hiệu quả")
    else:
        compare_with_each_like(page, address)
        page.get_by_label("Đúng đối tượng dự thi").check()
        page.get_by_role("button", name="Tiếp nhận hồ sơ").click()
        beside = page.locator("[data-reason]")
        expect(beside).to_contain_text("Hãy đánh dấu đủ danh mục kiểm tra")
        expect(beside).to_be_focused()
        expect(page.get_by_label("Đúng đối tượng dự thi")).to_be_checked()
        for box in page.locator("input[name=check]").all():
            box.check()
        page.get_by_role("button", name="Tiếp nhận hồ sơ").click()
        expect(page.get_by_text("Đã tiếp nhận hồ sơ.")).to_be_visible()
    assert page.url == address


def test_a_winner_downloads_the_certificate(visit):
    page = visit(ROLES["entrant"])
    page.goto("/giay-chung-nhan/")
    answer = page.request.get(
        page.get_by_role("link", name="Tải về (PDF đã ký)").first.get_attribute("href")
    )
    assert answer.headers["content-type"] == "application/pdf"
    assert b"/ETSI.CAdES.detached" in answer.body()


def test_a_committee_member_sees_the_closed_vote(visit):
    page = visit(ROLES["committee member"], width=PHONE)
    page.goto("/ban-to-chuc/2025/")
    expect(page.get_by_text("cần 5 trên 7 ủy viên tán thành")).to_be_visible()
    expect(page.locator(".proposals li").first).to_contain_text("Tán thành")


def test_an_editor_changes_the_home_page(visit):
    page = visit(ROLES["editor"])
    page.goto("/quan-tri/pages/3/edit/")
    page.fill("input[name=headline]", "Mỗi ý tưởng đều đáng quý")
    page.get_by_role("button", name="Thao tác khác").click()
    page.get_by_role("button", name="Xuất bản").click()
    expect(
        page.get_by_text("đã được xuất bản").or_(page.locator(".messages .success")).first
    ).to_be_visible()
    visitor = visit()
    visitor.goto("/")
    expect(visitor.get_by_role("heading", name="Mỗi ý tưởng đều đáng quý")).to_be_visible()


# Words that no Vietnamese sentence holds; proper names and technical terms that offices use as they
# are do not count.
ENGLISH = re.compile(
    r"\b(the|and|your|you|this|with|page|pages|add|edit|save|search|view|settings|status|title"
    r"|please|select|choose|of|to|from|for|all|new|sign|log|delete|create|update|more|actions|sort"
    r"|by|back|home|help|draft|live|user|users|account|days?|weeks?|hours?|minutes?|months?)\b",
    re.I,
)
ALLOWED = {
    "English",
    "Home",
}  # the switch, and the title of the English home page in the list of pages


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        (
            None,
            [
                "/",
                "/the-le/",
                "/vinh-danh-2025/",
                "/binh-chon/sang-kien-2026/",
                "/du-thi/sang-tao-tre-2026/",
                "/tai-khoan/login/",
                "/tai-khoan/signup/",
                "/tai-khoan/password/reset/",
                "/so-cai/",
                "/xac-minh/",
                "/khong-co/",
            ],
        ),
        (
            "entrant",
            [
                "/ho-so/",
                "/tai-khoan/",
                "/tai-khoan/email/",
                "/tai-khoan/password/change/",
                "/tai-khoan/2fa/",
                "/giay-chung-nhan/",
            ],
        ),
        ("judge", ["/cham-diem/"]),
        (
            "secretariat",
            [
                "/quan-tri/",
                "/quan-tri/dieu-hanh/2026/",
                "/quan-tri/ho-so/2026/",
                "/quan-tri/cham/2026/",
                "/quan-tri/binh-chon/sang-kien-2026/",
                "/quan-tri/ket-qua/2025/",
                "/quan-tri/edition/",
                "/quan-tri/pages/",
                "/quan-tri/account/",
            ],
        ),
        ("editor", ["/quan-tri/", "/quan-tri/pages/", "/quan-tri/images/", "/quan-tri/documents/"]),
    ],
    ids=str,
)
def test_no_english_on_the_vietnamese_journeys(site, browser, role, addresses):
    context = browser.new_context(viewport={"width": DESKTOP, "height": 900}, base_url=site.url)
    cookies = site.session(ROLES[role]).cookies if role else []
    context.add_cookies(
        [{"name": cookie.name, "value": cookie.value, "url": site.url} for cookie in cookies]
    )
    page = context.new_page()
    found = set()
    for address in addresses:
        page.goto(address)
        page.wait_for_timeout(400 if address.startswith("/quan-tri/") else 0)
        texts = page.evaluate(VISIBLE_TEXTS)
        found |= {
            f"{address}: {text[:80]}"
            for text in texts
            if text not in ALLOWED and "@" not in text and ENGLISH.search(text)
        }
    context.close()
    assert found == set()
