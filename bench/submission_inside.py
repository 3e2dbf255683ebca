"""The measuring process of `bench.submission`: one whole submission, and the entrant's and
secretariat's pages, beside N entries.
"""

import json
import statistics
import sys
import time
from pathlib import Path
from random import Random

from bench.pages_inside import fill, measured, signed_in  # isort: skip  it sets Django up

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from competition.models import Phase
from foundation.jobs import bell
from foundation.jobs.drain import drain
from submissions.models import Entry
from tests.submissions.files import hostile

RUNS = 7


def large_pdf(number: int) -> bytes:
    """Two megabytes that no other run sends."""

    def change(document):
        document.pages[0].obj["/Contents"] = document.make_stream(
            b"% " + Random(number).randbytes(1_000_000).hex().encode()
        )

    return hostile.pdf(3, change, compress_streams=False)


def submit_once(client: Client, edition, owner_name: str, number: int) -> tuple[float, int, int]:
    """(CPU in ms, requests, SQL) from the button on the call's page to the receipt."""
    content = large_pdf(number)
    spent, asked, queries = 0.0, 0, 0

    def post(address: str, data: dict):
        nonlocal spent, asked, queries
        with CaptureQueriesContext(connection) as captured:
            started = time.thread_time()
            answer = client.post(address, data)
            spent += (time.thread_time() - started) * 1000
        asked, queries = asked + 1, queries + len(captured)
        assert answer.status_code == 302, (address, answer.status_code, answer.content[:300])
        return answer

    place = post(f"/du-thi/{edition.slug}/", {})["Location"].removesuffix("sua/general/")
    field, kind = edition.fields.first(), edition.kinds.first()
    unit = Unit.objects.filter(depth__gt=1).first()
    general = {
        "revision": 0,
        "title": f"Máy hái chè số {number}",
        "entrant": "person",
        "field": field.pk,
        "kind": kind.pk,
        "unit": unit.pk,
        "summary": "Tóm tắt.",
    }
    authors = {
        "author-TOTAL_FORMS": 1,
        "author-INITIAL_FORMS": 0,
        "author-0-full_name": owner_name,
        "author-0-share": "100",
    }
    answers = {
        f"dossier-{question.key}": "Nội dung dài. " * 60
        for question in edition.questions.filter(type="long")
    }
    post(
        f"{place}sua/whole/",
        general | authors | answers | {"files": SimpleUploadedFile("Thuyết minh.pdf", content)},
    )
    drain()  # the worker's part
    post(f"{place}nop/", {"participation": "on", "personal_data": "on"})
    return spent, asked, queries


def main(size: int) -> None:
    world = fill(size)
    edition, owner = world["edition"], world["owner"]
    Phase.objects.filter(edition=edition, kind="submission").update(
        closes_at=Phase.objects.get(edition=edition, kind="judging").closes_at
    )
    client = signed_in(owner)
    Entry.objects.filter(owner=owner, status="draft").exclude(pk=world["entry"].pk).delete()
    with bell.silenced():
        runs = [submit_once(client, edition, owner.full_name, number) for number in range(RUNS)]
    sent = Entry.objects.filter(owner=owner, status="submitted").latest("pk")
    copies = sum(
        1
        for path in Path(settings.VAR_DIR, "vault").rglob("*")
        if path.is_file() and path.stat().st_size == sent.attachments.first().blob.size
    )
    office, draft = signed_in(world["cast"].secretary), world["entry"]
    base = f"/ho-so/{draft.public_id}/"
    pages = {
        name: measured(client, "get", address)
        for name, address in {
            "begin": f"/du-thi/{edition.slug}/",
            "my entries": "/ho-so/",
            "draft": base,
            "general": f"{base}sua/general/",
            "authors": f"{base}sua/authors/",
            "content": f"{base}sua/content/",
            "files": f"{base}sua/files/",
            "whole in one page": f"{base}sua/whole/",
            "co-authors": f"{base}dong-tac-gia/",
            "review": f"{base}nop/",
            "history": f"{base}lich-su/",
            "submitted entry": f"/ho-so/{sent.public_id}/",
        }.items()
    }
    pages |= {
        name: measured(office, "get", address)
        for name, address in {
            "office: queue": f"/quan-tri/ho-so/{edition.slug}/",
            "office: search": f"/quan-tri/ho-so/{edition.slug}/?tim=may+hai",
            "office: dossier": f"/quan-tri/ho-so/{edition.slug}/{sent.public_id}/",
            "office: reading": f"/quan-tri/ho-so/{edition.slug}/{sent.public_id}/doc/",
            "office: exhibits": f"/quan-tri/hien-vat/{edition.slug}/",
            "office: on behalf": f"/lap-ho/{edition.slug}/",
            "office: form": f"/quan-tri/bieu-mau/{edition.slug}/",
        }.items()
    }
    whole = {
        "cpu": statistics.median(run[0] for run in runs),
        "requests": runs[0][1],
        "sql": runs[-1][2],
        "copies": copies / RUNS if copies > 1 else copies,
    }
    sys.stdout.write(json.dumps({"whole": whole, "pages": pages}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
