"""What an entrant's own dossier says, before and after the deadline, and once there is a result."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from competition import clock
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from submissions.desk.forms import PledgeForm
from submissions.models import Entry, Sealing
from submissions.screening import consents
from submissions.writing import intake
from tests.factories.submissions import EntryFactory, HandoverFactory, OutcomeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LATE = "Đã hết hạn nộp"
BEFORE, AFTER = 6, 31


@pytest.fixture
def draft(begun) -> Entry:
    with begun.step("x", 3) as at:
        work = steps.write(begun.edition, begun.cast.entrants[0], 0, 1, begun.units, at)
        drain()
    return work.entry


def shown(r, client, entry: Entry, day: float) -> str:
    client.force_login(entry.owner)
    with clock.set_to(r.at(day)):
        return client.get(reverse("entry", args=[entry.public_id])).content.decode()


class TestADraft:
    def test_says_what_is_left_until_the_deadline(self, begun, client, draft):
        assert "Kiểm tra và nộp" in shown(begun, client, draft, BEFORE)

    def test_says_no_word_of_being_late_until_then(self, begun, client, draft):
        assert LATE not in shown(begun, client, draft, BEFORE)

    def test_says_afterwards_that_it_was_not_submitted(self, begun, client, draft):
        said = "Đã hết hạn nộp và hồ sơ này chưa được nộp."
        assert said in shown(begun, client, draft, AFTER)

    def test_asks_for_nothing_afterwards(self, begun, client, draft):
        assert "Kiểm tra và nộp" not in shown(begun, client, draft, AFTER)

    def test_that_came_on_paper_may_be_submitted_while_dossiers_are_looked_at(
        self, begun, client, draft
    ):
        HandoverFactory(entry=draft, on_paper=True, claimed_at=None)
        assert LATE not in shown(begun, client, draft, AFTER)

    def test_within_the_minutes_of_grace_is_not_late(self, begun, draft):
        edition = begun.edition
        edition.grace_minutes = 5
        draft.edition = edition
        end = edition.phase("submission").closes_at
        minute = datetime.timedelta(minutes=1)
        late = [intake.is_too_late(draft, end + number * minute) for number in (-1, 4, 5)]
        assert late == [False, False, True]


class TestASubmittedEntry:
    def amended(self, sent_in) -> Entry:
        entry = sent_in.entries[0]
        return intake.amend(entry=entry, by=entry.owner, at=sent_in.at(7)) or entry

    def test_that_was_being_changed_counts_as_it_was_sent(self, sent_in, client):
        said = "bản đã nộp được tính"
        assert said in shown(sent_in, client, self.amended(sent_in), AFTER)

    def test_that_is_being_changed_says_so_before(self, sent_in, client):
        assert LATE not in shown(sent_in, client, self.amended(sent_in), 8)


def pledge(r, client, entry: Entry, day: float) -> str:
    client.force_login(entry.owner)
    with clock.set_to(r.at(day)):
        return client.get(reverse("submit_entry", args=[entry.public_id])).content.decode()


def ticked(html: str) -> set[str]:
    boxes = re.findall(r"<input[^>]*type=\"checkbox\"[^>]*>", html)
    return {re.search('name="([^"]*)"', box)[1] for box in boxes if " checked" in box}


@pytest.mark.parametrize("step", ["general", "authors", "content", "files", "whole"])
class TestAFormThatCanOnlyBeRefused:
    """It is not opened: whoever types into it would type in vain."""

    def test_a_sent_one_leads_to_its_page_and_says_why(self, sent_in, client, step):
        entry = sent_in.entries[0]
        client.force_login(entry.owner)
        answer = client.get(reverse("edit_entry", args=[entry.public_id, step]), follow=True)
        assert answer.redirect_chain == [(reverse("entry", args=[entry.public_id]), 302)]
        assert "không thể sửa được nữa" in answer.content.decode()

    def test_one_that_is_being_changed_opens(self, sent_in, client, step):
        entry = sent_in.entries[0]
        intake.amend(entry=entry, by=entry.owner, at=sent_in.at(7))
        client.force_login(entry.owner)
        answer = client.get(reverse("edit_entry", args=[entry.public_id, step]))
        assert answer.status_code == 200


class TestSendingAgain:
    """What was agreed to before stays as it is unless it is changed."""

    @pytest.fixture
    def again(self, sent_in):
        entry = sent_in.entries[0]
        Entry.objects.filter(pk=entry.pk).update(publish_pictures=False, embargo_until=None)
        intake.amend(entry=entry, by=entry.owner, at=sent_in.at(7))
        return Entry.objects.get(pk=entry.pk)

    def test_what_was_taken_back_is_not_ticked(self, sent_in, client, again):
        assert "pictures" not in ticked(pledge(sent_in, client, again, 8))

    def test_what_holds_is_ticked(self, sent_in, client, again):
        assert {"names", "summary", "contact"} <= ticked(pledge(sent_in, client, again, 8))

    def test_what_is_needed_is_declared_anew(self, sent_in, client, again):
        needed = {"participation", "personal_data"}
        assert not needed & ticked(pledge(sent_in, client, again, 8))

    def test_a_day_that_was_given_stands_there(self, sent_in, client, again):
        Entry.objects.filter(pk=again.pk).update(embargo_until="2031-05-07")
        assert 'value="07/05/2031"' in pledge(sent_in, client, again, 8)

    def test_that_it_is_kept_from_the_vote_stays(self, sent_in, client, again):
        Entry.objects.filter(pk=again.pk).update(is_kept_from_vote=True)
        assert "is_kept_from_vote" in ticked(pledge(sent_in, client, again, 8))

    def test_a_first_time_nothing_is_ticked(self, begun, client, draft):
        assert ticked(pledge(begun, client, draft, BEFORE)) == set()


class TestOnceThereIsAResult:
    def tags(self, r, client, entry: Entry) -> list[str]:
        html = shown(r, client, entry, 120)
        found = re.findall(r'<span class="tag"[^>]*>\s*([^<]*?)\s*</span>', html)
        return [" ".join(tag.split()) for tag in found]

    def test_a_winner_is_called_by_the_prize(self, sent_in, client):
        entry = sent_in.entries[0]
        OutcomeFactory(entry=entry, is_winner=True, prize="Giải Nhì")
        assert self.tags(sent_in, client, entry)[0] == "Giải Nhì"

    def test_others_see_that_the_result_is_announced(self, sent_in, client):
        entry = sent_in.entries[0]
        OutcomeFactory(entry=entry, is_winner=False, prize="")
        assert self.tags(sent_in, client, entry)[0] == "Đã công bố kết quả"


class TestOpenedAgain:
    """The sealed copy was made void, so that its entrant changes the dossier."""

    @pytest.fixture
    def voided(self, entered) -> Entry:
        entry = Entry.objects.get(pk=entered.works[0].entry.pk)
        moment = {"voided_at": entered.at(41), "void_reason": "Thiếu bản vẽ số 3"}
        Sealing.objects.filter(version__entry=entry).update(**moment)
        Entry.objects.filter(pk=entry.pk).update(status=Entry.Status.RETURNED)
        return Entry.objects.get(pk=entry.pk)

    def test_its_entrant_reads_why(self, entered, client, voided):
        assert "Thiếu bản vẽ số 3" in shown(entered, client, voided, 42)

    def test_that_it_was_sealed_stays_in_its_history(self, entered, client, voided):
        assert "Đã niêm phong để chấm kín" in shown(entered, client, voided, 42)

    def test_it_may_be_sent_again_while_it_is_judged(self, entered, client, voided):
        assert "Kiểm tra và nộp" in shown(entered, client, voided, 42)

    def test_and_no_longer(self, entered, voided):
        end = entered.edition.phase("judging").closes_at
        second = datetime.timedelta(seconds=1)
        assert [intake.is_too_late(voided, at) for at in (end - second, end)] == [False, True]

    def test_one_that_was_returned_only_is_sent_again_while_dossiers_are_looked_at(self, entered):
        entry = EntryFactory(edition=entered.edition, status=Entry.Status.RETURNED)
        end = entered.edition.phase("screening").closes_at
        second = datetime.timedelta(seconds=1)
        assert [intake.is_too_late(entry, at) for at in (end - second, end)] == [False, True]

    def test_afterwards_nothing_says_that_it_was_never_sent(self, entered, client, voided):
        assert "chưa được nộp" not in shown(entered, client, voided, 200)


class TestADayBeforeWhichNothingIsPublic:
    @pytest.mark.parametrize(("day", "is_taken"), [("05/04/2030", False), ("06/04/2030", True)])
    def test_is_still_to_come(self, day, is_taken):
        needed = {"participation": "on", "personal_data": "on", "embargo_until": day}
        with clock.set_to(datetime.datetime(2030, 4, 5, 12, tzinfo=get_current_timezone())):
            assert PledgeForm(needed).is_valid() is is_taken


def test_what_was_taken_back_is_told_with_its_day(sent_in, client):
    entry = sent_in.entries[0]
    consents.withdraw(entry=entry, kind="names", by=entry.owner, at=sent_in.at(7))
    assert "Đã rút ngày" in shown(sent_in, client, entry, 8)
