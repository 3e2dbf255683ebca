"""Relations between people and entries: the answer to "may this person judge this work?", without telling judging why
in names. Only judging.intake.refresh_conflicts asks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from competition.models import Edition
from submissions.kinship import Index, Person, Work
from submissions.models import Author, Clearance, Entry, Sealing


@dataclass(frozen=True)
class Relation:
    """A found relation: the sealed code instead of the entry, the person, a reason code, a strength from 0 to 1."""

    judging_code: str
    person_id: int
    reason: str
    strength: float


def find(people: Iterable, edition: Edition) -> Iterator[Relation]:
    """Every relation of these people (users) to the sealed entries of an edition, less the pairs that were cleared."""
    sealings = Sealing.objects.filter(version__entry__edition=edition, voided_at=None).exclude(confirmed_at=None)
    codes = dict(sealings.values_list("version__entry_id", "judging_code"))
    entries = Entry.objects.filter(pk__in=codes).select_related("unit", "owner__unit").prefetch_related("authors")
    cleared = set(Clearance.objects.filter(entry__in=codes).values_list("entry_id", "person_id"))
    index = Index([_of_user(person) for person in people], _shared_entries())
    for entry in entries:
        for person, reason, strength in index.relations_of(_work_of(entry)):
            if (entry.pk, person) not in cleared:
                yield Relation(codes[entry.pk], person, reason, strength)


def _path(unit) -> str:
    """The unit's path in the tree; the root, which is everybody's, is none."""
    return unit.path if unit and unit.depth > 1 else ""


def _of_user(person) -> Person:
    unit = person.unit
    return Person(person.pk, person.full_name, frozenset({person.email or ""}), person.phone or "", _path(unit), unit.name if unit and unit.depth > 1 else "")


def _work_of(entry: Entry) -> Work:
    owner = entry.owner
    people = [Person(owner.pk, owner.full_name, frozenset({owner.email or ""}), owner.phone or "")]
    people += [Person(0, author.full_name, frozenset({author.email}), author.phone, workplace=author.workplace) for author in entry.authors.all()]
    return Work(entry.pk, tuple(people), _path(entry.unit))


def _shared_entries() -> Iterable[set[str]]:
    """The names of the authors of every entry that has more than one, in all editions."""
    by_entry = defaultdict(set)
    for entry_id, name in Author.objects.order_by().values_list("entry_id", "full_name"):
        by_entry[entry_id].add(name)
    return [names for names in by_entry.values() if len(names) > 1]
