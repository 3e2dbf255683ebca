"""The form of a dossier, as the organiser composes it: questions in order, ready templates."""

from typing import cast

from django import forms
from django.db.models import Count
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from competition.dossiers import stored_question
from competition.models import EntryKind, FormVersion, Question
from competition.office import EditionOffice
from competition.two_windows import Difference, of_form
from foundation.vietnamese.fields import WholeNumberField, most_of
from foundation.vietnamese.text import fold
from submissions.models import Entry
from submissions.writing.answer_form import ContentForm

WRITTEN_ON = (Entry.Status.DRAFT, Entry.Status.RETURNED)  # dossiers that see a changed form


class LengthField(WholeNumberField):
    """So many characters as the column can tell."""

    def __init__(self, **options):
        most = most_of(Question._meta.get_field("max_length"))
        super().__init__(**{"max_value": most} | options)


class QuestionForm(forms.ModelForm):
    """One question."""

    class Meta:
        model = Question
        fields = (
            "label",
            "label_en",
            "type",
            "kind",
            "help_text",
            "help_text_en",
            "required",
            "judges_see",
            "similarity",
            "min_length",
            "max_length",
            "measure",
            "choices",
            "key",
        )
        field_classes = {"min_length": LengthField, "max_length": LengthField}
        widgets = {"choices": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.edition = edition
        kind = cast(forms.ModelChoiceField, self.fields["kind"])
        kind.queryset = edition.kinds.all()
        kind.empty_label = _("every kind")
        key = self.fields["key"]
        key.required = False
        key.help_text = _("Under which answers are kept. Empty: made from the question.")
        key.disabled = bool(self.instance.pk)  # answers hang on it

    def clean_key(self):
        key = self.cleaned_data["key"] or _key_of(self.cleaned_data.get("label", ""))
        others = self.instance.edition.questions.exclude(pk=self.instance.pk)
        if others.filter(key=key).exists():
            raise forms.ValidationError(_("Another question has this key. Choose a different one."))
        return key

    def clean_choices(self):
        """Lines end as they are stored: a browser sends two characters for each."""
        return "\n".join(self.cleaned_data["choices"].splitlines())

    def clean(self):
        super().clean()
        typed = self.cleaned_data
        choices = typed.get("choices", "").split("\n")
        if typed.get("type") == Question.Type.CHOICE and len(choices) < 2:
            self.add_error("choices", _("Give at least two choices, one a line."))
        least = typed.get("min_length")
        most = typed.get("max_length")
        if least and most and least > most:
            self.add_error("min_length", _("The least length is above the greatest."))
        return typed


def _key_of(label: str) -> str:
    """A key made from the words of a question: `tinh_moi` from “Tính mới”."""
    return slugify(fold(label))[:40].strip("-").replace("-", "_")


class DossierForm(EditionOffice):
    """The questions of an edition."""

    title = gettext_lazy("Form of the dossier")
    template_name = "office/form.html"
    header_icon = "form"
    route = "dossier_form"
    form: QuestionForm | None = None

    def context(self):
        questions = list(self.edition.questions.select_related("kind"))
        number = self.request.GET.get("sua", "")
        chosen = next((question for question in questions if str(question.pk) == number), None)
        return {
            "questions": questions,
            "headings": [_("Question"), pgettext("a question", "Type"), _("Kind"), _("Marks"), ""],
            "chosen": chosen,
            "templates": {
                "technical": _("Technical solution, work"),
                "initiative": _("Initiative"),
            },
            "form": self.form or self.stored_form(chosen),
            "upon": self.upon(stored_question(chosen)) if chosen else "",
            "differences": self.differences(chosen),
            "previews": [
                {"kind": kind, "form": self._preview(kind)} for kind in self.edition.kinds.all()
            ],
            "versions": FormVersion.objects.filter(edition=self.edition).select_related("kind"),
            "use": self.use(),
            "begun": Question(edition=self.edition).phase_begun(),
        }

    def _preview(self, kind: EntryKind) -> ContentForm:
        """What is asked of a work of this kind; its fields have ids of their own."""
        entry = Entry(edition=self.edition, kind=kind)
        return ContentForm(entry=entry, auto_id=f"kind-{kind.pk}_%s")

    def stored_form(self, chosen: Question | None) -> QuestionForm:
        """The form of this question as it stands, or of a new one."""
        return QuestionForm(instance=chosen or Question(), edition=self.edition)

    def differences(self, chosen: Question | None) -> list[Difference]:
        """What somebody else has kept since what was typed here was begun."""
        if not self.is_stale or self.form is None:
            return []
        return list(of_form(self.form, self.stored_form(chosen)))

    def use(self) -> dict[str, int]:
        """How many drafts and submitted dossiers live with this form."""
        entries = Entry.objects.in_edition(self.edition).order_by()
        counts = dict(entries.values_list("status").annotate(Count("pk")))
        drafts = sum(counts.get(status, 0) for status in WRITTEN_ON)
        return {"drafts": drafts, "submitted": sum(counts.values()) - drafts}
