"""The secretariat's work on a dossier: decisions, who looks at it, its entrant's letters."""

from django.conf import settings
from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from submissions.models.drafts import Entry
from submissions.models.evidence import EntryVersion


class Screening(models.Model):
    """The secretariat's decision on one version."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned for changes")
        REFUSED = "refused", _("refused")

    version = models.OneToOneField(EntryVersion, models.PROTECT, related_name="screening")
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict)
    checks = models.JSONField(_("ticked points of the check list"), default=list, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    due = models.DateField(_("answer by"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict="accepted") | ~models.Q(reason=""),
                name="submissions_screening_has_a_reason",
            )
        ]

    def __str__(self):
        return f"{self.version}: {self.get_verdict_display()}"


class UndoneAcceptance(models.Model):
    """An acceptance that the secretariat took back before the dossier was sealed: what was decided
    then, and who took it back, when and why. The version waits for a decision again.
    """

    version = models.ForeignKey(
        EntryVersion, models.PROTECT, related_name="undone_acceptances", verbose_name=_("version")
    )
    checks = models.JSONField(_("ticked points of the check list"), default=list, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("accepted by")
    )
    accepted_at = models.DateTimeField(_("accepted"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("acceptance taken back")
        verbose_name_plural = _("acceptances taken back")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="submissions_undone_acceptance_has_a_reason"
            )
        ]

    def __str__(self):
        return f"{self.version}: {localtime(self.at):%d/%m/%Y}"


class Handling(models.Model):
    """Which colleague of the secretariat looks at a dossier."""

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="handling")
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("colleague")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("handling of a dossier")
        verbose_name_plural = _("handling of dossiers")

    def __str__(self):
        return f"{self.entry}: {self.handler}"


class JudgesQuestion(models.Model):
    """A judge asks about this dossier, without the code and without a name. What the secretariat
    answers goes back the same way.
    """

    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="judges_questions", verbose_name=_("entry")
    )
    key = models.UUIDField(_("key"), unique=True)
    text = models.TextField(_("question"))
    asked_on = models.DateField(_("asked on"))  # no finer: moments join people
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("judge's question about a dossier")
        verbose_name_plural = _("judges' questions about dossiers")
        ordering = ["asked_on", "pk"]

    def __str__(self):
        return self.text[:60]


class Letter(models.Model):
    """A message about a dossier, from the secretariat to the entrant or back.

    Both read it in the timeline.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="letters")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    from_office = models.BooleanField(_("from the secretariat"))
    text = models.TextField(_("text"))
    due = models.DateField(_("answer by"), null=True, blank=True)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""), name="submissions_letter_has_a_text"
            )
        ]

    def __str__(self):
        return f"{self.entry}: {localtime(self.at):%d/%m/%Y}"
