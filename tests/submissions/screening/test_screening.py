"""The secretariat's desk: check list, reasons, colleagues, clock, several at once, letters, reading
beside the files.
"""

import datetime

import lxml.html
import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.membership import grant
from accounts.models import Membership
from competition import clock
from competition.errors import NotAllowed, Refused
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.notifications.models import Message
from foundation.vault.models import Access, PagePicture
from foundation.vietnamese.calendar import add_working_days, earliest_still_in_time
from submissions.models import Attachment, Entry, Handling, Letter, Screening, SimilarPair
from submissions.screening import correspondence, screening
from submissions.writing import drafting
from tests.factories.accounts import UserFactory
from tests.factories.submissions import SimilarPairFactory
from tests.refusals import OUTSIDERS, another_edition, known_as, unchanged
from tests.stages import stage

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@stage()
def three_sent(begun):
    """Three submitted dossiers, and a colleague in the secretariat."""
    with begun.step("x", 3) as at:
        works = [
            steps.write(begun.edition, owner, index, 1, begun.units, at)
            for index, owner in enumerate(begun.cast.entrants[:3])
        ]
        drain()
    with begun.step("x", 5) as at:
        steps.submit_all(works, at)
        drain()
    SimilarPair.objects.all().delete()  # invented texts resemble each other
    begun.entries = [Entry.objects.get(pk=work.entry.pk) for work in works]
    begun.colleague = UserFactory(email="dongnghiep@example.vn", full_name="Lý Thị Đồng Nghiệp")
    grant(begun.colleague, Membership.Role.SECRETARIAT, edition_id=begun.edition.pk)
    return begun


@pytest.fixture
def office(three_sent, client):
    client.force_login(three_sent.cast.secretary, backend=BACKEND)
    return client


def page_of(entry) -> str:
    return reverse("office_entry", args=[entry.edition.slug, entry.public_id])


def button(name: str, entry) -> str:
    return reverse(name, args=[entry.edition.slug, entry.public_id])


def button_of_queue(name: str, three_sent) -> str:
    return reverse(name, args=[three_sent.edition.slug])


def queue(three_sent, **filters) -> str:
    return (
        reverse("entry_queue", args=[three_sent.edition.slug])
        + "?"
        + "&".join(f"{name}={value}" for name, value in filters.items())
    )


class TestTheDecision:
    def test_every_point_must_be_ticked_and_what_was_ticked_is_kept(self, three_sent, office):
        entry, points = three_sent.entries[0], three_sent.edition.screening_points
        with three_sent.step("x", 6):
            short = office.post(button("accept_entry", entry), {"check": points[:-1]})
            assert short.status_code == 422
            assert short.content.decode().count(" checked") == len(points) - 1
            assert Entry.objects.get(pk=entry.pk).status == "submitted"
            office.post(button("accept_entry", entry), {"check": points})
        assert Entry.objects.get(pk=entry.pk).status == "accepted"
        assert Screening.objects.get().checks == points

    def test_reasons_are_picked_and_written_and_an_invented_one_is_not_taken(
        self, three_sent, office
    ):
        entry, reasons = three_sent.entries[0], three_sent.edition.reason_list
        with three_sent.step("x", 6):
            typed = {
                "picked": [reasons[1], "Lý do tự chế"],
                "reason": "Trang 3 bị mờ.",
            }
            office.post(button("return_entry", entry), typed)
        kept = Screening.objects.get()
        assert kept.reason == f"{reasons[1]}\nTrang 3 bị mờ."
        assert kept.due == add_working_days(
            localdate(three_sent.at(6)), three_sent.edition.answer_days
        )
        assert reasons[1] in Message.objects.get(key=f"screening:{kept.pk}").body

    def test_a_reason_whose_form_is_gone_stands_there_without_script(self, three_sent, office):
        entry = three_sent.entries[0]
        Entry.objects.filter(pk=entry.pk).update(status="returned")  # a colleague was quicker
        typed = {"reason": "Trang 3 bị mờ,\nkhông đọc được.", "picked": "x"}
        with three_sent.step("x", 6):
            page = office.post(button("refuse_entry", entry), typed)
        assert page.status_code == 422
        (kept,) = lxml.html.fromstring(page.content).xpath("//*[@data-typed]")
        assert "".join(kept.text_content().split()) == "".join(typed["reason"].split())

    def test_one_that_stands_in_its_form_is_not_said_to_be_lost(self, three_sent, office):
        entry = three_sent.entries[0]
        with three_sent.step("x", 6):
            page = office.post(button("accept_entry", entry), {"reason": "Trang 3 bị mờ."})
        assert page.status_code == 422
        assert not lxml.html.fromstring(page.content).xpath("//*[@data-typed]")

    def test_a_refused_decision_keeps_what_was_typed(self, three_sent, office):
        entry = three_sent.entries[0]
        Entry.objects.filter(pk=entry.pk).update(status="accepted")  # a colleague was quicker
        with three_sent.step("x", 6):
            answer = office.post(button("write_letter", entry), {"text": " "})
            assert answer.status_code == 422
        Entry.objects.filter(pk=entry.pk).update(status="submitted")
        with three_sent.step("x", 6):
            answer = office.post(button("accept_entry", entry), {"reason": "Chữ đã gõ"})
        assert answer.status_code == 422
        assert "Chữ đã gõ" in answer.content.decode()


