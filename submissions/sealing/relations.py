"""Relations between people and entries: “may this person judge this work?”

The answer does not tell judging why in names. Only judging.intake.refresh_conflicts asks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from accounts.models import Unit, User
from competition.models import Edition
from submissions.models import (
    Author,
    Clearance,
    EnteredConflict,
    Entry,
    KeptRelation,
    Sealing,
)
from submissions.sealing.kinship import NO_ACCOUNT, Index, Person, Work


@dataclass(frozen=True)
class Relation:
    """What relates a person to a sealed entry, which stands under its code.

    `reason` is a key of REASONS, `strength` goes from 0 to 1. `entry_id` and `through` (what
    relates them, in words) name people: only the secretariat's pages may show them.
    """

    judging_code: str
    person_id: int
    reason: str
    strength: float
    entry_id: int
    through: str
    is_cleared: bool = False


REASONS = {
    "author": gettext_lazy("author of the entry"),
    "same_unit": gettext_lazy("same unit"),
    "email_domain": gettext_lazy("same e-mail domain"),
    "phone": gettext_lazy("same phone"),
    "co_author": gettext_lazy("co-authors in some edition"),
    "same_name": gettext_lazy("same name as an author"),
    "entered": gettext_lazy("entered by the secretariat"),
    "declared": gettext_lazy("declared by the judge"),
}


def keep(people: Iterable[User], edition: Edition) -> list[Relation]:
    """Find the relations of these people, who are all that judge in an edition, and keep them for
    the secretariat's pages; those that were not cleared.
    """
    found = list(find(people, edition))
    with transaction.atomic():
        kept_in(edition).delete()
        KeptRelation.objects.bulk_create(
            (
                KeptRelation(
                    entry_id=relation.entry_id,
                    person_id=relation.person_id,
                    reason=relation.reason,
                    through=relation.through,
                )
                for relation in found
            ),
            batch_size=500,
        )
    return [relation for relation in found if not relation.is_cleared]


def kept_in(edition: Edition) -> QuerySet[KeptRelation]:
    """What was kept of an edition's entries, cleared pairs included."""
    return KeptRelation.objects.filter(entry__edition=edition)


def find(people: Iterable[User], edition: Edition) -> Iterator[Relation]:
    """Every relation of these people to the sealed entries of an edition; those of a pair that was
    cleared say so.
    """
    people = list(people)
    codes = _codes_in(edition)
    cleared = set(Clearance.objects.filter(entry__in=codes).values_list("entry_id", "person_id"))
    index = Index([_of_user(person) for person in people], _names_of_shared_entries())
    entries = (
        Entry.objects.filter(pk__in=codes)
        .select_related("unit", "owner__unit")
        .prefetch_related("authors")
    )
    for entry in entries:
        for tie in index.relations_of(_work_of(entry)):
            yield Relation(
                judging_code=codes[entry.pk],
                person_id=tie.judge,
                reason=tie.reason,
                strength=tie.strength,
                entry_id=entry.pk,
                through=tie.through,
                is_cleared=(entry.pk, tie.judge) in cleared,
            )
    entered = EnteredConflict.objects.filter(
        entry__in=codes, person__in=[person.pk for person in people]
    )
    for conflict in entered:
        yield Relation(
            judging_code=codes[conflict.entry_id],
            person_id=conflict.person_id,
            reason="entered",
            strength=1.0,
            entry_id=conflict.entry_id,
            through=conflict.reason,
            is_cleared=(conflict.entry_id, conflict.person_id) in cleared,
        )


def _codes_in(edition: Edition) -> dict[int, str]:
    """{entry id: judging code} of what is sealed in an edition."""
    sealings = Sealing.objects.filter(version__entry__edition=edition, voided_at=None)
    confirmed = sealings.exclude(confirmed_at=None)
    return dict(confirmed.values_list("version__entry_id", "judging_code"))


def _path(unit: Unit | None) -> str:
    """The unit's path in the tree; "" for none, and for the root, which is everybody's."""
    return unit.path if unit is not None and unit.depth > 1 else ""


def _name(unit: Unit | None) -> str:
    """The unit's name; "" for none, and for the root, which is everybody's."""
    return unit.name if unit is not None and unit.depth > 1 else ""


def _of_user(person: User) -> Person:
    declared = [line.strip() for line in person.interests.splitlines()]
    return Person(
        key=person.pk,
        name=person.full_name,
        emails=frozenset({person.email or ""}),
        phone=person.phone or "",
        unit_path=_path(person.unit),
        unit_name=_name(person.unit),
        interests=tuple(line for line in declared if line),
    )


def _work_of(entry: Entry) -> Work:
    owner = entry.owner
    people = [
        Person(
            key=owner.pk,
            name=owner.full_name,
            emails=frozenset({owner.email or ""}),
            phone=owner.phone or "",
        )
    ]
    for author in entry.authors.all():
        people.append(
            Person(
                key=NO_ACCOUNT,
                name=author.full_name,
                emails=frozenset({author.email}),
                phone=author.phone,
                workplace=author.workplace,
            )
        )
    return Work(
        key=entry.pk,
        people=tuple(people),
        unit_path=_path(entry.unit),
        unit_name=entry.unit.name if entry.unit else "",
    )


def _names_of_shared_entries() -> list[set[str]]:
    """The names of the authors of every entry that has more than one, in all editions."""
    by_entry: dict[int, set[str]] = defaultdict(set)
    for entry_id, name in Author.objects.order_by().values_list("entry_id", "full_name"):
        by_entry[entry_id].add(name)
    return [names for names in by_entry.values() if len(names) > 1]
