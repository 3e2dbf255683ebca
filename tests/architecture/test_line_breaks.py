"""Where the line breaks that somebody typed are shown, the template's own must not be."""

import re

import pytest

from tests.architecture.walking import ROOT

SHOWS_BREAKS = ("lines", "office-text")
OPENING = re.compile(
    r'<\w+[^<>]*class="[^"]*(?<![\w-])(?:lines|office-text)(?![\w-])[^"]*"[^<>]*>(.)', re.S
)


def loose(template: str) -> list[str]:
    """Elements that show line breaks and begin with one of the template's, or with a blank."""
    return [match[0] for match in OPENING.finditer(template) if match[1].isspace()]


@pytest.mark.parametrize(
    ("template", "faults"),
    [
        ('<p class="lines">{{ text }}</p>', 0),
        ('<p class="lines">\n    {{ text }}\n</p>', 1),
        ('<p class="push office-text"> {{ text }}</p>', 1),
        ('<p class="guidelines">\n{{ text }}</p>', 0),
    ],
)
def test_a_loose_element_is_seen(template, faults):
    assert len(loose(template)) == faults


def test_no_template_puts_its_own_breaks_among_those_that_were_typed():
    templates = {path: loose(path.read_text()) for path in (ROOT / "templates").rglob("*.html")}
    assert {path.name: faults for path, faults in templates.items() if faults} == {}


def test_only_elements_of_their_own_show_line_breaks():
    """A rule on `dd` or `p` would show those of every template."""
    showing = set()
    for sheet in (ROOT / "static" / "css").rglob("*.css"):
        for selector, body in re.findall(r"([^{};]+)\{([^{}]*)\}", sheet.read_text()):
            if re.search(r"white-space:\s*(pre|break)", body):
                showing.add(selector.strip())
    assert showing <= {f".{name}" for name in SHOWS_BREAKS} | {"pre", "code", ".code"}
