"""Who knows the entrants reads no title beside a code, on the council's pages and papers: the
crawl over all addresses stands in tests/security/test_codes_and_names.py.
"""

import io

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from competition.models import Scheme
from foundation.vault import store
from judging.councils import meetings, rounds
from judging.models import BlindedEntry
from judging.papers import minutes, plan
from judging.scoring import keyed
from tests import guards
from tests.factories.accounts import UserFactory
from tests.judging.council import visit_as

pytestmark = [pytest.mark.django_db]

TITLE = "Máy sấy thóc Zqtieude"


@pytest.fixture
def titled(convened):
    """Every work bears one name."""
    guards.change(BlindedEntry.objects.filter(round=convened.round), title=TITLE)
    return convened


def is_open(contest, names_authors: bool) -> None:
    Scheme.objects.filter(pk=contest.round.scheme_id).update(names_authors=names_authors)
    contest.round.scheme.refresh_from_db()


class TestTheRule:
    @pytest.mark.parametrize(("named", "shown"), [(False, False), (True, True)])
    def test_the_secretariat_reads_them_where_authors_are_named(self, convened, named, shown):
        is_open(convened, named)
        assert rounds.shows_titles(convened.round, convened.cast.secretary) is shown

    def test_a_judge_reads_them(self, convened):
        assert rounds.shows_titles(convened.round, convened.member) is True

    def test_an_administrator_reads_none(self, convened):
        administrator = UserFactory(is_superuser=True)
        assert rounds.shows_titles(convened.round, administrator) is False

    def test_a_secretary_of_another_edition_knows_no_entrant_here(self, convened):
        assert rounds.shows_titles(convened.round, UserFactory()) is True


@pytest.mark.parametrize(("who", "shown"), [("chair", True), ("secretary", False)])
def test_the_page_of_the_panel(titled, client, who, shown):
    user = titled.chair if who == "chair" else titled.cast.secretary
    page = visit_as(client, user).get(reverse("panel_progress", args=[titled.panel.pk]))
    assert (TITLE in page.content.decode()) is shown


class TestPapers:
    def minutes(self, contest) -> str:
        meeting = meetings.call(
            panel=contest.panel,
            held_at=contest.at(42),
            place="Phòng 302",
            by=contest.chair,
            entries=list(contest.round.blinded_entries.all()),
        )
        minutes.draft_minutes(meeting=meeting, by=contest.chair)
        meeting.refresh_from_db()
        paper = Document(io.BytesIO(store.read(meeting.minutes_docx)))
        return "\n".join(
            cell.text for table in paper.tables for row in table.rows for cell in row.cells
        )

    @pytest.mark.parametrize("named", [True, False])
    def test_the_minutes(self, titled, named):
        is_open(titled, named)
        assert (TITLE in self.minutes(titled)) is named

    @pytest.mark.parametrize("named", [True, False])
    def test_the_table_of_a_meeting(self, titled, named):
        is_open(titled, named)
        titled.panel.round.scheme.refresh_from_db()
        page = load_workbook(io.BytesIO(keyed.blank_table(titled.panel))).active
        assert {row[2] == TITLE for row in page.iter_rows(min_row=2, values_only=True)} == {named}

    def test_the_plan_has_none(self, titled):
        book = load_workbook(io.BytesIO(plan.plan_table(titled.round)))
        cells = {str(cell) for row in book["Phân công"].values for cell in row}
        assert TITLE not in cells
