"""Office Open XML (ECMA-376): a package of XML parts.

Counted and measured before anything is unpacked.
"""

import io
import posixpath
import re
import zipfile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from submissions.files.inspection import media, metafiles, signs
from submissions.files.inspection.reasons import Reject

MOST_PARTS = 5_000
MOST_UNPACKED = 200_000_000  # bytes of all parts together
MOST_RATIO = 150  # unpacked : packed of one part above a megabyte
_MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}
_XML = (".xml", ".rels", ".vml", ".svg")
_PICTURES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".jpe",
    ".jfif",
    ".gif",
    ".bmp",
    ".dib",
    ".tif",
    ".tiff",
    ".webp",
)
_PICTURE_FORMATS = ["PNG", "JPEG", "GIF", "BMP", "DIB", "TIFF", "WEBP"]  # whatever the name
_FILMS = (".mp4", ".m4v", ".m4a")
_FONTS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")
_MOST_SETTINGS = 65_536  # bytes of a printer's settings
_COMPOUND = b"\xd0\xcf\x11\xe0"  # OLE: an encrypted document, an old one, or an embedded object
_FETCHED = re.compile(
    rb"relationships/(attachedTemplate|oleObject|subDocument|frame|externalLinkPath|package)"
    rb'"[^>]*TargetMode="External"'
)
_FETCHED_TURNED = re.compile(
    rb'TargetMode="External"[^>]*'
    rb'relationships/(attachedTemplate|oleObject|subDocument|frame|externalLinkPath|package)"'
)


def inspect_docx(content: bytes) -> None:
    _inspect(content, "docx")


def inspect_xlsx(content: bytes) -> None:
    _inspect(content, "xlsx")


def inspect_pptx(content: bytes) -> None:
    _inspect(content, "pptx")


def _inspect(content: bytes, kind: str, depth: int = 0) -> None:
    """Raises Reject: encrypted, mismatch, hidden, damaged, bomb, macro, active, outside, malware,
    pixels, unreadable.
    """
    if content.startswith(_COMPOUND):
        raise Reject("encrypted")
    if not content.startswith(b"PK\x03\x04"):
        raise Reject("hidden" if signs.has_zip(content) else "mismatch")
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise Reject("damaged") from error
    with package:
        parts = package.infolist()
        _measure(parts)
        names = {part.filename for part in parts}
        main, main_type = _MAIN[kind]
        if "[Content_Types].xml" not in names or main not in names:
            raise Reject("mismatch")
        types = _read(package, "[Content_Types].xml")
        if b"macroEnabled" in types or any(_is_macro(name) for name in names):
            raise Reject("macro")
        if main_type.encode() not in types:
            raise Reject("mismatch")
        for part in parts:
            _look_into(package, part, depth)


def _is_macro(name: str) -> bool:
    return "vbaproject" in name.lower() or "vbadata" in name.lower()


def _leads_out(name: str) -> bool:
    """Whether a part would be written outside its folder."""
    if name.startswith(("/", "\\")):
        return True
    return ".." in posixpath.normpath(name.replace("\\", "/")).split("/")


def _measure(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Reject("bomb")
    if len({part.filename for part in parts}) != len(parts):
        raise Reject("hidden")
    for part in parts:
        if part.flag_bits & 1:
            raise Reject("encrypted")
        if part.file_size > 1_000_000 and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise Reject("bomb")
        if _leads_out(part.filename):
            raise Reject("hidden")


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """A part, never more than the package claims for it."""
    with package.open(name) as part:
        content = part.read(package.getinfo(name).file_size + 1)
    if len(content) > package.getinfo(name).file_size:
        raise Reject("bomb")
    return content


def _look_into(package: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> None:
    if part.is_dir():
        return
    name = part.filename.lower()
    content = _read(package, part.filename)
    if signs.is_infected(content):
        raise Reject("malware")
    if name.endswith(_XML):
        _look_at_xml(content)
        if name.endswith(".svg") and b"<script" in content.lower():
            raise Reject("active")
        return
    if content.startswith(_COMPOUND) or signs.is_program(content) or "activex" in name:
        raise Reject("active")
    if signs.is_archive(content):
        inner = {".docx": "docx", ".xlsx": "xlsx", ".pptx": "pptx"}.get(name[-5:])
        if inner is None or depth:
            raise Reject("active")
        _inspect(content, inner, depth + 1)  # a chart carries its table with it
        return
    _look_at_other(name, content)


def _look_at_other(name: str, content: bytes) -> None:
    """A part that is neither XML nor a package: a picture, a font, what a printer was set to."""
    suffix = posixpath.splitext(name)[1]
    if suffix in _PICTURES:
        media.look_at_frames(content, _PICTURE_FORMATS)
    elif suffix in (".emf", ".wmf"):
        metafiles.walk(content)
    elif suffix in _FILMS:
        media.inspect_mp4(content)
    elif not (_is_harmless_by_size(name, content) or _is_font(name, content)):
        raise Reject("unreadable")


def _is_harmless_by_size(name: str, content: bytes) -> bool:
    """Empty parts, and settings of a printer, which every table of Excel may carry."""
    return not content or ("printersettings" in name and len(content) <= _MOST_SETTINGS)


def _is_font(name: str, content: bytes) -> bool:
    """Whether an embedded font is one: EOT (.fntdata), or hidden behind the identifier in its name
    (.odttf, ECMA-376 part 4, 8.1).
    """
    if name.endswith(".fntdata"):
        return content[34:36] == b"LP"
    if not name.endswith(".odttf"):
        return False
    digits = re.sub("[^0-9a-f]", "", posixpath.basename(name).partition(".")[0])
    if len(digits) != 32:
        return content.startswith(_FONTS)
    key = bytes.fromhex(digits)[::-1]
    first = bytes(byte ^ key[place % 16] for place, byte in enumerate(content[:32]))
    return first.startswith(_FONTS) or content.startswith(_FONTS)


def _look_at_xml(content: bytes) -> None:
    try:
        fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Reject("active") from error
    except ParseError as error:
        raise Reject("damaged") from error
    if _FETCHED.search(content) or _FETCHED_TURNED.search(content):
        raise Reject("outside")
