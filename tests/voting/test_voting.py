import datetime
import re
from collections import Counter

import pytest

from competition import clock
from competition.errors import NotAllowed, PhaseClosed, WrongState
from foundation.jobs.drain import drain
from submissions.models import Sealing
from submissions.writing import intake
from tests.factories.accounts import UserFactory
from tests.voting import aside
from voting import casting, integrity, tally
from voting.desk import votes
from voting.models import Ballot, Candidate

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def poll(judged):
    with clock.set_to(judged.at(62)):
        yield judged


def first(rehearsal) -> Candidate:
    return Candidate.objects.in_edition(rehearsal.edition).first()


def test_one_person_one_vote_a_work(poll):
    voter, candidate = poll.cast.voters[0], first(poll)
    receipt = casting.cast(candidate=candidate, by=voter, at=poll.at(62)).receipt
    assert casting.cast(candidate=candidate, by=voter, at=poll.at(63)).receipt == receipt
    assert Ballot.objects.count() == 1


def test_a_vote_can_be_taken_back_and_given_again_until_the_close(poll):
    voter, candidate = poll.cast.voters[0], first(poll)
    casting.cast(candidate=candidate, by=voter, at=poll.at(62))
    assert casting.revoke(candidate=candidate, by=voter, at=poll.at(62))
    assert Ballot.objects.counted().count() == 0
    casting.cast(candidate=candidate, by=voter, at=poll.at(63))
    assert Ballot.objects.counted().count() == 1
    with pytest.raises(PhaseClosed):
        casting.revoke(candidate=candidate, by=voter, at=poll.at(76))


def test_the_vote_waits_for_the_councils_last_sheet(entered):
    with clock.set_to(entered.at(62)), pytest.raises(PhaseClosed):
        casting.cast(candidate=first(entered), by=entered.cast.voters[0], at=entered.at(62))


@pytest.mark.parametrize("day", [60.9, 75.71])
def test_before_and_after_its_dates_no_vote_is_taken(poll, day):
    with pytest.raises(PhaseClosed):
        casting.cast(candidate=first(poll), by=poll.cast.voters[0], at=poll.at(day))


def test_a_withdrawn_work_takes_no_vote(poll):
    candidate = first(poll)
    Candidate.objects.filter(pk=candidate.pk).update(withdrawn_at=poll.at(61))
    candidate.refresh_from_db()
    with pytest.raises(WrongState):
        casting.cast(candidate=candidate, by=poll.cast.voters[0], at=poll.at(62))


def test_a_burst_from_one_network_is_set_aside_and_honest_votes_are_not(poll):
    crowded, quiet = Candidate.objects.in_edition(poll.edition)[:2]
    people = [
        *poll.cast.voters,
        *UserFactory.create_batch(len(poll.cast.entrants)),
        *poll.cast.committee,
        *poll.cast.judges,
    ][: integrity.BURST_SIZE]
    for number, voter in enumerate(people):
        casting.cast(
            candidate=crowded,
            by=voter,
            at=poll.at(62) + datetime.timedelta(seconds=5 * number),
            address="203.0.113.9",
        )
        # A school: the same network, but spread over hours.
        casting.cast(
            candidate=quiet,
            by=voter,
            at=poll.at(62) + datetime.timedelta(minutes=20 * number),
            address="198.51.100.4",
        )
    assert len(people) == integrity.BURST_SIZE
    assert integrity.scan(edition=poll.edition, by=poll.cast.secretary, at=poll.at(70)) == len(
        people
    )
    assert Ballot.objects.counted().filter(candidate=quiet).count() == len(people)
    assert not Ballot.objects.counted().filter(candidate=crowded).exists()
    assert Ballot.objects.filter(candidate=crowded).count() == len(people)
    restored = integrity.restore(
        edition=poll.edition,
        candidate_code=crowded.code,
        reason="Lớp học bình chọn chung",
        by=poll.cast.secretary,
        at=poll.at(71),
    )
    assert restored == len(people)


def test_one_vote_fewer_is_no_burst(poll):
    people = [
        *poll.cast.voters,
        *UserFactory.create_batch(len(poll.cast.entrants)),
        *poll.cast.committee,
    ][: integrity.BURST_SIZE - 1]
    for voter in people:
        casting.cast(candidate=first(poll), by=voter, at=poll.at(62), address="203.0.113.9")
    assert integrity.scan(edition=poll.edition, by=poll.cast.secretary, at=poll.at(70)) == 0


def test_the_tally_equals_an_independent_recount(voted):
    recount = Counter(
        ballot.candidate.code
        for ballot in Ballot.objects.select_related("candidate")
        if not ballot.revoked_at and not ballot.quarantined_at
    )
    assert {row.code: row.votes for row in voted.tally.rows.all() if row.votes} == dict(recount)
    assert sum(recount.values()) == voted.votes


