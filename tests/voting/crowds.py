"""Invented crowds that vote for one work from one network: honest ones, and frauds by their kind.

Kinds, shares and seeds were written down before the signals of `voting.signals` were: what is told
of a detector on the crowds that it was made for proves nothing. `SEEDS` are those that it may be
looked at with; figures are also told on fresh ones.
"""

import datetime
from dataclasses import dataclass
from random import Random

SEEDS = range(20)
FRESH = range(1000, 1020)
NOW = datetime.datetime(2027, 1, 26, 9, tzinfo=datetime.UTC)
FAMILY = [
    "nguyen",
    "tran",
    "le",
    "pham",
    "hoang",
    "duong",
    "nong",
    "ma",
    "trieu",
    "ly",
    "be",
    "hua",
]
GIVEN = ["an", "binh", "chi", "dung", "giang", "ha", "hoa", "hung", "khanh", "lan", "linh", "long"]
GIVEN += [
    "mai",
    "minh",
    "nam",
    "nga",
    "ngoc",
    "phuong",
    "quan",
    "son",
    "thao",
    "trang",
    "tuan",
    "vy",
]
FREE = ["gmail.com", "gmail.com", "gmail.com", "yahoo.com", "outlook.com", "icloud.com"]
THROWN_AWAY = ["mailinator.com", "yopmail.com", "guerrillamail.com", "10minutemail.com"]


@dataclass(frozen=True)
class Given:
    """One ballot of a crowd: whose address, when the account was made, when it was cast, and for
    how many works the same account voted.
    """

    email: str
    joined_at: datetime.datetime
    cast_at: datetime.datetime
    works: int


def _address(rng: Random, domain: str | None = None) -> str:
    name = rng.choice(["", "."]).join([rng.choice(GIVEN), rng.choice(FAMILY)])
    tail = rng.choice(["", str(rng.randrange(1, 100)), str(rng.randrange(1990, 2016))])
    return f"{name}{tail}@{domain or rng.choice(FREE)}"


def _minutes(rng: Random, most: float) -> datetime.timedelta:
    return datetime.timedelta(minutes=rng.uniform(0, most))


def _different(rng: Random, number: int, domain: str | None = None) -> list[str]:
    addresses: dict[str, None] = {}
    while len(addresses) < number:
        addresses[_address(rng, domain)] = None
    return list(addresses)


def a_class(rng: Random) -> list[Given]:
    """A lesson in which pupils vote together; some made their accounts in it, and a good part
    votes for the work of the school alone.
    """
    casts = [NOW + _minutes(rng, 9) for _pupil in range(rng.randrange(22, 46))]
    made_in_class = rng.random() < 0.5
    return [
        Given(
            email,
            cast - (_minutes(rng, 30) if made_in_class else _minutes(rng, 60 * 24 * 40)),
            cast,
            1 if rng.random() < 0.5 else rng.randrange(2, 9),
        )
        for email, cast in zip(_different(rng, len(casts)), casts, strict=True)
    ]


def a_school_with_numbers(rng: Random) -> list[Given]:
    """A class whose addresses are those of the school: one stem and running numbers."""
    first = rng.randrange(1, 400)
    pupils = a_class(rng)
    return [
        Given(f"hs{first + place:04}@thpt.thainguyen.edu.vn", one.joined_at, one.cast_at, one.works)
        for place, one in enumerate(pupils)
    ]


def a_family_room(rng: Random) -> list[Given]:
    """A village hall: people of all ages over one evening, now and then two with one mailbox."""
    people = [
        Given(email, NOW - _minutes(rng, 60 * 24 * 20), NOW + _minutes(rng, 9), rng.randrange(1, 6))
        for email in _different(rng, rng.randrange(20, 35))
    ]
    if rng.random() < 0.3:
        name, domain = people[0].email.split("@")
        shared = f"{name}+me@{domain}"
        people[1] = Given(shared, people[1].joined_at, people[1].cast_at, people[1].works)
    return people


def _farm(rng: Random, addresses: list[str]) -> list[Given]:
    """Accounts made for one vote, a few minutes before it."""
    made = []
    for email in addresses:
        cast = NOW + _minutes(rng, 9)
        made.append(Given(email, cast - _minutes(rng, 25), cast, 1))
    return made


def one_mailbox(rng: Random) -> list[Given]:
    """Plus tags and dots of one or two mailboxes."""
    names = ["nguyenvanlong", "tranthithao"][: rng.randrange(1, 3)]
    addresses: dict[str, None] = {}
    while len(addresses) < 25:
        name = rng.choice(names)
        place = rng.randrange(1, len(name))
        dotted = f"{name[:place]}.{name[place:]}" if rng.random() < 0.5 else name
        tag = f"+{rng.randrange(1000)}" if rng.random() < 0.8 else ""
        addresses[f"{dotted}{tag}@gmail.com"] = None
    return _farm(rng, list(addresses))


def thrown_away(rng: Random) -> list[Given]:
    """Most addresses at services that forget them within the hour."""
    addresses = _different(rng, 18, rng.choice(THROWN_AWAY)) + _different(rng, 8)
    return _farm(rng, addresses)


def counted_up(rng: Random) -> list[Given]:
    """One stem with running numbers at a free service."""
    first = rng.randrange(1, 900)
    stem = f"{rng.choice(GIVEN)}{rng.choice(FAMILY)}"
    addresses = [f"{stem}{first + place}@gmail.com" for place in range(24)]
    return _farm(rng, addresses + _different(rng, 4))


def paid_people(rng: Random) -> list[Given]:
    """Real people with real addresses, paid for one vote: nothing but haste tells them."""
    return _farm(rng, _different(rng, 26))


HONEST = {
    "a class": a_class,
    "a school with numbers": a_school_with_numbers,
    "a family room": a_family_room,
}
FRAUD = {
    "one mailbox": one_mailbox,
    "thrown away": thrown_away,
    "counted up": counted_up,
    "paid people": paid_people,
}
