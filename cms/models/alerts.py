"""What has to be said on every page, for as long as it matters."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from competition.kept_forms import KeptForm


@register_setting(icon="warning")
class SiteAlert(BaseGenericSetting):
    """A line above every page of the site, between two moments."""

    text = models.CharField(_("text"), max_length=240, blank=True)
    text_en = models.CharField(_("text in English"), max_length=240, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page that tells more"),
    )
    is_urgent = models.BooleanField(_("urgent"), default=False)
    shows_from = models.DateTimeField(_("shown from"), null=True, blank=True)
    shows_until = models.DateTimeField(_("shown until"), null=True, blank=True)

    panels = [
        FieldPanel("text"),
        FieldPanel("text_en"),
        FieldRowPanel([FieldPanel("shows_from"), FieldPanel("shows_until")]),
        FieldRowPanel([FieldPanel("page"), FieldPanel("is_urgent")]),
    ]

    base_form_class = KeptForm

    class Meta:
        verbose_name = _("alert on every page")

    def clean(self):
        """It stands in both languages, and ends."""
        wrong = {}
        if self.text and not self.text_en:
            wrong["text_en"] = _("Readers of English need it too.")
        if self.text and not self.shows_until:
            wrong["shows_until"] = _("Say until when: what is forgotten there is read by nobody.")
        if self.shows_from and self.shows_until and self.shows_until <= self.shows_from:
            wrong["shows_until"] = _("Give an end after the beginning.")
        if wrong:
            raise ValidationError(wrong)

    def is_shown(self, at: datetime.datetime) -> bool:
        """Whether it stands on the pages at this moment."""
        begun = self.shows_from is None or self.shows_from <= at
        return bool(self.text) and begun and (self.shows_until is None or at < self.shows_until)

    @property
    def label(self) -> str:
        """The text in the reader's language."""
        return (self.text_en if get_language() == "en" else self.text) or self.text

    @property
    def address(self) -> str:
        """Of the page that tells more, in the reader's language."""
        if self.page is None:
            return ""
        twin = self.page.localized
        return twin.url if twin.live else ""
