"""The pages of the units."""

import io

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.membership import grant
from accounts.models import Membership, PeopleTable, Unit, UnitName
from competition import clock
from submissions.sharing import units
from tests.beside import secretary_of
from tests.factories.accounts import PeopleTableFactory, UnitFactory, UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.moments import NOON
from tests.factories.submissions import AuthorFactory, EntryFactory
from tests.joint import member_of
from tests.pressing import facts_of, pressed
from tests.typed_tables import excel

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BUTTONS = {
    "add_unit": {"them-name": "Trường Mới", "them-kind": "school"},
    "rename_unit": {"doi-name": "Xã Mới", "doi-kind": "commune"},
    "move_unit": {},
    "merge_unit": {},
    "switch_unit_off": {"reason": "Giải thể"},
    "switch_unit_on": {},
    "give_focal_point": {"dau-moi-reason": "QĐ 1"},
    "take_focal_point": {"reason": "QĐ 2"},
}
PAGES = ["unit_tree", "unit_tree_xlsx", "typed_units", "unit_tables", "units_template"]


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def office(client, edition):
    client.force_login(secretary_of(edition))
    return client


@pytest.fixture
def top():
    return Unit.get_first_root_node() or UnitFactory(name="Tỉnh", kind="province")


@pytest.fixture
def unit(top):
    return UnitFactory(parent=top, name="Xã Đại Từ Cũ")


@pytest.fixture
def other(top):
    return UnitFactory(parent=top, name="Xã Bên Cạnh")


@pytest.fixture
def at(edition, unit):
    def address(name, *more):
        return reverse(name, args=[edition.slug, *more])

    return address


def listed(answer) -> list[str]:
    return [one.name for one in answer.context["page_obj"]]


class TestTheTree:
    def test_it_is_searched_without_accents(self, office, at, unit, other):
        assert listed(office.get(at("unit_tree"), {"tim": "dai tu cu"})) == [unit.name]

    def test_by_names_of_before(self, office, at, unit, other):
        UnitName.objects.create(unit=unit, name="Hùng Sơn xưa")
        assert listed(office.get(at("unit_tree"), {"tim": "hung son xua"})) == [unit.name]

    def test_what_is_off_is_asked_for(self, office, at, unit):
        Unit.objects.filter(pk=unit.pk).update(is_active=False)
        assert unit.name not in listed(office.get(at("unit_tree"), {"tim": "dai tu cu"}))
        assert unit.name in listed(office.get(at("unit_tree"), {"tinh-trang": "da-tat"}))

    def test_by_focal_points_of_this_edition(self, office, at, edition, unit, other):
        elsewhere = EditionFactory()
        grant(UserFactory(), "focal_point", edition_id=edition.pk, unit=unit)
        grant(UserFactory(), "focal_point", edition_id=elsewhere.pk, unit=other)
        found = listed(office.get(at("unit_tree"), {"tinh-trang": "co-dau-moi"}))
        assert found == [unit.name]

    def test_it_is_taken_along(self, office, at, unit):
        answer = office.get(at("unit_tree_xlsx"), {"tim": "dai tu cu"})
        rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
        assert rows[1][0] == unit.name

    @pytest.mark.counts_queries("unit_tree")
    def test_it_asks_as_much_for_many_as_for_few(self, office, at, top):
        counts = []
        for more in (0, 2, 20):
            for _number in range(more):
                UnitFactory(parent=Unit.objects.get(pk=top.pk))
            with CaptureQueriesContext(connection) as queries:
                office.get(at("unit_tree"))
            counts.append(len(queries))
        assert counts[1] == counts[2]

    @pytest.mark.parametrize("name", PAGES)
    def test_strangers_see_nothing(self, client, edition, at, name):
        client.force_login(secretary_of(EditionFactory()))
        assert client.get(at(name)).status_code == 404

    @pytest.mark.parametrize("name", PAGES)
    def test_pages_take_no_press(self, office, at, name):
        assert office.post(at(name)).status_code == 405


