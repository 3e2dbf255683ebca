"""While the committee votes, the secretariat sees who has voted, and of no prize how it stands."""

import pytest
from django.urls import reverse

from awards import ratification, standings, unsealing
from competition import clock, joint_requests
from tests.judging.council import visit_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def balloted(voted):
    """The vote is open; five members have approved of every prize, two have not voted."""
    secretary = voted.cast.secretary
    with clock.set_to(voted.at(77)):
        standing = standings.compute(edition=voted.edition, by=secretary, at=voted.at(77))
        asked = unsealing.ask(standing=standing, by=secretary, at=voted.at(77))
        joint_requests.agree(joint=asked, by=voted.cast.second, at=voted.at(77))
        vote = ratification.open_ballot(standing=standing, by=secretary, at=voted.at(77))
        rows = standing.rows.exclude(tier=None)
        for member in voted.cast.committee[:5]:
            choices = {row.pk: True for row in rows}
            ratification.vote(ratification=vote, choices=choices, by=member, at=voted.at(77))
        voted.ballot = vote
        yield voted


@pytest.fixture
def office(balloted, client):
    return visit_as(client, balloted.cast.secretary)


def page_of(office, balloted):
    return office.get(reverse("awards_office", args=[balloted.edition.slug]))


def test_no_approval_is_seen_before_the_close(office, balloted):
    page = page_of(office, balloted)
    assert {row["approvals"] for row in page.context["rows"]} == {0}
    assert ">Tán thành</th>" not in page.content.decode()


def test_who_has_voted_is_seen(office, balloted):
    text = page_of(office, balloted).content.decode()
    names = [member.full_name for member in balloted.cast.committee]
    assert [name for name in names if name in text] == names[:5]


def test_the_last_question_before_the_close_counts_no_prize(office, balloted):
    address = reverse("close_ratification", args=[balloted.edition.slug])
    recap = office.post(address).context["recap"]
    assert "Số giải đủ phiếu" not in " ".join(what for what, _value in recap.facts)
    assert len(recap.facts) == 4


def test_after_the_close_every_approval_is_seen(office, balloted):
    ratification.close(ratification=balloted.ballot, by=balloted.cast.secretary, at=balloted.at(77))
    page = page_of(office, balloted)
    assert {row["approvals"] for row in page.context["rows"] if row["place"].tier_id} == {5}
