"""A letter to many before a second person: what was read is what is asked for, and what became of
the request is said as it was.
"""

import datetime

import lxml.html
import pytest
from django.urls import reverse

from accounts.models import User
from competition import clock, joint_requests
from competition.letters import broadcasting
from competition.models import Broadcast, Edition, JointRequest
from competition.two_windows import Stale
from tests.beside import secretary_of, untouched
from tests.factories.competition import BroadcastFactory, BroadcastFileFactory, EditionFactory
from tests.factories.moments import NOON
from tests.factories.submissions import EntryFactory
from tests.joint import member_of
from tests.reading import seen

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BODY = "Kính gửi {ho_ten},\n\nHạn nộp đã gần."


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def secretary(edition) -> User:
    return secretary_of(edition)


@pytest.fixture
def colleague(edition) -> User:
    return secretary_of(edition)


@pytest.fixture
def letter(edition) -> Broadcast:
    EntryFactory(edition=edition, owner__full_name="Đinh Thị Hoa")
    return BroadcastFactory(edition=edition, group="drafts", subject="Tên cũ", body=BODY)


@pytest.fixture
def address(edition, letter):
    return lambda name: reverse(name, args=[edition.slug, letter.pk])


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def form_on(page, action: str) -> dict[str, str]:
    document = lxml.html.document_fromstring(page.content)
    return dict(next(form for form in document.forms if form.action == action).form_values())


class TestWhatWasRead:
    @pytest.fixture
    def opened(self, office, address, colleague):
        """The form by which a second person is asked, as a window shows it that is open now."""
        page = office.get(address("broadcast"))
        return form_on(page, address("ask_broadcast")) | {"reason": "Đã đọc kỹ"}

    @pytest.fixture
    def ask(self, office, address):
        return lambda form: office.post(address("ask_broadcast"), form)

    @pytest.mark.parametrize(
        ("column", "other"),
        [
            *[(name, "Bản khác") for name in ("subject", "body", "subject_en", "body_en")],
            ("group", "secretariat"),
            ("narrowed", {"unit": 0}),
        ],
    )
    def test_of_another_letter_nobody_is_asked(self, opened, ask, edition, letter, column, other):
        Broadcast.objects.filter(pk=letter.pk).update(**{column: other})
        assert ask(opened).status_code == 422
        assert not edition.joint_requests.exists()

    def test_nor_with_another_file(self, opened, ask, edition, letter):
        BroadcastFileFactory(broadcast=letter, name="ke-hoach.pdf")
        assert "ke-hoach.pdf" in seen(ask(opened))
        assert not edition.joint_requests.exists()

    def test_the_letter_stays_as_it_is(self, opened, ask, letter):
        Broadcast.objects.filter(pk=letter.pk).update(body="Bản của người khác")
        with untouched(letter):
            ask(opened)

    @pytest.fixture
    def refused(self, opened, ask, letter):
        Broadcast.objects.filter(pk=letter.pk).update(body="Bản của người khác")
        return ask(opened)

    def test_what_changed_stands_there(self, refused):
        document = lxml.html.document_fromstring(refused.content)
        (found,) = document.xpath("//section[@aria-label='Đã đổi từ khi bạn mở trang']")
        text = " ".join(found.text_content().split())
        assert "Nội dung Bản của người khác" in text
        assert "Tiêu đề" not in text

    def test_the_word_for_the_second_person_stays(self, refused, address):
        assert form_on(refused, address("ask_broadcast"))["reason"] == "Đã đọc kỹ"

    def test_whoever_has_read_it_now_asks_again(self, refused, ask, address, edition):
        ask(form_on(refused, address("ask_broadcast")))
        assert edition.joint_requests.get().changes[2][2] == "Bản của người khác"

    def test_without_a_word_it_is_still_the_one_that_was_read(self, opened, ask, letter, address):
        Broadcast.objects.filter(pk=letter.pk).update(body="Bản của người khác")
        form = form_on(ask(opened | {"reason": ""}), address("ask_broadcast"))
        assert ask(form | {"reason": "Đã đọc kỹ"}).status_code == 422

    def test_the_one_that_was_read_is_asked_for(self, opened, ask, edition):
        assert ask(opened).status_code == 302
        assert edition.joint_requests.exists()

    def test_the_verb_says_so(self, letter, secretary, colleague, edition):
        with pytest.raises(Stale), untouched(letter):
            broadcasting.ask(broadcast=letter, reason="x", by=secretary, at=NOON, upon="body=cũ")


