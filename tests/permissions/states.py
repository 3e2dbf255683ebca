"""The states in which a predicate is asked, by what it is about: each a change of the scene."""

import datetime
import inspect
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from competition import clock
from judging.models import Assignment, Conflict, Scoresheet
from submissions.models import Entry, Outcome
from tests import guards

Change = Callable[[Any], None]


def nothing(_scene) -> None:
    """As the scene stands."""


def _entry_is(**columns) -> Change:
    def change(scene):
        Entry.objects.filter(pk=scene.objects["Entry"].pk).update(**columns)
        scene.objects["Entry"] = Entry.objects.get(pk=scene.objects["Entry"].pk)

    return change


def _result_known(scene) -> None:
    _entry_is(status="sealed")(scene)
    Outcome.objects.create(
        entry=scene.objects["Entry"], is_winner=False, announced_at=timezone.now()
    )


def _sheet_is(state: str, round_state: str = "open") -> Change:
    def change(scene):
        _round_is(round_state)(scene)
        _update(scene, "Assignment", state=state)

    return change


def _update(scene, name: str, **columns) -> None:
    row = scene.objects[name]
    with guards.lifted():
        type(row).objects.filter(pk=row.pk).update(**columns)
    scene.objects[name] = type(row).objects.get(pk=row.pk)


def _round_is(state: str) -> Change:
    def change(scene):
        _update(scene, "Round", state=state)
        for name in ("Assignment", "Panel", "Judge", "Meeting", "Visit", "Ranking", "Comparison"):
            scene.objects[name] = type(scene.objects[name]).objects.get(pk=scene.objects[name].pk)

    return change


def _withdrawn(scene) -> None:
    _update(scene, "BlindedEntry", withdrawn_at=timezone.now())
    _round_is("open")(scene)


def _seat_is(**columns) -> Change:
    def change(scene):
        _update(scene, "Judge", **columns)
        _round_is("open")(scene)

    return change


def _all_locked(scene) -> None:
    """Every sheet of the panel is in."""
    for sheet in Assignment.objects.filter(judge__panel=scene.objects["Panel"], state="confirmed"):
        Scoresheet.objects.create(
            assignment=sheet, state="locked", total=1, saved_at=scene.at, locked_at=scene.at
        )


def _conflict(scene) -> None:
    """The judge turns out to be related to an author."""
    _all_locked(scene)
    Conflict.objects.create(
        judge=scene.objects["Judge"],
        blinded_entry=scene.objects["BlindedEntry"],
        reason="declared",
        found_at=scene.at,
    )


def _mute(scene) -> None:
    _all_locked(scene)
    scene.objects["Panel"].judges.update(may_comment=False)


def _comparison_is(**columns) -> Change:
    def change(scene):
        _all_locked(scene)
        _update(scene, "Comparison", **columns)

    return change


ENTRY: dict[str, Change] = {
    status: _entry_is(status=status)
    for status in ("draft", "submitted", "returned", "accepted", "sealed", "refused", "withdrawn")
}
ENTRY |= {
    "being amended": _entry_is(status="submitted", amending_since=timezone.now()),
    "result known": _result_known,
}
SHEET: dict[str, Change] = {
    "proposed": _sheet_is("proposed"),
    "round in preparation": _sheet_is("confirmed", "preparing"),
    "round open": _sheet_is("confirmed"),
    "round closed": _sheet_is("confirmed", "closed"),
    "ranking frozen": _sheet_is("confirmed", "frozen"),
    "released": _sheet_is("released"),
    "entry withdrawn": _withdrawn,
    "not signed": _seat_is(undertaking_at=None),
}
SEAT: dict[str, Change] = {
    "invited": _seat_is(undertaking_at=None),
    "signed": nothing,
    "declined": _seat_is(declined_at=timezone.now(), undertaking_at=None),
}
COUNCIL: dict[str, Change] = {
    "sheets missing": nothing,
    "every sheet locked": _all_locked,
    "judge in conflict": _conflict,
    "nobody may comment": _mute,
}
COMPARISON: dict[str, Change] = {
    "nothing scored": nothing,
    "open": _comparison_is(),
    "judge in conflict": _conflict,
    "closed": _comparison_is(closed_at=timezone.now()),
}
VISIT: dict[str, Change] = {
    "judge on the team": nothing,
    "another judge on the team": lambda scene: scene.objects["Visit"].team.set(
        scene.objects["Panel"].judges.filter(position="vice_chair")
    ),
}
JOINT_REQUEST: dict[str, Change] = {
    "asked a moment ago": lambda scene: _update(
        scene, "JointRequest", passes_at=clock.now() + datetime.timedelta(hours=9)
    ),
    "one working day later": lambda scene: _update(scene, "JointRequest", passes_at=clock.now()),
}


def _denounced(scene) -> None:
    _update(scene, "Complaint", kind="denunciation")


def _denounced_member(scene) -> None:
    _denounced(scene)
    scene.objects["Complaint"].about.add(scene.people["committee"])


COMPLAINT: dict[str, Change] = {
    "a complaint": nothing,
    "a denunciation": _denounced,
    "a denunciation about the committee": _denounced_member,
}
MANDATE: dict[str, Change] = {
    "the mandate runs": nothing,
    "it is over": lambda scene: _update(scene, "Mandate", ends_at=scene.at),
}
ONE: dict[str, Change] = {"": nothing}


def of(predicate: Callable[..., bool]) -> dict[str, Change]:
    """All the states in which a predicate must be asked."""
    kinds = {parameter.annotation for parameter in inspect.signature(predicate).parameters.values()}
    names = {getattr(kind, "__name__", str(kind)) for kind in kinds}
    by_kind = {
        "Entry": ENTRY,
        "JointRequest": JOINT_REQUEST,
        "Assignment": SHEET,
        "Comparison": COMPARISON,
        "Complaint": COMPLAINT,
        "Mandate": MANDATE,
        "Visit": VISIT,
        "BlindedEntry": COUNCIL,
        "Judge": SEAT,
        "Panel": SEAT,
        "Meeting": SEAT,
    }
    for name, states in by_kind.items():
        if name in names:
            return states
    return ONE
