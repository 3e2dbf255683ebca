"""Two editions, units, people, invitations and slips side by side: each opens, confirms and enters
its own alone.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.membership import grant
from accounts.models import Membership, User
from competition import clock
from competition.errors import Refused
from foundation.jobs.models import Job
from foundation.notifications.models import Message
from foundation.vault import codes
from submissions.models import Entry, Invitation
from submissions.sharing import behalf, bulk, invitations, units
from tests.beside import untouched
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.moments import NOON, TODAY, days
from tests.factories.submissions import (
    EntryFactory,
    EntryVersionFactory,
    HandoverFactory,
    InvitationFactory,
    UnitConfirmationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
Status = Entry.Status


@pytest.fixture
def province():
    return UnitFactory(name="Tỉnh")


@pytest.fixture
def unit(province):
    return UnitFactory(name="Xã La Bằng", parent=province)


@pytest.fixture
def focal(edition, unit) -> User:
    """Speaks for the unit in this edition."""
    person = UserFactory(unit=unit)
    grant(person, Membership.Role.FOCAL_POINT, edition_id=edition.pk, unit=person.unit)
    return person


def sent_in(edition, unit, **columns) -> Entry:
    return EntryFactory(edition=edition, unit=unit, **{"status": Status.SUBMITTED} | columns)


class TestTheUnit:
    def test_its_entries_are_those_of_its_people_in_the_edition(
        self, edition, province, unit, focal
    ):
        below = UnitFactory(name="Trường La Bằng", parent=unit)
        ours = {sent_in(edition, unit), sent_in(edition, below)}
        sent_in(EditionFactory(), unit)
        sent_in(edition, UnitFactory(name="Xã Võ Nhai", parent=province))
        sent_in(edition, province)
        sent_in(edition, unit, status=Status.DRAFT)
        sent_in(edition, unit, status=Status.WITHDRAWN)
        assert set(units.entries_of(focal)) == ours

    def test_its_editions_are_those_whose_focal_point_the_person_is(self, edition, focal):
        other = EditionFactory()
        grant(UserFactory(), Membership.Role.FOCAL_POINT, edition_id=other.pk)
        grant(focal, Membership.Role.COMMITTEE, edition_id=other.pk)
        assert units.editions_of(focal).get() == edition

    @pytest.mark.parametrize("whose", ["of another entry", "of an earlier version"])
    def test_a_confirmation_beside_it_keeps_nothing_from_being_sent_back(
        self, edition, unit, focal, whose
    ):
        entry = sent_in(edition, unit)
        version = EntryVersionFactory(entry=entry, number=2)
        other = {
            "of another entry": {"entry": sent_in(edition, unit)},
            "of an earlier version": {"entry": entry},
        }
        beside = UnitConfirmationFactory(version=EntryVersionFactory(**other[whose]), unit=unit)
        with untouched(beside):
            units.send_back(version=version, reason="Thiếu dấu", by=focal, at=NOON)
        entry.refresh_from_db()
        assert entry.status == Status.RETURNED

    def test_one_entry_is_confirmed(self, edition, unit, focal):
        entry, beside = sent_in(edition, unit), sent_in(edition, unit)
        version = EntryVersionFactory(entry=entry)
        other = EntryVersionFactory(entry=beside)
        about = {"number": "05/DS", "date": TODAY, "upload": None}
        with untouched(beside):
            units.confirm_list(versions=[version], by=focal, at=NOON, **about)
        assert version.confirmation.confirmed_by == focal
        assert not hasattr(other, "confirmation")


class TestSlips:
    def test_the_code_of_one_dossier_is_made_anew(self, edition, office):
        ours, before, after = (
            HandoverFactory(entry__edition=edition, by=office, entry__owner=office, at=at)
            for at in (days(-2), days(-3), days(-1))
        )
        old = ours.code_digest
        with untouched(before, after):
            behalf.print_slips(entries=[ours.entry], by=office, at=NOON)
        ours.refresh_from_db()
        assert ours.code_digest != old

    def test_none_is_made_for_what_was_taken_over(self, edition, office):
        taken = HandoverFactory(
            entry__edition=edition, by=office, claimed_by=UserFactory(), claimed_at=days(-1)
        )
        HandoverFactory(entry__edition=edition, by=office)
        with untouched(taken), pytest.raises(Refused):
            behalf.print_slips(entries=[taken.entry], by=office, at=NOON)

    def test_a_code_hands_over_its_own_dossier(self, edition, office):
        code = codes.new()
        person = UserFactory()
        ours, before, after = (
            HandoverFactory(entry__edition=edition, by=office, entry__owner=office, at=at, **digest)
            for at, digest in (
                (days(-2), {"code_digest": codes.code_digest(code)}),
                (days(-3), {}),
                (days(-1), {}),
            )
        )
        with untouched(before, after, before.entry, after.entry):
            assert behalf.claim(code=code, by=person, at=NOON) == ours.entry
        ours.entry.refresh_from_db()
        assert ours.entry.owner == person

    def test_a_code_that_was_used_hands_nothing_over(self, edition, office):
        code = codes.new()
        taken = HandoverFactory(
            entry__edition=edition,
            code_digest=codes.code_digest(code),
            claimed_by=UserFactory(),
            claimed_at=days(-1),
        )
        HandoverFactory(entry__edition=edition)
        with untouched(taken, taken.entry), pytest.raises(Refused):
            behalf.claim(code=code, by=UserFactory(), at=NOON)


ADDRESS = "ban@example.vn"
CONFIRMED = {"accepted_at": days(-0.5)}


def accepted(**columns) -> Invitation:
    return InvitationFactory(accepted_by=UserFactory(), **CONFIRMED | columns)


class TestInviting:
    @pytest.fixture
    def entry(self, edition) -> Entry:
        return EntryFactory(edition=edition)

    @pytest.fixture
    def beside(self, edition, entry) -> Entry:
        """Another dossier of the same owner."""
        return EntryFactory(edition=edition, owner=entry.owner)

    def invite(self, entry) -> Invitation:
        usual = {"email": ADDRESS, "right": "view", "by": entry.owner, "at": NOON}
        invitation, _token = invitations.invite(entry=entry, **usual)
        return invitation

    def test_an_open_one_of_the_same_address_and_dossier_is_replaced(self, entry, beside):
        replaced = InvitationFactory(entry=entry, email=ADDRESS)
        others = [InvitationFactory(entry=entry), InvitationFactory(entry=beside, email=ADDRESS)]
        with untouched(*others):
            self.invite(entry)
        replaced.refresh_from_db()
        assert replaced.revoked_at == NOON

    def test_one_that_was_taken_back_keeps_its_moment(self, entry):
        before = InvitationFactory(entry=entry, email=ADDRESS, revoked_at=days(-0.5))
        with untouched(before):
            self.invite(entry)

    def test_who_has_confirmed_is_not_asked_again_and_stays(self, entry):
        confirmed = accepted(entry=entry, email=ADDRESS)
        with untouched(confirmed), pytest.raises(Refused):
            self.invite(entry)

    @pytest.mark.parametrize("which", ["another address", "another dossier", "taken back"])
    def test_a_confirmation_beside_it_hinders_nothing(self, entry, beside, which):
        columns = {
            "another address": {"entry": entry},
            "another dossier": {"entry": beside, "email": ADDRESS},
            "taken back": {"entry": entry, "email": ADDRESS, "revoked_at": days(-0.1)},
        }
        other = accepted(**columns[which])
        with untouched(other):
            assert self.invite(entry).entry == entry

    @pytest.mark.parametrize("which", ["another dossier", "taken back"])
    def test_those_beside_it_are_not_counted(self, entry, beside, which):
        columns = {
            "another dossier": {"entry": beside},
            "taken back": {"entry": entry, "revoked_at": days(-0.1)},
        }
        InvitationFactory.create_batch(invitations.MOST - 1, entry=entry)
        InvitationFactory(**columns[which])
        assert self.invite(entry)
        with pytest.raises(Refused):
            self.invite_another(entry)

    def invite_another(self, entry) -> None:
        usual = {"email": "khac@example.vn", "right": "view", "by": entry.owner, "at": NOON}
        invitations.invite(entry=entry, **usual)

    def test_a_link_leads_to_its_own(self, entry):
        token = "mot-loi-moi"
        digest = invitations.token_digest(token)
        ours, _before, _after = (
            InvitationFactory(entry=entry, invited_at=at, **columns)
            for at, columns in (
                (days(-2), {"token_digest": digest}),
                (days(-3), {}),
                (days(-1), {}),
            )
        )
        assert invitations.find(token, at=NOON) == ours
        assert invitations.find("loi-moi-khac", at=NOON) is None

    def test_one_is_taken_back(self, entry):
        ours, beside = InvitationFactory.create_batch(2, entry=entry)
        with untouched(beside):
            invitations.revoke(invitation=ours, by=entry.owner, at=NOON)
        ours.refresh_from_db()
        assert ours.revoked_at == NOON

    def test_what_was_taken_back_before_keeps_its_moment(self, entry):
        before = InvitationFactory(entry=entry, revoked_at=days(-0.5))
        with untouched(before):
            invitations.revoke(invitation=before, by=entry.owner, at=NOON)


class TestReminding:
    SOON = days(3)

    def remind(self) -> None:
        with clock.set_to(NOON):
            invitations.remind(Job(kind="remind_coauthors"))

    @pytest.mark.parametrize(
        "columns",
        [
            {"declined_at": days(-0.5)},
            {"revoked_at": days(-0.5)},
            {"reminded_at": days(-0.5)},
            {"expires_at": NOON},
            {"expires_at": days(4.1)},
        ],
        ids=lambda columns: next(iter(columns)),
    )
    def test_an_invitation_that_needs_none_gets_none(self, columns):
        ours = InvitationFactory(expires_at=self.SOON)
        beside = InvitationFactory(**{"expires_at": self.SOON} | columns)
        with untouched(beside):
            self.remind()
        assert Message.objects.get().address == ours.email

    def test_nor_does_one_that_was_confirmed(self):
        beside = accepted(expires_at=self.SOON)
        with untouched(beside):
            self.remind()
        assert not Message.objects.exists()

    def test_the_last_moment_of_the_four_days(self):
        ours = InvitationFactory(expires_at=NOON + invitations.REMIND_BEFORE)
        self.remind()
        assert Message.objects.get().address == ours.email


class TestLists:
    def faults(self, edition, by, **values) -> list[str]:
        """What is wrong with a list of one work."""
        row = {"Tên sáng kiến": "Bẫy đèn", "Tác giả": "Lê An"} | values
        table = "\n".join(",".join(cells) for cells in (row, row.values()))
        upload = SimpleUploadedFile("danh sách.csv", table.encode())
        imported = bulk.dry_run(edition=edition, upload=upload, by=by, at=NOON)
        return imported.rows[0]["faults"]

    def test_a_title_of_another_edition_or_withdrawn_may_come_again(self, edition, office):
        EntryFactory(title="Bẫy đèn")
        EntryFactory(edition=edition, title="Bẫy đèn", status=Status.WITHDRAWN)
        assert self.faults(edition, office) == []

    def test_one_of_the_edition_may_not(self, edition, office):
        EntryFactory(edition=edition, title="BẪY ĐÈN")
        assert len(self.faults(edition, office)) == 1

    def test_the_root_is_no_unit(self, edition, office, unit):
        assert self.faults(edition, office, **{"Đơn vị": "Xã La Bằng"}) == []
        assert len(self.faults(edition, office, **{"Đơn vị": "Tỉnh"})) == 1

    def test_a_focal_point_writes_for_the_own_unit_and_those_below(
        self, edition, province, unit, focal
    ):
        UnitFactory(name="Trường La Bằng", parent=unit)
        UnitFactory(name="Xã Võ Nhai", parent=province)
        assert self.faults(edition, focal, **{"Đơn vị": "Trường La Bằng"}) == []
        assert len(self.faults(edition, focal, **{"Đơn vị": "Xã Võ Nhai"})) == 1
