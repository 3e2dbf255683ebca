"""Pictures: drawn anew from their pixels, so that nothing but pixels is left; words on them are
read where OCR is installed.
"""

import io

import pi_heif
from PIL import Image, ImageDraw, ImageOps

from submissions.files import file_text
from submissions.sealing.blinding.identities import Identity, spans

Boxes = dict[
    int, list[tuple[float, float, float, float]]
]  # page from 1 -> (left, top, right, bottom) as parts of the page as it is seen
LARGEST = 2400  # pixels of the longer side
INK = (22, 36, 28)


def upright(content: bytes) -> Image.Image:
    """The pixels as they were meant to be seen, in RGB. Raises OSError on what cannot be read."""
    if content[4:8] == b"ftyp":
        pi_heif.register_heif_opener()
    with Image.open(io.BytesIO(content)) as picture:
        turned = ImageOps.exif_transpose(picture)
        if turned.mode in ("RGBA", "LA", "P"):
            turned = Image.alpha_composite(
                Image.new("RGBA", turned.size, "white"), turned.convert("RGBA")
            )
        pixels = turned.convert("RGB")
    pixels.thumbnail((LARGEST, LARGEST))
    return Image.frombytes(
        "RGB", pixels.size, pixels.tobytes()
    )  # pixels, and no info of the old picture


def as_jpeg(picture: Image.Image, quality: int = 88) -> bytes:
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=quality)
    return output.getvalue()


def boxed(picture: Image.Image, boxes: list[tuple[float, float, float, float]]) -> Image.Image:
    """The picture with the boxes that a person has drawn filled."""
    pen = ImageDraw.Draw(picture)
    for left, top, right, bottom in boxes:
        pen.rectangle(
            [
                left * picture.width,
                top * picture.height,
                right * picture.width,
                bottom * picture.height,
            ],
            fill=INK,
        )
    return picture


def painted_over(picture: Image.Image, known: list[Identity]) -> list[Identity]:
    """Read the picture's words and paint over the known ones; what was found. Nothing where OCR is
    not installed.
    """
    words = file_text.words_on(picture) if known else []
    text, owner = "", []
    for number, (word, *_box) in enumerate(words):
        owner += [number] * (len(word) + 1)
        text += word + " "
    found, pen = [], ImageDraw.Draw(picture)
    for start, stop, identity in spans(text, known):
        for number in {owner[place] for place in range(start, min(stop, len(owner)))}:
            _word, left, top, width, height = words[number]
            pen.rectangle([left - 3, top - 3, left + width + 3, top + height + 3], fill=INK)
        found.append(identity)
    return found


def blind_picture(
    content: bytes, known: list[Identity] = (), boxes: list[tuple[float, float, float, float]] = ()
) -> tuple[bytes, list[Identity]]:
    """(the picture as JPEG without EXIF, thumbnail, comment or profile; what was read on it and
    painted over).

    Raises OSError on what cannot be read.
    """
    picture = upright(content)
    found = painted_over(picture, list(known))
    return as_jpeg(boxed(picture, list(boxes))), found
