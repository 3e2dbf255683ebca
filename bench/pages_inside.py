"""The measuring process of `bench.pages`: fills an edition with N entries and asks for
each page.
"""

import datetime
import json
import statistics
import sys
import time
from decimal import Decimal
from random import Random

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from accounts.membership import grant
from accounts.models import Membership
from cms.models import EditionPage, HomePage
from competition import clock
from demo.edition import texts
from demo.rehearsal.cast import make_people
from demo.rehearsal.whole import DAYS, Rehearsal
from foundation.jobs import bell
from foundation.vietnamese.text import fold
from judging.councils import panels, rounds, undertakings
from judging.models import Assignment, BlindedEntry, Judge, Scoresheet
from submissions.models import Author, Entry
from voting.models import Candidate, Poll

settings.ALLOWED_HOSTS = ["*"]


def fill(size: int) -> dict:
    """An edition in judging with `size` entries, 5 sheets each; written in bulk, since only reading
    is measured.
    """
    begins = timezone.now() - datetime.timedelta(days=45)
    rehearsal = Rehearsal(
        entries=20,
        judges=12,
        votes=40,
        seed=5,
        name="do",
        begins=begins,
        days=DAYS | {"voting": (41, 75)},
    )
    rehearsal.set_up()
    edition, cast = rehearsal.edition, rehearsal.cast
    fields, kinds = list(edition.fields.all()), list(edition.kinds.all())
    rng = Random(1)
    owners = cast.entrants
    answers = texts.dossier(rng, "CNTT")
    entries = Entry.objects.bulk_create(
        Entry(
            edition=edition,
            owner=owners[number % len(owners)] if number >= 3 else owners[0],
            field=fields[number % 6],
            kind=kinds[0],
            unit=rehearsal.units[number % len(rehearsal.units)],
            title=texts.title(number)["title"],
            folded_title=fold(texts.title(number)["title"]),
            summary=answers["summary"],
            answers=answers,
            status=Entry.Status.SEALED if number >= 3 else Entry.Status.DRAFT,
            receipt_number=f"DO-2030-{number + 1:05d}" if number >= 3 else "",
        )
        for number in range(size)
    )
    Entry.objects.filter(owner=owners[0]).exclude(
        pk__in=[entry.pk for entry in entries[:3]]
    ).update(owner=owners[1])
    Author.objects.bulk_create(
        Author(
            entry=entry,
            full_name="Nguyễn Văn An",
            folded_name="nguyen van an",
            name_key="an",
            share=Decimal(100),
        )
        for entry in entries
    )
    with clock.set_to(begins + datetime.timedelta(days=40, hours=1)), bell.silenced():
        judging_round = rounds.first_round(edition)
        panel = panels.establish_panel(
            judging_round=judging_round, name="Hội đồng", fields=fields, by=cast.secretary
        )
        for judge in cast.judges:
            seat = panels.appoint(panel=panel, user=judge, by=cast.secretary, max_load=9999)
            undertakings.sign(judge=seat, by=judge, at=clock.now())
        more = make_people(rng, size * 5 // 50, "gkthem")
        Judge.objects.bulk_create(
            Judge(
                panel=panel,
                user=person,
                max_load=60,
                undertaking_at=datetime.datetime.now(datetime.UTC),
            )
            for person in more
        )
        for person in more:
            grant(person, Membership.Role.JUDGE, panel_id=panel.pk)
    sections = [
        {"label": question.label, "label_en": "", "text": answers[question.key]}
        for question in edition.questions.all()
        if question.key in answers
    ]
    blinded = BlindedEntry.objects.bulk_create(
        BlindedEntry(
            round=judging_round,
            code=f"HS-{number:06d}",
            field=entry.field,
            kind="Công trình",
            title=entry.title,
            summary=entry.summary,
            sections=sections,
        )
        for number, entry in enumerate(entries)
    )
    judges = list(Judge.objects.filter(panel=panel).order_by("pk"))
    work = [(judge, blinded[place]) for judge in judges[:1] for place in range(50)]
    work += [
        (judges[1 + (number * 5 + sheet) % (len(judges) - 1)], entry)
        for number, entry in enumerate(blinded)
        for sheet in range(5)
    ]
    work = list(dict.fromkeys(work))
    assignments = Assignment.objects.bulk_create(
        Assignment(
            judge=judge,
            blinded_entry=entry,
            state="confirmed",
            place=place,
            confirmed_at=timezone.now(),
        )
        for place, (judge, entry) in enumerate(work)
    )
    points = {str(criterion.pk): "15.00" for criterion in edition.scheme.criteria.all()}
    Scoresheet.objects.bulk_create(
        Scoresheet(
            assignment=assignment,
            state="locked",
            points=points,
            total=45,
            saved_at=timezone.now(),
            locked_at=timezone.now(),
        )
        for place, assignment in enumerate(assignments)
        if place % 2
    )
    judging_round.state = "open"
    judging_round.save()
    Candidate.objects.bulk_create(
        Candidate(
            edition=edition,
            code=f"BC-{number:06d}",
            field=entry.field,
            title=entry.title,
            summary=entry.summary,
        )
        for number, entry in enumerate(entries)
    )
    Poll.objects.create(edition=edition, released_at=timezone.now())
    site(edition)
    return {
        "edition": edition,
        "cast": cast,
        "judge": judges[0].user,
        "task": assignments[0],
        "entry": entries[0],
        "owner": owners[0],
    }


def site(edition) -> None:
    """A home page and an edition page."""
    Page.objects.filter(depth=2).delete()
    locale, _ = Locale.objects.get_or_create(language_code="vi")
    home = HomePage(title="Trang chủ", slug="trang-chu", edition=edition, locale=locale)
    Page.objects.get(depth=1).add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )
    home.add_child(
        instance=EditionPage(
            title="Thể lệ", slug="the-le", edition=edition, locale=locale, show_in_menus=True
        )
    )


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
