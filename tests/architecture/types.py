"""The shape of a process verb: who acts is a `User`, everything is typed, refusing is tested."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.urls import get_resolver

from tests.architecture.walking import ROOT, Source, dotted, functions, imported


def verbs(files: Iterable[Source]) -> Iterator[tuple[Source, ast.FunctionDef]]:
    """The public functions of process modules that take who acts by keyword."""
    for source in files:
        for node in source.code.body:
            if isinstance(node, ast.FunctionDef) and _is_verb(node):
                yield source, node


def _is_verb(node: ast.FunctionDef) -> bool:
    takes_by = any(argument.arg == "by" for argument in node.args.kwonlyargs)
    return takes_by and not node.name.startswith("_")


def untyped_verbs(files: Iterable[Source]) -> list[str]:
    """A verb says `by: User`, the types of all it takes, and of what it gives."""
    return [
        f"{source.at(node)} {node.name}: {what}"
        for source, node in verbs(files)
        for what in _missing_types(node)
    ]


def _missing_types(node: ast.FunctionDef) -> Iterator[str]:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    for argument in arguments:
        if argument.annotation is None:
            yield f"{argument.arg} has no type"
        elif argument.arg == "by" and ast.unparse(argument.annotation) not in (
            "User",
            "User | None",
        ):
            yield f"by is a {ast.unparse(argument.annotation)}"
    if node.returns is None:
        yield "its answer has no type"


def positional_people(files: Iterable[Source]) -> list[str]:
    """Who acts is never told by place, where it is mistaken for somebody else, to a function that
    writes.
    """
    return [
        f"{source.at(node)} {node.name} takes by in a place"
        for source in files
        for node in functions(source)
        if any(argument.arg == "by" for argument in [*node.args.posonlyargs, *node.args.args])
        and any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]


def untested_refusals(files: Iterable[Source], tests: Path = ROOT / "tests") -> list[str]:
    """Of each verb that can refuse, a test shows one refusal: it is called within `raises`."""
    refused: set[str] = set()
    for path in sorted(tests.rglob("test_*.py")):
        refused |= names_refused(Source(tests.parent, path))
    return [
        f"{source.name}.{node.name} is never seen refusing"
        for source, node in verbs(files)
        if refuses(node, source) and f"{source.name}.{node.name}" not in refused
    ]


def names_refused(source: Source) -> set[str]:
    """`submissions.screening.screening.accept`: what stands in the blocks `with raises(…):` of a
    test file, and in the decorators that give such a test its verbs.
    """
    origins = imported(source)
    names: set[str] = set()
    for function in functions(source):
        blocks = [node for node in ast.walk(function) if _expects_refusal(node)]
        parts = [*blocks, *function.decorator_list] if blocks else []
        for node in (inner for part in parts for inner in ast.walk(part)):
            first, _dot, rest = dotted(node).partition(".")
            names.add(".".join(filter(None, [origins.get(first, first), rest])))
    return names


def _expects_refusal(node: ast.AST) -> bool:
    return isinstance(node, ast.With) and any(
        "raises" in ast.unparse(item.context_expr) for item in node.items
    )


def refuses(node: ast.FunctionDef, source: Source, seen: frozenset[str] = frozenset()) -> bool:
    """A `raise`, a `need_reason` or a call of a function of the same file that refuses."""
    own = {other.name: other for other in source.code.body if isinstance(other, ast.FunctionDef)}
    for inner in ast.walk(node):
        if isinstance(inner, ast.Raise):
            return True
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name):
            name = inner.func.id
            if name == "need_reason":
                return True
            is_new = name in own and name not in seen and name != node.name
            if is_new and refuses(own[name], source, seen | {name}):
                return True
    return False


def typed_addresses(files: Iterable[Source]) -> list[str]:
    """An address is made by `get_absolute_url` or `reverse`: one written out by hand is wrong on
    the day on which the URLconf changes, and nothing says so.
    """
    address = re.compile(rf"/(?:{'|'.join(sorted(first_segments()))})/")
    return [
        f"{source.at(node)} types an address: {node.value[:60]}"
        for source in files
        for node in ast.walk(source.code)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and " " not in node.value
        and address.search(node.value)
    ]


def first_segments() -> set[str]:
    """`cham-diem`, `ho-so`, …: how addresses of the site begin."""
    segments = set()
    for pattern in _flat(get_resolver().url_patterns):
        if first := re.match(r"\^?([a-z][a-z-]+)/", pattern):
            segments.add(re.escape(first[1]))
    return segments


def _flat(patterns: Iterable) -> Iterator[str]:
    for pattern in patterns:
        yield str(pattern.pattern)
        if not str(pattern.pattern):
            yield from _flat(pattern.url_patterns)
