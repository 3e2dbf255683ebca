"""What a preview shows: only of a dossier with field, kind and unit, and only copies that were made
for these very identities and covered parts.
"""

import pytest

from foundation.jobs.models import Job
from submissions.models import Entry
from submissions.sealing import preview, sealing
from submissions.sealing.blinding.identities import Identity
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


class TestCopies:
    def copies(self, blob, boxes=None) -> dict:
        return preview._copies_of([{"blob": blob.pk}], KNOWN, boxes or {})

    def test_one_for_these_identities_is_taken(self):
        blob = BlobFactory()
        copy = BlindCopyFactory(blob=blob, identities=sealing.copy_digest(KNOWN))
        assert self.copies(blob) == {blob.pk: copy}

    def test_one_for_other_identities_is_not(self):
        blob = BlobFactory()
        BlindCopyFactory(
            blob=blob, identities=sealing.copy_digest([Identity("name", "Lê Thị Bích")])
        )
        BlindCopyFactory(identities=sealing.copy_digest(KNOWN))  # of another content
        assert self.copies(blob) == {}

    def test_nor_one_made_before_a_part_was_covered(self):
        blob = BlobFactory()
        BlindCopyFactory(blob=blob, identities=sealing.copy_digest(KNOWN))
        boxes = {1: [(0.0, 0.0, 0.5, 0.5)]}
        assert self.copies(blob, {blob.pk: boxes}) == {}
        covered = BlindCopyFactory(blob=blob, identities=sealing.copy_digest(KNOWN, boxes))
        assert self.copies(blob, {blob.pk: boxes}) == {blob.pk: covered}

    def test_two_files_that_hold_each_others_digest_are_told_apart(self):
        """One is covered and the other is not: each copy is for its own file."""
        plain, covered = BlobFactory.create_batch(2)
        boxes = {covered.pk: {1: [(0.0, 0.0, 0.5, 0.5)]}}
        BlindCopyFactory(blob=plain, identities=sealing.copy_digest(KNOWN, boxes[covered.pk]))
        BlindCopyFactory(blob=covered, identities=sealing.copy_digest(KNOWN))
        files = [{"blob": plain.pk}, {"blob": covered.pk}]
        assert preview._copies_of(files, KNOWN, boxes) == {}


def test_boxes_are_those_of_the_entry_by_file_and_page(draft):
    blob = draft.attachments.get().blob
    first = RedactionFactory(entry=draft, blob=blob, page=2)
    second = RedactionFactory(entry=draft, blob=blob, page=2, left=0.5, right=1.0)
    other = RedactionFactory(entry=draft)
    RedactionFactory(blob=blob)  # of another entry
    assert sealing.boxes_on(draft) == {
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
