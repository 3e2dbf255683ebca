"""A visitor's way to every address that links lead to, one of each shape, whatever pages there are:
a new one is found without being named.
"""

import functools
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

import lxml.html

from bench import seen

OUT = re.compile(r"logout|/thoat/")
OFFICE = "/quan-tri/"
NOT_PAGES = ("/static/", "/media/", "/en/")
BROKEN = 500  # from here on: the next one of its shape would break as well
TRIES = 3  # of a shape that does not answer with 200 at first
TYPED = "nguyen"  # into a field where words are searched
SEARCH_FIELDS = ("q", "tim")
LINKS = {"a": "href", "area": "href", "img": "src", "iframe": "src", "embed": "src"}


@dataclass(frozen=True)
class Answer:
    """What the walk looks at."""

    status: int
    kind: str  # its content type
    content: bytes
    location: str = ""
    statements: int = 0


@dataclass(frozen=True)
class Found:
    """An address of a shape, and how it answered."""

    shape: str
    address: str
    answer: Answer


def walk(get: Callable[[str], Answer], known: Iterable[str]) -> Iterator[Found]:
    """All known addresses, then what they lead to, breadth-first."""
    queue = list(dict.fromkeys(known))
    shape_of = functools.partial(shape, ours=frozenset(_office(address) for address in queue))
    asked = set(queue)
    good: set[str] = set()
    tried: dict[str, int] = {}
    for address in queue:  # grows while it is walked
        here = shape_of(address)
        if here in good or tried.get(here, 0) >= TRIES:
            continue
        answer = get(address)
        tried[here] = TRIES if answer.status >= BROKEN else tried.get(here, 0) + 1
        if answer.status == 200:
            good.add(here)
        yield Found(here, address, answer)
        for link in links(answer):
            target = within(address, link)
            if target and target not in asked and shape_of(target) not in good:
                asked.add(target)
                queue.append(target)


def shape(address: str, *, ours: Collection[str] = ()) -> str:
    """The shape of an address. Each of Wagtail's own pages is one, whatever is asked of it: they
    order and filter every list by themselves.
    """
    is_ours = not address.startswith(OFFICE) or _office(address) in ours
    return seen.shape(address if is_ours else address.partition("?")[0])


def _office(address: str) -> str:
    """The part of the office's addresses that says which room is meant."""
    return address.removeprefix(OFFICE).partition("/")[0] if address.startswith(OFFICE) else ""


def within(where: str, link: str) -> str | None:
    """The address on this site that a link on a page leads to; None where the walk does not go."""
    parts = urlsplit(urljoin(f"http://here{where}", link))
    if parts.scheme != "http" or parts.netloc != "here" or OUT.search(link):
        return None
    if parts.path.startswith(NOT_PAGES):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def links(answer: Answer) -> Iterator[str]:
    """Where an answer leads to: links, pictures, forms that ask, addresses in a script's data."""
    if answer.location:
        yield answer.location
    if "html" not in answer.kind or not answer.content.strip():
        return
    page = lxml.html.document_fromstring(answer.content.decode("utf-8"))
    for element in page.iter(*LINKS):
        address = element.get(LINKS[element.tag])
        if address and not address.startswith(("#", "data:", "javascript:", "mailto:", "tel:")):
            yield address
    for form in page.iter("form"):
        if form.get("method", "get").lower() == "get":
            yield _asked_by(form)
    for element in page.iter():
        for name, value in element.items():
            if name.startswith("data-") and re.fullmatch(r"/[\w./?=&-]*", value):
                yield value
    for script in page.iter("script"):
        if script.get("type") == "application/json":
            yield from _addresses_in(json.loads(script.text or "null"))


def _asked_by(form) -> str:
    """The address that a form asks for as it stands, with a word where words are searched."""
    empty = [name for name in SEARCH_FIELDS if name in form.fields and not form.fields[name]]
    fields = [(name, value) for name, value in form.form_values() if name not in empty]
    fields = [(name, TYPED) for name in empty] + fields
    action = form.get("action") or ""
    return f"{action.partition('?')[0]}?{urlencode(fields)}"


def _addresses_in(value) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("/"):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _addresses_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from _addresses_in(part)
