"""The measuring process of `bench.certificates`."""

import datetime
import json
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from awards.certificates import layout
from awards.models import Certificate
from foundation.papers import pdf, signing
from foundation.papers.qr import qr_data_url

BATCH, NAIVE = 25, 6
FIELDS = {
    "serial": "X",
    "contest": "Đổi mới sáng tạo – Vì Thái Nguyên thân yêu",
    "edition": "Lần thứ nhất, năm 2025",
    "organiser": ["UBND TỈNH THÁI NGUYÊN", "BAN TỔ CHỨC CUỘC THI"],
    "prize": "Giải Nhất",
    "names": ["Nguyễn Thị Khuê", "Trần Văn Đạt"],
    "title": "Hệ thống tưới tiết kiệm tự động cho vùng chè dùng cảm biến độ ẩm đất",
    "field": "Nông nghiệp",
    "decision_number": "1/QĐ",
    "decision_date": "2025-09-14",
    "place": "Thái Nguyên",
    "signer_title": "TRƯỞNG BAN",
    "signer_name": "Lê An",
    "template": "x",
}


def naively(certificate: Certificate) -> bytes:
    """One certificate as a programme would draw it that keeps nothing between two of them."""
    section = {
        "fields": certificate.snapshot,
        "names_style": "short",
        "title_style": "short",
        "day": datetime.date(2025, 9, 14),
        "address": "x",
        "qr": qr_data_url("x", scale=4),
    }
    html = render_to_string("print/certificate.html", {"sections": [section], "development": True})
    signing._signer.cache_clear()
    fetcher = pdf.LockedFetcher()
    fonts = FontConfiguration()
    faces = CSS(string=pdf._FACES, font_config=fonts, url_fetcher=fetcher)
    document = HTML(string=html, url_fetcher=fetcher)
    return signing.seal(document.write_pdf(stylesheets=[faces], font_config=fonts), reason="x")


def bare_page() -> bytes:
    """One word on a page."""
    return HTML(string="<p style='font-family: Liberation Serif'>Chứng nhận").write_pdf()


def spent(work: Callable[[], object]) -> float:
    """CPU in ms."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def main() -> None:
    certificates = [
        Certificate(serial=f"GCN-{number}", snapshot=FIELDS | {"serial": f"GCN-{number}"})
        for number in range(BATCH)
    ]
    layout.render_batch(certificates[:1])
    drawn: list[bytes] = []
    ours = spent(lambda: drawn.extend(layout.render_batch(certificates)))
    naive = spent(lambda: [naively(certificate) for certificate in certificates[:NAIVE]])
    bare_page()
    smallest: list[bytes] = []
    bare = spent(lambda: smallest.extend(bare_page() for _ in range(BATCH)))
    figures = {
        "ours": ours / BATCH,
        "naive": naive / NAIVE,
        "bare": bare / BATCH,
        "smallest": len(smallest[0]) / 1024,
        "largest": max(len(content) for content in drawn) / 1024,
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
