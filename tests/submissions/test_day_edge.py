"""Dossiers a minute before and a minute after midnight: what is due, late, past or of age, and the
dates on papers and in letters, go by the province's day, whatever it is in UTC.
"""

import datetime

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from competition import clock
from foundation.jobs.models import Job
from foundation.notifications import post
from foundation.notifications.models import Message
from foundation.vault import store
from foundation.vietnamese.calendar import add_working_days
from submissions.models import Entry
from submissions.office.entry_list import decision_due
from submissions.screening import correspondence, exhibits, screening
from submissions.sharing import behalf, bulk, invitations
from submissions.writing import notices, receipts
from submissions.writing.checklist import missing
from tests.day_edge import AFTER, BEFORE, DAY, EDGES, EVE, at_edge_of, on_paper, written
from tests.factories.accounts import SignInCodeFactory, UserFactory
from tests.factories.competition import EditionFactory, ExtensionFactory, PhaseFactory
from tests.factories.moments import days
from tests.factories.submissions import (
    AuthorFactory,
    DraftChangeFactory,
    EntryFactory,
    EntryVersionFactory,
    ExhibitStepFactory,
    HandoverFactory,
    LetterFactory,
    ReceiptFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def entry(edition) -> Entry:
    """Sent in."""
    entry = EntryFactory(edition=edition, status=Entry.Status.SUBMITTED)
    return EntryVersionFactory(entry=entry).entry


def text_of(paper: bytes) -> str:
    document = pypdfium2.PdfDocument(paper)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(words.split())


def in_words(day: datetime.date) -> str:
    """The date in the head of a paper."""
    return on_paper(day)


@pytest.mark.parametrize(("moment", "day"), EDGES)
class TestWhatIsDue:
    def test_an_answer_to_a_letter(self, entry, office, moment, day):
        letter = correspondence.write(entry=entry, text="Ở đâu?", asks=True, by=office, at=moment)
        assert letter.due == add_working_days(day, entry.edition.answer_days)

    def test_a_dossier_that_was_returned(self, entry, office, moment, day):
        usual = {"reason": "Thiếu số liệu", "by": office, "at": moment}
        decided = screening.return_for_changes(entry=entry, **usual)
        assert decided.due == add_working_days(day, entry.edition.answer_days)

    def test_the_decision_of_the_secretariat(self, edition, moment, day):
        assert decision_due(moment, edition) == add_working_days(day, edition.screening_days)


class TestWhatIsLate:
    """What was sent in on a day is in time until its last day's last minute."""

    @pytest.mark.parametrize(("sent_at", "day"), EDGES)
    @pytest.mark.parametrize("is_late", [False, True])
    def test_the_queue_and_the_dossier_say_so(self, edition, office, client, sent_at, day, is_late):
        entry = EntryFactory(edition=edition, status=Entry.Status.SUBMITTED)
        EntryVersionFactory(entry=entry, submitted_at=sent_at)
        last = add_working_days(day, edition.screening_days)
        now = at_edge_of(last, after=False)
        if is_late:
            now = at_edge_of(last + datetime.timedelta(days=1), after=True)
        client.force_login(office, backend=BACKEND)
        queue = reverse("entry_queue", args=[edition.slug])
        with clock.set_to(now):
            found = client.get(queue, {"han": "tre"}).context["page_obj"]
            shown = client.get(queue).context["page_obj"]
            page = client.get(reverse("office_entry", args=[edition.slug, entry.public_id]))
        assert (entry in found) is is_late
        assert [row.is_late for row in shown] == [is_late]
        assert page.context["is_late"] is is_late


@pytest.mark.parametrize(("moment", "is_past"), [(BEFORE, False), (AFTER, True)])
def test_a_day_has_come_at_its_first_minute(edition, office, moment, is_past):
    row = {"Tên sáng kiến": "Bẫy đèn", "Tác giả": "Lê An", "Ngày áp dụng": f"{DAY:%d/%m/%Y}"}
    table = "\n".join(",".join(cells) for cells in (row, row.values()))
    upload = SimpleUploadedFile("danh sách.csv", table.encode())
    with clock.set_to(moment):
        imported = bulk.dry_run(edition=edition, upload=upload, by=office, at=moment)
    assert (imported.faulty == []) is is_past


@pytest.mark.parametrize(("closes_at", "is_old_enough"), [(BEFORE, False), (AFTER, True)])
def test_an_author_is_of_age_on_the_deadlines_own_day(closes_at, is_old_enough):
    edition = PhaseFactory(edition=EditionFactory(min_age=18), closes_at=closes_at).edition
    entry = EntryFactory(edition=edition, field=None, kind=None)
    AuthorFactory(entry=entry, birth_date=DAY.replace(year=DAY.year - 18))
    lacking = [item for item in missing(entry) if item.step == "authors"]
    assert (lacking == []) is is_old_enough


@pytest.mark.parametrize(("moment", "day"), EDGES)
class TestPapers:
    def test_the_receipt(self, entry, moment, day):
        receipt = ReceiptFactory(version=entry.latest_version(), issued_at=moment)
        receipts.make(Job(params={"receipt": receipt.pk}))
        receipt.refresh_from_db()
        text = text_of(store.read(receipt.pdf))
        hour, _, date = written(moment).partition(", ")
        assert in_words(day) in text
        assert f"{hour}:00 ngày {date}" in text

    def test_the_slip_of_an_exhibit(self, moment, day):
        step = ExhibitStepFactory(at=moment)
        step.refresh_from_db()
        text = text_of(exhibits.slip(step))
        assert in_words(day) in text
        assert f"{day:%d/%m/%Y}" in text

    def test_the_slip_of_a_dossier_on_behalf(self, edition, office, moment, day):
        handover = HandoverFactory(entry__edition=edition, by=office, at=moment)
        text = text_of(behalf.print_slips(entries=[handover.entry], by=office, at=moment))
        assert in_words(day) in text
        assert f"{day:%d/%m/%Y}" in text

    def test_the_codes_to_sign_in(self, edition, office, client, moment, day):
        client.force_login(office, backend=BACKEND)
        typed = {"phone": "0912 345 678", "full_name": "Lê An"}
        with clock.set_to(moment):
            sheet = client.post(reverse("print_sign_in_codes", args=[edition.slug]), typed)
        assert in_words(day) in text_of(sheet.content)


@pytest.mark.parametrize(("moment", "day"), EDGES)
class TestLetters:
    def told(self) -> str:
        message = Message.objects.get()
        return f"{message.subject}\n{message.body}"

    def test_when_an_entry_came(self, entry, moment, day):
        receipt = ReceiptFactory(version=entry.latest_version(), issued_at=moment)
        receipt.refresh_from_db()
        context = {"entry": entry, "receipt": receipt, "version": receipt.version}
        post.tell(entry.owner, "receipt", context, key="receipt")
        hour, _, date = written(moment).partition(", ")
        assert f"{hour}:00 {date}" in self.told()

    def test_until_when_a_link_is_valid(self, edition, moment, day):
        entry = EntryFactory(edition=edition)
        usual = {"email": "ban@example.vn", "right": "view", "by": entry.owner, "at": moment}
        invitations.invite(entry=entry, **usual)
        assert f"{day + invitations.VALID:%d/%m/%Y}" in self.told()

    def test_the_moved_deadline(self, edition, moment, day):
        EntryFactory(edition=edition)
        extension = ExtensionFactory(edition=edition, closed_at=days(-2), closes_at=moment)
        notices.tell_drafts("deadline.extended", {"extension": extension.pk})
        hour, _, date = written(moment).partition(", ")
        assert f"{hour} {date}" in self.told()


@pytest.mark.parametrize(("moment", "day"), EDGES)
class TestPages:
    def test_the_timeline_of_an_entry(self, entry, client, moment, day):
        LetterFactory(entry=entry, at=moment)
        ReceiptFactory(version=entry.latest_version())
        client.force_login(entry.owner, backend=BACKEND)
        page = client.get(reverse("entry", args=[entry.public_id])).content.decode()
        assert written(moment) in page

    def test_when_a_step_was_saved(self, edition, client, moment, day, monkeypatch):
        entry = EntryFactory(edition=edition)
        address = reverse("edit_entry", args=[entry.public_id, "general"])
        typed = {"revision": 0, "title": "Máy gieo hạt", "entrant": "person"}
        monkeypatch.setattr(timezone, "now", lambda: moment)
        client.force_login(entry.owner, backend=BACKEND)
        answer = client.post(address, typed, headers={"X-Autosave": "1"})
        assert written(moment).partition(",")[0] in answer.json()["saved"]

    def test_in_the_lists_of_the_office(self, moment, day):
        rows = [
            LetterFactory(at=moment),
            DraftChangeFactory(saved_at=moment),
            SignInCodeFactory(user=UserFactory(), issued_at=moment),
        ]
        for row in rows:
            row.refresh_from_db()
            assert f"{day:%d/%m/%Y}" in str(row)


def test_the_two_days_are_told_apart():
    """In UTC both moments are of the eve: whoever counts there, fails above."""
    assert BEFORE.date() == EVE
    assert AFTER.date() == EVE
