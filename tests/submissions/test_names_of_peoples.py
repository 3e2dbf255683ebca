"""The bars of matching for names of the peoples of the northern mountains."""

import pytest

from submissions.sealing.blinding import doubts, mask, named
from tests.submissions import names_of_peoples

SEEDS = [(names_of_peoples.FORMS_SEED, names_of_peoples.DECOYS_SEED), (81, 82)]


def test_there_are_enough_of_both():
    assert len({form.kind for form in names_of_peoples.forms()}) >= 150
    assert len(names_of_peoples.decoys()) >= 300


def test_each_people_has_its_names():
    names = {form.person["full_name"] for form in names_of_peoples.forms()}
    for of in names_of_peoples.PEOPLES.values():
        assert any(name.split()[0] in of.families for name in names)


@pytest.mark.parametrize("seed", [seeds[0] for seeds in SEEDS])
def test_of_the_written_forms_97_in_100_are_masked_whole(seed):
    forms = names_of_peoples.forms(seed)
    missed = []
    for form in forms:
        masked, _hits = mask(form.sentence, named([form.person]))
        if form.must_go in masked or masked == form.sentence:
            missed.append(form.kind)
    assert len(missed) <= 0.03 * len(forms), missed


@pytest.mark.parametrize("seed", [seeds[1] for seeds in SEEDS])
def test_of_harmless_sentences_2_in_100_are_touched_at_most(seed):
    decoys = names_of_peoples.decoys(seed)
    touched = [text for person, text in decoys if mask(text, named([person]))[1]]
    assert len(touched) <= 0.02 * len(decoys), touched


BY_HAND = [(name, text) for name, texts in names_of_peoples.BY_HAND.items() for text in texts]
HARMLESS = [
    (name, text) for name, texts in names_of_peoples.BY_HAND_HARMLESS.items() for text in texts
]


def test_of_what_was_written_by_hand_most_is_masked_or_asked_about():
    missed = []
    for name, text in BY_HAND:
        known = named([{"full_name": name}])
        if not mask(text, known)[1] and not doubts(text, known):
            missed.append(text)
    assert len(missed) <= 0.03 * len(BY_HAND), missed


@pytest.mark.parametrize(("name", "text"), HARMLESS)
def test_words_of_every_day_stay(name, text):
    assert mask(text, named([{"full_name": name}]))[1] == []
