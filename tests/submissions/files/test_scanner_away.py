"""The virus scanner is away for an hour: dossiers are sent in all the same, nobody sees what was
not scanned, and what is found bad later comes back to its entrant with days to replace it.
"""

import socket

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from competition import clock
from competition.errors import NotAllowed, WrongState
from foundation.jobs.drain import drain
from foundation.jobs.models import Job
from foundation.ledger import chain
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from foundation.vault import antivirus
from foundation.vietnamese.calendar import add_working_days
from submissions.files import attach, scanning
from submissions.models import Attachment, Entry
from submissions.screening import screening
from submissions.sealing import preview
from submissions.writing import checklist, intake
from tests.beside import secretary_of
from tests.ledger_lines.submissions import draft_of
from tests.submissions.files import hostile
from tests.submissions.files.scanner import Clamd

pytestmark = pytest.mark.data
NOWHERE = "tcp://127.0.0.1:9"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Verdict = Attachment.Verdict


@pytest.fixture
def away(settings):
    settings.CLAMAV_URL = NOWHERE


@pytest.fixture
def back(settings):
    """The scanner comes back, and says this of every file."""

    def comes(answer: bytes | None = None) -> None:
        scanner = Clamd(answer)
        scanner.start()
        settings.CLAMAV_URL = scanner.url

    return comes


@pytest.fixture
def draft(begun, away) -> Entry:
    """Complete, with one file that nobody could scan."""
    return draft_of(begun)


@pytest.fixture
def sent(begun, draft) -> Entry:
    with clock.set_to(begun.at(3)):
        intake.submit(entry=draft, by=draft.owner, at=begun.at(3))
        drain()
    return Entry.objects.get(pk=draft.pk)


def file_of(entry: Entry) -> Attachment:
    return entry.attachments.get()


def scanned(begun, day: float = 4) -> None:
    """The next look of the reconciler, and the work that it rings for."""
    with clock.set_to(begun.at(day)):
        scanning.when_the_scanner_is_back()
        drain()


FOUND = b"stream: Win.Trojan FOUND\0"


class TestTheEntrant:
    def test_the_file_waits_for_the_scanner(self, draft):
        assert file_of(draft).verdict == Verdict.UNSCANNED

    def test_nothing_is_missing_for_submitting(self, draft):
        assert checklist.missing(draft) == []

    def test_the_dossier_is_sent_in(self, sent):
        assert sent.status == Entry.Status.SUBMITTED

    def test_the_page_says_the_truth(self, begun, draft, client):
        client.force_login(draft.owner, backend=BACKEND)
        with clock.set_to(begun.at(3)):
            page = client.get(reverse("edit_entry", args=[draft.public_id, "files"]))
        said = "Máy quét đang bận; hồ sơ vẫn nộp được và sẽ được kiểm tra sau."
        assert said in page.content.decode()

    def test_a_bad_file_is_refused_at_once_without_any_scanner(self, begun, draft):
        with clock.set_to(begun.at(3)):
            upload = SimpleUploadedFile("hỏng.pdf", b"%PDF-1.7 hong")
            bad = attach.attach(entry=draft, upload=upload, by=draft.owner)
            drain()
        bad.refresh_from_db()
        assert bad.verdict == Verdict.REFUSED


class TestNobodySeesIt:
    def test_the_office_cannot_open_it(self, begun, sent, client):
        client.force_login(begun.cast.secretary, backend=BACKEND)
        arguments = [begun.edition.slug, sent.public_id, file_of(sent).public_id]
        assert client.get(reverse("office_file", args=arguments)).status_code == 404

    def test_nor_look_at_a_page_of_it(self, begun, sent, client):
        client.force_login(begun.cast.secretary, backend=BACKEND)
        arguments = [begun.edition.slug, sent.public_id, file_of(sent).public_id, 1]
        assert client.get(reverse("office_page", args=arguments)).status_code == 404

    def test_its_owner_opens_it(self, begun, sent, client):
        client.force_login(sent.owner, backend=BACKEND)
        arguments = [sent.public_id, file_of(sent).public_id]
        assert client.get(reverse("own_file", args=arguments)).status_code == 200

    def test_the_office_reads_how_many_wait(self, begun, sent, client):
        client.force_login(begun.cast.secretary, backend=BACKEND)
        page = client.get(reverse("entry_queue", args=[begun.edition.slug])).content.decode()
        assert "1 tệp chờ máy quét vi-rút" in page

    def test_the_dossier_is_not_accepted_meanwhile(self, begun, sent):
        with pytest.raises(WrongState, match="máy quét vi-rút"):
            screening.accept(
                entry=sent,
                by=begun.cast.secretary,
                at=begun.at(31),
                checks=begun.edition.screening_points,
            )

    def test_nothing_of_it_is_blinded(self, draft):
        assert preview.of(draft).files == []

    def test_with_the_scanner_there_it_would_be(self, begun, settings):
        settings.CLAMAV_URL = ""
        assert len(preview.of(draft_of(begun)).files) == 1

    def test_what_was_sent_is_not_taken_out_before_its_verdict(self, begun, sent):
        with clock.set_to(begun.at(3)):
            intake.amend(entry=sent, by=sent.owner, at=begun.at(3))
            with pytest.raises(WrongState, match="máy quét vi-rút"):
                attach.remove(attachment=file_of(sent), by=sent.owner)

    def test_what_was_never_sent_is(self, draft):
        attach.remove(attachment=file_of(draft), by=draft.owner)
        assert not draft.attachments.exists()

    def test_by_nobody_else(self, draft):
        with pytest.raises(NotAllowed):
            attach.remove(attachment=file_of(draft), by=secretary_of(draft.edition))


