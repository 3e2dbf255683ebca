"""Every paper that the house prints keeps the layout of Nghị định 30/2020/NĐ-CP.

The list of papers is read from the code, and each is drawn up from a stand-in: a new one is asked
all twelve rules without anybody adding it here. A rule that is none of a paper's is excused by
name, with the reason.
"""

import functools
import itertools
import re

import pytest

from foundation.papers import pdf
from tests.foundation import paper_rules as rules
from tests.foundation import paper_stand_in as stand_in
from tests.foundation.paper_sheet import MM, Sheet

NO_PAPER = {
    "application.html": "an entrant's own form, signed in one's own name and stamped by the unit",
    "unit_list.html": "a unit's own list: its head writes number, place and signature by hand",
    "blinded_document.html": "an entrant's own document, copied without names for its judges",
    "demo_description.html": "an entrant's description, made up for the demonstration",
}
NOBODY_SIGNS = "handed over as it is; nobody signs"
OWN_NAME = "signed in one's own name, for no body"
BY_HAND = "goes from one hand into the other"
DRAWN = "a diploma: drawn on a ground of its own, of which the decree says nothing"
EXCUSED = {
    ("certificate.html", rules.rule_under_the_motto): DRAWN,
    ("certificate.html", rules.issuer_bold_alone): DRAWN,
    ("certificate.html", rules.rule_under_the_issuer): DRAWN,
    ("certificate.html", rules.place_and_day): "its place and day stand over the signature",
    ("certificate.html", rules.margins): DRAWN,
    ("certificate.html", rules.letters_and_page_numbers): DRAWN,
    ("certificate.html", rules.recipients): "one person's, to hang on a wall",
    ("undertaking.html", rules.signature_with_text): "agreed to by a second factor, as it says",
    ("undertaking.html", rules.formula): OWN_NAME,
    ("undertaking.html", rules.recipients): "a judge's own copy",
    ("receipt.html", rules.signature_with_text): "issued by the machine at once; nobody signs",
    ("receipt.html", rules.formula): "issued by the machine at once; nobody signs",
    ("sign_in_codes.html", rules.signature_with_text): NOBODY_SIGNS,
    ("sign_in_codes.html", rules.formula): NOBODY_SIGNS,
    ("sign_in_codes.html", rules.recipients): BY_HAND,
    ("judge_codes.html", rules.signature_with_text): NOBODY_SIGNS,
    ("judge_codes.html", rules.formula): NOBODY_SIGNS,
    ("judge_codes.html", rules.recipients): BY_HAND,
    ("role_slip.html", rules.formula): OWN_NAME,
    ("role_slip.html", rules.recipients): BY_HAND,
    ("exhibit_slip.html", rules.formula): OWN_NAME,
    ("exhibit_slip.html", rules.recipients): BY_HAND,
    ("handover_slip.html", rules.formula): OWN_NAME,
    ("handover_slip.html", rules.recipients): BY_HAND,
    ("scoresheets.html", rules.formula): OWN_NAME,
    ("scoresheets.html", rules.recipients): "kept by the council, sent to nobody",
}
PAPERS = [paper for paper in stand_in.papers() if paper not in NO_PAPER]
OF_SEVERAL = [paper for paper in stand_in.files_of_several() if paper not in NO_PAPER]
NAMES = [rule.__name__ for rule in rules.RULES]
SIGNED = [paper for paper in PAPERS if (paper, rules.signature_with_text) not in EXCUSED]


_RIGHT_OF_THE_PAGE = re.compile(r"(@page\s*\{[^}]*?margin: [\d.]+mm )[\d.]+mm")


def measured(html: str) -> Sheet:
    return Sheet(pdf.document(html).write_pdf())


@functools.cache
def sheet_of(paper: str) -> Sheet:
    return measured(stand_in.drawn_up(paper))


def test_the_papers_are_found_by_who_prints_them():
    """Two known ones, so that an empty list proves nothing."""
    assert {"decision.html", "certificate.html"} <= set(PAPERS)


def test_no_paper_lies_there_unprinted():
    built_on = {part for paper in stand_in.papers() for part in stand_in.parts(paper)}
    lying = {path.name for path in stand_in.PRINT.glob("*.html")}
    assert lying - built_on - set(stand_in.papers()) == set()


@pytest.mark.parametrize("rule", rules.RULES, ids=NAMES)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_keeps_the_rule(paper, rule):
    if (paper, rule) in EXCUSED:
        pytest.skip(EXCUSED[paper, rule])
    assert rule(sheet_of(paper)) == []


