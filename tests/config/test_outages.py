"""One part of the site is away, or several: pages that can answer do, the others say what works and
hold what was typed. Never a page without words, and never a word lost.
"""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import RedisError

from competition import clock
from config import health, outage
from foundation import soft_cache
from foundation.jobs import bell
from foundation.jobs.models import Job
from submissions.models import Entry
from tests.config.outages import (
    BACKEND,
    DOORS,
    TYPED,
    no_broker,
    no_cache,
    no_database,
    no_storage,
    no_worker,
    silent_cache,
)
from tests.ledger_lines.submissions import draft_of
from tests.security.public_pages import build_site
from tests.submissions.files import hostile

FAULTS = {
    "nothing": (),
    "database": (no_database,),
    "cache": (no_cache,),
    "silent cache": (silent_cache,),
    "broker": (no_broker,),
    "worker": (no_worker,),
    "storage": (no_storage,),
    "cache, broker, storage": (no_cache, no_broker, no_storage),
    "all": (no_cache, no_broker, no_storage, no_database),
}


# --- the pages


def read(name: str, *arguments: str):
    return lambda client, _entry: client.get(reverse(name, args=arguments))


def read_of(name: str, *more: str):
    def asked(client, entry):
        return client.get(reverse(name, args=[entry.public_id, *more]))

    return asked


def own_file(client, entry):
    file = Entry.objects.get(pk=entry.pk).attachments.get()
    return client.get(reverse("own_file", args=[entry.public_id, file.public_id]))


def write(client, entry):
    typed = {
        "revision": entry.revision,
        "title": entry.title,
        "summary": TYPED,
        "field": entry.field_id,
        "kind": entry.kind_id,
        "unit": entry.unit_id,
        "entrant": entry.entrant,
    }
    return client.post(reverse("edit_entry", args=[entry.public_id, "general"]), typed)


def send_file(client, entry):
    upload = SimpleUploadedFile("thêm.pdf", hostile.pdf())
    return client.post(
        reverse("edit_entry", args=[entry.public_id, "files"]), {"files": upload, "caption": TYPED}
    )


STRANGER = Client(raise_request_exception=False)
PAGES = {
    "live": lambda client, _entry: client.get("/livez"),
    "robots": lambda _client, _entry: STRANGER.get("/robots.txt"),
    "home": lambda client, _entry: client.get("/"),
    "a stranger's home": lambda _client, _entry: Client(raise_request_exception=False).get("/"),
    "search": read("search"),
    "sign-in": read("account_login"),
    "my dossiers": read("my_entries"),
    "inbox": read("inbox"),
    "dossier": read_of("entry"),
    "form": read_of("edit_entry", "general"),
    "files": read_of("edit_entry", "files"),
    "writing": write,
    "sending a file": send_file,
}
ALL_WORK = dict.fromkeys(PAGES, True)
ONLY_PLAIN = dict.fromkeys(PAGES, False) | {"live": True, "robots": True}
WORKS = {
    "nothing": ALL_WORK,
    "database": ONLY_PLAIN,
    "cache": ALL_WORK,
    "silent cache": ALL_WORK,
    "broker": ALL_WORK,
    "worker": ALL_WORK,
    "storage": ALL_WORK,
    "cache, broker, storage": ALL_WORK,
    "all": ONLY_PLAIN,
}


@pytest.fixture
def entry(begun) -> Entry:
    """Of a site with pages of editors in its menus: Wagtail keeps in the cache where they begin."""
    build_site(begun)
    return draft_of(begun)


@pytest.fixture
def person(entry) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(entry.owner, backend=BACKEND)
    return client


