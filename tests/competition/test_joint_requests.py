"""Two people: one asks, another agrees, and only then it is done."""

import datetime

import lxml.html
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from accounts.membership import grant
from accounts.models import Membership, User
from competition import clock, extension, joint_requests
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, JointRequest, Phase
from competition.models.milestones import working_days_later
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from tests import guards
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, JointRequestFactory, PhaseFactory
from tests.joint import member_of
from tests.refusals import unchanged

pytestmark = pytest.mark.django_db
State = JointRequest.State
DAY = datetime.timedelta(days=1)
# A Wednesday, nine o'clock here: three working days later is a Monday.
WEDNESDAY = datetime.datetime(2030, 6, 5, 2, tzinfo=datetime.UTC)


@pytest.fixture
def edition() -> Edition:
    edition = EditionFactory()
    PhaseFactory(edition=edition, opens_at=WEDNESDAY - 9 * DAY, closes_at=WEDNESDAY + 9 * DAY)
    return edition


@pytest.fixture
def secretary(edition) -> User:
    return secretary_of(edition)


@pytest.fixture
def member(edition) -> User:
    return member_of(edition)


@pytest.fixture
def joint(edition, secretary, member) -> JointRequest:
    """A later deadline, asked for on Wednesday."""
    return asked(edition, secretary)


def asked(edition, by, days: int = 12) -> JointRequest:
    return extension.extend(
        edition=edition,
        closes_at=WEDNESDAY + days * DAY,
        decision_number="7/QĐ-BTC",
        reason="Mưa lũ kéo dài",
        by=by,
        at=WEDNESDAY,
    )


def closes(edition) -> datetime.datetime:
    return Phase.objects.get(edition=edition).closes_at


def deputy_of(edition) -> User:
    deputy = UserFactory()
    grant(deputy, Membership.Role.DEPUTY, edition_id=edition.pk)
    return deputy


class TestAsking:
    def test_nothing_is_done_yet(self, edition, joint):
        assert closes(edition) == WEDNESDAY + 9 * DAY

    def test_the_other_people_are_told(self, joint, member):
        assert Message.objects.filter(recipient=member, subject__contains="hạn nộp").exists()

    def test_whoever_asked_is_not(self, joint, secretary):
        assert not Message.objects.filter(recipient=secretary).exists()

    def test_nobody_of_another_edition_is(self, edition, secretary, member):
        other = secretary_of(EditionFactory())
        asked(edition, secretary)
        assert not Message.objects.filter(recipient=other).exists()

    def test_it_is_refused_where_nobody_could_agree(self, edition, secretary):
        with pytest.raises(Refused, match="hai người"):
            asked(edition, secretary)

    def test_somebody_whose_account_is_not_in_use_could_not(self, edition, secretary, member):
        User.objects.filter(pk=member.pk).update(is_active=False)
        with pytest.raises(Refused, match="hai người"):
            asked(edition, secretary)

    def test_an_administrator_is_not_somebody_who_could(self, edition, secretary):
        UserFactory(is_superuser=True)
        with unchanged(), pytest.raises(Refused):
            asked(edition, secretary)

    def test_an_administrator_asks_where_one_member_could_agree(self, edition, secretary):
        joint = asked(edition, UserFactory(is_superuser=True))
        joint_requests.agree(joint=joint, by=secretary, at=WEDNESDAY)
        assert closes(edition) == WEDNESDAY + 12 * DAY

    def test_the_same_person_in_two_roles_is_one(self, edition, secretary):
        grant(secretary, Membership.Role.COMMITTEE, edition_id=edition.pk)
        with pytest.raises(Refused, match="hai người"):
            asked(edition, secretary)

    def test_the_same_is_not_asked_for_twice(self, edition, secretary, joint):
        with pytest.raises(WrongState):
            asked(edition, secretary)

    def test_something_else_is(self, edition, secretary, joint):
        assert asked(edition, secretary, days=13) != joint

    def test_it_needs_a_reason(self, edition, secretary, member):
        with pytest.raises(Refused, match="lý do"):
            joint_requests.ask(
                edition=edition,
                kind="extension",
                content={},
                changes=[],
                reason=" ",
                by=secretary,
                at=WEDNESDAY,
            )


