"""People, their roles, what they agreed to, and printed codes."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import site_roles
from accounts.models.units import Unit
from foundation.vietnamese.text import fold, name_key, nfc


class UserManager(BaseUserManager["User"]):
    def create_user(
        self,
        email: str | None = None,
        password: str | None = None,
        *,
        phone: str | None = None,
        **fields: Any,
    ) -> "User":
        """A person with an e-mail address, a phone number or both. Raises ValueError
        with neither.
        """
        if not email and not phone:
            raise ValueError("a person needs an e-mail address or a phone number")
        user = self.model(
            email=self.normalize_email(email).lower() if email else None,
            phone=phone or None,
            **fields,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    @transaction.atomic
    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An administrator, with the line in the site's ledger."""
        user = self.create_user(email, password, is_superuser=True, is_staff=True, **fields)
        site_roles.given(user, site_roles.ADMINISTRATOR)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Signs in by e-mail, or by a verified phone when there is no e-mail."""

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=20, unique=True, null=True, blank=True)
    phone_verified_at = models.DateTimeField(_("phone verified"), null=True, blank=True)
    full_name = models.CharField(_("full name"), max_length=120)
    name_key = models.CharField(max_length=400, editable=False, db_index=True)
    folded_name = models.CharField(max_length=120, editable=False, db_index=True)
    unit = models.ForeignKey(
        Unit, models.SET_NULL, null=True, blank=True, verbose_name=_("unit"), related_name="people"
    )
    # What a judge declares: people and organisations, one a line, whose works this person must not
    # judge.
    interests = models.TextField(_("declared interests"), blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=[("vi", "Tiếng Việt"), ("en", "English")], default="vi"
    )
    wants_reminders = models.BooleanField(
        _("remind me of what I have begun"),
        default=True,
        help_text=_(
            "Such as a dossier that is not sent in yet. Letters about your dossiers, results and "
            "what is your duty as a judge or a member of the committee come in any case."
        ),
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    # By mail alone: for some days the mailbox is no second proof (accounts.second_factor).
    reset_at = models.DateTimeField(_("password set anew"), null=True, blank=True, editable=False)
    # Nobody's any more (accounts.erasure): the row stays for the records that point to it.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name_key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=False)
                | models.Q(phone__isnull=False)
                | models.Q(erased_at__isnull=False),
                name="accounts_email_or_phone",
            ),
        ]

    def __str__(self) -> str:
        known = self.full_name or self.email or self.phone
        return known or (gettext("erased account") if self.erased_at else "")

    @cached_property
    def roles(self) -> set[tuple[str, str, int]]:
        """{(role, scope, number of the edition or panel)}, read once a request."""
        held = self.memberships.in_force()
        return set(held.values_list("role", "scope", "scope_id"))

    def set_keys(self) -> None:
        """Bring the stored forms of the name up to date; `save` does it, bulk_create must ask for
        it.
        """
        self.full_name = nfc(" ".join(self.full_name.split()))
        self.name_key = name_key(self.full_name)
        self.folded_name = fold(self.full_name)

    def save(self, *args, **kwargs):
        self.set_keys()
        self.email = self.email.lower() if self.email else None
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = (
                {*fields, "name_key", "folded_name"} if "full_name" in fields else fields
            )
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.full_name

    # Wagtail's own pages ask for these two.
    @property
    def first_name(self) -> str:
        return self.full_name.rpartition(" ")[2]

    @property
    def last_name(self) -> str:
        return self.full_name.rpartition(" ")[0]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> "MembershipQuerySet":
        """Roles of people who have confirmed their address, or answered by their phone: one that
        was only typed may be anybody's.
        """
        confirmed = EmailAddress.objects.filter(
            user=models.OuterRef("user"), email=models.OuterRef("user__email"), verified=True
        )
        is_known = models.Q(user__phone_verified_at__isnull=False) | models.Exists(confirmed)
        return self.filter(is_known)


class Membership(models.Model):
    """A role of a person, for the whole site, for one edition or for one panel.

    The scope is a kind and a number, not a foreign key: editions and panels live on higher floors
    (docs/adr/0002).
    """

    class Role(models.TextChoices):
        SECRETARIAT = "secretariat", _("secretariat")
        COMMITTEE = "committee", _("organising committee member")
        EDITOR = "editor", _("editor")
        DEPUTY = "deputy", _("deputy who agrees in the place of others")
        FOCAL_POINT = "focal_point", _("unit's focal point")
        CHAIR = "chair", _("panel chair")
        VICE_CHAIR = "vice_chair", _("panel vice-chair")
        PANEL_SECRETARY = "panel_secretary", _("panel secretary")
        JUDGE = "judge", _("judge")
        OBSERVER = "observer", _("observer who reads")

    class Scope(models.TextChoices):
        SITE = "site", _("whole site")
        EDITION = "edition", _("edition")
        PANEL = "panel", _("panel")

    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    scope = models.CharField(_("scope"), max_length=8, choices=Scope)
    scope_id = models.PositiveBigIntegerField(_("number in scope"), default=0)
    since = models.DateTimeField(_("since"), default=timezone.now)
    # For which unit a focal point speaks: given with the role, whatever the profile says later.
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="focal_points",
        verbose_name=_("unit"),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "scope", "scope_id"], name="accounts_one_role_a_scope"
            ),
            models.CheckConstraint(
                condition=models.Q(scope="site", scope_id=0)
                | (~models.Q(scope="site") & models.Q(scope_id__gt=0)),
                name="accounts_scope_has_its_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"


class Consent(models.Model):
    """What a person agreed to: which text, in which version, when; withdrawn, not deleted (Luật
    91/2025/QH15, Điều 9).
    """

    class Kind(models.TextChoices):
        PARTICIPATION = "participation", _("the contest's rules")
        PERSONAL_DATA = "personal_data", _("use of personal data")
        PUBLIC_NAME = "public_name", _("publication of my name if I win")

    user = models.ForeignKey(
        User, models.CASCADE, related_name="consents", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    version = models.CharField(_("version of the text"), max_length=20)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "version"],
                condition=models.Q(withdrawn_at=None),
                name="accounts_one_live_consent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.version}"


class SignInCode(models.Model):
    """A printed code, good once and for one purpose; kept as a digest.

    A person without e-mail and without any role signs in with it, or somebody who has signed in
    proves with it who that is: a judge who signs for a seat.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in", _("to sign in")
        PROOF = "proof", _("to prove who has signed in")

    user = models.ForeignKey(
        User, models.CASCADE, related_name="sign_in_codes", verbose_name=_("person")
    )
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    issued_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued"))
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("printed sign-in code")
        verbose_name_plural = _("printed sign-in codes")

    def __str__(self) -> str:
        return f"{self.user}: {timezone.localtime(self.issued_at):%d/%m/%Y}"
