"""What happens when: events that editors write, beside the timetables of the editions."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cms import events
from cms.models.stories import StoryPage
from competition import clock
from competition.kept_forms import KeptForm


class CalendarEvent(models.Model):
    """A talk, a training, a ceremony: something that people come to."""

    title = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160)
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page that tells more"),
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("title_en"),
        FieldRowPanel([FieldPanel("begins_at"), FieldPanel("ends_at")]),
        FieldPanel("place"),
        FieldPanel("page"),
    ]

    base_form_class = KeptForm

    class Meta:
        verbose_name = _("event of the calendar")
        verbose_name_plural = _("events of the calendar")
        ordering = ["begins_at", "pk"]

    def __str__(self):
        return self.title

    def clean(self):
        """It ends after it begins."""
        if self.begins_at and self.ends_at and self.ends_at <= self.begins_at:
            raise ValidationError({"ends_at": _("Give an end after the beginning.")})

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title


class CalendarPage(StoryPage):
    """The months with what happens in them, and the same as a file for one's own calendar."""

    class Meta:
        verbose_name = _("calendar page")
        verbose_name_plural = _("calendar pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        at = clock.now()
        told = events.known(CalendarEvent.objects.select_related("page"), at)
        context["ahead"] = events.by_month([one for one in told if one.ends_at > at])
        context["past"] = [one for one in reversed(told) if one.ends_at <= at][: events.PAST]
        return context
