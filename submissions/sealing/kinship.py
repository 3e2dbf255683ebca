"""Who is related to which work: sets and look-ups, no rows.

So 5,000 works and 300 judges take seconds.

People are written down in many ways: names are compared without accents, case, titles and order of
words, i and y alike; phone numbers by their last nine digits; addresses by the domain that can be
registered; workplaces by the unit's name in them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
_UNIT_WORDS = (2, 12)  # a unit's name in a workplace has at least and at most so many words
NO_ACCOUNT = 0  # the key of an author, who is written down by name only

AUTHOR = "author"  # the reason that nobody clears
# The reason of a tie -> its strength, from 0 to 1.
STRENGTH = {
    AUTHOR: 1.0,
    "declared": 1.0,
    "phone": 0.9,
    "same_unit": 0.8,
    "same_name": 0.7,
    "co_author": 0.7,
    "email_domain": 0.6,
}


@dataclass(frozen=True)
class Person:
    """A judge or an author as written down.

    `unit_path` is the unit's path in the tree, "" for none or the root.
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
    """What relates a judge to a work, and in words what it goes through."""

    judge: int
    reason: str  # a key of STRENGTH
    strength: float
    through: str


def name_of(name: str) -> tuple[str, ...]:
    """A name as it is compared: folded words without titles, i for y, in one order."""
    words = re.findall(r"[a-z]+", fold(name))
    words = words[_titles_before(words) :]
    if len(words) > 2:
        words[0] = _SHORT_FAMILY.get(words[0], words[0])
    return tuple(sorted(re.sub(r"y$", "i", word) for word in words))


def _titles_before(words: list[str]) -> int:
    """How many of the first words are titles; two words at least are the name."""
    most = min(_TITLE_WORDS, len(words) - 2)
    count = 0
    while count < most and words[count] in _TITLES:
        count += 1
    return count


def phone_of(phone: str) -> str:
    """The last nine digits; empty for less."""
    digits = re.sub(r"\D", "", phone)
    return digits[-9:] if len(digits) >= 9 else ""


def domain_of(email: str) -> str:
    """The domain that somebody registered, such as truong.edu.vn for x@mail.truong.edu.vn.

    Empty for shared providers.
    """
    labels = email.lower().rpartition("@")[2].split(".")
    if len(labels) < 2:
        return ""
    below_second_level = len(labels) >= 3 and labels[-2] in _SECOND_LEVEL
    registered = labels[-3:] if below_second_level else labels[-2:]
    domain = ".".join(registered)
    return "" if domain in PUBLIC_MAIL else domain


def user_of(email: str) -> str:
    """An address as it is compared: the same person at a sub-domain is the same person."""
    user, _, rest = email.lower().partition("@")
    return f"{user}@{domain_of(email) or rest}" if user else ""


def _words_of(workplace: str) -> list[str]:
    return re.findall(r"[^\s,;–\-]+", fold(workplace))


def _above(path: str) -> list[str]:
    """The path and those above it, without the root."""
    return [path[:length] for length in range(2 * _STEP, len(path) + 1, _STEP)]


class _Ties:
    """The ties of one work: each judge and reason once, by what was seen first."""

    def __init__(self) -> None:
        self.by_judge_and_reason: dict[tuple[int, str], Tie] = {}

    def note(self, judges: set[int], reason: str, through: str) -> None:
        for judge in judges:
            if (judge, reason) not in self.by_judge_and_reason:
                tie = Tie(judge, reason, STRENGTH[reason], through)
                self.by_judge_and_reason[judge, reason] = tie


