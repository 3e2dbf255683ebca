"""A minor is named with two consents of its own, the guardian's and from the age of 7 the child's;
neither school nor pictures are public where a minor takes part.
"""

import datetime

import pytest
from django.urls import reverse

from submissions.models import Author, Entry
from submissions.writing import drafting
from tests.factories.accounts import UnitFactory
from tests.factories.submissions import AuthorFactory, EntryFactory
from tests.judging.council import visit_as

pytestmark = [pytest.mark.django_db]

TODAY = datetime.date(2030, 3, 5)
BORN = {"adult": 1990, "eighteen": 2012, "child": 2018, "infant": 2025}
SAID = [
    # who, the guardian's word, the child's word -> named
    ("adult", False, False, True),
    ("eighteen", False, False, True),
    ("child", False, False, False),
    ("child", True, False, False),
    ("child", False, True, False),
    ("child", True, True, True),
    ("infant", True, False, True),
    ("infant", False, False, False),
]


@pytest.fixture
def entry():
    """An entry of an adult whose consents are all given."""
    entry = EntryFactory(
        publish_names=True,
        publish_pictures=True,
        unit=UnitFactory(name="Trường THCS Zqtruong"),
    )
    at = datetime.datetime(2030, 3, 5, 12, tzinfo=datetime.UTC)
    Entry.objects.filter(pk=entry.pk).update(created_at=at)
    AuthorFactory(entry=entry, full_name="Nguyễn Văn Lớn", birth_date=datetime.date(1990, 1, 1))
    return Entry.objects.get(pk=entry.pk)


def face(entry):
    return entry.face(datetime.datetime(2030, 12, 1, tzinfo=datetime.UTC))


def take_part(entry, who: str, **said) -> Author:
    born = datetime.date(BORN[who], 3, 5)
    return AuthorFactory(entry=entry, full_name="Ma Thị Bé", birth_date=born, **said)


@pytest.mark.parametrize(("who", "guardian", "child", "named"), SAID)
def test_who_is_named(entry, who, guardian, child, named):
    take_part(entry, who, guardian_publishes=guardian, child_publishes=child)
    assert ("Ma Thị Bé" in face(entry).names) is named


def test_adults_beside_a_minor_are_named(entry):
    take_part(entry, "child")
    assert face(entry).names == ("Nguyễn Văn Lớn",)


def test_a_guardian_makes_a_minor_without_a_birth_date(entry):
    AuthorFactory(entry=entry, full_name="Ma Thị Bé", birth_date=None, guardian="Ma Văn Cha")
    assert face(entry).names == ("Nguyễn Văn Lớn",)


@pytest.mark.parametrize(("who", "shown"), [("adult", True), ("child", False)])
class TestSchoolAndFace:
    """Whatever was said for the name."""

    def both_agree(self, entry, who):
        take_part(entry, who, guardian_publishes=True, child_publishes=True)

    def test_the_unit(self, entry, who, shown):
        self.both_agree(entry, who)
        assert (face(entry).unit == "Trường THCS Zqtruong") is shown

    def test_pictures(self, entry, who, shown):
        self.both_agree(entry, who)
        assert face(entry).has_pictures is shown


def test_names_on_an_older_paper_are_withheld_too(entry):
    take_part(entry, "child")
    at = datetime.datetime(2030, 12, 1, tzinfo=datetime.UTC)
    assert entry.face(at, names=["Ma Thị Bé", "Nguyễn Văn Lớn"]).names == ("Nguyễn Văn Lớn",)


def test_the_boxes_are_unticked_and_kept(begun, at, client):
    with at(begun, 3):
        owner = begun.cast.entrants[0]
        entry = drafting.start_draft(edition=begun.edition, by=owner, at=begun.at(3))
        address = reverse("edit_entry", args=[entry.public_id, "authors"])
        typed = {
            "revision": entry.revision,
            "author-TOTAL_FORMS": "1",
            "author-INITIAL_FORMS": "0",
            "author-0-full_name": "Ma Thị Bé",
            "author-0-share": "100",
            "author-0-guardian": "Ma Văn Cha",
            "author-0-guardian_publishes": "on",
        }
        visit_as(client, owner).post(address, typed)
    author = Author.objects.get(entry=entry)
    assert (author.guardian_publishes, author.child_publishes) == (True, False)
