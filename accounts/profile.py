"""What a person says about themselves, and what they agree to."""

import datetime
from collections.abc import Callable
from typing import Any

from allauth.account.signals import email_changed
from django.db import transaction
from django.dispatch import receiver

from accounts import site_roles
from accounts.models import Consent, Unit, User

# By these a person is related to works, and found again.
_KNOWN_BY = ("full_name", "unit", "email", "phone")
_hears: list[Callable[[User], None]] = []


def on_change(hears: Callable[[User], None]) -> Callable[[User], None]:
    """Call this with every person who is known by something else than before, in the transaction
    of the change.
    """
    _hears.append(hears)
    return hears


def known_by(person: User) -> tuple[Any, ...]:
    """What the stored account is known by."""
    return User.objects.values_list(*_KNOWN_BY).get(pk=person.pk)


def tell_of_change(person: User, before: tuple[Any, ...]) -> None:
    """To those who hear of it, where the stored account is known by something else than `before`
    (`known_by`).
    """
    if known_by(person) != before:
        _tell(person)


def _tell(person: User) -> None:
    for hears in _hears:
        hears(person)


@receiver(email_changed)
def _another_address(user: User, **_keywords: Any) -> None:
    _tell(user)


@transaction.atomic
def change_details(
    *,
    full_name: str,
    unit: Unit | None,
    language: str,
    wants_reminders: bool = True,
    by: User,
) -> User:
    """A person's own name, unit and language, and whether reminders are wanted."""
    before = known_by(by)
    by.full_name = full_name
    by.unit = unit
    by.language = language
    by.wants_reminders = wants_reminders
    by.save()
    tell_of_change(by, before)
    return by


@transaction.atomic
def put_in_use(person: User, is_on: bool, *, reason: str, by: User, at: datetime.datetime) -> None:
    """Switch an account on or off, with its line in the site's ledger; inside the transaction of
    whoever decides on it.
    """
    person.is_active = is_on
    person.save(update_fields=["is_active"])
    person.__dict__.pop("roles", None)
    site_roles.switched(person, is_on, reason=reason, by=by, at=at)


def agree(*, kind: str, version: str, by: User, at: datetime.datetime) -> Consent:
    """The person agrees to this version of a text (Luật 91/2025/QH15, Điều 9)."""
    return Consent.objects.create(user=by, kind=kind, version=version, given_at=at)
