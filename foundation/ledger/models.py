from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Chain(models.Model):
    """One chain of events; its row is the lock under which the next event gets its number."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    length = models.PositiveBigIntegerField(_("length"), default=0)
    head = models.CharField(_("head"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("ledger chain")
        verbose_name_plural = _("ledger chains")

    def __str__(self) -> str:
        return f"{self.name} ({self.length})"


class Event(models.Model):
    """An append-only line: what a person did, chained by SHA-256 to the line before. Triggers
    refuse UPDATE and DELETE.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="events")
    number = models.PositiveBigIntegerField(_("number"))
    verb = models.CharField(_("verb"), max_length=80)
    payload = models.JSONField(_("payload"), default=dict)
    at = models.DateTimeField(_("time"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Under it the digest covers the actor; empty of a line of before, whose digest covers nobody.
    nonce = models.CharField(_("nonce"), max_length=64, blank=True, editable=False)
    previous = models.CharField(_("previous head"), max_length=64, blank=True)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("ledger event")
        verbose_name_plural = _("ledger events")
        ordering = ["chain", "number"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="ledger_one_line_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.number} {self.verb}"


class KeptText(models.Model):
    """What stands beside a line that holds a digest of it under a nonce as `kept`: lines are
    published, free text may name people, and facts may join what must not be joined (a receipt and
    a code). Triggers refuse UPDATE and DELETE.
    """

    event = models.OneToOneField(
        Event, models.PROTECT, related_name="kept_text", verbose_name=_("ledger event")
    )
    nonce = models.CharField(_("nonce"), max_length=32)
    text = models.TextField(_("text"), blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)

    class Meta:
        verbose_name = _("text beside a line")
        verbose_name_plural = _("texts beside lines")
        ordering = ["event"]

    def __str__(self) -> str:
        return str(self.event)


class Head(models.Model):
    """The head of a chain as it was published at a gate (close of submissions, of a round, of the
    vote, ratification).
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="heads")
    gate = models.CharField(_("gate"), max_length=80)
    number = models.PositiveBigIntegerField(_("number of lines"))
    digest = models.CharField(_("head"), max_length=64)
    published_at = models.DateTimeField(_("published"))

    class Meta:
        verbose_name = _("published head")
        verbose_name_plural = _("published heads")
        ordering = ["published_at", "pk"]

    def __str__(self) -> str:
        return f"{self.gate}: {self.digest[:12]}"
