"""No list of choices begins with a row of dashes, wherever it comes from."""

from django import forms
from django.utils.translation import override

from competition.models import Field


class Asked(forms.Form):
    """A list of ours beside one that Django makes of a model."""

    field = forms.ModelChoiceField(Field.objects.none())
    sign = forms.ChoiceField(choices=[("", "---------"), ("-", "-")])


def rendered(language: str) -> str:
    with override(language):
        return str(Asked())


def test_what_is_not_chosen_is_said_in_words():
    assert rendered("vi").count("– Chọn –") == 2


def test_in_english_too():
    assert rendered("en").count("– Choose –") == 2


def test_the_dashes_are_gone():
    assert "---" not in rendered("vi")


def test_another_choice_keeps_its_words():
    assert ">-</option>" in "".join(rendered("vi").split())
