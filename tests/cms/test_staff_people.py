"""Who may do what, and one person's page."""

import importlib
import inspect
import io

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.membership import grant
from accounts.models import Membership, User
from cms.staff.rights import IN_EDITION, ON_PANELS
from competition import clock
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.judging import PanelFactory
from tests.factories.moments import NOON
from tests.joint import member_of

pytestmark = [pytest.mark.django_db, pytest.mark.data]
Role = Membership.Role
# Predicates over an edition that have no column of their own, and why.
NOT_SHOWN = {
    "accounts.works_in_secretariat": "what the rights of the office are composed of",
    "accounts.is_secretariat": "what the rights of the office are composed of",
    "accounts.is_committee": "what the rights of the committee are composed of",
    "competition.can_keep_pages": "of office and editors, who stand there by their roles",
    "competition.can_clone": "about the next edition; asks who has worked longest in this one",
    "judging.knows_the_names": "a bar, and no right",
    "submissions.can_appoint_focal_points": "the same people as run the edition",
    "submissions.unit_of_focal_point": "which unit, and not whether",
    "submissions.can_write_for_every_unit": "a wider form of writing for others",
}
ROOMS = ("accounts", "competition", "submissions", "judging", "voting", "awards")


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
def secretary_of_panel(edition):
    panel = PanelFactory(round__edition=edition, name="Hội đồng Y dược")
    PanelFactory(round__edition=edition, round__order=2, name="Hội đồng khác")
    person = UserFactory()
    grant(person, Role.PANEL_SECRETARY, panel_id=panel.pk)
    return person


def at(edition, name="people_of_edition", *more):
    return reverse(name, args=[edition.slug, *more])


def table(answer) -> dict[str, dict[str, str]]:
    """{person: {column: what stands there}}."""
    return {
        person.full_name + (person.email or ""): {
            column.name: column.value(person) for column, _cell in person.cells
        }
        for person in answer.context["page_obj"]
    }


def key(person) -> str:
    return person.full_name + (person.email or "")


def test_every_predicate_over_an_edition_is_a_column_or_says_why_not():
    shown = {right.may for right in IN_EDITION}
    found_names = set()
    for room in ROOMS:
        module = importlib.import_module(f"{room}.permissions")
        for name, found in inspect.getmembers(module, inspect.isfunction):
            if found.__module__ != module.__name__ or name.startswith("_"):
                continue
            if list(inspect.signature(found).parameters)[:2] == ["user", "edition_id"]:
                found_names |= set() if found in shown else {f"{room}.{name}"}
    assert found_names == NOT_SHOWN.keys()


class TestTheTable:
    def test_each_tick_is_the_answer_of_the_predicate(
        self, office, edition, secretary, secretary_of_panel
    ):
        member = member_of(edition)
        rows = table(office.get(at(edition)))
        for person in (member, secretary, secretary_of_panel):
            fresh = User.objects.get(pk=person.pk)
            said = {right.name: rows[key(person)][right.name] == "✓" for right in IN_EDITION}
            asked = {right.name: right.may(fresh, edition.pk) for right in IN_EDITION}
            assert said == asked

    def test_somebody_has_and_somebody_has_not(self, office, edition, secretary):
        member = member_of(edition)
        rows = table(office.get(at(edition)))
        assert (rows[key(secretary)]["dieu-hanh"], rows[key(member)]["dieu-hanh"]) == ("✓", "")

    def test_rights_on_panels_name_them(self, office, edition, secretary_of_panel):
        row = table(office.get(at(edition)))[key(secretary_of_panel)]
        assert {right.name: row[right.name] for right in ON_PANELS} == {
            right.name: "Hội đồng Y dược" for right in ON_PANELS
        }

    def test_nobody_of_another_edition(self, office, edition):
        stranger = member_of(EditionFactory())
        assert key(stranger) not in table(office.get(at(edition)))

    def test_it_is_filtered_by_role(self, office, edition, secretary):
        member = member_of(edition)
        found = office.get(at(edition), {"vai": "committee"}).context["page_obj"]
        assert list(found) == [member]

    def test_it_is_searched_without_accents(self, office, edition):
        person = UserFactory(full_name="Ngô Thị Tuyết Mai")
        grant(person, Role.EDITOR, edition_id=edition.pk)
        found = office.get(at(edition), {"tim": "tuyet mai"}).context["page_obj"]
        assert list(found) == [person]

    def test_it_is_taken_along(self, office, edition, secretary):
        answer = office.get(at(edition, "people_of_edition_xlsx"))
        rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
        assert secretary.full_name in {row[0] for row in rows}

    @pytest.mark.counts_queries("people_of_edition")
    def test_it_asks_as_much_for_ten_as_for_two(self, office, edition):
        counts = []
        for more in (0, 2, 8):
            for _number in range(more):
                member_of(edition)
            with CaptureQueriesContext(connection) as queries:
                office.get(at(edition))
            counts.append(len(queries))
        assert counts[1] == counts[2]

    @pytest.mark.parametrize("name", ["people_of_edition", "people_of_edition_xlsx"])
    def test_strangers_see_nothing(self, client, edition, name):
        client.force_login(secretary_of(EditionFactory()))
        assert client.get(at(edition, name)).status_code == 404

    @pytest.mark.parametrize("name", ["people_of_edition", "people_of_edition_xlsx"])
    def test_it_takes_no_press(self, office, edition, name):
        assert office.post(at(edition, name)).status_code == 405