class TestSeveralAtOnce:
    def test_only_those_that_are_safe_are_accepted_and_the_others_are_named(
        self, three_sent, office
    ):
        similar, unclear, fine = three_sent.entries
        SimilarPairFactory(version=similar.versions.first(), other=fine.versions.first())
        Attachment.objects.filter(entry=unclear).update(verdict="pending")
        chosen = {
            "looked": "on",
            "chon": [entry.pk for entry in three_sent.entries],
        }
        with three_sent.step("x", 6):
            text = office.post(
                button_of_queue("accept_chosen", three_sent), chosen
            ).content.decode()
        states = dict(Entry.objects.values_list("pk", "status"))
        assert [states[entry.pk] for entry in three_sent.entries] == [
            "submitted",
            "submitted",
            "accepted",
        ]
        assert f"{similar.receipt_number} được để lại: có hồ sơ tương tự chưa được xem" in text
        assert f"{unclear.receipt_number} được để lại: có tệp chưa được kiểm tra xong" in text

    def test_without_the_word_that_they_were_looked_at_none_is(self, three_sent, office):
        with three_sent.step("x", 6):
            answer = office.post(
                button_of_queue("accept_chosen", three_sent),
                {"chon": [entry.pk for entry in three_sent.entries]},
            )
        assert answer.status_code == 422
        assert "Đã chấp nhận" not in answer.content.decode()
        assert not Screening.objects.exists()

    def test_whoever_chose_none_is_asked_to(self, three_sent, office):
        answer = office.post(button_of_queue("accept_chosen", three_sent), {"looked": "on"})
        assert answer.status_code == 422
        assert "Hãy chọn ít nhất một hồ sơ" in answer.content.decode()

    @pytest.mark.parametrize(
        ("listed", "is_offered"), [("", True), ("submitted", True), ("draft", False)]
    )
    def test_it_is_offered_where_dossiers_wait_for_it(self, three_sent, office, listed, is_offered):
        drafting.start_draft(
            edition=three_sent.edition, by=three_sent.cast.entrants[5], at=three_sent.at(3)
        )
        queue = reverse("entry_queue", args=[three_sent.edition.slug])
        page = office.get(queue, {"trang-thai": listed}).content.decode()
        assert (button_of_queue("accept_chosen", three_sent) in page) == is_offered

    def test_an_unanswered_letter_holds_a_dossier_back(self, three_sent):
        with three_sent.step("x", 6) as at:
            correspondence.answer(
                entry=three_sent.entries[0],
                text="Tôi xin bổ sung",
                by=three_sent.entries[0].owner,
                at=at,
            )
        assert screening.hindrance(three_sent.entries[0])
        assert not screening.hindrance(three_sent.entries[1])

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_nobody_but_the_secretariat_accepts_any(self, submitted, who):
        points = submitted.edition.screening_points
        usual = {"entries": submitted.entries, "at": submitted.at(6), "checks": points}
        stranger = known_as(submitted, who)
        with unchanged(), pytest.raises(NotAllowed):
            screening.accept_all(by=stranger, **usual)
        assert screening.accept_all(by=submitted.cast.secretary, **usual) == (2, [])

    def test_nor_any_when_one_is_of_another_edition(self, submitted):
        own, foreign = submitted.entries
        Entry.objects.filter(pk=foreign.pk).update(edition=another_edition(submitted.edition))
        foreign.refresh_from_db()
        usual = {"by": submitted.cast.secretary, "at": submitted.at(6)}
        with unchanged(), pytest.raises(NotAllowed):
            screening.accept_all(
                entries=[own, foreign], checks=submitted.edition.screening_points, **usual
            )

    def test_an_entry_of_ones_own_is_left_alone(self, submitted):
        office = submitted.cast.secretary
        own, other = submitted.entries
        Entry.objects.filter(pk=own.pk).update(owner=office)
        accepted, left_alone = screening.accept_all(
            entries=[own, other],
            by=office,
            at=submitted.at(6),
            checks=submitted.edition.screening_points,
        )
        assert accepted == 1
        assert [entry for entry, _why in left_alone] == [own]

    def test_another_editions_dossier_is_not_reached_by_number(self, three_sent, office):
        other = Entry.objects.create(
            edition=three_sent.edition, owner=three_sent.cast.entrants[4], title="Nháp"
        )
        with three_sent.step("x", 6):
            office.post(
                button_of_queue("accept_chosen", three_sent),
                {"looked": "on", "chon": [other.pk, "x", 10**9]},
            )
        other.refresh_from_db()
        assert other.status == "draft"


