"""Every page that lists rows has a test that it asks the database as often for many as for few."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from competition.office import Button, EditionOffice
from tests.architecture.routes import names_used
from tests.architecture.templates import OWN
from tests.architecture.walking import FLOORS, ROOT, Routed, dotted

PAGES = {"Paginator", "get_page", "page_of"}
NUMBER = "trang"  # of the page, in an address
MARK = "counts_queries"


def list_routes(routed: Iterable[Routed]) -> list[str]:
    """The names of the addresses that list: what pages through rows, and the office's pages."""
    return sorted({route.name for route in routed if route.is_ours and lists(route.view)})


def lists(view: Callable) -> bool:
    if not inspect.isclass(view):
        return bool(PAGES & names_used(view)) or _pages_in_its_template(view)
    if issubclass(view, Button):
        return False
    # An office view with an answer of its own is a paper or a picture.
    is_page = issubclass(view, EditionOffice) and view.get is EditionOffice.get
    return is_page or bool(PAGES & _names_of_class(view))


def _pages_in_its_template(view: Callable) -> bool:
    names = re.findall(r'"([\w/-]+\.html)"', inspect.getsource(view))
    files = [OWN / name for name in names if (OWN / name).exists()]
    return any(f"{NUMBER}=" in path.read_text() for path in files)


def _names_of_class(view: type) -> set[str]:
    """What its code names; the shape of all office pages can page, and does not by itself."""
    names: set[str] = set()
    for member in inspect.getmro(view):
        if member is not EditionOffice and member.__module__.split(".")[0] in FLOORS:
            code = ast.parse(textwrap.dedent(inspect.getsource(member)))
            names |= {name for node in ast.walk(code) for name in dotted(node).split(".")}
    return names


def uncounted(listing: Iterable[str], counted: Iterable[str]) -> list[str]:
    """One query a row is not seen with three rows, and stops the office with three hundred."""
    known = set(counted)
    return [f"{name} has no test that counts its queries" for name in listing if name not in known]


def counted_in(tests: Path = ROOT / "tests") -> set[str]:
    """The routes that tests marked `counts_queries` name, where the test does look at queries."""
    return {
        name
        for path in sorted(tests.rglob("test_*.py"))
        for name in _marked(ast.parse(path.read_text()))
    }


def _marked(code: ast.Module) -> Iterator[str]:
    lists = {
        node.targets[0].id: node.value
        for node in code.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(code):
        if isinstance(node, ast.FunctionDef) and _looks_at_queries(node):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and dotted(decorator).endswith(MARK):
                    yield from _routes_of(decorator, lists)


def _routes_of(mark: ast.Call, lists: dict[str, ast.expr]) -> Iterator[str]:
    """The names in a mark, also those of a list of the file that it unpacks."""
    for argument in mark.args:
        if isinstance(argument, ast.Starred):
            argument = lists[dotted(argument.value)]
        yield from (leaf.value for leaf in ast.walk(argument) if isinstance(leaf, ast.Constant))


def _looks_at_queries(test: ast.FunctionDef) -> bool:
    names = {name for node in ast.walk(test) for name in dotted(node).split(".") if name != MARK}
    return any("queries" in name.lower() for name in names)
