"""What the bench of served pages walks: links as a browser finds them."""

import pytest

from bench import walk
from bench.walk import Answer


def site(pages: dict[str, str]):
    """A site of these pages; all others are missing."""

    def get(address: str) -> Answer:
        page = pages.get(address)
        if page is None:
            return Answer(404, "text/html", b"<p>no")
        return Answer(200, "text/html; charset=utf-8", page.encode())

    return get


def found(pages: dict[str, str], *known: str) -> dict[str, int]:
    return {one.address: one.answer.status for one in walk.walk(site(pages), known)}


def test_links_are_followed_breadth_first():
    pages = {"/": '<a href="/a/">a</a><a href="b/">b</a>', "/a/": '<a href="/c/">c</a>'}
    assert list(found(pages, "/")) == ["/", "/a/", "/b/", "/c/"]


def test_one_address_of_a_shape():
    pages = {"/": '<a href="/x/1/">1</a><a href="/x/2/">2</a>', "/x/1/": "one", "/x/2/": "two"}
    assert list(found(pages, "/")) == ["/", "/x/1/"]


def test_another_address_of_a_shape_that_does_not_answer():
    pages = {"/": '<a href="/x/1/">1</a><a href="/x/2/">2</a>', "/x/2/": "two"}
    assert found(pages, "/") == {"/": 200, "/x/1/": 404, "/x/2/": 200}


def test_a_shape_that_breaks_is_not_asked_again():
    def get(address: str) -> Answer:
        links = b'<a href="/x/1/">1</a><a href="/x/2/">2</a>'
        return Answer(200, "text/html", links) if address == "/" else Answer(500, "", b"")

    assert [one.address for one in walk.walk(get, ["/"])] == ["/", "/x/1/"]


def test_a_shape_is_given_up_in_the_end():
    links = "".join(f'<a href="/x/{number}/">x</a>' for number in range(9))
    assert len(found({"/": links}, "/")) == 1 + walk.TRIES


@pytest.mark.parametrize(
    "link",
    [
        "https://example.vn/",
        "/tai-khoan/logout/",
        "/static/a.css",
        "/en/",
        "mailto:a@b.vn",
        "#here",
    ],
)
def test_where_it_does_not_go(link):
    assert list(found({"/": f'<a href="{link}">x</a>'}, "/")) == ["/"]


@pytest.mark.parametrize(
    "page",
    [
        '<img src="/x/">',
        '<form action="/x/"><button>go</button></form>',
        '<div data-url="/x/">later</div>',
        '<script type="application/json">{"menu": ["/x/"]}</script>',
    ],
)
def test_links_of_every_kind(page):
    assert "/x/" in {address.rstrip("?") for address in found({"/": page}, "/")}


def test_a_form_that_posts_is_no_link():
    assert list(found({"/": '<form method="post" action="/x/"></form>'}, "/")) == ["/"]


def test_words_are_searched():
    page = '<form action="/x/"><input name="tim"><input name="kind" value="a"></form>'
    assert "/x/?tim=nguyen&kind=a" in found({"/": page}, "/")


def test_wagtails_lists_are_one_whatever_is_asked_of_them():
    assert walk.shape("/quan-tri/pages/3/?p=2", ours={"ho-so"}) == "/quan-tri/pages/*/"


def test_our_lists_are_another_for_each_question():
    assert walk.shape("/quan-tri/ho-so/do/?p=2", ours={"ho-so"}) == "/quan-tri/ho-so/do/?p"
