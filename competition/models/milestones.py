"""What takes two people, and the milestones of the regulation that came about by them."""

import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competition.models.series import Edition
from foundation.vietnamese.calendar import add_working_days

# Working days after which somebody who was named for it may agree too, and after which the request
# is void.
PASSES_AFTER = 1
EXPIRES_AFTER = 3


def working_days_later(at: datetime.datetime, days: int) -> datetime.datetime:
    """The same time of the day, so many working days later."""
    here = localtime(at)
    return here + (add_working_days(here.date(), days) - here.date())


class JointRequest(models.Model):
    """One person asks for something weighty; it is done when another one agrees.

    `content` is what its kind needs in order to do it, `changes` what a person reads before
    agreeing: [[what, before, after]].
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        AGREED = "agreed", _("agreed to and done")
        DECLINED = "declined", pgettext_lazy("a joint request", "declined")
        TAKEN_BACK = "taken_back", pgettext_lazy("a joint request", "taken back")
        EXPIRED = "expired", _("expired without an answer")

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="joint_requests", verbose_name=_("edition")
    )
    kind = models.CharField(_("what is asked for"), max_length=20)
    content = models.JSONField(_("content"), default=dict)
    changes = models.JSONField(_("changes"), default=list)
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answer = models.CharField(_("why it was declined"), max_length=300, blank=True)
    passes_at = models.DateTimeField(_("open to deputies from"))
    expires_at = models.DateTimeField(_("void from"))
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)

    class Meta:
        verbose_name = _("request that takes two people")
        verbose_name_plural = _("requests that take two people")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="agreed")
                | (
                    models.Q(answered_by__isnull=False)
                    & ~models.Q(answered_by=models.F("asked_by"))
                ),
                name="competition_two_people_agree",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def save(self, *args, **kwargs):
        if not self.passes_at:
            self.passes_at = working_days_later(self.asked_at, PASSES_AFTER)
        if not self.expires_at:
            self.expires_at = working_days_later(self.asked_at, EXPIRES_AFTER)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("joint_request", args=[self.pk])

    def is_waiting(self, at: datetime.datetime) -> bool:
        """Neither answered nor void."""
        return self.state_at(at) == self.State.WAITING

    def state_at(self, at: datetime.datetime) -> State:
        """How it stands at this moment: void from its time on, written down or not."""
        is_void = self.state == self.State.WAITING and at >= self.expires_at
        return self.State.EXPIRED if is_void else self.State(self.state)

    def has_passed(self, at: datetime.datetime) -> bool:
        """Whether others than those who hold the right may answer."""
        return bool(self.passes_at) and at >= self.passes_at

    @property
    def about_id(self) -> int | None:
        """The person whose role, device or sheet it is about, who does not agree to it."""
        return self.content.get("user")


class Publication(models.Model):
    """The regulation of an edition was published by two people: from then on its rules change only
    by decision. Editions that had begun before there was this milestone have one without people.
    """

    edition = models.OneToOneField(
        Edition, models.PROTECT, related_name="publication", verbose_name=_("edition")
    )
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    digest = models.CharField(_("digest of the rules"), max_length=64, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed to by"),
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("publication of the regulation")
        verbose_name_plural = _("publications of the regulation")

    def __str__(self) -> str:
        return f"{self.edition_id} {self.decision_number}"


class Correction(models.Model):
    """Published rules were changed by a decision; what they said before stays readable.

    `changes` is [[what, before, after]].
    """

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="corrections", verbose_name=_("edition")
    )
    decision_number = models.CharField(_("decision number"), max_length=60)
    reason = models.CharField(_("reason"), max_length=300)
    changes = models.JSONField(_("changes"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed to by"),
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("correction of the rules")
        verbose_name_plural = _("corrections of the rules")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.decision_number
