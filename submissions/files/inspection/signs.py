"""Signs of something else inside a file."""

import io
import re
import zipfile

# The antivirus trade's agreed test string, plain or in base64; in two halves, so that no scanner
# objects to this file.
_TEST_VIRUS = re.compile(
    rb"EICAR-STANDARD-"
    + rb"ANTIVIRUS-TEST-FILE|RUlDQVItU1RBTkRBUkQt|VJQ0FSLVNUQU5EQVJELU|FSUNBUi1TVEFOREFSRC"
)
_MARKUP = re.compile(rb"<script|<html|<!doctype html|<\?php|<svg[\s>]|<iframe|javascript:", re.I)
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"L\0\0\0\x01\x14\x02",
)
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ")


def is_infected(content: bytes) -> bool:
    """Whether the test string stands in these bytes as they are. Real viruses are ClamAV's work
    (antivirus.py).
    """
    return _TEST_VIRUS.search(content) is not None


def has_markup(content: bytes) -> bool:
    """Whether a browser that guesses could take this for a page or a script."""
    return _MARKUP.search(content) is not None


def is_program(content: bytes) -> bool:
    return content.startswith(_PROGRAMS)


def is_archive(content: bytes) -> bool:
    return content.startswith(_ARCHIVES)


def has_zip(content: bytes) -> bool:
    """Whether an unpacker would find an archive in a file that is something else."""
    return zipfile.is_zipfile(io.BytesIO(content))
