"""Races on real transactions: the deadline, double submissions, ballots, the ledger's numbers."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import connection

from competition import clock
from competition.errors import PhaseClosed
from demo.rehearsal import steps
from foundation.jobs import bell
from foundation.jobs.drain import drain
from foundation.ledger import chain
from foundation.ledger.models import Event
from submissions.models import Entry, EntryVersion, Receipt
from submissions.writing import intake
from tests.factories.foundation import ChainFactory
from tests.factories.voting import CandidateFactory, PollFactory
from tests.rehearsed import SCALE, small
from voting import casting, noting, tally
from voting.models import Ballot

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]
THREADS = 8


def at_once(work, arguments):
    """Run `work` for all arguments on threads of their own connections; exceptions are returned,
    not raised.
    """

    def one(argument):
        with bell.silenced():
            try:
                return work(argument)
            except Exception as error:
                return error
            finally:
                connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, arguments))


def written(entries: int, seed: int = 11):
    """(rehearsal, complete drafts)."""
    rehearsal = small(entries=entries, seed=seed)
    rehearsal.set_up()
    with clock.set_to(rehearsal.at(2)):
        works = [
            steps.write(rehearsal.edition, owner, index, 1, rehearsal.units, rehearsal.at(2))
            for index, owner in enumerate(rehearsal.cast.entrants)
        ]
        for _ in range(1 + entries // 40):
            drain()
    return rehearsal, works


@pytest.fixture
def drafts():
    return written(8)


@pytest.mark.soak
def test_the_rush_at_the_deadline_accepts_nothing_after_and_refuses_nothing_before():
    """200 at once across the closing instant, 20 times on PostgreSQL and 5 times on SQLite; a part
    of it by SCALE.
    """
    rng = Random(3)
    for run in range(max(1, (20 if connection.vendor == "postgresql" else 5) * SCALE // 100)):
        rehearsal, works = written(max(10, 200 * SCALE // 100), seed=500 + run)
        closes = rehearsal.edition.phase("submission").closes_at
        moments = [closes + datetime.timedelta(microseconds=rng.randint(-50, 49)) for _ in works]

        def submit(pair):
            work, at = pair
            return intake.submit(
                entry=Entry.objects.get(pk=work.entry.pk), by=work.entry.owner, at=at
            )

        results = at_once(submit, list(zip(works, moments, strict=True)))
        assert [isinstance(result, Receipt) for result in results] == [
            moment < closes for moment in moments
        ]
        assert all(isinstance(result, Receipt | PhaseClosed) for result in results)
        numbers = Receipt.objects.filter(version__entry__edition=rehearsal.edition).values_list(
            "number", flat=True
        )
        assert sorted(int(number[-4:]) for number in numbers) == list(
            range(1, len(numbers) + 1)
        )  # none twice, none left out


@pytest.mark.soak
def test_every_double_submit_has_one_effect():
    """1,000 pairs of the same submission at once; a part of it by SCALE."""
    rehearsal, works = written(max(10, 1000 * SCALE // 100), seed=700)
    twice = [work for work in works for _ in range(2)]
    results = at_once(
        lambda work: intake.submit(
            entry=Entry.objects.get(pk=work.entry.pk), by=work.entry.owner, at=rehearsal.at(3)
        ),
        twice,
    )
    assert not [result for result in results if isinstance(result, Exception)]
    assert all(one.pk == two.pk for one, two in zip(results[::2], results[1::2], strict=True))
    assert EntryVersion.objects.filter(entry__edition=rehearsal.edition).count() == len(works)


def test_submissions_across_the_closing_instant_are_judged_by_their_own_time(drafts):
    rehearsal, works = drafts
    closes = rehearsal.edition.phase("submission").closes_at
    moments = [
        closes + datetime.timedelta(microseconds=offset) for offset in (-4, -3, -2, -1, 0, 1, 2, 3)
    ]

    def submit(pair):
        work, at = pair
        return intake.submit(entry=Entry.objects.get(pk=work.entry.pk), by=work.entry.owner, at=at)

    results = at_once(submit, list(zip(works, moments, strict=True)))
    assert [isinstance(result, Receipt) for result in results] == [
        moment < closes for moment in moments
    ]
    assert all(isinstance(result, Receipt | PhaseClosed) for result in results)
    numbers = sorted(Receipt.objects.values_list("number", flat=True))
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003", "0004"]


def test_one_entry_submitted_from_many_windows_at_once_has_one_effect(drafts):
    rehearsal, works = drafts
    entry = works[0].entry
    results = at_once(
        lambda _: intake.submit(
            entry=Entry.objects.get(pk=entry.pk), by=entry.owner, at=rehearsal.at(3)
        ),
        range(16),
    )
    assert {result.pk for result in results} == {Receipt.objects.get().pk}
    assert EntryVersion.objects.filter(entry=entry).count() == 1


def test_one_person_pressing_many_times_casts_one_ballot(drafts):
    rehearsal, _works = drafts
    edition, voters = rehearsal.edition, rehearsal.cast.voters
    PollFactory(edition=edition)
    candidate = CandidateFactory(edition=edition, field=edition.fields.first())
    results = at_once(
        lambda number: casting.cast(
            candidate=candidate, by=voters[number % 5], at=rehearsal.at(62)
        ),
        range(40),
    )
    assert not [result for result in results if isinstance(result, Exception)]
    assert Ballot.objects.count() == 5
    noting.note(edition, at=rehearsal.at(62))
    (counted,) = tally.count(edition)
    assert (counted["code"], counted["votes"], counted["set_aside"]) == (candidate.code, 5, 0)


def test_lines_written_at_once_make_one_unbroken_chain(db):
    at = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    ChainFactory(name="dong-thoi")
    results = at_once(
        lambda number: chain.append("dong-thoi", "test.line", {"number": number}, at=at), range(40)
    )
    assert not [result for result in results if isinstance(result, Exception)]
    assert sorted(
        Event.objects.filter(chain__name="dong-thoi").values_list("number", flat=True)
    ) == list(range(1, 41))
    assert chain.verify("dong-thoi") is None
