"""The measuring process of `bench.pages`: fills an edition with N entries and asks for
each page.
"""

import json
import statistics
import sys
import time

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from bench.world import fill
from tests.proven import records_of

settings.ALLOWED_HOSTS = ["*"]


def _loop() -> float:
    """CPU in ms of a fixed piece of arithmetic: what this machine does just now."""
    started, total = time.thread_time(), 0
    for number in range(100_000):
        total += number * number % 7
    return (time.thread_time() - started) * 1000


def measured(client: Client, method: str, address: str, data=None) -> tuple[float, int, float]:
    """(median CPU in ms, SQL, least CPU in units of the least loop beside the requests).

    The last one is what sizes are compared by: on a machine that others share everything only ever
    gets slower than it is, for minutes at a time; the least of many runs is what the request itself
    costs.
    """
    ask = getattr(client, method)
    for _ in range(3):
        answer = ask(address, data or {})
        assert answer.status_code in (200, 302), (address, answer.status_code)
    times, loops = [], []
    for _ in range(25):
        loops.append(_loop())
        started = time.thread_time()
        ask(address, data or {})
        times.append((time.thread_time() - started) * 1000)
    with CaptureQueriesContext(connection) as captured:
        ask(address, data or {})
    return round(statistics.median(times), 2), len(captured), round(min(times) / min(loops), 4)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session.update(records_of(user))
    session.save()
    return client


def bare_ms() -> float:
    """CPU of a view that only answers, without middleware."""
    with override_settings(ROOT_URLCONF="bench.bare", MIDDLEWARE=[]):
        return measured(Client(), "get", "/")[0]


def main(size: int) -> None:
    world = fill(size)
    slug, judge, office, owner = (
        world["edition"].slug,
        signed_in(world["judge"]),
        signed_in(world["cast"].secretary),
        signed_in(world["owner"]),
    )
    sheet = f"/cham-diem/{world['task'].public_id}/"
    points = {
        f"points-{criterion.pk}": "12,5" for criterion in world["edition"].scheme.criteria.all()
    } | {"comment": "Rõ"}
    found = {
        # A parameter that no page knows passes by the cache of public pages.
        "home": measured(Client(), "get", "/?khong-nho=1"),
        "home, cached": measured(Client(), "get", "/"),
        "edition page": measured(Client(), "get", "/the-le/?khong-nho=1"),
        "edition page, cached": measured(Client(), "get", "/the-le/"),
        "ballot paper": measured(Client(), "get", f"/binh-chon/{slug}/"),
        "judge's list of 50": measured(judge, "get", "/cham-diem/"),
        "open a sheet": measured(judge, "get", sheet),
        "save a sheet": measured(judge, "post", f"{sheet}luu/", points),
        "office home": measured(office, "get", "/quan-tri/"),
        "office list of entries": measured(office, "get", f"/quan-tri/ho-so/{slug}/"),
        "office judging": measured(office, "get", f"/quan-tri/cham/{slug}/"),
        "my entries": measured(owner, "get", "/ho-so/"),
        "entry": measured(owner, "get", f"/ho-so/{world['entry'].public_id}/"),
        "ledger": measured(Client(), "get", "/so-cai/"),
    }
    sys.stdout.write(json.dumps({"pages": found, "bare": bare_ms()}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