class TestColleagues:
    def test_dossiers_are_handed_out_and_found_by_who_looks_at_them(self, three_sent, office):
        first, second, third = three_sent.entries
        office.post(
            button_of_queue("hand_out_chosen", three_sent),
            {"colleague": three_sent.colleague.pk, "chon": [first.pk, second.pk]},
        )
        assert set(Handling.objects.values_list("entry", "handler")) == {
            (first.pk, three_sent.colleague.pk),
            (second.pk, three_sent.colleague.pk),
        }
        theirs, nobodys = (
            office.get(queue(three_sent, nguoi=three_sent.colleague.pk)).content.decode(),
            office.get(queue(three_sent, nguoi=0)).content.decode(),
        )
        assert first.receipt_number in theirs
        assert third.receipt_number not in theirs
        assert third.receipt_number in nobodys
        assert first.receipt_number not in nobodys

    def test_only_to_people_of_the_secretariat_and_by_them(self, three_sent):
        judge, office = three_sent.cast.judges[0], three_sent.cast.secretary
        for arguments, error in (
            ({"entries": three_sent.entries, "colleague": judge, "by": office}, Refused),
            ({"entries": [], "colleague": three_sent.colleague, "by": office}, Refused),
            (
                {"entries": three_sent.entries, "colleague": three_sent.colleague, "by": judge},
                NotAllowed,
            ),
        ):
            with pytest.raises(error):
                screening.hand_to(at=three_sent.at(6), **arguments)
        assert not Handling.objects.exists()


