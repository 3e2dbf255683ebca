"""News of the contest: articles, what they are filed under, and the page that lists them."""

import math

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms import news, scenes
from cms.article_form import ArticleForm
from cms.copy_form import BoundedCopyForm
from cms.models.categories import NewsCategory
from cms.models.stories import StoryPage
from foundation.vietnamese.text import fold

WORDS_A_MINUTE = 230  # syllables that a grown-up reads in a minute, Vietnamese on a screen


class NewsWord(TagBase):
    """A word that articles are filed under; its address has no accents."""

    free_tagging = True

    class Meta:
        verbose_name = _("tag of the news")
        verbose_name_plural = _("tags of the news")

    def slugify(self, tag, i=None):
        """“Võ Nhai” → vo-nhai; the next one of this address vo-nhai_1."""
        slug = slugify(fold(tag))
        return slug if i is None else f"{slug}_{i}"


class NewsTag(ItemBase):
    """An article under a word."""

    tag = models.ForeignKey(NewsWord, models.CASCADE, related_name="filed")
    content_object = ParentalKey("cms.NewsPage", related_name="tagged")

    class Meta:
        verbose_name = _("article under a tag")
        verbose_name_plural = _("articles under tags")


class NewsIndexPage(Page):
    """The front page of the news, and its lists by category, format and tag."""

    intro = models.TextField(_("introduction"), blank=True)
    copy_form_class = BoundedCopyForm
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    subpage_types = [
        "cms.NewsPage",
        "cms.MegastoryPage",
        "cms.InfographicPage",
        "cms.PhotoStoryPage",
        "cms.VideoPage",
    ]

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context |= news.front_or_list(self, NewsPage, NewsCategory, request.GET)
        return context


class NewsPage(StoryPage):
    """An article; the other formats are articles with more to them."""

    date = models.DateField(_("date"), default=timezone.localdate)
    category = models.ForeignKey(
        NewsCategory,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category"),
    )
    written_by = models.CharField(
        _("written by"),
        max_length=120,
        blank=True,
        help_text=_("The name as it stands under the article, with commune or office."),
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("A photograph with its description. Without one, choose a drawn scene."),
    )
    scene = models.CharField(
        _("drawn scene"),
        max_length=30,
        blank=True,
        choices=scenes.choices,
        help_text=_("Stands where there is no photograph, and says that it is a drawing."),
    )
    picture_caption = models.CharField(_("caption of the picture"), max_length=200, blank=True)
    picture_credit = models.CharField(
        _("photographer and licence"),
        max_length=120,
        blank=True,
        help_text=_("Such as: Photo: Hoàng Thu Hà. Required with a photograph."),
    )
    correction = models.TextField(
        _("correction"),
        blank=True,
        help_text=_("What was wrong and what is right. It stays above the article for good."),
    )
    corrected_on = models.DateField(_("corrected on"), null=True, blank=True)
    tags = ClusterTaggableManager(
        through=NewsTag, blank=True, verbose_name=_("tags"), help_text=_("Separated by commas.")
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldRowPanel([FieldPanel("date"), FieldPanel("category"), FieldPanel("written_by")]),
        MultiFieldPanel(
            [
                FieldPanel("picture"),
                FieldPanel("scene"),
                FieldPanel("picture_caption"),
                FieldPanel("picture_credit"),
            ],
            heading=_("Picture of the article"),
        ),
        FieldPanel("body"),
        FieldPanel("tags"),
        MultiFieldPanel(
            [FieldPanel("correction"), FieldPanel("corrected_on")], heading=_("Correction")
        ),
    ]
    search_fields = [*StoryPage.search_fields, index.SearchField("written_by")]
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    base_form_class = ArticleForm

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def clean(self):
        """A photograph is described and credited; a correction has its day."""
        super().clean()
        wrong = {}
        if self.picture and not self.picture.description:
            wrong["picture"] = _(
                "Describe this picture first (Pictures → its description), for those who cannot "
                "see it."
            )
        if self.picture and not self.picture_credit:
            wrong["picture_credit"] = _("Say who took the photograph and under which licence.")
        if self.correction and not self.corrected_on:
            wrong["corrected_on"] = _("Say on which day it was corrected.")
        if wrong:
            raise ValidationError(wrong)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context |= news.neighbours(self, NewsPage)
        context["most_read"] = news.most_read(self.get_parent().pk, NewsPage, but=self.pk)
        return context

    @property
    def format(self) -> news.Format:
        """What kind of article it is, without asking for the row of its kind."""
        return news.Format(self.cached_content_type.model)

    @property
    def minutes(self) -> int:
        """How long it takes to read, at least one."""
        return max(1, math.ceil(len(self._words()) / WORDS_A_MINUTE))

    def _words(self) -> list[str]:
        told = self.body.stream_block.get_searchable_content(self.body)
        return strip_tags(" ".join([self.intro, *map(str, told)])).split()
