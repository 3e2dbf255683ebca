"""What a blinded copy keeps, column by column, and what is written when it is prepared, sealed or
voided: texts, files, leak report, ledger lines, events.
"""

from contextlib import nullcontext

import pytest

from accounts.membership import grant
from accounts.models import Membership, User
from competition import clock
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, Phase
from foundation.jobs.models import Job, OutboxEvent
from foundation.ledger import chain
from foundation.ledger.models import Event, Head
from foundation.vault import store
from foundation.vault.models import Blob
from submissions.models import BlindCopy, Entry, EntryVersion, SealedFile, Sealing
from submissions.sealing import batch, blinding, copies, pairs, relations, sealing
from submissions.sealing.blinding.identities import Identity
from tests.beside import secretary_of
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.foundation import BlobFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import (
    AuthorFactory,
    BlindCopyFactory,
    ClearanceFactory,
    EnteredConflictFactory,
    EntryFactory,
    EntryVersionFactory,
    PageReadingFactory,
    RedactionFactory,
    SealingFactory,
)
from tests.ledger_lines.rows import sha
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]
Status = Entry.Status
NAME = "Nguyễn Văn An"
AUTHOR = {"full_name": NAME, "email": "an@example.vn", "phone": "", "workplace": ""}


@pytest.fixture
def edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def office(edition) -> User:
    return secretary_of(edition)


def answered(key: str, answer: str, *, judges_see: bool = True, **columns) -> dict:
    names = {"key": key, "label": f"Mục {key}", "label_en": f"Part {key}"}
    return names | {"judges_see": judges_see, "answer": answer} | columns


def version_of(edition, *files: tuple[str, Blob], **columns) -> EntryVersion:
    """An accepted dossier by NAME, with these files."""
    content = {
        "title": f"Máy hái chè của {NAME}",
        "summary": "Hái nhanh.",
        "unit": "Xã La Bằng",
        "answers": [
            answered("hidden", NAME, judges_see=False),
            answered("empty", ""),
            answered("how", f"{NAME} hàn khung.", type="long_text"),
            answered("gain", "Nhanh gấp đôi."),
        ],
        "authors": [AUTHOR],
        "files": [{"name": name, "blob": blob.pk} for name, blob in files],
    }
    entry = columns.pop("entry", None) or EntryFactory(edition=edition, status=Status.ACCEPTED)
    return EntryVersionFactory(entry=entry, content=content, **columns)


def kept(text: str = "phim") -> tuple[str, Blob]:
    """A film, which stays with the secretariat."""
    return f"{text}.mp4", store.put(text.encode(), media_type="video/mp4")


@pytest.fixture
def blinded(monkeypatch) -> list[dict]:
    """The machine is not asked: it finds this. What it was asked for is noted."""
    asked = []

    def blind(name, content, known, *, boxes, readings, told):
        if name.endswith(".mp4"):
            raise blinding.CannotBlind(copies.KEPT_BACK)
        call = {"name": name, "content": content, "known": known, "boxes": boxes}
        asked.append(call | {"readings": readings})
        if name.endswith(".broken.pdf"):
            raise blinding.CannotBlind("broken")
        return blinding.Copy(
            content=b"%PDF " + content,
            suffix="pdf",
            pages=3,
            removed=["info"],
            hits=[{"what": "name", "where": "text", "page": 2}],
            eye=[{"page": 2, "why": ["found", "picture"], "digest": "d2"}],
            lost=["charts"],
        )

    monkeypatch.setattr(blinding, "blind", blind)
    return asked


def paper(text: str = "ban ve", name: str = "ban-ve.pdf") -> tuple[str, Blob]:
    return name, store.put(text.encode(), media_type="application/pdf")


class TestTheTexts:
    KNOWN = [Identity("name", NAME)]

    def texts(self, version) -> dict:
        return sealing.blinded_texts(version.content, self.KNOWN)

    def test_judges_see_the_answered_parts_that_are_for_them(self, edition):
        sections = self.texts(version_of(edition))["sections"]
        named = [(part["label"], part["label_en"], part["type"]) for part in sections]
        assert named == [("Mục how", "Part how", "long_text"), ("Mục gain", "Part gain", "")]
        assert sections[1]["text"] == "Nhanh gấp đôi."

    def test_no_text_holds_the_name(self, edition):
        texts = self.texts(version_of(edition))
        assert texts["title"].startswith("Máy hái chè của ")
        assert texts["sections"][0]["text"].endswith(" hàn khung.")
        assert NAME not in texts["title"] + texts["sections"][0]["text"]

    def test_every_place_is_in_the_leak_report(self, edition):
        version = version_of(edition)
        version.content["summary"] = f"{NAME} hái nhanh."
        texts = self.texts(version)
        assert NAME not in texts["summary"]
        assert texts["leaks"] == [
            {"what": "name", "where": place, "page": None} for place in ("title", "summary", "how")
        ]


