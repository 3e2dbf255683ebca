"""What the comparisons of `bench` rest on: how figures and pages are paired, what is the same."""

import pytest

from bench import against, crawl, page_pairs, seen


class Answer:
    """An answer as `requests` gives it, as far as it is read."""

    def __init__(self, html: str, status: int = 200):
        self.status_code = status
        self.headers = {"Content-Type": "text/html; charset=utf-8"}
        self.content = html.encode()


ROOT = "http://127.0.0.1:8001"
PAGE = """<!doctype html><html lang="vi"><head><title>Hồ sơ</title><style>p { color: red }</style>
<link rel="stylesheet" href="/static/css/base.0123456789ab.css"></head><body>
<p>Đã nhận <b>3</b> hồ sơ lúc 10:05 ngày 25/11/2026.</p><script>let count = 1;</script>
<p>HS-2APYHA, rồi HS-K8B89D, lại HS-2APYHA</p>
<a href="/ho-so/0b7c5a52-1f3e-4c58-9d0a-6f5f2f0c9f11/">Mở</a>
<form method="post" action="/mot/"><input type="hidden" name="csrfmiddlewaretoken" value="abc">
<label for="why">Lý do</label><input id="why" name="reason" required>
<button name="action" value="send">Gửi</button></form></body></html>"""


def lines(html: str, status: int = 200) -> list[str]:
    return seen.read(Answer(html, status), ROOT).lines


def page(address: str, content: str, role: str = "judge") -> page_pairs.Page:
    return page_pairs.Page(role, "vi", seen.shape(address), address, (content,))


def row(figure: float, case: str = "home", unit: str = "ms CPU") -> dict:
    return {"bench": "pages", "case": case, "figure": figure, "unit": unit, "ok": True}


def test_a_page_is_read_as_people_see_it():
    assert lines(PAGE) == [
        "status 200",
        "type text/html; charset=utf-8",
        "title Hồ sơ",
        "language vi",
        "text Đã nhận 3 hồ sơ lúc 0:0 ngày 0/0/0.",
        "text <blind code 1>, rồi <blind code 2>, lại <blind code 1>",
        "text Mở",
        "text Lý do",
        "text Gửi",
        "link Mở → /ho-so/<uuid 1>/",
        "field text, in post form, name=reason, required, value=: Lý do",
        "field submit, in post form, name=: Gửi",
    ]


def test_the_exceptions_are_counted():
    assert seen.read(Answer(PAGE), ROOT).left_out == {
        "form addresses": 1,
        "fields named action": 1,
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("10:05 ngày 25/11/2026", "9:59 ngày 1/12/2026"),
        ("HS-2APYHA", "HS-ZZZZ99"),
        ("0b7c5a52-1f3e", "11111111-1f3e"),
        ('value="abc"', 'value="xyz"'),
        ('action="/mot/"', 'action="/mot/gui/"'),
        (' name="action" value="send"', ' formaction="/mot/gui/"'),
        ("<p>Đã nhận <b>3</b> hồ sơ", '<div class="new"><p>\n  Đã nhận\n<b>3</b>  hồ sơ'),
        (".0123456789ab.css", ".ba9876543210.css"),
        ("hồ sơ lúc", "hồ sơ<br>lúc"),
    ],
)
def test_what_differs_by_run_or_by_layout_is_the_same(old, new):
    assert old in PAGE
    assert lines(PAGE.replace(old, new)) == lines(PAGE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Đã nhận", "Đã gửi"),
        ("<b>3</b>", "<b>4</b>"),
        ("lại HS-2APYHA", "lại HS-K8B89D"),
        ("<title>Hồ sơ", "<title>Phiếu"),
        ('<a href="/ho-so/0b7c5a52-1f3e-4c58-9d0a-6f5f2f0c9f11/">Mở</a>', "Mở"),
        ('href="/ho-so/', 'href="/phieu/'),
        ('name="reason"', 'name="why"'),
        (" required", ""),
        ('for="why"', 'for="other"'),
        ('method="post"', 'method="get"'),
        (">Gửi<", ">Nộp<"),
    ],
)
def test_what_people_see_is_compared(old, new):
    assert old in PAGE
    assert lines(PAGE.replace(old, new)) != lines(PAGE)


