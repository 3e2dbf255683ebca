"""A certificate is shown under its own code and under no other: its page, its file, the winner's
list, with one of a superseded decision and a revoked one beside.
"""

import io
import re

import pypdfium2
import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards import announce, decision
from awards.certificates import issue, verify
from awards.models import AwardDecision, Certificate
from competition import clock
from foundation.jobs.drain import drain
from foundation.vault import store
from tests import guards
from tests.reading import seen
from tests.stages import stage

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REASON = "Kê khai không đúng"


@stage(day=96)
def certified_twice(awarded):
    """Each award has two certificates: one of the first decision, which is superseded, and one of
    the decision in force. The first one of the first decision, and the last one of the second, are
    revoked.
    """
    secretary = awarded.cast.secretary
    awarded.first_decision = awarded.decision
    with clock.set_to(awarded.at(94)):
        later = decision.adopt(
            ratification=awarded.standing.ratification,
            number="9999/QĐ-BTCCT",
            date=awarded.at(94).date(),
            signer_name="Lê An",
            signer_title="PHÓ TRƯỞNG BAN",
            by=secretary,
            at=awarded.at(94),
        )
        announce.announce(decision=later, by=secretary, at=awarded.at(94))
        issue.issue(decision=later, by=secretary, at=awarded.at(94))
        drain()
    awarded.decision = later
    awarded.certificates = list(Certificate.objects.order_by("serial"))
    awarded.revoked = [awarded.certificates[0], awarded.certificates[-1]]
    for certificate in awarded.revoked:
        verify.revoke(certificate=certificate, reason=REASON, by=secretary, at=awarded.at(95))
    return awarded


def page_of(client, certificate: Certificate) -> str:
    return seen(client.get(reverse("verify_certificate", args=[certificate.verify_id])))


def on_the_pages(texts: set[str], client, rehearsal) -> dict[str, set[str]]:
    """{serial of a certificate: those of the texts that stand on its page}."""
    pages = {one.serial: page_of(client, one) for one in rehearsal.certificates}
    return {serial: {text for text in texts if text in page} for serial, page in pages.items()}


def serials_in(text: str, rehearsal) -> set[str]:
    """The serials of the certificates that stand in a text."""
    return {one.serial for one in rehearsal.certificates if one.serial in text}


def codes_in(text: str, rehearsal) -> set[str]:
    """The codes of the certificates that stand in a text."""
    return {one.verify_id for one in rehearsal.certificates if one.verify_id in text}


def text_of(content: bytes) -> str:
    page = pypdfium2.PdfDocument(content)[0]
    return " ".join(page.get_textpage().get_text_range().split())


