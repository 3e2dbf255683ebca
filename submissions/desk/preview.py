"""The blinded dossier as judges will get it, for its authors."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from foundation.vault import pictures
from submissions import permissions
from submissions.desk.scope import readable_entry
from submissions.models import BlindCopy, Entry
from submissions.sealing import preview
from submissions.sealing.preview import Preview

LOOKS_AGAIN = "3"  # seconds, while copies are being made


@login_required
@require_GET
def judges_will_see(request, public_id):
    """Texts and files with every known name covered, and where names were found."""
    entry = readable_entry(request, public_id)
    shown = preview.of(entry)
    may_cover = permissions.can_edit(request.user, entry)
    context: dict = {"entry": entry, "preview": shown, "may_cover": may_cover}
    if shown:
        labels = _labels_of(entry)
        context["named"] = _places_with_names(labels, shown)
        context["doubts"] = _doubts_in(labels, shown)
        for item in shown.files:
            item["page_numbers"] = _page_numbers(item["copy"])
            item["pages_with_hits"] = _pages_with_hits(item["copy"])
            item["lost"] = _lost_of(item["copy"])
            item["doubts"] = _doubts_of(item["copy"])
    response = render(request, "submissions/preview.html", context)
    if shown and shown.is_waiting:
        response.headers["Refresh"] = LOOKS_AGAIN
    return response


def _labels_of(entry: Entry) -> dict[str, str]:
    """{place of a text: its name in the words of the form}."""
    labels = {question.key: question.text for question in entry.edition.questions.all()}
    return labels | {"title": _("Title of the work"), "summary": _("Summary")}


def _doubts_in(labels: dict[str, str], shown: Preview) -> list[dict]:
    """What may tell whose work it is, each with its place in words."""
    return [doubt | {"place": labels.get(doubt["where"], doubt["where"])} for doubt in shown.doubts]


def _doubts_of(copy: BlindCopy | None) -> list[dict]:
    """The same in a file, each with its page."""
    pages = copy.report.get("eye", []) if copy else []
    return [doubt | {"page": page["page"]} for page in pages for doubt in page.get("doubts", [])]


def _places_with_names(labels: dict[str, str], shown: Preview) -> list[str]:
    """The answers in which a known name was found, each once, in the words of the form."""
    places = [labels.get(leak["where"], leak["where"]) for leak in shown.leaks]
    return list(dict.fromkeys(places))


def _lost_of(copy: BlindCopy | None) -> list[str]:
    """What a reader of the file sees and judges will not, in words."""
    kinds = copy.report.get("lost", []) if copy else []
    words = {
        "equations": _("equations"),
        "charts": _("charts"),
        "drawings": _("drawings and shapes"),
        "objects": _("objects of other programs"),
        "headers": _("headers and footers"),
        "hidden": _("hidden text, rows, columns, sheets or slides"),
        "rows": _("rows and columns beyond what is shown"),
        "pictures": _("pictures of a kind that cannot be drawn here"),
        "films": _("films and sound"),
        "notes": _("notes, stamps and drawings laid over the page"),
        "fields": _("fields of a form and what is filled in"),
    }
    return [words.get(kind, kind) for kind in kinds]


def _pages_with_hits(copy: BlindCopy | None) -> list[int]:
    """The pages on which a known name was painted over, each once."""
    hits = copy.report.get("hits", []) if copy else []
    return sorted({hit["page"] for hit in hits})


def _page_numbers(copy: BlindCopy | None) -> range:
    if copy is None or copy.copy_id is None:
        return range(0)
    return range(1, min(copy.pages, pictures.MOST_PAGES) + 1)


@login_required
@require_GET
def preview_page(request, public_id, copy, page):
    """The picture of a page of a blinded copy of the entry's own files."""
    entry = readable_entry(request, public_id)
    copies = BlindCopy.objects.filter(blob__in=entry.attachments.values("blob"))
    blind_copy = get_object_or_404(copies.select_related("copy"), pk=copy)
    if blind_copy.copy is None:
        raise Http404
    try:
        return pictures.serve(
            blind_copy.copy,
            page=page,
            width=pictures.LARGE,
            name=f"{page}",
            user=request.user,
            purpose="preview",
        )
    except pictures.NoPicture as nothing:
        raise Http404 from nothing
