"""A meeting goes through its agenda; its minutes grow, are confirmed in order, and come back
signed. Whoever has a conflict with an entry is out of the room for it.
"""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Scheme
from foundation.notifications.models import Message
from foundation.papers import signing
from judging.councils import confirming, course, meetings
from judging.models import AgendaItem, BlindedEntry, Meeting, MinutesLine
from judging.papers import minutes
from tests.factories.judging import ConflictFactory
from tests.judging.council import OUTSIDE_THE_LEAD, outsider, visit_as
from tests.reading import seen
from tests.refusals import unchanged
from tests.submissions.files import hostile

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def meeting(scored) -> Meeting:
    """Two entries are to be heard, and everybody is there."""
    called = meetings.call(
        panel=scored.panel,
        held_at=scored.at(42),
        place="Phòng họp 2",
        by=scored.chair,
        entries=BlindedEntry.objects.filter(round=scored.round).order_by("code")[:2],
    )
    there = list(scored.panel.judges.all())
    meetings.note_attendance(meeting=called, present=there, by=scored.chair)
    return called


def apart(scored, item: AgendaItem, user) -> None:
    """A conflict of interest between this member and the entry."""
    seat = scored.panel.judges.get(user=user)
    ConflictFactory(judge=seat, blinded_entry=item.blinded_entry)


def shown(client, user, meeting, **query) -> str:
    return seen(visit_as(client, user).get(reverse("meeting", args=[meeting.pk]), query))


class TestTheCourse:
    @pytest.fixture
    def usual(self, scored, meeting) -> dict:
        return {"meeting": meeting, "by": scored.chair, "at": scored.at(42)}

    def test_one_entry_after_the_other(self, usual, meeting):
        first, second = meeting.agenda.all()
        assert course.go_on(**usual) == first
        assert course.go_on(**usual) == second
        assert course.go_on(**usual) is None
        assert meeting.agenda.exclude(ended_at=None).count() == 2

    def test_after_the_last_one_there_is_none(self, usual):
        for _entry in range(3):
            course.go_on(**usual)
        with unchanged(), pytest.raises(WrongState, match="kết luận"):
            course.go_on(**usual)

    @pytest.mark.parametrize("who", OUTSIDE_THE_LEAD)
    def test_nobody_else_leads(self, scored, usual, who):
        stranger = outsider(scored, who)
        with unchanged(), pytest.raises(NotAllowed):
            course.go_on(**usual | {"by": stranger})

    def test_not_without_a_quorum(self, usual, meeting):
        meeting.attendances.all().delete()
        with unchanged(), pytest.raises(WrongState):
            course.go_on(**usual)

    def test_not_while_a_vote_on_it_is_open(self, scored, usual):
        item = course.go_on(**usual)
        asked = {"text": "Giữ nguyên?", "is_secret": False, "item": item}
        meetings.put_to_vote(**usual | asked)
        with unchanged(), pytest.raises(WrongState):
            course.go_on(**usual)

    def test_the_clock_is_given_five_minutes(self, scored, usual):
        item = course.go_on(**usual)
        assert course.give_more_time(item=item, by=scored.chair).more_minutes == 5

    def test_only_the_one_that_runs(self, scored, meeting):
        with unchanged(), pytest.raises(WrongState):
            course.give_more_time(item=meeting.agenda.first(), by=scored.chair)

    def test_a_vote_takes_an_item_of_this_agenda(self, scored, usual):
        other = meetings.call(
            panel=scored.panel,
            held_at=scored.at(43),
            place="Phòng 3",
            by=scored.chair,
            entries=BlindedEntry.objects.filter(round=scored.round)[:1],
        )
        asked = {"text": "Giữ?", "is_secret": False, "item": other.agenda.get()}
        with unchanged(), pytest.raises(Refused):
            meetings.put_to_vote(**usual | asked)


class TestWhoIsOutOfTheRoom:
    @pytest.fixture
    def item(self, scored, meeting) -> AgendaItem:
        """The first entry, with which the vice-chair has a conflict of interest."""
        Scheme.objects.filter(pk=scored.round.scheme_id).update(quorum_percent=60)
        item = meeting.agenda.first()
        apart(scored, item, scored.vice)
        return item

    def test_does_not_lead_it(self, scored, meeting, item):
        with unchanged(), pytest.raises(NotAllowed):
            course.go_on(meeting=meeting, by=scored.vice, at=scored.at(42))

    def test_does_not_vote_on_it(self, scored, meeting, item):
        motion = meetings.put_to_vote(
            meeting=meeting, text="?", is_secret=False, by=scored.chair, at=scored.at(42), item=item
        )
        with unchanged(), pytest.raises(NotAllowed):
            meetings.vote(motion=motion, choice="for", by=scored.vice)

    def test_is_not_counted_as_present_at_it(self, meeting, item):
        present, needed = meetings.quorum(meeting)
        assert meetings.quorum(meeting, item) == (present - 1, needed)

    def test_sees_nothing_of_it(self, scored, meeting, item, client):
        MinutesLine.objects.create(meeting=meeting, item=item, at=scored.at(42), text="Nói thầm")
        page = shown(client, scored.vice, meeting)
        assert item.blinded_entry.code not in page
        assert "Nói thầm" not in page
        assert "Nói thầm" in shown(client, scored.chair, meeting)

    def test_does_not_read_the_minutes(self, scored, meeting, item, client):
        minutes.draft_minutes(meeting=meeting, by=scored.panel_secretary)
        address = reverse("meeting_paper", args=[meeting.pk, "bien-ban.pdf"])
        assert visit_as(client, scored.vice).get(address).status_code == 404
        assert visit_as(client, scored.chair).get(address).status_code == 200

    def test_is_named_with_the_reason(self, scored, meeting, item, client):
        page = shown(client, scored.chair, meeting, xem=item.pk)
        assert "rút khỏi mục này vì có liên quan" in page
        other = meeting.agenda.last()
        assert "rút khỏi mục này" not in shown(client, scored.chair, meeting, xem=other.pk)


