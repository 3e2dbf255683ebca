"""Modules that are imported when something is first asked of them.

Solvers, the layout of papers, spreadsheets and parsers take 150 MB and two seconds to import; a web
process does without them for most of its life. A package names such modules of its own once;
`from package import module` reads as ever, and the first use of the module imports it.
"""

import importlib
import sys
from typing import Any

_named: list[str] = []


class _Later:
    """Stands for a module that may not be imported yet: whatever is asked of it, or set on it, is
    the module's own.
    """

    __slots__ = ("_name",)  # and no __dict__: that too is the module's

    def __init__(self, name: str) -> None:
        object.__setattr__(self, "_name", name)

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(self._name), name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(importlib.import_module(self._name), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(importlib.import_module(self._name), name)


def later(package: str, *modules: str) -> None:
    """Called in a package with its `__name__`: these modules of it are imported on first use."""
    for module in modules:
        name = f"{package}.{module}"
        _named.append(name)
        setattr(sys.modules[package], module, _Later(name))


def load() -> None:
    """Import all of them: in a process that is about to begin others, which would each do it."""
    for name in _named:
        importlib.import_module(name)