class TestOnePerson:
    @pytest.fixture
    def member(self, edition):
        return member_of(edition)

    def test_roles_over_editions(self, office, edition, member):
        other = EditionFactory(name="Lần trước")
        grant(member, Role.EDITOR, edition_id=other.pk)
        text = office.get(at(edition, "person_page", member.pk)).content.decode()
        assert other.label in text

    def test_second_factor_and_sessions(self, office, edition, member):
        page = at(edition, "person_page", member.pk)
        before = office.get(page).context["has_device"]
        Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={})
        assert (before, office.get(page).context["has_device"]) == (False, True)

    def test_sessions_of_this_person_alone(self, office, edition, member, secretary):
        Client().force_login(member)
        Client().force_login(member)
        with clock.set_to(timezone.now()):
            shown = office.get(at(edition, "person_page", member.pk)).context["sessions"]
        assert len(shown) == 2

    @pytest.mark.counts_queries("person_page")
    def test_it_asks_as_much_for_many_roles_as_for_few(self, office, edition, member):
        counts = []
        for more in (0, 2, 8):
            for _number in range(more):
                grant(member, Role.EDITOR, edition_id=EditionFactory().pk)
            with CaptureQueriesContext(connection) as queries:
                office.get(at(edition, "person_page", member.pk))
            counts.append(len(queries))
        assert counts[1] == counts[2]

    def test_off_and_on(self, office, edition, member):
        office.post(at(edition, "switch_person_off", member.pk), {"reason": "Mất máy"})
        was_active = User.objects.get(pk=member.pk).is_active
        office.post(at(edition, "switch_person_on", member.pk), {"reason": "Thấy máy"})
        assert (was_active, User.objects.get(pk=member.pk).is_active) == (False, True)

    def test_a_refused_press_keeps_the_reason(self, office, edition, member):
        grant(member, Role.EDITOR, edition_id=EditionFactory().pk)
        sent = {"reason": "Mất máy ở chợ"}
        answer = office.post(at(edition, "switch_person_off", member.pk), sent)
        assert answer.status_code == 422
        assert "Mất máy ở chợ" in answer.content.decode()

    @pytest.mark.parametrize("name", ["person_page", "switch_person_off", "switch_person_on"])
    def test_somebody_of_another_edition_is_not_there(self, office, edition, name):
        stranger = member_of(EditionFactory())
        ask = office.get if name == "person_page" else office.post
        assert ask(at(edition, name, stranger.pk), {"reason": "x"}).status_code == 404
        assert User.objects.get(pk=stranger.pk).is_active

    @pytest.mark.parametrize("name", ["person_page", "switch_person_off", "switch_person_on"])
    def test_nobody_but_the_office_opens_it(self, client, edition, member, name):
        client.force_login(secretary_of(EditionFactory()))
        assert client.post(at(edition, name, member.pk)).status_code in (404, 405)

    @pytest.mark.parametrize("name", ["switch_person_off", "switch_person_on"])
    def test_a_button_opened_as_a_page_leads_back(self, office, edition, member, name):
        answer = office.get(at(edition, name, member.pk))
        assert answer.url == at(edition, "person_page", member.pk)
