"""Similar entries: planted near-duplicates are found, ordinary likeness is not an alarm, and a
person has the word.
"""

import io
import json
import re
from pathlib import Path
from random import Random

import numpy
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from competition.errors import NotAllowed, Refused
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.papers import pdf
from foundation.vietnamese.text import fold
from submissions.files import attach, file_text
from submissions.models import EntryVersion, Fingerprint, SimilarPair
from submissions.similarity import meaning, resemblance, search
from submissions.writing import drafting, intake
from tests.factories.submissions import FingerprintFactory
from tests.rehearsed import SCALE
from tests.submissions.files import hostile
from tests.submissions.similarity import near_duplicates
from tests.submissions.similarity.shelf import Shelf, packed

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


# Seeds that were not used to choose words and threshold.
@pytest.mark.parametrize("seed", [101, 102])
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
    here, there = (
        "Máy hái chè chạy bằng pin rất êm. Khác hẳn.",
        "Trước: MAY HAI CHE CHAY BANG PIN. Hết.",
    )
    same = " ".join(
        piece for piece, same in resemblance.marked(here, set(resemblance.shingles(there))) if same
    )
    assert "Máy hái chè chạy bằng pin" in same
    assert "Khác hẳn" not in same


def test_of_a_long_file_the_pages_that_are_not_needed_are_not_taken_for_scans(monkeypatch):
    """Pages beyond the limit have text; without a word of them they would be drawn and read by OCR
    for nothing.
    """
    long = steps.description_pdf("Máy hái chè", {"a": "Nội dung mô tả giải pháp kỹ thuật. " * 600})
    every = json.loads(file_text._pdf(long))
    assert len(every) > 3
    assert all(page.strip() for page in every)
    monkeypatch.setattr(file_text, "MOST_CHARACTERS", len(every[0]) + 10)
    assert json.loads(file_text._pdf(long)) == every[:2]


def test_a_stock_sentence_is_worth_less_than_a_rare_one():
    stock, rare = (
        "Giải pháp phù hợp với điều kiện sản xuất của địa phương.",
        "Cơ cấu cam lệch tâm gạt búp theo nhịp hai thì.",
    )
    shelf = [packed(stock + f" Câu riêng số {number} không giống ai cả.") for number in range(20)]
    overlap = resemblance.Overlap(packed(f"{stock} {rare}"), [*shelf, packed(rare)])
    assert overlap.share(20) > 3 * overlap.share(0) > 0
    assert overlap.share(20, packed(rare)) == 1
    assert overlap.share(0, packed(rare)) == 0


@pytest.mark.data
class TestInAnEdition:
    def copied(self, entered) -> tuple[EntryVersion, EntryVersion]:
        """A second person submits the first one's texts under another title, without accents."""
        original = entered.works[0].entry.versions.first()
        with entered.step("x", 6) as at:
            work = steps.write(entered.edition, entered.cast.entrants[1], 77, 5, entered.units, at)
            entry, owner = work.entry, work.entry.owner
            answers = {
                answer["key"]: fold(answer["value"])
                for answer in original.content["answers"]
                if answer["similarity"]
            }
            drafting.save_draft(
                entry=entry,
                by=owner,
                revision=entry.revision,
                changes={"title": "Tên khác hẳn", "answers": answers},
            )
            entry.attachments.all().delete()
            attach.attach(
                entry=entry, upload=SimpleUploadedFile("mô tả.pdf", hostile.pdf()), by=owner
            )
            drain()
            version = intake.submit(entry=entry, by=owner, at=at).version
            drain()
        return version, original

    def test_a_copy_is_found_with_its_shares_and_nobody_is_told_but_the_office(
        self, entered, client
    ):
        version, original = self.copied(entered)
        pair = SimilarPair.objects.get(version=version, other=original)
        assert pair.share > 60
        shares = dict(pair.by_part)
        assert shares["content"] > 90
        assert shares["title"] < 50
        entry = version.entry
        entry.refresh_from_db()
        assert entry.status == "submitted"  # it never decides
        address = reverse("similar_entry", args=[entered.edition.slug, entry.public_id, pair.pk])
        client.force_login(entry.owner, backend=BACKEND)
        assert client.get(address).status_code == 404
        assert (
            original.content["title"]
            not in client.get(reverse("entry", args=[entry.public_id])).content.decode()
        )
        client.force_login(entered.cast.secretary, backend=BACKEND)
        page = client.get(
            reverse("office_entry", args=[entered.edition.slug, entry.public_id])
        ).content.decode()
        assert "cần xem" in page
        assert original.content["title"] in page
        both = client.get(address).content.decode()
        assert len(re.findall(r"<mark\s*>", both)) > 5
        look = reverse("look_at_similar", args=[entered.edition.slug, entry.public_id, pair.pk])
        client.post(look, {"because": "Cùng nhóm nghiên cứu, phát triển tiếp"})
        pair.refresh_from_db()
        assert pair.looked_at_by == entered.cast.secretary
        assert "Cùng nhóm nghiên cứu" in client.get(address).content.decode()

    def test_looking_takes_the_office_and_a_reason(self, entered):
        version, original = self.copied(entered)
        pair = SimilarPair.objects.get(version=version, other=original)
        with entered.step("x", 7) as at:
            with pytest.raises(Refused):
                search.look_at(pair=pair, because=" ", by=entered.cast.secretary, at=at)
            with pytest.raises(NotAllowed):
                search.look_at(pair=pair, because="x", by=version.entry.owner, at=at)

    def test_an_entry_does_not_resemble_its_own_earlier_version(self, entered):
        entry = entered.works[0].entry
        assert not SimilarPair.objects.filter(version__entry=entry, other__entry=entry).exists()

    def test_texts_of_pdf_and_docx_are_compared(self, entered):
        version = entered.works[0].entry.versions.first()
        parts = dict(search.parts_of(version))
        assert "Thuyết minh giải pháp.pdf" in parts
        assert len(parts["Thuyết minh giải pháp.pdf"]) > 500
        document = hostile.office(
            "docx",
            members={
                "word/document.xml": (
                    '<?xml version="1.0"?><w:document '
                    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                    "<w:body><w:p><w:r><w:t>Tưới "
                    "</w:t>"
                    "</w:r><w:r><w:t>chè</w:t></w:r></w:p></w:body></w:document>"
                ).encode()
            },
        )
        assert file_text.text_of("Mô tả.docx", document) == "Tưới chè"

    def test_other_words_are_found_where_a_model_of_meaning_is_installed(
        self, entered, settings, client
    ):
        settings.SIMILARITY_MODEL = "tests.submissions.similarity.test_similarity.Topics"
        original = entered.works[0].entry.versions.first()
        Fingerprint.objects.all().delete()  # made before the model was there
        texts = {
            0: "Máy hái chè chạy pin",
            1: "Thiết bị thu hoạch búp trà dùng ắc quy",
            2: "Phần mềm xếp lịch trực bệnh viện",
        }
        versions = [work.entry.versions.first() for work in entered.works[:3]]
        for place, version in enumerate(versions):
            model, vector = meaning.vector_of([("content", texts[place])])
            signature = resemblance.signature(texts[place])
            FingerprintFactory(
                version=version,
                parts=[["content", texts[place]]],
                signature=signature,
                model=model,
                vector=vector,
            )
        found = {
            other.pk: (share, cosine) for other, share, _parts, cosine in search.find(versions[1])
        }
        assert original.pk in found
        assert found[original.pk][0] < 0.2 < 0.85 <= found[original.pk][1]
        assert versions[2].pk not in found  # another topic
        settings.SIMILARITY_MODEL = "tests.submissions.similarity.test_similarity.OtherTopics"
        versions[1].fingerprint.delete()
        model, vector = meaning.vector_of([("content", texts[1])])
        FingerprintFactory(
            version=versions[1],
            parts=[],
            signature=resemblance.signature(""),
            model=model,
            vector=vector,
        )
        assert (
            search.find(EntryVersion.objects.get(pk=versions[1].pk)) == []
        )  # vectors of two models are not compared