def test_the_status_is_compared():
    assert lines(PAGE, 404) != lines(PAGE)


def test_counts_are_not_taken_for_times():
    text = "Đã khóa 3/5\n12 hồ sơ, 45,5 điểm, 7/9."
    assert seen.normalised(text) == text


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/binh-chon/2025/BC-2XC84J/", "/binh-chon/2025/*/"),
        ("/cham-diem/hoi-dong/12/", "/cham-diem/hoi-dong/*/"),
        ("/xac-minh/4ad08a4613fa66f041a926b46c10bf3a/", "/xac-minh/*/"),
        ("/quan-tri/ho-so/2026/?tim=a&nguoi=7", "/quan-tri/ho-so/2026/?nguoi&tim"),
    ],
)
def test_shapes(address, expected):
    assert seen.shape(address) == expected


def test_pages_in_another_order_are_the_same():
    before = [page("/phieu/1/", "một"), page("/phieu/2/", "hai"), page("/phieu/3/", "hai")]
    assert list(page_pairs.differing(before, before[::-1])) == []


def test_a_page_that_changed_is_paired_with_what_is_left_over():
    before = [page("/phieu/1/", "một"), page("/phieu/2/", "hai")]
    after = [page("/phieu/1/", "hai"), page("/phieu/2/", "ba")]
    assert list(page_pairs.differing(before, after)) == [(before[0], after[1])]
    assert "-một\n+ba" in page_pairs.told(before[0], after[1])


def test_a_page_of_one_side_only_is_a_difference():
    extra = page("/moi/", "mới", role="voter")
    assert list(page_pairs.differing([], [extra])) == [(None, extra)]
    assert list(page_pairs.differing([extra], [])) == [(extra, None)]


def test_the_same_page_seen_by_another_role_is_another_page():
    found = list(page_pairs.differing([page("/a/", "x")], [page("/a/", "x", role="voter")]))
    assert len(found) == 2


@pytest.mark.parametrize(
    ("link", "language", "expected"),
    [
        ("../2026/#top", "vi", "/binh-chon/2026/"),
        ("?trang=2", "vi", "/binh-chon/2025/?trang=2"),
        ("/en/binh-chon/", "vi", None),
        ("/en/binh-chon/", "en", "/en/binh-chon/"),
        ("/quan-tri/pages/", "en", "/quan-tri/pages/"),
        ("https://example.org/", "vi", None),
        ("/tai-khoan/logout/", "vi", None),
        ("/static/icon.svg", "vi", None),
    ],
)
def test_links_that_are_followed(link, language, expected):
    assert crawl.followed(ROOT, "/binh-chon/2025/", link, language) == expected


def test_figures_are_paired_by_what_they_are():
    before = [[row(10), row(7, unit="SQL"), row(1, "gone")], [row(20), row(7, unit="SQL")]]
    after = [[row(30), row(7, unit="SQL"), row(2, "new")], [row(30), row(7, unit="SQL")]]
    found = {(r["case"], r["unit"]): r for r in against.compared(before, after)}
    assert found["home", "ms CPU"] == {
        "bench": "pages",
        "case": "home",
        "unit": "ms CPU",
        "before": 10,
        "after": 30,
        "ratio": 3.0,
        "rounds": 2,
    }
    assert found["home", "SQL"]["ratio"] == 1.0
    assert (found["new", "ms CPU"]["before"], found["new", "ms CPU"]["ratio"]) == (None, None)
    assert (found["gone", "ms CPU"]["after"], found["gone", "ms CPU"]["ratio"]) == (None, None)


def test_of_what_is_done_in_a_second_the_most_counts():
    rounds = [[row(200, unit="1/s")], [row(250, unit="1/s")]]
    assert against.compared(rounds, rounds)[0]["before"] == 250


def test_a_line_that_comes_twice_keeps_its_place():
    assert [r["ratio"] for r in against.compared([[row(1), row(2)]], [[row(1), row(4)]])] == [1, 2]


def test_only_figures_are_read_from_the_output():
    output = 'loading …\n{"bench": "a", "case": "b", "unit": "s", "figure": 1.5}\n{"other": 1}\n'
    assert against.figures(output) == [{"bench": "a", "case": "b", "unit": "s", "figure": 1.5}]
