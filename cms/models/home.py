"""The front door."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms import facts
from cms.models.editions import EditionPage
from cms.models.news import NewsPage
from cms.models.results import ResultsPage
from cms.models.stories import StoryPage
from competition import clock
from competition.models import Edition


class HomePage(StoryPage):
    """The front door: it changes with the phase of the edition it stands for."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="+", verbose_name=_("edition")
    )
    headline = models.CharField(
        _("headline"), max_length=160, blank=True, help_text=_("Empty: the edition's call.")
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("edition"),
        FieldPanel("headline"),
        *StoryPage.content_panels[1:],
    ]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_template(self, request, *args, **kwargs):
        """Before the first edition is published there is nothing of it to tell."""
        if self.edition.is_draft:
            return "cms/home_before.html"
        return super().get_template(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        at = clock.now()
        edition = facts.edition_of(self)
        if edition.is_draft:
            return context
        here = {"edition": edition, "locale_id": self.locale_id}
        context |= {
            "facts": facts.of_edition(edition, at),
            "steps": facts.journey(edition, at),
            "winners": facts.recent_winners(4),
            "news": NewsPage.objects.live().filter(locale_id=self.locale_id).order_by("-date")[:3],
            "results_page": ResultsPage.objects.live().filter(**here).first(),
            "edition_page": EditionPage.objects.live().filter(**here).first(),
        }
        return context
