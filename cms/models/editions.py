"""The landing page of an edition."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms import facts, front, rules
from cms.drafts import OfAnEdition
from cms.models.results import ResultsPage
from cms.models.stories import StoryPage
from competition import clock
from competition.models import Edition
from competition.regulation import regulation_of


class EditionPage(OfAnEdition, StoryPage):
    """An edition's landing page: rules and timetable from the data, prose around them."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="pages", verbose_name=_("edition")
    )

    content_panels = [*Page.content_panels, FieldPanel("edition"), *StoryPage.content_panels[1:]]

    class Meta:
        verbose_name = _("edition page")
        verbose_name_plural = _("edition pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        at = clock.now()
        edition = facts.edition_of(self)
        told = facts.of_edition(edition, at)
        context |= {
            "facts": told,
            "regulation": regulation_of(edition),
            "chapters": rules.chapters_of(edition),
            "rounds": rules.rounds_of(edition),
            "calendar": rules.calendar_of(edition, at),
            "prizes": front.prizes_of(edition),
            "results_page": self._results() if told["announced"] else None,
        }
        return context

    def _results(self) -> ResultsPage | None:
        here = {"edition_id": self.edition_id, "locale_id": self.locale_id}
        return ResultsPage.objects.live().filter(**here).first()
