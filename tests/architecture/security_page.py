"""`docs/security.md`: the tables between its marks are written from the code by

python -m tests.architecture.security_page
"""

import os
import re
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()  # at once, since predicates stand beside models; twice does no harm

from config.routes import ROUTES  # noqa: E402
from tests.architecture.permissions import rule  # noqa: E402
from tests.architecture.routes import said  # noqa: E402
from tests.permissions.table import GROUPS, TABLE  # noqa: E402

PAGE = Path(__file__).parents[2] / "docs" / "security.md"


def current() -> str:
    """The page as it should stand: its own words, and both tables as the code has them."""
    text = PAGE.read_text()
    for name, table in (("routes", routes_table()), ("permissions", permissions_table())):
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, _begin, rest = text.partition(begin)
        _old, _end, after = rest.partition(end)
        text = f"{before}{begin}\n\n{table}\n\n{end}{after}"
    return text


def routes_table() -> str:
    """Address, predicate, its rule, and when: one line an address."""
    lines = ["| address | predicate | who | when |", "|---|---|---|---|"]
    for name, route in ROUTES.items():
        lines.append(f"| `{name}` | `{said(route.who)}` | {rule(route.who)} | {route.when} |")
    return "\n".join(lines)


def permissions_table() -> str:
    """One line a predicate and state, one column a group of people."""
    lines = [f"| predicate | state | {' | '.join(GROUPS)} |", f"|---|---|{'---|' * len(GROUPS)}"]
    for name, rows in TABLE.items():
        for states, digits in rows.items():
            cells = " | ".join(_allowed(digits))
            lines.append(f"| `{name}` | {states if len(rows) > 1 else 'always'} | {cells} |")
    return "\n".join(lines)


def _allowed(digits: str) -> list[str]:
    """Of each group the people who may; `all` of a whole group."""
    cells = []
    for (_group, names), part in zip(GROUPS.items(), digits.split(), strict=True):
        allowed = [name for name, digit in zip(names, part, strict=True) if digit == "1"]
        cells.append("all" if len(allowed) == len(names) else re.sub("^$", "–", ", ".join(allowed)))
    return cells


if __name__ == "__main__":
    PAGE.write_text(current())
