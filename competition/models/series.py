"""A contest, its editions, and their timetable."""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from accounts.models import Unit
from competition import clock
from competition.errors import Frozen
from foundation.vietnamese.calendar import of_our_time
from foundation.vietnamese.text import nfc

# What the secretariat ticks before it accepts, and the reasons it returns a dossier for most; the
# organiser edits both.
CHECKS = (
    "Đúng đối tượng dự thi\nĐủ thành phần hồ sơ theo thể lệ\nCác tệp mở được và đọc rõ\nĐã xem "
    "các hồ sơ tương tự"
)
RETURN_REASONS = (
    "Thiếu xác nhận của đơn vị\nBản mô tả chưa rõ nội dung giải pháp\nThiếu số liệu chứng "
    "minh hiệu quả\n"
    "Có tệp không mở được hoặc không đọc rõ\nDanh sách tác giả hoặc tỷ lệ đóng góp chưa đúng"
)


_by_decision: ContextVar[bool] = ContextVar("by_decision", default=False)


@contextmanager
def by_decision() -> Iterator[None]:
    """The verbs that change published rules write inside this block; nothing else does."""
    token = _by_decision.set(True)
    try:
        yield
    finally:
        _by_decision.reset(token)


def refuse_if_published(edition_id: int, *, moved: bool = False) -> None:
    """Raises Frozen when the regulation is published and no verb with a decision is writing; no
    decision moves a rule from one edition into another.
    """
    if _by_decision.get() and not moved:
        return
    if Edition.objects.filter(pk=edition_id, publication__isnull=False).exists():
        raise Frozen(
            _(
                "The regulation is published: its rules change only by a decision, which is "
                "asked for on the page of the rules."
            )
        )


