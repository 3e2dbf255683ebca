"""Two dossiers, files, people and editions side by side: an address of the desk reaches its own
alone.
"""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.membership import grant
from accounts.models import Membership, User
from competition import clock
from competition.models import Edition, Phase
from foundation.vault import store
from foundation.vault.models import Blob
from submissions.desk.beginning import open_editions
from submissions.desk.forms import GeneralForm
from submissions.models import Attachment, Entry, Invitation
from tests.beside import untouched
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import (
    AttachmentFactory,
    BlindCopyFactory,
    EntryFactory,
    EntryVersionFactory,
    HandoverFactory,
    ImportedListFactory,
    InvitationFactory,
    ReceiptFactory,
    UploadFactory,
)
from tests.reading import seen
from tests.submissions.files import hostile

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Role = Membership.Role


class AtNoon(Client):
    """A browser whose requests arrive at noon: the rules are made before the phases begin."""

    def request(self, **request):
        with clock.set_to(NOON):
            return super().request(**request)


@pytest.fixture
def edition() -> Edition:
    """Entries are taken."""
    return PhaseFactory(edition=EditionFactory()).edition


@pytest.fixture
def person() -> User:
    return UserFactory()


@pytest.fixture
def signed_in(person) -> Client:
    browser = AtNoon()
    browser.force_login(person, backend=BACKEND)
    return browser


@pytest.fixture
def ours(edition, person) -> Entry:
    return EntryFactory(edition=edition, owner=person)


@pytest.fixture
def beside(edition, person) -> Entry:
    """Another draft of the same person."""
    return EntryFactory(edition=edition, owner=person)


def drawn() -> Blob:
    """A picture whose pages can be shown."""
    return store.put(hostile.picture("PNG", (60, 40)), media_type="image/png")


def file_of(entry, **columns) -> Attachment:
    return AttachmentFactory(entry=entry, name="ảnh.png", **{"blob": drawn()} | columns)


class TestEntries:
    def test_the_list_is_of_what_the_person_may_read(self, signed_in, person, ours):
        let_in = InvitationFactory(accepted_by=person, accepted_at=days(-0.5)).entry
        EntryFactory(edition=ours.edition)
        shown = signed_in.get(reverse("my_entries")).context["entries"]
        assert set(shown) == {ours, let_in}

    def test_the_page_of_an_entry_offers_the_other_editions(self, signed_in, person, edition):
        entry = EntryFactory(edition=edition, owner=person, status=Entry.Status.SUBMITTED)
        ReceiptFactory(version=EntryVersionFactory(entry=entry))
        other = PhaseFactory(edition=EditionFactory()).edition
        page = signed_in.get(reverse("entry", args=[entry.public_id]))
        assert page.context["entry"] == entry
        assert list(page.context["open_editions"]) == [other]

    @pytest.mark.parametrize("name", ["entry", "coauthors", "edit_entry"])
    def test_an_address_leads_to_its_own_entry(self, signed_in, ours, beside, name):
        step = ["general"] if name == "edit_entry" else []
        for entry in (ours, beside):
            page = signed_in.get(reverse(name, args=[entry.public_id, *step]))
            assert page.context["entry"] == entry

    @pytest.mark.parametrize("name", ["entry", "coauthors", "edit_entry"])
    def test_somebody_elses_is_not_there(self, signed_in, ours, name):
        step = ["general"] if name == "edit_entry" else []
        other = EntryFactory(edition=ours.edition)
        address = reverse(name, args=[other.public_id, *step])
        assert signed_in.get(address).status_code == 404

    def test_the_receipt_is_that_of_its_entry(self, signed_in, ours, beside):
        paper = store.put(b"%PDF-1.7", media_type="application/pdf")
        for entry, at in ((beside, days(-6)), (ours, days(-5)), (beside, days(-4))):
            number = entry.versions.count() + 1
            version = EntryVersionFactory(entry=entry, number=number)
            receipt = ReceiptFactory(version=version, issued_at=at, pdf=paper)
            if entry == ours:
                expected = receipt.number
        answer = signed_in.get(reverse("receipt_pdf", args=[ours.public_id]))
        assert expected.rpartition("-")[2] in answer["Content-Disposition"]


