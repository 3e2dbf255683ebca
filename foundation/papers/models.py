from django.db import models
from django.utils.translation import gettext_lazy as _


class PreparedPaper(models.Model):
    """A paper that the worker made because somebody asked for it, as things stood at that moment.

    It is fetched by who asked and then thrown away: what it was made from is kept elsewhere.
    """

    # The job that made it.
    job = models.OneToOneField("jobs.Job", models.CASCADE, related_name="+")
    content = models.BinaryField(_("content"))
    # Why it could not be made, in words for who asked; then there is no content.
    refusal = models.TextField(_("refusal"), blank=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("prepared paper")
        verbose_name_plural = _("prepared papers")

    def __str__(self) -> str:
        return f"{self.job}"


class SealCertificate(models.Model):
    """The certificate of a seal that was used: what it has sealed is genuine for good, after a
    renewal too. Rows are neither changed nor deleted.
    """

    fingerprint = models.CharField(_("SHA-256"), max_length=64, unique=True)
    content = models.BinaryField(_("content"))  # X.509, DER
    used_since = models.DateTimeField(_("used since"), auto_now_add=True)

    class Meta:
        verbose_name = _("certificate of a seal")
        verbose_name_plural = _("certificates of seals")

    def __str__(self) -> str:
        return self.fingerprint[:12]
