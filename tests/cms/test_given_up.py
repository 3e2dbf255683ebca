"""Work that has failed: who reads of it, in which words, and how it is tried again."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.membership import grant
from accounts.models import Membership
from cms import given_up as page
from competition import given_up
from competition.errors import NotAllowed, WrongState
from foundation.jobs import work
from foundation.jobs.models import Job
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.foundation import JobFactory

pytestmark = pytest.mark.django_db
REFUSED = "NotSent: 550 5.1.1 hop thu khong co"


@pytest.fixture
def person():
    person = UserFactory()
    grant(person, Membership.Role.SECRETARIAT)
    return person


@pytest.fixture
def office(client, person):
    client.force_login(person)
    return client


def failed(**columns) -> Job:
    usual = {"kind": "send_mail", "state": Job.State.FAILED, "error": REFUSED, "attempts": 10}
    return JobFactory(**usual | {"finished_at": timezone.now()} | columns)


def words_of(client) -> str:
    return client.get(reverse("given_up")).content.decode()


class TestThePage:
    def test_it_says_in_words_why(self, office):
        failed()
        assert "Máy chủ thư hoặc tin nhắn không nhận thông báo này." in words_of(office)

    def test_it_shows_what_the_server_said(self, office):
        failed()
        assert "550 5.1.1 hop thu khong co" in words_of(office)

    def test_it_names_the_work(self, office):
        failed(kind="inspect_file")
        assert "Kiểm tra tệp được tải lên" in words_of(office)

    def test_a_worker_that_was_killed_each_time_left_no_word(self, office):
        failed(error="")
        assert "kết thúc mỗi lần trước khi kịp báo lý do" in words_of(office)

    def test_what_nobody_foresaw_is_called_so(self, office):
        failed(error="ZeroDivisionError: division by zero")
        assert "Có lỗi chưa ai lường trước" in words_of(office)

    def test_markup_in_an_error_is_text(self, office):
        failed(error="OSError: <script>alert(1)</script>")
        assert "<script>alert(1)" not in words_of(office)

    def test_what_is_tried_by_itself_has_no_button(self, office):
        job = failed(state=Job.State.PENDING, not_before=timezone.now())
        shown = words_of(office)
        assert job.key in shown
        assert reverse("send_again", args=[job.pk]) not in shown

    def test_what_waits_for_its_first_try_does_not_stand_there(self, office):
        job = JobFactory(kind="send_mail")
        assert job.key not in words_of(office)

    def test_the_first_page_of_the_office_counts_them(self, office):
        failed()
        failed(state=Job.State.PENDING)
        assert "1 việc đã dừng hẳn" in office.get(reverse("wagtailadmin_home")).content.decode()

    def test_where_there_is_none_it_does_not_speak_of_them(self, office):
        failed(state=Job.State.PENDING)
        first = office.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("given_up") not in first

    def test_to_the_secretariat_of_one_edition_it_does_not_exist(self, client):
        client.force_login(secretary_of(EditionFactory()))
        assert client.get(reverse("given_up")).status_code == 404

    def test_each_kind_of_work_has_words(self):
        assert set(page.KINDS) == set(work.kinds())


class TestTheButton:
    def test_the_work_is_tried_again(self, office, django_capture_on_commit_callbacks):
        job = failed()
        office.post(reverse("send_again", args=[job.pk]))
        job.refresh_from_db()
        assert (job.state, job.attempts, job.not_before) == (Job.State.PENDING, 0, None)

    def test_the_one_beside_it_is_left(self, office):
        job, beside = failed(), failed()
        office.post(reverse("send_again", args=[job.pk]))
        beside.refresh_from_db()
        assert beside.state == Job.State.FAILED

    def test_it_leads_back_and_says_so(self, office):
        answer = office.post(reverse("send_again", args=[failed().pk]), follow=True)
        assert "Việc này được thử lại ngay." in answer.content.decode()

    def test_opened_as_a_page_it_leads_to_the_page(self, office):
        answer = office.get(reverse("send_again", args=[failed().pk]))
        assert answer.url == reverse("given_up")

    def test_pressed_twice_the_second_one_is_told(self, office):
        job = failed()
        office.post(reverse("send_again", args=[job.pk]))
        answer = office.post(reverse("send_again", args=[job.pk]), follow=True)
        assert "Việc này đang chạy lại hoặc đã xong." in answer.content.decode()

    def test_for_others_there_is_no_such_button(self, client):
        job = failed()
        client.force_login(secretary_of(EditionFactory()))
        assert client.post(reverse("send_again", args=[job.pk])).status_code == 404
        job.refresh_from_db()
        assert job.state == Job.State.FAILED


class TestTheVerb:
    AT = datetime.datetime(2030, 3, 5, 12, tzinfo=datetime.UTC)

    def test_who_does_not_run_the_site_is_refused(self):
        somebody = secretary_of(EditionFactory())
        with pytest.raises(NotAllowed):
            given_up.send_again(job=failed(), by=somebody, at=self.AT)

    @pytest.mark.parametrize("state", [Job.State.DONE, Job.State.RUNNING, Job.State.CANCELLED])
    def test_what_was_not_given_up_is_left(self, person, state):
        job = failed(state=state)
        with pytest.raises(WrongState):
            given_up.send_again(job=job, by=person, at=self.AT)
