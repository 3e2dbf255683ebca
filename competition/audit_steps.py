"""Whether rows name the people who did what they hold: each against the actor of its line.

A room declares in a module `audit_steps` which columns name somebody who did a step. A test walks
all columns that name people, and fails for one that is neither declared nor listed with a reason.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from competition.audit import compares
from competition.models import Edition, JointRequest
from foundation.ledger import reading

# What a line is about and what its row is about, by the same key.
Key = Any
Row = tuple[Key, int | None, datetime.datetime | None]


@dataclass(frozen=True)
class Step:
    """A column that names who did a step: "awards.Standing.computed_by"."""

    column: str
    verbs: tuple[str, ...]
    told: Callable[[dict[str, Any]], Key]
    stored: Callable[[Edition], Iterable[Row]]
    # The row keeps one of several steps with this key, and not always the last.
    is_any: bool = False


_STEPS: list[Step] = []
_BY_LOOK: set[str] = set()


def step(
    column: str,
    verbs: str | Collection[str],
    told: Callable[[dict[str, Any]], Key] | str,
    stored: Callable[[Edition], Iterable[Row]],
    *,
    is_any: bool = False,
) -> None:
    """Compare (key, person, moment) of the rows with the lines of these verbs; `told` names the
    key in what a line tells, or makes it. What no line is about is not compared here.
    """
    names = (verbs,) if isinstance(verbs, str) else tuple(verbs)
    key = _by_name(told) if isinstance(told, str) else told
    _STEPS.append(Step(column, names, key, stored, is_any))


def by_look(*columns: str) -> None:
    """These columns are compared by a look of their own: of two people (`agreements`), or where a
    row or a line that is missing counts too.
    """
    _BY_LOOK.update(columns)


def columns() -> set[str]:
    """Every column that is compared."""
    return {one.column for one in _STEPS} | _BY_LOOK


def _by_name(name: str) -> Callable[[dict[str, Any]], Key]:
    return lambda said: said.get(name)


@compares
def of_steps(edition: Edition) -> Iterator[str]:
    """Who did each step, and when, against the actor of its line."""
    for one in _STEPS:
        told: dict[Key, list[tuple[int | None, datetime.datetime]]] = {}
        for line in reading.lines(edition.chain, *one.verbs):
            key = one.told(line.told)
            told.setdefault(key, []).append((line.actor_id, line.at))
        for key, person, moment in one.stored(edition):
            if key not in told:
                continue
            may = told[key] if one.is_any else told[key][-1:]
            if (person, moment) not in may:
                yield f"{one.column} of {key}: is not who did it, or not when"


def agreements(edition: Edition, kind: str) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """(what two people decided, [who asked, when, who agreed, when]) by the lines about them."""
    asked = {}
    for line in reading.lines(edition.chain, "joint.asked"):
        asked[line.told["request"]] = [line.actor_id, line.at]
    content = dict(JointRequest.objects.filter(edition=edition).values_list("pk", "content"))
    for line in reading.lines(edition.chain, "joint.agreed"):
        said = line.told
        number = said["request"]
        if said["kind"] == kind and number in asked and number in content:
            yield content[number], [*asked[number], line.actor_id, line.at]
