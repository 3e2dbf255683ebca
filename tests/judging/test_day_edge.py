"""Rounds, panels, meetings and reminders a minute before and a minute after midnight: the day is
that of the province, whatever it is in UTC.
"""

import io

import docx
import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from competition import clock
from competition.errors import PhaseClosed, Refused
from competition.models import Edition, Phase
from foundation.notifications.models import Message
from foundation.vault import store
from judging.councils import meetings, panels, rounds
from judging.models import Judge, Panel, Round
from judging.papers import fee_list, minutes
from judging.results import comparing
from judging.scoring import scoresheets
from tests.beside import secretary_of
from tests.day_edge import AFTER, BEFORE, DAY, EDGES, EVE, MINUTE, at_edge_of, on_paper, written
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.judging import (
    AssignmentFactory,
    BlindedEntryFactory,
    ComparisonFactory,
    JudgeFactory,
    MeetingFactory,
    PanelFactory,
    RankingFactory,
    RoundFactory,
    ScoresheetFactory,
    VisitFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def office(edition) -> User:
    return secretary_of(edition)


@pytest.fixture
def panel(edition) -> Panel:
    """Of a round in which its members score."""
    return PanelFactory(round=RoundFactory(edition=edition, state=Round.State.OPEN))


class TestTheTerm:
    """A panel takes people until the last minute of its last day."""

    @pytest.fixture
    def panel(self, panel) -> Panel:
        panel.term_until = EVE
        panel.save()
        return panel

    def appoint(self, panel, office, moment) -> Judge:
        with clock.set_to(moment):
            return panels.appoint(
                panel=panel, user=UserFactory(), by=office, reason="1/QĐ", at=clock.now()
            )

    def test_on_its_last_day(self, panel, office):
        assert self.appoint(panel, office, BEFORE).panel == panel

    def test_not_on_the_day_after(self, panel, office):
        with pytest.raises(Refused):
            self.appoint(panel, office, AFTER)


ONE_DAY = [at_edge_of(DAY, after=True), at_edge_of(DAY, after=False)]
TWO_DAYS = [BEFORE, AFTER]


@pytest.mark.parametrize(("moments", "letters"), [(ONE_DAY, 1), (TWO_DAYS, 2)])
class TestReminding:
    """Once a day at most."""

    def test_of_sheets(self, panel, office, moments, letters):
        AssignmentFactory(judge=JudgeFactory(panel=panel))
        for moment in moments:
            rounds.remind(panel=panel, by=office, at=moment)
        assert Message.objects.count() == letters

    def test_of_comparisons(self, panel, office, moments, letters):
        works = BlindedEntryFactory.create_batch(2, round=panel.round)
        seat = JudgeFactory(panel=panel)
        for work in works:
            ScoresheetFactory(locked=True, assignment__judge=seat, assignment__blinded_entry=work)
        Round.objects.update(state=Round.State.FROZEN)
        ranking = RankingFactory(round=panel.round)
        comparison = ComparisonFactory(ranking=ranking, entries=works)
        for moment in moments:
            comparing.remind(comparison=comparison, by=office, at=moment)
        assert Message.objects.count() == letters


@pytest.mark.parametrize("moment", [BEFORE, AFTER])
class TestTheRoundsOwnDates:
    def test_when_it_opens(self, panel, moment):
        panel.round.scheme.begins_at = moment
        with pytest.raises(PhaseClosed, match=written(moment)):
            scoresheets.require_in_time(panel.round, moment - MINUTE)

    def test_when_it_closed(self, panel, moment):
        panel.round.scheme.ends_at = moment
        with pytest.raises(PhaseClosed, match=written(moment)):
            scoresheets.require_in_time(panel.round, moment)


@pytest.mark.parametrize(("moment", "day"), EDGES)
class TestMeetings:
    def test_members_are_called_for_the_day_of_the_province(self, panel, office, moment, day):
        JudgeFactory(panel=panel)
        meetings.call(panel=panel, held_at=moment, place="Sở KH&CN", by=office)
        assert written(moment) in Message.objects.get().body

    def test_the_minutes_are_of_that_day_on_paper_and_in_word(self, panel, office, moment, day):
        meeting = MeetingFactory(panel=panel, held_at=moment)
        meeting = minutes.draft_minutes(meeting=meeting, by=office)
        in_words = on_paper(day)
        hour, _, date = written(moment).partition(", ")
        printed = " ".join(text_of(store.read(meeting.minutes)).split())
        word = docx.Document(io.BytesIO(store.read(meeting.minutes_docx)))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        typed = " ".join([*cells, *(paragraph.text for paragraph in word.paragraphs)])
        assert in_words in printed
        assert f"ngày {date}" in printed
        assert in_words in typed.replace("\u00a0", " ")
        assert f"{hour} ngày {date}" in typed

    def test_the_list_of_fees_is_of_that_day(self, panel, office, moment, day):
        scheme = panel.round.scheme
        scheme.fee_per_sheet = 60_000
        scheme.save()
        ScoresheetFactory(locked=True, assignment__judge=JudgeFactory(panel=panel))
        drawn_up = fee_list.draw_up(judging_round=panel.round, by=office, at=moment)
        text = " ".join(text_of(drawn_up).split())
        assert on_paper(day) in text

    def test_in_the_lists_of_the_office(self, moment, day):
        rows = [
            MeetingFactory(held_at=moment),
            VisitFactory(planned_at=moment),
            ComparisonFactory(opened_at=moment),
        ]
        for row in rows:
            row.refresh_from_db()
            assert f"{day:%d/%m/%Y}" in str(row)


def text_of(paper: bytes) -> str:
    document = pypdfium2.PdfDocument(paper)
    return " ".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("moment", [BEFORE, AFTER])
def test_a_judge_reads_when_the_sheet_was_saved(edition, panel, client, moment, monkeypatch):
    PhaseFactory(edition=edition, kind=Phase.Kind.JUDGING)
    sheet = AssignmentFactory(judge=JudgeFactory(panel=panel))
    monkeypatch.setattr(timezone, "now", lambda: moment)
    client.force_login(sheet.judge.user, backend=BACKEND)
    address = reverse("save_sheet", args=[sheet.public_id])
    with clock.set_to(moment):
        answer = client.post(address, {"comment": "Rõ"}, headers={"X-Autosave": "1"})
    assert written(moment).partition(",")[0] in answer.json()["saved"]
