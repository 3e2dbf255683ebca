"""What a judge reads of one entry: its sections, and its files page by page, under the addresses of
the page that shows them.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from foundation.vault import pictures, store
from judging.models import BlindedEntry, BlindedFile


def shown(
    entry: BlindedEntry,
    *,
    file: Callable[[BlindedFile], str],
    page: Callable[[BlindedFile, int], str],
) -> dict:
    """{"entry", "sections", "files"} for `judging/_dossier.html`; `file` and `page` give the
    addresses.
    """
    files = [_file(blinded, file(blinded), page) for blinded in entry.files.select_related("blob")]
    sections = [_section(part) for part in entry.sections]
    return {"entry": entry, "sections": sections, "files": files}


def _section(part: dict) -> dict:
    english_label = part.get("label_en") if get_language() == "en" else ""
    return {
        "label": english_label or part["label"],
        "text": part["text"],
        "type": part.get("type", ""),
    }


def _file(file: BlindedFile, address: str, page: Callable[[BlindedFile, int], str]) -> dict:
    shown_pages = min(file.pages, pictures.MOST_PAGES)
    return {
        "name": file.name,
        "pages": file.pages,
        "address": address,
        "page_addresses": [page(file, number) for number in range(1, shown_pages + 1)],
    }


def serve_file(request: HttpRequest, file: BlindedFile) -> HttpResponse:
    """A blinded file, shown in the browser; every opening leaves a line."""
    return store.serve(file.blob, name=file.name, user=request.user, purpose="judge", inline=True)


def serve_page(request: HttpRequest, file: BlindedFile, page: int) -> HttpResponse:
    """The picture of a page, so that nothing need be downloaded; every opening leaves a line.
    Raises Http404.
    """
    try:
        return pictures.serve(
            file.blob,
            page=page,
            width=pictures.LARGE,
            name=file.name,
            user=request.user,
            purpose="judge",
        )
    except pictures.NoPicture as no_picture:
        raise Http404 from no_picture
