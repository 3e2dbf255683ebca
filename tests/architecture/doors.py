"""Who may import whom, also where no import says it; and relations, which must point down."""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model

from tests.architecture.walking import FLOORS, ROOT, Source, dotted, imported, sources

HEIGHT = {name: place for place, name in enumerate(FLOORS)}
HEIGHT["voting"] = HEIGHT["judging"]
# Behind the one door for identity, seen from judging and from the vote.
HIDDEN = ("submissions", "judging.intake", "voting.intake")
DYNAMIC = ("get_model", "import_module", "import_string", "__import__", "get_app_config")


def broken_contracts(tree: Path = ROOT) -> str:
    """What import-linter says of a tree; empty when every contract is kept."""
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--no-cache"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def side_doors(tree: Path = ROOT) -> list[str]:
    """Judging and the vote reach no entry by a name in a string either: `apps.get_model`,
    `import_module` and their like are imports that no linter sees.
    """
    return [
        f"{source.at(node)} reaches through a name: {ast.unparse(node)[:60]}"
        for source in sources(tree, ("judging", "voting"))
        if source.parts[1:2] != ["intake"]
        for node in ast.walk(source.code)
        if _reaches_by_name(node)
    ]


def _reaches_by_name(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or dotted(node.func).split(".")[-1] not in DYNAMIC:
        return False
    named = [leaf.value for leaf in ast.walk(node) if isinstance(leaf, ast.Constant)]
    hides = any(str(value).startswith(HIDDEN) for value in named)
    return hides or not named  # a name worked out while it runs may be any


def django_in_arithmetic(tree: Path = ROOT) -> list[str]:
    """Arithmetic takes decimals and arrays and gives them back: a result is computed again from
    an export, without a database. Whatever stands in a package of that name is arithmetic.
    """
    return [
        f"{source.path.relative_to(tree)} imports {origin}"
        for source in sources(tree)
        if "arithmetic" in source.parts[:-1] or source.name == "awards.formula"
        for origin in sorted(imported(source).values())
        if origin.split(".")[0] in ("django", "wagtail") or _is_outside(origin, source)
    ]


def _is_outside(origin: str, source: Source) -> bool:
    """Of the house, and neither beside this file nor arithmetic itself."""
    parts = origin.split(".")
    is_beside = parts[: len(source.parts) - 1] == source.parts[:-1]
    return parts[0] in FLOORS and "arithmetic" not in parts and not is_beside


def our_models() -> Iterator[type[Model]]:
    for model in apps.get_models():
        if room(model) in FLOORS:
            yield model


def room(model: type[Model]) -> str:
    return model.__module__.split(".")[0]


def upward_relations(models: Iterable[type[Model]]) -> list[str]:
    """A relation points down or stays in its room, also where the other model is only named in a
    string. Models of the foundation point to people through AUTH_USER_MODEL alone.
    """
    faults = []
    for model in models:
        for field, target in _relations(model):
            is_above = HEIGHT.get(target, 0) > HEIGHT[_own_room(model)]
            is_beside = {target, _own_room(model)} == {"judging", "voting"}
            if (is_above or is_beside) and not _to_people(model, field):
                faults.append(f"{model.__name__}.{field.name} points up to {target}")
    return faults


def _relations(model: type[Model]) -> Iterator[tuple[Field, str]]:
    """Each field that points to another model, and the room of that model."""
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        remote = field.remote_field
        if remote is None:
            continue
        # A model that is not loaded yet is still the string by which it was named.
        target = remote.model
        label = target.split(".")[0] if isinstance(target, str) else room(target)
        yield field, label


def _own_room(model: type[Model]) -> str:
    """By its app, so that a model that stands elsewhere is measured where its table is."""
    return room(model) if room(model) in FLOORS else model._meta.app_label


def _to_people(model: type[Model], field: Field) -> bool:
    is_user = field.remote_field.model == apps.get_model(settings.AUTH_USER_MODEL)
    return _own_room(model) == "foundation" and is_user


def ways_to_an_entry(starts: Iterable[type[Model]]) -> tuple[list[str], int]:
    """Every relation, forward and reverse, from a blinded copy through judging's and the vote's own
    models: none leads to submissions. Gives the faults and how many models were walked.
    """
    seen: set[type[Model]] = set()
    queue = list(starts)
    faults = []
    while queue:
        model = queue.pop()
        seen.add(model)
        for field in model._meta.get_fields(include_hidden=True):
            target = getattr(field, "related_model", None)
            if target is None:
                continue
            if room(target) == "submissions":
                faults.append(f"{model.__name__}.{field.name} leads to {target.__name__}")
            elif room(target) in ("judging", "voting") and target not in seen:
                queue.append(target)
    return faults, len(seen)


def relations_to_wagtail(models: Iterable[type[Model]]) -> list[str]:
    """People and the foundation know nothing of Wagtail: a circle of migrations would close."""
    return [
        f"{model.__name__}.{field.name} points to Wagtail"
        for model in models
        if room(model) in ("accounts", "foundation")
        for field, target in _relations(model)
        if target.startswith("wagtail")
    ]
