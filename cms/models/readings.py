"""How often articles were read, by day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.news import NewsPage


class ArticleReading(models.Model):
    """Who read it is kept nowhere: a number for a day."""

    page = models.ForeignKey(
        NewsPage, models.CASCADE, related_name="readings", verbose_name=_("article")
    )
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("times read"), default=0)

    class Meta:
        verbose_name = _("readings of an article")
        verbose_name_plural = _("readings of articles")
        constraints = [
            models.UniqueConstraint(fields=["page", "day"], name="readings_once_a_day"),
        ]

    def __str__(self):
        return f"{self.page_id}, {self.day}: {self.count}"
