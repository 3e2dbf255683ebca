"""The secretariat's, the committee's and the public's pages from the vote's end to the certificate,
by the contest's clock.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from awards import standings, unsealing
from awards.certificates import layout
from awards.models import Approval, AwardDecision, Certificate, Ratification, Standing, Unsealing
from competition import clock
from competition.verbs import address_of
from foundation.jobs.drain import drain
from foundation.vault import store
from judging.models import BlindedEntry
from submissions.models import Entry
from tests.factories.awards import StandingRowFactory
from tests.factories.judging import BlindedEntryFactory, ConflictFactory
from tests.pressing import pressed
from tests.rehearsed import small
from tests.walker.page import Page

pytestmark = pytest.mark.django_db


def sign_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def office(client, voted):
    return sign_in(client, voted.cast.secretary)


def press(client, rehearsal, button, **data):
    return pressed(client, reverse(button, args=[rehearsal.edition.slug]), data, follow=True)


def test_from_the_count_to_the_certificate_through_the_pages(office, voted, client):
    edition, second = voted.edition, sign_in(Client(), voted.cast.committee[0])
    with clock.set_to(voted.at(77)):
        press(office, voted, "compute_standing")
        page = press(office, voted, "ask_for_seals")
        row = Standing.objects.get().rows.first()
        author = Entry.objects.get(pk=voted.works[0].entry.pk).authors.first().full_name
        assert row.code in page.content.decode()
        assert author not in page.content.decode()
        agree = reverse("agree_joint_request", args=[unsealing.asked_for(edition).pk])
        assert office.post(agree).status_code == 404  # the same person
        assert not Unsealing.objects.exists()
        second.post(agree)
        assert author in office.get(reverse("awards_office", args=[edition.slug])).content.decode()
        press(office, voted, "open_ratification")
        rows = list(Standing.objects.get().rows.exclude(tier=None))
        for member in voted.cast.committee[:5]:
            visitor = sign_in(Client(), member)
            visitor.post(
                reverse("vote_on_prizes", args=[edition.slug]),
                {f"row-{row.pk}": "yes" for row in rows},
            )
        assert Approval.objects.count() == 5 * len(rows)
        press(office, voted, "close_ratification")
    assert Ratification.objects.get().closed_at
    with clock.set_to(voted.at(92)):
        bad = press(
            office,
            voted,
            "adopt_decision",
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
            "adopt_decision",
            number="77/QĐ-BTCCT",
            date="01/06/2030",
            signer_name="Lê An",
            signer_title="TRƯỞNG BAN",
        )
        press(office, voted, "announce_results")
        press(office, voted, "issue_certificates")
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
    press(office, voted, "revoke_certificate", certificate=certificate.pk, reason="Kê khai sai")
    assert "đã bị thu hồi" in stranger.get(verify).content.decode()


def test_the_office_of_another_edition_is_closed_to_this_secretariat(client, voted):
    other = small(seed=12)
    other.set_up()
    visitor = sign_in(client, voted.cast.secretary)
    for room in ("edition_desk", "entry_queue", "judging_office", "voting_office", "awards_office"):
        assert visitor.get(reverse(room, args=[voted.edition.slug])).status_code == 200
        assert visitor.get(reverse(room, args=[other.edition.slug])).status_code == 404


BUTTONS = [
    "put_comparison",
    "remind_comparison",
    "close_comparison",
    "compute_standing",
    "ask_for_seals",
    "open_ratification",
    "close_ratification",
    "adopt_decision",
    "announce_results",
    "issue_certificates",
    "stop_certificates",
    "revoke_certificate",
    "ask_for_choices",
]


def test_a_button_opened_by_get_leads_to_its_page(office, voted):
    page = reverse("awards_office", args=[voted.edition.slug])
    for button in BUTTONS:
        answer = office.get(reverse(button, args=[voted.edition.slug]))
        assert answer.status_code == 302, button
        assert answer.url == page, button


def test_where_nothing_is_left_to_do_no_form_stands_empty(client, awarded):
    with clock.set_to(awarded.at(94)):
        page = sign_in(client, awarded.cast.secretary).get(
            reverse("awards_office", args=[awarded.edition.slug])
        )
    forms = Page("/", page.content.decode()).forms()
    assert [form.action for form in forms if form.is_post and not form.is_sendable] == []


def test_what_is_not_there_yet_has_no_button(office, voted):
    nothing_to_act_on = set(BUTTONS) - {"compute_standing", "adopt_decision"}
    for button in nothing_to_act_on:
        answer = office.post(reverse(button, args=[voted.edition.slug]))
        assert answer.status_code == 404, button


def test_nobody_of_another_edition_or_role_presses_a_button(client, voted):
    other = small(seed=12)
    other.set_up()
    for button in BUTTONS:
        address = reverse(button, args=[voted.edition.slug])
        answer = sign_in(client, other.cast.secretary).post(address)
        assert answer.status_code == 404, button
        answer = sign_in(client, voted.cast.committee[0]).post(address)
        assert answer.status_code in (302, 404)  # no access to the office at all
    assert not Standing.objects.exists()


def test_only_the_committee_votes_at_its_desk(client, voted):
    address = reverse("vote_on_prizes", args=[voted.edition.slug])
    member = sign_in(client, voted.cast.committee[0])
    assert member.get(address).status_code == 405
    assert member.post(address).status_code == 404  # nothing to vote on yet
    assert sign_in(client, voted.cast.secretary).post(address).status_code == 404
    assert Client().post(address).status_code == 302


def test_addresses_that_are_printed_or_mailed_do_not_follow_the_readers_language(awarded):
    certificate = Certificate.objects.first()
    printed = layout.verify_address(certificate)
    with translation.override("en"):
        assert layout.verify_address(certificate) == printed
        assert address_of(certificate) == f"/xac-minh/{certificate.verify_id}/"
        vote = awarded.standing.ratification
        assert address_of(vote) == f"/ban-to-chuc/{awarded.edition.slug}/"


def test_counts_do_not_exist_before_the_close_not_even_for_the_office(client, judged):
    visitor = sign_in(client, judged.cast.secretary)
    page = visitor.get(reverse("voting_office", args=[judged.edition.slug])).content.decode()
    assert "Trước khi đóng không có số đếm nào" in page


def test_the_standing_is_shown_fifty_places_at_a_time(client, awarded):
    standing = Standing.objects.get(edition=awarded.edition)
    places = standing.rows.count()
    for number in range(60):
        StandingRowFactory(standing=standing, code=f"HS-{number:06d}", rank=100 + number)
    sign_in(client, awarded.cast.secretary)
    address = reverse("awards_office", args=[awarded.edition.slug])
    first = client.get(address)
    assert first.context["rows"][0]["place"].rank == 1
    assert len(first.context["rows"]) == 50
    second = client.get(address, {"trang": "2"})
    assert len(second.context["rows"]) == places + 60 - 50
    # The certificates are another list: its pages are turned by themselves.
    assert len(second.context["certificates"]) == len(first.context["certificates"]) > 0


class TestTies:
    """Found by looking at every place and vote, and kept for a minute."""

    @pytest.fixture
    def source(self, voted):
        return lambda: standings.source_of_ties(voted.edition)

    def test_what_they_follow_from_is_known(self, voted, source):
        assert source() == source()

    @pytest.mark.parametrize("what", ["an entry left", "a prize more", "a conflict"])
    def test_and_seen_when_it_changes(self, voted, source, what):
        before = source()
        entry = BlindedEntry.objects.filter(round=voted.round).first()
        if what == "an entry left":
            BlindedEntry.objects.filter(pk=entry.pk).update(withdrawn_at=voted.at(76))
        elif what == "a prize more":
            voted.edition.tiers.update(count=9)
        else:
            ConflictFactory(blinded_entry=entry)
        assert source() != before

    def test_of_another_edition_they_do_not_follow(self, voted, source):
        before = source()
        ConflictFactory()
        BlindedEntryFactory(withdrawn_at=voted.at(76))
        assert source() == before
