"""A member of the committee sees which prizes wait for an answer, and what was answered."""

import pytest
from django.urls import reverse

from awards.models import Approval
from submissions.models import Entry
from tests.judging.council import visit_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(put_to_the_committee):
    return put_to_the_committee


def page_of(client, contest, member):
    visit_as(client, member)
    return client.get(reverse("ratify", args=[contest.edition.slug]))


def proposed(contest) -> list:
    return list(contest.ratification.standing.rows.exclude(tier=None).order_by("rank", "code"))


@pytest.fixture
def absent(contest):
    """A member who has not voted."""
    voted = contest.ratification.approvals.values("member")
    return next(
        member
        for member in contest.cast.committee
        if member.pk not in {row["member"] for row in voted}
    )


def test_all_that_wait_are_named(client, contest, absent):
    page = page_of(client, contest, absent).content.decode()
    places = proposed(contest)
    assert f"Bạn chưa biểu quyết {len(places)} giải" in page
    assert all(f'href="#giai-{place.pk}"' in page for place in places)


def test_what_was_answered_waits_no_more(client, contest, absent):
    first, *others = proposed(contest)
    visit_as(client, absent)
    address = reverse("vote_on_prizes", args=[contest.edition.slug])
    page = client.post(address, {f"row-{first.pk}": "no"}, follow=True)
    missing = [row["place"].pk for row in page.context["missing"]]
    assert sorted(missing) == sorted(place.pk for place in others)
    assert Approval.objects.get(member=absent).approves is False


def test_whoever_has_answered_everything_is_told_so(client, contest):
    member = contest.ratification.approvals.first().member
    page = page_of(client, contest, member).content.decode()
    assert "Bạn đã biểu quyết mọi giải" in page
    assert "Bạn chưa biểu quyết" not in page


def test_an_own_work_does_not_wait_and_cannot_be_answered(client, contest, absent):
    own = proposed(contest)[0]
    Entry.objects.filter(pk=own.entry_id).update(owner=absent)
    answer = page_of(client, contest, absent)
    assert own.pk not in [row["place"].pk for row in answer.context["missing"]]
    assert f'name="row-{own.pk}"' not in answer.content.decode()


def test_once_closed_it_says_so_and_nothing_waits(client, closed_by_the_committee):
    contest = closed_by_the_committee
    member = contest.cast.committee[0]
    page = page_of(client, contest, member).content.decode()
    assert "chưa biểu quyết" not in page
    assert "Đã kết thúc biểu quyết của Ban Tổ chức." in page
