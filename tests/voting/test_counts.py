"""What is counted, again in plain Python from the rows: with ballots that were taken back, given
again, set aside, let count again, and those of works that have left, all present at once.
"""

import hashlib
import json
import re
from collections import Counter
from decimal import Decimal

import pytest
from django.urls import reverse

from awards import standings
from competition import clock
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from submissions.models import Sealing
from submissions.writing import intake
from tests.factories.accounts import UserFactory
from tests.reading import seen
from tests.stages import stage
from tests.voting import aside
from voting import casting, integrity, tally
from voting.models import Ballot, Candidate

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NAMES = ["loved", "crowded", "class", "lonely", "left", "left a crowd"]
STANDING = NAMES[:4]


@stage(day=74)
def ballots_of_every_fate(judged):
    """A vote before its end. `candidates` are the works by name, `voter` has voted for each of
    them and taken nothing back; “left” has more votes than any other and has left, and so has
    “left a crowd” with a crowd of ballots set aside.
    """
    works = dict(zip(NAMES, Candidate.objects.in_edition(judged.edition), strict=True))
    cast = judged.cast
    people = [
        *cast.voters,
        *UserFactory.create_batch(len(cast.entrants)),
        *cast.committee,
        *cast.judges,
    ]

    def vote(name, voters, day, address=""):
        for voter in voters:
            casting.cast(candidate=works[name], by=voter, at=judged.at(day), address=address)

    def take_back(name, voters, day):
        for voter in voters:
            casting.revoke(candidate=works[name], by=voter, at=judged.at(day))

    vote("loved", people[:10], 62)
    take_back("loved", people[:3], 63)
    vote("loved", people[:1], 64)
    vote("crowded", people[:21], 62, address="203.0.113.9")
    vote("crowded", people[21:23], 63)
    vote("class", people[:20], 62, address="198.51.100.4")
    vote("left", people[:25], 62)
    take_back("left", people[:1], 63)
    vote("left a crowd", people[:20], 62, address="192.0.2.7")
    vote("lonely", people[9:10], 70)
    secretary = cast.secretary
    integrity.scan(edition=judged.edition, by=secretary, at=judged.at(71))
    take_back("crowded", people[:2], 72)
    integrity.restore(
        edition=judged.edition,
        candidate_code=works["class"].code,
        reason="Lớp học bình chọn chung",
        by=secretary,
        at=judged.at(72),
    )
    take_back("class", people[4:6], 73)
    for name in ("left", "left a crowd"):
        gone = Sealing.objects.get(vote_code=works[name].code).version.entry
        with clock.set_to(judged.at(74)):
            intake.withdraw(entry=gone, reason="Chờ cấp bằng", by=gone.owner, at=judged.at(74))
            drain()
    judged.candidates = works
    judged.voter = people[9]
    return judged


@stage(day=76)
def counted(ballots_of_every_fate):
    """The vote is counted."""
    rehearsal = ballots_of_every_fate
    aside.settled(rehearsal.edition)
    rehearsal.tally = tally.close(
        edition=rehearsal.edition, by=rehearsal.cast.secretary, at=rehearsal.at(76)
    )
    return rehearsal


def recounted(rehearsal) -> dict[str, tuple[int, int]]:
    """{work: (votes, set aside)} from the rows of the ballots alone."""
    votes, aside = Counter(), Counter()
    name_of = {candidate.pk: name for name, candidate in rehearsal.candidates.items()}
    rows = Ballot.objects.values_list("candidate", "revoked_at", "quarantined_at")
    for candidate, revoked_at, quarantined_at in rows:
        if revoked_at is not None:
            continue
        if quarantined_at is None:
            votes[name_of[candidate]] += 1
        else:
            aside[name_of[candidate]] += 1
    return {name: (votes[name], aside[name]) for name in STANDING}


def root_over(receipts: list[str]) -> str:
    """Two by two; one that is left over goes up as it is."""
    level = [hashlib.sha256(b"\x00" + receipt.encode()).digest() for receipt in receipts]
    while len(level) > 1:
        pairs = [level[place : place + 2] for place in range(0, len(level), 2)]
        level = [
            hashlib.sha256(b"\x01" + pair[0] + pair[1]).digest() if len(pair) == 2 else pair[0]
            for pair in pairs
        ]
    return level[0].hex()


def root_again() -> str:
    """Over every ballot that was neither taken back nor set aside, works that left included: a
    voter finds the own receipt in it.
    """
    rows = Ballot.objects.values_list("receipt", "revoked_at", "quarantined_at")
    receipts = [receipt for receipt, back, aside in rows if back is None and aside is None]
    return root_over(sorted(receipts))


class TestTheTally:
    def test_its_rows_are_these_by_hand(self, counted):
        name_of = {candidate.code: name for name, candidate in counted.candidates.items()}
        rows = {name_of[row.code]: (row.votes, row.set_aside) for row in counted.tally.rows.all()}
        assert rows == {"loved": (8, 0), "crowded": (2, 19), "class": (18, 0), "lonely": (1, 0)}

    def test_its_rows_are_those_that_are_counted_again(self, counted):
        rows = {row.code: (row.votes, row.set_aside) for row in counted.tally.rows.all()}
        again = recounted(counted)
        assert rows == {counted.candidates[name].code: again[name] for name in STANDING}

    def test_its_root_is_the_one_that_is_computed_again(self, counted):
        assert counted.tally.ballots_root == root_again()

    def test_its_digest_is_over_rows_and_root(self, counted):
        again = recounted(counted)
        codes = {name: counted.candidates[name].result_code for name in again}
        rows = sorted([codes[name], votes] for name, (votes, _) in again.items())
        aside = sum(aside for _votes, aside in again.values())
        told = {"rows": rows, "set_aside": aside, "root": root_again()}
        text = json.dumps(told, sort_keys=True, separators=(",", ":"))
        assert counted.tally.digest == hashlib.sha256(text.encode()).hexdigest()

    def test_the_ledger_says_how_many_were_set_aside(self, counted):
        line = Event.objects.get(chain__name=counted.edition.chain, verb="ballots.quarantined")
        assert line.payload["count"] == 61

    def test_but_not_for_which_work_how_many_count_again(self, counted):
        """With the minute in which they were noted it would join receipts to the work."""
        line = Event.objects.get(chain__name=counted.edition.chain, verb="ballots.restored")
        assert set(line.payload) == {"kept", "aside"}


