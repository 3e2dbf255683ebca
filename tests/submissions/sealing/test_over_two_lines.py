"""What tells who it is, broken over two lines: of a text field and of a page."""

import pytest

from foundation.papers import pdf
from submissions.sealing import blinding
from submissions.sealing.blinding import Identity, mask
from submissions.sealing.blinding.identities import MASK
from tests.submissions.sealing.planted import words_of

KNOWN = {
    "name": Identity("name", "Nguyễn Thị Bích Thủy"),
    "phone": Identity("phone", "0912345678"),
    "email": Identity("email", "bichthuy@vi-du.vn"),
    "unit": Identity("unit", "Trường THPT Chuyên Sông Công"),
    "tax code": Identity("word", "4601234567"),
}
WRITTEN = {
    "name": ["Nguyễn", "Thị", "Bích", "Thủy"],
    "phone": ["0912", "345", "678"],
    "email": ["bichthuy", "@vi-du.vn"],
    "unit": ["Trường THPT", "Chuyên", "Sông", "Công"],
    "tax code": ["4601", "234567"],
}
BREAKS = ["\n", "\r\n", "\n\n", " \n   ", "\n \n", "-\n", "\n- ", "\n> ", "\u2028", " |\n| "]
BROKEN = [
    (kind, " ".join(parts[:cut]), " ".join(parts[cut:]))
    for kind, parts in WRITTEN.items()
    for cut in range(1, len(parts))
]


@pytest.mark.parametrize("between", BREAKS, ids=map(repr, BREAKS))
@pytest.mark.parametrize(("kind", "first", "second"), BROKEN)
def test_in_a_text_field(kind, first, second, between):
    text = f"Người làm: {first}{between}{second}.\nMáy chạy êm."
    masked, hits = mask(text, [*KNOWN.values()])
    assert {hit.text for hit in hits} == {KNOWN[kind].text}
    assert masked == f"Người làm: {MASK}.\nMáy chạy êm."


@pytest.mark.parametrize("between", ["<br>", "-<br>", "</p><p>"])
@pytest.mark.parametrize("kind", WRITTEN)
def test_on_a_page(kind, between):
    broken = [(first, second) for of, first, second in BROKEN if of == kind]
    lines = "".join(f"<p>Của {first}{between}{second} giữ</p>" for first, second in broken)
    page = pdf.document(f"<p>Máy chạy êm.</p>{lines}").write_pdf()
    copy = blinding.blind("a.pdf", page, [KNOWN[kind]])
    left = words_of(copy.content).split()
    assert [hit["what"] for hit in copy.hits] == [KNOWN[kind].kind] * len(broken)
    assert not {part for first, second in broken for part in (first + " " + second).split()} & {
        *left
    }
    assert left.count("Của") == left.count("giữ") == len(broken)
    assert "êm." in left


@pytest.mark.parametrize("between", BREAKS, ids=map(repr, BREAKS))
@pytest.mark.parametrize(
    "words", ["Nguyễn Thị{}Bích Hà", "0912{}345 679", "4601{}234568", "thị{}bích mai"]
)
def test_what_only_looks_like_it_stays(words, between):
    text = f"Của {words.format(between)} giữ"
    assert not {hit.text for hit in mask(text, [*KNOWN.values()])[1]} & {
        identity.text for identity in KNOWN.values()
    }
