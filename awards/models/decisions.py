"""The decision, its awards and certificates, and what became of a work after its prize."""

import secrets
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from competition.models import Edition, PrizeTier
from foundation.vault.models import Blob
from submissions.models import Author, Entry


class AwardDecisionQuerySet(models.QuerySet["AwardDecision"]):
    def announced(self) -> Self:
        return self.exclude(announced_at=None)

    def in_force(self) -> Self:
        """Announced, and none that stands in its place is announced yet."""
        return self.announced().filter(superseded_by__announced_at=None)

    def replaced(self) -> Self:
        """Announced, and another one stands in its place since."""
        return self.announced().exclude(superseded_by__announced_at=None)


class AwardDecision(models.Model):
    """The decision that awards the prizes; superseded, never edited."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="decisions")
    number = models.CharField(_("number"), max_length=60, unique=True)
    date = models.DateField(_("date"))
    signer_name = models.CharField(_("signer"), max_length=120)
    signer_title = models.CharField(_("signer's title"), max_length=120)
    annex = models.JSONField(_("annex"))
    digest = models.CharField(_("digest"), max_length=64)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(_("adopted"))
    announced_at = models.DateTimeField(_("announced"), null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    pdf = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AwardDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("award decision")
        verbose_name_plural = _("award decisions")
        ordering = ["-date", "-pk"]

    def __str__(self):
        return self.number

    @property
    def replaced_by(self) -> "AwardDecision | None":
        """The announced decision that stands in the place of this one."""
        later = getattr(self, "superseded_by", None)
        return later if later and later.announced_at else None

    @property
    def newest(self) -> "AwardDecision":
        """The decision in force at the end of those that took each other's place."""
        found = self
        while later := found.replaced_by:
            found = later
        return found


class AwardQuerySet(models.QuerySet["Award"]):
    """Awards as the public hears of them."""

    def standing(self) -> Self:
        """Those not revoked: of an award whose certificates for the work were revoked, one at least
        is in force again.
        """
        certificates = Certificate.objects.filter(award=models.OuterRef("pk"), author=None)
        revoked = models.Exists(certificates.exclude(revocation=None))
        in_force = models.Exists(certificates.filter(revocation=None))
        return self.exclude(revoked & ~in_force)


class Award(models.Model):
    """One entry wins one prize by one decision."""

    decision = models.ForeignKey(AwardDecision, models.PROTECT, related_name="awards")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="awards")
    tier = models.ForeignKey(PrizeTier, models.PROTECT, related_name="awards")
    rank = models.PositiveIntegerField(_("rank"))
    final_score = models.DecimalField(_("final score"), max_digits=8, decimal_places=4)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "entry"], name="awards_one_award_an_entry")
        ]

    def __str__(self):
        return f"{self.tier}: {self.entry}"

    @property
    def is_withdrawn(self) -> bool:
        """The decision in force no longer awards this entry that prize."""
        newest = self.decision.newest
        if newest == self.decision:
            return False
        return not newest.awards.filter(entry=self.entry_id, tier=self.tier_id).exists()


def new_verify_id() -> str:
    """128 random bits as 32 hex digits: the public address of a certificate cannot be guessed."""
    return secrets.token_hex(16)


class Certificate(models.Model):
    """The snapshot of what is printed, its serial, its file.

    Revoked or superseded, never reused.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="certificates")
    # None: it honours the work, with all its authors.
    author = models.ForeignKey(
        Author,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    serial = models.CharField(_("serial"), max_length=40, unique=True)
    verify_id = models.CharField(
        _("verification code"), max_length=32, unique=True, default=new_verify_id
    )
    snapshot = models.JSONField(_("printed fields"))
    render_key = models.CharField(_("render key"), max_length=64)
    pdf = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(_("issued"))

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "render_key"], name="awards_one_certificate_a_render_key"
            )
        ]

    def __str__(self):
        return self.serial

    def get_absolute_url(self) -> str:
        """The public page that verifies it."""
        return reverse("verify_certificate", args=[self.verify_id])

    @property
    def ended_by(self) -> "Revocation | None":
        """Its own revocation. An author's ends with the work's too, until that is issued again."""
        own = getattr(self, "revocation", None)
        if own is not None or self.author_id is None:
            return own
        of_work = [one for one in self.award.certificates.all() if one.author_id is None]
        ended = [one.revocation for one in of_work if hasattr(one, "revocation")]
        return ended[-1] if ended and len(ended) == len(of_work) else None


class Revocation(models.Model):
    """A certificate is no longer valid, and why."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="revocation")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")

    def __str__(self):
        return str(self.certificate)


class AppliedReport(models.Model):
    """Where a work is applied after its prize, since when, and what was measured there, as its
    entrant says.
    """

    award = models.ForeignKey(
        Award, models.PROTECT, related_name="reports", verbose_name=_("award")
    )
    place = models.CharField(_("where it is applied"), max_length=200)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit that can confirm it"),
    )
    since = models.DateField(_("applied since"))
    indicator = models.CharField(_("what was measured"), max_length=150)
    measure = models.CharField(_("unit of measure"), max_length=30)
    before = models.DecimalField(_("before"), max_digits=14, decimal_places=2)
    after = models.DecimalField(_("after"), max_digits=14, decimal_places=2)
    # Nothing is public without the entrant's word, which may be taken back.
    publishes = models.BooleanField(_("may be published"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("report of an application")
        verbose_name_plural = _("reports of applications")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.award}: {self.place}"

    @property
    def change(self) -> Decimal | None:
        """By how many per cent it changed; None where it was nothing before."""
        if not self.before:
            return None
        return 100 * (self.after - self.before) / self.before


class AppliedCheck(models.Model):
    """A unit's focal point, or the secretariat, has looked at what a report says."""

    report = models.OneToOneField(
        AppliedReport, models.PROTECT, related_name="check_row", verbose_name=_("report")
    )
    is_confirmed = models.BooleanField(_("confirmed"))
    reason = models.TextField(_("reason"), blank=True)
    # None: the secretariat.
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("check of a report")
        verbose_name_plural = _("checks of reports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_confirmed=True) | ~models.Q(reason=""),
                name="awards_declined_report_has_a_reason",
            )
        ]

    def __str__(self):
        return str(self.report)
