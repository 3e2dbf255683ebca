"""Similar entries, found on our own machine, in this and all past editions.

Nothing is decided by it: a person looks at what was found.
"""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from competition import clock
from competition.errors import NotAllowed
from competition.verbs import lock, need_reason
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.vault import store
from foundation.vault.models import Blob
from submissions import permissions
from submissions.files import file_text
from submissions.models import Entry, EntryVersion, Fingerprint, SimilarPair
from submissions.similarity import meaning, resemblance

MOST_PAIRS = 10


def parts_of(version: EntryVersion) -> list[tuple[str, str]]:
    """(name, text) of everything that is compared.

    Title and summary, the answers that the form marks for it, the texts of the files.
    """
    content = version.content
    parts = [("title", content["title"]), ("summary", content["summary"])]
    for answer in content["answers"]:
        if answer.get("similarity", True):
            parts.append((answer["key"], answer["answer"]))
    for file in content["files"]:
        parts.append((file["name"], _text_of(file)))
    return [(name, text) for name, text in parts if text.strip()]


def _text_of(file: dict) -> str:
    return file_text.text_of(file["name"], store.read(Blob.objects.get(pk=file["blob"])))


def fingerprint(version: EntryVersion) -> Fingerprint:
    """The stored text and signature of a version; made once, since a version never changes."""
    stored = Fingerprint.objects.filter(version=version).first()
    if stored is not None:
        return stored
    parts = parts_of(version)
    shingles = resemblance.packed(resemblance.shingles(whole(parts)))
    model, vector = meaning.vector_of(parts)
    made, _created = Fingerprint.objects.get_or_create(
        version=version,
        defaults={
            "parts": parts,
            "shingles": shingles,
            "signature": resemblance.signature_of(shingles),
            "model": model,
            "vector": vector,
            "made_at": clock.now(),
        },
    )
    return made


def whole(parts: Iterable[tuple[str, str]]) -> str:
    """All parts as one text."""
    return "\n".join(text for _name, text in parts)


def _of_others(version: EntryVersion) -> QuerySet[Fingerprint]:
    """Every other entry of every edition: old versions of the same entry are not others."""
    others = Fingerprint.objects.exclude(version__entry=version.entry_id)
    return others.exclude(version__entry__status=Entry.Status.WITHDRAWN)


def _signatures(others: QuerySet[Fingerprint]) -> list[tuple[int, bytes]]:
    """(fingerprint id, signature)."""
    rows = others.values_list("pk", "signature").iterator(chunk_size=2000)
    return [(pk, bytes(signature)) for pk, signature in rows]


def _vectors(others: QuerySet[Fingerprint]) -> list[tuple[int, bytes]]:
    """(fingerprint id, vector of meaning)."""
    rows = others.values_list("pk", "vector").iterator(chunk_size=2000)
    return [(pk, bytes(vector)) for pk, vector in rows]


def _near_in_meaning(mine: Fingerprint) -> dict[int, float]:
    """{fingerprint id: cosine} above the edition's threshold, where a model is configured.

    Vectors of another model are no measure.
    """
    if not mine.model:
        return {}
    others = _vectors(_of_others(mine.version).filter(model=mine.model))
    nearest = meaning.closest(bytes(mine.vector), others, MOST_PAIRS)
    threshold = mine.version.entry.edition.meaning_percent / 100
    return {pk: cosine for pk, cosine in nearest if cosine >= threshold}


class Resemblance(NamedTuple):
    """A version whose text stands in another entry: shares and the cosine from 0 to 1."""

    other: EntryVersion
    share: float  # of this text
    by_part: list[tuple[str, float]]
    cosine: float | None  # of the meaning; None where no model is configured, or it is far


def find(version: EntryVersion) -> list[Resemblance]:
    """The entries whose text resembles a version's, the largest share first.

    Above the edition's threshold for the share or, where a model is configured, for the meaning.
    """
    mine = fingerprint(version)
    near = _near_in_meaning(mine)
    alike = resemblance.candidates(bytes(mine.signature), _signatures(_of_others(version)))
    candidates = list(
        Fingerprint.objects.filter(pk__in={*alike, *near})
        .select_related("version")
        .defer("parts", "vector", "version__content")
    )
    overlap = resemblance.Overlap(
        bytes(mine.shingles), [bytes(candidate.shingles) for candidate in candidates]
    )
    threshold = version.entry.edition.similarity_percent / 100
    shares: list[tuple[float, int]] = []
    for place, candidate in enumerate(candidates):
        share = overlap.share(place)
        if share >= threshold or candidate.pk in near:
            shares.append((share, place))
    shares.sort(key=lambda pair: -pair[0])
    if not shares:
        return []
    parts = [(name, resemblance.packed(resemblance.shingles(text))) for name, text in mine.parts]
    similar = []
    for share, place in shares[:MOST_PAIRS]:
        candidate = candidates[place]
        by_part = [(name, overlap.share(place, part)) for name, part in parts]
        cosine = near.get(candidate.pk)
        similar.append(Resemblance(candidate.version, share, by_part, cosine))
    return similar


@work.handler("find_similar")
def search(job: Job) -> tuple[int, int]:
    """Look for entries that resemble one version, and note what was found."""
    version = EntryVersion.objects.select_related("entry__edition").get(pk=job.params["version"])
    for similar in find(version):
        meaning_percent = None
        if similar.cosine is not None:
            meaning_percent = _percent(similar.cosine)
        SimilarPair.objects.get_or_create(
            version=version,
            other=similar.other,
            defaults={
                "share": _percent(similar.share),
                "by_part": [(name, float(_percent(part))) for name, part in similar.by_part],
                "meaning": meaning_percent,
                "found_at": clock.now(),
            },
        )
    return 1, 1


def _percent(share: float) -> Decimal:
    return Decimal(str(round(100 * share, 1)))


@transaction.atomic
def look_at(*, pair: SimilarPair, because: str, by: User, at: datetime.datetime) -> SimilarPair:
    """A person has compared both and says what it means. Raises NotAllowed, Refused."""
    pair = lock(pair, "version__entry")
    if not permissions.can_compare(by, pair.version.entry):
        raise NotAllowed(_("Only the secretariat looks at similar entries."))
    because = need_reason(because, _("Write what you found: it is kept with the dossier."))
    pair.looked_at_by = by
    pair.looked_at = at
    pair.because = because
    pair.save(update_fields=["looked_at_by", "looked_at", "because"])
    return pair


def side_by_side(pair: SimilarPair) -> dict[str, list[dict]]:
    """{"mine", "other"}: the parts of both texts, in pieces.

    A piece is (text, whether it stands in the other one too).
    """
    mine = fingerprint(pair.version)
    other = fingerprint(pair.other)
    shingles_of_mine = resemblance.unpacked(bytes(mine.shingles))
    shingles_of_other = resemblance.unpacked(bytes(other.shingles))
    shares = dict(pair.by_part)
    parts_of_mine = [
        {
            "name": name,
            "share": shares.get(name, 0),
            "pieces": resemblance.marked(text, shingles_of_other),
        }
        for name, text in mine.parts
    ]
    parts_of_other = [
        {"name": name, "pieces": resemblance.marked(text, shingles_of_mine)}
        for name, text in other.parts
    ]
    return {"mine": parts_of_mine, "other": parts_of_other}
