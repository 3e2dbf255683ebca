"""Lists of a council that are turned over: members of a meeting, its agenda, missing sheets."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from judging.councils import meetings
from judging.models import Assignment, Attendance, Meeting
from judging.papers import minutes
from judging.scoring import keyed
from tests.beside import secretary_of
from tests.factories.competition import CriterionFactory
from tests.factories.judging import (
    AgendaItemFactory,
    AssignmentFactory,
    BlindedEntryFactory,
    JudgeFactory,
    KeyedSheetFactory,
    MeetingFactory,
    PanelFactory,
    RoundFactory,
    ScoresheetFactory,
)
from tests.judging.council import visit_as

pytestmark = [pytest.mark.django_db, pytest.mark.data]
A_PAGE = 50
BUTTONS_OF_A_MEETING = (
    "note_attendance",
    "go_on",
    "give_more_time",
    "write_line",
    "strike_line",
    "say_in_meeting",
    "confirm_minutes",
    "remind_to_confirm",
    "begin_presentation",
    "conclude_item",
    "put_to_vote",
    "vote_on_motion",
    "close_motion",
    "conclude_meeting",
    "draft_minutes",
    "attach_minutes",
)
BUTTONS_OF_PAPER = ("import_table", "check_sheet", "reject_sheet")


@pytest.fixture
def panel():
    """A panel of an open round, without members."""
    return PanelFactory(round=RoundFactory(state="open"))


@pytest.fixture
def office(panel):
    return secretary_of(panel.round.edition)


@pytest.fixture
def page(client, panel, office):
    """A page of the panel's as the secretariat sees it."""

    def ask(route: str, number: int, **query):
        return visit_as(client, office).get(reverse(route, args=[number]), query)

    return ask


def member(panel, name: str):
    return JudgeFactory(panel=panel, user__full_name=name)


class TestAMeeting:
    @pytest.fixture
    def meeting(self, panel) -> Meeting:
        return MeetingFactory(panel=panel)

    def many(self, meeting, count: int) -> list:
        """That many members, and as many entries to be heard."""
        for order in range(1, count + 1):
            entry = BlindedEntryFactory(round=meeting.panel.round)
            AgendaItemFactory(meeting=meeting, blinded_entry=entry, order=order)
        return [member(meeting.panel, f"Lê {number:03d}") for number in range(count)]

    def test_shows_fifty_members(self, page, meeting):
        seats = self.many(meeting, A_PAGE + 1)
        assert list(page("meeting", meeting.pk).context["members"]) == seats[:A_PAGE]

    def test_and_the_others_on_the_next_page(self, page, meeting):
        seats = self.many(meeting, A_PAGE + 1)
        second = page("meeting", meeting.pk, **{"thanh-vien": "2"})
        assert list(second.context["members"]) == seats[A_PAGE:]

    def test_the_agenda_is_turned_over_by_itself(self, page, meeting):
        self.many(meeting, A_PAGE + 1)
        second = page("meeting", meeting.pk, trang="2")
        assert [item.order for item in second.context["agenda"]] == [A_PAGE + 1]
        assert len(second.context["members"]) == A_PAGE

    @pytest.fixture
    def held_today(self, meeting):
        meeting.held_at = timezone.now()
        meeting.save()

    def test_nobody_is_here_before_its_day(self, client, meeting, office):
        (here,) = self.many(meeting, 1)
        meeting.held_at = timezone.now() + datetime.timedelta(days=1)
        meeting.save()
        address = reverse("note_attendance", args=[meeting.pk])
        answer = visit_as(client, office).post(address, {"present": [here.pk]})
        assert "được triệu tập ngày" in answer.content.decode()
        assert not meeting.attendances.exists()

    @pytest.mark.usefixtures("held_today")
    def test_attendance_is_noted_of_the_members_that_the_page_shows(self, client, meeting, office):
        here, gone, on_another_page = self.many(meeting, 3)
        for seat in (gone, on_another_page):
            Attendance.objects.create(meeting=meeting, judge=seat)
        typed = {"present": [here.pk], "asked": [here.pk, gone.pk]}
        address = reverse("note_attendance", args=[meeting.pk])
        answer = visit_as(client, office).post(f"{address}?thanh-vien=2", typed)
        assert answer["Location"] == reverse("meeting", args=[meeting.pk]) + "?thanh-vien=2"
        noted = meeting.attendances.values_list("judge", flat=True)
        assert set(noted) == {here.pk, on_another_page.pk}

    def test_of_the_whole_panel_where_nobody_is_asked_about(self, meeting, office):
        here, gone = self.many(meeting, 2)
        Attendance.objects.create(meeting=meeting, judge=gone)
        meetings.note_attendance(meeting=meeting, present=[here], by=office)
        assert meeting.attendances.get().judge == here

    def test_who_was_noted_is_noted_once(self, meeting, office):
        (here,) = self.many(meeting, 1)
        Attendance.objects.create(meeting=meeting, judge=here)
        meetings.note_attendance(meeting=meeting, present=[here], by=office, asked=[])
        assert meeting.attendances.get().judge == here

    @pytest.mark.counts_queries("meeting_paper")
    def test_the_minutes_ask_as_much_of_a_long_agenda(
        self, client, meeting, office, django_assert_num_queries, django_assert_max_num_queries
    ):
        self.many(meeting, 1)
        minutes.draft_minutes(meeting=meeting, by=office)
        address = reverse("meeting_paper", args=[meeting.pk, "bien-ban.pdf"])
        browser = visit_as(client, office)
        browser.get(address)
        with django_assert_max_num_queries(30) as few:
            browser.get(address)
        self.many(meeting, 20)
        with django_assert_num_queries(len(few)):
            browser.get(address)

    @pytest.mark.counts_queries("meeting", *BUTTONS_OF_A_MEETING)
    def test_asks_as_much_for_many_as_for_few(
        self, page, meeting, django_assert_num_queries, django_assert_max_num_queries
    ):
        """The buttons of the page show it again when they are refused."""
        self.many(meeting, 1)
        page("meeting", meeting.pk)
        with django_assert_max_num_queries(40) as few:
            page("meeting", meeting.pk)
        self.many(meeting, 20)
        with django_assert_num_queries(len(few)):
            page("meeting", meeting.pk)


