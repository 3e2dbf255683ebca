"""What the entrant covers beforehand: on own pages alone, while the dossier can be changed."""

import pytest
from django.urls import reverse

from competition import clock
from competition.errors import NotAllowed, Refused
from foundation.papers import pdf
from foundation.vault import store
from submissions.models import BlindCopy, Entry, Redaction
from submissions.sealing import blinding, copies, preview, redacting
from submissions.writing.intake import content_of
from tests.factories.accounts import UnitFactory
from tests.factories.foundation import BlobFactory
from tests.factories.moments import NOON
from tests.factories.submissions import (
    AttachmentFactory,
    AuthorFactory,
    BlindCopyFactory,
    EntryFactory,
    RedactionFactory,
)
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TYPED = {"left": "0", "right": "50", "top": "0", "bottom": "12,5"}


@pytest.fixture(autouse=True)
def _noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def draft() -> Entry:
    entry = EntryFactory(unit=UnitFactory())
    AuthorFactory(entry=entry)
    body = pdf.document("<p>Trường ở chân núi</p>").write_pdf()
    AttachmentFactory(entry=entry, blob=store.put(body, media_type="application/pdf"))
    return entry


@pytest.fixture
def copy(draft) -> BlindCopy:
    """Of its file, as the entrant sees it."""
    known = blinding.identities(content_of(draft))
    return copies.copy_of(draft.attachments.get().blob, "bản mô tả.pdf", known)


@pytest.fixture
def usual(draft, copy) -> dict:
    """A part that is covered: what is refused below is refused for one reason alone."""
    box = (0.0, 0.0, 1.0, 0.5)
    return {"entry": draft, "copy": copy, "page": 1, "box": box, "by": draft.owner, "at": NOON}


class TestCovering:
    def test_it_is_kept_and_the_next_copy_is_without_it(self, draft, usual):
        part = redacting.cover_own(**usual)
        assert (part.blob, part.page, part.box) == (usual["copy"].blob, 1, usual["box"])
        assert (part.by, part.at) == (draft.owner, NOON)
        assert preview.of(draft).is_waiting
        known = blinding.identities(content_of(draft))
        boxes = copies.boxes_on(draft)[part.blob_id]
        again = copies.copy_of(part.blob, "x.pdf", known, boxes)
        assert again.copy != usual["copy"].copy

    def test_by_nobody_else(self, usual):
        stranger = EntryFactory().owner
        with unchanged(), pytest.raises(NotAllowed):
            redacting.cover_own(**usual | {"by": stranger})

    @pytest.mark.parametrize("status", ["submitted", "accepted", "sealed", "withdrawn"])
    def test_not_when_it_can_no_longer_be_changed(self, draft, usual, status):
        Entry.objects.filter(pk=draft.pk).update(status=status)
        with unchanged(), pytest.raises(NotAllowed):
            redacting.cover_own(**usual)

    @pytest.mark.parametrize("page", [0, 2])
    def test_on_no_other_page(self, usual, page):
        with unchanged(), pytest.raises(Refused):
            redacting.cover_own(**usual | {"page": page})

    def test_in_no_file_of_another(self, usual):
        other = BlindCopyFactory()
        with unchanged(), pytest.raises(Refused):
            redacting.cover_own(**usual | {"copy": other})

    def test_no_slip_of_the_hand(self, usual):
        with unchanged(), pytest.raises(Refused):
            redacting.cover_own(**usual | {"box": (0.5, 0.5, 0.5001, 0.9)})


class TestShowingAgain:
    def test_an_own_part_is_taken_back(self, draft, usual):
        part = redacting.cover_own(**usual)
        redacting.uncover_own(entry=draft, redaction=part, by=draft.owner, at=NOON)
        assert not Redaction.objects.exists()

    def test_what_the_secretariat_covers_stays(self, draft):
        theirs = RedactionFactory(entry=draft)
        redacting.uncover_own(entry=draft, redaction=theirs, by=draft.owner, at=NOON)
        assert Redaction.objects.get() == theirs

    def test_by_nobody_else(self, draft, usual):
        part = redacting.cover_own(**usual)
        stranger = EntryFactory().owner
        with unchanged(), pytest.raises(NotAllowed):
            redacting.uncover_own(entry=draft, redaction=part, by=stranger, at=NOON)


class TestThePage:
    @pytest.fixture
    def owner(self, client, draft):
        client.force_login(draft.owner, backend=BACKEND)
        return client

    def address(self, draft, copy, route="own_covering", page=1) -> str:
        return reverse(route, args=[draft.public_id, copy.pk, page])

    def test_the_preview_leads_to_it_while_the_dossier_can_be_changed(self, owner, draft, copy):
        seen = reverse("judges_will_see", args=[draft.public_id])
        assert self.address(draft, copy) in owner.get(seen).content.decode()
        Entry.objects.filter(pk=draft.pk).update(status="submitted")
        assert self.address(draft, copy) not in owner.get(seen).content.decode()

    def test_a_part_is_covered_and_shown_again(self, owner, draft, copy):
        answer = owner.post(self.address(draft, copy, "cover_own_part"), TYPED)
        assert answer.headers["Location"] == reverse("judges_will_see", args=[draft.public_id])
        part = Redaction.objects.get()
        assert part.box == (0, 0, 0.5, 0.125)
        page = owner.get(self.address(draft, copy)).content.decode()
        assert f'value="{part.pk}"' in page
        owner.post(self.address(draft, copy, "uncover_own_part"), {"redaction": part.pk})
        assert not Redaction.objects.exists()

    @pytest.mark.parametrize("wrong", [{"right": "x"}, {"right": "0"}])
    def test_bad_input_keeps_what_was_typed(self, owner, draft, copy, wrong):
        answer = owner.post(self.address(draft, copy, "cover_own_part"), TYPED | wrong)
        assert answer.status_code == 422
        assert 'value="12,5"' in answer.content.decode()
        assert not Redaction.objects.exists()

    def test_opened_by_a_reload_the_buttons_lead_to_it(self, owner, draft, copy):
        for route in ("cover_own_part", "uncover_own_part"):
            answer = owner.get(self.address(draft, copy, route))
            assert answer.headers["Location"] == self.address(draft, copy)

    def test_a_part_of_the_secretariat_is_not_there_to_be_shown(self, owner, draft, copy):
        theirs = RedactionFactory(entry=draft, blob=copy.blob)
        assert f'value="{theirs.pk}"' not in owner.get(self.address(draft, copy)).content.decode()
        button = self.address(draft, copy, "uncover_own_part")
        assert owner.post(button, {"redaction": theirs.pk}).status_code == 404

    def test_nobody_else_finds_it_nor_a_page_that_is_not_there(self, client, owner, draft, copy):
        assert owner.get(self.address(draft, copy, page=2)).status_code == 404
        assert (
            owner.get(self.address(draft, BlindCopyFactory(blob=BlobFactory()))).status_code == 404
        )
        client.force_login(EntryFactory().owner, backend=BACKEND)
        for route in ("own_covering", "cover_own_part", "uncover_own_part"):
            assert client.get(self.address(draft, copy, route)).status_code == 404
