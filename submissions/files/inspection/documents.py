"""PDF: opened by qpdf, without scripts, programs, attached files or another file behind its end."""

import io
from typing import Any

import pikepdf

from submissions.files.inspection import signs
from submissions.files.inspection.reasons import Reject

MOST_PAGES = 300
_STREAM_MOST = 60_000_000  # bytes of one unpacked stream that is looked through
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
_ANNOTATIONS = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/FileAttachment"}


def inspect_pdf(content: bytes) -> None:
    """Raises Reject: mismatch, hidden, encrypted, damaged, pages, active, malware."""
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


def _look_at(item: Any) -> None:
    """One object of the file: what it would do when somebody opens it."""
    if isinstance(item, pikepdf.Stream):
        _look_into(item)
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        _look_at_dictionary(item, depth=0)


def _look_at_dictionary(item: Any, depth: int) -> None:
    if _acts(item):
        raise Reject("active")
    if str(item.get("/Subtype", "")) in _ANNOTATIONS:
        raise Reject("active")
    if any(key in item for key in ("/XFA", "/JavaScript", "/EmbeddedFiles")):
        raise Reject("active")
    if str(item.get("/Type", "")) == "/EmbeddedFile":
        raise Reject("active")
    if depth > 20:
        return
    for value in item.values():
        if isinstance(value, pikepdf.Dictionary) and not value.is_indirect:
            _look_at_dictionary(value, depth + 1)


def _acts(item: Any) -> bool:
    """Whether it is an action that runs, fetches or sends something."""
    action = str(item.get("/S", ""))
    if action == "/JavaScript":
        return True
    return action in _ACTIONS and any(key in item for key in ("/JS", "/F", "/Type"))


def _look_into(stream: Any) -> None:
    """The test virus in an unpacked stream; pictures are left to their own decoders."""
    if str(stream.get("/Subtype", "")) == "/Image":
        return
    try:
        unpacked = bytes(stream.get_stream_buffer())
    except pikepdf.PdfError:
        return  # an unreadable stream shows nothing to anybody
    if len(unpacked) > _STREAM_MOST:
        raise Reject("bomb")
    if signs.is_infected(unpacked):
        raise Reject("malware")
