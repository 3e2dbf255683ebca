"""The bars of people of whom nothing is known and who are named shortly, on the committed seeds and
on fresh ones.
"""

import pytest

from submissions.sealing import sealing
from submissions.sealing.blinding import doubts, mask, named
from tests.submissions import bare_names, written_by_hand

SEEDS = [(bare_names.FORMS_SEED, bare_names.DECOYS_SEED), (81, 82)]


def is_asked_about(form) -> bool:
    known = named([form.person])
    if form.must_go not in mask(form.sentence, known)[0]:
        return True
    start = form.sentence.rindex(form.must_go)
    stop = start + len(form.must_go)
    return any(doubt.start < stop and start < doubt.stop for doubt in doubts(form.sentence, known))


def test_there_are_enough_of_both():
    assert len(bare_names.forms()) >= 250
    assert len(bare_names.decoys()) >= 300


@pytest.mark.parametrize("seed", [seeds[0] for seeds in SEEDS])
def test_of_the_forms_97_in_100_are_asked_about(seed):
    forms = bare_names.forms(seed)
    missed = [form.sentence for form in forms if not is_asked_about(form)]
    assert len(missed) <= 0.03 * len(forms), missed


@pytest.mark.parametrize("seed", [seeds[1] for seeds in SEEDS])
def test_of_harmless_sentences_5_in_100_ask_for_an_eye_at_most(seed):
    decoys = bare_names.decoys(seed)
    asked = [text for person, text in decoys if doubts(text, named([person]))]
    assert len(asked) <= 0.05 * len(decoys), asked


@pytest.mark.parametrize("seed", [seeds[1] for seeds in SEEDS])
def test_of_harmless_sentences_2_in_100_are_masked_at_most(seed):
    decoys = bare_names.decoys(seed)
    touched = [text for person, text in decoys if mask(text, named([person]))[1]]
    assert len(touched) <= 0.02 * len(decoys), touched


WHO = named([written_by_hand.LAST_KNOWN])


@pytest.mark.parametrize("text", written_by_hand.shortly())
def test_who_is_named_shortly_by_hand_is_asked_about(text):
    assert mask(text, WHO)[1] or doubts(text, WHO)


def test_of_the_harmless_ones_by_hand_5_in_100_are_asked_about_at_most():
    """11 of 20 were when the matching met them first."""
    every = written_by_hand.shortly_harmless()
    asked = [text for text in every if mask(text, WHO)[1] or doubts(text, WHO)]
    assert len(asked) <= 0.05 * len(every), asked


def test_the_words_that_are_asked_about_are_the_name_alone():
    text = "Máy được GV hướng dẫn Hùng và Ngọc Nguyễn thử."
    assert [doubt.word for doubt in doubts(text, [])] == ["Hùng", "Ngọc Nguyễn"]


def test_a_street_is_nobody():
    assert doubts("nhà ở phố Nguyễn Hùng, đường Trần Minh", []) == []


def test_in_an_answer_it_is_asked_about_before_a_sealing():
    """Nobody seals a copy with a word about which nobody has decided (`looks.undecided`)."""
    answer = {"key": "y", "label": "Ý", "label_en": "Idea", "judges_see": True}
    answer["answer"] = "Khung máy theo ý Ngọc Nguyễn, GV hướng dẫn Hùng sửa lại."
    content = {"title": "Máy hái", "summary": "Nhẹ.", "answers": [answer]}
    told = sealing.blinded_texts(content, [])["doubts"]
    assert [(doubt["where"], doubt["word"]) for doubt in told] == [
        ("y", "Ngọc Nguyễn"),
        ("y", "Hùng"),
    ]
