"""A judge asks about a code, and whoever handles the dossier answers: neither learns who the other
is, nor what the other knows.
"""

import pytest
from django.urls import reverse

from competition.errors import NotAllowed, Refused, WrongState
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from judging.models import Assignment, Inquiry, Round
from judging.scoring import inquiries
from submissions.models import Handling, JudgesQuestion, Sealing
from submissions.sealing import questions
from tests.factories.submissions import WordDecisionFactory
from tests.judging.council import visit_as
from tests.reading import seen
from tests.refusals import OUTSIDERS, known_as, unchanged
from tests.stages import stage

pytestmark = [pytest.mark.django_db]

TEXT = "Số liệu ở trang 3 đo trong mấy ngày?"
ANSWER = "Đo trong 14 ngày, phụ lục 2 có bảng số liệu."


@stage(day=41)
def wondering(convened):
    """A judge with a sheet, and the dossier behind its code."""
    convened.task = (
        Assignment.objects.countable()
        .filter(judge__user=convened.member)
        .select_related("judge__panel__round", "blinded_entry")
        .order_by("pk")
        .first()
    )
    code = convened.task.blinded_entry.code
    convened.dossier = Sealing.objects.get(judging_code=code).version.entry
    return convened


def ask(r, text=TEXT, **changes) -> Inquiry:
    usual = {"assignment": r.task, "text": text, "by": r.member, "at": r.at(41)}
    return inquiries.ask(**usual | changes)


def asked(r) -> JudgesQuestion:
    ask(r)
    drain()
    return JudgesQuestion.objects.get()


def answer(r, text=ANSWER, **changes) -> JudgesQuestion:
    usual = {"text": text, "by": r.cast.secretary, "at": r.at(42)}
    return questions.answer(question=JudgesQuestion.objects.get(), **usual | changes)


class TestTheWayThere:
    def test_it_reaches_the_dossier_behind_the_code(self, wondering):
        assert asked(wondering).entry == wondering.dossier

    def test_in_the_judges_words(self, wondering):
        assert asked(wondering).text == TEXT

    def test_whoever_handles_the_dossier_is_told_and_nobody_else(self, wondering):
        Handling.objects.update_or_create(
            entry=wondering.dossier,
            defaults={
                "handler": wondering.cast.second,
                "by": wondering.cast.second,
                "at": wondering.at(40),
            },
        )
        asked(wondering)
        told = Message.objects.filter(key__startswith="judge-asks")
        assert [message.recipient for message in told] == [wondering.cast.second]

    def test_without_a_handler_the_secretariat_is(self, wondering):
        Handling.objects.filter(entry=wondering.dossier).delete()
        asked(wondering)
        told = Message.objects.filter(key__startswith="judge-asks")
        assert {message.recipient for message in told} == {
            wondering.cast.secretary,
            wondering.cast.second,
        }

    def test_what_they_are_told_holds_neither_code_nor_judge(self, wondering):
        asked(wondering)
        message = Message.objects.filter(key__startswith="judge-asks").first()
        whole = f"{message.subject} {message.body} {message.link}"
        known = {wondering.task.blinded_entry.code, wondering.member.full_name}
        assert {word for word in known if word in whole} == set()

    def test_nor_does_the_dossiers_page(self, wondering, client):
        asked(wondering)
        office = visit_as(client, wondering.cast.secretary)
        slug = wondering.edition.slug
        page = seen(office.get(reverse("office_entry", args=[slug, wondering.dossier.public_id])))
        assert TEXT in page
        known = {wondering.task.blinded_entry.code, wondering.member.full_name}
        assert {word for word in known if word in page} == set()

    def test_it_is_taken_over_once(self, wondering):
        first = asked(wondering)
        code = wondering.task.blinded_entry.code
        assert questions.receive(code, str(first.key), "khác", wondering.at(41)) == first

    def test_a_void_copy_takes_none(self, wondering):
        Sealing.objects.update(voided_at=wondering.at(41))
        ask(wondering)
        drain()
        assert not JudgesQuestion.objects.exists()

    @pytest.mark.parametrize("spelled", ["{code}", "hồ sơ {code} này", "{small}", "{bare}"])
    def test_the_code_is_left_out(self, wondering, spelled):
        code = wondering.task.blinded_entry.code
        forms = {"code": code, "small": code.lower(), "bare": code.replace("-", " ")}
        with unchanged(), pytest.raises(Refused, match="mã phách"):
            ask(wondering, f"Về {spelled.format(**forms)}: đo mấy ngày?")

    @pytest.mark.parametrize("part", ["full_name", "email"])
    def test_so_is_the_judges_own_name(self, wondering, part):
        with unchanged(), pytest.raises(Refused, match="tên"):
            ask(wondering, f"Tôi là {getattr(wondering.member, part)}, xin hỏi số liệu")

    def test_a_guessed_author_is_refused_no_more_than_a_stranger(self, wondering):
        """No refusal tells whose work it is."""
        author = wondering.dossier.authors.first().full_name
        assert ask(wondering, f"Có phải của {author}?").pk