class TestTheDigest:
    AN, BICH = Identity("name", NAME), Identity("name", "Lê Thị Bích")
    BOXES = {1: [(0.0, 0.0, 0.5, 0.5)], 2: [(0.1, 0.1, 0.2, 0.2)]}

    def test_it_is_of_the_names_in_any_order(self):
        digest = copies.copy_digest([self.AN, self.BICH])
        names = sorted([["name", NAME], ["name", "Lê Thị Bích"]])
        assert digest == sha([copies.MADE, names, [], 0])
        assert digest == copies.copy_digest([self.BICH, self.AN])

    def test_it_is_of_the_covered_parts_too(self):
        digest = copies.copy_digest([self.AN], self.BOXES)
        assert digest != copies.copy_digest([self.AN])
        assert digest != copies.copy_digest([self.BICH], self.BOXES)
        assert digest != copies.copy_digest([self.AN], {1: self.BOXES[1]})
        turned = dict(reversed(self.BOXES.items()))
        assert digest == copies.copy_digest([self.AN], turned)

    def test_it_is_of_the_pages_that_were_read(self):
        assert copies.copy_digest([self.AN], read=1) != copies.copy_digest([self.AN])

    def test_no_covered_part_is_as_none(self):
        assert copies.copy_digest([self.AN], {}) == copies.copy_digest([self.AN], None)


class TestACopy:
    KNOWN = [Identity("name", NAME)]

    def test_it_is_kept_with_its_report(self, blinded):
        name, blob = paper()
        copy = copies.copy_of(blob, name, self.KNOWN)
        assert copy == BlindCopy.objects.get()
        assert (copy.blob, copy.identities) == (blob, copies.copy_digest(self.KNOWN))
        assert (copy.suffix, copy.pages, copy.refused) == ("pdf", 3, "")
        assert store.read(copy.copy) == b"%PDF ban ve"
        assert copy.copy.media_type == "application/pdf"
        assert copy.report == {
            "removed": ["info"],
            "hits": [{"what": "name", "where": "text", "page": 2}],
            "eye": [{"page": 2, "why": ["found", "picture"], "digest": "d2"}],
            "lost": ["charts"],
        }

    def test_the_machine_is_given_the_file_the_names_and_the_covered_parts(self, blinded):
        name, blob = paper()
        boxes = {1: [(0.0, 0.0, 0.5, 0.5)]}
        copy = copies.copy_of(blob, name, self.KNOWN, boxes)
        assert blinded == [
            {
                "name": name,
                "content": b"ban ve",
                "known": self.KNOWN,
                "boxes": boxes,
                "readings": {},
            }
        ]
        assert copy.identities == copies.copy_digest(self.KNOWN, boxes)

    def test_what_was_read_of_this_content_is_given_too_and_makes_another_copy(self, blinded):
        name, blob = paper()
        unread = copies.copy_of(blob, name, self.KNOWN)
        reading = PageReadingFactory(blob=blob, page=2)
        PageReadingFactory(page=1)  # of another content
        read = copies.copy_of(blob, name, self.KNOWN)
        assert blinded[1]["readings"] == {2: reading.words}
        assert read != unread
        assert read.identities == copies.copy_digest(self.KNOWN, None, 1)

    def test_a_second_time_the_machine_is_not_asked(self, blinded):
        name, blob = paper()
        first = copies.copy_of(blob, name, self.KNOWN)
        assert copies.copy_of(blob, name, self.KNOWN) == first
        assert len(blinded) == 1

    def test_a_refused_one_says_why(self, blinded):
        _name, blob = paper()
        copy = copies.copy_of(blob, "hong.broken.pdf", self.KNOWN)
        assert (copy.copy, copy.refused) == (None, "broken")


