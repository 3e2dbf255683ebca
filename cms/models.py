from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms import facts
from cms.blocks import StoryBlock
from cms.drafts import OfAnEdition
from competition import clock
from competition.models import Edition
from competition.regulation import age_rule, regulation_of


@register_setting(icon="site")
class SiteTexts(BaseGenericSetting):
    """Texts that stand on every page."""

    official_line = models.CharField(_("line above the header"), max_length=200, blank=True)
    official_line_en = models.CharField(
        _("line above the header, English"), max_length=200, blank=True
    )
    footer = models.TextField(_("footer"), blank=True)
    footer_en = models.TextField(_("footer in English"), blank=True)

    class Meta:
        verbose_name = _("texts of every page")


class StoryPage(Page):
    """What all prose pages share."""

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(StoryBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        abstract = True


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
        context |= {
            "facts": facts.of_edition(edition, at),
            "steps": facts.journey(edition, at),
            "regulation": regulation_of(edition),
            "age_rule": age_rule(edition),
            "results_page": ResultsPage.objects.live()
            .filter(edition=edition, locale_id=self.locale_id)
            .first(),
        }
        return context


class NewsIndexPage(Page):
    """The list of articles, newest first."""

    intro = models.TextField(_("introduction"), blank=True)
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    subpage_types = ["cms.NewsPage"]

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        articles = (
            NewsPage.objects.live()
            .child_of(self)
            .select_related("picture")
            .order_by("-date", "-pk")
        )
        context["articles"] = Paginator(articles, 12).get_page(request.GET.get("trang"))
        return context


class NewsPage(StoryPage):
    """An article."""

    date = models.DateField(_("date"))
    picture = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("picture"),
        *StoryPage.content_panels[1:],
    ]
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        others = NewsPage.objects.live().sibling_of(self, inclusive=False)
        context["newer"] = others.filter(date__gte=self.date).order_by("date")[:3]
        context["older"] = others.filter(date__lt=self.date).order_by("-date")[:3]
        return context


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
        context |= facts.results_of(self.edition)
        return context


class GalleryPage(StoryPage):
    """Works that won, across all editions; names only after the announcement."""

    class Meta:
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        works = Paginator(facts.all_winners(), 12).get_page(request.GET.get("trang"))
        context |= {"works": works, "winners": facts.winners(works.object_list)}
        return context


class VerificationPage(StoryPage):
    """Where somebody who holds a certificate types its code."""

    class Meta:
        verbose_name = _("verification page")
        verbose_name_plural = _("verification pages")


class ContentPage(StoryPage):
    """Guidance, questions, contact: any other prose."""

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")
