"""The text of a file, for comparison.

PDF, Word, and what stands on scans and pictures where Tesseract is installed.
"""

import functools
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import PurePath

import pypdfium2
from defusedxml.ElementTree import fromstring
from PIL import Image

from foundation.vault import cage

PICTURES = {".jpg", ".jpeg", ".png", ".webp"}
MOST_CHARACTERS = 200_000  # of one file
MOST_SCANS = 20  # pages without a text layer that are read by OCR
_OCR_SECONDS = 20  # for one page
_OCR_WIDTH = 1700  # pixels of a page: about 200 dpi of A4
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def ocr_is_there() -> bool:
    """Whether Tesseract with Vietnamese is installed on this machine.

    Debian's packages: tesseract-ocr, tesseract-ocr-vie.
    """
    return bool(_ocr_language())


@functools.cache
def _ocr_language() -> str:
    command = shutil.which("tesseract")
    if command is None:
        return ""
    listed = subprocess.run(  # noqa: S603  an absolute path that `which` found
        [command, "--list-langs"],
        capture_output=True,
        text=True,
        check=False,
        timeout=_OCR_SECONDS,
    )
    return "vie" if "vie" in listed.stdout.split() else ""


def text_of(name: str, content: bytes) -> str:
    """The text of a cleared file.

    A page of a PDF that has no text, and a picture, are read by OCR where it is installed. Empty
    for other kinds and for what cannot be read in the bounds of a child process.
    """
    suffix = PurePath(name).suffix.lower()
    reader = {".pdf": _pdf, ".docx": _docx}.get(suffix)
    pages = json.loads(cage.run(reader, content) or b"[]") if reader else []
    scans = []
    if ocr_is_there():
        without_text = _pages_without_text(suffix, pages)[:MOST_SCANS]
        scans = [_read_by_eye(suffix, content, place) for place in without_text]
    return "\n".join(text for text in [*pages, *scans] if text.strip())[:MOST_CHARACTERS]


def _pages_without_text(suffix: str, pages: list[str]) -> list[int]:
    """What only OCR can read: pages of a PDF by their place from 0, or the one of a picture."""
    if suffix == ".pdf":
        return [place for place, text in enumerate(pages) if not text.strip()]
    return [0] if suffix in PICTURES else []


def _pdf(content: bytes) -> bytes:
    """The text of each page as JSON, up to the page with which there is enough."""
    document = pypdfium2.PdfDocument(content)
    texts: list[str] = []
    length = 0
    while len(texts) < len(document) and length < MOST_CHARACTERS:
        text = document[len(texts)].get_textpage().get_text_range()
        texts.append(text)
        length += len(text)
    return json.dumps(texts).encode()


def _docx(content: bytes) -> bytes:
    """Its text as one page, in JSON."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = fromstring(package.read("word/document.xml"), forbid_dtd=True)
    lines = []
    for paragraph in body.iter(f"{_WORD}p"):
        lines.append("".join(text.text or "" for text in paragraph.iter(f"{_WORD}t")))
    return json.dumps(["\n".join(lines)[:MOST_CHARACTERS]]).encode()


def _read_by_eye(suffix: str, content: bytes, place: int) -> str:
    drawn = cage.run(_drawn, suffix, content, place)
    return recognised(drawn) if drawn else ""


def _drawn(suffix: str, content: bytes, place: int) -> bytes:
    """A page of a PDF, or a picture, as a grey PNG for OCR; empty where it is of one colour, so
    that nothing can be read.
    """
    if suffix == ".pdf":
        page = pypdfium2.PdfDocument(content)[place]
        picture = page.render(scale=_OCR_WIDTH / max(page.get_width(), 1), grayscale=True).to_pil()
    else:
        picture = Image.open(io.BytesIO(content))
    picture.thumbnail((2 * _OCR_WIDTH, 2 * _OCR_WIDTH))
    darkest, lightest = picture.convert("L").getextrema()
    return b"" if darkest == lightest else _grey_png(picture)


def _grey_png(picture: Image.Image) -> bytes:
    output = io.BytesIO()
    picture.convert("L").save(output, "PNG")
    return output.getvalue()


def places_on(png: bytes) -> list[tuple[str, float, float, float, float, int, float]]:
    """(word, left, top, right, bottom in parts of the picture, line, how sure it is in per cent)
    of everything that Tesseract reads. Nothing where it is not installed.
    """
    words = []
    lines: dict[tuple[str, ...], int] = {}
    page = (1, 1)  # width and height in pixels
    for row in recognised(png, form="tsv").splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12:
            continue
        left, top, wide, high = map(int, cells[6:10])
        if cells[0] == "1":
            page = (wide, high)
        if cells[11].strip():
            line = lines.setdefault(tuple(cells[1:5]), len(lines))
            width, height = page
            place = (left / width, top / height, (left + wide) / width, (top + high) / height)
            words.append((cells[11], *place, line, float(cells[10])))
    return words


def recognised(png: bytes, *, form: str = "txt") -> str:
    """What Tesseract reads on a picture, as text or as its table of words ("tsv").

    Empty when it takes too long, or is not installed.
    """
    command = shutil.which("tesseract")
    if command is None or not ocr_is_there():
        return ""
    try:
        done = subprocess.run(  # noqa: S603  our own words, the picture on standard input
            [command, "-", "-", "-l", _ocr_language(), form],
            input=png,
            capture_output=True,
            check=False,
            timeout=_OCR_SECONDS,
            env={"OMP_THREAD_LIMIT": "1", "PATH": ""},
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode(errors="ignore").strip()
