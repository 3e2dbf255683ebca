"""The documents that an address asks for."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.http import urlencode

from cms.hall import Choice, has_words
from foundation.vietnamese.text import fold

PAGE = 20


class Library(NamedTuple):
    """A page of the documents, and the filters beside it."""

    documents: Page
    total: int
    kinds: list[Choice]
    years: list[Choice]
    typed: str
    chosen: dict[str, str]
    query: str  # of the address, without the number of the page


def of(documents: QuerySet[Any], asked: Mapping[str, str]) -> Library:
    """By kind (`loai`), year (`nam`) and words (`q`); what nobody knows leaves nothing."""
    everything = list(documents)
    typed = asked.get("q", "")[:80].strip()
    chosen = {name: asked[name][:20] for name in ("loai", "nam") if asked.get(name)}
    found = [one for one in everything if has_words(_words(one), typed)]
    listed = [one for one in found if _fits(one, chosen)]
    query = chosen | ({"q": typed} if typed else {})
    return Library(
        documents=Paginator(listed, PAGE).get_page(asked.get("trang")),
        total=len(everything),
        kinds=_choices("loai", found, chosen, query),
        years=_choices("nam", found, chosen, query),
        typed=typed,
        chosen=chosen,
        query=urlencode(query),
    )


def _words(document: Any) -> str:
    said = [document.number, document.title, document.title_en, document.issuer]
    return " " + fold(" ".join(said))


def _value(document: Any, name: str) -> str:
    return document.kind if name == "loai" else str(document.issued_on.year)


def _fits(document: Any, chosen: Mapping[str, str]) -> bool:
    return all(_value(document, name) == value for name, value in chosen.items())


def _choices(
    name: str, found: list[Any], chosen: Mapping[str, str], query: Mapping[str, str]
) -> list[Choice]:
    """The values that are there, each counted among what the other filter leaves."""
    others = {other: value for other, value in chosen.items() if other != name}
    rest = {other: value for other, value in query.items() if other != name}
    choices = []
    for value in dict.fromkeys(_value(one, name) for one in found):
        same = [one for one in found if _value(one, name) == value]
        label = same[0].get_kind_display() if name == "loai" else value
        count = sum(_fits(one, others) for one in same)
        is_chosen = chosen.get(name) == value
        way = urlencode(rest if is_chosen else rest | {name: value})
        choices.append(Choice(value, str(label), count, is_chosen, way))
    return choices
