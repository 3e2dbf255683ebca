"""What cannot be undone is read once more before: what it is about, and what follows."""

import pytest
from django.http import QueryDict

from competition.recap import CONFIRMED, Recap, shown

RECAP = Recap("Đóng?", [("Phiếu", 3), ("Vòng", "Sơ khảo")], ["Không ai sửa được nữa."], "Đóng")


class TestTheWords:
    def test_a_first_press_has_read_nothing(self):
        assert not RECAP.is_read(QueryDict(""))

    def test_one_that_sends_its_digest_has(self):
        assert RECAP.is_read(QueryDict(f"{CONFIRMED}={RECAP.digest}"))

    @pytest.mark.parametrize("facts", [[("Phiếu", 4), ("Vòng", "Sơ khảo")], [("Phiếu", 3)], []])
    def test_not_when_it_is_about_something_else_by_now(self, facts):
        since = Recap(RECAP.question, facts, RECAP.after, RECAP.button)
        assert not since.is_read(QueryDict(f"{CONFIRMED}={RECAP.digest}"))

    def test_everything_that_was_sent_is_sent_again(self):
        posted = QueryDict("csrfmiddlewaretoken=x&sheet=1&sheet=2&reason=R%C3%B5")
        assert shown(RECAP, posted)["kept"] == [("sheet", "1"), ("sheet", "2"), ("reason", "Rõ")]

    def test_the_first_time_nothing_is_said_to_have_changed(self):
        assert shown(RECAP, QueryDict(""))["changed"] == ""

    def test_a_press_for_something_else_is_told_so(self):
        assert "đọc lại" in str(shown(RECAP, QueryDict(f"{CONFIRMED}=x"))["changed"])
