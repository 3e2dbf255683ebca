"""Likeness of meaning, as an option: it finds entries that were put into other words.

A sentence-embedding model on our own machine does it.

SIMILARITY_MODEL names it: `module.Class`, made without arguments, or a folder with a
sentence-transformers model (the package is then installed beside this one). Nothing is fetched from
anywhere.
"""

import functools
import hashlib
from pathlib import Path
from typing import Protocol

import numpy
from django.conf import settings
from django.utils.module_loading import import_string


class Model(Protocol):
    """What a model must be able to do."""

    name: str  # changes when the vectors of old texts can no longer be compared

    def vectors(self, texts: list[str]) -> numpy.ndarray:
        """(number of texts, dimensions), float32, each of length 1."""


class SentenceModel:
    """A sentence-transformers model in a folder of this machine."""

    def __init__(self, folder: str):
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  an optional package

        self.name = f"{Path(folder).name}:{hashlib.sha256(folder.encode()).hexdigest()[:8]}"
        self._model = SentenceTransformer(folder, local_files_only=True)

    def vectors(self, texts: list[str]) -> numpy.ndarray:
        return self._model.encode(texts, normalize_embeddings=True).astype(numpy.float32)


def model() -> Model | None:
    """The configured model, loaded once a process; None without one."""
    return _loaded(settings.SIMILARITY_MODEL) if settings.SIMILARITY_MODEL else None


@functools.cache
def _loaded(named: str) -> Model:
    return SentenceModel(named) if "/" in named else import_string(named)()


def vector_of(parts: list[tuple[str, str]]) -> tuple[str, bytes]:
    """(name of the model, vector) of a text in parts; both empty without a model.

    The vector is the mean of its parts, of length 1, as float32.
    """
    chosen = model()
    texts = [text for _name, text in parts if text.strip()]
    if chosen is None or not texts:
        return "", b""
    mean = chosen.vectors(texts).mean(axis=0)
    length = float(numpy.linalg.norm(mean))
    if length:
        mean = mean / length
    return chosen.name, mean.astype(numpy.float32).tobytes()


def closest(of: bytes, others: list[tuple[int, bytes]], most: int) -> list[tuple[int, float]]:
    """(key, cosine from −1 to 1) of the texts that are nearest, the nearest first."""
    if not of or not others:
        return []
    joined = b"".join(vector for _key, vector in others)
    table = numpy.frombuffer(joined, dtype=numpy.float32).reshape(len(others), -1)
    cosines = table @ numpy.frombuffer(of, dtype=numpy.float32)
    best = numpy.argsort(cosines, kind="stable")[::-1][:most]
    return [(others[place][0], float(cosines[place])) for place in best]
