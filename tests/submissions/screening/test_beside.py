"""Two editions, dossiers, letters and exhibits side by side: each is screened, answered and kept by
its own alone.
"""

import pytest

from competition.errors import WrongState
from foundation.jobs.models import Job
from foundation.notifications.models import Message
from submissions.models import Attachment, Entry, ExhibitStep, Screening, search_key
from submissions.screening import correspondence, exhibits, screening
from tests.beside import untouched
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.foundation import JobFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import (
    AttachmentFactory,
    EntryFactory,
    EntryVersionFactory,
    ExhibitFactory,
    ExhibitStepFactory,
    HandlingFactory,
    LetterFactory,
    ReceiptCounterFactory,
    ScreeningFactory,
    SimilarPairFactory,
)
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]
Kind = ExhibitStep.Kind
THING = {"kind": "model", "name": "Mô hình", "count": 1, "condition": "", "brought_by": "Lê An"}
LOOKED_AT = {"looked_at": NOON, "because": "Hai công trình khác nhau"}


def sent_in(edition) -> Entry:
    """A dossier of one version that waits for a decision."""
    return EntryVersionFactory(entry=entry_of(edition)).entry


def entry_of(edition, **columns) -> Entry:
    return EntryFactory(edition=edition, status=Entry.Status.SUBMITTED, **columns)


def searched(entry: Entry, state: str) -> Job:
    """The search for what resembles its last version."""
    return JobFactory(key=search_key(entry.latest_version()), state=state)


@pytest.fixture
def ours(edition) -> Entry:
    return sent_in(edition)


@pytest.fixture
def beside(edition) -> Entry:
    """Another dossier of the same edition."""
    return sent_in(edition)


class TestExhibits:
    @pytest.fixture
    def exhibit(self, ours):
        step = ExhibitStepFactory(exhibit__entry=ours)
        return step.exhibit

    def move(self, exhibit, office) -> ExhibitStep:
        return exhibits.move(
            exhibit=exhibit, kind=Kind.STORED, where="Kho A", note="", by=office, at=NOON
        )

    @pytest.mark.parametrize("whose", ["of the same dossier", "of another dossier"])
    def test_the_return_of_another_one_holds_none_back(self, ours, beside, exhibit, office, whose):
        owner = {"of the same dossier": ours, "of another dossier": beside}[whose]
        returned = ExhibitFactory(entry=owner)
        last = ExhibitStepFactory(exhibit=returned, kind=Kind.RETURNED)
        with untouched(returned, last):
            assert self.move(exhibit, office).exhibit == exhibit
        assert returned.steps.get() == last

    def test_numbers_run_on_in_their_own_edition(self, ours, office):
        ReceiptCounterFactory(edition=EditionFactory(), last_exhibit=41)
        step = exhibits.receive(entry=ours, by=office, at=NOON, **THING)
        assert step.exhibit.number.endswith("-0001")


class TestLetters:
    def answer(self, entry) -> Message:
        """What somebody of the secretariat is told."""
        correspondence.answer(entry=entry, text="Xin bổ sung", by=entry.owner, at=NOON)
        return Message.objects.get()

    def test_who_handles_another_dossier_gets_no_answer(self, ours, beside, office):
        HandlingFactory(entry=beside)
        LetterFactory(entry=ours, by=office)
        assert self.answer(ours).recipient == office

    def test_who_wrote_about_another_dossier_gets_no_answer(self, ours, beside, office):
        LetterFactory(entry=ours, by=office)
        LetterFactory(entry=beside, at=days(-1))
        assert self.answer(ours).recipient == office

    def test_it_goes_to_who_wrote_last_for_the_secretariat(self, ours, office):
        LetterFactory(entry=ours, at=days(-9))
        LetterFactory(entry=ours, by=office, at=days(-4))
        LetterFactory(entry=ours, by=ours.owner, from_office=False, at=days(-3))
        assert self.answer(ours).recipient == office


class TestHindrance:
    def test_a_pair_of_another_dossier_is_none(self, ours, beside):
        SimilarPairFactory(version=beside.latest_version(), other=EntryVersionFactory())
        assert screening.hindrance(ours) == ""

    def test_nor_is_one_of_an_earlier_version(self, ours):
        SimilarPairFactory(version=ours.latest_version(), other=EntryVersionFactory())
        EntryVersionFactory(entry=ours, number=2)
        assert screening.hindrance(ours) == ""

    def test_nor_is_one_at_which_somebody_has_looked(self, ours):
        pair = {"version": ours.latest_version(), "other": EntryVersionFactory()}
        SimilarPairFactory(looked_at_by=UserFactory(), **LOOKED_AT, **pair)
        assert screening.hindrance(ours) == ""

    def test_one_of_its_own_that_waits_is(self, ours):
        SimilarPairFactory(version=ours.latest_version(), other=EntryVersionFactory())
        assert screening.hindrance(ours)

    def test_a_search_of_another_dossier_is_none(self, ours, beside):
        searched(beside, Job.State.PENDING)
        assert screening.hindrance(ours) == ""

    @pytest.mark.parametrize("ended", [Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED])
    def test_nor_is_a_search_that_has_ended(self, ours, ended):
        searched(ours, ended)
        assert screening.hindrance(ours) == ""

    @pytest.mark.parametrize("under_way", [Job.State.PENDING, Job.State.RUNNING])
    def test_a_search_that_has_not_is(self, ours, under_way):
        searched(ours, under_way)
        assert "còn đang được tìm" in screening.hindrance(ours)

    def test_before_that_it_is_not_accepted_alone_either(self, ours, office):
        searched(ours, Job.State.PENDING)
        with pytest.raises(WrongState, match="còn đang được tìm"):
            screening.accept(entry=ours, by=office, at=days(0))

    def test_a_file_of_another_dossier_is_none(self, ours, beside):
        AttachmentFactory(entry=ours)
        AttachmentFactory(entry=beside, verdict=Attachment.Verdict.PENDING)
        assert screening.hindrance(ours) == ""
        assert screening.hindrance(beside)

    def test_a_letter_of_another_dossier_is_none(self, ours, beside):
        LetterFactory(entry=beside, by=beside.owner, from_office=False)
        assert screening.hindrance(ours) == ""
        assert screening.hindrance(beside)


class TestDeciding:
    def test_one_dossier_is_accepted(self, ours, beside, office, edition):
        ScreeningFactory(version__entry__edition=edition)
        with untouched(beside):
            screening.accept(entry=ours, by=office, at=NOON, checks=edition.screening_points)
        kept = Screening.objects.exclude(at=days(-3)).get()
        assert kept.version == ours.latest_version()

    def test_none_is_accepted_before_somebody_has_looked_at_its_like(self, ours, office, edition):
        SimilarPairFactory(version=ours.latest_version(), other=EntryVersionFactory())
        points = edition.screening_points
        with unchanged(), pytest.raises(WrongState, match="tương tự"):
            screening.accept(entry=ours, by=office, at=NOON, checks=points)

    def test_the_like_of_another_dossier_stops_nothing(self, ours, beside, office, edition):
        SimilarPairFactory(version=beside.latest_version(), other=EntryVersionFactory())
        screening.accept(entry=ours, by=office, at=NOON, checks=edition.screening_points)
        assert Screening.objects.get().version == ours.latest_version()

    def test_one_dossier_is_handed_out(self, ours, beside, office):
        held = HandlingFactory(entry=beside)
        with untouched(held):
            screening.hand_to(entries=[ours], colleague=office, by=office, at=NOON)
        ours.refresh_from_db()
        assert ours.handling.handler == office
