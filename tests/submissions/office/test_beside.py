"""Two editions, dossiers, files, questions and exhibits side by side: a page and a button of the
office reach their own alone.
"""

import pytest
from django.urls import reverse

from accounts.membership import grant
from accounts.models import Membership, User
from competition import clock
from competition.models import Edition, Question
from foundation.vault import store
from foundation.vault.models import Blob
from submissions.models import (
    Attachment,
    Clearance,
    Entry,
    Exhibit,
    ExhibitStep,
    Redaction,
    Sealing,
)
from tests.beside import secretary_of, untouched
from tests.factories.accounts import UserFactory
from tests.factories.competition import (
    EditionFactory,
    EntryKindFactory,
    FieldFactory,
    FormVersionFactory,
    QuestionFactory,
)
from tests.factories.moments import NOON, days
from tests.factories.submissions import (
    AttachmentFactory,
    EntryFactory,
    EntryVersionFactory,
    ExhibitFactory,
    ExhibitStepFactory,
    FingerprintFactory,
    HandlingFactory,
    LetterFactory,
    ReceiptFactory,
    RedactionFactory,
    SealedFileFactory,
    SealingFactory,
    SimilarPairFactory,
)
from tests.submissions.files import hostile

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Status = Entry.Status


@pytest.fixture(autouse=True)
def _noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def other_edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def secretary(edition, other_edition) -> User:
    """Works in the secretariats of both."""
    secretary = secretary_of(edition)
    grant(secretary, Membership.Role.SECRETARIAT, edition_id=other_edition.pk)
    return secretary


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary, backend=BACKEND)
    return client


def entry_of(edition, **columns) -> Entry:
    """A dossier of one version."""
    status = columns.pop("status", Status.SUBMITTED)
    at = columns.pop("submitted_at", days(-0.5))
    entry = EntryFactory(edition=edition, status=status, **columns)
    return EntryVersionFactory(entry=entry, submitted_at=at).entry


@pytest.fixture
def ours(edition) -> Entry:
    return entry_of(edition)


@pytest.fixture
def beside(edition) -> Entry:
    """Another dossier of the same edition."""
    return entry_of(edition)


def drawn() -> Blob:
    return store.put(hostile.picture("PNG", (60, 40)), media_type="image/png")


def file_of(entry, **columns) -> Attachment:
    return AttachmentFactory(entry=entry, name="ảnh.png", blob=drawn(), **columns)


def of_dossier(name: str, entry, *more) -> str:
    return reverse(name, args=[entry.edition.slug, entry.public_id, *more])


def of_edition(name: str, edition) -> str:
    return reverse(name, args=[edition.slug])


