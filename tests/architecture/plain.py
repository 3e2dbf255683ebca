"""A rule reads like the sentence that the regulation has for it: one statement, one thought."""

import ast
from collections.abc import Callable, Iterable

from tests.architecture.walking import Source

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
LONGEST = 60  # lines of a function; 40 make one think, 60 are two functions


def dense_statements(files: Iterable[Source]) -> list[str]:
    """No comprehension inside a comprehension, no ternary inside a ternary, no two unrelated values
    in one assignment, no function that does not fit on a screen.
    """
    return [
        f"{source.at(node)} {fault}"
        for source in files
        for node in ast.walk(source.code)
        for fault, is_dense in DENSE.items()
        if is_dense(node)
    ]


def _is_nested_comprehension(node: ast.AST) -> bool:
    if not isinstance(node, COMPREHENSIONS):
        return False
    inner = [child for child in ast.walk(node) if isinstance(child, COMPREHENSIONS)]
    return len(inner) > 1


def _is_chained_ternary(node: ast.AST) -> bool:
    if not isinstance(node, ast.IfExp):
        return False
    return isinstance(node.body, ast.IfExp) or isinstance(node.orelse, ast.IfExp)


def _is_double_assignment(node: ast.AST) -> bool:
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Tuple):
        return False
    return any(isinstance(target, ast.Tuple) for target in node.targets)


def _is_long(node: ast.AST) -> bool:
    if not isinstance(node, ast.FunctionDef) or node.end_lineno is None:
        return False
    return node.end_lineno - node.lineno >= LONGEST


DENSE: dict[str, Callable[[ast.AST], bool]] = {
    "has a comprehension inside a comprehension": _is_nested_comprehension,
    "has a ternary inside a ternary": _is_chained_ternary,
    "assigns several values at once": _is_double_assignment,
    "is longer than a screen": _is_long,
}
