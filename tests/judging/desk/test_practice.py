"""A practice sheet counts nowhere and keeps nothing; and a copy of the signed undertaking."""

import pypdfium2
import pytest
from django.urls import reverse

from foundation.ledger.models import Event
from judging.models import Judge, Scoresheet
from tests.judging.council import OUTSIDE_THE_LEAD, outsider, typed_points, visit_as
from tests.reading import seen
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ROUTES = ("practice", "keep_practice", "check_practice")


@pytest.fixture
def seat(council) -> Judge:
    return council.panel.judges.get(user=council.member)


class TestPractice:
    def test_has_the_criteria_and_bands_of_the_round(self, council, seat, client):
        page = visit_as(client, council.member).get(reverse("practice", args=[seat.pk]))
        criteria = list(council.round.scheme.criteria.all())
        assert [row["criterion"] for row in page.context["rows"]] == criteria
        assert [len(row["bands"]) for row in page.context["rows"]] == [
            one.bands.count() for one in criteria
        ]

    @pytest.mark.parametrize("route", ["keep_practice", "check_practice"])
    def test_keeps_nothing_and_writes_no_line(self, council, seat, client, route):
        typed = typed_points(council) | {"comment": "Rõ"}
        browser = visit_as(client, council.member)
        with unchanged():
            browser.post(reverse(route, args=[seat.pk]), typed)
        assert not Scoresheet.objects.exists()
        assert not Event.objects.filter(verb="sheet.locked").exists()

    def test_says_with_what_it_would_be_locked(self, council, seat, client):
        typed = typed_points(council) | {"comment": "Rõ"}
        address = reverse("check_practice", args=[seat.pk])
        page = seen(visit_as(client, council.member).post(address, typed))
        total = 10 * council.round.scheme.criteria.count()
        assert f"khóa với {total} điểm" in page

    def test_says_what_is_wrong_beside_its_field_and_keeps_what_was_typed(
        self, council, seat, client
    ):
        address = reverse("check_practice", args=[seat.pk])
        typed = typed_points(council, text="999") | {"comment": "Đang gõ dở"}
        answer = visit_as(client, council.member).post(address, typed)
        assert answer.status_code == 422
        assert all(row["error"] for row in answer.context["rows"])
        assert "Đang gõ dở" in seen(answer)
        assert 'value="999"' in seen(answer)

    def test_its_script_is_told_that_nothing_is_kept(self, council, seat, client):
        address = reverse("keep_practice", args=[seat.pk])
        answer = visit_as(client, council.member).post(address, {}, headers={"X-Autosave": "1"})
        assert answer.json() == {"saved": "Phiếu thử: không lưu gì.", "version": ""}

    @pytest.mark.parametrize("route", ROUTES)
    @pytest.mark.parametrize("who", OUTSIDE_THE_LEAD[1:-1])
    def test_is_a_strangers_404(self, council, seat, client, who, route):
        browser = visit_as(client, outsider(council, who))
        assert browser.post(reverse(route, args=[seat.pk])).status_code in (404, 405)

    @pytest.mark.parametrize("route", ROUTES[:1])
    def test_not_before_the_undertaking_is_signed(self, council, seat, client, route):
        Judge.objects.filter(pk=seat.pk).update(undertaking_at=None)
        browser = visit_as(client, council.member)
        assert browser.get(reverse(route, args=[seat.pk])).status_code == 404

    def test_is_offered_until_the_first_sheet_is_locked(self, council, seat, client, scored):
        offer = reverse("practice", args=[seat.pk])
        assert offer not in seen(visit_as(client, scored.member).get(reverse("judge_desk")))

    def test_is_offered_before(self, council, seat, client):
        offer = reverse("practice", args=[seat.pk])
        assert offer in seen(visit_as(client, council.member).get(reverse("judge_desk")))


class TestTheCopy:
    def test_says_who_has_signed_what_and_when(self, council, seat, client):
        address = reverse("undertaking_copy", args=[seat.pk])
        answer = visit_as(client, council.member).get(address)
        words = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_bounded()
        plain = " ".join(words.split())
        assert str(council.member) in plain
        assert "Tôi giữ bí mật" in plain or "giữ bí mật" in plain
        line = Event.objects.get(verb="judge.undertook", payload__seat=seat.pk)
        assert line.digest[:20] in plain.replace(" ", "")

    def test_not_before_it_is_signed(self, council, seat, client):
        Judge.objects.filter(pk=seat.pk).update(undertaking_at=None)
        address = reverse("undertaking_copy", args=[seat.pk])
        assert visit_as(client, council.member).get(address).status_code == 404

    def test_nobody_elses(self, council, seat, client):
        address = reverse("undertaking_copy", args=[seat.pk])
        assert visit_as(client, council.chair).get(address).status_code == 404
