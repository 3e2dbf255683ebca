"""The office's pages of letters."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition import clock
from competition.letters import texts
from competition.letters.events import letter_of
from competition.models import Broadcast, BroadcastFile, LetterText, ReminderPlan
from foundation.jobs import work
from foundation.notifications import post
from foundation.notifications.models import Message
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import (
    BroadcastFactory,
    BroadcastFileFactory,
    BroadcastRecipientFactory,
    EditionFactory,
    LetterTextFactory,
)
from tests.factories.foundation import EnclosureFactory, MessageFactory
from tests.factories.judging import (
    JudgeFactory,
    MeetingFactory,
    PanelFactory,
    RoundFactory,
    VisitFactory,
)
from tests.factories.moments import NOON
from tests.factories.submissions import (
    EntryFactory,
    LetterFactory,
    OutcomeFactory,
    ReceiptFactory,
    ScreeningFactory,
)
from tests.joint import member_of

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TYPED = {"group": "drafts", "subject": "Sắp hết hạn", "body": "Chào {ho_ten}, xin nộp."}
OF_A_LETTER = [
    "broadcast",
    "revise_broadcast",
    "try_broadcast",
    "ask_broadcast",
    "enclose_file",
    "take_file_out",
    "throw_broadcast_away",
]
OF_A_TEXT = ["letter_text", "keep_letter_text", "preview_letter_text", "reset_letter_text"]
PLAIN = ["letters", "plan_reminders", "send_messages_again", "new_broadcast", "write_broadcast"]


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
def at(edition):
    def address(name, *more):
        return reverse(name, args=[edition.slug, *more])

    return address


@pytest.fixture
def letter(edition):
    EntryFactory(edition=edition)
    return BroadcastFactory(edition=edition)


class TestWording:
    @pytest.fixture
    def text(self, at):
        return lambda name: at(name, "receipt", "vi")

    def test_the_product_s_text_stands_in_the_form(self, office, text):
        answer = office.get(text("letter_text"))
        assert "{bien_nhan}" in answer.context["form"]["subject"].value()

    def test_it_is_kept(self, office, text):
        office.post(text("keep_letter_text"), {"subject": "A {bien_nhan}", "body": "B"})
        assert LetterText.objects.get().subject == "A {bien_nhan}"

    @pytest.mark.parametrize("name", ["subject", "body"])
    def test_an_unknown_placeholder_is_refused_beside_its_field(self, office, text, name):
        typed = {"subject": "A", "body": "B"} | {name: "{diem_so}"}
        answer = office.post(text("keep_letter_text"), typed)
        (said,) = answer.context["form"].errors[name]
        assert ("{diem_so}" in said, "{ten_bai}" in said) == (True, True)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [name])
        assert answer.context["form"][name].value() == "{diem_so}"

    def test_it_is_shown_on_a_real_case_and_not_kept(self, office, text, edition):
        ReceiptFactory(number="KHAC-1")
        receipt = ReceiptFactory(version__entry__edition=edition, number="TN-2030-7")
        typed = {"subject": "Số {bien_nhan}", "body": "Chào {ho_ten}"}
        answer = office.post(text("preview_letter_text"), typed)
        owner = receipt.version.entry.owner
        assert answer.context["preview"] == ("Số TN-2030-7", f"Chào {owner.full_name}")
        assert not LetterText.objects.exists()

    def test_without_a_case_it_says_so(self, office, text):
        assert office.get(text("letter_text")).context["preview"] is None

    def test_the_product_s_text_again(self, office, text, edition):
        LetterTextFactory(edition=edition)
        other = LetterTextFactory()
        office.post(text("reset_letter_text"))
        assert LetterText.objects.get() == other

    @pytest.mark.parametrize("which", [("nothing", "vi"), ("receipt", "fr")])
    def test_an_unknown_letter_is_404(self, office, at, which):
        assert office.get(at("letter_text", *which)).status_code == 404


class TestRealCases:
    """Each letter finds one in an edition that has all of them."""

    def test_of_judges(self, edition):
        judging = RoundFactory(edition=edition, state="open")
        panel = PanelFactory(round=judging, name="Hội đồng Nông nghiệp")
        JudgeFactory(panel=panel)
        MeetingFactory(panel=panel, place="Phòng họp số 3")
        for name in ("judge_invited", "round_opened", "sheets_missing", "meeting_called"):
            one = letter_of(name)
            text = texts.written(one, ("{hoi_dong}", "{ho_ten}"), one.case(edition))
            assert text[0] == "Hội đồng Nông nghiệp"
        assert letter_of("round_opened_named").case(edition) is None

    def test_a_blinded_title_is_shown_beside_no_code(self, edition):
        JudgeFactory(panel=PanelFactory(round=RoundFactory(edition=edition)))
        VisitFactory(blinded_entry__round__edition=edition)
        assert letter_of("visit_planned").case(edition) is None

    def test_of_entrants(self, edition):
        ScreeningFactory(version__entry__edition=edition, verdict="returned", reason="Thiếu")
        LetterFactory(entry__edition=edition, from_office=True, text="Xin gọi lại")
        OutcomeFactory(entry__edition=edition, is_winner=True, prize="Giải Nhất")
        found = {
            "screening_returned": "Thiếu",
            "letter": "Xin gọi lại",
            "outcome_won": "Giải Nhất",
        }
        for name, said in found.items():
            one = letter_of(name)
            text = texts.written(one, ("a", "{ly_do}{noi_dung}{giai}"), one.case(edition))
            assert said in text[1]
        assert letter_of("screening_refused").case(edition) is None
        assert letter_of("outcome_other").case(edition) is None


class TestReminders:
    def test_days_are_kept(self, office, at):
        typed = {"nhac-draft_unfinished": "9, 2", "nhac-sheet_due": "3, 1"}
        office.post(at("plan_reminders"), typed)
        plans = dict(ReminderPlan.objects.values_list("kind", "days"))
        assert plans["draft_unfinished"] == [9, 2]
        assert "sheet_due" not in plans

    @pytest.mark.parametrize("typed", ["mai", "-1", "1.5", "٣"])
    def test_what_is_no_number_is_refused_beside_the_field(self, office, at, typed):
        answer = office.post(at("plan_reminders"), {"nhac-draft_unfinished": typed})
        assert list(answer.context["plan_form"].errors) == ["draft_unfinished"]
        assert (answer.status_code, ReminderPlan.objects.exists()) == (422, False)

    def test_too_early_is_refused(self, office, at):
        answer = office.post(at("plan_reminders"), {"nhac-draft_unfinished": "61"})
        assert (answer.status_code, ReminderPlan.objects.exists()) == (422, False)


class TestWriting:
    def test_it_is_kept_and_shown(self, office, at, edition):
        EntryFactory(edition=edition)
        answer = office.post(at("write_broadcast"), TYPED, follow=True)
        letter = Broadcast.objects.get()
        assert answer.context["letter"] == letter
        assert answer.context["count"] == 1

    def test_the_preview_is_for_the_first_of_them(self, office, at, letter):
        owner = EntryFactory._meta.model.objects.get().owner
        answer = office.get(at("broadcast", letter.pk))
        assert answer.context["preview"][1] == f"Chào {owner.full_name}, xin nộp hồ sơ."

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"body": "{diem}"}, "body"),
            ({"subject_en": "Soon"}, "body_en"),
            ({"group": "voters"}, "group"),
            ({"unit": "999999"}, "unit"),
        ],
    )
    def test_what_is_wrong_is_said_beside_it(self, office, at, more, field):
        answer = office.post(at("write_broadcast"), TYPED | more)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
        assert not Broadcast.objects.exists()

    def test_a_group_that_has_no_fields_is_not_narrowed(self, office, at, edition):
        field = EntryFactory(edition=edition).field
        answer = office.post(
            at("write_broadcast"), TYPED | {"group": "committee", "field": field.pk}
        )
        assert list(answer.context["form"].errors) == ["field"]

    def test_it_is_written_anew(self, office, at, letter):
        office.post(at("revise_broadcast", letter.pk), TYPED | {"subject": "Khác"})
        assert Broadcast.objects.get().subject == "Khác"

    def test_thrown_away_one_is_back_at_the_letters(self, office, at, letter):
        answer = office.post(at("throw_broadcast_away", letter.pk))
        assert (answer.url, Broadcast.objects.exists()) == (at("letters"), False)

    def test_of_another_edition_it_is_404(self, office, at):
        other = BroadcastFactory()
        for name in OF_A_LETTER:
            assert office.post(at(name, other.pk)).status_code in (404, 405)
        assert Broadcast.objects.get() == other


class TestFiles:
    def test_what_is_not_what_it_says_is_refused(self, office, at, letter):
        upload = SimpleUploadedFile("ghi-chu.pdf", b"khong phai PDF", "application/pdf")
        answer = office.post(at("enclose_file", letter.pk), {"file": upload})
        assert list(answer.context["file_form"].errors) == ["file"]
        assert (answer.status_code, BroadcastFile.objects.exists()) == (422, False)

    def test_taken_out(self, office, at, letter):
        file = BroadcastFileFactory(broadcast=letter)
        kept = BroadcastFileFactory(broadcast=letter)
        office.post(at("take_file_out", letter.pk), {"tep": file.pk})
        assert BroadcastFile.objects.get() == kept

    def test_of_another_letter_it_is_404(self, office, at, letter):
        file = BroadcastFileFactory()
        assert office.post(at("take_file_out", letter.pk), {"tep": file.pk}).status_code == 404


class TestSending:
    def test_a_test_goes_to_oneself(self, office, at, letter, secretary):
        office.post(at("try_broadcast", letter.pk))
        assert Message.objects.get().recipient == secretary

    def test_a_second_person_is_asked(self, office, at, letter, edition):
        member_of(edition)
        office.post(at("ask_broadcast", letter.pk), {"reason": "Sắp hết hạn"})
        joint = edition.joint_requests.get()
        assert (joint.kind, joint.changes[2][2]) == ("broadcast", letter.body)

    @pytest.mark.parametrize("somebody", [True, False])
    def test_it_is_offered_only_where_somebody_reads_it(
        self, office, at, letter, edition, somebody
    ):
        Broadcast.objects.update(group="secretariat" if somebody else "focal_points")
        text = office.get(at("broadcast", letter.pk)).content.decode()
        assert (at("ask_broadcast", letter.pk) in text) is somebody

    def test_without_a_word_nobody_is(self, office, at, letter, edition):
        answer = office.post(at("ask_broadcast", letter.pk), {"reason": ""})
        assert (answer.status_code, edition.joint_requests.exists()) == (422, False)

    def test_person_by_person(self, office, at, letter):
        Broadcast.objects.update(state="sending", total=2)
        failed = MessageFactory(delivery="failed", reason="550 khong co")
        BroadcastRecipientFactory(broadcast=letter, message=failed, is_written=True)
        BroadcastRecipientFactory(broadcast=letter)
        page = at("broadcast", letter.pk)
        assert office.get(page).context["page_obj"].paginator.count == 2
        answer = office.get(page, {"trang-thai": "loi"})
        assert [one.message for one in answer.context["page_obj"]] == [failed]
        assert "550 khong co" in answer.content.decode()


class TestFailed:
    @pytest.fixture
    def failed(self, edition):
        usual = {"delivery": "failed", "reason": "550 không có hộp thư"}
        MessageFactory(about="edition:987654", **usual)
        return MessageFactory(about=f"edition:{edition.pk}", **usual)

    @pytest.mark.parametrize("page", ["letters", "wagtailadmin_home"])
    def test_it_is_listed_with_its_reason(self, office, at, failed, page):
        address = reverse(page) if page == "wagtailadmin_home" else at(page)
        content = office.get(address).content.decode()
        assert content.count("550 không có hộp thư") == 1

    def test_it_is_sent_again(self, office, at, failed, mailoutbox):
        office.post(at("send_messages_again"), {"thu": [failed.pk]})
        work.run_waiting()
        assert [mail.to for mail in mailoutbox] == [[failed.recipient.email]]

    def test_nothing_chosen_is_told(self, office, at, failed):
        assert office.post(at("send_messages_again")).status_code == 422


class TestWhoOpensThem:
    @pytest.mark.parametrize("name", [*PLAIN, *OF_A_TEXT, *OF_A_LETTER])
    def test_a_stranger_gets_404(self, client, at, letter, name):
        client.force_login(secretary_of(EditionFactory()))
        more = [letter.pk] if name in OF_A_LETTER else ["receipt", "vi"]
        address = at(name) if name in PLAIN else at(name, *more)
        assert client.get(address).status_code == 404
        assert client.post(address).status_code in (404, 405)

    @pytest.mark.counts_queries("letters", "letter_text", "new_broadcast", "broadcast")
    def test_more_rows_cost_no_more_questions(self, office, at, letter, edition):
        Broadcast.objects.update(state="sending", total=9)
        addresses = [
            at("letter_text", "receipt", "vi"),
            at("new_broadcast"),
            at("broadcast", letter.pk),
            at("letters"),
        ]

        def cost():
            for address in addresses:
                office.get(address)
            with CaptureQueriesContext(connection) as asked:
                for address in addresses:
                    office.get(address)
            return len(asked)

        BroadcastRecipientFactory(broadcast=letter, message=MessageFactory())
        MessageFactory(about=f"edition:{edition.pk}", delivery="failed")
        BroadcastFactory(edition=edition)
        before = cost()
        for _each in range(4):
            EntryFactory(edition=edition)
            BroadcastFactory(edition=edition)
            BroadcastRecipientFactory(broadcast=letter, message=MessageFactory())
            MessageFactory(about=f"edition:{edition.pk}", delivery="failed")
        assert cost() <= before


class TestTheInbox:
    def test_the_menu_counts_what_is_not_read(self, client):
        person = UserFactory()
        MessageFactory(recipient=person)
        MessageFactory()
        assert post.unread(person) == 1
        client.force_login(person)
        client.get(reverse("inbox"))
        assert post.unread(person) == 0

    def test_every_page_says_it(self, client):
        person = UserFactory()
        MessageFactory.create_batch(7, recipient=person)
        client.force_login(person)
        assert client.get(reverse("account_page")).context["unread"] == 7

    def test_a_file_of_an_own_message_and_of_no_other(self, client):
        file = EnclosureFactory()
        address = reverse("enclosure", args=[file.pk])
        client.force_login(UserFactory())
        assert client.get(address).status_code == 404
        client.force_login(file.message.recipient)
        client.get(reverse("inbox"))
        assert address in client.get(reverse("inbox")).content.decode()


class TestOneSOwnWish:
    def test_reminders_are_switched_off(self, client):
        person = UserFactory()
        beside = UserFactory()
        client.force_login(person)
        typed = {"full_name": person.full_name, "language": "vi"}
        client.post(reverse("account_page"), typed)
        person.refresh_from_db()
        beside.refresh_from_db()
        assert (person.wants_reminders, beside.wants_reminders) == (False, True)