def content_of(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_two_decisions_give_two_certificates_for_each_award(certified_twice):
    """There is something to mistake."""
    first = Certificate.objects.filter(award__decision=certified_twice.first_decision)
    second = Certificate.objects.filter(award__decision=certified_twice.decision)
    entries = set(first.values_list("award__entry", flat=True))
    assert entries == set(second.values_list("award__entry", flat=True))


def replaced_in(contest):
    """A certificate of the first decision that nobody has revoked."""
    gone = {one.award_id for one in contest.revoked}
    return next(one for one in contest.certificates if one.award_id not in gone)


class TestThePage:
    def test_it_shows_the_serial_of_its_code_and_no_other(self, certified_twice, client):
        shown = {
            one.serial: serials_in(page_of(client, one), certified_twice)
            for one in certified_twice.certificates
        }
        assert shown == {one.serial: {one.serial} for one in certified_twice.certificates}

    def test_those_in_force_are_of_the_last_decision_and_not_revoked(self, certified_twice, client):
        shown = {
            one.serial
            for one in certified_twice.certificates
            if "là thật và còn hiệu lực" in page_of(client, one)
        }
        assert shown == {
            one.serial
            for one in certified_twice.certificates
            if one.award.decision == certified_twice.decision and one not in certified_twice.revoked
        }

    def test_one_of_a_superseded_decision_names_the_decision_in_its_place(
        self, certified_twice, client
    ):
        replaced = replaced_in(certified_twice)
        assert replaced.award.decision == certified_twice.first_decision
        assert "Quyết định số 9999/QĐ-BTCCT ngày" in page_of(client, replaced)

    def test_until_the_later_decision_is_announced_it_is_in_force(self, certified_twice, client):
        later = AwardDecision.objects.filter(pk=certified_twice.decision.pk)
        guards.change(later, announced_at=None)
        assert "là thật và còn hiệu lực" in page_of(client, replaced_in(certified_twice))

    @pytest.mark.parametrize("part", ["title", "prize", "decision_number"])
    def test_it_shows_what_is_printed_on_its_own(self, certified_twice, client, part):
        wrong = [
            one.serial
            for one in certified_twice.certificates
            if f">{one.snapshot[part]}" not in page_of(client, one)
        ]
        assert wrong == []

    def test_its_authors_are_those_of_its_own(self, certified_twice, client):
        shown = {
            one.serial: re.search(r"Tác giả</dt><dd>([^<]*)</dd>", page_of(client, one))[1]
            for one in certified_twice.certificates
        }
        assert shown == {
            one.serial: ", ".join(one.snapshot["names"]) for one in certified_twice.certificates
        }

    def test_it_names_no_title_of_another_work(self, certified_twice, client):
        titles = {one.snapshot["title"] for one in certified_twice.certificates}
        named = on_the_pages(titles, client, certified_twice)
        assert named == {
            one.serial: {one.snapshot["title"]} for one in certified_twice.certificates
        }

    def test_its_digest_is_that_of_its_own_file(self, certified_twice, client):
        digests = {one.pdf.sha256 for one in certified_twice.certificates}
        shown = on_the_pages(digests, client, certified_twice)
        assert shown == {one.serial: {one.pdf.sha256} for one in certified_twice.certificates}

    def test_only_a_revoked_one_is_shown_as_revoked(self, certified_twice, client):
        """With it those of the work's authors, and nobody else's."""
        of_work = {one.award_id for one in certified_twice.revoked if one.author_id is None}
        ended = [
            one
            for one in certified_twice.certificates
            if one in certified_twice.revoked or (one.author_id and one.award_id in of_work)
        ]
        shown = [one for one in certified_twice.certificates if REASON in page_of(client, one)]
        assert shown == ended

    def test_no_revoked_one_is_said_to_be_in_force(self, certified_twice, client):
        in_force = [
            one for one in certified_twice.certificates if "còn hiệu lực" in page_of(client, one)
        ]
        assert not set(in_force) & set(certified_twice.revoked)

    def test_a_code_with_one_other_letter_is_no_code(self, certified_twice, client):
        code = certified_twice.certificates[1].verify_id
        other = code[:-1] + ("0" if code[-1] != "0" else "1")
        assert client.get(reverse("verify_certificate", args=[other])).status_code == 404

    @pytest.mark.parametrize("typed", ["{}", " {} ", "https://example.vn/xac-minh/{}/"])
    def test_a_typed_code_leads_to_its_own_page(self, certified_twice, client, typed):
        led = {}
        for one in certified_twice.certificates:
            answer = client.get(reverse("verify_lookup"), {"ma": typed.format(one.verify_id)})
            led[one.serial] = answer.url
        assert led == {
            one.serial: reverse("verify_certificate", args=[one.verify_id])
            for one in certified_twice.certificates
        }


class TestTheFile:
    def contents(self, certified_twice) -> dict[str, bytes]:
        return {one.serial: store.read(one.pdf) for one in certified_twice.certificates}

    def test_its_print_holds_its_own_serial_and_no_other(self, certified_twice):
        printed = {
            serial: serials_in(text_of(content), certified_twice)
            for serial, content in self.contents(certified_twice).items()
        }
        assert printed == {one.serial: {one.serial} for one in certified_twice.certificates}

    def test_its_picture_code_leads_to_its_own_page(self, certified_twice):
        led = {}
        for serial, content in self.contents(certified_twice).items():
            picture = pypdfium2.PdfDocument(content)[0].render(scale=3).to_pil()
            led[serial] = codes_in(zxingcpp.read_barcode(picture).text, certified_twice)
        assert led == {one.serial: {one.verify_id} for one in certified_twice.certificates}

    def test_the_winner_gets_the_file_of_the_code(self, certified_twice, client):
        got = {}
        for one in certified_twice.certificates:
            client.force_login(one.award.entry.owner, backend=BACKEND)
            answer = client.get(reverse("certificate_pdf", args=[one.verify_id]))
            got[one.serial] = content_of(answer)
        assert got == self.contents(certified_twice)

    def test_it_is_called_by_its_own_serial(self, certified_twice, client):
        """A header is ASCII: the number at the end of a serial tells them apart."""
        called = {}
        for one in certified_twice.certificates:
            client.force_login(one.award.entry.owner, backend=BACKEND)
            answer = client.get(reverse("certificate_pdf", args=[one.verify_id]))
            called[one.serial] = re.search(r"\d{5}(?=\.pdf)", answer["Content-Disposition"])[0]
        assert called == {one.serial: one.serial[-5:] for one in certified_twice.certificates}

    def test_the_winner_of_another_prize_does_not_get_it(self, certified_twice, client):
        first = certified_twice.certificates[0]
        second = next(
            one for one in certified_twice.certificates if one.award.entry != first.award.entry
        )
        client.force_login(second.award.entry.owner, backend=BACKEND)
        answer = client.get(reverse("certificate_pdf", args=[first.verify_id]))
        assert answer.status_code == 404

    def test_the_office_gets_the_file_of_the_certificate(self, certified_twice, client):
        client.force_login(certified_twice.cast.secretary, backend=BACKEND)
        got = {}
        for one in certified_twice.certificates:
            got[one.serial] = content_of(client.get(reverse("office_certificate", args=[one.pk])))
        assert got == self.contents(certified_twice)


class TestTheComparison:
    """A file that is dropped on a page."""

    def verdict(self, client, certificate: Certificate, dropped: Certificate) -> str:
        file = io.BytesIO(store.read(dropped.pdf))
        answer = client.post(
            reverse("verify_certificate", args=[certificate.verify_id]),
            {"file": SimpleUploadedFile("giay.pdf", file.getvalue())},
        )
        return answer.context["verdict"]

    def test_its_own_file_is_the_one(self, certified_twice, client):
        verdicts = {self.verdict(client, one, dropped=one) for one in certified_twice.certificates}
        assert verdicts == {"same"}

    def test_that_of_another_work_is_not(self, certified_twice, client):
        first, second = certified_twice.certificates[:2]
        assert self.verdict(client, first, dropped=second) == "different"

    def test_that_of_the_same_work_by_the_other_decision_is_not(self, certified_twice, client):
        one = certified_twice.certificates[0]
        others = Certificate.objects.filter(award__entry=one.award.entry, author=one.author)
        other = others.exclude(pk=one.pk).get()
        assert self.verdict(client, one, dropped=other) == "different"


class TestTheList:
    def test_a_winner_finds_the_codes_of_the_own_works_and_no_other(self, certified_twice, client):
        winner = certified_twice.certificates[1].award.entry.owner
        client.force_login(winner, backend=BACKEND)
        own = Certificate.objects.filter(award__entry__owner=winner)
        page = seen(client.get(reverse("my_certificates")))
        assert codes_in(page, certified_twice) == set(own.values_list("verify_id", flat=True))

    def test_each_box_holds_the_code_of_its_own_serial(self, certified_twice, client):
        winner = certified_twice.certificates[1].award.entry.owner
        client.force_login(winner, backend=BACKEND)
        boxes = seen(client.get(reverse("my_certificates"))).split('<li class="box">')[1:]
        pairs = [
            (serials_in(box, certified_twice), codes_in(box, certified_twice)) for box in boxes
        ]
        own = Certificate.objects.filter(award__entry__owner=winner)
        assert sorted(map(str, pairs)) == sorted(
            str(({one.serial}, {one.verify_id})) for one in own
        )

    def test_who_won_nothing_finds_none(self, certified_twice, client):
        client.force_login(certified_twice.cast.voters[0], backend=BACKEND)
        assert codes_in(seen(client.get(reverse("my_certificates"))), certified_twice) == set()