class TestAgreeing:
    def test_then_it_is_done(self, edition, joint, member):
        joint_requests.agree(joint=joint, by=member, at=WEDNESDAY + DAY)
        assert closes(edition) == WEDNESDAY + 12 * DAY

    def test_by_another_of_the_secretariat_too(self, edition, joint):
        joint_requests.agree(joint=joint, by=secretary_of(edition), at=WEDNESDAY + DAY)
        assert closes(edition) == WEDNESDAY + 12 * DAY

    def test_both_stand_in_the_ledger(self, edition, joint, member, secretary):
        joint_requests.agree(joint=joint, by=member, at=WEDNESDAY + DAY)
        lines = Event.objects.filter(chain__name=edition.chain).values_list("verb", "actor")
        assert set(lines) == {
            ("joint.asked", secretary.pk),
            ("deadline.extended", member.pk),
            ("joint.agreed", member.pk),
        }

    def test_whoever_asked_is_told(self, joint, member, secretary):
        joint_requests.agree(joint=joint, by=member, at=WEDNESDAY + DAY)
        assert "đã đồng ý" in Message.objects.get(recipient=secretary).subject

    def test_not_by_the_same_person(self, edition, joint, secretary):
        with pytest.raises(NotAllowed, match="người thứ hai"):
            joint_requests.agree(joint=joint, by=secretary, at=WEDNESDAY + DAY)
        assert closes(edition) == WEDNESDAY + 9 * DAY

    def test_nor_by_the_same_person_in_another_role(self, edition, joint, secretary):
        grant(secretary, Membership.Role.COMMITTEE, edition_id=edition.pk)
        with pytest.raises(NotAllowed, match="người thứ hai"):
            joint_requests.agree(joint=joint, by=secretary, at=WEDNESDAY + DAY)

    def test_nor_by_anybody_of_another_edition(self, joint):
        for stranger in (secretary_of(EditionFactory()), member_of(EditionFactory())):
            with pytest.raises(NotAllowed, match="cơ quan thường trực"):
                joint_requests.agree(joint=joint, by=stranger, at=WEDNESDAY + DAY)

    def test_nor_by_an_administrator_without_a_role(self, joint):
        administrator = UserFactory(is_superuser=True)
        with pytest.raises(NotAllowed):
            joint_requests.agree(joint=joint, by=administrator, at=WEDNESDAY)

    def test_by_one_who_is_of_the_committee(self, edition, joint):
        administrator = member_of(edition)
        administrator.is_superuser = True
        administrator.save()
        joint_requests.agree(joint=joint, by=administrator, at=WEDNESDAY)
        assert closes(edition) == WEDNESDAY + 12 * DAY

    def test_not_twice(self, edition, joint, member):
        joint_requests.agree(joint=joint, by=member, at=WEDNESDAY)
        with pytest.raises(WrongState):
            joint_requests.agree(joint=joint, by=member_of(edition), at=WEDNESDAY)

    def test_what_the_deed_refuses_is_not_agreed_to(self, edition, joint, member):
        Phase.objects.filter(edition=edition).update(closes_at=WEDNESDAY + 20 * DAY)
        with pytest.raises(Refused, match="muộn hơn"):
            joint_requests.agree(joint=joint, by=member, at=WEDNESDAY)
        joint.refresh_from_db()
        assert joint.state == State.WAITING

    def test_not_when_who_asked_has_left(self, edition, joint, secretary, member):
        secretary.memberships.all().delete()
        with pytest.raises(WrongState, match="không còn"):
            joint_requests.agree(joint=joint, by=member, at=WEDNESDAY)
        assert closes(edition) == WEDNESDAY + 9 * DAY


class TestNotAgreeing:
    def test_nothing_is_done(self, edition, joint, member):
        joint_requests.decline(joint=joint, reason="Chưa có quyết định", by=member, at=WEDNESDAY)
        with pytest.raises(WrongState):
            joint_requests.agree(joint=joint, by=member, at=WEDNESDAY)
        assert closes(edition) == WEDNESDAY + 9 * DAY

    def test_the_reason_is_told(self, joint, member, secretary):
        joint_requests.decline(joint=joint, reason="Chưa có quyết định", by=member, at=WEDNESDAY)
        assert "Chưa có quyết định" in Message.objects.get(recipient=secretary).body

    def test_it_needs_one(self, joint, member):
        with pytest.raises(Refused, match="lý do"):
            joint_requests.decline(joint=joint, reason="  ", by=member, at=WEDNESDAY)

    def test_whoever_asked_does_not_decline_but_takes_it_back(self, joint, secretary):
        with pytest.raises(NotAllowed):
            joint_requests.decline(joint=joint, reason="Thôi", by=secretary, at=WEDNESDAY)
        joint_requests.take_back(joint=joint, by=secretary, at=WEDNESDAY)
        joint.refresh_from_db()
        assert joint.state == State.TAKEN_BACK

    def test_nobody_else_takes_it_back(self, joint, member):
        with pytest.raises(NotAllowed):
            joint_requests.take_back(joint=joint, by=member, at=WEDNESDAY)


