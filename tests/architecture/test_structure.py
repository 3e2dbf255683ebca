"""What linters cannot see: relations that point up, templates nobody uses, texts nobody translated,
routes nobody classified.
"""

import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignObjectRel
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from config.routes import ROUTES

ROOT = Path(settings.ROOT)
FLOORS = [
    "foundation",
    "accounts",
    "competition",
    "submissions",
    "judging",
    "voting",
    "awards",
    "cms",
    "demo",
    "config",
]
HEIGHT = {name: place for place, name in enumerate(FLOORS)} | {"voting": FLOORS.index("judging")}
OURS = [config for config in apps.get_app_configs() if config.name.split(".")[0] in FLOORS]


def room(model) -> str:
    return model.__module__.split(".")[0]


def our_models():
    return [model for config in OURS for model in config.get_models() if room(model) in FLOORS]


def test_relations_point_down_or_stay_in_their_room():
    wrong = []
    for model in our_models():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if target is None or isinstance(field, ForeignObjectRel) or room(target) not in FLOORS:
                continue
            # Models of the foundation point to people only through AUTH_USER_MODEL.
            to_people = room(model) == "foundation" and target is apps.get_model(
                settings.AUTH_USER_MODEL
            )
            if HEIGHT[room(target)] > HEIGHT[room(model)] and not to_people:
                wrong.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    assert wrong == []


def test_nothing_of_submissions_can_be_reached_from_a_blinded_entry():
    """Follow every relation, forward and reverse, through judging's and voting's own models."""
    seen, queue = (
        set(),
        [apps.get_model("judging.BlindedEntry"), apps.get_model("voting.Candidate")],
    )
    while queue:
        model = queue.pop()
        seen.add(model)
        for field in model._meta.get_fields(include_hidden=False):
            target = getattr(field, "related_model", None)
            assert target is None or room(target) != "submissions", (
                f"{model.__name__}.{field.name} leads to {target.__name__}"
            )
            if target is not None and room(target) in ("judging", "voting") and target not in seen:
                queue.append(target)
    assert len(seen) > 5


def test_accounts_and_foundation_point_to_no_wagtail_model():
    for model in our_models():
        if room(model) in ("accounts", "foundation"):
            for field in model._meta.get_fields():
                target = getattr(field, "related_model", None)
                if target is not None and not isinstance(field, ForeignObjectRel):
                    assert not target.__module__.startswith("wagtail"), (
                        f"{model.__name__}.{field.name}"
                    )


def routes(patterns=None, prefix=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path, pattern


def test_every_route_is_classified_by_who_and_when():
    unclassified = []
    for path, pattern in routes():
        if path.startswith(("quan-tri/", "tai-lieu/")) and not is_ours(pattern):
            continue  # Wagtail's own addresses: behind wagtailadmin.access_admin, see config.routes
        if pattern.name not in ROUTES:
            unclassified.append(f"{path} ({pattern.name})")
    assert unclassified == []


def is_ours(pattern) -> bool:
    view = pattern.callback
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    return module.split(".")[0] in FLOORS


def test_no_classified_route_is_stale():
    names = {pattern.name for _path, pattern in routes()}
    assert set(ROUTES) <= names


def sources(*suffixes: str):
    for path in ROOT.rglob("*"):
        relative = path.relative_to(ROOT).parts
        if path.suffix in suffixes and relative[0] not in (
            ".venv",
            ".tools",
            "var",
            "static",
            ".git",
            "node_modules",
        ):
            yield path


def test_every_template_is_used():
    everything = "\n".join(path.read_text() for path in sources(".py", ".html", ".txt"))
    pages = {
        f"cms/{re.sub(r'(?<!^)(?=[A-Z])', '_', model.__name__).lower()}.html"
        for model in apps.get_app_config("cms").get_models()
    }
    named_by_others = {"404.html", "500.html"} | pages
    unused = []
    for path in (ROOT / "templates").rglob("*.*"):
        name = path.relative_to(ROOT / "templates").as_posix()
        get_template(name)
        dynamic = name.startswith(("allauth/", "account/", "mfa/")) or re.fullmatch(
            r"submissions/(general|authors|content|files|whole)\.html", name
        )
        mail = name.startswith("emails/") and f'"{path.stem}"' in everything
        short = name.removeprefix("print/")
        if (
            name not in named_by_others
            and not dynamic
            and not mail
            and f'"{name}"' not in everything
            and f'"{short}"' not in everything
        ):
            unused.append(name)
    assert unused == []


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


def test_every_marked_text_of_the_code_is_in_the_catalogue():
    """A new {% translate %} or _("…") without a line in locale/vi fails here, without running
    makemessages.
    """
    known = {entry.msgid for entry in polib.pofile(str(ROOT / "locale/vi/LC_MESSAGES/django.po"))}
    known |= {
        entry.msgid
        for entry in polib.pofile(
            str(ROOT / "foundation/vietnamese/catalogues/vi/LC_MESSAGES/django.po")
        )
    }
    missing = set()
    for path in sources(".html", ".txt"):
        if "templates" in path.parts:
            missing |= {
                text
                for text in re.findall(r'{%\s*translate "([^"]+)"', path.read_text())
                if text.replace("%", "%%") not in known and text not in known
            }
    for path in sources(".py"):
        if "tests" not in path.parts and "bench" not in path.parts:
            missing |= {
                text
                for text in re.findall(
                    r'\b(?:_|gettext_lazy|gettext)\("((?:[^"\\]|\\.)+)"\)', path.read_text()
                )
                if text not in known
            }
    assert missing == set()


def test_no_view_saves_or_mails():
    for path in sources(".py"):
        if path.name == "views.py" and path.parent.name in (
            "submissions",
            "judging",
            "voting",
            "awards",
        ):
            code = path.read_text()
            assert not re.search(r"\.save\(\)|\.objects\.create\(|send_mail|chain\.append", code), (
                path
            )
