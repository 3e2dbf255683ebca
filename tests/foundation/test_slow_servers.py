"""Mail and SMS where the server is silent, refuses, or is not there: nothing waits for it but the
message itself, and what it said is kept.
"""

import socket

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone

from config.settings import base
from demo.management.commands import rehearse
from foundation.jobs import work
from foundation.jobs.drain import drain
from foundation.jobs.models import Job
from foundation.notifications import post, queue, sms
from foundation.notifications.models import Message
from tests.config.outages import REFUSING, SMTP
from tests.factories.accounts import UserFactory
from tests.factories.foundation import JobFactory, MessageFactory
from tests.talking import Server, servers

pytestmark = pytest.mark.django_db
QUEUE = "foundation.notifications.queue.Queue"


@pytest.fixture
def server():
    with servers() as begin:
        yield begin


@pytest.fixture
def smtp(settings, server):
    """Mail goes to a server that says these lines."""

    def begin(*lines: bytes) -> Server:
        opened = server(*lines)
        settings.MAIL_TRANSPORT = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", opened.port
        settings.EMAIL_TIMEOUT = 0.2
        return opened

    return begin


@pytest.fixture
def gateway(settings, server):
    def begin(*lines: bytes) -> Server:
        opened = server(*lines)
        settings.SMS_URL = f"http://127.0.0.1:{opened.port}/"
        return opened

    return begin


def letter(**columns) -> Job:
    """A message that waits to be sent, and its job."""
    usual = {"recipient": None, "address": "an@example.vn", "delivery": Message.Delivery.WAITING}
    message = MessageFactory(**usual | columns)
    return JobFactory(kind="send_mail", params={"message": message.pk})


def after_one_try(job: Job) -> Job:
    work.run(job.pk)
    job.refresh_from_db()
    return job


class TestMail:
    def test_a_silent_server_is_waited_for_no_longer_than_the_limit(self, smtp):
        smtp()
        begun = timezone.now()
        after_one_try(letter())
        assert (timezone.now() - begun).total_seconds() < 2

    def test_of_a_silent_server_the_job_says_so(self, smtp):
        smtp()
        assert "timed out" in after_one_try(letter()).error

    def test_one_that_falls_silent_in_the_middle_too(self, smtp):
        smtp(b"220 mail\r\n", b"250 mail\r\n")
        assert "timed out" in after_one_try(letter()).error

    def test_of_one_that_refuses_the_address_its_words_are_kept(self, smtp):
        smtp(*REFUSING)
        assert after_one_try(letter()).error == "NotSent: 550 5.1.1 khong co hop thu"

    def test_of_one_that_lets_nobody_in_its_words_are_kept(self, smtp):
        smtp(b"554 khong tiep ai\r\n")
        assert after_one_try(letter()).error == "NotSent: 554 khong tiep ai"

    def test_of_one_that_is_not_there_the_job_says_so(self, smtp, settings):
        smtp()
        with socket.create_server(("127.0.0.1", 0)) as nobody:
            settings.EMAIL_PORT = nobody.getsockname()[1]
        assert "refused" in after_one_try(letter()).error

    def test_the_message_waits_for_the_next_try(self, smtp):
        smtp()
        job = after_one_try(letter())
        assert (job.state, job.not_before > timezone.now()) == (Job.State.PENDING, True)
        assert Message.objects.get().delivery == Message.Delivery.WAITING

    def test_while_one_waits_for_the_server_the_next_does_not_begin(self, smtp):
        mail = smtp()
        letter()
        Job.objects.update(state=Job.State.RUNNING, leased_until=timezone.now() + Job.LEASE)
        job = after_one_try(letter())
        assert (mail.visits, job.attempts) == (0, 0)

    def test_and_other_work_does(self, smtp, monkeypatch):
        done = []
        smtp()
        letter()
        Job.objects.update(state=Job.State.RUNNING, leased_until=timezone.now() + Job.LEASE)
        handlers = {"send_mail": post.send, "other": lambda job: (done.append(1), (1, 1))[1]}
        monkeypatch.setattr(work, "_handlers", handlers)
        after_one_try(JobFactory(kind="other"))
        assert done == [1]

    def test_invented_people_of_a_rehearsal_get_no_mail(self, smtp, monkeypatch, tmp_path):
        server = smtp()

        class Sends:
            def __init__(self, **_options):
                after_one_try(letter())
                raise InterruptedError

        monkeypatch.setattr(rehearse, "Rehearsal", Sends)
        with pytest.raises(InterruptedError):
            call_command("rehearse", "--out", str(tmp_path))
        assert server.visits == 0

    def test_a_limit_of_time_is_set(self, settings):
        assert 0 < settings.EMAIL_TIMEOUT <= 15


class TestSms:
    def test_a_silent_gateway_is_left_after_the_limit(self, gateway, monkeypatch):
        monkeypatch.setattr(sms, "TIMEOUT", 0.2)
        gateway()
        assert after_one_try(letter(address="+84912345678")).error == "NotSent: timed out"

    def test_what_a_refusing_one_says_is_kept(self, gateway):
        words = b'{"error": "het tien"}'
        gateway(b"", b"HTTP/1.0 402 Payment Required\r\nContent-Length: 21\r\n\r\n" + words)
        job = after_one_try(letter(address="+84912345678"))
        assert job.error == 'NotSent: 402 Payment Required {"error": "het tien"}'

    def test_one_that_speaks_no_http_is_no_surprise(self, gateway):
        gateway(b"khong phai http\r\n")
        assert after_one_try(letter(address="+84912345678")).error.startswith("NotSent: ")


class TestWhatLibrariesSend:
    """Mail of sign-in and of Wagtail goes through the same rows."""

    def test_the_queue_is_what_the_site_sends_by(self):
        assert base.EMAIL_BACKEND == QUEUE

    def mail(self, *to: str) -> None:
        EmailMessage("Mã đăng nhập", "ABC-DEF", to=list(to), connection=queue.Queue()).send()

    def test_nothing_is_sent_in_the_request(self, smtp):
        server = smtp()
        self.mail("an@example.vn")
        assert server.visits == 0

    def test_each_recipient_gets_it_from_the_worker(self, mailoutbox):
        self.mail("an@example.vn", "binh@example.vn")
        drain()
        addresses = sorted(letter.to for letter in mailoutbox)
        assert addresses == [["an@example.vn"], ["binh@example.vn"]]

    def test_with_its_words(self, mailoutbox):
        self.mail("an@example.vn")
        drain()
        assert (mailoutbox[0].subject, mailoutbox[0].body) == ("Mã đăng nhập", "ABC-DEF")

    def test_once_sent_its_words_are_gone(self, mailoutbox):
        self.mail("an@example.vn")
        drain()
        assert not Message.objects.exists()

    def test_our_own_messages_stay(self, mailoutbox):
        kept = letter()
        after_one_try(kept)
        assert Message.objects.get().delivery == Message.Delivery.SENT

    def test_it_stands_in_nobody_s_inbox(self):
        person = UserFactory(email="an@example.vn")
        self.mail("an@example.vn")
        assert not person.messages_received.exists()

    def test_a_sign_in_mail_waits_while_the_server_is_silent(self, smtp, settings, client):
        server = smtp()
        settings.EMAIL_BACKEND = QUEUE
        UserFactory(email="an@example.vn")
        client.post("/tai-khoan/password/reset/", {"email": "an@example.vn"})
        assert server.visits == 0
        assert Message.objects.get(address="an@example.vn").delivery == Message.Delivery.WAITING
