"""Texts that stand on every page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from competition.kept_forms import KeptForm


@register_setting(icon="site")
class SiteTexts(BaseGenericSetting):
    """Texts that stand on every page."""

    official_line = models.CharField(_("line above the header"), max_length=200, blank=True)
    official_line_en = models.CharField(
        _("line above the header, English"), max_length=200, blank=True
    )
    footer = models.TextField(_("footer"), blank=True)
    footer_en = models.TextField(_("footer in English"), blank=True)

    base_form_class = KeptForm

    class Meta:
        verbose_name = _("texts of every page")
