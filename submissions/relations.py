"""Relations between people and entries: the answer to "may this person judge this work?", without telling judging why
in names. Only judging.intake.refresh_conflicts asks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from competition.models import Edition
from submissions.models import Author, Clearance, Entry, Sealing

# Shared providers: an address there says nothing about a workplace.
PUBLIC_MAIL = {"gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "icloud.com", "example.com", "example.vn"}


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
    entries = Entry.objects.filter(pk__in=codes).select_related("unit", "owner").prefetch_related("authors")
    cleared = set(Clearance.objects.filter(entry__in=codes).values_list("entry_id", "person_id"))
    companions = _co_authors()
    for entry in entries:
        authors = list(entry.authors.all())
        for person in people:
            if (entry.pk, person.pk) in cleared:
                continue
            for reason, strength in _reasons(person, entry, authors, companions):
                yield Relation(codes[entry.pk], person.pk, reason, strength)


def _co_authors() -> dict[str, set[str]]:
    """Folded name -> folded names of everyone who ever shared an entry, in all editions."""
    by_entry = defaultdict(set)
    for entry_id, name in Author.objects.values_list("entry_id", "folded_name"):
        by_entry[entry_id].add(name)
    companions = defaultdict(set)
    for names in by_entry.values():
        for name in names:
            companions[name] |= names - {name}
    return companions


def _reasons(person, entry: Entry, authors: list[Author], companions) -> Iterator[tuple[str, float]]:
    emails = {author.email.lower() for author in authors if author.email} | {entry.owner.email or ""}
    phones = {author.phone for author in authors if author.phone}
    names = {author.folded_name for author in authors}
    if entry.owner_id == person.pk or (person.email and person.email in emails):
        yield "author", 1.0
    if person.unit_id and entry.unit and entry.unit.depth > 1 and person.unit_id == entry.unit_id:
        yield "same_unit", 0.8
    domain = (person.email or "").rpartition("@")[2]
    if domain and domain not in PUBLIC_MAIL and any(email.endswith(f"@{domain}") for email in emails):
        yield "email_domain", 0.6
    if person.phone and person.phone in phones:
        yield "phone", 0.9
    if person.folded_name in names:
        yield "same_name", 0.7
    if names & companions.get(person.folded_name, set()):
        yield "co_author", 0.7