class TestBeginning:
    def test_open_editions_are_those_that_take_entries_now(self, edition):
        moments = [
            {"kind": Phase.Kind.JUDGING},
            {"opens_at": days(1)},
            {"closes_at": NOON},
        ]
        for columns in moments:
            PhaseFactory(edition=EditionFactory(), **columns)
        assert open_editions(NOON).get() == edition

    def test_an_edition_is_begun_by_its_own_name(self, signed_in, edition):
        PhaseFactory(edition=EditionFactory())
        page = signed_in.get(reverse("begin", args=[edition.slug]))
        assert page.context["edition"] == edition

    def test_texts_are_taken_along_into_the_edition_of_the_address(
        self, signed_in, edition, person
    ):
        earlier = EntryFactory(owner=person)
        signed_in.post(reverse("take_along", args=[earlier.public_id, edition.slug]))
        assert Entry.objects.exclude(pk=earlier.pk).get().edition == edition

    def test_a_unit_is_chosen_among_those_below_the_root(self, ours):
        root = UnitFactory()
        unit = UnitFactory(parent=root)
        assert list(GeneralForm(entry=ours).fields["unit"].queryset) == [unit]


class TestFiles:
    @pytest.mark.parametrize("name", ["own_file", "look_at_file", "own_page"])
    def test_a_file_opens_under_its_own_entry(self, signed_in, ours, beside, name):
        page = [1] if name == "own_page" else []
        file, other = file_of(ours), file_of(ours)
        assert file.public_id != other.public_id
        for entry, status in ((ours, 200), (beside, 404)):
            address = reverse(name, args=[entry.public_id, file.public_id, *page])
            assert signed_in.get(address).status_code == status

    @pytest.mark.parametrize("name", ["look_at_file", "own_page"])
    def test_one_that_is_not_checked_is_not_drawn_because_another_is(self, signed_in, ours, name):
        page = [1] if name == "own_page" else []
        pending = file_of(ours, verdict=Attachment.Verdict.PENDING)
        file_of(ours)
        address = reverse(name, args=[ours.public_id, pending.public_id, *page])
        assert signed_in.get(address).status_code == 404

    def test_one_file_is_taken_out(self, signed_in, ours):
        gone, stays = file_of(ours), file_of(ours)
        with untouched(stays):
            signed_in.post(reverse("remove_file", args=[ours.public_id, gone.public_id]))
        assert ours.attachments.get() == stays

    def test_one_of_another_entry_is_not_taken_out_from_here(self, signed_in, ours, beside):
        file = file_of(beside)
        with untouched(file):
            address = reverse("remove_file", args=[ours.public_id, file.public_id])
            assert signed_in.post(address).status_code == 404

    def test_an_upload_goes_on_under_its_own_entry(self, signed_in, ours, beside):
        upload, _other = UploadFactory.create_batch(2, entry=ours)
        for entry, status in ((ours, 200), (beside, 404)):
            address = reverse("upload", args=[entry.public_id, upload.public_id])
            asked = signed_in.head(address, headers={"Tus-Resumable": "1.0.0"})
            assert asked.status_code == status

    def test_an_upload_is_of_who_began_it(self, signed_in, ours):
        upload = UploadFactory(entry=ours, owner=UserFactory())
        address = reverse("upload", args=[ours.public_id, upload.public_id])
        assert signed_in.head(address, headers={"Tus-Resumable": "1.0.0"}).status_code == 404

    def test_a_blinded_copy_is_shown_under_the_entry_of_its_file(self, signed_in, ours, beside):
        copy = BlindCopyFactory(blob=file_of(ours).blob, copy=drawn())
        BlindCopyFactory(blob=copy.blob, copy=drawn())
        other = store.put(hostile.picture("PNG", (50, 40)), media_type="image/png")
        file_of(beside, blob=other)
        for entry, status in ((ours, 200), (beside, 404)):
            address = reverse("preview_page", args=[entry.public_id, copy.pk, 1])
            assert signed_in.get(address).status_code == status


class TestCoauthors:
    def test_those_that_were_taken_back_are_not_listed(self, signed_in, ours, beside):
        standing = InvitationFactory(entry=ours)
        InvitationFactory(entry=ours, revoked_at=days(-0.5))
        InvitationFactory(entry=beside)
        page = signed_in.get(reverse("coauthors", args=[ours.public_id]))
        assert list(page.context["invitations"]) == [standing]

    def revoke(self, client, entry, invitation) -> int:
        address = reverse("revoke_invitation", args=[entry.public_id, invitation.pk])
        return client.post(address).status_code

    def test_one_is_taken_back(self, signed_in, ours):
        gone, stays = InvitationFactory.create_batch(2, entry=ours)
        with untouched(stays):
            assert self.revoke(signed_in, ours, gone) == 302
        assert Invitation.objects.get(revoked_at=NOON) == gone

    def test_one_of_another_entry_is_not_taken_back_from_here(self, signed_in, ours, beside):
        other = InvitationFactory(entry=beside)
        with untouched(other):
            assert self.revoke(signed_in, ours, other) == 404


