"""What the office writes: its own wording of letters, letters to many, the days of reminders."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competition.models.series import Edition
from foundation.notifications.models import Message
from foundation.vault.models import Blob


class LetterText(models.Model):
    """A letter in the office's own words; without a row it goes out in the product's."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="letter_texts", verbose_name=_("edition")
    )
    event = models.CharField(_("event"), max_length=40)  # of competition.letters.events
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("wording of a letter")
        verbose_name_plural = _("wordings of letters")
        ordering = ["edition", "event", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "event", "language"], name="competition_one_wording_a_letter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} ({self.language})"


class Broadcast(models.Model):
    """A letter to a group of people: it goes out once a second person has agreed.

    `group` is a name among `competition.letters.groups`, `narrowed` what it is narrowed to:
    {"field": id, "unit": id}. `total` is 0 until it was agreed to and the people were counted.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        ASKED = "asked", _("waits for a second person")
        SENDING = "sending", pgettext_lazy("a letter to many", "on its way")
        DONE = "done", pgettext_lazy("a letter to many", "sent")

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="broadcasts", verbose_name=_("edition")
    )
    group = models.CharField(_("to whom"), max_length=40)
    narrowed = models.JSONField(_("narrowed to"), default=dict, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    subject_en = models.CharField(_("subject (English)"), max_length=200, blank=True)
    body_en = models.TextField(_("text (English)"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    total = models.PositiveIntegerField(_("people"), default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"))
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed to by"),
    )
    agreed_at = models.DateTimeField(_("agreed to"), null=True, blank=True)

    class Meta:
        verbose_name = _("letter to many")
        verbose_name_plural = _("letters to many")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class BroadcastFile(models.Model):
    """A file that goes with a letter to many."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="files")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("file of a letter to many")
        verbose_name_plural = _("files of letters to many")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class BroadcastRecipient(models.Model):
    """One person of the group as it was when the letter was agreed to."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="recipients")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # By the worker; without a message where the account was switched off meanwhile.
    is_written = models.BooleanField(_("written"), default=False)
    message = models.OneToOneField(
        Message, models.SET_NULL, null=True, blank=True, related_name="broadcast_recipient"
    )

    class Meta:
        verbose_name = _("recipient of a letter to many")
        verbose_name_plural = _("recipients of letters to many")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["broadcast", "person"], name="competition_one_letter_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.broadcast_id}: {self.person_id}"


class ReminderPlan(models.Model):
    """How many days before the day it is due the people of an edition are reminded of something.

    Without a row the product's own days hold; an empty list reminds nobody.
    """

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="reminder_plans", verbose_name=_("edition")
    )
    kind = models.CharField(_("reminder"), max_length=40)  # of competition.letters.reminders
    days = models.JSONField(_("days before"), default=list, blank=True)

    class Meta:
        verbose_name = _("days of a reminder")
        verbose_name_plural = _("days of reminders")
        ordering = ["edition", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind"], name="competition_one_plan_a_reminder"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"
