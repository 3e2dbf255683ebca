"""Seeing a verb refuse: nothing is written, whoever asks and whatever is asked."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

from accounts.membership import grant
from accounts.models import Membership, User
from competition import clock
from competition.models import Edition
from demo.edition import rules
from demo.rehearsal.whole import BEGINS, DAYS

HOUSE = ("accounts", "competition", "submissions", "judging", "voting", "awards", "foundation")


@contextmanager
def unchanged() -> Iterator[None]:
    """Not one row of the house differs afterwards: no state, no message, no job, no ledger line."""
    before = _rows()
    yield
    after = _rows()
    changed = [table for table, rows in before.items() if rows != after[table]]
    assert changed == []


def _rows() -> dict[str, list[tuple]]:
    """{table: its rows as the database has them}, of everything that a verb could write."""
    found = {}
    with connection.cursor() as cursor:
        for table, asked in _questions().items():
            cursor.execute(*asked)
            found[table] = cursor.fetchall()
    return found


@functools.cache
def _questions() -> dict[str, tuple[str, tuple]]:
    """{table: the question for all its rows}, put together once a process."""
    return {
        model._meta.db_table: model._base_manager.order_by("pk").query.sql_with_params()
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.split(".")[0] in HOUSE
    }


def another_edition(edition: Edition) -> Edition:
    """One of the same contest, with the same dates."""
    with clock.set_to(BEGINS.replace(year=BEGINS.year - 1)):
        return rules.edition(
            edition.contest,
            slug=f"{edition.slug}-khac",
            number=edition.number + 50,
            year=edition.year + 50,
            name="Lần khác",
            name_en="Another edition",
            begins=BEGINS,
            days=DAYS,
            prefix="KHAC",
        )


def secretary_of_another(edition: Edition) -> User:
    """Somebody who may do everything, in another edition."""
    secretary = person("thu-ky-lan-khac")
    elsewhere = another_edition(edition)
    grant(secretary, Membership.Role.SECRETARIAT, edition_id=elsewhere.pk)
    return secretary


def person(name: str) -> User:
    """Somebody without any role."""
    return User.objects.create_user(f"{name}@example.vn", full_name=f"Người {name}")


def known_as(rehearsal, who: str) -> User:
    """A person of a rehearsal by what he or she is there: those who may not do what the
    secretariat of the edition does.
    """
    if who == "secretary of another edition":
        return secretary_of_another(rehearsal.edition)
    cast = rehearsal.cast
    people = {
        "entrant": cast.entrants[0],
        "judge": cast.judges[0],
        "committee member": cast.committee[0],
        "voter": cast.voters[0],
        "secretary who left": cast.second,
    }
    if who == "secretary who left":
        cast.second.is_active = False
        cast.second.save()
    return people[who]


OUTSIDERS = [
    "entrant",
    "judge",
    "committee member",
    "secretary of another edition",
    "secretary who left",
]
