"""The questions of an edition's dossier as a form: each with the widget of its type, none required
while it is a draft.
"""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from competition.dossiers import form_of
from competition.models import Question
from foundation.vietnamese.numbers import grouped
from submissions.models import Entry
from submissions.writing import answers
from submissions.writing.answers import TABLE_COLUMNS, TABLE_ROWS

T = Question.Type


class DraftForm(forms.Form):
    """A step of a draft, with the revision on which it was opened."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.quiet = True  # no "(optional)" beside each label


class TableWidget(forms.Widget):
    """Rows of what, before, after; empty rows are no rows."""

    template_name = "components/table_input.html"
    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        return [
            {column: data.get(f"{name}-{row}-{column}", "") for column in TABLE_COLUMNS}
            for row in range(TABLE_ROWS)
        ]

    def value_omitted_from_data(self, data, files, name):
        return f"{name}-0-what" not in data

    def get_context(self, name, value, attrs):
        rows = list(value or []) + [{}] * TABLE_ROWS
        return super().get_context(name, value, attrs) | {"name": name, "rows": rows[:TABLE_ROWS]}


def _widget_of(question: Question) -> forms.Widget:
    if question.type in (T.LONG, T.RICH):
        return forms.Textarea(attrs={"rows": 8, "data-counter": question.max_length})
    if question.type == T.CHOICE:
        return forms.RadioSelect(choices=[(choice, choice) for choice in question.choice_list])
    if question.type == T.YES_NO:
        return forms.RadioSelect(choices=[("yes", _("Yes")), ("no", _("No"))])
    if question.type == T.UNIT:
        names = list(
            Unit.objects.filter(depth__gt=1).order_by("folded").values_list("name", flat=True)
        )
        return forms.Select(choices=[("", "–"), *[(name, name) for name in names]])
    if question.type == T.TABLE:
        return TableWidget()
    modes = {T.NUMBER: "decimal", T.MONEY: "numeric", T.DATE: "numeric", T.LINK: "url"}
    return forms.TextInput(
        attrs={"inputmode": modes[question.type], "data-size": "short"}
        if question.type in modes and question.type != T.LINK
        else {}
    )


class AnswerField(forms.Field):
    """One question, with the widget of its type; its cleaned value is what the dossier keeps."""

    def __init__(self, question: Question):
        measure = f" ({question.measure})" if question.measure else ""
        super().__init__(
            label=f"{question.text}{measure}",
            help_text=_hint_of(question),
            required=False,
            widget=_widget_of(question),
        )
        self.question, self.quiet = question, question.required

    def prepare_value(self, value):
        if self.question.type == T.DATE and re.fullmatch(r"\d{4}-\d\d-\d\d", value or ""):
            return "/".join(reversed(value.split("-")))
        if self.question.type == T.NUMBER and value:
            return str(value).replace(".", ",")
        if self.question.type == T.MONEY and str(value or "").isdigit():
            return grouped(int(value))
        return value

    def clean(self, value):
        return answers.clean(self.question, value)


def _hint_of(question: Question) -> str:
    hints = {
        T.RICH: _("A line that begins with - becomes a list; **two stars** make bold."),
        T.DATE: _("Day/month/year."),
    }
    return " ".join(str(part) for part in (question.hint, hints.get(question.type)) if part)


class ContentForm(DraftForm):
    """The questions that an entry of this kind is asked; parts of the files are asked with the
    files.
    """

    def __init__(self, *args, entry: Entry, **kwargs):
        self.questions = [
            question
            for question in form_of(entry.edition, entry.kind_id)
            if question.type != T.FILE
        ]
        super().__init__(*args, **kwargs)
        for question in self.questions:
            self.fields[question.key] = AnswerField(question)

    @classmethod
    def initial_of(cls, entry: Entry) -> dict:
        return entry.answers | {"revision": entry.revision}

    def changes(self) -> dict:
        """What can be kept; an answer with an error is not among it."""
        return {
            "answers": {
                question.key: self.cleaned_data[question.key]
                for question in self.questions
                if question.key in self.cleaned_data
            }
        }