@pytest.mark.parametrize(("paper", "rule"), EXCUSED)
def test_no_excuse_is_needless(paper, rule):
    assert rule(sheet_of(paper)) != []


@pytest.mark.parametrize("paper", NO_PAPER)
def test_what_is_no_paper_is_still_there(paper):
    assert paper in stand_in.papers()


def lower(html: str, points: float) -> str:
    """All that is under the head, pushed down by so many points."""
    return html.replace("<h1>", f'<div style="height: {points}pt"></div><h1>', 1)


@pytest.mark.parametrize("paper", [paper for paper in SIGNED if paper != "certificate.html"])
def test_a_signature_goes_over_the_edge_of_a_page_with_text(paper):
    html = stand_in.drawn_up(paper, rows=1)
    last = measured(html).signatures[-1]
    edge = measured(html).height - 20 * MM
    faults = []
    first, end = edge - last.name.base - 10, edge - last.lines[0].base + 30
    for step in range(6):
        pushed = measured(lower(html, first + step * (end - first) / 5))
        faults += rules.signature_with_text(pushed)
    assert faults == []


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_is_broken_however_wide_its_lines_are(paper):
    html = stand_in.drawn_up(paper, rows=1)
    faults = []
    for right in range(18, 58, 8):
        narrow = _RIGHT_OF_THE_PAGE.sub(rf"\g<1>{right}mm", html, count=1)
        assert narrow != html
        faults += rules.nothing_broken(measured(narrow))
    assert faults == []


def lying_on_others(sheet: Sheet) -> list[str]:
    """Pairs of lines of which one is printed over the other."""
    found = []
    for one, other in itertools.combinations(sheet.written, 2):
        is_beside = one.right < other.left + 1 or other.right < one.left + 1
        apart = abs(one.base - other.base)
        if one.page == other.page and not is_beside and apart < 0.6 * max(one.sizes):
            found.append(f"{one.text} | {other.text}")
    return found


@pytest.mark.parametrize("paper", PAPERS)
def test_no_line_is_printed_over_another(paper):
    assert lying_on_others(sheet_of(paper)) == []


def test_a_line_over_another_is_found():
    html = stand_in.drawn_up("decision.html")
    over = '<p style="margin-bottom: -34pt; text-align: center">Điều 9.</p><h1>'
    assert lying_on_others(measured(html.replace("<h1>", over, 1))) != []


class TestFilesOfSeveral:
    def file_of(self, paper: str, monkeypatch) -> Sheet:
        """Three papers in one file, each of two pages."""
        html = lower(stand_in.drawn_up(paper, rows=1), 560)
        monkeypatch.setattr(pdf, "render_to_string", lambda _template, _context: html)
        return Sheet(pdf.render_each(paper, [{}] * 3))

    def test_they_are_found_by_who_prints_them(self):
        assert "scoresheets.html" in stand_in.files_of_several()

    @pytest.mark.parametrize("paper", OF_SEVERAL)
    def test_each_begins_on_a_page_of_its_own_under_its_own_head(self, paper, monkeypatch):
        sheet = self.file_of(paper, monkeypatch)
        headed = [line.page for line in sheet.lines if line.text == rules.NATION]
        assert headed == [1, 3, 5]

    @pytest.mark.parametrize("paper", OF_SEVERAL)
    def test_each_has_its_own_signatures(self, paper, monkeypatch):
        sheet = self.file_of(paper, monkeypatch)
        assert sorted({one.name.page for one in sheet.signatures}) == [2, 4, 6]

    @pytest.mark.parametrize("paper", OF_SEVERAL)
    def test_each_counts_its_own_pages(self, paper, monkeypatch):
        sheet = self.file_of(paper, monkeypatch)
        assert [(line.page, line.text) for line in sheet.numbers] == [(2, "2"), (4, "2"), (6, "2")]

    def test_a_file_of_none_is_refused(self):
        with pytest.raises(ValueError, match="no papers"):
            pdf.render_each("receipt.html", [])


