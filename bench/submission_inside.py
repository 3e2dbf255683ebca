"""The measuring process of `bench.submission`: one whole submission, and the entrant's and
secretariat's pages, beside N entries.
"""

import hashlib
import json
import os
import re
import statistics
import sys
import time
from pathlib import Path
from random import Random

from bench.pages_inside import bare_ms, fill, measured, signed_in  # isort: skip  it sets Django up

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_started
from django.test import Client

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


class Visitor:
    """A browser in small: follows what it is sent to, finds the way by the links of the pages."""

    def __init__(self, client: Client):
        self.client = client
        self.spent = 0.0  # CPU in ms
        self.requests = 0
        self.page = ""
        self.address = ""

    def _arrived(self, **_signal) -> None:
        self.requests += 1

    def go(self, method: str, address: str, data: dict | None = None) -> None:
        """Ask, and follow redirects; every request is counted where it arrives."""
        request_started.connect(self._arrived)
        started = time.thread_time()
        answer = getattr(self.client, method)(address, data or {}, follow=True)
        self.spent += (time.thread_time() - started) * 1000
        request_started.disconnect(self._arrived)
        assert answer.status_code == 200, (address, answer.status_code)
        self.page = answer.content.decode()
        self.address = answer.request["PATH_INFO"]

    def follow(self, link: str) -> None:
        """Click on the first link that fits."""
        found = re.search(rf'href="({link})"', self.page)
        assert found, (self.address, link)
        self.go("get", found[1])


def dossier(edition, owner_name: str, number: int, content: bytes) -> dict:
    """What is typed into the one page, with its file."""
    general = {
        "revision": 0,
        "title": f"Máy hái chè số {number}",
        "entrant": "person",
        "field": edition.fields.first().pk,
        "kind": edition.kinds.first().pk,
        "unit": Unit.objects.filter(depth__gt=1).first().pk,
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
    file = SimpleUploadedFile("Thuyết minh.pdf", content)
    return general | authors | answers | {"files": file}


def submit_once(client: Client, edition, owner_name: str, number: int) -> dict:
    """From the button on the call's page to the receipt: CPU in ms of its requests and of the
    worker beside it, how many requests, and the CPU of hashing the file once.
    """
    content = large_pdf(number)
    typed = dossier(edition, owner_name, number, content)
    visitor = Visitor(client)
    visitor.go("post", f"/du-thi/{edition.slug}/")
    visitor.follow(r"/ho-so/[\w-]+/")
    visitor.follow(r"/ho-so/[\w-]+/sua/whole/")
    visitor.go("post", visitor.address, typed)
    worked = _process_ms()
    drain()
    worked = _process_ms() - worked
    visitor.go("post", visitor.address, {"participation": "on", "personal_data": "on"})
    sent = Entry.objects.latest("pk")
    assert sent.receipt_number in visitor.page, visitor.address
    started = time.thread_time()
    hashlib.sha256(content).digest()
    hashed = (time.thread_time() - started) * 1000
    return {
        "cpu": visitor.spent,
        "worker": worked,
        "requests": visitor.requests,
        "hashed": hashed,
    }


def _process_ms() -> float:
    """CPU of this process and of its children, in which files are looked at."""
    return sum(os.times()[:4]) * 1000


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
    whole = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    whole["copies"] = copies / RUNS
    found = {"whole": whole, "pages": pages, "bare": bare_ms()}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
