"""Names of people as they are typed: one kind of field for all forms."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.vietnamese.text import has_pictures, nfc

LONGEST = 120


def fault_of(name: str) -> str:
    """What is wrong with a name, in words; empty when nothing is."""
    if len(name) > LONGEST:
        return _("A name has at most %(most)s characters.") % {"most": LONGEST}
    if has_pictures(name):
        return _("A name has letters only: leave pictures and emoji out.")
    return ""


def as_on_papers(name: str) -> str:
    """“nguyễn thị hoa” and “NGUYỄN THỊ HOA” as papers print a name; one that has both kinds of
    letters stays as its owner wrote it.
    """
    words = name.split(" ")
    if name == name.lower() or (name == name.upper() and len(words) > 1):
        return " ".join(word[:1].upper() + word[1:].lower() for word in words)
    return name


class NameField(forms.CharField):
    """A person's full name: composed, without characters that nobody sees, refused with pictures in
    it.
    """

    def __init__(self, **options):
        super().__init__(**{"max_length": LONGEST} | options)

    def to_python(self, value: object) -> str | None:
        text = super().to_python(value)
        return nfc(as_on_papers(nfc(text))) if text else text

    def validate(self, value: str | None) -> None:
        super().validate(value)
        if fault := fault_of(value or ""):
            raise ValidationError(fault)
