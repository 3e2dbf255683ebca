"""The chunks of PNG and WebP are walked to the end of the file, so that no frame lies where the
decoder does not look.
"""

import struct

from submissions.files.inspection.reasons import Reject


def walk_png(content: bytes) -> None:
    """Raises Reject: damaged, hidden (bytes behind the end, frames that are not announced)."""
    kinds: list[bytes] = []
    place = 8
    while place < len(content) and b"IEND" not in kinds:
        size, kind = _header(content, place, ">I4s")
        kinds.append(kind)
        place += size + 12  # length, kind, checksum
    if b"IEND" not in kinds or place > len(content):
        raise Reject("damaged")
    is_animated = b"acTL" in kinds
    if content[place:].strip(b"\0") or (b"fdAT" in kinds and not is_animated):
        raise Reject("hidden")


def walk_webp(content: bytes) -> None:
    """Raises Reject: damaged, hidden (bytes behind the end, frames that are not announced)."""
    end = struct.unpack_from("<I", content, 4)[0] + 8
    kinds: list[bytes] = []
    place = 12
    while place < min(end, len(content)):
        kind, size = _header(content, place, "<4sI")
        kinds.append(kind)
        place += 8 + size + size % 2
    if place > end + 1 or end > len(content):
        raise Reject("damaged")
    is_animated = kinds[0] == b"VP8X" and content[20] & 0b10 != 0
    pictures = sum(kind in (b"VP8 ", b"VP8L") for kind in kinds)
    has_frames = b"ANMF" in kinds
    if content[end:].strip(b"\0") or has_frames != is_animated or pictures != (not is_animated):
        raise Reject("hidden")


def _header(content: bytes, place: int, form: str) -> tuple:
    """The length and the kind of a chunk. Raises Reject where the file is cut off."""
    try:
        return struct.unpack_from(form, content, place)
    except struct.error as error:
        raise Reject("damaged") from error
