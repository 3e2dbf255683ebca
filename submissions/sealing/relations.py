"""Relations between people and entries: “may this person judge this work?”

The answer does not tell judging why in names. Only judging.intake asks.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from accounts.models import Unit, User
from accounts.permissions import Role, staff_of
from competition.models import Edition
from competition.verbs import page_address
from foundation.notifications import post
from submissions.models import (
    Author,
    Clearance,
    EnteredConflict,
    Entry,
    KeptRelation,
    Sealing,
)
from submissions.sealing.kinship import AUTHOR, NO_ACCOUNT, STRENGTH, Index, Person, Work
from submissions.writing import organisation


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

    What was found before is kept too while the entry is sealed: a relation goes when the
    secretariat clears it, not when somebody takes it out of the own profile.
    """
    people = list(people)
    found = list(find(people, edition))
    with transaction.atomic():
        found += _found_before(people, edition, found)
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


def _found_before(
    people: list[User], edition: Edition, found: list[Relation]
) -> Iterator[Relation]:
    """What was kept of these people and is not found any more."""
    codes = _codes_in(edition)
    known = {(relation.entry_id, relation.person_id, relation.reason) for relation in found}
    cleared = _cleared(codes)
    for row in list(kept_in(edition).filter(person__in=people, entry__in=codes).order_by("pk")):
        if (row.entry_id, row.person_id, row.reason) in known:
            continue
        yield Relation(
            judging_code=codes[row.entry_id],
            person_id=row.person_id,
            reason=row.reason,
            strength=STRENGTH.get(row.reason, 1.0),
            entry_id=row.entry_id,
            through=row.through,
            is_cleared=_is_cleared(row.entry_id, row.person_id, row.reason, cleared),
        )


def _cleared(codes: dict[int, str]) -> set[tuple[int, int]]:
    """{(entry, person)} that the secretariat has cleared."""
    rows = Clearance.objects.filter(entry__in=codes)
    return set(rows.values_list("entry_id", "person_id"))


def _is_cleared(entry_id: int, person_id: int, reason: str, cleared: set[tuple[int, int]]) -> bool:
    """Nobody lets an author judge the own work."""
    return reason != AUTHOR and (entry_id, person_id) in cleared


def is_author(person: User, entry: Entry) -> bool:
    """The person stands behind the entry: owner, author by e-mail, or invited as a co-author."""
    ties = Index([_of_user(person)]).relations_of(_work_of(entry))
    return any(tie.reason == AUTHOR for tie in ties)


def related_codes(person: User, judging_codes: Collection[str]) -> set[str]:
    """Of these codes those of sealed entries to which anything relates a person, cleared or not:
    today, or when it was found and kept, whatever the profile says meanwhile.
    """
    confirmed = Sealing.objects.filter(judging_code__in=judging_codes, voided_at=None).exclude(
        confirmed_at=None
    )
    code_of = dict(confirmed.values_list("version__entry", "judging_code"))
    entries = Entry.objects.filter(pk__in=code_of).select_related("owner", "unit")
    entered = EnteredConflict.objects.filter(entry__in=code_of, person=person)
    related = set(entered.values_list("entry", flat=True))
    kept = KeptRelation.objects.filter(entry__in=code_of, person=person)
    related |= set(kept.values_list("entry", flat=True))
    index = Index([_of_user(person)], _names_of_shared_entries())
    for entry in entries.prefetch_related("authors", "invitations__accepted_by"):
        if any(index.relations_of(_work_of(entry))):
            related.add(entry.pk)
    return {code_of[number] for number in related}


def editions_of(person: User) -> set[int]:
    """The editions in which a sealed work has the person behind it."""
    own = Entry.objects.readable_by(person)
    sealings = Sealing.objects.filter(version__entry__in=own.values("pk"), voided_at=None)
    return set(sealings.values_list("version__entry__edition", flat=True))


def leave_to_the_secretariat(pairs: Iterable[tuple[str, User]], edition: Edition) -> None:
    """Tell the secretariat of relations (code, person) that were found after the assignment: the
    judge keeps the sheet until somebody clears the pair or keeps the judge away.
    """
    entries = {code: entry for entry, code in _codes_in(edition).items()}
    for code, person in sorted(pairs, key=lambda pair: (pair[0], pair[1].pk)):
        entry = Entry.objects.get(pk=entries[code])
        for officer in staff_of(Role.SECRETARIAT, edition_id=edition.pk):
            post.tell(
                officer,
                "relation_found",
                {"entry": entry, "person": person},
                key=f"related:{entry.pk}:{person.pk}:{officer.pk}",
                link=f"{page_address('office_entry', edition.slug, entry.public_id)}#giam-khao",
            )


def kept_in(edition: Edition) -> QuerySet[KeptRelation]:
    """What was kept of an edition's entries, cleared pairs included."""
    return KeptRelation.objects.filter(entry__edition=edition)


def not_kept(people: Iterable[User], edition: Edition) -> Iterator[tuple[int, str, str]]:
    """(person, receipt, reason) of what relates these people today, and is not kept."""
    rows = kept_in(edition).values_list("entry_id", "person_id", "reason")
    kept = set(rows)
    receipts = dict(Entry.objects.in_edition(edition).values_list("pk", "receipt_number"))
    for relation in find(people, edition):
        if (relation.entry_id, relation.person_id, relation.reason) not in kept:
            yield relation.person_id, receipts[relation.entry_id], relation.reason


def cleared_under_codes(edition: Edition) -> set[tuple[int, str]]:
    """{(person, judging code)} of the pairs that the secretariat has cleared."""
    codes = _codes_in(edition)
    return {(person, codes[entry]) for entry, person in _cleared(codes)}


def kept_under_codes(edition: Edition) -> Iterator[tuple[int, str, str]]:
    """(person, judging code, reason) of what was kept of sealed entries and is not cleared."""
    codes = _codes_in(edition)
    cleared = _cleared(codes)
    kept = kept_in(edition).values_list("entry_id", "person_id", "reason")
    for entry_id, person_id, reason in kept.iterator(chunk_size=2000):
        if entry_id in codes and not _is_cleared(entry_id, person_id, reason, cleared):
            yield person_id, codes[entry_id], reason


def find(people: Iterable[User], edition: Edition) -> Iterator[Relation]:
    """Every relation of these people to the sealed entries of an edition; those of a pair that was
    cleared say so.
    """
    people = list(people)
    codes = _codes_in(edition)
    cleared = _cleared(codes)
    index = Index([_of_user(person) for person in people], _names_of_shared_entries())
    entries = (
        Entry.objects.filter(pk__in=codes)
        .select_related("unit", "owner__unit")
        .prefetch_related("authors", "invitations__accepted_by")
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
                is_cleared=_is_cleared(entry.pk, tie.judge, tie.reason, cleared),
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
    if enters := organisation.of_entry(entry):
        who = enters["representative"]
        people.append(Person(key=NO_ACCOUNT, name=who, workplace=enters["name"]))
    for invitation in entry.invitations.all():
        if invitation.revoked_at or invitation.declined_at:
            continue
        coauthor = invitation.accepted_by
        people.append(
            Person(
                key=coauthor.pk if coauthor else NO_ACCOUNT,
                name=coauthor.full_name if coauthor else "",
                emails=frozenset({invitation.email}),
                phone=(coauthor.phone if coauthor else "") or "",
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