class Index:
    """The judges' keys, by everything that may relate them to a work.

    `past` are the names of authors who shared an entry.
    """

    def __init__(self, judges: Iterable[Person], past: Iterable[Iterable[str]] = ()):
        self.keys: set[int] = set()
        self.by_mail: dict[str, set[int]] = defaultdict(set)
        self.by_domain: dict[str, set[int]] = defaultdict(set)
        self.by_phone: dict[str, set[int]] = defaultdict(set)
        self.by_name: dict[tuple[str, ...], set[int]] = defaultdict(set)
        # Names of people who shared an entry with somebody of the judge's name.
        self.by_companion: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self.by_unit: dict[str, set[int]] = defaultdict(set)
        # The judge's unit, and each above it.
        self.by_unit_above: dict[str, set[int]] = defaultdict(set)
        self.by_unit_name: dict[str, set[int]] = defaultdict(set)
        # What the judge has declared: as the name of a person, and as that of an organisation.
        self.by_interest: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self.by_interest_unit: dict[str, set[int]] = defaultdict(set)
        for judge in judges:
            self._take(judge)
        for names in past:
            self._take_companions({name_of(name) for name in names})

    def _take(self, judge: Person) -> None:
        self.keys.add(judge.key)
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

    def _take_companions(self, authors: set[tuple[str, ...]]) -> None:
        """Whoever shared an entry with somebody of a judge's name is that judge's companion."""
        for judge_name in authors & self.by_name.keys():
            for companion in authors - {judge_name}:
                self.by_companion[companion] |= self.by_name[judge_name]

    def relations_of(self, work: Work) -> Iterator[Tie]:
        """Everyone who is related to a work, each reason once."""
        ties = _Ties()
        self._note_unit(ties, work)
        for person in work.people:
            self._note_addresses(ties, person)
            self._note_name(ties, person)
        yield from ties.by_judge_and_reason.values()

    def _note_unit(self, ties: _Ties, work: Work) -> None:
        """The judge's unit is the work's, above it, or below it; or the judge declared it."""
        for path in _above(work.unit_path):
            ties.note(self.by_unit.get(path, set()), "same_unit", work.unit_name)
        if work.unit_path:
            ties.note(self.by_unit_above.get(work.unit_path, set()), "same_unit", work.unit_name)
        declared = _named_in(work.unit_name, self.by_interest_unit)
        ties.note(declared, "declared", work.unit_name)

    def _note_addresses(self, ties: _Ties, person: Person) -> None:
        """The judge is this person, or has an address at the same place, or the same phone."""
        ties.note({person.key} & self.keys, AUTHOR, person.name)
        for email in filter(None, person.emails):
            ties.note(self.by_mail.get(user_of(email), set()), AUTHOR, person.name or email)
            domain = domain_of(email)
            at_domain = self.by_domain.get(domain, set())
            ties.note(at_domain, "email_domain", f"{person.name}, {domain}")
        phone = phone_of(person.phone)
        ties.note(self.by_phone.get(phone, set()), "phone", f"{person.name}, …{phone[-4:]}")

    def _note_name(self, ties: _Ties, person: Person) -> None:
        """The judge has the same name, shared an entry, works there, or declared it."""
        name = name_of(person.name)
        if not name:
            return
        at_work = f"{person.name}, {person.workplace}"
        ties.note(self.by_name.get(name, set()), "same_name", person.name)
        ties.note(self.by_companion.get(name, set()), "co_author", person.name)
        ties.note(_named_in(person.workplace, self.by_unit_name), "same_unit", at_work)
        ties.note(self.by_interest.get(name, set()), "declared", person.name)
        ties.note(_named_in(person.workplace, self.by_interest_unit), "declared", at_work)


def _named_in(workplace: str, names: dict[str, set[int]]) -> set[int]:
    """Judges whose unit's name stands in a workplace as somebody wrote it.

    Word by word, from any word on.
    """
    if not names:
        return set()
    fewest, most = _UNIT_WORDS
    words = _words_of(workplace)
    judges: set[int] = set()
    for start in range(len(words)):
        for end in range(start + fewest, min(len(words), start + most) + 1):
            judges |= names.get(" ".join(words[start:end]), set())
    return judges
