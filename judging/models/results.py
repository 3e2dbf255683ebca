"""The ranking of a round, and who goes on from it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competition.models import Edition, Field
from judging.models.rounds import Round


class RankingQuerySet(models.QuerySet["Ranking"]):
    """Rankings as the office speaks of them."""

    def in_force(self) -> Self:
        """Not superseded."""
        return self.filter(superseded_at=None)

    def decisive(self, edition: Edition) -> Self:
        """The ranking in force of the edition's last round, from which prizes follow.

        None before it is frozen.
        """
        last = edition.schemes.order_by("-order").values("pk")[:1]
        return self.in_force().filter(round__edition=edition, round__scheme__in=last)

    def without_sheets(self) -> Self:
        """Without the points from which it was computed: megabytes, which few read."""
        return self.defer("sheets")


class Ranking(models.Model):
    """The frozen ranking of a round: a snapshot from which it can be computed again."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="rankings")
    scheme = models.JSONField(_("scheme"))
    sheets = models.JSONField(_("sheets"))
    digest = models.CharField(_("digest"), max_length=64)
    ledger_head = models.CharField(_("ledger head"), max_length=64)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(_("frozen"))
    # A mistake found afterwards: the ranking is kept, and another one takes its place.
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    superseded_why = models.TextField(_("why superseded"), blank=True)

    objects = RankingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(superseded_at=None),
                name="judging_one_ranking_a_round",
            )
        ]

    def __str__(self):
        return f"{self.round} – {self.digest[:12]}"


class RankingRow(models.Model):
    """One entry's place, by code."""

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="rows")
    code = models.CharField(_("blind code"), max_length=12)
    field = models.ForeignKey(Field, models.PROTECT, related_name="+")
    title = models.CharField(pgettext_lazy("a work", "title"), max_length=250)
    sheets = models.PositiveSmallIntegerField(_("sheets"))
    score = models.DecimalField(_("council score"), max_digits=8, decimal_places=4)
    criterion_means = models.JSONField(_("means of the criteria"), default=list)
    spread = models.DecimalField(_("spread"), max_digits=8, decimal_places=2)
    rank = models.PositiveIntegerField(_("rank"))
    # Whether the rules of its round send it on; the council may decide otherwise.
    goes_on = models.BooleanField(_("goes on by the rule"), default=False)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["rank", "code"]
        constraints = [
            models.UniqueConstraint(fields=["ranking", "code"], name="judging_one_place_a_code")
        ]

    def __str__(self):
        return f"{self.rank}. {self.code}"


class Promotion(models.Model):
    """Whether an entry of a frozen ranking goes on to the next round.

    By the rule, or by the council's decision with its reason.
    """

    ranking = models.ForeignKey(
        Ranking, models.PROTECT, related_name="promotions", verbose_name=_("ranking")
    )
    code = models.CharField(_("blind code"), max_length=12)
    by_rule = models.BooleanField(_("goes on by the rule"))
    goes_on = models.BooleanField(_("goes on"))
    reason = models.TextField(_("the council's reason"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        ordering = ["ranking", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["ranking", "code"], name="judging_one_promotion_a_code"
            ),
            models.CheckConstraint(
                condition=models.Q(goes_on=models.F("by_rule")) | ~models.Q(reason=""),
                name="judging_override_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.code}: {self.goes_on}"
