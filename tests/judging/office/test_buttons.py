"""The office's buttons of judging: each has an address, calls one verb, leads back to its page."""

import pytest
from django.urls import reverse

from competition.models import Edition
from judging.models import Assignment, Judge, Panel, Ranking, Round, Scoresheet
from judging.scoring import reopening
from tests.judging.council import score, visit_as
from tests.pressing import pressed

pytestmark = pytest.mark.django_db

OF_THE_ROUND = [
    "establish_panel",
    "appoint_judge",
    "set_rights",
    "propose_assignment",
    "move_sheet",
    "confirm_assignment",
    "release_sheet",
    "commit_lottery",
    "draw_lottery",
    "open_round",
    "close_round",
]
OF_THE_RANKING = ["freeze_ranking", "supersede_ranking", "promote_entries"]


def address(council, button, query=""):
    return reverse(button, args=[council.edition.slug]) + query


@pytest.mark.parametrize("button", OF_THE_ROUND)
def test_a_stranger_finds_no_button_and_a_reload_leads_to_the_page(council, client, button):
    seat = council.panel.judges.first()
    query = f"?vong={council.round.order}&giam-khao={seat.pk}"
    for stranger in (council.chair, council.cast.entrants[0]):
        answer = visit_as(client, stranger).post(address(council, button, query))
        assert answer.status_code in (302, 404)
        assert "/quan-tri/cham/" not in answer.headers.get("Location", "")
    visit_as(client, council.cast.secretary)
    answer = client.get(address(council, button, query))
    assert answer["Location"] == address(council, "judging_office", query)


@pytest.mark.parametrize("button", OF_THE_RANKING)
def test_the_rankings_buttons_are_found_once_the_round_is_closed(scored, client, button):
    visit_as(client, scored.cast.secretary)
    assert client.post(address(scored, button)).status_code == 404
    pressed(client, address(scored, "close_round"))
    assert client.get(address(scored, button))["Location"] == address(scored, "ranking_office")


def test_an_edition_that_is_not_there(council, client):
    visit_as(client, council.cast.secretary)
    assert not Edition.objects.filter(slug="khong-co").exists()
    assert client.post(reverse("open_round", args=["khong-co"])).status_code == 404


def test_a_panel_that_cannot_be_established_keeps_what_was_typed(council, client):
    visit_as(client, council.cast.secretary)
    typed = {"name": "Hội đồng 2", "fields_": [council.edition.fields.first().pk]}
    answer = client.post(address(council, "establish_panel"), typed)
    assert answer.status_code == 422
    assert 'value="Hội đồng 2"' in answer.content.decode()
    assert Panel.objects.filter(round=council.round).count() == 1


def test_a_member_is_appointed_and_gets_other_rights(council, client):
    visit_as(client, council.cast.secretary)
    person = council.cast.voters[0]
    about = {"panel": council.panel.pk, "email": person.email, "position": "judge"}
    assert client.post(address(council, "appoint_judge"), about).status_code == 422
    typed = about | {"reason": "21/QĐ"}
    unknown = client.post(address(council, "appoint_judge"), typed | {"email": "la@example.vn"})
    assert unknown.status_code == 422
    assert "la@example.vn" in unknown.content.decode()
    assert client.post(address(council, "appoint_judge"), typed).status_code == 302
    seat = Judge.objects.get(user=person)
    assert seat.may_vote
    rights = {"judge": seat.pk, "may_comment": "on"}
    assert client.post(address(council, "set_rights"), rights).status_code == 422
    client.post(address(council, "set_rights"), rights | {"reason": "Vắng họp"})
    seat.refresh_from_db()
    assert seat.may_comment
    assert not seat.may_vote


def test_another_position_is_read_before_it_is_given(council, client):
    visit_as(client, council.cast.secretary)
    seat = council.panel.judges.get(user=council.member)
    typed = {
        "panel": council.panel.pk,
        "email": council.member.email,
        "position": "vice_chair",
        "reason": "Thay người",
    }
    page = client.post(address(council, "appoint_judge"), typed)
    facts = [str(value) for _what, value in page.context["recap"].facts]
    assert facts[2:] == [str(seat.get_position_display()), "phó chủ tịch hội đồng"]
    seat.refresh_from_db()
    assert seat.position == "judge"
    pressed(client, address(council, "appoint_judge"), typed)
    seat.refresh_from_db()
    assert seat.position == "vice_chair"


def test_a_late_sheet_is_taken_off_with_a_reason(council, client):
    score(council, only=council.chair)
    late = Assignment.objects.get(
        judge__user=council.member, blinded_entry=council.round.blinded_entries.first()
    )
    visit_as(client, council.cast.secretary)
    refused = client.post(address(council, "release_sheet"), {"assignment": late.pk})
    assert refused.status_code == 422
    typed = {"assignment": late.pk, "reason": "Đi công tác"}
    assert client.post(address(council, "release_sheet"), typed).status_code == 302
    late.refresh_from_db()
    assert late.state == Assignment.State.RELEASED
    assert client.post(address(council, "release_sheet"), {"assignment": "x"}).status_code == 404


def test_the_judges_who_may_take_proposed_sheets_are_named_once(council, client):
    """And not in each line: there may be hundreds of judges and fifty lines."""
    proposed = Assignment.objects.filter(judge__user=council.member)
    assert proposed.update(state=Assignment.State.PROPOSED) > 1
    seat, other = (council.panel.judges.get(user=user) for user in (council.member, council.chair))
    visit_as(client, council.cast.secretary)
    page = client.get(address(council, "judging_office"), {"giam-khao": seat.pk}).content.decode()
    assert page.count(f'<option value="{other.pk}"') == 1
    assert page.count('name="assignment"') == proposed.count()


def test_what_waits_to_be_reopened_leads_to_its_request(scored, client):
    sheet = Scoresheet.objects.filter(assignment__judge__user=scored.member).first()
    asked = reopening.ask(sheet=sheet, reason="Nhập nhầm", by=scored.chair, at=scored.at(41))
    page = visit_as(client, scored.cast.secretary).get(address(scored, "judging_office"))
    assert asked.get_absolute_url() in page.content.decode()


def test_closed_frozen_superseded(scored, client):
    visit_as(client, scored.cast.secretary)
    assert client.post(address(scored, "open_round")).status_code == 422
    closed = pressed(client, address(scored, "close_round"), follow=True)
    assert closed.status_code == 200
    assert pressed(client, address(scored, "freeze_ranking")).status_code == 302
    assert Ranking.objects.in_force().filter(round=scored.round).exists()
    silent = client.post(address(scored, "supersede_ranking"), {"reason": " "})
    assert silent.status_code == 422
    client.post(address(scored, "supersede_ranking"), {"reason": "Chấm nhầm mã phách"})
    assert not Ranking.objects.in_force().exists()
    scored.round.refresh_from_db()
    assert scored.round.state == Round.State.CLOSED
