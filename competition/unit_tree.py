"""The tree of units: added, renamed, moved, merged, switched off; each with a line.

A unit is never deleted: what was confirmed, entered or judged keeps it. Names of before go on being
understood.
"""

import datetime
from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.membership import has_focal_point
from accounts.models import Unit, UnitName, User
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition
from competition.permissions import can_run
from competition.two_windows import require_newest
from competition.verbs import lock, need_reason
from foundation.jobs.outbox import emit
from foundation.ledger import chain, triggers
from foundation.vietnamese.text import fold, nfc

LONGEST = 200  # of a name


@dataclass(frozen=True)
class Weight:
    """What hangs on a unit and the units below it."""

    entries: int
    people: int
    focal_points: int
    below: int


def weight_of(unit: Unit) -> Weight:
    """How much follows when this unit is merged into another one."""
    return Weight(
        entries=_pointing("submissions.Entry", unit),
        people=_pointing("accounts.User", unit),
        focal_points=_pointing("accounts.Membership", unit),
        below=unit.get_children_count(),
    )


def stored_name(unit: Unit) -> dict[str, str]:
    """What the form of a unit's name stands on."""
    return {"name": unit.name, "kind": unit.kind}


def stored_place(unit: Unit) -> dict[str, str]:
    """What the form of a unit's place stands on; empty for the top of the tree."""
    above = unit.get_parent()
    return {"below": above.code if above else ""}


def _pointing(label: str, unit: Unit) -> int:
    return sum(
        relation.related_model._base_manager.filter(**{relation.field.name: unit}).count()
        for relation in _relations()
        if relation.related_model._meta.label == label
    )


def _relations() -> list[models.ManyToOneRel]:
    """What points to units and follows a merged one. What the database keeps as it was, and
    confirmations, are records of their day.
    """
    kept = {"submissions.UnitConfirmation", "accounts.Unit"}
    guarded = triggers.tables()
    hidden = Unit._meta.get_fields(include_hidden=True)
    relations = [each for each in hidden if isinstance(each, models.ManyToOneRel)]
    return [
        each
        for each in relations
        if each.related_model._meta.label not in kept
        and each.related_model._meta.db_table not in guarded
    ]


def _require_keeper(edition: Edition, by: User) -> None:
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat changes the tree of units."))


def _need_name(name: str) -> str:
    """The name in its one form. Raises Refused."""
    name = nfc(" ".join(name.split()))
    if not name or len(name) > LONGEST:
        raise Refused(_("Write the name of the unit, in at most 200 characters."))
    return name


def _refuse_twin(name: str, parent: Unit, besides: Unit | None = None) -> None:
    """Two of one name below the same unit are one unit."""
    twins = parent.get_children().filter(folded=fold(name))
    if besides is not None:
        twins = twins.exclude(pk=besides.pk)
    if twins.exists():
        raise WrongState(
            _("“%(name)s” stands below “%(parent)s” already.") % {"name": name, "parent": parent}
        )


def _own_code(code: str) -> str:
    """The code that was written, or the next free one. Raises Refused."""
    code = code.strip()
    if code:
        if len(code) > 20 or Unit.objects.filter(code=code).exists():
            raise Refused(_("The code “%(code)s” is taken, or too long.") % {"code": code})
        return code
    number = Unit.objects.count() + 1
    while Unit.objects.filter(code=f"DV-{number}").exists():
        number += 1
    return f"DV-{number}"


@transaction.atomic
def add(
    *,
    edition: Edition,
    parent: Unit,
    name: str,
    kind: str,
    by: User,
    at: datetime.datetime,
    code: str = "",
) -> Unit:
    """A new unit below another one. Raises NotAllowed, Refused (no name, no kind, a code that is
    taken), WrongState (it is there).
    """
    edition = lock(edition)
    _require_keeper(edition, by)
    name = _need_name(name)
    if kind not in Unit.Kind:
        raise Refused(_("Choose the kind of the unit."))
    parent = lock(parent)
    _refuse_twin(name, parent)
    unit = parent.add_child(name=name, kind=kind, code=_own_code(code))
    UnitName.objects.filter(folded=unit.folded).delete()
    line = {"unit": unit.code, "name": unit.name, "below": parent.code}
    chain.append(edition.chain, "unit.added", line, at=at, by=by)
    return unit


