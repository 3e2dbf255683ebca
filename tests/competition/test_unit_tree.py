"""The tree of units: every change with a line, each refusal alone, nothing lost."""

import pytest

from accounts import units
from accounts.membership import grant
from accounts.models import Membership, Unit, User
from competition import unit_tables, unit_tree
from competition.errors import NotAllowed, Refused, WrongState
from competition.unit_tables import Outcome
from foundation.ledger.models import Event
from submissions.models import Entry
from submissions.sharing import units as focal
from tests.beside import secretary_of, untouched
from tests.factories.accounts import UnitFactory, UnitNameFactory, UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.moments import NOON
from tests.factories.submissions import EntryFactory
from tests.joint import member_of
from tests.typed_tables import excel

pytestmark = [pytest.mark.django_db, pytest.mark.data]
Kind = Unit.Kind


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def usual(edition):
    return {"edition": edition, "by": secretary_of(edition), "at": NOON}


@pytest.fixture
def top():
    return Unit.get_first_root_node() or UnitFactory(name="Tỉnh", kind=Kind.PROVINCE)


@pytest.fixture
def unit(top):
    return UnitFactory(parent=top, name="Xã Cũ")


@pytest.fixture
def other(top):
    return UnitFactory(parent=top, name="Xã Bên")


def fresh(unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


class TestAdding:
    def test_it_stands_below(self, usual, unit):
        added = unit_tree.add(parent=unit, name=" Trường  Mới ", kind=Kind.SCHOOL, **usual)
        assert (added.name, added.get_parent(), added.code[:3]) == ("Trường Mới", unit, "DV-")

    def test_not_without_a_name(self, usual, unit):
        with pytest.raises(Refused, match="tên đơn vị"):
            unit_tree.add(parent=unit, name=" ", kind=Kind.SCHOOL, **usual)

    def test_not_without_a_kind(self, usual, unit):
        with pytest.raises(Refused, match="loại"):
            unit_tree.add(parent=unit, name="Mới", kind="đồi", **usual)

    def test_not_under_a_code_that_is_taken(self, usual, unit):
        with pytest.raises(Refused, match="đã được dùng"):
            unit_tree.add(parent=unit, name="Mới", kind=Kind.SCHOOL, code=unit.code, **usual)

    def test_not_twice_below_the_same(self, usual, top, unit):
        with pytest.raises(WrongState, match="đã có"):
            unit_tree.add(parent=top, name="XA CU", kind=Kind.SCHOOL, **usual)

    @pytest.mark.parametrize("who", [member_of, lambda _edition: UserFactory()])
    def test_by_the_secretariat_alone(self, usual, edition, unit, who):
        with pytest.raises(NotAllowed):
            unit_tree.add(parent=unit, name="Mới", kind="school", **usual | {"by": who(edition)})

    def test_not_by_that_of_another_edition(self, usual, unit):
        stranger = secretary_of(EditionFactory())
        with pytest.raises(NotAllowed):
            unit_tree.add(parent=unit, name="Mới", kind="school", **usual | {"by": stranger})


class TestRenaming:
    def test_the_old_name_is_understood(self, usual, unit):
        unit_tree.rename(unit=unit, name="Xã Mới", kind=Kind.COMMUNE, **usual)
        assert list(Unit.objects.filter(units.found("xa cu"))) == [unit]

    def test_a_name_that_came_back_is_the_own_one(self, usual, unit):
        unit_tree.rename(unit=unit, name="Xã Mới", kind=Kind.COMMUNE, **usual)
        unit_tree.rename(unit=unit, name="Xã Cũ", kind=Kind.COMMUNE, **usual)
        assert [str(one) for one in unit.other_names.all()] == ["Xã Mới"]

    def test_not_to_what_it_is(self, usual, unit):
        with pytest.raises(WrongState, match="Chưa có gì"):
            unit_tree.rename(unit=unit, name=unit.name, kind=unit.kind, **usual)

    def test_not_to_the_name_of_its_neighbour(self, usual, unit, other):
        with pytest.raises(WrongState, match="đã có"):
            unit_tree.rename(unit=unit, name=other.name, kind=unit.kind, **usual)


class TestMoving:
    def test_with_what_stands_below(self, usual, unit, other):
        school = UnitFactory(parent=unit, name="Trường")
        unit_tree.move(unit=unit, parent=fresh(other), **usual)
        assert list(fresh(school).get_ancestors())[-2:] == [other, unit]

    def test_not_below_itself(self, usual, unit):
        school = UnitFactory(parent=unit, name="Trường")
        with pytest.raises(Refused, match="chính nó"):
            unit_tree.move(unit=fresh(unit), parent=school, **usual)

    def test_not_the_top(self, usual, top, unit):
        with pytest.raises(Refused, match="Đỉnh"):
            unit_tree.move(unit=fresh(top), parent=unit, **usual)

    def test_not_to_where_it_is(self, usual, top, unit):
        with pytest.raises(WrongState, match="đã thuộc"):
            unit_tree.move(unit=unit, parent=fresh(top), **usual)


class TestMerging:
    @pytest.fixture
    def hung(self, edition, unit, other):
        """What hangs on the one, and a decoy on neither."""
        focal_point = UserFactory(unit=unit)
        return {
            "entry": EntryFactory(edition=edition, unit=unit),
            "beside": EntryFactory(edition=edition, unit=UnitFactory()),
            "role": grant(focal_point, "focal_point", edition_id=edition.pk, unit=unit),
        }

    def test_everything_follows(self, usual, unit, other, hung):
        UnitFactory(parent=unit, name="Trường")
        with untouched(hung["beside"]):
            weight = unit_tree.merge(unit=fresh(unit), into=other, **usual)
        assert (weight.entries, weight.people, weight.focal_points, weight.below) == (1, 1, 1, 1)
        assert Entry.objects.get(pk=hung["entry"].pk).unit == other
        assert Membership.objects.get(pk=hung["role"].pk).unit == other
        assert User.objects.filter(unit=other).count() == 1
        assert [child.name for child in fresh(other).get_children()] == ["Trường"]

    def test_its_names_lead_there(self, usual, unit, other):
        UnitNameFactory(unit=unit, name="Xã rất cũ")
        unit_tree.merge(unit=unit, into=other, **usual)
        assert {str(one) for one in other.other_names.all()} == {"Xã Cũ", "Xã rất cũ"}

    def test_nobody_chooses_it_any_more(self, usual, unit, other):
        unit_tree.merge(unit=unit, into=other, **usual)
        assert (unit in units.offered(), other in units.offered()) == (False, True)

    def test_the_ledger_says_how_much_followed(self, usual, unit, other, hung):
        unit_tree.merge(unit=unit, into=other, **usual)
        assert Event.objects.get(verb="unit.merged").payload["entries"] == 1

    def test_not_into_itself(self, usual, unit):
        with untouched(unit), pytest.raises(Refused, match="chính nó"):
            unit_tree.merge(unit=unit, into=unit, **usual)

    def test_not_into_one_below(self, usual, unit):
        school = UnitFactory(parent=unit, name="Trường")
        with pytest.raises(Refused, match="chính nó"):
            unit_tree.merge(unit=fresh(unit), into=school, **usual)

    def test_not_the_top(self, usual, top, unit):
        with pytest.raises(Refused, match="Đỉnh"):
            unit_tree.merge(unit=fresh(top), into=unit, **usual)

    def test_not_twice(self, usual, unit, other):
        unit_tree.merge(unit=unit, into=other, **usual)
        with pytest.raises(WrongState, match="đã được gộp"):
            unit_tree.merge(unit=unit, into=other, **usual)

    def test_not_into_one_that_is_off(self, usual, unit, other):
        Unit.objects.filter(pk=other.pk).update(is_active=False)
        with pytest.raises(Refused, match="ngừng dùng"):
            unit_tree.merge(unit=unit, into=other, **usual)


class TestSwitching:
    def test_off_and_on(self, usual, unit):
        unit_tree.switch_off(unit=unit, reason="Giải thể", **usual)
        was_offered = unit in units.offered()
        unit_tree.switch_on(unit=unit, **usual)
        assert (was_offered, unit in units.offered()) == (False, True)

    def test_what_was_chosen_before_stays_beside(self, usual, unit):
        unit_tree.switch_off(unit=unit, reason="Giải thể", **usual)
        assert unit in units.offered(unit.pk)

    def test_not_without_a_reason(self, usual, unit):
        with untouched(unit), pytest.raises(Refused, match="lý do"):
            unit_tree.switch_off(unit=unit, reason="", **usual)

    def test_not_while_somebody_speaks_for_it(self, usual, edition, unit):
        grant(UserFactory(), "focal_point", edition_id=edition.pk, unit=unit)
        with pytest.raises(Refused, match="đầu mối"):
            unit_tree.switch_off(unit=unit, reason="Giải thể", **usual)

    def test_not_the_top(self, usual, top):
        with pytest.raises(Refused, match="Đỉnh"):
            unit_tree.switch_off(unit=top, reason="Giải thể", **usual)

    def test_not_twice(self, usual, unit):
        unit_tree.switch_off(unit=unit, reason="Giải thể", **usual)
        with pytest.raises(WrongState):
            unit_tree.switch_off(unit=unit, reason="Giải thể", **usual)

    def test_not_on_while_it_is_on(self, usual, unit):
        with pytest.raises(WrongState, match="đang dùng"):
            unit_tree.switch_on(unit=unit, **usual)

    def test_no_merged_one_is_put_on(self, usual, unit, other):
        unit_tree.merge(unit=unit, into=other, **usual)
        with pytest.raises(WrongState, match="đã được gộp"):
            unit_tree.switch_on(unit=unit, **usual)


class TestMatching:
    def test_it_is_found_by_what_was_written(self, usual, unit, other):
        unit_tree.match(text="X. cũ (sáp nhập)", unit=unit, **usual)
        assert list(Unit.objects.filter(units.found("x. cu (sap"))) == [unit]

    def test_not_to_one_that_is_off(self, usual, unit):
        Unit.objects.filter(pk=unit.pk).update(is_active=False)
        with pytest.raises(Refused, match="ngừng dùng"):
            unit_tree.match(text="X. cũ", unit=unit, **usual)

    def test_not_what_a_unit_is_called(self, usual, unit, other):
        with pytest.raises(WrongState, match="Đã có đơn vị"):
            unit_tree.match(text="xa ben", unit=unit, **usual)


class TestTables:
    def read(self, usual, *rows):
        upload = excel(["Tên đơn vị", "Loại", "Thuộc đơn vị", "Mã"], *rows)
        return unit_tables.read(upload=upload, **usual)

    def test_each_row_has_its_outcome(self, usual, unit):
        school = str(Kind.SCHOOL.label)
        table = self.read(
            usual,
            ["Trường Mới", school, "xa cu", ""],
            ["Trường Mới", school, "", ""],
            ["Xã Cũ", school, "", ""],
            ["Trường Khác", "đồi", "Xã Lạ", unit.code],
            ["Tổ một", school, "Trường Mới", ""],
        )
        rows = unit_tables.tried(table)
        assert [row.outcome for row in rows] == [
            Outcome.NEW,
            Outcome.DUPLICATE,
            Outcome.KNOWN,
            Outcome.WRONG,
            Outcome.NEW,
        ]
        assert rows[3].faults.keys() == {"kind", "parent", "code"}

    def test_good_rows_are_added_below_what_they_name(self, usual, unit):
        school = str(Kind.SCHOOL.label)
        rows = [["Trường Mới", school, "xa cu"], ["Tổ một", school, "Trường Mới"], ["Sai", "đồi"]]
        assert unit_tables.carry_out(table=self.read(usual, *rows), by=usual["by"], at=NOON) == len(
            rows[:2]
        )
        names = [one.name for one in Unit.objects.get(name="Tổ một").get_ancestors()]
        assert names[-2:] == ["Xã Cũ", "Trường Mới"]
        assert not Unit.objects.filter(name="Sai").exists()

    def test_nothing_is_left(self, usual, unit):
        table = self.read(usual, ["Sai", "đồi"])
        with pytest.raises(Refused, match="Không còn dòng"):
            unit_tables.carry_out(table=table, by=usual["by"], at=NOON)

    def test_by_the_secretariat_alone(self, usual, edition, unit):
        table = self.read(usual, ["Sai", "đồi"])
        with pytest.raises(NotAllowed):
            unit_tables.carry_out(table=table, by=member_of(edition), at=NOON)
        with pytest.raises(NotAllowed):
            unit_tables.read(upload=excel(["a"]), **usual | {"by": UserFactory()})


class TestFocalPoints:
    @pytest.fixture
    def held(self, edition, unit):
        return grant(UserFactory(), "focal_point", edition_id=edition.pk, unit=unit)

    def test_the_role_ends(self, usual, held, edition):
        beside = grant(UserFactory(), "focal_point", edition_id=edition.pk, unit=held.unit)
        with untouched(beside):
            focal.dismiss(held=held, reason="Nghỉ hưu", by=usual["by"], at=NOON)
        assert not Membership.objects.filter(pk=held.pk).exists()

    def test_not_without_a_reason(self, usual, held):
        with untouched(held), pytest.raises(Refused, match="lý do"):
            focal.dismiss(held=held, reason=" ", by=usual["by"], at=NOON)

    def test_not_another_role(self, usual, edition):
        held = grant(UserFactory(), "editor", edition_id=edition.pk)
        with untouched(held), pytest.raises(Refused, match="đầu mối"):
            focal.dismiss(held=held, reason="Nghỉ", by=usual["by"], at=NOON)

    def test_not_by_a_stranger(self, held):
        with untouched(held), pytest.raises(NotAllowed):
            focal.dismiss(held=held, reason="Nghỉ", by=UserFactory(), at=NOON)

    def test_not_twice(self, usual, held):
        focal.dismiss(held=held, reason="Nghỉ hưu", by=usual["by"], at=NOON)
        with pytest.raises(WrongState):
            focal.dismiss(held=held, reason="Nghỉ hưu", by=usual["by"], at=NOON)