class TestTheUnit:
    @pytest.fixture
    def unit(self, edition, person):
        unit = UnitFactory()
        grant(person, Role.FOCAL_POINT, edition_id=edition.pk, unit=unit)
        return unit

    def sent_in(self, edition, unit) -> Entry:
        entry = EntryFactory(edition=edition, unit=unit, status=Entry.Status.SUBMITTED)
        return EntryVersionFactory(entry=entry).entry

    def test_a_file_opens_under_its_own_entry_once_it_is_checked(self, signed_in, edition, unit):
        entry, other = self.sent_in(edition, unit), self.sent_in(edition, unit)
        checked, _another = file_of(entry), file_of(entry)
        pending = file_of(entry, verdict=Attachment.Verdict.PENDING)
        for under, file, status in (
            (entry, checked, 200),
            (other, checked, 404),
            (entry, pending, 404),
        ):
            address = reverse("unit_file", args=[under.public_id, file.public_id])
            assert signed_in.get(address).status_code == status

    def test_one_entry_is_sent_back(self, signed_in, edition, unit):
        entry, other = self.sent_in(edition, unit), self.sent_in(edition, unit)
        with untouched(other):
            address = reverse("unit_return", args=[entry.public_id])
            signed_in.post(address, {"reason": "Thiếu dấu"})
        entry.refresh_from_db()
        assert entry.status == Entry.Status.RETURNED

    def test_without_a_reason_it_stays_and_the_page_says_so(self, signed_in, edition, unit):
        entry = self.sent_in(edition, unit)
        page = signed_in.post(reverse("unit_return", args=[entry.public_id]), {"reason": " "})
        assert page.status_code == 422
        assert "người dự thi sẽ đọc" in seen(page)


class TestForOthers:
    @pytest.fixture
    def other_edition(self) -> Edition:
        return PhaseFactory(edition=EditionFactory()).edition

    @pytest.fixture(autouse=True)
    def _office(self, edition, other_edition, person):
        """The person writes for others in both editions."""
        for one in (edition, other_edition):
            grant(person, Role.SECRETARIAT, edition_id=one.pk)

    def written(self, edition, person, **columns):
        """A dossier that the person writes for somebody."""
        return HandoverFactory(entry__edition=edition, entry__owner=person, **columns)

    def test_the_desk_lists_what_the_person_wrote_in_the_edition(
        self, signed_in, edition, other_edition, person
    ):
        ours = self.written(edition, person)
        self.written(other_edition, person)
        self.written(edition, person, by=UserFactory())
        page = signed_in.get(reverse("behalf_desk", args=[edition.slug]))
        assert page.context["edition"] == edition
        assert list(page.context["handovers"]) == [ours]

    def print(self, client, edition, *handovers) -> bytes:
        ticked = {"chon": [handover.entry.pk for handover in handovers]}
        return client.post(reverse("print_slips", args=[edition.slug]), ticked).content[:5]

    @pytest.mark.parametrize("which", ["not ticked", "of another edition", "of a colleague"])
    def test_slips_are_printed_of_the_ticked_ones_that_the_person_wrote_here(
        self, signed_in, edition, other_edition, person, which
    ):
        ours = self.written(edition, person)
        columns = {
            "not ticked": {"edition": edition},
            "of another edition": {"edition": other_edition},
            "of a colleague": {"edition": edition, "by": UserFactory()},
        }
        other = self.written(person=person, **columns[which])
        ticked = [ours] if which == "not ticked" else [ours, other]
        with untouched(other):
            assert self.print(signed_in, edition, *ticked) == b"%PDF-"
        old = ours.code_digest
        ours.refresh_from_db()
        assert ours.code_digest != old

    def test_codes_to_sign_in_are_printed_for_the_edition_of_the_address(
        self, signed_in, edition, other_edition, person
    ):
        typed = {"phone": "0912 345 678", "full_name": "Lê An"}
        address = reverse("print_sign_in_codes", args=[edition.slug])
        assert signed_in.post(address, typed).content[:5] == b"%PDF-"

    def test_a_list_is_shown_in_its_edition_to_who_read_it_in(
        self, signed_in, edition, other_edition, person
    ):
        ours, _another = ImportedListFactory.create_batch(2, edition=edition, by=person)
        of_a_colleague = ImportedListFactory(edition=edition)
        of_another = ImportedListFactory(edition=other_edition, by=person)
        for imported, status in ((ours, 200), (of_a_colleague, 404), (of_another, 404)):
            address = reverse("imported_list", args=[edition.slug, imported.pk])
            assert signed_in.get(address).status_code == status
