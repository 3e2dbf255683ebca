"""The list hangs out for the published days; petitions, complaints and denunciations are told
apart, registered, answered; the decision waits for them.
"""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards import complaints, decision, posting
from awards.desk.complaint_form import ComplaintForm
from awards.models import Complaint, ComplaintAnswer, Posting
from competition import audit, clock
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from competition.models import Edition
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from foundation.vietnamese.calendar import add_working_days, is_working_day
from submissions.models import Entry
from tests import guards
from tests.awards.deciding import adopted
from tests.factories.accounts import UserFactory
from tests.factories.awards import StandingRowFactory
from tests.pressing import pressed
from tests.reading import seen
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]

Kind = Complaint.Kind
Outcome = ComplaintAnswer.Outcome
WORDS = {"subject": Complaint.Subject.SCORE, "text": "Điểm của tiêu chí 2 bị cộng thiếu."}


@pytest.fixture
def contest(closed_by_the_committee):
    """The committee has voted on day 81, and the rules want a posting of five working days."""
    edition = closed_by_the_committee.edition
    Edition.objects.filter(pk=edition.pk).update(posting_days=5)
    closed_by_the_committee.ratification.standing.edition.posting_days = 5
    edition.posting_days = 5
    return closed_by_the_committee


@pytest.fixture
def posted(contest):
    with clock.set_to(contest.at(82)):
        contest.posting = posting.put_up(
            ratification=contest.ratification, by=contest.cast.secretary, at=contest.at(82)
        )
        yield contest


def entry_of(contest, place: int = 0) -> Entry:
    rows = contest.ratification.standing.rows.exclude(tier=None).order_by("rank")
    return rows[place].entry


def filed(contest, kind=Kind.COMPLAINT, by=None, **words) -> Complaint:
    """From the list, by somebody who has to do with nothing."""
    by = by or UserFactory()
    return complaints.file_from_list(
        edition=contest.edition, kind=kind, by=by, at=contest.at(83), **WORDS | words
    )


def answered(contest, complaint: Complaint, **words) -> ComplaintAnswer:
    usual = {"outcome": Outcome.REJECTED, "text": "Đã cộng đúng.", "at": contest.at(84)}
    by = words.pop("by", contest.cast.secretary)
    return complaints.answer(complaint=complaint, by=by, **usual | words)


def put_up(contest, **words) -> Posting:
    usual = {"by": contest.cast.secretary, "at": contest.at(82)}
    return posting.put_up(ratification=contest.ratification, **usual | words)


class TestPosting:
    def test_it_hangs_for_working_days_the_first_not_counted(self, contest):
        hung = put_up(contest)
        first = contest.at(82).date()
        last = add_working_days(first, 5)
        assert hung.stands(clock.local(last, datetime.time(23, 59)))
        assert not hung.stands(clock.local(last + datetime.timedelta(days=1), datetime.time()))
        assert is_working_day(last)

    def test_the_ledger_knows_the_list_and_its_end(self, contest):
        hung = put_up(contest)
        line = Event.objects.get(verb="list.posted")
        assert line.payload["digest"] == hung.digest == posting.digest_of(contest.ratification)

    def test_every_entrant_is_told_once_by_the_worker(self, contest):
        put_up(contest)
        assert not Message.objects.filter(about="list_posted").exists()
        drain()
        rows = contest.ratification.standing.rows.exclude(entry=None)
        owners = set(rows.values_list("entry__owner", flat=True))
        told = Message.objects.filter(body__contains=posting.last_day(contest.ratification.posting))
        assert set(told.values_list("recipient", flat=True)) == owners

    def test_only_the_secretariat_posts(self, contest):
        with pytest.raises(NotAllowed):
            put_up(contest, by=contest.cast.committee[0])

    def test_only_once(self, contest):
        put_up(contest)
        with pytest.raises(WrongState, match="trước"):
            put_up(contest)

    def test_not_where_the_rules_know_none(self, closed_by_the_committee):
        with pytest.raises(WrongState):
            put_up(closed_by_the_committee)

    def test_not_while_the_committee_votes(self, put_to_the_committee):
        Edition.objects.update(posting_days=5)
        with pytest.raises(WrongState):
            put_up(put_to_the_committee)

    def test_it_names_nobody_who_has_not_agreed(self, posted, client):
        entry = entry_of(posted)
        Entry.objects.filter(pk=entry.pk).update(publish_names=False)
        page = client.get(reverse("posted_list", args=[posted.edition.slug])).content.decode()
        assert entry.title in page
        assert not [one for one in entry.authors.all() if one.full_name in page]

    def test_it_is_taken_down(self, posted, client):
        entry = entry_of(posted)
        with clock.set_to(posted.at(110)):
            page = client.get(reverse("posted_list", args=[posted.edition.slug])).content.decode()
        assert entry.title not in page

    def test_before_it_there_is_no_page(self, contest, client):
        assert client.get(reverse("posted_list", args=[contest.edition.slug])).status_code == 404


