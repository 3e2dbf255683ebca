"""People of every role wander over the site in several states of the contest, and meet nothing that
nobody should: no broken page, no lost word, no refusal without a reason, no English.
"""

import os

import pytest
from django.apps import apps
from wagtail.models import ReferenceIndex

from tests.rehearsed import SCALE
from tests.security.public_pages import build_site
from tests.walker.walk import Walk

pytestmark = [pytest.mark.django_db]

STEPS = 4 * SCALE  # of each person in each state
SEED = int(os.environ.get("WALKER_SEED", "2611"))


def people(rehearsal) -> dict:
    cast = rehearsal.cast
    return {
        "stranger": None,
        "entrant": cast.entrants[0],
        "secretary": cast.secretary,
        "committee": cast.committee[0],
        "judge": cast.judges[0],
        "judge without a chair": cast.judges[2],
        "voter": cast.voters[0] if cast.voters else cast.entrants[1],
    }


def note_references() -> None:
    """Wagtail does it behind each commit (no other test needs it), and asks it what is still in use
    and may not be deleted.
    """
    for model in filter(ReferenceIndex.model_is_indexable, apps.get_models()):
        for row in model._default_manager.all():
            ReferenceIndex.create_or_update_for_object(row)


def met(rehearsal, who: str, steps: int = STEPS, seed: int = SEED) -> list[str]:
    build_site(rehearsal)
    note_references()
    walk = Walk(people(rehearsal)[who], seed).go(steps)
    return [str(fault) for fault in walk.faults.values()]


WHO = ["stranger", "entrant", "secretary", "committee", "judge", "judge without a chair", "voter"]


@pytest.mark.parametrize("who", WHO)
def test_while_dossiers_come_in(sent_in, who):
    assert met(sent_in, who) == []


@pytest.mark.parametrize("who", WHO)
def test_while_judges_score(convened, who):
    assert met(convened, who) == []


@pytest.mark.parametrize("who", WHO)
def test_when_all_is_told(awarded, who):
    assert met(awarded, who) == []
