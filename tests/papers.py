"""Fetching a paper that the worker makes, as a browser does: ask, wait, look again, fetch."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import pikepdf
from django.template.loader import render_to_string

from foundation.jobs.drain import drain
from foundation.papers import pdf
from foundation.papers.prepared import FETCHED, WAITED_FOR


def is_prepared(answer) -> bool:
    """The answer leads to a page on which a paper is waited for."""
    query = parse_qs(urlsplit(answer.headers.get("Location", "")).query)
    return answer.status_code == 302 and WAITED_FOR in query


def fetched(client, address: str, query: dict | None = None):
    """The answer with the file itself; whatever else the address answers, where it makes none."""
    answer = client.get(address, query or {})
    if not is_prepared(answer):
        return answer
    waiting = answer["Location"]
    drain()
    answer = client.get(waiting)
    if answer.headers.get("Refresh"):
        answer = client.get(f"{waiting}&{FETCHED}=1")
    return answer


@contextmanager
def blank() -> Iterator[None]:
    """Papers are blank sheets whose words stand in their heading data. Whoever searches them for a
    name needs no lines and pages, and laying those out costs half a second a paper.
    """
    with mock.patch.object(pdf, "render_each", _blank):
        yield


def _blank(template: str, contexts: Iterable[dict]) -> bytes:
    words = [render_to_string(f"print/{template}", one) for one in contexts]
    if not words:
        raise ValueError("a file of no papers")
    document = pikepdf.new()
    for _paper in words:
        document.add_blank_page()
    document.docinfo["/Subject"] = "\n".join(words)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()
