"""What a judge reads of one entry: its sections, and its files page by page, under the addresses of
the page that shows them.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language

from foundation.vault import page_words, pictures, store
from judging.models import BlindedEntry, BlindedFile


def shown(
    entry: BlindedEntry,
    *,
    file: Callable[[BlindedFile], str],
    page: Callable[[BlindedFile, int], str],
    words: Callable[[BlindedFile], str],
) -> dict:
    """{"entry", "sections", "files"} for `judging/_dossier.html`; `file`, `page` and `words` give
    the addresses.
    """
    files = []
    for blinded in entry.files.select_related("blob"):
        files.append(_file(blinded, file(blinded), page) | {"words": words(blinded)})
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


def serve_file(request: HttpRequest, file: BlindedFile) -> HttpResponseBase:
    """A blinded file, shown in the browser; every opening leaves a line."""
    return store.serve(file.blob, name=file.name, user=request.user, purpose="judge", inline=True)


def show_words(request: HttpRequest, file: BlindedFile, way_back: str) -> HttpResponse:
    """The words of a blinded file page by page, masked as its pages are: for those who read by ear,
    and for searching. Every opening leaves a line.
    """
    pages = page_words.opened(file.blob, user=request.user, purpose="judge")
    context = {"file": file, "pages": pages, "way_back": way_back}
    return render(request, "judging/words.html", context)


def serve_page(request: HttpRequest, file: BlindedFile, page: int) -> HttpResponseBase:
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
