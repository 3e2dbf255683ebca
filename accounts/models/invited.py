"""Who is invited to a role, and tables of people and units that were read in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Membership, User
from foundation.vietnamese.text import fold, nfc


class RoleInvitationQuerySet(models.QuerySet["RoleInvitation"]):
    def pending(self) -> "RoleInvitationQuerySet":
        """Not answered and not withdrawn; an invitation that is too old is among them."""
        return self.filter(accepted_at=None, declined_at=None, withdrawn_at=None)

    def of_edition(self, edition_id: int) -> "RoleInvitationQuerySet":
        return self.filter(edition_id=edition_id)


class RoleInvitation(models.Model):
    """Somebody is asked to take a role, by a letter or a printed slip; its code is kept as a
    digest. Edition and panel are numbers, as in `Membership`.

    E-mail and phone are forgotten once it is answered or withdrawn.
    """

    edition_id = models.PositiveBigIntegerField(_("edition"))
    panel_id = models.PositiveBigIntegerField(_("panel"), default=0)
    role = models.CharField(_("role"), max_length=16, choices=Membership.Role)
    full_name = models.CharField(_("full name"), max_length=120)
    folded_name = models.CharField(max_length=120, editable=False, db_index=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    workplace = models.CharField(_("workplace"), max_length=200, blank=True)
    title = models.CharField(_("title of the person"), max_length=120, blank=True)
    fields = models.JSONField(_("fields of expertise"), default=list, blank=True)  # numbers
    reason = models.CharField(_("reason"), max_length=300)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited"))
    sent_at = models.DateTimeField(_("letter or slip"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = RoleInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a role")
        verbose_name_plural = _("invitations to roles")
        indexes = [models.Index(fields=["edition_id", "panel_id"], name="accounts_invited_where")]

    def __str__(self) -> str:
        return f"{self.full_name} – {self.get_role_display()}"

    @property
    def is_by_letter(self) -> bool:
        """It goes to an address; otherwise it is handed over on paper, or told by SMS."""
        return bool(self.email)

    def save(self, *args, **kwargs):
        self.full_name = nfc(" ".join(self.full_name.split()))
        self.folded_name = fold(self.full_name)
        super().save(*args, **kwargs)


class PeopleTable(models.Model):
    """A table that the office has filled in, as it was read: judges of an edition, or units of the
    tree. It is tried out at every look, and nothing comes of it before the last press.
    """

    class Kind(models.TextChoices):
        JUDGES = "judges", _("judges")
        UNITS = "units", _("units")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    edition_id = models.PositiveBigIntegerField(_("edition"))
    name = models.CharField(_("file"), max_length=200)
    rows = models.JSONField(_("rows"))  # [{"number", "values": {column: text}}]
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("read in by"))
    at = models.DateTimeField(_("read in"))
    done_at = models.DateTimeField(_("carried out"), null=True, blank=True)

    class Meta:
        verbose_name = _("table of people or units")
        verbose_name_plural = _("tables of people and units")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name
