"""What the pages under docs/ say, as tables, so that tests and the picture read the same words."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


@dataclass(frozen=True)
class Step:
    """A line of the table in docs/process.md: its name, and the verbs by their dotted paths."""

    name: str
    verbs: tuple[str, ...]
    files: tuple[str, ...]
    addresses: tuple[str, ...]


def rows(page: Path, first_heading: str) -> list[list[str]]:
    """The lines of every table whose first column has this heading, as cells without blanks.

    Raises LookupError where the page has no such table.
    """
    lines: list[list[str]] = []
    inside = False
    for line in page.read_text().splitlines():
        if not line.startswith("|"):
            inside = False
        elif _cells(line)[0] == first_heading:
            inside = True
        elif inside and set(line) - set("|- "):
            lines.append(_cells(line))
    if not lines:
        raise LookupError(f"{page.name} has no table that begins with “{first_heading}”")
    return lines


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split(" | ")]


def quoted(cell: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`]+)`", cell)


def steps() -> list[Step]:
    """The way of an entry, in the order of docs/process.md."""
    return [_step(cells[0], cells[1]) for cells in rows(DOCS / "process.md", "step")]


def _step(name: str, cell: str) -> Step:
    """`module.verb / verb` names two verbs of one module; so does a bare verb after it."""
    verbs: list[str] = []
    files: list[str] = []
    addresses: list[str] = []
    module = ""
    for text in quoted(cell):
        if text.startswith("/"):
            addresses.append(text)
            continue
        if text.endswith(".py"):
            files.append(text)
            continue
        for verb in text.split(" / "):
            if "." in verb:
                module = verb.rpartition(".")[0]
            verbs.append(f"{module}.{verb.rpartition('.')[2]}")
    return Step(name, tuple(verbs), tuple(files), tuple(addresses))
