import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet):
    def free(self) -> "JobQuerySet":
        """Not finished, and nobody holds a living lease on it; its hour may be still to come."""
        unfinished = self.filter(state__in=[Job.State.PENDING, Job.State.RUNNING])
        return unfinished.filter(
            models.Q(leased_until=None) | models.Q(leased_until__lt=timezone.now())
        )

    def waiting(self) -> "JobQuerySet":
        """Free, and its hour has come."""
        now = timezone.now()
        return self.free().filter(models.Q(not_before=None) | models.Q(not_before__lte=now))

    def given_up(self) -> "JobQuerySet":
        """Tried so often that only a person has it tried again; the last one first."""
        return self.filter(state=Job.State.FAILED).order_by("-finished_at", "-pk")

    def stumbling(self) -> "JobQuerySet":
        """Failed, and tried again by itself; the one that is tried next first."""
        failed = self.filter(state=Job.State.PENDING).exclude(error="")
        return failed.order_by("not_before", "pk")


class Job(models.Model):
    """The truth about one piece of long or repeated work; a broker's message is only a bell that
    says "look here".
    """

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("stopped")

    kind = models.CharField(_("kind"), max_length=80)
    # One job a key: asking twice for the same work is asking once.
    key = models.CharField(_("key"), max_length=200, unique=True)
    params = models.JSONField(_("parameters"), default=dict)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PENDING)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("total"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    # After a failure: a bell that comes earlier is no attempt.
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    # Of the worker that took it last: when, how much was done then, and which taking it was. What
    # an earlier one still says about its progress counts no more.
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    done_before = models.PositiveIntegerField(_("done before"), default=0)
    takings = models.PositiveIntegerField(_("takings"), default=0)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    told_at = 0.0  # of this process's monotonic clock: when its progress was written down last
    LEASE = datetime.timedelta(minutes=2)
    # With the waits between them (`work.pause_after`) a little more than eight hours.
    MOST_ATTEMPTS = 10

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "leased_until"])]

    def __str__(self) -> str:
        return self.key

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)

    @property
    def is_stopped(self) -> bool:
        """Somebody stopped it; it can be taken up again."""
        return self.state == self.State.CANCELLED

    @property
    def left(self) -> datetime.timedelta | None:
        """How long it still takes at the pace so far; None while nobody can know."""
        done_since = self.done - self.done_before
        if self.state != self.State.RUNNING or self.started_at is None or done_since <= 0:
            return None
        passed = timezone.now() - self.started_at
        return passed * max(0, self.total - self.done) / done_since

    @property
    def left_in_words(self) -> str:
        """`left` as people say it, empty while nobody can know."""
        if self.left is None:
            return ""
        minutes = round(self.left / datetime.timedelta(minutes=1))
        if minutes < 1:
            return gettext("less than a minute left")
        if minutes < 60:
            text = ngettext("about %(count)s minute left", "about %(count)s minutes left", minutes)
            return text % {"count": minutes}
        hours = round(minutes / 60)
        text = ngettext("about %(count)s hour left", "about %(count)s hours left", hours)
        return text % {"count": hours}


class OutboxEvent(models.Model):
    """What happened, written in the transaction in which it happened; told upwards afterwards."""

    name = models.CharField(_("name"), max_length=80)
    payload = models.JSONField(_("payload"), default=dict)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("outbox event")
        verbose_name_plural = _("outbox events")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Delivery(models.Model):
    """One consumer has applied one event: written in the consumer's own transaction, so the effect
    happens once.
    """

    event = models.ForeignKey(OutboxEvent, models.CASCADE, related_name="deliveries")
    consumer = models.CharField(_("consumer"), max_length=120)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "consumer"], name="jobs_one_delivery_a_consumer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} -> {self.consumer}"


class SignOfLife(models.Model):
    """When a process that does the work was last seen; one row a role."""

    who = models.CharField(_("who"), max_length=40, unique=True)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return f"{self.who} {self.at}"
