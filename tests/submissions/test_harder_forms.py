"""The bars of what is masked or flagged beyond plain names, on the committed seeds and on fresh
ones.
"""

import pytest

from submissions.sealing.blinding import doubts, mask, named
from tests.submissions import harder_forms, written_by_hand

SEEDS = [(harder_forms.FORMS_SEED, harder_forms.DECOYS_SEED), (61, 62)]


def is_seen(form: harder_forms.Form) -> bool:
    """Whether what tells who it is was masked, or a person is asked about it."""
    known = named([form.person])
    masked, _hits = mask(form.sentence, known)
    if form.must_go not in masked:
        return True
    start = form.sentence.index(form.must_go)
    stop = start + len(form.must_go)
    return any(doubt.start < stop and start < doubt.stop for doubt in doubts(form.sentence, known))


def test_there_are_enough_of_both():
    assert len({form.kind for form in harder_forms.forms()}) >= 150
    assert len(harder_forms.decoys()) >= 300


@pytest.mark.parametrize("seed", [seeds[0] for seeds in SEEDS])
def test_of_the_forms_97_in_100_are_masked_or_flagged(seed):
    forms = harder_forms.forms(seed)
    missed = [form.kind for form in forms if not is_seen(form)]
    assert len(missed) <= 0.03 * len(forms), missed


@pytest.mark.parametrize("seed", [seeds[1] for seeds in SEEDS])
def test_of_harmless_sentences_2_in_100_are_masked_at_most(seed):
    decoys = harder_forms.decoys(seed)
    touched = [text for person, text in decoys if mask(text, named([person]))[1]]
    assert len(touched) <= 0.02 * len(decoys), touched


@pytest.mark.parametrize("seed", [seeds[1] for seeds in SEEDS])
def test_of_harmless_sentences_5_in_100_ask_for_an_eye_at_most(seed):
    decoys = harder_forms.decoys(seed)
    asked = [text for person, text in decoys if doubts(text, named([person]))]
    assert len(asked) <= 0.05 * len(decoys), asked


WHO = named([written_by_hand.KNOWN])


def test_of_what_was_written_by_hand_97_in_100_are_masked_or_flagged():
    every = written_by_hand.telling()
    missed = [text for text in every if not mask(text, WHO)[1] and not doubts(text, WHO)]
    assert len(missed) <= 0.03 * len(every), missed


def test_of_the_harmless_ones_2_in_100_are_touched_at_most():
    every = written_by_hand.harmless()
    touched = [text for text in every if mask(text, WHO)[1] or doubts(text, WHO)]
    assert len(touched) <= 0.02 * len(every), touched


LAST_WHO = named([written_by_hand.LAST_KNOWN])


@pytest.mark.parametrize("text", written_by_hand.last())
def test_what_was_found_by_reading_the_matching_is_masked_or_asked_about(text):
    assert mask(text, LAST_WHO)[1] or doubts(text, LAST_WHO)


@pytest.mark.parametrize("text", written_by_hand.last_harmless())
def test_what_only_looks_like_it_is_left_alone(text):
    assert not mask(text, LAST_WHO)[1]
    assert not doubts(text, LAST_WHO)


@pytest.mark.parametrize(
    "text",
    [
        "Tác giả Nguyễn       Bích       Ngọc viết",
        "Tác giả Nguyễn\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0Bích \t \n   Ngọc viết",
        "Tác giả Nguyễn ........ Bích ........ Ngọc viết",
        "Tác giả Nguyễn ------- Bích ------- Ngọc viết",
    ],
)
def test_however_many_blanks_or_dots_stand_between_it_is_one_name(text):
    """A page shows many blanks as one: the name stands there as if it were typed normally."""
    known = named([{"full_name": "Nguyễn Bích Ngọc", "phone": "0912345678"}])
    left, _hits = mask(text, known)
    assert "Ngọc" not in left


def test_nor_do_blanks_hide_a_phone():
    known = named([{"full_name": "Nguyễn Bích Ngọc", "phone": "0912345678"}])
    left, _hits = mask("ĐT: 0912       345       678", known)
    assert "345" not in left
