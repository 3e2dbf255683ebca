"""Two editions, entries and versions side by side: which texts are compared, and whose likeness is
looked at.
"""

import numpy
import pytest

from foundation.jobs.models import Job
from foundation.vault import store
from submissions.models import Entry, EntryVersion, Fingerprint, SimilarPair
from submissions.similarity import search
from tests.beside import secretary_of, untouched
from tests.factories.foundation import BlobFactory
from tests.factories.moments import NOON
from tests.factories.submissions import EntryFactory, EntryVersionFactory, SimilarPairFactory
from tests.submissions.sealing import planted

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TEXT = (
    "Cơ cấu cam lệch tâm gạt búp chè theo nhịp hai thì, lưỡi dao bằng thép không gỉ, thùng chứa "
    "nghiêng về phía người đi, động cơ chạy bằng ắc quy có thể tháo ra sạc ở nhà trong một đêm."
)
OTHER_TEXT = (
    "Phần mềm xếp lịch trực của bệnh viện huyện nhắc từng kíp qua điện thoại, đổi ca có hai người "
    "ký, báo cáo giờ làm thêm mỗi tuần, và không cần máy chủ riêng nào trong phòng công nghệ."
)


def version_of(*, text: str = TEXT, **columns) -> EntryVersion:
    """A version whose summary is this text."""
    version = EntryVersionFactory(**columns)
    version.content["summary"] = text
    search.fingerprint(version)
    return version


@pytest.fixture
def ours(edition) -> EntryVersion:
    return version_of(entry__edition=edition)


def found(version) -> set[EntryVersion]:
    return {similar.other for similar in search.find(version)}


class TestFinding:
    def test_the_same_text_in_another_entry_and_in_another_edition(self, ours, edition):
        same = {version_of(entry__edition=edition), version_of()}
        version_of(text=OTHER_TEXT)
        assert found(ours) == same

    def test_an_earlier_version_of_the_entry_itself_is_no_other(self, edition):
        entry = EntryFactory(edition=edition, status=Entry.Status.SUBMITTED)
        version_of(entry=entry)
        assert found(version_of(entry=entry, number=2)) == set()

    def test_nor_is_what_was_withdrawn(self, ours):
        version_of(entry__status=Entry.Status.WITHDRAWN)
        assert found(ours) == set()

    def test_a_fingerprint_is_that_of_its_version(self, ours):
        another = EntryVersionFactory()
        with untouched(ours.fingerprint):
            made = search.fingerprint(another)
        assert made.version == another
        assert search.fingerprint(ours) == Fingerprint.objects.get(version=ours)

    def test_the_text_is_that_of_its_own_file(self, edition):
        BlobFactory()
        blob = store.put(planted.docx(), media_type="application/octet-stream")
        BlobFactory()
        version = EntryVersionFactory(entry__edition=edition)
        version.content["files"] = [{"name": "mô tả.docx", "blob": blob.pk}]
        assert "tưới chè" in dict(search.parts_of(version))["mô tả.docx"]

    def test_what_is_found_is_noted_of_one_version(self, ours, edition):
        other = version_of(entry__edition=edition)
        assert search.search(Job(params={"version": ours.pk})) == (1, 1)
        pair = SimilarPair.objects.get()
        assert pair.version == ours
        assert pair.other == other


class Alike:
    """A model to which all texts mean the same."""

    name = "nhu nhau"

    def vectors(self, texts: list[str]) -> numpy.ndarray:
        return numpy.ones((len(texts), 1), dtype=numpy.float32)


class TestMeaning:
    @pytest.fixture(autouse=True)
    def _model(self, settings):
        settings.SIMILARITY_MODEL = f"{Alike.__module__}.Alike"

    def test_texts_of_the_same_model_are_compared(self, ours):
        same = version_of(text=OTHER_TEXT)
        assert found(ours) == {same}

    def test_those_of_another_model_are_not(self, ours):
        another = version_of(text=OTHER_TEXT)
        Fingerprint.objects.filter(version=another).update(model="khac")
        assert found(ours) == set()


class TestLooking:
    def test_one_pair_is_looked_at(self, ours, edition):
        office = secretary_of(edition)
        other = EntryVersionFactory()
        pair = SimilarPairFactory(version=ours, other=other)
        beside = SimilarPairFactory(version=ours, other=EntryVersionFactory())
        of_other = SimilarPairFactory(version=other, other=ours)
        with untouched(beside, of_other):
            search.look_at(pair=pair, because="Cùng một nhóm", by=office, at=NOON)
        pair.refresh_from_db()
        assert pair.looked_at_by == office