class TestFiling:
    def test_each_kind_has_its_own_numbers(self, posted):
        numbers = [filed(posted, kind).number for kind in (*Kind.values, Kind.COMPLAINT)]
        year = posted.edition.year
        assert numbers == [
            f"KNPA-{year}-0001",
            f"KN-{year}-0001",
            f"TC-{year}-0001",
            f"KN-{year}-0002",
        ]

    def test_a_petition_is_answered_sooner(self, posted):
        day = posted.at(83).date()
        edition = posted.edition
        assert filed(posted, Kind.PETITION).due == add_working_days(day, edition.answer_days)
        assert filed(posted).due == add_working_days(day, edition.complaint_days)

    def test_a_stranger_to_the_list_may_write_about_one_of_its_works(self, posted):
        row = posted.ratification.standing.rows.exclude(tier=None).first()
        assert filed(posted, row=row).entry == row.entry

    def test_not_about_a_work_that_is_not_on_it(self, posted):
        row = StandingRowFactory()
        with pytest.raises(Refused):
            filed(posted, row=row)

    def test_not_before_it_hangs(self, contest):
        with pytest.raises(PhaseClosed):
            filed(contest)

    def test_not_once_it_is_taken_down(self, posted):
        words = WORDS | {"kind": Kind.PETITION, "by": UserFactory(), "at": posted.at(110)}
        with pytest.raises(PhaseClosed):
            complaints.file_from_list(edition=posted.edition, **words)

    def test_not_without_a_confirmed_address(self, posted):
        with pytest.raises(NotAllowed):
            filed(posted, by=UserFactory(confirms=False))

    def test_not_without_words(self, posted):
        with pytest.raises(Refused):
            filed(posted, text="  ")

    def test_not_of_a_kind_that_there_is_not(self, posted):
        with pytest.raises(Refused):
            filed(posted, "letter")

    def test_not_too_long(self, posted):
        with pytest.raises(Refused):
            filed(posted, text="a" * (complaints.MOST_CHARACTERS + 1))

    def test_not_a_sixth_while_five_wait(self, posted):
        somebody = UserFactory()
        for _number in range(complaints.MOST_OPEN):
            one = filed(posted, by=somebody)
        with pytest.raises(Refused):
            filed(posted, by=somebody)
        answered(posted, one)
        assert filed(posted, by=somebody).is_open

    def test_the_entrant_writes_about_the_own_dossier_without_a_posting(self, contest):
        entry = entry_of(contest)
        words = WORDS | {"kind": Kind.COMPLAINT, "by": entry.owner, "at": contest.at(82)}
        assert complaints.file_about_own(entry=entry, **words).entry == entry

    def test_nobody_else_does(self, contest):
        words = WORDS | {"kind": Kind.COMPLAINT, "by": UserFactory(), "at": contest.at(82)}
        with pytest.raises(NotAllowed):
            complaints.file_about_own(entry=entry_of(contest), **words)

    def test_not_about_a_draft(self, contest):
        entry = entry_of(contest)
        Entry.objects.filter(pk=entry.pk).update(status=Entry.Status.DRAFT)
        entry.refresh_from_db()
        words = WORDS | {"kind": Kind.COMPLAINT, "by": entry.owner, "at": contest.at(82)}
        with pytest.raises(PhaseClosed):
            complaints.file_about_own(entry=entry, **words)

    def test_not_ninety_days_after_the_announcement(self, announced):
        entry = announced.decision.awards.first().entry
        words = WORDS | {"kind": Kind.COMPLAINT, "by": entry.owner}
        complaints.file_about_own(entry=entry, at=announced.at(92 + 89), **words)
        with pytest.raises(PhaseClosed):
            complaints.file_about_own(entry=entry, at=announced.at(92 + 90), **words)

    def test_its_writer_and_the_office_are_told(self, posted):
        somebody = UserFactory()
        one = filed(posted, by=somebody)
        told = Message.objects.filter(subject__contains=one.number)
        assert set(told.values_list("recipient", flat=True)) == {
            somebody.pk,
            *[person.pk for person in complaints.handlers_of(one)],
        }


