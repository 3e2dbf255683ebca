"""News of the contest."""

from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.models.stories import StoryPage


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
