"""A dossier that is open in two windows: the second is shown what the first has stored otherwise,
and nothing else.
"""

import pytest
from django.urls import reverse

from competition import clock
from submissions.models import Entry
from submissions.writing import drafting

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TABLE = {
    f"benefits-{row}-{column}": "" for row in range(6) for column in ("what", "before", "after")
}
ROW = {"benefits-0-what": "Công", "benefits-0-before": "90", "benefits-0-after": "45"}


@pytest.fixture
def window(begun, client):
    """`window(step, **typed)`: a page that was opened before another window saved."""
    owner = begun.cast.entrants[0]
    with clock.set_to(begun.at(3)):
        draft = drafting.start_draft(edition=begun.edition, by=owner, at=begun.at(3))
        client.force_login(owner)

        def sent(step: str, headers: dict[str, str] | None = None, **typed: object):
            address = reverse("edit_entry", args=[draft.public_id, step])
            return client.post(address, {"revision": "0"} | typed, headers=headers)

        sent.draft = draft
        yield sent


def save(draft: Entry, authors: list[dict] | None = None, **changes: object) -> None:
    """In the other window."""
    drafting.save_draft(entry=draft, by=draft.owner, revision=0, changes=changes, authors=authors)


def is_saved(answer) -> bool:
    """What was sent is what stands: its answer was lost, or the other window typed the same."""
    return answer.status_code == 302


def shown(answer) -> list[tuple[str, str]]:
    assert answer.status_code == 422
    return [(one.label, one.stored) for one in answer.context["differences"]]


class TestOneWindow:
    """What the script sends while an answer cannot be read."""

    def test_the_script_is_told_where_what_was_right_now_stands(self, window):
        typed = {"novelty": "Điểm mới", "area": "rộng"}
        answer = window("content", headers={"X-Autosave": "1"}, **typed)
        assert answer.status_code == 422
        assert answer.json()["revision"] == "1"

    def test_the_next_save_of_the_same_window_is_no_other_window(self, window):
        typed = {"novelty": "Điểm mới", "area": "rộng"}
        stands = window("content", headers={"X-Autosave": "1"}, **typed).json()["revision"]
        assert is_saved(window("content", **typed | {"area": "2,5", "revision": stands}))

    def test_a_real_other_window_is_still_told_by_the_press(self, window):
        save(window.draft, answers={"novelty": "Bản thứ nhất"})
        answer = window("content", headers={"X-Autosave": "1"}, novelty="Bản thứ hai")
        assert "revision" not in answer.json()


class TestTheSameSentAgain:
    """Its answer was lost, or the page was left while it was on its way."""

    AGAIN = {"X-Autosave": "again"}
    TYPED = TABLE | {"novelty": "Điểm mới", "area": "rộng"}  # no number: never stored

    def test_what_was_wrong_with_it_is_no_other_window(self, window):
        window("content", headers={"X-Autosave": "1"}, **self.TYPED)
        answer = window("content", headers=self.AGAIN, **self.TYPED)
        assert answer.json()["revision"] == "1"

    def test_nor_in_the_whole_dossier(self, window):
        typed = {f"dossier-{name}": value for name, value in self.TYPED.items()}
        typed |= {"title": "Máy gieo", "entrant": "person", "author-TOTAL_FORMS": "1"}
        typed |= {"author-INITIAL_FORMS": "0", "author-0-full_name": "An", "author-0-share": "?"}
        window("whole", headers={"X-Autosave": "1"}, **typed)
        answer = window("whole", headers=self.AGAIN, **typed)
        assert answer.json()["revision"] == "1"

    def test_what_is_wrong_is_said_all_the_same(self, window):
        window("content", headers={"X-Autosave": "1"}, **self.TYPED)
        assert "area" in window("content", headers=self.AGAIN, **self.TYPED).json()["errors"]

    def test_another_window_is(self, window):
        save(window.draft, answers={"novelty": "Bản thứ nhất"})
        assert "revision" not in window("content", headers=self.AGAIN, **self.TYPED).json()

    def test_a_first_sending_that_is_wrong_is_told_of_another_window(self, window):
        save(window.draft, answers={"novelty": "Điểm mới", "area": "12"})
        answer = window("content", headers={"X-Autosave": "1"}, **self.TYPED)
        assert "revision" not in answer.json()


