"""Topics of the province as living pages: what they are, their news, and the works that answer
them.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page

from cms import scenes, topics
from cms.models.categories import NewsCategory
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.stories import StoryPage
from competition.models import Field


class TopicIndexPage(StoryPage):
    """All topics, each with its scene."""

    subpage_types = ["cms.TopicPage"]

    class Meta:
        verbose_name = _("topics page")
        verbose_name_plural = _("topics pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        pages = TopicPage.objects.live().child_of(self)
        context["topics"] = pages.select_related("category")
        return context


class TopicPage(StoryPage):
    """One topic: an introduction with its scene, figures, news and works that won."""

    scene = models.CharField(_("drawn scene"), max_length=30, choices=scenes.choices)
    category = models.ForeignKey(
        NewsCategory,
        models.PROTECT,
        related_name="+",
        verbose_name=_("news category"),
        help_text=_("Its articles stand on this page, and have a feed."),
    )
    field_codes = models.CharField(
        _("codes of the fields"),
        max_length=120,
        blank=True,
        help_text=_("Of all editions, separated by commas, such as: CNTT, NONGLAM."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("scene"),
        FieldRowPanel([FieldPanel("category"), FieldPanel("field_codes")]),
        FieldPanel("body"),
    ]
    parent_page_types = ["cms.TopicIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("topic page")
        verbose_name_plural = _("topic pages")

    @property
    def codes(self) -> set[str]:
        """The codes as fields have them."""
        return {code.strip().upper() for code in self.field_codes.split(",") if code.strip()}

    def clean(self):
        """Every code is that of a field."""
        super().clean()
        known = set(Field.objects.filter(code__in=self.codes).values_list("code", flat=True))
        if unknown := self.codes - known:
            message = _("No field of any edition has the code %(codes)s.")
            codes = ", ".join(sorted(unknown))
            raise ValidationError(
                {"field_codes": ValidationError(message, params={"codes": codes})}
            )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        articles = NewsPage.objects.live().filter(locale_id=self.locale_id, category=self.category)
        index = NewsIndexPage.objects.live().filter(locale_id=self.locale_id).first()
        others = TopicPage.objects.live().sibling_of(self, inclusive=False)
        context |= topics.told(self.codes, articles)
        context |= {"news_index": index, "others": others, "above": self.get_parent()}
        return context
