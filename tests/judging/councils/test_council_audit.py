"""Motions, visits and promotions that were changed past the guards are told by the audit."""

import pytest

from competition import audit
from competition.models import Scheme
from judging.councils import meetings, visits
from judging.models import BlindedEntry, Motion, MotionVoter, Promotion, Visit
from tests import guards

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def deliberated(council):
    """A panel has voted on a motion and recorded a visit."""
    by_chair = {"by": council.chair, "at": council.at(42)}
    meeting = meetings.call(
        panel=council.panel, held_at=council.at(42), place="Sở", by=council.cast.secretary
    )
    members = list(meetings.members(council.panel))
    meetings.note_attendance(meeting=meeting, present=members, by=council.cast.secretary)
    motion = meetings.put_to_vote(
        meeting=meeting, text="Thông qua kết quả?", is_secret=False, **by_chair
    )
    for voter, choice in (
        (council.chair, "for"),
        (council.vice, "for"),
        (council.member, "against"),
    ):
        meetings.vote(motion=motion, choice=choice, by=voter)
    meetings.close_vote(motion=motion, **by_chair)
    Scheme.objects.filter(pk=council.round.scheme_id).update(has_visits=True, names_authors=True)
    entry = BlindedEntry.objects.filter(round=council.round).order_by("pk").first()
    team = list(council.panel.judges.order_by("pk")[:2])
    visit = visits.plan(
        panel=council.panel,
        entry=entry,
        planned_at=council.at(43),
        place="Võ Nhai",
        team=team,
        by=council.chair,
    )
    visits.record(visit=visit, text="Máy chạy tốt.", photos=[], by=team[0].user, at=council.at(42))
    assert audit.faults(council.edition) == []
    return council


WAYS = {
    "a motion's secrecy": (Motion, {"is_secret": True}, "motion"),
    "a motion's text": (Motion, {"text": "Khác"}, "motion"),
    "a motion never counted": (Motion, {"closed_at": None}, "motion"),
    "a voice": (MotionVoter, {"choice": "abstain"}, "motion"),
    "the record of a visit": (Visit, {"record": "Khác"}, "visit"),
    "a visit never recorded": (Visit, {"recorded_at": None}, "visit"),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_a_council_did_is_compared(deliberated, way):
    model, columns, words = WAYS[way]
    with guards.lifted():
        model.objects.filter(pk=model.objects.order_by("pk").first().pk).update(**columns)
    found = audit.faults(deliberated.edition)
    assert [fault for fault in found if fault.startswith(words)]


PROMOTIONS = {
    "whoever stayed goes on": {"goes_on": True, "reason": "Khác"},
    "what the rule said": {"by_rule": True, "reason": "Khác"},
    "a reason": {"reason": "Khác"},
}


@pytest.mark.parametrize("way", PROMOTIONS)
def test_who_went_on_is_compared(of_two_rounds, way):
    stayed = Promotion.objects.filter(goes_on=False).order_by("pk").first()
    assert audit.faults(of_two_rounds.edition) == []
    with guards.lifted():
        Promotion.objects.filter(pk=stayed.pk).update(**PROMOTIONS[way])
    found = audit.faults(of_two_rounds.edition)
    assert [fault for fault in found if fault.startswith("promotions of round 1")]


def test_a_copy_that_went_on_and_is_gone_from_the_final_is_told(of_two_rounds):
    final = of_two_rounds.edition.rounds.get(order=2)
    on = final.blinded_entries.order_by("pk").first()
    with guards.lifted():
        BlindedEntry.objects.filter(pk=on.pk).update(code="HS-ZZZZZZ")
    assert "round 2: a copy is gone that was to be judged" in audit.faults(of_two_rounds.edition)


def test_one_that_stayed_is_not_missed_there(of_two_rounds):
    final = of_two_rounds.edition.rounds.get(order=2)
    stayed = Promotion.objects.filter(goes_on=False).values("code")
    assert not final.blinded_entries.filter(code__in=stayed).exists()
    assert audit.faults(of_two_rounds.edition) == []
