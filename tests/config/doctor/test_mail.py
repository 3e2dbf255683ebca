"""The mail server, fine and broken; no letter is sent."""

import contextlib
import datetime
import socket
import ssl
import threading

import pytest
from django.utils import timezone

from foundation.jobs.models import Job
from tests.config.doctor.asked import FAULT, FINE, HINT, grade, said, todo, words
from tests.factories.foundation import JobFactory

HELLO = b"220 mail\r\n"
NO_TLS = b"250-mail\r\n250 AUTH PLAIN\r\n"
TLS = b"250-mail\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n"
TAKEN = b"235 ok\r\n"
BYE = b"221 bye\r\n"


@pytest.fixture
def smtp(settings, server):
    """Mail goes to a server that says these lines."""

    def begin(*lines: bytes):
        opened = server(*lines)
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", opened.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 0.5
        settings.DEFAULT_FROM_EMAIL = "cuocthi@thainguyen.example"
        return opened

    return begin


@pytest.fixture
def signed_in(smtp, settings):
    def begin(*lines: bytes):
        opened = smtp(*lines)
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "cuocthi", "mat-khau"
        return opened

    return begin


class TestServer:
    def test_one_that_answers(self, smtp):
        smtp(HELLO, NO_TLS, BYE)
        assert said("mail") == (FINE, "trả lời", "")

    def test_one_that_takes_our_sign_in(self, signed_in):
        signed_in(HELLO, NO_TLS, TAKEN, BYE)
        assert said("mail")[:2] == (FINE, "trả lời và chấp nhận đăng nhập")

    def test_no_letter_is_begun(self, signed_in):
        heard = signed_in(HELLO, NO_TLS, TAKEN, BYE)
        said("mail")
        assert b"MAIL FROM" not in heard.heard.upper()
        assert b"EHLO" in heard.heard.upper()

    def test_one_that_refuses_our_sign_in(self, signed_in):
        signed_in(HELLO, NO_TLS, b"535 5.7.8 sai mat khau\r\n", BYE)
        assert grade("mail") == FAULT

    def test_what_it_said_is_told_with_what_to_do(self, signed_in):
        signed_in(HELLO, NO_TLS, b"535 5.7.8 sai mat khau\r\n", BYE)
        assert "sai mat khau" in words("mail")
        signed_in(HELLO, NO_TLS, b"535 5.7.8 sai mat khau\r\n", BYE)
        assert "EMAIL_URL" in todo("mail")

    def test_one_that_is_not_there(self, smtp, settings):
        smtp()
        settings.EMAIL_PORT = 9
        assert grade("mail") == FAULT

    def test_one_that_is_silent(self, smtp):
        smtp()
        assert grade("mail") == FAULT

    def test_none_is_set(self, settings):
        settings.MAIL_TRANSPORT = "django.core.mail.backends.console.EmailBackend"
        assert grade("mail") == HINT
        assert "EMAIL_URL" in todo("mail")

    def test_a_sender_at_localhost(self, smtp, settings):
        smtp(HELLO, NO_TLS, BYE)
        settings.DEFAULT_FROM_EMAIL = "Ban Tổ chức <khong-tra-loi@localhost>"
        assert grade("mail") == FAULT
        smtp(HELLO, NO_TLS, BYE)
        settings.DEFAULT_FROM_EMAIL = "Ban Tổ chức <khong-tra-loi@localhost>"
        assert "DEFAULT_FROM_EMAIL" in todo("mail")

    def test_letters_that_all_can_read(self, smtp, monkeypatch):
        smtp(HELLO, NO_TLS, BYE)
        monkeypatch.setattr("config.doctor.services._HERE", ())
        assert grade("mail") == FAULT
        smtp(HELLO, NO_TLS, BYE)
        assert "smtp+tls://" in todo("mail")


class TestStartTls:
    def test_one_that_has_none(self, smtp, settings):
        smtp(HELLO, NO_TLS, BYE)
        settings.EMAIL_USE_TLS = True
        assert grade("mail") == FAULT

    def test_what_is_missing_is_named(self, smtp, settings):
        smtp(HELLO, NO_TLS, BYE)
        settings.EMAIL_USE_TLS = True
        assert "STARTTLS" in words("mail")

    @pytest.fixture
    def covered(self, smtp, settings, certificate):
        """A server that goes on under this certificate once it is asked to."""
        smtp()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        with socket.create_server(("127.0.0.1", 0)) as door:
            settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = True, 5
            settings.EMAIL_PORT = door.getsockname()[1]
            thread = threading.Thread(target=speak, args=(door, context), daemon=True)
            thread.start()
            yield
        thread.join(5)

    def test_one_that_has_it(self, covered, monkeypatch):
        monkeypatch.setattr("config.doctor.services._HERE", ())
        assert said("mail")[:2] == (FINE, "trả lời")

    def test_one_whose_certificate_nobody_knows(self, covered, monkeypatch):
        monkeypatch.delenv("SSL_CERT_FILE")
        assert "CERTIFICATE_VERIFY_FAILED" in words("mail")


def speak(door: socket.socket, context: ssl.SSLContext) -> None:
    """One visit: in the open up to STARTTLS, then under the certificate."""
    visitor, _address = door.accept()
    with visitor, contextlib.suppress(OSError):
        for line in (HELLO, TLS, b"220 go\r\n"):
            visitor.sendall(line)
            if line in (HELLO, TLS):
                visitor.recv(1000)
        with context.wrap_socket(visitor, server_side=True) as inside:
            for line in (NO_TLS, BYE):
                inside.recv(1000)
                inside.sendall(line)


@pytest.mark.django_db
class TestLetters:
    def waiting(self, minutes: int) -> None:
        job = JobFactory(kind="send_mail")
        since = timezone.now() - datetime.timedelta(minutes=minutes)
        Job.objects.filter(pk=job.pk).update(created_at=since)

    def test_one_that_has_just_come(self):
        self.waiting(14)
        assert said("late_mail")[:2] == (FINE, "không thư nào bị trễ")

    def test_one_that_waits(self):
        self.waiting(16)
        assert grade("late_mail") == FAULT
        assert "Việc chưa làm được" in todo("late_mail")

    def given_up(self, hours: int, state: str = Job.State.FAILED) -> None:
        at = timezone.now() - datetime.timedelta(hours=hours)
        JobFactory(kind="send_mail", state=state, finished_at=at)

    def test_that_were_given_up(self):
        self.given_up(9)
        self.given_up(8)
        assert said("late_mail")[:2] == (FAULT, "2 thư đã bị bỏ, và từ đó chưa gửi được thư nào")
        assert "Việc chưa làm được" in todo("late_mail")

    def test_one_that_went_before_changes_nothing(self):
        self.given_up(9, Job.State.DONE)
        self.given_up(8)
        assert grade("late_mail") == FAULT

    def test_one_that_went_since(self):
        self.given_up(9)
        self.given_up(8, Job.State.DONE)
        assert grade("late_mail") == FINE

    def test_one_that_was_given_up_long_ago(self):
        self.given_up(8 * 24)
        assert grade("late_mail") == FINE
