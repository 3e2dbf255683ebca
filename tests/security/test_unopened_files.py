"""What cannot be looked into is refused: each attack was taken by the inspection as it was, or
stands beside one that was.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from foundation.jobs.drain import drain
from submissions.files import inspection
from submissions.models import Attachment
from submissions.writing import drafting
from tests.security import unopened

REASONS = {
    "bomb-bad-alloc.pdf": "bomb",
    "bomb-picture.pdf": "bomb",
    "bomb-objects.pdf": "bomb",
    "flood-jpx.pdf": "pixels",
    "virus-in-pixels.pdf": "malware",
    "virus-in-packed-jpeg.pdf": "malware",
    "filter-unknown.pdf": "unreadable",
    "broken-flate.pdf": "unreadable",
    "bytes-elsewhere.pdf": "outside",
    "nested-deep.pdf": "unreadable",
    "program-for-windows.pdf": "active",
    "frames.webp": "pixels",
    "frame-not-announced.webp": "hidden",
    "behind.png": "hidden",
    "flood.docx": "pixels",
    "unknown-part.docx": "unreadable",
}


def test_they_are_enough_to_speak_of_a_class():
    assert len(unopened.attacks()) >= 40


def test_what_cannot_be_looked_into_is_refused():
    attacks = unopened.attacks()
    assert [
        name for name in attacks if inspection.inspect_safely(attacks[name], name).accepted
    ] == []


def test_their_harmless_twins_are_taken():
    reasons = {
        name: inspection.inspect_safely(content, name).reasons
        for name, content in unopened.decoys().items()
    }
    assert {name: said for name, said in reasons.items() if said} == {}


@pytest.mark.parametrize(("name", "reason"), REASONS.items())
def test_the_reason_is_the_right_one(name, reason):
    assert inspection.inspect_safely(unopened.attacks()[name], name).reasons == [reason]


def test_the_message_says_in_vietnamese_what_to_do():
    with override("vi"):
        said = inspection.Verdict(reasons=["unreadable"]).message
    assert "in tài liệu ra một tệp PDF mới" in said


@pytest.fixture
def sent(begun, client):
    """All of them sent through the page and looked at by the worker; {name: status of the page}."""
    begun.edition.max_files = 200
    begun.edition.save()
    owner = begun.cast.entrants[0]
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    answers = {}
    with begun.step("x", 3) as at:
        draft = drafting.start_draft(edition=begun.edition, by=owner, at=at)
        address = reverse("edit_entry", args=[draft.public_id, "files"])
        for name, content in (unopened.attacks() | unopened.decoys()).items():
            answer = client.post(address, {"files": SimpleUploadedFile(name, content)})
            answers[name] = answer.status_code
        drain()
    return answers


def test_the_page_takes_the_harmless_ones_alone_and_never_breaks(sent):
    assert set(sent.values()) <= {302, 422}
    cleared = Attachment.objects.filter(verdict=Attachment.Verdict.CLEARED)
    assert set(cleared.values_list("name", flat=True)) == set(unopened.decoys())
