"""The process of `bench.backup` within a place: `N KILOBYTES` fills it, `digests` tells what is
there.
"""

import hashlib
import json
import sys
from pathlib import Path
from random import Random

from bench.pages_inside import fill  # isort: skip  it sets Django up

from django.conf import settings
from django.db import connection

from foundation.vault import store
from foundation.vault.models import Blob
from submissions.models import Attachment, Entry


def filled(size: int, kilobytes: int) -> dict[str, int]:
    """A whole contest of `size` entries, each with a file that no other one has."""
    fill(size, whole=True)
    rng = Random(size)
    for entry in Entry.objects.order_by("pk"):
        blob = store.put(rng.randbytes(kilobytes * 1024), media_type="application/pdf")
        Attachment.objects.create(
            entry=entry, blob=blob, name="Số liệu.pdf", caption="Số liệu đo", verdict="cleared"
        )
    return {"files": Blob.objects.count()}


def digests() -> dict[str, str]:
    """{table or file: SHA-256 of its rows in order, or of its content}."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(" ".join(["SELECT * FROM", connection.ops.quote_name(table)]))
            digest = hashlib.sha256()
            for row in sorted(repr(row) for row in cursor):
                digest.update(row.encode())
            found[table] = digest.hexdigest()
    for path in Path(settings.VAR_DIR, "vault").rglob("*"):
        if path.is_file():
            found[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


if __name__ == "__main__":
    asked = sys.argv[1:]
    told = digests() if asked == ["digests"] else filled(*map(int, asked))
    sys.stdout.write(json.dumps(told) + "\n")
