"""What the announcement leaves: the results of one edition, and the works of all."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms import facts, hall
from cms.drafts import OfAnEdition
from cms.models.numbers import NumbersPage
from cms.models.stories import StoryPage
from competition.models import Edition


class ResultsPage(OfAnEdition, StoryPage):
    """The results of one edition. It is a draft until the announcement publishes it."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="+", verbose_name=_("edition")
    )
    content_panels = [*Page.content_panels, FieldPanel("edition"), *StoryPage.content_panels[1:]]

    class Meta:
        verbose_name = _("results page")
        verbose_name_plural = _("results pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        edition = facts.edition_of(self)
        context |= facts.results_of(edition, request.GET.get("trang"))
        numbers = NumbersPage.objects.live().filter(locale_id=self.locale_id).first()
        context |= {
            "edition": edition,
            "gallery": GalleryPage.beside(self),
            "numbers_page": numbers,
        }
        return context


class GalleryPage(StoryPage):
    """Works that won, across all editions; names only after the announcement."""

    class Meta:
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")

    @classmethod
    def beside(cls, page: Page) -> "GalleryPage | None":
        """The one in the language of another page."""
        return cls.objects.live().filter(locale_id=page.locale_id).first()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["hall"] = hall.of(request.GET)
        return context
