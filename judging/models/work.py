"""What judges read, and what they make of it: blinded copies, conflicts, assignments, sheets."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from competition.models import Field
from foundation.vault.models import Blob
from judging.models.rounds import Judge, Panel, Round


class BlindedEntryQuerySet(models.QuerySet["BlindedEntry"]):
    """Blinded entries as the council speaks of them."""

    def countable(self) -> Self:
        """Still in the contest."""
        return self.filter(withdrawn_at=None)

    def of_panel(self, panel: Panel) -> Self:
        """Which a panel scores: dealt to it where panels share fields, otherwise of its fields."""
        of_the_round = self.filter(round=panel.round_id)
        if panel.shares_fields:
            return of_the_round.filter(panel=panel)
        return of_the_round.filter(field__in=panel.fields.all())


class BlindedEntry(models.Model):
    """What judges may know of an entry, under a random code.

    No relation leads from here to the entry.
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="blinded_entries", verbose_name=_("round")
    )
    code = models.CharField(_("blind code"), max_length=12)
    field = models.ForeignKey(Field, models.PROTECT, related_name="+", verbose_name=_("field"))
    kind = models.CharField(_("kind"), max_length=200, blank=True)
    title = models.CharField(pgettext_lazy("a work", "title"), max_length=250)
    summary = models.TextField(_("summary"), blank=True)
    sections = models.JSONField(_("answers"), default=list)
    # Names and unit, in rounds whose rules name the authors to the judges; empty in every blinded
    # round.
    byline = models.TextField(_("authors, where the round names them"), blank=True)
    # Where several panels share a field, the one to which this entry was dealt; in a closed round
    # the one that scored it.
    panel = models.ForeignKey(
        Panel, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("panel")
    )
    # Highest less lowest total of its sheets: written down when the round is closed.
    spread = models.DecimalField(
        _("spread"), max_digits=8, decimal_places=2, null=True, blank=True, editable=False
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = BlindedEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("blinded entry")
        verbose_name_plural = _("blinded entries")
        ordering = ["code"]
        indexes = [
            models.Index(fields=["round", "withdrawn_at"]),
            models.Index(
                models.F("panel"),
                models.F("spread").desc(),
                models.F("code"),
                condition=models.Q(withdrawn_at=None),
                name="judging_apart",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="judging_one_copy_a_round")
        ]

    def __str__(self):
        return self.code


class BlindedFile(models.Model):
    """A rewritten file under its neutral name."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    blinded_entry = models.ForeignKey(BlindedEntry, models.CASCADE, related_name="files")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(_("neutral name"), max_length=60)
    pages = models.PositiveSmallIntegerField(pgettext_lazy("a file", "pages"), default=1)

    class Meta:
        verbose_name = _("blinded file")
        verbose_name_plural = _("blinded files")
        ordering = ["name"]

    def __str__(self):
        return self.name


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """Conflicts as the council speaks of them."""

    def in_force(self) -> Self:
        """Not waiting for the secretariat: they decide what a judge sees."""
        return self.filter(waits_since=None)


class Conflict(models.Model):
    """A pair that must not meet: a judge, a blinded entry and a reason code, never a name.

    One that was found when the pair had been assigned before waits for the secretariat: the judge
    is given nothing new against it, and keeps what was given, so that nobody learns from an own
    list what a name typed into an own profile has to do with it.
    """

    class Reason(models.TextChoices):
        AUTHOR = "author", _("author of the entry")
        SAME_UNIT = "same_unit", _("same unit")
        EMAIL_DOMAIN = "email_domain", _("same e-mail domain")
        PHONE = "phone", _("same phone")
        CO_AUTHOR = "co_author", _("co-authors in some edition")
        SAME_NAME = "same_name", _("same name as an author")
        ENTERED = "entered", _("entered by the secretariat")
        DECLARED = "declared", _("declared by the judge")
        RECOGNISED = "recognised", _("recognised by the judge")

    judge = models.ForeignKey(Judge, models.CASCADE, related_name="conflicts")
    blinded_entry = models.ForeignKey(BlindedEntry, models.CASCADE, related_name="conflicts")
    reason = models.CharField(_("reason"), max_length=16, choices=Reason)
    found_at = models.DateTimeField(_("found"))
    waits_since = models.DateTimeField(_("waits for the secretariat since"), null=True, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(
                fields=["judge", "blinded_entry", "reason"], name="judging_one_conflict_a_reason"
            )
        ]

    def __str__(self):
        return f"{self.judge_id} / {self.blinded_entry_id}: {self.reason}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments as the council speaks of them."""

    def assigned_to(self, user: User) -> Self:
        """Work of a person that they may open: confirmed, undertaking signed, round begun."""
        return self.filter(
            judge__user=user,
            judge__undertaking_at__isnull=False,
            state=Assignment.State.CONFIRMED,
            blinded_entry__withdrawn_at=None,
        ).exclude(judge__panel__round__state=Round.State.PREPARING)

    def countable(self) -> Self:
        """Confirmed, of an entry that is still in the contest."""
        return self.filter(state=Assignment.State.CONFIRMED, blinded_entry__withdrawn_at=None)


class Assignment(models.Model):
    """One judge shall score one blinded entry."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        RELEASED = "released", _("released")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    judge = models.ForeignKey(
        Judge, models.PROTECT, related_name="assignments", verbose_name=_("judge")
    )
    blinded_entry = models.ForeignKey(
        BlindedEntry, models.PROTECT, related_name="assignments", verbose_name=_("blinded entry")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    # A random place in this judge's own list, so that the order tells nothing.
    place = models.PositiveIntegerField(_("place in the list"), default=0)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    # The draw that gave it; none where it was proposed otherwise or moved by hand.
    lottery = models.ForeignKey(
        "Lottery",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("lottery"),
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["judge", "place", "pk"]
        indexes = [
            models.Index(
                fields=["judge"], condition=models.Q(state="proposed"), name="judging_proposed"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["judge", "blinded_entry"], name="judging_one_assignment_a_pair"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "confirmed", "released"]),
                name="judging_assignment_state",
            ),
        ]

    def __str__(self):
        return f"{self.judge_id} / {self.blinded_entry_id}"

    def get_absolute_url(self) -> str:
        """Where the judge fills in the sheet."""
        return reverse("sheet", args=[self.public_id])


class Lottery(models.Model):
    """An assignment drawn by lot.

    The chances and the digest of a secret are fixed first, the secret is shown with the draw.
    Unchangeable once drawn (trigger). All of a round's lotteries are kept, so that nobody draws
    until it suits.
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="lotteries", verbose_name=_("round")
    )
    most_percent = models.PositiveSmallIntegerField(
        _("greatest chance of a judge to get an entry (%)")
    )
    # [[judge id, code, chance in 1/1024], …] of every pair that may be drawn.
    chances = models.JSONField(_("chances"))
    commitment = models.CharField(_("digest of the secret"), max_length=64)
    secret = models.CharField(_("secret"), max_length=64, editable=False)
    # Which number will be typed in: named before it is known, so that nobody picks one that suits.
    source = models.CharField(_("where the public number comes from"), max_length=200)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("committed by")
    )
    committed_at = models.DateTimeField(_("committed"))
    public_number = models.CharField(_("public number"), max_length=40, blank=True)
    # [[judge id, code], …] as it was drawn.
    plan = models.JSONField(_("plan"), default=list)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("drawn by"),
    )
    drawn_at = models.DateTimeField(_("drawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("lottery")
        verbose_name_plural = _("lotteries")
        ordering = ["committed_at", "pk"]

    def __str__(self):
        return f"{self.round}: {self.commitment[:12]}"
