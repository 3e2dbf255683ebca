"""The queue says what was done, and nothing that was not."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from competition import clock
from foundation.jobs.models import Job
from tests.factories.submissions import SealingFactory
from tests.judging.council import visit_as

pytestmark = pytest.mark.django_db


def said(client, sent_in, button: str, day: float) -> list[str]:
    visit_as(client, sent_in.cast.secretary)
    with clock.set_to(sent_in.at(day)):
        answer = client.post(reverse(button, args=[sent_in.edition.slug]))
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_where_nothing_was_sealed_it_says_so(client, sent_in):
    assert said(client, sent_in, "seal_clean_copies", 36) == [
        "Chưa niêm phong bản nào: không có bản đã chuẩn bị nào không có phát hiện."
    ]


def test_and_where_something_was(client, sent_in):
    entry = sent_in.entries[0]
    type(entry).objects.filter(pk=entry.pk).update(status="accepted")
    SealingFactory(version=entry.versions.get(), leaks=[])
    assert said(client, sent_in, "seal_clean_copies", 36) == [
        "Đã niêm phong các bản không có phát hiện nào."
    ]


def test_before_the_deadline_nothing_is_prepared(client, sent_in):
    entry = sent_in.entries[0]
    type(entry).objects.filter(pk=entry.pk).update(status="accepted")
    (told,) = said(client, sent_in, "prepare_all_copies", 9)
    assert "hạn" in told
    assert not Job.objects.filter(kind="prepare_sealings").exists()