class TestTheClock:
    def test_a_dossier_is_late_after_the_editions_working_days_and_not_a_day_before(
        self, three_sent, office
    ):
        due = add_working_days(localdate(three_sent.at(5)), three_sent.edition.screening_days)
        number = three_sent.entries[0].receipt_number
        for day, late in ((due, False), (due + datetime.timedelta(days=1), True)):
            with clock.set_to(three_sent.at(5) + (day - localdate(three_sent.at(5)))):
                assert (number in office.get(queue(three_sent, han="tre")).content.decode()) is late
                assert (
                    "quá hạn, lẽ ra xong" in office.get(queue(three_sent)).content.decode()
                ) is late

    @pytest.mark.parametrize(
        "today", [datetime.date(2026, 9, 1) + datetime.timedelta(days=place) for place in range(9)]
    )
    def test_the_earliest_day_in_time_is_the_inverse_of_adding_working_days(self, today):
        first = earliest_still_in_time(today, 5)
        assert (
            add_working_days(first, 5)
            >= today
            > add_working_days(first - datetime.timedelta(days=1), 5)
        )


class TestLetters:
    def test_a_letter_with_a_date_is_told_answered_and_found_by_the_office(
        self, three_sent, office, client
    ):
        entry = three_sent.entries[0]
        with three_sent.step("x", 6):
            office.post(
                button("write_letter", entry),
                {"text": "Xin cho biết nơi áp dụng.", "asks": "on"},
            )
        letter = Letter.objects.get()
        assert letter.due == add_working_days(
            localdate(three_sent.at(6)), three_sent.edition.answer_days
        )
        assert (
            "Xin cho biết nơi áp dụng."
            in Message.objects.get(recipient=entry.owner, key=f"letter:{letter.pk}").body
        )
        assert entry.receipt_number not in office.get(queue(three_sent, han="thu")).content.decode()
        client.force_login(entry.owner, backend=BACKEND)
        own = reverse("entry", args=[entry.public_id])
        text = client.get(own).content.decode()
        assert "Xin cho biết nơi áp dụng." in text
        assert three_sent.cast.secretary.full_name not in text
        with three_sent.step("x", 7):
            client.post(
                reverse("answer_letter", args=[entry.public_id]), {"text": "Tại xã Đại Từ."}
            )
        assert "Tại xã Đại Từ." in client.get(own).content.decode()
        assert (
            "Tại xã Đại Từ."
            in Message.objects.get(
                recipient=three_sent.cast.secretary, subject__contains="Thư trả lời"
            ).body
        )
        client.force_login(three_sent.cast.secretary, backend=BACKEND)
        assert entry.receipt_number in client.get(queue(three_sent, han="thu")).content.decode()
        assert (
            three_sent.entries[1].receipt_number
            not in client.get(queue(three_sent, han="thu")).content.decode()
        )

    @pytest.mark.parametrize("status", [Entry.Status.SUBMITTED, Entry.Status.WITHDRAWN])
    def test_a_letter_that_is_refused_stands_there_again(self, three_sent, client, status):
        entry = three_sent.entries[0]
        Entry.objects.filter(pk=entry.pk).update(status=status)
        client.force_login(entry.owner, backend=BACKEND)
        written = "Kính gửi Tổ thư ký " + "x" * 4000
        with three_sent.step("x", 6):
            address = reverse("answer_letter", args=[entry.public_id])
            refused = client.post(address, {"text": written})
            again = client.get(address)
        assert refused.status_code == 422
        assert written in refused.content.decode()
        assert again["Location"] == reverse("entry", args=[entry.public_id])
        assert not Letter.objects.exists()

    def test_who_may_not_write_and_what_is_no_letter(self, three_sent, client):
        entry, other = three_sent.entries[0], three_sent.entries[1].owner
        with three_sent.step("x", 6) as at:
            for verb, by, text, error in (
                (correspondence.write, other, "x", NotAllowed),
                (correspondence.answer, other, "x", NotAllowed),
                (correspondence.write, three_sent.cast.secretary, "  ", Refused),
                (correspondence.answer, entry.owner, "x" * 4001, Refused),
            ):
                with pytest.raises(error):
                    verb(entry=entry, text=text, by=by, at=at)
        client.force_login(other, backend=BACKEND)
        assert (
            client.post(reverse("answer_letter", args=[entry.public_id]), {"text": "x"}).status_code
            == 404
        )
        assert not Letter.objects.exists()

    def test_the_colleague_who_has_the_dossier_gets_the_answer(self, three_sent):
        entry = three_sent.entries[0]
        screening.hand_to(
            entries=[entry],
            colleague=three_sent.colleague,
            by=three_sent.cast.secretary,
            at=three_sent.at(6),
        )
        with three_sent.step("x", 6) as at:
            correspondence.answer(
                entry=Entry.objects.get(pk=entry.pk), text="Thưa cơ quan", by=entry.owner, at=at
            )
        assert (
            Message.objects.filter(
                recipient=three_sent.colleague, subject__contains="Thư trả lời"
            ).count()
            == 1
        )