@pytest.fixture
def plant(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(soft_cache, "_failed_at", [])
    monkeypatch.setattr(bell, "_unheard_at", [])
    monkeypatch.setattr(health, "_known", [])

    def planted(fault: str) -> None:
        for each in FAULTS[fault]:
            each(monkeypatch, settings, tmp_path)

    yield planted
    monkeypatch.undo()
    while DOORS:
        DOORS.pop().close()


@pytest.mark.parametrize("fault", FAULTS)
def test_what_can_be_answered_is(begun, entry, person, plant, fault):
    """A row of the table: of each page whether it is answered; what is not is a 503 of ours."""
    with clock.set_to(begun.at(3)):
        plant(fault)
        codes = {name: page(person, entry).status_code for name, page in PAGES.items()}
    # 422: a page that says what could not be taken in, with all that was typed.
    answered = {name: code in (200, 302, 422) for name, code in codes.items()}
    assert answered == WORKS[fault]
    assert {code for name, code in codes.items() if not answered[name]} <= {503}


def test_the_table_has_more_than_a_hundred_cells():
    assert sum(len(WORKS[fault]) for fault in FAULTS) > 100


@pytest.mark.parametrize("fault", ["cache", "silent cache"])
class TestWhatCountsTries:
    def test_it_is_not_passed_in_silence(self, plant, fault):
        plant(fault)
        with pytest.raises(RedisError):
            cache.add("allauth:rl:login", 1)

    def test_a_code_is_not_taken_for_unused(self, plant, fault):
        plant(fault)
        with pytest.raises(RedisError):
            cache.add("allauth.mfa.totp.used?user=1&code=123456", 1)

    def test_another_key_holds_nothing(self, plant, fault):
        plant(fault)
        cache.set("site-roots", 1)
        assert cache.get("site-roots", "none") == "none"


class TestWhatItSays:
    @pytest.fixture
    def asked(self, begun, entry, person, plant):
        def ask(fault: str, page, **headers) -> str:
            with clock.set_to(begun.at(3)):
                plant(fault)
                person.defaults |= headers
                return page(person, entry).content.decode()

        return ask

    def test_what_was_typed_stands_in_the_page(self, asked):
        assert "Chúng tôi đã đo trong hai vụ chè &lt;ở La Bằng&gt;." in asked("database", write)

    @pytest.mark.parametrize("page", ["read", "press"])
    def test_where_nothing_was_typed_nothing_is_said_of_it(self, asked, page):
        ways = {
            "read": read("my_entries"),
            "press": lambda client, _entry: client.post(reverse("account_logout")),
        }
        said = asked("database", ways[page])
        assert "đã nhập" not in said
        assert "đã gõ" not in said
        assert "<textarea" not in said

    def test_it_is_a_form_that_sends_it_again(self, asked, entry):
        address = reverse("edit_entry", args=[entry.public_id, "general"])
        assert f'<form method="post" action="{address}">' in asked("database", write)

    def test_in_vietnamese(self, asked):
        assert "Cơ sở dữ liệu chưa trả lời" in asked("database", read("my_entries"))

    def test_the_address_decides_and_not_the_browser(self, asked):
        said = asked(
            "database",
            lambda client, _entry: client.get("/hop-thu/", headers={"accept-language": "en"}),
        )
        assert 'lang="vi"' in said

    def test_in_the_reader_s_language(self, asked):
        said = asked("database", lambda client, _entry: client.get("/en/hop-thu/"))
        assert "The database does not answer" in said

    def test_passwords_are_not_sent_back(self, asked):
        def sign_in(client, _entry):
            return client.post(
                reverse("account_login"), {"login": "an@example.vn", "password": "bi-mat-77"}
            )

        said = asked("database", sign_in)
        assert ("an@example.vn" in said, "bi-mat-77" in said) == (True, False)

    def test_a_file_that_is_away_is_said_to_be(self, asked):
        assert "chưa mở và chưa nhận được tệp" in asked("storage", own_file)

    def test_a_file_that_cannot_be_taken_in_is_refused_in_words(self, entry, asked):
        said = asked("storage", send_file)
        assert "Máy chủ tạm hết chỗ cho tệp này" in said
        assert "Chúng tôi đã đo trong hai vụ chè &lt;ở La Bằng&gt;." in said
        assert entry.attachments.count() == 1

    def test_when_to_come_again_is_said_to_machines(self, begun, entry, person, plant):
        with clock.set_to(begun.at(3)):
            plant("database")
            assert read("inbox")(person, entry).headers["Retry-After"] == "60"

    def test_without_a_broker_the_work_is_kept(self, begun, entry, person, plant):
        with clock.set_to(begun.at(3)):
            plant("broker")
            send_file(person, entry)
        assert Job.objects.waiting().filter(kind="inspect_file").count() == 1


class TestWhoseFaultItIs:
    @pytest.mark.parametrize(
        ("error", "part"),
        [
            (OperationalError("gone"), "database"),
            (RedisAway("refused"), "cache"),
            (FileNotFoundError("vault"), "storage"),
            (OSError(28, "No space left on device"), "storage"),
            (ValueError("ours"), ""),
            (KeyError("ours"), ""),
            (None, ""),
        ],
    )
    def test_a_fault_of_ours_is_no_outage(self, error, part):
        assert outage.part_of(error) == part


class TestTheLimits:
    """Where tries are counted, nobody tries while they cannot be."""

    def test_without_a_cache_nobody_guesses_a_password(self, plant, settings, entry):
        settings.ACCOUNT_RATE_LIMITS = settings.LIMITS
        plant("cache")
        client = Client(raise_request_exception=False)
        typed = {"login": entry.owner.email, "password": "doan-mo"}
        answer = client.post(reverse("account_login"), typed)
        assert answer.status_code == 503
        assert "chưa đăng nhập và chưa gửi mã được" in answer.content.decode()
