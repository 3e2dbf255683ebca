"""Who judges, or stands behind a work, is called something else: relations are looked for anew,
whatever page it was changed on, and the daily comparison finds nothing.
"""

import pytest
from allauth.account.signals import email_changed
from django.urls import reverse

from accounts.models import Unit, User
from competition import audit, unit_tree
from foundation.jobs.drain import drain
from foundation.jobs.models import OutboxEvent
from judging.models import Conflict, Judge
from submissions.models import Author, Entry, Sealing
from submissions.sealing import relations
from tests.factories.competition import EditionFactory
from tests.judging.council import pair, visit_as
from tests.stages import stage

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@stage(day=41)
def unrelated(council):
    """A judge's seat, a work, and its author, who have nothing to do with each other."""
    drain()
    task, entry, author = pair(council)
    council.strangers = task.judge, entry, author
    assert audit.faults(council.edition) == []
    return council


@pytest.fixture
def strangers(unrelated) -> tuple[Judge, Entry, Author]:
    return unrelated.strangers


def reasons(seat: Judge) -> set[str]:
    return set(Conflict.objects.filter(judge=seat).values_list("reason", flat=True))


def waiting() -> set[int]:
    """The editions whose relations are to be looked for."""
    events = OutboxEvent.objects.filter(name="judges.changed", delivered_at=None)
    return set(events.values_list("payload__edition", flat=True))


def on_own_page(client, person: User, name: str, **typed) -> None:
    form = {"full_name": name, "language": "vi", "unit": person.unit_id or "", **typed}
    visit_as(client, person).post(reverse("account_page"), form)


def in_the_office(client, person: User, name: str) -> None:
    administrator = User.objects.create_superuser("goc@example.vn", full_name="Quản Trị")
    last, _blank, first = name.rpartition(" ")
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    form = {"last_name": last, "first_name": first, "is_active": "on"}
    visit_as(client, administrator).post(address, form)


@pytest.mark.parametrize("rename", [on_own_page, in_the_office])
class TestARenamedJudge:
    def test_is_related_to_the_author_of_that_name(self, client, strangers, rename):
        seat, _entry, author = strangers
        rename(client, seat.user, author.full_name)
        drain()
        assert "same_name" in reasons(seat)

    def test_and_the_comparison_finds_nothing(self, client, council, strangers, rename):
        seat, _entry, author = strangers
        rename(client, seat.user, author.full_name)
        drain()
        assert audit.faults(council.edition) == []

    def test_nor_before_it_was_looked_for(self, client, council, strangers, rename):
        seat, _entry, author = strangers
        rename(client, seat.user, author.full_name)
        assert audit.faults(council.edition) == []


class TestOthers:
    def test_a_judge_of_another_unit(self, client, council, strangers):
        seat, entry, _author = strangers
        person = seat.user
        on_own_page(client, person, person.full_name, unit=entry.unit_id)
        drain()
        assert "same_unit" in reasons(seat)
        assert audit.faults(council.edition) == []

    def test_the_owner_of_a_work(self, client, council, strangers):
        seat, entry, _author = strangers
        on_own_page(client, entry.owner, seat.user.full_name)
        drain()
        assert "same_name" in reasons(seat)
        assert audit.faults(council.edition) == []

    def test_another_address(self, council, strangers):
        seat, _entry, _author = strangers
        email_changed.send(User, request=None, user=seat.user)
        assert waiting() == {council.edition.pk}

    def test_a_judge_whose_language_changes(self, client, strangers):
        seat, _entry, _author = strangers
        on_own_page(client, seat.user, seat.user.full_name, language="en")
        assert waiting() == set()

    def test_somebody_who_has_to_do_with_no_work(self, client, council, strangers):
        on_own_page(client, council.cast.secretary, "Lê Thị Khác")
        assert User.objects.filter(full_name="Lê Thị Khác").exists()
        assert waiting() == set()


class TestUnits:
    """The tree is that of all editions."""

    @pytest.fixture
    def usual(self, council) -> dict:
        return {"edition": council.edition, "by": council.cast.secretary, "at": council.at(41)}

    def test_a_merger(self, council, strangers, usual):
        seat, entry, _author = strangers
        top = Unit.get_first_root_node()
        own = top.add_child(name="Trạm khuyến nông", kind=Unit.Kind.OTHER, code="TKN")
        User.objects.filter(pk=seat.user_id).update(unit=own)
        unit_tree.merge(unit=own, into=entry.unit, **usual)
        drain()
        assert "same_unit" in reasons(seat)
        assert audit.faults(council.edition) == []

    def test_another_name(self, council, strangers, usual):
        """By which the workplace of an author is known."""
        seat, _entry, author = strangers
        top = Unit.get_first_root_node()
        own = top.add_child(name="Trạm khuyến nông", kind=Unit.Kind.OTHER, code="TKN")
        User.objects.filter(pk=seat.user_id).update(unit=own)
        Author.objects.filter(pk=author.pk).update(workplace="Xưởng cơ khí Đồng Hỷ")
        unit_tree.rename(unit=own, name="Xưởng cơ khí Đồng Hỷ", kind=own.kind, **usual)
        drain()
        assert "same_unit" in reasons(seat)
        assert list(relations.not_kept([seat.user], council.edition)) == []

    def test_every_edition_is_looked_through(self, council, strangers, usual):
        other = EditionFactory()
        top = Unit.get_first_root_node()
        own = top.add_child(name="Trạm khuyến nông", kind=Unit.Kind.OTHER, code="TKN")
        unit_tree.rename(unit=own, name="Trạm mới", kind=own.kind, **usual)
        assert waiting() == {council.edition.pk, other.pk}


def test_a_sealed_work_alone_has_its_edition_looked_through(client, council, strangers):
    _seat, entry, _author = strangers
    Sealing.objects.filter(version__entry__owner=entry.owner).update(voided_at=council.at(41))
    on_own_page(client, entry.owner, "Lê Thị Khác")
    assert waiting() == set()
