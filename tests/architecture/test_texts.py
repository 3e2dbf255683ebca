"""What is written: translated, used, and no wider than a page."""

import re

import polib
import pytest
from django.apps import apps
from django.template.loader import get_template

from tests.architecture import templates, texts, walking, width

ROOT = walking.ROOT
EVERYTHING = (*walking.FLOORS, "tests", "bench")


def pages():
    return [path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt")]


def test_every_marked_text_is_in_the_catalogue():
    assert texts.untranslated(walking.sources(), pages(), texts.known()) == []


# Read, and found to mean in a library what they mean here.
SHARED = {
    *("Actions", "Confirm", "Document", "Newest", "Rename", "Roles", "Title"),
    *("day", "file", "tags", "title"),
}


def test_no_word_of_ours_says_what_a_library_means_by_it():
    """“Focal point” is of a picture there, and of a unit here."""
    assert texts.borrowed(walking.sources(), pages()) == SHARED


@pytest.mark.parametrize(
    "path",
    sorted(
        [*ROOT.glob("locale/vi/**/*.po"), *ROOT.glob("foundation/vietnamese/catalogues/**/*.po")],
        key=str,
    ),
    ids=lambda path: "/".join(path.parts[-4:]),
)
def test_every_text_is_translated(path):
    catalogue = polib.pofile(str(path))
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    for entry in catalogue:
        wanted = set(re.findall(r"%\(\w+\)[sd]", entry.msgid_plural or entry.msgid))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert set(re.findall(r"%\(\w+\)[sd]", text)) <= wanted, entry.msgid


# Whose own pages ask for them.
OF_LIBRARIES = ("allauth/", "account/", "django/", "mfa/", "wagtailadmin/")


def test_every_template_is_used():
    written = [source.text for source in walking.sources(rooms=EVERYTHING)]
    everything = "\n".join([*written, *(path.read_text() for path in pages())])
    named_by_others = {"404.html", "500.html"} | {
        f"cms/{re.sub(r'(?<!^)(?=[A-Z])', '_', model.__name__).lower()}.html"
        for model in apps.get_app_config("cms").get_models()
    }
    unused = []
    for path in (ROOT / "templates").rglob("*.*"):
        name = path.relative_to(ROOT / "templates").as_posix()
        get_template(name)
        dynamic = name.startswith(OF_LIBRARIES) or re.fullmatch(
            r"submissions/(general|authors|content|files|whole)\.html", name
        )
        mail = name.startswith("emails/") and f'"{path.stem}"' in everything
        short = name.removeprefix("print/")
        named = name in named_by_others or f'"{name}"' in everything or f'"{short}"' in everything
        if not (named or dynamic or mail):
            unused.append(name)
    assert unused == []


def test_every_field_shows_what_was_typed_into_it():
    assert templates.fields_that_forget(templates.own()) == []


def test_no_choice_of_ours_forgets():
    assert templates.choices_that_forget(templates.own()) == []


def test_no_button_of_a_form_forgets():
    assert templates.buttons_that_forget(templates.own()) == []


def test_no_line_is_wider_than_a_page():
    assert width.wide_lines(width.own_files()) == []


def test_no_form_lists_its_faults_twice():
    """`{{ form }}` brings the list of its faults (templates/forms/form.html)."""
    whole, faults = "{{ form }}", '{% include "components/error_summary.html" %}'
    twice = [
        path.name for path in pages() if whole in path.read_text() and faults in path.read_text()
    ]
    assert twice == []


def test_nothing_switches_the_formatter_off():
    assert width.switched_off(walking.sources(rooms=EVERYTHING)) == []


def test_a_line_of_a_template_opens_at_most_two_elements():
    assert width.tags_a_line(templates.own()) <= 2
