"""Who else works on a dossier: invited co-authors, and people for whom somebody else wrote it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from competition.models import Edition
from submissions.models.drafts import Entry


class Invitation(models.Model):
    """A co-author is asked by link to confirm their part.

    The link's token is kept as a digest only.
    """

    class Right(models.TextChoices):
        VIEW = "view", _("may read the dossier")
        EDIT = "edit", _("may read and change the dossier")

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    right = models.CharField(_("right"), max_length=4, choices=Right, default=Right.VIEW)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("valid until"))
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations_accepted",
    )
    accepted_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation of a co-author")
        verbose_name_plural = _("invitations of co-authors")
        ordering = ["-invited_at", "-pk"]
        indexes = [models.Index(fields=["accepted_by", "revoked_at"])]

    def __str__(self):
        return f"{self.email}: {self.entry}"

    @property
    def is_open(self) -> bool:
        """Neither answered nor taken back; whether it has expired is a question of the time."""
        return not (self.accepted_at or self.declined_at or self.revoked_at)


class Handover(models.Model):
    """A dossier that an officer writes for somebody, who takes it over with a printed code."""

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="handover")
    full_name = models.CharField(_("full name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    on_paper = models.BooleanField(_("the dossier came on paper"), default=False)
    code_digest = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    claimed_at = models.DateTimeField(_("taken over"), null=True, blank=True)

    class Meta:
        verbose_name = _("dossier on behalf")
        verbose_name_plural = _("dossiers on behalf")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.full_name}: {self.entry}"


class ImportedList(models.Model):
    """A unit's list of works as it was read from a table.

    Nothing is entered until somebody has looked at it.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    rows = models.JSONField(_("rows"))  # [{"number", "values": {column: text}, "faults": [text]}]
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("read"))
    done_at = models.DateTimeField(_("entered"), null=True, blank=True)

    class Meta:
        verbose_name = _("list of works")
        verbose_name_plural = _("lists of works")
        ordering = ["-at"]

    def __str__(self):
        return self.name

    @property
    def faulty(self) -> list[dict]:
        return [row for row in self.rows if row["faults"]]
