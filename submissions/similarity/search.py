"""Similar entries, found on our own machine: against this and all past editions. It never decides
anything by itself.
"""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import is_secretariat
from competition import clock
from competition.errors import NotAllowed, Refused
from foundation.jobs import work
from foundation.vault import store
from foundation.vault.models import Blob
from submissions.files import file_text
from submissions.models import EntryVersion, Fingerprint, SimilarPair
from submissions.similarity import meaning, resemblance

MOST_PAIRS = 10


def parts_of(version: EntryVersion) -> list[tuple[str, str]]:
    """(name, text) of everything that is compared: title and summary, the answers marked for it,
    the texts of files.
    """
    content = version.content
    found = [("title", content["title"]), ("summary", content["summary"])]
    found += [
        (answer["key"], answer["answer"])
        for answer in content["answers"]
        if answer.get("similarity", True) and answer["answer"]
    ]
    found += [(file["name"], _text_of(file)) for file in content["files"]]
    return [(name, text) for name, text in found if text.strip()]


def _text_of(file: dict) -> str:
    return file_text.text_of(file["name"], store.read(Blob.objects.get(pk=file["blob"])))


def fingerprint(version: EntryVersion) -> Fingerprint:
    """The stored text and signature of a version; made once, since a version never changes."""
    found = Fingerprint.objects.filter(version=version).first()
    if found:
        return found
    parts = parts_of(version)
    shingles = resemblance.packed(resemblance.shingles(whole(parts)))
    model, vector = meaning.vector_of(parts)
    about = {"parts": parts, "shingles": shingles, "signature": resemblance.signature_of(shingles)}
    defaults = about | {"model": model, "vector": vector, "made_at": clock.now()}
    return Fingerprint.objects.get_or_create(version=version, defaults=defaults)[0]


def whole(parts) -> str:
    """All parts as one text."""
    return "\n".join(text for _name, text in parts)


def _of_others(version: EntryVersion):
    """Every other entry of every edition: old versions of the same entry are not others."""
    return Fingerprint.objects.exclude(version__entry=version.entry_id).exclude(
        version__entry__status="withdrawn"
    )


def _others(version: EntryVersion) -> list[tuple[int, bytes]]:
    """(fingerprint id, signature)."""
    return [
        (pk, bytes(signature))
        for pk, signature in _of_others(version)
        .values_list("pk", "signature")
        .iterator(chunk_size=2000)
    ]


def _near_in_meaning(mine: Fingerprint) -> dict[int, float]:
    """{fingerprint id: cosine} above the edition's threshold, where a model is configured; vectors
    of another model are no measure.
    """
    if not mine.model:
        return {}
    others = (
        _of_others(mine.version)
        .filter(model=mine.model)
        .values_list("pk", "vector")
        .iterator(chunk_size=2000)
    )
    nearest = meaning.closest(
        bytes(mine.vector), [(pk, bytes(vector)) for pk, vector in others], MOST_PAIRS
    )
    return {
        pk: cosine
        for pk, cosine in nearest
        if cosine >= mine.version.entry.edition.meaning_percent / 100
    }


def find(
    version: EntryVersion,
) -> list[tuple[EntryVersion, float, list[tuple[str, float]], float | None]]:
    """(other version, share of this text that stands there, share by part, likeness of meaning),
    the most first.

    Above the edition's threshold for the one or, where a model is configured, for the other.
    """
    mine = fingerprint(version)
    near = _near_in_meaning(mine)
    chosen = {*resemblance.candidates(bytes(mine.signature), _others(version)), *near}
    found = list(
        Fingerprint.objects.filter(pk__in=chosen)
        .select_related("version")
        .defer("parts", "vector", "version__content")
    )
    overlap = resemblance.Overlap(bytes(mine.shingles), [bytes(other.shingles) for other in found])
    threshold = version.entry.edition.similarity_percent / 100
    shares = [(overlap.share(place), place) for place in range(len(found))]
    alike = sorted(
        (pair for pair in shares if pair[0] >= threshold or found[pair[1]].pk in near),
        key=lambda pair: -pair[0],
    )[:MOST_PAIRS]
    parts = (
        [(name, resemblance.packed(resemblance.shingles(text))) for name, text in mine.parts]
        if alike
        else []
    )
    return [
        (
            found[place].version,
            share,
            [(name, overlap.share(place, part)) for name, part in parts],
            near.get(found[place].pk),
        )
        for share, place in alike
    ]


@work.handler("find_similar")
def search(job) -> tuple[int, int]:
    """Look for entries that resemble one version, and note what was found."""
    version = EntryVersion.objects.select_related("entry__edition").get(pk=job.params["version"])
    for other, share, by_part, cosine in find(version):
        parts = [(name, float(_percent(part))) for name, part in by_part]
        about = {
            "share": _percent(share),
            "by_part": parts,
            "meaning": _percent(cosine) if cosine is not None else None,
            "found_at": clock.now(),
        }
        SimilarPair.objects.get_or_create(version=version, other=other, defaults=about)
    return 1, 1


def _percent(share: float) -> Decimal:
    return Decimal(str(round(100 * share, 1)))


@transaction.atomic
def look_at(*, pair: SimilarPair, because: str, by, at: datetime.datetime) -> SimilarPair:
    """A person has compared both and says what it means. Raises NotAllowed, Refused."""
    pair = (
        SimilarPair.objects.select_for_update(of=("self",))
        .select_related("version__entry")
        .get(pk=pair.pk)
    )
    if not is_secretariat(by, pair.version.entry.edition_id):
        raise NotAllowed(_("Only the secretariat looks at similar entries."))
    if not because.strip():
        raise Refused(_("Write what you found: it is kept with the dossier."))
    pair.looked_at_by, pair.looked_at, pair.because = by, at, because.strip()
    pair.save(update_fields=["looked_at_by", "looked_at", "because"])
    return pair


def side_by_side(pair: SimilarPair) -> dict[str, list[dict]]:
    """{"mine", "other"}: the parts of both texts, each in pieces (text, whether it stands in the
    other one too).
    """
    mine, other = fingerprint(pair.version), fingerprint(pair.other)
    here, there = (resemblance.unpacked(bytes(one.shingles)) for one in (mine, other))
    shares = dict(pair.by_part)
    return {
        "mine": [
            {"name": name, "share": shares.get(name, 0), "pieces": resemblance.marked(text, there)}
            for name, text in mine.parts
        ],
        "other": [
            {"name": name, "pieces": resemblance.marked(text, here)} for name, text in other.parts
        ],
    }
