"""What is compared of a person and of an entry, and what is kept of a relation, by column."""

import pytest

from accounts.models import Unit, User
from submissions.models import Entry, KeptRelation, Sealing
from submissions.sealing import relations
from submissions.sealing.kinship import NO_ACCOUNT, Person, Work
from submissions.sealing.relations import Relation
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.moments import days
from tests.factories.submissions import (
    AuthorFactory,
    ClearanceFactory,
    EnteredConflictFactory,
    EntryFactory,
    SealingFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def province() -> Unit:
    """The root of the tree, which is everybody's."""
    return UnitFactory(name="Tỉnh Thái Nguyên")


@pytest.fixture
def commune(province) -> Unit:
    return UnitFactory(name="Xã La Bằng", parent=province)


@pytest.fixture
def judge(commune) -> User:
    return UserFactory(
        full_name="Nguyễn Văn An",
        email="an@example.vn",
        phone="0912345678",
        unit=commune,
        interests="  Lê Thị Bích \n\n Công ty Chè Xanh\n",
    )


class TestAPerson:
    def test_everything_that_can_relate_is_compared(self, judge, commune):
        assert relations._of_user(judge) == Person(
            key=judge.pk,
            name="Nguyễn Văn An",
            emails=frozenset({"an@example.vn"}),
            phone=judge.phone,
            unit_path=commune.path,
            unit_name="Xã La Bằng",
            interests=("Lê Thị Bích", "Công ty Chè Xanh"),
        )
        assert judge.phone

    def test_who_has_nothing_has_empty_texts(self):
        person = User(pk=7, full_name="Lê Thị Bích")
        person.email = person.phone = None
        assert relations._of_user(person) == Person(
            key=7, name="Lê Thị Bích", emails=frozenset({""})
        )

    def test_the_root_of_the_tree_relates_nobody(self, judge, province):
        judge.unit = province
        compared = relations._of_user(judge)
        assert (compared.unit_path, compared.unit_name) == ("", "")


class TestAnEntry:
    def test_owner_and_authors_are_compared_and_its_unit(self, judge, commune):
        entry = EntryFactory(owner=judge, unit=commune)
        AuthorFactory(
            entry=entry,
            full_name="Lê Thị Bích",
            email="bich@example.vn",
            phone="0987654321",
            workplace="Hợp tác xã chè",
        )
        author = entry.authors.get()
        assert relations._work_of(entry) == Work(
            key=entry.pk,
            people=(
                Person(
                    key=judge.pk,
                    name="Nguyễn Văn An",
                    emails=frozenset({"an@example.vn"}),
                    phone=judge.phone,
                ),
                Person(
                    key=NO_ACCOUNT,
                    name="Lê Thị Bích",
                    emails=frozenset({"bich@example.vn"}),
                    phone=author.phone,
                    workplace="Hợp tác xã chè",
                ),
            ),
            unit_path=commune.path,
            unit_name="Xã La Bằng",
        )
        assert author.phone

    def test_an_owner_without_addresses_and_an_entry_without_unit_have_empty_texts(self):
        owner = UserFactory(full_name="Lê Thị Bích")
        owner.email = owner.phone = None
        entry = EntryFactory(owner=owner, unit=None)
        assert relations._work_of(entry) == Work(
            key=entry.pk,
            people=(Person(key=owner.pk, name="Lê Thị Bích", emails=frozenset({""})),),
        )

    def test_the_root_is_named_but_has_no_path(self, province):
        work = relations._work_of(EntryFactory(unit=province))
        assert (work.unit_path, work.unit_name) == ("", "Tỉnh Thái Nguyên")


def test_who_wrote_an_entry_together_is_known_from_all_editions():
    alone, two, three = (EntryFactory() for _edition in range(3))
    AuthorFactory(entry=alone, full_name="Một Mình")
    for name in ("A", "B"):
        AuthorFactory(entry=two, full_name=name)
    for name in ("A", "C", "D"):
        AuthorFactory(entry=three, full_name=name)
    shared = relations._names_of_shared_entries()
    assert sorted(sorted(names) for names in shared) == [["A", "B"], ["A", "C", "D"]]


def sealed(edition, owner) -> Sealing:
    entry = EntryFactory(edition=edition, owner=owner, status=Entry.Status.SEALED)
    return SealingFactory(version__entry=entry, confirmed_at=days(-1), confirmed_by=UserFactory())


class TestFound:
    @pytest.fixture
    def edition(self):
        return EditionFactory()

    def own(self, copy, judge, *, is_cleared: bool) -> Relation:
        return Relation(
            judging_code=copy.judging_code,
            person_id=judge.pk,
            reason="author",
            strength=1.0,
            entry_id=copy.version.entry_id,
            through="Nguyễn Văn An",
            is_cleared=is_cleared,
        )

    def test_one_to_the_own_entry_that_nobody_clears(self, edition, judge):
        copy = sealed(edition, judge)
        ClearanceFactory(entry=copy.version.entry, person=judge)
        found = [each for each in relations.find([judge], edition) if each.reason == "author"]
        assert found == [self.own(copy, judge, is_cleared=False)]

    @pytest.mark.parametrize("is_cleared", [True, False])
    def test_one_to_the_entry_of_a_namesake(self, edition, judge, is_cleared):
        entry = sealed(edition, UserFactory(full_name=judge.full_name)).version.entry
        ClearanceFactory(entry=entry)
        ClearanceFactory(person=judge)
        if is_cleared:
            ClearanceFactory(entry=entry, person=judge)
        found = [each for each in relations.find([judge], edition) if each.reason == "same_name"]
        assert [(each.entry_id, each.is_cleared) for each in found] == [(entry.pk, is_cleared)]

    @pytest.mark.parametrize("is_cleared", [True, False])
    def test_one_that_was_entered(self, edition, judge, is_cleared):
        copy = sealed(edition, UserFactory(full_name="Trần Thị Cúc"))
        entry = copy.version.entry
        EnteredConflictFactory(entry=entry, person=judge, reason="Thông gia")
        if is_cleared:
            ClearanceFactory(entry=entry, person=judge)
        found = [each for each in relations.find([judge], edition) if each.reason == "entered"]
        assert found == [
            Relation(
                judging_code=copy.judging_code,
                person_id=judge.pk,
                reason="entered",
                strength=1.0,
                entry_id=entry.pk,
                through="Thông gia",
                is_cleared=is_cleared,
            )
        ]

    def test_co_authors_of_another_edition_are_related(self, edition, judge):
        before = EntryFactory()
        AuthorFactory(entry=before, full_name=judge.full_name)
        AuthorFactory(entry=before, full_name="Trần Thị Cúc")
        copy = sealed(edition, UserFactory(full_name="Trần Thị Cúc"))
        reasons = {each.reason for each in relations.find([judge], edition)}
        assert reasons == {"co_author"}
        assert copy.version.entry.edition == edition

    def test_what_is_kept_says_through_what(self, edition, judge):
        copy = sealed(edition, UserFactory(full_name="Trần Thị Cúc"))
        EnteredConflictFactory(entry=copy.version.entry, person=judge, reason="Thông gia")
        relations.keep([judge], edition)
        kept = KeptRelation.objects.get()
        assert (kept.entry, kept.person) == (copy.version.entry, judge)
        assert (kept.reason, kept.through) == ("entered", "Thông gia")
