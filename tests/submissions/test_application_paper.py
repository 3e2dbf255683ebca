"""Papers to sign and stamp: the application, the whole dossier, a unit's list, a printed list."""

import io

import pikepdf
import pypdfium2
import pytest
from django.http import QueryDict
from django.urls import reverse

from accounts.membership import grant
from accounts.models import Membership
from competition.listing import printing
from foundation.jobs import work
from foundation.ledger.models import Event
from foundation.papers import pdf, prepared
from foundation.vault import store
from submissions.office.entry_list import EntryList
from submissions.sharing import unit_paper
from submissions.writing import application
from tests.beside import secretary_of
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.submissions import AttachmentFactory, AuthorFactory, EntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def words_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return " ".join(text.split())


@pytest.fixture
def entry():
    entry = EntryFactory(title="Máy tẽ ngô", unit=UnitFactory(name="Xã Phú Lương"))
    AuthorFactory(entry=entry, full_name="Ma Thị Sen", share=100)
    return entry


class TestTheApplication:
    def test_it_names_work_authors_and_unit(self, entry):
        EntryFactory(edition=entry.edition, title="Lò sấy chè")
        found = words_of(application.application({"entry": entry.pk}))
        assert "PHIẾU ĐĂNG KÝ DỰ THI" in found
        for words in ("Máy tẽ ngô", "Ma Thị Sen", "Xã Phú Lương"):
            assert words in found
        assert "Lò sấy chè" not in found

    def test_its_code_leads_the_office_to_the_dossier(self, entry, monkeypatch):
        asked = []
        monkeypatch.setattr(application, "qr_data_url", lambda text: asked.append(text) or "data:,")
        monkeypatch.setattr(pdf, "render", lambda *_paper: b"")
        application.application({"entry": entry.pk})
        office = reverse("office_entry", args=[entry.edition.slug, entry.public_id])
        assert asked[0].endswith(office)

    def test_without_a_field_it_says_what_to_do(self):
        entry = EntryFactory(field=None)
        with pytest.raises(prepared.NotMade):
            application.application({"entry": entry.pk})

    @pytest.mark.parametrize("name", ["application_form", "whole_dossier"])
    def test_only_who_may_read_it_asks_for_it(self, client, entry, name):
        address = reverse(name, args=[entry.public_id])
        client.force_login(UserFactory())
        assert client.get(address).status_code == 404
        client.force_login(entry.owner)
        assert client.get(address).status_code == 302


class TestTheWholeDossier:
    def attach(self, entry, pages, **more):
        paper = pikepdf.new()
        for _page in range(pages):
            paper.add_blank_page()
        content = io.BytesIO()
        paper.save(content)
        blob = store.put(content.getvalue(), media_type="application/pdf")
        AttachmentFactory(entry=entry, blob=blob, **({"verdict": "cleared"} | more))

    def pages(self, content) -> int:
        return len(pypdfium2.PdfDocument(content))

    def test_every_checked_pdf_stands_behind_the_application(self, entry):
        front = self.pages(application.application({"entry": entry.pk}))
        self.attach(entry, 2)
        self.attach(entry, 3)
        self.attach(entry, 7, verdict="refused")
        self.attach(EntryFactory(), 9)
        assert self.pages(application.whole_dossier({"entry": entry.pk})) == front + 5

    def test_a_broken_one_is_left_out(self, entry):
        front = self.pages(application.application({"entry": entry.pk}))
        blob = store.put(b"%PDF-1.7 hong", media_type="application/pdf")
        AttachmentFactory(entry=entry, blob=blob, verdict="cleared")
        assert self.pages(application.whole_dossier({"entry": entry.pk})) == front

    def test_too_many_pages_are_told(self, entry, monkeypatch):
        monkeypatch.setattr(application, "MOST_PAGES", 3)
        self.attach(entry, 4)
        with pytest.raises(prepared.NotMade):
            application.whole_dossier({"entry": entry.pk})


class TestTheListOfAUnit:
    @pytest.fixture
    def person(self, entry):
        person = UserFactory()
        edition = entry.edition
        role = Membership.Role.FOCAL_POINT
        grant(person, role, edition_id=edition.pk, unit=entry.unit)
        return person

    def test_it_names_what_was_sent_in(self, entry, person):
        type(entry).objects.filter(pk=entry.pk).update(status="submitted")
        EntryFactory(edition=entry.edition, unit=entry.unit, title="Bản nháp")
        EntryFactory(edition=entry.edition, status="submitted", title="Nơi khác")
        found = words_of(unit_paper.unit_list({"by": person.pk}))
        assert ("Máy tẽ ngô" in found, "XÃ PHÚ LƯƠNG" in found) == (True, True)
        assert ("Bản nháp" in found, "Nơi khác" in found) == (False, False)

    def test_without_any_it_says_so(self, person):
        with pytest.raises(prepared.NotMade):
            unit_paper.unit_list({"by": person.pk})

    def test_who_speaks_for_no_unit_gets_404(self, client, person):
        client.force_login(UserFactory())
        assert client.get(reverse("unit_list")).status_code == 404
        client.force_login(person)
        assert client.get(reverse("unit_list")).status_code == 302


class TestAPrintedList:
    @pytest.fixture
    def edition(self, entry):
        EntryFactory(edition=entry.edition, title="Lò sấy chè", status="submitted")
        return entry.edition

    def test_it_holds_what_is_listed(self, edition):
        listing = EntryList(edition, QueryDict("cot=ten&cot=trang-thai"))
        facts = printing.facts_of(listing)
        assert [row[0] for row in facts["rows"]] == ["Lò sấy chè"]
        assert len(facts["heads"]) == 2

    def test_the_paper_has_head_and_rows(self, edition, client):
        client.force_login(secretary_of(edition))
        address = reverse("entry_queue_pdf", args=[edition.slug])
        waiting = client.get(address, {"cot": "ten"}).url
        work.run_waiting()
        found = words_of(client.get(waiting).content)
        assert ("DANH SÁCH" in found, "Lò sấy chè" in found) == (True, True)
        assert "Máy tẽ ngô" not in found

    def test_the_ledger_says_who_took_it_once(self, edition, client):
        secretary = secretary_of(edition)
        client.force_login(secretary)
        waiting = client.get(reverse("entry_queue_pdf", args=[edition.slug])).url
        client.get(waiting)
        line = Event.objects.get(verb="list.exported")
        assert (line.actor, line.payload["kind"], line.payload["rows"]) == (secretary, "pdf", 1)

    @pytest.mark.parametrize("name", ["entry_queue_pdf", "unit_tree_pdf", "people_of_edition_pdf"])
    def test_of_an_own_edition_alone(self, edition, client, name):
        address = reverse(name, args=[edition.slug])
        client.force_login(secretary_of(EditionFactory()))
        assert client.get(address).status_code == 404
        client.force_login(secretary_of(edition))
        assert client.get(address).status_code == 302

    def test_too_many_rows_are_told(self, edition, monkeypatch):
        monkeypatch.setattr(printing, "MOST_ROWS", 0)
        with pytest.raises(prepared.NotMade):
            printing._paper({"edition": edition.pk, "list": "entry_queue", "query": ""})
