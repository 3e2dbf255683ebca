"""The office's search: what it finds, for whom, and what it never puts together."""

import lxml.html
import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from accounts.membership import grant
from accounts.models import Membership
from competition import clock
from submissions.models import Entry
from tests.beside import secretary_of
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.cms import HomePageFactory
from tests.factories.competition import EditionFactory
from tests.factories.judging import PanelFactory
from tests.factories.moments import NOON
from tests.factories.submissions import EntryFactory, SealingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
Role = Membership.Role
SEARCH = "/quan-tri/tim/"
TITLE = "Máy tách hạt dẻ dùng động cơ xe máy cũ"


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def secretary(edition):
    return secretary_of(edition)


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def editor():
    person = UserFactory()
    grant(person, Role.EDITOR)
    return person


def dossier(**columns) -> Entry:
    entry = EntryFactory(**columns)
    entry.index_words()
    return entry


def found(client, words: str, **more) -> dict[str, list[str]]:
    """{kind: addresses}."""
    answer = client.get(SEARCH, {"q": words, **more})
    return {
        str(kind.label): [line.address for line in kind.lines] for kind in answer.context["kinds"]
    }


def page_of(entry: Entry) -> str:
    return reverse("office_entry", args=[entry.edition.slug, entry.public_id])


class TestDossiers:
    @pytest.fixture
    def entry(self, edition):
        dossier(edition=edition, title="Gạch không nung từ xỉ lò cao")
        return dossier(
            edition=edition, title=TITLE, status=Entry.Status.SUBMITTED, receipt_number="26-058"
        )

    @pytest.mark.parametrize("words", ["hạt dẻ", "hat de", "HAT DE", "26-058"])
    def test_by_title_or_number_with_or_without_accents(self, office, entry, words):
        assert found(office, words)["Hồ sơ"] == [page_of(entry)]

    def test_of_other_editions_that_the_person_runs_after_those_in_focus(
        self, office, entry, secretary
    ):
        other = EditionFactory()
        grant(secretary, Role.SECRETARIAT, edition_id=other.pk)
        later = dossier(edition=other, title=TITLE)
        office.get(reverse("entry_queue", args=[entry.edition.slug]))
        assert found(office, "hat de")["Hồ sơ"] == [page_of(entry), page_of(later)]
        office.get(reverse("entry_queue", args=[other.slug]))
        assert found(office, "hat de")["Hồ sơ"] == [page_of(later), page_of(entry)]

    def test_never_of_another_ones_edition(self, office, edition):
        dossier(title=TITLE)
        assert "Hồ sơ" not in found(office, "hat de")

    def test_nothing_for_an_editor(self, client, editor, entry):
        client.force_login(editor)
        assert "Hồ sơ" not in found(client, "hat de")

    def test_a_title_that_is_markup_stays_text(self, office, edition):
        dossier(edition=edition, title="<img src=x> hat de")
        assert b"<img src=x>" not in office.get(SEARCH, {"q": "hat de"}).content


class TestCodes:
    @pytest.fixture
    def sealing(self, edition):
        sealing = SealingFactory(version__entry__edition=edition, version__entry__title=TITLE)
        sealing.version.entry.index_words()
        Entry.objects.filter(pk=sealing.version.entry_id).update(status=Entry.Status.SEALED)
        return sealing

    def test_a_judging_code_finds_no_dossier(self, office, sealing):
        assert found(office, "hat de")["Hồ sơ"] == [page_of(sealing.version.entry)]
        assert found(office, sealing.judging_code) == {}

    def test_no_answer_shows_one(self, office, sealing):
        assert sealing.judging_code not in office.get(SEARCH, {"q": "hat de"}).content.decode()


