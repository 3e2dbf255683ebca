"""The buttons of the judges' and the council's pages: each has an address of its own."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from competition.models import JointRequest, Scheme
from foundation.notifications.models import Message
from judging.councils import meetings
from judging.models import Assignment, BlindedEntry, KeyedSheet, Reopening, Scoresheet, Visit
from judging.scoring import keyed, versions
from tests.judging.council import points, score, typed_points, visit_as
from tests.pressing import pressed

pytestmark = pytest.mark.django_db


def task_of(council, user):
    return Assignment.objects.countable().filter(judge__user=user).first()


def addresses(council) -> list[tuple[str, str]]:
    """(button, its page) of everything that the chair of a panel may press."""
    task = task_of(council, council.chair)
    meeting = meetings.call(
        panel=council.panel, held_at=council.at(42), place="Phòng 302", by=council.chair
    )
    of_meeting = [
        "note_attendance",
        "begin_presentation",
        "go_on",
        "give_more_time",
        "write_line",
        "strike_line",
        "say_in_meeting",
        "confirm_minutes",
        "remind_to_confirm",
        "conclude_item",
        "put_to_vote",
        "vote_on_motion",
        "close_motion",
        "conclude_meeting",
        "draft_minutes",
        "attach_minutes",
    ]
    seat = [task.judge_id]
    panel = [council.panel.pk]
    buttons = [
        ("save_sheet", "sheet", [task.public_id]),
        ("lock_sheet", "sheet", [task.public_id]),
        ("sign_seat", "judge_seat", seat),
        ("send_seat_code", "judge_seat", seat),
        ("decline_seat", "judge_seat", seat),
        ("keep_practice", "practice", seat),
        ("check_practice", "practice", seat),
        ("lock_sheets", "compare_sheets", seat),
        ("remind_panel", "panel_progress", panel),
        ("call_meeting", "panel_progress", panel),
        *((button, "meeting", [meeting.pk]) for button in of_meeting),
    ]
    return [
        (reverse(button, args=args), reverse(page, args=args)) for button, page, args in buttons
    ]


def test_a_reload_leads_to_the_page_and_a_stranger_finds_nothing(council, client):
    pairs = addresses(council)
    visit_as(client, council.chair)
    assert [client.get(button)["Location"] for button, _page in pairs] == [
        page for _button, page in pairs
    ]
    visit_as(client, council.cast.entrants[0])
    assert {client.post(button).status_code for button, _page in pairs} == {404}


def test_pages_take_no_form(council, client):
    visit_as(client, council.chair)
    task = task_of(council, council.chair)
    for page in (
        reverse("sheet", args=[task.public_id]),
        reverse("judge_seat", args=[task.judge_id]),
        reverse("compare_sheets", args=[task.judge_id]),
        reverse("panel_progress", args=[council.panel.pk]),
    ):
        assert client.post(page, {"action": "lock", "lock": "1"}).status_code == 405


class TestTheSheet:
    def test_the_script_saves_and_locks_at_two_addresses(self, council, client):
        task = task_of(council, council.member)
        visit_as(client, council.member)
        saving = reverse("save_sheet", args=[task.public_id])
        locking = reverse("lock_sheet", args=[task.public_id])
        page = client.get(reverse("sheet", args=[task.public_id])).content.decode()
        assert f'action="{saving}"' in page
        assert f'formaction="{locking}"' in page
        script = {"headers": {"X-Autosave": "1"}}
        saved = client.post(saving, typed_points(council), **script).json()
        assert set(saved) == {"saved", "version"}
        bad = client.post(saving, typed_points(council, "99"), **script)
        assert bad.status_code == 422
        assert json.loads(bad.content)["locked"] is False
        locked = client.post(locking, typed_points(council), **script).json()
        assert locked == {"next": reverse("judge_desk")}
        again = client.post(locking, typed_points(council), **script)
        assert again.status_code == 422
        assert again.json()["locked"] is True

    def test_without_script_what_is_refused_is_shown_again(self, council, client):
        task = task_of(council, council.member)
        visit_as(client, council.member)
        typed = typed_points(council, "mười") | {"comment": "Chưa xong"}
        answer = client.post(reverse("lock_sheet", args=[task.public_id]), typed)
        assert answer.status_code == 422
        assert 'value="mười"' in answer.content.decode()
        assert "Chưa xong" in answer.content.decode()
        kept = Scoresheet.objects.get()
        assert (kept.state, kept.points, kept.comment) == ("draft", {}, "Chưa xong")

    def test_one_mark_that_cannot_be_costs_no_other(self, council, client):
        task = task_of(council, council.member)
        visit_as(client, council.member)
        typed = typed_points(council, "7") | {"comment": "Rõ"}
        bad, *good = [name for name in typed if name.startswith("points-")]
        answer = client.post(
            reverse("save_sheet", args=[task.public_id]),
            typed | {bad: "bảy"},
            headers={"X-Autosave": "1"},
        )
        sheet = Scoresheet.objects.get(assignment=task)
        assert answer.status_code == 422
        assert list(answer.json()["errors"]) == [bad.removeprefix("points-")]
        assert answer.json()["version"] == versions.version_of(sheet)
        assert set(sheet.points) == {name.removeprefix("points-") for name in good}
        assert sheet.comment == "Rõ"

    def test_nor_does_a_press_that_would_lock(self, council, client):
        task = task_of(council, council.member)
        visit_as(client, council.member)
        typed = typed_points(council, "7") | {"comment": "Rõ"}
        bad = next(name for name in typed if name.startswith("points-"))
        client.post(reverse("lock_sheet", args=[task.public_id]), typed | {bad: ""})
        sheet = Scoresheet.objects.get(assignment=task)
        assert sheet.state == Scoresheet.State.DRAFT
        assert len(sheet.points) == len(typed) - 2

    def test_words_for_points_beside_another_refusal_are_shown_again(self, council, client):
        task = task_of(council, council.member)
        visit_as(client, council.member)
        pressed(client, reverse("lock_sheet", args=[task.public_id]), typed_points(council))
        answer = client.post(
            reverse("save_sheet", args=[task.public_id]), typed_points(council, "Khá. Tốt")
        )
        assert answer.status_code == 422

    def test_kept_points_are_shown_as_they_are_written_here(self, council, client):
        task = task_of(council, council.member)
        visit_as(client, council.member)
        client.post(reverse("save_sheet", args=[task.public_id]), typed_points(council, "7.50"))
        page = client.get(reverse("sheet", args=[task.public_id])).content.decode()
        assert 'value="7,5"' in page

    @pytest.mark.parametrize("button", ["recuse", "decline_seat"])
    def test_what_needs_a_reason_says_so_where_it_was_asked(self, council, client, button):
        task = task_of(council, council.member)
        visit_as(client, council.member)
        where = {"recuse": task.public_id, "decline_seat": task.judge_id}[button]
        answer = client.post(reverse(button, args=[where]), {"reason": " "})
        assert answer.status_code == 422
        assert 'data-variant="error"' in answer.content.decode()


class TestTheCouncil:
    def test_reminders_and_their_refusal(self, council, client):
        visit_as(client, council.panel_secretary)
        address = reverse("remind_panel", args=[council.panel.pk])
        assert client.post(address).status_code == 302
        assert Message.objects.filter(key__startswith="missing:").count() == 3
        council.round.state = "closed"
        council.round.save()
        assert client.post(address).status_code == 422
        assert visit_as(client, council.member).post(address).status_code == 404

    def test_a_sheet_is_reopened_by_two(self, scored, client):
        sheet = Scoresheet.objects.filter(assignment__judge__user=scored.member).first()
        entry = sheet.assignment.blinded_entry
        where = [scored.panel.pk, entry.code]
        visit_as(client, scored.panel_secretary)
        asking = reverse("ask_reopening", args=where)
        assert client.post(asking, {"sheet": sheet.pk, "reason": " "}).status_code == 422
        assert client.post(asking, {"sheet": sheet.pk, "reason": "Nhầm"}).status_code == 302
        joint = JointRequest.objects.get(kind="reopening")
        request = reverse("joint_request", args=[joint.pk])
        assert request in client.get(reverse("panel_entry", args=where)).content.decode()
        agreeing = reverse("agree_joint_request", args=[joint.pk])
        assert client.post(agreeing).status_code == 404
        visit_as(client, scored.chair)
        assert "Nhầm" in client.get(request).content.decode()
        assert client.post(agreeing).status_code == 302
        assert Reopening.objects.get().agreed_by == scored.chair

    def test_a_message_leads_to_the_sites_own_language_whoever_causes_it(self, council, client):
        visit_as(client, council.panel_secretary)
        address = reverse("call_meeting", args=[council.panel.pk])
        typed = {"day": "13/04/2030", "hour": "8", "place": "Phòng 302", "agenda": "none"}
        called = pressed(client, f"/en{address}", typed)  # a Saturday: it asks once more
        meeting = council.panel.meetings.get()
        assert called["Location"] == f"/en/cham-diem/hop/{meeting.pk}/"
        links = Message.objects.filter(key__startswith="meeting:").values_list("link", flat=True)
        assert set(links) == {f"/cham-diem/hop/{meeting.pk}/"}

    def test_a_word_in_the_discussion(self, scored, client):
        entry = BlindedEntry.objects.filter(round=scored.round).first()
        visit_as(client, scored.member)
        address = reverse("say_in_council", args=[scored.panel.pk, entry.code])
        assert client.post(address, {"text": "Cần xem lại số liệu"}).status_code == 302
        assert entry.discussion.get().text == "Cần xem lại số liệu"

    def test_the_scan_of_the_minutes(self, scored, client):
        meeting = meetings.call(
            panel=scored.panel, held_at=scored.at(42), place="Phòng 302", by=scored.chair
        )
        visit_as(client, scored.chair)
        address = reverse("attach_minutes", args=[meeting.pk])
        nothing = client.post(address)
        assert nothing.status_code == 422
        assert "Hãy chọn" in nothing.content.decode()
        upload = SimpleUploadedFile("x.pdf", b"%PDF-1.7")
        assert client.post(address, {"file": upload}).status_code == 422  # no minutes yet

    def test_an_item_of_the_agenda(self, scored, client):
        entries = list(BlindedEntry.objects.filter(round=scored.round)[:1])
        meeting = meetings.call(
            panel=scored.panel,
            held_at=scored.at(42),
            place="Phòng 302",
            entries=entries,
            by=scored.chair,
        )
        item = meeting.agenda.get()
        visit_as(client, scored.chair)
        typed = {"item": item.pk, "text": "Giữ nguyên điểm"}
        address = reverse("conclude_item", args=[meeting.pk])
        assert client.post(address, typed).status_code == 302
        item.refresh_from_db()
        assert item.conclusion == "Giữ nguyên điểm"
        assert client.post(address, {"item": "x"}).status_code == 404


class TestPaper:
    def test_compared_or_taken_away(self, council, client):
        panel = [council.panel.pk]
        for assignment in keyed.open_assignments(council.panel)[:2]:
            keyed.key_in(
                assignment=assignment,
                points=points(council),
                comment="",
                source="giấy",
                by=council.panel_secretary,
                at=council.at(41),
            )
        first, second = KeyedSheet.objects.order_by("pk")
        visit_as(client, council.panel_secretary)
        checking, rejecting = (
            reverse("check_sheet", args=panel),
            reverse("reject_sheet", args=panel),
        )
        assert client.post(checking, {"keyed": first.pk}).status_code == 422
        visit_as(client, council.cast.secretary)
        page = client.get(reverse("paper_sheets", args=panel)).content.decode()
        assert f'action="{checking}"' in page
        assert f'formaction="{rejecting}"' in page
        assert client.post(checking, {"keyed": first.pk}).status_code == 302
        assert client.post(rejecting, {"keyed": second.pk}).status_code == 302
        assert Scoresheet.objects.filter(state="locked").count() == 1
        assert KeyedSheet.objects.filter(checked_at=None).count() == 0

    def test_the_table_of_a_meeting(self, council, client):
        visit_as(client, council.panel_secretary)
        address = reverse("import_table", args=[council.panel.pk])
        assert client.post(address).status_code == 422
        table = SimpleUploadedFile("bang.xlsx", keyed.blank_table(council.panel))
        assert client.post(address, {"table": table}).status_code == 422  # no points in it


class TestVisits:
    @pytest.fixture
    def visiting(self, council):
        Scheme.objects.filter(pk=council.round.scheme_id).update(
            names_authors=True, has_visits=True
        )
        return council

    def test_planned_then_recorded(self, visiting, client):
        panel = [visiting.panel.pk]
        entry = BlindedEntry.objects.filter(round=visiting.round).first()
        team = visiting.panel.judges.get(user=visiting.vice)
        typed = {
            "entry": entry.code,
            "day": "20/04/2030",
            "hour": "08:30",
            "place": "Xã Đại Từ",
            "team": [team.pk],
        }
        planning = reverse("plan_visit", args=panel)
        visit_as(client, visiting.chair)
        wrong = client.post(planning, typed | {"day": "mai"})
        assert wrong.status_code == 422
        assert "Xã Đại Từ" in wrong.content.decode()
        assert pressed(client, planning, typed).status_code == 302  # a Saturday: it asks once more
        visit = Visit.objects.get()
        recording = reverse("record_visit", args=panel)
        visit_as(client, visiting.member)  # a member who is not of the team
        assert client.post(recording, {"visit": visit.pk, "text": "x"}).status_code == 404
        visit_as(client, visiting.vice)
        silent = client.post(recording, {"visit": visit.pk, "text": " "})
        assert silent.status_code == 422
        assert client.post(recording, {"visit": visit.pk, "text": "Chạy tốt"}).status_code == 302
        visit.refresh_from_db()
        assert visit.record == "Chạy tốt"

    def test_a_member_plans_none(self, visiting, client):
        score(visiting, only=visiting.member)
        visit_as(client, visiting.member)
        answer = client.post(reverse("plan_visit", args=[visiting.panel.pk]), {})
        assert answer.status_code == 422
        assert not Visit.objects.exists()


def test_a_meeting_is_called_while_sheets_are_missing(council, client):
    visit_as(client, council.chair)
    typed = {"day": "5/3/2031", "hour": "8h30", "place": "Phòng 302", "agenda": "wide"}
    answer = client.post(reverse("call_meeting", args=[council.panel.pk]), typed)
    assert answer.status_code == 302
    assert council.panel.meetings.get().agenda.count() == 0
