"""Fetching a paper that the worker makes, as a browser does: ask, wait, look again, fetch."""

from urllib.parse import parse_qs, urlsplit

from foundation.jobs.drain import drain
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