class TestOneUnit:
    @pytest.mark.counts_queries("unit_page")
    def test_it_asks_as_much_with_many_below(self, office, at, unit):
        counts = []
        for more in (0, 2, 10):
            for _number in range(more):
                UnitFactory(parent=Unit.objects.get(pk=unit.pk))
            with CaptureQueriesContext(connection) as queries:
                office.get(at("unit_page", unit.pk))
            counts.append(len(queries))
        assert counts[1] == counts[2]

    def test_an_unknown_one_is_not_there(self, office, at):
        assert office.get(at("unit_page", 987654)).status_code == 404

    def test_it_is_added_to(self, office, at, unit):
        office.post(at("add_unit", unit.pk), BUTTONS["add_unit"])
        assert Unit.objects.get(name="Trường Mới").get_parent() == unit

    def test_it_is_renamed(self, office, at, unit):
        office.post(at("rename_unit", unit.pk), BUTTONS["rename_unit"])
        assert Unit.objects.get(pk=unit.pk).name == "Xã Mới"

    def test_it_is_moved(self, office, at, unit, other):
        office.post(at("move_unit", unit.pk), {"chuyen-other": other.pk})
        assert Unit.objects.get(pk=unit.pk).get_parent() == other

    def test_what_a_merge_does_is_read_first(self, office, at, edition, unit, other):
        EntryFactory(edition=edition, unit=unit)
        EntryFactory(edition=edition, unit=other)
        answer = office.post(at("merge_unit", unit.pk), {"gop-other": other.pk})
        assert "1 → 2" in facts_of(answer)
        assert Unit.objects.get(pk=unit.pk).is_active

    def test_and_done_by_the_second_press(self, office, at, unit, other):
        pressed(office, at("merge_unit", unit.pk), {"gop-other": other.pk})
        assert Unit.objects.get(pk=unit.pk).merged_into == other

    def test_it_is_switched_off_and_on(self, office, at, unit):
        office.post(at("switch_unit_off", unit.pk), BUTTONS["switch_unit_off"])
        was_active = Unit.objects.get(pk=unit.pk).is_active
        office.post(at("switch_unit_on", unit.pk))
        assert (was_active, Unit.objects.get(pk=unit.pk).is_active) == (False, True)

    def test_a_focal_point_comes_and_goes(self, office, at, unit):
        person = UserFactory()
        sent = {"dau-moi-email": person.email, "dau-moi-reason": "QĐ 1"}
        office.post(at("give_focal_point", unit.pk), sent)
        held = Membership.objects.get(user=person)
        assert held.unit == unit
        office.post(at("take_focal_point", unit.pk), {"role": held.pk, "reason": "QĐ 2"})
        assert not Membership.objects.filter(user=person).exists()

    def upon(self, office, at, unit, name: str) -> str:
        """The version that the page's form of this button carries."""
        page = lxml.html.fromstring(office.get(at("unit_page", unit.pk)).content)
        (form,) = [one for one in page.forms if one.get("action") == at(name, unit.pk)]
        return form.fields["upon"]

    def test_a_name_that_a_colleague_has_changed_stands_beside_the_own(self, office, at, unit):
        upon = self.upon(office, at, unit, "rename_unit")
        sent = {"doi-name": "Xã của Khánh", "doi-kind": unit.kind}
        assert office.post(at("rename_unit", unit.pk), sent | {"upon": upon}).status_code == 302
        answer = office.post(
            at("rename_unit", unit.pk), sent | {"upon": upon, "doi-name": "Xã của Hiền"}
        )
        unit.refresh_from_db()
        assert (answer.status_code, unit.name) == (422, "Xã của Khánh")
        assert "<p>Xã của Khánh</p>" in answer.content.decode()
        assert 'value="Xã của Hiền"' in answer.content.decode()

    def test_once_both_were_seen_it_is_kept(self, office, at, unit):
        upon = self.upon(office, at, unit, "rename_unit")
        sent = {"doi-name": "Xã của Khánh", "doi-kind": unit.kind}
        office.post(at("rename_unit", unit.pk), sent | {"upon": upon})
        sent |= {"doi-name": "Xã của Hiền"}
        page = office.post(at("rename_unit", unit.pk), sent | {"upon": upon})
        upon = page.context["upon_name"]
        assert office.post(at("rename_unit", unit.pk), sent | {"upon": upon}).status_code == 302

    def test_a_place_that_a_colleague_has_changed_stands_beside_the_own(
        self, office, at, unit, top
    ):
        upon = self.upon(office, at, unit, "move_unit")
        first, second = (UnitFactory(parent=top, name=name) for name in ("Sở Một", "Sở Hai"))
        sent = {"upon": upon, "chuyen-other": first.pk}
        assert office.post(at("move_unit", unit.pk), sent).status_code == 302
        answer = office.post(at("move_unit", unit.pk), sent | {"chuyen-other": second.pk})
        unit.refresh_from_db()
        assert (answer.status_code, unit.get_parent().pk) == (422, first.pk)
        assert "<p>Sở Một</p>" in answer.content.decode()

    def test_one_that_a_colleague_has_ended_keeps_the_reason(self, office, at, unit, edition):
        person = UserFactory()
        held = grant(person, "focal_point", edition_id=edition.pk, unit=unit)
        number = held.pk
        colleague = secretary_of(edition)
        units.dismiss(held=held, reason="Nghỉ hưu", by=colleague, at=NOON)
        sent = {"role": number, "holder": person.pk, "reason": "Theo QĐ 22 của tỉnh"}
        answer = office.post(at("take_focal_point", unit.pk), sent)
        assert answer.status_code == 422
        assert f"{colleague} đã kết thúc vai trò này của {person}" in answer.content.decode()
        assert "Theo QĐ 22 của tỉnh" in answer.content.decode()

    def test_one_of_another_edition_is_not_ended_here(self, office, at, unit):
        held = grant(UserFactory(), "focal_point", edition_id=EditionFactory().pk, unit=unit)
        sent = {"role": held.pk, "reason": "QĐ 2"}
        assert office.post(at("take_focal_point", unit.pk), sent).status_code == 404

    @pytest.mark.parametrize(
        ("name", "sent", "kept"),
        [
            ("add_unit", {"them-name": "Trường Lạ", "them-kind": "đồi"}, "Trường Lạ"),
            ("rename_unit", {"doi-name": "Xã Bên Cạnh", "doi-kind": "commune"}, "Xã Bên Cạnh"),
            ("move_unit", {"chuyen-other": "x"}, ""),
            ("merge_unit", {"gop-other": "x"}, ""),
            ("switch_unit_off", {"reason": " "}, ""),
            ("give_focal_point", {"dau-moi-email": "ai@example.vn", "dau-moi-reason": "QĐ"}, "ai@"),
        ],
    )
    def test_what_is_refused_is_kept(self, office, at, unit, other, name, sent, kept):
        answer = office.post(at(name, unit.pk), sent)
        assert answer.status_code == 422
        assert kept in answer.content.decode()

    @pytest.mark.parametrize("name", BUTTONS)
    def test_a_button_opened_as_a_page_leads_back(self, office, at, unit, name):
        assert office.get(at(name, unit.pk)).url == at("unit_page", unit.pk)

    @pytest.mark.parametrize("name", ["unit_page", *BUTTONS])
    def test_nobody_else_opens_it(self, client, at, edition, unit, name):
        client.force_login(member_of(edition))
        assert client.post(at(name, unit.pk), BUTTONS.get(name, {})).status_code in (404, 405)
        assert Unit.objects.get(pk=unit.pk).name == unit.name


