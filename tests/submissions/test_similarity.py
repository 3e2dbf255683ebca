"""Similar entries: planted near-duplicates are found, ordinary likeness is not an alarm, and a person has the word."""

import os
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from awards.rehearsal import steps
from competition.errors import NotAllowed, Refused
from foundation.jobs.drain import drain
from foundation.vietnamese.text import fold
from submissions import drafting, files, intake, resemblance, similarity
from submissions.models import EntryVersion, SimilarPair
from tests.submissions import hostile, near_duplicates

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SCALE = int(os.environ.get("SCALE", "5"))
THRESHOLD = 0.20


class Shelf:
    """Texts with their signatures, searched as `similarity.find` does."""

    def __init__(self, texts: list[list[str]]):
        self.texts = [" ".join(text) for text in texts]
        self.signatures = [(place, resemblance.signature(text)) for place, text in enumerate(self.texts)]

    def alarms(self, text: str, but: int = -1) -> set[int]:
        own = resemblance.shingles(text)
        chosen = [key for key in resemblance.candidates(resemblance.signature(text), self.signatures) if key != but]
        sets = {key: set(resemblance.shingles(self.texts[key])) for key in chosen}
        weights = resemblance.Weights([set(own), *sets.values()])
        return {key for key in chosen if resemblance.share(own, sets[key], weights) >= THRESHOLD}


@pytest.mark.parametrize("seed", [101, 102])  # seeds that were not used to choose words and threshold
def test_planted_pairs_are_found_and_others_raise_no_alarm(seed):
    size = 2000 * max(SCALE, 20) // 100
    texts = near_duplicates.corpus(seed, size)
    shelf = Shelf(texts)
    planted = near_duplicates.plant(seed, texts, 40)
    found = sum(original in shelf.alarms(" ".join(copy)) for copy, original, _share in planted)
    assert found >= 38, f"{found} of 40"
    looked = Random(seed).sample(range(size), min(size, 200))
    false = sum(bool(shelf.alarms(shelf.texts[place], but=place)) for place in looked)
    assert false <= 0.02 * len(looked), f"{false} of {len(looked)}"


@given(st.text(max_size=300), st.text(max_size=300))
def test_marks_never_change_a_text(text, other):
    pieces = resemblance.marked(text, set(resemblance.shingles(other)))
    assert "".join(piece for piece, _same in pieces) == text


def test_marks_show_what_stands_in_both_whatever_accents_and_case():
    here, there = "Máy hái chè chạy bằng pin rất êm. Khác hẳn.", "Trước: MAY HAI CHE CHAY BANG PIN. Hết."
    same = " ".join(piece for piece, same in resemblance.marked(here, set(resemblance.shingles(there))) if same)
    assert "Máy hái chè chạy bằng pin" in same and "Khác hẳn" not in same


def test_a_stock_sentence_is_worth_less_than_a_rare_one():
    stock, rare = "Giải pháp phù hợp với điều kiện sản xuất của địa phương.", "Cơ cấu cam lệch tâm gạt búp theo nhịp hai thì."
    own = resemblance.shingles(f"{stock} {rare}")
    shelf = [set(resemblance.shingles(stock + f" Câu riêng số {number} không giống ai cả.")) for number in range(20)]
    weights = resemblance.Weights([set(own), *shelf, set(resemblance.shingles(rare))])
    assert resemblance.share(own, set(resemblance.shingles(rare)), weights) > 3 * resemblance.share(own, shelf[0], weights) > 0


@pytest.mark.data
class TestInAnEdition:
    def copied(self, entered) -> tuple[EntryVersion, EntryVersion]:
        """A second person submits the first one's texts under another title, without accents."""
        original = entered.works[0].entry.versions.first()
        with entered.step("x", 6) as at:
            work = steps.write(entered.edition, entered.cast.entrants[1], 77, 5, entered.units, at)
            entry, owner = work.entry, work.entry.owner
            answers = {answer["key"]: fold(answer["value"]) for answer in original.content["answers"] if answer["similarity"]}
            drafting.save_draft(entry=entry, by=owner, revision=entry.revision, changes={"title": "Tên khác hẳn", "answers": answers})
            entry.attachments.all().delete()
            files.attach(entry=entry, upload=SimpleUploadedFile("mô tả.pdf", hostile.pdf()), by=owner)
            drain()
            version = intake.submit(entry=entry, by=owner, at=at).version
            drain()
        return version, original

    def test_a_copy_is_found_with_its_shares_and_nobody_is_told_but_the_office(self, entered, client):
        version, original = self.copied(entered)
        pair = SimilarPair.objects.get(version=version, other=original)
        assert pair.share > 60
        shares = dict(pair.by_part)
        assert shares["content"] > 90 and shares["title"] < 50
        entry = version.entry
        entry.refresh_from_db()
        assert entry.status == "submitted"  # it never decides
        address = reverse("similar_entry", args=[entered.edition.slug, entry.public_id, pair.pk])
        client.force_login(entry.owner, backend=BACKEND)
        assert client.get(address).status_code == 404
        assert original.content["title"] not in client.get(reverse("entry", args=[entry.public_id])).content.decode()
        client.force_login(entered.cast.secretary, backend=BACKEND)
        page = client.get(reverse("office_entry", args=[entered.edition.slug, entry.public_id])).content.decode()
        assert "cần xem" in page and original.content["title"] in page
        both = client.get(address).content.decode()
        assert both.count("<mark>") > 5
        client.post(address, {"action": "look", "because": "Cùng nhóm nghiên cứu, phát triển tiếp"})
        pair.refresh_from_db()
        assert pair.looked_at_by == entered.cast.secretary
        assert "Cùng nhóm nghiên cứu" in client.get(address).content.decode()

    def test_looking_takes_the_office_and_a_reason(self, entered):
        version, original = self.copied(entered)
        pair = SimilarPair.objects.get(version=version, other=original)
        with entered.step("x", 7) as at:
            with pytest.raises(Refused):
                similarity.look_at(pair=pair, because=" ", by=entered.cast.secretary, at=at)
            with pytest.raises(NotAllowed):
                similarity.look_at(pair=pair, because="x", by=version.entry.owner, at=at)

    def test_an_entry_does_not_resemble_its_own_earlier_version(self, entered):
        entry = entered.works[0].entry
        assert not SimilarPair.objects.filter(version__entry=entry, other__entry=entry).exists()

    def test_texts_of_pdf_and_docx_are_compared(self, entered):
        version = entered.works[0].entry.versions.first()
        parts = dict(similarity.parts_of(version))
        assert "Thuyết minh giải pháp.pdf" in parts and len(parts["Thuyết minh giải pháp.pdf"]) > 500
        document = hostile.office("docx", members={"word/document.xml": (
            '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Tưới </w:t>'
            "</w:r><w:r><w:t>chè</w:t></w:r></w:p></w:body></w:document>"
        ).encode()})  # fmt: skip
        assert similarity._text_of_docx(document) == "Tưới chè"
