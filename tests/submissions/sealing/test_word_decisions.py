"""Words that may tell whose work it is: the entrant is told, the secretariat decides before the
copy is sealed, and judges read what was decided.
"""

import pytest
from django.urls import reverse

from competition import clock
from competition.errors import NotAllowed, Refused, WrongState
from foundation.ledger.models import Event
from submissions.audit import of_word_decisions
from submissions.models import Entry, SealedFile, Sealing, WordDecision
from submissions.sealing import batch, blinding, copies, looks, preview, redacting, sealing
from tests.beside import secretary_of
from tests.factories.accounts import UnitFactory
from tests.factories.competition import EditionFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import (
    AttachmentFactory,
    AuthorFactory,
    BlindCopyFactory,
    EntryFactory,
    EntryVersionFactory,
    SealedFileFactory,
    SealingFactory,
    WordDecisionFactory,
)
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SCHOOL = "Sao Mai"
TITLE = f"Máy hái chè của Trường THPT {SCHOOL}"
SCHOOL_IN_TITLE = {"why": "unit", "word": SCHOOL, "where": "title"}


@pytest.fixture(autouse=True)
def _noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def entry(edition) -> Entry:
    """Accepted, with a school in its title of which nothing is known, and a name in two answers."""
    answer = {"label": "Cách làm", "label_en": "How", "type": "long", "judges_see": True}
    content = {
        "title": TITLE,
        "summary": "Hái nhanh.",
        "unit": "",
        "answers": [
            answer | {"key": "how", "answer": "Thiết kế: Nguyễn Thị"},
            answer | {"key": "then", "answer": "Bích Ngọc đã thử."},
        ],
        "authors": [
            {"full_name": "Nguyễn Thị Bích Ngọc", "email": "", "phone": "", "workplace": ""}
        ],
        "files": [],
    }
    entry = EntryFactory(edition=edition, status=Entry.Status.ACCEPTED)
    EntryVersionFactory(entry=entry, content=content)
    return entry


@pytest.fixture
def office(edition):
    return secretary_of(edition)


@pytest.fixture
def copy(entry, office) -> Sealing:
    return sealing.prepare(entry=entry, by=office, at=NOON)


@pytest.fixture
def usual(entry, copy, office) -> dict:
    """A decision that is taken: what is refused below is refused for one reason alone."""
    return {"entry": entry, "word": SCHOOL, "is_masked": True, "by": office, "at": days(1)}


class TestTexts:
    def test_a_word_of_the_title_is_told_with_its_place(self, copy):
        assert copy.doubts == [SCHOOL_IN_TITLE]
        assert copy.title == TITLE

    def test_a_name_over_two_answers_is_masked_in_both(self, copy):
        texts = [section["text"] for section in copy.sections]
        assert texts == ["Thiết kế: ▇▇▇▇▇", "▇▇▇▇▇ đã thử."]

    def test_what_judges_do_not_read_asks_nothing(self):
        content = {
            "title": "",
            "summary": "",
            "answers": [{"key": "who", "judges_see": False, "answer": TITLE}],
        }
        assert sealing.blinded_texts(content, [])["doubts"] == []


