"""The organiser composes the form of a dossier: questions in order, ready templates, what a change
means for drafts.
"""

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from competition import dossiers
from competition.errors import Refused
from competition.models import FormVersion, Question
from competition.office import EditionOffice, without_time
from foundation.vietnamese.text import fold
from submissions.models import Entry
from submissions.writing.answer_form import ContentForm
from submissions.writing.checklist import missing


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
        widgets = {"choices": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.edition = edition
        self.fields["kind"].queryset = edition.kinds.all()
        self.fields["kind"].empty_label = _("every kind")
        self.fields["key"].required = False
        self.fields["key"].help_text = _(
            "Under which answers are kept. Empty: made from the question."
        )
        if self.instance.pk:
            self.fields["key"].disabled = True  # answers hang on it

    def clean_key(self):
        key = self.cleaned_data["key"] or slugify(fold(self.cleaned_data.get("label", "")))[
            :40
        ].strip("-").replace("-", "_")
        if self.instance.edition.questions.exclude(pk=self.instance.pk).filter(key=key).exists():
            raise forms.ValidationError(_("Another question has this key. Choose a different one."))
        return key

    def clean(self):
        data = super().clean()
        if (
            data.get("type") == Question.Type.CHOICE
            and len(data.get("choices", "").split("\n")) < 2
        ):
            self.add_error("choices", _("Give at least two choices, one a line."))
        if (
            data.get("min_length")
            and data.get("max_length")
            and data["min_length"] > data["max_length"]
        ):
            self.add_error("min_length", _("The least length is above the greatest."))
        return data


class DossierForm(EditionOffice):
    """The questions of an edition."""

    title = gettext_lazy("Form of the dossier")
    template_name = "office/form.html"
    header_icon = "form"
    form = None

    def context(self):
        questions = list(self.edition.questions.select_related("kind"))
        number = self.request.GET.get("sua", "")
        chosen = next((question for question in questions if str(question.pk) == number), None)
        kinds = list(self.edition.kinds.all())
        return {
            "questions": questions,
            "chosen": chosen,
            "templates": {
                "technical": _("Technical solution, work"),
                "initiative": _("Initiative"),
            },
            "form": self.form or QuestionForm(instance=chosen or Question(), edition=self.edition),
            "previews": [
                {"kind": kind, "form": ContentForm(entry=Entry(edition=self.edition, kind=kind))}
                for kind in kinds
            ],
            "versions": FormVersion.objects.filter(edition=self.edition).select_related("kind"),
            "use": self._use(),
        }

    def _use(self) -> dict:
        """How many drafts and submitted dossiers live with this form."""
        counts = dict(
            Entry.objects.in_edition(self.edition)
            .order_by()
            .values_list("status")
            .annotate(Count("pk"))
        )
        drafts = counts.get("draft", 0) + counts.get("returned", 0)
        return {"drafts": drafts, "submitted": sum(counts.values()) - drafts}

    def after_post(self):
        return reverse("dossier_form", args=[self.edition.slug])

    def _chosen(self) -> Question:
        return get_object_or_404(
            Question, pk=self.request.POST.get("question") or 0, edition=self.edition
        )

    def do_save(self):
        question = (
            self._chosen()
            if self.request.POST.get("question")
            else Question(order=self.edition.questions.count() + 1)
        )
        form = QuestionForm(self.request.POST, instance=question, edition=self.edition)
        if not form.is_valid():
            self.form, self.is_refused = form, True
            return
        form.save()
        messages.success(self.request, _("The question is kept."))
        self._tell_consequences()

    def _tell_consequences(self) -> None:
        use = self._use()
        if not any(use.values()):
            return
        drafts = (
            Entry.objects.in_edition(self.edition)
            .filter(status__in=["draft", "returned"])
            .select_related("edition")[:500]
        )
        lacking = sum(
            1 for draft in drafts if any(item.step == "content" for item in missing(draft))
        )
        messages.warning(
            self.request,
            _(
                "The form is in use. %(submitted)s submitted dossiers keep the form under "
                "which they were sent."
            )
            % use
            + " "
            + ngettext(
                "%(drafts)s draft sees the new form at once;",
                "%(drafts)s drafts see the new form at once;",
                use["drafts"],
            )
            % use
            + " "
            + _("%(lacking)s of them lack an answer now.") % {"lacking": lacking},
        )

    def do_template(self):
        name, kind = (
            self.request.POST.get("name"),
            self.edition.kinds.filter(pk=self.request.POST.get("kind") or 0).first(),
        )
        if name in dossiers.TEMPLATES and self.attempt(
            without_time(dossiers.apply_template),
            _("The template's questions are added."),
            edition=self.edition,
            kind=kind,
            name=name,
        ):
            self._tell_consequences()

    def do_up(self):
        self.attempt(without_time(dossiers.move), "", question=self._chosen(), up=True)

    def do_down(self):
        self.attempt(without_time(dossiers.move), "", question=self._chosen(), up=False)

    def do_drop(self):
        try:
            self._chosen().delete()
        except Refused as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(
                self.request,
                _("The question is taken out; answers that were given stay in the drafts."),
            )
