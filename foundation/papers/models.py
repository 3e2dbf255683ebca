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
