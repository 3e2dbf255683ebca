"""Streams of a PDF are unpacked and its pictures decoded: what cannot be undone is refused, since
nobody has seen what it holds.
"""

import io
from typing import Any

import pikepdf
import pypdfium2

from submissions.files.inspection import jbig2, media, signs
from submissions.files.inspection.reasons import Reject

MOST_FILTERS = 4  # one after the other; writers use two at most
MOST_BYTES = 60_000_000  # of one unpacked stream that is no picture
MOST_PICTURE_BYTES = 4 * media.MOST_PIXELS  # four colours, a byte each
_UNPACKED = {
    "/FlateDecode",
    "/Fl",
    "/LZWDecode",
    "/LZW",
    "/ASCIIHexDecode",
    "/AHx",
    "/ASCII85Decode",
    "/A85",
    "/RunLengthDecode",
    "/RL",
}
JBIG2 = "/JBIG2Decode"
# Filters of pictures, which stand last -> what Pillow calls them; without a name PDFium decodes.
_DECODED = {
    "/DCTDecode": "JPEG",
    "/DCT": "JPEG",
    "/JPXDecode": "JPEG2000",
    "/CCITTFaxDecode": "",
    "/CCF": "",
    JBIG2: "",
}


def look_into(stream: Any) -> None:
    """Raises Reject: outside, unreadable, bomb, pixels, hidden, malware; what a decoder of pictures
    raises means damaged.
    """
    if "/F" in stream:
        raise Reject("outside")  # its bytes lie in another file
    filters = _filters_of(stream)
    picture_filter = filters.pop() if filters and filters[-1] in _DECODED else ""
    if not set(filters) <= _UNPACKED or len(filters) > MOST_FILTERS:
        raise Reject("unreadable")
    is_picture = picture_filter or str(stream.get("/Subtype", "")) == "/Image"
    if is_picture:
        _measure(stream)
    unpacked = _unpacked(stream, filters if picture_filter else None)
    if len(unpacked) > (MOST_PICTURE_BYTES if is_picture else MOST_BYTES):
        raise Reject("bomb")
    if signs.is_infected(unpacked):
        raise Reject("malware")
    if picture_filter == JBIG2 and not jbig2.is_whole(unpacked):
        raise Reject("unreadable")
    if picture_filter:
        _decode(stream, unpacked, _DECODED[picture_filter])


def _filters_of(stream: Any) -> list[str]:
    """The names in the order in which they are undone."""
    filters = stream.get("/Filter", None)
    if filters is None:
        return []
    if isinstance(filters, pikepdf.Array):
        return [str(name) for name in filters]
    return [str(filters)]


def _measure(stream: Any) -> None:
    """A picture's claim about its size; one without a size is drawn by nobody."""
    try:
        width = int(stream.get("/Width", 0))
        height = int(stream.get("/Height", 0))
    except (TypeError, ValueError) as error:
        raise Reject("unreadable") from error
    if width * height > media.MOST_PIXELS or max(width, height) > media.MOST_SIDE:
        raise Reject("pixels")


def _unpacked(stream: Any, filters: list[str] | None) -> bytes:
    """The bytes of a stream behind all its filters, or behind `filters` alone: the first ones of a
    picture, whose last filter is a decoder of its own.
    """
    try:
        if filters is None:
            return stream.read_bytes(decode_level=pikepdf.StreamDecodeLevel.generalized)
        if not filters:
            return stream.read_raw_bytes()
        return _behind(stream, filters)
    except MemoryError as error:
        raise Reject("bomb") from error
    except pikepdf.PdfError as error:
        # qpdf wraps what it could not allocate like any other fault of the file
        raise Reject("bomb" if "bad_alloc" in str(error) else "unreadable") from error


def _behind(stream: Any, filters: list[str]) -> bytes:
    """The bytes of a picture behind the filters that stand before its own."""
    alone = pikepdf.new()
    first = pikepdf.Stream(alone, stream.read_raw_bytes())
    first["/Filter"] = pikepdf.Array([pikepdf.Name(name) for name in filters])
    parameters = stream.get("/DecodeParms", None)
    if isinstance(parameters, pikepdf.Array):
        plain = [_plain(each) for each in list(parameters)[: len(filters)]]
        first["/DecodeParms"] = pikepdf.Array(plain)
    return first.read_bytes(decode_level=pikepdf.StreamDecodeLevel.generalized)


def _plain(parameters: Any) -> Any:
    """Parameters without what refers to objects of their own file; filters before a picture's own
    need numbers alone.
    """
    if not isinstance(parameters, pikepdf.Dictionary):
        return pikepdf.Dictionary()
    numbers = {key: value for key, value in parameters.items() if isinstance(value, int)}
    return pikepdf.Dictionary(numbers)


def _decode(stream: Any, encoded: bytes, pillow_format: str) -> None:
    if pillow_format:
        media.look_at_frames(encoded, [pillow_format], quickly=True)
        return
    alone = pikepdf.new()
    page = alone.add_blank_page(page_size=(100, 100))
    drawn = alone.copy_foreign(stream) if stream.is_indirect else alone.make_indirect(stream)
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=drawn))
    page.obj["/Contents"] = alone.make_stream(b"100 0 0 100 0 0 cm /P Do")
    output = io.BytesIO()
    alone.save(output)
    try:
        for item in pypdfium2.PdfDocument(output.getvalue())[0].get_objects():
            item.get_bitmap()
    except pypdfium2.PdfiumError as error:
        raise Reject("unreadable") from error
