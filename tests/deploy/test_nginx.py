"""nginx hands on what the application says: headers of private files above all."""

import os
import shutil
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.models import Collection

from competition.models import Edition
from foundation.vault import incoming, store
from judging.scoring import keyed
from tests.cms.derived import derived
from tests.config.doctor import certificates
from tests.deploy import files
from tests.factories.submissions import AttachmentFactory
from tests.submissions.files.hostile import picture

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PRIVATE = "/kho-rieng/"
# What nginx keeps of an answer with X-Accel-Redirect, or says by itself.
KEPT_BY_NGINX = {"Content-Type", "Content-Disposition", "Cache-Control", "Content-Length"}
ON_THE_WAY = {"Server", "Date", "Connection", "Accept-Ranges", "Transfer-Encoding"}
MEGABYTE = 1 << 20


def program() -> str | None:
    """Debian's nginx lies where only root looks."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


def repeated() -> dict[str, str]:
    """The headers that are said again for private files."""
    return {name: value for name, value, *_always in files.location(PRIVATE).values("add_header")}


@pytest.fixture
def private_file(settings, tmp_path):
    """The address of a private file, and the session of its owner."""
    options = {"location": str(tmp_path / "vault"), "base_url": None}
    vault = settings.STORAGES["vault"] | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"vault": vault}
    blob = store.put(b"%PDF-1.7 ho so", media_type="application/pdf")
    attachment = AttachmentFactory(blob=blob, name='bản "mô tả".pdf')
    client = Client()
    client.force_login(attachment.entry.owner, backend=BACKEND)
    address = reverse("own_file", args=[attachment.entry.public_id, attachment.public_id])
    return address, client


class TestWhatStandsInTheFile:
    """Read without nginx."""

    @pytest.mark.django_db
    def test_every_header_of_a_private_file_is_kept_or_said_again(self, private_file, settings):
        settings.SECURE_HSTS_SECONDS = 60
        settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
        settings.VAULT_ACCEL_PREFIX = PRIVATE
        address, client = private_file
        answer = client.get(address, secure=True)
        assert answer.headers["X-Accel-Redirect"].startswith(PRIVATE)
        assert "Strict-Transport-Security" in answer.headers  # it is not only looked for
        assert set(answer.headers) - {"X-Accel-Redirect"} <= KEPT_BY_NGINX | set(repeated())

    def test_they_are_said_word_for_word_whatever_the_status(self):
        for name, value, always in files.location(PRIVATE).values("add_header"):
            variable = f"$upstream_http_{name.lower().replace('-', '_')}"
            assert (value, always) in ((variable, "always"), ("", "always")), name

    def test_nobody_opens_a_private_file_by_its_address(self):
        assert files.location(PRIVATE).values("internal") == [[]]

    def test_elsewhere_no_header_is_added_to_what_the_application_says(self):
        passed_on = [one for one in files.site().all("location") if one.all("proxy_pass")]
        assert len(passed_on) == 3
        assert [one.words for one in [files.site(), *passed_on] if one.all("add_header")] == []

    def test_none_is_hidden(self):
        assert "proxy_hide_header" not in files.NGINX.read_text()

    def test_pictures_run_nothing(self):
        headers = {
            name: value for name, value, *_ in files.location("/media/").values("add_header")
        }
        assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert headers["X-Content-Type-Options"] == "nosniff"

    def test_documents_are_handed_out_by_the_application_alone(self):
        assert files.location("/media/documents/").values("return") == [["404"]]

    def test_it_takes_what_the_application_takes(self):
        largest = max(
            incoming.MOST_BYTES,
            keyed.MOST_BYTES,
            site.WAGTAILIMAGES_MAX_UPLOAD_SIZE,
            site.WAGTAILDOCS_MAX_UPLOAD_SIZE,
            site.DATA_UPLOAD_MAX_MEMORY_SIZE,
            Edition._meta.get_field("max_file_mb").default * MEGABYTE,
        )
        [[limit]] = files.site().values("client_max_body_size")
        assert int(limit.removesuffix("m")) * MEGABYTE == largest + MEGABYTE

    def test_the_address_of_the_visitor_is_handed_on(self):
        assert dict(files.site().values("proxy_set_header")) == {
            "Host": "$host",
            "X-Forwarded-For": "$proxy_add_x_forwarded_for",
            "X-Forwarded-Proto": "$scheme",
        }


class Proxy:
    """nginx with the site's file, on ports of its own."""

    def __init__(self, folder: Path, application: str, certificate: Path) -> None:
        self.folder = folder
        self.port = free_port()
        text = files.NGINX.read_text()
        for written, here in {
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "server 127.0.0.1:8000;": f"server {application};",
            "contest.example.vn;": "127.0.0.1;",
            "/etc/letsencrypt/live/contest.example.vn/fullchain.pem": str(certificate),
            "/etc/letsencrypt/live/contest.example.vn/privkey.pem": str(certificate),
            "/var/lib/contest/": f"{folder}/",
        }.items():
            assert written in text, written
            text = text.replace(written, here)
        (folder / "site.conf").write_text(text)
        (folder / "nginx.conf").write_text(
            f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log;\n"
            + ("user root;\n" if os.getuid() == 0 else "")
            + "events {}\nhttp { types { image/png png; } access_log off;\n"
            + "".join(
                f"{kind}_temp_path {folder}/{kind};\n"
                for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            + f"include {folder}/site.conf; }}\n"
        )

    def command(self, *words: str) -> list[str]:
        return [program() or "nginx", "-c", str(self.folder / "nginx.conf"), *words]

    def start(self) -> subprocess.Popen:
        running = subprocess.Popen(self.command(), stderr=subprocess.DEVNULL)
        ends = time.monotonic() + 10
        while time.monotonic() < ends:
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", self.port)) == 0:
                    return running
            time.sleep(0.02)
        running.kill()
        raise AssertionError((self.folder / "log").read_text())


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


@pytest.fixture
def proxy(live_server, tmp_path, settings):
    """nginx before this application."""
    if program() is None:
        if os.environ.get("REQUIRE_NGINX"):
            pytest.fail("nginx was to be there, and is not: apt install nginx-light")
        pytest.skip("nginx is not there: apt install nginx-light")
    settings.MEDIA_ROOT = tmp_path / "media"
    certificate = certificates.server_file(tmp_path / "server.pem")
    before = Proxy(tmp_path, live_server.url.removeprefix("http://"), certificate)
    running = before.start()
    yield before
    running.terminate()
    running.wait(10)


@pytest.fixture
def image(proxy):
    if not Collection.objects.exists():
        Collection.add_root(name="Gốc")
    content = ContentFile(picture(), "che.png")
    return Image.objects.create(title="Đồi chè", file=content)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments):
        return None


