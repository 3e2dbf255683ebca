"""An organisation enters under its own name; who made the work stands with the authors."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from competition import clock
from submissions.desk.forms import GeneralForm
from submissions.models import Entry, Receipt
from submissions.sealing import relations
from submissions.sealing.blinding import identities
from submissions.writing import checklist, drafting, intake, organisation
from tests.factories.accounts import UnitFactory
from tests.factories.submissions import EntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
WRITTEN = {
    "name": "Hợp tác xã chè Phúc Thuận",
    "tax_code": "4600123456-001",
    "address": "Xóm Đầu Đình, xã Phúc Thuận",
    "representative": "Ma Thị Hằng",
    "position": "Giám đốc",
}
IN_WORDS = (
    "Hợp tác xã chè Phúc Thuận\nMã số thuế: 4600123456-001\nXóm Đầu Đình, xã Phúc Thuận\n"
    "Người đại diện: Ma Thị Hằng, Giám đốc"
)
ORGANISATION = Entry.Entrant.ORGANISATION


def typed(**changes: str) -> dict[str, str]:
    fields = {f"organisation_{column}": value for column, value in WRITTEN.items()}
    return {"revision": "0", "entrant": "organisation"} | fields | changes


@pytest.fixture
def entry() -> Entry:
    return EntryFactory(
        entrant=ORGANISATION, organisation=WRITTEN, unit=UnitFactory(), owner__full_name="Lý A Páo"
    )


class TestForm:
    def changes(self, entry: Entry, **fields: str) -> dict:
        form = GeneralForm(typed(**fields), entry=entry, initial={})
        form.is_valid()
        return form.changes()

    def test_what_is_written_is_kept(self):
        assert self.changes(EntryFactory())["organisation"] == WRITTEN

    def test_nothing_is_kept_where_nothing_is_written(self):
        empty = {f"organisation_{column}": " " for column in WRITTEN}
        assert self.changes(EntryFactory(), **empty)["organisation"] is None

    @pytest.mark.parametrize("code", ["4600123456", "4600 123 456-001", "012345678901", ""])
    def test_tax_codes(self, code):
        form = GeneralForm(typed(organisation_tax_code=code), entry=EntryFactory(), initial={})
        assert "organisation_tax_code" not in form.errors

    @pytest.mark.parametrize("code", ["46001", "4600123456-01", "mã số", "46001234567"])
    def test_what_is_no_tax_code_is_told_and_what_stood_there_stays(self, entry, code):
        form = GeneralForm(typed(organisation_tax_code=code), entry=entry, initial={})
        assert list(form.errors) == ["organisation_tax_code"]
        assert form.changes()["organisation"] == WRITTEN

    def test_of_people_nothing_about_an_organisation_is_refused(self):
        fields = {"entrant": "person", "organisation_tax_code": "x"}
        assert not GeneralForm(typed(**fields), entry=EntryFactory(), initial={}).errors

    def test_it_is_shown_as_it_is_kept(self, entry):
        form = GeneralForm(entry=entry, initial=GeneralForm.initial_of(entry))
        assert {name: form[f"organisation_{name}"].value() for name in WRITTEN} == WRITTEN


class TestCheckList:
    def lacking(self, entry: Entry) -> list[str]:
        return list(organisation.lacking(entry))

    def test_nothing_of_one_that_is_written(self, entry):
        assert self.lacking(entry) == []

    @pytest.mark.parametrize("column", ["tax_code", "position"])
    def test_what_not_everybody_has_may_be_empty(self, entry, column):
        entry.organisation = WRITTEN | {column: ""}
        assert self.lacking(entry) == []

    @pytest.mark.parametrize(
        ("column", "words"),
        [("name", "tên tổ chức"), ("address", "địa chỉ"), ("representative", "người đại diện")],
    )
    def test_what_is_needed_is_asked_for(self, entry, column, words):
        entry.organisation = WRITTEN | {column: "  "}
        (lack,) = self.lacking(entry)
        assert words in lack
        assert lack in [item.text for item in checklist.missing(entry) if item.step == "general"]

    def test_all_of_it_where_nothing_is_written(self):
        assert len(self.lacking(EntryFactory(entrant=ORGANISATION))) == 3

    @pytest.mark.parametrize("entrant", [Entry.Entrant.PERSON, Entry.Entrant.GROUP])
    def test_nothing_where_people_enter(self, entrant):
        assert self.lacking(EntryFactory(entrant=entrant)) == []


class TestContent:
    def test_a_version_keeps_it(self, entry):
        assert intake.content_of(entry)["organisation"] == WRITTEN

    def test_not_where_people_enter_after_all(self, entry):
        entry.entrant = Entry.Entrant.GROUP
        assert "organisation" not in intake.content_of(entry)

    def test_judges_do_not_see_it(self, entry):
        told = {(one.kind, one.text) for one in identities(intake.content_of(entry))}
        assert told >= {
            ("unit", WRITTEN["name"]),
            ("name", WRITTEN["representative"]),
            ("word", WRITTEN["tax_code"]),
            ("word", WRITTEN["address"]),
        }

    def test_who_represents_it_is_among_the_people_of_the_work(self, entry):
        people = relations._work_of(entry).people
        assert [(one.name, one.workplace) for one in people] == [
            ("Lý A Páo", ""),
            (WRITTEN["representative"], WRITTEN["name"]),
        ]

    def test_nobody_is_where_people_enter(self, entry):
        entry.entrant = Entry.Entrant.PERSON
        assert [one.name for one in relations._work_of(entry).people] == ["Lý A Páo"]


def test_the_history_of_a_draft_says_it(begun):
    owner = begun.cast.entrants[0]
    with clock.set_to(begun.at(3)):
        draft = drafting.start_draft(edition=begun.edition, by=owner, at=begun.at(3))
        drafting.save_draft(entry=draft, by=owner, revision=0, changes={"organisation": WRITTEN})
    assert draft.draft_changes.get().changes == {"organisation": ["", IN_WORDS]}


def test_it_is_taken_along_to_another_edition(begun):
    owner = begun.cast.entrants[0]
    entry = EntryFactory(owner=owner, entrant=ORGANISATION, organisation=WRITTEN)
    at = begun.at(3)
    again = drafting.begin_again(entry=entry, edition=begun.edition, by=owner, at=at)
    assert Entry.objects.get(pk=again.pk).organisation == WRITTEN


class TestPapers:
    @pytest.fixture
    def receipt(self, sent_in) -> Receipt:
        receipt = sent_in.entries[0].versions.get().receipt
        receipt.version.entry.edition.organiser_lines = "UBND TỈNH\nBAN TỔ CHỨC HỘI THI SÁNG TẠO"
        return receipt

    def paper(self, receipt: Receipt) -> str:
        version = receipt.version
        context = {
            "receipt": receipt,
            "version": version,
            "entry": version.entry,
            "edition": version.entry.edition,
            "qr": "",
        }
        return " ".join(render_to_string("print/receipt.html", context).split())

    def test_the_receipt_names_the_organisation(self, receipt):
        assert "Tổ chức dự thi" not in self.paper(receipt)
        receipt.version.content["organisation"] = WRITTEN
        paper = self.paper(receipt)
        assert "Tổ chức dự thi" in paper
        assert [value for value in WRITTEN.values() if value not in paper] == []

    def test_the_receipt_is_issued_by_the_body_of_its_head(self, receipt):
        paper = self.paper(receipt)
        assert "BAN TỔ CHỨC HỘI THI SÁNG TẠO xác nhận đã tiếp nhận" in paper
        assert "Cơ quan thường trực" not in paper

    def test_without_a_head_by_the_contest(self, receipt):
        receipt.version.entry.edition.organiser_lines = ""
        name = receipt.version.entry.edition.contest.name
        assert f"{name} xác nhận đã tiếp nhận" in self.paper(receipt)


def test_the_office_and_the_entrant_read_it_before_it_is_sent(sent_in, client):
    entry = sent_in.entries[0]
    Entry.objects.filter(pk=entry.pk).update(
        entrant=ORGANISATION, organisation=WRITTEN, status=Entry.Status.RETURNED
    )
    client.force_login(entry.owner)
    with clock.set_to(sent_in.at(9)):
        shown = client.get(reverse("submit_entry", args=[entry.public_id])).content.decode()
    assert "Tổ chức dự thi" in shown
    assert "Người đại diện: Ma Thị Hằng, Giám đốc" in shown
