"""Forms of the entrant's steps. A draft may be incomplete, so nothing here is required; the checklist says what is missing."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from foundation.vietnamese.numbers import parse_decimal
from submissions.models import Entry


class DraftForm(forms.Form):
    """A step of a draft, with the revision on which it was opened."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.quiet = True  # no "(optional)" beside each label


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

    def __init__(self, *args, entry: Entry, **kwargs):
        self.entry = entry
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = entry.edition.fields.all()
        self.fields["kind"].queryset = entry.edition.kinds.all()
        self.fields["unit"].queryset = Unit.objects.filter(depth__gt=1).order_by("folded")

    @classmethod
    def initial_of(cls, entry: Entry) -> dict:
        return {name: getattr(entry, name) for name in ("title", "entrant", "field", "kind", "unit", "summary", "revision")}

    def changes(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("title", "entrant", "field", "kind", "unit", "summary")}


class ContentForm(DraftForm):
    """One text a question of the edition's dossier."""

    def __init__(self, *args, entry: Entry, **kwargs):
        self.questions = list(entry.edition.questions.all())
        super().__init__(*args, **kwargs)
        for question in self.questions:
            widget = forms.Textarea(attrs={"rows": 8, "data-counter": question.max_length}) if question.type == "long" else forms.TextInput()
            self.fields[question.key] = forms.CharField(label=question.text, help_text=question.hint, required=False, widget=widget)
            self.fields[question.key].quiet = True

    @classmethod
    def initial_of(cls, entry: Entry) -> dict:
        return entry.answers | {"revision": entry.revision}

    def changes(self) -> dict:
        return {"answers": {question.key: self.cleaned_data[question.key] for question in self.questions}}


class AuthorForm(forms.Form):
    """One author; a row without a name is no author."""

    full_name = forms.CharField(label=_("Full name"), required=False, max_length=120)
    position = forms.CharField(label=_("Position, degree"), required=False, max_length=120)
    workplace = forms.CharField(label=_("Place of work or school"), required=False, max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=20)
    share = forms.CharField(label=_("Share of the work (%)"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal", "data-size": "short"}))

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

    caption = forms.CharField(label=_("What it shows"), required=False, max_length=200)


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why do you withdraw the entry?"), widget=forms.Textarea(attrs={"rows": 3}))


class PledgeForm(forms.Form):
    """The words under which an entry is submitted."""

    pledge = forms.BooleanField(
        label=_("I declare that the authors named here made this work, that what is written is true, and that I accept the contest's rules."),
        error_messages={"required": _("Tick the declaration to submit.")},
    )