class TestTheScannerIsBack:
    def test_a_good_file_is_cleared(self, begun, sent, back):
        back()
        scanned(begun)
        assert file_of(sent).verdict == Verdict.CLEARED

    def test_and_the_dossier_is_accepted(self, begun, sent, back):
        back()
        scanned(begun)
        screening.accept(
            entry=sent,
            by=begun.cast.secretary,
            at=begun.at(31),
            checks=begun.edition.screening_points,
        )
        sent.refresh_from_db()
        assert sent.status == Entry.Status.ACCEPTED

    def test_then_the_office_opens_it(self, begun, sent, back, client):
        back()
        scanned(begun)
        client.force_login(begun.cast.secretary, backend=BACKEND)
        arguments = [begun.edition.slug, sent.public_id, file_of(sent).public_id]
        assert client.get(reverse("office_file", args=arguments)).status_code == 200

    def test_what_was_given_up_is_scanned_too(self, sent, back, begun):
        assert Job.objects.get(kind="scan_file").state == Job.State.FAILED
        back()
        scanned(begun)
        assert Job.objects.get(kind="scan_file").state == Job.State.DONE

    def test_while_it_is_away_nothing_is_hastened(self, sent, begun):
        scanned(begun)
        assert Job.objects.get(kind="scan_file").state == Job.State.FAILED

    def test_a_file_that_comes_meanwhile_waits_behind_the_others(self, begun, draft, back):
        back()
        with clock.set_to(begun.at(3)):
            upload = SimpleUploadedFile("thêm.pdf", hostile.pdf())
            later = attach.attach(entry=draft, upload=upload, by=draft.owner)
            drain()
        later.refresh_from_db()
        assert later.verdict == Verdict.CLEARED

    def test_a_scanner_that_is_silent_does_not_answer(self, settings, silent):
        settings.CLAMAV_URL = silent
        assert not antivirus.answers()

    def test_one_that_is_there_does(self, back):
        back()
        assert antivirus.answers()


@pytest.fixture
def silent(monkeypatch):
    """A scanner that accepts and never speaks."""
    monkeypatch.setattr(antivirus, "_SECONDS_TO_CONNECT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield f"tcp://127.0.0.1:{door.getsockname()[1]}"


class TestFoundBad:
    @pytest.fixture
    def found(self, begun, sent, back) -> Entry:
        back(FOUND)
        scanned(begun)
        return Entry.objects.get(pk=sent.pk)

    def test_the_file_is_refused(self, found):
        assert file_of(found).verdict == Verdict.REFUSED

    def test_the_dossier_is_the_entrant_s_again(self, found):
        assert found.status == Entry.Status.RETURNED

    def test_the_entrant_is_told_which_file(self, found):
        message = Message.objects.get(key__startswith="found-bad:")
        assert (message.recipient, file_of(found).name in message.body) == (found.owner, True)

    def test_and_until_when(self, begun, found):
        due = add_working_days(timezone.localdate(begun.at(4)), found.edition.answer_days)
        assert f"{due:%d/%m/%Y}" in Message.objects.get(key__startswith="found-bad:").body

    def test_the_ledger_says_which_content(self, found):
        line = Event.objects.get(verb="entry.returned_by_scanner")
        assert chain.told(line)["file"] == file_of(found).blob.sha256

    def test_and_names_no_dossier_in_public(self, found):
        line = Event.objects.get(verb="entry.returned_by_scanner")
        assert set(line.payload) == {"kept"}

    def test_with_a_clean_file_it_is_sent_again(self, begun, found, settings):
        settings.CLAMAV_URL = ""
        with clock.set_to(begun.at(31)):
            attach.remove(attachment=file_of(found), by=found.owner)
            upload = SimpleUploadedFile("sạch.pdf", hostile.pdf())
            attach.attach(entry=found, upload=upload, by=found.owner)
            drain()
            intake.submit(entry=found, by=found.owner, at=begun.at(31))
        found.refresh_from_db()
        assert found.latest_version().number == 2

    def test_the_content_of_a_draft_alone_stays_the_entrant_s(self, begun, draft, back):
        back(FOUND)
        scanned(begun)
        draft.refresh_from_db()
        assert (draft.status, file_of(draft).verdict) == (Entry.Status.DRAFT, Verdict.REFUSED)
