"""The secretariat's page of exhibits."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.office import Button, EditionOffice
from competition.rows import row_of
from competition.web import number_of
from foundation.papers.answers import as_pdf
from foundation.vietnamese.fields import WholeNumberField
from submissions import permissions
from submissions.models import Entry, Exhibit, ExhibitStep
from submissions.screening import exhibits

A_PAGE = 30
MOVES = [
    (kind, label) for kind, label in ExhibitStep.Kind.choices if kind != ExhibitStep.Kind.RECEIVED
]


class ReceiveForm(forms.Form):
    """An exhibit is brought."""

    receipt_number = forms.CharField(label=gettext_lazy("Number of the dossier"), max_length=40)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Exhibit.Kind.choices)
    name = forms.CharField(label=gettext_lazy("What it is"), max_length=200)
    count = WholeNumberField(label=gettext_lazy("Pieces"), initial=1, min_value=1, max_value=999)
    condition = forms.CharField(label=gettext_lazy("Condition"), max_length=300, required=False)
    brought_by = forms.CharField(label=gettext_lazy("Brought by"), max_length=200)

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition

    def clean_receipt_number(self):
        number = self.cleaned_data["receipt_number"].strip()
        entry = (
            Entry.objects.in_edition(self.edition)
            .filter(receipt_number__iexact=number)
            .exclude(receipt_number="")
            .first()
        )
        if entry is None:
            raise forms.ValidationError(_("No dossier of this edition has this number."))
        self.cleaned_data["entry"] = entry
        return number


class MoveForm(forms.Form):
    """What happens to an exhibit next."""

    kind = forms.ChoiceField(choices=MOVES)
    where = forms.CharField(max_length=200)
    note = forms.CharField(max_length=300, required=False)


class Exhibits(EditionOffice):
    """What lies in the organiser's keeping, and where it is."""

    title = gettext_lazy("Exhibits")
    template_name = "office/exhibits.html"
    header_icon = "pick"
    route = "exhibits"
    may = staticmethod(permissions.can_keep_exhibits)
    form: ReceiveForm | None = None

    def context(self):
        words = self.request.GET.get("tim", "").strip()
        state = self.request.GET.get("o", "")
        exhibits_found = _found(Exhibit.objects.filter(entry__edition=self.edition), words, state)
        pages = Paginator(exhibits_found.prefetch_related("steps__by"), A_PAGE)
        number = {"receipt_number": self.request.GET.get("ho-so", "")}
        return {
            "page_obj": pages.get_page(self.request.GET.get("trang")),
            "words": words,
            "state": state,
            "states": ExhibitStep.Kind.choices,
            "moves": MOVES,
            "query": f"tim={words}&o={state}",
            "form": self.form or ReceiveForm(edition=self.edition, initial=number),
        }


def _found(kept: QuerySet, words: str, state: str) -> QuerySet:
    """The exhibits with these words in number or name, whose last step is of this kind."""
    steps = ExhibitStep.objects.filter(exhibit=OuterRef("pk"))
    kept = kept.annotate(state=Subquery(steps.values("kind")[:1])).select_related("entry")
    if words:
        kept = kept.filter(
            Q(number__icontains=words)
            | Q(name__icontains=words)
            | Q(entry__receipt_number__icontains=words)
        )
    if state in ExhibitStep.Kind.values:
        kept = kept.filter(state=state)
    return kept


class ReceiveExhibit(Button, Exhibits):
    """An exhibit is taken into keeping."""

    def press(self):
        self.form = ReceiveForm(self.request.POST, edition=self.edition)
        if not self.form.is_valid():
            self.is_refused = True
            return
        brought = dict(self.form.cleaned_data)
        del brought["receipt_number"]  # it has become the entry
        self.attempt(exhibits.receive, _("The exhibit is received. Print its slip."), **brought)


class MoveExhibit(Button, Exhibits):
    """An exhibit is stored, shown or given back."""

    def press(self):
        number = number_of(self.request.POST.get("exhibit"))
        exhibit = row_of(Exhibit.objects.filter(entry__edition=self.edition), number)
        form = MoveForm(self.request.POST)
        step = {"kind": "", "where": "", "note": ""}  # the verb says what is missing
        if form.is_valid():
            step = form.cleaned_data
        self.attempt(exhibits.move, _("Noted. Print its slip."), exhibit=exhibit, **step)


def exhibit_slip(request, slug, step):
    """The slip of one step, as PDF."""
    steps = ExhibitStep.objects.select_related("exhibit__entry__edition__contest", "by")
    written = get_object_or_404(steps, pk=step, exhibit__entry__edition__slug=slug)
    if not permissions.can_keep_exhibits(request.user, written.exhibit.entry.edition_id):
        raise Http404
    return as_pdf(f"{written.exhibit.number}.pdf", exhibits.slip(written))
