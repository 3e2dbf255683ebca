"""The authors of a draft, typed while the page saves by itself."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from competition import clock
from submissions.desk.forms import GeneralForm
from submissions.models import Entry
from submissions.writing import checklist, drafting

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TYPED = {
    "author-TOTAL_FORMS": "2",
    "author-INITIAL_FORMS": "1",  # as the page was opened, before it saved by itself
    "author-0-full_name": "Nông Thị Bích Ngọc",
    "author-0-share": "60",
    "author-1-full_name": "Hoàng Văn Thụ",
    "author-1-share": "40",
}


@pytest.fixture
def page(begun, client):
    """`page(step, **more)`: the two authors sent from a page that was opened with one."""
    owner = begun.cast.entrants[0]
    with clock.set_to(begun.at(3)):
        draft = drafting.start_draft(edition=begun.edition, by=owner, at=begun.at(3))
        client.force_login(owner)

        def sent(step: str = "authors", **headers: str):
            draft.refresh_from_db()
            typed = TYPED | {"revision": str(draft.revision)}
            address = reverse("edit_entry", args=[draft.public_id, step])
            return client.post(address, typed, headers=headers)

        sent.draft, sent.client = draft, client
        yield sent


def names(draft: Entry) -> list[str]:
    return list(draft.authors.values_list("full_name", flat=True))


BOTH = ["Nông Thị Bích Ngọc", "Hoàng Văn Thụ"]


def test_the_page_saves_both_by_itself(page):
    page(**{"X-Autosave": "1"})
    assert names(page.draft) == BOTH


def test_the_button_keeps_what_the_page_has_saved_before(page):
    page(**{"X-Autosave": "1"})
    page()
    assert names(page.draft) == BOTH


def test_a_row_that_was_emptied_goes(page):
    page(**{"X-Autosave": "1"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(TYPED, "author-1-full_name", "")
        page()
    assert names(page.draft) == BOTH[:1]


def sent_with(page, more: dict, **headers: str):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in more.items():
            patch.setitem(TYPED, name, value)
        return page(**headers)


class TestShares:
    def test_those_that_add_up_lead_on(self, page):
        assert page().headers["Location"].endswith("/sua/content/")

    @pytest.mark.parametrize("share", ["50", "30"])
    def test_those_that_do_not_lead_nowhere(self, page, share):
        answer = sent_with(page, {"author-1-share": share})
        total = 60 + int(share)
        assert answer.status_code == 422
        assert f"cộng lại là {total} %" in answer.content.decode()

    @pytest.mark.parametrize("share", ["40%", "40 %", "40,0"])
    def test_the_sign_of_percent_may_be_typed(self, page, share):
        assert sent_with(page, {"author-1-share": share}).status_code == 302

    @pytest.mark.parametrize(("share", "is_said"), [("bốn mươi", False), ("50", True)])
    def test_the_foot_says_saved_only_of_what_is_stored(self, page, share, is_said):
        answer = sent_with(page, {"author-1-share": share})
        foot = answer.content.decode().partition("data-saved")[2].partition("</span>")[0]
        assert ("Đã lưu lúc" in foot) is is_said

    def test_they_are_kept(self, page):
        sent_with(page, {"author-1-share": "50"})
        assert [int(one.share) for one in page.draft.authors.all()] == [60, 50]

    def test_and_can_be_mended_on_the_same_page(self, page):
        answer = sent_with(page, {"author-1-share": "50"})
        page.draft.refresh_from_db()
        assert answer.context["form"]["revision"].value() == str(page.draft.revision)
        assert page().status_code == 302

    def test_the_page_that_saves_by_itself_does_not_mind(self, page):
        answer = sent_with(page, {"author-1-share": "50"}, **{"X-Autosave": "1"})
        assert answer.status_code == 200

    def test_nobody_named_yet_leads_on(self, page):
        nobody = {"author-0-full_name": "", "author-1-full_name": ""}
        assert sent_with(page, nobody).status_code == 302


class TestThePageThatSavesByItself:
    """It names the field that is wrong, and never blames the line."""

    def test_it_says_which_field_is_wrong_and_why(self, page):
        answer = sent_with(page, {"author-1-share": "bốn mươi"}, **{"X-Autosave": "1"})
        assert answer.status_code == 422
        assert "Tỷ lệ đóng góp" in answer.json()["text"]
        assert "lớn hơn 0" in answer.json()["text"]

    def test_a_day_that_is_none_is_named_too(self, page):
        answer = sent_with(page, {"author-0-birth_date": "hôm qua"}, **{"X-Autosave": "1"})
        assert "Ngày sinh" in answer.json()["text"]


class TestPeople:
    @pytest.mark.parametrize("phone", ["abc", "12", "0912 345 67x"])
    def test_what_is_no_phone_is_told(self, page, phone):
        answer = sent_with(page, {"author-0-phone": phone})
        rows = answer.context["formset"]
        assert list(rows.errors[0]) == ["phone"]
        assert rows[0]["phone"].value() == phone

    @pytest.mark.parametrize("phone", ["0912 345 678", "+84 912 345 678", "0208.3855.123", ""])
    def test_a_phone_is_kept_as_it_was_typed(self, page, phone):
        sent_with(page, {"author-0-phone": phone})
        assert page.draft.authors.first().phone == phone

    @pytest.mark.parametrize("day", ["1/1/2031", "1/1/1800", "hôm qua"])
    def test_what_is_no_birth_date_is_told(self, page, day):
        answer = sent_with(page, {"author-0-birth_date": day})
        rows = answer.context["formset"]
        assert list(rows.errors[0]) == ["birth_date"]
        assert rows[0]["birth_date"].value() == day

    def test_today_is_no_day_to_come(self, page):
        today = page.draft.edition.phase("submission").opens_at
        answer = sent_with(page, {"author-0-birth_date": f"{today:%d/%m/%Y}"})
        assert answer.status_code == 302


def test_a_work_is_not_applied_before_its_day(page):
    page.draft.edition.first_applied_from = datetime.date(2025, 1, 1)
    page.draft.edition.questions.filter(key="first_applied").delete()
    with clock.set_to(page.draft.edition.phase("submission").opens_at):
        form = GeneralForm(
            {"first_applied_on": "1/1/2050", "revision": "1"}, entry=page.draft, initial={}
        )
        assert "first_applied_on" in form.errors


class TestAges:
    """The rules take authors of 20 to 29 years."""

    @pytest.fixture
    def page(self, page):
        page.draft.edition.min_age, page.draft.edition.max_age = 20, 29
        page.draft.edition.save()
        return page

    @pytest.fixture
    def born(self, page):
        """`born(years)`: a date of birth of so many years on the day of the deadline."""
        day = page.draft.edition.closing_day
        return lambda years: f"{day:%d/%m}/{day.year - years}"

    @pytest.mark.parametrize(("years", "why"), [(30, "quá tuổi"), (19, "chưa đủ tuổi")])
    @pytest.mark.parametrize("step", ["authors", "whole"])
    def test_one_who_may_not_enter_is_told_beside_the_date(self, page, born, years, why, step):
        dates = {"author-0-birth_date": born(years), "author-1-birth_date": born(25)}
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (dates | {"entrant": "group"}).items():
                patch.setitem(TYPED, name, value)
            answer = page(step)
        rows = answer.context["formset"]
        assert answer.status_code == 422
        assert why in rows[0].errors["birth_date"][0]
        assert not rows[1].errors

    def test_what_was_typed_is_kept_all_the_same(self, page, born):
        sent_with(page, {"author-0-birth_date": born(30)})
        assert names(page.draft) == BOTH

    @pytest.mark.parametrize("years", [20, 29])
    def test_one_at_the_limit_may(self, page, born, years):
        assert sent_with(page, {"author-0-birth_date": born(years)}).status_code == 302

    def test_the_page_that_saves_by_itself_is_not_stopped(self, page, born):
        answer = sent_with(page, {"author-0-birth_date": born(30)}, **{"X-Autosave": "1"})
        assert answer.status_code == 200

    def test_the_page_says_the_rule(self, page, client):
        shown = client.get(reverse("edit_entry", args=[page.draft.public_id, "authors"]))
        assert "từ 20 đến 29 tuổi" in shown.content.decode()


class TestAnotherWindow:
    """The draft was saved elsewhere after this page was opened."""

    @pytest.fixture(params=["authors", "whole"])
    def stale(self, page, request):
        """The answer to a page with the two authors, after another window stored two others."""
        owner = page.draft.owner
        others = [
            {"full_name": "Lê Thị Riêng", "share": 70},
            {"full_name": "Vi Văn Én", "share": 30},
        ]
        drafting.save_draft(
            entry=page.draft, by=owner, revision=page.draft.revision, changes={}, authors=others
        )
        page.client.force_login(owner)
        page.address = reverse("edit_entry", args=[page.draft.public_id, request.param])
        return page.client.post(page.address, TYPED | {"revision": str(page.draft.revision)})

    def test_what_is_stored_is_shown_and_stays(self, page, stale):
        assert stale.status_code == 422
        assert "Lê Thị Riêng" in [item.stored for item in stale.context["differences"]]
        assert names(page.draft) == ["Lê Thị Riêng", "Vi Văn Én"]

    def test_what_was_typed_here_stands_and_is_saved_by_the_next_press(self, page, stale):
        assert "Hoàng Văn Thụ" in stale.content.decode()
        revision = stale.context["form"]["revision"].value()
        page.client.post(page.address, TYPED | {"revision": revision})
        assert names(page.draft) == BOTH


def test_what_had_arrived_before_its_answer_was_lost_is_saved(page):
    page()
    address = reverse("edit_entry", args=[page.draft.public_id, "authors"])
    sent = page.client.post(address, TYPED | {"revision": "0"}, headers={"X-Autosave": "1"})
    page.draft.refresh_from_db()
    assert sent.json()["revision"] == page.draft.revision

    def test_a_blank_date_is_said_on_saving_and_stops_nothing(self, page, born):
        answer = sent_with(page, {"author-0-birth_date": born(25)})
        assert answer.status_code == 302
        assert page.draft.authors.count() == len(BOTH)

    def test_it_is_said_in_the_words_of_the_check_page(self, page, born):
        answer = sent_with(page, {"author-0-birth_date": born(25)})
        told = [str(message) for message in get_messages(answer.wsgi_request)]
        lacking = [lack.text for lack in checklist.missing(page.draft) if lack.step == "authors"]
        assert len(lacking) == 1
        assert told[-1].endswith(lacking[0])

    def test_it_names_who_lacks_it_and_nobody_else(self, page, born):
        answer = sent_with(page, {"author-0-birth_date": born(25)})
        told = [str(message) for message in get_messages(answer.wsgi_request)]
        assert BOTH[1] in told[-1]
        assert BOTH[0] not in told[-1]

    def test_nothing_is_said_where_both_are_given(self, page, born):
        dates = {"author-0-birth_date": born(25), "author-1-birth_date": born(26)}
        answer = sent_with(page, dates)
        assert len(list(get_messages(answer.wsgi_request))) == 1


class TestRowsWithoutTheirCounts:
    """The counts that go with the rows were lost or broken on the way."""

    @pytest.fixture
    def save(self, page):
        def saved(typed: dict[str, str]):
            page.draft.refresh_from_db()
            address = reverse("edit_entry", args=[page.draft.public_id, "authors"])
            return page.client.post(address, typed | {"revision": str(page.draft.revision)})

        return saved

    @pytest.mark.parametrize("count", [None, "abc", "", "-1", "1"])
    def test_they_are_kept_all_the_same(self, page, save, count):
        typed = {name: value for name, value in TYPED.items() if name != "author-TOTAL_FORMS"}
        save(typed | ({} if count is None else {"author-TOTAL_FORMS": count}))
        assert names(page.draft) == BOTH

    def test_a_refused_one_stays_on_the_page(self, save):
        typed = {name: value for name, value in TYPED.items() if "_FORMS" not in name}
        answer = save(typed | {"author-1-share": "nhiều"})
        assert answer.status_code == 422
        assert [row["full_name"].value() for row in answer.context["formset"]] == BOTH

    def test_no_row_at_all_removes_nobody(self, page, save):
        before = names(page.draft)
        assert save({}).status_code == 422
        assert names(page.draft) == before
