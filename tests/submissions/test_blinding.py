import io
import unicodedata

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from foundation.papers import pdf
from submissions.blinding import Identity, blind_pdf, blind_picture, mask

KNOWN = [
    Identity("name", "Nguyễn Thị Bích Đào"), Identity("unit", "Trường THPT Chuyên Sông Công"),
    Identity("email", "bichdao@truong.edu.vn"), Identity("phone", "0912345678"),
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Tác giả Nguyễn Thị Bích Đào đã thử nghiệm.",
        "Tác giả NGUYỄN THỊ BÍCH ĐÀO đã thử nghiệm.",
        "tac gia nguyen thi bich dao da thu",
        unicodedata.normalize("NFD", "Cô Nguyễn Thị Bích Đào"),
        "tại trường THPT chuyên Sông  Công năm nay",
        "gửi về bichdao@truong.edu.vn nhé",
        "gọi 0912 345 678 nhé",
        "gọi 0912.345.678 nhé",
    ],
)
def test_known_identities_are_masked_in_every_form(text):
    masked, hits = mask(text, KNOWN)
    assert hits
    folded = unicodedata.normalize("NFC", masked).lower()
    assert not any(part in folded for part in ("bích đào", "bich dao", "sông công", "@truong", "0912345678"))


def test_a_similar_text_is_left_alone():
    text = "Nguyễn Thị Bích Đàoh và cây bích đào ở Sông Công"
    assert mask(text, KNOWN) == (text, [])


def document(html: str) -> bytes:
    return pdf.document(html).write_pdf()


def test_a_pdf_keeps_its_text_but_no_name_no_metadata_no_attachment():
    content = document("<title>Của Nguyễn Thị Bích Đào</title><meta name=author content='Bích Đào'><p>Giải pháp tưới tiết kiệm.</p>")
    with pikepdf.open(io.BytesIO(content)) as source:
        source.attachments["bi-mat.txt"] = b"Nguyen Thi Bich Dao"
        source.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents="Bích Đào", Rect=[0, 0, 9, 9])])
        buffer = io.BytesIO()
        source.save(buffer)
    blinded, hits, pages = blind_pdf(buffer.getvalue(), KNOWN)
    assert (hits, pages) == ([], 1)
    with pikepdf.open(io.BytesIO(blinded)) as result:
        assert not result.docinfo.keys()
        assert "/Metadata" not in result.Root
        assert len(result.attachments) == 0
        assert "/Annots" not in result.pages[0].obj
    assert "tưới tiết kiệm" in pypdfium2.PdfDocument(blinded)[0].get_textpage().get_text_range()
    assert b"Dao" not in blinded


def test_a_page_with_a_name_becomes_a_picture_without_text():
    content = document("<p>Trang một của Nguyễn Thị Bích Đào</p><p style='break-before:page'>Trang hai sạch.</p>")
    blinded, hits, pages = blind_pdf(content, KNOWN)
    assert (pages, [(page, hit.kind) for page, hit in hits]) == (2, [(1, "name")])
    result = pypdfium2.PdfDocument(blinded)
    assert result[0].get_textpage().get_text_range() == ""
    assert "Trang hai" in result[1].get_textpage().get_text_range()


def test_a_picture_loses_its_exif():
    picture, output = Image.new("RGB", (40, 30), "green"), io.BytesIO()
    exif = picture.getexif()
    exif[0x013B] = "Nguyen Thi Bich Dao"
    picture.save(output, "JPEG", exif=exif)
    assert b"Bich Dao" in output.getvalue()
    blinded = blind_picture(output.getvalue())
    assert b"Bich Dao" not in blinded
    with Image.open(io.BytesIO(blinded)) as result:
        assert not result.getexif()
