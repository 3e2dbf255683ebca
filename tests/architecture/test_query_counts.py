"""Every page that lists: as many queries for a small edition as for one of twice the size."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from submissions.models import Entry, EntryVersion, Sealing, SimilarPair
from tests.rehearsed import small
from tests.stages import stage


@stage()
def many():
    """An edition of twelve entries and, as `few`, one of two, both walked to the end."""
    few = small(entries=2, votes=10, seed=21)
    many = small(entries=12, judges=7, votes=10, seed=22)
    for rehearsal in (few, many):
        rehearsal.run()
    many.few = few
    return many


@pytest.fixture
def office(client, many):
    client.force_login(User.objects.create_superuser("dem@example.vn", full_name="Đếm Truy Vấn"))
    return client


def queries(client, url: str) -> int:
    """How many queries a page asks, when everything that is kept for a while is known already."""
    assert client.get(url).status_code == 200, url
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


LISTS = [
    "edition_desk",
    "dossier_form",
    "entry_queue",
    "exhibits",
    "conflict_graph",
    "judging_office",
    "judging_evidence",
    "ranking_office",
    "voting_office",
    "awards_office",
    "ballot_paper",
]


@pytest.mark.counts_queries(*LISTS)
@pytest.mark.parametrize("route", LISTS)
def test_a_list_of_an_edition(office, many, route):
    counts = [
        queries(office, reverse(route, args=[rehearsal.edition.slug]))
        for rehearsal in (many.few, many)
    ]
    assert counts[0] == counts[1]


@pytest.mark.counts_queries("office_entry", "office_reading", "covering", "pages_to_look_at")
@pytest.mark.parametrize("page", ["office_entry", "office_reading", "covering", "pages_to_look_at"])
def test_a_page_about_one_dossier(office, many, page):
    """Of an edition with few entries and of one with many."""
    if page in ("covering", "pages_to_look_at"):
        Sealing.objects.update(confirmed_at=None)
        Entry.objects.update(status=Entry.Status.ACCEPTED)
    counts = []
    for rehearsal in (many.few, many):
        arguments = [rehearsal.edition.slug, rehearsal.works[0].entry.public_id]
        if page == "covering":
            arguments.append(1)
        counts.append(queries(office, reverse(page, args=arguments)))
    assert counts[0] == counts[1]


@pytest.mark.counts_queries("similar_entry")
def test_a_pair_of_similar_entries(office, many):
    counts = []
    for rehearsal in (many.few, many):
        first, second = [
            EntryVersion.objects.filter(entry=work.entry).latest("number")
            for work in rehearsal.works[:2]
        ]
        pair, _new = SimilarPair.objects.get_or_create(
            version=first, other=second, defaults={"share": "40.0", "found_at": many.at(9)}
        )
        arguments = [rehearsal.edition.slug, first.entry.public_id, pair.pk]
        counts.append(queries(office, reverse("similar_entry", args=arguments)))
    assert counts[0] == counts[1]
