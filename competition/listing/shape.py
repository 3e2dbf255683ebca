"""A list of one edition, as its address asks for it: filtered, searched, sorted, in pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import pgettext
from django_filters import ChoiceFilter, Filter, FilterSet

from accounts.models import User
from competition.listing.columns import Column, chosen_of, sorted_by
from competition.models import Edition

A_PAGE = 50
# Of the address.
PAGE = "trang"
SORT = "sap-xep"
COLUMNS = "cot"
WORDS = "tim"


@dataclass(frozen=True)
class Head:
    """The head of a column: where a press on it leads (empty: nowhere), how it is sorted now."""

    label: str | Promise
    query: str = ""
    direction: str = ""  # "ascending" or "descending", as aria-sort has it


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str | Promise
    value: str
    query: str


@dataclass(frozen=True)
class Choices:
    """A filter to choose from: `options` are (value, label, whether it is chosen)."""

    name: str
    label: str | Promise
    everything: str | Promise
    options: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True)
class Ready:
    """A view that nobody had to save: `query` is its address, `count` is told where it is known."""

    label: str | Promise
    query: str
    count: int | None = None
    is_late: bool = False


class _Filters(FilterSet):
    """The filters of one list; a value that is none of a filter's choices filters nothing."""

    def __init__(self, data: QueryDict, rows: QuerySet, filters: dict[str, Filter]):
        super().__init__(data=data, queryset=rows)
        self.filters = filters
        for each in filters.values():
            each.parent = self
            each.model = rows.model

    def in_force(self) -> dict[str, str]:
        """What is chosen, by the name of the filter."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}


class Listing:
    """A list of an edition. A subclass gives columns, filters and rows; nothing here needs a
    request, so that a worker lists what a page lists.
    """

    name: ClassVar[str] = ""  # among all lists, and of its page among the addresses
    title: ClassVar[str | Promise] = ""
    sorted_at_first: ClassVar[str] = ""  # a column's name, with `-` falling

    def __init__(self, edition: Edition, query: QueryDict, remembered: Sequence[str] = ()):
        """`remembered`: the columns of whoever asks, where the address names none."""
        self.edition = edition
        self.query = query
        self.remembered = remembered

    def columns(self) -> Sequence[Column]:
        """Every column that there is, in order."""
        raise NotImplementedError

    def filters(self) -> dict[str, Filter]:
        """Filters by their name in the address: ChoiceFilter with label, choices, empty_label."""
        return {}

    def all_rows(self) -> QuerySet:
        """All rows of the edition that may be listed, with what the cells need."""
        raise NotImplementedError

    def without_filter(self, rows: QuerySet) -> QuerySet:
        """Rows after the filters: what stands in no list unless it is asked for is taken out."""
        return rows

    def search(self, rows: QuerySet, words: str) -> QuerySet:
        """Rows in which these words stand, with or without accents."""
        raise NotImplementedError

    def prepare(self, rows: Sequence[Any]) -> None:
        """What the cells of these rows need beside their own columns."""

    def count(self) -> int | None:
        """How many rows there are, where that is known without asking; None otherwise."""
        return None

    @cached_property
    def words(self) -> str:
        return self.query.get(WORDS, "").replace("\0", "").strip()

    @cached_property
    def _filters(self) -> _Filters:
        return _Filters(self.query, self.all_rows(), self.filters())

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters in force, by name."""
        return self._filters.in_force()

    def _asked_columns(self) -> list[str]:
        return [str(name) for name in self.query.getlist(COLUMNS)] or [*self.remembered]

    @property
    def has_chosen_columns(self) -> bool:
        """Whether other columns than those at first were asked for."""
        return self.shown != chosen_of(self.columns(), [])

    @cached_property
    def shown(self) -> list[Column]:
        """The columns that are shown: of the address, or as at first."""
        return chosen_of(self.columns(), self._asked_columns())

    @cached_property
    def sort(self) -> tuple[Column | None, bool]:
        return sorted_by(self.columns(), self.query.get(SORT, ""), self.sorted_at_first)

    @cached_property
    def rows(self) -> QuerySet:
        """What is listed, all pages, in order."""
        rows = self.without_filter(self._filters.qs)
        if self.words:
            rows = self.search(rows, self.words)
        column, falls = self.sort
        names = [*column.sort] if column else []
        sign = "-" if falls else ""
        return rows.order_by(*[f"{sign}{name}" for name in names], f"{sign}pk")

    @cached_property
    def page(self) -> Page:
        """The page that the address asks for; each row has its `cells`."""
        pages = Paginator(self.rows, A_PAGE)
        known = self.count()
        if known is not None:
            pages.count = known
        page = pages.get_page(self.query.get(PAGE))
        if pages.num_pages > 1:
            # First which rows, then what stands in them: otherwise all that is asked of a row for
            # its cells is asked of every row of the pages before, too.
            first = (page.number - 1) * A_PAGE
            numbers = self.rows.values("pk")[first : first + A_PAGE]
            page.object_list = self.rows.filter(pk__in=numbers)
        page.object_list = list(page.object_list)
        self.prepare(page.object_list)
        for row in page.object_list:
            row.cells = [(column, column.cell(row)) for column in self.shown]
        return page

    def values(self, at_once: int = 500) -> Iterator[list]:
        """Every listed row as the values of the shown columns, without holding them all."""
        batch: list = []
        for row in self.rows.iterator(at_once):
            batch.append(row)
            if len(batch) == at_once:
                yield from self._values_of(batch)
                batch = []
        yield from self._values_of(batch)

    def _values_of(self, batch: list) -> Iterator[list]:
        self.prepare(batch)
        for row in batch:
            yield [column.value(row) for column in self.shown]

    def heads(self) -> list[Head]:
        """The heads of the shown columns; a press on the sorted one turns it round."""
        return [self._head(column) for column in self.shown]

    def _head(self, column: Column) -> Head:
        if not column.sort:
            return Head(column.label)
        by, falls = self.sort
        if by is None or by.name != column.name:
            return Head(column.label, self.query_with(SORT, column.name))
        turned = column.name if falls else f"-{column.name}"
        direction = "descending" if falls else "ascending"
        return Head(column.label, self.query_with(SORT, turned), direction)

    def chips(self) -> list[Chip]:
        """Each filter in force, the words that are searched for first."""
        chips = []
        if self.words:
            chips.append(
                Chip(pgettext("of a search", "Words"), self.words, self.query_with(WORDS, ""))
            )
        for choices in self.choices:
            without = self.query_with(choices.name, "")
            for _value, label, is_chosen in choices.options:
                if is_chosen:
                    chips.append(Chip(choices.label, label, without))
        return chips

    @cached_property
    def choices(self) -> list[Choices]:
        """The filters that are chosen from lists."""
        found = []
        for name, each in self._filters.filters.items():
            if isinstance(each, ChoiceFilter):
                pairs = each.extra["choices"]
                now = self.chosen.get(name)
                options = [(value, str(label), value == now) for value, label in pairs]
                found.append(Choices(name, each.label, each.extra["empty_label"], options))
        return found

    def query_with(self, name: str, value: str) -> str:
        """The address's query with another value (empty: without it), from the first page on."""
        query = self.query.copy()
        query.pop(PAGE, None)
        query.pop(name, None)
        if value:
            query[name] = value
        return query.urlencode() or f"{WORDS}="

    def query_without_filters(self) -> str:
        """Only sort and columns stay."""
        query = self.query.copy()
        for name in (PAGE, WORDS, *self._filters.filters):
            query.pop(name, None)
        return query.urlencode() or f"{WORDS}="

    def query_of_pages(self) -> str:
        """Everything but the page."""
        query = self.query.copy()
        query.pop(PAGE, None)
        return query.urlencode()

    def kept_in_form(self) -> list[tuple[str, str]]:
        """What the form of the filters passes on: sort and columns."""
        kept = [(COLUMNS, str(name)) for name in self.query.getlist(COLUMNS)]
        if sort := self.query.get(SORT):
            kept.append((SORT, str(sort)))
        return kept

    def query_of_table(self) -> str:
        """The address of a table of exactly this: with the columns that are shown."""
        query = self.query.copy()
        query.pop(PAGE, None)
        if self.has_chosen_columns:
            query.setlist(COLUMNS, [column.name for column in self.shown])
        return query.urlencode()

    def query_without_columns(self) -> str:
        """Everything but the columns and the page."""
        query = self.query.copy()
        query.pop(COLUMNS, None)
        query.pop(PAGE, None)
        return query.urlencode()

    def ready_views(self, _user: User) -> Sequence["Ready"]:
        """The views that every list of this kind has, for this person."""
        return []

    def all_columns(self) -> list[tuple[Column, bool]]:
        """Every column, and whether it is shown."""
        shown = {column.name for column in self.shown}
        return [(column, column.name in shown) for column in self.columns()]
