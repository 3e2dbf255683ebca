"""Forms of the entrant's steps. A draft may be incomplete, so nothing here is required; the
checklist says what is missing.
"""

import datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Unit
from accounts.names import NameField
from accounts.units import offer_in
from competition import clock
from competition.dossiers import form_of
from competition.models import Edition, EntryKind, Field, Question, Scheme
from competition.web import with_every_line
from foundation.notifications import sms
from foundation.vietnamese.fields import DateField, EmailField
from foundation.vietnamese.numbers import parse_decimal
from submissions.desk import organisation_form
from submissions.desk.organisation_form import OrganisationForm
from submissions.models import Entry, EntryConsent
from submissions.writing import checklist, first_use
from submissions.writing.answer_form import DraftForm
from submissions.writing.shares import share_of


class GeneralForm(OrganisationForm, DraftForm):
    """Title, field, kind, unit, summary; the day of the first use where nothing else asks it."""

    title = forms.CharField(
        label=_("Title of the work"),
        required=False,
        max_length=250,
        help_text=_("Say what it is and for what, without names of people."),
    )
    entrant = forms.ChoiceField(
        label=_("Who enters"), choices=Entry.Entrant.choices, widget=forms.RadioSelect
    )
    field = forms.ModelChoiceField(
        label=pgettext_lazy("a work", "Field"), queryset=Field.objects.none(), required=False
    )
    kind = forms.ModelChoiceField(
        label=_("Kind of work"), queryset=EntryKind.objects.none(), required=False
    )
    unit = forms.ModelChoiceField(
        label=_("Commune, ward or organisation"), queryset=Unit.objects.none(), required=False
    )
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Three or four sentences. Voters and judges read it: do not name yourself, your "
            "school or your company."
        ),
    )

    first_applied_on = DateField(
        required=False,
        validators=[first_use.not_to_come],
        label=_("First applied on"),
        help_text=_("Day/month/year."),
    )
    field_order = [
        "revision",
        "title",
        "entrant",
        *OrganisationForm.base_fields,
        "field",
        "kind",
        "unit",
        "first_applied_on",
        "summary",
    ]
    COLUMNS = ("title", "entrant", "field", "kind", "unit", "first_applied_on", "summary")

    def __init__(self, *args, entry: Entry, **kwargs):
        self.entry = entry
        super().__init__(*args, **kwargs)
        choices: dict[str, QuerySet] = {
            "field": entry.edition.fields.all(),
            "kind": entry.edition.kinds.all(),
        }
        for name, queryset in choices.items():
            cast(forms.ModelChoiceField, self.fields[name]).queryset = queryset
        offer_in(self.fields["unit"], entry.unit_id)
        if not first_use.is_asked_in_general(entry):
            del self.fields["first_applied_on"]

    @classmethod
    def initial_of(cls, entry: Entry) -> dict:
        columns = {name: getattr(entry, name) for name in (*cls.COLUMNS, "revision")}
        return columns | organisation_form.initial_of(entry)

    def changes(self) -> dict:
        """What can be kept; a field with an error is not among it."""
        right = self.cleaned_data
        kept = {name: right[name] for name in self.COLUMNS if name in right}
        return kept | {"organisation": organisation_form.kept_of(right, self.entry.organisation)}


