"""Every model of ours has a factory, and what a factory makes is a valid row."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from django.apps import apps
from factory.django import DjangoModelFactory

from tests import factories
from tests.factories.submissions import SimilarPairFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ROOT = Path(__file__).resolve().parents[2]


def ours() -> list:
    """The models of the apps whose code stands in this repository."""
    folders = {entry.name for entry in ROOT.iterdir() if entry.is_dir()}
    return [
        model
        for model in apps.get_models()
        if model._meta.app_config.name.partition(".")[0] in folders
    ]


def made_by() -> dict:
    """{model: its factory}. Raises AssertionError when a model has two."""
    by_model = {}
    for module in pkgutil.iter_modules(factories.__path__):
        if module.name.startswith("test_"):
            continue
        for made in vars(importlib.import_module(f"tests.factories.{module.name}")).values():
            if not isinstance(made, type) or not issubclass(made, DjangoModelFactory):
                continue
            if made is DjangoModelFactory or made._meta.abstract:
                continue
            model = made._meta.model
            assert by_model.setdefault(model, made) is made, f"{model} has two factories"
    return by_model


FACTORIES = made_by()


@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.label)
class TestEveryModel:
    def test_has_a_factory(self, model):
        assert model in FACTORIES

    def test_a_row_is_kept_and_valid(self, model):
        row = FACTORIES[model]()
        kept = model._default_manager.get(pk=row.pk)
        kept.full_clean()

    def test_a_second_row_stands_beside_the_first(self, model):
        first = FACTORIES[model]()
        second = FACTORIES[model]()
        assert first.pk != second.pk

    def test_says_what_it_is(self, model):
        assert str(FACTORIES[model]())


def test_rows_that_belong_together_belong_to_one_edition():
    pair = SimilarPairFactory()
    assert pair.other.entry.edition == pair.version.entry.edition
    assert pair.other.entry.field.edition == pair.version.entry.edition
