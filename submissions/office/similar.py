"""Two dossiers that resemble each other, side by side."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.office import Button
from submissions.models import SimilarPair
from submissions.office.dossiers import PageOfDossier
from submissions.similarity import search


class Similar(PageOfDossier):
    """A dossier beside one that it resembles, with what stands in both marked."""

    title = gettext_lazy("Similar entries")
    template_name = "office/similar.html"
    header_icon = "copy"
    route = "similar_entry"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        pairs = SimilarPair.objects.filter(version__entry=self.entry).select_related(
            "version__entry", "other__entry__edition", "looked_at_by"
        )
        self.pair = get_object_or_404(pairs, pk=kwargs["pair"])

    def route_arguments(self):
        return [*super().route_arguments(), self.pair.pk]

    def context(self):
        names = {"title": _("Title of the work"), "summary": _("Summary")}
        names |= {question.key: question.text for question in self.edition.questions.all()}
        return {"pair": self.pair, "names": names} | search.side_by_side(self.pair)


class LookAtSimilar(Button, Similar):
    """A person has compared both, and notes what the likeness means."""

    def press(self):
        because = self.request.POST.get("because", "")
        self.attempt(search.look_at, _("Noted."), pair=self.pair, because=because)
