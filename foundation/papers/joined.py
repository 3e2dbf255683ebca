"""Several PDFs as one."""

import io
import logging
from collections.abc import Iterable

import pikepdf

logger = logging.getLogger(__name__)


class TooLong(Exception):
    """Together they have more pages than are asked for."""


def joined(front: bytes, files: Iterable[tuple[str, bytes]], *, most: int) -> bytes:
    """`front`, then the pages of the files, (name for the log, content), in their order. What does
    not open, such as a file with a password, stays out.

    Raises TooLong above `most` pages.
    """
    with pikepdf.open(io.BytesIO(front)) as together:
        for name, content in files:
            _append(together, name, content)
        if len(together.pages) > most:
            raise TooLong
        whole = io.BytesIO()
        together.save(whole)
    return whole.getvalue()


def _append(together: pikepdf.Pdf, name: str, content: bytes) -> None:
    try:
        with pikepdf.open(io.BytesIO(content)) as one:
            together.pages.extend(one.pages)
    except pikepdf.PdfError:
        logger.warning("%s does not open and was not put into the whole", name)
