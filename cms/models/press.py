"""What a journalist needs: facts, texts to take over, pictures with their licence."""

from django.utils.translation import gettext_lazy as _

from cms import facts
from cms.models.contact import ContactPage
from cms.models.home import HomePage
from cms.models.news import NewsPage
from cms.models.stories import StoryPage
from competition import clock

ARTICLES = 5


class PressPage(StoryPage):
    """The press kit: its figures are read from the data, its files are blocks of the text."""

    class Meta:
        verbose_name = _("press page")
        verbose_name_plural = _("press pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        home = HomePage.objects.live().filter(locale_id=self.locale_id).first()
        here = {"locale_id": self.locale_id}
        context |= {
            "facts": self._facts(home) if home else None,
            "contact": ContactPage.objects.live().filter(**here).first(),
            "articles": NewsPage.objects.live().filter(**here).order_by("-date", "-pk")[:ARTICLES],
        }
        return context

    @staticmethod
    def _facts(home: HomePage) -> dict | None:
        """Of the edition that the front page stands for; none of a draft."""
        edition = home.shown
        return None if edition.is_draft else facts.of_edition(edition, clock.now())