def asked(url: str, cookie: str = "", **options) -> tuple[int, dict[str, str], bytes]:
    """(status, headers, body)."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context), NoRedirect
    )
    headers = {"Cookie": cookie} if cookie else {}
    request = urllib.request.Request(url, headers=headers, **options)  # noqa: S310  our own
    try:
        with opener.open(request, timeout=20) as answer:
            return answer.status, dict(answer.headers.items()), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers.items()), error.read()


def without_the_way(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in ON_THE_WAY}


@pytest.mark.django_db(transaction=True)
class TestThroughNginx:
    def test_it_takes_the_file(self, proxy):
        done = subprocess.run(proxy.command("-t"), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    @pytest.fixture
    def both(self, proxy, private_file, settings, live_server):
        """The same private file from the application itself, and through nginx."""
        address, client = private_file
        cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies['sessionid'].value}"
        direct = asked(live_server.url + address, cookie)
        settings.VAULT_ACCEL_PREFIX = PRIVATE
        sent = asked(live_server.url + address, cookie)
        assert sent[1]["X-Accel-Redirect"].startswith(PRIVATE)  # from now on nginx sends the bytes
        return direct, asked(f"https://127.0.0.1:{proxy.port}{address}", cookie)

    def test_a_private_file_is_the_same(self, both):
        direct, through = both
        assert (through[0], through[2]) == (200, b"%PDF-1.7 ho so")
        assert direct[2] == through[2]

    def test_its_headers_are_the_same(self, both):
        direct, through = both
        assert without_the_way(through[1]) == without_the_way(direct[1])

    def test_they_say_what_they_must(self, both):
        headers = both[1][1]
        assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["Content-Disposition"].startswith("inline; filename*=UTF-8''b%E1%BA%A3n")

    def test_where_it_lies_is_told_to_nobody(self, both):
        assert "X-Accel-Redirect" not in both[1][1]

    def test_a_stranger_gets_no_byte_of_it(self, proxy, private_file, settings):
        settings.VAULT_ACCEL_PREFIX = PRIVATE
        status, _headers, body = asked(f"https://127.0.0.1:{proxy.port}{private_file[0]}")
        assert (status, b"%PDF" in body) == (302, False)

    def test_its_place_in_the_storage_is_no_address(self, proxy, private_file):
        [path] = [one for one in (proxy.folder / "vault").rglob("*") if one.is_file()]
        place = path.relative_to(proxy.folder / "vault").as_posix()
        assert asked(f"https://127.0.0.1:{proxy.port}{PRIVATE}{place}")[0] == 404

    def test_a_page_is_the_applications(self, proxy, live_server):
        direct = asked(f"{live_server.url}/tai-khoan/login/")
        through = asked(f"https://127.0.0.1:{proxy.port}/tai-khoan/login/")
        varying = {"Set-Cookie", "Content-Length", "Expires"}
        kept = {name: value for name, value in direct[1].items() if name not in varying}
        assert without_the_way(kept).items() <= through[1].items()
        assert "default-src 'self'" in through[1]["Content-Security-Policy"]

    def test_a_picture(self, proxy):
        (proxy.folder / "media").mkdir()
        (proxy.folder / "media" / "che.png").write_bytes(b"x")
        status, headers, _body = asked(f"https://127.0.0.1:{proxy.port}/media/che.png")
        assert (status, headers["X-Content-Type-Options"]) == (200, "nosniff")

    def test_a_picture_that_is_made_again(self, proxy, image):
        rendition = derived(image)
        rendition.file.storage.delete(rendition.file.name)
        status, headers, _body = asked(f"https://127.0.0.1:{proxy.port}{rendition.url}")
        assert (status, headers["Content-Type"]) == (200, "image/png")
        assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"

    def test_no_document(self, proxy):
        (proxy.folder / "media" / "documents").mkdir(parents=True)
        (proxy.folder / "media" / "documents" / "kin.pdf").write_bytes(b"x")
        assert asked(f"https://127.0.0.1:{proxy.port}/media/documents/kin.pdf")[0] == 404

    def test_what_is_too_large_is_refused(self, proxy):
        assert self.sent(proxy, "/tai-khoan/login/") == 413

    def test_of_files_in_pieces_the_application_decides(self, proxy):
        assert self.sent(proxy, "/ho-so/x/tai-len/y/") == 403  # a form without its token

    @staticmethod
    def sent(proxy, address: str) -> int:
        """The answer to 22 MB."""
        url = f"https://127.0.0.1:{proxy.port}{address}"
        return asked(url, data=b"x" * (22 * MEGABYTE), method="PATCH")[0]
