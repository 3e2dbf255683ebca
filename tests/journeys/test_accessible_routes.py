"""Every page that somebody of the demonstration may open, by its route: a page that is new is read
by axe without anybody adding it.

All of them under `./run soak axe`; in an ordinary run a tenth, another one for each commit.
"""

import pytest

from tests.drawn import ALL, is_drawn, seed
from tests.journeys.accessible import WINDOWS, looking
from tests.journeys.people import ROLES
from tests.rehearsed import SCALE

pytestmark = pytest.mark.browser

READERS = [None, *ROLES]


def addresses_of(rows, role: str | None) -> dict[str, str]:
    """{route: the first address of it that the role may open}."""
    found: dict[str, str] = {}
    for row in rows:
        if (role or "stranger") in row.allowed:
            found.setdefault(row.route, row.url)
    return found


def in_language(address: str, language: str) -> str:
    """The office's language is the person's own; elsewhere it stands in the address."""
    if language == "vi" or address.startswith(("/quan-tri/", "/en/")):
        return address
    return f"/en{address}"


def is_page(answer) -> bool:
    """A whole one: no file, no way to somewhere else, no part that a script puts into a page."""
    kind = answer.headers.get("Content-Type", "")
    begins = answer.text.lstrip()[:9].lower() if kind.startswith("text/html") else ""
    return answer.status_code == 200 and begins == "<!doctype"


@pytest.mark.parametrize("role", READERS, ids=str)
@pytest.mark.parametrize(("language", "width", "scheme"), WINDOWS)
def test_every_page_of_a_role_is_accessible(site, browser, crawled, role, language, width, scheme):
    visitor = site.session(ROLES[role] if role else None)
    drawn = [
        in_language(address, language)
        for route, address in addresses_of(crawled["rows"], role).items()
        if is_drawn("route", role, language, width, scheme, route)
    ]
    read = 0
    with looking(site, browser, role, language, width, scheme) as look:
        for address in drawn:
            if not is_page(visitor.get(site.url + address, allow_redirects=False)):
                continue
            look.part = {"include": [["main"]]} if address.startswith("/quan-tri/") else None
            look.open(address)
            look.measure(address)
            look.read(address)
            read += 1
    assert not look.problems, "\n".join([*look.problems, f"SEED={seed()}"])
    assert look.outside == []
    assert read >= 5 or SCALE < ALL
