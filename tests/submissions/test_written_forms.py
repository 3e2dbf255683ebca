"""The bars of matching, on the committed seeds and on fresh ones."""

import pytest

from submissions.sealing.blinding import mask, named
from tests.submissions import written_forms

SEEDS = [(written_forms.FORMS_SEED, written_forms.DECOYS_SEED), (7, 8)]


def test_there_are_enough_of_both():
    assert len({form.kind for form in written_forms.forms()}) >= 150
    assert len(written_forms.decoys()) >= 300


@pytest.mark.parametrize("seed", [seeds[0] for seeds in SEEDS])
def test_of_the_written_forms_97_in_100_are_masked_whole(seed):
    forms = written_forms.forms(seed)
    missed = []
    for form in forms:
        masked, _hits = mask(form.sentence, named([form.person]))
        if form.must_go in masked or masked == form.sentence:
            missed.append(form.kind)
    assert len(missed) <= 0.03 * len(forms), missed


@pytest.mark.parametrize("seed", [seeds[1] for seeds in SEEDS])
def test_of_harmless_sentences_2_in_100_are_touched_at_most(seed):
    decoys = written_forms.decoys(seed)
    touched = [text for person, text in decoys if mask(text, named([person]))[1]]
    assert len(touched) <= 0.02 * len(decoys), touched
