"""What the database is asked for while a judge works: not one table of submissions, nobody's
account but their own and their panel's.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition import clock
from competition.recap import CONFIRMED
from demo.rehearsal import steps
from judging.models import Assignment, BlindedFile
from submissions.models import Author, Entry

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def desk(entered, client):
    with clock.set_to(entered.at(40.5)):
        judging_round = steps.panels(entered.edition, entered.cast, sizes=4)
        steps.assign_and_open(judging_round, entered.cast, entered.at(40.5))
    task = Assignment.objects.filter(state="confirmed").select_related("judge__user").first()
    client.force_login(task.judge.user, backend=BACKEND)
    with clock.set_to(entered.at(41)):
        yield client, task


def requests_of(task) -> list[tuple[str, str, dict]]:
    """Every address of a judge, read and written: (method, address, form)."""
    file = BlindedFile.objects.filter(blinded_entry=task.blinded_entry).first()
    number = [task.public_id]
    points = {
        f"points-{criterion.pk}": "10"
        for criterion in task.judge.panel.round.edition.scheme.criteria.all()
    }
    return [
        ("get", reverse("judge_desk"), {}),
        ("get", reverse("judge_seat", args=[task.judge_id]), {}),
        ("get", reverse("sheet", args=number), {}),
        ("get", reverse("sheet_file", args=[*number, file.public_id]), {}),
        ("get", reverse("sheet_page", args=[*number, file.public_id, 1]), {}),
        ("get", reverse("sheet_words", args=[*number, file.public_id]), {}),
        ("post", reverse("save_sheet", args=number), points),
        ("post", reverse("lock_sheet", args=number), points),
        ("post", reverse("lock_sheet", args=number), points | {CONFIRMED: "yes"}),
        ("post", reverse("recuse", args=number), {"reason": "Tôi nhận ra"}),
    ]


def test_no_identity_stands_in_the_queries_or_answers_of_a_judge(desk):
    client, task = desk
    names = set(Author.objects.values_list("full_name", flat=True)) | set(
        Entry.objects.values_list("owner__full_name", flat=True)
    )
    names |= set(Entry.objects.exclude(receipt_number="").values_list("receipt_number", flat=True))
    names -= {task.judge.user.full_name}
    for method, address, form in requests_of(task):
        with CaptureQueriesContext(connection) as captured:
            answer = getattr(client, method)(address, form)
        assert answer.status_code in (200, 302), (address, answer.status_code)
        for query in captured.captured_queries:
            assert "submissions_" not in query["sql"], (address, query["sql"])
            if "accounts_user" in query["sql"] and "JOIN" not in query["sql"]:
                assert re.search(
                    rf'"accounts_user"\."id" = {task.judge.user_id}\b', query["sql"]
                ), (address, query["sql"])
        text = b"".join(answer) if answer.streaming else answer.content
        assert not any(name.encode() in text for name in names), address
        assert not any(name in str(answer.headers) for name in names), address


def test_the_test_would_see_such_a_query(desk):
    with CaptureQueriesContext(connection) as captured:
        Entry.objects.first()
    assert any("submissions_" in query["sql"] for query in captured.captured_queries)
