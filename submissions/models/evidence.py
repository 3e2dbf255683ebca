"""What is kept of an entry for good: versions, receipts, confirmations, withdrawal, outcome."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from competition.models import Edition
from foundation.vault.models import Blob
from submissions.models.drafts import Entry


class EntryVersion(models.Model):
    """What was submitted, frozen.

    Texts, answers with the form's snapshot, authors, files with their digests.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    digest = models.CharField(_("digest"), max_length=64)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"))

    class Meta:
        verbose_name = _("version of an entry")
        verbose_name_plural = _("versions of entries")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "number"], name="submissions_one_version_a_number"
            )
        ]

    def __str__(self):
        return f"{self.entry} ({self.number})"

    @property
    def file_lines(self) -> str:
        """The files and their digests as a receipt's mail names them, one a line."""
        return "\n".join(
            f"- {file['name']}: {file['sha256']}" for file in self.content.get("files", [])
        )


class EntryConsent(models.Model):
    """What the entrant agreed to with one version, in the words of one text.

    Source: Law 91/2025/QH15, Điều 9.
    """

    class Kind(models.TextChoices):
        PARTICIPATION = "participation", _("participation and the truth of the dossier")
        PERSONAL_DATA = "personal_data", _("processing of personal data")
        NAMES = "names", _("publication of names")
        PICTURES = "pictures", _("publication of pictures")
        SUMMARY = "summary", _("the summary in the public vote")
        CONTACT = "contact", _("contact after the contest")

    version = models.ForeignKey(EntryVersion, models.PROTECT, related_name="consents")
    kind = models.CharField(_("consent"), max_length=14, choices=Kind)
    text_version = models.CharField(_("version of the text"), max_length=20)
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("consent of an entry")
        verbose_name_plural = _("consents of entries")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"], name="submissions_one_consent_a_kind"
            )
        ]

    def __str__(self):
        return f"{self.version_id}: {self.kind}"


class ConsentWithdrawal(models.Model):
    """A consent is taken back: at once until the announcement, then by the secretariat, who takes
    care of what is printed and kept elsewhere.

    Source: Law 91/2025/QH15, Điều 10.
    """

    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="consent_withdrawals", verbose_name=_("entry")
    )
    kind = models.CharField(_("consent"), max_length=14, choices=EntryConsent.Kind)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    due = models.DateField(_("to be done by"))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("done by"),
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("withdrawal of a consent")
        verbose_name_plural = _("withdrawals of consents")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "kind"],
                condition=models.Q(done_at=None),
                name="submissions_one_open_consent_withdrawal",
            )
        ]

    def __str__(self):
        return f"{self.entry}: {self.kind}"


class ReceiptCounter(models.Model):
    """The last numbers of an edition, of receipts and of exhibits; its row is the lock."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="+")
    last = models.PositiveIntegerField(default=0)
    last_exhibit = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("receipt counter")
        verbose_name_plural = _("receipt counters")

    def __str__(self):
        return f"{self.edition_id}: {self.last}"


class Receipt(models.Model):
    """The evidence of filing: number, time and digest, anchored in the ledger."""

    version = models.OneToOneField(EntryVersion, models.PROTECT, related_name="receipt")
    number = models.CharField(_("number"), max_length=40)
    issued_at = models.DateTimeField(_("issued"))
    ledger_head = models.CharField(_("ledger head"), max_length=64)
    pdf = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self):
        return self.number


class UnitConfirmation(models.Model):
    """A unit's focal point confirms that the version is its people's work."""

    version = models.OneToOneField(EntryVersion, models.PROTECT, related_name="confirmation")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"))
    list_number = models.CharField(_("number of the unit's list"), max_length=60, blank=True)
    list_date = models.DateField(_("date of the list"), null=True, blank=True)
    document = models.ForeignKey(
        Blob,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stamped page"),
    )

    class Meta:
        verbose_name = _("unit's confirmation")
        verbose_name_plural = _("units' confirmations")

    def __str__(self):
        return f"{self.unit}: {self.version}"


class UnitReturn(models.Model):
    """A unit's focal point sends a version back to its authors, with what is to be changed."""

    version = models.OneToOneField(EntryVersion, models.PROTECT, related_name="unit_return")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("return by the unit")
        verbose_name_plural = _("returns by the unit")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="submissions_unit_return_has_a_reason"
            )
        ]

    def __str__(self):
        return str(self.version)


class Withdrawal(models.Model):
    """The entrant takes the entry out of the contest."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self):
        return str(self.entry)


class Outcome(models.Model):
    """What became of an entry, for winners and others alike.

    Written at the announcement, in one moment for all.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="outcome")
    is_winner = models.BooleanField(_("prize"))
    prize = models.CharField(_("prize"), max_length=200, blank=True)
    council_score = models.DecimalField(
        _("council score"), max_digits=8, decimal_places=4, null=True
    )
    vote_points = models.DecimalField(_("vote points"), max_digits=8, decimal_places=4, null=True)
    final_score = models.DecimalField(_("final score"), max_digits=8, decimal_places=4, null=True)
    rank = models.PositiveIntegerField(_("rank"), null=True)
    # What judges wrote to the entrant, where the rules release it: texts alone, in an order that
    # tells nothing.
    remarks = models.JSONField(_("remarks of the judges"), default=list)
    announced_at = models.DateTimeField(_("announced"))

    @property
    def prize_label(self) -> str:
        """The prize in the reader's language; papers and letters bear its own name."""
        if get_language() != "en":
            return self.prize
        named = self.entry.edition.tiers.filter(name=self.prize).exclude(name_en="")
        return named.values_list("name_en", flat=True).first() or self.prize

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self):
        return f"{self.entry}: {self.prize or '–'}"
