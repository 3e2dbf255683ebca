"""Another value in each column of the newest row of each table of the process, written past the
guards: it is found, or the list says why nothing rests on it. An ordinary run takes a tenth of the
columns; under `./run soak` all of them and more rows.
"""

import pytest
from django.apps import apps

from competition import audit
from tests import guards
from tests.drawn import is_drawn, seed
from tests.rehearsed import SCALE
from tests.security import every_column, scenes, unbound_columns
from tests.security.unbound_columns import COLUMNS, TABLES

pytestmark = pytest.mark.django_db


def drawn(model) -> set[str]:
    """The columns that this run changes, GONE among them where a row is to go."""
    names = [*(field.name for field in every_column.columns_of(model)), every_column.GONE]
    return {name for name in names if is_drawn(model._meta.label, name)}


def unfound(edition, model, asked: set[str]) -> set[str]:
    """The columns of the newest rows whose change is not told."""
    rows = every_column.rows_of(model, edition)[: max(1, SCALE - 4)]
    assert rows, f"{model._meta.label} has no row here"
    missed = set()
    before: set[str] = set()
    with guards.lifted():
        for row in rows:
            missed |= set(every_column.unfound(edition, row, before, asked))
    return missed


def compare(edition, label: str) -> None:
    model = apps.get_model(label)
    asked = drawn(model)
    missed = unfound(edition, model, asked) if asked else set()
    listed = unbound_columns.of_table(label) & asked
    assert sorted(missed) == sorted(listed), f"SEED={seed()}"


IN_A_REHEARSAL = sorted(
    model._meta.label
    for model in every_column.tables()
    if model._meta.label not in TABLES
    and not any(model._meta.label in labels for labels in scenes.SCENES.values())
)


@pytest.mark.parametrize("label", IN_A_REHEARSAL)
def test_of_a_whole_edition(settled, label):
    compare(settled.edition, label)


def walked(rehearsal, scene) -> None:
    scenes.happen(scene, rehearsal)
    assert audit.faults(rehearsal.edition) == []
    for label in scenes.SCENES[scene]:
        compare(rehearsal.edition, label)


@pytest.mark.parametrize("scene", scenes.of_stage("begun"))
def test_while_dossiers_are_written(begun, scene):
    walked(begun, scene)


@pytest.mark.parametrize("scene", scenes.of_stage("sent_in"))
def test_while_dossiers_are_looked_at(sent_in, scene):
    walked(sent_in, scene)


@pytest.mark.parametrize("scene", scenes.of_stage("entered"))
def test_while_judges_are_sought(entered, scene):
    walked(entered, scene)


@pytest.mark.parametrize("scene", scenes.of_stage("convened"))
def test_while_judges_score(convened, scene):
    walked(convened, scene)


@pytest.mark.parametrize("scene", scenes.of_stage("judged"))
def test_while_the_public_votes(judged, scene):
    walked(judged, scene)


@pytest.mark.parametrize("scene", scenes.of_stage("awarded"))
def test_once_it_is_announced(awarded, scene):
    walked(awarded, scene)


def test_every_scene_is_walked():
    stages = {scenes.row_of(scene).stage for scene in scenes.SCENES}
    assert stages == {"begun", "sent_in", "entered", "convened", "judged", "awarded"}


def test_what_is_listed_is_there():
    """Tables and columns, each with its reason."""
    known = {
        model._meta.label: {column.name for column in every_column.columns_of(model)}
        | {every_column.GONE}
        for model in every_column.tables()
    }
    assert sorted(set(TABLES) - set(known)) == []
    strange = [
        f"{label}.{name}"
        for label in COLUMNS
        for name in unbound_columns.of_table(label)
        if name not in known.get(label, ())
    ]
    assert strange == []


def test_each_reason_says_more_than_that_it_is_so():
    """Why nobody is harmed, or who would notice, takes a sentence."""
    thin = [label for label, why in TABLES.items() if len(why.split()) < 4]
    for label, reasons in COLUMNS.items():
        thin += [f"{label}.{names}" for names, why in reasons.items() if len(why.split()) < 4]
    assert thin == []


def test_no_column_is_listed_twice():
    for label, reasons in COLUMNS.items():
        names = [name for listed in reasons for name in listed.split()]
        assert len(names) == len(set(names)), label
