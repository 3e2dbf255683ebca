"""Whatever anybody is given, searched for a blind code and what tells whose work it is.

A judge knows the title of the work under a code, and nothing of its entrant; whoever works with
dossiers knows entrant and title, and reads no code beside them.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from unittest import mock
from urllib.parse import parse_qs, urljoin, urlsplit

from django.http import HttpResponseNotFound
from django.test import Client

from accounts.models import User
from config import urls
from demo.rehearsal.whole import Rehearsal
from judging.models import BlindedEntry, Judge
from submissions.models import Sealing
from tests.architecture.walking import routes
from tests.journeys import addresses
from tests.judging.council import BACKEND
from tests.judging.leaks import texts_of
from tests.papers import blank, fetched

MOST = 3  # addresses of one route, links of one shape


@dataclass
class Work:
    """A sealed work: its code, what names its entrant, and what it says."""

    code: str
    entrant: set[str]
    content: set[str]


def plant(rehearsal: Rehearsal) -> None:
    """Names that nobody else bears: invented people may be called as a judge is."""
    for number, work in enumerate(rehearsal.works, start=11):
        User.objects.filter(pk=work.entry.owner_id).update(full_name=f"Ma Thị Zqchu{number}")
        work.entry.authors.update(full_name=f"Nguyễn Zqtacgia{number}")


def works(rehearsal: Rehearsal) -> list[Work]:
    sealings = Sealing.objects.filter(version__entry__edition=rehearsal.edition, voided_at=None)
    found = []
    for sealing in sealings.select_related("version__entry__owner"):
        entry = sealing.version.entry
        authors = set(entry.authors.values_list("full_name", flat=True))
        found.append(
            Work(
                code=sealing.judging_code,
                entrant={
                    entry.owner.full_name,
                    entry.receipt_number,
                    str(entry.public_id),
                    *authors,
                },
                content={
                    entry.title,
                    sealing.title,
                    sealing.version.content["title"],
                    sealing.summary[:60],
                },
            )
        )
    return found


def visitors(rehearsal: Rehearsal) -> dict[str, User | None]:
    """One of every sort of people, and one judge with every seat that there is."""
    cast = rehearsal.cast
    seats = Judge.objects.filter(panel__round__edition=rehearsal.edition).select_related("user")
    by_position = {seat.position: seat.user for seat in seats.order_by("-pk")}
    return {
        "stranger": None,
        "secretary": cast.secretary,
        "committee": cast.committee[0],
        "entrant": cast.entrants[0],
        "voter": cast.voters[0],
        **by_position,
    }


def read(user: User | None) -> Iterator[tuple[str, str]]:
    """(address, everything in the answer) of all that this person is given by our addresses, and by
    the links with a query in it.
    """
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    followed: Counter[str] = Counter()
    for route in routes():
        wanted = addresses.every(route)[:MOST]
        while wanted:
            address = wanted.pop()
            answer = fetched(client, address)
            if answer.status_code != 200:
                continue
            if answer.headers.get("Content-Type") == "application/zip":
                yield from _packed(address, answer)
                continue
            texts = texts_of(answer)
            yield address, "\n".join([address, *texts])
            if "html" in answer.headers.get("Content-Type", ""):
                wanted += _queries_in(texts[1], address, followed)


def _queries_in(page: str, address: str, followed: "Counter[str]") -> list[str]:
    """The links of a page that ask for a part of it, a few of each shape: one address with the same
    parameters gives the same columns, whatever is chosen or sorted by.
    """
    found = []
    for link in re.findall(r'href="([^"#]*\?[^"#]+)', page):
        whole = urljoin(address, unescape(link))
        parts = urlsplit(whole)
        shape = " ".join([re.sub(r"\d+", "*", parts.path), *sorted(parse_qs(parts.query))])
        if whole.startswith("/") and followed[shape] < MOST:
            followed[shape] += 1
            found.append(whole)
    return found


def _packed(address: str, answer) -> Iterator[tuple[str, str]]:
    """The files of a package one by one: the ledger names receipts, other files name codes."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            yield f"{address}{name}", package.read(name).decode(errors="ignore")


def crossings(rehearsal: Rehearsal, visitor: str, user: User | None) -> set[tuple[str, str]]:
    """{(address, what is told)} where a code stands with what tells whose work it is."""
    known = works(rehearsal)
    assert len(known) >= 5
    assert BlindedEntry.objects.filter(round__edition=rehearsal.edition).exists()
    judges = visitor in ("judge", "chair", "vice_chair", "panel_secretary")
    found = set()
    with blank(), mock.patch.object(urls, "handler404", _not_found):
        for address, text in read(user):
            for work in known:
                if work.code not in text:
                    continue
                telling = work.entrant if judges else work.entrant | work.content
                found |= {(address, word) for word in telling if word in text}
    return found


def _not_found(request, exception) -> HttpResponseNotFound:
    """Every second address is refused, and nobody reads the page that says so."""
    return HttpResponseNotFound()
