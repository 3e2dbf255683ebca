"""The last steps of a contest are read once more before they are taken."""

import pytest
from django.urls import reverse

from awards.models import Certificate
from competition import clock
from foundation.jobs.drain import drain
from submissions.models import Outcome
from tests.awards.deciding import adopted, certificates_due
from tests.judging.council import visit_as
from tests.pressing import facts_of, pressed

pytestmark = pytest.mark.django_db


def of(button: str, rehearsal) -> str:
    return reverse(button, args=[rehearsal.edition.slug])


def test_the_committees_vote_is_closed_by_the_second_press(put_to_the_committee, client):
    vote = put_to_the_committee.ratification
    proposed = vote.standing.rows.exclude(tier=None).count()
    office = visit_as(client, put_to_the_committee.cast.secretary)
    first = office.post(of("close_ratification", put_to_the_committee))
    voters = vote.approvals.values("member").distinct().count()
    numbers = [vote.members, voters, vote.required, proposed]
    assert facts_of(first) == [str(number) for number in numbers]
    vote.refresh_from_db()
    assert vote.closed_at is None
    pressed(office, of("close_ratification", put_to_the_committee))
    vote.refresh_from_db()
    assert vote.closed_at is not None


def test_results_are_announced_by_the_second_press(closed_by_the_committee, client):
    contest = closed_by_the_committee
    adopted(contest)
    office = visit_as(client, contest.cast.secretary)
    with clock.set_to(contest.at(92)):
        first = office.post(of("announce_results", contest))
        assert facts_of(first)[-1] == str(len(contest.works))
        assert not Outcome.objects.exists()
        pressed(office, of("announce_results", contest))
    assert Outcome.objects.count() == len(contest.works)


def test_certificates_are_issued_by_the_second_press(announced, client):
    office = visit_as(client, announced.cast.secretary)
    first = office.post(of("issue_certificates", announced))
    assert facts_of(first)[1] == str(announced.decision.awards.count())
    assert not Certificate.objects.exists()
    pressed(office, of("issue_certificates", announced))
    drain()
    assert Certificate.objects.count() == certificates_due(announced.decision)
