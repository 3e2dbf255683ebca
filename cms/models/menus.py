"""The menus of header and footer, in the order that editors give them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable

from competition.kept_forms import KeptForm


@register_setting(icon="list-ul")
class SiteMenus(ClusterableModel, BaseGenericSetting):
    """Which pages the menus lead to. Each link leads to the page in the reader's language."""

    panels = [
        InlinePanel(
            "links",
            label=_("Link of a menu"),
            help_text=_(
                "Drag them into their order. Choose the Vietnamese page: readers of English are "
                "led to its translation. With no link for the header, it shows the pages ticked "
                "“show in menus”."
            ),
        )
    ]

    base_form_class = KeptForm

    class Meta:
        verbose_name = _("menus of every page")


class MenuLink(Orderable):
    """A page in one of the menus."""

    class Place(models.TextChoices):
        HEADER = "header", _("top of the page")
        MORE = "more", _("footer: the contest")
        LEGAL = "legal", _("footer: about this site")

    menus = ParentalKey(SiteMenus, on_delete=models.CASCADE, related_name="links")
    place = models.CharField(_("which menu"), max_length=10, choices=Place, default=Place.HEADER)
    page = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, related_name="+", verbose_name=_("page")
    )

    panels = [FieldPanel("place"), FieldPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("link of a menu")
        verbose_name_plural = _("links of a menu")

    def __str__(self):
        return self.page.title