class Topics:
    """A model that knows two topics."""

    name = "topics"
    WORDS = (
        ("che", "tra", "bup", "pin", "ac quy", "hai", "thu hoach"),
        ("phan mem", "benh vien", "lich"),
    )

    def vectors(self, texts):
        counted = numpy.array(
            [[sum(word in fold(text) for word in topic) for topic in self.WORDS] for text in texts],
            dtype=numpy.float32,
        )
        return counted / numpy.linalg.norm(counted, axis=1, keepdims=True)


class OtherTopics(Topics):
    name = "other"


SCANNED = "Máy hái chè chạy bằng pin, thử tại xã Tân Cương"


def scanned(*, as_pdf: bool) -> bytes:
    """A page that is only a picture of words."""
    page = Image.new("L", (1600, 500), 255)
    font = ImageFont.truetype(
        str(Path(pdf.__file__).parent / "fonts" / "LiberationSerif-Regular.ttf"), 52
    )
    ImageDraw.Draw(page).text((60, 160), SCANNED, font=font, fill=0)
    kept = io.BytesIO()
    page.save(kept, "PDF" if as_pdf else "PNG")
    return kept.getvalue()


@pytest.mark.parametrize("name", ["Bản quét.pdf", "Ảnh chụp.png"])
def test_words_on_scans_are_read_where_tesseract_is_installed(name, monkeypatch):
    content = scanned(as_pdf=name.endswith("pdf"))
    read = fold(file_text.text_of(name, content))
    assert len(set(fold(SCANNED).split()) & set(read.split())) >= 9, read
    monkeypatch.setattr(file_text, "_ocr_language", lambda: "")
    assert file_text.text_of(name, content) == ""  # without it nothing is read, and nothing breaks


@pytest.mark.parametrize(("ink", "times"), [("", 0), ("0 0 9 9 re f", 1)])
def test_an_empty_page_is_not_read_by_ocr(monkeypatch, ink, times):
    """A picture of it would cost the worker as much as a full one."""
    read = []
    monkeypatch.setattr(file_text, "ocr_is_there", lambda: True)
    monkeypatch.setattr(file_text, "recognised", lambda png: read.append(png) or "")

    def paint(document):
        document.pages[0].obj["/Contents"] = document.make_stream(ink.encode())

    assert file_text.text_of("Trang trống.pdf", hostile.pdf(1, paint)) == ""
    assert len(read) == times


def test_a_file_that_cannot_be_read_has_no_text_and_stops_nothing():
    assert file_text.text_of("hỏng.pdf", b"%PDF-1.7 broken") == ""
    assert file_text.text_of("bảng.xlsx", b"PK") == ""
