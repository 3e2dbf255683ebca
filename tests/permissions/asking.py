"""How everybody of the scene is asked."""

import inspect

from django.db import transaction

from accounts.models import User


def knows_strangers(predicate) -> bool:
    """A predicate about a `User` alone stands behind a sign-in (tests/architecture/routes)."""
    person = next(iter(inspect.signature(predicate).parameters.values()))
    return person.annotation is not User


def ask(predicate, scene, change) -> str:
    """One digit a person, after a change of the scene that is taken back again."""
    before = dict(scene.objects)
    with transaction.atomic():
        change(scene)
        arguments = [
            scene.of(parameter.annotation, parameter.name)
            for parameter in list(inspect.signature(predicate).parameters.values())[1:]
        ]
        asked = [
            (person.is_authenticated or knows_strangers(predicate))
            and predicate(person, *arguments)
            for person in scene.people.values()
        ]
        transaction.set_rollback(True)
    scene.objects = before
    return "".join(str(int(bool(allowed))) for allowed in asked)
