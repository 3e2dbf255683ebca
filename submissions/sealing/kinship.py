"""Who is related to which work: pure sets and look-ups, no rows, so that 5,000 works and 300 judges
take seconds.

People are written down in many ways: names are compared without accents, case, titles and order of
words, i and y alike; phone numbers by their last nine digits; addresses by the domain that can be
registered; workplaces by the unit's name in them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from foundation.vietnamese.text import fold

# Shared providers: an address there says nothing about a workplace.
PUBLIC_MAIL = {
    "gmail.com",
    "yahoo.com",
    "yahoo.com.vn",
    "outlook.com",
    "hotmail.com",
    "icloud.com",
    "example.com",
    "example.vn",
}
_SECOND_LEVEL = {"edu", "gov", "com", "org", "net", "ac", "info"}
_TITLES = {
    "ts",
    "ths",
    "pgs",
    "gs",
    "ks",
    "cn",
    "bs",
    "ong",
    "ba",
    "anh",
    "chi",
    "tien",
    "si",
    "thac",
    "ky",
    "su",
    "pgsts",
    "gsts",
    "tskh",
}
_TITLE_WORDS = 3  # at most so many of the first words are titles
_SHORT_FAMILY = {"ng": "nguyen", "ngh": "nguyen", "tr": "tran", "ph": "pham", "h": "hoang"}
_STEP = 4  # characters of one level in a treebeard path


@dataclass(frozen=True)
class Person:
    """A judge or an author as written down. `unit_path` is the unit's path in the tree, "" for none
    or the root.
    """

    key: int
    name: str
    emails: frozenset[str] = frozenset()
    phone: str = ""
    unit_path: str = ""
    unit_name: str = ""
    workplace: str = ""
    interests: tuple[str, ...] = ()  # people and organisations that a judge has declared


@dataclass(frozen=True)
class Work:
    """An entry: its owner and authors, the path of its unit and its name."""

    key: int
    people: tuple[Person, ...]
    unit_path: str = ""
    unit_name: str = ""


class Tie(NamedTuple):
    """What relates a judge to a work: the reason's code, its strength from 0 to 1, and in words
    what it goes through.
    """

    judge: int
    reason: str
    strength: float
    through: str


def name_of(name: str) -> tuple[str, ...]:
    """A name as it is compared: folded words without titles, i for y, in one order."""
    words = re.findall(r"[a-z]+", fold(name))
    if "." in name:
        words = [word for piece in fold(name).split() for word in re.findall(r"[a-z]+", piece)]
    first = 0
    while first < min(_TITLE_WORDS, len(words) - 2) and words[first] in _TITLES:
        first += 1
    words = words[first:]
    words = [
        _SHORT_FAMILY.get(word, word) if place == 0 and len(words) > 2 else word
        for place, word in enumerate(words)
    ]
    return tuple(sorted(re.sub(r"y\b", "i", word) for word in words))


def phone_of(phone: str) -> str:
    """The last nine digits; empty for less."""
    digits = re.sub(r"\D", "", phone)
    return digits[-9:] if len(digits) >= 9 else ""


def domain_of(email: str) -> str:
    """The domain that somebody registered, such as truong.edu.vn for x@mail.truong.edu.vn; empty
    for shared providers.
    """
    labels = email.lower().rpartition("@")[2].split(".")
    keep = 3 if len(labels) >= 3 and labels[-2] in _SECOND_LEVEL else 2
    domain = ".".join(labels[-keep:])
    return "" if domain in PUBLIC_MAIL or len(labels) < 2 else domain


def user_of(email: str) -> str:
    """An address as it is compared: the same person at a sub-domain is the same person."""
    user, _, rest = email.lower().partition("@")
    return f"{user}@{domain_of(email) or rest}" if user else ""


def _words_of(workplace: str) -> list[str]:
    return re.findall(r"[^\s,;–\-]+", fold(workplace))


def _above(path: str) -> list[str]:
    """The path and those above it, without the root."""
    return [path[:length] for length in range(2 * _STEP, len(path) + 1, _STEP)]


@dataclass
class Index:
    """The judges, by everything that may relate them to a work; `past` are the names of authors who
    shared an entry.
    """

    judges: list[Person]
    past: Iterable[Iterable[str]] = ()
    by_mail: dict = field(default_factory=lambda: defaultdict(set))
    by_domain: dict = field(default_factory=lambda: defaultdict(set))
    by_phone: dict = field(default_factory=lambda: defaultdict(set))
    by_name: dict = field(default_factory=lambda: defaultdict(set))
    by_companion: dict = field(default_factory=lambda: defaultdict(set))
    by_unit: dict = field(default_factory=lambda: defaultdict(set))  # the judge's own unit
    by_unit_above: dict = field(
        default_factory=lambda: defaultdict(set)
    )  # the judge's unit, and each above it
    by_unit_name: dict = field(default_factory=lambda: defaultdict(set))
    by_interest: dict = field(default_factory=lambda: defaultdict(set))  # a declared person's name
    by_interest_unit: dict = field(
        default_factory=lambda: defaultdict(set)
    )  # a declared organisation's name, word by word

    def __post_init__(self):
        for judge in self.judges:
            self._take(judge)
        for names in self.past:
            keys = {name_of(name) for name in names}
            for key in keys & self.by_name.keys():
                for other in keys - {key}:
                    self.by_companion[other] |= self.by_name[key]

    def _take(self, judge: Person) -> None:
        for email in filter(None, judge.emails):
            self.by_mail[user_of(email)].add(judge.key)
            if domain := domain_of(email):
                self.by_domain[domain].add(judge.key)
        if phone := phone_of(judge.phone):
            self.by_phone[phone].add(judge.key)
        self.by_name[name_of(judge.name)].add(judge.key)
        if judge.unit_path:
            self.by_unit[judge.unit_path].add(judge.key)
            for path in _above(judge.unit_path):
                self.by_unit_above[path].add(judge.key)
        if judge.unit_name:
            self.by_unit_name[" ".join(_words_of(judge.unit_name))].add(judge.key)
        for interest in judge.interests:
            self.by_interest[name_of(interest)].add(judge.key)
            self.by_interest_unit[" ".join(_words_of(interest))].add(judge.key)

    @staticmethod
    def _named_in(workplace: str, names: dict) -> set[int]:
        """Judges whose unit's name stands in a workplace as somebody wrote it: word by word, from
        any word on.
        """
        words = _words_of(workplace)
        found = set()
        for start in range(len(words)):
            for end in range(start + 2, min(len(words), start + 12) + 1):
                found |= names.get(" ".join(words[start:end]), set())
        return found

    def relations_of(self, work: Work) -> Iterator[Tie]:
        """Everyone who is related to a work, each reason once, by its strongest tie."""
        found: dict[tuple[int, str], Tie] = {}

        def note(keys: set[int], reason: str, strength: float, through: str) -> None:
            for key in keys:
                if (key, reason) not in found or found[key, reason].strength < strength:
                    found[key, reason] = Tie(key, reason, strength, through)

        for path in _above(work.unit_path):
            note(self.by_unit.get(path, set()), "same_unit", 0.8, work.unit_name)
        if work.unit_path:
            note(self.by_unit_above.get(work.unit_path, set()), "same_unit", 0.8, work.unit_name)
        if self.by_interest_unit:
            note(
                self._named_in(work.unit_name, self.by_interest_unit),
                "declared",
                1.0,
                work.unit_name,
            )
        for person in work.people:
            note({person.key} & self._keys, "author", 1.0, person.name)
            for email in filter(None, person.emails):
                note(self.by_mail.get(user_of(email), set()), "author", 1.0, person.name)
                note(
                    self.by_domain.get(domain_of(email), set()),
                    "email_domain",
                    0.6,
                    f"{person.name}, {domain_of(email)}",
                )
            note(
                self.by_phone.get(phone_of(person.phone), set()),
                "phone",
                0.9,
                f"{person.name}, …{phone_of(person.phone)[-4:]}",
            )
            key = name_of(person.name)
            note(self.by_name.get(key, set()), "same_name", 0.7, person.name)
            note(self.by_companion.get(key, set()), "co_author", 0.7, person.name)
            note(
                self._named_in(person.workplace, self.by_unit_name),
                "same_unit",
                0.8,
                f"{person.name}, {person.workplace}",
            )
            note(self.by_interest.get(key, set()), "declared", 1.0, person.name)
            if self.by_interest_unit:
                note(
                    self._named_in(person.workplace, self.by_interest_unit),
                    "declared",
                    1.0,
                    f"{person.name}, {person.workplace}",
                )
        yield from found.values()

    @property
    def _keys(self) -> set[int]:
        keys = self.__dict__.get("_all_keys")
        if keys is None:
            keys = self.__dict__["_all_keys"] = {judge.key for judge in self.judges}
        return keys
