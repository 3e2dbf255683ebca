"""The front door."""

import datetime

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms import facts, front
from cms.models.editions import EditionPage
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.results import ResultsPage
from cms.models.stories import StoryPage
from competition import clock
from competition.models import Edition
from foundation.soft_cache import remembered

STORIES = 4  # one large, three small
ARTICLES = 5  # one with its picture, four as lines
NEWEST = 12  # of which both are chosen
KEPT = 300  # seconds


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

    @cached_property
    def shown(self) -> Edition:
        """The edition with what the page asks of it, read once."""
        return facts.edition_of(self)

    def get_template(self, request, *args, **kwargs):
        """Before the first edition is published there is nothing of it to tell."""
        if self.shown.is_draft:
            return "cms/home_before.html"
        return super().get_template(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        at = clock.now()
        edition = self.shown
        if edition.is_draft:
            return context
        told = facts.of_edition(edition, at)
        act = front.act_of(told)
        context |= {
            "facts": told,
            "act": act,
            "draft": front.draft_of(request.user, edition) if act == front.Act.CALL else None,
            "vote_points": front.vote_points(edition),
            "sky": front.SKIES[act],
            "clock": front.clock_of(act, edition, told, at),
            "numbers": front.numbers_of(act, edition, told),
            "today": at,
            "steps": front.line_of(facts.journey(edition, at), at),
            "themes": front.themes_of(edition),
            "province": front.province_of(edition, request.GET.get("xa", "")),
            "prizes": front.prizes_of(edition),
            "offered": front.offered(edition, at) if act == front.Act.VOTE else [],
            "best": front.best_of(edition) if act == front.Act.WINNERS else None,
        }
        return context | self._beside(edition, at) | self._results(told) | self._told()

    def _beside(self, edition: Edition, at: datetime.datetime) -> dict:
        """The pages of this edition, and of the contests that run beside it."""
        others = front.beside(edition, at)
        editions = [edition, *(other["edition"] for other in others)]
        found = EditionPage.objects.live().filter(edition__in=editions, locale_id=self.locale_id)
        pages = {page.edition_id: page for page in found}
        return {
            "edition_page": pages.get(edition.pk),
            "beside": [other | {"page": pages.get(other["edition"].pk)} for other in others],
        }

    def _results(self, told: dict) -> dict:
        """What was announced: {"decision", "results_page"}; nothing before it is."""
        if not told["announced"]:
            return {}
        here = {"edition": self.shown, "locale_id": self.locale_id}
        return {
            "decision": facts.decision_of(self.shown),
            "results_page": ResultsPage.objects.live().filter(**here).first(),
        }

    def _told(self) -> dict:
        """The newest news; the stories are the formats that are more than an article."""
        live = NewsPage.objects.live().filter(locale_id=self.locale_id).order_by("-date")
        newest = list(live.select_related("content_type", "picture")[:NEWEST])
        stories = [page for page in newest if page.content_type.model != "newspage"][:STORIES]
        news = [page for page in newest if page not in stories][:ARTICLES]
        return {"stories": stories, "news": news, "news_index": self._news_index()}

    def _news_index(self) -> str:
        """The address of all news; empty where there is none."""

        def read() -> str:
            index = NewsIndexPage.objects.live().child_of(self).first()
            return index.url if index else ""

        return remembered(f"news-index:{self.pk}", read, KEPT)
