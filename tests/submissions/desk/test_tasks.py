"""A draft as a list of tasks: parts done, minutes left, days left, the next one; and a dossier that
was sent: what comes next stands first.
"""

import datetime

import pytest
from django.urls import reverse

from competition import clock
from competition.models import Phase
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from submissions.desk.tasks import MINUTES, minutes_of, task_list
from submissions.models import Attachment, Entry
from submissions.writing import drafting, outcome
from submissions.writing.checklist import STEPS
from submissions.writing.way import next_act, stages_of
from tests.factories.submissions import EntryFactory, LetterFactory, OutcomeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def complete(begun) -> Entry:
    with begun.step("x", 3) as at:
        work = steps.write(begun.edition, begun.cast.entrants[0], 0, 1, begun.units, at)
        drain()
    return Entry.objects.get(pk=work.entry.pk)


def page(r, client, entry: Entry, day: float, name: str = "entry") -> str:
    client.force_login(entry.owner)
    address = reverse(name, args=[entry.public_id])
    with clock.set_to(r.at(day)):
        return client.get(address).content.decode()


class TestADraft:
    @pytest.fixture
    def without_files(self, complete) -> Entry:
        Attachment.objects.filter(entry=complete).delete()
        return Entry.objects.get(pk=complete.pk)

    def test_that_lacks_nothing_is_complete(self, begun, complete):
        found = task_list(complete, due=None, at=begun.at(6))
        assert (found.done, found.is_complete, found.next) == (len(STEPS), True, None)

    def test_names_the_part_that_lacks_something(self, begun, without_files):
        found = task_list(without_files, due=None, at=begun.at(6))
        assert (found.done, found.next.step) == (len(STEPS) - 1, "files")

    def test_counts_the_minutes_of_what_is_left_alone(self, begun, without_files):
        found = task_list(without_files, due=None, at=begun.at(6))
        assert found.minutes == 10  # five for the files, three for the last look, rounded up

    def test_counts_the_days_to_the_deadline(self, begun, complete):
        closes = complete.edition.phase(Phase.Kind.SUBMISSION).closes_at
        found = task_list(complete, due=None, at=closes - datetime.timedelta(days=3))
        assert (found.until, found.days) == (closes, 3)

    def test_goes_by_the_day_that_a_request_has_set(self, begun, complete):
        due = (begun.at(6) + datetime.timedelta(days=2)).date()
        found = task_list(complete, due=due, at=begun.at(6))
        assert (found.until, found.days) == (due, 2)

    def test_says_what_stands_in_each_part(self, begun, complete):
        tasks = task_list(complete, due=None, at=begun.at(6)).tasks
        found = {task.step: task.said for task in tasks}
        assert complete.authors.first().full_name in found["authors"]
        assert str(complete.field) in found["general"]

    def test_leads_to_the_part_that_is_missing(self, begun, client, without_files):
        html = page(begun, client, without_files, 6)
        assert "3 trong 4 phần đã xong" in html
        assert "Làm tiếp: Tệp đính kèm" in html

    def test_leads_to_the_submission_once_it_is_complete(self, begun, client, complete):
        html = page(begun, client, complete, 6)
        assert "Làm tiếp" not in html
        assert "Hồ sơ đã đủ." in html

    def test_a_long_form_takes_longer(self, begun):
        asked = begun.edition.questions.exclude(type="file").count()
        short = minutes_of(begun.edition, None, ["general"])
        assert short == MINUTES["general"] + 5  # with the last look, rounded up
        assert asked > 1
        assert minutes_of(begun.edition, None, list(STEPS)) > short


class TestWhatWasSent:
    @pytest.fixture
    def entry(self, sent_in) -> Entry:
        return Entry.objects.get(pk=sent_in.entries[0].pk)

    def test_waits_for_the_secretariat(self, sent_in, entry):
        states = [stage.state for stage in stages_of(entry, sent_in.at(6))]
        assert states[:2] == ["done", "current"]
        assert set(states[2:]) == {"todo"}

    def test_is_judged_once_it_is_sealed(self, sent_in, entry):
        entry.status = Entry.Status.SEALED
        opens = entry.edition.phase(Phase.Kind.JUDGING).opens_at
        stages = stages_of(entry, opens + datetime.timedelta(hours=1))
        assert [stage.state for stage in stages[:3]] == ["done", "done", "current"]

    def test_kept_from_the_vote_is_told_of_no_vote(self, sent_in, entry):
        voting = "Cộng đồng bình chọn"
        before = [stage.title for stage in stages_of(entry, sent_in.at(6))]
        entry.is_kept_from_vote = True
        after = [stage.title for stage in stages_of(entry, sent_in.at(6))]
        assert (voting in before, voting in after) == (True, False)

    def test_all_is_done_once_the_result_is_known(self, sent_in, entry):
        entry.status = Entry.Status.SEALED
        OutcomeFactory(entry=entry)
        assert {stage.state for stage in stages_of(entry, sent_in.at(6))} == {"done"}

    def test_out_of_the_contest_has_no_way(self, sent_in, entry):
        entry.status = Entry.Status.WITHDRAWN
        assert stages_of(entry, sent_in.at(6)) == []

    def test_asks_for_nothing_unless_somebody_wrote(self, sent_in, entry):
        assert next_act(entry, sent_in.at(6)).title == "Hiện bạn không phải làm gì"

    def test_a_letter_of_the_secretariat_is_the_next_act(self, sent_in, entry):
        letter = LetterFactory(entry=entry, from_office=True, due=datetime.date(2031, 5, 7))
        act = next_act(entry, sent_in.at(6))
        assert ("07/05/2031" in act.title, act.text, act.anchor) == (True, letter.text, "thu")

    def test_a_letter_that_was_answered_is_none(self, sent_in, entry):
        first = LetterFactory(entry=entry, from_office=True)
        LetterFactory(entry=entry, from_office=False, at=first.at + datetime.timedelta(hours=1))
        assert next_act(entry, sent_in.at(6)).anchor == ""

    def test_is_said_before_what_was_written(self, sent_in, client, entry):
        html = page(sent_in, client, entry, 6)
        order = [html.index(words) for words in ("Hiện bạn không phải làm gì", "Diễn biến", "<dd>")]
        assert order == sorted(order)

    def test_the_receipt_says_what_comes_next(self, sent_in, client, entry):
        html = page(sent_in, client, entry, 6, "submitted")
        assert entry.receipt_number in html
        assert "kiểm tra tính hợp lệ" in html

    def test_the_receipt_opens_the_dossier_for_changes_until_the_deadline(
        self, sent_in, client, entry
    ):
        change = reverse("amend_entry", args=[entry.public_id])
        shown = [change in page(sent_in, client, entry, day, "submitted") for day in (6, 31)]
        assert shown == [True, False]


