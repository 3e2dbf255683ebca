"""Fields and kinds of entries, what a dossier asks, and the texts of the regulation."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from competition.models.rules import RuleOfEdition
from competition.models.series import Bilingual, Edition, lines_of


class Field(RuleOfEdition, Bilingual):
    """A field in which entries compete."""

    edition = ParentalKey(
        Edition, on_delete=models.CASCADE, related_name="fields", verbose_name=_("edition")
    )
    code = models.CharField(_("code"), max_length=12)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="competition_one_field_a_code")
        ]


class EntryKind(RuleOfEdition, Bilingual):
    """What an entry is: a work, a piece of software, a model, an initiative."""

    edition = ParentalKey(
        Edition, on_delete=models.CASCADE, related_name="kinds", verbose_name=_("edition")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("entry kind")
        verbose_name_plural = _("entry kinds")
        ordering = ["order", "pk"]


class Question(RuleOfEdition):
    """A question of the dossier. Core facts (title, field, kind, summary, authors) are columns,
    never questions.

    It may be changed until judging begins: what was submitted keeps the form under which it was
    sent (FormVersion).
    """

    frozen_from = "judging"
    is_published = False
    FREE = {"*": "the form of the dossier; what was sent keeps the form under which it was sent"}

    class Type(models.TextChoices):
        SHORT = "short", _("one line")
        LONG = "long", _("long text")
        RICH = "rich", _("text with lists and emphasis")
        NUMBER = "number", _("number with a unit of measure")
        MONEY = "money", _("amount of money (đồng)")
        DATE = "date", _("date")
        CHOICE = "choice", _("one of several choices")
        YES_NO = "yes_no", _("yes or no")
        TABLE = "table", _("table of benefits (before, after)")
        UNIT = "unit", _("commune, ward or organisation")
        LINK = "link", _("link, such as a video")
        FILE = "file", _("part of the files")

    edition = ParentalKey(
        Edition, on_delete=models.CASCADE, related_name="questions", verbose_name=_("edition")
    )
    kind = models.ForeignKey(
        EntryKind,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("only for this kind"),
        help_text=_("Empty: asked of every entry."),
    )
    key = models.SlugField(_("key"), max_length=40)
    label = models.CharField(_("question"), max_length=200)
    label_en = models.CharField(_("question in English"), max_length=200, blank=True)
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    help_text_en = models.CharField(_("help in English"), max_length=300, blank=True)
    type = models.CharField(_("type"), max_length=8, choices=Type, default=Type.LONG)
    required = models.BooleanField(_("required"), default=True)
    min_length = models.PositiveIntegerField(_("characters at least"), default=0)
    max_length = models.PositiveIntegerField(_("characters at most"), default=8000)
    measure = models.CharField(
        _("unit of measure"),
        max_length=30,
        blank=True,
        help_text=_("For numbers: kg, ha, %, hours …"),
    )
    choices = models.TextField(_("choices"), blank=True, help_text=_("One a line."))
    judges_see = models.BooleanField(_("judges may see the answer"), default=False)
    similarity = models.BooleanField(_("used to look for similar entries"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "key"], name="competition_one_question_a_key"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.label_en if self.label_en and get_language() == "en" else self.label

    @property
    def hint(self) -> str:
        return self.help_text_en if self.help_text_en and get_language() == "en" else self.help_text

    @property
    def choice_list(self) -> list[str]:
        return lines_of(self.choices)

    def snapshot(self) -> dict:
        """What a submitted version keeps of the question."""
        names = (
            "key",
            "label",
            "label_en",
            "type",
            "required",
            "min_length",
            "max_length",
            "measure",
            "judges_see",
            "similarity",
        )
        return {name: getattr(self, name) for name in names} | {"choices": self.choice_list}


class FormVersion(models.Model):
    """The questions of a kind as they stood at a submission; a changed form gets the
    next number.
    """

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="form_versions", verbose_name=_("edition")
    )
    kind = models.ForeignKey(
        EntryKind, models.CASCADE, related_name="form_versions", verbose_name=_("entry kind")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    digest = models.CharField(_("digest"), max_length=64)
    questions = models.JSONField(_("questions"))
    first_used_at = models.DateTimeField(_("first used"))

    class Meta:
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of forms")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"], name="competition_one_form_a_number"
            ),
            models.UniqueConstraint(
                fields=["kind", "digest"], name="competition_one_form_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.number})"


class DocumentText(RuleOfEdition):
    """A text of the regulation that pages show (who may take part, dossier, rights and
    duties …). It is corrected by a decision at any time.
    """

    frozen_from = ""

    edition = ParentalKey(
        Edition, on_delete=models.CASCADE, related_name="texts", verbose_name=_("edition")
    )
    title = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    body = models.TextField(_("text"))
    body_en = models.TextField(_("text in English"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("text of the rules")
        verbose_name_plural = _("texts of the rules")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        return self.title_en if self.title_en and get_language() == "en" else self.title

    @property
    def text(self) -> str:
        return self.body_en if self.body_en and get_language() == "en" else self.body
