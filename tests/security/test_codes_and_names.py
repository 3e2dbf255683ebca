"""Before the seals are open no answer holds a blind code with what tells whose work it is: not in a
page, a table, a paper, an address or a file's name, for nobody, in no state of the contest.
"""

import pytest
from django.http import HttpResponse

from awards import standings
from competition import clock
from foundation.papers import pdf
from judging.councils import meetings
from judging.papers import minutes
from submissions.models import Entry, Sealing
from tests.judging.council import score
from tests.judging.leaks import texts_of
from tests.papers import blank
from tests.security import crossing
from tests.stages import stage

pytestmark = [pytest.mark.django_db]

WHO_SEES_CODES = ["secretary", "chair", "judge", "panel_secretary"]
EVERYBODY = [*WHO_SEES_CODES, "vice_chair", "stranger", "committee", "entrant", "voter"]


def met(rehearsal) -> None:
    """A meeting of the panel with its minutes as a paper."""
    meeting = meetings.call(
        panel=rehearsal.panel,
        held_at=rehearsal.at(42),
        place="Phòng 302",
        by=rehearsal.panel_secretary,
        entries=list(rehearsal.round.blinded_entries.all()),
    )
    minutes.draft_minutes(meeting=meeting, by=rehearsal.panel_secretary)


@stage(day=41)
def names_in_open_round(convened):
    """Names that nobody else bears; one dossier's copy waits for an eye, the others are judged."""
    crossing.plant(convened)
    met(convened)
    copy = Sealing.objects.filter(version__entry__edition=convened.edition).first()
    Entry.objects.filter(pk=copy.version.entry_id).update(status=Entry.Status.ACCEPTED)
    Sealing.objects.filter(pk=copy.pk).update(confirmed_at=None, confirmed_by=None)
    return convened


@stage(day=41)
def names_in_scored_round(convened):
    """Every sheet is locked, the council discusses."""
    crossing.plant(convened)
    score(convened)
    met(convened)
    return convened


@stage(day=62)
def names_in_ranking(judged):
    """The ranking is frozen."""
    crossing.plant(judged)
    return judged


@stage(day=77)
def names_in_standing(voted):
    """The vote is counted, the standing computed, the seals are closed."""
    crossing.plant(voted)
    with clock.set_to(voted.at(77)):
        standings.compute(edition=voted.edition, by=voted.cast.secretary, at=voted.at(77))
    return voted


def told(rehearsal, who: str) -> list:
    return sorted(crossing.crossings(rehearsal, who, crossing.visitors(rehearsal).get(who)))


@pytest.mark.parametrize("who", WHO_SEES_CODES)
def test_in_an_open_round(names_in_open_round, who):
    assert told(names_in_open_round, who) == []


@pytest.mark.parametrize("who", WHO_SEES_CODES)
def test_when_every_sheet_is_locked(names_in_scored_round, who):
    assert told(names_in_scored_round, who) == []


@pytest.mark.parametrize("who", WHO_SEES_CODES)
def test_when_the_ranking_is_frozen(names_in_ranking, who):
    assert told(names_in_ranking, who) == []


@pytest.mark.parametrize("who", EVERYBODY)
def test_when_the_standing_is_computed(names_in_standing, who):
    assert told(names_in_standing, who) == []


def test_the_words_of_a_paper_are_read_on_a_blank_sheet_too():
    with blank():
        sheet = pdf.render("demo_description.html", {"title": "Zqtacgia11", "paragraphs": []})
    assert "Zqtacgia11" in "".join(texts_of(HttpResponse(sheet, content_type="application/pdf")))
