"""The blinded copy page by page: what the machine found is seen covered, and a person covers what
it cannot know.
"""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.office import Button
from competition.rows import row_of
from competition.web import number_of
from foundation.vault import pictures
from submissions.office import looking
from submissions.office.dossiers import PageOfDossier
from submissions.sealing import looks, redacting
from submissions.sealing.box_form import BoxForm


class Covering(PageOfDossier):
    """One page of a blinded file, with what was covered on it by hand."""

    title = gettext_lazy("Cover parts of a page")
    template_name = "office/covering.html"
    header_icon = "view"
    route = "covering"
    form: BoxForm | None = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.place = kwargs["place"]
        copy = redacting.copy_in_work(self.entry)
        if copy is None:
            raise Http404
        blinded = redacting.file_at(copy, self.place)
        if blinded is None:
            raise Http404
        self.copy = copy
        self.blob, self.file = blinded
        self.page = self._asked_page()

    def _asked_page(self) -> int:
        asked = number_of(self.request.GET.get("trang"))
        return asked if 1 <= asked <= self.file.pages else 1

    def route_arguments(self):
        return [*super().route_arguments(), self.place]

    def context(self):
        places = range(1, len(self.copy.version.content["files"]) + 1)
        boxes = self.entry.redactions.filter(blob=self.blob, page=self.page)
        return {
            "entry": self.entry,
            "file": self.file,
            "place": self.place,
            "places": [place for place in places if redacting.file_at(self.copy, place)],
            "page": self.page,
            "pages": range(1, self.file.pages + 1),
            "boxes": boxes.select_related("by"),
            "form": self.form or BoxForm(),
            "waits": self._waiting_page(),
            "leaks": [leak for leak in self.copy.leaks if self._is_here(leak)],
        }

    def _waiting_page(self) -> dict | None:
        """This page, where it waits for a person's eye."""
        for page in looks.waiting(self.copy):
            if page.file == self.file and page.page == self.page:
                mark = looking.mark_of(page)
                return {"why": page.why, "doubts": page.doubts, "mark": mark}
        return None

    def _is_here(self, leak: dict) -> bool:
        """A finding about this page, or about the whole file."""
        return leak["where"] == self.file.name and leak["page"] in (None, self.page)


class CoverPart(Button, Covering):
    """What lies under a drawn box is taken out of the blinded file."""

    def press(self):
        self.form = BoxForm(self.request.POST)
        if not self.form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            redacting.cover,
            _("Covered. What lay under it is no longer in the file."),
            entry=self.entry,
            place=self.place,
            page=self.page,
            box=self.form.box(),
        )


class UncoverPart(Button, Covering):
    """A part that was covered by hand is shown again."""

    def press(self):
        number = number_of(self.request.POST.get("redaction"))
        redaction = row_of(self.entry.redactions.all(), number)
        done = _("This part is shown again.")
        self.attempt(redacting.uncover, done, entry=self.entry, redaction=redaction)


class CoveringPage(Covering):
    """The picture of one page of a blinded file, for the secretariat."""

    def get(self, request, *args, **kwargs):
        try:
            return pictures.serve(
                self.file.blob,
                page=kwargs["page"],
                width=pictures.LARGE,
                name=self.file.name,
                user=request.user,
                purpose="sealing",
            )
        except pictures.NoPicture as nothing:
            raise Http404 from nothing
