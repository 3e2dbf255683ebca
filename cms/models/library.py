"""Documents that were issued: decisions, plans, guidance, forms; and the page that lists them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cms import library
from cms.models.stories import StoryPage
from competition.kept_forms import KeptForm


class IssuedDocument(models.Model):
    """A document as an office issued it, with its number, day and file."""

    class Kind(models.TextChoices):
        DECISION = "quyet-dinh", _("Decision")
        PLAN = "ke-hoach", _("Plan")
        RULES = "the-le", _("Rules of a contest")
        GUIDANCE = "huong-dan", _("Guidance")
        FORM = "bieu-mau", _("Form to fill in")
        REPORT = "bao-cao", _("Report")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    number = models.CharField(
        _("number"), max_length=60, blank=True, help_text=_("Such as: 1234/QĐ-UBND.")
    )
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300)
    issued_on = models.DateField(_("issued on"))
    issuer = models.CharField(_("issued by"), max_length=160)
    issuer_en = models.CharField(_("issued by, in English"), max_length=160)
    signed_by = models.CharField(
        _("signed by"),
        max_length=160,
        blank=True,
        help_text=_("Name and office, where the file carries a signature."),
    )
    file = models.ForeignKey(
        "wagtaildocs.Document", models.PROTECT, related_name="+", verbose_name=_("document file")
    )

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("number"), FieldPanel("issued_on")]),
        FieldPanel("title"),
        FieldPanel("title_en"),
        FieldRowPanel([FieldPanel("issuer"), FieldPanel("issuer_en")]),
        FieldRowPanel([FieldPanel("file"), FieldPanel("signed_by")]),
    ]

    base_form_class = KeptForm

    class Meta:
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        ordering = ["-issued_on", "-pk"]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    def clean(self):
        """A decision has its number; what is signed is a PDF."""
        wrong = {}
        if self.kind == self.Kind.DECISION and not self.number:
            wrong["number"] = _("A decision has a number.")
        if self.signed_by and self.file_id and self.file.file_extension != "pdf":
            wrong["file"] = _("What is signed is a PDF: choose that file.")
        if wrong:
            raise ValidationError(wrong)

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title

    @property
    def office(self) -> str:
        """Who issued it, in the reader's language."""
        return self.issuer_en if get_language() == "en" else self.issuer


class LibraryPage(StoryPage):
    """The documents, with filters by kind and year and a search without accents."""

    class Meta:
        verbose_name = _("documents page")
        verbose_name_plural = _("documents pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["library"] = library.of(IssuedDocument.objects.select_related("file"), request.GET)
        return context
