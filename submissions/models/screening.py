"""The secretariat's decisions on a dossier."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from submissions.models.evidence import EntryVersion


class Screening(models.Model):
    """The secretariat's decision on one version."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned for changes")
        REFUSED = "refused", _("refused")

    version = models.OneToOneField(EntryVersion, models.PROTECT, related_name="screening")
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict)
    reason = models.TextField(_("reason"), blank=True)
    due = models.DateField(_("answer by"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=models.Q(verdict="accepted") | ~models.Q(reason=""), name="submissions_screening_has_a_reason")]

    def __str__(self):
        return f"{self.version}: {self.get_verdict_display()}"
