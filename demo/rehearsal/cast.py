"""The people of a rehearsal. They share one password hash (or none): hashing thousands would be the
longest step.
"""

from dataclasses import dataclass, field
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.membership import grant
from accounts.models import Consent, Membership, Unit, User
from competition import clock
from competition.models import Edition
from demo.edition import people
from foundation.ledger import chain


@dataclass
class Cast:
    """Who plays in one edition."""

    secretary: User
    second: User
    committee: list[User]
    judges: list[User] = field(default_factory=list)
    entrants: list[User] = field(default_factory=list)
    voters: list[User] = field(default_factory=list)


def make_people(
    rng: Random, count: int, prefix: str, *, password: str = "", units: list[Unit] | None = None
) -> list[User]:
    """That many people `<prefix>1@example.vn` …, verified; created in bulk with one shared hash."""
    hashed = make_password(password or None)
    users = []
    for number, name in enumerate(people.distinct_names(rng, count), start=1):
        user = User(
            email=f"{prefix}{number}@example.vn",
            full_name=name,
            password=hashed,
            unit=rng.choice(units) if units else None,
        )
        user.set_keys()
        users.append(user)
    users = User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    Consent.objects.bulk_create(
        Consent(user=user, kind=Consent.Kind.PERSONAL_DATA, version="2026-1", given_at=clock.now())
        for user in users
    )
    return users


def cast_for(
    edition: Edition, rng: Random, *, prefix: str, password: str = "", committee: int = 7
) -> Cast:
    """Secretariat and committee of an edition, with their roles."""
    office = make_people(rng, 2, f"{prefix}thuky", password=password)
    members = make_people(rng, committee, f"{prefix}btc", password=password)
    for user in office:
        give(user, Membership.Role.SECRETARIAT, edition)
    for user in members:
        give(user, Membership.Role.COMMITTEE, edition)
    return Cast(office[0], office[1], members)


def give(user: User, role: str, edition: Edition, unit: Unit | None = None) -> None:
    """A role with the line that its verb would have written; nobody is told."""
    grant(user, role, edition_id=edition.pk, unit=unit)
    line = {"role": role, "person": user.pk}
    line |= {"unit": unit.code} if unit else {"reason": chain.digest_of("")}
    chain.append(edition.chain, "role.given", line, at=clock.now())
