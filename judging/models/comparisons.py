"""Entries that share a rank at the prize line, compared in pairs: what points cannot tell apart."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from judging.models.results import Ranking
from judging.models.rounds import Judge
from judging.models.work import BlindedEntry


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    """Comparisons as the office speaks of them."""

    def in_progress(self) -> Self:
        """Not closed, of a ranking that is still in force."""
        return self.filter(closed_at=None, ranking__superseded_at=None)


class Comparison(models.Model):
    """The judges who scored any of these entries say of each pair which is better.

    Unchangeable once closed (trigger).
    """

    ranking = models.ForeignKey(
        Ranking, models.PROTECT, related_name="comparisons", verbose_name=_("ranking")
    )
    entries = models.ManyToManyField(
        BlindedEntry, related_name="+", verbose_name=_("blinded entries")
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    # {code: strength as text} by the choices of all judges; empty while it is open.
    strengths = models.JSONField(_("strengths"), default=dict, editable=False)
    # [[judge id, code], …]: conflicts of interest that were known at the close; such choices do not
    # count.
    left_out = models.JSONField(_("left out"), default=list, editable=False)
    digest = models.CharField(_("digest"), max_length=64, blank=True, editable=False)

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison in pairs")
        verbose_name_plural = _("comparisons in pairs")
        ordering = ["opened_at", "pk"]

    def __str__(self):
        return f"{self.ranking.round}: {localtime(self.opened_at):%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Where the judges who are asked choose."""
        return reverse("comparison", args=[self.pk])


class ComparisonBallot(models.Model):
    """One judge's choices, given whole and never changed (trigger).

    The ledger holds H(choices ‖ nonce) until the result.
    """

    comparison = models.ForeignKey(
        Comparison, models.PROTECT, related_name="ballots", verbose_name=_("comparison in pairs")
    )
    judge = models.ForeignKey(Judge, models.PROTECT, related_name="+", verbose_name=_("judge"))
    # [[code of the better one, code of the other], …]
    choices = models.JSONField(_("choices"))
    nonce = models.CharField(_("nonce of the commitment"), max_length=32, editable=False)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("choices of a judge")
        verbose_name_plural = _("choices of judges")
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "judge"], name="judging_one_ballot_a_comparison"
            )
        ]

    def __str__(self):
        return str(self.judge)