def lines_of(text: str) -> list[str]:
    """The lines of a list that is typed one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class Bilingual(models.Model):
    """A name in Vietnamese, and in English where the organiser gives one."""

    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    def save(self, *args, **kwargs):
        self.name = nfc(self.name)
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if self.name_en and get_language() == "en" else self.name


class Contest(Bilingual):
    """A series of editions under one name."""

    slug = models.SlugField(_("address"), unique=True)

    class Meta:
        verbose_name = _("contest")
        verbose_name_plural = _("contests")

    @property
    def in_sentence(self) -> str:
        """Its Vietnamese name within a sentence of a paper: Cuộc thi “Sáng tạo trẻ”."""
        says_what = self.name.casefold().startswith(("cuộc thi", "hội thi", "giải thưởng"))
        return self.name if says_what else f"Cuộc thi “{self.name}”"


# The stubs know no type for the manager of Wagtail's pages (`pages`).
class Edition(Bilingual, ClusterableModel):  # type: ignore[django-manager-missing]
    """One year of a contest: everything that its regulation fixes hangs here as data."""

    contest = models.ForeignKey(
        Contest, models.PROTECT, related_name="editions", verbose_name=_("contest")
    )
    slug = models.SlugField(_("address"), unique=True)
    number = models.PositiveSmallIntegerField(_("number"))
    year = models.PositiveSmallIntegerField(_("year"))
    call = models.CharField(_("call in one line"), max_length=160, blank=True)
    call_en = models.CharField(_("call in one line, English"), max_length=160, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    decision_date = models.DateField(
        _("decision date"), null=True, blank=True, validators=[of_our_time]
    )
    organiser_lines = models.TextField(_("organiser's lines on papers"), blank=True)
    place = models.CharField(_("place of signature"), max_length=80, default="Thái Nguyên")
    signer_title = models.CharField(_("signer's title"), max_length=120, blank=True)
    signer_name = models.CharField(_("signer's name"), max_length=120, blank=True)
    receipt_prefix = models.CharField(
        _("receipt prefix"), max_length=20, help_text=_("ĐMST gives ĐMST-2026-0001.")
    )
    ratification_numerator = models.PositiveSmallIntegerField(
        _("share of the committee: numerator"), default=2
    )
    ratification_denominator = models.PositiveSmallIntegerField(_("denominator"), default=3)
    sheets_per_entry = models.PositiveSmallIntegerField(_("sheets per entry"), default=3)
    vote_overlaps_judging = models.BooleanField(
        _("the public vote may run while judges score"),
        default=False,
        help_text=_("Otherwise the vote opens only after the council's last sheet is locked."),
    )
    max_files = models.PositiveSmallIntegerField(_("files of a dossier at most"), default=10)
    max_file_mb = models.PositiveSmallIntegerField(_("MB of one file at most"), default=20)
    max_dossier_mb = models.PositiveSmallIntegerField(_("MB of all files at most"), default=100)
    grace_minutes = models.PositiveSmallIntegerField(
        _("minutes of grace after the deadline"),
        default=0,
        help_text=_(
            "Stated in the rules: a submission that arrives within these minutes is still taken."
        ),
    )
    similarity_percent = models.PositiveSmallIntegerField(
        _("similar from (% of the text)"),
        default=20,
        help_text=_(
            "Entries that share at least so much of their text are shown to the secretariat."
        ),
    )
    meaning_percent = models.PositiveSmallIntegerField(
        _("similar in meaning from (%)"),
        default=85,
        help_text=_(
            "Used only where a model of meaning is installed: entries put into other words."
        ),
    )
    max_authors = models.PositiveSmallIntegerField(_("authors of an entry at most"), default=10)
    max_entries_a_person = models.PositiveSmallIntegerField(
        _("entries of one person at most"), null=True, blank=True
    )
    min_age = models.PositiveSmallIntegerField(
        _("age of an author at least"), null=True, blank=True
    )
    max_age = models.PositiveSmallIntegerField(_("age of an author at most"), null=True, blank=True)
    first_applied_from = models.DateField(
        _("first applied not before"),
        validators=[of_our_time],
        null=True,
        blank=True,
        help_text=_("Older works may not enter. Empty: no limit."),
    )
    within = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only from this unit and those below it"),
        help_text=_("Empty: from anywhere."),
    )
    screening_checks = models.TextField(
        _("check list of the screening"), blank=True, default=CHECKS, help_text=_("One a line.")
    )
    return_reasons = models.TextField(
        _("reasons to return a dossier"),
        blank=True,
        default=RETURN_REASONS,
        help_text=_("One a line."),
    )
    screening_days = models.PositiveSmallIntegerField(
        _("working days for the screening of a dossier"), default=5
    )
    answer_days = models.PositiveSmallIntegerField(
        _("working days for an entrant's answer"), default=5
    )
    posting_days = models.PositiveSmallIntegerField(
        _("working days for which the proposed list is posted"),
        default=0,
        help_text=_("0: the decision follows the committee's vote without a posting."),
    )
    complaint_days = models.PositiveSmallIntegerField(
        _("working days for the answer to a complaint or a denunciation"),
        default=20,
        help_text=_("The law sets 30 days; petitions are answered like letters."),
    )
    asks_unit_confirmation = models.BooleanField(
        _("the unit must confirm a dossier"), default=False
    )
    copied_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="copies",
        verbose_name=_("made as a copy of"),
    )
    needs_publication = models.BooleanField(
        _("offered to nobody before it is published"), default=False, editable=False
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    # What may change without a decision, and why; the rest stands in the regulation, is printed on
    # papers, or decides who may enter.
    FREE: dict[str, str] = {
        "slug": "an address of pages; papers lead to addresses without it",
        "call": "words of the site's own",
        "call_en": "words of the site's own",
        "summary": "words of the site's own",
        "summary_en": "words of the site's own",
        "similarity_percent": "what the secretariat is shown; people decide",
        "meaning_percent": "what the secretariat is shown; people decide",
        "copied_from": "where the draft came from; nobody outside the office reads it",
        "needs_publication": "set once, when the draft is made",
        "created_at": "written once by the machine",
    }
    # What the published regulation fixes.
    RULING = (
        "contest",
        "name",
        "name_en",
        "number",
        "year",
        "decision_number",
        "decision_date",
        "organiser_lines",
        "place",
        "signer_title",
        "signer_name",
        "receipt_prefix",
        "ratification_numerator",
        "ratification_denominator",
        "sheets_per_entry",
        "vote_overlaps_judging",
        "max_files",
        "max_file_mb",
        "max_dossier_mb",
        "grace_minutes",
        "max_authors",
        "max_entries_a_person",
        "min_age",
        "max_age",
        "first_applied_from",
        "within",
        "screening_checks",
        "return_reasons",
        "screening_days",
        "answer_days",
        "posting_days",
        "complaint_days",
        "asks_unit_confirmation",
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "number"], name="competition_one_edition_a_number"
            ),
            models.CheckConstraint(
                condition=models.Q(ratification_numerator__gt=0)
                & models.Q(ratification_numerator__lte=models.F("ratification_denominator")),
                name="competition_ratification_share",
            ),
        ]

    def save(self, *args, **kwargs):
        if self.pk and self._rules_differ(kwargs.get("update_fields")):
            refuse_if_published(self.pk)
        super().save(*args, **kwargs)

    def _rules_differ(self, written: Iterable[str] | None) -> bool:
        """Whether what is written differs from the stored rules."""
        ruling = [name for name in self.RULING if written is None or name in written]
        fields = self._meta.concrete_fields
        columns = [field.attname for field in fields if field.name in ruling]
        stored = Edition.objects.filter(pk=self.pk).values(*columns).first()
        return stored is not None and any(
            stored[column] != getattr(self, column) for column in columns
        )

    @property
    def chain(self) -> str:
        """The name of the edition's ledger chain."""
        return f"edition-{self.pk}"

    @property
    def is_draft(self) -> bool:
        """Nothing of it is public, and no phase is open, whatever its dates say."""
        return self.needs_publication and not hasattr(self, "publication")

    @property
    def screening_points(self) -> list[str]:
        """What must be ticked before a dossier is accepted."""
        return lines_of(self.screening_checks)

    @property
    def reason_list(self) -> list[str]:
        return lines_of(self.return_reasons)

    @property
    def call_line(self) -> str:
        return self.call_en if self.call_en and get_language() == "en" else self.call

    @property
    def summary_text(self) -> str:
        return self.summary_en if self.summary_en and get_language() == "en" else self.summary

    @cached_property
    def scheme(self):
        """The scheme of the last round, from which prizes are given; None before there is one."""
        return self.schemes.order_by("order").last()

    @cached_property
    def timetable(self) -> "list[Phase]":
        """All phases by their beginning; read once an instance."""
        return list(self.phases.order_by("opens_at"))

    @property
    def closing_day(self) -> datetime.date:
        """The local day of the deadline, on which ages are counted; today when there is none."""
        submission = self.phase(Phase.Kind.SUBMISSION)
        return localdate(submission.closes_at if submission else clock.now())

    def phase(self, kind: str) -> "Phase | None":
        """The phase of this kind."""
        return next((phase for phase in self.timetable if phase.kind == kind), None)

    def refresh_from_db(self, *args, **kwargs):
        for name in ("timetable", "scheme"):
            self.__dict__.pop(name, None)
        super().refresh_from_db(*args, **kwargs)


