"""The bars of the benches: each is known, near the last figure, and what docs/figures.md shows.

Read are the tables that name a limit; a section of before has three columns.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from bench import bars
from bench.bars import Bar

FIGURES = Path(__file__).resolve().parents[2] / "docs" / "figures.md"
SECTION = re.compile(r"^## .*\(`\./run bench ([\w-]+)`\)$")
FIGURE = re.compile(r"(?P<figure>-?\d[-\d.e]*)(?: (?P<unit>[^✗]+?))?(?: ✗)?")


class Figure(NamedTuple):
    """A row of a bench's table."""

    bench: str
    case: str
    figure: float
    unit: str
    bar: str  # as the page shows it


def figures(text: str) -> list[Figure]:
    """Every row of the tables that a bench has printed: case, figure, limit, bar."""
    found, bench = [], ""
    for line in text.splitlines():
        if line.startswith("#"):
            section = SECTION.match(line)
            bench = section[1] if section else ""
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        figure = FIGURE.fullmatch(cells[1]) if len(cells) == 4 else None
        if bench and figure:
            number, unit = float(figure["figure"]), figure["unit"] or ""
            found.append(Figure(bench, cells[0], number, unit, cells[3]))
    return found


MEASURED = figures(FIGURES.read_text())
TABLE = (
    Bar("pages", "home, cached, *", "SQL", "≤ 0"),
    Bar("pages", "home, *", "SQL", "≤ 12"),
    Bar("vote", "votes a second", "1/s", "≥ 250"),
    Bar("vote", "votes lost", "", "0"),
    Bar("vote", "told only", "", ""),
)


def test_the_first_bar_that_fits_counts():
    assert bars.bar_of("pages", "home, cached, sqlite", "SQL", TABLE) == "≤ 0"


def test_a_bar_is_of_its_unit():
    with pytest.raises(LookupError):
        bars.bar_of("pages", "home, sqlite", "ms CPU", TABLE)


def test_a_bar_is_of_its_bench():
    with pytest.raises(LookupError):
        bars.bar_of("judging-pages", "home, sqlite", "SQL", TABLE)


@pytest.mark.parametrize(
    ("bar", "figure", "is_within"),
    [
        ("≤ 12", 12, True),
        ("≤ 12", 12.001, False),
        ("≥ 250", 250, True),
        ("≥ 250", 249.9, False),
        ("0", 0, True),
        ("0", 1, False),
        ("0", -1, False),
        ("", 10**9, True),
    ],
)
def test_what_is_within(bar, figure, is_within):
    assert bars.is_within(bar, figure) is is_within


@pytest.mark.parametrize(
    ("bar", "figure", "is_loose"),
    [
        ("≤ 12", 6, False),
        ("≤ 12", 5.9, True),
        ("≤ 0", 0, False),
        ("≥ 250", 500, False),
        ("≥ 250", 501, True),
        ("1", 1, False),
        ("", 3, False),
    ],
)
def test_what_is_loose(bar, figure, is_loose):
    assert bars.is_loose(bar, figure) is is_loose


def test_a_row_of_the_page_is_read():
    text = "## pages (`./run bench pages`)\n\n| home, sqlite | 13.01 ms CPU ✗ | 0.2 | ≤ 12 |\n"
    assert figures(text) == [Figure("pages", "home, sqlite", 13.01, "ms CPU", "≤ 12")]


def test_a_figure_without_a_unit_is_read():
    text = "## vote (`./run bench vote`)\n| votes lost | 0 | 0 | 0 |\n"
    assert figures(text) == [Figure("vote", "votes lost", 0, "", "0")]


def test_other_tables_are_no_figures_of_a_bench():
    assert figures("## house\n\n| mypy | 0 | 0 | 0 |\n") == []


def test_the_page_shows_the_bars_that_the_benches_have():
    told = {figure: bars.bar_of(*figure[:2], figure.unit) for figure in MEASURED}
    assert [figure for figure, bar in told.items() if bar != figure.bar] == []


def test_no_bar_is_more_than_twice_its_figure():
    assert [figure for figure in MEASURED if bars.is_loose(figure.bar, figure.figure)] == []
