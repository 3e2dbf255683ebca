"""How the guards find what they guard: source files by their wing, views by the URLconf.

A guard is a function that takes sources (or routes, models, templates) and answers a list of
sentences, one a fault, so that it runs on the house and on planted faults alike.
"""

import ast
import functools
import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(settings.ROOT)
FLOORS = (
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
)
# Folders of the people's pages, of the secretariat's and of the machines'.
DOORS = ("desk", "office", "api")
# What is no rule of the process in a room whose rules stand beside its pages.
FRAME = ("apps", "urls", "wagtail_hooks", "permissions", "models", "management", "templatetags")
PROCESS_ROOMS = ("competition", "submissions", "judging", "voting", "awards")


@dataclass(frozen=True)
class Source:
    """One Python file of a tree."""

    tree: Path
    path: Path

    @property
    def name(self) -> str:
        """`judging.desk.sheets`; a package bears the name of its folder."""
        parts = self.path.relative_to(self.tree).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def parts(self) -> list[str]:
        return self.name.split(".")

    @property
    def text(self) -> str:
        return self.path.read_text()

    @property
    def code(self) -> ast.Module:
        return _parsed(self.text)

    def at(self, node: ast.AST) -> str:
        """`judging/desk/sheets.py:12`, as an editor opens it."""
        return f"{self.path.relative_to(self.tree)}:{getattr(node, 'lineno', 1)}"


@functools.lru_cache(maxsize=1000)
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def sources(tree: Path = ROOT, rooms: Iterable[str] = FLOORS) -> list[Source]:
    """The Python files of these rooms; migrations are written by Django."""
    files = [path for room in rooms for path in sorted((tree / room).rglob("*.py"))]
    return [Source(tree, path) for path in files if "migrations" not in path.parts]


def process_modules(tree: Path = ROOT) -> list[Source]:
    """Where the verbs stand: the rooms of the process without their frame and their doors."""
    return [source for source in sources(tree, PROCESS_ROOMS) if is_process(source.parts)]


def is_process(parts: list[str]) -> bool:
    if len(parts) < 2 or parts[1] in (*FRAME, *DOORS):
        return False
    # What pages share stands beside the rules of a room that has no doors of its own.
    return parts[:2] not in (["competition", "office"], ["competition", "web"])


def dotted(node: ast.AST) -> str:
    """`request.POST.get` of an expression of names; what is called or indexed is passed over."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Subscript):
        return dotted(node.value)
    return ""


def functions(source: Source) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(source.code):
        if isinstance(node, ast.FunctionDef):
            yield node


def imported(source: Source) -> dict[str, str]:
    """{name in this module: where it comes from}, wherever in the file it is imported."""
    origins: dict[str, str] = {}
    for node in ast.walk(source.code):
        if isinstance(node, ast.Import):
            for alias in node.names:
                origins[alias.asname or alias.name.split(".")[0]] = alias.name
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or ""
            if node.level:
                package = source.parts if source.path.stem == "__init__" else source.parts[:-1]
                here = package[: len(package) - node.level + 1]
                origin = ".".join([*here, *filter(None, [node.module])])
            for alias in node.names:
                origins[alias.asname or alias.name] = f"{origin}.{alias.name}"
    return origins


@dataclass(frozen=True)
class Routed:
    """An address of the URLconf with what stands behind it: a function, or a class of pages."""

    path: str
    name: str
    view: Callable

    @property
    def room(self) -> str:
        return self.view.__module__.split(".")[0]

    @property
    def is_ours(self) -> bool:
        return self.room in FLOORS

    @property
    def label(self) -> str:
        return f"{self.path} ({self.name})"


def routes(patterns: Iterable | None = None, prefix: str = "") -> Iterator[Routed]:
    """Every address, those of the Wagtail admin's hooks among them."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield Routed(path, pattern.name or "", unwrapped(pattern.callback))


def unwrapped(view: Callable) -> Callable:
    """The function or the class that was written, under all decorators."""
    while True:
        if inner := getattr(view, "view_class", None):
            return inner
        if (inner := getattr(view, "__wrapped__", None)) or (inner := getattr(view, "func", None)):
            view = inner
        else:
            return view


def view_sources(routed: Iterable[Routed], tree: Path = ROOT) -> list[Source]:
    """The files of the views behind these addresses, of the classes that they descend from, and
    everything else that stands in a door of the tree, where helpers of views would hide.
    """
    files = {source.path for source in sources(tree) if set(DOORS) & set(source.parts[1:])}
    for route in routed:
        family = inspect.getmro(route.view) if inspect.isclass(route.view) else (route.view,)
        for member in family:
            if member.__module__.split(".")[0] in FLOORS:
                files.add(Path(inspect.getfile(member)))
    return [Source(_root_of(path, tree), path) for path in sorted(files)]


def _root_of(path: Path, tree: Path) -> Path:
    return tree if path.is_relative_to(tree) else path.parents[0]


def views_of_the_house() -> list[Source]:
    return view_sources(route for route in routes() if route.is_ours)