class TestMissingSheets:
    def sheets(self, panel, name: str, count: int, **columns) -> list[Assignment]:
        """A new member's confirmed sheets, nothing of them filled in."""
        judge = member(panel, name)
        return [
            AssignmentFactory(
                judge=judge,
                blinded_entry=BlindedEntryFactory(round=panel.round),
                place=place,
                **columns,
            )
            for place in range(count)
        ]

    def missing(self, answer) -> list[Assignment]:
        return list(answer.context["missing"])

    def test_at_first_the_members_with_what_they_owe(self, page, panel):
        first, *_others = self.sheets(panel, "Lê An", 3)
        ScoresheetFactory(assignment=first, locked=True)
        self.sheets(panel, "Lê Bình", 1, state=Assignment.State.RELEASED)
        members = page("paper_sheets", panel.pk).context["members"]
        owed = {row.judge.user.full_name: row.sheets.missing for row in members}
        assert owed == {"Lê An": 2, "Lê Bình": 0}

    def test_then_fifty_sheets_of_the_one_who_is_chosen(self, page, panel):
        sheets = self.sheets(panel, "Lê An", A_PAGE + 1)
        self.sheets(panel, "Lê Bình", 1)
        chosen = {"giam-khao": str(sheets[0].judge_id)}
        assert self.missing(page("paper_sheets", panel.pk, **chosen)) == sheets[:A_PAGE]
        second = page("paper_sheets", panel.pk, trang="2", **chosen)
        assert self.missing(second) == sheets[A_PAGE:]

    def test_a_judge_of_another_panel_is_not_chosen(self, page, panel):
        (beside,) = self.sheets(PanelFactory(round=panel.round), "Lê An", 1)
        answer = page("paper_sheets", panel.pk, **{"giam-khao": str(beside.judge_id)})
        assert "missing" not in answer.context

    def test_found_by_the_code_that_stands_on_the_paper(self, page, panel):
        sheet, _other = self.sheets(panel, "Lê An", 2)
        code = sheet.blinded_entry.code
        assert self.missing(page("paper_sheets", panel.pk, tim=code.lower())) == [sheet]
        assert self.missing(page("paper_sheets", panel.pk, tim=code[3:])) == [sheet]

    def test_found_by_the_judges_name_without_accents(self, page, panel):
        (sheet,) = self.sheets(panel, "Lê Bình", 1)
        self.sheets(panel, "Lê An", 1)
        assert self.missing(page("paper_sheets", panel.pk, tim="binh")) == [sheet]

    def test_nothing_is_found_of_another_panel(self, page, panel):
        (beside,) = self.sheets(PanelFactory(round=panel.round), "Lê An", 1)
        assert self.missing(page("paper_sheets", panel.pk, tim=beside.blinded_entry.code)) == []
        assert self.missing(page("paper_sheets", panel.pk, tim="an")) == []

    def test_in_a_closed_round_none_is_looked_for(self, panel, django_assert_num_queries):
        self.sheets(panel, "Lê An", 1)
        panel.round.state = "closed"
        with django_assert_num_queries(0):
            assert list(keyed.open_assignments(panel)) == []

    def test_typing_leads_on_to_the_same_judge(self, client, panel, office):
        (sheet,) = self.sheets(panel, "Lê An", 1)
        criterion = CriterionFactory(scheme=panel.round.scheme)
        address = reverse("key_in_sheet", args=[panel.pk, sheet.pk])
        typed = {f"points-{criterion.pk}": "1", "comment": "Rõ", "source": "giấy"}
        answer = visit_as(client, office).post(address, typed)
        page = reverse("paper_sheets", args=[panel.pk])
        assert answer["Location"] == f"{page}?giam-khao={sheet.judge_id}#thieu"

    def test_what_waits_to_be_compared_is_turned_over(self, page, panel):
        for assignment in self.sheets(panel, "Lê An", A_PAGE + 1):
            KeyedSheetFactory(assignment=assignment, checked_at=None, checked_by=None)
        assert len(page("paper_sheets", panel.pk).context["waiting"]) == A_PAGE
        assert len(page("paper_sheets", panel.pk, cho="2").context["waiting"]) == 1

    @pytest.mark.counts_queries("paper_sheets", *BUTTONS_OF_PAPER)
    @pytest.mark.parametrize("query", [{}, {"tim": "le"}])
    def test_asks_as_much_for_many_as_for_few(
        self, page, panel, query, django_assert_num_queries, django_assert_max_num_queries
    ):
        """The buttons of the page show it again when they are refused."""

        def sheets(count: int) -> None:
            for number in range(count):
                for assignment in self.sheets(panel, f"Lê {number}", 2)[:1]:
                    KeyedSheetFactory(assignment=assignment, checked_at=None, checked_by=None)

        sheets(1)
        page("paper_sheets", panel.pk, **query)
        with django_assert_max_num_queries(40) as few:
            page("paper_sheets", panel.pk, **query)
        sheets(20)
        with django_assert_num_queries(len(few)):
            page("paper_sheets", panel.pk, **query)
