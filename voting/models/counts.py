"""The closed count."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from competition.models import Edition


class Tally(models.Model):
    """The closed count of an edition, with and without the ballots in quarantine."""

    edition = models.OneToOneField(
        Edition, models.PROTECT, related_name="tally", verbose_name=_("edition")
    )
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("closed"))
    ballots_root = models.CharField(_("Merkle root of the ballots"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64)
    ledger_head = models.CharField(_("ledger head"), max_length=64)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")

    def __str__(self):
        return f"{self.edition} – {self.digest[:12]}"


class TallyRow(models.Model):
    """One candidate's votes."""

    tally = models.ForeignKey(Tally, models.CASCADE, related_name="rows")
    code = models.CharField(_("vote code"), max_length=12)
    # Empty in rows that were counted before there were any: the vote code stood in its place.
    result_code = models.CharField(_("result code"), max_length=12, blank=True, editable=False)
    votes = models.PositiveIntegerField(_("counted votes"))
    set_aside = models.PositiveIntegerField(_("votes set aside"), default=0)

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        ordering = ["-votes", "code"]
        constraints = [
            models.UniqueConstraint(fields=["tally", "code"], name="voting_one_count_a_code")
        ]

    def __str__(self):
        return f"{self.code}: {self.votes}"

    @property
    def published_code(self) -> str:
        """How the published count calls the work."""
        return self.result_code or self.code
