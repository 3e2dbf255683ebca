"""Relations between people and entries: the answer to "may this person judge this work?", without
telling judging why in names. Only judging.intake.refresh_conflicts asks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from competition.models import Edition
from submissions.models import Author, Clearance, EnteredConflict, Entry, Sealing
from submissions.sealing.kinship import Index, Person, Work


@dataclass(frozen=True)
class Relation:
    """A found relation: the sealed code instead of the entry, the person, a reason code, a strength
    from 0 to 1.

    `entry_id` and `through` (what relates them, in words) name people: only the secretariat's pages
    may show them.
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


def find(people: Iterable, edition: Edition) -> Iterator[Relation]:
    """Every relation of these people (users) to the sealed entries of an edition, less the pairs
    that were cleared.
    """
    return (relation for relation in find_all(people, edition) if not relation.is_cleared)


def find_all(people: Iterable, edition: Edition) -> Iterator[Relation]:
    """The same with the pairs that were cleared: what the secretariat looks at."""
    people = list(people)
    sealings = Sealing.objects.filter(version__entry__edition=edition, voided_at=None).exclude(
        confirmed_at=None
    )
    codes = dict(sealings.values_list("version__entry_id", "judging_code"))
    entries = (
        Entry.objects.filter(pk__in=codes)
        .select_related("unit", "owner__unit")
        .prefetch_related("authors")
    )
    cleared = set(Clearance.objects.filter(entry__in=codes).values_list("entry_id", "person_id"))
    index = Index([_of_user(person) for person in people], _shared_entries())
    for entry in entries:
        for tie in index.relations_of(_work_of(entry)):
            yield Relation(
                codes[entry.pk],
                tie.judge,
                tie.reason,
                tie.strength,
                entry.pk,
                tie.through,
                (entry.pk, tie.judge) in cleared,
            )
    entered = EnteredConflict.objects.filter(
        entry__in=codes, person__in=[person.pk for person in people]
    )
    for row in entered:
        yield Relation(
            codes[row.entry_id],
            row.person_id,
            "entered",
            1.0,
            row.entry_id,
            row.reason,
            (row.entry_id, row.person_id) in cleared,
        )


def _path(unit) -> str:
    """The unit's path in the tree; the root, which is everybody's, is none."""
    return unit.path if unit and unit.depth > 1 else ""


def _of_user(person) -> Person:
    unit = person.unit
    interests = tuple(line.strip() for line in person.interests.splitlines() if line.strip())
    name = unit.name if unit and unit.depth > 1 else ""
    return Person(
        person.pk,
        person.full_name,
        frozenset({person.email or ""}),
        person.phone or "",
        _path(unit),
        name,
        interests=interests,
    )


def _work_of(entry: Entry) -> Work:
    owner = entry.owner
    people = [Person(owner.pk, owner.full_name, frozenset({owner.email or ""}), owner.phone or "")]
    people += [
        Person(
            0, author.full_name, frozenset({author.email}), author.phone, workplace=author.workplace
        )
        for author in entry.authors.all()
    ]
    return Work(entry.pk, tuple(people), _path(entry.unit), entry.unit.name if entry.unit else "")


def _shared_entries() -> Iterable[set[str]]:
    """The names of the authors of every entry that has more than one, in all editions."""
    by_entry = defaultdict(set)
    for entry_id, name in Author.objects.order_by().values_list("entry_id", "full_name"):
        by_entry[entry_id].add(name)
    return [names for names in by_entry.values() if len(names) > 1]