class TestTheCall:
    """What is said before anybody begins."""

    def call(self, r, client, day: float) -> str:
        with clock.set_to(r.at(day)):
            return client.get(reverse("begin", args=[r.edition.slug])).content.decode()

    def test_says_how_long_it_takes_before_anybody_signs_in(self, begun, client):
        minutes = minutes_of(begun.edition, None, list(STEPS))
        assert f"Khoảng {minutes} phút" in self.call(begun, client, 6)

    def test_leads_on_to_the_draft(self, begun, client, complete):
        client.force_login(complete.owner)
        html = self.call(begun, client, 6)
        assert "Tiếp tục hồ sơ đang viết" in html
        assert reverse("entry", args=[complete.public_id]) in html

    def test_leads_nobody_to_a_draft_of_somebody_else(self, begun, client, complete):
        stranger = begun.cast.entrants[1]
        assert stranger != complete.owner
        client.force_login(stranger)
        assert "Tiếp tục hồ sơ đang viết" not in self.call(begun, client, 6)

    def test_does_not_lead_on_to_what_was_sent(self, sent_in, client):
        client.force_login(sent_in.entries[0].owner)
        assert "Tiếp tục hồ sơ đang viết" not in self.call(sent_in, client, 6)

    def test_says_after_the_deadline_what_can_still_be_done(self, sent_in, client):
        client.force_login(sent_in.entries[0].owner)
        said = ["Theo dõi hồ sơ đã nộp" in self.call(sent_in, client, day) for day in (6, 31)]
        assert said == [False, True]

    def test_a_draft_that_was_not_sent_is_kept(self, begun, client):
        owner = begun.cast.entrants[0]
        drafting.start_draft(edition=begun.edition, by=owner, at=begun.at(4))
        client.force_login(owner)
        assert "Bản nháp chưa nộp vẫn được lưu" in self.call(begun, client, 31)


class TestAResult:
    """Beside the others of its field: means where enough works were judged, never a single one."""

    @pytest.fixture
    def entry(self, sent_in) -> Entry:
        return Entry.objects.get(pk=sent_in.entries[0].pk)

    def others(self, entry: Entry, number: int, **columns) -> None:
        for _count in range(number):
            other = EntryFactory(edition=entry.edition, field=entry.field, kind=entry.kind)
            OutcomeFactory(entry=other, is_winner=False, prize="", **columns)

    def own(self, entry: Entry, **columns) -> Entry:
        OutcomeFactory(entry=entry, is_winner=False, prize="", **columns)
        return Entry.objects.get(pk=entry.pk)

    def test_says_the_mean_of_the_field(self, entry):
        self.others(entry, 4, final_score=60, council_score=50)
        own = self.own(entry, final_score=70, council_score=60)
        assert outcome.compared(own).final_mean == 62

    def test_says_no_mean_of_fewer_than_five(self, entry):
        self.others(entry, 3, final_score=60)
        own = self.own(entry, final_score=70)
        assert outcome.compared(own).final_mean is None

    def test_leaves_other_fields_out(self, entry):
        self.others(entry, 4, final_score=60)
        another = entry.edition.fields.exclude(pk=entry.field_id).first()
        elsewhere = EntryFactory(edition=entry.edition, field=another, kind=entry.kind)
        OutcomeFactory(entry=elsewhere, is_winner=False, prize="", final_score=0)
        assert outcome.compared(self.own(entry, final_score=70)).final_mean == 62

    def test_without_a_prize_says_from_when_on_they_were_given(self, sent_in, client, entry):
        winner = EntryFactory(edition=entry.edition, field=entry.field, kind=entry.kind)
        OutcomeFactory(entry=winner, is_winner=True, prize="Giải Ba", final_score="81.25")
        html = page(sent_in, client, self.own(entry, final_score=70), 6)
        assert "Giải được trao từ 81,25 điểm trở lên." in html
        assert winner.title not in html

    def test_that_is_no_final_score_says_why(self, sent_in, client, entry):
        html = page(sent_in, client, self.own(entry, final_score=None), 6)
        assert "không vào vòng cuối" in html
