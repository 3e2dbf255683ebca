"""Every page that somebody of the demonstration may open, by its route: a page that is new is read
by axe without anybody adding it.

All of them under `./run soak axe`; in an ordinary run a tenth, another one for each commit.
"""

import pytest

from tests.drawn import is_drawn, seed
from tests.journeys.accessible import WINDOWS, looking
from tests.journeys.people import ROLES

pytestmark = pytest.mark.browser

READERS = [None, *ROLES]


def reader_of(row) -> str | None:
    """Who reads the page: a stranger where one may, otherwise the first of the others who may."""
    if "stranger" in row.allowed:
        return None
    return next((role for role in ROLES if role in row.allowed), "nobody")


def addresses_of(rows, role: str | None) -> dict[str, str]:
    """{route: an address of it}, of the routes that this role reads."""
    found: dict[str, str] = {}
    for row in rows:
        if reader_of(row) == role:
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
    with looking(site, browser, role, language, width, scheme) as look:
        for address in drawn:
            if not is_page(visitor.get(site.url + address, allow_redirects=False)):
                continue
            look.part = {"include": [["main"]]} if address.startswith("/quan-tri/") else None
            look.open(address)
            look.measure(address)
            look.read(address)
    assert not look.problems, "\n".join([*look.problems, f"SEED={seed()}"])
    assert look.outside == []


def test_most_routes_have_a_reader(crawled):
    read = {route for role in READERS for route in addresses_of(crawled["rows"], role)}
    assert len(read) > 200
