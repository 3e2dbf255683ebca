"""What a preview shows: only of a dossier with field, kind and unit, and only copies that were made
for these very identities and covered parts.
"""

import pytest

from foundation.jobs.models import Job
from foundation.vault import store
from submissions.models import BlindCopy, Entry
from submissions.sealing import blinding, copies, preview, sealing
from submissions.sealing.blinding.identities import Identity
from submissions.writing.intake import content_of
from tests.factories.accounts import UnitFactory
from tests.factories.foundation import BlobFactory
from tests.factories.submissions import (
    AttachmentFactory,
    AuthorFactory,
    BlindCopyFactory,
    EntryFactory,
    RedactionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
KNOWN = [Identity("name", "Nguyễn Văn An")]


@pytest.fixture
def draft() -> Entry:
    """With field, kind and unit, an author and one file."""
    entry = EntryFactory(unit=UnitFactory())
    AuthorFactory(entry=entry)
    AttachmentFactory(entry=entry)
    return entry


@pytest.mark.parametrize("missing", ["field", "kind", "unit"])
def test_there_is_none_without_each_of_them(draft, missing):
    assert preview.of(draft) is not None
    setattr(draft, missing, None)
    assert preview.of(draft) is None


def test_a_copy_that_lacks_is_asked_for_and_waited_for(draft):
    shown = preview.of(draft)
    assert shown.is_waiting
    assert [item["copy"] for item in shown.files] == [None]
    assert [item["file"]["name"] for item in shown.files] == ["bản mô tả.pdf"]
    job = Job.objects.get(kind="blind_preview")
    assert (job.params, job.total) == ({"entry": draft.pk}, 1)


def test_what_was_asked_for_is_not_asked_again_until_the_draft_changes(draft):
    lacking = [AttachmentFactory(entry=draft).blob, draft.attachments.first().blob]
    for _look in range(2):
        preview.of(draft)
    numbers = "-".join(str(number) for number in sorted(blob.pk for blob in lacking))
    assert Job.objects.get().key == f"blind:{draft.pk}:{draft.revision}:{numbers}"


def test_once_every_copy_is_made_nothing_is_asked_or_waited_for(draft):
    known = blinding.identities(content_of(draft))
    blob = draft.attachments.get().blob
    copy = BlindCopyFactory(blob=blob, identities=copies.copy_digest(known))
    shown = preview.of(draft)
    assert [item["copy"] for item in shown.files] == [copy]
    assert not shown.is_waiting
    assert not Job.objects.exists()


def test_the_texts_are_blinded_by_the_drafts_own_names(draft):
    author = draft.authors.get()
    draft.title = f"Van tưới của {author.full_name}"
    shown = preview.of(draft)
    assert author.full_name not in shown.title
    assert ("name", "title") in [(leak["what"], leak["where"]) for leak in shown.leaks]


class TestMaking:
    """The worker makes the copies that the preview waits for."""

    FILM = "phim.mp4"  # kept back by its name, without being opened

    @pytest.fixture
    def filmed(self, draft) -> Entry:
        film = store.put(b"phim", media_type="video/mp4")
        draft.attachments.update(name=self.FILM, blob=film)
        return draft

    def test_they_are_made_for_the_drafts_names_and_covered_parts(self, filmed):
        blob = filmed.attachments.get().blob
        box = RedactionFactory(entry=filmed, blob=blob)
        known = blinding.identities(content_of(filmed))
        assert preview.make(Job(params={"entry": filmed.pk})) == (1, 1)
        made = BlindCopy.objects.get()
        assert made.blob == blob
        assert made.refused == copies.KEPT_BACK
        assert made.identities == copies.copy_digest(known, {box.page: [box.box]})
        assert [item["copy"] for item in preview.of(filmed).files] == [made]

    @pytest.mark.parametrize("missing", ["field", "kind", "unit"])
    def test_none_is_while_one_of_the_three_is_missing(self, filmed, missing):
        Entry.objects.filter(pk=filmed.pk).update(**{missing: None})
        assert preview.make(Job(params={"entry": filmed.pk})) == (1, 1)
        assert not BlindCopy.objects.exists()


class TestCopies:
    def copies(self, blob, boxes=None) -> dict:
        return preview._copies_of([{"blob": blob.pk}], KNOWN, boxes or {})

    def test_one_for_these_identities_is_taken(self):
        blob = BlobFactory()
        copy = BlindCopyFactory(blob=blob, identities=copies.copy_digest(KNOWN))
        assert self.copies(blob) == {blob.pk: copy}

    def test_one_for_other_identities_is_not(self):
        blob = BlobFactory()
        BlindCopyFactory(
            blob=blob, identities=copies.copy_digest([Identity("name", "Lê Thị Bích")])
        )
        BlindCopyFactory(identities=copies.copy_digest(KNOWN))  # of another content
        assert self.copies(blob) == {}

    def test_nor_one_made_before_a_part_was_covered(self):
        blob = BlobFactory()
        BlindCopyFactory(blob=blob, identities=copies.copy_digest(KNOWN))
        boxes = {1: [(0.0, 0.0, 0.5, 0.5)]}
        assert self.copies(blob, {blob.pk: boxes}) == {}
        covered = BlindCopyFactory(blob=blob, identities=copies.copy_digest(KNOWN, boxes))
        assert self.copies(blob, {blob.pk: boxes}) == {blob.pk: covered}

    def test_two_files_that_hold_each_others_digest_are_told_apart(self):
        """One is covered and the other is not: each copy is for its own file."""
        plain, covered = BlobFactory.create_batch(2)
        boxes = {covered.pk: {1: [(0.0, 0.0, 0.5, 0.5)]}}
        BlindCopyFactory(blob=plain, identities=copies.copy_digest(KNOWN, boxes[covered.pk]))
        BlindCopyFactory(blob=covered, identities=copies.copy_digest(KNOWN))
        files = [{"blob": plain.pk}, {"blob": covered.pk}]
        assert preview._copies_of(files, KNOWN, boxes) == {}


def test_boxes_are_those_of_the_entry_by_file_and_page(draft):
    blob = draft.attachments.get().blob
    first = RedactionFactory(entry=draft, blob=blob, page=2)
    second = RedactionFactory(entry=draft, blob=blob, page=2, left=0.5, right=1.0)
    other = RedactionFactory(entry=draft)
    RedactionFactory(blob=blob)  # of another entry
    assert copies.boxes_on(draft) == {
        blob.pk: {2: [first.box, second.box]},
        other.blob_id: {1: [other.box]},
    }


def test_leaks_of_all_texts_are_added_up():
    content = {
        "title": "Van tưới của Nguyễn Văn An",
        "summary": "Không nêu tên.",
        "answers": [
            {
                "key": "how",
                "label": "Cách làm",
                "label_en": "How",
                "type": "text",
                "judges_see": True,
                "answer": "Do Nguyễn Văn An làm.",
            },
            {
                "key": "who",
                "label": "Ai",
                "label_en": "Who",
                "judges_see": False,
                "answer": "Nguyễn Văn An",
            },
        ],
    }
    texts = sealing.blinded_texts(content, KNOWN)
    assert [(leak["what"], leak["where"]) for leak in texts["leaks"]] == [
        ("name", "title"),
        ("name", "how"),
    ]
    assert [section["type"] for section in texts["sections"]] == ["text"]
    assert "Nguyễn Văn An" not in str(texts["title"]) + str(texts["sections"])
