"""What was worked out about how sure a ranking is: kept, since it takes many seconds."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from judging.models.rounds import Judge, Round


class KeptEvidence(models.Model):
    """How sure the result of a round is, with the digest of what it was worked out from."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="evidence")
    source = models.CharField(_("digest of what it was made from"), max_length=64)
    # Why nothing can be said; empty where something is.
    why_not = models.CharField(_("why there is none"), max_length=16, blank=True)
    prizes = models.PositiveIntegerField(_("prizes"), default=0)
    # None where nothing can be compared.
    alpha = models.FloatField(_("Krippendorff's alpha"), null=True)
    intraclass = models.FloatField(_("intraclass correlation"), null=True)
    parts = models.PositiveIntegerField(_("groups without a common judge"), default=1)
    noise = models.FloatField(_("noise of a sheet (points)"), default=0)
    near = models.PositiveIntegerField(_("entries near the prize line"), default=0)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("evidence of a round")
        verbose_name_plural = _("evidence of rounds")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "source"], name="judging_evidence_once")
        ]

    def __str__(self):
        return f"{self.round}: {self.source[:12]}"


class EvidencePlace(models.Model):
    """How sure one entry's place is, by code."""

    evidence = models.ForeignKey(KeptEvidence, models.CASCADE, related_name="places")
    code = models.CharField(_("blind code"), max_length=12)
    title = models.CharField(pgettext_lazy("a work", "title"), max_length=250)
    rank = models.PositiveIntegerField(_("rank"))
    score = models.DecimalField(_("council score"), max_digits=8, decimal_places=4)
    calibrated = models.FloatField(_("score without severity"))
    # Of the rank within its part, 95 % sure.
    lowest = models.PositiveIntegerField(_("best rank"))
    highest = models.PositiveIntegerField(_("worst rank"))
    # None where entries fall into parts: nobody can say who is ahead across them.
    in_prize = models.FloatField(_("chance of a prize"), null=True)
    is_near = models.BooleanField(_("near the prize line"))
    part = models.PositiveIntegerField(_("group"))

    class Meta:
        verbose_name = _("sureness of a place")
        verbose_name_plural = _("sureness of places")
        ordering = ["rank", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "rank", "code"], name="judging_evidence_of_a_place"
            )
        ]

    def __str__(self):
        return f"{self.rank}. {self.code}"


class EvidenceJudge(models.Model):
    """What a judge's sheets do to the result."""

    evidence = models.ForeignKey(KeptEvidence, models.CASCADE, related_name="judges")
    judge = models.ForeignKey(Judge, models.CASCADE, related_name="+")
    order = models.PositiveIntegerField(_("order: the furthest from the others first"))
    sheets = models.PositiveIntegerField(_("sheets"))
    severity = models.FloatField(_("points above or below the others"))
    error = models.FloatField(_("standard error of it"))
    # Codes that would come into or fall out of the prizes without this judge.
    changed = models.JSONField(_("prizes that change"), default=list)
    # [{"group": field, "points": …}, …]
    favours = models.JSONField(_("leanings"), default=list)

    class Meta:
        verbose_name = _("influence of a judge")
        verbose_name_plural = _("influence of judges")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "order"], name="judging_evidence_of_a_judge"
            )
        ]

    def __str__(self):
        return f"{self.order}: {self.judge_id}"
