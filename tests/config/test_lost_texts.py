"""What a refused press has typed stands on the page that answers it, once, and nowhere else."""

import html

import pytest
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import User
from competition.rows import DealtWith
from config.typed import LostTexts
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory

WORDS = "Số liệu chưa khớp & <sổ> của hợp tác xã"
PLACE = '<main><template data-place="typed"></template>{}</main>'


def posted(**sent):
    request = RequestFactory().post("/", sent)
    request.session = SessionStore()
    request._messages = FallbackStorage(request)
    request.user = User()
    return request


def answered(request, page: str, status: int = 422, **told) -> str:
    response = HttpResponse(PLACE.format(page), status=status, **told)
    return LostTexts(lambda _request: response)(request).content.decode()


def copied(page: str) -> int:
    return page.count('<blockquote data-typed="text">')


@pytest.mark.parametrize("status", [422, 404])
def test_a_text_that_the_page_has_lost(status):
    page = answered(posted(reason=WORDS), "<p>Việc này đã có người làm.</p>", status)
    assert html.escape(WORDS) in page
    assert copied(page) == 1


@pytest.mark.parametrize(
    "field",
    [
        f"<textarea>\n{html.escape(WORDS)}</textarea>",
        f'<input name="reason" value="{html.escape(WORDS)}">',
        f'<dd data-typed="reason">{html.escape(WORDS)}</dd>',
        f"<p>Bạn đã gõ: {html.escape(WORDS)}</p>",
    ],
)
def test_what_stands_there_is_not_shown_again(field):
    assert copied(answered(posted(reason=WORDS), field)) == 0


def test_a_short_text_is_not_found_by_chance():
    assert copied(answered(posted(reason="không"), "<p>Bạn không có quyền.</p>")) == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"csrfmiddlewaretoken": "mot-dau-hieu-dai"},
        {"password": "Mật khẩu của tôi"},
        {"role": "41", "holder": "1234"},
        {"upon": "e6bfd271ed67e096bdd4a87b773ec75a759391eec6be33689d64d143acde4cf0"},
        {"kind": "not_held"},
    ],
)
def test_nothing_that_nobody_typed(sent):
    assert copied(answered(posted(**sent), "")) == 0


@pytest.mark.parametrize(
    "told",
    [{"status": 200}, {"status": 403}, {"status": 422, "content_type": "application/json"}],
)
def test_no_other_answer_is_touched(told):
    assert answered(posted(reason=WORDS), "", **told) == PLACE.format("")


class TestAnAnswerThatLeadsToAnotherPage:
    def led(self, request):
        LostTexts(lambda _request: HttpResponseRedirect("/khac/"))(request)
        return request.session

    def opened(self, session) -> str:
        request = RequestFactory().get("/khac/", headers={"Cookie": "sessionid=x"})
        request.session = session
        return answered(request, "", 200)

    def test_a_refused_one_shows_it_there_to_whoever_has_no_script(self):
        request = posted(reason=WORDS)
        messages.error(request, "Việc này đã có người làm.")
        page = self.opened(self.led(request))
        assert "<noscript><section" in page
        assert html.escape(WORDS) in page

    def test_once(self):
        request = posted(reason=WORDS)
        messages.error(request, "Việc này đã có người làm.")
        session = self.led(request)
        self.opened(session)
        assert copied(self.opened(session)) == 0

    def test_nothing_of_strangers_is_held(self):
        request = posted(reason=WORDS)
        request.user = AnonymousUser()
        messages.error(request, "Việc này đã có người làm.")
        assert copied(self.opened(self.led(request))) == 0

    def test_one_that_went_through_shows_nothing(self):
        request = posted(reason=WORDS)
        messages.success(request, "Đã gửi.")
        assert copied(self.opened(self.led(request))) == 0


@pytest.mark.django_db
class TestAViewWithoutAPageForIt:
    def told(self, request):
        return LostTexts(lambda _request: HttpResponse()).process_exception(
            request, DealtWith("Khánh đã xác nhận.")
        )

    def test_it_is_told_what_was_done(self, rf):
        request = rf.post("/", {"reason": WORDS}, headers={"Referer": "http://testserver/don-vi/"})
        request.user = UserFactory()
        request.session = SessionStore()
        answer = self.told(request)
        assert answer.status_code == 422
        assert "Khánh đã xác nhận." in answer.content.decode()
        assert 'href="/don-vi/"' in answer.content.decode()

    def test_opened_as_a_page_it_is_not_there(self, rf):
        assert self.told(rf.get("/")) is None


@pytest.mark.django_db
class TestInTheHouse:
    def test_a_press_of_the_office_that_finds_nothing(self, client):
        edition = EditionFactory()
        client.force_login(secretary_of(edition))
        address = reverse("decline_report", args=[edition.slug])
        page = client.post(address, {"report": "x", "reason": WORDS})
        assert page.status_code == 404
        assert html.escape(WORDS) in page.content.decode()

    def test_one_of_a_desk(self, client):
        client.force_login(UserFactory())
        page = client.post(reverse("unit_decline_report", args=[7]), {"reason": WORDS})
        assert page.status_code == 404
        assert html.escape(WORDS) in page.content.decode()
