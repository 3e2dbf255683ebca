"""A round and the people who judge in it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from competition.models import Edition, Field, Scheme


class Round(models.Model):
    """A round of judging of one edition."""

    UNNAMED = _("Judging round")

    class State(models.TextChoices):
        PREPARING = "preparing", _("being prepared")
        OPEN = "open", _("judges are scoring")
        CLOSED = "closed", pgettext_lazy("a state", "closed")
        FROZEN = "frozen", _("ranking frozen")

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="rounds", verbose_name=_("edition")
    )
    # The rules of this round: frozen in the regulation before judging begins.
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, related_name="rounds", verbose_name=_("scoring scheme")
    )
    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    sheets_per_entry = models.PositiveSmallIntegerField(_("sheets per entry"), default=3)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREPARING)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    # The seed of the assignment's solver; data, never a security token.
    seed = models.PositiveIntegerField(_("seed"), default=1)

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["edition", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "order"], name="judging_one_round_an_order"),
            models.CheckConstraint(
                condition=models.Q(state__in=["preparing", "open", "closed", "frozen"]),
                name="judging_round_state",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def label(self) -> str:
        """What the edition calls it, in the reader's language; papers bear the Vietnamese name."""
        if get_language() != "en":
            return self.name
        if self.name == self.unnamed():
            return str(self.UNNAMED)
        return self.scheme.label if self.scheme.name_en else self.name

    @classmethod
    def unnamed(cls) -> str:
        """The name of a round to which the edition gives none."""
        with override("vi"):
            return str(cls.UNNAMED)

    @property
    def is_over(self) -> bool:
        """Every sheet is locked and counts: closed, whether its ranking is frozen yet or not."""
        return self.state in (self.State.CLOSED, self.State.FROZEN)


class Panel(models.Model):
    """A council of experts for one or several fields of a round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="panels", verbose_name=_("round"))
    name = models.CharField(_("name"), max_length=160)
    fields = models.ManyToManyField(Field, related_name="panels", verbose_name=_("fields"))
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    # Several panels may share fields; their entries are then dealt out at random.
    shares_fields = models.BooleanField(_("shares its fields with other panels"), default=False)
    term_from = models.DateField(_("term from"), null=True, blank=True)
    term_until = models.DateField(_("term until"), null=True, blank=True)

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        ordering = ["round", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        """Where those who lead the panel see how far its sheets are."""
        return reverse("panel_progress", args=[self.pk])


class Judge(models.Model):
    """A member's seat on a panel.

    The role is the Membership; what belongs to judging alone stands here.
    """

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="judges", verbose_name=_("panel"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="judgeships",
        verbose_name=_("person"),
    )
    position = models.CharField(
        _("position"), max_length=16, choices=Membership.Role, default=Membership.Role.JUDGE
    )
    max_load = models.PositiveSmallIntegerField(_("sheets at most"), default=40)
    # What this member may do; the position gives what is usual (`councils.panels.RIGHTS`).
    may_score = models.BooleanField(_("scores"), default=True)
    may_comment = models.BooleanField(_("takes part in the discussion"), default=True)
    may_vote = models.BooleanField(_("votes in the meeting"), default=True)
    may_sign = models.BooleanField(_("signs the minutes"), default=True)
    may_conclude = models.BooleanField(_("writes the conclusion"), default=False)
    expertise = models.ManyToManyField(
        Field, blank=True, related_name="+", verbose_name=_("fields of expertise")
    )
    keywords = models.CharField(
        _("keywords of expertise"), max_length=300, blank=True, help_text=_("Separated by commas.")
    )
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    decline_reason = models.CharField(_("why declined"), max_length=300, blank=True)
    undertaking_at = models.DateTimeField(_("secrecy undertaking signed"), null=True, blank=True)

    class Meta:
        verbose_name = _("judge")
        verbose_name_plural = _("judges")
        ordering = ["panel", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "user"], name="judging_one_seat_a_person"),
            models.UniqueConstraint(
                fields=["panel"],
                condition=models.Q(position="chair"),
                name="judging_one_chair_a_panel",
            ),
        ]

    def __str__(self):
        return str(self.user)

    @property
    def keyword_list(self) -> list[str]:
        return [word.strip() for word in self.keywords.split(",") if word.strip()]

    def get_absolute_url(self) -> str:
        """Where the person accepts the seat, and signs."""
        return reverse("judge_seat", args=[self.pk])


class SeatChange(models.Model):
    """How a seat was given or changed: what it is since then, who did it, when and why.

    The ledger holds H(person's number, position, rights, reason, nonce).
    """

    judge = models.ForeignKey(Judge, models.PROTECT, related_name="changes", verbose_name=_("seat"))
    position = models.CharField(_("position"), max_length=16, choices=Membership.Role)
    rights = models.JSONField(_("rights"))  # the names of those that the member has
    reason = models.CharField(_("reason"), max_length=300)
    nonce = models.CharField(_("nonce of the commitment"), max_length=32, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("change of a seat")
        verbose_name_plural = _("changes of seats")
        ordering = ["judge", "pk"]

    def __str__(self):
        return f"{self.judge}: {self.get_position_display()}"
