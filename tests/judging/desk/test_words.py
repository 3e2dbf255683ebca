"""The words of a blinded file page by page: for whoever reads by ear, and for searching."""

import pytest
from django.urls import reverse

from competition import clock
from foundation.papers import pdf
from foundation.vault import store
from foundation.vault.models import Access
from judging.models import Assignment, BlindedFile
from submissions.sealing import blinding
from submissions.sealing.blinding.identities import MASK
from tests import guards

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NAME = "Nguyễn Thị Bích Đào"
HTML = f"<p>Máy hái chè của {NAME}</p><p style='break-before:page'>Chạy bằng pin mặt trời.</p>"


@pytest.fixture
def task(convened) -> Assignment:
    """A confirmed sheet; the file of its entry is a copy of two pages."""
    with clock.set_to(convened.at(41)):
        task = Assignment.objects.filter(state="confirmed").select_related("judge__user").first()
        known = blinding.named([{"full_name": NAME}])
        copy = blinding.blind("x.pdf", pdf.document(HTML).write_pdf(), known)
        blob = store.put(copy.content, media_type=copy.media_type)
        files = BlindedFile.objects.filter(blinded_entry=task.blinded_entry)
        guards.change(files, blob=blob, pages=2)
        yield task


@pytest.fixture
def file(task) -> BlindedFile:
    return task.blinded_entry.files.first()


def address(task, file) -> str:
    return reverse("sheet_words", args=[task.public_id, file.public_id])


def test_they_stand_page_by_page_and_masked(client, task, file):
    client.force_login(task.judge.user, backend=BACKEND)
    page = client.get(address(task, file)).content.decode()
    main = page[page.index("<main") :]
    assert f"Máy hái chè của {MASK}" in main
    assert NAME not in main
    assert main.index("Trang 1") < main.index("Máy hái chè") < main.index("Trang 2")
    assert main.index("Trang 2") < main.index("Chạy bằng pin mặt trời.")


def test_the_sheet_leads_there_and_the_opening_leaves_a_line(client, task, file):
    client.force_login(task.judge.user, backend=BACKEND)
    sheet = client.get(reverse("sheet", args=[task.public_id])).content.decode()
    assert address(task, file) in sheet
    before = Access.objects.filter(blob=file.blob, user=task.judge.user, purpose="judge").count()
    client.get(address(task, file))
    after = Access.objects.filter(blob=file.blob, user=task.judge.user, purpose="judge").count()
    assert after == before + 1


def test_what_cannot_be_read_is_said(client, task, file):
    client.force_login(task.judge.user, backend=BACKEND)
    broken = store.put(b"%PDF-1.7 x", media_type="application/pdf")
    guards.change(BlindedFile.objects.filter(pk=file.pk), blob=broken)
    assert "Không đọc được chữ" in client.get(address(task, file)).content.decode()


def test_for_the_judge_of_this_sheet_alone_and_not_by_post(client, task, file):
    other = Assignment.objects.exclude(judge__user=task.judge.user).first()
    client.force_login(other.judge.user, backend=BACKEND)
    assert client.get(address(task, file)).status_code == 404
    client.force_login(task.judge.user, backend=BACKEND)
    assert client.post(address(task, file)).status_code == 405
