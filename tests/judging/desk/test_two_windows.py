"""One sheet in two windows, or on a laptop and a tablet: the second save never goes over the first
unseen, both versions are shown, and a press decides.
"""

import pytest
from django.urls import reverse

from competition.recap import CONFIRMED
from judging.models import Assignment, Scoresheet
from judging.scoring import scoresheets, versions
from tests.judging.council import points, typed_points, visit_as

pytestmark = pytest.mark.django_db

BY_SCRIPT = {"HTTP_X_AUTOSAVE": "1"}


@pytest.fixture
def task(council) -> Assignment:
    mine = Assignment.objects.countable().filter(judge__user=council.member)
    return mine.select_related("blinded_entry").order_by("pk").first()


@pytest.fixture
def judge(council, client):
    return visit_as(client, council.member)


@pytest.fixture
def typed(council) -> dict:
    return typed_points(council, "7,5") | {"comment": "Gõ ở đây", "remark": "", "private_note": ""}


@pytest.fixture
def upon(council, task) -> str:
    """The version of the page that stays open, while another window saves 9 points."""
    kept = scoresheets.save_sheet(
        assignment=task,
        points=points(council, "6"),
        comment="Đầu tiên",
        by=council.member,
        at=council.at(41.01),
    )
    version = versions.version_of(kept)
    scoresheets.save_sheet(
        assignment=task,
        points=points(council, "9"),
        comment="Cửa sổ kia",
        by=council.member,
        at=council.at(41.02),
    )
    return version


def save(client, task, typed, **headers):
    return client.post(reverse("save_sheet", args=[task.public_id]), typed, **headers)


def stored(task) -> Scoresheet:
    return Scoresheet.objects.get(assignment=task)


class TestTheVerbs:
    @pytest.mark.parametrize("verb", [scoresheets.save_sheet, scoresheets.submit_sheet])
    def test_what_was_typed_upon_an_older_version_is_refused(self, council, task, upon, verb):
        with pytest.raises(versions.StaleSheet):
            verb(
                assignment=task,
                points=points(council, "7"),
                comment="Cũ",
                by=council.member,
                at=council.at(41.03),
                upon=upon,
            )
        assert stored(task).comment == "Cửa sổ kia"

    def test_what_is_the_same_is_no_other_version(self, council, task, upon):
        kept = scoresheets.save_sheet(
            assignment=task,
            points=points(council, "9,0"),
            comment=" Cửa sổ kia ",
            by=council.member,
            at=council.at(41.03),
            upon=upon,
        )
        assert kept.saved_at == council.at(41.03)

    def test_a_sheet_that_began_elsewhere_is_noticed(self, council, task, upon):
        with pytest.raises(versions.StaleSheet):
            scoresheets.save_sheet(
                assignment=task,
                points=points(council, "7"),
                comment="",
                by=council.member,
                at=council.at(41.03),
                upon="",
            )


class TestThePage:
    def test_it_sends_its_version(self, judge, task, upon):
        page = judge.get(reverse("sheet", args=[task.public_id]))
        assert page.context["upon"] == versions.version_of(stored(task))
        assert f'value="{page.context["upon"]}"' in page.content.decode()

    def test_both_versions_stand_beside_each_other(self, judge, task, upon, typed):
        answer = save(judge, task, typed | {"upon": upon})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Cửa sổ kia" in text
        assert "Gõ ở đây" in text
        assert stored(task).comment == "Cửa sổ kia"

    def test_only_what_differs_is_named(self, judge, council, task, upon, typed):
        same = typed_points(council, "9") | {"comment": "Gõ ở đây"}
        answer = save(judge, task, typed | same | {"upon": upon})
        assert [item.name for item in answer.context["differences"]] == ["comment"]

    def test_another_press_of_the_old_page_decides_nothing(self, judge, task, upon, typed):
        again = save(judge, task, typed | {"upon": upon}).context["upon"]
        assert save(judge, task, typed | {"upon": again}).status_code == 422
        assert stored(task).comment == "Cửa sổ kia"

    def test_the_button_below_both_saves_what_was_typed_here(self, judge, task, upon, typed):
        version = save(judge, task, typed | {"upon": upon}).context["version"]
        assert save(judge, task, typed | {"upon": [upon, version]}).status_code == 302
        assert stored(task).comment == "Gõ ở đây"

    def test_a_page_without_a_version_saves_as_before(self, judge, task, upon, typed):
        assert save(judge, task, typed).status_code == 302

    def test_a_mark_that_cannot_be_taken_is_compared_too(self, judge, task, upon, typed):
        first = next(iter(typed))
        answer = save(judge, task, typed | {first: "999", "upon": upon})
        assert answer.context["differences"][0].typed == "999"
        assert stored(task).comment == "Cửa sổ kia"

    def test_no_older_version_is_locked(self, judge, task, upon, typed):
        address = reverse("lock_sheet", args=[task.public_id])
        answer = judge.post(address, typed | {"upon": upon, CONFIRMED: "yes"})
        assert answer.status_code == 422
        assert stored(task).state == Scoresheet.State.DRAFT

    def test_the_two_presses_of_a_lock_are_one_version(self, judge, task, typed):
        address = reverse("lock_sheet", args=[task.public_id])
        first = judge.post(address, typed | {"upon": ""})
        judge.post(address, dict(first.context["kept"]) | {CONFIRMED: "yes"})
        assert stored(task).state == Scoresheet.State.LOCKED


class TestLockedElsewhere:
    @pytest.fixture
    def locked(self, council, task) -> Scoresheet:
        return scoresheets.submit_sheet(
            assignment=task,
            points=points(council, "9"),
            comment="Đã khóa",
            by=council.member,
            at=council.at(41.02),
        )

    def test_the_locked_sheet_is_shown_and_what_was_typed_beside_it(
        self, judge, task, locked, typed
    ):
        answer = save(judge, task, typed | {"upon": ""})
        assert answer.context["comment"] == "Đã khóa"
        assert {row["value"] for row in answer.context["rows"]} == {"9"}
        assert "Gõ ở đây" in [item.typed for item in answer.context["differences"]]

    def test_the_script_is_told_that_something_was_typed(self, judge, task, locked, typed):
        told = save(judge, task, typed | {"upon": ""}, **BY_SCRIPT).json()
        assert told["locked"]
        assert "Gõ ở đây" in told["both"]

    def test_what_arrived_before_its_answer_was_lost_is_no_difference(
        self, judge, council, task, locked
    ):
        same = typed_points(council, "9") | {"comment": "Đã khóa", "upon": ""}
        told = save(judge, task, same, **BY_SCRIPT).json()
        assert (told["locked"], told["both"]) == (True, "")


class TestTheScript:
    def test_it_gets_both_versions_and_what_is_stored(self, judge, task, upon, typed):
        told = save(judge, task, typed | {"upon": upon}, **BY_SCRIPT).json()
        assert "Cửa sổ kia" in told["both"]
        assert told["stored"]["comment"] == "Cửa sổ kia"
        assert (told["version"], told["newest"]) == ("", versions.version_of(stored(task)))

    def test_a_saved_draft_tells_its_version(self, judge, task, typed):
        told = save(judge, task, typed | {"upon": ""}, **BY_SCRIPT).json()
        assert told["version"] == versions.version_of(stored(task))

    def test_what_was_kept_beside_a_bad_mark_tells_its_version(self, judge, task, typed):
        first = next(iter(typed))
        told = save(judge, task, typed | {first: "999", "upon": ""}, **BY_SCRIPT).json()
        assert told["version"] == versions.version_of(stored(task))
        assert told["both"] == ""
