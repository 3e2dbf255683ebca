"""What a person says about themselves, and what they agree to."""

import datetime

from django.db import transaction

from accounts import site_roles
from accounts.models import Consent, Unit, User


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
    by.full_name = full_name
    by.unit = unit
    by.language = language
    by.wants_reminders = wants_reminders
    by.save()
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
