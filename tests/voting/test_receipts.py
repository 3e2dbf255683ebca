"""A receipt proves that a vote counts, and never for whom; each minute ballots are noted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from competition import clock
from competition.errors import WrongState
from competition.models import Phase
from foundation.jobs import tasks, work
from foundation.ledger import chain
from foundation.ledger.models import Event
from voting import casting, noting, tally
from voting.models import Ballot, BallotBatch, Candidate

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DAY = 62


@pytest.fixture
def voter(judged, client):
    """Who has voted for three works, and is signed in while the vote runs."""
    judged.voter = judged.cast.voters[0]
    judged.chosen = list(Candidate.objects.in_edition(judged.edition)[:3])
    for candidate in judged.chosen:
        casting.cast(candidate=candidate, by=judged.voter, at=judged.at(DAY))
    client.force_login(judged.voter, backend=BACKEND)
    with clock.set_to(judged.at(DAY)):
        yield judged


class TestThePages:
    def test_the_page_of_a_work_shows_none(self, voter, client):
        address = reverse("candidate", args=[voter.edition.slug, voter.chosen[0].code])
        page = client.get(address).content.decode()
        shown = [code for code in Ballot.objects.values_list("receipt", flat=True) if code in page]
        assert not shown

    @pytest.mark.parametrize("is_signed_in", [False, True])
    def test_the_page_of_all_works_shows_none(self, voter, client, is_signed_in):
        if not is_signed_in:
            client.logout()
        page = client.get(reverse("ballot_paper", args=[voter.edition.slug])).content.decode()
        shown = [code for code in Ballot.objects.values_list("receipt", flat=True) if code in page]
        assert not shown


class TestVotingAgain:
    def test_it_is_another_ballot_with_another_receipt(self, voter):
        first = Ballot.objects.get(candidate=voter.chosen[0])
        usual = {"candidate": voter.chosen[0], "by": voter.voter, "at": voter.at(DAY)}
        casting.revoke(**usual)
        second = casting.cast(**usual)
        assert second.receipt != first.receipt
        first.refresh_from_db()
        assert first.revoked_at == voter.at(DAY)

    def test_one_counts(self, voter):
        usual = {"candidate": voter.chosen[0], "by": voter.voter, "at": voter.at(DAY)}
        casting.revoke(**usual)
        casting.cast(**usual)
        casting.cast(**usual)
        assert Ballot.objects.counted().filter(candidate=voter.chosen[0]).count() == 1


def batches() -> list[dict]:
    return [event.payload for event in Event.objects.filter(verb="ballots.noted")]


class TestNoting:
    def test_what_was_cast_is_noted_once(self, voter):
        noting.note(voter.edition, at=voter.at(DAY))
        noting.note(voter.edition, at=voter.at(DAY))
        assert [(batch["cast"], batch["ended"]) for batch in batches()] == [(3, 0)]

    def test_what_was_taken_back_is_noted_in_the_next(self, voter):
        noting.note(voter.edition, at=voter.at(DAY))
        casting.revoke(candidate=voter.chosen[1], by=voter.voter, at=voter.at(DAY))
        noting.note(voter.edition, at=voter.at(DAY))
        assert [(batch["cast"], batch["ended"]) for batch in batches()] == [(3, 0), (0, 1)]

    def test_cast_and_taken_back_within_a_minute_is_noted_as_both(self, voter):
        casting.revoke(candidate=voter.chosen[1], by=voter.voter, at=voter.at(DAY))
        noting.note(voter.edition, at=voter.at(DAY))
        assert [(batch["cast"], batch["ended"]) for batch in batches()] == [(3, 1)]

    def test_the_root_is_over_receipts_and_seals(self, voter):
        batch = noting.note(voter.edition, at=voter.at(DAY))
        leaves = []
        for ballot in Ballot.objects.select_related("candidate"):
            seal = chain.digest_of([ballot.candidate.result_code, ballot.nonce])
            leaves.append(chain.digest_of([ballot.receipt, seal]))
        assert batch.root == chain.merkle_root(sorted(leaves))

    def test_nothing_is_noted_where_nothing_waits(self, judged):
        assert noting.note(judged.edition, at=judged.at(DAY)) is None
        assert not batches()

    def test_nothing_is_noted_once_it_is_counted(self, voter):
        tally.close(edition=voter.edition, by=voter.cast.secretary, at=voter.at(76))
        assert noting.note(voter.edition, at=voter.at(77)) is None
        assert BallotBatch.objects.count() == 1

    def test_the_reconciler_notes_them(self, voter, monkeypatch):
        monkeypatch.setattr(work, "_minute_done", [])
        monkeypatch.setattr(tasks.run, "delay", lambda _job: None)  # no broker listens here
        tasks.reconcile()
        assert [batch["cast"] for batch in batches()] == [3]

    def test_about_once_a_minute(self, voter, monkeypatch):
        moments = iter([1000.0, 1020.0, 1040.0, 1060.0])
        monkeypatch.setattr(work, "_minute_done", [])
        monkeypatch.setattr(work.time, "monotonic", lambda: next(moments))
        done = []
        monkeypatch.setattr(work, "_each_minute", [lambda: done.append(1)])
        for _look in range(4):
            work.do_each_minute()
        assert len(done) == 2

    def test_a_fault_of_one_leaves_the_others_alone(self, monkeypatch):
        done = []

        def fails():
            raise ValueError

        monkeypatch.setattr(work, "_minute_done", [])
        monkeypatch.setattr(work, "_each_minute", [fails, lambda: done.append(1)])
        work.do_each_minute()
        assert done == [1]


def test_a_moment_before_the_end_the_vote_is_not_counted(judged):
    closes = judged.edition.phase(Phase.Kind.VOTING).closes_at
    usual = {"edition": judged.edition, "by": judged.cast.secretary}
    with pytest.raises(WrongState):
        tally.close(at=closes - timedelta(seconds=1), **usual)
