"""By whom minutes are signed, and under which number."""

import io
import re

import pypdfium2
import pytest
from docx import Document

from foundation.vault import store
from judging.councils import meetings
from judging.papers import minutes

pytestmark = [pytest.mark.django_db]


class TestWhoSignsTheMinutes:
    """The chair; the vice-chair for the chair, where the vice-chair has concluded, or nobody else
    could.
    """

    def signs(self, contest, by=None) -> str:
        meeting = meetings.call(
            panel=contest.panel, held_at=contest.at(42), place="Phòng 302", by=contest.chair
        )
        if by:
            present = list(contest.panel.judges.filter(may_vote=True))
            meetings.note_attendance(meeting=meeting, present=present, by=contest.chair)
            meetings.conclude(meeting=meeting, text="Nhất trí", by=by, at=contest.at(42))
        minutes.draft_minutes(meeting=meeting, by=contest.cast.secretary)
        meeting.refresh_from_db()
        word = Document(io.BytesIO(store.read(meeting.minutes_docx)))
        return word.tables[-1].rows[0].cells[1].text

    def test_the_chair_who_has_concluded(self, convened):
        signed = self.signs(convened, by=convened.chair)
        assert signed.startswith("TM. HỘI ĐỒNG\nCHỦ TỊCH\n")
        assert signed.endswith(str(convened.chair))

    def test_the_vice_chair_who_has_concluded_signs_for_the_chair(self, convened):
        signed = self.signs(convened, by=convened.vice)
        assert signed.startswith("TM. HỘI ĐỒNG\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n")
        assert signed.endswith(str(convened.vice))

    def test_the_chair_where_nobody_has_concluded_yet(self, convened):
        assert self.signs(convened).endswith(str(convened.chair))

    def test_the_vice_chair_where_no_chair_signs(self, convened):
        convened.panel.judges.filter(user=convened.chair).update(may_sign=False)
        signed = self.signs(convened)
        assert "KT. CHỦ TỊCH" in signed
        assert signed.endswith(str(convened.vice))

    def test_nobody_is_named_where_neither_does(self, convened):
        leaders = [convened.chair, convened.vice]
        convened.panel.judges.filter(user__in=leaders).update(may_sign=False)
        assert self.signs(convened).strip() == "TM. HỘI ĐỒNG\nCHỦ TỊCH"


def number_of(contest, meeting) -> str:
    """As the PDF says it."""
    minutes.draft_minutes(meeting=meeting, by=contest.chair)
    meeting.refresh_from_db()
    page = pypdfium2.PdfDocument(store.read(meeting.minutes))[0]
    return re.findall(r"Số: (\S+)", page.get_textpage().get_text_range())[0]


def test_minutes_are_numbered_in_the_order_in_which_meetings_were_called(convened):
    usual = {"panel": convened.panel, "place": "Phòng 302", "by": convened.chair}
    first = meetings.call(held_at=convened.at(43), **usual)
    second = meetings.call(held_at=convened.at(42), **usual)
    assert [number_of(convened, one) for one in (first, second)] == ["01/BB-HĐ", "02/BB-HĐ"]


def test_the_word_file_says_for_whom_it_is(convened):
    meeting = meetings.call(
        panel=convened.panel, held_at=convened.at(42), place="Phòng 302", by=convened.chair
    )
    minutes.draft_minutes(meeting=meeting, by=convened.chair)
    meeting.refresh_from_db()
    word = Document(io.BytesIO(store.read(meeting.minutes_docx)))
    written = [paragraph.text for paragraph in word.paragraphs]
    assert written[-4:] == ["Nơi nhận:", *[f"- {line}" for line in minutes.RECIPIENTS]]
