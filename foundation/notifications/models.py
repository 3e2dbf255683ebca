from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.vault.models import Blob


class Message(models.Model):
    """One message: to a person, who reads it in the inbox and gets it by e-mail or phone, or to an
    address without an account.
    """

    class Delivery(models.TextChoices):
        IN_APP = "in_app", _("in the inbox only")
        WAITING = "waiting", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="messages_received",
    )
    address = models.CharField(
        _("address"), max_length=254, blank=True
    )  # e-mail or phone of somebody without an account
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    link = models.CharField(_("link"), max_length=300, blank=True)
    # The same fact is told once, however often its event is brought.
    key = models.CharField(_("key"), max_length=200, unique=True)
    # What it is about, in the words of the room that tells ("edition:3"): so its office finds it.
    about = models.CharField(max_length=40, blank=True, db_index=True)
    # What the server for mail or SMS said last, where it did not take the message.
    reason = models.CharField(_("why it was not sent"), max_length=500, blank=True)
    delivery = models.CharField(
        _("delivery"), max_length=10, choices=Delivery, default=Delivery.IN_APP
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recipient__isnull=False) | ~models.Q(address=""),
                name="notifications_to_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Enclosure(models.Model):
    """A file that goes with a message by e-mail; in the inbox it is fetched from the page."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="enclosures")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("enclosure of a message")
        verbose_name_plural = _("enclosures of messages")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
