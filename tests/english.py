"""English words on Vietnamese pages, Wagtail's included."""

import re
import unicodedata

import lxml.html

# Words that stand in hardly any English sentence of an interface without one of the others, and
# that no Vietnamese word looks like.
ENGLISH = {
    *("the", "this", "of", "and", "with", "from", "is", "are", "was", "by", "your", "you"),
    *("edit", "edited", "created", "updated", "deleted", "added", "changed", "changes", "just"),
    *("now", "ago", "minutes", "days", "page", "pages", "user", "users", "name", "title"),
    *("status", "select", "choose", "search", "filter", "sort", "sorted", "history", "usage"),
    *("more", "options", "actions", "action", "view", "save", "publish", "draft", "live", "all"),
    *("type", "date", "last", "first", "results", "yes", "there", "any", "enter", "valid"),
    *("field", "required", "active", "inactive", "admin", "home", "toggle", "close"),
    *("privacy", "public", "private", "schedule", "comments", "checks", "preview", "expand"),
    *("collapse", "show", "hide", "breadcrumbs", "language", "settings", "for", "not"),
    *("root", "workflow", "workflows", "task", "tasks"),
}
LEFT_OUT = {"script", "style", "template", "code", "svg", "kbd"}
# What is no language: names of people and works are Vietnamese in these tests.
NO_WORDS = re.compile(
    r"<[^<>]*>|\S*[@/_.]\S+|\bWagtail\b|https?:\S+|\b(?:phím|bấm) Enter\b|\w*\d\w*", re.I
)


def _texts(page: str) -> list[str]:
    """What somebody reads or hears of a page."""
    tree = lxml.html.document_fromstring(page)
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if any(_is_aside(above) for above in (element, *element.iterancestors())):
            continue
        written = element.text if _is_said(element) else ""
        found += [written or "", *(child.tail or "" for child in element)]
        found += [element.get(name, "") for name in ("title", "aria-label", "placeholder", "alt")]
    return [" ".join(text.split()) for text in found if text.strip()]


def _is_aside(element) -> bool:
    """Nobody reads it, or the page says that it is in English: a letter's text, a title."""
    is_english = element.get("lang") == "en" and element.tag != "html"
    return element.tag in LEFT_OUT or is_english


def _is_said(element) -> bool:
    """The site says it: what stands in a large field was typed, in either language; a counter that
    is hidden as long as it counts nothing is shown to nobody.
    """
    is_counter = "data-side-panel-toggle-counter" in element.attrib
    return element.tag != "textarea" and not (is_counter and "hidden" in element.attrib)


def english_in(page: str) -> list[str]:
    """The texts of a page in which an English word stands."""
    return [text for text in dict.fromkeys(_texts(page)) if _lower(text) & ENGLISH]


def foreign_in(page: str) -> list[str]:
    """The texts of a page in which a word stands that no Vietnamese syllable is written like, nor
    any that people here took over. What is written in capitals is a code or a shorthand.
    """
    return [text for text in dict.fromkeys(_texts(page)) if _foreign(text)]


# Onset, vowels, coda, as the alphabet writes them; tones are taken off before.
SYLLABLE = re.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"[aăâeêioôơuưy]{1,3}(?:ch?|m|ng?|nh|p|t)?"
)
TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
TAKEN_OVER = {
    *("web", "video", "javascript", "excel", "robot", "camera", "infographic", "megastory"),
    *("menu", "localhost", "youtube", "vimeo", "webm", "vtt", "kg", "alpha", "krippendorff"),
    "english",  # a language is called as it calls itself
}


def _foreign(text: str) -> set[str]:
    words = {word for word in _words(text) if len(word) > 1 and not word.isupper()}
    return {word for word in map(str.lower, words) if not _is_syllable(word)} - TAKEN_OVER


def _is_syllable(word: str) -> bool:
    toneless = unicodedata.normalize("NFD", word).translate(TONES)
    return SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None


def _lower(text: str) -> set[str]:
    return set(map(str.lower, _words(text)))


def _words(text: str) -> set[str]:
    composed = unicodedata.normalize("NFC", text)
    return set(re.findall(r"[^\W\d_]+", NO_WORDS.sub(" ", composed)))
