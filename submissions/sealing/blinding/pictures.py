"""Pictures: drawn anew from their pixels, so that nothing but pixels is left.

Words on them are read where OCR is installed.
"""

import io
from collections.abc import Sequence

import pi_heif
from PIL import Image, ImageDraw, ImageOps

from submissions.files import file_text
from submissions.sealing.blinding.identities import Identity, spans

Box = tuple[float, float, float, float]  # left, top, right, bottom: parts of a page as it is seen
Boxes = dict[int, list[Box]]  # page from 1 -> what is covered on it
LARGEST = 2400  # pixels of the longer side
INK = (22, 36, 28)


def upright(content: bytes) -> Image.Image:
    """The pixels as they were meant to be seen, in RGB. Raises OSError on what cannot be read."""
    if content[4:8] == b"ftyp":
        pi_heif.register_heif_opener()
    with Image.open(io.BytesIO(content)) as picture:
        turned = ImageOps.exif_transpose(picture)
        if turned.mode in ("RGBA", "LA", "P"):
            paper = Image.new("RGBA", turned.size, "white")
            turned = Image.alpha_composite(paper, turned.convert("RGBA"))
        pixels = turned.convert("RGB")
    pixels.thumbnail((LARGEST, LARGEST))
    # Pixels, and no info of the old picture.
    return Image.frombytes("RGB", pixels.size, pixels.tobytes())


def as_jpeg(picture: Image.Image, quality: int = 88) -> bytes:
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=quality)
    return output.getvalue()


def boxed(picture: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """The picture with the boxes that a person has drawn filled."""
    pen = ImageDraw.Draw(picture)
    width, height = picture.size
    for left, top, right, bottom in boxes:
        corners = [left * width, top * height, right * width, bottom * height]
        pen.rectangle(corners, fill=INK)
    return picture


def painted_over(picture: Image.Image, known: list[Identity]) -> list[Identity]:
    """Read the picture's words and paint over the known ones; returns what was found.

    Nothing where OCR is not installed.
    """
    words = file_text.words_on(picture) if known else []
    text = ""
    word_at: list[int] = []  # for each character of the text, which word it belongs to
    for number, (word, *_box) in enumerate(words):
        word_at += [number] * (len(word) + 1)
        text += word + " "
    identities = []
    pen = ImageDraw.Draw(picture)
    for start, stop, identity in spans(text, known):
        for number in set(word_at[start:stop]):
            _word, left, top, width, height = words[number]
            pen.rectangle([left - 3, top - 3, left + width + 3, top + height + 3], fill=INK)
        identities.append(identity)
    return identities


def blind_picture(
    content: bytes, known: Sequence[Identity] = (), boxes: Sequence[Box] = ()
) -> tuple[bytes, list[Identity]]:
    """(the picture as JPEG, what was read on it and painted over).

    Without EXIF, thumbnail, comment or profile. Raises OSError on what cannot be read.
    """
    picture = upright(content)
    identities = painted_over(picture, list(known))
    return as_jpeg(boxed(picture, boxes)), identities
