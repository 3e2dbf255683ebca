"""Roles for the whole site, administrators and accounts that were switched off, in a chain of their
own: who holds such a role may be the second person in every edition, whoever is switched off in
none, and no edition's ledger has a line for all of it.

Person and role stand beside the lines. The chain's head is published with each.
"""

import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from foundation.ledger import chain, reading

CHAIN = "site"
GATE = "site.roles"
GATE_OF_ACCOUNTS = "site.accounts"
ADMINISTRATOR = "administrator"  # no role: rights without bounds


@transaction.atomic
def given(person: AbstractBaseUser, role: str) -> None:
    """A line for a role that somebody has for the whole site from now on."""
    at = timezone.now()
    chain.append(CHAIN, "site_role.given", {}, at=at, beside=_named(person.pk, role))
    chain.publish_head(CHAIN, "site.roles", at=at)


@transaction.atomic
def taken(person: AbstractBaseUser, role: str) -> None:
    """A line for a role that somebody no longer has for the whole site."""
    at = timezone.now()
    chain.append(CHAIN, "site_role.taken", {}, at=at, beside=_named(person.pk, role))
    chain.publish_head(CHAIN, "site.roles", at=at)


@transaction.atomic
def switched(
    person: AbstractBaseUser,
    is_on: bool,
    *,
    reason: str,
    by: AbstractBaseUser,
    at: datetime.datetime,
) -> None:
    """A line for an account that is in use from now on, or is not any more."""
    named = {"person": person.pk}
    if is_on:
        chain.append(CHAIN, "account.switched_on", {}, at=at, by=by, text=reason, beside=named)
    else:
        chain.append(CHAIN, "account.switched_off", {}, at=at, by=by, text=reason, beside=named)
    chain.publish_head(CHAIN, "site.accounts", at=at)


def switched_off() -> dict[int, str]:
    """{person's number: ""} of the accounts that are switched off after the lines. Raises KeyError
    where somebody else stands beside a line than it holds.
    """
    found: dict[int, str] = {}
    for line in reading.lines(CHAIN, "account.switched_off", "account.switched_on"):
        person = line.told["person"]
        if line.verb == "account.switched_off":
            found[person] = ""
        else:
            found.pop(person, None)
    return found


def _named(person: int, role: str) -> dict[str, int | str]:
    return {"person": person, "role": role}


def told() -> dict[str, str]:
    """{"role of person number": ""} of all who hold one after the lines. Raises KeyError where
    somebody else stands beside a line than it holds.
    """
    found: dict[str, str] = {}
    for line in reading.lines(CHAIN, "site_role.given", "site_role.taken"):
        said = line.told
        held = place_of(said["person"], said["role"])
        if line.verb == "site_role.given":
            found[held] = ""
        else:
            found.pop(held, None)
    return found


def place_of(person: int, role: str) -> str:
    return f"{role} of person {person}"
