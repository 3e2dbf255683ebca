"""The pages of two sides, paired and compared.

Pages belong together by role, language, shape of the address and place within the shape. Lists that
are ordered by random codes lead to the same pages in another order: within a shape, pages that are
the same on both sides are therefore paired first, wherever they stand; what is left over is paired
in order, and differs.
"""

import difflib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

NO_PAGE = "status 405"


@dataclass(frozen=True)
class Page:
    """One visited address and what was seen there."""

    role: str
    language: str
    shape: str
    address: str
    lines: tuple[str, ...]

    @property
    def group(self) -> tuple[str, str, str]:
        return self.role, self.language, self.shape


def _grouped(pages: list[Page]) -> dict[tuple, list[Page]]:
    groups: dict[tuple, list[Page]] = {}
    for page in pages:
        groups.setdefault(page.group, []).append(page)
    return groups


def _without(pages: list[Page], same: Counter) -> list[Page]:
    """The pages whose content is not among those that both sides have, each counted once."""
    same, left = same.copy(), []
    for page in pages:
        if same[page.lines]:
            same[page.lines] -= 1
        else:
            left.append(page)
    return left


def differing(before: list[Page], after: list[Page]) -> Iterator[tuple[Page | None, Page | None]]:
    """The pairs that are not the same; None where a side has no such page.

    An address that answered 405 to a reader showed no page: what it answers now is not compared.
    """
    old, new = _grouped(before), _grouped(after)
    for group in sorted({*old, *new}):
        ours, theirs = old.get(group, []), new.get(group, [])
        same = Counter(page.lines for page in ours) & Counter(page.lines for page in theirs)
        for pair in zip_longest(_without(ours, same), _without(theirs, same)):
            if pair[0] is None or pair[0].lines[0] != NO_PAGE:
                yield pair


def told(before: Page | None, after: Page | None) -> str:
    """A readable account of one differing pair."""
    page = before or after
    heading = f"=== {page.role}, {page.language}: {page.shape}\n"
    old, new = (list(side.lines) if side else [] for side in (before, after))
    names = [side.address if side else "not visited" for side in (before, after)]
    return heading + "\n".join(difflib.unified_diff(old, new, *names, n=2, lineterm="")) + "\n\n"
