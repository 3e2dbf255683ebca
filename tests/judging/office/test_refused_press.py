"""A press of the office that is refused leaves the choices beside it as they were."""

import lxml.html
import pytest
from django.urls import reverse

from judging.councils import rounds
from judging.models import Round

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("mode", ["fair", "balanced"])
def test_the_way_of_assigning_stands(convened, client, monkeypatch, mode):
    def refuse(**_arguments):
        raise rounds.Refused("Chưa được.")

    monkeypatch.setattr(rounds, "open_round", refuse)
    client.force_login(
        convened.cast.secretary, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    Round.objects.update(state="preparing")
    address = reverse("open_round", args=[convened.edition.slug])
    answer = client.post(address, {"mode": mode})
    page = lxml.html.document_fromstring(answer.content.decode())
    [select] = page.xpath("//select[@name='mode']")
    assert answer.status_code == 422
    assert select.value == mode
