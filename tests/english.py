"""English words on Vietnamese pages, Wagtail's included."""

import re

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
LEFT_OUT = {"script", "style", "template", "code", "svg"}
# Wagtail writes these into its templates, or makes them of the names of columns, where no catalogue
# reaches them.
UNREACHED = {"Actions", "Site name", "Root page"}
# What is no language: names of people and works are Vietnamese in these tests.
NO_WORDS = re.compile(r"\S*[@/_.]\S+|\bWagtail\b|https?:\S+|\bphím Enter\b|\w*\d\w*", re.I)


def _texts(page: str) -> list[str]:
    """What somebody reads or hears of a page."""
    tree = lxml.html.document_fromstring(page)
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in LEFT_OUT:
            continue
        if any(above.tag in LEFT_OUT for above in element.iterancestors()):
            continue
        found += [element.text or "", *(child.tail or "" for child in element)]
        found += [element.get(name, "") for name in ("title", "aria-label", "placeholder", "alt")]
    return [" ".join(text.split()) for text in found if text.strip()]


def english_in(page: str) -> list[str]:
    """The texts of a page in which an English word stands."""
    texts = [text for text in dict.fromkeys(_texts(page)) if text not in UNREACHED]
    return [text for text in texts if _words(text) & ENGLISH]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", NO_WORDS.sub(" ", text).lower()))
