"""Roles are asked in `permissions.py` and nowhere else; every predicate there is in the table."""

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.architecture.walking import FLOORS, ROOT, Source, dotted, imported

# By what a question about a role must come: stored roles, Django's own, or the helpers over them.
ROLES = {
    "memberships",
    "is_superuser",
    "is_staff",
    "groups",
    "user_permissions",
    "has_perm",
    "has_perms",
    "has_module_perms",
    "get_all_permissions",
    "get_user_permissions",
    "get_group_permissions",
    "roles",
}
HELPERS = {"has_role", "scope_ids", "is_secretariat", "is_committee", "_roles"}
TABLES = {"accounts.models.Membership", "accounts.models.membership.Membership"}
GROUPS = {"django.contrib.auth.models.Group", "django.contrib.auth.models.Permission"}
# Who may ask: the predicates; the module that gives and takes roles; the tables themselves; and
# the demonstration, which gives roles before there is anybody to ask.
ASKERS = re.compile(r"(\w+\.permissions|accounts\.(membership|models(\.\w+)?)|demo(\..*)?)")
ROLE_IN_TEMPLATE = re.compile(r"\b(perms\.\w+|\w*user\.(is_superuser|is_staff|groups|memberships))")


def roles_asked(files: Iterable[Source]) -> list[str]:
    """Whether somebody may do something is asked of a predicate over one edition, panel or entry,
    so that the table of permissions is the whole truth. A function of another name that looks into
    roles itself is such a question all the same.
    """
    return [
        f"{source.at(node)} asks for a role: {ast.unparse(node)[:60]}"
        for source in files
        if not ASKERS.fullmatch(source.name)
        for node in _role_questions(source)
    ]


def _role_questions(source: Source) -> Iterator[ast.AST]:
    origins = imported(source)
    for node in ast.walk(source.code):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("permissions"):
            if HELPERS & {alias.name for alias in node.names}:
                yield node
        elif isinstance(node, ast.Attribute):
            name = node.attr
            is_helper = name in HELPERS and origins.get(dotted(node.value), "").endswith(
                "permissions"
            )
            if name in ROLES or is_helper or _asks_a_table(node, origins):
                yield node
        elif isinstance(node, ast.keyword) and (node.arg or "").split("__")[0] in ROLES:
            yield node.value
        elif isinstance(node, ast.Call) and dotted(node.func) in ("getattr", "hasattr"):
            named = {leaf.value for leaf in ast.walk(node) if isinstance(leaf, ast.Constant)}
            if named & ROLES:
                yield node


def _asks_a_table(node: ast.Attribute, origins: dict[str, str]) -> bool:
    """`Membership.objects`, `Group.objects`; the names of the roles themselves are only words."""
    origin = origins.get(dotted(node.value), "")
    return origin in TABLES | GROUPS and node.attr in ("objects", "_base_manager", "filter")


def roles_in_templates(files: Iterable[Path]) -> list[str]:
    """A template shows what its view allows; it asks nobody for a role."""
    return [
        f"{path.name}:{number} asks for a role: {asked[0]}"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if (asked := ROLE_IN_TEMPLATE.search(line))
    ]


def predicates(rooms: Iterable[str] = FLOORS) -> dict[str, Callable[..., bool]]:
    """{"judging.can_key": function}: every public function of a permissions module that answers
    yes or no about a person. Helpers that ask for a role by its name are no predicates.
    """
    known: dict[str, Callable[..., bool]] = {}
    for room in rooms:
        if (ROOT / room / "permissions.py").exists():
            known |= predicates_of(importlib.import_module(f"{room}.permissions"))
    return known


def predicates_of(module) -> dict[str, Callable[..., bool]]:
    room = module.__name__.removesuffix(".permissions")
    return {
        f"{room}.{name}": function
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and _is_predicate(name, function)
    }


def _is_predicate(name: str, function: Callable) -> bool:
    parameters = list(inspect.signature(function).parameters)
    is_about_a_person = parameters[:1] == ["user"] and "role" not in parameters
    answers = inspect.signature(function).return_annotation
    return not name.startswith("_") and is_about_a_person and answers in (bool, "bool")


def without_rows(known: Iterable[str], table: Iterable[str]) -> list[str]:
    """Every predicate is in the table of permissions: role by role, state by state."""
    rows = set(table)
    return [f"{name} has no row in the table of permissions" for name in known if name not in rows]


def without_a_rule(known: dict[str, Callable[..., bool]]) -> list[str]:
    """The first line of a predicate's docstring is its rule, as `docs/security.md` shows it."""
    return [
        f"{name} does not say its rule" for name, function in known.items() if not rule(function)
    ]


def rule(function: Callable[..., bool]) -> str:
    """The first sentence of the docstring, on one line, without its full stop."""
    paragraph = " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())
    return re.split(r"\.(?:\s|$)", paragraph)[0]
