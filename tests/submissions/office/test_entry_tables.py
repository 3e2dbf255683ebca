"""The list of dossiers taken along: what is listed, no formula, and who took it."""

import csv
import io
import zipfile

import pytest
from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

from competition import clock
from competition.errors import NotAllowed
from competition.listing import export, noting, tables
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from submissions.models import Entry
from submissions.office.entry_list import EntryList
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory
from tests.factories.moments import NOON
from tests.factories.submissions import EntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STARTS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "=HYPERLINK(1)"]
SPACED = [f" {start}" for start in STARTS]
WIDE = ["＝1+1", "＋1", "－1", "＠SUM(1)"]
QUOTED = ['=1","=2', '"=1', "=IMPORTXML(1)", "=DDE(1;2;3)", "|calc"]
PLANTED = [*STARTS, *SPACED, *WIDE, *QUOTED, *[f"=A{number}" for number in range(15)]]
assert len(PLANTED) == 40


@pytest.fixture(autouse=True)
def _noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def planted(edition) -> None:
    for number, title in enumerate(PLANTED):
        entry = EntryFactory(
            edition=edition,
            status=Entry.Status.SUBMITTED,
            receipt_number=f"26-{number:03}",
        )
        Entry.objects.filter(pk=entry.pk).update(title=title)


@pytest.fixture
def took(client, edition, office, planted):
    """Gives the answer of a table's address with this query."""
    client.force_login(office, backend=BACKEND)

    def get(kind: str, query: str = ""):
        return client.get(reverse(f"entry_queue_{kind}", args=[edition.slug]) + query)

    return get


def cells(answer) -> list[list]:
    page = load_workbook(io.BytesIO(answer.content)).active
    return [[cell.value for cell in row] for row in page.iter_rows()]


def lines(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


class TestWhatIsInIt:
    def test_the_workbook_has_the_columns_filters_and_sort_of_the_address(self, took):
        found = cells(took("xlsx", "?cot=so&sap-xep=-so"))
        assert found[0] == ["Số hồ sơ", "Công trình"]
        assert [row[0] for row in found[1:3]] == ["26-039", "26-038"]
        assert len(found) == 41

    def test_and_so_has_the_text(self, took):
        found = lines(took("csv", "?cot=so&sap-xep=-so"))
        assert found[0] == ["Số hồ sơ", "Công trình"]
        assert [row[0] for row in found[1:3]] == ["26-039", "26-038"]
        assert len(found) == 41

    def test_a_filter_leaves_rows_out(self, took):
        assert len(lines(took("csv", "?trang-thai=accepted"))) == 1

    def test_every_page_is_in_it_whatever_page_was_looked_at(self, took):
        assert len(lines(took("csv", "?trang=2"))) == 41

    def test_drafts_are_not(self, took, edition):
        EntryFactory(edition=edition, title="Nháp")
        assert len(lines(took("csv"))) == 41


class TestFormulas:
    def test_none_is_in_the_workbook(self, took):
        answer = took("xlsx", "?sap-xep=so")
        page = load_workbook(io.BytesIO(answer.content)).active
        kinds = {cell.data_type for row in page.iter_rows() for cell in row}
        assert "f" not in kinds
        assert len(page["B"]) == 41

    def test_the_words_stand_as_they_were_written(self, took):
        titles = [row[1] for row in cells(took("xlsx", "?sap-xep=so"))[1:]]
        assert [title.strip() for title in titles if title][:4] == STARTS[:4]

    def test_no_link_is_made_of_them(self, took):
        with zipfile.ZipFile(io.BytesIO(took("xlsx").content)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet

    def test_the_text_has_an_apostrophe_before_each(self, took):
        titles = [row[1] for row in lines(took("csv", "?sap-xep=so"))[1:]]
        bare = [title for title in titles if not title.startswith("'")]
        assert bare == ['"=1']  # begins with a quotation mark, which computes nothing

    def test_every_value_stands_in_quotation_marks_after_the_mark_of_utf_8(self, took):
        content = took("csv", "?cot=so").content
        assert content.startswith(b'\xef\xbb\xbf"')

    @pytest.mark.parametrize("text", ["Máy = tách", "26-001", "a+b", ""])
    def test_what_computes_nothing_is_left_alone(self, text):
        assert tables.harmless(text) == text


class TestWhoTakesIt:
    def test_a_line_says_who_took_what(self, took, office):
        took("xlsx", "?cot=so&tim=bay")
        line = Event.objects.get(verb="list.exported")
        assert line.actor == office
        assert line.payload["list"] == "entry_queue"
        assert line.payload["rows"] == 0
        assert line.payload["columns"] == ["so", "ten"]
        assert line.kept_text.text == "cot=so&tim=bay"

    def test_the_words_searched_for_stand_beside_the_line_alone(self, took):
        took("csv", "?tim=Nguyen")
        assert "Nguyen" not in str(Event.objects.get(verb="list.exported").payload)

    def test_another_editions_secretary_finds_nothing(self, client, edition):
        client.force_login(secretary_of(EditionFactory()), backend=BACKEND)
        for kind in ("xlsx", "csv"):
            address = reverse(f"entry_queue_{kind}", args=[edition.slug])
            assert client.get(address).status_code == 404
        assert not Event.objects.filter(verb="list.exported").exists()

    def test_the_verb_refuses_who_does_not_run_the_edition(self, edition):
        stranger = secretary_of(EditionFactory())
        with pytest.raises(NotAllowed, match="ban thư ký"):
            noting.note_export(
                listing=EntryList(edition, QueryDict("")),
                kind="csv",
                rows=1,
                by=stranger,
                at=NOON,
            )

    def test_no_blind_code_is_among_the_columns(self, edition):
        names = [column.name for column in EntryList(edition, QueryDict("")).columns()]
        assert "ma-phach" not in names
        assert len(names) == 11


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_long_list_is_made_by_the_worker_and_noted_once(took, client, monkeypatch, kind):
    monkeypatch.setattr(export, "AT_ONCE", 5)
    waiting = took(kind, "?cot=so&sap-xep=so")
    assert waiting.status_code == 302
    drain()
    page = client.get(waiting.url)
    fetched = client.get(page.context["fetch"])
    rows = cells(fetched) if kind == "xlsx" else lines(fetched)
    assert rows[1][0] == "26-000"
    assert len(rows) == 41
    assert Event.objects.filter(verb="list.exported").count() == 1