class TestPreparing:
    def prepare(self, version, office) -> Sealing:
        made = sealing.prepare(entry=version.entry, by=office, at=NOON)
        return Sealing.objects.get(pk=made.pk)

    def test_it_holds_the_blinded_texts_of_its_version(self, edition, office):
        version = version_of(edition)
        texts = sealing.blinded_texts(version.content, blinding.identities(version.content))
        made = self.prepare(version, office)
        assert (made.version, made.prepared_at) == (version, NOON)
        assert (made.confirmed_at, made.voided_at) == (None, None)
        assert made.title == texts["title"]
        assert made.summary == texts["summary"]
        assert made.sections == texts["sections"]
        assert made.leaks == texts["leaks"]

    def test_the_report_is_of_texts_and_of_all_files(self, edition, office, blinded):
        made = self.prepare(version_of(edition, kept(), paper()), office)
        file = "ban-an-danh-2.pdf"
        assert made.leaks == [
            {"what": "name", "where": "title", "page": None},
            {"what": "name", "where": "how", "page": None},
            {"what": "kept", "where": "phim.mp4", "page": None},
            {"what": "name", "where": file, "page": 2},
            {"what": "lost", "where": file, "page": None},
        ]

    def test_a_file_has_its_place_for_a_name_and_not_the_code(self, edition, office, blinded):
        made = self.prepare(version_of(edition, paper("mot"), kept(), paper("ba")), office)
        files = SealedFile.objects.order_by("name")
        assert [file.sealing for file in files] == [made, made]
        assert [file.name for file in files] == ["ban-an-danh-1.pdf", "ban-an-danh-3.pdf"]
        assert [file.pages for file in files] == [3, 3]
        assert [store.read(file.blob) for file in files] == [b"%PDF mot", b"%PDF ba"]

    def test_the_machine_is_given_the_dossiers_names_and_what_was_covered(
        self, edition, office, blinded
    ):
        version = version_of(edition, paper())
        blob = Blob.objects.get(pk=version.content["files"][0]["blob"])
        covered = RedactionFactory(entry=version.entry, blob=blob)
        self.prepare(version, office)
        (asked,) = blinded
        assert asked["known"] == blinding.identities(version.content)
        assert asked["boxes"] == {covered.page: [covered.box]}
        assert asked["name"] == "ban-ve.pdf"

    def test_the_pages_for_the_eye_go_with_the_file(self, edition, office, blinded):
        self.prepare(version_of(edition, paper()), office)
        assert SealedFile.objects.get().eye == [
            {"page": 2, "why": ["found", "picture"], "digest": "d2"}
        ]

    def test_a_file_that_cannot_be_blinded_stops_all_of_it(self, edition, office, blinded):
        version = version_of(edition, paper(name="hong.broken.pdf"))
        with unchanged(), pytest.raises(Refused, match=r"hong\.broken\.pdf"):
            sealing.prepare(entry=version.entry, by=office, at=NOON)

    def test_the_close_is_published_with_the_first_copy_alone(self, edition, office):
        chain.append(edition.chain, "entry.submitted", {}, at=days(-1))
        self.prepare(version_of(edition), office)
        later = version_of(edition)
        sealing.prepare(entry=later.entry, by=office, at=days(1))
        head = Head.objects.get(chain__name=edition.chain)
        assert head.gate == "submission.closed"
        assert head.published_at == NOON
        assert head.number == 1

    def test_by_nobody_but_the_secretariat(self, edition):
        entry = version_of(edition).entry
        stranger = secretary_of(EditionFactory())
        with unchanged(), pytest.raises(NotAllowed):
            sealing.prepare(entry=entry, by=stranger, at=NOON)

    @pytest.mark.parametrize("status", ["submitted", "returned", "sealed", "withdrawn"])
    def test_only_what_is_accepted(self, edition, office, status):
        entry = version_of(edition).entry
        Entry.objects.filter(pk=entry.pk).update(status=status)
        with unchanged(), pytest.raises(WrongState):
            sealing.prepare(entry=entry, by=office, at=NOON)

    @pytest.mark.parametrize(
        ("closes_at", "outcome"),
        [(days(0.01), pytest.raises(WrongState)), (days(0), nullcontext())],
    )
    def test_only_after_the_deadline(self, edition, office, closes_at, outcome):
        PhaseFactory(
            edition=edition,
            kind=Phase.Kind.SUBMISSION,
            opens_at=days(-30),
            closes_at=closes_at,
        )
        entry = version_of(edition).entry
        with outcome:
            sealing.prepare(entry=entry, by=office, at=NOON)


