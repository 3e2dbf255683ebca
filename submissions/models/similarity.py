"""What is known of a text for the search for similar entries, and what was found."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from submissions.models.evidence import EntryVersion


class Fingerprint(models.Model):
    """The text of a version, part by part, with its MinHash signature (Broder 1997)."""

    version = models.OneToOneField(EntryVersion, models.CASCADE, related_name="fingerprint")
    parts = models.JSONField(_("parts"))  # [[name, text]]
    # Of all parts as one text, as `resemblance.packed` keeps them.
    shingles = models.BinaryField(_("shingles"), default=b"")
    signature = models.BinaryField(_("signature"))
    model = models.CharField(_("model of meaning"), max_length=80, blank=True)
    vector = models.BinaryField(_("vector of meaning"), default=b"")  # float32, of length 1
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("fingerprint of a text")
        verbose_name_plural = _("fingerprints of texts")

    def __str__(self):
        return str(self.version)


class SimilarPair(models.Model):
    """A version whose text stands to a good part in another entry.

    A person looks at it; nothing is decided here.
    """

    version = models.ForeignKey(EntryVersion, models.CASCADE, related_name="similar")
    other = models.ForeignKey(EntryVersion, models.CASCADE, related_name="+")
    share = models.DecimalField(_("share of the text (%)"), max_digits=4, decimal_places=1)
    meaning = models.DecimalField(
        _("likeness of meaning (%)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    by_part = models.JSONField(_("share by part"), default=list)  # [[name, per cent]]
    found_at = models.DateTimeField(_("found"))
    looked_at_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked at by"),
    )
    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    because = models.CharField(_("because"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("similar entry")
        verbose_name_plural = _("similar entries")
        ordering = ["-share", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "other"], name="submissions_one_pair"),
            models.CheckConstraint(
                condition=models.Q(looked_at=None) | ~models.Q(because=""),
                name="submissions_looked_at_because",
            ),
        ]

    def __str__(self):
        return f"{self.version} ~ {self.other}: {self.share} %"


def search_key(version: EntryVersion) -> str:
    """The key of the job that looks for what resembles a version."""
    return f"similar:{version.pk}"