class TestWhatPeopleWrite:
    @pytest.fixture
    def written(self, edition, unit):
        entry = EntryFactory(edition=edition)
        AuthorFactory(entry=entry, workplace="THPT Đại Từ (cs 2)")
        AuthorFactory(entry=entry, workplace=unit.name)
        return AuthorFactory(entry=EntryFactory(), workplace="Nơi khác")

    def test_what_no_unit_is_called_is_listed(self, office, at, written, unit):
        typed = [row["workplace"] for row in office.get(at("typed_units")).context["typed"]]
        assert typed == ["THPT Đại Từ (cs 2)"]

    def test_what_a_colleague_has_matched_is_not_matched_otherwise(self, office, at, written, unit):
        other = UnitFactory(parent=unit.get_parent(), name="Sở Khác")
        sent = {"written": "Xã Nà Rừng", "unit": unit.pk}
        office.post(at("match_unit"), sent)
        answer = office.post(at("match_unit"), sent | {"unit": other.pk})
        assert answer.status_code == 422
        assert UnitName.objects.get(name="Xã Nà Rừng").unit == unit

    def test_it_is_matched_once_for_all(self, office, at, written, unit):
        sent = {"written": "THPT Đại Từ (cs 2)", "unit": unit.pk}
        assert office.post(at("match_unit"), sent).status_code == 302
        assert office.get(at("typed_units")).context["typed"] == []

    def test_or_made_a_unit(self, office, at, written, unit, top):
        sent = {"written": "x", "name": "THPT Đại Từ (cs 2)", "kind": "school", "parent": top.pk}
        assert office.post(at("add_typed_unit"), sent).status_code == 302
        assert Unit.objects.get(name="THPT Đại Từ (cs 2)").get_parent() == top

    def test_a_refused_one_is_kept(self, office, at, written, top):
        where = {"written": "THPT Đại Từ (cs 2)", "parent": top.pk}
        sent = where | {"name": "Trường sửa tên", "kind": "đồi"}
        answer = office.post(at("add_typed_unit"), sent)
        assert answer.status_code == 422
        assert "Trường sửa tên" in answer.content.decode()

    @pytest.mark.parametrize("name", ["match_unit", "add_typed_unit"])
    def test_buttons(self, client, office, at, edition, name):
        assert office.get(at(name)).url == at("typed_units")
        client.force_login(member_of(edition))
        assert client.post(at(name)).status_code == 404

    @pytest.mark.counts_queries("typed_units")
    def test_it_asks_as_much_for_many_as_for_few(self, office, at, edition):
        counts = []
        for more in (0, 2, 10):
            entry = EntryFactory(edition=edition)
            for number in range(more):
                AuthorFactory(entry=entry, workplace=f"Nơi {more} {number}")
            with CaptureQueriesContext(connection) as queries:
                office.get(at("typed_units"))
            counts.append(len(queries))
        assert counts[1] == counts[2]


