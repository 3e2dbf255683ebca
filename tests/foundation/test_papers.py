import io

import pikepdf
import pytest

from foundation.papers import pdf, signing


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="attachment" href="file:///etc/hostname">',
        '<img src="file:///etc/hostname">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<div style="background: url(file:///etc/hostname)">x</div>',
        '<object data="file:///etc/hostname"></object>',
        '<img src="paper-font:../../settings/base.py">',
    ],
)
def test_a_paper_fetches_nothing_from_outside(html, monkeypatch):
    opened = []
    monkeypatch.setattr(
        "urllib.request.OpenerDirector.open",
        lambda self, request, *a, **k: (
            opened.append(request.full_url) or (_ for _ in ()).throw(ValueError)
        ),
    )
    content = pdf.document(f"<p>Giấy tờ</p>{html}").write_pdf()
    assert not [url for url in opened if not url.startswith("data:")]
    with pikepdf.open(io.BytesIO(content)) as document:
        assert len(document.attachments) == 0


@pytest.mark.django_db
def test_the_seal_holds_until_one_bit_is_flipped():
    sealed = signing.seal(pdf.document("<h1>Giấy chứng nhận</h1>").write_pdf(), reason="thử")
    assert signing.seal_is_intact(sealed)
    place = sealed.index(b"/MediaBox") + 2
    assert not signing.seal_is_intact(
        sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
    )
    assert not signing.seal_is_intact(pdf.document("<h1>Giấy chứng nhận</h1>").write_pdf())
    assert not signing.seal_is_intact(b"not a pdf")
    assert not signing.seal_is_intact(sealed + b"\n% appended later")
