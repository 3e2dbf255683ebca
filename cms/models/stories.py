"""Pages of prose."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import StoryBlock


class StoryPage(Page):
    """What all prose pages share."""

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(StoryBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        abstract = True


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