class TestItsTime:
    def test_the_third_working_day_is_not_the_third_day(self):
        here = timezone.localtime(working_days_later(WEDNESDAY, 3))
        assert (here.day, here.hour) == (10, 9)

    def test_it_is_agreed_to_until_then(self, edition, joint, member):
        last = joint.expires_at - datetime.timedelta(seconds=1)
        joint_requests.agree(joint=joint, by=member, at=last)
        assert closes(edition) == WEDNESDAY + 12 * DAY

    def test_and_no_longer(self, joint, member):
        with pytest.raises(WrongState):
            joint_requests.agree(joint=joint, by=member, at=joint.expires_at)

    def test_then_it_ends_and_the_asker_is_told(self, joint, secretary):
        with clock.set_to(joint.expires_at):
            joint_requests.look_after()
        joint.refresh_from_db()
        assert joint.state == State.EXPIRED
        assert Message.objects.filter(recipient=secretary).count() == 1

    def test_after_one_working_day_people_are_reminded_once(self, joint, member):
        for minutes in (0, 1):
            with clock.set_to(joint.passes_at + datetime.timedelta(minutes=minutes)):
                joint_requests.look_after()
        assert Message.objects.filter(recipient=member).count() == 2

    def test_not_before(self, joint, member):
        with clock.set_to(joint.passes_at - datetime.timedelta(minutes=1)):
            joint_requests.look_after()
        assert Message.objects.filter(recipient=member).count() == 1

    def test_what_is_answered_is_left_alone(self, joint, member):
        joint_requests.agree(joint=joint, by=member, at=WEDNESDAY)
        with clock.set_to(joint.expires_at):
            joint_requests.look_after()
        joint.refresh_from_db()
        assert joint.state == State.AGREED


class TestDeputies:
    def test_one_agrees_from_the_next_working_day_on(self, edition, joint):
        with clock.set_to(joint.passes_at):
            joint_requests.agree(joint=joint, by=deputy_of(edition), at=joint.passes_at)
        assert closes(edition) == WEDNESDAY + 12 * DAY

    def test_not_before(self, edition, joint):
        early = joint.passes_at - datetime.timedelta(minutes=1)
        with clock.set_to(early), pytest.raises(NotAllowed):
            joint_requests.agree(joint=joint, by=deputy_of(edition), at=early)

    def test_not_of_another_edition(self, joint):
        deputy = deputy_of(EditionFactory())
        with clock.set_to(joint.passes_at), pytest.raises(NotAllowed):
            joint_requests.agree(joint=joint, by=deputy, at=joint.passes_at)

    def test_the_deputy_is_reminded_too(self, edition, joint):
        deputy = deputy_of(edition)
        with clock.set_to(joint.passes_at):
            joint_requests.look_after()
        assert Message.objects.filter(recipient=deputy).exists()


def test_a_small_office_with_two_of_four_absent(edition, secretary):
    """Four people: one secretary and one member are away; the two others do it."""
    absent = [secretary_of(edition), member_of(edition)]
    present = member_of(edition)
    joint = asked(edition, secretary)
    joint_requests.agree(joint=joint, by=present, at=WEDNESDAY + DAY)
    assert closes(edition) == WEDNESDAY + 12 * DAY
    assert not Event.objects.filter(actor__in=absent).exists()


