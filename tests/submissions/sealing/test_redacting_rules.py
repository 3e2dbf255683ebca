"""What a covered part keeps, and which parts may be covered at all."""

import pytest

from competition.errors import NotAllowed, Refused
from foundation.vault import store
from submissions.models import Entry, Redaction, SealedFile, Sealing
from submissions.sealing import redacting
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory
from tests.factories.foundation import BlobFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import (
    EntryFactory,
    EntryVersionFactory,
    RedactionFactory,
    SealedFileFactory,
    SealingFactory,
)
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def copy(edition) -> Sealing:
    """Of a dossier of three files; judges see the second, which has three pages."""
    files = [
        {"name": "phim.mp4", "blob": store.put(content, media_type="video/mp4").pk}
        for content in (b"mot", b"hai", b"ba")
    ]
    content = {
        "title": "Máy hái chè",
        "summary": "Hái nhanh.",
        "unit": "",
        "answers": [],
        "authors": [],
        "files": files,
    }
    entry = EntryFactory(edition=edition, status=Entry.Status.ACCEPTED)
    version = EntryVersionFactory(entry=entry, content=content)
    copy = SealingFactory(version=version)
    SealedFileFactory(sealing=copy, name=f"{copy.judging_code}-2.pdf", pages=3)
    return copy


@pytest.fixture
def usual(edition, copy) -> dict:
    """A part that is covered: what is refused below is refused for one reason alone."""
    return {
        "entry": copy.version.entry,
        "place": 2,
        "page": 3,
        "box": (0.1, 0.2, 0.3, 0.4),
        "by": secretary_of(edition),
        "at": NOON,
    }


def test_a_part_keeps_where_it_is_and_who_covered_it(copy, usual):
    redacting.cover(**usual)
    part = Redaction.objects.get()
    assert part.entry == usual["entry"]
    assert part.blob_id == copy.version.content["files"][1]["blob"]
    assert part.page == 3
    assert (part.left, part.top, part.right, part.bottom) == usual["box"]
    assert (part.by, part.at) == (usual["by"], NOON)


def test_the_copy_is_made_again(copy, usual):
    made = redacting.cover(**usual | {"at": days(1)})
    assert made == Sealing.objects.get()
    assert made != copy
    assert (made.version, made.prepared_at) == (copy.version, days(1))


def test_it_is_made_again_when_a_part_is_taken_back(copy, usual):
    part = RedactionFactory(entry=usual["entry"])
    made = redacting.uncover(entry=usual["entry"], redaction=part, by=usual["by"], at=days(1))
    assert made == Sealing.objects.get()
    assert (made.version, made.prepared_at) == (copy.version, days(1))


@pytest.mark.parametrize("page", [1, 3])
def test_on_each_page_from_the_first_to_the_last(usual, page):
    redacting.cover(**usual | {"page": page})
    assert Redaction.objects.get().page == page


@pytest.mark.parametrize("page", [0, 4])
def test_on_no_other_page(usual, page):
    with unchanged(), pytest.raises(Refused):
        redacting.cover(**usual | {"page": page})


@pytest.mark.parametrize("place", [0, 1, 3, 4])
def test_in_no_file_that_judges_do_not_see(usual, place):
    with unchanged(), pytest.raises(Refused):
        redacting.cover(**usual | {"place": place})


SIDES = [
    ((0.0, 1.0), True),
    ((0.0, 0.002), True),
    ((0.5, 0.6), True),
    ((0.0, 0.001), False),  # a slip of the hand
    ((0.5, 0.501), False),
    ((-0.1, 0.5), False),
    ((0.5, 1.1), False),
    ((0.5, 0.5), False),
    ((0.6, 0.5), False),
]


@pytest.mark.parametrize(("side", "is_part"), SIDES)
@pytest.mark.parametrize("way", ["across", "down"])
def test_a_part_lies_within_the_page_and_is_no_slip_of_the_hand(usual, side, is_part, way):
    start, end = side
    box = (start, 0.2, end, 0.4) if way == "across" else (0.1, start, 0.3, end)
    if is_part:
        redacting.cover(**usual | {"box": box})
        assert Redaction.objects.get().box == box
        return
    with unchanged(), pytest.raises(Refused):
        redacting.cover(**usual | {"box": box})


def test_a_dossier_has_so_many_parts_and_no_more(usual, monkeypatch):
    monkeypatch.setattr(redacting, "MOST", 2)
    RedactionFactory(entry=usual["entry"])
    RedactionFactory()  # of another dossier
    redacting.cover(**usual)
    SealedFileFactory(sealing=Sealing.objects.get(), name="HS-2.pdf", pages=3)
    with unchanged(), pytest.raises(Refused):
        redacting.cover(**usual)


def test_by_nobody_of_another_edition(usual):
    stranger = secretary_of(EditionFactory())
    with unchanged(), pytest.raises(NotAllowed):
        redacting.cover(**usual | {"by": stranger})


class TestTheFileAtAPlace:
    def test_it_is_the_one_of_that_place_with_its_content(self, copy):
        found = redacting.file_at(copy, 2)
        assert found == (copy.version.content["files"][1]["blob"], SealedFile.objects.get())

    def test_the_first_is_place_one(self, copy):
        first = SealedFile.objects.create(
            sealing=copy, blob=BlobFactory(), name=f"{copy.judging_code}-1.pdf", pages=1
        )
        assert redacting.file_at(copy, 1) == (copy.version.content["files"][0]["blob"], first)

    def test_none_where_judges_see_no_file(self, copy):
        assert redacting.file_at(copy, 3) is None
