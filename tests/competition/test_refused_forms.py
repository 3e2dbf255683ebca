"""A form that was refused shows again what was typed into it, and no other form does."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve, reverse

KEPT = Template('{% typed "reason" "release_sheet" assignment=7 %}')


def shown(template: Template, method: str, route: str, **sent) -> str:
    address = reverse(route, args=["mot-cuoc-thi"])
    request = getattr(RequestFactory(), method)(address, sent)
    request.resolver_match = resolve(address)
    return template.render(Context({"request": request}))


def test_in_the_form_that_was_sent():
    assert shown(KEPT, "post", "release_sheet", reason="Ốm & bận", assignment="7") == "Ốm &amp; bận"


@pytest.mark.parametrize(
    ("method", "route", "assignment"),
    [
        ("post", "release_sheet", "8"),  # another row
        ("post", "confirm_assignment", "7"),  # another button
        ("get", "release_sheet", "7"),  # opened, not pressed
    ],
)
def test_in_no_other(method, route, assignment):
    assert shown(KEPT, method, route, reason="Ốm", assignment=assignment) == ""


def test_a_row_may_stand_in_the_address():
    of_edition = Template('{% typed "reason" "release_sheet" slug="mot-cuoc-thi" %}')
    assert shown(of_edition, "post", "release_sheet", reason="Ốm") == "Ốm"


def test_nothing_without_a_request():
    assert KEPT.render(Context()) == ""


BOX = Template('{% ticked "thu" 7 usual as is_ticked %}{{ is_ticked }}')


def is_ticked(method: str, usual: str = "", **sent) -> str:
    request = getattr(RequestFactory(), method)("/", sent)
    return BOX.render(Context({"request": request, "usual": usual}))


@pytest.mark.parametrize("usual", ["", "usual"])
@pytest.mark.parametrize(("thu", "stands"), [(["7", "8"], "True"), (["8"], "False")])
def test_a_box_stands_as_it_was_sent(usual, thu, stands):
    assert is_ticked("post", usual, thu=thu) == stands


@pytest.mark.parametrize(("usual", "stands"), [("", "False"), ("usual", "True")])
def test_a_box_stands_as_usual_on_a_page_that_was_opened(usual, stands):
    assert is_ticked("get", usual, thu=["8"]) == stands
