"""Paper ballots: two keepers type a box, each alone; what both read alike joins the count."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from competition import audit, clock
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from competition.models import Phase, Scheme
from foundation.ledger.models import Event
from tests import guards
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, PhaseFactory, SchemeFactory
from tests.factories.moments import NOON, days
from tests.factories.voting import CandidateFactory, PollFactory, TallyFactory
from voting import booths, casting, noting, receipts, rules, tally
from voting.models import Ballot, Booth, PaperBallot, Voter

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def vote():
    """A running vote for three works of two fields; two of the secretariat keep a box."""
    edition = EditionFactory()
    PhaseFactory(edition=edition, kind=Phase.Kind.VOTING, opens_at=days(-3), closes_at=days(1))
    PollFactory(edition=edition)
    edition.works = CandidateFactory.create_batch(2, edition=edition)
    edition.works.append(CandidateFactory(edition=edition, field=edition.works[0].field))
    edition.codes = [work.code for work in edition.works]
    edition.one, edition.two = secretary_of(edition), secretary_of(edition)
    with clock.set_to(NOON):
        yield edition


def set_up(vote, **words) -> Booth:
    usual = {"edition": vote, "place": "Trường THCS Chu Văn An", "day": localdate(NOON)}
    usual |= {"first": vote.one, "second": vote.two, "by": vote.one, "at": NOON}
    return booths.set_up(**usual | words)


@pytest.fixture
def box(vote) -> Booth:
    return set_up(vote)


def typed(box, keeper, serial, *codes, at=NOON) -> PaperBallot:
    return booths.key_in(booth=box, serial=serial, codes=codes, by=keeper, at=at)


def finished(box, *keepers) -> Booth:
    for keeper in keepers:
        booths.finish(booth=box, by=keeper, at=NOON)
    box.refresh_from_db()
    return box


def joined(box, by, at=NOON) -> int:
    return booths.join(booth=box, by=by, at=at)


def alike(vote, box, *papers) -> Booth:
    """Both keepers have read these papers, numbered from 1."""
    for keeper in (vote.one, vote.two):
        for serial, codes in enumerate(papers, 1):
            typed(box, keeper, serial, *codes)
    return finished(box, vote.one, vote.two)


class TestSetUp:
    def test_by_the_secretariat_alone(self, vote):
        with pytest.raises(NotAllowed):
            set_up(vote, by=UserFactory())

    def test_with_two_keepers_of_it(self, vote):
        with pytest.raises(Refused):
            set_up(vote, second=vote.one)
        with pytest.raises(Refused):
            set_up(vote, second=UserFactory())

    @pytest.mark.parametrize("day", [-9, 9])
    def test_on_a_day_of_the_vote(self, vote, day):
        with pytest.raises(Refused):
            set_up(vote, day=localdate(days(day)))

    def test_at_a_place(self, vote):
        with pytest.raises(Refused):
            set_up(vote, place=" ")

    def test_not_once_it_is_counted(self, vote):
        TallyFactory(edition=vote)
        with pytest.raises(PhaseClosed):
            set_up(vote)


class TestTyping:
    def test_the_later_reading_stands(self, vote, box):
        typed(box, vote.one, 1, vote.codes[0])
        typed(box, vote.one, 1, vote.codes[1])
        assert booths.readings(box, vote.one.pk) == {1: [vote.codes[1]]}

    def test_by_its_keepers_alone(self, vote, box):
        for verb in (typed, lambda *given: booths.finish(booth=box, by=given[1], at=NOON)):
            with pytest.raises(NotAllowed):
                verb(box, secretary_of(vote), 1)

    def test_not_before_its_day(self, vote):
        later = set_up(vote, day=localdate(days(1)))
        with pytest.raises(PhaseClosed):
            typed(later, vote.one, 1)
        with pytest.raises(PhaseClosed):
            booths.finish(booth=later, by=vote.one, at=NOON)

    def test_not_a_work_that_there_is_not(self, vote, box):
        with pytest.raises(Refused, match="BC-KHONG"):
            typed(box, vote.one, 1, "BC-KHONG")

    def test_not_without_its_number(self, vote, box):
        with pytest.raises(Refused):
            typed(box, vote.one, 0)

    def test_as_many_works_as_the_rules_allow(self, vote, box):
        SchemeFactory(edition=vote, ballot_rule=Scheme.BallotRule.WORKS, ballot_number=1)
        with pytest.raises(Refused):
            typed(box, vote.one, 1, *vote.codes[:2])

    def test_one_in_each_field(self, vote, box):
        SchemeFactory(edition=vote, ballot_rule=Scheme.BallotRule.FIELDS)
        typed(box, vote.one, 1, vote.codes[0], vote.codes[1])
        with pytest.raises(Refused):
            typed(box, vote.one, 2, vote.codes[0], vote.codes[2])

    def test_a_number_that_there_is_not_is_taken_away(self, vote, box):
        typed(box, vote.one, 1)
        booths.strike(booth=box, serial=1, by=vote.one, at=NOON)
        with pytest.raises(WrongState):
            booths.strike(booth=box, serial=1, by=vote.one, at=NOON)

    def test_it_is_finished_once(self, vote, box):
        finished(box, vote.one)
        with pytest.raises(WrongState):
            finished(box, vote.one)

    def test_not_before_the_vote_is_released(self, vote, box):
        vote.poll.delete()
        with pytest.raises(PhaseClosed):
            typed(box, vote.one, 1)

    def test_not_once_it_is_counted(self, vote, box):
        TallyFactory(edition=vote)
        with pytest.raises(PhaseClosed):
            typed(box, vote.one, 1)


class TestJoining:
    def test_what_two_read_otherwise_keeps_it_out(self, vote, box):
        typed(box, vote.one, 1, vote.codes[0])
        typed(box, vote.two, 1, vote.codes[1])
        typed(box, vote.two, 2)
        finished(box, vote.one, vote.two)
        first, second = [vote.codes[0]], [vote.codes[1]]
        assert booths.differences(box) == [(1, first, second), (2, None, [])]
        with pytest.raises(WrongState):
            joined(box, vote.one)

    def test_not_before_both_have_typed_all(self, vote, box):
        finished(box, vote.one)
        with pytest.raises(WrongState):
            joined(box, vote.one)

    def test_by_the_secretariat_alone(self, vote, box):
        with pytest.raises(NotAllowed):
            joined(alike(vote, box), UserFactory())

    def test_once_and_nothing_changes_afterwards(self, vote, box):
        joined(alike(vote, box, vote.codes[:1]), vote.one)
        with pytest.raises(WrongState):
            joined(box, vote.one)
        with pytest.raises(WrongState):
            typed(box, vote.one, 2)

    def test_not_once_it_is_counted(self, vote, box):
        alike(vote, box)
        TallyFactory(edition=vote)
        with pytest.raises(PhaseClosed):
            joined(box, vote.one)

    def test_a_paper_is_a_voter_who_is_nobody_and_no_device(self, vote, box):
        assert joined(alike(vote, box, vote.codes[:2], []), vote.one) == 2
        voter = Voter.objects.get(booth=box)
        assert (voter.user, voter.paper) == (None, 1)
        given = Ballot.objects.filter(voter=voter)
        assert set(given.values_list("candidate__code", flat=True)) == set(vote.codes[:2])
        assert set(given.values_list("network", flat=True)) == {""}

    def test_the_line_tells_how_many_papers_and_of_no_work(self, vote, box):
        joined(alike(vote, box, vote.codes[:1], []), vote.one)
        line = Event.objects.get(verb="booth.joined").payload
        assert (line["papers"], line["valid"]) == (2, 1)
        assert vote.codes[0] not in str(line)

    def test_the_count_waits_for_it_and_then_holds_its_votes_and_receipts(self, vote, box):
        alike(vote, box, vote.codes[:1], vote.codes[:2])
        usual = {"edition": vote, "by": vote.one, "at": days(2)}
        with pytest.raises(WrongState, match="điểm bỏ phiếu"):
            tally.close(**usual)
        joined(box, vote.two)
        closed = tally.close(**usual)
        votes = dict(closed.rows.values_list("code", "votes"))
        assert [votes[code] for code in vote.codes] == [2, 1, 0]
        listed = [receipt for receipt, _fate in receipts.lines(vote)]
        given = Ballot.objects.filter(voter__booth=box)
        assert sorted(listed) == sorted(given.values_list("receipt", flat=True))
        assert noting.faults(vote) == []
        assert booths.papers_counted(vote) == 2


class TestAge:
    @pytest.fixture
    def of_fifteen(self, vote):
        SchemeFactory(edition=vote, min_voter_age=15)
        return vote

    def test_who_does_not_say_so_votes_on_paper_and_nothing_is_kept(self, of_fifteen):
        work = of_fifteen.works[0]
        with pytest.raises(NotAllowed, match="15"):
            casting.cast(candidate=work, by=UserFactory(), at=NOON, address="203.0.113.9")
        assert not Voter.objects.exists()

    def test_it_is_said_once(self, of_fifteen):
        person = UserFactory()
        casting.cast(candidate=of_fifteen.works[0], by=person, at=NOON, is_of_age=True)
        assert casting.cast(candidate=of_fifteen.works[1], by=person, at=NOON).pk

    def test_without_an_age_nobody_is_asked(self, vote):
        rules.require_of_age(SchemeFactory(edition=vote), is_of_age=False)

    def test_the_page_asks_and_names_the_polling_places(self, of_fifteen, box, client):
        client.force_login(UserFactory())
        slug, work = of_fifteen.slug, of_fifteen.works[0]
        page = client.get(reverse("ballot_paper", args=[slug])).content.decode()
        assert 'name="of_age"' in page
        assert box.place in page
        address = reverse("cast_vote", args=[slug, work.code])
        client.post(address)
        assert not Ballot.objects.exists()
        client.post(address, {"of_age": "1"})
        assert Ballot.objects.count() == 1


class TestOffice:
    def test_from_a_new_place_to_the_count(self, vote, client):
        client.force_login(vote.one)
        slug = vote.slug
        typed_in = {"place": "Trường THCS", "day": NOON.strftime("%d/%m/%Y")}
        refused = client.post(reverse("set_up_booth", args=[slug]), typed_in)
        assert refused.status_code == 422
        assert "Trường THCS" in refused.content.decode()
        keepers = {"first": vote.one.pk, "second": vote.two.pk}
        client.post(reverse("set_up_booth", args=[slug]), typed_in | keepers)
        box = Booth.objects.get()
        for keeper in (vote.one, vote.two):
            client.force_login(keeper)
            paper = {"serial": "1", "codes": f"{vote.codes[0].lower()} {vote.codes[1]}"}
            client.post(reverse("key_paper", args=[slug, box.pk]), paper)
            client.post(reverse("finish_box", args=[slug, box.pk]))
        address = reverse("join_box", args=[slug, box.pk])
        recap = client.post(address)
        confirmed = recap.context["recap"].digest
        client.post(address, {"confirmed": confirmed})
        assert Ballot.objects.filter(voter__booth=box).count() == 2

    def test_a_keeper_sees_nothing_of_the_other_before_both_have_typed(self, vote, box, client):
        typed(box, vote.two, 7, vote.codes[2])
        client.force_login(vote.one)
        page = client.get(reverse("booth_office", args=[vote.slug, box.pk])).content.decode()
        assert vote.codes[2] not in page

    def test_a_code_that_there_is_not_is_told_and_kept(self, vote, box, client):
        client.force_login(vote.one)
        address = reverse("key_paper", args=[vote.slug, box.pk])
        refused = client.post(address, {"serial": "1", "codes": "BC-KHONG"})
        assert refused.status_code == 422
        assert "BC-KHONG" in refused.content.decode()

    @pytest.mark.counts_queries("booths_office")
    def test_a_long_list_of_places_asks_no_more(self, vote, client):
        client.force_login(vote.one)
        address = reverse("booths_office", args=[vote.slug])
        counts = []
        for number in (1, 4):
            for _each in range(number):
                set_up(vote)
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
        assert counts[0] == counts[1]

    @pytest.mark.counts_queries("booth_office")
    def test_a_long_box_asks_no_more(self, vote, box, client):
        client.force_login(vote.one)
        address = reverse("booth_office", args=[vote.slug, box.pk])
        counts = []
        for serial in (1, 2, 3):
            typed(box, vote.one, serial)
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
        assert len(set(counts)) == 1

    def test_nobody_else_finds_it(self, vote, box, client):
        client.force_login(UserFactory())
        for route in ("booth_office", "key_paper", "strike_paper", "finish_box", "join_box"):
            address = reverse(route, args=[vote.slug, box.pk])
            assert client.post(address).status_code == 404


def test_papers_and_places_changed_past_the_verbs_are_told(vote, box):
    joined(alike(vote, box, vote.codes[:1]), vote.one)
    noting.note(vote, at=NOON)
    before = audit.faults(vote)
    with guards.lifted():
        Booth.objects.update(place="Nơi khác")
        PaperBallot.objects.update(codes=vote.codes[1:2])
    assert len(audit.faults(vote)) == len(before) + 3


def test_whoever_is_not_of_the_secretariat_is_refused(vote, box):
    stranger = UserFactory()
    keepers = {"first": vote.one, "second": vote.two}
    with pytest.raises(NotAllowed):
        booths.set_up(edition=vote, place="Trường", day=box.day, **keepers, by=stranger, at=NOON)
    with pytest.raises(NotAllowed):
        booths.key_in(booth=box, serial=1, codes=[], by=stranger, at=NOON)
    with pytest.raises(NotAllowed):
        booths.join(booth=box, by=stranger, at=NOON)


def test_the_database_keeps_the_papers_of_a_joined_box(vote, box):
    joined(alike(vote, box, vote.codes[:1]), vote.one)
    with pytest.raises(DatabaseError, match=guards.REFUSED), transaction.atomic():
        PaperBallot.objects.update(codes=vote.codes[1:2])
    with pytest.raises(DatabaseError, match=guards.REFUSED), transaction.atomic():
        PaperBallot.objects.create(booth=box, keeper=vote.one, serial=99, at=NOON)
