"""Hostile pictures and pages drawn anew. Called through `cage.run`: every function here parses what
a stranger sent.
"""

import io
import struct

import pi_heif
import pypdfium2
from PIL import Image, ImageOps

LONGEST_SIDE = 2_000  # pixels of a redrawn photo
MOST_PIXELS = 60_000_000


def pages_of_pdf(content: bytes) -> bytes:
    """The number of its pages in digits."""
    return str(len(pypdfium2.PdfDocument(content))).encode()


def page_as_webp(content: bytes, media_type: str, page: int, width: int) -> bytes:
    """Number of pages (4 bytes, big-endian), then one of them, from 1, as WebP of at most `width`
    pixels.
    """
    if media_type == "application/pdf":
        pages, picture = _page_of_pdf(content, page, width)
    else:
        pages = 1
        picture = _picture(content, media_type, width)
    output = io.BytesIO()
    picture.convert("RGB").save(output, "WEBP", quality=82, method=4)
    return struct.pack(">I", pages) + output.getvalue()


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
