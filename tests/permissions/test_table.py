"""Every predicate, asked in every state by everybody, answers as the table says."""

import inspect

import pytest
from django.db import transaction

from tests.architecture.permissions import predicates
from tests.architecture.routes import SCOPES, said
from tests.permissions import states
from tests.permissions.asking import ask
from tests.permissions.table import PEOPLE, TABLE, answers, rows_of

pytestmark = pytest.mark.django_db
KNOWN = predicates()


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_everybody_gets_the_answer_of_the_table(scene, name):
    known = {
        state: ask(KNOWN[name], scene, change) for state, change in states.of(KNOWN[name]).items()
    }
    assert known == answers(TABLE.get(name, {})), f'"{name}": {rows_of(known)},'


def test_people_of_another_edition_may_do_nothing_here():
    """Nothing but what every person with an account may do, wherever a predicate is about
    something; doors that open to a role held anywhere are about nothing yet.
    """
    beyond = [PEOPLE.index("other secretariat"), PEOPLE.index("other committee")]
    voter = PEOPLE.index("voter")
    wrong = [
        f"{name} ({state})"
        for name, rows in TABLE.items()
        for state, digits in answers(rows).items()
        if len(inspect.signature(KNOWN[name]).parameters) > 1
        and any(digits[place] > digits[voter] for place in beyond)
    ]
    assert wrong == []


def test_an_account_that_is_not_in_use_may_do_nothing():
    inactive = PEOPLE.index("inactive")
    stranger = PEOPLE.index("stranger")
    wrong = [
        f"{name} ({state})"
        for name, rows in TABLE.items()
        for state, digits in answers(rows).items()
        if digits[inactive] > digits[stranger]
    ]
    assert wrong == []


@pytest.mark.parametrize("predicate", sorted(SCOPES, key=said), ids=said)
def test_the_rows_that_a_person_may_see_are_those_of_the_predicate(scene, predicate):
    """A view that takes its object from such rows has asked the predicate."""
    kind = list(inspect.signature(predicate).parameters.values())[1].annotation
    for state, change in states.of(predicate).items():
        before = dict(scene.objects)
        with transaction.atomic():
            change(scene)
            row = scene.objects[kind.__name__]
            for name, person in scene.people.items():
                if person.is_authenticated:
                    seen = [rows(person).filter(pk=row.pk).exists() for rows in SCOPES[predicate]]
                    assert set(seen) == {bool(predicate(person, row))}, (state, name)
            transaction.set_rollback(True)
        scene.objects = before
