"""Who inspects an edition, until when, and which files were opened for it."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from competition.models import Edition, JointRequest
from submissions.models import Entry


class MandateQuerySet(models.QuerySet["Mandate"]):
    def running(self, at: datetime.datetime) -> Self:
        return self.filter(begins_at__lte=at, ends_at__gt=at)


class Mandate(models.Model):
    """Somebody from outside may read, until a day, what stands behind works of an edition; two
    people wanted it.
    """

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="mandates", verbose_name=_("edition")
    )
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates", verbose_name=_("person")
    )
    joint = models.OneToOneField(
        JointRequest, models.PROTECT, related_name="mandate", verbose_name=_("request")
    )
    paper = models.CharField(_("paper that orders the inspection"), max_length=120)
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate of an inspector")
        verbose_name_plural = _("mandates of inspectors")
        ordering = ["-begins_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("begins_at")),
                name="awards_mandate_ends_after_it_begins",
            )
        ]

    def __str__(self):
        return f"{self.inspector} – {self.paper}"

    def runs(self, at: datetime.datetime) -> bool:
        """Whether it gives a right at this moment."""
        return self.begins_at <= at < self.ends_at


class InspectionFile(models.Model):
    """A numbered file about one work, opened for one inspector."""

    mandate = models.ForeignKey(
        Mandate, models.PROTECT, related_name="files", verbose_name=_("mandate")
    )
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+", verbose_name=_("entry"))
    number = models.CharField(_("number"), max_length=30, unique=True)
    opened_at = models.DateTimeField(_("opened"))

    class Meta:
        verbose_name = _("file of an inspection")
        verbose_name_plural = _("files of inspections")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "entry"], name="awards_one_file_a_work_and_mandate"
            )
        ]

    def __str__(self):
        return self.number
