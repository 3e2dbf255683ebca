"""An inspector reads for a time, by two people; each opening and reading leaves a line."""

import datetime
import io
import zipfile

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook

from awards import inspection_files, inspectors
from awards.models import InspectionFile, Mandate
from competition import audit, clock, joint_requests
from competition.errors import NotAllowed, Refused, WrongState
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from judging.models import Scoresheet
from submissions.models import Entry
from tests import guards
from tests.factories.accounts import UserFactory
from tests.factories.submissions import EntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def contest(put_to_the_committee):
    with clock.set_to(put_to_the_committee.at(81)):
        put_to_the_committee.inspector = UserFactory(email="thanh-tra@example.vn")
        yield put_to_the_committee


def asked(contest, **words):
    usual = {"email": "thanh-tra@example.vn", "paper": "12/QĐ-TTr", "reason": "Có tố cáo"}
    usual["until"] = localdate(contest.at(81)) + datetime.timedelta(days=3)
    usual |= {"edition": contest.edition, "by": contest.cast.secretary, "at": contest.at(81)}
    return inspectors.ask(**usual | words)


@pytest.fixture
def mandate(contest) -> Mandate:
    joint = asked(contest)
    joint_requests.agree(joint=joint, by=contest.cast.second, at=contest.at(81))
    return Mandate.objects.get(joint=joint)


def opened(contest, mandate, entry=None, **words) -> InspectionFile:
    usual = {"mandate": mandate, "by": contest.inspector, "at": contest.at(81)}
    return inspectors.open_file(**usual | {"entry": entry or contest.works[0].entry} | words)


class TestMandate:
    def test_it_runs_until_the_end_of_its_day_and_its_inspector_is_told(self, contest, mandate):
        last = localdate(contest.at(81)) + datetime.timedelta(days=3)
        assert mandate.runs(clock.local(last, datetime.time(23, 0)))
        assert not mandate.runs(clock.local(last, datetime.time(23, 59)))
        assert Message.objects.filter(recipient=contest.inspector).count() == 1

    def test_not_before_the_seals_are_open(self, ranked):
        UserFactory(email="thanh-tra@example.vn")
        with pytest.raises(WrongState):
            asked(ranked)

    def test_not_asked_for_by_anybody(self, contest):
        with pytest.raises(NotAllowed):
            asked(contest, by=UserFactory())

    @pytest.mark.parametrize("days", [-1, inspectors.MOST_DAYS + 1])
    def test_for_so_many_days_at_most(self, contest, days):
        until = localdate(contest.at(81)) + datetime.timedelta(days=days)
        with pytest.raises(Refused):
            asked(contest, until=until)

    def test_by_a_paper(self, contest):
        with pytest.raises(Refused):
            asked(contest, paper=" ")

    def test_nobody_of_the_edition(self, contest):
        sheet = Scoresheet.objects.select_related("assignment__judge__user").first()
        entrant = contest.works[0].entry.owner
        people = [contest.cast.second, sheet.assignment.judge.user, entrant]
        for person in people:
            with pytest.raises(Refused):
                asked(contest, email=person.email)

    def test_nobody_whom_nobody_knows(self, contest):
        with pytest.raises(Refused):
            asked(contest, email="khong-co@example.vn")

    def test_it_is_ended_once(self, contest, mandate):
        with pytest.raises(NotAllowed):
            inspectors.end(mandate=mandate, by=contest.inspector, at=contest.at(81.5))
        inspectors.end(mandate=mandate, by=contest.cast.secretary, at=contest.at(81.5))
        with pytest.raises(WrongState):
            inspectors.end(mandate=mandate, by=contest.cast.secretary, at=contest.at(82))
        with pytest.raises(NotAllowed):
            opened(contest, mandate, at=contest.at(82))