class TestPages:
    @pytest.fixture
    def page(self, joint):
        return reverse("joint_request", args=[joint.pk])

    def test_the_second_person_reads_what_changes(self, client, member, page):
        client.force_login(member)
        with clock.set_to(WEDNESDAY):
            text = client.get(page).content.decode()
        assert "17/06/2030" in text
        assert "Mưa lũ kéo dài" in text

    def test_and_agrees_there(self, client, edition, member, joint):
        client.force_login(member)
        with clock.set_to(WEDNESDAY):
            client.post(reverse("agree_joint_request", args=[joint.pk]))
        assert closes(edition) == WEDNESDAY + 12 * DAY

    def test_a_refusal_without_a_reason_says_so_beside_the_field(self, client, member, joint):
        client.force_login(member)
        with clock.set_to(WEDNESDAY):
            answer = client.post(reverse("decline_joint_request", args=[joint.pk]), {"reason": ""})
        assert answer.status_code == 422
        assert answer.context["form"].errors["reason"]

    def test_whoever_asked_sees_no_button_to_agree(self, client, secretary, page, joint):
        client.force_login(secretary)
        with clock.set_to(WEDNESDAY):
            text = client.get(page).content.decode()
        assert reverse("agree_joint_request", args=[joint.pk]) not in text
        assert reverse("take_back_joint_request", args=[joint.pk]) in text

    def test_whoever_asked_reads_who_can_agree(self, client, secretary, member, page):
        client.force_login(secretary)
        with clock.set_to(WEDNESDAY):
            text = client.get(page).content.decode()
        assert str(member) in text

    def test_whom_it_is_about_reads_that_somebody_else_agrees(self, client, edition, secretary):
        about, other = member_of(edition), member_of(edition)
        joint = JointRequestFactory(
            edition=edition,
            kind="role",
            content={"user": about.pk, "role": "secretariat", "give": True},
            asked_by=secretary,
            asked_at=WEDNESDAY,
        )
        client.force_login(about)
        with clock.set_to(WEDNESDAY):
            text = client.get(reverse("joint_request", args=[joint.pk])).content.decode()
        assert reverse("agree_joint_request", args=[joint.pk]) not in text
        assert "liên quan đến chính bạn" in text
        assert str(other) in text

    def test_the_list_says_at_a_glance_what_is_asked(self, client, member, joint, secretary):
        client.force_login(member)
        with clock.set_to(WEDNESDAY):
            page = client.get(reverse("joint_requests"))
        card = lxml.html.document_fromstring(page.content).find_class("box")[0].text_content()
        until = date_format(timezone.localtime(joint.expires_at), "DATETIME_FORMAT")
        before, after = joint.changes[0][1:]
        for part in (str(secretary), before, after, until, "Mưa lũ kéo dài"):
            assert part in card

    def test_kinds_look_different(self, client, edition, member, joint, secretary):
        usual = {"asked_at": WEDNESDAY, "content": {"user": 0}}
        JointRequestFactory(edition=edition, kind="recovery", **usual)
        client.force_login(member)
        with clock.set_to(WEDNESDAY):
            page = client.get(reverse("joint_requests"))
        cards = lxml.html.document_fromstring(page.content).find_class("box")
        assert {card.get("data-about") for card in cards} == {"rules", "people"}

    def test_a_long_change_is_cut_and_says_how_much_more(self, client, edition, member, secretary):
        changes = [[f"Mục {number}", "1", "2"] for number in range(9)]
        JointRequestFactory(
            edition=edition, changes=changes, asked_by=secretary, asked_at=WEDNESDAY
        )
        client.force_login(member)
        with clock.set_to(WEDNESDAY):
            text = client.get(reverse("joint_requests")).content.decode()
        assert "Mục 2" in text
        assert "Mục 3" not in text
        assert "6 thay đổi nữa" in text

    @pytest.mark.parametrize("verb", ["agree", "decline", "take_back"])
    def test_for_strangers_it_does_not_exist(self, client, joint, page, verb):
        client.force_login(secretary_of(EditionFactory()))
        address = reverse(f"{verb}_joint_request", args=[joint.pk])
        assert client.post(address, {"reason": "x"}).status_code == 404
        assert client.get(page).status_code == 404

    def test_for_a_deputy_it_does_not_exist_yet(self, client, edition, page):
        client.force_login(deputy_of(edition))
        with clock.set_to(WEDNESDAY):
            assert client.get(page).status_code == 404

    @pytest.mark.counts_queries("joint_requests")
    def test_the_list_asks_as_much_for_ten_as_for_two(self, client, edition, secretary, member):
        client.force_login(member)
        counts = []
        for days in ((), range(10, 12), range(12, 20)):  # first without any, to fill the caches
            for day in days:
                asked(edition, secretary, days=day)
            with clock.set_to(WEDNESDAY), CaptureQueriesContext(connection) as queries:
                text = client.get(reverse("joint_requests")).content.decode()
            counts.append(len(queries))
        assert text.count("Mưa lũ kéo dài") == 10
        assert counts[1] == counts[2]

    def test_the_list_holds_none_of_another_edition(self, client, joint):
        client.force_login(secretary_of(EditionFactory()))
        with clock.set_to(WEDNESDAY):
            assert "Mưa lũ" not in client.get(reverse("joint_requests")).content.decode()

    def test_an_entrant_has_no_such_list(self, client):
        client.force_login(UserFactory())
        assert client.get(reverse("joint_requests")).status_code == 404


