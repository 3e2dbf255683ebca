"""The hall of fame: every work that won, over all editions, with filters that stay in the address
and a search without accents.

What is found is what may be read: under embargo a work has no words, and the commune of people who
are not named is known to no filter.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import get_language

from accounts.models import Unit
from awards.models import Award
from cms import facts, navigation
from cms.facts import Winner
from competition import clock
from foundation.soft_cache import remembered
from foundation.vietnamese.text import fold, order_key

PAGE = 24
KEPT = 300  # seconds
COMMUNES = (Unit.Kind.COMMUNE, Unit.Kind.WARD)


class Row(NamedTuple):
    """What filters and search know of one award; `labels` as a reader is shown them."""

    award: int
    year: str
    prize: str  # the same in every edition: giai-nhat
    field: str
    commune: str  # empty: no commune's, or not public
    words: str
    labels: tuple[str, str, str]  # of prize, field, commune


class Choice(NamedTuple):
    """One value of a filter: and how many works it leaves."""

    value: str
    label: str
    works: int
    is_chosen: bool
    query: str  # of the address that sets it, or takes it off


class Hall(NamedTuple):
    """A page of the list, and the filters beside it."""

    works: Page
    winners: list[Winner]
    total: int  # without filters
    years: list[Choice]
    prizes: list[Choice]
    fields: list[Choice]
    communes: list[Choice]
    typed: str
    chosen: dict[str, str]  # {parameter: value} of the filters that are set
    query: str  # of the address, without the number of the page


# {parameter of the address: (what of a row it compares, the row's label of it)}
FILTERS: dict[str, tuple[Callable[[Row], str], Callable[[Row], str]]] = {
    "nam": (lambda row: row.year, lambda row: row.year),
    "giai": (lambda row: row.prize, lambda row: row.labels[0]),
    "linh-vuc": (lambda row: row.field, lambda row: row.labels[1]),
    "xa": (lambda row: row.commune, lambda row: row.labels[2]),
}


def rows() -> list[Row]:
    """Every announced award, the newest edition and the highest prize first; some minutes old at
    most, and read anew as soon as a certificate is revoked or a consent taken back.
    """
    moment = f"{facts.standing_version()}:{localdate(clock.now())}"
    key = f"hall:{navigation.pages_stamp()}:{moment}:{get_language()}"
    return remembered(key, _read, KEPT)


def _read() -> list[Row]:
    at = clock.now()
    return [_row(award, facts.winner(award, at)) for award in facts.all_winners()]


def _row(award: Award, shown: Winner) -> Row:
    face = shown.face
    unit = award.entry.unit
    commune = unit if unit and face.unit and unit.kind in COMMUNES else None
    said = [] if face.is_hidden else [face.title, *face.names, face.unit, face.summary]
    return Row(
        award=award.pk,
        year=str(shown.edition.year),
        prize=slugify(fold(shown.tier.name)),
        field=face.field.code if face.field else "",
        commune=commune.code if commune else "",
        words=" " + fold(" ".join(said)),
        labels=(
            shown.tier.label,
            face.field.label if face.field else "",
            commune.name if commune else "",
        ),
    )


def has_words(row_words: str, typed: str) -> bool:
    """Whether each typed word begins a word of the folded text, which itself begins with a
    blank.
    """
    return all(f" {word}" in row_words for word in fold(typed).split())


def of(parameters: Mapping[str, str]) -> Hall:
    """The page that an address asks for; what it names and nobody knows leaves nothing."""
    everything = rows()
    typed = parameters.get("q", "")[:80].strip()
    chosen = {name: parameters[name][:80] for name in FILTERS if parameters.get(name)}
    found = [row for row in everything if has_words(row.words, typed)]
    listed = [row for row in found if _fits(row, chosen)]
    works = Paginator(listed, PAGE).get_page(parameters.get("trang"))
    asked = chosen | ({"q": typed} if typed else {})
    filters = {name: _choices(name, found, chosen, asked) for name in FILTERS}
    return Hall(
        works=works,
        winners=_winners([row.award for row in works.object_list]),
        total=len(everything),
        years=sorted(filters["nam"], key=lambda choice: choice.value, reverse=True),
        prizes=filters["giai"],
        fields=filters["linh-vuc"],
        communes=sorted(filters["xa"], key=lambda choice: order_key(choice.label)),
        typed=typed,
        chosen=chosen,
        query=urlencode(asked),
    )


def _fits(row: Row, chosen: Mapping[str, str]) -> bool:
    return all(FILTERS[name][0](row) == value for name, value in chosen.items())


def _choices(
    name: str, found: list[Row], chosen: Mapping[str, str], asked: Mapping[str, str]
) -> list[Choice]:
    """The values of one filter, counted among what the other filters leave, in the order in which
    they come first.
    """
    value_of, label_of = FILTERS[name]
    others = {other: value for other, value in chosen.items() if other != name}
    labels: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in found:
        if value := value_of(row):
            labels.setdefault(value, label_of(row))
            counts[value] += _fits(row, others)
    choices = []
    rest = {other: value for other, value in asked.items() if other != name}
    for value, label in labels.items():
        is_chosen = chosen.get(name) == value
        query = urlencode(rest if is_chosen else rest | {name: value})
        choices.append(Choice(value, label, counts[value], is_chosen, query))
    return choices


def winners_by_number(numbers: list[int]) -> dict[int, Winner]:
    """{award: its public side} of these awards at this moment, whatever was kept; one that was
    revoked since is gone.
    """
    at = clock.now()
    found = facts.all_winners().filter(pk__in=numbers)
    return {award.pk: facts.winner(award, at) for award in found}


def _winners(numbers: list[int]) -> list[Winner]:
    found = winners_by_number(numbers)
    return [found[number] for number in numbers if number in found]
