"""The form by which a complaint is answered, on the office's page and on the committee's."""

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.complaints import MOST_CHARACTERS
from awards.models import ComplaintAnswer

OUTCOMES = [
    choice
    for choice in ComplaintAnswer.Outcome.choices
    if choice[0] != ComplaintAnswer.Outcome.TAKEN_BACK
]


class AnswerForm(forms.Form):
    """What came of it, and why."""

    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=[("", _("– choose –")), *OUTCOMES]
    )
    text = forms.CharField(
        label=_("Answer; its writer reads it"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