BEFORE_SIGNS = '<div class="heads signs">'
# rule: what is planted, in which words of the paper, and what is put there instead
PLANTED = [
    (rules.motto_at_the_right, "font-weight: 700;\n                font-size: 12.5pt", ""),
    (rules.motto_at_the_right, "CHỦ NGHĨA", "<br>CHỦ NGHĨA"),
    (rules.rule_under_the_motto, "width: 100%;\n                margin", "width: 80%; margin"),
    (rules.issuer_bold_alone, '<p class="organ">', '<p class="organ issuer">'),
    (rules.issuer_bold_alone, '<p class="organ issuer">', '<p class="organ">'),
    (rules.rule_under_the_issuer, "width: 38%", "width: 70%"),
    (rules.rule_under_the_issuer, "width: 38%", "width: 20%"),
    (rules.number_or_none, "Số: 1234/", "Số: …/"),
    (rules.number_or_none, "Số: 1234/QĐ-BTCCTST", "Số:"),
    (rules.place_and_day, "tháng\u00a03", "tháng\u00a003"),
    (rules.place_and_day, "ngày\u00a005", "ngày\u00a05"),
    (rules.place_and_day, ".place {\n                font-style: italic", ".place {\n"),
    (rules.margins, "20mm 15mm 20mm 30mm", "20mm 15mm 20mm 25mm"),
    (rules.margins, "20mm 15mm 20mm 30mm", "20mm 12mm 20mm 30mm"),
    (rules.margins, "20mm 15mm 20mm 30mm", "28mm 15mm 20mm 30mm"),
    (rules.letters_and_page_numbers, "font: 14pt/1.35", "font: 12pt/1.35"),
    (rules.letters_and_page_numbers, "font-size: 10pt", "font-size: 8pt"),
    (rules.letters_and_page_numbers, "@top-center", "@top-right"),
    (rules.letters_and_page_numbers, "@page :first", "@page :blank"),
    (rules.signature_with_text, BEFORE_SIGNS, f'<p style="break-before: page"></p>{BEFORE_SIGNS}'),
    (rules.nothing_broken, "<h1>", "<p>Ký ngày<br>05/03/2027</p><h1>"),
    (rules.nothing_broken, "<h1>", "<p>ngày 05 tháng<br>3 năm 2027</p><h1>"),
    (rules.nothing_broken, "<h1>", "<p>Thưởng 1.234.567<br>đ</p><h1>"),
    (rules.nothing_broken, "<h1>", "<p>Theo Sở Khoa học<br>và Công nghệ</p><h1>"),
    (rules.recipients, "Nơi nhận:", ""),
    (rules.recipients, ".for {\n                font-style: italic", ".for {\n"),
    (rules.recipients, "font-size: 12pt;\n            }\n            /* A name", "} /* A name"),
    (rules.recipients, "margin: 0;\n                font-size: 11pt", "margin: 0; font-size: 13pt"),
    (rules.recipients, '<p class="for">', '<p class="for" style="margin-left: 9pt">'),
    (rules.formula, "KT. TRƯỞNG BAN", "TRƯỞNG BAN"),
    (rules.formula, "<b>TM. BAN TỔ CHỨC</b>", ""),
    (rules.formula, "TM. BAN TỔ CHỨC", "TM. HỘI ĐỒNG"),
]


@pytest.mark.parametrize(("rule", "there", "instead"), PLANTED)
def test_a_planted_fault_is_found(rule, there, instead):
    html = stand_in.drawn_up("decision.html")
    assert there in html
    assert rule(measured(html.replace(there, instead))) != []


def test_no_rule_goes_without_a_planted_fault():
    assert {rule for rule, _there, _instead in PLANTED} == set(rules.RULES)


def test_text_that_only_looks_broken_is_none():
    told = "<p>có hiệu lực từ ngày<br>ký</p><p>trong 12 tháng<br>tới, 30<br>đề tài</p><h1>"
    html = stand_in.drawn_up("decision.html").replace("<h1>", told, 1)
    assert not re.search("hiệu lực", str(rules.nothing_broken(measured(html))))
    assert rules.nothing_broken(measured(html)) == []


def test_a_scoresheet_is_signed_on_the_page_of_its_last_mark_and_its_sum():
    """Wherever the edge of the page falls."""
    html = stand_in.drawn_up("scoresheets.html", rows=1)
    last = measured(html).signatures[-1]
    edge = measured(html).height - 20 * MM
    for step in range(-2, 8):
        sheet = measured(lower(html, max(0, edge - last.name.base + 12 * step)))
        page = sheet.signatures[-1].name.page
        words = " ".join(line.text for line in sheet.written if line.page == page)
        assert "Tổng điểm" in words
        assert re.search(r"\b1 .*Tổng điểm", words), step
