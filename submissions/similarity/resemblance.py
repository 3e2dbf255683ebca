"""How much of one text stands in another: shingles of words, MinHash signatures, weighted overlap.

No rows, no people.

A shingle is four words in a row, folded (no accents, no case), so that neither changes what is
found. The order of sentences does not matter. Signatures estimate the Jaccard coefficient (Broder,
“On the resemblance and containment of documents”, 1997); the estimate only picks candidates, the
share that is reported is counted on the shingles themselves.
"""

import hashlib
import re

import numpy

from foundation.vietnamese.text import fold

# words of a shingle: three find the trade's phrases everywhere, five lose rewritten sentences
WORDS = 4
PERMUTATIONS = 256
CANDIDATES = 40
LEAST_ALIKE = 4  # of the minima of two signatures
_WORD = re.compile(r"\w+")
_random = numpy.random.default_rng(20261122)  # fixed: signatures of all years must be comparable
# Multiply-shift hashing (Dietzfelbinger et al. 1997): odd 64-bit factors, the upper half of the
# product.
_FACTORS = _random.integers(0, 1 << 63, PERMUTATIONS, dtype=numpy.uint64) * numpy.uint64(
    2
) + numpy.uint64(1)
_OFFSETS = _random.integers(0, 1 << 63, PERMUTATIONS, dtype=numpy.uint64)


def _hash(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest())


def shingles(text: str) -> list[int]:
    """The hashes of all shingles of a text, in order; a text of fewer words is one shingle."""
    words = _WORD.findall(fold(text))
    if not words:
        return []
    count = max(1, len(words) - WORDS + 1)
    return [_hash(" ".join(words[place : place + WORDS])) for place in range(count)]


def packed(hashes: list[int]) -> bytes:
    """Different hashes as they are kept: 64-bit numbers in ascending order."""
    return numpy.unique(numpy.array(hashes, dtype=numpy.uint64)).tobytes()


def unpacked(packed_hashes: bytes) -> set[int]:
    """The hashes that `packed` kept."""
    return set(numpy.frombuffer(packed_hashes, dtype=numpy.uint64).tolist())


def signature(text: str) -> bytes:
    """256 unsigned 32-bit numbers, one minimum a permutation; all ones for an empty text."""
    return signature_of(packed(shingles(text)))


def signature_of(packed_hashes: bytes) -> bytes:
    """`signature` from packed hashes."""
    hashes = numpy.frombuffer(packed_hashes, dtype=numpy.uint64)
    if not hashes.size:
        return b"\xff" * (4 * PERMUTATIONS)
    products = (
        hashes[:, None] * _FACTORS[None, :] + _OFFSETS[None, :]
    )  # wraps at 2^64, as it should
    mixed = products >> numpy.uint64(32)
    return mixed.min(axis=0).astype(numpy.uint32).tobytes()


def candidates(of: bytes, others: list[tuple[int, bytes]], most: int = CANDIDATES) -> list[int]:
    """The keys of the texts that resemble most, by the estimated Jaccard coefficient.

    Those of which less than LEAST_ALIKE minima are equal are left out.

    With ten thousand signatures the whole table is compared in a few milliseconds: an index would
    only lose pairs.
    """
    if not others:
        return []
    table = numpy.frombuffer(
        b"".join(signature for _key, signature in others), dtype=numpy.uint32
    ).reshape(len(others), PERMUTATIONS)
    alike = (table == numpy.frombuffer(of, dtype=numpy.uint32)).sum(axis=1)
    best = numpy.argsort(alike, kind="stable")[::-1][:most]
    return [others[place][0] for place in best if alike[place] >= LEAST_ALIKE]


class Overlap:
    """Which shingles of one text stand in each of some others.

    One that stands in many texts (stock sentences, the trade's phrases) says little, so each is
    worth its inverse document frequency; one that stands in all of them is worth nothing. All
    texts are given as `packed` keeps them.
    """

    def __init__(self, own: bytes, others: list[bytes]):
        self.own = numpy.frombuffer(own, dtype=numpy.uint64)
        held = [
            numpy.isin(self.own, numpy.frombuffer(other, dtype=numpy.uint64), assume_unique=True)
            for other in others
        ]
        # other × shingle
        self.held = numpy.array(held, dtype=bool).reshape(len(others), self.own.size)
        self.worth = numpy.log((2 + len(others)) / (1 + self.held.sum(axis=0)))

    def share(self, place: int, part: bytes | None = None) -> float:
        """The weighted part of the text's shingles that stand in the other at `place`: 0 to 1.

        Of one `part` of the text, if given.
        """
        worth = self.worth
        if part is not None:
            worth = worth * numpy.isin(self.own, numpy.frombuffer(part, dtype=numpy.uint64))
        total = worth.sum()
        return float(worth[self.held[place]].sum() / total) if total else 0.0


def marked(text: str, other: set[int]) -> list[tuple[str, bool]]:
    """The text in pieces: (piece, whether it stands in the other text too)."""
    words = list(_WORD.finditer(text))
    hits = _hits(words, other)
    if not words:
        return [(text, False)] if text else []
    begins = words[0].start()
    is_hit = hits[0]  # of the piece that begins there
    pieces = [(text[:begins], False)]
    for word, is_word_hit in zip(words, hits, strict=True):
        if is_word_hit != is_hit:
            pieces.append((text[begins : word.start()], is_hit))
            begins = word.start()
            is_hit = is_word_hit
    pieces.append((text[begins:], is_hit))
    return [(piece, hit) for piece, hit in pieces if piece]


def _hits(words: list[re.Match[str]], other: set[int]) -> list[bool]:
    """For each word, whether it is part of a shingle that stands in the other text."""
    folded = [fold(word.group()) for word in words]
    hits = [False] * len(words)
    for place in range(len(words) - WORDS + 1):
        if _hash(" ".join(folded[place : place + WORDS])) in other:
            hits[place : place + WORDS] = [True] * WORDS
    return hits
