"""The questions of an edition's dossier as a form: each with the widget of its type.

None is required while it is a draft.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from accounts.units import in_order, offered
from competition.dossiers import form_of
from competition.models import Question
from submissions.models import Entry
from submissions.writing import answers
from submissions.writing.answers import TABLE_COLUMNS, TABLE_ROWS

T = Question.Type
_INPUT_MODES = {T.NUMBER: "decimal", T.MONEY: "numeric", T.DATE: "text"}  # of short fields


class DraftForm(forms.Form):
    """A step of a draft, with the revision on which it was opened."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            vars(field)["quiet"] = True  # no "(optional)" beside each label


class TableWidget(forms.Widget):
    """Rows of what, before, after; empty rows are no rows."""

    template_name = "components/table_input.html"
    use_fieldset = True

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict, name: str
    ) -> list[dict[str, str]]:
        rows = []
        for number in range(TABLE_ROWS):
            row = {column: data.get(f"{name}-{number}-{column}", "") for column in TABLE_COLUMNS}
            rows.append(row)
        return rows

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> bool:
        return f"{name}-0-what" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
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
        names = [(unit.name, unit.name) for unit in in_order(offered())]
        return forms.Select(choices=[("", "–"), *names])
    if question.type == T.TABLE:
        return TableWidget()
    attrs = {}
    if question.type in _INPUT_MODES:
        attrs = {"inputmode": _INPUT_MODES[T(question.type)], "data-size": "short"}
    return forms.TextInput(attrs=attrs)


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
        self.question = question
        self.quiet = question.required

    def clean(self, value: Any) -> str | list[dict[str, str]]:
        return answers.clean(self.question, value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another answer is meant: empty rows of a table and 12.5 for 12,5 are none."""
        return self._meant(initial) != self._meant(data)

    def _meant(self, typed: Any) -> Any:
        try:
            meant: Any = answers.clean(self.question, typed)
        except ValidationError:
            meant = typed
        return "\n".join(meant.splitlines()) if isinstance(meant, str) else meant

    def in_words(self, typed: Any) -> str:
        """An answer as one would type it, as people read it."""
        try:
            return answers.in_words(self.question, answers.clean(self.question, typed))
        except ValidationError:  # kept while the question was of another type
            return str(typed)


def _hint_of(question: Question) -> str:
    hints = {
        T.RICH: _("A line that begins with - becomes a list; **two stars** make bold."),
        T.DATE: _("Day/month/year."),
        T.LINK: _("Judges of a blinded round see no links: the secretariat alone does."),
    }
    parts = (question.hint, hints.get(T(question.type)))
    return " ".join(str(part) for part in parts if part)


class ContentForm(DraftForm):
    """The questions that an entry of this kind is asked.

    Those of the type “file” are asked with the files.
    """

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any):
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
        """What the dossier keeps, as people write it; what is typed stays as it was typed."""
        written = {
            question.key: answers.as_typed(question, entry.answers[question.key])
            for question in form_of(entry.edition, entry.kind_id)
            if question.key in entry.answers
        }
        return written | {"revision": entry.revision}

    def changes(self) -> dict:
        """What can be kept; an answer with an error is not among it."""
        keys = [question.key for question in self.questions]
        answered = {key: self.cleaned_data[key] for key in keys if key in self.cleaned_data}
        return {"answers": answered}