class TestSealing:
    def test_it_says_who_let_it_go_and_when(self, edition, office):
        waiting = SealingFactory(version=version_of(edition))
        sealing.seal(sealing=waiting, by=office, at=NOON)
        gone = Sealing.objects.get()
        assert (gone.confirmed_by, gone.confirmed_at) == (office, NOON)
        assert gone.voided_at is None
        assert gone.version.entry.status == Status.SEALED

    def test_its_line_holds_no_code_that_could_be_guessed_and_no_receipt(self, edition, office):
        waiting = SealingFactory(version=version_of(edition))
        sealing.seal(sealing=waiting, by=office, at=NOON)
        line = Event.objects.get(chain__name=edition.chain)
        assert line.verb == "entry.sealed"
        assert set(line.payload) == {"codes", "copy", "whose", "field"}
        assert (line.actor, line.at) == (office, NOON)

    def test_judging_and_vote_hear_of_the_copy(self, edition, office):
        waiting = SealingFactory(version=version_of(edition))
        sealing.seal(sealing=waiting, by=office, at=NOON)
        event = OutboxEvent.objects.get()
        assert event.name == "entry.sealed"
        assert event.payload == {"edition": edition.pk, "sealing": waiting.pk}

    def test_by_nobody_of_another_edition(self, edition):
        waiting = SealingFactory(version=version_of(edition))
        stranger = secretary_of(EditionFactory())
        with unchanged(), pytest.raises(NotAllowed):
            sealing.seal(sealing=waiting, by=stranger, at=NOON)

    @pytest.mark.parametrize("status", ["submitted", "returned", "sealed", "withdrawn"])
    def test_only_of_what_is_accepted(self, edition, office, status):
        waiting = SealingFactory(version=version_of(edition))
        Entry.objects.filter(pk=waiting.version.entry_id).update(status=status)
        with unchanged(), pytest.raises(WrongState):
            sealing.seal(sealing=waiting, by=office, at=NOON)


class TestVoiding:
    @pytest.fixture
    def usual(self, edition, office) -> dict:
        """A sealed entry."""
        copy = SealingFactory(
            version=version_of(edition), confirmed_at=days(-1), confirmed_by=office
        )
        entry = copy.version.entry
        Entry.objects.filter(pk=entry.pk).update(status=Status.SEALED, receipt_number="ĐM-1")
        return {"entry": entry, "reason": "Sai tệp", "by": office, "at": NOON}

    def test_the_dossier_goes_back(self, usual):
        sealing.unseal_for_changes(**usual)
        assert Entry.objects.get().status == Status.RETURNED
        assert Sealing.objects.get().voided_at == NOON

    def test_receipt_and_reason_stand_beside_its_line(self, edition, usual, office):
        sealing.unseal_for_changes(**usual)
        line = Event.objects.get(chain__name=edition.chain)
        assert line.verb == "entry.unsealed"
        beside = line.kept_text
        assert beside.text == "Sai tệp"
        assert beside.facts == {"receipt": "ĐM-1"}
        digest = chain.digest_of([beside.nonce, "Sai tệp", {"receipt": "ĐM-1"}])
        assert line.payload == {"kept": digest}
        assert (line.actor, line.at) == (office, NOON)

    def test_judging_and_vote_hear_the_codes_and_no_name(self, edition, usual):
        sealing.unseal_for_changes(**usual)
        copy = Sealing.objects.get()
        event = OutboxEvent.objects.get()
        assert event.name == "entry.unsealed"
        assert event.payload == {
            "edition": edition.pk,
            "judging_code": copy.judging_code,
            "vote_code": copy.vote_code,
        }


class TestTheByline:
    def test_it_names_the_authors_and_their_unit(self, edition):
        unit = UnitFactory(name="Xã La Bằng")
        entry = EntryFactory(edition=edition, unit=unit)
        AuthorFactory(entry=entry, full_name=NAME, order=1)
        AuthorFactory(entry=entry, full_name="Lê Thị Bích", order=2)
        assert sealing.byline(entry) == f"{NAME}, Lê Thị Bích – {unit}"

    def test_without_a_unit_the_authors_alone(self, edition):
        entry = EntryFactory(edition=edition, unit=None)
        AuthorFactory(entry=entry, full_name=NAME)
        assert sealing.byline(entry) == NAME


class TestRelatedPeople:
    @pytest.fixture
    def copy(self, edition, office) -> Sealing:
        version = version_of(edition)
        return SealingFactory(version=version, confirmed_at=days(-1), confirmed_by=office)

    def test_they_stand_by_given_name_with_every_reason(self, edition, copy):
        entry = copy.version.entry
        people = [UserFactory(full_name="Trần Văn Yên"), UserFactory(full_name="Vũ Thị Anh")]
        for person in people:
            EnteredConflictFactory(entry=entry, person=person, reason="Thông gia")
        relations.keep([*people, entry.owner], edition)
        found = dict(sealing.related_people(copy))
        assert found[people[0]] == [f"{relations.REASONS['entered']} (Thông gia)"]
        keys = [person.name_key for person in found]
        assert keys == sorted(keys)
        assert set(found) == {*people, entry.owner}

    def test_who_was_cleared_is_left_out(self, edition, copy):
        entry = copy.version.entry
        cleared, other = UserFactory.create_batch(2)
        for person in (cleared, other):
            EnteredConflictFactory(entry=entry, person=person)
        ClearanceFactory(entry=entry, person=cleared)
        ClearanceFactory(person=other)  # for another entry
        relations.keep([cleared, other], edition)
        assert [person for person, _reasons in sealing.related_people(copy)] == [other]