class TestDeciding:
    def test_a_masked_word_is_gone_from_the_copy_made_again(self, usual):
        made = redacting.decide(**usual)
        assert made.title == "Máy hái chè của Trường THPT ▇▇▇▇▇"
        assert made.doubts == []
        assert {"what": "word", "where": "title", "page": None} in made.leaks

    @pytest.mark.parametrize(
        ("word", "text", "masked"),
        [
            ("Bình", "thầy Bình dùng bình tưới", "thầy ▇▇▇▇▇ dùng bình tưới"),
            ("Ph. V. Hùng", "do Ph. V. Hùng vẽ", "do ▇▇▇▇▇ vẽ"),
            ("0208 3855 123", "số 0208 3855 123, 0208 385", "số ▇▇▇▇▇, 0208 385"),
            ("@lan_anh", "hỏi @lan_anh nhé", "hỏi @▇▇▇▇▇ nhé"),
        ],
    )
    def test_it_is_masked_as_it_is_written(self, word, text, masked):
        assert blinding.mask(text, [blinding.Identity("word", word)])[0] == masked

    def test_who_and_when_is_kept(self, usual):
        redacting.decide(**usual)
        kept = WordDecision.objects.get()
        assert (kept.entry, kept.word, kept.is_masked) == (usual["entry"], SCHOOL, True)
        assert (kept.by, kept.at) == (usual["by"], days(1))

    def test_a_word_that_stays_is_read_by_judges(self, usual):
        made = redacting.decide(**usual | {"is_masked": False})
        assert made.title == TITLE
        assert looks.undecided(made) == []

    def test_it_may_be_decided_otherwise_later(self, usual):
        redacting.decide(**usual)
        made = redacting.decide(**usual | {"is_masked": False})
        assert made.title == TITLE
        assert WordDecision.objects.count() == 1

    def test_the_ledger_has_a_line_of_each_without_the_word(self, usual, office):
        redacting.decide(**usual)
        redacting.decide(**usual | {"is_masked": False})
        lines = Event.objects.filter(verb="word.decided")
        assert [set(line.payload) for line in lines] == [{"decision", "digest"}] * 2
        assert len({line.payload["digest"] for line in lines}) == 2
        assert {line.actor for line in lines} == {office}

    def test_what_is_decided_past_the_verb_is_found(self, usual):
        edition = usual["entry"].edition
        redacting.decide(**usual)
        assert list(of_word_decisions(edition)) == []
        WordDecision.objects.update(is_masked=False)
        number = WordDecision.objects.get().pk
        assert list(of_word_decisions(edition)) == [
            f"decision about word {number}: is not the one of the ledger"
        ]

    def test_one_of_before_there_were_lines_is_no_fault(self, usual):
        WordDecisionFactory(entry=usual["entry"], word="Khác")
        assert list(of_word_decisions(usual["entry"].edition)) == []

    def test_a_decision_about_another_entry_masks_nothing(self, usual):
        WordDecisionFactory(word=SCHOOL)
        assert sealing.prepare(entry=usual["entry"], by=usual["by"], at=NOON).title == TITLE

    def test_not_about_a_word_that_nobody_asks_about(self, usual):
        with unchanged(), pytest.raises(Refused):
            redacting.decide(**usual | {"word": "Máy hái"})

    def test_a_word_of_a_files_page_can_be_decided_too(self, copy, usual):
        doubts = [{"why": "person", "word": "Trần Bình"}]
        eye = [{"page": 2, "why": ["doubt"], "digest": "d2", "doubts": doubts}]
        SealedFileFactory(sealing=copy, name="ban-an-danh-1.pdf", pages=2, eye=eye)
        asked = redacting.words_asked_about(copy)["Trần Bình"]
        assert asked.places == ["ban-an-danh-1.pdf, 2"]

    def test_not_by_the_owner(self, usual):
        with unchanged(), pytest.raises(NotAllowed):
            redacting.decide(**usual | {"by": usual["entry"].owner})

    def test_not_once_it_is_sealed(self, usual):
        Sealing.objects.update(confirmed_at=NOON)
        with unchanged(), pytest.raises(WrongState):
            redacting.decide(**usual)


class TestSealing:
    def test_not_while_a_word_of_its_texts_is_undecided(self, copy, office):
        with unchanged(), pytest.raises(WrongState, match=SCHOOL):
            sealing.seal(sealing=copy, by=office, at=NOON)

    @pytest.mark.parametrize("is_masked", [True, False])
    def test_once_it_is_decided(self, usual, office, is_masked):
        made = redacting.decide(**usual | {"is_masked": is_masked})
        assert sealing.seal(sealing=made, by=office, at=NOON).confirmed_by == office

    def test_a_word_that_stays_is_no_clean_copy(self, usual, edition, office):
        made = redacting.decide(**usual | {"is_masked": False})
        Sealing.objects.filter(pk=made.pk).update(leaks=[])
        SealedFile.objects.all().delete()
        with unchanged(), pytest.raises(WrongState, match="Chưa niêm phong"):
            batch.seal_clean(edition=edition, by=office, at=NOON)