class TestPeople:
    def test_whoever_holds_a_role_here(self, office, edition):
        person = UserFactory(full_name="Ngô Thị Tuyết Mai")
        grant(person, Role.COMMITTEE, edition_id=edition.pk)
        UserFactory(full_name="Ngô Thị Tuyết Mai")
        addresses = found(office, "tuyet mai")["Nhân sự"]
        assert addresses == [reverse("person_page", args=[edition.slug, person.pk])]
        assert office.get(addresses[0]).status_code == 200

    def test_a_secretary_of_a_panel_once_however_many_panels(self, office, edition):
        person = UserFactory(full_name="Ngô Thị Tuyết Mai")
        for panel in PanelFactory.create_batch(2, round__edition=edition):
            grant(person, Role.PANEL_SECRETARY, panel_id=panel.pk)
        assert len(found(office, "tuyet mai")["Nhân sự"]) == 1

    def test_nobody_of_another_edition(self, office):
        person = UserFactory(full_name="Ngô Thị Tuyết Mai")
        grant(person, Role.COMMITTEE, edition_id=EditionFactory().pk)
        assert "Nhân sự" not in found(office, "tuyet mai")


class TestUnits:
    def test_by_name(self, office, edition):
        unit = UnitFactory(name="Xã Nghiên Loan")
        UnitFactory(name="Xã La Bằng")
        page = reverse("unit_page", args=[edition.slug, unit.pk])
        assert found(office, "nghien loan")["Đơn vị"] == [page]


class TestPlaces:
    def test_a_page_of_the_edition_in_focus(self, office, edition):
        assert reverse("unit_tree", args=[edition.slug]) in found(office, "don vi")["Nơi làm việc"]

    def test_every_place_opens(self, office, edition):
        for words in ("ho so", "cham", "hien vat", "xung dot", "binh chon"):
            for address in found(office, words).get("Nơi làm việc", []):
                assert office.get(address).status_code == 200, address

    def test_an_editor_is_led_to_no_edition(self, client, editor, edition):
        client.force_login(editor)
        assert not [
            address
            for address in found(client, "ho so").get("Nơi làm việc", [])
            if edition.slug in address
        ]


class TestPages:
    @pytest.fixture
    def page(self):
        locale, _made = Locale.objects.get_or_create(language_code="vi")
        title = "Lời ngỏ về hội thi"
        return HomePageFactory(title=title, draft_title=title, locale=locale)

    def test_an_administrator_finds_them_by_title_without_accents(self, admin_client, page):
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert found(admin_client, "ngo loi")["Các trang"] == [address]

    def test_who_may_change_none_finds_none(self, client, page):
        person = UserFactory()
        person.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(person)
        assert found(client, "ngo loi") == {}


class TestThePage:
    def test_it_works_without_script(self, office):
        page = lxml.html.fromstring(office.get(SEARCH).content)
        form = page.find_class("finding-form")[0]
        assert (form.action, form.method) == (SEARCH, "GET")

    def test_the_box_above_the_menu_leads_to_it(self, office, edition):
        page = office.get(reverse("edition_desk", args=[edition.slug])).content.decode()
        props = page.split('id="wagtail-sidebar-props"')[1].split("</script>")[0]
        assert SEARCH in props

    def test_over_another_page_it_is_the_middle_alone(self, office):
        answer = office.get(SEARCH, {"q": "", "cua-so": "1"})
        assert b"<html" not in answer.content
        assert b"data-answer" in answer.content

    @pytest.mark.parametrize("words", ["", "a", "\0", "%", "'"])
    def test_too_little_finds_nothing(self, office, words):
        assert found(office, words) == {}

    def test_nobody_else_knows_of_it(self, client):
        client.force_login(UserFactory())
        assert client.get(SEARCH).status_code == 404

    @pytest.mark.counts_queries("office_search")
    def test_it_asks_as_much_of_many_as_of_few(self, office, edition):
        counts = []
        for more in (0, 1, 6):
            for _number in range(more):
                dossier(edition=edition, title=TITLE)
                person = UserFactory(full_name="Hat de")
                grant(person, Role.COMMITTEE, edition_id=edition.pk)
            with CaptureQueriesContext(connection) as queries:
                office.get(SEARCH, {"q": "hat de", "cua-so": "1"})
            counts.append(len(queries))
        assert counts[1] == counts[2]
