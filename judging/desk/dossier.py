"""What a judge reads of one entry: its sections, and its files page by page, under the addresses of
the page that shows them.
"""

from collections.abc import Callable

from django.http import Http404, HttpResponse
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
    english = get_language() == "en"
    sections = [
        {
            "label": (english and part.get("label_en")) or part["label"],
            "text": part["text"],
            "type": part.get("type", ""),
        }
        for part in entry.sections
    ]
    files = list(entry.files.select_related("blob"))
    for one in files:
        one.address = file(one)
        one.page_addresses = [
            page(one, number) for number in range(1, min(one.pages, pictures.MOST_PAGES) + 1)
        ]
    return {"entry": entry, "sections": sections, "files": files}


def serve_file(request, file: BlindedFile) -> HttpResponse:
    """A blinded file, shown in the browser; every opening leaves a line."""
    return store.serve(file.blob, name=file.name, user=request.user, purpose="judge", inline=True)


def serve_page(request, file: BlindedFile, page: int) -> HttpResponse:
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
    except pictures.NoPicture as nothing:
        raise Http404 from nothing
