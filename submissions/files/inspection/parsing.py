"""The inspection of one file: name, kind, then the parser of its kind.

Imported in the cage alone.
"""

import json
from collections.abc import Callable

from submissions.files.inspection import documents, media, ooxml, signs
from submissions.files.inspection.reasons import Reject
from submissions.files.inspection.verdict import MOST_BYTES, Verdict, inspect_name

# Kind -> parser. It raises Reject; anything else that it raises means “damaged”.
PARSERS: dict[str, Callable[[bytes], None]] = {
    "pdf": documents.inspect_pdf,
    "docx": ooxml.inspect_docx,
    "xlsx": ooxml.inspect_xlsx,
    "pptx": ooxml.inspect_pptx,
    "jpeg": media.inspect_jpeg,
    "png": media.inspect_png,
    "webp": media.inspect_webp,
    "heic": media.inspect_heic,
    "mp4": media.inspect_mp4,
}


def look(content: bytes, name: str, limits: dict) -> bytes:
    """`inspect` with its verdict as JSON."""
    verdict = inspect(content, name, **limits)
    return json.dumps({"kind": verdict.kind, "reasons": verdict.reasons}).encode()


def inspect(content: bytes, name: str, *, most_bytes: int = MOST_BYTES) -> Verdict:
    """The verdict over a content under the name with which it was sent. Never raises on a bad file.

    It parses hostile bytes: call it through `cage.inspect_safely`, which bounds memory and time.
    """
    named = inspect_name(name)
    if not named.accepted:
        return named
    if not content:
        return Verdict(named.kind, ["empty"])
    if len(content) > most_bytes:
        return Verdict(named.kind, ["too_large"])
    try:
        if signs.is_infected(content):
            raise Reject("malware")
        PARSERS[named.kind](content)
    except Reject as reject:
        return Verdict(named.kind, [reject.reason])
    except MemoryError:
        return Verdict(named.kind, ["bomb"])
    except Exception:  # a parser may raise anything on a hostile file: it is not readable
        return Verdict(named.kind, ["damaged"])
    return Verdict(named.kind)