@transaction.atomic
def rename(
    *,
    edition: Edition,
    unit: Unit,
    name: str,
    kind: str,
    by: User,
    at: datetime.datetime,
    upon: str | None = None,
) -> Unit:
    """Another name or kind; the name of before goes on being understood. Raises NotAllowed,
    Refused, WrongState (nothing changes, or another one below the same unit is called so), Stale.
    """
    edition = lock(edition)
    _require_keeper(edition, by)
    name = _need_name(name)
    if kind not in Unit.Kind:
        raise Refused(_("Choose the kind of the unit."))
    unit = lock(unit)
    require_newest(stored_name(unit), {"name": name, "kind": kind}, upon=upon)
    if (unit.name, unit.kind) == (name, kind):
        raise WrongState(_("Nothing is changed."))
    parent = unit.get_parent()
    if parent is not None:
        _refuse_twin(name, parent, unit)
    before = unit.name
    unit.name = name
    unit.kind = kind
    unit.save()
    if fold(before) != unit.folded:
        UnitName.objects.filter(folded=unit.folded).delete()
        _understand(before, unit)
    line = {"unit": unit.code, "before": before, "after": name}
    chain.append(edition.chain, "unit.renamed", line, at=at, by=by)
    _look_again()
    return unit


def _look_again() -> None:
    """Who is of the same unit, or names it as the place of work, is looked for anew: the tree is
    that of all editions.
    """
    for edition in Edition.objects.order_by("pk").values_list("pk", flat=True):
        emit("judges.changed", edition=edition)


def _understand(name: str, unit: Unit) -> None:
    UnitName.objects.update_or_create(folded=fold(name), defaults={"name": name, "unit": unit})


@transaction.atomic
def move(
    *,
    edition: Edition,
    unit: Unit,
    parent: Unit,
    by: User,
    at: datetime.datetime,
    upon: str | None = None,
) -> Unit:
    """Below another unit, with all units below it; who speaks for units above speaks for others
    from then on. Raises NotAllowed, Refused (the top, below itself), WrongState, Stale.
    """
    edition = lock(edition)
    _require_keeper(edition, by)
    unit = lock(unit)
    parent = lock(parent)
    before = unit.get_parent()
    if before is None:
        raise Refused(_("The top of the tree stays where it is."))
    require_newest(stored_place(unit), {"below": parent.code}, upon=upon)
    if parent == unit or parent.is_descendant_of(unit):
        raise Refused(_("A unit cannot stand below itself."))
    if before == parent:
        raise WrongState(_("It stands below “%(parent)s” already.") % {"parent": parent})
    _refuse_twin(unit.name, parent)
    unit.move(parent, "last-child")
    line = {"unit": unit.code, "before": before.code, "after": parent.code}
    chain.append(edition.chain, "unit.moved", line, at=at, by=by)
    _look_again()
    return Unit.objects.get(pk=unit.pk)


@transaction.atomic
def merge(*, edition: Edition, unit: Unit, into: Unit, by: User, at: datetime.datetime) -> Weight:
    """What hangs on one unit hangs on another one from now on: entries, people, focal points, and
    the units below it. Its names lead there, and conflicts are looked at again. It is switched off.

    Raises NotAllowed, Refused (the top, itself, a unit below it, one that is switched off),
    WrongState (merged already).
    """
    edition = lock(edition)
    _require_keeper(edition, by)
    unit = lock(unit)
    into = lock(into)
    _refuse_merging(unit, into)
    weight = weight_of(unit)
    for relation in _relations():
        rows = relation.related_model._base_manager.filter(**{relation.field.name: unit})
        rows.update(**{relation.field.name: into})
    for child in list(unit.get_children()):
        child.refresh_from_db()
        child.move(Unit.objects.get(pk=into.pk), "last-child")
    unit = Unit.objects.get(pk=unit.pk)
    unit.is_active = False
    unit.merged_into = into
    unit.save()
    if unit.folded != into.folded:
        _understand(unit.name, into)
    line = {
        "unit": unit.code,
        "into": into.code,
        "entries": weight.entries,
        "people": weight.people,
    }
    chain.append(edition.chain, "unit.merged", line, at=at, by=by)
    _look_again()
    return weight