class TestTheQueue:
    def queue(self, office, edition, **filters) -> set[Entry]:
        page = office.get(of_edition("entry_queue", edition), filters).context["page_obj"]
        assert page.paginator.count == len(page.object_list)
        return set(page)

    def test_it_is_of_one_edition_and_without_drafts(self, office, edition, other_edition, ours):
        entry_of(other_edition)
        EntryFactory(edition=edition)
        assert self.queue(office, edition) == {ours}

    def test_of_one_state(self, office, edition, ours):
        accepted = entry_of(edition, status=Status.ACCEPTED)
        entry_of(edition)
        assert self.queue(office, edition, **{"trang-thai": "accepted"}) == {accepted}

    def test_of_one_field(self, office, edition, ours, beside):
        assert self.queue(office, edition, **{"linh-vuc": ours.field_id}) == {ours}

    def test_of_one_colleague_and_of_nobody(self, office, edition, ours, beside):
        handled = entry_of(edition)
        mine = HandlingFactory(entry=ours)
        HandlingFactory(entry=handled)
        assert self.queue(office, edition, nguoi=mine.handler_id) == {ours}
        assert self.queue(office, edition, nguoi=0) == {beside}

    def test_late_is_what_waits_since_too_long_by_its_own_last_version(self, office, edition):
        long_ago = days(-60)
        late = entry_of(edition, submitted_at=long_ago)
        entry_of(edition)
        entry_of(edition, submitted_at=long_ago, status=Status.ACCEPTED)
        sent_again = entry_of(edition, submitted_at=long_ago)
        EntryVersionFactory(entry=sent_again, number=2, submitted_at=days(-0.5))
        assert self.queue(office, edition, han="tre") == {late}

    def test_unanswered_is_where_the_entrant_wrote_last(self, office, edition, ours, beside):
        LetterFactory(entry=ours, at=days(-4))
        LetterFactory(entry=ours, by=ours.owner, from_office=False, at=days(-3))
        LetterFactory(entry=beside, by=beside.owner, from_office=False, at=days(-2))
        LetterFactory(entry=beside, at=days(-1))
        entry_of(edition)
        assert self.queue(office, edition, han="thu") == {ours}

    def test_the_ticked_dossiers_of_the_edition_are_handed_out(
        self, office, edition, other_edition, secretary, ours, beside
    ):
        other = entry_of(other_edition)
        typed = {"colleague": secretary.pk, "chon": [ours.pk, other.pk]}
        office.post(of_edition("hand_out_chosen", edition), typed)
        assert ours.handling.handler == secretary
        for entry in (beside, other):
            assert not Entry.objects.filter(pk=entry.pk, handling__isnull=False).exists()


class TestTheDossier:
    def test_a_page_is_of_its_own_dossier(self, office, ours, beside):
        for entry in (ours, beside):
            assert office.get(of_dossier("office_entry", entry)).context["entry"] == entry

    def test_one_of_another_edition_is_not_under_this_ones_address(
        self, office, edition, other_edition
    ):
        other = entry_of(other_edition)
        address = reverse("office_entry", args=[edition.slug, other.public_id])
        assert office.get(address).status_code == 404

    def test_it_shows_the_copy_of_its_own_latest_version(self, office, edition, ours, beside):
        SealingFactory(version=beside.latest_version(), sections=[])
        page = of_dossier("office_entry", ours)
        assert office.get(page).context["copy"] is None
        SealingFactory(version=ours.latest_version(), voided_at=days(-0.1))
        assert office.get(page).context["copy"] is None
        latest = EntryVersionFactory(entry=ours, number=2)
        copy = SealingFactory(version=latest, sections=[])
        assert office.get(page).context["copy"] == copy

    def test_the_person_is_the_one_whose_number_is_sent(self, office, ours):
        person = UserFactory()
        UserFactory()
        typed = {"person": person.pk, "reason": "Trùng tên"}
        office.post(of_dossier("clear_pair", ours), typed)
        assert Clearance.objects.get().person == person


class TestSealing:
    def test_the_copy_of_its_own_latest_version_is_sealed(self, office, edition):
        ours = entry_of(edition, status=Status.ACCEPTED)
        beside = entry_of(edition, status=Status.ACCEPTED)
        other = SealingFactory(version=beside.latest_version())
        SealingFactory(version=ours.latest_version(), voided_at=days(-0.1))
        latest = EntryVersionFactory(entry=ours, number=2)
        copy = SealingFactory(version=latest)
        with untouched(other):
            office.post(of_dossier("seal_copy", ours))
        assert Sealing.objects.exclude(confirmed_at=None).get() == copy

    def test_a_voided_one_is_not_there_to_be_sealed(self, office, edition):
        ours = entry_of(edition, status=Status.ACCEPTED)
        SealingFactory(version=ours.latest_version(), voided_at=days(-0.1))
        answer = office.post(of_dossier("seal_copy", ours))
        assert answer.status_code == 422
        assert "trong lúc đó đã có người xử lý việc này" in answer.content.decode()
        assert not Sealing.objects.filter(voided_at=None).exists()


