"""What is wrong in a form of the office is said at its head too: a page of many forms shows a word
beside a field thousands of pixels below.
"""

import re

import pytest

from tests.architecture.walking import ROOT

OFFICE = ROOT / "templates" / "office"
SUMMARIES = ("components/error_summary.html", "components/lines_summary.html")
PRINTED = re.compile(r"\{\{ *[\w.]*errors[\w.|]* *\}\}|for \w+ in [\w.]*errors")


def lacks_summary(text: str) -> bool:
    """It prints what is wrong with fields, and nothing at the head of the form says so."""
    return bool(PRINTED.search(text)) and not any(name in text for name in SUMMARIES)


def test_every_form_that_is_laid_out_by_hand_has_one():
    pages = sorted(OFFICE.rglob("*.html"))
    printing = [page for page in pages if PRINTED.search(page.read_text())]
    assert len(printing) > 1
    assert [page.name for page in printing if lacks_summary(page.read_text())] == []


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("<p>{{ field.errors.0 }}</p>", True),
        ("{% for error in row.opens.errors %}<p>{{ error }}</p>{% endfor %}", True),
        ('{% include "components/lines_summary.html" %}{{ field.errors.0 }}', False),
        ("<details {% if form.errors %}open{% endif %}>{{ form }}</details>", False),
    ],
)
def test_the_rule_finds_one_that_was_planted(text, lacks):
    assert lacks_summary(text) is lacks
