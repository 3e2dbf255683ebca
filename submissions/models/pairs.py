"""What binds the two codes of a sealed copy together before anybody has scored or voted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from submissions.models.sealing import Sealing


class CodePair(models.Model):
    """H(judging code, result code, nonce) is a leaf under the root that the ledger holds before the
    vote opens; since the sealing it holds the same under a nonce that is never shown.

    Nobody can read the codes out of it, and none of them can be exchanged for another one later.
    """

    sealing = models.OneToOneField(
        Sealing, models.PROTECT, related_name="pair", verbose_name=_("sealing")
    )
    nonce = models.CharField(_("nonce"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    # Under it the line of the sealing stands; unlike the other one it never leaves the house.
    own_nonce = models.CharField(_("nonce of the dossier"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("pair of codes")
        verbose_name_plural = _("pairs of codes")

    def __str__(self):
        return self.digest[:12]