class TestDenunciation:
    @pytest.fixture
    def about(self, posted):
        """A denunciation of the first member of the committee."""
        posted.accused = posted.cast.committee[0]
        posted.writer = UserFactory(full_name="Người Viết Đơn")
        posted.one = filed(posted, Kind.DENUNCIATION, by=posted.writer, about=[posted.accused])
        return posted

    def pages(self, about, client, person):
        client.force_login(person)
        arguments = [about.edition.slug, about.one.pk]
        return [
            client.get(reverse("denunciations", args=arguments[:1])),
            client.get(reverse("denunciation", args=arguments)),
        ]

    def test_whoever_it_is_about_finds_nothing(self, about, client):
        listed, page = self.pages(about, client, about.accused)
        assert about.one.number not in listed.content.decode()
        assert page.status_code == 404

    def test_another_member_reads_it_without_the_writer(self, about, client):
        listed, page = self.pages(about, client, about.cast.committee[1])
        assert about.one.number in listed.content.decode()
        assert about.one.text in page.content.decode()
        assert about.writer.full_name not in page.content.decode()

    def test_the_secretariat_learns_its_number_nowhere(self, about, client):
        client.force_login(about.cast.secretary)
        page = client.get(reverse("complaints_office", args=[about.edition.slug]))
        assert about.one.number not in page.content.decode()
        address = reverse("complaint_office", args=[about.edition.slug, about.one.pk])
        assert client.get(address).status_code == 404

    def test_whoever_it_is_about_is_told_nothing(self, about):
        told = Message.objects.filter(subject__contains=about.one.number)
        assert not told.filter(recipient=about.accused).exists()
        assert told.filter(recipient=about.cast.committee[1]).exists()

    def test_no_line_names_the_writer(self, about):
        assert not Event.objects.filter(actor_id=about.writer.pk).exists()

    def test_reading_who_wrote_it_leaves_a_line(self, about, client):
        client.force_login(about.cast.committee[1])
        arguments = [about.edition.slug, about.one.pk]
        page = client.post(reverse("denunciation_writer", args=arguments))
        assert about.writer.full_name in page.content.decode()
        line = Event.objects.get(verb="complaint.writer_read")
        assert (line.payload["number"], line.actor_id) == (
            about.one.number,
            about.cast.committee[1].pk,
        )

    def test_whoever_it_is_about_does_not_read_who_wrote_it(self, about):
        with pytest.raises(NotAllowed):
            complaints.writer_of(complaint=about.one, by=about.accused, at=about.at(84))
        with pytest.raises(NotAllowed):
            complaints.writer_of(complaint=about.one, by=about.cast.secretary, at=about.at(84))

    def test_nor_answers_it(self, about):
        for person in (about.accused, about.cast.secretary, about.writer):
            with pytest.raises(NotAllowed):
                answered(about, about.one, by=person)

    def test_it_is_not_taken_back(self, about):
        with pytest.raises(WrongState):
            complaints.take_back(complaint=about.one, by=about.writer, at=about.at(84))

    def test_one_about_all_of_them_is_for_somebody_else(self, posted):
        with pytest.raises(Refused):
            filed(posted, Kind.DENUNCIATION, about=posted.cast.committee)