class TestTheMinutesGrow:
    def test_from_the_data_and_from_lines(self, scored, meeting):
        at = scored.at(42)
        item = course.go_on(meeting=meeting, by=scored.chair, at=at)
        later = at + datetime.timedelta(minutes=3)
        usual = {"meeting": meeting, "by": scored.panel_secretary, "at": later, "item": item}
        course.write_line(**usual, text="Mời người chấm nêu lý do")
        said = course.minutes_so_far(meeting, meeting.agenda.all())
        code = item.blinded_entry.code
        assert [line.text for line in said] == [f"Bắt đầu xét {code}.", "Mời người chấm nêu lý do"]

    def test_a_line_is_struck(self, scored, meeting):
        usual = {"meeting": meeting, "by": scored.chair, "at": scored.at(42)}
        kept = course.write_line(**usual, text="Đúng")
        course.strike_line(line=course.write_line(**usual, text="Nhầm"), by=scored.chair)
        assert meeting.lines.get() == kept

    @pytest.mark.parametrize("text", [" \n", "x" * 501])
    def test_not_an_empty_nor_an_endless_one(self, scored, meeting, text):
        with unchanged(), pytest.raises(Refused):
            course.write_line(meeting=meeting, text=text, by=scored.chair, at=scored.at(42))

    def test_the_secret_vote_tells_no_split_of_two(self, scored, meeting):
        motion = meetings.put_to_vote(
            meeting=meeting, text="?", is_secret=True, by=scored.chair, at=scored.at(42)
        )
        for member in (scored.chair, scored.vice):
            meetings.vote(motion=motion, choice="for", by=member)
        type(motion).objects.filter(pk=motion.pk).update(closed_at=scored.at(42))
        said = course.minutes_so_far(meeting, [])
        assert said[-1].text == "Đã kết thúc biểu quyết."


@pytest.fixture
def drafted(scored, meeting) -> Meeting:
    """Closed by the chair, its minutes are drafted."""
    meetings.conclude(meeting=meeting, text="Nhất trí", by=scored.chair, at=scored.at(43))
    return minutes.draft_minutes(meeting=meeting, by=scored.panel_secretary)


class TestConfirming:
    def test_the_secretary_then_members_then_who_has_concluded(self, scored, drafted):
        order = [turn.judge.user for turn in confirming.turns(drafted)]
        assert order[0] == scored.panel_secretary
        assert order[-1] == scored.chair

    def test_each_in_the_own_turn(self, scored, drafted):
        with unchanged(), pytest.raises(WrongState, match="trước"):
            confirming.confirm(meeting=drafted, by=scored.chair, at=scored.at(43))
        for turn in confirming.turns(drafted):
            confirming.confirm(meeting=drafted, by=turn.judge.user, at=scored.at(43))
        assert all(turn.at for turn in confirming.turns(drafted))

    def test_once(self, scored, drafted):
        usual = {"meeting": drafted, "by": scored.panel_secretary, "at": scored.at(43)}
        confirming.confirm(**usual)
        with unchanged(), pytest.raises(WrongState):
            confirming.confirm(**usual)

    def test_not_who_was_away(self, scored, drafted):
        drafted.attendances.filter(judge__user=scored.panel_secretary).delete()
        with unchanged(), pytest.raises(NotAllowed):
            confirming.confirm(meeting=drafted, by=scored.panel_secretary, at=scored.at(43))

    def test_not_before_the_meeting_is_closed(self, scored, meeting):
        draft = minutes.draft_minutes(meeting=meeting, by=scored.panel_secretary)
        with unchanged(), pytest.raises(WrongState):
            confirming.confirm(meeting=draft, by=scored.panel_secretary, at=scored.at(43))

    def test_a_draft_of_before_the_end_is_let_go(self, scored, meeting):
        minutes.draft_minutes(meeting=meeting, by=scored.panel_secretary)
        meetings.conclude(meeting=meeting, text="Xong", by=scored.chair, at=scored.at(43))
        assert Meeting.objects.get().minutes is None

    def test_whose_turn_it_is_is_told_and_reminded_once_a_day(self, scored, drafted):
        told = Message.objects.filter(recipient=scored.panel_secretary, key__startswith="minutes:")
        before = told.count()
        for _press in range(2):
            confirming.remind(meeting=drafted, by=scored.chair, at=scored.at(44))
        assert (before, told.count()) == (1, 2)

    def test_nobody_is_reminded_when_all_have_confirmed(self, scored, drafted):
        for turn in confirming.turns(drafted):
            confirming.confirm(meeting=drafted, by=turn.judge.user, at=scored.at(43))
        with unchanged(), pytest.raises(WrongState):
            confirming.remind(meeting=drafted, by=scored.chair, at=scored.at(44))

    @pytest.mark.parametrize("who", OUTSIDE_THE_LEAD)
    def test_nobody_else_reminds(self, scored, drafted, who):
        stranger = outsider(scored, who)
        with unchanged(), pytest.raises(NotAllowed):
            confirming.remind(meeting=drafted, by=stranger, at=scored.at(44))

    def test_the_page_offers_it_to_whose_turn_it_is(self, scored, drafted, client):
        offer = "Tôi đã đọc và xác nhận biên bản"
        assert offer in shown(client, scored.panel_secretary, drafted)
        assert offer not in shown(client, scored.chair, drafted)

    def test_the_page_does_not_call_it_a_signature(self, scored, drafted, client):
        page = shown(client, scored.panel_secretary, drafted)
        assert "Xác nhận lần lượt" in page
        assert "đã ký" not in page.replace("Biên bản đã ký", "").replace("tệp PDF đã ký số", "")


