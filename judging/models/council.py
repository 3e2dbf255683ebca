"""What a council does together: meets, discusses, votes, concludes; visits where rules say so."""

import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from foundation.vault.models import Blob
from judging.models.rounds import Judge, Panel
from judging.models.work import BlindedEntry


class Contribution(models.Model):
    """A word in a council's discussion of one entry, by code.

    Open to the panel once all sheets of the entry are in.
    """

    blinded_entry = models.ForeignKey(
        BlindedEntry, models.PROTECT, related_name="discussion", verbose_name=_("blinded entry")
    )
    judge = models.ForeignKey(Judge, models.PROTECT, related_name="+", verbose_name=_("judge"))
    text = models.TextField(_("contribution"))
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["at", "pk"]

    def __str__(self):
        return self.text[:60]


class Meeting(models.Model):
    """A session of one council, with its minutes: drafted from the data, signed, and attached."""

    panel = models.ForeignKey(
        Panel, models.PROTECT, related_name="meetings", verbose_name=_("panel")
    )
    held_at = models.DateTimeField(_("held"))
    place = models.CharField(_("place"), max_length=160)
    conclusion = models.TextField(_("conclusion"), blank=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("concluded by"),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    # Written down after it was held: no moment at which something was pressed is one of it.
    is_recorded = models.BooleanField(_("only written down"), default=False, editable=False)
    # As its minutes say it; None where nobody has said it, which leaves it to the pen.
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    minutes = models.ForeignKey(
        Blob,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("minutes (PDF)"),
    )
    minutes_docx = models.ForeignKey(
        Blob,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("minutes (Word)"),
    )
    signed = models.ForeignKey(
        Blob,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed minutes"),
    )
    signed_at = models.DateTimeField(_("signed minutes attached"), null=True, blank=True)
    # [[whose, by whom it was issued], …] of the digital signatures in it; none of a scan.
    signatures = models.JSONField(_("digital signatures"), default=list, editable=False)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["held_at", "pk"]

    def __str__(self):
        return f"{self.panel} {localtime(self.held_at):%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Where members find the agenda, the votes and the minutes."""
        return reverse("meeting", args=[self.pk])

    def is_during(self, moment: datetime.datetime) -> bool:
        """Whether what is written at this moment may be written while the meeting lasts."""
        return not self.is_recorded and localdate(moment) == localdate(self.held_at)


class Attendance(models.Model):
    """A member was there."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="attendances", verbose_name=_("meeting")
    )
    judge = models.ForeignKey(
        Judge, models.PROTECT, related_name="attendances", verbose_name=_("judge")
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "judge"], name="judging_one_chair_to_sit_on")
        ]

    def __str__(self):
        return str(self.judge)


class AgendaItem(models.Model):
    """An entry on a meeting's agenda: presented within its minutes, concluded in words."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="agenda", verbose_name=_("meeting")
    )
    blinded_entry = models.ForeignKey(
        BlindedEntry, models.PROTECT, related_name="+", verbose_name=_("blinded entry")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    started_at = models.DateTimeField(_("presentation began"), null=True, blank=True)
    # Given on top of the rules' minutes, by whoever leads the meeting.
    more_minutes = models.PositiveSmallIntegerField(_("more minutes"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)

    class Meta:
        verbose_name = _("item of the agenda")
        verbose_name_plural = _("agenda")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "blinded_entry"], name="judging_one_item_an_entry"
            )
        ]

    def __str__(self):
        return self.blinded_entry.code