class TestAllAtOnce:
    def test_the_job_says_of_what_and_who_asked(self, edition, office):
        version_of(edition)
        version_of(edition)
        batch.prepare_all(edition=edition, by=office, at=NOON)
        job = Job.objects.get()
        assert job.kind == "prepare_sealings"
        assert job.params == {"edition": edition.pk, "by": office.pk}
        assert (job.total, job.created_by) == (2, office)
        assert job.key == f"sealings:{edition.pk}:20300305120000"

    @pytest.fixture
    def waiting(self, edition) -> list[EntryVersion]:
        """Three dossiers; the first cannot be blinded, the second has a file of three pages."""
        broken = version_of(edition, paper(name="hong.broken.pdf"))
        return [broken, version_of(edition, paper("khac")), version_of(edition)]

    def test_one_is_prepared_at_a_time(self, edition, office, blinded, waiting):
        Entry.objects.filter(pk=waiting[0].entry_id).update(status=Status.RETURNED)
        job = batch.prepare_all(edition=edition, by=office, at=NOON)
        assert job.total == 2  # a file of unknown length, and a dossier without files
        assert batch.prepare_next(job) == (3, 4)
        assert Sealing.objects.get().version == waiting[1]
        assert batch.prepare_next(job) == (4, 4)
        assert Sealing.objects.count() == 2

    def test_pages_that_are_known_are_expected(self, edition, office, blinded):
        version = version_of(edition, paper(), kept())
        BlindCopyFactory(blob=Blob.objects.get(pk=version.content["files"][0]["blob"]), pages=7)
        job = batch.prepare_all(edition=edition, by=office, at=NOON)
        assert job.total == 8

    def test_they_are_prepared_now(self, edition, office):
        version_of(edition)
        job = batch.prepare_all(edition=edition, by=office, at=NOON)
        with clock.set_to(NOON):
            batch.prepare_next(job)
        assert Sealing.objects.get().prepared_at == NOON

    def test_one_that_cannot_be_blinded_is_noted_and_not_tried_again(
        self, edition, office, blinded, waiting
    ):
        job = batch.prepare_all(edition=edition, by=office, at=NOON)
        for _chunk in range(3):
            batch.prepare_next(job)
        job.refresh_from_db()
        assert job.params["refused"] == [waiting[0].entry_id]
        assert len(blinded) == 2
        assert Sealing.objects.count() == 2

    def test_who_asked_seals_nothing_of_their_own(self, edition):
        owner = UserFactory()
        grant(owner, Membership.Role.SECRETARIAT, edition_id=edition.pk)
        own = version_of(
            edition, entry=EntryFactory(edition=edition, owner=owner, status=Status.ACCEPTED)
        )
        SealingFactory(version=own, leaks=[])
        others = SealingFactory(version=version_of(edition), leaks=[])
        assert batch.seal_clean(edition=edition, by=owner, at=NOON) == 1
        done = Sealing.objects.get(confirmed_at=NOON)
        assert (done, done.confirmed_by) == (others, owner)


class Backwards:
    """A source of chance that turns everything round."""

    def shuffle(self, rows: list) -> None:
        rows.reverse()


def test_copies_sealed_at_once_stand_in_the_ledger_in_an_order_of_chance(
    edition, office, monkeypatch
):
    monkeypatch.setattr(batch.secrets, "SystemRandom", Backwards)
    copies = [SealingFactory(version=version_of(edition), leaks=[]) for _each in range(3)]
    batch.seal_clean(edition=edition, by=office, at=NOON)
    lines = Event.objects.filter(chain__name=edition.chain, verb="entry.sealed").order_by("number")
    told = [line.payload["codes"] for line in lines]
    assert told == [pairs.codes_digest(copy.pair) for copy in reversed(copies)]


def test_the_door_hands_over_every_file_of_the_copy(edition):
    copy = SealingFactory(version=version_of(edition))
    files = {
        SealedFile.objects.create(sealing=copy, blob=BlobFactory(), name=f"x-{n}.pdf", pages=1)
        for n in (1, 2)
    }
    handed, found, entry = sealing.sealed_copy(copy.pk)
    assert (handed, set(found), entry) == (copy, files, copy.version.entry)