def _refuse_merging(unit: Unit, into: Unit) -> None:
    if unit.depth == 1:
        raise Refused(_("The top of the tree stays where it is."))
    if unit == into or into.is_descendant_of(unit):
        raise Refused(_("A unit cannot be merged into itself."))
    if unit.merged_into_id is not None:
        raise WrongState(_("“%(name)s” was merged into another unit already.") % {"name": unit})
    if not into.is_active:
        raise Refused(_("“%(name)s” is switched off.") % {"name": into})


@transaction.atomic
def switch_off(
    *, edition: Edition, unit: Unit, reason: str, by: User, at: datetime.datetime
) -> Unit:
    """Nobody chooses it any more; what points to it stays. Raises NotAllowed, Refused (no reason,
    the top, somebody speaks for it), WrongState.
    """
    edition = lock(edition)
    _require_keeper(edition, by)
    reason = need_reason(reason, _("Write the reason: the ledger keeps it."))
    unit = lock(unit)
    if unit.depth == 1:
        raise Refused(_("The top of the tree stays where it is."))
    if not unit.is_active:
        raise WrongState(_("“%(name)s” is switched off.") % {"name": unit})
    if has_focal_point(unit):
        raise Refused(_("Somebody is the focal point of this unit. End that role first."))
    unit.is_active = False
    unit.save()
    line = {"unit": unit.code}
    chain.append(edition.chain, "unit.switched_off", line, at=at, by=by, text=reason)
    return unit


@transaction.atomic
def switch_on(*, edition: Edition, unit: Unit, by: User, at: datetime.datetime) -> Unit:
    """It is offered again. Raises NotAllowed, WrongState (it is in use, or was merged)."""
    edition = lock(edition)
    _require_keeper(edition, by)
    unit = lock(unit)
    if unit.is_active or unit.merged_into_id is not None:
        raise WrongState(_("“%(name)s” is in use, or was merged.") % {"name": unit})
    unit.is_active = True
    unit.save()
    chain.append(edition.chain, "unit.switched_on", {"unit": unit.code}, at=at, by=by)
    return unit


@transaction.atomic
def match(*, edition: Edition, text: str, unit: Unit, by: User, at: datetime.datetime) -> UnitName:
    """What people have written means this unit from now on. Raises NotAllowed, Refused (nothing
    written, the unit is switched off), WrongState (it is a unit's own name, or means one already).
    """
    edition = lock(edition)
    _require_keeper(edition, by)
    text = _need_name(text)
    unit = lock(unit)
    if not unit.is_active:
        raise Refused(_("“%(name)s” is switched off.") % {"name": unit})
    if Unit.objects.filter(folded=fold(text), is_active=True).exists():
        raise WrongState(_("A unit is called “%(name)s”.") % {"name": text})
    known = UnitName.objects.filter(folded=fold(text)).select_related("unit").first()
    if known is not None:
        words = _("“%(name)s” is understood as “%(unit)s” already.")
        raise WrongState(words % {"name": text, "unit": known.unit})
    _understand(text, unit)
    # What an entrant typed may say more than a name: it stands beside the line.
    line = {"unit": unit.code}
    chain.append(edition.chain, "unit.matched", line, at=at, by=by, text=text)
    return UnitName.objects.get(folded=fold(text))