class Motion(models.Model):
    """A question on which the members present vote, openly or in secret.

    Nobody sees how it stands before it is closed.
    """

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="motions", verbose_name=_("meeting")
    )

    class Needs(models.TextChoices):
        """How many must be for it: abstentions count as not for it."""

        HALF_PRESENT = "half_present", _("more than half of the members present")
        HALF_MEMBERS = "half_members", _("more than half of all members")
        THIRDS_PRESENT = "thirds_present", _("two thirds of the members present")
        THIRDS_MEMBERS = "thirds_members", _("two thirds of all members")

    # Without one it is of the meeting as a whole.
    item = models.ForeignKey(
        AgendaItem,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="motions",
        verbose_name=_("item of the agenda"),
    )
    text = models.CharField(_("question"), max_length=300)
    # Empty of a vote that was opened before this was asked.
    needs = models.CharField(_("agreement needed"), max_length=16, choices=Needs, blank=True)
    # How many could vote when it was closed, and how many of them were there.
    members = models.PositiveSmallIntegerField(_("voting members"), null=True, editable=False)
    present = models.PositiveSmallIntegerField(
        _("voting members present"), null=True, editable=False
    )
    is_secret = models.BooleanField(_("in secret"), default=True)
    # {choice: votes} of a secret vote: numbers alone, so that no row and no order of rows joins a
    # member and a choice.
    box = models.JSONField(_("box"), default=dict, editable=False)
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("motion")
        verbose_name_plural = _("motions")
        ordering = ["opened_at", "pk"]

    def __str__(self):
        return self.text

    @property
    def of(self) -> int | None:
        """Of how many members its share is taken; None before it is closed, or without a share."""
        if self.needs in (self.Needs.HALF_PRESENT, self.Needs.THIRDS_PRESENT):
            return self.present
        return self.members if self.needs else None

    @property
    def required(self) -> int | None:
        """The least number of votes for it that carries it; None where `of` is."""
        if self.of is None:
            return None
        if self.needs in (self.Needs.HALF_PRESENT, self.Needs.HALF_MEMBERS):
            return self.of // 2 + 1
        return -(-self.of * 2 // 3)


class MotionVoter(models.Model):
    """A member has voted on a motion, once.

    How, is written here of an open vote only; a secret one adds to the motion's box.
    """

    class Choice(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")
        ABSTAIN = "abstain", _("abstention")

    motion = models.ForeignKey(
        Motion, models.CASCADE, related_name="voters", verbose_name=_("motion")
    )
    judge = models.ForeignKey(Judge, models.PROTECT, related_name="+", verbose_name=_("judge"))
    choice = models.CharField(_("choice"), max_length=8, choices=Choice, blank=True)

    class Meta:
        verbose_name = _("vote on a motion")
        verbose_name_plural = _("votes on motions")
        constraints = [
            models.UniqueConstraint(fields=["motion", "judge"], name="judging_one_vote_a_member")
        ]

    def __str__(self):
        return str(self.judge)


class MinutesLine(models.Model):
    """What happened at a moment of the meeting, as whoever keeps the minutes writes it."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="lines", verbose_name=_("meeting")
    )
    item = models.ForeignKey(
        AgendaItem,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name=_("item of the agenda"),
    )
    at = models.DateTimeField(_("time"))
    text = models.CharField(_("what happened"), max_length=500)

    class Meta:
        verbose_name = _("line of the minutes")
        verbose_name_plural = _("lines of the minutes")
        ordering = ["at", "pk"]

    def __str__(self):
        return self.text[:60]


class MinutesConfirmation(models.Model):
    """A member has read a draft of the minutes and confirms it; no signature.

    Of a draft that was made anew it says nothing: `digest` is that of the file that was read.
    """

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="confirmations", verbose_name=_("meeting")
    )
    judge = models.ForeignKey(Judge, models.PROTECT, related_name="+", verbose_name=_("judge"))
    digest = models.CharField(_("digest"), max_length=64)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("confirmation of minutes")
        verbose_name_plural = _("confirmations of minutes")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "judge", "digest"], name="judging_one_word_on_a_draft"
            )
        ]

    def __str__(self):
        return str(self.judge)


class Visit(models.Model):
    """A site check or product test of one entry: who goes, when, what was found, with photos."""

    blinded_entry = models.OneToOneField(
        BlindedEntry, models.PROTECT, related_name="visit", verbose_name=_("blinded entry")
    )
    planned_at = models.DateTimeField(_("planned for"))
    place = models.CharField(_("place"), max_length=200)
    team = models.ManyToManyField(Judge, related_name="visits", verbose_name=_("team"))
    record = models.TextField(_("what was found"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["planned_at", "pk"]

    def __str__(self):
        return f"{self.blinded_entry} {localtime(self.planned_at):%d/%m/%Y}"


class VisitPhoto(models.Model):
    """A picture taken on a visit, redrawn without what the camera wrote into it."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="photos", verbose_name=_("visit"))
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name=_("picture"))
    caption = models.CharField(_("caption"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("photo of a visit")
        verbose_name_plural = _("photos of visits")
        ordering = ["pk"]

    def __str__(self):
        return self.caption or str(self.pk)
