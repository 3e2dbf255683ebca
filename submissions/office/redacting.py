"""The blinded copy page by page: what the machine found is seen covered, and a person covers what
it cannot know.
"""

from decimal import Decimal

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.vault import pictures
from submissions.office.dossiers import DossierOffice
from submissions.sealing import redacting


def _side(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=100,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


class BoxForm(forms.Form):
    """A part of the page in per cent of its width and height; the script fills it in from a drawn
    box.
    """

    left = _side(gettext_lazy("From the left (%)"))
    right = _side(gettext_lazy("to (%)"))
    top = _side(gettext_lazy("From above (%)"))
    bottom = _side(gettext_lazy("down to (%)"))

    def box(self) -> tuple[float, ...]:
        return tuple(
            float(self.cleaned_data[side] / Decimal(100))
            for side in ("left", "top", "right", "bottom")
        )


class Covering(DossierOffice):
    """One page of a blinded file, with what was covered on it by hand."""

    title = gettext_lazy("Cover parts of a page")
    template_name = "office/covering.html"
    header_icon = "view"
    form = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.copy, self.place = redacting.copy_in_work(self.entry), kwargs["place"]
        found = redacting.file_at(self.copy, self.place) if self.copy else None
        if found is None:
            raise Http404
        self.blob, self.file = found
        wanted = request.GET.get("trang", "1")
        self.page = int(wanted) if wanted.isdecimal() and 1 <= int(wanted) <= self.file.pages else 1

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        items[-1] = {
            "url": reverse("office_entry", args=[self.edition.slug, self.entry.public_id]),
            "label": self.entry.receipt_number,
        }
        return [*items, {"url": "", "label": self.title}]

    def context(self):
        places = [
            place
            for place in range(1, len(self.copy.version.content["files"]) + 1)
            if redacting.file_at(self.copy, place)
        ]
        return {
            "entry": self.entry,
            "file": self.file,
            "place": self.place,
            "places": places,
            "page": self.page,
            "pages": range(1, self.file.pages + 1),
            "boxes": self.entry.redactions.filter(blob=self.blob, page=self.page).select_related(
                "by"
            ),
            "form": self.form or BoxForm(),
            "found": [
                leak
                for leak in self.copy.leaks
                if leak["where"] == self.file.name and leak["page"] in (None, self.page)
            ],
        }

    def do_cover(self):
        self.form = BoxForm(self.request.POST)
        if not self.form.is_valid():
            self.is_refused = True
            return
        about = {
            "entry": self.entry,
            "place": self.place,
            "page": self.page,
            "box": self.form.box(),
        }
        self.attempt(
            redacting.cover, _("Covered. What lay under it is no longer in the file."), **about
        )

    def do_uncover(self):
        number = self.request.POST.get("redaction", "")
        redaction = get_object_or_404(self.entry.redactions, pk=number if number.isdecimal() else 0)
        self.attempt(
            redacting.uncover, _("This part is shown again."), entry=self.entry, redaction=redaction
        )


def covering_page(request, slug, public_id, place, page):
    """The picture of one page of a blinded file, for the secretariat."""
    view = Covering()
    view.setup(request, slug=slug, public_id=public_id, place=place)
    view.refuse_strangers()
    try:
        return pictures.serve(
            view.file.blob,
            page=page,
            width=pictures.LARGE,
            name=view.file.name,
            user=request.user,
            purpose="sealing",
        )
    except pictures.NoPicture as nothing:
        raise Http404 from nothing