class TestContent:
    def test_one_answer_of_many_is_named(self, window):
        save(window.draft, answers={"novelty": "Bản thứ nhất", "content": "Như nhau"})
        typed = TABLE | {"novelty": "Bản thứ hai", "content": "Như nhau"}
        assert shown(window("content", **typed)) == [("Tính mới, tính sáng tạo", "Bản thứ nhất")]

    def test_a_table_that_nobody_touched_is_not(self, window):
        row = {"what": "Công", "before": "90", "after": "45"}
        save(window.draft, answers={"benefits": [row], "area": "2.5", "stage": "Ý tưởng"})
        typed = TABLE | ROW | {"area": "2,50", "stage": "Ý tưởng"}
        assert is_saved(window("content", **typed))

    def test_a_table_that_differs_is_shown_in_words(self, window):
        save(window.draft, answers={"benefits": [{"what": "Công", "before": "80", "after": "45"}]})
        assert shown(window("content", **TABLE)) == [
            ("Chỉ tiêu trước và sau khi áp dụng", "Công: 80 → 45")
        ]

    def test_lines_that_a_browser_ends_otherwise_are_the_same(self, window):
        save(window.draft, answers={"novelty": "Dòng một\nDòng hai"})
        assert is_saved(window("content", **TABLE, novelty="Dòng một\r\nDòng hai"))


class TestGeneral:
    def test_what_differs_is_said_as_the_form_says_it(self, window):
        fields = list(window.draft.edition.fields.all()[:2])
        save(window.draft, title="Máy gieo hạt", field=fields[0], entrant="group")
        typed = {"title": "Máy gieo hạt", "field": fields[1].pk, "entrant": "person"}
        assert shown(window("general", **typed)) == [
            ("Đối tượng dự thi", "nhóm tác giả"),
            ("Lĩnh vực", fields[0].label),
        ]


class TestAuthors:
    ROWS = {
        "author-TOTAL_FORMS": "3",
        "author-INITIAL_FORMS": "1",
        "author-0-full_name": "Nông Thị Ngọc",
        "author-0-share": "55,50",
        "author-0-birth_date": "2/9/1990",
        "author-1-full_name": "Hoàng Văn Thụ",
        "author-1-share": "44,5",
        "author-2-full_name": "",
    }

    @pytest.fixture
    def stored(self) -> list[dict]:
        return [
            {"full_name": "Nông Thị Ngọc", "share": "55.5", "birth_date": "1990-09-02"},
            {"full_name": "Hoàng Văn Thụ", "share": "44.5"},
        ]

    def test_those_that_are_the_same_are_not_named(self, window, stored):
        save(window.draft, authors=stored)
        assert is_saved(window("authors", **self.ROWS))

    def test_one_field_of_one_is(self, window, stored):
        stored[1]["phone"] = "0912 345 678"
        save(window.draft, authors=stored)
        assert shown(window("authors", **self.ROWS)) == [("Tác giả 2: Điện thoại", "0912 345 678")]

    def test_one_that_only_one_window_has_is(self, window, stored):
        save(window.draft, authors=stored[:1])
        assert shown(window("authors", **self.ROWS)) == [("Tác giả 2", "")]

    def test_saving_again_is_a_decision(self, window, stored):
        save(window.draft, authors=stored[:1])
        again = window("authors", **self.ROWS).context["form"]["revision"].value()
        window("authors", **self.ROWS, revision=again)
        assert window.draft.authors.count() == 2


def test_the_whole_dossier_names_what_differs_of_every_step(window):
    save(
        window.draft,
        title="Máy gieo hạt",
        answers={"novelty": "Bản thứ nhất"},
        authors=[{"full_name": "Nông Thị Ngọc", "share": "100"}],
    )
    typed = {f"dossier-{name}": value for name, value in TABLE.items()} | {
        "title": "Máy gieo hạt ngô",
        "entrant": "person",
        "dossier-novelty": "Bản thứ nhất",
        "author-TOTAL_FORMS": "1",
        "author-INITIAL_FORMS": "0",
        "author-0-full_name": "Nông Thị Ngọc",
        "author-0-share": "90",
    }
    assert shown(window("whole", **typed)) == [
        ("Tên công trình", "Máy gieo hạt"),
        ("Tác giả 1: Tỷ lệ đóng góp (%)", "100"),
    ]