class TestFiles:
    def test_the_reading_shows_the_checked_files_of_its_dossier(self, office, ours, beside):
        checked = file_of(ours)
        file_of(ours, verdict=Attachment.Verdict.REFUSED)
        file_of(beside)
        assert office.get(of_dossier("office_reading", ours)).context["files"] == [checked]

    @pytest.mark.parametrize("name", ["office_file", "office_page"])
    def test_a_file_opens_under_its_own_dossier_and_edition(
        self, office, other_edition, ours, beside, name
    ):
        page = [1] if name == "office_page" else []
        checked, _another = file_of(ours), file_of(ours)
        pending = file_of(ours, verdict=Attachment.Verdict.PENDING)
        of_draft = file_of(EntryFactory(edition=ours.edition))
        for slug, entry, file, status in (
            (ours.edition.slug, ours, checked, 200),
            (ours.edition.slug, beside, checked, 404),
            (other_edition.slug, ours, checked, 404),
            (ours.edition.slug, ours, pending, 404),
            (ours.edition.slug, of_draft.entry, of_draft, 404),
        ):
            address = reverse(name, args=[slug, entry.public_id, file.public_id, *page])
            assert office.get(address).status_code == status

    def test_a_blinded_file_opens_under_its_own_dossier_and_edition(
        self, office, other_edition, ours, beside
    ):
        sealing = SealingFactory(version=ours.latest_version())
        file, _another = (
            SealedFileFactory(sealing=sealing, blob=drawn(), name=f"HS-{place}.jpg")
            for place in (1, 2)
        )
        for slug, entry, status in (
            (ours.edition.slug, ours, 200),
            (ours.edition.slug, beside, 404),
            (other_edition.slug, ours, 404),
        ):
            address = reverse("office_copy", args=[slug, entry.public_id, file.pk])
            assert office.get(address).status_code == status

    def test_the_slip_is_the_printed_receipt_of_its_dossier(
        self, office, other_edition, ours, beside
    ):
        paper = store.put(b"%PDF-1.7", media_type="application/pdf")
        columns = {"pdf": paper, "issued_at": days(-1)}
        ReceiptFactory(version=beside.latest_version(), number="A-9", **columns)
        ReceiptFactory(version=ours.latest_version(), number="A-1", pdf=paper)
        not_printed = EntryVersionFactory(entry=ours, number=2)
        ReceiptFactory(version=not_printed, number="A-2", issued_at=days(-2))
        answer = office.get(of_dossier("office_slip", ours))
        assert "A-1.pdf" in answer["Content-Disposition"]
        elsewhere = reverse("office_slip", args=[other_edition.slug, ours.public_id])
        assert office.get(elsewhere).status_code == 404


class TestSimilar:
    def pair_of(self, entry):
        versions = [entry.latest_version(), EntryVersionFactory()]
        for version in versions:
            FingerprintFactory(version=version)
        return SimilarPairFactory(version=versions[0], other=versions[1])

    def test_a_pair_is_shown_under_its_own_dossier(self, office, ours, beside):
        pair, other = self.pair_of(ours), self.pair_of(beside)
        for shown, status in ((pair, 200), (other, 404)):
            assert office.get(of_dossier("similar_entry", ours, shown.pk)).status_code == status

    def test_one_pair_is_looked_at(self, office, ours, beside):
        pair, other = self.pair_of(ours), self.pair_of(beside)
        with untouched(other):
            typed = {"because": "Cùng một nhóm"}
            office.post(of_dossier("look_at_similar", ours, pair.pk), typed)
        pair.refresh_from_db()
        assert pair.because == "Cùng một nhóm"


