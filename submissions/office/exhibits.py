"""The secretariat's page of exhibits."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import is_secretariat
from competition.office import EditionOffice
from submissions.models import Entry, Exhibit, ExhibitStep
from submissions.screening import exhibits


class ReceiveForm(forms.Form):
    """A thing is brought."""

    receipt_number = forms.CharField(label=gettext_lazy("Number of the dossier"), max_length=40)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Exhibit.Kind.choices)
    name = forms.CharField(label=gettext_lazy("What it is"), max_length=200)
    count = forms.IntegerField(label=gettext_lazy("Pieces"), initial=1, min_value=1, max_value=999)
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
    """What happens to it next."""

    kind = forms.ChoiceField(
        choices=[choice for choice in ExhibitStep.Kind.choices if choice[0] != "received"]
    )
    where = forms.CharField(max_length=200)
    note = forms.CharField(max_length=300, required=False)


class Exhibits(EditionOffice):
    """What lies in the organiser's keeping, and where it is."""

    title = gettext_lazy("Exhibits")
    template_name = "office/exhibits.html"
    header_icon = "pick"
    form = None

    def context(self):
        words, state = self.request.GET.get("tim", "").strip(), self.request.GET.get("o", "")
        last = ExhibitStep.objects.filter(exhibit=OuterRef("pk")).values("kind")[:1]
        found = (
            Exhibit.objects.filter(entry__edition=self.edition)
            .annotate(state=Subquery(last))
            .select_related("entry")
        )
        if words:
            found = found.filter(
                Q(number__icontains=words)
                | Q(name__icontains=words)
                | Q(entry__receipt_number__icontains=words)
            )
        if state in ExhibitStep.Kind.values:
            found = found.filter(state=state)
        page = Paginator(found.prefetch_related("steps__by"), 30).get_page(
            self.request.GET.get("trang")
        )
        return {
            "page_obj": page,
            "words": words,
            "state": state,
            "states": ExhibitStep.Kind.choices,
            "moves": MoveForm().fields["kind"].choices,
            "query": f"tim={words}&o={state}",
            "form": self.form
            or ReceiveForm(
                edition=self.edition, initial={"receipt_number": self.request.GET.get("ho-so", "")}
            ),
        }

    def do_receive(self):
        form = ReceiveForm(self.request.POST, edition=self.edition)
        if not form.is_valid():
            self.form, self.is_refused = form, True
            return
        data = {
            name: value for name, value in form.cleaned_data.items() if name != "receipt_number"
        }
        if not self.attempt(
            exhibits.receive, _("The exhibit is received. Print its slip."), **data
        ):
            self.form = form

    def do_move(self):
        exhibit = get_object_or_404(
            Exhibit, pk=self.request.POST.get("exhibit") or 0, entry__edition=self.edition
        )
        form = MoveForm(self.request.POST)
        data = form.cleaned_data if form.is_valid() else {"kind": "", "where": "", "note": ""}
        self.attempt(exhibits.move, _("Noted. Print its slip."), exhibit=exhibit, **data)


def exhibit_slip(request, slug, step):
    """The slip of one step, as PDF."""
    steps = ExhibitStep.objects.select_related("exhibit__entry__edition__contest", "by")
    found = get_object_or_404(steps, pk=step, exhibit__entry__edition__slug=slug)
    if not is_secretariat(request.user, found.exhibit.entry.edition_id):
        raise Http404
    name = f"{found.exhibit.number}.pdf".encode("ascii", "ignore").decode()
    return HttpResponse(
        exhibits.slip(found),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