class ShareField(forms.CharField):
    """A share as it is typed: 55,5 and 55.50 are the same."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "data-size": "short"})

    def to_python(self, value: Any) -> str:
        """Without the sign that its label holds already: 100% is 100."""
        return (super().to_python(value) or "").removesuffix("%").rstrip()

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return parse_decimal(self.to_python(initial)) != parse_decimal(self.to_python(data))
        except ValueError:
            return super().has_changed(initial, data)


class AuthorForm(forms.Form):
    """One author; a row without a name is no author."""

    full_name = NameField(label=_("Full name"), required=False)
    birth_date = DateField(
        label=_("Date of birth"), required=False, validators=[first_use.not_to_come]
    )
    position = forms.CharField(label=_("Position, degree"), required=False, max_length=120)
    workplace = forms.CharField(label=_("Place of work or school"), required=False, max_length=200)
    email = EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=20)
    share = ShareField(label=_("Share of the work (%)"), required=False)
    guardian = forms.CharField(
        label=_("Under 18: guardian's name and phone"), required=False, max_length=120
    )
    guardian_agrees = forms.BooleanField(
        label=_("The guardian, and the author from the age of 7, have agreed in writing."),
        required=False,
    )
    guardian_publishes = forms.BooleanField(
        label=_("Under 18: the guardian agrees that the name may be published if it wins."),
        required=False,
    )
    child_publishes = forms.BooleanField(
        label=_("From 7 to 17: the author agrees to that too."),
        help_text=_(
            "Without both the name stays unpublished. School and pictures are never published "
            "where somebody under 18 takes part."
        ),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            vars(field)["quiet"] = True  # no "(optional)" beside each label

    def clean_phone(self):
        """As it was typed: whoever calls reads it so."""
        typed = self.cleaned_data["phone"].strip()
        if typed:
            try:
                sms.normal(typed)
            except ValueError as error:
                raise forms.ValidationError(
                    _("Write a phone number, such as 0912 345 678.")
                ) from error
        return typed

    def clean(self):
        super().clean()
        author = self.cleaned_data
        if not author.get("full_name", "").strip():
            return author
        try:
            share = share_of(author.get("share", ""))
        except ValueError:
            self.add_error("share", _("Give the share as a number above 0 and up to 100."))
        else:
            author["share"] = share
        return author


AuthorFormSet = forms.formset_factory(AuthorForm, extra=0, max_num=20)
_AUTHOR_COLUMNS = (
    "full_name",
    "birth_date",
    "guardian",
    "guardian_agrees",
    "guardian_publishes",
    "child_publishes",
    "position",
    "workplace",
    "email",
    "phone",
)


def author_rows(posted, entry: Entry):
    """The rows of an entry's authors, bound to what was posted, or as they are stored.

    Not to both: a row that the page has saved by itself would count as unchanged, and be left out.
    """
    if posted is not None:
        return AuthorFormSet(with_every_line(posted, "author"), prefix="author")
    initial = []
    for author in entry.authors.all():
        row = {name: getattr(author, name) for name in _AUTHOR_COLUMNS}
        row["share"] = f"{author.share.normalize():f}".replace(".", ",")
        initial.append(row)
    return AuthorFormSet(initial=initial, prefix="author")


def named_authors(rows) -> list[dict]:
    """The rows of valid forms that have a name, as `save_draft` takes them."""
    return [row.cleaned_data for row in rows if row.cleaned_data.get("full_name", "").strip()]


def mark_ages(rows, edition: Edition) -> bool:
    """Say beside each date of birth why the rules refuse it; whether they refuse one."""
    is_refused = False
    for row in rows:
        author = row.cleaned_data
        name = author.get("full_name", "").strip()
        why = checklist.refused_age(name, author.get("birth_date"), edition) if name else ""
        if why:
            row.add_error("birth_date", why)
            is_refused = True
    return is_refused


class FileForm(forms.Form):
    """One or several files to add."""

    part = forms.ChoiceField(label=_("Part of the dossier"), required=False)
    caption = forms.CharField(
        label=_("What it shows"),
        required=False,
        max_length=200,
        help_text=_("Said of all files chosen together; below each file it can be changed."),
    )

    def __init__(self, *args, entry: Entry, **kwargs):
        super().__init__(*args, **kwargs)
        # The parts of the dossier to which a file may belong, by key.
        self.parts: dict = {"": _("Description of the work")}
        for question in form_of(entry.edition, entry.kind_id):
            if question.type == Question.Type.FILE:
                self.parts[question.key] = question.text
        part = cast(forms.ChoiceField, self.fields["part"])
        part.choices = list(self.parts.items())
        if len(self.parts) == 1:
            part.widget = forms.HiddenInput()


class LetterForm(forms.Form):
    """What an entrant writes to the secretariat."""

    text = forms.CharField(
        label=_("Your letter"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you withdraw the entry?"), widget=forms.Textarea(attrs={"rows": 3})
    )


class EmbargoForm(forms.Form):
    """Until when nothing of the content is public, said after the submission."""

    until = DateField(
        required=False,
        label=_("Publish nothing of the content before"),
        help_text=_("Day/month/year. A later day may be given at any time, an earlier one never."),
    )


class PledgeForm(forms.Form):
    """The words under which an entry is submitted: each consent apart, none ticked beforehand."""

    participation = forms.BooleanField(
        label=_(
            "I declare that the authors named here made this work, that what is written is "
            "true, and that I accept the contest's rules."
        ),
        error_messages={"required": _("Tick the declaration to submit.")},
    )
    personal_data = forms.BooleanField(
        label=_(
            "The authors agree that the organiser processes their names, birth dates and "
            "contacts to run this contest (Law 91/2025/QH15, Decree 356/2025)."
        ),
        error_messages={
            "required": _("Tick the consent to the processing of personal data to submit.")
        },
    )
    names = forms.BooleanField(
        label=_("If it wins, the authors' names may be published."), required=False
    )
    pictures = forms.BooleanField(label=_("Pictures of the work may be published."), required=False)
    summary = forms.BooleanField(
        label=_("The summary may be shown to everybody in the public vote."),
        help_text=_(
            "What is public once is public for good: if you plan a patent, file it first, or leave "
            "this box empty. Without it the vote shows the title and the field only; judges read "
            "the summary all the same."
        ),
        required=False,
    )
    is_kept_from_vote = forms.BooleanField(
        label=_("Keep this work out of the public vote."), required=False
    )
    contact = forms.BooleanField(
        label=_(
            "You may contact us after the contest, for instance to help to put the work to use."
        ),
        required=False,
    )
    embargo_until = DateField(
        required=False,
        label=_("Do not publish the content before"),
        help_text=_(
            "Day/month/year. Until then the vote and the results show field and kind without the "
            "title."
        ),
    )

    def __init__(self, *args: Any, scheme: Scheme | None = None, **kwargs: Any) -> None:
        """With the edition's last scheme, which says what stands in place of vote points."""
        super().__init__(*args, **kwargs)
        if scheme is None or not scheme.has_vote:
            del self.fields["is_kept_from_vote"]
            return
        self.fields["is_kept_from_vote"].help_text = _(
            "Then voters do not see even its title and field. In place of vote points it gets "
            "%(instead)s, as the rules say."
        ) % {"instead": scheme.get_without_vote_display()}

    def clean_embargo_until(self) -> datetime.date | None:
        until = self.cleaned_data["embargo_until"]
        if until is not None and until <= localdate(clock.now()):
            raise forms.ValidationError(
                _("Give a day that is still to come, or leave the box empty.")
            )
        return until

    def consents(self) -> set[str]:
        return {kind for kind in EntryConsent.Kind.values if self.cleaned_data.get(kind)}
