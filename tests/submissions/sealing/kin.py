"""A thousand people who know one another, written down as offices write: judges, authors, units,
and the truth about them.

Written before the search for relations was tuned to it. The truth is taken from the clean data
(units, numbers, names as they are); what the search gets are variants: without accents, in
capitals, decomposed, with titles, the given name first, shortened family names, phone numbers with
dots or a country code, addresses at a sub-domain, workplaces with or without "UBND".
"""

import unicodedata
from dataclasses import dataclass, field
from random import Random

from demo.edition import people
from tests.submissions.sealing.planted import plain

TITLES = ["", "", "", "TS. ", "ThS. ", "PGS.TS. ", "Ông ", "Bà ", "KS. "]


@dataclass
class Person:
    """One of the thousand: what is true, and what was written."""

    number: int
    name: str
    phone: str
    email: str
    unit: int  # number of the unit, 0 for none
    written: dict = field(default_factory=dict)  # name, phone, email, workplace

    @property
    def family(self) -> str:
        return self.name.split()[0]


@dataclass
class Unit:
    """A unit of the tree: `path` as treebeard keeps it; a commune holds everybody who lives there,
    an organisation its staff.
    """

    number: int
    path: str
    name: str
    is_commune: bool


@dataclass
class World:
    judges: list[Person]
    works: list[list[Person]]  # authors of each work of this edition
    units: dict[int, Unit]
    past: list[list[str]]  # names, as written, of the authors of past works
    truth: set[tuple[int, int]]  # (place of the work, number of the judge)


def varied(rng: Random, name: str) -> str:
    form = rng.randrange(8)
    words = name.split()
    if form == 0:
        name = plain(name)
    elif form == 1:
        name = name.upper()
    elif form == 2:
        name = unicodedata.normalize("NFD", name)
    elif form == 3:
        name = "  ".join(words)
    elif form == 4:
        name = " ".join([words[-1], *words[:-1]])  # as foreign forms ask
    elif form == 5 and words[0] == "Nguyễn":
        name = " ".join(["Ng.", *words[1:]])
    return rng.choice(TITLES) + name


def _varied_phone(rng: Random, phone: str) -> str:
    return rng.choice(
        [
            phone,
            f"{phone[:4]} {phone[4:7]} {phone[7:]}",
            f"{phone[:4]}.{phone[4:7]}.{phone[7:]}",
            f"+84{phone[1:]}",
            f"(84) {phone[1:]}",
        ]
    )


def _varied_mail(rng: Random, mail: str) -> str:
    user, _, domain = mail.partition("@")
    return rng.choice([mail, mail.upper(), f"{user}@mail.{domain}"])


def _varied_unit(rng: Random, unit: Unit) -> str:
    return rng.choice(
        [
            unit.name,
            plain(unit.name),
            unit.name.upper(),
            f"Phòng Kỹ thuật, {unit.name}",
            f"UBND {unit.name}" if unit.is_commune else f"{unit.name} ",
        ]
    )


def units(rng: Random) -> dict[int, Unit]:
    found = {}
    for number in range(1, 41):
        found[number] = Unit(
            number,
            f"0001{number:04d}",
            f"Xã {rng.choice(people.FAMILY)} {rng.choice(people.GIVEN_M)} {number}",
            True,
        )
    for number in range(41, 71):
        found[number] = Unit(
            number,
            f"0001{number:04d}",
            f"Công ty {rng.choice(people.GIVEN_F)} {rng.choice(people.GIVEN_M)} {number}",
            False,
        )
    for number in range(71, 101):  # departments of those companies
        parent = found[number - 30]
        found[number] = Unit(
            number, f"{parent.path}{number:04d}", f"Trung tâm {number} – {parent.name}", False
        )
    return found


def _person(rng: Random, number: int, tree: dict[int, Unit]) -> Person:
    name, unit = people.full_name(rng), rng.choice(list(tree))
    is_commune = tree[unit].is_commune
    domain = "gmail.com" if is_commune or rng.random() < 0.4 else f"donvi{unit}.vn"
    return Person(
        number,
        name,
        f"09{rng.randrange(10**8):08d}",
        f"{plain(name).lower().replace(' ', '')}{number}@{domain}",
        unit,
    )


def _write(rng: Random, person: Person, tree: dict[int, Unit]) -> None:
    person.written = {
        "name": varied(rng, person.name),
        "phone": _varied_phone(rng, person.phone) if rng.random() < 0.7 else "",
        "email": _varied_mail(rng, person.email) if rng.random() < 0.6 else "",
        "workplace": _varied_unit(rng, tree[person.unit]) if rng.random() < 0.8 else "",
    }


def world(seed: int) -> World:
    """200 judges, 800 authors in about 350 works, of whom some are the judges themselves, their
    companions, their relatives.
    """
    rng = Random(seed)
    tree = units(rng)
    judges = [_person(rng, number, tree) for number in range(200)]
    authors = [_person(rng, number, tree) for number in range(200, 1000)]
    works, rest = [], authors[:]
    while rest:
        works.append([rest.pop() for _ in range(min(len(rest), rng.choice([1, 2, 2, 3])))])
    past_pairs = []
    for judge in judges:
        if rng.random() < 0.15:  # a judge who is an author: the same person, written otherwise
            works[rng.randrange(len(works))].append(
                Person(judge.number, judge.name, judge.phone, judge.email, judge.unit)
            )
        if rng.random() < 0.2:  # an author with whom the judge wrote something years ago
            past_pairs.append((judge, rng.choice(rng.choice(works))))
    for work in works:
        for author in work:
            _write(rng, author, tree)
    past = [
        [varied(rng, judge.name), varied(rng, author.name), people.full_name(rng)]
        for judge, author in past_pairs
    ]
    truth = {
        (place, judge.number)
        for place, work in enumerate(works)
        for judge in judges
        if _related(judge, work, tree, past_pairs)
    }
    return World(judges, works, tree, past, truth)


def _related(judge: Person, work: list[Person], tree: dict[int, Unit], past_pairs) -> bool:
    here = tree[judge.unit]
    for author in work:
        there = tree[author.unit]
        written = author.written
        same_place = bool(written["workplace"]) and here.number == there.number
        kin = [
            author.number == judge.number,  # the same person, whatever is written
            bool(written["phone"]) and author.phone == judge.phone,
            bool(written["email"]) and author.email == judge.email,
            bool(written["email"])
            and "gmail" not in author.email
            and author.email.partition("@")[2] == judge.email.partition("@")[2],
            same_place,
            author.name == judge.name,
            any(one is judge and other is author for one, other in past_pairs),
        ]
        if any(kin):
            return True
    unit = tree[work[0].unit]  # the unit of the work is its first author's
    return unit.path.startswith(here.path) or here.path.startswith(unit.path)
