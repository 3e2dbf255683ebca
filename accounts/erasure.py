"""A person has the account erased: what is told of the person goes, records stay (ADR 21).

What becomes of every column that leads to a person is said by the modules `erasing` of the rooms,
next to what stands in the way there and what else goes.
"""

import datetime
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import membership, second_factor
from accounts.models import User
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.ledger import chain
from foundation.notifications import post
from foundation.notifications.models import Message

CHAIN = "accounts"
FAREWELL = "account-erased:"  # how the key of the last message begins
MOST_DAYS = 7  # that the last message waits to be sent


class NotErased(Exception):
    """The account is not erased now. Its text is meant for the person."""


class Fate(Enum):
    """What becomes of a column of a table when the person to whom it leads is erased."""

    ERASED = "the row goes, or the column is emptied"
    UNLINKED = "the row stays, and leads to nobody"
    KEPT = "a record: it stays, with the name of the person"
    BESIDE_RECORDS = "it stays with a person who is named in a record, and goes otherwise"


@dataclass(frozen=True)
class Column:
    """One column and its fate, with the reason."""

    model: type[models.Model]
    name: str
    fate: Fate
    why: str

    def leads_to_people(self) -> bool:
        return self.model._meta.get_field(self.name).related_model is User

    def rows(self, person: User) -> QuerySet:
        """Those that lead to this person."""
        return self.model._base_manager.filter(**{self.name: person})


# Why the account stays for now, in words for the person; empty where nothing stands in the way.
Obstacle = Callable[[User, datetime.datetime], str]
# Lets go of what no column says.
Release = Callable[[User, datetime.datetime], None]

_declared: dict[str, tuple[Fate, str]] = {}
_obstacles: list[Obstacle] = []
_releases: list[Release] = []


def declare(fate: Fate, why: str, *columns: str) -> None:
    """Say what becomes of columns ("voting.Tally.closed_by"), and why."""
    _declared.update(dict.fromkeys(columns, (fate, why)))


def obstacle(function: Obstacle) -> Obstacle:
    """Register what may stand in the way; asked in the order of the rooms."""
    _obstacles.append(function)
    return function


def release(function: Release) -> Release:
    """Register what goes beside the columns; called before they are emptied."""
    _releases.append(function)
    return function


def columns() -> dict[str, Column]:
    """Every declared column under its label."""
    found = {}
    for label, (fate, why) in _declared.items():
        model, _dot, name = label.rpartition(".")
        found[label] = Column(apps.get_model(model), name, fate, why)
    return found


def refusal(person: User, at: datetime.datetime) -> str:
    """The first thing that stands in the way, in words; empty when the account may be erased."""
    said = (find(person, at) for find in _obstacles)
    return next(filter(None, said), "")


@transaction.atomic
def erase(*, person: User, by: User, at: datetime.datetime) -> None:
    """Everything that is told of the person goes, at once and for good; records keep the name.

    The person is told at the address of the account, which is forgotten once that is sent. Raises
    NotErased.
    """
    if by.pk != person.pk:
        raise NotErased(_("Only you can have your account erased."))
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.erased_at is not None:
        raise NotErased(_("This account is erased already."))
    if reason := refusal(person, at):
        raise NotErased(reason)
    addresses = addresses_of(person)
    for let_go in _releases:
        let_go(person, at)
    is_in_records = _carry_out(person)
    Message.objects.filter(address__in=addresses).delete()
    _say_farewell(person, is_in_records=is_in_records)
    _empty(person, is_in_records=is_in_records, at=at)
    second_factor.end_sessions(person)
    chain.append(CHAIN, "account.erased", {}, at=at)


def addresses_of(person: User) -> set[str]:
    """E-mail addresses and phone of the account, confirmed or not."""
    emails = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return {address for address in (person.email, person.phone, *emails) if address}


def _carry_out(person: User) -> bool:
    """Do what the columns say; whether a record names the person."""
    people = [column for column in columns().values() if column.leads_to_people()]
    for column in people:
        if column.fate is Fate.ERASED:
            column.rows(person).delete()
        elif column.fate is Fate.UNLINKED:
            column.rows(person).update(**{column.name: None})
    records = (column for column in people if column.fate is Fate.KEPT)
    is_in_records = any(column.rows(person).exists() for column in records)
    for column in people:
        if column.fate is Fate.BESIDE_RECORDS and not is_in_records:
            column.rows(person).delete()
    return is_in_records


def _empty(person: User, *, is_in_records: bool, at: datetime.datetime) -> None:
    """The row says nothing of the person any more, but for the name that records need."""
    if not is_in_records:
        person.full_name = ""
    person.email = None
    person.phone = None
    person.phone_verified_at = None
    person.unit = None
    person.interests = ""
    person.language = User._meta.get_field("language").get_default()
    person.password = UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(20)
    person.last_login = None
    person.date_joined = at
    person.is_active = False
    membership.leave_office(person)
    person.erased_at = at
    person.save()


def _say_farewell(person: User, *, is_in_records: bool) -> None:
    key = f"{FAREWELL}{secrets.token_hex(8)}"
    if person.email:
        words = {"recipient": person, "is_in_records": is_in_records}
        language = person.language
        post.write_to(person.email, "account_erased", words, key=key, language=language)
    elif person.phone:
        post.text_to(person.phone, _("Your account of the contest is erased."), key=key)


@work.daily("forget_farewells")
def forget_farewells(job: Job) -> tuple[int, int]:
    """The last messages that were sent go, with the address; also those that nobody could send."""
    last_day = timezone.now() - datetime.timedelta(days=MOST_DAYS)
    is_over = ~Q(delivery=Message.Delivery.WAITING) | Q(created_at__lt=last_day)
    Message.objects.filter(is_over, key__startswith=FAREWELL).delete()
    return 1, 1
