"""The segments of a picture in JBIG2, as a PDF embeds them (ITU-T T.88, 7.2)."""

import struct
from random import Random

import pytest

from submissions.files.inspection import jbig2

PAGE, REGION, SYMBOLS = 48, 38, 0


def segment(number: int, kind: int, data: bytes, referred: int = 0, **changes: int) -> bytes:
    """A segment that refers to so many others, with a page of one byte or, by a flag, of four."""
    flags = kind | changes.get("flags", 0)
    size = 1 if number <= 256 else 2 if number <= 65536 else 4
    if referred > 4:
        count = struct.pack(">I", 7 << 29 | referred) + bytes((referred + 8) // 8)
    else:
        count = bytes([referred << 5])
    page = bytes(3) + b"\1" if flags & 0x40 else b"\1"
    length = struct.pack(">I", changes.get("length", len(data)))
    return struct.pack(">IB", number, flags) + count + bytes(size * referred) + page + length + data


WHOLE = segment(0, SYMBOLS, b"s" * 24) + segment(1, PAGE, b"p" * 19)


@pytest.mark.parametrize(
    "content",
    [
        WHOLE,
        WHOLE + segment(2, REGION, b"r" * 30, referred=1),
        WHOLE + segment(2, REGION, b"r" * 30, referred=4),
        WHOLE + segment(2, REGION, b"r" * 30, referred=5),
        WHOLE + segment(2, REGION, b"r" * 30, referred=9),
        WHOLE + segment(257, REGION, b"r" * 30, referred=3),
        WHOLE + segment(65537, REGION, b"r" * 30, referred=3),
        WHOLE + segment(2, REGION, b"r" * 30, flags=0x40),
        WHOLE + segment(2, REGION, b"r" * 30, length=jbig2.OPEN_LENGTH),
        WHOLE + b"\0\0",  # a line's end behind the last one
    ],
)
def test_one_segment_after_the_other_is_a_picture(content):
    assert jbig2.is_whole(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"short",
        WHOLE[:-1],
        WHOLE + segment(2, 5, b"x" * 10),  # there is no such kind
        WHOLE + segment(2, PAGE, b"x" * 10, length=11),
        WHOLE + segment(2, PAGE, b"x" * 10, length=jbig2.OPEN_LENGTH),
        WHOLE + segment(2, REGION, b"", referred=9)[:14],
    ],
)
def test_other_bytes_are_none(content):
    assert not jbig2.is_whole(content)


def test_bytes_of_chance_are_none():
    rng = Random(88)
    assert not [seed for seed in range(2000) if jbig2.is_whole(rng.randbytes(400))]
