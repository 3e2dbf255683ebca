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
