"""What stands beside the ranking: by code, after the round is closed, for the office alone; one
judge's influence is real.
"""

import itertools

import pytest
from django.urls import reverse

from competition import clock
from demo.rehearsal import steps
from judging.arithmetic import engine
from judging.models import Assignment, Judge, Scoresheet
from judging.results import evidence
from submissions.models import Author

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_the_page_says_how_sure_each_place_is_and_names_no_entrant(judged, client):
    address = reverse("judging_evidence", args=[judged.edition.slug])
    client.force_login(judged.cast.judges[0], backend=BACKEND)
    assert client.get(address).status_code == 404
    client.force_login(judged.cast.secretary, backend=BACKEND)
    page = client.get(address).content.decode()
    found = evidence.of(judged.round)
    assert all(line.code in page for line in found.entries)
    assert all(line.name in page for line in found.judges)
    assert not any(
        name in page
        for name in Author.objects.filter(entry__edition=judged.edition).values_list(
            "full_name", flat=True
        )
    )
    assert found.parts == 1
    assert sum(line.in_prize for line in found.entries) == pytest.approx(
        min(found.prizes, len(found.entries)), abs=0.01
    )
    assert [line.rank for line in found.entries] == sorted(line.rank for line in found.entries)


def test_across_groups_without_a_common_judge_nothing_is_claimed(judged, client):
    codes = sorted({sheet["code"] for sheet in judged.ranking.sheets})
    judges = sorted({sheet["judge"] for sheet in judged.ranking.sheets})
    # Two camps, each of half the judges and half the entries, where everybody reads everything;
    # points as they were given.
    pairs = [
        (code, judge)
        for place, code in enumerate(codes)
        for number, judge in enumerate(judges)
        if place % 2 == number % 2
    ]
    sheets = [
        given | {"code": code, "judge": judge}
        for (code, judge), given in zip(pairs, itertools.cycle(judged.ranking.sheets), strict=False)
    ]
    found = evidence._computed(judged.round, judged.ranking.scheme, sheets, 3)
    assert found.parts == 2
    assert all(line.in_prize is None for line in found.entries)
    assert found.near == []
    sizes = {part: sum(line.part == part for line in found.entries) for part in (0, 1)}
    assert all(1 <= line.lowest <= line.highest <= sizes[line.part] for line in found.entries)


def test_before_the_round_is_closed_there_is_nothing(entered, client):
    with clock.set_to(entered.at(40.5)):
        judging_round = steps.panels(entered.edition, entered.cast, sizes=4)
        steps.assign_and_open(judging_round, entered.cast, entered.at(40.5))
    client.force_login(entered.cast.secretary, backend=BACKEND)
    assert client.get(reverse("judging_evidence", args=[entered.edition.slug])).status_code == 404


def test_what_would_change_without_a_judge_is_what_the_engine_says(judged):
    found = evidence.of(judged.round)
    scheme, sheets = judged.ranking.scheme, judged.ranking.sheets
    full = {place.code for place in engine.ranking(scheme, sheets) if place.rank <= found.prizes}
    for judge in Judge.objects.filter(panel__round=judged.round).select_related("user"):
        rest = {
            place.code
            for place in engine.ranking(
                scheme, [sheet for sheet in sheets if sheet["judge"] != judge.pk]
            )
            if place.rank <= found.prizes
        }
        line = next(line for line in found.judges if line.name == str(judge))
        assert set(line.changed) == full ^ rest
        assert (
            line.sheets
            == Scoresheet.objects.filter(
                assignment__judge=judge, assignment__state=Assignment.State.CONFIRMED
            ).count()
        )
