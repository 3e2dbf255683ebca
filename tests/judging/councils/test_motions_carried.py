"""How many must be for a motion, of how many; and what the minutes say of it."""

import io

import pypdfium2
import pytest
from django.urls import reverse
from docx import Document

from competition.errors import Refused
from competition.models import Scheme
from foundation.ledger import chain
from foundation.ledger.models import Event
from foundation.vault import store
from judging.councils import meetings
from judging.models import Meeting, Motion
from judging.papers import minutes
from tests.judging.council import visit_as
from tests.reading import seen
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]

NEEDS = Motion.Needs


@pytest.mark.parametrize(
    ("needs", "members", "present", "required"),
    [
        (NEEDS.HALF_PRESENT, 9, 6, 4),  # a half alone is not more than a half
        (NEEDS.HALF_PRESENT, 9, 7, 4),
        (NEEDS.HALF_MEMBERS, 9, 6, 5),
        (NEEDS.HALF_MEMBERS, 8, 6, 5),
        (NEEDS.THIRDS_PRESENT, 9, 6, 4),
        (NEEDS.THIRDS_PRESENT, 9, 7, 5),
        (NEEDS.THIRDS_MEMBERS, 9, 7, 6),
        (NEEDS.THIRDS_MEMBERS, 7, 6, 5),
        ("", 9, 6, None),
        (NEEDS.HALF_PRESENT, None, None, None),
    ],
)
def test_the_least_number_that_carries_it(needs, members, present, required):
    assert Motion(needs=needs, members=members, present=present).required == required


@pytest.fixture
def meeting(convened) -> Meeting:
    """Of the three who may vote, the chair and the vice-chair are there; the secretary is too."""
    called = meetings.call(
        panel=convened.panel, held_at=convened.at(42), place="Phòng 302", by=convened.chair
    )
    Scheme.objects.filter(pk=convened.round.scheme_id).update(quorum_percent=60)
    there = convened.panel.judges.exclude(user=convened.member)
    meetings.note_attendance(meeting=called, present=list(there), by=convened.chair)
    return called


def voted(contest, meeting, needs, *choices, is_secret=False) -> Motion:
    """A closed vote in which the chair, the vice-chair and the third member have chosen so."""
    usual = {"by": contest.chair, "at": contest.at(42)}
    motion = meetings.put_to_vote(
        meeting=meeting, text="Đề nghị giải Nhất?", is_secret=is_secret, needs=needs, **usual
    )
    for user, choice in zip([contest.chair, contest.vice, contest.member], choices, strict=False):
        meetings.vote(motion=motion, choice=choice, by=user)
    meetings.close_vote(motion=motion, **usual)
    motion.refresh_from_db()
    return motion


def test_at_the_close_it_is_noted_how_many_could_vote_and_how_many_were_there(convened, meeting):
    motion = voted(convened, meeting, NEEDS.HALF_PRESENT)
    assert (motion.members, motion.present) == (3, 2)


def test_who_comes_later_changes_nothing_of_it(convened, meeting):
    motion = voted(convened, meeting, NEEDS.HALF_PRESENT, "for")
    everybody = list(convened.panel.judges.all())
    meetings.note_attendance(meeting=meeting, present=everybody, by=convened.chair)
    motion.refresh_from_db()
    assert motion.required == 2


@pytest.fixture
def full_meeting(convened, meeting) -> Meeting:
    """All three who may vote are there: fewer hold no secret vote."""
    everybody = list(convened.panel.judges.all())
    meetings.note_attendance(meeting=meeting, present=everybody, by=convened.chair)
    return meeting


@pytest.mark.parametrize(
    ("needs", "choices", "carried"),
    [
        (NEEDS.HALF_PRESENT, ["for", "for", "against"], True),
        (NEEDS.HALF_PRESENT, ["for", "abstain", "against"], False),
        (NEEDS.HALF_MEMBERS, ["for", "for", "abstain"], True),
        (NEEDS.THIRDS_MEMBERS, ["for", "against", "against"], False),
    ],
)
def test_a_secret_one_is_carried_by_its_share(convened, full_meeting, needs, choices, carried):
    motion = voted(convened, full_meeting, needs, *choices, is_secret=True)
    assert meetings.is_carried(motion) is carried


@pytest.mark.parametrize(
    ("needs", "choices", "carried"),
    [
        (NEEDS.HALF_PRESENT, ["for", "for"], True),
        (NEEDS.HALF_PRESENT, ["for", "abstain"], False),
        (NEEDS.HALF_PRESENT, ["for"], False),
        (NEEDS.HALF_MEMBERS, ["for", "for"], True),
        (NEEDS.THIRDS_MEMBERS, ["for", "against"], False),
    ],
)
def test_it_is_carried_by_its_share(convened, meeting, needs, choices, carried):
    motion = voted(convened, meeting, needs, *choices)
    assert meetings.is_carried(motion) is carried


def test_nothing_is_carried_while_it_is_open(convened, meeting):
    motion = meetings.put_to_vote(
        meeting=meeting, text="Giải Nhất?", is_secret=False, by=convened.chair, at=convened.at(42)
    )
    meetings.vote(motion=motion, choice="for", by=convened.chair)
    assert meetings.is_carried(motion) is None


