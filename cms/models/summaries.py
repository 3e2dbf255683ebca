"""A winner's work told in English, for readers abroad."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from competition import clock
from competition.kept_forms import KeptForm
from submissions.models import Entry


def _can_be_told() -> Q:
    """Editors are shown works that won and are public: who wins is nobody's to read before, and the
    words of a work under embargo are nobody's either.
    """
    announced = Q(awards__decision__announced_at__isnull=False)
    is_open = Q(embargo_until=None) | Q(embargo_until__lte=localdate(clock.now()))
    return Q(pk__in=Entry.objects.filter(announced & is_open).values("pk"))


class EnglishSummary(models.Model):
    """Title and summary of a work in English, written by editors. The summary stands on the English
    page where, and while, the Vietnamese one is public.
    """

    entry = models.OneToOneField(
        Entry,
        models.CASCADE,
        related_name="english",
        limit_choices_to=_can_be_told,
        verbose_name=_("work that won"),
    )
    title = models.CharField(_("title in English"), max_length=300)
    text = models.TextField(_("what it solves, in English"), max_length=2000)

    panels = [FieldPanel("entry"), FieldPanel("title"), FieldPanel("text")]

    base_form_class = KeptForm

    class Meta:
        verbose_name = _("English summary of a work")
        verbose_name_plural = _("English summaries of works")

    def __str__(self):
        return self.title
