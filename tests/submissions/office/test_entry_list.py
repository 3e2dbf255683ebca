"""The list of dossiers: filters, columns and sort as its address has them."""

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition import clock
from submissions.models import Entry
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory, FieldFactory
from tests.factories.moments import NOON
from tests.factories.submissions import EntryFactory, HandlingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def works(edition) -> list[Entry]:
    field = FieldFactory(edition=edition, name="Cơ khí")
    made = []
    for number, title in enumerate(["Máy tách hạt", "Bẫy đèn", "Ấm trà"]):
        entry = EntryFactory(
            edition=edition,
            field=field,
            title=title,
            status=Entry.Status.SUBMITTED,
            receipt_number=f"26-00{number}",
        )
        entry.index_words()
        made.append(entry)
    return made


@pytest.fixture
def listed(client, edition, office, works):
    """Gives the page as an address with this query shows it."""
    client.force_login(office, backend=BACKEND)

    def get(query: str = ""):
        return client.get(reverse("entry_queue", args=[edition.slug]) + query)

    return get


def titles(page) -> list[str]:
    return [entry.title for entry in page.context["page_obj"]]


class TestSort:
    def test_a_head_sorts(self, listed):
        assert titles(listed("?sap-xep=so")) == ["Máy tách hạt", "Bẫy đèn", "Ấm trà"]

    def test_pressed_again_it_turns_round(self, listed):
        assert titles(listed("?sap-xep=-so")) == ["Ấm trà", "Bẫy đèn", "Máy tách hạt"]
        assert 'href="?sap-xep=so"' in listed("?sap-xep=-so").content.decode()

    def test_titles_stand_as_without_accents(self, listed):
        assert titles(listed("?sap-xep=ten")) == ["Ấm trà", "Bẫy đèn", "Máy tách hạt"]

    def test_it_is_said_to_who_does_not_see_the_arrow(self, listed):
        assert 'aria-sort="descending"' in listed("?sap-xep=-so").content.decode()

    @pytest.mark.parametrize("typed", ["han", "owner__password", "-", "--so", "pk;drop", "%00"])
    def test_what_is_no_sort_is_passed_over(self, listed, typed):
        page = listed(f"?sap-xep={typed}")
        assert page.status_code == 200
        assert titles(page) == titles(listed())


class TestColumns:
    def test_those_of_the_address_are_shown(self, listed):
        shown = listed("?cot=so&cot=nop").context["listing"].shown
        assert [column.name for column in shown] == ["so", "ten", "nop"]

    @pytest.mark.parametrize("typed", ["owner__password", "__class__", "", "%00"])
    def test_what_is_no_column_is_passed_over(self, listed, typed):
        page = listed(f"?cot={typed}")
        assert page.context["listing"].shown == [
            column for column in page.context["listing"].shown if column.name != typed
        ]
        assert len(page.context["listing"].shown) == 7

    def test_a_filter_is_chosen_without_losing_them(self, listed):
        page = listed("?cot=so&sap-xep=so").content.decode()
        assert '<input type="hidden" name="cot" value="so">' in page
        assert '<input type="hidden" name="sap-xep" value="so">' in page


class TestFilters:
    def test_one_in_force_is_a_chip_that_takes_it_off(self, listed, office, works):
        HandlingFactory(entry=works[0], handler=office)
        page = listed(f"?nguoi={office.pk}&sap-xep=so")
        assert titles(page) == ["Máy tách hạt"]
        (chip,) = page.context["listing"].chips()
        assert (chip.value, chip.query) == (str(office), "sap-xep=so")

    def test_all_are_taken_off_at_once(self, listed):
        page = listed("?nguoi=0&tim=bay&sap-xep=so")
        assert len(page.context["listing"].chips()) == 2
        assert page.context["listing"].query_without_filters() == "sap-xep=so"

    def test_words_are_found_without_accents(self, listed):
        assert titles(listed("?tim=bay+den")) == ["Bẫy đèn"]

    @pytest.mark.parametrize("name", ["trang-thai", "linh-vuc", "nguoi", "han"])
    @pytest.mark.parametrize("typed", ["x", "-1", "9" * 400, "%00", "1)", "²"])
    def test_what_is_no_choice_filters_nothing(self, listed, name, typed):
        page = listed(f"?{name}={typed}")
        assert page.status_code == 200
        assert len(titles(page)) == 3

    @pytest.mark.parametrize("typed", ["%00", "%FF", "=1+1", "'"])
    def test_no_words_break_the_page(self, listed, typed):
        assert listed(f"?tim={typed}").status_code == 200


class TestAllOfTheFilter:
    def pressed(self, client, edition, office, query: str, **posted):
        address = reverse("hand_out_chosen", args=[edition.slug]) + query
        return client.post(address, {"colleague": office.pk, **posted})

    def test_every_listed_dossier_is_handed_out(self, client, listed, edition, office, works):
        listed()
        self.pressed(client, edition, office, "?tim=bay", **{"tat-ca": "on"})
        handed = Entry.objects.filter(handling__handler=office)
        assert [entry.title for entry in handed] == ["Bẫy đèn"]

    @pytest.mark.parametrize("looked", [{}, {"looked": "on"}])
    def test_the_tick_of_another_button_stays_where_it_is_refused(
        self, client, listed, edition, office, works, looked
    ):
        listed()
        answer = self.pressed(client, edition, office, "", **looked)  # no dossier is ticked
        tick = lxml.html.fromstring(answer.content).get_element_by_id("looked")
        assert (answer.status_code, tick.get("checked") is not None) == (422, bool(looked))

    def test_without_it_the_ticked_ones_alone(self, client, listed, edition, office, works):
        listed()
        self.pressed(client, edition, office, "", chon=works[0].pk)
        handed = Entry.objects.filter(handling__handler=office)
        assert [entry.title for entry in handed] == ["Máy tách hạt"]


def test_the_list_of_another_edition_is_not_found(client, edition):
    client.force_login(secretary_of(EditionFactory()), backend=BACKEND)
    assert client.get(reverse("entry_queue", args=[edition.slug])).status_code == 404


class TestItsWeight:
    @pytest.fixture
    def full(self, edition, works):
        for number in range(60):
            EntryFactory(edition=edition, status=Entry.Status.SUBMITTED, title=f"Việc {number}")

    def test_a_page_has_fifty_rows(self, full, listed):
        assert len(titles(listed())) == 50
        assert len(titles(listed("?trang=2"))) == 13

    def test_its_rows_cost_no_query(self, full, listed):
        """Beside Wagtail's frame it asks four times, however many rows it shows."""
        listed()
        with CaptureQueriesContext(connection) as many:
            listed()
        with CaptureQueriesContext(connection) as few:
            listed("?tim=bay")
        assert len(many) <= 15
        assert len(few) == len(many)

    def test_it_is_no_heavier_than_fifty_thousand_bytes(self, full, listed):
        """Beside Wagtail's frame: its menu, its words and its dialog of keys."""
        page = listed().content
        _frame, _mark, listing = page.partition(b'<div class="office">')
        assert len(listing) <= 50_000