class TestAnswer:
    def test_its_writer_is_told_and_reads_it(self, posted, client):
        somebody = UserFactory()
        one = filed(posted, by=somebody)
        answered(posted, one, outcome=Outcome.UPHELD, text="Đúng, đã sửa lại.")
        told = Message.objects.filter(recipient=somebody, body__contains="Đúng, đã sửa lại.")
        assert told.count() == 1
        client.force_login(somebody)
        page = client.get(reverse("my_complaint", args=[one.pk])).content.decode()
        assert "Đúng, đã sửa lại." in page

    def test_only_once(self, posted):
        one = filed(posted)
        answered(posted, one)
        with pytest.raises(WrongState):
            answered(posted, one)

    @pytest.mark.parametrize("words", [{"text": " "}, {"outcome": ""}, {"outcome": "taken_back"}])
    def test_with_an_outcome_and_words(self, posted, words):
        with pytest.raises(Refused):
            answered(posted, filed(posted), **words)

    def test_not_too_long(self, posted):
        with pytest.raises(Refused):
            answered(posted, filed(posted), text="a" * (complaints.MOST_CHARACTERS + 1))

    def test_not_of_an_own_one(self, posted):
        with pytest.raises(NotAllowed):
            answered(posted, filed(posted, by=posted.cast.secretary))

    def test_not_by_another_edition(self, posted):
        with pytest.raises(NotAllowed):
            answered(posted, filed(posted), by=UserFactory())

    def test_its_writer_takes_it_back(self, posted):
        somebody = UserFactory()
        one = filed(posted, by=somebody)
        with pytest.raises(NotAllowed):
            complaints.take_back(complaint=one, by=posted.cast.secretary, at=posted.at(84))
        complaints.take_back(complaint=one, by=somebody, at=posted.at(84))
        assert complaints.still_open(posted.edition) == ""
        with pytest.raises(WrongState):
            complaints.take_back(complaint=one, by=somebody, at=posted.at(84))


class TestTakenBack:
    """Its writer wants it no longer: nobody has answered it, and no page says so."""

    @pytest.fixture
    def one(self, posted) -> Complaint:
        somebody = UserFactory()
        one = filed(posted, by=somebody)
        complaints.take_back(complaint=one, by=somebody, at=posted.at(84))
        return Complaint.objects.get(pk=one.pk)

    def test_an_answer_is_told_that_it_was_taken_back(self, posted, one):
        with pytest.raises(WrongState, match="rút"):
            answered(posted, one)

    def test_the_office_reads_who_ended_it(self, posted, one, client):
        client.force_login(posted.cast.secretary)
        page = seen(client.get(reverse("complaint_office", args=[posted.edition.slug, one.pk])))
        assert "Người gửi đã rút đơn lúc" in page
        assert not page.rstrip().endswith("·")

    def test_its_list_does_not_call_it_answered(self, posted, one, client):
        client.force_login(posted.cast.secretary)
        page = seen(client.get(reverse("complaints_office", args=[posted.edition.slug])))
        assert "Đã kết thúc" in page
        assert "Đã trả lời" not in page
        assert "Kết quả" in page

    def test_everybody_reads_that_it_was_not_answered(self, posted, one, client):
        page = seen(client.get(reverse("posted_list", args=[posted.edition.slug])))
        assert "đã nhận 1, đã trả lời 0" in page
        assert "1 do người gửi rút" in page

    def test_by_the_second_press(self, posted, client):
        somebody = UserFactory()
        one = filed(posted, by=somebody)
        client.force_login(somebody)
        address = reverse("take_complaint_back", args=[one.pk])
        first = client.post(address)
        assert "Rút đơn" in seen(first)
        assert Complaint.objects.get(pk=one.pk).is_open
        pressed(client, address)
        assert not Complaint.objects.get(pk=one.pk).is_open


