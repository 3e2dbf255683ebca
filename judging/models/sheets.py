"""A judge's points: locked, given up, reopened by two people, or keyed in from paper."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from judging.models.work import Assignment


class ScoresheetQuerySet(models.QuerySet["Scoresheet"]):
    """Sheets as the council speaks of them."""

    def countable(self) -> Self:
        """Locked, of confirmed assignments of entries that are still in the contest.

        What every count starts from.
        """
        return self.filter(
            state=Scoresheet.State.LOCKED,
            assignment__state=Assignment.State.CONFIRMED,
            assignment__blinded_entry__withdrawn_at=None,
        )


class Scoresheet(models.Model):
    """A judge's points for one entry: a draft until it is locked, then unchangeable (trigger)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        LOCKED = "locked", _("locked")

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="sheet")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    # {criterion id: points as text}; a criterion without points is absent, never a zero.
    points = models.JSONField(_("points"), default=dict)
    total = models.DecimalField(_("total"), max_digits=7, decimal_places=2, null=True, blank=True)
    comment = models.TextField(_("comment for the council"), blank=True)
    remark = models.TextField(_("remark to the entrant"), blank=True)
    # Nobody but the judge reads it; it is in no export, no digest and no minutes.
    private_note = models.TextField(_("private note"), blank=True)
    # Written when the sheet is locked: with it the ledger's digest hides few possible sheets no
    # longer. Shown with the result.
    nonce = models.CharField(
        _("nonce of the commitment"), max_length=32, blank=True, editable=False
    )
    saved_at = models.DateTimeField(_("saved"))
    locked_at = models.DateTimeField(_("locked"), null=True, blank=True)

    objects = ScoresheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("scoresheet")
        verbose_name_plural = _("scoresheets")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft", locked_at=None)
                | models.Q(state="locked", locked_at__isnull=False, total__isnull=False),
                name="judging_locked_sheet_is_complete",
            )
        ]

    def __str__(self):
        return f"{self.assignment} ({self.state})"


class Recusal(models.Model):
    """A judge gives up one entry; the sheet leaves every count."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="recusal")
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")

    def __str__(self):
        return str(self.assignment)


class Inquiry(models.Model):
    """What a judge asks about an entry, and the answer. It goes to whoever handles the dossier and
    comes back; only `key` joins it with what the secretariat has of it.
    """

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="inquiries", verbose_name=_("assignment")
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.TextField(_("question"))
    asked_at = models.DateTimeField(_("asked"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("question of a judge")
        verbose_name_plural = _("questions of judges")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                name="judging_answer_has_a_time",
            )
        ]

    def __str__(self):
        return self.text[:60]


class Reopening(models.Model):
    """A locked sheet went back to its judge: one person asked with a reason, another agreed.

    What was locked is kept here.
    """

    sheet = models.ForeignKey(
        Scoresheet, models.PROTECT, related_name="reopenings", verbose_name=_("scoresheet")
    )
    reason = models.TextField(_("reason"))
    points = models.JSONField(_("points as they were locked"))
    total = models.DecimalField(_("total"), max_digits=7, decimal_places=2)
    comment = models.TextField(_("comment for the council"), blank=True)
    remark = models.TextField(_("remark to the entrant"), blank=True)
    nonce = models.CharField(
        _("nonce of the commitment"), max_length=32, blank=True, editable=False
    )
    locked_at = models.DateTimeField(_("locked"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("agreed by")
    )
    agreed_at = models.DateTimeField(_("agreed"))

    class Meta:
        verbose_name = _("reopening of a sheet")
        verbose_name_plural = _("reopenings of sheets")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "locked_at"], name="judging_one_reopening_a_lock"
            ),
            models.CheckConstraint(
                condition=~models.Q(agreed_by=models.F("asked_by")),
                name="judging_reopening_takes_two",
            ),
        ]

    def __str__(self):
        return f"{self.sheet_id}: {self.reason[:40]}"


class KeyedSheet(models.Model):
    """A sheet that came on paper or in the table of a meeting.

    Typed by one person of the office, checked by another, then locked.
    """

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="keyed", verbose_name=_("assignment")
    )
    points = models.JSONField(_("points"))
    comment = models.TextField(_("comment for the council"), blank=True)
    source = models.CharField(_("where it came from"), max_length=120)
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("typed by")
    )
    keyed_at = models.DateTimeField(_("typed"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)

    class Meta:
        verbose_name = _("sheet typed from paper")
        verbose_name_plural = _("sheets typed from paper")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=models.Q(checked_at=None),
                name="judging_one_paper_sheet_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(checked_by=None, checked_at=None)
                | models.Q(checked_by__isnull=False, checked_at__isnull=False)
                & ~models.Q(checked_by=models.F("keyed_by")),
                name="judging_paper_takes_two",
            ),
        ]

    def __str__(self):
        return f"{self.assignment_id}: {self.source}"
