"""CPU of one signed certificate in a batch, against naive rendering and signing in the same run."""

import subprocess
import sys
import tempfile

from bench import place, report

INSIDE = """
import django, json, time; django.setup()
from awards.models import Certificate
from awards.certificates import layout
from foundation.papers import pdf, signing
from django.template.loader import render_to_string
from weasyprint import HTML
fields = {'serial': 'X', 'contest': 'Đổi mới sáng tạo – Vì Thái Nguyên thân yêu', 'edition': 'Lần thứ nhất, năm 2025', 'organiser': ['UBND TỈNH THÁI NGUYÊN', 'BAN TỔ CHỨC CUỘC THI'],
  'prize': 'Giải Nhất', 'names': ['Nguyễn Thị Khuê', 'Trần Văn Đạt'], 'title': 'Hệ thống tưới tiết kiệm tự động cho vùng chè dùng cảm biến độ ẩm đất', 'field': 'Nông nghiệp',
  'decision_number': '1/QĐ', 'decision_date': '2025-09-14', 'place': 'Thái Nguyên', 'signer_title': 'TRƯỞNG BAN', 'signer_name': 'Lê An', 'template': 'x'}
rows = [Certificate(serial=f'GCN-{n}', snapshot=fields | {'serial': f'GCN-{n}'}) for n in range(25)]
layout.render_batch(rows[:1])
t = time.process_time(); out = layout.render_batch(rows); ours = (time.process_time() - t) / len(rows) * 1000
def naive(row):
    section = {'fields': row.snapshot, 'names_style': 'short', 'title_style': 'short', 'decision_date': ['2025', '09', '14'], 'address': 'x', 'qr': pdf.qr_data_url('x', scale=4)}
    html = render_to_string('print/certificate.html', {'sections': [section], 'development': True})
    signing._signer.cache_clear()
    fetcher = pdf.LockedFetcher()
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    fonts = FontConfiguration()
    content = HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[CSS(string=pdf._FACES, font_config=fonts, url_fetcher=fetcher)], font_config=fonts)
    return signing.seal(content, reason='x')
t = time.process_time()
for row in rows[:6]: naive(row)
plain = (time.process_time() - t) / 6 * 1000
print(json.dumps([ours, plain, max(len(o) for o in out) / 1024]))
"""


def main() -> None:
    import json
    import os

    where = dict(os.environ) | {
        "VAR_DIR": tempfile.mkdtemp(),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, "-c", INSIDE],
        env=where,
        cwd=place.ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    ours, plain, size = json.loads(done.stdout.strip().splitlines()[-1])
    report.line(
        "certificates",
        "CPU of one, in a batch of 25, sealed",
        ours,
        "ms",
        "aim ≤ 75 ms",
        ours <= 75,
    )
    report.line(
        "certificates",
        "naive rendering and signing ÷ ours",
        plain / ours,
        "×",
        "≥ 4",
        plain / ours >= 4,
    )
    report.line("certificates", "largest file", size, "kB", "≤ 50 kB", size <= 50)