@pytest.mark.parametrize("kind", [Kind.PETITION, Kind.COMPLAINT])
class TestWhomItIsAbout:
    """Nobody is named in vain: the office reads those, and so do the people who are named."""

    def test_is_refused_beside_the_field(self, posted, kind):
        about = [posted.cast.committee[0].pk]
        form = ComplaintForm(WORDS | {"kind": kind, "about": about}, edition=posted.edition)
        assert list(form.errors) == ["about"]

    def test_is_refused_by_the_verb(self, posted, kind):
        somebody = UserFactory()
        with unchanged(), pytest.raises(Refused, match="tố cáo"):
            filed(posted, kind, by=somebody, about=posted.cast.committee[:1])

    def test_nobody_is_no_matter(self, posted, kind):
        form = ComplaintForm(WORDS | {"kind": kind}, edition=posted.edition)
        assert form.errors == {}


class TestTheDecisionWaits:
    def test_for_the_posting(self, contest):
        with pytest.raises(WrongState, match="niêm yết"):
            adopted(contest)

    def test_until_it_is_over(self, posted):
        with pytest.raises(WrongState, match="niêm yết"):
            decision.adopt(
                ratification=posted.ratification,
                number="1/QĐ",
                date=posted.at(84).date(),
                signer_name="Lê An",
                signer_title="TRƯỞNG BAN",
                by=posted.cast.secretary,
                at=posted.at(84),
            )

    def test_for_every_answer(self, posted):
        one = filed(posted)
        with pytest.raises(WrongState, match="chưa trả lời"):
            adopted(posted)
        answered(posted, one)
        assert adopted(posted).number

    def test_also_without_a_posting(self, closed_by_the_committee):
        entry = entry_of(closed_by_the_committee)
        words = WORDS | {"kind": Kind.COMPLAINT, "by": entry.owner}
        complaints.file_about_own(entry=entry, at=closed_by_the_committee.at(82), **words)
        with pytest.raises(WrongState):
            adopted(closed_by_the_committee)

    def test_the_office_reads_what_it_waits_for(self, posted, client):
        filed(posted)
        client.force_login(posted.cast.secretary)
        with clock.set_to(posted.at(92)):
            page = client.get(reverse("awards_office", args=[posted.edition.slug]))
        assert page.context["decision_waits_for"] == complaints.still_open(posted.edition)
        assert reverse("adopt_decision", args=[posted.edition.slug]) not in page.content.decode()


