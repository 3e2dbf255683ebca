"""Which test has called which function, stages and wider fixtures included; for the tool alone.

The tool counts a call for the test that happens to run. What a stage or a fixture of a wider scope
has called is credited here to the tests of the function's own wing that stand on it, not only to
the first one.
"""

import dataclasses

import pytest
from mutmut.state import state

from foundation.vault import cage
from tests import stages
from tests.architecture import permissions

MUTANT = "__mutmut_"  # in the name of each copy of a function that the tool writes beside it
_called_for: dict[str, set[str]] = {}  # stage or fixture -> functions, as the tool names them


_all_predicates = permissions.predicates


def _predicates_of_the_house():
    """The table of permissions asks every function of these modules, but not the tool's copies."""
    every = _all_predicates()
    return {name: function for name, function in every.items() if MUTANT not in name}


permissions.predicates = _predicates_of_the_house


_run_in_cage = cage.run


def _noted_run(work, *arguments):
    """What happens in the cage is counted nowhere: credit all of its package to the test."""
    package = cage.module_of(work).rpartition(".")[0] + "."
    functions = state().current_function_hashes
    state()._stats.update(name for name in functions if name.startswith(package))
    return _run_in_cage(work, *arguments)


cage.run = _noted_run
cage._ENVIRONMENT += ("MUTANT_UNDER_TEST",)  # the mutant lives in there too


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    for name, stage in list(stages.STAGES.items()):
        stages.STAGES[name] = dataclasses.replace(stage, build=_noting(name, stage.build))


def _noting(name: str, build):
    def noted(*below):
        outside = set(state()._stats)
        state()._stats.clear()
        try:
            return build(*below)
        finally:
            _called_for.setdefault(name, set()).update(state()._stats)
            state()._stats.update(outside)

    return noted


@pytest.hookimpl(hookwrapper=True)
def pytest_fixture_setup(fixturedef, request):
    before = set(state()._stats)
    yield
    if fixturedef.scope != "function":
        called = _called_for.setdefault(fixturedef.argname, set())
        called.update(state()._stats - before)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item):
    under = {*stages.path(item), *getattr(item, "fixturenames", ())}
    for name in under & _called_for.keys():
        for function in _called_for[name]:
            if _is_in_the_wing(item, function):
                state()._stats.add(function)


def _is_in_the_wing(item: pytest.Item, function: str) -> bool:
    """Whether the test stands in the folder of the function's wing, or in its room's own."""
    room, wing, *_rest = function.split(".")
    folder = item.path.parent.relative_to(item.config.rootpath / "tests").parts
    return folder in ((room,), (room, wing))
