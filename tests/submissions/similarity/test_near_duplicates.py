"""The planted near-duplicates are what their kinds say: else a bench finds something else."""

import re

import pytest

from tests.submissions.similarity import near_duplicates, rewordings

TEXTS = near_duplicates.corpus(7, 12)
EVERY = (
    "sentences in another order",
    "other numbers",
    "30–90 % in other words",
    "30–90 % translated",
)


def planted(kind: str) -> list[tuple[list[str], list[str]]]:
    """(copy, original), the least changed first."""
    pairs = near_duplicates.plant_kind(kind, 7, TEXTS, 8)
    return [(copy, TEXTS[original]) for copy, original in pairs]


def changed(copy: list[str], original: list[str]) -> int:
    return sum(one != other for one, other in zip(copy, original, strict=True))


def without_numbers(text: list[str]) -> list[str]:
    return [re.sub(r"\d+", "#", sentence) for sentence in text]


def test_the_kinds_are_those_that_are_tested_here():
    assert set(near_duplicates.KINDS) == set(EVERY)


@pytest.mark.parametrize("kind", EVERY)
def test_no_copy_is_its_original(kind):
    assert all(copy != original for copy, original in planted(kind))


@pytest.mark.parametrize("kind", EVERY)
def test_the_same_seed_plants_the_same(kind):
    assert planted(kind) == planted(kind)


def test_sentences_in_another_order_are_the_same_sentences():
    assert all(sorted(copy) == sorted(original) for copy, original in planted(EVERY[0]))


def test_other_numbers_stand_in_the_same_words():
    for copy, original in planted("other numbers"):
        assert without_numbers(copy) == without_numbers(original)


def test_no_number_stays_where_numbers_are_others():
    for copy, original in planted("other numbers"):
        kept = [
            now == then
            for one, other in zip(copy, original, strict=True)
            for now, then in zip(re.findall(r"\d+", one), re.findall(r"\d+", other), strict=True)
        ]
        assert not any(kept)


@pytest.mark.parametrize("kind", EVERY[2:])
@pytest.mark.parametrize(("place", "part"), [(0, 0.3), (-1, 0.9)])
def test_the_named_part_of_the_sentences_is_changed_and_no_more(kind, place, part):
    copy, original = planted(kind)[place]
    assert changed(copy, original) == round(part * len(original))


@pytest.mark.parametrize("kind", EVERY[2:])
def test_facts_stay_in_what_is_reworded(kind):
    """Places are names, and numbers are facts."""
    facts = re.compile(r"\d+|" + "|".join(near_duplicates.PLACES))
    for copy, original in planted(kind):
        for one, other in zip(copy, original, strict=True):
            assert sorted(facts.findall(one)) == sorted(facts.findall(other))


def test_nothing_vietnamese_stays_in_a_translated_sentence_but_places():
    places = re.compile("|".join(near_duplicates.PLACES))
    for copy, original in planted("30–90 % translated"):
        english = [one for one, other in zip(copy, original, strict=True) if one != other]
        assert all(places.sub("", sentence).isascii() for sentence in english)


@pytest.mark.parametrize("name", ["SUBJECTS", "VERBS", "OBJECTS", "WAYS", "STOCK"])
def test_every_phrase_of_the_texts_has_its_rewordings(name):
    assert set(getattr(rewordings, name)) == set(getattr(near_duplicates, name))
