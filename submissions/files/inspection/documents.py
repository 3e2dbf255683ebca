"""PDF: opened by qpdf, without scripts, programs, attached files or another file behind its end;
every object is looked at, every stream into.
"""

import io
from typing import Any

import pikepdf

from submissions.files.inspection import signs, streams
from submissions.files.inspection.reasons import Reject

MOST_PAGES = 300
_DEEPEST = 100  # dictionaries and arrays within one another
_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/Rendition",
    "/RichMediaExecute",
    "/Movie",
    "/Sound",
}
_NOT_READ = (  # how qpdf says that it goes on without an object
    "decoding stream",
    "in object stream",
    "inside object stream",
    "unfilterable",
    "excessively deeply nested",
    "giving up on reading",
    "treating object as null",
)
_ANNOTATIONS = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/FileAttachment"}


def inspect_pdf(content: bytes) -> None:
    """Raises Reject: mismatch, hidden, encrypted, damaged, pages, active, and what
    `streams.look_into` raises.
    """
    if not content.startswith(b"%PDF-"):
        raise Reject("hidden" if b"%PDF-" in content[:4096] else "mismatch")
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise Reject("damaged")  # cut off: a reader would mend it in silence and lose pages
    behind = content[end + 5 :]
    if signs.has_zip(content) or signs.has_markup(behind) or len(behind.strip()) > 1024:
        raise Reject("hidden")
    try:
        pdf = pikepdf.open(io.BytesIO(content), attempt_recovery=True)
    except pikepdf.PasswordError as error:
        raise Reject("encrypted") from error
    with pdf:
        if pdf.is_encrypted:
            raise Reject("encrypted")
        if len(pdf.pages) > MOST_PAGES:
            raise Reject("pages")
        if not len(pdf.pages):
            raise Reject("damaged")
        if len(pdf.attachments):
            raise Reject("active")
        for item in pdf.objects:
            _look_at(item)
        _require_all_read(pdf)


def _require_all_read(pdf: pikepdf.Pdf) -> None:
    """qpdf reads on where an object cannot be read, and takes it for empty. Raises Reject: bomb,
    unreadable.
    """
    for warning in pdf.get_warnings():
        said = str(warning)
        if "bad_alloc" in said:
            raise Reject("bomb")
        if any(words in said for words in _NOT_READ):
            raise Reject("unreadable")


def _look_at(item: Any) -> None:
    """One object of the file: what it would do when somebody opens it."""
    if isinstance(item, pikepdf.Stream):
        streams.look_into(item)
    _look_through(item, depth=0)


def _look_through(item: Any, depth: int) -> None:
    """A dictionary or an array with all that lies in it; what is referred to has its own turn."""
    if depth > _DEEPEST:
        raise Reject("unreadable")
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        _look_at_dictionary(item)
        inside = list(item.values())
    elif isinstance(item, pikepdf.Array):
        inside = list(item)
    else:
        return
    for value in inside:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            _look_through(value, depth + 1)


def _look_at_dictionary(item: Any) -> None:
    if str(item.get("/S", "")) in _ACTIONS:
        raise Reject("active")
    if str(item.get("/Subtype", "")) in _ANNOTATIONS:
        raise Reject("active")
    if any(key in item for key in ("/XFA", "/JavaScript", "/EmbeddedFiles")):
        raise Reject("active")
    if str(item.get("/Type", "")) == "/EmbeddedFile":
        raise Reject("active")
