"""Forms of the entrant's steps. A draft may be incomplete, so nothing here is required; the checklist says what is missing."""

import re
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from competition.dossiers import form_of
from competition.models import Question
from foundation.vietnamese.calendar import TYPED
from foundation.vietnamese.numbers import grouped, parse_decimal
from submissions import answers
from submissions.answers import TABLE_COLUMNS, TABLE_ROWS
from submissions.models import Entry, EntryConsent

T = Question.Type


class DraftForm(forms.Form):
    """A step of a draft, with the revision on which it was opened."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.quiet = True  # no "(optional)" beside each label


class DateField(forms.DateField):
    """A date as it is written here, never required."""

    def __init__(self, **kwargs):
        defaults = {
            "required": False, "input_formats": TYPED,
            "widget": forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "data-size": "short", "autocomplete": "off"}),
            "error_messages": {"invalid": _("Write a date as day/month/year, such as 22/11/2026.")},
        }  # fmt: skip
        super().__init__(**defaults | kwargs)


class GeneralForm(DraftForm):
    """Title, field, kind, unit, summary."""

    title = forms.CharField(label=_("Title of the work"), required=False, max_length=250, help_text=_("Say what it is and for what, without names of people."))
    entrant = forms.ChoiceField(label=_("Who enters"), choices=Entry.Entrant.choices, widget=forms.RadioSelect)
    field = forms.ModelChoiceField(label=_("Field"), queryset=None, required=False)
    kind = forms.ModelChoiceField(label=_("Kind of work"), queryset=None, required=False)
    unit = forms.ModelChoiceField(label=_("Commune, ward or organisation"), queryset=None, required=False)
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=1500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Three or four sentences. Voters and judges read it: do not name yourself, your school or your company."),
    )  # fmt: skip

    first_applied_on = DateField(label=_("First applied on"), help_text=_("Day/month/year. Leave it empty if the work is not in use yet."))
    field_order = ["revision", "title", "entrant", "field", "kind", "unit", "first_applied_on", "summary"]
    COLUMNS = ("title", "entrant", "field", "kind", "unit", "first_applied_on", "summary")

    def __init__(self, *args, entry: Entry, **kwargs):
        self.entry = entry
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = entry.edition.fields.all()
        self.fields["kind"].queryset = entry.edition.kinds.all()
        self.fields["unit"].queryset = Unit.objects.filter(depth__gt=1).order_by("folded")

    @classmethod
    def initial_of(cls, entry: Entry) -> dict:
        return {name: getattr(entry, name) for name in (*cls.COLUMNS, "revision")}

    def changes(self) -> dict:
        """What can be kept; a field with an error is not among it."""
        return {name: self.cleaned_data[name] for name in self.COLUMNS if name in self.cleaned_data}


class TableWidget(forms.Widget):
    """Rows of what, before, after; empty rows are no rows."""

    template_name = "components/table_input.html"
    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        return [{column: data.get(f"{name}-{row}-{column}", "") for column in TABLE_COLUMNS} for row in range(TABLE_ROWS)]

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
        names = list(Unit.objects.filter(depth__gt=1).order_by("folded").values_list("name", flat=True))
        return forms.Select(choices=[("", "–"), *[(name, name) for name in names]])
    if question.type == T.TABLE:
        return TableWidget()
    modes = {T.NUMBER: "decimal", T.MONEY: "numeric", T.DATE: "numeric", T.LINK: "url"}
    return forms.TextInput(attrs={"inputmode": modes[question.type], "data-size": "short"} if question.type in modes and question.type != T.LINK else {})


class AnswerField(forms.Field):
    """One question, with the widget of its type; its cleaned value is what the dossier keeps."""

    def __init__(self, question: Question):
        measure = f" ({question.measure})" if question.measure else ""
        super().__init__(label=f"{question.text}{measure}", help_text=_hint_of(question), required=False, widget=_widget_of(question))
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
    hints = {T.RICH: _("A line that begins with - becomes a list; **two stars** make bold."), T.DATE: _("Day/month/year.")}
    return " ".join(str(part) for part in (question.hint, hints.get(question.type)) if part)


class ContentForm(DraftForm):
    """The questions that an entry of this kind is asked; parts of the files are asked with the files."""

    def __init__(self, *args, entry: Entry, **kwargs):
        self.questions = [question for question in form_of(entry.edition, entry.kind_id) if question.type != T.FILE]
        super().__init__(*args, **kwargs)
        for question in self.questions:
            self.fields[question.key] = AnswerField(question)

    @classmethod
    def initial_of(cls, entry: Entry) -> dict:
        return entry.answers | {"revision": entry.revision}

    def changes(self) -> dict:
        """What can be kept; an answer with an error is not among it."""
        return {"answers": {question.key: self.cleaned_data[question.key] for question in self.questions if question.key in self.cleaned_data}}


class AuthorForm(forms.Form):
    """One author; a row without a name is no author."""

    full_name = forms.CharField(label=_("Full name"), required=False, max_length=120)
    birth_date = DateField(label=_("Date of birth"))
    position = forms.CharField(label=_("Position, degree"), required=False, max_length=120)
    workplace = forms.CharField(label=_("Place of work or school"), required=False, max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=20)
    share = forms.CharField(label=_("Share of the work (%)"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal", "data-size": "short"}))
    guardian = forms.CharField(label=_("Under 18: guardian's name and phone"), required=False, max_length=120)
    guardian_agrees = forms.BooleanField(label=_("The guardian, and the author from the age of 7, have agreed in writing."), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.quiet = True

    def clean(self):
        data = super().clean()
        if not data.get("full_name", "").strip():
            return data
        try:
            share = parse_decimal(data.get("share", "")).quantize(Decimal("0.01"))
            if not 0 < share <= 100:
                raise ValueError
        except ValueError:
            self.add_error("share", _("Give the share as a number above 0 and up to 100."))
        else:
            data["share"] = share
        return data


AuthorFormSet = forms.formset_factory(AuthorForm, extra=0, max_num=20)


class FileForm(forms.Form):
    """One or several files to add."""

    part = forms.ChoiceField(label=_("Part of the dossier"), required=False)
    caption = forms.CharField(label=_("What it shows"), required=False, max_length=200)

    def __init__(self, *args, entry: Entry, **kwargs):
        super().__init__(*args, **kwargs)
        parts = [(question.key, question.text) for question in form_of(entry.edition, entry.kind_id) if question.type == T.FILE]
        self.fields["part"].choices = [("", _("Description of the work")), *parts]
        if not parts:
            self.fields["part"].widget = forms.HiddenInput()


class LetterForm(forms.Form):
    """What an entrant writes to the secretariat."""

    text = forms.CharField(label=_("Your letter"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why do you withdraw the entry?"), widget=forms.Textarea(attrs={"rows": 3}))


class PledgeForm(forms.Form):
    """The words under which an entry is submitted: each consent apart, none ticked beforehand."""

    participation = forms.BooleanField(
        label=_("I declare that the authors named here made this work, that what is written is true, and that I accept the contest's rules."),
        error_messages={"required": _("Tick the declaration to submit.")},
    )
    personal_data = forms.BooleanField(
        label=_(
            "The authors agree that the organiser processes their names, birth dates and contacts to run this contest (Law 91/2025/QH15, Decree 356/2025)."
        ),
        error_messages={"required": _("Tick the consent to the processing of personal data to submit.")},
    )
    names = forms.BooleanField(label=_("If it wins, the authors' names may be published."), required=False)
    pictures = forms.BooleanField(label=_("Pictures of the work may be published."), required=False)
    contact = forms.BooleanField(label=_("You may contact us after the contest, for instance to help to put the work to use."), required=False)
    embargo_until = DateField(label=_("Do not publish the content before"), help_text=_("Day/month/year."))

    def consents(self) -> set[str]:
        return {kind for kind in EntryConsent.Kind.values if self.cleaned_data.get(kind)}
