"""How a certificate looks: its tier's metal, whole names, one page or a clear failure."""

import datetime
import io
import re

import pikepdf
import pypdfium2
import pytest

from awards.certificates import ground, issue, layout
from awards.models import Certificate
from foundation.papers import pdf, signing
from tests.awards.certificates import bake

pytestmark = [pytest.mark.django_db, pytest.mark.data]
NAME = "Nguyễn Thị Hoàng Phương Khánh Linh"
TITLE = "Hệ thống tưới tiết kiệm tự động theo độ ẩm đất cho vùng chè đặc sản "


@pytest.fixture
def issued(announced) -> list[Certificate]:
    by, at = announced.cast.secretary, announced.at(93)
    issue.issue(decision=announced.decision, by=by, at=at)
    return list(Certificate.objects.select_related("award__tier"))


def section(**fields) -> Certificate:
    """A certificate of no row, with these fields of its print."""
    usual = {
        "serial": "ĐMST-2026-GCN-00001",
        "contest": "Đổi mới sáng tạo – Vì Thái Nguyên thân yêu",
        "edition": "Lần thứ hai, năm 2026",
        "organiser": ["UBND TỈNH THÁI NGUYÊN", "BAN TỔ CHỨC CUỘC THI"],
        "prize": "Giải Nhất",
        "names": ["Nông Thị Bích Ngọc"],
        "title": "Hệ thống tưới",
        "field": "Nông, lâm, ngư nghiệp, tài nguyên và môi trường",
        "decision_number": "31/QĐ-BTCCT",
        "decision_date": datetime.date(2027, 3, 12).isoformat(),
        "place": "Thái Nguyên",
        "signer_title": "Trưởng ban",
        "signer_name": "Nguyễn Thị Khuê Lượng",
    }
    return Certificate(verify_id="f" * 32, snapshot=usual | fields)


def test_the_metal_follows_the_place_of_the_tier(issued):
    tiers = [tier.pk for tier in issued[0].award.decision.edition.tiers.all()]
    metals = ["gold", "silver", "bronze", *["green"] * len(tiers)]
    for certificate in issued:
        assert certificate.snapshot["metal"] == metals[tiers.index(certificate.award.tier_id)]


def test_a_print_of_before_that_says_no_metal_is_made_in_gold():
    assert layout._section(section(), layout.STYLES[0])["metal"] == "gold"


@pytest.mark.parametrize(
    ("names", "title"),
    [
        ([NAME], "Hệ thống tưới"),
        ([NAME] * 5, (TITLE * 5)[:250]),
        ([NAME] * 10, (TITLE * 5)[:250]),
    ],
)
def test_the_longest_real_case_fills_one_page(names, title):
    assert len(layout.render_batch([section(names=names, title=title)])) == 1


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="does not fit one page"):
        layout.render_batch([section(names=[NAME] * 40)])


def test_a_long_one_does_not_make_the_others_small(monkeypatch):
    made = []
    document = pdf.document
    monkeypatch.setattr(pdf, "document", lambda html: made.append(html) or document(html))
    layout.render_batch([section(), section(names=[NAME] * 10, title=(TITLE * 5)[:250])])
    assert 'class="gold tight' not in made[1]  # alone, after both together


@pytest.mark.parametrize("metal", ground.METALS)
def test_the_ground_holds_no_picture_and_no_gradient(metal):
    drawn = ground.drawn(metal)
    assert "<image" not in drawn
    assert "Gradient" not in drawn
    assert "mask" not in drawn


def test_each_metal_has_a_ground_of_its_own():
    assert len({ground.drawn(metal) for metal in ground.METALS}) == 4


def test_the_lines_are_those_that_are_baked():
    assert bake.FILE.read_text() == bake.baked() + "\n"


def test_no_line_runs_outside_the_border():
    places = re.findall(r"[ML](\d+\.\d) (\d+\.\d)", bake.FILE.read_text())
    assert all(12 < float(x) < 285 and 12 < float(y) < 198 for x, y in places)


def test_the_paper_is_one_page_with_the_ground_under_it_and_its_words():
    (content,) = layout.render_batch([section()])
    with pikepdf.open(io.BytesIO(content)) as paper:
        (page,) = paper.pages
        assert "/Ground" in page.Resources.XObject
    document = pypdfium2.PdfDocument(content)
    words = document[0].get_textpage().get_text_bounded()
    assert "GIẤY CHỨNG NHẬN" in words
    assert "đạt giải Nhất với công trình" in words
    assert "Chứng nhận tác giả" in words
    assert signing.seal_is_intact(content)


def test_an_authors_says_so():
    assert "đồng tác giả" in layout._lead({"honours": "author", "names": ["A"]})
    assert layout._lead({"names": ["A", "B"]}) == "Chứng nhận nhóm tác giả"


def test_lines_are_about_as_long_as_each_other():
    lines = [" ".join(line) for line in layout._lines(TITLE.split(), 58)]
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) < 12


def test_no_name_is_cut_at_the_end_of_a_line(monkeypatch):
    made = []
    document = pdf.document
    monkeypatch.setattr(pdf, "document", lambda html: made.append(html) or document(html))
    layout.render_batch([section(names=[NAME, "Lê Thị Nhâm"])])
    assert f"<span>{NAME}</span>" in made[0]
