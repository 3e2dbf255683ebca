"""Once the vote is counted anybody finds what became of a ballot, and nobody for whom it was."""

import hashlib
import json

import pytest
from django.urls import reverse

from competition import clock
from foundation.ledger import chain
from tests.factories.voting import (
    BallotBatchFactory,
    BallotFactory,
    CandidateFactory,
    PollFactory,
    TallyFactory,
)
from tests.reading import seen
from tests.voting import aside
from voting import casting, tally
from voting.models import Ballot, Candidate

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LIST, FILE, CHECK = "published_receipts", "receipts_file", "check_receipt"
FATES = ["counted", "counted", "counted", "set_aside", "taken_back"]


@pytest.fixture
def counted(judged):
    """A counted vote; `fates` are those of its ballots by receipt: three are counted, one was set
    aside, one was taken back.
    """
    candidate = Candidate.objects.in_edition(judged.edition).first()
    given = [
        casting.cast(candidate=candidate, by=voter, at=judged.at(62))
        for voter in judged.cast.voters[: len(FATES)]
    ]
    judged.fates = dict(zip([ballot.receipt for ballot in given], FATES, strict=True))
    usual = {"quarantined_at": judged.at(70), "quarantine_reason": "burst"}
    Ballot.objects.filter(receipt=given[3].receipt).update(**usual)
    aside.told(judged.edition)
    aside.settled(judged.edition)
    casting.revoke(candidate=candidate, by=judged.cast.voters[4], at=judged.at(63))
    judged.tally = tally.close(edition=judged.edition, by=judged.cast.secretary, at=judged.at(76))
    with clock.set_to(judged.at(76)):
        yield judged


def of_fate(counted, fate: str) -> str:
    return next(receipt for receipt, each in counted.fates.items() if each == fate)


def got(client, route: str, rehearsal, **query) -> str:
    return seen(client.get(reverse(route, args=[rehearsal.edition.slug]), query))


def file_of(client, rehearsal) -> list:
    answer = client.get(reverse(FILE, args=[rehearsal.edition.slug]))
    return [json.loads(line) for line in answer.content.decode().splitlines()]


class TestBeforeTheCount:
    @pytest.mark.parametrize("route", [LIST, FILE])
    def test_there_is_no_list(self, judged, client, route):
        with clock.set_to(judged.at(75.9)):
            assert client.get(reverse(route, args=[judged.edition.slug])).status_code == 404

    def test_no_receipt_is_looked_up(self, judged, client):
        candidate = Candidate.objects.in_edition(judged.edition).first()
        given = casting.cast(candidate=candidate, by=judged.cast.voters[0], at=judged.at(62))
        with clock.set_to(judged.at(62)):
            address = reverse(CHECK, args=[judged.edition.slug])
            answer = client.get(address, {"ma": given.receipt})
        assert "Chưa kiểm phiếu" in seen(answer)
        assert answer.context["found"] is None


class TestTheList:
    def test_the_file_has_every_ballot_by_receipt(self, counted, client):
        _head, *rows = file_of(client, counted)
        assert rows == sorted(map(list, counted.fates.items()))

    def test_the_file_stands_under_the_sealed_root(self, counted, client):
        head, *rows = file_of(client, counted)
        receipts = [receipt for receipt, fate in rows if fate == "counted"]
        assert head["root"] == counted.tally.ballots_root == chain.merkle_root(receipts)

    def test_the_page_has_each_once(self, counted, client):
        told = got(client, LIST, counted)
        assert [told.count(receipt) for receipt in counted.fates] == [1] * len(FATES)

    @pytest.mark.parametrize("route", [LIST, FILE])
    def test_neither_says_for_whom(self, counted, client, route):
        work = Candidate.objects.in_edition(counted.edition).first()
        body = got(client, route, counted).rpartition("<main")[2]
        assert [word for word in (work.code, work.title) if word in body] == []

    @pytest.mark.parametrize("route", [LIST, FILE, CHECK])
    def test_strangers_get_no_cookie(self, counted, client, route):
        assert not client.get(reverse(route, args=[counted.edition.slug])).cookies


@pytest.mark.counts_queries("published_receipts")
def test_a_long_list_asks_no_more_than_a_short_one(client, django_assert_max_num_queries):
    counts = []
    for number in (1, 60):
        edition = PollFactory().edition
        candidate = CandidateFactory(edition=edition)
        batch = BallotBatchFactory(edition=edition)
        BallotFactory.create_batch(number, candidate=candidate, noted_in=batch)
        TallyFactory(edition=edition)
        address = reverse(LIST, args=[edition.slug])
        with django_assert_max_num_queries(10) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] >= counts[1]


class TestTheCheck:
    @pytest.mark.parametrize(
        ("fate", "said"),
        [
            ("counted", "Lá phiếu này được tính."),
            ("set_aside", "bị tách riêng và không được tính"),
            ("taken_back", "Người bình chọn đã rút lá phiếu này"),
        ],
    )
    @pytest.mark.parametrize("digits", [12, 64])
    def test_it_says_what_became_of_a_ballot(self, counted, client, fate, said, digits):
        receipt = of_fate(counted, fate)
        answer = got(client, CHECK, counted, ma=receipt[:digits]).partition('role="status"')[2]
        assert said in answer.partition("</form>")[0]

    @pytest.mark.parametrize("typed", ["f" * 64, "0" * 11, "không phải mã"])
    def test_it_says_what_to_do_about_an_unknown_one(self, counted, client, typed):
        told = got(client, CHECK, counted, ma=typed)
        assert "Không lá phiếu nào trong danh sách có mã này." in told.partition("</form>")[0]

    def test_a_ballot_of_another_edition_is_unknown(self, counted, client):
        receipt = of_fate(counted, "counted")
        other = TallyFactory(edition=PollFactory().edition)
        address = reverse(CHECK, args=[other.edition.slug])
        assert "Không lá phiếu nào" in seen(client.get(address, {"ma": receipt}))

    def test_the_proof_leads_to_the_sealed_root(self, counted, client):
        for receipt, fate in counted.fates.items():
            answer = client.get(reverse(CHECK, args=[counted.edition.slug]), {"ma": receipt})
            found = answer.context["found"]
            if fate != "counted":
                assert not found.path
                continue
            value = hashlib.sha256(b"\0" + receipt.encode()).digest()
            for side, neighbour in found.path:
                other = bytes.fromhex(neighbour)
                pair = other + value if side == "left" else value + other
                value = hashlib.sha256(b"\1" + pair).digest()
            assert value.hex() == counted.tally.ballots_root


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 7, 8, 13])
def test_every_leaf_stands_under_the_root(number):
    leaves = [f"{place:02}" for place in range(number)]
    for place, leaf in enumerate(leaves):
        value = hashlib.sha256(b"\0" + leaf.encode()).digest()
        for side, neighbour in chain.merkle_path(leaves, place):
            other = bytes.fromhex(neighbour)
            pair = other + value if side == "left" else value + other
            value = hashlib.sha256(b"\1" + pair).digest()
        assert value.hex() == chain.merkle_root(leaves)