class TestCovering:
    @pytest.fixture
    def copy(self, edition) -> Sealing:
        """Of a dossier with one picture of three pages."""
        entry = EntryFactory(edition=edition, status=Status.ACCEPTED)
        blob = drawn()
        content = {
            "title": "Máy hái chè",
            "summary": "",
            "unit": "Xã La Bằng",
            "answers": [],
            "authors": [],
            "files": [{"name": "ảnh.png", "blob": blob.pk}],
        }
        sealing = SealingFactory(version=EntryVersionFactory(entry=entry, content=content))
        SealedFileFactory(sealing=sealing, blob=blob, name="HS-ABC-1.pdf", pages=3)
        return sealing

    def boxes(self, office, copy, page: int) -> list[Redaction]:
        address = of_dossier("covering", copy.version.entry, 1)
        return list(office.get(address, {"trang": page}).context["boxes"])

    def covered(self, copy, **columns) -> Redaction:
        entry = copy.version.entry
        blob = Blob.objects.get(pk=copy.version.content["files"][0]["blob"])
        return RedactionFactory(**{"entry": entry, "blob": blob} | columns)

    def test_a_page_shows_what_is_covered_on_it(self, office, copy):
        ours = self.covered(copy)
        second = self.covered(copy, page=2)
        self.covered(copy, entry=EntryFactory(edition=copy.version.entry.edition))
        RedactionFactory(entry=copy.version.entry)
        assert self.boxes(office, copy, 1) == [ours]
        assert self.boxes(office, copy, 2) == [second]

    def test_one_part_is_shown_again(self, office, copy):
        gone, stays = self.covered(copy), self.covered(copy, page=2)
        with untouched(stays):
            address = of_dossier("uncover_part", copy.version.entry, 1)
            office.post(address, {"redaction": gone.pk})
        assert Redaction.objects.get() == stays


class TestExhibits:
    def kept(self, entry, *kinds, **columns) -> Exhibit:
        exhibit = ExhibitFactory(entry=entry, **columns)
        for number, kind in enumerate(("received", *kinds)):
            ExhibitStepFactory(exhibit=exhibit, kind=kind, at=days(-3 + number / 10))
        return exhibit

    def found(self, office, edition, **filters) -> set[Exhibit]:
        return set(office.get(of_edition("exhibits", edition), filters).context["page_obj"])

    def test_those_of_the_edition_are_listed(self, office, edition, other_edition, ours):
        exhibit = self.kept(ours)
        self.kept(entry_of(other_edition))
        assert self.found(office, edition) == {exhibit}

    def test_by_the_last_step_of_each(self, office, edition, ours):
        stored = self.kept(ours, "stored")
        self.kept(ours, "stored", "shown")
        self.kept(ours)
        assert self.found(office, edition, o="stored") == {stored}

    def test_by_number_name_and_dossier(self, office, edition, ours):
        by_number = self.kept(ours, number="HV-0777")
        by_name = self.kept(ours, name="Bẫy đèn 777")
        dossier = entry_of(edition, receipt_number="DM-0777")
        by_dossier = self.kept(dossier, name="Máy ép")
        self.kept(ours)
        assert self.found(office, edition, tim="777") == {by_number, by_name, by_dossier}
        assert self.found(office, edition, tim="HV-0777") == {by_number}
        assert self.found(office, edition, tim="đèn 777") == {by_name}
        assert self.found(office, edition, tim="DM-0777") == {by_dossier}

    THING = {"kind": "model", "name": "Mô hình", "count": 1, "brought_by": "Lê An"}

    def receive(self, office, edition, number: str) -> int:
        typed = self.THING | {"receipt_number": number}
        return office.post(of_edition("receive_exhibit", edition), typed).status_code

    def test_one_is_received_for_the_dossier_of_the_number(self, office, edition):
        entry = entry_of(edition, receipt_number="DM-0002")
        entry_of(edition, receipt_number="DM-0001")
        entry_of(edition, receipt_number="DM-0003")
        assert self.receive(office, edition, "dm-0002") == 302
        assert Exhibit.objects.get().entry == entry

    @pytest.mark.parametrize("number", ["DM-0009", "  "])
    def test_none_for_a_number_of_another_edition_or_for_none(
        self, office, edition, other_edition, number
    ):
        entry_of(edition)
        entry_of(other_edition, receipt_number="DM-0009")
        assert self.receive(office, edition, number) == 422

    def move(self, office, edition, exhibit) -> int:
        typed = {"exhibit": exhibit.pk, "kind": "stored", "where": "Kho A"}
        return office.post(of_edition("move_exhibit", edition), typed).status_code

    def test_one_is_moved(self, office, edition, ours):
        exhibit, stays = self.kept(ours), self.kept(ours)
        assert self.move(office, edition, exhibit) == 302
        assert exhibit.steps.first().kind == "stored"
        assert stays.steps.count() == 1

    def test_one_of_another_edition_is_not_moved_from_here(self, office, edition, other_edition):
        exhibit = self.kept(entry_of(other_edition))
        assert self.move(office, edition, exhibit) == 404
        assert exhibit.steps.count() == 1

    def test_a_slip_is_of_one_step_of_the_edition(self, office, edition, other_edition, ours):
        self.kept(ours, "stored")
        for step in ExhibitStep.objects.all():
            for slug, status in ((edition.slug, 200), (other_edition.slug, 404)):
                address = reverse("exhibit_slip", args=[slug, step.pk])
                assert office.get(address).status_code == status


