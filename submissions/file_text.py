"""The text of a file, for comparison: PDF, Word, and what stands on scans and pictures where Tesseract is installed."""

import functools
import io
import shutil
import subprocess
import zipfile
from pathlib import PurePath

import pypdfium2
from defusedxml.ElementTree import fromstring
from PIL import Image

from foundation.vault import cage

MOST_CHARACTERS = 200_000  # of one file
MOST_SCANS = 20  # pages without a text layer that are read by OCR
_OCR_SECONDS = 20  # for one page
_OCR_WIDTH = 1700  # pixels of a page: about 200 dpi of A4
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def ocr_is_there() -> bool:
    """Whether Tesseract with Vietnamese is installed on this machine (Debian: tesseract-ocr tesseract-ocr-vie)."""
    return bool(_ocr_language())


@functools.cache
def _ocr_language() -> str:
    command = shutil.which("tesseract")
    if command is None:
        return ""
    listed = subprocess.run([command, "--list-langs"], capture_output=True, text=True, check=False, timeout=_OCR_SECONDS)  # noqa: S603  our own words
    return "vie" if "vie" in listed.stdout.split() else ""


def text_of(name: str, content: bytes) -> str:
    """The text of a cleared file; empty for other kinds and for what cannot be read in the bounds of a child process."""
    reader = {".pdf": _pdf, ".docx": _docx}.get(PurePath(name).suffix.lower())
    found = cage.run(lambda: reader(content)[:MOST_CHARACTERS].encode()) if reader else b""
    text = (found or b"").decode(errors="ignore")
    return _with_scans(text, content, name)


def _pdf(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(document[place].get_textpage().get_text_range() for place in range(len(document)))


def _docx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = fromstring(package.read("word/document.xml"), forbid_dtd=True)
    return "\n".join("".join(text.text or "" for text in paragraph.iter(f"{_WORD}t")) for paragraph in body.iter(f"{_WORD}p"))


def _with_scans(text: str, content: bytes, name: str) -> str:
    """The text, and what OCR reads on pages that have none."""
    if not ocr_is_there() or not name.lower().endswith((".pdf", ".jpg", ".jpeg", ".png", ".webp")):
        return text
    pages = []
    while len(pages) < MOST_SCANS and (page := cage.run(functools.partial(_scan, content, name, len(pages)))):
        pages.append(recognised(page))
    return "\n".join(part for part in [text, *pages] if part.strip())[:MOST_CHARACTERS]


def _scan(content: bytes, name: str, number: int) -> bytes:
    """The PNG of the scan with this number, from 0: a picture is one, and so is every page of a PDF without text; empty after the last."""
    if not name.lower().endswith(".pdf"):
        picture = Image.open(io.BytesIO(content)) if number == 0 else None
    else:
        document = pypdfium2.PdfDocument(content)
        bare = [place for place in range(len(document)) if not document[place].get_textpage().get_text_range().strip()]
        picture = None
        if number < len(bare):
            page = document[bare[number]]
            picture = page.render(scale=_OCR_WIDTH / max(page.get_width(), 1), grayscale=True).to_pil()
    if picture is None:
        return b""
    kept = io.BytesIO()
    picture.thumbnail((2 * _OCR_WIDTH, 2 * _OCR_WIDTH))
    picture.convert("L").save(kept, "PNG")
    return kept.getvalue()


def words_on(picture: Image.Image) -> list[tuple[str, int, int, int, int]]:
    """(word, left, top, width, height in pixels) of everything that Tesseract reads; nothing where it is not installed."""
    kept = io.BytesIO()
    picture.convert("L").save(kept, "PNG")
    lines = [line.split("\t") for line in recognised(kept.getvalue(), form="tsv").splitlines()[1:]]
    return [(cells[11], *map(int, cells[6:10])) for cells in lines if len(cells) == 12 and cells[11].strip()]


def recognised(png: bytes, *, form: str = "txt") -> str:
    """What Tesseract reads on a picture, as text or as its table of words ("tsv"); empty when it takes too long, or is not installed."""
    if not ocr_is_there():
        return ""
    try:
        done = subprocess.run(  # noqa: S603  our own words, the picture on standard input
            [shutil.which("tesseract"), "-", "-", "-l", _ocr_language(), form], input=png, capture_output=True, check=False, timeout=_OCR_SECONDS,
            env={"OMP_THREAD_LIMIT": "1", "PATH": ""},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode(errors="ignore").strip()
