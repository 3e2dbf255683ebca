"""The stages of a contest that tests start from, each reached once a process.

A stage is written like a fixture on top of the stage below it. What it writes stays in a savepoint
of its own under the transaction of each test, and the test is given a copy of the rehearsal, so
that it may change rows and objects as it likes. Tests of one stage run one after the other
(`order`), and the way down to another stage is a rollback.
"""

import inspect
import pickle
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from random import Random

import pytest
from django.core.cache import cache
from django.db import transaction

from competition import clock
from demo.rehearsal.whole import Rehearsal
from foundation.jobs import bell


@dataclass(frozen=True)
class Stage:
    """How a stage is reached from the one below; `day` is where the contest's clock stands in its
    tests (None: nowhere).
    """

    build: Callable
    below: str | None
    day: float | None


@dataclass
class Reached:
    """A stage that the database stands on; `rehearsal` is pickled, since a copy is taken out for
    each test, and `copy.deepcopy` takes five times as long.
    """

    name: str
    held: transaction.Atomic
    rehearsal: bytes


def _copy_of(reached: Reached) -> Rehearsal:
    return pickle.loads(reached.rehearsal)  # noqa: S301  the bytes are this process's own


STAGES: dict[str, Stage] = {}
_fixtures: set[Callable] = set()  # of the stages
_standing: list[Reached] = []


def stage(day: float | None = None):
    """Make `build(below)`, or `build()`, a fixture that gives a copy of the rehearsal as it stands
    on this stage; a stage that no other builds upon, and on which no clock stands, may give an
    edition instead. Within one test all stages give the same copy, that of the highest one it
    asks for.
    """

    def register(build: Callable):
        assert build.__name__ not in STAGES, f"two stages are called {build.__name__}"
        STAGES[build.__name__] = Stage(
            build, next(iter(inspect.signature(build).parameters), None), day
        )

        def standing(_rehearsal):
            with clock_of(build.__name__, _rehearsal):
                yield _rehearsal

        _fixtures.add(standing)
        return pytest.fixture(name=build.__name__)(standing)

    return register


@pytest.fixture
def _rehearsal(db) -> Rehearsal:
    return _copy_of(_standing[-1])


def path(item: pytest.Item) -> tuple[str, ...]:
    """From the first stage to the highest one that this test asks for; empty when it
    asks for none.
    """
    ways = [_way(name) for name in getattr(item, "fixturenames", ()) if _is_stage(item, name)]
    return max(ways, key=len, default=())


def _is_stage(item: pytest.Item, name: str) -> bool:
    """Whether a test means a stage by this name, and not a parameter or a fixture of its own that
    does not build upon it.
    """
    for definition in reversed(item._fixtureinfo.name2fixturedefs.get(name, ())):
        if definition.func in _fixtures:
            return True
        if name not in definition.argnames:
            return False
    return False


def _way(name: str | None) -> tuple[str, ...]:
    return (*_way(STAGES[name].below), name) if name else ()


def order(items: list[pytest.Item]) -> None:
    """Tests of one stage together, a stage before those above it; those that empty the database
    (`transaction=True`, which pytest-django put last) stay behind them; otherwise as they were.
    """
    items.sort(key=lambda item: (_empties(item), path(item)))


def shuffle(items: list[pytest.Item], seed: int) -> None:
    """In the random order of a seed, the stages too; but tests of one stage together, and those
    that empty the database last.
    """
    rng = Random(seed)
    rng.shuffle(items)
    # Where a stage with all above it stands among its neighbours, and its own tests among those.
    place_of_stage = {name: rng.random() for name in STAGES}
    place_of_own_tests = {name: rng.random() for name in (None, *STAGES)}

    def place(item: pytest.Item) -> tuple[bool, list[float]]:
        way = path(item)
        stages = [place_of_stage[name] for name in way]
        return _empties(item), [*stages, place_of_own_tests[way[-1] if way else None]]

    items.sort(key=place)


def _empties(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "live_server" in getattr(
        item, "fixturenames", ()
    )


def reach(way: tuple[str, ...]) -> None:
    """Bring the database to this stage: roll back what does not lead there, build what
    is missing.
    """
    while _standing and tuple(reached.name for reached in _standing) != way[: len(_standing)]:
        held = _standing.pop().held
        transaction.set_rollback(True)
        held.__exit__(None, None, None)
    for name in way[len(_standing) :]:
        held = transaction.atomic()
        held._from_testcase = True  # as Django's own TestCase: a durable block inside is allowed
        held.__enter__()
        below = [_copy_of(reached) for reached in _standing[-1:]]
        cache.clear()
        with bell.silenced(), clock_of(STAGES[name].below, *below):
            rehearsal = STAGES[name].build(*below)
        _standing.append(Reached(name, held, pickle.dumps(rehearsal, pickle.HIGHEST_PROTOCOL)))


def clock_of(name: str | None, rehearsal: Rehearsal | None = None):
    """The contest's clock as it stands in the tests of a stage; anywhere under the first one."""
    stage = STAGES.get(name) if name else None
    if stage is None or stage.day is None or rehearsal is None:
        return nullcontext()
    return clock.set_to(rehearsal.at(stage.day))
