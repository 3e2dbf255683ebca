"""Files that people choose: what is asked for, what is not, and what should reach nobody."""

from functools import cache
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.submissions.files import hostile

TOO_BIG = 21 << 20  # bytes; more than any form takes
WILD = {
    "rỗng.pdf": lambda: b"",
    "giả.pdf": lambda: b"MZ" + b"\0" * 400,
    "cắt cụt.pdf": lambda: hostile.pdf()[:300],
    "chương trình.exe": lambda: b"MZ" + b"\0" * 400,
    "trang.html": lambda: b"<script>alert(1)</script>",
    "vi-rút.txt": lambda: hostile.EICAR,
    "../../ra-ngoai.pdf": hostile.pdf,
    "a" * 300 + ".pdf": hostile.pdf,
    "nặng.pdf": lambda: b"%PDF-1.7\n" + b"0" * TOO_BIG,
}


@cache
def _content(name: str) -> bytes:
    return WILD[name]()


@cache
def _document() -> bytes:
    return hostile.pdf()


def any_file(rng: Random, *, is_wild: bool) -> SimpleUploadedFile:
    """A document that is fine, or one of those that are not."""
    if is_wild:
        name = rng.choice([*WILD])
        return SimpleUploadedFile(name, _content(name))
    return SimpleUploadedFile("Thuyết minh.pdf", _document(), "application/pdf")
