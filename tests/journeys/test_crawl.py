"""Every address × every role over the states of the demonstration: right answers only, and no name
where none may be.
"""

import json
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest

from foundation.vietnamese.text import fold
from tests.journeys.addresses import NOT_NOW, Visited

pytestmark = pytest.mark.browser

# Where Wagtail, allauth and the doors send somebody who may not come in.
TURNED_AWAY = ("/quan-tri/", "/tai-khoan/login", "/en/tai-khoan/login")


@pytest.fixture(scope="module")
def visitors(site, seated):
    return {"stranger": site.session()} | {
        role: site.session(email) for role, email in seated.items()
    }


def of_every_role(look, visitors) -> list:
    """What `look(role, visitor)` finds, all roles together: each visitor reads in a thread of its
    own.
    """
    with ThreadPoolExecutor(len(visitors)) as readers:
        return [
            line
            for found in readers.map(look, *zip(*visitors.items(), strict=True))
            for line in found
        ]


def is_turned_away(answer) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith(TURNED_AWAY)


def leads_to_its_page(answer, row: Visited) -> bool:
    """A button that is read instead of pressed leads to the page above it, whoever reads: that
    page has a line of its own here.
    """
    if answer.status_code != 302:
        return False
    page = answer.headers["Location"].partition("?")[0]
    return page != row.url and row.url.startswith(page) and page.count("/") > 2


def is_let_in(answer, row: Visited) -> bool:
    """A page, or the way to one; a button answers 405 to a reader. Where the moment matters too,
    an address that is not open now is as unknown as any other.
    """
    is_sent_to_sign_in = answer.status_code == 302 and "/login" in answer.headers["Location"]
    if answer.status_code == 404 or is_sent_to_sign_in:
        return not row.is_always
    return answer.status_code in (200, 202, 302, 405)


@pytest.fixture(scope="module")
def answers(crawled, visitors, site) -> list[tuple[str, Visited, int, str, bool]]:
    """(role, row, status, where to, as classified) of every address as every role."""

    def read(role, visitor):
        for row in crawled["rows"]:
            answer = visitor.get(site.url + row.url, allow_redirects=False, stream=True)
            answer.close()
            if role in row.allowed:
                fine = is_let_in(answer, row)
            else:
                shut = answer.status_code in (404, 405) or is_turned_away(answer)
                fine = shut or leads_to_its_page(answer, row)
            yield role, row, answer.status_code, answer.headers.get("Location", ""), fine

    return of_every_role(lambda *who: list(read(*who)), visitors)


def test_every_route_has_an_address(crawled):
    """Whoever adds a route says by which rows it is reached, or why it is spared."""
    assert crawled["missed"] == []


def test_every_address_answers_every_role_as_classified(answers):
    wrong = [
        f"{role} {row.url} ({row.route}): {status} {location}"
        for role, row, status, location, fine in answers
        if not fine
    ]
    assert wrong == []


def test_the_crawl_is_large(answers):
    assert len(answers) >= 1500


def test_every_page_is_shown_to_somebody(answers):
    """A route that nobody of the demonstration gets to see has not been tried at all."""
    routes = {row.route for _role, row, _status, _location, _fine in answers}
    shown = {row.route for _role, row, status, *_rest in answers if status in (200, 202, 302)}
    buttons = {row.route for _role, row, status, *_rest in answers if status == 405}
    assert sorted(routes - shown - buttons - set(NOT_NOW)) == []


def test_nobody_posts_where_they_may_not_even_read(crawled, visitors, site):
    """The same addresses by POST with a valid token: a stranger is asked to sign in, others get
    404, 405 or 403.
    """

    def wrong(role, visitor):
        token = visitor.cookies.get("csrftoken") or ""
        for row in crawled["rows"]:
            if role in row.allowed:
                continue
            answer = visitor.post(
                site.url + row.url,
                data={"csrfmiddlewaretoken": token, "reason": "x"},
                headers={"Referer": site.url + row.url},
                allow_redirects=False,
            )
            if answer.status_code not in (403, 404, 405) and not is_turned_away(answer):
                yield f"{role} {row.url} ({row.route}): {answer.status_code}"

    assert of_every_role(lambda *who: list(wrong(*who)), visitors) == []


def forms(text: str) -> set[str]:
    """A name as it could leak: composed, decomposed, without accents."""
    return {
        unicodedata.normalize("NFC", text).lower(),
        unicodedata.normalize("NFD", text).lower(),
        fold(text),
    }


def test_no_planted_name_is_seen_where_it_must_not_be(crawled, visitors, site):
    """Judges, voters, committee members and strangers read everything they may open; names of
    running editions are not in it.
    """
    canaries = {form for name in crawled["names"] + crawled["emails"] for form in forms(name)}
    assert len(crawled["names"]) > 25
    pages = []

    def seen(role, visitor):
        for url, answer in reachable(visitor, site.url):
            if not re.search("html|json|text", answer.headers.get("Content-Type", "")):
                continue
            pages.append(url)
            text = unescape(answer.text).lower() + json.dumps(dict(answer.headers)).lower()
            folded = fold(text)
            yield from (
                f"{role} {url}: {canary}"
                for canary in canaries
                if canary in text or (canary.isascii() and canary in folded)
            )

    readers = ("stranger", "judge", "panel chair", "voter", "committee member", "editor")
    assert (
        of_every_role(lambda *who: list(seen(*who)), {role: visitors[role] for role in readers})
        == []
    )
    assert len(pages) > 120


def test_the_crawl_would_see_a_name(crawled, visitors, site):
    """The test of the test: the secretariat's pages do show the names, and the same search finds
    them.
    """
    queue = visitors["secretariat"].get(site.url + "/quan-tri/ho-so/2026/").text
    pages = set(re.findall(r"/quan-tri/ho-so/2026/[0-9a-f-]{36}/", queue))
    text = "".join(visitors["secretariat"].get(site.url + url).text.lower() for url in pages)
    assert sum(any(form in text for form in forms(name)) for name in crawled["names"]) > 10


def reachable(visitor, root, most=140):
    """(address, answer) of what a visitor finds by following links, a few of each shape."""
    queue, seen, shapes = (
        [
            "/",
            "/en/",
            "/cham-diem/",
            "/ban-to-chuc/",
            "/binh-chon/",
            "/binh-chon/2025/",
            "/quan-tri/",
        ],
        set(),
        {},
    )
    while queue and len(seen) < most:
        url = queue.pop(0)
        shape = re.sub(r"[0-9a-f-]{32,36}|\d+|(HS|BC)-\w{6}|\?.*", "*", url)
        if url in seen or shapes.setdefault(shape, 0) >= 12:
            continue
        shapes[shape] += 1
        answer = visitor.get(root + url)
        if answer.status_code != 200:
            continue
        seen.add(url)
        yield url, answer
        if "html" in answer.headers.get("Content-Type", ""):
            links = re.findall(r'(?:href|src)="(/[^"#]*)"', unescape(answer.text))
            queue += [
                link
                for link in links
                if not link.startswith(("/static/", "/media/")) and "logout" not in link
            ]


def test_private_pages_are_never_kept_by_a_cache(visitors, site):
    for role, url in [
        ("judge", "/cham-diem/"),
        ("entrant", "/ho-so/"),
        ("secretariat", "/quan-tri/"),
        ("committee member", "/ban-to-chuc/"),
    ]:
        assert visitors[role].get(site.url + url).headers["Cache-Control"] == "private, no-store"
    public = visitors["stranger"].get(site.url + "/")
    assert "Set-Cookie" not in public.headers
    policy = public.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "nonce" not in policy
