"""Whether a sheet is saved stands in its pinned foot, beside the total: seen on a phone too."""

import lxml.html
import pytest
from django.urls import reverse

from judging.models import Assignment
from judging.scoring import scoresheets
from tests.judging.council import points, visit_as

pytestmark = pytest.mark.django_db


def test_it_stands_beside_the_total_and_nowhere_else(council, client):
    task = Assignment.objects.countable().filter(judge__user=council.member).order_by("pk").first()
    scoresheets.save_sheet(
        assignment=task,
        points=points(council),
        comment="",
        by=council.member,
        at=council.at(41),
    )
    page = visit_as(client, council.member).get(reverse("sheet", args=[task.public_id]))
    states = lxml.html.fromstring(page.content.decode()).xpath("//*[@data-saved]")
    assert [state.getparent().get("class") for state in states] == ["total"]
    assert "Đã lưu nháp lúc" in states[0].text_content()
