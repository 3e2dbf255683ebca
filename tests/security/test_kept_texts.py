"""What somebody writes stands beside the ledger's lines, which hold a commitment to it."""

import pytest

from accounts.models import User
from competition import audit, roles
from competition.models import Edition
from foundation.ledger import chain
from foundation.ledger.models import Event, KeptText
from judging import intake
from judging.audit import of_reasons
from submissions.audit import of_voidings
from submissions.models import Sealing
from tests import guards
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.judging import BlindedEntryFactory, RankingFactory, ReopeningFactory
from tests.factories.moments import NOON
from tests.factories.submissions import SealingFactory

pytestmark = pytest.mark.django_db
NAME = "Nguyễn Văn Tám xin thôi"


@pytest.fixture
def edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def office(edition) -> User:
    return secretary_of(edition)


def given(edition, office) -> Event:
    person = UserFactory()
    usual = {"user": person, "role": "editor", "reason": NAME, "by": office, "at": NOON}
    roles.give(edition=edition, **usual)
    return Event.objects.filter(verb="role.given").latest("number")


def texts(edition) -> list[str]:
    return list(audit.of_texts(edition))


class TestTheLine:
    def test_names_nobody(self, edition, office):
        assert NAME not in chain.canonical(given(edition, office).payload)

    def test_the_same_words_do_not_look_the_same(self, edition, office):
        one, other = given(edition, office), given(edition, office)
        assert one.payload["kept"] != other.payload["kept"]

    def test_a_code_that_left_cannot_be_tried_out(self, edition):
        copy = BlindedEntryFactory(round__edition=edition)
        intake.take_back(copy.code, edition)
        line = Event.objects.get(verb="judging.entry_left")
        assert chain.digest_of(copy.code) not in line.payload.values()
        assert line.kept_text.text == copy.code

    def test_a_line_without_a_text_has_none_beside(self, edition):
        line = chain.append(edition.chain, "x", {}, at=NOON)
        assert line.payload == {}
        assert not KeptText.objects.exists()


class TestTheAudit:
    def test_has_nothing_to_say_of_what_fits(self, edition, office):
        given(edition, office)
        assert texts(edition) == []

    @pytest.mark.data
    def test_the_chain_fits_with_lines_that_hold_the_reason_itself(self, edition):
        chain.append(edition.chain, "entry.unsealed", {"receipt": "1", "reason": NAME}, at=NOON)
        assert chain.verify(edition.chain) is None
        assert texts(edition) == []

    def test_a_text_of_another_edition_is_its_own(self, edition, office):
        elsewhere = EditionFactory()
        given(elsewhere, secretary_of(elsewhere))
        assert texts(edition) == []


@pytest.mark.parametrize("clear", [True, False], ids=["an old line", "a line"])
class TestTheRowBeside:
    """Reasons of rows against the text beside the line, or the line itself of earlier versions."""

    def line(self, edition, verb, payload, clear):
        if clear:
            chain.append(edition.chain, verb, payload | {"reason": NAME}, at=NOON)
        else:
            chain.append(edition.chain, verb, payload, at=NOON, text=NAME)

    def test_of_a_voided_copy(self, edition, clear):
        usual = {"void_reason": NAME, "voided_at": NOON, "confirmed_at": NOON}
        copy = SealingFactory(version__entry__edition=edition, **usual)
        receipt = {"receipt": copy.version.entry.receipt_number}
        self.line(edition, "entry.unsealed", receipt, clear)
        assert list(of_voidings(edition)) == []
        Sealing.objects.update(void_reason="Khác")
        assert ["is not the one of the ledger" in fault for fault in of_voidings(edition)] == [True]

    def test_of_a_reopened_sheet(self, edition, clear):
        row = ReopeningFactory(sheet__assignment__judge__panel__round__edition=edition, reason=NAME)
        assignment = {"assignment": row.sheet.assignment_id}
        self.line(edition, "sheet.reopened", assignment, clear)
        assert list(of_reasons(edition)) == []
        with guards.lifted():
            type(row).objects.update(reason="Khác")
        assert ["is not the one of the ledger" in fault for fault in of_reasons(edition)] == [True]

    def test_of_a_superseded_ranking(self, edition, office, clear):
        usual = {"superseded_why": NAME, "superseded_at": NOON, "superseded_by": office}
        row = RankingFactory(round__edition=edition, **usual)
        self.line(edition, "ranking.superseded", {"digest": row.digest}, clear)
        assert list(of_reasons(edition)) == []
        with guards.lifted():
            type(row).objects.update(superseded_why="Khác")
        assert ["is not the one of the ledger" in fault for fault in of_reasons(edition)] == [True]
