"""The queue says what was done, and nothing that was not."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from cms.workbench.page import rails_for
from competition import clock
from foundation.jobs.models import Job
from submissions.models import Entry
from tests.factories.submissions import SealedFileFactory, SealingFactory
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


def queue_at(client, sent_in, day: float) -> str:
    visit_as(client, sent_in.cast.secretary)
    with clock.set_to(sent_in.at(day)):
        answer = client.get(reverse("entry_queue", args=[sent_in.edition.slug]))
    return answer.content.decode()


def accept_one(sent_in) -> Entry:
    entry = sent_in.entries[0]
    Entry.objects.filter(pk=entry.pk).update(status=Entry.Status.ACCEPTED)
    return entry


PREPARE, SEAL = "Chuẩn bị mọi bản ẩn danh", "Niêm phong các bản không có phát hiện"


class TestWhatIsOffered:
    def test_copies_are_offered_after_the_deadline_alone(self, client, sent_in):
        accept_one(sent_in)
        before, after = queue_at(client, sent_in, 9), queue_at(client, sent_in, 36)
        assert PREPARE not in before
        assert "niêm phong sau hạn nộp" in before
        assert PREPARE in after

    def test_they_are_not_offered_where_every_dossier_has_one(self, client, sent_in):
        SealingFactory(version=accept_one(sent_in).versions.get(), leaks=[])
        page = queue_at(client, sent_in, 36)
        assert PREPARE not in page
        assert "Không còn hồ sơ đã tiếp nhận nào thiếu bản ẩn danh" in page

    def test_sealing_is_offered_where_a_copy_is_clean(self, client, sent_in):
        nothing = queue_at(client, sent_in, 36)
        assert SEAL not in nothing
        assert "Không có bản ẩn danh nào chờ niêm phong" in nothing
        SealingFactory(version=accept_one(sent_in).versions.get(), leaks=[])
        assert SEAL in queue_at(client, sent_in, 36)

    @pytest.mark.parametrize(
        "found", [{}, {"leaks": [], "doubts": [{"word": "An"}]}], ids=["a leak", "a doubt"]
    )
    def test_it_is_not_where_something_was_found(self, client, sent_in, found):
        SealingFactory(version=accept_one(sent_in).versions.get(), **found)
        page = queue_at(client, sent_in, 36)
        assert SEAL not in page
        assert "xem từng bản trong hồ sơ" in page

    def test_nor_where_a_page_waits_for_a_look(self, client, sent_in):
        copy = SealingFactory(version=accept_one(sent_in).versions.get(), leaks=[])
        SealedFileFactory(sealing=copy, eye=[{"page": 1, "why": ["scan"]}])
        assert SEAL not in queue_at(client, sent_in, 36)


@pytest.mark.parametrize(("day", "waits"), [(9, False), (36, True)])
def test_the_offices_first_page_waits_for_sealing_after_the_deadline_alone(sent_in, day, waits):
    accept_one(sent_in)
    with clock.set_to(sent_in.at(day)):
        steps = rails_for([sent_in.edition], clock.now())[sent_in.edition.pk].steps
    sealing = next(step for step in steps if step.title == "Niêm phong")
    assert bool(sealing.waits) is waits