class TestTheForm:
    def form(self, office, edition):
        return office.get(of_edition("dossier_form", edition)).context

    def test_it_shows_the_versions_and_the_use_of_its_edition(self, office, edition, other_edition):
        version = FormVersionFactory(edition=edition)
        FormVersionFactory(edition=other_edition)
        EntryFactory(edition=edition)
        entry_of(edition)
        EntryFactory(edition=other_edition)
        entry_of(other_edition)
        shown = self.form(office, edition)
        assert list(shown["versions"]) == [version]
        assert shown["use"] == {"drafts": 1, "submitted": 1}

    def keep(self, office, edition, **typed) -> int:
        usual = {"label": "Tính mới", "type": "long", "max_length": 900, "min_length": 0}
        return office.post(of_edition("keep_question", edition), usual | typed).status_code

    def test_a_key_is_anothers_in_the_same_edition_alone(self, office, edition, other_edition):
        QuestionFactory(edition=other_edition, key="moi")
        QuestionFactory(edition=edition, key="cu")
        assert self.keep(office, edition, key="moi") == 302
        assert self.keep(office, edition, key="cu") == 422

    def test_a_question_that_is_changed_keeps_its_own_key(self, office, edition):
        question = QuestionFactory(edition=edition, key="cu")
        beside = QuestionFactory(edition=edition, key="khac")
        with untouched(beside):
            typed = {"question": question.pk, "label": "Chữ khác"}
            assert self.keep(office, edition, **typed) == 302
        question.refresh_from_db()
        assert question.label == "Chữ khác"

    def test_a_question_of_another_edition_is_not_taken_out_from_here(
        self, office, edition, other_edition
    ):
        question = QuestionFactory(edition=other_edition)
        with untouched(question):
            address = of_edition("take_out_question", edition)
            assert office.post(address, {"question": question.pk}).status_code == 404

    def test_a_change_is_told_with_the_drafts_of_the_edition_that_lack_an_answer(
        self, office, edition, other_edition
    ):
        EntryFactory(edition=edition)
        entry_of(edition)
        QuestionFactory(edition=other_edition, required=True)
        EntryFactory.create_batch(2, edition=other_edition)
        answer = office.post(
            of_edition("keep_question", edition),
            {
                "label": "Tính mới",
                "type": "long",
                "max_length": 900,
                "min_length": 0,
                "required": "on",
            },
            follow=True,
        )
        told = " ".join(str(message) for message in answer.context["messages"])
        assert "1 bản nháp" in told
        assert "1 bản trong số đó" in told

    def test_a_ready_template_is_added_for_one_kind(self, office, edition, other_edition):
        EntryKindFactory(edition=edition, name="Phần mềm")
        kind = EntryKindFactory(edition=edition)
        FieldFactory(edition=edition)
        EntryKindFactory(edition=other_edition)
        address = of_edition("add_template", edition)
        office.post(address, {"name": "initiative", "kind": kind.pk})
        assert set(Question.objects.values_list("edition", "kind")) == {(edition.pk, kind.pk)}
