"""How a certificate looks: its tier's metal, whole names, one page or a clear failure."""

import datetime

import pytest

from awards.certificates import issue, layout
from awards.models import Certificate
from foundation.papers import pdf

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
    assert layout._section(section())["metal"] == "gold"


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
    with pytest.raises(ValueError, match="1 certificates fill 2 pages"):
        layout.render_batch([section(names=[NAME] * 40)])


def test_no_name_is_cut_at_the_end_of_a_line(monkeypatch):
    made = []
    document = pdf.document
    monkeypatch.setattr(pdf, "document", lambda html: made.append(html) or document(html))
    layout.render_batch([section(names=[NAME, "Lê Thị Nhâm"])])
    assert f"<span>{NAME}</span>" in made[0]
