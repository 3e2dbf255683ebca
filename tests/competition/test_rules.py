import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from competition import clock
from competition.errors import Frozen, PhaseClosed
from competition.models import Phase, PrizeTier, Scheme
from competition.phases import require_open
from competition.validation import problems
from competition.wagtail_hooks import TieRules

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def test_the_demo_rules_have_no_problem(begun):
    assert problems(begun.edition) == []


@pytest.mark.parametrize(
    ("break_it", "part"),
    [
        (lambda edition: edition.phases.filter(kind="judging").delete(), "judging"),
        (lambda edition: edition.tiers.all().delete(), "prize"),
        (lambda edition: Scheme.objects.filter(edition=edition).update(council_max=70), "70"),
        (lambda edition: edition.questions.update(judges_see=False), "Judges would see"),
        (
            lambda edition: Phase.objects.filter(edition=edition, kind="judging").update(
                opens_at=edition.phase("submission").opens_at
            ),
            "Judging begins",
        ),
    ],
)
def test_what_would_stop_the_process_is_named(begun, break_it, part):
    break_it(begun.edition)
    with override("en"):
        found = " ".join(f"{problem.part} {problem.text}" for problem in problems(begun.edition))
    assert part.lower() in found.lower()


def test_what_has_begun_is_frozen(begun):
    field = begun.edition.fields.first()
    tier = begun.edition.tiers.first()
    with clock.set_to(begun.at(1)):  # submission is open, ratification is not
        field.name = "Tên khác"
        with pytest.raises(Frozen):
            field.save()
        with pytest.raises(Frozen):
            field.delete()
        tier.count = 3
        tier.save()
    with clock.set_to(begun.at(77)):
        tier.count = 4
        with pytest.raises(Frozen):
            tier.save()
        with pytest.raises(ValidationError):
            tier.clean()
    assert PrizeTier.objects.get(pk=tier.pk).count == 3


def test_saving_a_frozen_rule_without_a_change_is_no_offence(begun):
    with clock.set_to(begun.at(1)):
        begun.edition.fields.first().save()


@pytest.mark.parametrize(
    ("offset", "is_open"),
    [
        (datetime.timedelta(seconds=-1), True),
        (datetime.timedelta(microseconds=-1), True),
        (datetime.timedelta(0), False),
        (datetime.timedelta(microseconds=1), False),
    ],
)
@pytest.mark.parametrize("zone", [0, 7, -8])
@pytest.mark.in_transaction
def test_the_deadline_holds_to_the_microsecond_in_every_zone(begun, offset, is_open, zone):
    closes = begun.edition.phase("submission").closes_at
    at = (closes + offset).astimezone(datetime.timezone(datetime.timedelta(hours=zone)))
    if is_open:
        assert require_open(begun.edition, Phase.Kind.SUBMISSION, at=at)
    else:
        with pytest.raises(PhaseClosed):
            require_open(begun.edition, Phase.Kind.SUBMISSION, at=at)


@pytest.mark.in_transaction
def test_before_it_opens_a_phase_is_closed(begun):
    with pytest.raises(PhaseClosed):
        require_open(begun.edition, Phase.Kind.SUBMISSION, at=begun.at(-0.001))


def drawn(field) -> str:
    """Its HTML with single blanks."""
    return " ".join(str(field).split())


def test_tie_rules_are_chosen_in_order(begun):
    class Form(forms.ModelForm):
        class Meta:
            model = Scheme
            fields = ["tie_rules"]
            widgets = {"tie_rules": TieRules}

    scheme = begun.edition.schemes.get()
    scheme.tie_rules = ["council", "pairs"]
    shown = drawn(Form(instance=scheme)["tie_rules"])
    assert shown.count("<select") == len(Scheme.TieRule)
    assert shown.count("selected") == len(Scheme.TieRule)
    assert shown.index('value="council" selected') < shown.index('value="pairs" selected')
    typed = {
        "tie_rules_0": "votes",
        "tie_rules_1": "",
        "tie_rules_2": "pairs",
        "tie_rules_3": "votes",
    }
    form = Form(typed, instance=scheme)
    assert form.is_valid()
    assert form.save(commit=False).tie_rules == ["votes", "pairs"]
    # A page that is refused for another reason shows each choice in its place.
    refused = drawn(form["tie_rules"]).split("<select")[1:]
    assert ['value="votes" selected' in place for place in refused[:4]] == [
        True,
        False,
        False,
        True,
    ]
    assert 'value="pairs" selected' in refused[2]
    again = drawn(Form({**typed, "tie_rules_4": "x"}, instance=scheme)["tie_rules"])
    assert 'value="votes" selected' in again  # what was chosen stands there again