class TestComingTooLate:
    """Whoever answers a request that ended meanwhile reads how it ended, and keeps the words."""

    @pytest.fixture
    def taken_back(self, joint, secretary):
        return joint_requests.take_back(joint=joint, by=secretary, at=WEDNESDAY)

    @pytest.fixture
    def declined(self, joint, member):
        return joint_requests.decline(joint=joint, reason="Chưa có", by=member, at=WEDNESDAY)

    @pytest.fixture
    def agreed(self, joint, member):
        return joint_requests.agree(joint=joint, by=member, at=WEDNESDAY)

    @pytest.fixture
    def expired(self, joint):
        return joint

    ENDS = {
        "taken_back": "Người đề nghị đã rút lại",
        "declined": "đã bị từ chối",
        "agreed": "Đã có người đồng ý",
        "expired": "không ai trả lời trong thời hạn",
    }

    @pytest.fixture(params=sorted(ENDS))
    def ended(self, request):
        request.getfixturevalue(request.param)
        return request.param

    @pytest.fixture
    def answer(self, client, joint, member):
        def answer(verb, **typed):
            client.force_login(member)
            with clock.set_to(joint.expires_at):
                return client.post(reverse(f"{verb}_joint_request", args=[joint.pk]), typed)

        return answer

    @pytest.mark.parametrize("verb", ["agree", "decline"])
    def test_it_says_how_it_ended(self, ended, answer, verb):
        page = answer(verb, reason="Sai ngày")
        said = " ".join(page.context["messages"]._loaded_data[0].message.split())
        assert [name for name, words in self.ENDS.items() if words in said] == [ended]

    def test_the_title_says_that_it_was_refused(self, taken_back, answer):
        page = answer("decline", reason="Sai ngày")
        assert page.status_code == 422
        assert "<title>Lỗi:" in page.content.decode()

    def test_what_was_typed_stands_there(self, taken_back, answer):
        assert "Sai ngày" in answer("decline", reason="Sai ngày").content.decode()

    def test_taking_back_what_was_answered(self, declined, client, secretary, joint):
        client.force_login(secretary)
        with clock.set_to(WEDNESDAY):
            page = client.post(reverse("take_back_joint_request", args=[joint.pk]))
        assert page.status_code == 422
        assert "đã bị từ chối" in page.content.decode()


class TestWhatCannotBeDoneAnyMore:
    """Two proposals for one deadline: once one is done, the other does not stand as it reads."""

    @pytest.fixture
    def page(self, client, edition, secretary, member):
        other = asked(edition, secretary, days=14)
        first = asked(edition, secretary, days=12)
        joint_requests.agree(joint=first, by=member, at=WEDNESDAY)
        client.force_login(member)
        with clock.set_to(WEDNESDAY):
            return client.get(other.get_absolute_url()).content.decode()

    def test_it_says_why(self, page):
        assert "không còn thực hiện được nữa" in page
        assert "Hạn nộp đã chuyển sang" in page

    def test_nobody_is_offered_to_agree(self, page):
        assert "Tôi đã đọc và đồng ý" not in page

    def test_it_may_be_declined(self, page):
        assert "Tôi không đồng ý" in page

    def test_nor_is_it_done(self, edition, secretary, member, page):
        other = JointRequest.objects.get(edition=edition, state=State.WAITING)
        with pytest.raises(WrongState):
            joint_requests.agree(joint=other, by=member, at=WEDNESDAY)
        assert closes(edition) == WEDNESDAY + 12 * DAY

    def test_what_stands_is_offered(self, client, member, joint):
        client.force_login(member)
        with clock.set_to(WEDNESDAY):
            text = client.get(joint.get_absolute_url()).content.decode()
        assert "Tôi đã đọc và đồng ý" in text
        assert "không còn thực hiện được nữa" not in text