class TestWhoAsks:
    @pytest.mark.parametrize("who", ["chair", "vice", "panel_secretary"])
    def test_nobody_else_of_the_panel(self, wondering, who):
        with unchanged(), pytest.raises(NotAllowed):
            ask(wondering, by=getattr(wondering, who))

    @pytest.mark.parametrize("state", ["preparing", "closed", "frozen"])
    def test_not_when_the_round_is_not_open(self, wondering, state):
        Round.objects.filter(pk=wondering.round.pk).update(state=state)
        with unchanged(), pytest.raises(NotAllowed):
            ask(wondering)

    @pytest.mark.parametrize("text", ["", " \n", "x" * 1001])
    def test_nothing_empty_or_endless(self, wondering, text):
        with unchanged(), pytest.raises(Refused):
            inquiries.ask(
                assignment=wondering.task, text=text, by=wondering.member, at=wondering.at(41)
            )

    def test_three_may_wait(self, wondering):
        for _number in range(3):
            ask(wondering)
        with unchanged(), pytest.raises(Refused, match="3"):
            ask(wondering)

    def test_an_answered_one_makes_room(self, wondering):
        for _number in range(3):
            ask(wondering)
        Inquiry.objects.filter(pk=Inquiry.objects.first().pk).update(
            answer="x", answered_at=wondering.at(41)
        )
        assert ask(wondering).pk


class TestTheWayBack:
    def test_the_answer_reaches_the_judge(self, wondering):
        asked(wondering)
        answer(wondering)
        drain()
        assert Inquiry.objects.get().answer == ANSWER

    def test_who_is_told_under_the_code(self, wondering):
        asked(wondering)
        answer(wondering)
        drain()
        message = Message.objects.get(key__startswith="inquiry-answered")
        assert message.recipient == wondering.member
        assert wondering.task.blinded_entry.code in message.subject

    def test_and_not_by_whom_nor_about_whose_work(self, wondering):
        asked(wondering)
        answer(wondering)
        drain()
        message = Message.objects.get(key__startswith="inquiry-answered")
        whole = f"{message.subject} {message.body} {message.link}"
        known = {wondering.cast.secretary.full_name, wondering.dossier.receipt_number}
        assert {word for word in known if word in whole} == set()

    def test_it_stands_beside_the_sheet(self, wondering, client):
        asked(wondering)
        answer(wondering)
        drain()
        judge = visit_as(client, wondering.member)
        assert ANSWER in seen(judge.get(reverse("sheet", args=[wondering.task.public_id])))

    @pytest.mark.parametrize(
        "telling",
        [
            lambda entry: entry.authors.first().full_name,
            lambda entry: entry.authors.first().full_name.upper(),
            lambda entry: entry.owner.full_name,
            lambda entry: entry.owner.email,
            lambda entry: entry.receipt_number,
            lambda entry: entry.receipt_number.lower(),
        ],
        ids=["author", "in capitals", "owner", "address", "receipt", "receipt in small letters"],
    )
    def test_an_answer_that_tells_whose_work_it_is_is_refused(self, wondering, telling):
        asked(wondering)
        with unchanged(), pytest.raises(Refused, match="của ai"):
            answer(wondering, f"Theo {telling(wondering.dossier)} thì đo 14 ngày")

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("Gọi 0280 3855 123 để hỏi thêm", "0280 3855 123"),
            ("Hỏi Người hướng dẫn: Trần Văn Hùng", "Trần Văn Hùng"),
            ("Xem trang thuy.chau@khason.vn", "thuy.chau@khason.vn"),
        ],
    )
    def test_what_would_have_stopped_the_copy_is_refused_and_named(self, wondering, text, named):
        asked(wondering)
        with unchanged(), pytest.raises(Refused, match="của ai") as refusal:
            answer(wondering, text)
        assert named in str(refusal.value)

    def test_so_is_a_word_that_the_secretariat_has_masked(self, wondering):
        WordDecisionFactory(entry=wondering.dossier, word="khason", is_masked=True)
        asked(wondering)
        with unchanged(), pytest.raises(Refused, match="khason"):
            answer(wondering, "Theo số liệu của khason")

    def test_one_that_it_let_stay_is_not(self, wondering):
        WordDecisionFactory(entry=wondering.dossier, word="Trần Văn Hùng", is_masked=False)
        asked(wondering)
        answer(wondering, "Hỏi Người hướng dẫn: Trần Văn Hùng")

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_only_the_secretariat_answers(self, wondering, who):
        asked(wondering)
        stranger = known_as(wondering, who)
        with unchanged(), pytest.raises(NotAllowed):
            answer(wondering, by=stranger)

    def test_once(self, wondering):
        question = asked(wondering)
        answer(wondering)
        office = wondering.cast.secretary
        with unchanged(), pytest.raises(WrongState):
            questions.answer(question=question, text="Khác", by=office, at=wondering.at(42))

    @pytest.mark.parametrize("text", ["", "x" * 2001])
    def test_nothing_empty_or_endless(self, wondering, text):
        asked(wondering)
        with unchanged(), pytest.raises(Refused):
            answer(wondering, text)

    def test_the_ledger_joins_them_for_nobody(self, wondering):
        asked(wondering)
        answer(wondering)
        drain()
        lines = Event.objects.filter(verb__startswith="inquiry.").values_list("payload", flat=True)
        whole = str(list(lines))
        known = {
            wondering.task.blinded_entry.code,
            wondering.dossier.receipt_number,
            str(Inquiry.objects.get().key),
        }
        assert {word for word in known if word in whole} == set()