class TestSignaturesThatComeBack:
    def attached(self, scored, drafted, content: bytes) -> Meeting:
        paper = SimpleUploadedFile("bien-ban.pdf", content)
        usual = {"by": scored.panel_secretary, "at": scored.at(44)}
        return confirming.attach_signed(meeting=drafted, upload=paper, **usual)

    def test_a_scan_has_no_digital_one(self, scored, drafted):
        assert self.attached(scored, drafted, hostile.pdf()).signatures == []

    def test_a_digital_one_is_verified_and_named(self, scored, drafted):
        content = signing.seal(hostile.pdf(), reason="Biên bản")
        (signature,) = self.attached(scored, drafted, content).signatures
        assert signature == [signing.DEVELOPMENT_NAME] * 2

    def test_not_one_after_which_something_was_added(self, scored, drafted):
        content = signing.seal(hostile.pdf(), reason="Biên bản") + b"\n%%EOF\n"
        with unchanged(), pytest.raises(Refused, match="Chữ ký số"):
            self.attached(scored, drafted, content)

    def test_not_one_whose_file_was_changed(self, scored, drafted):
        content = signing.seal(hostile.pdf(), reason="Biên bản")
        place = content.index(b"/MediaBox")
        changed = content[:place] + b"/MediaBoy" + content[place + 9 :]
        with unchanged(), pytest.raises(Refused):
            self.attached(scored, drafted, changed)


class TestThePageLeads:
    def at(self, client, user, meeting) -> str:
        """The step that the page shows where the address asks for none."""
        page = visit_as(client, user).get(reverse("meeting", args=[meeting.pk]))
        return page.context["shown"].key

    def test_from_attendance_to_the_minutes(self, scored, meeting, client):
        first = meeting.agenda.first()
        there = list(scored.panel.judges.all())
        meeting.attendances.all().delete()
        assert self.at(client, scored.chair, meeting) == "diem-danh"
        meetings.note_attendance(meeting=meeting, present=there, by=scored.chair)
        assert self.at(client, scored.chair, meeting) == str(first.pk)
        for _entry in range(3):
            course.go_on(meeting=meeting, by=scored.chair, at=scored.at(42))
        assert self.at(client, scored.chair, meeting) == "ket-luan"
        meetings.conclude(meeting=meeting, text="Xong", by=scored.chair, at=scored.at(43))
        assert self.at(client, scored.chair, meeting) == "bien-ban"

    def test_the_spread_is_drawn_with_what_it_shows(self, scored, meeting, client):
        page = visit_as(client, scored.chair).get(reverse("meeting", args=[meeting.pk]))
        drawing = page.context["drawing"]
        assert "cao hơn hẳn" in drawing.finding or "thấp hơn hẳn" in drawing.finding
        assert len(drawing.lines[0].dots) == len(drawing.rows)

    def test_no_sheet_is_shown_while_somebody_still_scores(self, council, client):
        called = meetings.call(
            panel=council.panel,
            held_at=council.at(42),
            place="Phòng 2",
            by=council.chair,
            entries=BlindedEntry.objects.filter(round=council.round)[:1],
        )
        item = called.agenda.get()
        page = visit_as(client, council.chair).get(
            reverse("meeting", args=[called.pk]), {"xem": item.pk}
        )
        assert "drawing" not in page.context
