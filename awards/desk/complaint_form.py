"""The form of a petition, a complaint or a denunciation, with what tells them apart."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.membership import committee_seats
from accounts.models import User
from awards.complaints import MOST_CHARACTERS, only_of_denunciations
from awards.models import Complaint
from competition.models import Edition
from competition.web import RowsField

KINDS = [
    (
        Complaint.Kind.PETITION.value,
        _("Petition or remark: you propose something, or say what should be looked at."),
    ),
    (
        Complaint.Kind.COMPLAINT.value,
        _("Complaint: a decision or an act of the contest wrongs you yourself."),
    ),
    (
        Complaint.Kind.DENUNCIATION.value,
        _("Denunciation: somebody breaks the law or the rules. Your name is kept secret."),
    ),
]


class ComplaintForm(forms.Form):
    """What somebody writes; whom a denunciation is about is chosen among the committee."""

    kind = forms.ChoiceField(
        label=_("What do you write?"), choices=KINDS, widget=forms.RadioSelect()
    )
    subject = forms.ChoiceField(
        label=_("What does it concern?"),
        choices=[("", _("– choose –")), *Complaint.Subject.choices],
    )
    text = forms.CharField(
        label=_("What happened, when, and what do you ask for?"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Of your own ballot never write which work you chose."),
    )
    about = RowsField(
        label=_("Only for a denunciation: is it about members of the organising committee?"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("They cannot open it, and are not told of it."),
    )

    def __init__(self, *arguments, edition: Edition, **named):
        super().__init__(*arguments, **named)
        seats = committee_seats(edition_id=edition.pk)
        people = User.objects.filter(pk__in=seats.values("user")).order_by("name_key", "pk")
        about: Any = self.fields["about"]
        about.queryset = people

    def clean(self):
        typed = super().clean() or {}
        if typed.get("about") and typed.get("kind") not in (None, Complaint.Kind.DENUNCIATION):
            self.add_error("about", only_of_denunciations())
        return typed
