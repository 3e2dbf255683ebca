"""The copy of the tree that is mutated; the tree itself is never touched.

The tool leaves decorated functions alone, and nearly every verb is `@transaction.atomic`. In the
copy `@decorate` above `def verb` is written as `verb = decorate(verb)` below it, which is what the
language says it means.
"""

import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

import libcst as cst

from tests.mutation.rooms import ROOMS, ROOT, Room

PLACES = ROOT / "var" / "mutation"
KEPT_BY_THE_TOOL = ("staticmethod", "classmethod")
# What a message says is looked at by a reader, not by a test; its Vietnamese has tests of its own.
NO_RULE = [r"\b_\(", r"\bngettext\(", r"^\s*logger\."]
# Seconds for setting up beside the time of a mutant's tests, and how many times all of it it gets.
SETTING_UP = 30
PATIENCE = 2


def made(room: Room, paths: list[Path] | None = None, tests: Sequence[str] = ()) -> Path:
    """A fresh copy for this room, ready for the tool: all of its modules are mutated or only these,
    and all of its tests are asked or only these.
    """
    paths = room.paths() if paths is None else paths
    place = PLACES / room.name
    shutil.rmtree(place, ignore_errors=True)
    for path in _files():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, place / path)
    for path in paths:
        (place / path).write_text(undecorated((ROOT / path).read_text()))
    project = place / "pyproject.toml"
    top = sorted(place.iterdir())
    project.write_text(project.read_text() + settings(paths, tests or room.tests, top))
    return place


def bring_databases(files: Path) -> None:
    """What `tests.empty_database` has made for other runs need not be migrated again."""
    for made_before in Path(tempfile.gettempdir()).glob("contest-empty-*.sqlite3"):
        if not (files / made_before.name).exists():
            shutil.copy2(made_before, files)


def _files() -> list[Path]:
    """What git knows or would take, and the compiled translations."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    known = {Path(name) for name in names.split("\0") if name and (ROOT / name).is_file()}
    compiled = [*ROOT.glob("locale/**/*.mo"), *ROOT.glob("foundation/**/*.mo")]
    return sorted(known | {path.relative_to(ROOT) for path in compiled})


def settings(paths: list[Path], tests: Sequence[str], top: list[Path]) -> str:
    """The tool's part of pyproject.toml, for a copy with these files and folders at its top."""
    packages = sorted({other.name for other in ROOMS})
    beside = [path.name for path in top if path.name not in (*packages, "tests")]
    values = {
        "source_paths": packages,
        "only_mutate": [path.as_posix() for path in paths],
        "also_copy": [name for name in beside if name != "pyproject.toml"],
        "do_not_mutate_patterns": NO_RULE,
        "pytest_add_cli_args": ["-p", "tests.mutation.plugin", "-m", "not browser and not servers"],
        "pytest_add_cli_args_test_selection": list(tests),
        "process_isolation": "forkserver",
        "timeout_constant": float(SETTING_UP),
        "timeout_multiplier": float(PATIENCE),
        "track_dependencies": False,
        "use_git_change_detection": False,
        "on_dependency_change": "ignore",
    }
    lines = ["", "[tool.mutmut]"]
    for name, value in values.items():
        lines.append(f"{name} = {_toml(value)}")
    text = "\n".join(lines) + "\n"
    tomllib.loads(text)
    return text


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}'" if isinstance(value, str) else str(value)


def undecorated(source: str) -> str:
    """The same module with its functions' decorators applied below them."""
    return cst.parse_module(source).visit(_DecoratorsBelow()).code


class _DecoratorsBelow(cst.CSTTransformer):
    """Functions of the module and methods of its classes; no function inside a function."""

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False

    def leave_Module(self, original_node: cst.Module, updated_node: cst.Module) -> cst.Module:
        return updated_node.with_changes(body=_applied_below(updated_node.body))

    def leave_ClassDef(self, original_node: cst.ClassDef, updated_node: cst.ClassDef):
        if not isinstance(updated_node.body, cst.IndentedBlock):
            return updated_node
        body = updated_node.body.with_changes(body=_applied_below(updated_node.body.body))
        return updated_node.with_changes(body=body)


def _applied_below(statements) -> list[cst.BaseStatement]:
    written: list[cst.BaseStatement] = []
    for statement in statements:
        if not isinstance(statement, cst.FunctionDef) or _is_kept(statement):
            written.append(statement)
            continue
        # The comment above the first decorator stays above the function.
        written.append(statement.with_changes(decorators=()))
        name = statement.name
        value: cst.BaseExpression = name
        for decorator in reversed(statement.decorators):
            value = cst.Call(func=decorator.decorator, args=[cst.Arg(value)])
        if statement.decorators:
            assignment = cst.Assign([cst.AssignTarget(name)], value)
            written.append(cst.SimpleStatementLine([assignment]))
    return written


def _is_kept(function: cst.FunctionDef) -> bool:
    """Whether the decorators stay: those that the tool knows, and `@name.setter`."""
    decorators = [decorator.decorator for decorator in function.decorators]
    return any(
        (isinstance(decorator, cst.Name) and decorator.value in KEPT_BY_THE_TOOL)
        or (isinstance(decorator, cst.Attribute) and decorator.attr.value in ("setter", "deleter"))
        for decorator in decorators
    )
