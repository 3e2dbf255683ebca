"""Pages on which somebody is seen: painted over, or kept for a person's eye. A seeded part; all of
them under `./run bench guard`, and with SCALE=100.
"""

import io
from random import Random

import pypdfium2
import pytest
from PIL import Image

from submissions.files import file_text
from submissions.sealing import blinding
from submissions.sealing.blinding import drawing, paper
from submissions.sealing.blinding.words import Word
from tests.rehearsed import SCALE
from tests.submissions.sealing import planted, seen

WHO = blinding.named([planted.PERSON])
SEEN = seen.makers()
TOLD_BY_OCR = {f"{name}.pdf" for name in seen.LYING}
ALONE = sorted(set(SEEN) - TOLD_BY_OCR)
FEW = ALONE if SCALE >= 100 else sorted(Random(15).sample(ALONE, 16))


def reasons(copy: blinding.Copy) -> set[str]:
    """Why pages wait, but for that OCR has not read them."""
    return {word for page in copy.eye for word in page["why"]} - {"unread"}


def test_there_are_enough_of_them():
    assert len(SEEN) >= 60


@pytest.mark.parametrize("name", FEW)
def test_a_page_on_which_somebody_is_seen_waits_without_ocr_too(name):
    assert reasons(blinding.blind(name, SEEN[name](), WHO))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("letters through a soft mask.pdf", "mask"),
        ("letters filled with a pattern.pdf", "pattern"),
        ("run of colours.pdf", "shading"),
        ("font of drawings.pdf", "drawn font"),
        ("letters through a clip.pdf", "drawing"),
    ],
)
def test_what_is_done_to_letters_is_told_by_the_structure(name, why):
    assert why in reasons(blinding.blind(name, SEEN[name](), WHO))


@pytest.mark.parametrize("name", sorted(TOLD_BY_OCR))
def test_a_font_that_lies_is_found_by_reading_what_it_draws(name):
    content = SEEN[name]()
    readings = dict(blinding.read(name, content))
    copy = blinding.blind(name, content, WHO, readings=readings)
    assert reasons(copy) & {"differs", "unreadable"}


def test_every_page_waits_that_was_not_read():
    (content, _size), *_rest = seen.plain_pages(1, 1)
    copy = blinding.blind("x.pdf", content, WHO)
    assert [page["why"] for page in copy.eye] == [["unread"]] * copy.pages


def test_where_tesseract_is_missing_nothing_is_read(monkeypatch):
    (content, _size), *_rest = seen.plain_pages(1, 1)
    monkeypatch.setattr(file_text, "_ocr_language", lambda: "")
    assert list(blinding.read("x.pdf", content)) == []


class TestPlainPages:
    """Typed text with lists, underlined words and tables of thin lines is left alone."""

    @pytest.mark.parametrize("number", range(6))
    def test_it_has_nothing_for_the_eye(self, number):
        content, _size = list(seen.plain_pages(2, 6))[number]
        assert reasons(blinding.blind("x.pdf", content, WHO)) == set()

    def test_what_ocr_reads_is_what_it_says(self):
        (content, _size), *_rest = seen.plain_pages(4, 1)
        copy = blinding.blind("x.pdf", content, WHO, readings=dict(blinding.read("x.pdf", content)))
        assert copy.eye == []

    def test_a_page_weighs_no_more_than_its_limit(self):
        for content, _size in seen.plain_pages(6, 3):
            copy = blinding.blind("x.pdf", content, WHO)
            assert len(copy.content) <= drawing.HEAVIEST * copy.pages


def test_a_large_photo_becomes_light_enough():
    noise = Image.effect_noise((2400, 1800), 90).convert("RGB")
    kept = io.BytesIO()
    noise.save(kept, "JPEG", quality=95)
    copy = blinding.blind("anh.jpg", kept.getvalue(), [])
    assert len(copy.content) <= drawing.HEAVIEST + 5_000
    assert pypdfium2.PdfDocument(copy.content)[0].render(scale=0.1).to_pil().getextrema()


def page_of(*words: str) -> bytes:
    """A PDF of ours with one page of these words, one a line."""
    pixels = drawing._pixels(Image.new("L", (40, 30), 255), is_photo=False)
    placed = []
    for line, word in enumerate(words):
        placed.append(Word(word, (0.1, 0.1 + line / 10, 0.6, 0.15 + line / 10), line))
    return paper.written([paper.Page(400, 300, pixels, placed)])


class TestThePaper:
    def test_its_words_are_read_line_by_line(self):
        text = pypdfium2.PdfDocument(page_of("tưới", "▇▇▇▇▇", "chè"))[0].get_textpage()
        assert text.get_text_range().split() == ["tưới", "▇▇▇▇▇", "chè"]

    def test_they_are_not_seen(self):
        assert pypdfium2.PdfDocument(page_of("tưới"))[0].render().to_pil().convert(
            "L"
        ).getextrema() == (255, 255)

    def test_the_same_pages_give_the_same_bytes(self):
        assert page_of("tưới") == page_of("tưới")

    def test_a_page_comes_out_of_the_cage_as_it_went_in(self):
        pixels = drawing._pixels(Image.new("RGB", (5, 4), "red"), is_photo=False)
        page = paper.Page(10.0, 8.0, pixels, [Word("chè", (0.1, 0.2, 0.3, 0.4), 0)])
        assert paper.unpacked(paper.packed(page)) == page

    @pytest.mark.parametrize("change", ["words", "pixels", "width"])
    def test_its_digest_is_of_what_is_seen_and_read(self, change):
        pixels = drawing._pixels(Image.new("L", (6, 4), 255), is_photo=False)
        page = paper.Page(10.0, 8.0, pixels, [])
        other = {
            "words": [Word("chè", (0.1, 0.2, 0.3, 0.4), 0)],
            "pixels": drawing._pixels(Image.new("L", (6, 4), 0), is_photo=False),
            "width": 11.0,
        }[change]
        assert page._replace(**{change: other}).digest != page.digest