class TestPages:
    def test_what_was_typed_is_kept(self, posted, client):
        client.force_login(UserFactory())
        address = reverse("write_about_list", args=[posted.edition.slug])
        answer = client.post(address, {"text": "Đoạn đã gõ"})
        assert answer.status_code == 422
        assert "Đoạn đã gõ" in answer.content.decode()

    def test_from_the_list_to_the_number(self, posted, client):
        client.force_login(UserFactory())
        address = reverse("write_about_list", args=[posted.edition.slug])
        answer = client.post(address, WORDS | {"kind": "complaint"}, follow=True)
        assert Complaint.objects.get().number in answer.content.decode()

    def test_from_the_dossier_to_the_number(self, posted, client):
        entry = entry_of(posted)
        client.force_login(entry.owner)
        page = client.get(reverse("entry", args=[entry.public_id])).content.decode()
        address = reverse("write_about_entry", args=[entry.public_id])
        assert address in page
        answer = client.post(address, WORDS | {"kind": "complaint"}, follow=True)
        assert Complaint.objects.get(entry=entry).number in answer.content.decode()

    def test_a_stranger_finds_nobodys(self, posted, client):
        one = filed(posted)
        client.force_login(UserFactory())
        assert client.get(reverse("my_complaint", args=[one.pk])).status_code == 404
        assert client.post(reverse("take_complaint_back", args=[one.pk])).status_code == 404

    def test_the_office_answers_on_its_page(self, posted, client):
        one = filed(posted)
        client.force_login(posted.cast.secretary)
        address = reverse("answer_complaint", args=[posted.edition.slug, one.pk])
        refused = client.post(address, {"text": "Chưa chọn kết quả"})
        assert refused.status_code == 422
        assert "Chưa chọn kết quả" in refused.content.decode()
        client.post(address, {"outcome": "rejected", "text": "Đã cộng đúng."})
        assert ComplaintAnswer.objects.get(complaint=one).text == "Đã cộng đúng."

    def test_the_office_of_another_edition_finds_none(self, posted, client):
        one = filed(posted)
        client.force_login(UserFactory())
        for route in ("complaint_office", "answer_complaint"):
            address = reverse(route, args=[posted.edition.slug, one.pk])
            assert client.post(address).status_code == 404

    @pytest.mark.counts_queries("complaints_office", "denunciations", "my_complaints")
    @pytest.mark.parametrize("route", ["complaints_office", "denunciations", "my_complaints"])
    def test_a_long_list_asks_no_more(self, posted, client, route):
        somebody = UserFactory()
        people = {
            "complaints_office": posted.cast.secretary,
            "denunciations": posted.cast.committee[0],
            "my_complaints": somebody,
        }
        client.force_login(people[route])
        slug = [] if route == "my_complaints" else [posted.edition.slug]
        address = reverse(route, args=slug)
        kind = Kind.DENUNCIATION if route == "denunciations" else Kind.COMPLAINT
        counts = []
        for number in (1, 3):
            for _each in range(number):
                filed(posted, kind, by=somebody)
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
        assert counts[0] == counts[1]


def test_everybody_reads_how_many_were_answered(posted, client):
    answered(posted, filed(posted), outcome=Outcome.UPHELD)
    filed(posted)
    told = complaints.told_of(posted.edition)
    assert [(row["filed"], row["answered"], row["right"]) for row in told] == [(2, 1, 1)]


def test_rows_changed_past_the_verbs_are_told(posted):
    one = filed(posted, Kind.DENUNCIATION, about=[posted.cast.committee[0]])
    other = filed(posted)
    answered(posted, other)
    before = audit.faults(posted.edition)
    one.about.clear()
    assert len(audit.faults(posted.edition)) == len(before) + 1
    with guards.lifted():
        ComplaintAnswer.objects.update(text="Khác")
    assert len(audit.faults(posted.edition)) == len(before) + 2


def test_a_stranger_neither_posts_nor_answers(posted):
    one = filed(posted)
    stranger, at = UserFactory(), posted.at(84)
    with pytest.raises(NotAllowed):
        posting.put_up(ratification=posted.ratification, by=stranger, at=at)
    with pytest.raises(NotAllowed):
        complaints.answer(complaint=one, outcome="upheld", text="Đúng", by=stranger, at=at)


@pytest.mark.counts_queries("complaint_office")
def test_the_page_of_one_asks_no_more_beside_others(posted, client):
    client.force_login(posted.cast.secretary)
    address = reverse("complaint_office", args=[posted.edition.slug, filed(posted).pk])
    counts = []
    for _number in range(3):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
        filed(posted)
    assert len(set(counts)) == 1


def test_the_database_keeps_what_was_answered(posted):
    answered(posted, filed(posted))
    with pytest.raises(DatabaseError, match=guards.REFUSED), transaction.atomic():
        ComplaintAnswer.objects.update(text="Khác")
    with pytest.raises(DatabaseError, match=guards.REFUSED), transaction.atomic():
        Complaint.objects.update(text="Khác")
