"""How people of the office look at its lists."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competition.models.series import Edition


class SavedView(models.Model):
    """Filters, words, sort and columns of a list, kept under a name: for whoever keeps it, or for
    everybody who runs the edition.

    One without a name holds the columns that the person has chosen last; it is shared with nobody.
    """

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="saved_views", verbose_name=_("edition")
    )
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=pgettext_lazy("of a saved view", "kept by"),
    )
    listing = models.CharField(_("list"), max_length=40)
    name = models.CharField(_("name"), max_length=40, blank=True)
    query = models.CharField(_("filters and columns"), max_length=1000, blank=True)
    is_shared = models.BooleanField(_("shared with the secretariat"), default=False)
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["saved_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "edition", "listing", "kept_by", "name", name="one_view_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name
