"""Which letters an office may word itself, each with the placeholders that it knows.

A letter is one of the product's mails. Its own text stands in templates/emails/; the editor shows
that very text with {placeholders} where a mail has words.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Variable, VariableDoesNotExist
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from competition.models import Edition

# What a mail is made of, by the names that its template knows.
Words = dict[str, Any]
_LONG = "DATETIME_FORMAT"


@dataclass(frozen=True)
class Placeholder:
    """A word of a letter that differs from mail to mail.

    `path` is where a template finds it (`entry.title`), `form` how a moment or a day is written.
    """

    name: str
    label: str | Promise
    path: str
    form: str = ""

    def value(self, words: Words) -> str:
        """What stands there in one mail; empty where there is nothing."""
        try:
            found = Variable(self.path).resolve(Context(words))
        except (VariableDoesNotExist, ObjectDoesNotExist):
            return ""
        if isinstance(found, datetime.datetime):
            return date_format(localtime(found), self.form or _LONG)
        if isinstance(found, datetime.date):
            return date_format(found, self.form or "SHORT_DATE_FORMAT")
        return "" if found is None else str(found)


NAME = Placeholder("ho_ten", _("name of who receives it"), "recipient.full_name")
LINK = Placeholder("duong_dan", _("address of the page"), "link")


@dataclass(frozen=True)
class Letter:
    """A mail that an office may word itself.

    `fits` says whether a mail of this template is this letter, `shape` makes the template write
    this letter and no other of its kinds. `case` finds a real one in an edition: the words of the
    mail, the person who receives it as `recipient` and the page as `link`.
    """

    name: str
    template: str
    label: str | Promise
    placeholders: tuple[Placeholder, ...]
    case: Callable[[Edition], Words | None]
    fits: Callable[[Words], bool] = lambda words: True
    shape: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> tuple[Placeholder, ...]:
        """Every placeholder: of this letter, and those that each one has."""
        return (NAME, *self.placeholders, LINK)

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.words]


_letters: dict[str, Letter] = {}


def letter(one: Letter) -> Letter:
    """Register a letter that an office may word itself."""
    _letters[one.name] = one
    return one


def letters() -> Iterator[Letter]:
    """All of them, in the order in which the rooms name them."""
    yield from _letters.values()


def letter_of(name: str) -> Letter | None:
    """The letter of this name."""
    return _letters.get(name)


def fitting(template: str, words: Words) -> Letter | None:
    """Which letter a mail of this template is; None where no office words it."""
    for one in _letters.values():
        if one.template == template and one.fits(words):
            return one
    return None


# Where the words of a mail say to which edition it belongs.
_EDITIONS = (
    "edition",
    "entry.edition",
    "round.edition",
    "panel.round.edition",
    "judge.panel.round.edition",
    "joint.edition",
)


def edition_of(words: Words) -> Edition | None:
    """The edition that a mail is about; None where it is about none."""
    for path in _EDITIONS:
        try:
            found = Variable(path).resolve(Context(words))
        except (VariableDoesNotExist, ObjectDoesNotExist):
            continue
        if isinstance(found, Edition):
            return found
    return None
