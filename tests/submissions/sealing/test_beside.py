"""Two editions, entries, versions, copies and judges side by side: each is blinded, sealed, voided
and kept apart by its own alone.
"""

import pytest
from django.db import IntegrityError

from accounts.membership import grant
from accounts.models import Membership, User
from competition.errors import WrongState
from competition.models import Edition
from foundation.jobs.models import Job
from foundation.vault import store
from foundation.vault.models import Blob
from submissions.models import BlindCopy, Clearance, Entry, EntryVersion, Sealing
from submissions.sealing import (
    batch,
    blinding,
    clearing,
    copies,
    preview,
    redacting,
    relations,
    sealing,
)
from tests.beside import secretary_of, untouched
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.foundation import BlobFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import (
    AttachmentFactory,
    BlindCopyFactory,
    ClearanceFactory,
    EnteredConflictFactory,
    EntryFactory,
    EntryVersionFactory,
    RedactionFactory,
    SealedFileFactory,
    SealingFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
Status = Entry.Status
FILM = "phim.mp4"  # stays with the secretariat: no copy is made, whatever is in it


def film(content: bytes = b"phim") -> Blob:
    return store.put(content, media_type="video/mp4")


@pytest.fixture
def edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def other_edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def office(edition, other_edition) -> User:
    """Works in the secretariats of both."""
    secretary = secretary_of(edition)
    grant(secretary, Membership.Role.SECRETARIAT, edition_id=other_edition.pk)
    return secretary


def version_of(edition, *files: Blob, status: str = Status.ACCEPTED, **columns) -> EntryVersion:
    """A version whose dossier holds these films."""
    entry = columns.pop("entry", None) or EntryFactory(edition=edition, status=status)
    content = {
        "title": "Máy hái chè",
        "summary": "Hái nhanh.",
        "unit": "Xã La Bằng",
        "answers": [],
        "authors": [],
        "files": [{"name": FILM, "blob": blob.pk} for blob in files],
    }
    return EntryVersionFactory(entry=entry, content=content, **columns)


def copy_of(version, **columns) -> Sealing:
    """A prepared copy in which nothing was found."""
    return SealingFactory(version=version, leaks=[], **columns)


def confirmed(version, **columns) -> Sealing:
    return copy_of(version, confirmed_at=days(-1), confirmed_by=UserFactory(), **columns)


def sealed(edition, **columns) -> Sealing:
    """A copy that went to the judges."""
    return confirmed(version_of(edition, status=Status.SEALED), **columns)


class TestClearing:
    def test_the_clearance_of_one_pair_ends(self, edition, office):
        entry = EntryFactory(edition=edition, status=Status.SEALED)
        person = UserFactory()
        ClearanceFactory(entry=entry, person=person)
        others = [
            ClearanceFactory(entry=entry),
            ClearanceFactory(entry__edition=edition, person=person),
        ]
        with untouched(*others):
            clearing.enter(entry=entry, person=person, reason="Anh em", by=office, at=NOON)
        assert set(Clearance.objects.all()) == set(others)

    def test_one_pair_is_cleared(self, edition, office):
        entry = EntryFactory(edition=edition, status=Status.SEALED)
        beside = ClearanceFactory(entry=entry)
        with untouched(beside):
            made = clearing.clear(
                entry=entry, person=UserFactory(), reason="Trùng tên", by=office, at=NOON
            )
        assert made != beside


class TestPreparing:
    def prepare(self, version, office) -> Sealing:
        return sealing.prepare(entry=version.entry, by=office, at=NOON)

    def test_the_copy_of_one_version_is_made_anew(self, edition, office):
        ours, other = version_of(edition), version_of(edition)
        old, beside = copy_of(ours), copy_of(other)
        with untouched(beside):
            made = self.prepare(ours, office)
        assert made.version == ours
        assert not Sealing.objects.filter(pk=old.pk).exists()

    def test_a_confirmed_copy_is_never_thrown_away(self, edition, office):
        kept = confirmed(version_of(edition))
        with pytest.raises(IntegrityError):
            self.prepare(kept.version, office)
        assert Sealing.objects.get() == kept

    def test_it_holds_the_files_of_its_own_dossier(self, edition, office):
        BlobFactory()
        version = version_of(edition, film())
        version_of(edition, BlobFactory())
        assert self.prepare(version, office).leaks == [
            {"what": "kept", "where": FILM, "page": None}
        ]

    def test_what_is_covered_in_another_entry_is_not_covered_here(self, edition):
        ours = RedactionFactory(entry__edition=edition)
        RedactionFactory(entry__edition=edition, blob=ours.blob, page=2)
        assert copies.boxes_on(ours.entry) == {ours.blob_id: {1: [ours.box]}}

    def test_a_copy_is_of_one_content_for_one_set_of_names(self):
        known = blinding.named([{"full_name": "Đỗ Văn Ân"}])
        digest = copies.copy_digest(known)
        blob = film()
        BlindCopyFactory(blob=blob)
        BlindCopyFactory(identities=digest)
        made = copies.copy_of(blob, FILM, known)
        assert made.blob == blob
        assert made.identities == digest
        assert copies.copy_of(blob, FILM, known) == made


class TestSealing:
    def seal(self, copy, office) -> Sealing:
        return sealing.seal(sealing=copy, by=office, at=NOON)

    def test_one_copy_is_sealed(self, edition, office):
        before, ours, after = (copy_of(version_of(edition)) for _number in range(3))
        with untouched(before, after, before.version.entry, after.version.entry):
            assert self.seal(ours, office) == ours
        ours.refresh_from_db()
        assert ours.confirmed_at == NOON

    @pytest.mark.parametrize("columns", [{"voided_at": days(-0.5)}, {"confirmed_at": days(-0.5)}])
    def test_what_does_not_wait_is_not_sealed_because_another_waits(self, edition, office, columns):
        ours = copy_of(version_of(edition), **columns)
        copy_of(version_of(edition))
        with untouched(ours), pytest.raises(WrongState):
            self.seal(ours, office)

    def test_one_copy_is_voided(self, edition, office):
        ours, beside = sealed(edition), sealed(edition)
        usual = {"reason": "Sai tệp", "by": office, "at": NOON}
        with untouched(beside, beside.version.entry):
            sealing.unseal_for_changes(entry=ours.version.entry, **usual)
        ours.refresh_from_db()
        assert ours.voided_at == NOON


class TestInForce:
    @pytest.fixture
    def ours(self, edition, other_edition) -> Sealing:
        """In force, with copies beside it that are not, and one of another edition that is."""
        copy_of(version_of(edition))
        sealed(edition, voided_at=days(-0.5))
        sealed(other_edition)
        return sealed(edition)

    def test_the_copy_of_an_entry_is_its_own(self, ours):
        assert sealing.live_sealing(ours.version.entry) == ours

    def test_one_that_is_not_confirmed_or_voided_is_none(self, ours):
        for copy in Sealing.objects.exclude(pk=ours.pk):
            is_in_force = copy.confirmed_at is not None and copy.voided_at is None
            assert (sealing.live_sealing(copy.version.entry) == copy) is is_in_force

    def test_the_codes_of_an_edition_are_its_own(self, ours, edition):
        assert sealing.code_pairs(edition) == {ours.judging_code: ours.vote_code}

    def test_the_result_codes_of_some_are_theirs(self, ours):
        assert sealing.result_codes_of([ours.judging_code]) == {ours.judging_code: ours.result_code}

    def test_the_entries_behind_codes_are_those(self, ours):
        assert sealing.entries_behind([ours.judging_code]) == {
            ours.judging_code: ours.version.entry
        }

    def test_what_the_door_hands_over_is_one_copy(self, ours):
        file = SealedFileFactory(sealing=ours)
        SealedFileFactory(sealing=sealed(ours.version.entry.edition))
        assert sealing.sealed_copy(ours.pk) == (ours, [file], ours.version.entry)

    def test_a_judge_is_related_to_the_own_entry_alone(self, ours, edition):
        judge = ours.version.entry.owner
        beside = sealed(edition)
        relations.keep([judge], edition)
        assert [person for person, _reasons in sealing.related_people(ours)] == [judge]
        assert sealing.related_people(beside) == []


class TestAllAtOnce:
    def ask(self, edition, office) -> Job:
        return batch.prepare_all(edition=edition, by=office, at=NOON)

    def test_those_without_a_copy_are_asked_for(self, edition, other_edition, office):
        version_of(edition)
        again = confirmed(version_of(edition), voided_at=days(-0.5)).version.entry
        version_of(edition, entry=again, number=2)
        copy_of(version_of(edition))
        version_of(edition, status=Status.SUBMITTED)
        version_of(other_edition)
        assert self.ask(edition, office).total == 2

    @pytest.mark.parametrize("beside", ["another edition", "another state", "prepared"])
    def test_none_is_when_those_beside_need_none(self, edition, other_edition, office, beside):
        {
            "another edition": lambda: version_of(other_edition),
            "another state": lambda: version_of(edition, status=Status.SUBMITTED),
            "prepared": lambda: copy_of(version_of(edition)),
        }[beside]()
        with pytest.raises(WrongState):
            self.ask(edition, office)

    def test_the_worker_prepares_those_of_the_edition(self, edition, other_edition, office):
        ours = version_of(edition)
        version_of(other_edition)
        job = self.ask(edition, office)
        assert batch.prepare_next(job) == (1, 1)
        assert Sealing.objects.get().version == ours

    def test_those_that_were_refused_are_left_for_a_person(self, edition, office):
        ours = version_of(edition)
        refused = [version_of(edition).entry_id for _number in range(5)]
        job = self.ask(edition, office)
        job.params["refused"] = refused
        assert batch.prepare_next(job) == (6, 6)
        assert Sealing.objects.get().version == ours

    def test_clean_copies_of_the_edition_that_wait_are_sealed(self, edition, other_edition, office):
        ours = copy_of(version_of(edition))
        others = [
            copy_of(version_of(other_edition)),
            copy_of(version_of(edition), voided_at=days(-0.5)),
            confirmed(version_of(edition)),
            copy_of(version_of(edition, status=Status.RETURNED)),
            SealingFactory(version=version_of(edition)),
        ]
        with untouched(*others):
            assert batch.seal_clean(edition=edition, by=office, at=NOON) == 1
        ours.refresh_from_db()
        assert ours.confirmed_by == office


class TestThePreview:
    @pytest.fixture
    def draft(self, edition) -> Entry:
        """Of two drafts, each with a film."""
        ours, beside = (EntryFactory(edition=edition, unit=UnitFactory()) for _number in range(2))
        AttachmentFactory(entry=beside, name=FILM, blob=film(b"khac"))
        AttachmentFactory(entry=ours, name=FILM, blob=film())
        return ours

    def test_the_copies_of_one_draft_are_made(self, draft):
        assert preview.make(Job(params={"entry": draft.pk})) == (1, 1)
        assert BlindCopy.objects.get().blob == draft.attachments.get().blob

    def test_a_draft_that_is_gone_has_none_made(self, draft):
        number = draft.pk
        draft.delete()
        assert preview.make(Job(params={"entry": number})) == (1, 1)
        assert not BlindCopy.objects.exists()

    def test_they_are_shown_with_their_own_draft(self, draft):
        preview.make(Job(params={"entry": draft.pk}))
        ours = BlindCopy.objects.get()
        BlindCopyFactory(identities=ours.identities)
        BlindCopyFactory(blob=ours.blob)
        assert [item["copy"] for item in preview.of(draft).files] == [ours]


class TestCovering:
    def test_the_copy_in_work_is_that_of_the_latest_version(self, edition):
        first = version_of(edition)
        copy_of(first)
        second = version_of(edition, entry=first.entry, number=2)
        copy_of(version_of(edition))
        assert redacting.copy_in_work(first.entry) is None
        ours = copy_of(second)
        assert redacting.copy_in_work(first.entry) == ours

    @pytest.mark.parametrize("columns", [{"voided_at": NOON}, {"confirmed_at": NOON}])
    def test_one_that_is_voided_or_sealed_is_not_in_work(self, edition, columns):
        ours = copy_of(version_of(edition), **columns)
        copy_of(version_of(edition))
        assert redacting.copy_in_work(ours.version.entry) is None

    def test_one_part_is_taken_back(self, edition, office):
        entry = copy_of(version_of(edition)).version.entry
        ours, beside = RedactionFactory.create_batch(2, entry=entry)
        of_other = RedactionFactory(entry__edition=edition)
        with untouched(beside, of_other):
            redacting.uncover(entry=entry, redaction=ours, by=office, at=NOON)
        assert entry.redactions.get() == beside

    def test_a_part_of_another_entry_is_not_taken_back_from_here(self, edition, office):
        entry = copy_of(version_of(edition)).version.entry
        of_other = RedactionFactory(entry__edition=edition)
        with untouched(of_other):
            redacting.uncover(entry=entry, redaction=of_other, by=office, at=NOON)


class TestRelations:
    @pytest.fixture
    def person(self) -> User:
        return UserFactory()

    def owned(self, edition, person, make=confirmed, **columns) -> Entry:
        """An entry of this person, with a copy."""
        entry = EntryFactory(edition=edition, owner=person, status=Status.SEALED)
        make(version_of(edition, entry=entry), **columns)
        return entry

    def found(self, people, edition) -> set[tuple[int, int]]:
        return {
            (relation.person_id, relation.entry_id)
            for relation in relations.find(people, edition)
            if not relation.is_cleared
        }

    def test_they_are_to_the_sealed_entries_of_the_edition(self, edition, other_edition, person):
        ours = self.owned(edition, person)
        self.owned(other_edition, person)
        self.owned(edition, person, voided_at=days(-0.5))
        self.owned(edition, person, make=copy_of)
        EntryFactory(edition=edition, owner=person)
        assert self.found([person], edition) == {(person.pk, ours.pk)}

    def test_those_of_an_edition_are_kept_in_place_of_those_before(
        self, edition, other_edition, person
    ):
        ours = self.owned(edition, person)
        theirs = self.owned(other_edition, person)
        for each in (edition, other_edition, edition):
            found = relations.keep([person], each)
        assert {relation.entry_id for relation in found} == {ours.pk}
        ours_kept = relations.kept_in(edition).values_list("person", "entry", "reason")
        assert sorted(ours_kept) == sorted(
            (person.pk, ours.pk, relation.reason) for relation in found
        )
        assert relations.kept_in(other_edition).values("entry").distinct().get() == {
            "entry": theirs.pk
        }

    def related(self, edition, person):
        """A sealed entry from which the secretariat keeps the person away."""
        entry = sealed(edition).version.entry
        EnteredConflictFactory(entry=entry, person=person)
        return entry

    def test_a_cleared_pair_is_kept_and_no_conflict(self, edition, person):
        ours, beside = (self.related(edition, person) for _number in range(2))
        ClearanceFactory(entry=ours, person=person)
        ClearanceFactory(entry=beside)
        found = relations.keep([person], edition)
        assert {relation.entry_id for relation in found} == {beside.pk}
        kept = relations.kept_in(edition).values_list("entry", flat=True)
        assert set(kept) == {ours.pk, beside.pk}

    def test_what_was_entered_of_other_people_and_entries_is_left_out(
        self, edition, other_edition, person
    ):
        entry = sealed(edition).version.entry
        EnteredConflictFactory(entry=entry, person=person)
        EnteredConflictFactory(entry=entry)
        EnteredConflictFactory(entry=sealed(other_edition).version.entry, person=person)
        EnteredConflictFactory(entry=EntryFactory(edition=edition), person=person)
        assert self.found([person], edition) == {(person.pk, entry.pk)}

    def test_a_clearance_is_of_one_person_and_one_entry(self, edition, person):
        cleared, stays = (self.related(edition, person) for _number in range(2))
        ClearanceFactory(entry=cleared, person=person)
        ClearanceFactory(entry=stays)
        assert self.found([person], edition) == {(person.pk, stays.pk)}
