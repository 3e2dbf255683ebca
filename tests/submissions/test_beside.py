"""Two editions, people and entries side by side: the words of the entries' QuerySet, and who may do
what with one of them.
"""

import pytest

from accounts.membership import grant
from accounts.models import Membership, User
from submissions import permissions
from submissions.models import Entry, Invitation
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.moments import days
from tests.factories.submissions import AuthorFactory, EntryFactory, InvitationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
EDIT = Invitation.Right.EDIT


@pytest.fixture
def person() -> User:
    return UserFactory()


def shared_with(person, **columns) -> Entry:
    """An entry of somebody else, into which the person was let."""
    return InvitationFactory(accepted_by=person, accepted_at=days(-0.5), **columns).entry


class TestTheWords:
    def test_in_edition(self):
        ours = EntryFactory()
        EntryFactory()
        assert Entry.objects.in_edition(ours.edition).get() == ours

    def test_owned_by(self, person):
        ours = EntryFactory(owner=person)
        shared_with(person, right=EDIT)
        EntryFactory()
        assert Entry.objects.owned_by(person).get() == ours

    def test_readable_by(self, person):
        readable = {
            EntryFactory(owner=person),
            shared_with(person),
            shared_with(person, right=EDIT),
        }
        shared_with(person, revoked_at=days(-0.1))
        shared_with(UserFactory())
        InvitationFactory()
        assert set(Entry.objects.readable_by(person)) == readable

    def test_editable_by(self, person):
        editable = {EntryFactory(owner=person), shared_with(person, right=EDIT)}
        shared_with(person)
        shared_with(person, right=EDIT, revoked_at=days(-0.1))
        shared_with(UserFactory(), right=EDIT)
        assert set(Entry.objects.editable_by(person)) == editable


def indexed(title: str, author: str = "Ma Thị Sen") -> Entry:
    entry = EntryFactory(title=title)
    AuthorFactory(entry=entry, full_name=author)
    entry.index_words()
    return entry


class TestSearching:
    @pytest.fixture
    def ours(self) -> Entry:
        """Between words that come before and after its own."""
        indexed("Giàn phơi", author="Bế Văn Ba")
        indexed("Vườn ươm", author="Vi Thị Xoan")
        return indexed("Máy hái", author="Lê An")

    @pytest.mark.parametrize("words", ["máy", "HAI", "may le", "an mÁ"])
    def test_every_word_begins_one_of_the_entrys_own(self, ours, words):
        assert Entry.objects.search(words).get() == ours

    @pytest.mark.parametrize("words", ["máy phơi", "an xoan", "nn"])
    def test_words_of_two_entries_find_neither(self, ours, words):
        assert not Entry.objects.search(words).exists()

    def test_a_changed_title_takes_out_the_old_word_and_keeps_the_others(self, ours):
        kept = indexed("Máy sấy", author="Bế Văn Ba")
        ours.title = "Máy bẻ"
        ours.save()
        ours.index_words()
        assert not Entry.objects.search("hai").exists()
        assert set(Entry.objects.search("may")) == {ours, kept}
        assert Entry.objects.search("an").get() == ours


class TestCoauthors:
    @pytest.fixture
    def entry(self) -> Entry:
        return EntryFactory()

    def may(self, person, entry) -> tuple[bool, bool]:
        return permissions.can_read(person, entry), permissions.can_write(person, entry)

    def test_who_was_let_in_reads_and_with_the_right_to_it_writes(self, person, entry):
        shared_with(person, entry=entry, right=EDIT)
        assert self.may(person, entry) == (True, True)

    def test_who_was_let_in_to_read_does_not_write(self, person, entry):
        shared_with(person, entry=entry)
        assert self.may(person, entry) == (True, False)

    def test_who_was_let_into_another_entry_stays_out_of_this_one(self, person, entry):
        shared_with(person, entry=EntryFactory(owner=entry.owner), right=EDIT)
        assert self.may(person, entry) == (False, False)

    def test_where_another_was_let_in_nobody_else_is(self, person, entry):
        shared_with(UserFactory(), entry=entry, right=EDIT)
        assert self.may(person, entry) == (False, False)

    def test_what_was_taken_back_lets_nobody_in(self, person, entry):
        shared_with(person, entry=entry, right=EDIT, revoked_at=days(-0.1))
        assert self.may(person, entry) == (False, False)


class TestFocalPoints:
    def unit_of(self, person, edition):
        return permissions.unit_of_focal_point(person, edition.pk)

    @pytest.fixture
    def edition(self):
        return EditionFactory()

    @pytest.fixture
    def unit(self):
        return UnitFactory()

    @pytest.fixture
    def person(self) -> User:
        return UserFactory(unit=UnitFactory())

    def test_one_speaks_for_the_unit_of_the_role(self, person, edition, unit):
        grant(person, Membership.Role.FOCAL_POINT, edition_id=edition.pk, unit=unit)
        assert self.unit_of(person, edition) == unit

    def test_in_that_edition_alone(self, person, edition, unit):
        grant(person, Membership.Role.FOCAL_POINT, edition_id=EditionFactory().pk, unit=unit)
        assert self.unit_of(person, edition) is None

    def test_without_one_for_none_whatever_the_profile_says(self, person, edition):
        grant(person, Membership.Role.FOCAL_POINT, edition_id=edition.pk)
        assert self.unit_of(person, edition) is None

    def test_somebody_elses_role_is_not_the_persons(self, person, edition, unit):
        other = UserFactory()
        grant(other, Membership.Role.FOCAL_POINT, edition_id=edition.pk, unit=unit)
        assert self.unit_of(person, edition) is None

    def test_nor_does_another_role_speak_for_a_unit(self, person, edition, unit):
        grant(person, Membership.Role.COMMITTEE, edition_id=edition.pk, unit=unit)
        assert self.unit_of(person, edition) is None

    def test_nor_an_account_that_is_not_in_use(self, person, edition, unit):
        grant(person, Membership.Role.FOCAL_POINT, edition_id=edition.pk, unit=unit)
        User.objects.filter(pk=person.pk).update(is_active=False)
        assert self.unit_of(person, edition) is None
