"""The pages that wait for a person's eye, a dozen at a time: a contact sheet of one dossier."""

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from competition.office import Button
from competition.web import number_of
from foundation.vault import pictures
from submissions.files import file_text
from submissions.models import PageLook
from submissions.office.dossiers import PageOfDossier
from submissions.sealing import looks


class PagesToLookAt(PageOfDossier):
    """Those of a prepared copy at which nobody has looked yet, and who has looked at the others."""

    title = gettext_lazy("Look at the pages")
    template_name = "office/looking.html"
    header_icon = "view"
    route = "pages_to_look_at"

    def context(self):
        copy = looks.copy_in_work(self.entry)
        waiting = looks.waiting(copy) if copy else []
        seen = PageLook.objects.filter(entry=self.entry).select_related("by").order_by("-at", "-pk")
        return {
            "entry": self.entry,
            "copy": copy,
            "waiting": len(waiting),
            "sheet": [self._shown(page) for page in waiting[: looks.MOST]],
            "looks": seen[: 4 * looks.MOST],
            "is_read": file_text.ocr_is_there(),
        }

    def _shown(self, page: looks.Waiting) -> dict:
        """A page of the sheet with its addresses; its mark says what exactly was shown."""
        dossier = self.route_arguments()
        place = [*dossier, page.file.place]
        picture = ""
        if page.page <= pictures.MOST_PAGES:
            picture = reverse("covering_page", args=[*place, page.page])
        return {
            "file": page.file,
            "page": page.page,
            "why": page.why,
            "doubts": page.doubts,
            "mark": mark_of(page),
            "picture": picture,
            "covering": f"{reverse('covering', args=place)}?trang={page.page}",
            "copy": reverse("office_copy", args=[*dossier, page.file.pk]),
        }


def mark_of(page: looks.Waiting) -> str:
    """By which a form says at what exactly somebody has looked."""
    return f"{page.file.place}-{page.page}-{page.digest}"


def _of_mark(mark: str) -> looks.Shown:
    place, _dash, rest = mark.partition("-")
    page, _dash, digest = rest.partition("-")
    return looks.Shown(number_of(place), number_of(page), digest)


class LookAtPages(Button, PagesToLookAt):
    """Somebody has looked at the pages of the sheet, or at one of them."""

    def press(self):
        shown = [_of_mark(mark) for mark in self.request.POST.getlist("page")]
        done = ngettext("%(count)s page is noted.", "%(count)s pages are noted.", len(shown))
        self.attempt(looks.look, done % {"count": len(shown)}, entry=self.entry, shown=shown)