class Phase(models.Model):
    """A stretch of the timetable. `closes_at` is the first moment at which it is closed."""

    class Kind(models.TextChoices):
        SUBMISSION = "submission", _("submission of entries")
        SCREENING = "screening", _("screening of dossiers")
        JUDGING = "judging", _("blinded judging")
        VOTING = "voting", _("public vote")
        RATIFICATION = "ratification", _("ratification by the committee")
        ANNOUNCEMENT = "announcement", _("announcement and awards")

    edition = ParentalKey(
        Edition, on_delete=models.CASCADE, related_name="phases", verbose_name=_("edition")
    )
    kind = models.CharField(_("phase"), max_length=12, choices=Kind)
    opens_at = models.DateTimeField(_("opens"), validators=[of_our_time])
    closes_at = models.DateTimeField(_("closes"), validators=[of_our_time])

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["opens_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind"], name="competition_one_phase_a_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="competition_phase_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def save(self, *args, **kwargs):
        stored = self._stored()
        if stored and stored.has_begun and stored.kind != self.kind:
            raise Frozen(self._what_stays(stored))
        if stored is None or self._differs_from(stored):
            refuse_if_published(self.edition_id)
        super().save(*args, **kwargs)

    def _differs_from(self, stored: "Phase") -> bool:
        columns = ("edition_id", "kind", "opens_at", "closes_at")
        return any(getattr(stored, column) != getattr(self, column) for column in columns)

    def delete(self, *args, **kwargs):
        stored = self._stored()
        if stored and stored.has_begun:
            raise Frozen(self._what_stays(stored))
        refuse_if_published(self.edition_id)
        return super().delete(*args, **kwargs)

    def _stored(self) -> "Phase | None":
        return Phase.objects.filter(pk=self.pk).first() if self.pk else None

    @property
    def has_begun(self) -> bool:
        return self.opens_at <= clock.now()

    @staticmethod
    def _what_stays(stored: "Phase") -> str:
        """Whoever could take a phase away and add it anew could change the rules in between."""
        return _("The phase “%(phase)s” has begun; it cannot be taken away or become another.") % {
            "phase": stored
        }

    def clean(self):
        super().clean()
        stored = self._stored()
        if stored and stored.has_begun and stored.kind != self.kind:
            raise ValidationError({"kind": self._what_stays(stored)})
        if stored and stored.opens_at <= clock.now() and stored.opens_at != self.opens_at:
            raise ValidationError(
                {"opens_at": _("This phase has begun; its opening cannot be moved.")}
            )
        if stored and stored.closes_at <= clock.now() and stored.closes_at != self.closes_at:
            raise ValidationError({"closes_at": _("This phase is over; its end cannot be moved.")})

    def is_open(self, at: datetime.datetime) -> bool:
        return self.opens_at <= at < self.closes_at


class Extension(models.Model):
    """The deadline for entries was moved by a decision; the old one stays readable."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="extensions", verbose_name=_("edition")
    )
    decision_number = models.CharField(_("decision number"), max_length=60)
    reason = models.CharField(_("reason"), max_length=300)
    closed_at = models.DateTimeField(_("closed before"))
    closes_at = models.DateTimeField(_("closes now"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("extension of the deadline")
        verbose_name_plural = _("extensions of the deadline")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("closed_at")),
                name="competition_extension_is_later",
            )
        ]

    def __str__(self) -> str:
        return self.decision_number

    @property
    def changes(self) -> list[list[str]]:
        """[[what, before, after]] in words, as a correction has them."""
        moments = [
            date_format(localtime(moment), "DATETIME_FORMAT")
            for moment in (self.closed_at, self.closes_at)
        ]
        return [[str(_("Deadline for entries")), *moments]]
