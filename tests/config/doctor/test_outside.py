"""What others see of the site, and its backups, fine and broken."""

import datetime
import shutil
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from config import backup
from tests.config.doctor.asked import FAULT, FINE, HINT, grade, said, todo, words
from tests.factories.foundation import BlobFactory

HOUR = datetime.timedelta(hours=1)
HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Content-Security-Policy": "default-src 'self'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


class Page(BaseHTTPRequestHandler):
    """Every page with the headers of the server; `/livez` says what the server says of itself."""

    def do_GET(self):
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.life if self.path == "/livez" else b"<p>Trang</p>")

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def site(settings, tmp_path):
    """A site at SITE_URL, which can be changed while it answers."""
    opened = []

    def begin(certificate=None, **headers) -> HTTPServer:
        server = HTTPServer(("127.0.0.1", 0), Page)
        server.status, server.life, server.headers = 200, b"ok", HEADERS | headers
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            scheme = "https"
        settings.SITE_URL = f"{scheme}://127.0.0.1:{server.server_port}"
        settings.SECURE_HSTS_SECONDS = 31536000
        opened.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    yield begin
    for server in opened:
        server.shutdown()
        server.server_close()


class TestSite:
    def test_one_that_answers(self, site, settings, certificate):
        site(certificate)
        assert said("site") == (FINE, settings.SITE_URL, "")

    def test_one_that_is_not_there(self, settings):
        settings.SITE_URL = "https://127.0.0.1:9"
        assert grade("site") == FAULT
        assert "https://127.0.0.1:9 không trả lời" in words("site")
        assert "systemctl status contest-web nginx" in todo("site")

    def test_a_demonstration_that_is_not_started(self, settings):
        settings.SITE_URL = "http://127.0.0.1:9"
        assert grade("site") == HINT

    def test_a_certificate_that_nobody_knows(self, site, certificate, monkeypatch):
        site(certificate)
        monkeypatch.delenv("SSL_CERT_FILE")
        assert grade("site") == FAULT
        assert "certificate verify failed" in words("site")

    def test_another_site(self, site):
        site().life = b"Welcome to nginx!"
        assert grade("site") == FAULT
        assert "server_name" in todo("site")

    def test_a_server_that_fails(self, site):
        site().status = 502
        assert words("site").endswith("(502)")

    def test_this_application(self, live_server, settings):
        settings.SITE_URL = live_server.url
        assert grade("site") == FINE


class TestHeaders:
    def test_all_are_there(self, site, certificate):
        site(certificate)
        assert grade("headers") == FINE

    @pytest.mark.parametrize("name", HEADERS)
    def test_one_that_is_lost_on_the_way(self, site, certificate, name):
        del site(certificate).headers[name]
        assert said("headers")[:2] == (FAULT, f"thiếu: {name}")
        assert "deploy/nginx" in todo("headers")

    @pytest.mark.parametrize(
        ("name", "other"),
        [
            ("Strict-Transport-Security", "max-age=60"),
            ("Content-Security-Policy", "upgrade-insecure-requests"),
            ("X-Content-Type-Options", "sniff"),
        ],
    )
    def test_one_that_was_changed(self, site, certificate, name, other):
        site(certificate, **{name: other})
        assert said("headers")[:2] == (FAULT, f"thiếu: {name}")

    def test_without_https_it_is_a_demonstration(self, site):
        del site().headers["Strict-Transport-Security"]
        assert grade("headers") == HINT
        assert "certbot" in todo("headers")

    def test_a_demonstration_too_has_the_others(self, site):
        del site().headers["Content-Security-Policy"]
        assert said("headers")[:2] == (FAULT, "thiếu: Content-Security-Policy")

    def test_a_page_that_is_broken(self, site):
        site().status = 500
        assert grade("headers") == FAULT
        assert "journalctl" in todo("headers")

    def test_a_site_that_does_not_answer(self, settings):
        settings.SITE_URL = "https://127.0.0.1:9"
        assert said("headers")[:2] == (HINT, "chưa biết, vì SITE_URL không trả lời")

    @pytest.mark.django_db(transaction=True)
    def test_this_application(self, live_server, settings):
        settings.SITE_URL = live_server.url
        assert "thiếu" not in words("headers")


@pytest.mark.django_db
class TestBackup:
    @pytest.fixture
    def folder(self, settings, tmp_path):
        settings.BACKUP_DIR = str(tmp_path)
        return tmp_path

    @staticmethod
    def made(folder, ago: datetime.timedelta, *, is_whole: bool = True) -> None:
        at = (timezone.now() - ago).astimezone(datetime.UTC)
        place = folder / at.strftime(backup.NAME)
        place.mkdir()
        if is_whole:
            (place / backup.MANIFEST).write_text("{}")

    def test_one_of_last_night(self, folder):
        self.made(folder, 25 * HOUR)
        self.made(folder, 300 * HOUR)
        assert said("backup")[:2] == (FINE, "bản mới nhất cách đây 25 giờ")

    def test_room_for_the_next_one(self, folder):
        self.made(folder, HOUR)
        BlobFactory(size=1)
        assert grade("backup") == FINE

    def test_no_room_for_the_next_one(self, folder):
        self.made(folder, HOUR)
        BlobFactory(size=shutil.disk_usage(folder).free * 2)
        assert grade("backup") == FAULT
        assert "ổ đĩa" in todo("backup")

    def test_a_night_without_one(self, folder):
        self.made(folder, 27 * HOUR)
        self.made(folder, HOUR, is_whole=False)
        assert said("backup")[:2] == (FAULT, "bản mới nhất cách đây 27 giờ")
        assert f"./run manage backup {folder}" in todo("backup")

    def test_one_of_a_clock_that_was_ahead(self, folder):
        self.made(folder, HOUR)
        self.made(folder, -300 * HOUR)
        assert grade("backup") == FAULT
        assert "đồng hồ" in todo("backup")

    def test_none(self, folder):
        assert said("backup")[:2] == (FAULT, "chưa có bản nào")

    def test_a_folder_that_is_not_there(self, folder, settings):
        settings.BACKUP_DIR = str(folder / "khong-co")
        assert grade("backup") == FAULT
        assert "tài khoản chạy hệ thống" in todo("backup")

    def test_none_is_wanted(self, settings):
        settings.BACKUP_DIR = ""
        assert grade("backup") == HINT
        assert "BACKUP_DIR" in todo("backup")
