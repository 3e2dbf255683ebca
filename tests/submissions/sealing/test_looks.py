"""Nothing is sealed unseen: which pages wait for a person's eye, and who has looked at what."""

import pytest

from competition.errors import NotAllowed, Refused, WrongState
from foundation.ledger.models import Event
from submissions.models import Entry, PageLook, SealedFile, Sealing
from submissions.sealing import looks, sealing
from submissions.sealing.looks import Shown
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory
from tests.factories.foundation import BlobFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import (
    EntryVersionFactory,
    PageLookFactory,
    SealedFileFactory,
    SealingFactory,
)
from tests.ledger_lines.rows import sha
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def page(number: int, digest: str, *why: str) -> dict:
    return {"page": number, "why": list(why) or ["picture"], "digest": digest}


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def copy(edition) -> Sealing:
    """Of two files: of the first, page 2 is for the eye; of the third, pages 1 and 3."""
    version = EntryVersionFactory(entry__edition=edition, entry__status=Entry.Status.ACCEPTED)
    copy = SealingFactory(version=version, leaks=[])
    third = [page(1, "c1"), page(3, "c3", "drawing", "few words")]
    SealedFileFactory(sealing=copy, name="ban-an-danh-3.pdf", pages=3, eye=third)
    SealedFileFactory(
        sealing=copy, name="ban-an-danh-1.pdf", pages=2, eye=[page(2, "a2")], blob=BlobFactory()
    )
    return copy


@pytest.fixture
def usual(edition, copy) -> dict:
    """All pages that wait are looked at: what is refused below is refused for one reason alone."""
    return {
        "entry": copy.version.entry,
        "shown": [Shown(1, 2, "a2"), Shown(3, 1, "c1"), Shown(3, 3, "c3")],
        "by": secretary_of(edition),
        "at": NOON,
    }


def waiting(copy) -> list[str]:
    return [page.digest for page in looks.waiting(copy)]


class TestWaiting:
    def test_every_page_for_the_eye_in_the_order_of_the_dossier(self, copy):
        first, *_rest, last = looks.waiting(copy)
        assert waiting(copy) == ["a2", "c1", "c3"]
        assert (first.file.place, first.page, first.why) == (1, 2, ["picture"])
        assert (last.file.place, last.page, last.why) == (3, 3, ["drawing", "few words"])

    def test_none_at_which_somebody_has_looked(self, copy):
        PageLookFactory(entry=copy.version.entry, digest="c1")
        assert waiting(copy) == ["a2", "c3"]

    def test_a_look_at_another_entry_or_at_what_it_was_before_is_none(self, copy):
        PageLookFactory(digest="c1")
        PageLookFactory(entry=copy.version.entry, page=1, digest="c1 before")
        assert waiting(copy) == ["a2", "c1", "c3"]

    @pytest.mark.parametrize(("why", "is_unread"), [("unread", True), ("picture", False)])
    def test_a_page_that_ocr_has_not_read(self, copy, why, is_unread):
        SealedFile.objects.filter(eye__0__digest="a2").update(eye=[page(2, "a2", why)])
        assert looks.has_unread(copy) is is_unread


class TestLooking:
    def test_who_when_and_at_what_is_kept(self, copy, usual):
        assert looks.look(**usual) == 3
        file = copy.files.get(name="ban-an-danh-3.pdf")
        kept = PageLook.objects.get(digest="c3")
        assert (kept.entry, kept.copy, kept.page) == (usual["entry"], file.blob, 3)
        assert (kept.by, kept.at) == (usual["by"], NOON)
        assert waiting(copy) == []

    def test_its_line_holds_no_receipt_number(self, usual, edition):
        looks.look(**usual)
        line = Event.objects.get(chain__name=edition.chain)
        assert line.verb == "copy.looked_at"
        assert line.payload == {"pages": 3, "digest": sha(["a2", "c1", "c3"])}
        assert (line.actor, line.at) == (usual["by"], NOON)

    def test_one_page_and_the_others_wait_on(self, copy, usual):
        looks.look(**usual | {"shown": [Shown(3, 1, "c1")]})
        assert waiting(copy) == ["a2", "c3"]

    def test_a_second_look_leaves_nothing(self, usual):
        looks.look(**usual)
        with unchanged():
            assert looks.look(**usual | {"at": days(1)}) == 0

    def test_by_nobody_of_another_edition(self, usual):
        stranger = secretary_of(EditionFactory())
        with unchanged(), pytest.raises(NotAllowed):
            looks.look(**usual | {"by": stranger})

    def test_nor_by_the_owner(self, usual):
        with unchanged(), pytest.raises(NotAllowed):
            looks.look(**usual | {"by": usual["entry"].owner})

    @pytest.mark.parametrize("columns", [{"voided_at": NOON}, {"confirmed_at": NOON}])
    def test_not_at_what_is_no_copy_in_work(self, usual, columns):
        Sealing.objects.update(**columns)
        with unchanged(), pytest.raises(WrongState):
            looks.look(**usual)

    def test_not_at_nothing(self, usual):
        with unchanged(), pytest.raises(Refused):
            looks.look(**usual | {"shown": []})

    @pytest.mark.parametrize(
        "shown",
        [Shown(1, 2, "a2 before"), Shown(1, 1, "a2"), Shown(2, 2, "a2"), Shown(3, 2, "c2")],
    )
    def test_not_at_a_page_that_was_shown_otherwise(self, usual, shown):
        with unchanged(), pytest.raises(Refused):
            looks.look(**usual | {"shown": [*usual["shown"], shown]})

    def test_not_at_more_than_can_be_seen_at_once(self, copy, usual):
        many = [page(number, f"m{number}") for number in range(1, looks.MOST + 2)]
        SealedFile.objects.filter(name="ban-an-danh-1.pdf").update(eye=many, pages=len(many))
        shown = [Shown(1, told["page"], told["digest"]) for told in many]
        with unchanged(), pytest.raises(Refused):
            looks.look(**usual | {"shown": shown})
        assert looks.look(**usual | {"shown": shown[:-1]}) == looks.MOST


class TestSealing:
    """The copy is sealed: what is refused is refused because of its pages alone."""

    def seal(self, copy, usual) -> Sealing:
        return sealing.seal(sealing=copy, by=usual["by"], at=NOON)

    def test_not_while_one_page_waits(self, copy, usual):
        looks.look(**usual | {"shown": usual["shown"][1:]})
        with unchanged(), pytest.raises(WrongState):
            self.seal(copy, usual)

    def test_once_every_page_is_looked_at(self, copy, usual):
        looks.look(**usual)
        assert self.seal(copy, usual).confirmed_by == usual["by"]

    def test_not_when_a_page_has_changed_since(self, copy, usual):
        looks.look(**usual)
        copy.files.filter(name="ban-an-danh-1.pdf").update(eye=[page(2, "a2 covered")])
        with unchanged(), pytest.raises(WrongState):
            self.seal(copy, usual)
