"""The pages of invitations: the office's list, and what the invited person sees."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.membership import grant
from accounts.models import Membership, RoleInvitation, User
from competition import clock, invitations
from competition.invitations import Invitee
from tests.beside import secretary_of, untouched
from tests.factories.accounts import RoleInvitationFactory, UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.judging import PanelFactory
from tests.factories.moments import NOON
from tests.joint import member_of

pytestmark = [pytest.mark.django_db, pytest.mark.data]
Role = Membership.Role
EMAIL = "nguoi-moi@example.vn"
NAME = "Lê Thị Mới"
TYPED = {"full_name": NAME, "email": EMAIL, "role": "judge", "reason": "Quyết định 16"}
BUTTONS = [
    "invite_person",
    "invite_on_paper",
    "send_invitations_again",
    "print_invitations",
    "withdraw_invitations",
]


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def host(edition):
    return secretary_of(edition)


@pytest.fixture
def office(client, host):
    client.force_login(host)
    return client


@pytest.fixture
def pending(edition, host):
    return RoleInvitationFactory(edition_id=edition.pk, invited_by=host, full_name=NAME)


def page(edition, name="role_invitations"):
    return reverse(name, args=[edition.slug])


class TestTheOffice:
    def test_a_letter_goes(self, office, edition):
        panel = PanelFactory(round__edition=edition)
        answer = office.post(page(edition, "invite_person"), TYPED | {"panel": panel.pk})
        assert answer.status_code == 302
        assert RoleInvitation.objects.get().panel_id == panel.pk

    def test_a_refused_form_keeps_what_was_typed(self, office, edition):
        answer = office.post(page(edition, "invite_person"), TYPED)  # without a panel
        assert answer.status_code == 422
        assert [part in answer.content.decode() for part in (NAME, EMAIL)] == [True, True]
        assert not RoleInvitation.objects.exists()

    def test_no_panel_of_another_edition(self, office, edition):
        answer = office.post(page(edition, "invite_person"), TYPED | {"panel": PanelFactory().pk})
        assert answer.status_code == 422

    def test_a_slip_is_a_pdf(self, office, edition):
        typed = TYPED | {"role": "editor", "email": ""}
        answer = office.post(page(edition, "invite_on_paper"), typed)
        assert answer.headers["Content-Type"] == "application/pdf"

    def test_a_refused_slip_is_the_page(self, office, edition):
        answer = office.post(page(edition, "invite_on_paper"), TYPED | {"email": ""})
        assert answer.status_code == 422
        assert NAME in answer.content.decode()

    def test_the_list_has_those_of_the_edition_alone(self, office, edition, pending):
        other = RoleInvitationFactory(edition_id=EditionFactory().pk, full_name="Người Nơi Khác")
        text = office.get(page(edition)).content.decode()
        assert (NAME in text, other.full_name in text) == (True, False)

    def test_it_is_searched_without_accents(self, office, edition, pending):
        RoleInvitationFactory(edition_id=edition.pk, full_name="Trần Văn Khác")
        listed = office.get(page(edition), {"tim": "le thi moi"}).context["page_obj"]
        assert list(listed) == [pending]

    @pytest.mark.parametrize("button", ["send_invitations_again", "withdraw_invitations"])
    def test_the_chosen_one_alone(self, office, edition, pending, button):
        beside = RoleInvitationFactory(edition_id=edition.pk)
        sent = {"chon": pending.pk, "reason": "Nhầm"}
        with untouched(beside):
            assert office.post(page(edition, button), sent).status_code == 302
        before = pending.sent_at, pending.withdrawn_at
        pending.refresh_from_db()
        assert (pending.sent_at, pending.withdrawn_at) != before

    def test_slips_of_the_chosen(self, office, edition, pending):
        answer = office.post(page(edition, "print_invitations"), {"chon": pending.pk})
        assert answer.headers["Content-Type"] == "application/pdf"

    def test_nothing_chosen_is_said(self, office, edition):
        answer = office.post(page(edition, "print_invitations"))
        assert answer.status_code == 422

    def test_one_of_another_edition_is_not_chosen(self, office, edition):
        other = RoleInvitationFactory(edition_id=EditionFactory().pk)
        with untouched(other):
            answer = office.post(
                page(edition, "withdraw_invitations"), {"chon": other.pk, "reason": "Nhầm"}
            )
        assert answer.status_code == 422

    @pytest.mark.parametrize("button", BUTTONS)
    def test_a_button_opened_as_a_page_leads_to_the_list(self, office, edition, button):
        assert office.get(page(edition, button)).url == page(edition)

    @pytest.mark.parametrize("button", ["role_invitations", *BUTTONS])
    def test_there_is_none_for_the_secretary_of_another_edition(self, client, edition, button):
        client.force_login(secretary_of(EditionFactory()))
        assert client.post(page(edition, button), TYPED).status_code in (404, 405)
        assert not RoleInvitation.objects.exists()

    def test_there_is_none_for_a_stranger(self, client, edition):
        client.force_login(member_of(edition))
        assert client.get(page(edition)).status_code == 404

    @pytest.mark.counts_queries("role_invitations")
    def test_it_asks_as_much_for_ten_as_for_two(self, office, edition):
        counts = []
        for more in (0, 2, 8):  # first with nobody, to fill the caches
            RoleInvitationFactory.create_batch(more, edition_id=edition.pk)
            with CaptureQueriesContext(connection) as queries:
                office.get(page(edition))
            counts.append(len(queries))
        assert counts[1] == counts[2]

    def test_the_menu_leads_there(self, office, edition):
        assert page(edition) in office.get(page(edition)).content.decode()


@pytest.fixture
def code(edition, host, monkeypatch):
    """The code of an invitation to the editors."""
    monkeypatch.setattr("foundation.vault.codes.new", lambda: "K7MP-2QXA-9WTR")
    invitations.invite(
        edition=edition,
        role=Role.OBSERVER,
        who=Invitee(NAME, EMAIL),
        reason="Quyết định 16",
        by=host,
        at=NOON,
    )
    return "K7MP-2QXA-9WTR"


class TestTheInvited:
    @pytest.fixture
    def here(self, code):
        return reverse("role_invitation", args=[code])

    def test_a_stranger_reads_what_the_role_is_and_no_name_of_the_invited(self, client, here):
        text = client.get(here).content.decode()
        assert ("theo dõi" in text, NAME in text, EMAIL in text) == (True, False, False)

    def test_and_is_led_to_the_one_door(self, client, here):
        text = client.get(here).content.decode()
        assert f"{reverse('account_signup')}?next={here}" in text

    def test_from_no_account_to_the_role(self, client, here, code, edition, mailoutbox):
        """The way of a new person: registration, the code of the letter, the page, the press."""
        person = {"full_name": NAME, "email": EMAIL, "password1": "ThaiNguyen2026"}
        client.post(reverse("account_signup"), person | {"personal_data": "on", "next": here})
        sent = re.search(r"^([A-Z0-9]{4,6}-?[A-Z0-9]*)$", mailoutbox[-1].body, re.MULTILINE)
        assert sent
        answer = client.post(reverse("account_email_verification_sent"), {"code": sent[1]})
        assert answer.url == here
        client.post(reverse("accept_role", args=[code]))
        held = Membership.objects.get(user=User.objects.get(email=EMAIL))
        assert (held.role, held.scope_id) == (Role.OBSERVER, edition.pk)

    def test_somebody_else_is_told_so(self, client, here, code):
        client.force_login(UserFactory())
        assert "dành cho người khác" in client.get(here).content.decode()
        assert client.post(reverse("accept_role", args=[code])).status_code == 422

    def test_it_is_declined(self, client, code):
        client.force_login(UserFactory(email=EMAIL))
        client.post(reverse("decline_role", args=[code]))
        assert RoleInvitation.objects.get().declined_at == NOON

    def test_used_it_says_so(self, client, here, code):
        client.force_login(UserFactory(email=EMAIL))
        client.post(reverse("accept_role", args=[code]))
        assert "đã được dùng" in client.get(here).content.decode()
        assert client.post(reverse("decline_role", args=[code])).status_code == 422

    @pytest.mark.parametrize("button", ["accept_role", "decline_role"])
    def test_buttons_take_a_press_alone(self, client, code, button):
        client.force_login(UserFactory(email=EMAIL))
        assert client.get(reverse(button, args=[code])).status_code == 405

    @pytest.mark.parametrize("button", ["accept_role", "decline_role"])
    def test_strangers_sign_in_first(self, client, code, button):
        answer = client.post(reverse(button, args=[code]))
        assert answer.url.startswith(reverse("account_login"))

    @pytest.mark.parametrize("name", ["role_invitation", "accept_role", "decline_role"])
    def test_an_unknown_code_is_nothing(self, client, name):
        client.force_login(UserFactory())
        ask = client.get if name == "role_invitation" else client.post
        assert ask(reverse(name, args=["AAAA-BBBB-CCCC"])).status_code == 404

    def test_a_typed_code_leads_to_it(self, client, code, here):
        answer = client.post(reverse("type_role_code"), {"code": "k7mp 2qxa 9wtr"})
        assert answer.status_code == 302
        assert "theo dõi" in client.get(answer.url).content.decode()

    def test_a_wrong_one_is_kept(self, client, code):
        answer = client.post(reverse("type_role_code"), {"code": "AAAA-BBBB-CCCC"})
        assert answer.status_code == 422
        assert "AAAA-BBBB-CCCC" in answer.content.decode()


class TestTheObserver:
    @pytest.fixture
    def observer(self, client, edition):
        person = UserFactory()
        grant(person, Role.OBSERVER, edition_id=edition.pk)
        client.force_login(person)
        return client

    def test_reads_the_own_edition_alone(self, observer, edition):
        other = EditionFactory(name="Lần khác")
        text = observer.get(reverse("observe")).content.decode()
        assert (edition.label in text, other.label in text) == (True, False)

    def test_is_led_there(self, observer):
        assert observer.get(reverse("my_work")).url == reverse("observe")

    def test_has_no_way_into_the_office(self, observer, edition):
        assert "/quan-tri/" not in observer.get(reverse("observe")).content.decode()
        assert observer.get(reverse("edition_desk", args=[edition.slug])).status_code == 404

    def test_reads_only(self, observer):
        assert observer.post(reverse("observe")).status_code == 405

    def test_nobody_else_reads_it(self, client, edition):
        client.force_login(member_of(edition))
        assert client.get(reverse("observe")).status_code == 404
