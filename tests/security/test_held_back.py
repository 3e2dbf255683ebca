"""Content is held back, or for longer, after the submission too: on every page, and in the vote. It
is never published earlier than was said.
"""

import pytest
from django.urls import reverse

from competition import clock
from competition.errors import NotAllowed, Refused
from foundation.jobs.drain import drain
from submissions.models import Entry, Sealing
from submissions.screening import consents
from tests.judging.council import visit_as
from tests.reading import seen
from tests.refusals import OUTSIDERS, known_as, unchanged
from voting.models import Candidate

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def work(judged):
    """A sealed work in the vote, nothing of which is held back."""
    with clock.set_to(judged.at(62)):
        judged.entry = Entry.objects.get(pk=judged.works[1].entry.pk)
        Entry.objects.filter(pk=judged.entry.pk).update(embargo_until=None)
        code = Sealing.objects.get(version__entry=judged.entry).vote_code
        judged.candidate = Candidate.objects.get(code=code)
        Candidate.objects.filter(pk=judged.candidate.pk).update(embargo_until=None)
        yield judged


def hold_back(r, day: float, **changes) -> Entry:
    usual = {"entry": r.entry, "until": r.at(day).date(), "by": r.entry.owner, "at": r.at(62)}
    return consents.hold_back(**usual | changes)


def test_its_face_is_hidden(work):
    assert hold_back(work, 200).face(work.at(199)).is_hidden


def test_the_vote_hides_it(work):
    hold_back(work, 200)
    drain()
    work.candidate.refresh_from_db()
    assert work.candidate.face(work.at(62)).is_hidden


def test_other_works_stay(work):
    hold_back(work, 200)
    drain()
    hidden = Candidate.objects.filter(embargo_until=work.at(200).date())
    assert list(hidden) == [work.candidate]


def test_a_later_day_holds(work):
    hold_back(work, 200)
    assert hold_back(work, 201).embargo_until == work.at(201).date()


@pytest.mark.parametrize("day", [199, 200])
def test_never_an_earlier_one(work, day):
    hold_back(work, 200)
    with unchanged(), pytest.raises(Refused, match="muộn hơn"):
        consents.hold_back(
            entry=work.entry, until=work.at(day).date(), by=work.entry.owner, at=work.at(62)
        )


@pytest.mark.parametrize("until", [None, "today", "yesterday"])
def test_a_day_to_come(work, until):
    days = {None: None, "today": work.at(62).date(), "yesterday": work.at(61).date()}
    with unchanged(), pytest.raises(Refused):
        hold_back(work, 0, until=days[until])


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else(work, who):
    stranger = known_as(work, who)
    with unchanged(), pytest.raises(NotAllowed):
        hold_back(work, 200, by=stranger)


class TestThePage:
    def send(self, r, client, user, typed: str):
        address = reverse("hold_back", args=[r.entry.public_id])
        return visit_as(client, user).post(address, {"until": typed})

    def test_the_owner_says_so(self, work, client):
        self.send(work, client, work.entry.owner, f"{work.at(200):%d/%m/%Y}")
        work.entry.refresh_from_db()
        assert work.entry.embargo_until == work.at(200).date()

    def test_a_refused_day_stays_typed(self, work, client):
        page = self.send(work, client, work.entry.owner, "31/02/2031")
        assert (page.status_code, "31/02/2031" in seen(page)) == (422, True)

    def test_strangers_get_404(self, work, client):
        page = self.send(work, client, work.cast.voters[0], "01/01/2031")
        assert page.status_code == 404