class TestReading:
    def test_answers_stand_beside_the_pages_and_every_page_opened_is_noted(
        self, three_sent, office
    ):
        entry = three_sent.entries[0]
        file = entry.attachments.first()
        text = office.get(
            reverse("office_reading", args=[three_sent.edition.slug, entry.public_id])
        ).content.decode()
        address = reverse(
            "office_page", args=[three_sent.edition.slug, entry.public_id, file.public_id, 1]
        )
        assert entry.summary in text
        assert address in text
        picture = office.get(address)
        assert picture["Content-Type"] == "image/webp"
        assert b"".join(picture.streaming_content)[8:12] == b"WEBP"
        assert (
            Access.objects.filter(
                blob=file.blob, user=three_sent.cast.secretary, purpose="secretariat"
            ).count()
            == 1
        )
        assert office.get(address.replace("/trang/1/", "/trang/99/")).status_code == 404
        made = PagePicture.objects.count()
        office.get(address)
        assert PagePicture.objects.count() == made  # drawn once

    def test_strangers_see_no_page_and_the_office_none_of_a_draft(self, three_sent, office, client):
        entry = three_sent.entries[0]
        file = entry.attachments.first()
        address = reverse(
            "office_page", args=[three_sent.edition.slug, entry.public_id, file.public_id, 1]
        )
        Attachment.objects.filter(pk=file.pk).update(verdict="pending")
        assert office.get(address).status_code == 404
        Attachment.objects.filter(pk=file.pk).update(verdict="cleared")
        Entry.objects.filter(pk=entry.pk).update(status="draft")
        assert office.get(address).status_code == 404
        for user, own in ((three_sent.entries[1].owner, 404), (entry.owner, 200)):
            client.force_login(user, backend=BACKEND)
            assert (
                client.get(
                    reverse("own_page", args=[entry.public_id, file.public_id, 1])
                ).status_code
                == own
            )

    def test_the_slip_is_the_receipt(self, three_sent, office):
        entry = three_sent.entries[0]
        answer = office.get(reverse("office_slip", args=[three_sent.edition.slug, entry.public_id]))
        assert answer["Content-Type"] == "application/pdf"


class TestSearch:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("may hai", True),
            ("MÁY HÁI", True),
            ("hái máy", True),
            ("ma", True),
            ("ái", False),
            ("may cay", False),
        ],
    )
    def test_words_begin_like_this_with_or_without_accents_in_any_order(
        self, three_sent, words, found
    ):
        entry = three_sent.entries[0]
        entry.title = "Máy hái chè cầm tay"
        entry.save()
        entry.index_words()
        assert (entry in Entry.objects.search(words)) is found

    def test_the_number_finds_one_and_an_old_title_finds_nothing(self, three_sent):
        entry = three_sent.entries[0]
        assert list(Entry.objects.search(entry.receipt_number)) == [entry]
        entry.title = "Tên hoàn toàn khác lạ"
        entry.save()
        entry.index_words()
        assert entry in Entry.objects.search("khac la")
        assert not Entry.objects.search("khac la").exclude(pk=entry.pk)
