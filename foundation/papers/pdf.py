"""PDF by WeasyPrint behind a locked fetcher: a paper can hold our own fonts and data: pictures,
nothing else.

By default WeasyPrint reads local files and follows links; HTML with a planted `file:` link embedded
the file (tried).
"""

import base64
import functools
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from foundation.papers.faces import FONTS

_SCHEME = "paper-font:"
_lock = threading.Lock()


class LockedFetcher(URLFetcher):
    """Answers `data:` and the names of our own fonts; raises ValueError for every other address,
    redirects included.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    def fetch(self, url: str, headers: dict | None = None) -> Any:
        if url.startswith(_SCHEME):
            name = Path(urlsplit(url).path).name
            path = FONTS / name
            if path.suffix == ".ttf" and path.is_file():
                return super().fetch(_data_url(path), headers)
        if not url.startswith("data:"):
            raise ValueError(f"papers fetch nothing from outside: {url[:80]}")
        return super().fetch(url, headers)


@functools.cache
def _data_url(path: Path) -> str:
    return f"data:font/ttf;base64,{base64.b64encode(path.read_bytes()).decode()}"


_FACES = "".join(
    (
        f"@font-face {{ font-family: '{family}'; src: url('{_SCHEME}{file}'); font-weight: "
        f"{weight}; font-style: {style} }}"
    )
    for family, file, weight, style in [
        ("Paper Serif", "LiberationSerif-Regular.ttf", 400, "normal"),
        ("Paper Serif", "LiberationSerif-Bold.ttf", 700, "normal"),
        ("Paper Serif", "LiberationSerif-Italic.ttf", 400, "italic"),
        ("Paper Serif", "LiberationSerif-BoldItalic.ttf", 700, "italic"),
        ("Display Serif", "SourceSerif4-Regular.ttf", 400, "normal"),
        ("Display Serif", "SourceSerif4-Bold.ttf", 700, "normal"),
    ]
)


@functools.cache
def _shared() -> tuple[LockedFetcher, FontConfiguration, CSS]:
    fetcher = LockedFetcher()
    fonts = FontConfiguration()
    return fetcher, fonts, CSS(string=_FACES, font_config=fonts, url_fetcher=fetcher)


def document(html: str, **options: Any) -> Document:
    """A laid-out WeasyPrint document of trusted, autoescaped HTML. Fonts are read once
    a process.
    """
    fetcher, fonts, faces = _shared()
    with _lock:
        return HTML(string=html, url_fetcher=fetcher).render(
            stylesheets=[faces], font_config=fonts, **options
        )


def render(template: str, context: dict) -> bytes:
    """The PDF of a template under templates/print/."""
    return render_each(template, [context])


def render_each(template: str, contexts: Iterable[dict]) -> bytes:
    """One PDF of several papers of a kind, each with its own head, its own signatures and its own
    page numbers, on a page of its own. Raises ValueError without any.
    """
    papers = [document(render_to_string(f"print/{template}", one)) for one in contexts]
    if not papers:
        raise ValueError("a file of no papers")
    pages = [page for paper in papers for page in paper.pages]
    return papers[0].copy(pages).write_pdf()
