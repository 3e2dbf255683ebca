"""Every column that leads to a person, or holds an address, has a declared fate."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from accounts import erasure
from accounts.erasure import Fate
from accounts.models import User

SAYS = ("email", "mail", "phone", "address")


def leads_to_a_person(field: models.Field) -> bool:
    """It points to a person, says who somebody is, or holds an address by its type or name."""
    is_own = field.model is User
    names_an_address = isinstance(field, models.EmailField) or any(
        word in field.name.split("_") for word in SAYS
    )
    return field.related_model is User or is_own or names_an_address


def columns_of(model: type[models.Model]) -> set[str]:
    own = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return {f"{model._meta.label}.{field.name}" for field in own if leads_to_a_person(field)}


def found() -> set[str]:
    columns = set()
    for model in apps.get_models(include_auto_created=True):
        columns |= columns_of(model)
    return columns


def undeclared(columns: set[str]) -> list[str]:
    return sorted(columns - set(erasure.columns()))


def test_every_column_has_a_fate():
    assert undeclared(found()) == []


def test_no_fate_is_of_a_column_that_is_not_there():
    assert sorted(set(erasure.columns()) - found()) == []


def test_every_fate_has_a_reason():
    assert [label for label, column in erasure.columns().items() if not column.why] == []


def test_what_is_unlinked_can_be_empty():
    unlinked = [one for one in erasure.columns().values() if one.fate is Fate.UNLINKED]
    assert all(one.model._meta.get_field(one.name).null for one in unlinked)


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("helper", models.ForeignKey(User, models.CASCADE, related_name="+")),
        ("helpers", models.ManyToManyField(User, related_name="+")),
        ("contact", models.EmailField()),
        ("home_phone", models.CharField(max_length=20)),
    ],
)
@isolate_apps("accounts")
def test_a_planted_column_is_seen(name, planted):
    meta = type("Meta", (), {"app_label": "accounts"})
    body = {name: planted, "Meta": meta, "__module__": __name__}
    model = type("Planted", (models.Model,), body)
    assert undeclared(columns_of(model)) == [f"accounts.Planted.{name}"]
