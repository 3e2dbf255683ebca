"""Polling places, and the paper ballots that two keepers type from each box."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from competition.models import Edition


class Booth(models.Model):
    """People vote on paper at a place on a day; its two keepers type the box, each alone."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="booths", verbose_name=_("edition")
    )
    place = models.CharField(_("place"), max_length=200)
    day = models.DateField(_("day"))
    first_keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("first keeper")
    )
    second_keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("second keeper")
    )
    set_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_up_at = models.DateTimeField(_("set up"))
    # From when on a keeper has typed the whole box: what differs is shown once both have.
    first_done_at = models.DateTimeField(_("typed by the first keeper"), null=True, blank=True)
    second_done_at = models.DateTimeField(_("typed by the second keeper"), null=True, blank=True)
    joined_at = models.DateTimeField(_("joined to the count"), null=True, blank=True)
    joined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("polling place")
        verbose_name_plural = _("polling places")
        ordering = ["day", "place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(first_keeper=models.F("second_keeper")),
                name="voting_two_keepers",
            ),
            models.CheckConstraint(
                condition=models.Q(joined_at=None, joined_by=None)
                | models.Q(
                    joined_at__isnull=False,
                    joined_by__isnull=False,
                    first_done_at__isnull=False,
                    second_done_at__isnull=False,
                ),
                name="voting_joined_when_both_have_typed",
            ),
        ]

    def __str__(self):
        return self.place

    @property
    def is_typed(self) -> bool:
        """Both keepers have typed the whole box."""
        return self.first_done_at is not None and self.second_done_at is not None


class PaperBallot(models.Model):
    """A paper of the box as one keeper reads it: its number and works; without any not valid."""

    booth = models.ForeignKey(
        Booth, models.PROTECT, related_name="papers", verbose_name=_("polling place")
    )
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("keeper")
    )
    serial = models.PositiveIntegerField(_("number on the paper"))
    codes = models.JSONField(_("vote codes"), default=list, blank=True)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("paper ballot")
        verbose_name_plural = _("paper ballots")
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["booth", "keeper", "serial"], name="voting_one_paper_a_keeper"
            )
        ]

    def __str__(self):
        return f"{self.booth_id}/{self.serial}"