class TestWhatBecameOfIt:
    @pytest.fixture
    def joint(self, letter, secretary, colleague) -> JointRequest:
        return broadcasting.ask(broadcast=letter, reason="Đã đọc", by=secretary, at=NOON)

    @pytest.fixture
    def page(self, office, address):
        return lambda: seen(office.get(address("broadcast")))

    @pytest.fixture
    def listed(self, office, edition):
        return lambda: seen(office.get(reverse("letters", args=[edition.slug])))

    def test_while_it_waits(self, joint, page, listed):
        assert "chờ người thứ hai</span>" in page()
        assert "chờ người thứ hai</span>" in listed()

    @pytest.fixture
    def taken_back(self, joint, secretary):
        joint_requests.take_back(joint=joint, by=secretary, at=NOON)

    def test_taken_back_it_is_being_written(self, taken_back, page, listed):
        for text in (page(), listed()):
            assert "đang soạn</span>" in text
            assert "chờ người thứ hai</span>" not in text

    def test_and_nobody_has_disagreed(self, taken_back, page):
        assert "Người thứ hai không đồng ý" not in page()
        assert "Đề nghị đã được rút lại" in page()

    def test_declined_it_says_why(self, joint, colleague, page, listed):
        joint_requests.decline(joint=joint, reason="Sai ngày", by=colleague, at=NOON)
        assert "Người thứ hai không đồng ý: Sai ngày" in page()
        assert "đang soạn</span>" in listed()

    @pytest.mark.parametrize("is_marked", [True, False])
    def test_out_of_time_it_says_that(self, joint, page, listed, is_marked):
        with clock.set_to(joint.expires_at + datetime.timedelta(seconds=1)):
            if is_marked:
                joint_requests.look_after()
            assert "không ai trả lời trong thời hạn" in page()
            assert "Người thứ hai không đồng ý" not in page()
            assert "đang soạn</span>" in listed()

    def test_another_letter_still_waits(self, taken_back, edition, secretary, listed):
        other = BroadcastFactory(edition=edition, group="drafts", subject="Thư khác")
        broadcasting.ask(broadcast=other, reason="Đã đọc", by=secretary, at=NOON)
        assert "chờ người thứ hai</span>" in listed()


class TestTheSecondPerson:
    @pytest.fixture
    def joint(self, letter, secretary, colleague) -> JointRequest:
        return broadcasting.ask(broadcast=letter, reason="Đã đọc", by=secretary, at=NOON)

    @pytest.fixture
    def page(self, client, colleague, joint):
        client.force_login(colleague)
        return client.get(joint.get_absolute_url())

    def test_reads_it_as_its_readers_do(self, page):
        assert "Kính gửi Đinh Thị Hoa," in seen(page)
        assert "{ho_ten}" not in seen(page)

    def test_line_by_line(self, page):
        assert "Hoa,<br><br>Hạn nộp" in seen(page)

    def test_and_whose_name_that_is(self, page):
        assert "như Đinh Thị Hoa đọc" in seen(page)

    def test_in_english_too(self, client, colleague, letter, secretary):
        Broadcast.objects.filter(pk=letter.pk).update(subject_en="Soon", body_en="The day is near.")
        joint = broadcasting.ask(broadcast=letter, reason="Đã đọc", by=secretary, at=NOON)
        client.force_login(colleague)
        assert "The day is near." in seen(client.get(joint.get_absolute_url()))

    def test_a_letter_that_is_another_by_now_does_not_stand_for_it(
        self, client, colleague, letter, joint
    ):
        Broadcast.objects.filter(pk=letter.pk).update(body="Bài khác")
        client.force_login(colleague)
        text = seen(client.get(joint.get_absolute_url()))
        assert "Bài khác" not in text
        assert "Hạn nộp đã gần." in text

    def test_finds_the_way_to_the_letter(self, page, address):
        assert f'href="{address("broadcast")}"' in seen(page)

    def test_a_member_of_the_committee_has_no_such_page(self, client, edition, joint, address):
        member = member_of(edition)
        client.force_login(member)
        text = seen(client.get(joint.get_absolute_url()))
        assert f"Kính gửi {member.full_name}," in text
        assert "Đinh Thị Hoa" not in text
        assert f'href="{address("broadcast")}"' not in text

    def test_finds_from_the_letter_where_to_agree(self, client, colleague, joint, address):
        client.force_login(colleague)
        link = f'<a href="{joint.get_absolute_url()}">Đọc và trả lời đề nghị</a>'
        assert link in seen(client.get(address("broadcast")))

    def test_whoever_asked_does_not_answer_there(self, office, joint, address):
        text = seen(office.get(address("broadcast")))
        assert "Đọc và trả lời đề nghị" not in text
        assert f'href="{joint.get_absolute_url()}"' in text