class TestFile:
    def test_it_has_a_number_and_opened_again_it_is_the_same(self, contest, mandate):
        first, other = opened(contest, mandate), opened(contest, mandate, contest.works[1].entry)
        assert opened(contest, mandate) == first
        assert [first.number[-4:], other.number[-4:]] == ["0001", "0002"]

    def test_the_line_tells_number_and_reader_and_not_which_work(self, contest, mandate):
        file = opened(contest, mandate)
        line = Event.objects.get(verb="inspection.opened")
        assert (line.payload["number"], line.actor_id) == (file.number, contest.inspector.pk)
        assert file.entry.receipt_number not in str(line.payload)

    def test_only_its_inspector_opens_and_reads(self, contest, mandate):
        with pytest.raises(NotAllowed):
            opened(contest, mandate, by=contest.cast.secretary)
        file = opened(contest, mandate)
        with pytest.raises(NotAllowed):
            inspectors.read(file=file, by=contest.cast.secretary, at=contest.at(81))

    def test_no_work_of_another_edition(self, contest, mandate):
        with pytest.raises(Refused):
            opened(contest, mandate, EntryFactory(receipt_number="X-1"))

    def test_the_table_names_every_judge_of_the_work_and_no_other(self, contest, mandate):
        file = opened(contest, mandate)
        book = load_workbook(io.BytesIO(inspection_files.table_of(file)))
        named = {row[2] for row in book["Phiếu chấm"].iter_rows(min_row=2, values_only=True)}
        code = file.entry.versions.first().sealing.judging_code
        sheets = Scoresheet.objects.filter(assignment__blinded_entry__code=code)
        assert named >= {one.assignment.judge.user.full_name for one in sheets}
        totals = {row[8] for row in book["Phiếu chấm"].iter_rows(min_row=2, values_only=True)}
        assert totals - {"", None} == {str(one.total) for one in sheets}

    def test_no_private_note_is_in_it(self, contest, mandate):
        Scoresheet.objects.filter(state="draft").delete()
        file = opened(contest, mandate)
        book = load_workbook(io.BytesIO(inspection_files.table_of(file)))
        heads = [cell.value for cell in next(book["Phiếu chấm"].iter_rows())]
        assert len(heads) == 11

    def test_a_text_is_never_a_formula(self, contest, mandate):
        file = opened(contest, mandate)
        Entry.objects.filter(pk=file.entry_id).update(title="=HYPERLINK(1)")
        file.refresh_from_db()
        book = load_workbook(io.BytesIO(inspection_files.table_of(file)))
        titles = [row[1] for row in book["Hồ sơ"].iter_rows(values_only=True)]
        assert "'=HYPERLINK(1)" in titles


class TestPages:
    def test_from_the_list_to_the_file_by_a_job(self, contest, mandate, client):
        client.force_login(contest.inspector)
        entry = Entry.objects.get(pk=contest.works[0].entry.pk)
        page = client.get(reverse("inspection", args=[mandate.pk])).content.decode()
        assert entry.receipt_number in page
        client.post(reverse("open_inspection_file", args=[mandate.pk, entry.public_id]))
        file = InspectionFile.objects.get()
        address = reverse("inspection_file", args=[mandate.pk, file.pk])
        waiting = client.get(address).url
        drain()
        client.get(waiting)
        assert not Event.objects.filter(verb="inspection.read").exists()
        fetched = client.get(f"{waiting}&tai=1")
        names = zipfile.ZipFile(io.BytesIO(b"".join(fetched))).namelist()
        assert f"{file.number}.xlsx" in names
        assert Event.objects.filter(verb="inspection.read").count() == 1

    def test_over_it_is_gone(self, contest, mandate, client):
        client.force_login(contest.inspector)
        with clock.set_to(contest.at(90)):
            assert client.get(reverse("inspection", args=[mandate.pk])).status_code == 404

    def test_nobody_elses(self, contest, mandate, client):
        client.force_login(contest.cast.secretary)
        assert client.get(reverse("inspection", args=[mandate.pk])).status_code == 404

    @pytest.mark.counts_queries("inspection", "inspections", "inspectors_office")
    def test_long_lists_ask_no_more(self, contest, mandate, client, django_assert_max_num_queries):
        client.force_login(contest.inspector)
        address = reverse("inspection", args=[mandate.pk])
        client.get(address)
        with django_assert_max_num_queries(25):
            client.get(address)

    def test_the_office_asks_keeps_what_was_typed_and_ends(self, contest, client):
        client.force_login(contest.cast.secretary)
        slug = [contest.edition.slug]
        typed = {"email": "khong-co@example.vn", "paper": "12/QĐ-TTr", "reason": "Có tố cáo"}
        typed["until"] = (localdate(contest.at(81)) + datetime.timedelta(2)).strftime("%d/%m/%Y")
        refused = client.post(reverse("ask_for_inspector", args=slug), typed)
        assert refused.status_code == 422
        assert "12/QĐ-TTr" in refused.content.decode()
        client.post(
            reverse("ask_for_inspector", args=slug), typed | {"email": "thanh-tra@example.vn"}
        )
        joint = joint_requests.waiting_in(contest.edition).get(kind=inspectors.KIND)
        joint_requests.agree(joint=joint, by=contest.cast.second, at=contest.at(81))
        mandate = Mandate.objects.get()
        client.post(reverse("end_mandate", args=slug), {"mandate": mandate.pk})
        mandate.refresh_from_db()
        assert not mandate.runs(clock.now())


def test_mandates_and_files_changed_past_the_verbs_are_told(contest, mandate):
    opened(contest, mandate)
    before = audit.faults(contest.edition)
    with guards.lifted():
        Mandate.objects.update(ends_at=contest.at(200))
        InspectionFile.objects.update(entry=contest.works[1].entry)
    assert len(audit.faults(contest.edition)) == len(before) + 2


def test_a_stranger_neither_asks_nor_opens(contest, mandate):
    stranger, at = UserFactory(), contest.at(81)
    asked_for = {"email": "thanh-tra@example.vn", "paper": "1", "reason": "x", "until": at.date()}
    with pytest.raises(NotAllowed):
        inspectors.ask(edition=contest.edition, by=stranger, at=at, **asked_for)
    with pytest.raises(NotAllowed):
        inspectors.open_file(mandate=mandate, entry=contest.works[0].entry, by=stranger, at=at)