class TestTables:
    def sent(self, office, at, *rows):
        upload = excel(["Tên đơn vị", "Loại"], *rows)
        return office.post(at("read_units"), {"table": upload})

    def test_from_a_file_to_units(self, office, at):
        school = str(Unit.Kind.SCHOOL.label)
        page = self.sent(office, at, ["Trường Mới", school], ["Sai", "đồi"]).url
        assert "cần sửa" in office.get(page).content.decode()
        table = PeopleTable.objects.get()
        assert office.post(at("carry_out_units", table.pk)).status_code == 302
        assert Unit.objects.filter(name="Trường Mới").exists()
        assert office.post(at("carry_out_units", table.pk)).status_code == 422

    def test_the_wrong_ones_alone(self, office, at):
        page = self.sent(office, at, ["Trường Mới", "trường"], ["Sai", "đồi"]).url
        assert len(office.get(page, {"dong": "wrong"}).context["page_obj"]) == 2

    def test_a_refused_file_is_told(self, office, at):
        assert self.sent(office, at, ["=1", "x"]).status_code == 422
        assert office.post(at("read_units")).status_code == 422

    def test_the_template(self, office, at):
        answer = office.get(at("units_template"))
        assert "Danh mục" in load_workbook(io.BytesIO(answer.content)).sheetnames

    @pytest.mark.parametrize("name", ["unit_table", "carry_out_units"])
    def test_a_table_of_another_edition_is_not_there(self, office, at, name):
        other = PeopleTableFactory(kind="units", edition_id=EditionFactory().pk)
        ask = office.get if name == "unit_table" else office.post
        assert ask(at(name, other.pk)).status_code == 404

    @pytest.mark.counts_queries("unit_tables", "unit_table")
    def test_they_ask_as_much_for_many_as_for_few(
        self, office, at, edition, django_assert_max_num_queries
    ):
        rows = [[f"Trường {number}", "trường"] for number in range(40)]
        page = self.sent(office, at, *rows).url
        PeopleTableFactory.create_batch(8, kind="units", edition_id=edition.pk)
        for address in (page, at("unit_tables")):
            office.get(address)
            with django_assert_max_num_queries(34):
                office.get(address)
