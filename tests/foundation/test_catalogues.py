"""Whatever Wagtail and the other libraries say comes out in Vietnamese, with everything that they
put into it.
"""

import functools
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

DOMAINS = ("django", "djangojs")
OWN = [file for folder in settings.LOCALE_PATHS for file in sorted(folder.rglob("*.po"))]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[ds]|\{\w*\}")
# A name or a unit is the same in both languages.
NAMES = {"IPv4", "IPv6", "WebAuthn", "%(size)d byte"}
# A letter of ours opens and ends as letters here do, whatever the site is called.
WITHOUT_THE_NAME = {
    "Hello from %(site_name)s!",
    "Thank you for using %(site_name)s!\n%(site_domain)s",
}
# What we and Wagtail call by one English word, and mean alike. Another one needs a context: our
# catalogue goes before Wagtail's words, so "Fields" of a work would be said of fields of a form.
MEANT_ALIKE = {
    *("Account", "Add", "Change", "Choose", "Code", "Compare", "Draft", "Edit", "File", "Go back"),
    *("Go to the first error", "Home", "Lock", "Locked", "Move", "Move down", "Move up", "Next"),
    *("No", "Page", "Pages", "Previous", "Save", "Save draft", "Saved", "Search", "Show"),
    *("Sign in", "Timeline", "Upload", "Yes", "active", "draft", "expired", "group", "locked"),
    *("name", "page", "status", "The %(model_name)s could not be saved due to errors."),
}
Text = tuple[str, str]  # (context, message id)


def libraries(within: str = "") -> list[Path]:
    """The folders of the installed libraries that bring texts, Django's own words first."""
    installed = [Path(app.path) for app in apps.get_app_configs() if app.name.startswith(within)]
    foreign = [folder for folder in reversed(installed) if "site-packages" in folder.parts]
    return [folder / "locale" for folder in [Path(django.__file__).parent / "conf", *foreign]]


def entries(folder: Path, language: str, domain: str) -> Iterator[polib.POEntry]:
    file = folder / language / "LC_MESSAGES" / f"{domain}.po"
    if file.exists():
        yield from (entry for entry in polib.pofile(str(file)) if not entry.obsolete)


@functools.cache
def asked(domain: str) -> dict[Text, polib.POEntry]:
    """Every text of the libraries; django_filters has no English catalogue, but all the others."""
    return {
        (entry.msgctxt or "", entry.msgid): entry
        for folder in libraries()
        for entry in entries(folder, "en" if (folder / "en").exists() else "fr", domain)
    }


@functools.cache
def said(domain: str) -> dict[Text, list[str]]:
    """The Vietnamese of every text, the catalogues laid on one another as Django lays them."""
    return {
        (entry.msgctxt or "", entry.msgid): [entry.msgstr, *entry.msgstr_plural.values()]
        for folder in [*libraries(), *reversed(settings.LOCALE_PATHS)]
        for entry in entries(folder, "vi", domain)
        if entry.translated()
    }


def lost(entry: polib.POEntry, text: str) -> set[str]:
    """What the English puts into the sentence and the Vietnamese does not, and the other way."""
    wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    return wanted ^ set(PLACEHOLDER.findall(text))


def is_language(text: str) -> bool:
    return re.search(r"[A-Za-z]{3}", PLACEHOLDER.sub("", text)) is not None


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_of_the_libraries_has_vietnamese(domain):
    assert sorted(asked(domain).keys() - said(domain).keys()) == []


def test_texts_of_every_kind_of_library_are_looked_at():
    texts = asked("django")
    for text in ("Select a new parent page", "Enter a valid UUID.", "Sign Up", "is in range"):
        assert ("", text) in texts
    assert ("A tag name", "name") in texts
    assert ("", "Autosave in progress…") in asked("djangojs")


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_text_is_left_in_english(domain):
    vietnamese = said(domain)
    same = {text for key in asked(domain) for text in vietnamese.get(key, []) if text == key[1]}
    assert {text for text in same if is_language(text)} <= NAMES


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_libraries_find_everything_that_they_put_in(domain):
    vietnamese = said(domain)
    wrong = {
        entry.msgid: text
        for key, entry in asked(domain).items()
        for text in vietnamese.get(key, [])
        if text and lost(entry, text)
    }
    assert wrong.keys() <= WITHOUT_THE_NAME


@pytest.mark.parametrize("file", OWN, ids=lambda file: "/".join(file.parts[-4:]))
def test_a_catalogue_of_ours_keeps_what_is_put_in(file):
    wrong = {
        entry.msgid: text
        for entry in polib.pofile(str(file))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]
        if text and lost(entry, text)
    }
    assert wrong.keys() <= WITHOUT_THE_NAME


def test_a_lost_placeholder_is_found():
    english = polib.POEntry(msgid="1 page", msgid_plural="%(n)d pages of {who}")
    assert lost(english, "%(n)d trang") == {"{who}"}
    assert lost(english, "%(n)d trang của {who}") == set()


@pytest.mark.parametrize("file", OWN, ids=lambda file: "/".join(file.parts[-4:]))
def test_the_compiler_takes_a_catalogue_of_ours(file, tmp_path):
    command = ["msgfmt", "--check", "-o", tmp_path / "out.mo", file]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_our_words_do_not_change_wagtails():
    ours = {
        (entry.msgctxt or "", entry.msgid)
        for entry in entries(settings.LOCALE_PATHS[0], "vi", "django")
    }
    theirs = {
        (entry.msgctxt or "", entry.msgid)
        for folder in libraries("wagtail")[1:]
        for entry in entries(folder, "en", "django")
    }
    assert {text for _context, text in ours & theirs} == MEANT_ALIKE


def test_wagtail_speaks_as_the_catalogue_says():
    with translation.override("vi"):
        assert translation.gettext("Select a new parent page") == "Chọn trang cha mới"
        assert translation.gettext("Fields") == "Trường"
        assert translation.pgettext("a work", "Fields") == "Lĩnh vực"


def test_no_state_is_called_by_a_moment():
    """“withdrawn” of a column is when, of a dossier that it is so: each has its context."""
    with translation.override("vi"):
        labels = {
            f"{field}: {label}"
            for model in apps.get_models()
            for field in model._meta.fields
            for _value, label in field.flatchoices
        }
    assert len(labels) > 200
    assert sorted(label for label in labels if ": thời điểm" in label) == []