class TestTheStanding:
    @pytest.fixture
    def rows(self, counted) -> dict:
        """{work: its row}."""
        standing = standings.compute(
            edition=counted.edition, by=counted.cast.secretary, at=counted.at(76)
        )
        name_of = {
            sealing.judging_code: name
            for name, candidate in counted.candidates.items()
            for sealing in Sealing.objects.filter(vote_code=candidate.code)
        }
        return {name_of[row.code]: row for row in standing.rows.all()}

    def test_it_uses_the_counted_votes_of_the_works_that_stand(self, rows):
        votes = {name: row.votes for name, row in rows.items()}
        assert votes == {"loved": 8, "crowded": 2, "class": 18, "lonely": 1}

    def test_the_most_votes_are_those_of_a_work_that_stands(self, rows):
        """20 × votes ÷ 18: neither 24 votes of one that has left nor 21 with those set aside."""
        points = {name: row.vote_points for name, row in rows.items()}
        assert points == {
            "loved": Decimal("8.9"),
            "crowded": Decimal("2.2"),
            "class": Decimal(20),
            "lonely": Decimal("1.1"),
        }


def cells_of(page: str, heading: str) -> list[list[str]]:
    """The rows of the table under this heading, as texts."""
    table = page.split(f"<h3>{heading}</h3>")[1].split("</table>")[0]
    rows = []
    for row in re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1]):
        rows.append([re.sub(r"<[^>]*>", " ", cell).strip() for cell in row.split("</td>")])
    return rows


class TestTheOffice:
    def page(self, rehearsal, client) -> str:
        client.force_login(rehearsal.cast.secretary, backend=BACKEND)
        return seen(client.get(reverse("voting_office", args=[rehearsal.edition.slug])))

    def test_the_count_is_the_one_that_is_counted_again(self, counted, client):
        rows = cells_of(self.page(counted, client), "Kết quả kiểm phiếu")
        shown = {row[0]: (int(row[2]), int(row[3])) for row in rows}
        again = recounted(counted)
        assert shown == {counted.candidates[name].code: again[name] for name in STANDING}

    def test_before_the_close_it_shows_what_is_set_aside(self, ballots_of_every_fate, client):
        """Neither what was taken back afterwards nor what was given to a work that has left."""
        rehearsal = ballots_of_every_fate
        rows = cells_of(self.page(rehearsal, client), "Phiếu bị tạm giữ")
        shown = {row[0]: int(re.search(r"\d+", row[2])[0]) for row in rows}
        again = recounted(rehearsal)
        assert shown == {
            rehearsal.candidates[name].code: again[name][1] for name in STANDING if again[name][1]
        }

    def test_it_says_how_many_works_are_in_the_vote(self, ballots_of_every_fate, client):
        assert "4 công trình." in self.page(ballots_of_every_fate, client)

    def test_the_first_page_says_how_many_are_set_aside(self, ballots_of_every_fate, client):
        client.force_login(ballots_of_every_fate.cast.secretary, backend=BACKEND)
        assert "19 phiếu bị tạm giữ" in seen(client.get(reverse("wagtailadmin_home")))


class TestTheBallotPaper:
    def page(self, rehearsal, client) -> str:
        return seen(client.get(reverse("ballot_paper", args=[rehearsal.edition.slug])))

    def test_it_holds_the_works_that_stand(self, ballots_of_every_fate, client):
        page = self.page(ballots_of_every_fate, client)
        works = ballots_of_every_fate.candidates.items()
        assert [name for name, work in works if f"/{work.code}/" in page] == STANDING

    def test_a_voter_has_voted_for_as_many_as_stand_on_it(self, ballots_of_every_fate, client):
        """A ballot that is set aside is still the voter's; that for a work that has left is not."""
        client.force_login(ballots_of_every_fate.voter, backend=BACKEND)
        assert "bình chọn cho 4 công trình" in self.page(ballots_of_every_fate, client)

    def test_one_who_took_back_some_has_voted_for_the_others(self, ballots_of_every_fate, client):
        """Of “loved” and “crowded” both were taken back; “class” stands."""
        client.force_login(ballots_of_every_fate.cast.voters[1], backend=BACKEND)
        assert "bình chọn cho 1 công trình" in self.page(ballots_of_every_fate, client)

    @pytest.mark.parametrize("name", NAMES)
    def test_only_a_work_that_stands_has_a_page(self, ballots_of_every_fate, client, name):
        rehearsal = ballots_of_every_fate
        place = [rehearsal.edition.slug, rehearsal.candidates[name].code]
        status = client.get(reverse("candidate", args=place)).status_code
        assert status == (200 if name in STANDING else 404)

    @pytest.mark.parametrize("name", NAMES)
    def test_nor_after_the_count(self, counted, client, name):
        place = [counted.edition.slug, counted.candidates[name].code]
        status = client.get(reverse("candidate", args=place)).status_code
        assert status == (200 if name in STANDING else 404)
