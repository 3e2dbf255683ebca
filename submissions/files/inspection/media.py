"""Pictures are decoded in full by Pillow, every frame of them; a film's boxes are walked
(ISO/IEC 14496-12).
"""

import io
import struct
import warnings

import pi_heif
from PIL import Image, ImageFile, PngImagePlugin

from submissions.files.inspection import frames, signs
from submissions.files.inspection.reasons import Reject

PNG = b"\x89PNG\r\n\x1a\n"
MOST_PIXELS = 40_000_000
MOST_SIDE = 30_000
MOST_FRAME_PIXELS = 2 * MOST_PIXELS  # of all frames together: a photo with its preview, a loop
pi_heif.register_heif_opener()
_FILM_BRANDS = {
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"dash",
    b"M4V ",
    b"MSNV",
    b"3gp4",
    b"3gp5",
}


_FILM_BOXES = {b"moov", b"mdat"}  # the index and the pictures; no film without them


def inspect_jpeg(content: bytes) -> None:
    _inspect(content, b"\xff\xd8\xff", ["JPEG"])


def inspect_png(content: bytes) -> None:
    _inspect(content, PNG, ["PNG"])
    frames.walk_png(content)


def inspect_webp(content: bytes) -> None:
    if content[8:12] != b"WEBP":
        raise Reject("mismatch")
    _inspect(content, b"RIFF", ["WEBP"])
    frames.walk_webp(content)


def inspect_heic(content: bytes) -> None:
    if content[4:8] != b"ftyp" or content[8:12] not in (
        b"heic",
        b"heix",
        b"mif1",
        b"msf1",
        b"heim",
        b"heis",
    ):
        raise Reject("mismatch")
    if b"moov" in _boxes_of(content):
        raise Reject("unreadable")  # a film of frames that no decoder of ours opens
    _inspect(content, content[:4], ["HEIF"])


def _be_strict() -> None:
    """Set Pillow's limits before each look, not once.

    They are its modules' own variables, and other libraries set them too: WeasyPrint has broken
    pictures loaded as soon as it is imported.
    """
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    PngImagePlugin.MAX_TEXT_CHUNK = 1_000_000
    PngImagePlugin.MAX_TEXT_MEMORY = 4_000_000
    ImageFile.LOAD_TRUNCATED_IMAGES = False


def _inspect(content: bytes, magic: bytes, formats: list[str]) -> None:
    """Raises Reject: mismatch, hidden, pixels, malware; whatever Pillow raises means damaged."""
    if not content.startswith(magic):
        raise Reject("mismatch")
    # Phones put a short film behind a JPEG; an archive, a page or a document there is something
    # else.
    if signs.has_zip(content) or signs.has_markup(content) or b"%PDF-" in content:
        raise Reject("hidden")
    look_at_frames(content, formats)


def look_at_frames(content: bytes, formats: list[str], *, quickly: bool = False) -> None:
    """Decode every frame of a picture and read its notes; `quickly` at an eighth of its size where
    the format can, which unpacks all of it and paints less.

    Raises Reject: pixels, malware; whatever Pillow raises means damaged.
    """
    _be_strict()
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=formats) as picture:
                notes = _notes_of_frames(picture, quickly)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Reject("pixels") from error
    for note in notes:
        written = note if isinstance(note, bytes) else note.encode(errors="replace")
        if signs.is_infected(written) or signs.has_markup(written):
            raise Reject("malware")


def _notes_of_frames(picture: Image.Image, quickly: bool) -> list[str | bytes]:
    """The texts that stand beside the pixels of each frame, once it is decoded."""
    notes: list[str | bytes] = []
    pixels = 0
    for number in range(getattr(picture, "n_frames", 1)):
        picture.seek(number)
        pixels += picture.width * picture.height
        if max(picture.size) > MOST_SIDE or pixels > MOST_FRAME_PIXELS:
            raise Reject("pixels")
        if quickly and picture.format in ("JPEG", "MPO"):
            picture.draft(None, (picture.width // 8, picture.height // 8))
        picture.load()
        notes += [note for note in picture.info.values() if isinstance(note, str | bytes)]
    return notes


def inspect_mp4(content: bytes) -> None:
    """Raises Reject: mismatch, damaged, hidden."""
    if content[4:8] != b"ftyp" or content[8:12] not in _FILM_BRANDS:
        raise Reject("mismatch")
    if not _boxes_of(content) >= _FILM_BOXES:
        raise Reject("damaged")
    if signs.has_zip(content):
        raise Reject("hidden")


def _boxes_of(content: bytes) -> set[bytes]:
    """The kinds of the outermost boxes, which must reach to the end. Raises Reject: damaged,
    hidden.
    """
    boxes: set[bytes] = set()
    place = 0
    while place < len(content):
        if len(content) - place < 8:
            raise Reject("damaged")
        size, kind = struct.unpack_from(">I4s", content, place)
        if size == 1:
            size = struct.unpack_from(">Q", content, place + 8)[0]
        elif size == 0:  # the last box may reach to the end
            size = len(content) - place
        if not kind.isascii() or (not kind.isalnum() and kind not in (b"\xa9xyz",)):
            raise Reject("hidden")
        if size < 8 or place + size > len(content):
            raise Reject("hidden" if boxes >= _FILM_BOXES else "damaged")
        boxes.add(kind)
        place += size
    return boxes
