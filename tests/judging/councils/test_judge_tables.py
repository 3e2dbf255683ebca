"""Judges from Excel: what each row becomes, and who is invited by the last press."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Membership, PeopleTable, RoleInvitation
from competition import clock, invitations
from competition.errors import NotAllowed, Refused
from competition.models import Edition
from foundation.notifications.models import Message
from judging.councils import judge_tables, panels
from judging.councils.judge_tables import COLUMNS, Outcome
from judging.models import Judge
from tests.beside import secretary_of, untouched
from tests.factories.accounts import PeopleTableFactory, UserFactory
from tests.factories.competition import EditionFactory, FieldFactory
from tests.factories.judging import JudgeFactory, PanelFactory
from tests.factories.moments import NOON, days
from tests.joint import member_of
from tests.typed_tables import excel

pytestmark = [pytest.mark.django_db, pytest.mark.data]
HEADING = [column.heading for column in COLUMNS.values()]
NAME = "Trần Thị Hạnh"
WHY = "Quyết định 21/QĐ"
PANEL = "Hội đồng Nông lâm"


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def secretary(edition):
    return secretary_of(edition)


@pytest.fixture
def panel(edition):
    PanelFactory(round__edition=edition, round__order=2, name="Hội đồng Y dược")
    return PanelFactory(round__edition=edition, name=PANEL)


def row(**cells) -> list[str]:
    usual = {"full_name": NAME, "email": "hanh@example.vn", "panel": PANEL}
    return [(usual | cells).get(key, "") for key in COLUMNS]


@pytest.fixture
def read(edition, secretary, panel):
    def from_rows(*rows, **changed):
        usual = {"edition": edition, "by": secretary, "at": NOON}
        upload = excel(HEADING, *rows)
        return judge_tables.read(**usual | {"upload": upload} | changed)

    return from_rows


@pytest.fixture
def tried(edition, read):
    def outcomes(*rows):
        return judge_tables.tried(read(*rows), edition, at=NOON)

    return outcomes


class TestReading:
    def test_nobody_is_invited_yet(self, read):
        assert len(read(row()).rows) == 1
        assert not RoleInvitation.objects.exists()

    def test_headings_count_in_any_case_and_order(self, edition, secretary, panel):
        upload = excel(["Danh sách giám khảo"], ["EMAIL", "ho va ten"], ["a@b.vn", NAME])
        table = judge_tables.read(edition=edition, upload=upload, by=secretary, at=NOON)
        assert table.rows == [{"number": 3, "values": {"email": "a@b.vn", "full_name": NAME}}]

    def test_not_by_a_member_of_the_committee(self, read, edition):
        with pytest.raises(NotAllowed):
            read(row(), by=member_of(edition))

    def test_no_formula(self, read):
        with pytest.raises(Refused, match="công thức ở ô A2"):
            read(row(full_name="=1+1"))

    def test_no_other_file(self, read):
        with pytest.raises(Refused, match=r"\.xlsx"):
            read(upload=excel(HEADING, row(), name="bang.csv"))

    def test_nothing_that_only_has_the_name_of_a_table(self, read):
        upload = excel(HEADING)
        upload.file = io.BytesIO(b"PK nothing")
        with pytest.raises(Refused, match="Không đọc được"):
            read(upload=upload)

    def test_no_table_without_a_heading(self, read):
        with pytest.raises(Refused, match="tiêu đề"):
            read(upload=excel(["An", "an@example.vn"]))

    def test_no_table_without_a_row(self, read):
        with pytest.raises(Refused, match="không có dòng"):
            read(upload=excel(HEADING))

    def test_no_table_that_is_too_long(self, read):
        with pytest.raises(Refused, match="500"):
            read(upload=excel(HEADING, *[row()] * 500))

    def test_old_tables_go(self, read):
        old = PeopleTableFactory(at=days(-31))
        young = PeopleTableFactory(at=days(-29))
        read(row())
        kept = set(PeopleTable.objects.values_list("pk", flat=True))
        assert (old.pk in kept, young.pk in kept) == (False, True)

    def test_the_template_is_understood(self, edition, secretary, panel):
        FieldFactory(edition=edition, name="Nông lâm nghiệp")
        book = load_workbook(io.BytesIO(judge_tables.template(edition)))
        rows = list(book.worksheets[0].values)
        table = judge_tables.read(edition=edition, upload=excel(*rows), by=secretary, at=NOON)
        example = judge_tables.tried(table, edition, at=NOON)[0]
        assert {*example.faults} <= {"full_name"}


class TestOutcomes:
    def test_somebody_new(self, tried):
        assert tried(row())[0].outcome == Outcome.NEW

    def test_somebody_with_an_account(self, tried):
        UserFactory(email="hanh@example.vn")
        assert tried(row())[0].outcome == Outcome.KNOWN

    def test_an_address_that_was_only_typed_is_nobodys(self, tried):
        UserFactory(email="hanh@example.vn", confirms=False)
        assert tried(row())[0].outcome == Outcome.NEW

    def test_somebody_who_sits_there(self, tried, panel):
        JudgeFactory(panel=panel, user=UserFactory(email="hanh@example.vn"))
        assert tried(row())[0].outcome == Outcome.SEATED

    def test_a_seat_on_another_panel_is_no_seat_here(self, tried):
        JudgeFactory(user=UserFactory(email="hanh@example.vn"))
        assert tried(row())[0].outcome == Outcome.KNOWN

    def test_twice_in_the_table(self, tried):
        assert [one.outcome for one in tried(row(), row())] == [Outcome.NEW, Outcome.DUPLICATE]

    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            ({"full_name": ""}, "full_name"),
            ({"email": ""}, "email"),
            ({"email": "hanh"}, "email"),
            ({"phone": "12"}, "phone"),
            ({"panel": "Hội đồng Lạ"}, "panel"),
            ({"panel": ""}, "panel"),
            ({"position": "Thầy"}, "position"),
            ({"fields": "Thiên văn"}, "fields"),
        ],
    )
    def test_what_is_wrong_stands_beside_its_column(self, tried, cells, column):
        wrong, right = tried(row(**cells), row(email="khac@example.vn"))
        assert (wrong.outcome, list(wrong.faults)) == (Outcome.WRONG, [column])
        assert right.outcome == Outcome.NEW

    def test_two_chairs_of_one_panel(self, tried):
        first = row(position="Chủ tịch hội đồng")
        second = row(email="khac@example.vn", position="Chủ tịch hội đồng")
        assert [one.outcome for one in tried(first, second)] == [Outcome.NEW, Outcome.WRONG]

    def test_a_panel_that_has_its_chair(self, tried, panel):
        JudgeFactory(panel=panel, position=Membership.Role.CHAIR)
        assert tried(row(position="Chủ tịch hội đồng"))[0].faults.keys() == {"position"}

    def test_who_works_in_the_secretariat(self, edition, read, secretary):
        table = read(row(email=secretary.email))
        assert judge_tables.tried(table, edition, at=NOON)[0].faults.keys() == {"full_name"}


class TestInviting:
    @pytest.fixture
    def invite(self, secretary):
        def all_of(table, **changed):
            usual = {"table": table, "reason": WHY, "by": secretary, "at": NOON}
            return judge_tables.invite_all(**usual | changed)

        return all_of

    def test_good_rows_are_invited_and_wrong_ones_are_not(self, read, invite):
        rows = [row(), row(email="lạ"), row(email="", phone="0912345678")]
        assert invite(read(*rows)) == 2
        addresses = set(Message.objects.values_list("address", flat=True))
        assert addresses == {"hanh@example.vn", "+84912345678"}

    def test_with_panel_position_workplace_and_fields(self, edition, read, invite, panel):
        field = FieldFactory(edition=edition, name="Nông lâm")
        cells = {
            "position": "Phó Chủ tịch hội đồng",
            "workplace": "Sở Y tế",
            "title": "TS",
            "fields": "nông lâm",
        }
        positions = dict(panels.POSITIONS)
        cells["position"] = str(positions["vice_chair"])
        invite(read(row(**cells)))
        kept = RoleInvitation.objects.get()
        assert (kept.panel_id, kept.role, kept.workplace, kept.title, kept.fields) == (
            panel.pk,
            "vice_chair",
            "Sở Y tế",
            "TS",
            [field.pk],
        )

    def test_a_corrected_table_invites_only_the_rest(self, edition, read, invite):
        invite(read(row(), row(email="lạ")))
        corrected = read(row(), row(email="la@example.vn"))
        outcomes = [one.outcome for one in judge_tables.tried(corrected, edition, at=NOON)]
        assert outcomes == [Outcome.INVITED, Outcome.NEW]
        assert invite(corrected) == 1

    def test_the_seat_comes_when_the_person_accepts(self, read, invite, panel):
        invite(read(row()))
        person = UserFactory(email="hanh@example.vn")
        invitations.accept(invitation=RoleInvitation.objects.get(), by=person, at=NOON)
        assert Judge.objects.get().panel == panel

    def test_not_without_a_reason(self, read, invite):
        with pytest.raises(Refused, match="lý do"):
            invite(read(row()), reason=" ")

    def test_not_when_nobody_is_left(self, read, secretary):
        table = read(row(email="lạ"))
        with untouched(table), pytest.raises(Refused, match="Không còn dòng"):
            judge_tables.invite_all(table=table, reason=WHY, by=secretary, at=NOON)

    def test_not_by_a_stranger(self, read, invite):
        with pytest.raises(NotAllowed):
            invite(read(row()), by=UserFactory())


class TestThePages:
    @pytest.fixture
    def office(self, client, secretary, panel):
        client.force_login(secretary)
        return client

    def sent(self, office, edition, *rows):
        address = reverse("read_judges", args=[edition.slug])
        return office.post(address, {"table": excel(HEADING, *rows)})

    def test_a_table_leads_to_its_trial(self, office, edition):
        answer = office.get(self.sent(office, edition, row(), row(email="lạ")).url)
        text = answer.content.decode()
        assert [part in text for part in (NAME, "mới: sẽ được mời", "cần sửa")] == [True] * 3

    def test_the_wrong_ones_alone(self, office, edition):
        page = self.sent(office, edition, row(), row(email="lạ")).url
        shown = office.get(page, {"dong": "wrong"}).context["page_obj"].object_list
        assert [one.number for one in shown] == [3]

    def test_a_refused_file_is_told_beside_the_field(self, office, edition):
        answer = self.sent(office, edition, row(full_name="=1"))
        assert answer.status_code == 422
        assert "công thức" in answer.content.decode()

    def test_no_file_at_all(self, office, edition):
        assert office.post(reverse("read_judges", args=[edition.slug])).status_code == 422

    def test_one_press_invites(self, office, edition):
        self.sent(office, edition, row())
        table = PeopleTable.objects.get()
        address = reverse("invite_judges", args=[edition.slug, table.pk])
        assert office.post(address, {"reason": WHY}).status_code == 302
        assert RoleInvitation.objects.count() == 1

    def test_a_refused_press_shows_the_rows_again(self, office, edition):
        self.sent(office, edition, row())
        address = reverse("invite_judges", args=[edition.slug, PeopleTable.objects.get().pk])
        answer = office.post(address, {"reason": " "})
        assert answer.status_code == 422
        assert NAME in answer.content.decode()

    def test_the_template_is_a_workbook(self, office, edition):
        answer = office.get(reverse("judges_template", args=[edition.slug]))
        assert PANEL in str(list(load_workbook(io.BytesIO(answer.content))["Danh mục"].values))

    @pytest.mark.parametrize("name", ["judge_table", "invite_judges"])
    def test_a_table_of_another_edition_is_not_there(self, office, edition, name):
        other = PeopleTableFactory(edition_id=EditionFactory().pk)
        address = reverse(name, args=[edition.slug, other.pk])
        answer = office.get(address) if name == "judge_table" else office.post(address)
        assert answer.status_code == 404

    @pytest.mark.parametrize("name", ["judge_tables", "judges_template", "read_judges"])
    def test_strangers_see_nothing(self, client, edition, name):
        client.force_login(secretary_of(EditionFactory()))
        assert client.get(reverse(name, args=[edition.slug])).status_code == 404

    def test_buttons_opened_as_pages_lead_back(self, office, edition):
        answer = office.get(reverse("read_judges", args=[edition.slug]))
        assert answer.url == reverse("judge_tables", args=[edition.slug])

    def test_the_template_takes_no_press(self, office, edition):
        assert office.post(reverse("judges_template", args=[edition.slug])).status_code == 405

    @pytest.mark.counts_queries("judge_tables", "judge_table")
    def test_they_ask_as_much_for_many_as_for_few(
        self, office, edition, django_assert_max_num_queries
    ):
        rows = [row(email=f"gk-{number}@example.vn") for number in range(40)]
        page = self.sent(office, edition, *rows).url
        PeopleTableFactory.create_batch(8, edition_id=edition.pk)
        for address in (page, reverse("judge_tables", args=[edition.slug])):
            office.get(address)
            with django_assert_max_num_queries(34):
                office.get(address)
