"""How well each judge suits each entry, as the solver wants it."""

import hashlib

import numpy as np

from foundation.ledger import chain
from foundation.vietnamese.text import fold
from judging.models import BlindedEntry, Judge

# What field, keywords and the draw weigh in a preference.
_EXPERT = 0.5
_KEYWORDS = 0.4
_DRAWN = 0.1
_ENOUGH_KEYWORDS = 3


def content_key(entry: BlindedEntry) -> str:
    """The entry's place in the solver."""
    return chain.digest_of([entry.title, entry.summary, entry.sections])


def of(seed: int, judges: list[Judge], entries: list[BlindedEntry]) -> np.ndarray:
    """How well each judge suits each entry, in [0, 1): field, keywords in the text, and a draw.

    The draw by the seed is the same on every machine; where no expertise is given, it is all there
    is. Judges × entries, as everything below.
    """
    drawn = _drawn(seed, len(judges), entries)
    fields = [_fields_of(judge) for judge in judges]
    words = [_folded_keywords(judge) for judge in judges]
    if not any(fields) and not any(words):
        return drawn
    is_expert = _are_experts(fields, entries)
    met = _keywords_met(words, entries)
    return _EXPERT * is_expert + _KEYWORDS * met / _ENOUGH_KEYWORDS + _DRAWN * drawn


def _fields_of(judge: Judge) -> set[int]:
    return {field.pk for field in judge.expertise.all()}


def _folded_keywords(judge: Judge) -> set[str]:
    return {fold(word) for word in judge.keyword_list}


def _are_experts(fields: list[set[int]], entries: list[BlindedEntry]) -> np.ndarray:
    """1 where the entry's field is one of the judge's, else 0."""
    is_expert = np.zeros((len(fields), len(entries)))
    for judge, fields_of_judge in enumerate(fields):
        for place, entry in enumerate(entries):
            is_expert[judge, place] = entry.field_id in fields_of_judge
    return is_expert


def _keywords_met(words: list[set[str]], entries: list[BlindedEntry]) -> np.ndarray:
    """How many of the judge's keywords the blinded text has, as far as more of them help."""
    texts = [_folded_text(entry) for entry in entries]
    met = np.zeros((len(words), len(entries)), dtype=int)
    for judge, words_of_judge in enumerate(words):
        for place, text in enumerate(texts):
            count = sum(word in text for word in words_of_judge)
            met[judge, place] = min(_ENOUGH_KEYWORDS, count)
    return met


def _folded_text(entry: BlindedEntry) -> str:
    answers = [section["text"] for section in entry.sections]
    return fold(" ".join([entry.title, entry.summary, *answers]))


def _drawn(seed: int, judges: int, entries: list[BlindedEntry]) -> np.ndarray:
    """A number in [0, 1) for each pair, by a digest of seed, judge's place, entry's content."""
    drawn = np.empty((judges, len(entries)))
    keys = [content_key(entry) for entry in entries]
    for judge in range(judges):
        for place, key in enumerate(keys):
            digest = hashlib.sha256(f"{seed}|{judge}|{key}".encode()).digest()
            drawn[judge, place] = int.from_bytes(digest[:8], "big") / 2**64
    return drawn
