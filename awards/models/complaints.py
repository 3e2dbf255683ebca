"""The posting of the proposed list, and what people write about dossiers, scores and the vote."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.models.results import Ratification
from competition.models import Edition
from submissions.models import Entry


class Posting(models.Model):
    """The list that the committee has ratified is posted (niêm yết), so that people may speak up
    before the decision.
    """

    ratification = models.OneToOneField(
        Ratification, models.PROTECT, related_name="posting", verbose_name=_("committee's vote")
    )
    digest = models.CharField(_("digest"), max_length=64)
    posted_at = models.DateTimeField(_("posted"))
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closes_at = models.DateTimeField(_("posted until"))

    class Meta:
        verbose_name = _("posting of the list")
        verbose_name_plural = _("postings of the list")

    def __str__(self):
        return str(self.ratification)

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("posted_list", args=[self.ratification.standing.edition.slug])

    def stands(self, at: datetime.datetime) -> bool:
        """Whether the list hangs out at this moment."""
        return self.posted_at <= at < self.closes_at


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def open(self) -> Self:
        """Nobody has answered, and its writer has not taken it back."""
        return self.filter(answer=None)

    def for_the_office(self) -> Self:
        """What the secretariat answers; denunciations are the committee's."""
        return self.exclude(kind=Complaint.Kind.DENUNCIATION)

    def denunciations(self) -> Self:
        return self.filter(kind=Complaint.Kind.DENUNCIATION)


class Complaint(models.Model):
    """A petition, a complaint or a denunciation: registered with a number and a day by which it is
    answered. Who wrote it stands apart (ComplaintWriter).
    """

    class Kind(models.TextChoices):
        """What the law tells apart: Luật Tiếp công dân 2013, Luật Khiếu nại 2011, Luật Tố cáo
        2018.
        """

        PETITION = "petition", _("petition or remark")
        COMPLAINT = "complaint", pgettext_lazy("by law", "complaint")
        DENUNCIATION = "denunciation", _("denunciation")

    class Subject(models.TextChoices):
        DOSSIER = "dossier", _("a dossier, or who its authors are")
        SCORE = "score", _("a score, or how it was judged")
        VOTE = "vote", _("the public vote")
        LIST = "list", _("the posted list")
        CONDUCT = "conduct", _("what somebody of the contest did")

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="complaints", verbose_name=_("edition")
    )
    number = models.CharField(_("number"), max_length=30)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    subject = models.CharField(_("about"), max_length=10, choices=Subject)
    # None: about no work in particular.
    entry = models.ForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("entry"),
    )
    about = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("about these people"),
    )
    text = models.TextField(_("text"))
    filed_at = models.DateTimeField(_("filed"))
    due = models.DateField(_("answer due"))

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of any kind", "complaint")
        verbose_name_plural = pgettext_lazy("of any kind", "complaints")
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"], name="awards_one_complaint_a_number"
            )
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self) -> str:
        """Its writer's page."""
        return reverse("my_complaint", args=[self.pk])

    @property
    def is_secret(self) -> bool:
        """Nobody but who has to answer learns who wrote it (Luật Tố cáo 2018, Điều 8 and 56)."""
        return self.kind == self.Kind.DENUNCIATION

    @property
    def is_open(self) -> bool:
        return not hasattr(self, "answer")


class ComplaintWriter(models.Model):
    """Who wrote it. Of a denunciation it is read by who answers it alone, and each reading leaves a
    line.
    """

    complaint = models.OneToOneField(
        Complaint, models.PROTECT, related_name="writer", verbose_name=_("complaint")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("writer of a complaint")
        verbose_name_plural = _("writers of complaints")

    def __str__(self):
        return str(self.complaint_id)


class ComplaintAnswer(models.Model):
    """What came of it, and why; or that its writer has taken it back."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", pgettext_lazy("a complaint", "right")
        PARTLY = "partly", _("right in part")
        REJECTED = "rejected", _("not right")
        NOT_TAKEN = "not_taken", _("not taken up")
        TAKEN_BACK = "taken_back", _("taken back by its writer")

    complaint = models.OneToOneField(
        Complaint, models.PROTECT, related_name="answer", verbose_name=_("complaint")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    text = models.TextField(_("answer"), blank=True)
    # None: its writer, who is not named here.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("answer to a complaint")
        verbose_name_plural = _("answers to complaints")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="taken_back", by=None)
                | (~models.Q(outcome="taken_back") & ~models.Q(text="") & ~models.Q(by=None)),
                name="awards_answer_says_why",
            )
        ]

    def __str__(self):
        return f"{self.complaint}: {self.outcome}"

    @property
    def is_taken_back(self) -> bool:
        """Nobody has answered: its writer wants it no longer."""
        return self.outcome == self.Outcome.TAKEN_BACK
