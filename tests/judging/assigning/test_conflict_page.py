"""The page of all relations: fifty pairs of a person and an entry at a time."""

import pytest
from django.urls import reverse

from submissions.models import KeptRelation
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.submissions import EntryFactory
from tests.judging.council import visit_as

pytestmark = [pytest.mark.django_db, pytest.mark.data]
A_PAGE = 50


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def page(client, edition):
    def ask(**query):
        office = visit_as(client, secretary_of(edition))
        return office.get(reverse("conflict_graph", args=[edition.slug]), query).context

    return ask


def relate(person, entry, reason="same_unit") -> None:
    KeptRelation.objects.create(person=person, entry=entry, reason=reason, through="Sở Y tế")


def listed(context) -> list[tuple]:
    return [
        (judge.person.full_name, tie["entry"].pk, len(tie["reasons"]))
        for judge in context["tied"]
        for tie in judge.ties
    ]


def test_one_person_related_to_many_entries_fills_pages(edition, page):
    person = UserFactory(full_name="Lê An")
    entries = [EntryFactory(edition=edition) for _number in range(A_PAGE + 1)]
    for entry in entries:
        relate(person, entry)
    rows = [("Lê An", entry.pk, 1) for entry in entries]
    assert listed(page()) == rows[:A_PAGE]
    assert listed(page(trang="2")) == rows[A_PAGE:]


def test_by_name_and_every_reason_of_a_pair(edition, page):
    later, first = UserFactory(full_name="Lê Bình"), UserFactory(full_name="Lê An")
    one, other = EntryFactory(edition=edition), EntryFactory(edition=edition)
    for person, entry in ((later, one), (first, other), (first, one)):
        relate(person, entry)
    relate(first, other, "phone")
    relate(first, EntryFactory())  # of another edition
    assert listed(page()) == [
        ("Lê An", one.pk, 1),
        ("Lê An", other.pk, 2),
        ("Lê Bình", one.pk, 1),
    ]


def test_pairs_and_people_are_counted(edition, page):
    person, other = UserFactory(), UserFactory()
    one = EntryFactory(edition=edition)
    for reason in ("phone", "same_unit"):
        relate(person, one, reason)
    relate(person, EntryFactory(edition=edition))
    relate(other, one)
    context = page()
    assert (context["pairs"], context["people"]) == (3, 2)
