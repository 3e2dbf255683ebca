"""Hostile pictures and pages drawn anew. Called through `cage.run`: every function here parses what
a stranger sent.
"""

import io
import json
import struct

import pi_heif
import pypdfium2
from PIL import Image, ImageChops, ImageOps

LONGEST_SIDE = 2_000  # pixels of a redrawn photo
MOST_PIXELS = 60_000_000
_LEAST_COLOUR = 24  # of 255, between two of the three parts of a shade
_WHITE = 250  # of 255
_LEAST_WHITE = 0.5  # of a page of print
_SIXTEEN = [(15 * value + 127) // 255 * 17 for value in range(256)]


def pages_of_pdf(content: bytes) -> bytes:
    """The number of its pages in digits."""
    return str(len(pypdfium2.PdfDocument(content))).encode()


def words_of_pdf(content: bytes) -> bytes:
    """The words of each of its pages, as a JSON list."""
    document = pypdfium2.PdfDocument(content)
    pages = []
    for page in document:
        text = page.get_textpage().get_text_range()
        pages.append("\n".join(" ".join(line.split()) for line in text.splitlines()))
    return json.dumps(pages).encode()


def page_as_webp(content: bytes, media_type: str, page: int, width: int) -> bytes:
    """Number of pages (4 bytes, big-endian), then one of them, from 1, as WebP of at most `width`
    pixels.
    """
    if media_type == "application/pdf":
        pages, picture = _page_of_pdf(content, page, width)
    else:
        pages = 1
        picture = _picture(content, media_type, width)
    return struct.pack(">I", pages) + _as_webp(picture.convert("RGB"))


def _as_webp(picture: Image.Image) -> bytes:
    """Print in sixteen greys without loss: lighter, sharper and quicker. All else with loss."""
    output = io.BytesIO()
    if _is_print(picture):
        few = picture.convert("L").point(_SIXTEEN).convert("RGB")
        few.save(output, "WEBP", lossless=True, quality=0, method=1)
    else:
        picture.save(output, "WEBP", quality=82, method=2)
    return output.getvalue()


def _is_print(picture: Image.Image) -> bool:
    """Whether it is grey letters on much white paper."""
    little = picture.reduce(4) if min(picture.size) > 4 else picture
    parts = little.split()
    for one, other in ((0, 1), (1, 2)):
        apart = ImageChops.difference(parts[one], parts[other]).histogram()
        if any(apart[_LEAST_COLOUR:]):
            return False
    white = sum(little.convert("L").histogram()[_WHITE:])
    return white > _LEAST_WHITE * little.width * little.height


def _page_of_pdf(content: bytes, page: int, width: int) -> tuple[int, Image.Image]:
    document = pypdfium2.PdfDocument(content)
    drawn = document[page - 1]
    return len(document), drawn.render(
        scale=min(width / drawn.get_width(), 4 * width / drawn.get_height())
    ).to_pil()


def _picture(content: bytes, media_type: str, width: int) -> Image.Image:
    if media_type == "image/heic":
        pi_heif.register_heif_opener()
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    picture.thumbnail((width, 4 * width))
    return picture


def redrawn(content: bytes) -> bytes:
    """A photo as JPEG of its pixels alone. Raises ValueError, OSError."""
    with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        plain = ImageOps.exif_transpose(picture).convert("RGB")
        plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        output = io.BytesIO()
        Image.frombytes("RGB", plain.size, plain.tobytes()).save(output, "JPEG", quality=85)
        return output.getvalue()
