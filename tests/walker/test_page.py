"""What the walker must not overlook, planted; and what it must not complain of."""

import pytest
from django.http import HttpResponse

from tests.walker.page import Page, as_read, shape
from tests.walker.walk import Walk

FORM = """<html lang="vi"><title>Lỗi: Đơn – Cuộc thi</title><h1>Đơn</h1>
<form method="post" action="/gui/">{body}<button>Gửi</button></form></html>"""


def faults_after(body: str, status: int = 200, **typed: list[str]) -> list[str]:
    """What the walker notes of this page, which came back for what was typed."""
    walk = Walk(None, seed=1)
    walk.page = Page("/gui/", FORM.format(body=body))
    walk._after("/gui/", status, typed)
    return [fault.what for fault in walk.faults.values()]


REFUSED = '<div class="field" data-invalid><p class="error-text">Ghi lý do.</p>{}</div>'


def test_a_lost_text_is_seen():
    assert faults_after(REFUSED.format('<input name="a">'), a=["Lý do"]) == ["lost: a"]


def test_a_lost_choice_is_seen():
    unticked = REFUSED.format('<input type="checkbox" name="a" value="1">')
    assert faults_after(unticked, a=["1"]) == ["lost: a"]


def test_what_still_stands_there_is_none():
    assert faults_after(REFUSED.format('<input name="a" value="Lý do">'), a=["Lý do"]) == []


def test_a_page_that_refuses_nothing_keeps_nothing():
    assert faults_after('<input name="a">', a=["Lý do"]) == []


def test_a_refusal_without_a_word_is_seen():
    assert faults_after('<input name="a">', 422) == ["refused without a word"]


def test_a_title_that_does_not_say_so_is_seen():
    page = Page("/gui/", FORM.format(body="").replace("Lỗi: ", ""))
    assert page.faults_of_refusal(is_refused=True) == ["the title does not begin with the error"]
    assert page.faults_of_refusal(is_refused=False) == []


def test_an_invalid_field_without_a_word_is_seen():
    beside = '<p class="error-text">Sai.</p><div data-invalid><input name="a"></div>'
    assert faults_after(beside) == ["no word beside a"]


@pytest.mark.parametrize(
    ("summary", "faults"),
    [
        ('<div class="error-summary" tabindex="-1" autofocus>Sai</div>', []),
        ('<div class="error-summary">Sai</div>', ["the summary takes no focus"]),
        (
            '<div class="error-summary" tabindex="-1" autofocus><a href="#x">Sai</a></div>',
            ["the summary leads nowhere: #x"],
        ),
    ],
)
def test_a_summary_is_looked_at(summary, faults):
    assert faults_after(summary, 422) == faults


@pytest.mark.parametrize(
    "inside", ["<button>Gửi</button>", '<input name="a">', '<input type="submit" value="Gửi">']
)
def test_a_form_that_somebody_can_send_is_fine(inside):
    walk = Walk(None, seed=1)
    form = f'<form method="post">{inside}</form>'
    walk._look(Page("/gui/", f"<html><title>A</title><h1>A</h1>{form}</html>"))
    assert walk.faults == {}


@pytest.mark.parametrize(("controller", "faults"), [("w-swap w-session", 0), ("w-unsaved", 1)])
def test_a_form_that_a_script_sends_by_itself_needs_no_button(controller, faults):
    walk = Walk(None, seed=1)
    form = f'<form method="post" data-controller="{controller}"></form>'
    walk._look(Page("/gui/", f"<html><title>A</title><h1>A</h1>{form}</html>"))
    assert len(walk.faults) == faults


def test_an_answer_without_a_word_is_seen():
    walk = Walk(None, seed=1)
    walk._arrive("/gui/", HttpResponse(b" "))
    assert [fault.what for fault in walk.faults.values()] == ["an empty page"]


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<title>A</title><h1>A</h1><p>Choose a page</p>", "English: Choose a page"),
        ("<title>A</title><h1>A</h1><h1>B</h1>", "2 headings of the first order"),
        ("<title></title><h1>A</h1>", "a page without a title"),
        (
            '<title>A</title><h1>A</h1><form method="post"><input type="hidden" name="a"></form>',
            "a form that nobody can send",
        ),
    ],
)
def test_a_page_is_looked_at(page, fault):
    walk = Walk(None, seed=1)
    walk._look(Page("/gui/", f"<html>{page}</html>"))
    assert [fault.what for fault in walk.faults.values()] == [fault]


def test_a_field_outside_its_form_belongs_to_it():
    page = Page("/", '<form id="f" method="post"></form><input form="f" name="a" value="1">')
    assert [control.name for control in page.forms()[0].controls] == ["a"]


def test_a_button_goes_where_it_says():
    page = Page("/a/", '<form action="b/"><button formaction="/c/" name="n" value="v"></form>')
    assert page.forms()[0].buttons == [("/c/", "n", "v")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("35.000.000", "35000000"), ("Thuỷ", "Thuỷ"), ("a\u200bb", "ab"), (" a  b ", "a b")],
)
def test_the_same_to_a_reader(one, other):
    assert as_read(one) == as_read(other)


@pytest.mark.parametrize(("one", "other"), [("3,5", "35"), ("an", "ăn"), ("", "0")])
def test_not_the_same_to_a_reader(one, other):
    assert as_read(one) != as_read(other)


def test_addresses_of_one_shape():
    assert shape("/ho-so/4f2a-11/sua/?b=1") == shape("/ho-so/77/sua/")


def test_what_a_template_holds_is_no_field():
    page = Page("/", '<form><input name="a"><template><input name="b"></template></form>')
    assert [control.name for control in page.forms()[0].controls] == ["a"]


def test_where_nobody_comes_nobody_types():
    page = Page("/", '<form><input name="a"><div aria-hidden="true"><input name="b"></div></form>')
    assert [control.name for control in page.forms()[0].controls] == ["a"]
