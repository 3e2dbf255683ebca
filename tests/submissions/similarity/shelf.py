"""Texts without an edition, searched as `similarity.search` does; for tests and measurements."""

from submissions.similarity import resemblance

THRESHOLD = 0.20


def packed(text: str) -> bytes:
    return resemblance.packed(resemblance.shingles(text))


class Shelf:
    """Texts with their signatures, searched as `similarity.search` does."""

    def __init__(self, texts: list[list[str]]):
        self.texts = [" ".join(text) for text in texts]
        self.packed = [packed(text) for text in self.texts]
        self.signatures = [
            (place, resemblance.signature_of(hashes)) for place, hashes in enumerate(self.packed)
        ]

    def alarms(self, text: str, but: int = -1) -> set[int]:
        hashes = packed(text)
        chosen = [
            key
            for key in resemblance.candidates(resemblance.signature_of(hashes), self.signatures)
            if key != but
        ]
        overlap = resemblance.Overlap(hashes, [self.packed[key] for key in chosen])
        return {key for place, key in enumerate(chosen) if overlap.share(place) >= THRESHOLD}
