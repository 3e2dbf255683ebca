"""Things that belong to an entry: models, products, samples, papers on which it came."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from submissions.models.drafts import Entry


class Exhibit(models.Model):
    """One thing in the organiser's keeping, under a number of the edition.

    Where it is now is its last step.
    """

    class Kind(models.TextChoices):
        MODEL = "model", _("model")
        PRODUCT = "product", _("product")
        SAMPLE = "sample", _("sample")
        PAPER = "paper", _("paper original")

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="exhibits")
    number = models.CharField(_("number"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    name = models.CharField(_("what it is"), max_length=200)
    count = models.PositiveSmallIntegerField(_("pieces"), default=1)
    condition = models.CharField(_("condition"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("exhibit")
        verbose_name_plural = _("exhibits")
        ordering = ["number"]

    def __str__(self):
        return f"{self.number} {self.name}"


class ExhibitStep(models.Model):
    """What happened to an exhibit: received from somebody, stored, shown, returned to somebody."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("received")
        STORED = "stored", _("in store")
        SHOWN = "shown", _("on show")
        RETURNED = "returned", _("returned")

    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=8, choices=Kind)
    where = models.CharField(_("place, or person"), max_length=200)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("step of an exhibit")
        verbose_name_plural = _("steps of exhibits")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibit"],
                condition=models.Q(kind="received"),
                name="submissions_received_once",
            ),
            models.UniqueConstraint(
                fields=["exhibit"],
                condition=models.Q(kind="returned"),
                name="submissions_returned_once",
            ),
        ]

    def __str__(self):
        return f"{self.exhibit}: {self.get_kind_display()}"
