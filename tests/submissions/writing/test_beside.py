"""Two editions, people, entries and drafts side by side: what is begun, sent in, withdrawn and told
is of each alone.
"""

import pytest
from django.utils.translation import override

from accounts.models import User
from competition.errors import PhaseClosed, Refused
from competition.models import Edition, Phase, Question
from foundation.jobs.models import Job
from foundation.notifications.models import Message
from submissions.models import Entry, Outcome
from submissions.writing import drafting, intake, notices, outcome, receipts
from submissions.writing.answer_form import AnswerField
from tests.beside import untouched
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.competition import (
    EditionFactory,
    EntryKindFactory,
    ExtensionFactory,
    FieldFactory,
    PhaseFactory,
    PrizeTierFactory,
    QuestionFactory,
)
from tests.factories.moments import NOON, days
from tests.factories.submissions import (
    AuthorFactory,
    EntryFactory,
    EntryVersionFactory,
    HandoverFactory,
    ReceiptFactory,
    SealingFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BARE = {"field": None, "kind": None}
Status = Entry.Status


def open_edition(**columns) -> Edition:
    """Entries are taken at noon."""
    return PhaseFactory(edition=EditionFactory(**columns)).edition


@pytest.fixture
def edition() -> Edition:
    return open_edition(max_entries_a_person=None)


@pytest.fixture
def owner() -> User:
    return UserFactory()


class TestBeginning:
    def start(self, edition, owner) -> Entry:
        return drafting.start_draft(edition=edition, by=owner, at=NOON)

    @pytest.fixture
    def drafts(self, edition, owner) -> list[Entry]:
        """One draft more is too many."""
        most = drafting.MOST_DRAFTS
        return EntryFactory.create_batch(most, edition=edition, owner=owner, **BARE)

    def test_a_draft_too_many_is_refused(self, edition, owner, drafts):
        with pytest.raises(Refused):
            self.start(edition, owner)

    @pytest.mark.parametrize(
        "beside", [{"owner": True}, {"edition": True}, {"status": Status.SUBMITTED}], ids=str
    )
    def test_what_is_another_persons_editions_or_no_draft_is_not_counted(
        self, edition, owner, drafts, beside
    ):
        columns = {
            "owner": UserFactory() if "owner" in beside else owner,
            "edition": EditionFactory() if "edition" in beside else edition,
            "status": beside.get("status", Status.DRAFT),
        }
        Entry.objects.filter(pk=drafts[0].pk).update(**columns)
        assert self.start(edition, owner).owner == owner

    @pytest.mark.parametrize(
        "beside", [{"owner": True}, {"edition": True}, {"status": Status.WITHDRAWN}], ids=str
    )
    def test_the_entries_of_a_person_are_counted_in_one_edition(self, owner, beside):
        edition = open_edition(max_entries_a_person=1)
        EntryFactory(
            owner=UserFactory() if "owner" in beside else owner,
            edition=EditionFactory() if "edition" in beside else edition,
            status=beside.get("status", Status.SEALED),
        )
        assert self.start(edition, owner).edition == edition
        with pytest.raises(Refused):
            self.start(edition, owner)


class TestTakingAlong:
    @pytest.fixture
    def earlier(self, owner) -> Entry:
        """An entry of another edition, with two answers and its author."""
        entry = EntryFactory(owner=owner, answers={"moi": "Có", "cu": "Không"})
        AuthorFactory(entry=entry)
        return entry

    def take_along(self, earlier, edition) -> Entry:
        return drafting.begin_again(entry=earlier, edition=edition, by=earlier.owner, at=NOON)

    def test_field_and_kind_are_those_of_the_same_name_in_the_new_edition(self, earlier, edition):
        FieldFactory(edition=edition)
        field = FieldFactory(edition=edition, code=earlier.field.code)
        EntryKindFactory(edition=edition, name="Phần mềm")
        kind = EntryKindFactory(edition=edition, name=earlier.kind.name)
        draft = self.take_along(earlier, edition)
        assert draft.field == field
        assert draft.kind == kind

    def test_where_the_new_edition_has_none_of_that_name_none_is_chosen(self, earlier, edition):
        FieldFactory(edition=edition)
        FieldFactory(code=earlier.field.code)
        EntryKindFactory(edition=edition, name="Phần mềm")
        EntryKindFactory(name=earlier.kind.name)
        draft = self.take_along(earlier, edition)
        assert draft.field is None
        assert draft.kind is None

    def test_answers_are_those_to_what_the_new_edition_asks(self, earlier, edition):
        QuestionFactory(edition=edition, key="moi")
        QuestionFactory(edition=earlier.edition, key="cu")
        assert self.take_along(earlier, edition).answers == {"moi": "Có"}

    def test_the_earlier_entry_keeps_everything(self, earlier, edition):
        author = earlier.authors.get()
        with untouched(earlier, author):
            draft = self.take_along(earlier, edition)
        assert draft.authors.get().full_name == author.full_name


class TestSaving:
    def test_authors_are_written_anew_in_one_entry(self, owner, edition):
        ours, other = EntryFactory.create_batch(2, owner=owner, edition=edition)
        AuthorFactory(entry=ours)
        kept = AuthorFactory(entry=other)
        with untouched(other, kept):
            drafting.save_draft(
                entry=ours,
                by=owner,
                revision=0,
                changes={"title": "Máy gieo hạt"},
                authors=[{"full_name": "Đỗ Ân", "share": 100}],
            )
        assert ours.authors.get().full_name == "Đỗ Ân"
        assert other.draft_changes.count() == 0


class TestAfterTheDeadline:
    """What came on paper in time is still sent in; whatever lacks is said after the time is."""

    @pytest.fixture
    def entry(self, owner) -> Entry:
        """The time for submission is over, that for screening is not."""
        edition = EditionFactory()
        PhaseFactory(edition=edition, closes_at=days(-1))
        PhaseFactory(edition=edition, kind=Phase.Kind.SCREENING)
        return EntryFactory(edition=edition, owner=owner)

    def submit(self, entry) -> None:
        intake.submit(entry=entry, by=entry.owner, at=NOON)

    def test_a_dossier_on_paper_is_in_time(self, entry):
        HandoverFactory(entry=entry, on_paper=True)
        with pytest.raises(intake.Incomplete):
            self.submit(entry)

    def test_the_paper_of_another_dossier_is_not_its_own(self, entry):
        HandoverFactory(entry=EntryFactory(edition=entry.edition), on_paper=True)
        with pytest.raises(PhaseClosed):
            self.submit(entry)

    def test_nor_is_one_that_came_without_paper_in_time(self, entry):
        HandoverFactory(entry=entry)
        with pytest.raises(PhaseClosed):
            self.submit(entry)

    def test_nor_one_that_its_entrant_has_taken_over(self, entry):
        taken = {"claimed_by": entry.owner, "claimed_at": days(-2)}
        HandoverFactory(entry=entry, on_paper=True, **taken)
        with pytest.raises(PhaseClosed):
            self.submit(entry)


def sealed(edition, **columns):
    """A confirmed copy of a sealed entry."""
    return SealingFactory(
        version__entry__edition=edition,
        version__entry__status=Status.SEALED,
        confirmed_at=days(-1),
        confirmed_by=UserFactory(),
        **columns,
    )


class TestWithdrawing:
    def withdraw(self, entry) -> None:
        intake.withdraw(entry=entry, reason="Gộp hồ sơ", by=entry.owner, at=NOON)

    def test_the_copy_of_one_entry_is_voided(self, edition):
        before, ours, after = (sealed(edition) for _number in range(3))
        others = [before.version.entry, after.version.entry]
        with untouched(before, after, *others):
            self.withdraw(ours.version.entry)
        ours.refresh_from_db()
        assert ours.voided_at == NOON

    def test_an_earlier_copy_of_the_entry_keeps_its_moment(self, edition):
        voided = sealed(edition, voided_at=days(-0.5))
        version = EntryVersionFactory(entry=voided.version.entry, number=2)
        ours = SealingFactory(
            version=version, confirmed_at=days(-0.2), confirmed_by=voided.confirmed_by
        )
        with untouched(voided):
            self.withdraw(version.entry)
        ours.refresh_from_db()
        assert ours.voided_at == NOON


class TestTelling:
    def test_a_moved_deadline_is_told_to_the_drafts_of_its_edition(self, edition):
        draft = EntryFactory(edition=edition)
        EntryFactory(edition=edition, status=Status.SUBMITTED)
        EntryFactory()
        extension = ExtensionFactory(edition=edition, decision_number="21/QĐ-BTC")
        ExtensionFactory(edition=edition, decision_number="22/QĐ-BTC")
        notices.tell_drafts("deadline.extended", {"extension": extension.pk})
        told = Message.objects.get()
        assert told.recipient == draft.owner
        assert "21/QĐ-BTC" in told.body

    def test_outcomes_are_of_the_sealed_entries_of_the_edition(self, edition):
        ours = EntryFactory(edition=edition, status=Status.SEALED)
        EntryFactory(edition=edition, status=Status.ACCEPTED)
        EntryFactory(status=Status.SEALED)
        assert outcome.record(edition=edition, results={}, at=NOON) == 1
        assert Outcome.objects.get().entry == ours
        assert Message.objects.get().recipient == ours.owner


@pytest.mark.parametrize(
    ("language", "prize", "label"),
    [
        ("vi", "Giải Nhì", "Giải Nhì"),
        ("en", "Giải Nhì", "Second prize"),
        ("en", "Giải Ba", "Giải Ba"),
        ("en", "", ""),
    ],
)
def test_a_prize_is_named_in_the_readers_language(edition, language, prize, label):
    PrizeTierFactory(edition=edition, name="Giải Nhì", name_en="Second prize")
    PrizeTierFactory(edition=edition, name="Giải Ba", name_en="")
    PrizeTierFactory(name="Giải Ba", name_en="Third prize")  # of another edition
    result = Outcome(entry=EntryFactory(edition=edition), prize=prize, announced_at=NOON)
    with override(language):
        assert result.prize_label == label


def test_one_receipt_is_printed():
    """With the content of its version."""
    content = {"title": "Máy hái", "field": "Nông nghiệp", "authors": [], "files": []}
    ours, beside = (
        ReceiptFactory(version=EntryVersionFactory(content=content)) for _number in range(2)
    )
    with untouched(beside):
        assert receipts.make(Job(params={"receipt": ours.pk})) == (1, 1)
    ours.refresh_from_db()
    assert ours.pdf.media_type == "application/pdf"


def test_a_unit_is_chosen_among_those_below_the_root():
    root = UnitFactory(name="Tỉnh")
    UnitFactory(name="Xã La Bằng", parent=root)
    asked = AnswerField(Question(key="noi", label="Nơi áp dụng", type=Question.Type.UNIT))
    assert [value for value, _label in asked.widget.choices] == ["", "Xã La Bằng"]
