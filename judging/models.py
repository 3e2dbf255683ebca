import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from competition.models import Edition, Field
from foundation.vault.models import Blob


class Round(models.Model):
    """A round of judging of one edition."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("being prepared")
        OPEN = "open", _("judges are scoring")
        CLOSED = "closed", _("closed")
        FROZEN = "frozen", _("ranking frozen")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="rounds", verbose_name=_("edition"))
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
            models.CheckConstraint(condition=models.Q(state__in=["preparing", "open", "closed", "frozen"]), name="judging_round_state"),
        ]

    def __str__(self):
        return self.name


class Panel(models.Model):
    """A council of experts for one or several fields of a round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="panels", verbose_name=_("round"))
    name = models.CharField(_("name"), max_length=160)
    fields = models.ManyToManyField(Field, related_name="panels", verbose_name=_("fields"))
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        ordering = ["round", "name"]

    def __str__(self):
        return self.name


class Judge(models.Model):
    """A member of a panel. The role is the Membership; what belongs to judging alone stands here."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="judges", verbose_name=_("panel"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="judgeships", verbose_name=_("person"))
    position = models.CharField(_("position"), max_length=16, choices=Membership.Role, default=Membership.Role.JUDGE)
    max_load = models.PositiveSmallIntegerField(_("sheets at most"), default=40)
    expertise = models.ManyToManyField(Field, blank=True, related_name="+", verbose_name=_("fields of expertise"))
    keywords = models.CharField(_("keywords of expertise"), max_length=300, blank=True, help_text=_("Separated by commas."))
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
            models.UniqueConstraint(fields=["panel"], condition=models.Q(position="chair"), name="judging_one_chair_a_panel"),
        ]

    def __str__(self):
        return str(self.user)

    @property
    def keyword_list(self) -> list[str]:
        return [word.strip() for word in self.keywords.split(",") if word.strip()]


class BlindedEntryQuerySet(models.QuerySet):
    def countable(self):
        """Still in the contest."""
        return self.filter(withdrawn_at=None)


class BlindedEntry(models.Model):
    """What judges may know of an entry, under a random code. No relation leads from here to the entry."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="blinded_entries", verbose_name=_("round"))
    code = models.CharField(_("blind code"), max_length=12, unique=True)
    field = models.ForeignKey(Field, models.PROTECT, related_name="+", verbose_name=_("field"))
    kind = models.CharField(_("kind"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(_("summary"), blank=True)
    sections = models.JSONField(_("answers"), default=list)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = BlindedEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("blinded entry")
        verbose_name_plural = _("blinded entries")
        ordering = ["code"]
        indexes = [models.Index(fields=["round", "withdrawn_at"])]

    def __str__(self):
        return self.code


class BlindedFile(models.Model):
    """A rewritten file under its neutral name."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    blinded_entry = models.ForeignKey(BlindedEntry, models.CASCADE, related_name="files")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(_("neutral name"), max_length=60)
    pages = models.PositiveSmallIntegerField(_("pages"), default=1)

    class Meta:
        verbose_name = _("blinded file")
        verbose_name_plural = _("blinded files")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Conflict(models.Model):
    """A pair that must not meet: a judge, a blinded entry and a reason code, never a name."""

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

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [models.UniqueConstraint(fields=["judge", "blinded_entry", "reason"], name="judging_one_conflict_a_reason")]

    def __str__(self):
        return f"{self.judge_id} / {self.blinded_entry_id}: {self.reason}"


class AssignmentQuerySet(models.QuerySet):
    def assigned_to(self, user):
        """Confirmed work of a person who has signed the undertaking, in rounds that judges may open."""
        return self.filter(judge__user=user, judge__undertaking_at__isnull=False, state=Assignment.State.CONFIRMED, blinded_entry__withdrawn_at=None).exclude(
            judge__panel__round__state=Round.State.PREPARING
        )

    def countable(self):
        """Confirmed, of an entry that is still in the contest."""
        return self.filter(state=Assignment.State.CONFIRMED, blinded_entry__withdrawn_at=None)


class Assignment(models.Model):
    """One judge shall score one blinded entry."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        RELEASED = "released", _("released")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    judge = models.ForeignKey(Judge, models.PROTECT, related_name="assignments", verbose_name=_("judge"))
    blinded_entry = models.ForeignKey(BlindedEntry, models.PROTECT, related_name="assignments", verbose_name=_("blinded entry"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    # A random place in this judge's own list, so that the order tells nothing.
    place = models.PositiveIntegerField(_("place in the list"), default=0)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["judge", "place", "pk"]
        indexes = [models.Index(fields=["judge"], condition=models.Q(state="proposed"), name="judging_proposed")]
        constraints = [
            models.UniqueConstraint(fields=["judge", "blinded_entry"], name="judging_one_assignment_a_pair"),
            models.CheckConstraint(condition=models.Q(state__in=["proposed", "confirmed", "released"]), name="judging_assignment_state"),
        ]

    def __str__(self):
        return f"{self.judge_id} / {self.blinded_entry_id}"


class Scoresheet(models.Model):
    """A judge's points for one entry: a draft until it is locked, then unchangeable (trigger)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        LOCKED = "locked", _("locked")

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="sheet")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    # {criterion id: points as text}; a criterion without points is absent, never a zero.
    points = models.JSONField(_("points"), default=dict)
    total = models.DecimalField(_("total"), max_digits=7, decimal_places=2, null=True, blank=True)
    comment = models.TextField(_("comment for the council"), blank=True)
    saved_at = models.DateTimeField(_("saved"))
    locked_at = models.DateTimeField(_("locked"), null=True, blank=True)

    class Meta:
        verbose_name = _("scoresheet")
        verbose_name_plural = _("scoresheets")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft", locked_at=None) | models.Q(state="locked", locked_at__isnull=False, total__isnull=False),
                name="judging_locked_sheet_is_complete",
            )
        ]

    def __str__(self):
        return f"{self.assignment} ({self.state})"


class Recusal(models.Model):
    """A judge gives up one entry; the sheet leaves every count."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="recusal")
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")

    def __str__(self):
        return str(self.assignment)


class Ranking(models.Model):
    """The frozen ranking of a round: a snapshot from which it can be computed again."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="rankings")
    scheme = models.JSONField(_("scheme"))
    sheets = models.JSONField(_("sheets"))
    digest = models.CharField(_("digest"), max_length=64)
    ledger_head = models.CharField(_("ledger head"), max_length=64)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(_("frozen"))
    minutes = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        constraints = [models.UniqueConstraint(fields=["round"], name="judging_one_ranking_a_round")]

    def __str__(self):
        return f"{self.round} – {self.digest[:12]}"


class RankingRow(models.Model):
    """One entry's place, by code."""

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="rows")
    code = models.CharField(_("blind code"), max_length=12)
    field = models.ForeignKey(Field, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=250)
    sheets = models.PositiveSmallIntegerField(_("sheets"))
    score = models.DecimalField(_("council score"), max_digits=8, decimal_places=4)
    criterion_means = models.JSONField(_("means of the criteria"), default=list)
    spread = models.DecimalField(_("spread"), max_digits=8, decimal_places=2)
    rank = models.PositiveIntegerField(_("rank"))

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["rank", "code"]
        constraints = [models.UniqueConstraint(fields=["ranking", "code"], name="judging_one_place_a_code")]

    def __str__(self):
        return f"{self.rank}. {self.code}"


class Meeting(models.Model):
    """A session of a round's councils, with its minutes."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="meeting")
    held_at = models.DateTimeField(_("held"))
    place = models.CharField(_("place"), max_length=160)
    conclusion = models.TextField(_("conclusion"), blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self):
        return f"{self.round} {self.held_at:%d/%m/%Y}"
