"""The order in which rounds stand on a judge's desk, and whose dates the calendar holds."""

import pytest
from django.urls import reverse

from judging.councils import progress
from judging.models import Round
from tests.judging.council import visit_as

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def dates_of(client) -> str:
    """The file that the desk leads to, with its lines unfolded."""
    return client.get(reverse("my_calendar")).content.decode().replace("\r\n ", "")


class TestTheDesk:
    def test_leads_to_the_end_of_the_round_and_to_no_title(self, client, council):
        page = visit_as(client, council.member).get(reverse("judge_desk")).content.decode()
        assert reverse("my_calendar") in page
        text = dates_of(client)
        queue = progress.queues_of(council.member)[0]
        assert f"SUMMARY:Hạn khóa phiếu: {council.round}" in text
        assert queue.tasks[0].assignment.blinded_entry.title not in text

    def test_a_round_that_is_over_is_folded_away(self, client, council):
        desk = reverse("judge_desk")
        before = visit_as(client, council.member).get(desk).context
        assert (len(before["panels"]), before["past"]) == (1, [])
        Round.objects.filter(edition=council.edition).update(state=Round.State.CLOSED)
        after = client.get(desk).context
        assert (after["panels"], len(after["past"])) == ([], 1)
        assert "VEVENT" not in dates_of(client)
