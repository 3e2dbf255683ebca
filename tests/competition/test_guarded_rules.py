"""Every column of an edition and of its rules is guarded once the regulation is published, or is
free with a reason.
"""

import datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models
from modelcluster.models import ClusterableModel, get_all_child_relations

from competition import clock
from competition.corrections import RULES
from competition.errors import Frozen
from competition.models import Edition
from competition.models.rules import RuleOfEdition
from tests.factories.competition import (
    CriterionFactory,
    DocumentTextFactory,
    EditionFactory,
    EntryKindFactory,
    FieldFactory,
    PhaseFactory,
    PrizeTierFactory,
    PublicationFactory,
    QuestionFactory,
    RubricBandFactory,
    SchemeFactory,
)
from tests.factories.moments import NOON, days

pytestmark = pytest.mark.django_db

FACTORIES = [
    EditionFactory,
    PhaseFactory,
    SchemeFactory,
    CriterionFactory,
    RubricBandFactory,
    PrizeTierFactory,
    FieldFactory,
    EntryKindFactory,
    QuestionFactory,
    DocumentTextFactory,
]
MODELS = [factory._meta.model for factory in FACTORIES]


def hangs_on(model: type[models.Model]) -> set[type[models.Model]]:
    """The models whose rows are changed on the page of this one, and theirs."""
    found = {model}
    if issubclass(model, ClusterableModel):
        for relation in get_all_child_relations(model):
            found |= hangs_on(relation.related_model)
    return found


def test_no_model_of_the_rules_is_forgotten():
    on_pages = set().union(*(hangs_on(model) for model in RULES.values()))
    rules = {model for model in apps.get_models() if issubclass(model, RuleOfEdition)}
    assert on_pages | rules == set(MODELS)


def columns(model: type[models.Model]) -> list[models.Field]:
    """What somebody writes; where a row hangs is another question."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key
        and not getattr(field, "auto_now_add", False)
        and not (field.is_relation and field.related_model in MODELS)
    ]


def other(field: models.Field, value):
    """Another value of this column; the guard asks before the database does."""
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return (value or NOON) + datetime.timedelta(days=1)
    if isinstance(field, models.DateField):
        return (value or NOON.date()) + datetime.timedelta(days=1)
    if isinstance(field, models.JSONField):
        return ["shared"]
    if isinstance(field, (models.IntegerField, models.DecimalField, models.ForeignKey)):
        return (value or Decimal(0)) + 1
    return f"{value}x"


EVERY = [
    pytest.param(factory, field.attname, id=f"{factory._meta.model.__name__}.{field.name}")
    for factory in FACTORIES
    for field in columns(factory._meta.model)
]


def published_row(factory):
    row = factory()
    edition = row if isinstance(row, Edition) else getattr(row, "governing_edition", None)
    PublicationFactory(edition=edition or row.edition)
    return type(row).objects.get(pk=row.pk)


@pytest.mark.parametrize(("factory", "column"), EVERY)
def test_a_column_is_guarded_or_free_with_a_reason(factory, column):
    row = published_row(factory)
    field = row._meta.get_field(column.removesuffix("_id"))
    setattr(row, column, other(field, getattr(row, column)))
    reasons = getattr(row, "FREE", {})
    if reasons.get(field.name) or reasons.get("*"):
        row.save()
        return
    with clock.set_to(days(-60)), pytest.raises(Frozen, match="đã công bố"):
        row.save()


@pytest.mark.parametrize("model", MODELS)
def test_what_is_free_is_there(model):
    names = {field.name for field in model._meta.concrete_fields}
    assert set(getattr(model, "FREE", {})) - {"*"} <= names