@pytest.fixture
def mixed(poll):
    """A vote with ballots of every fate: kept, taken back, given again, set aside, set aside and
    taken back, let count again, and those for a work that left. The candidates, by what they are.
    """
    names = ["loved", "crowded", "left", "class", "lonely", "unseen"]
    candidates = dict(zip(names, Candidate.objects.in_edition(poll.edition), strict=True))
    people = [
        *poll.cast.voters,
        *UserFactory.create_batch(len(poll.cast.entrants)),
        *poll.cast.committee,
        *poll.cast.judges,
    ]
    secretary = poll.cast.secretary

    def vote(name, voters, day, address=""):
        for voter in voters:
            casting.cast(candidate=candidates[name], by=voter, at=poll.at(day), address=address)

    def take_back(name, voters, day):
        for voter in voters:
            assert casting.revoke(candidate=candidates[name], by=voter, at=poll.at(day))

    vote("loved", people[:10], 62)
    take_back("loved", people[:3], 63)
    vote("loved", people[:1], 64)
    vote("crowded", people[:21], 62, address="203.0.113.9")
    vote("crowded", people[21:23], 63)
    vote("class", people[:20], 62, address="198.51.100.4")
    vote("left", people[5:12], 62)
    vote("lonely", people[7:8], 70)
    assert integrity.scan(edition=poll.edition, by=secretary, at=poll.at(71)) == 41
    take_back("crowded", people[:2], 72)
    integrity.restore(
        edition=poll.edition,
        candidate_code=candidates["class"].code,
        reason="Lớp học bình chọn chung",
        by=secretary,
        at=poll.at(72),
    )
    take_back("class", people[4:6], 73)
    sealing = Sealing.objects.get(vote_code=candidates["left"].code)
    gone = sealing.version.entry
    with clock.set_to(poll.at(74)):
        intake.withdraw(entry=gone, reason="Chờ cấp bằng", by=gone.owner, at=poll.at(74))
        drain()
    return candidates


def test_every_ballot_is_counted_by_its_fate(poll, mixed):
    """Each number by hand, and again from the rows of the ballots alone."""
    aside.settled(poll.edition)
    closed = tally.close(edition=poll.edition, by=poll.cast.secretary, at=poll.at(76))
    codes = {candidate.code: name for name, candidate in mixed.items()}
    counted = {codes[row.code]: (row.votes, row.set_aside) for row in closed.rows.all()}
    assert counted == {
        "loved": (8, 0),
        "crowded": (2, 19),
        "class": (18, 0),
        "lonely": (1, 0),
        "unseen": (0, 0),
    }
    votes, set_aside = Counter(), Counter()
    fates = Ballot.objects.values_list("candidate__code", "revoked_at", "quarantined_at")
    for code, revoked_at, quarantined_at in fates:
        if revoked_at is None and codes[code] != "left":
            votes[codes[code]] += quarantined_at is None
            set_aside[codes[code]] += quarantined_at is not None
    assert counted == {name: (votes[name], set_aside[name]) for name in mixed if name != "left"}


def test_the_count_closes_once_after_the_end_and_by_the_office_only(poll):
    with pytest.raises(WrongState):
        tally.close(edition=poll.edition, by=poll.cast.secretary, at=poll.at(70))
    with pytest.raises(NotAllowed):
        tally.close(edition=poll.edition, by=poll.cast.voters[0], at=poll.at(76))
    tally.close(edition=poll.edition, by=poll.cast.secretary, at=poll.at(76))
    with pytest.raises(WrongState):
        tally.close(edition=poll.edition, by=poll.cast.secretary, at=poll.at(76))
    with pytest.raises(WrongState):
        integrity.scan(edition=poll.edition, by=poll.cast.secretary, at=poll.at(76))


def test_networks_are_kept_as_keyed_hashes_of_whole_networks():
    assert (
        casting.network_key("203.0.113.9")
        == casting.network_key("203.0.113.200")
        != casting.network_key("203.0.114.9")
    )
    assert "203" not in casting.network_key("203.0.113.9")
    assert casting.network_key("2001:db8:1::5") == casting.network_key("2001:db8:1:9::8")
    assert casting.network_key("not an address") == ""


@pytest.fixture
def paper(poll, client, monkeypatch):
    """`paper("?trang=2")`: the ballot paper of an open vote, four works a page."""
    monkeypatch.setattr(votes, "PAGE", 4)

    def opened(asked: str = "") -> str:
        return client.get(f"/binh-chon/{poll.edition.slug}/{asked}").content.decode()

    return opened


def place_of(html: str) -> str:
    """“1 / 2”, as the page says where it stands."""
    return " ".join(re.search(r'aria-current="page">([\d\s/]+)<', html)[1].split())


@pytest.mark.parametrize("asked", ["", "?trang=0", "?trang=một", "?trang=1"])
def test_the_ballot_paper_opens_on_its_first_page(paper, asked):
    assert place_of(paper(asked)) == "1 / 2"


def test_the_next_page_of_the_ballot_paper_is_the_second(paper):
    assert "trang=2" in paper()


def test_the_second_page_says_so(paper):
    assert place_of(paper("?trang=2")) == "2 / 2"