class TestEveryKind:
    @pytest.fixture(params=["vi", "en"])
    def language(self, request):
        with override(request.param):
            yield request.param

    def test_its_name_begins_with_a_capital_letter(self, language):
        names = [str(joint_requests.label_of(kind)) for kind in joint_requests.kinds()]
        assert len(names) > 9
        assert [name for name in names if not name[0].isupper()] == []

    def test_its_page_is_one_of_the_office_that_is_there(self, edition, secretary, client):
        """The pages that need nothing of the request itself."""
        client.force_login(secretary)
        plain = {"extension", "publication", "role", "recovery", "unsealing", "inspector"}
        about = {"user": 0, "code": "BC-1", "network": "a1"}
        for kind in [*plain, "vote_choices", "ballot_cluster"]:
            joint = JointRequestFactory(edition=edition, kind=kind, content=about)
            page = resolve(joint_requests.where_it_is(joint, secretary)).func.view_class
            lists_all = {"edition_desk", "set_up"}  # everything that waits in the edition
            assert page.is_asked_about or page.route in lists_all, kind
            assert client.get(joint_requests.where_it_is(joint, secretary)).status_code == 200, kind

    def test_who_does_not_run_the_edition_has_no_page_of_the_office(self, edition, member):
        joint = JointRequestFactory(edition=edition, kind="publication")
        assert joint_requests.where_it_is(joint, member) == ""


class TestTheDeadline:
    """The button and its answer say whether it is moved, or asked for."""

    @pytest.fixture
    def office(self, client, secretary):
        client.force_login(secretary)
        return client

    def pressed(self, office, edition, at) -> str:
        typed = {"closes_at": "17/06/2030 09:00", "decision_number": "7/QĐ", "reason": "Mưa lũ"}
        with clock.set_to(at):
            address = reverse("extend_deadline", args=[edition.slug])
            return office.post(address, typed, follow=True).content.decode()

    def button(self, office, edition, at) -> str:
        with clock.set_to(at):
            page = office.get(reverse("edition_desk", args=[edition.slug]))
        action = reverse("extend_deadline", args=[edition.slug])
        form = lxml.html.document_fromstring(page.content).xpath(f'//form[@action="{action}"]')[0]
        return form.xpath(".//button")[0].text_content().strip()

    def test_once_entries_are_taken_it_is_asked_for(self, office, edition, member):
        assert self.button(office, edition, WEDNESDAY) == "Đề nghị người thứ hai đồng ý"
        page = self.pressed(office, edition, WEDNESDAY)
        assert "chờ người thứ hai" in page
        assert "Đã ghi nhận" not in page

    def test_before_that_it_is_moved(self, office, edition):
        early = WEDNESDAY - 20 * DAY
        assert "Gia hạn" in self.button(office, edition, early)
        assert "Đã gia hạn nộp" in self.pressed(office, edition, early)


class TestWrittenPastTheVerbs:
    """What the second person reads is what is done, whoever writes into the database."""

    OTHER = {
        "kind": "role",
        "content": {"closes_at": "2030-12-29T17:00:00+07:00"},
        "changes": [["Hạn nộp", "1", "2"]],
        "decision_number": "8/QĐ-BTC",
        "reason": "Lý do khác",
        "asked_at": WEDNESDAY - DAY,
    }

    @pytest.mark.parametrize("column", OTHER)
    def test_the_database_keeps_what_was_asked_for(self, joint, column):
        rows = JointRequest.objects.filter(pk=joint.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**{column: self.OTHER[column]})

    def test_a_request_is_not_deleted(self, joint):
        with pytest.raises(DatabaseError), transaction.atomic():
            JointRequest.objects.filter(pk=joint.pk).delete()

    def test_nobody_agrees_to_something_else(self, edition, joint, member):
        was = closes(edition)
        with guards.lifted():
            JointRequest.objects.filter(pk=joint.pk).update(content=self.OTHER["content"])
        with pytest.raises(WrongState, match="không phải yêu cầu đã được nêu"):
            joint_requests.agree(joint=joint, by=member, at=WEDNESDAY)
        assert closes(edition) == was

    def test_nobody_agrees_to_what_nobody_asked_for(self, edition, joint, member):
        forged = JointRequestFactory(
            edition=edition,
            kind=joint.kind,
            content=joint.content,
            asked_by=joint.asked_by,
            asked_at=WEDNESDAY,
        )
        with pytest.raises(WrongState, match="không phải yêu cầu đã được nêu"):
            joint_requests.agree(joint=forged, by=member, at=WEDNESDAY)
