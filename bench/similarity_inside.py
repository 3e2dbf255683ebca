"""The measuring process of `bench.similarity`."""

import json
import sys
import time

import django

django.setup()

from django.utils import timezone

from accounts.models import User
from demo.rehearsal.whole import Rehearsal
from submissions.models import Entry, EntryVersion, Fingerprint
from submissions.similarity import resemblance, search
from tests.submissions.similarity import near_duplicates
from tests.submissions.similarity.shelf import Shelf


def accuracy(seed: int) -> dict:
    """40 planted pairs of each kind among 2,000 texts; and every one of these asked for alarms."""
    texts = near_duplicates.corpus(seed, 2000)
    shelf = Shelf(texts)
    copies = near_duplicates.plant(seed, texts, 40)
    planted = {"copies of 30–90 %": [(copy, original) for copy, original, _share in copies]}
    for kind in near_duplicates.KINDS:
        planted[kind] = near_duplicates.plant_kind(kind, seed, texts, 40)
    found = {
        kind: sum(original in shelf.alarms(" ".join(copy)) for copy, original in pairs)
        for kind, pairs in planted.items()
    }
    false = sum(bool(shelf.alarms(text, but=place)) for place, text in enumerate(shelf.texts))
    return {"found": found, "false": false / len(texts)}


def _fingerprint(version: EntryVersion, text: str) -> Fingerprint:
    kept = resemblance.packed(resemblance.shingles(text))
    return Fingerprint(
        version=version,
        parts=[["content", text]],
        shingles=kept,
        signature=resemblance.signature_of(kept),
        made_at=timezone.now(),
    )


def speed(seed: int) -> dict:
    """`similarity.find` over ten thousand stored fingerprints."""
    rehearsal = Rehearsal(entries=1, judges=4, votes=1, seed=seed, name="do")
    rehearsal.set_up()
    owner = User.objects.first()
    texts = near_duplicates.corpus(seed, 10_000)
    entries = Entry.objects.bulk_create(
        Entry(edition=rehearsal.edition, owner=owner, title=f"Hồ sơ {place}", status="submitted")
        for place in range(10_000)
    )
    content = {"title": "", "summary": "", "answers": [], "files": []}
    versions = EntryVersion.objects.bulk_create(
        EntryVersion(
            entry=entry,
            number=1,
            content=content,
            digest="",
            submitted_by=owner,
            submitted_at=timezone.now(),
        )
        for entry in entries
    )
    Fingerprint.objects.bulk_create(
        [
            _fingerprint(version, " ".join(text))
            for version, text in zip(versions, texts, strict=True)
        ],
        batch_size=500,
    )
    times = []
    for version in versions[:5]:
        started = time.perf_counter()
        search.find(EntryVersion.objects.select_related("entry__edition").get(pk=version.pk))
        times.append(time.perf_counter() - started)
    started = time.perf_counter()
    list(Fingerprint.objects.values_list("pk", "signature").iterator(chunk_size=2000))
    return {"seconds": sorted(times)[2], "bare": time.perf_counter() - started}


sys.stdout.write(
    json.dumps({"accuracy": accuracy, "speed": speed}[sys.argv[1]](int(sys.argv[2]))) + "\n"
)
