"""The standing, its seals, and the committee's vote on it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competition.models import Edition, Field, PrizeTier, Scheme
from submissions.models import Entry


class Standing(models.Model):
    """Council score and vote put together by the published formula, by code.

    Frozen when it is computed.
    """

    edition = models.OneToOneField(
        Edition, models.PROTECT, related_name="standing", verbose_name=_("edition")
    )
    formula = models.JSONField(_("formula"))
    digest = models.CharField(_("digest"), max_length=64)
    computed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    computed_at = models.DateTimeField(_("computed"))

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")

    def __str__(self):
        return f"{self.edition} – {self.digest[:12]}"


class StandingRow(models.Model):
    """One entry's final score and place, by its blind code."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="rows")
    code = models.CharField(_("blind code"), max_length=12)
    field = models.ForeignKey(Field, models.PROTECT, related_name="+")
    title = models.CharField(pgettext_lazy("a work", "title"), max_length=250)
    council_score = models.DecimalField(_("council score"), max_digits=8, decimal_places=4)
    # None: its entrant kept the work out of the vote.
    votes = models.PositiveIntegerField(_("votes"), null=True, blank=True)
    vote_points = models.DecimalField(_("vote points"), max_digits=8, decimal_places=4)
    final_score = models.DecimalField(_("final score"), max_digits=8, decimal_places=4)
    rank = models.PositiveIntegerField(_("rank"))
    tie_rule = models.CharField(_("tie broken by"), max_length=20, blank=True)
    passed = models.BooleanField(_("reached the pass marks"), default=True)
    tier = models.ForeignKey(
        PrizeTier,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed prize"),
    )
    # Filled in one step by unsealing; until then nobody knows.
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("place in the standing")
        verbose_name_plural = _("places in the standing")
        ordering = ["rank", "code"]
        constraints = [
            models.UniqueConstraint(fields=["standing", "code"], name="awards_one_place_a_code")
        ]

    def __str__(self):
        return f"{self.rank}. {self.code}"

    @property
    def tie_name(self) -> str:
        """The rule that put this entry below the one before it with the same final score.

        Empty without a tie.
        """
        return str(Scheme.TieRule(self.tie_rule).label) if self.tie_rule else ""


class Unsealing(models.Model):
    """Codes and names were brought together (ghép phách), once, by two people."""

    standing = models.OneToOneField(Standing, models.PROTECT, related_name="unsealing")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"))

    class Meta:
        verbose_name = _("unsealing")
        verbose_name_plural = _("unsealings")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(opened_by=models.F("asked_by")),
                name="awards_two_people_unseal",
            )
        ]

    def __str__(self):
        return str(self.standing)


class Ratification(models.Model):
    """The organising committee votes on the proposed prizes."""

    standing = models.OneToOneField(Standing, models.PROTECT, related_name="ratification")
    members = models.PositiveSmallIntegerField(_("members"))
    required = models.PositiveSmallIntegerField(_("approvals required"))
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("ratification")
        verbose_name_plural = _("ratifications")

    def __str__(self):
        return str(self.standing)

    def get_absolute_url(self) -> str:
        """Where the committee votes."""
        return reverse("ratify", args=[self.standing.edition.slug])


class Approval(models.Model):
    """One member's vote on one proposed prize."""

    ratification = models.ForeignKey(Ratification, models.CASCADE, related_name="approvals")
    row = models.ForeignKey(StandingRow, models.PROTECT, related_name="approvals")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # None: abstains, and is counted among those who have voted.
    approves = models.BooleanField(_("approves"), null=True)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("committee member's vote")
        verbose_name_plural = _("committee members' votes")
        constraints = [
            models.UniqueConstraint(fields=["row", "member"], name="awards_one_vote_a_member")
        ]

    def __str__(self):
        return f"{self.row} {self.approves}"