class TestOfficePage:
    def page(self, client, entry, office) -> str:
        client.force_login(office, backend=BACKEND)
        address = reverse("office_entry", args=[entry.edition.slug, entry.public_id])
        return client.get(address).content.decode()

    def test_it_lists_the_word_with_its_reason_and_place(self, client, entry, copy, office):
        page = self.page(client, entry, office)
        assert f"“{SCHOOL}”" in page
        assert "một trường, công ty hoặc đơn vị" in page

    @pytest.mark.parametrize(("route", "is_masked"), [("mask_word", True), ("leave_word", False)])
    def test_each_button_decides(self, client, entry, copy, office, route, is_masked):
        client.force_login(office, backend=BACKEND)
        address = reverse(route, args=[entry.edition.slug, entry.public_id])
        client.post(address, {"word": SCHOOL})
        assert WordDecision.objects.get().is_masked is is_masked

    def test_a_word_that_is_not_asked_about_is_refused_on_the_page(
        self, client, entry, copy, office
    ):
        client.force_login(office, backend=BACKEND)
        address = reverse("mask_word", args=[entry.edition.slug, entry.public_id])
        assert client.post(address, {"word": "Máy"}).status_code == 422


class TestPreview:
    """What the entrant is told before submitting."""

    @pytest.fixture
    def draft(self) -> Entry:
        draft = EntryFactory(unit=UnitFactory(), title=TITLE)
        author = AuthorFactory(entry=draft)
        AttachmentFactory(entry=draft, name=f"{author.full_name}.pdf")
        return draft

    def page(self, client, draft) -> str:
        doubts = [{"why": "person", "word": "Trần Bình"}]
        BlindCopyFactory(
            blob=draft.attachments.get().blob,
            identities=copies.copy_digest(blinding.identities(preview.content_of(draft))),
            report={
                "removed": [],
                "hits": [],
                "eye": [{"page": 2, "why": ["doubt"], "digest": "d2", "doubts": doubts}],
                "lost": [],
            },
        )
        client.force_login(draft.owner, backend=BACKEND)
        return client.get(reverse("judges_will_see", args=[draft.public_id])).content.decode()

    def test_the_words_of_its_texts_are_told(self, client, draft):
        page = self.page(client, draft)
        assert f"“{SCHOOL}”" in page
        assert "Những từ ngữ sau có thể làm lộ đây là công trình của ai. Hãy" in page

    def test_and_those_of_its_files_with_their_page(self, client, draft):
        assert "“Trần Bình”" in self.page(client, draft)

    def test_a_file_stands_there_under_a_neutral_name(self, client, draft):
        page = self.page(client, draft)
        summaries = [part.partition("</summary>")[0] for part in page.split("<summary>")[1:]]
        (summary,) = [summary for summary in summaries if "Tệp 1" in summary]
        assert draft.authors.get().full_name not in summary
        assert "Giám khảo không thấy tên này" in page


def test_a_copy_says_which_words_are_undecided_once_each():
    copy = SealingFactory(doubts=[SCHOOL_IN_TITLE, SCHOOL_IN_TITLE | {"where": "summary"}])
    assert looks.undecided(copy) == [SCHOOL]
    WordDecisionFactory(entry=copy.version.entry, word=SCHOOL, is_masked=False)
    assert looks.undecided(copy) == []


class TestMaskedWithinLongerWords:
    """What was asked about is gone, however it stands there; or it waits, and nothing is sealed."""

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("Bán ở bichngocshop mỗi ngày", "bichngoc"),
            ("kênh xbichngoc92 có phim", "bichngoc"),
        ],
    )
    def test_a_long_one_is_masked_as_a_part(self, text, word):
        masked, _hits = blinding.mask(text, [blinding.Identity("word", word)])
        assert word not in masked

    def test_a_short_one_takes_no_part_of_a_word(self):
        masked, _hits = blinding.mask("Lang thang", [blinding.Identity("word", "Lan")])
        assert masked == "Lang thang"

    def test_one_that_still_stands_there_is_not_decided(self, entry):
        copy = SealingFactory(version=entry.latest_version(), doubts=[SCHOOL_IN_TITLE])
        WordDecisionFactory(entry=entry, word=SCHOOL, is_masked=True)
        assert looks.undecided(copy) == [SCHOOL]

    def test_one_that_stays_is(self, entry):
        copy = SealingFactory(version=entry.latest_version(), doubts=[SCHOOL_IN_TITLE])
        WordDecisionFactory(entry=entry, word=SCHOOL, is_masked=False)
        assert looks.undecided(copy) == []
