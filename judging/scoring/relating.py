"""Who has to do with an entry: that person neither reopens its sheet nor types it from paper."""

from collections.abc import Callable, Iterable

from accounts.models import User
from judging.models import BlindedEntry, Conflict

# Says to which of these codes anything relates a person, which the one door alone knows.
Relates = Callable[[User, set[str]], set[str]]
_relations: list[Relates] = []


def relates(function: Relates) -> Relates:
    """Register who knows it."""
    _relations.append(function)
    return function


def related_codes(person: User, entries: Iterable[BlindedEntry]) -> set[str]:
    """The codes of those entries to which something relates the person: owner, author, a relation
    that was found, declared or entered, or the person's own word as a judge.
    """
    codes = {entry.code for entry in entries}
    known = Conflict.objects.filter(judge__user=person, blinded_entry__code__in=codes)
    related = set(known.values_list("blinded_entry__code", flat=True))
    for relation in _relations:
        related |= relation(person, codes)
    return related


def has_to_do_with(person: User, entry: BlindedEntry) -> bool:
    """Whether something relates the person to this entry."""
    return bool(related_codes(person, [entry]))
