"""What a newcomer reads is true: every path that the pages name is there."""

import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLResolver, get_resolver
from django.utils.translation import override

from awards import bundle
from tests.architecture import documents, picture

PAGES = [
    documents.DOCS / "architecture.md",
    documents.DOCS / "glossary.md",
    documents.DOCS / "process.md",
    documents.ROOT / "CONTRIBUTING.md",
    documents.ROOT / "README.md",
    documents.ROOT / "README.vi.md",
    documents.ROOT / "deploy" / "README.vi.md",
]
NO_WINGS = ("management", "migrations", "models", "templatetags")
PROCESS_ROOMS = ("submissions", "judging", "voting", "awards")
# Written when the site runs.
NOT_IN_THE_TREE = ("var/", "VAR_DIR/")
by_name = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def value_at(dotted: str):
    """What stands at `module.attribute.attribute`. Raises LookupError where nothing does."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            value = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            if not hasattr(value, name):
                raise LookupError(f"{dotted}: {'.'.join(parts[:length])} has no {name}")
            value = getattr(value, name)
        return value
    raise LookupError(f"{dotted}: there is no such module")


def faults_of(names: list[str]) -> list[str]:
    """What is missing at these dotted names, in words."""
    faults = []
    for name in names:
        try:
            value_at(name)
        except LookupError as fault:
            faults.append(str(fault))
    return faults


# docs/process.md


def test_every_verb_of_the_way_is_there():
    assert faults_of([verb for step in documents.steps() for verb in step.verbs]) == []


def test_every_script_of_the_way_is_in_the_bundle():
    scripts = [name for step in documents.steps() for name in step.files]
    known = {*bundle.SCRIPTS, bundle.CHOICES_SCRIPT.name}
    assert [name for name in scripts if name not in known] == []


def test_every_address_of_the_way_leads_somewhere():
    known = [f"/{path}" for path in addresses(get_resolver())]
    asked = [address for step in documents.steps() for address in step.addresses]
    assert [one for one in asked if not any(path.startswith(one) for path in known)] == []


def addresses(resolver, prefix: str = ""):
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, path)
        else:
            yield path


# docs/architecture.md


def test_every_rule_is_where_the_page_says():
    names = []
    for _question, answer, *_rest in documents.rows(documents.DOCS / "architecture.md", "question"):
        path, _colon, name = documents.quoted(answer)[0].partition(":")
        assert (documents.ROOT / path).is_file(), path
        names.append(f"{path.removesuffix('.py').replace('/', '.')}.{name}")
    assert faults_of(names) == []


def test_the_page_answers_fifteen_questions():
    questions = documents.rows(documents.DOCS / "architecture.md", "question")
    assert len({answer for _question, answer, *_rest in questions}) >= 15


def test_the_page_names_every_room():
    described = {cells[0].strip("`") for cells in documents.rows(PAGES[0], "room")}
    assert described == set(picture.rooms())


def test_the_page_names_every_wing_of_the_process():
    wings = {cells[0].strip("`"): cells[2] for cells in documents.rows(PAGES[0], "room")}
    for room in PROCESS_ROOMS:
        assert set(documents.quoted(wings[room])) == folders(room)


def folders(room: str) -> set[str]:
    packages = (documents.ROOT / room).glob("*/__init__.py")
    return {path.parent.name for path in packages} - {*NO_WINGS}


# docs/glossary.md


def glossary() -> list[list[str]]:
    return documents.rows(documents.DOCS / "glossary.md", "code noun")


def internal() -> set[str]:
    rows = documents.rows(documents.DOCS / "glossary.md", "internal model")
    return {documents.quoted(cells[0])[0] for cells in rows}


def our_models() -> list:
    return [
        model for model in apps.get_models() if model.__module__.split(".")[0] in picture.rooms()
    ]


def homes() -> list[str]:
    return [name for cells in glossary() for name in documents.quoted(cells[3])]


def test_every_word_lives_where_the_page_says():
    assert faults_of(homes()) == []


def test_every_model_has_its_word():
    named = {value_at(name) for name in homes()}
    missing = [
        model.__name__
        for model in our_models()
        if model not in named and model.__name__ not in internal()
    ]
    assert missing == []


def test_no_internal_model_is_stale_or_has_a_word():
    wordless = {model.__name__ for model in our_models()} - {
        value.__name__ for value in map(value_at, homes()) if isinstance(value, type)
    }
    assert internal() <= wordless


# Of several rooms, with one word for all.
COMMON = (
    "desk",
    "office",
    "permissions",
    "audit",
    "audit_dossiers",
    "audit_complaints",
    "audit_results",
    "audit_steps",
    "letters",
    "reminders",
)


def test_every_wing_has_a_word():
    named = {".".join(home.split(".")[:2]) for home in homes()}
    wordless = [
        f"{room}.{wing}"
        for room in PROCESS_ROOMS
        for layer in picture.wings(room)
        for wing in layer
        if wing not in COMMON and f"{room}.{wing}" not in named
    ]
    assert wordless == []


def test_the_vietnamese_is_that_of_the_screen():
    wrong = []
    with override("vi"):
        for _noun, vietnamese, _meaning, home, *_rest in glossary():
            model = value_at(documents.quoted(home)[0])
            label = str(model._meta.verbose_name) if hasattr(model, "_meta") else ""
            if label not in vietnamese:
                wrong.append(f"{model.__name__}: {label}")
    assert wrong == []


# Every page


def named_paths(page: Path) -> set[str]:
    """What a page links to, and what it names between backticks as a file or a folder."""
    text = page.read_text()
    linked = set(re.findall(r"\]\(([^)#\s]+)\)", text))
    quoted = set(re.findall(r"`(\w[\w.-]*/[\w./-]*)`", text))
    links = {path for path in linked if "://" not in path}
    return {str((page.parent / path).resolve().relative_to(documents.ROOT)) for path in links} | {
        path.partition(":")[0] for path in quoted if not path.startswith("/")
    }


@by_name
def test_every_path_of_a_page_is_there(page):
    paths = {path for path in named_paths(page) if not path.startswith(NOT_IN_THE_TREE)}
    missing = [path for path in sorted(paths) if not is_there(path)]
    assert missing == []


def is_there(path: str) -> bool:
    """From the root of the project; a wing alone, in one room at least."""
    places = [documents.ROOT, *(documents.ROOT / room for room in picture.rooms())]
    return any((place / path).exists() for place in places)


@pytest.mark.parametrize("page", PAGES[:4], ids=lambda page: page.name)
def test_prose_has_at_most_100_columns(page):
    lines = [line for line in page.read_text().splitlines() if not line.startswith("|")]
    assert [line for line in lines if len(line) > 100] == []
