"""Every address is in `config/routes.py`, and its view asks the predicate that stands there."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator

from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from accounts import permissions as people
from accounts.models import User
from config.routes import ROUTES as ROUTES
from config.routes import Route
from judging import permissions as judging
from judging.councils import progress
from judging.models import Assignment
from submissions import permissions as submissions
from submissions.models import Entry
from tests.architecture.walking import FLOORS, Routed, dotted, is_process, unwrapped

# Wagtail's own addresses are behind `wagtailadmin.access_admin`.
WAGTAIL = ("quan-tri/", "tai-lieu/")
# What asks a stranger to sign in; the second keeps what was typed meanwhile.
SIGN_IN = {"login_required", "kept_over_sign_in"}
# A view may ask by taking its object from the rows that the person may see; the table of
# permissions proves that both say the same.
SCOPES: dict[Callable[..., bool], tuple[Callable, ...]] = {
    submissions.can_read: (Entry.objects.readable_by,),
    submissions.can_write: (Entry.objects.editable_by,),
    submissions.owns: (Entry.objects.owned_by,),
    judging.is_assigned: (Assignment.objects.assigned_to, progress.work_of),
}


def unclassified(routed: Iterable[Routed], table: dict[str, Route]) -> list[str]:
    """Somebody has thought about who opens each address, or it is not opened at all."""
    return [
        f"{route.label} is not in config/routes.py"
        for route in routed
        if not _is_wagtails(route) and route.name not in table
    ]


def _is_wagtails(route: Routed) -> bool:
    """Behind the office's door, and by Wagtail's own code or by a page of its view sets, which asks
    the permission policy of the set.
    """
    if not route.path.startswith(WAGTAIL):
        return False
    is_of_a_set = inspect.isclass(route.view) and issubclass(route.view, PermissionCheckedMixin)
    return is_of_a_set or not route.is_ours


def stale(routed: Iterable[Routed], table: dict[str, Route]) -> list[str]:
    """A line without an address says something that nobody checks."""
    names = {route.name for route in routed}
    return [f"{name} has no address" for name in table if name not in names]


def other_predicates(routed: Iterable[Routed], table: dict[str, Route]) -> list[str]:
    """The table that people read is the rule that the view asks, not a description of it."""
    faults = []
    for route in routed:
        if not route.is_ours or route.name not in table:
            continue
        predicate = table[route.name].who
        if predicate is not people.anyone and not asks(route.view, predicate):
            faults.append(f"{route.label}: {route.view.__module__} never asks {said(predicate)}")
    return faults


def open_to_strangers(routed: Iterable[Routed], table: dict[str, Route]) -> list[str]:
    """A predicate that is typed for people with an account is only asked behind a sign-in; the
    office's pages stand behind Wagtail's.
    """
    faults = []
    for route in routed:
        if not route.is_ours or route.name not in table or route.path.startswith(WAGTAIL):
            continue
        predicate = table[route.name].who
        person = next(iter(inspect.signature(predicate).parameters.values()))
        if person.annotation is User and not SIGN_IN & names_used(route.view):
            faults.append(f"{route.label} asks {said(predicate)} of strangers too")
    return faults


def said(predicate: Callable[..., bool]) -> str:
    """`judging.can_key`, as the table writes it."""
    return f"{predicate.__module__.removesuffix('.permissions')}.{predicate.__name__}"


def asks(view: Callable, predicate: Callable[..., bool]) -> bool:
    if inspect.isclass(view):
        if hasattr(view, "may"):
            return view.may is predicate
        view = view.dispatch
    names = names_used(view)
    if predicate is people.is_signed_in and names & {"login_required", "owned_by", "readable_by"}:
        return True
    scopes = {rows.__name__ for rows in SCOPES.get(predicate, ())}
    return predicate.__name__ in names or bool(names & scopes)


def names_used(view: Callable, seen: set[Callable] | None = None) -> set[str]:
    """Every name in a function, in its decorators, and in the functions of ours that it calls."""
    seen = set() if seen is None else seen
    seen.add(view)
    tree = ast.parse(textwrap.dedent(inspect.getsource(view)))
    chains = {dotted(node) for node in ast.walk(tree)}
    names = {name for chain in chains for name in chain.split(".")}
    for helper in _helpers(view, chains):
        if helper not in seen:
            names |= names_used(helper, seen)
    return names


def _helpers(view: Callable, chains: Iterable[str]) -> Iterator[Callable]:
    """Functions of ours that a view calls, by name or through the module they stand in."""
    known = getattr(view, "__globals__", {})
    for chain in chains:
        first, _dot, rest = chain.partition(".")
        helper = known.get(first)
        if inspect.ismodule(helper) and rest:
            helper = getattr(helper, rest, None)
        helper = unwrapped(helper) if callable(helper) else None
        if inspect.isfunction(helper) and _is_of_pages(helper):
            yield helper


def _is_of_pages(helper: Callable) -> bool:
    """Not the predicates themselves, and no rule of the process."""
    parts = helper.__module__.split(".")
    return parts[0] in FLOORS and parts[-1] != "permissions" and not is_process(parts)
