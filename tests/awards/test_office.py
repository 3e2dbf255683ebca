"""The secretariat's, the committee's and the public's pages from the vote's end to the certificate,
by the contest's clock.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from awards.models import Approval, AwardDecision, Certificate, Ratification, Standing
from competition import clock
from foundation.jobs.drain import drain
from foundation.vault import store
from submissions.models import Entry
from tests.conftest import small

pytestmark = pytest.mark.django_db


def sign_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def office(client, voted):
    return sign_in(client, voted.cast.secretary)


def press(client, rehearsal, action, **data):
    address = reverse("awards_office", args=[rehearsal.edition.slug])
    return client.post(address, {"action": action} | data, follow=True)


def test_from_the_count_to_the_certificate_through_the_pages(office, voted, client):
    edition, second = voted.edition, sign_in(Client(), voted.cast.committee[0])
    with clock.set_to(voted.at(77)):
        press(office, voted, "compute")
        page = press(office, voted, "ask")
        row = Standing.objects.get().rows.first()
        author = Entry.objects.get(pk=voted.works[0].entry.pk).authors.first().full_name
        assert row.code in page.content.decode()
        assert author not in page.content.decode()
        press(office, voted, "unseal")  # the same person: refused
        assert Standing.objects.get().unsealing.opened_at is None
        second.post(reverse("open_seals", args=[edition.slug]))
        assert author in office.get(reverse("awards_office", args=[edition.slug])).content.decode()
        press(office, voted, "open_vote")
        rows = list(Standing.objects.get().rows.exclude(tier=None))
        for member in voted.cast.committee[:5]:
            visitor = sign_in(Client(), member)
            visitor.post(
                reverse("ratify", args=[edition.slug]), {f"row-{row.pk}": "yes" for row in rows}
            )
        assert Approval.objects.count() == 5 * len(rows)
        press(office, voted, "close_vote")
    assert Ratification.objects.get().closed_at
    with clock.set_to(voted.at(92)):
        bad = press(
            office,
            voted,
            "adopt",
            number="77/QĐ-BTCCT",
            date="ngày mai",
            signer_name="Lê An",
            signer_title="TRƯỞNG BAN",
        )
        assert bad.status_code == 422
        assert "77/QĐ-BTCCT" in bad.content.decode()  # nothing typed is lost
        press(
            office,
            voted,
            "adopt",
            number="77/QĐ-BTCCT",
            date="01/06/2030",
            signer_name="Lê An",
            signer_title="TRƯỞNG BAN",
        )
        press(office, voted, "announce")
        press(office, voted, "issue")
        drain()
        page = office.get(reverse("awards_office", args=[edition.slug])).content.decode()
    assert AwardDecision.objects.get().announced_at == voted.at(92)
    certificate = Certificate.objects.first()
    assert certificate.serial in page
    winner = sign_in(Client(), certificate.award.entry.owner)
    answer = winner.get(reverse("certificate_pdf", args=[certificate.verify_id]))
    content = b"".join(answer.streaming_content)
    assert content == store.read(certificate.pdf)
    stranger = Client()
    assert stranger.get(reverse("certificate_pdf", args=[certificate.verify_id])).status_code == 302
    verify = reverse("verify_certificate", args=[certificate.verify_id])
    assert "còn hiệu lực" in stranger.get(verify).content.decode()
    good = stranger.post(verify, {"file": SimpleUploadedFile("g.pdf", content)}).content.decode()
    assert "đúng" in good.lower()
    assert "không phải tệp" not in good
    press(office, voted, "revoke", certificate=certificate.pk, reason="Kê khai sai")
    assert "đã bị thu hồi" in stranger.get(verify).content.decode()


def test_the_office_of_another_edition_is_closed_to_this_secretariat(client, voted):
    other = small(seed=12)
    other.set_up()
    visitor = sign_in(client, voted.cast.secretary)
    for room in ("edition_desk", "entry_queue", "judging_office", "voting_office", "awards_office"):
        assert visitor.get(reverse(room, args=[voted.edition.slug])).status_code == 200
        assert visitor.get(reverse(room, args=[other.edition.slug])).status_code == 404


def test_counts_do_not_exist_before_the_close_not_even_for_the_office(client, judged):
    visitor = sign_in(client, judged.cast.secretary)
    page = visitor.get(reverse("voting_office", args=[judged.edition.slug])).content.decode()
    assert "Trước khi đóng không có số đếm nào" in page