class TestThePages:
    def address(self, r) -> str:
        return reverse("ask_about_entry", args=[r.task.public_id])

    def test_a_question_is_sent(self, wondering, client):
        visit_as(client, wondering.member).post(self.address(wondering), {"question": TEXT})
        assert Inquiry.objects.get().text == TEXT

    def test_a_refused_one_keeps_what_was_typed_beside_the_field(self, wondering, client):
        typed = f"Về {wondering.task.blinded_entry.code}"
        judge = visit_as(client, wondering.member)
        page = judge.post(self.address(wondering), {"question": typed})
        assert (page.status_code, f">{typed}</textarea>" in seen(page)) == (422, True)

    def test_strangers_get_404(self, wondering, client):
        page = visit_as(client, wondering.chair).post(self.address(wondering), {"question": TEXT})
        assert page.status_code == 404

    def answering(self, r) -> str:
        question = asked(r)
        arguments = [r.edition.slug, r.dossier.public_id, question.pk]
        return reverse("answer_judge", args=arguments)

    def test_an_answer_is_sent(self, wondering, client):
        address = self.answering(wondering)
        visit_as(client, wondering.cast.secretary).post(address, {"answer": ANSWER})
        assert JudgesQuestion.objects.get().answer == ANSWER

    def test_a_refused_answer_stays_where_it_was_typed(self, wondering, client):
        address = self.answering(wondering)
        typed = f"Hỏi {wondering.dossier.owner.full_name}"
        page = visit_as(client, wondering.cast.secretary).post(address, {"answer": typed})
        assert (page.status_code, f">{typed}</textarea>" in seen(page)) == (422, True)

    def test_an_answer_to_one_that_was_answered_meanwhile_is_there_to_copy(self, wondering, client):
        address = self.answering(wondering)
        answer(wondering)
        page = visit_as(client, wondering.cast.secretary).post(address, {"answer": "Chậm một bước"})
        assert page.status_code == 422
        assert "Chậm một bước" in seen(page)

    def test_a_question_about_another_dossier_is_404(self, wondering, client):
        question = asked(wondering)
        other = Sealing.objects.exclude(version__entry=wondering.dossier).first().version.entry
        address = reverse(
            "answer_judge", args=[wondering.edition.slug, other.public_id, question.pk]
        )
        office = visit_as(client, wondering.cast.secretary)
        assert office.post(address, {"answer": ANSWER}).status_code == 404
