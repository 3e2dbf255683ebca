"""Sheets, rounds, rankings and the count are read once more before they are final."""

import pytest
from django.urls import reverse

from competition import clock
from competition.recap import CONFIRMED
from judging.models import Assignment, Ranking, Round, Scoresheet
from tests.judging.council import score, typed_points, visit_as
from tests.pressing import facts_of, pressed
from voting.models import Tally

pytestmark = pytest.mark.django_db


def of(button: str, rehearsal) -> str:
    return reverse(button, args=[rehearsal.edition.slug])


class TestTheOffice:
    @pytest.fixture
    def scored(self, council):
        score(council)
        return council

    def test_a_round_is_closed_by_the_second_press(self, scored, client):
        office = visit_as(client, scored.cast.secretary)
        first = office.post(of("close_round", scored))
        assert Round.objects.get(pk=scored.round.pk).state == Round.State.OPEN
        assert "Đóng vòng chấm này?" in first.content.decode()
        office.post(of("close_round", scored), {CONFIRMED: first.context["recap"].digest})
        assert Round.objects.get(pk=scored.round.pk).state == Round.State.CLOSED

    def test_it_says_how_many_sheets_are_missing(self, council, client):
        sheets = Assignment.objects.countable().filter(judge__panel__round=council.round).count()
        entries = council.round.blinded_entries.count()
        answer = visit_as(client, council.cast.secretary).post(of("close_round", council))
        assert facts_of(answer) == [council.round.name, str(entries), str(sheets), str(sheets)]

    def test_what_was_read_before_a_sheet_was_locked_is_read_again(self, council, client):
        office = visit_as(client, council.cast.secretary)
        before = office.post(of("close_round", council)).context["recap"].digest
        score(council)
        answer = office.post(of("close_round", council), {CONFIRMED: before})
        assert "đã thay đổi" in answer.content.decode()
        assert Round.objects.get(pk=council.round.pk).state == Round.State.OPEN

    def test_a_ranking_is_frozen_by_the_second_press(self, scored, client):
        office = visit_as(client, scored.cast.secretary)
        pressed(office, of("close_round", scored))
        first = office.post(of("freeze_ranking", scored))
        sheets = Scoresheet.objects.filter(state="locked").count()
        assert facts_of(first)[-1] == str(sheets)
        assert not Ranking.objects.exists()
        pressed(office, of("freeze_ranking", scored))
        assert Ranking.objects.count() == 1

    def test_the_vote_is_counted_by_the_second_press(self, judged, client):
        office = visit_as(client, judged.cast.secretary)
        with clock.set_to(judged.at(76)):
            first = office.post(of("close_vote", judged))
            assert not Tally.objects.exists()
            assert facts_of(first) == ["6", "0"]  # works, set aside; no number of votes
            pressed(office, of("close_vote", judged))
        assert Tally.objects.count() == 1


class TestTheJudge:
    @pytest.fixture
    def task(self, council) -> Assignment:
        mine = Assignment.objects.countable().filter(judge__user=council.member)
        return mine.select_related("blinded_entry").order_by("pk").first()

    @pytest.fixture
    def typed(self, council) -> dict:
        return typed_points(council, "7,5") | {"comment": "Số liệu\nrõ", "remark": "Ghi chi phí"}

    def lock(self, client, task, typed):
        return client.post(reverse("lock_sheet", args=[task.public_id]), typed)

    def test_a_sheet_is_locked_by_the_second_press(self, council, client, task, typed):
        visit_as(client, council.member)
        first = self.lock(client, task, typed)
        sheet = Scoresheet.objects.get(assignment=task)
        assert (first.status_code, sheet.state) == (200, Scoresheet.State.DRAFT)
        again = dict(first.context["kept"]) | {CONFIRMED: first.context["recap"].digest}
        self.lock(client, task, again)
        sheet.refresh_from_db()
        assert (sheet.state, sheet.comment) == (Scoresheet.State.LOCKED, "Số liệu\nrõ")

    def test_marks_total_and_words_are_read(self, council, client, task, typed):
        visit_as(client, council.member)
        marks = len([name for name in typed if name.startswith("points-")])
        total = f"{marks * 7.5:g}".replace(".", ",")
        read = facts_of(self.lock(client, task, typed))
        assert read == [*["7,5"] * marks, total, "Số liệu\nrõ", "Ghi chi phí"]

    def test_what_is_typed_is_kept_as_a_draft(self, council, client, task, typed):
        visit_as(client, council.member)
        self.lock(client, task, typed)
        kept = Scoresheet.objects.get(assignment=task)
        assert set(kept.points.values()) == {"7.50"}

    def test_a_missing_mark_is_told_at_once(self, council, client, task, typed):
        visit_as(client, council.member)
        missing = next(name for name in typed if name.startswith("points-"))
        answer = self.lock(client, task, typed | {missing: ""})
        assert answer.status_code == 422
        assert "recap" not in answer.context

    def test_several_are_locked_by_the_second_press(self, council, client, task, typed):
        visit_as(client, council.member)
        client.post(reverse("save_sheet", args=[task.public_id]), typed)
        address = reverse("lock_sheets", args=[task.judge_id])
        first = client.post(address, {"sheet": [str(task.public_id)]})
        assert [what for what, _total in first.context["recap"].facts] == [task.blinded_entry.code]
        assert not Scoresheet.objects.filter(state="locked").exists()
        pressed(client, address, {"sheet": [str(task.public_id)]})
        assert Scoresheet.objects.get(assignment=task).state == Scoresheet.State.LOCKED

    @pytest.mark.parametrize("typed", ["abc", "", "0", "a" * 400])
    def test_what_names_no_sheet_locks_none(self, council, client, task, typed):
        visit_as(client, council.member)
        answer = client.post(reverse("lock_sheets", args=[task.judge_id]), {"sheet": [typed]})
        assert answer.status_code == 302
        assert not Scoresheet.objects.filter(state="locked").exists()

    @pytest.mark.parametrize("name", ["comment", "private_note"])
    def test_words_beyond_every_measure_are_told_and_kept_on_the_page(
        self, council, client, task, typed, name
    ):
        visit_as(client, council.member)
        address = reverse("save_sheet", args=[task.public_id])
        answer = client.post(address, typed | {name: "x" * 10_001})
        assert answer.status_code == 422
        assert "10.000" in answer.content.decode()
        assert "x" * 10_001 in answer.content.decode()
        assert client.post(address, typed | {name: "x" * 10_000}).status_code == 302
