"""Where the house locks rows: found in its code, so that a lock without a race is seen."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.architecture import types, walking
from tests.architecture.walking import Source, dotted

LOCK = "competition.verbs"  # where `lock` itself stands
_LOCKS = re.compile(r"\block\(|select_for_update")


@dataclass(frozen=True, order=True)
class Site:
    """One place that locks a row: `judging.scoring.reopening.ask(sheet)`."""

    module: str
    function: str
    row: str
    line: int

    @property
    def label(self) -> str:
        return f"{self.module}.{self.function}({self.row})"


def sites(files: Iterable[Source]) -> list[Site]:
    """Every lock of these files."""
    found = []
    for source in files:
        # Most files lock nothing: they are not taken apart, which would cost seconds.
        if source.name != LOCK and _LOCKS.search(source.text):
            for function in walking.functions(source):
                found += _sites_in(function, source)
    return found


def sites_of_the_house() -> list[Site]:
    return sites(walking.sources())


def _sites_in(function: ast.FunctionDef, source: Source) -> Iterator[Site]:
    for node in ast.walk(function):
        row = _locked_by(node)
        if row is not None:
            yield Site(source.name, function.name, row, node.lineno)


def _locked_by(node: ast.AST) -> str | None:
    """What a call locks, as the code names it; None where it locks nothing."""
    if not isinstance(node, ast.Call):
        return None
    name = dotted(node.func).split(".")[-1]
    if name == "lock" and node.args:
        return dotted(node.args[0])
    if name == "select_for_update":
        return dotted(node.func).split(".")[0]
    return None


def held_by_verbs(files: Iterable[Source]) -> set[tuple[str, str]]:
    """(verb, label of a site) of every lock that a verb takes itself, or by a function of its
    own file that is no verb.
    """
    pairs = set()
    for source in files:
        verbs = {node.name: node for _source, node in types.verbs([source])}
        steps = {node.name: node for node in source.code.body if isinstance(node, ast.FunctionDef)}
        own = {name: node for name, node in steps.items() if name not in verbs}
        for name, node in verbs.items():
            for part in [node, *_called(node, own, set())]:
                labels = {site.label for site in _sites_in(part, source)}
                pairs |= {(f"{source.name}.{name}", label) for label in labels}
    return pairs


def _called(
    node: ast.FunctionDef, own: dict[str, ast.FunctionDef], seen: set[str]
) -> list[ast.FunctionDef]:
    """The functions of `own` that a function comes to, by others of them too."""
    found = []
    for inner in ast.walk(node):
        name = inner.func.id if _is_plain_call(inner) else ""
        if name in own and name not in seen:
            seen.add(name)
            found += [own[name], *_called(own[name], own, seen)]
    return found


def _is_plain_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)


def by_hand(files: Iterable[Source]) -> list[str]:
    """Locks that are written as SQL, which `sites` cannot see."""
    return [
        source.at(node)
        for source in files
        for node in ast.walk(source.code)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any(word in node.value for word in ("FOR UPDATE", "pg_advisory", "LOCK TABLE"))
    ]
