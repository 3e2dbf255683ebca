"""What an editor is told of a page when it is saved: lengths, pictures without words, links that
lead nowhere, sentences that are hard to read. Nothing is refused: people know better.
"""

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.documents import get_document_model
from wagtail.models import Page

from competition.web import number_of

LONGEST_TITLE = 70  # signs that search engines show
LONGEST_DESCRIPTION = 160
LONGEST_INTRO = 320
LONGEST_SENTENCE = 40  # syllables; Vietnamese writes each by itself
SAYS_NOTHING = {"tại đây", "ở đây", "xem thêm", "click", "here", "click here", "link"}
SENTENCE = re.compile(r"[^.!?…]+")


def tell(request: Any, page: Page) -> None:
    """Wagtail's hook after a page was made or saved."""
    for remark in remarks_on(page.specific):
        messages.warning(request, remark)


def remarks_on(page: Page) -> list[str]:
    """What could be better, in words of what to do."""
    html = list(_html(page))
    return [*_lengths(page), *_pictures(page), *_links(html), *_sentences(html)]


def _lengths(page: Page) -> Iterator[str]:
    if len(page.seo_title or page.title) > LONGEST_TITLE:
        yield _("The title is longer than 70 signs: search engines cut it.")
    intro = getattr(page, "intro", "")
    if not page.search_description and not intro:
        yield _("Write an introduction: search engines and shared links show it.")
    if len(page.search_description) > LONGEST_DESCRIPTION:
        yield _("The description for search engines is longer than 160 signs.")
    if len(intro) > LONGEST_INTRO:
        yield _("The introduction is longer than 320 signs: move some of it into the text.")


def _blocks(page: Page) -> Iterator[tuple[str, Any]]:
    for name in ("body", "photos"):
        for block in getattr(page, name, None) or []:
            yield block.block_type, block.value


def _pictures(page: Page) -> Iterator[str]:
    images = [value.get("image") for kind, value in _blocks(page) if kind in ("picture", "photo")]
    for image in images:
        if image is not None and not image.description:
            yield _("The picture “%(title)s” has no description for those who cannot see it.") % {
                "title": image.title
            }


def _html(page: Page) -> Iterator[Any]:
    """The rich texts of the body, as trees."""
    for kind, value in _blocks(page):
        texts = [value] if kind == "paragraph" else []
        if kind in ("callout", "question"):
            texts = [part for name, part in value.items() if name in ("text", "answer")]
        for text in texts:
            if source := getattr(text, "source", ""):
                yield lxml.html.fragment_fromstring(source, create_parent="div")


def _links(trees: list[Any]) -> Iterator[str]:
    for tree in trees:
        for link in tree.iter("a"):
            words = " ".join(link.text_content().split())
            if words.lower().strip(" .:") in SAYS_NOTHING:
                yield _("The link “%(words)s” does not say where it leads.") % {"words": words}
            if _leads_nowhere(link):
                yield _("The link “%(words)s” leads to nothing that readers may open.") % {
                    "words": words
                }


def _leads_nowhere(link: Any) -> bool:
    number = number_of(link.get("id"))
    if link.get("linktype") == "page":
        return not Page.objects.live().filter(pk=number).exists()
    if link.get("linktype") == "document":
        return not get_document_model().objects.filter(pk=number).exists()
    return not link.get("href", "")


def _sentences(trees: list[Any]) -> Iterator[str]:
    texts = [tree.text_content() for tree in trees]
    sentences = [part.split() for text in texts for part in SENTENCE.findall(text)]
    long = [words for words in sentences if len(words) > LONGEST_SENTENCE]
    if long:
        yield ngettext(
            "%(count)s sentence has more than 40 syllables, such as “%(words)s …”.",
            "%(count)s sentences have more than 40 syllables, such as “%(words)s …”.",
            len(long),
        ) % {"count": len(long), "words": " ".join(long[0][:6])}
