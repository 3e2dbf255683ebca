"""The forms by which strangers write.

What robots send is found without a third party: by a field that people do not see, and by the time
between the page and the press.
"""

import datetime

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.names import NameField
from competition import clock
from foundation.vietnamese.fields import EmailField

QUICKEST = 3  # seconds: nobody reads a form and writes a letter in less
OLDEST = datetime.timedelta(days=1)
TRAP = "de-trong"  # the field that people do not see, of a name that no browser fills in
_SALT = "cms.letters"


def stamp(at: datetime.datetime) -> str:
    """The moment of a form, signed, so that nobody makes one up."""
    return signing.dumps(int(at.timestamp()), salt=_SALT)


class LetterForm(forms.Form):
    """Who writes, and what."""

    name = NameField(
        label=gettext_lazy("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("The answer goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = forms.CharField(
        label=pgettext_lazy("of a reader", "Letter"),
        min_length=10,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    @property
    def begun(self) -> str:
        """What the page carries along, to be told how long it was open."""
        return stamp(clock.now())

    def clean(self):
        """The page was open for a while, and not for days; nothing stands in the field that people
        do not see, which is shown again empty: a person whose browser has filled it in sends again.
        """
        cleaned = super().clean()
        if self.data.get(TRAP):
            raise forms.ValidationError(
                _("A field that nobody sees was filled in, perhaps by your browser. Send it again.")
            )
        try:
            begun = signing.loads(self.data.get("begun", ""), salt=_SALT)
        except signing.BadSignature:
            begun = 0
        waited = clock.now().timestamp() - begun
        if not QUICKEST <= waited <= OLDEST.total_seconds():
            raise forms.ValidationError(_("Please read your letter once more, then send it."))
        return cleaned


class ContactForm(LetterForm):
    """A letter to the contest."""

    ABOUT = [
        ("dossier", gettext_lazy("Submitting a dossier")),
        ("vote", gettext_lazy("The public vote")),
        ("result", gettext_lazy("Results and certificates")),
        ("press", gettext_lazy("Press")),
        ("site", gettext_lazy("This website, accessibility, personal data")),
        ("other", gettext_lazy("Something else")),
    ]
    about = forms.ChoiceField(label=gettext_lazy("What is it about?"), choices=ABOUT)
    field_order = ["about", "text", "name", "email"]
