"""Whether bytes are a picture in JBIG2: PDFium draws something of random bytes now and then."""

import struct

# Rule: ITU-T T.88, 7.2 and 7.3: the header of a segment, and the kinds that there are.
KINDS = {0, 4, 6, 7, 16, 20, 22, 23, 36, 38, 39, 40, 42, 43, 48, 49, 50, 51, 52, 53, 62}
GENERIC_REGION = 38  # alone may leave its length open, and then ends the stream
OPEN_LENGTH = 0xFFFFFFFF
SHORTEST = 11  # bytes of a header


def is_whole(content: bytes) -> bool:
    """Whether the bytes are one segment after the other, to the end, as a PDF embeds them."""
    place = 0
    found = 0
    while len(content) - place >= SHORTEST:
        try:
            kind, begins, length = _header(content, place)
        except (struct.error, IndexError):
            return False
        if kind not in KINDS:
            return False
        found += 1
        if length == OPEN_LENGTH:
            return kind == GENERIC_REGION
        place = begins + length
    return found > 0 and place <= len(content)


def _header(content: bytes, place: int) -> tuple[int, int, int]:
    """(kind, where its data begins, their length) of the segment at this place. Raises
    struct.error, IndexError when the bytes end before.
    """
    number, flags = struct.unpack_from(">IB", content, place)
    place += 5
    referred = content[place] >> 5
    if referred == 7:  # more than four: the number in 29 bits, then a bit each
        (referred,) = struct.unpack_from(">I", content, place)
        referred &= 0x1FFFFFFF
        place += 4 + (referred + 8) // 8
    else:
        place += 1
    if number <= 256:
        size = 1
    elif number <= 65536:
        size = 2
    else:
        size = 4
    place += size * referred
    place += 4 if flags & 0x40 else 1  # the page
    (length,) = struct.unpack_from(">I", content, place)
    return flags & 0x3F, place + 4, length