@pytest.mark.parametrize("needs", ["", "all"])
def test_no_other_share_is_asked(convened, meeting, needs):
    usual = {"text": "Giải Nhất?", "is_secret": True, "by": convened.chair, "at": convened.at(42)}
    with unchanged(), pytest.raises(Refused):
        meetings.put_to_vote(meeting=meeting, needs=needs, **usual)


@pytest.mark.parametrize("column", ["members", "present", "needs"])
def test_what_it_needed_is_kept_beside_the_line(convened, meeting, column):
    motion = voted(convened, meeting, NEEDS.HALF_PRESENT, "for")
    told = Event.objects.get(verb="council.voted").kept_text.text
    assert chain.canonical(meetings.counted_vote(motion)) == told
    setattr(motion, column, NEEDS.HALF_MEMBERS if column == "needs" else 1)
    assert chain.canonical(meetings.counted_vote(motion)) != told


def test_from_the_line_itself_no_split_can_be_tried_out(convened, meeting):
    """Of three members there are ten splits, and everybody who was there knows the question."""
    motion = voted(convened, meeting, NEEDS.HALF_PRESENT, "for")
    line = Event.objects.get(verb="council.voted").payload
    assert line.keys() == {"motion", "kept"}
    assert chain.digest_of(meetings.counted_vote(motion)) not in line.values()


def test_a_vote_from_before_is_told_as_it_was(convened, meeting):
    motion = voted(convened, meeting, NEEDS.HALF_PRESENT, "for")
    motion.needs = ""
    before = meetings.counted_vote(motion)
    motion.members = motion.present = None
    assert meetings.counted_vote(motion) == before


class TestTheMinutes:
    def rows(self, contest, meeting) -> list[list[str]]:
        """The cells of the table of votes in the Word file, without its heads."""
        minutes.draft_minutes(meeting=meeting, by=contest.chair)
        meeting.refresh_from_db()
        word = Document(io.BytesIO(store.read(meeting.minutes_docx)))
        tables = [table for table in word.tables if table.rows[0].cells[0].text == "Nội dung"]
        return [[cell.text for cell in row.cells] for row in tables[0].rows[1:]]

    def test_they_say_of_each_vote_what_it_needed_and_whether_it_had_it(
        self, convened, full_meeting
    ):
        meeting = full_meeting
        voted(convened, meeting, NEEDS.HALF_MEMBERS, "for", "for")
        voted(convened, meeting, NEEDS.THIRDS_PRESENT, "for", "against", "abstain", is_secret=True)
        asked = "Đề nghị giải Nhất?"
        assert self.rows(convened, meeting) == [
            [asked, "Công khai", "2", "0", "0", "Quá nửa tổng số thành viên: 2/3", "Thông qua"],
            [
                asked,
                "Kín",
                "1",
                "1",
                "1",
                "Hai phần ba số thành viên có mặt: 2/3",
                "Không thông qua",
            ],
        ]

    def test_they_judge_no_vote_of_which_no_share_was_asked(self, convened, meeting):
        motion = voted(convened, meeting, NEEDS.HALF_PRESENT, "for", "for")
        Motion.objects.filter(pk=motion.pk).update(needs="")
        assert self.rows(convened, meeting)[0][-2:] == ["", ""]

    def test_the_pdf_says_the_same(self, convened, meeting):
        voted(convened, meeting, NEEDS.HALF_MEMBERS, "for", "against")
        minutes.draft_minutes(meeting=meeting, by=convened.chair)
        meeting.refresh_from_db()
        pages = pypdfium2.PdfDocument(store.read(meeting.minutes))
        text = " ".join(page.get_textpage().get_text_range() for page in pages)
        assert "thành viên: 2/3 Không thông qua" in " ".join(text.split())


class TestThePage:
    @pytest.mark.parametrize(
        ("choices", "words"),
        [(["for", "for"], "Được thông qua."), (["for", "against"], "Không được thông qua.")],
    )
    def test_it_tells_whether_it_is_carried(self, convened, meeting, client, choices, words):
        voted(convened, meeting, NEEDS.HALF_PRESENT, *choices)
        page = visit_as(client, convened.member).get(reverse("meeting", args=[meeting.pk]))
        told = f"<b>{words}</b>Cần đạt: quá nửa số thành viên có mặt, ít nhất 2/2."
        assert told in seen(page)

    @pytest.mark.parametrize(("is_secret", "word"), [(True, "kín"), (False, "công khai")])
    def test_it_tells_how_it_was_voted(self, convened, full_meeting, client, is_secret, word):
        meeting = full_meeting
        voted(convened, meeting, NEEDS.HALF_PRESENT, *["for"] * 3, is_secret=is_secret)
        page = visit_as(client, convened.member).get(reverse("meeting", args=[meeting.pk]))
        assert f'<p class="soft">{word} · 3 thành viên' in seen(page)

    def test_its_form_asks_for_the_share(self, convened, meeting, client):
        visit_as(client, convened.chair).post(
            reverse("put_to_vote", args=[meeting.pk]),
            {"text": "Giải Nhất?", "needs": NEEDS.THIRDS_MEMBERS},
        )
        assert meeting.motions.get().needs == NEEDS.THIRDS_MEMBERS

    def test_a_share_that_is_none_is_refused(self, convened, meeting, client):
        answer = visit_as(client, convened.chair).post(
            reverse("put_to_vote", args=[meeting.pk]), {"text": "Giải Nhất?", "needs": "x"}
        )
        assert answer.status_code == 422
