"""A judge's seat: nothing opens before the undertaking is signed with a second factor; a declined
seat judges nothing.
"""

import re

import pypdfium2
import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts import printed_codes, second_factor
from competition import clock
from competition.errors import NotAllowed, Refused, WrongState
from foundation.jobs.drain import drain
from foundation.notifications.models import Message
from judging.assigning import assignment
from judging.councils import panels, rounds, undertakings
from judging.models import Assignment, Judge

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def seat(entered):
    """A seat that somebody was offered, on an open round, with sheets waiting."""
    with clock.set_to(entered.at(40.5)):
        judging_round = rounds.prepare_round(edition=entered.edition, by=entered.cast.secretary)
        panel = panels.establish_panel(
            judging_round=judging_round,
            name="Hội đồng",
            fields=entered.edition.fields.all(),
            by=entered.cast.secretary,
            decision_number="21/QĐ",
        )
        seats = [
            panels.appoint(
                panel=panel,
                user=user,
                by=entered.cast.secretary,
                position="judge" if place else "chair",
                reason="1/QĐ",
                at=clock.now(),
            )
            for place, user in enumerate(entered.cast.judges)
        ]
        drain()
        assignment.propose(judging_round=judging_round, by=entered.cast.secretary)
        assignment.confirm(
            judging_round=judging_round, by=entered.cast.secretary, at=entered.at(40.5)
        )
        rounds.open_round(
            judging_round=judging_round, by=entered.cast.secretary, at=entered.at(40.5)
        )
    with clock.set_to(entered.at(41)):
        yield Judge.objects.get(pk=seats[0].pk)


def test_nothing_opens_before_the_undertaking_is_signed_with_a_code(seat, client, entered):
    assert Message.objects.filter(recipient=seat.user, link=f"/cham-diem/ghe/{seat.pk}/").exists()
    task = Assignment.objects.filter(judge=seat).first()
    client.force_login(seat.user, backend=BACKEND)
    sheet, address = reverse("sheet", args=[task.public_id]), reverse("judge_seat", args=[seat.pk])
    assert client.get(sheet).status_code == 404
    desk = client.get(reverse("judge_desk")).content.decode()
    assert address in desk
    assert task.blinded_entry.code not in desk
    signing = reverse("sign_seat", args=[seat.pk])
    typed = {
        "max_load": "12",
        "keywords": "chè, tưới",
        "expertise": [entered.edition.fields.first().pk],
    }
    assert client.post(signing, typed | {"code": ""}).status_code == 422
    client.post(reverse("send_seat_code", args=[seat.pk]), typed)
    code = re.search(
        r"\d{6}", Message.objects.filter(address=seat.user.email).latest("pk").subject
    )[0]
    wrong = client.post(signing, typed | {"code": f"{(int(code) + 1) % 10**6:06d}"})
    assert wrong.status_code == 422
    assert "chè, tưới" in wrong.content.decode()
    assert client.post(signing, typed | {"code": code}).status_code == 302
    seat.refresh_from_db()
    assert seat.undertaking_at
    assert seat.keyword_list == ["chè", "tưới"]
    assert seat.max_load == 12
    assert client.get(sheet).status_code == 200
    assert task.blinded_entry.code in client.get(reverse("judge_desk")).content.decode()
    picture = reverse(
        "sheet_page", args=[task.public_id, task.blinded_entry.files.first().public_id, 1]
    )
    assert client.get(picture).headers["Content-Type"] == "image/webp"
    client.force_login(Judge.objects.exclude(pk=seat.pk).first().user, backend=BACKEND)
    assert client.get(picture).status_code == 404
    assert client.get(address).status_code == 404


def test_five_wrong_codes_end_the_one_that_was_sent(seat, client):
    client.force_login(seat.user, backend=BACKEND)
    signing = reverse("sign_seat", args=[seat.pk])
    client.post(reverse("send_seat_code", args=[seat.pk]), {"max_load": "5"})
    code = re.search(
        r"\d{6}", Message.objects.filter(address=seat.user.email).latest("pk").subject
    )[0]
    for _ in range(5):
        client.post(signing, {"max_load": "5", "code": "abc"})
    assert client.post(signing, {"max_load": "5", "code": code}).status_code == 422
    seat.refresh_from_db()
    assert seat.undertaking_at is None


def test_a_declined_seat_gives_its_sheets_back_with_a_reason(seat, client, entered):
    client.force_login(seat.user, backend=BACKEND)
    address = reverse("judge_seat", args=[seat.pk])
    declining = reverse("decline_seat", args=[seat.pk])
    client.post(declining, {"reason": " "})
    seat.refresh_from_db()
    assert seat.declined_at is None
    client.post(declining, {"reason": "Tôi đi công tác đến hết tháng"})
    seat.refresh_from_db()
    assert seat.declined_at
    assert not Assignment.objects.filter(judge=seat).exclude(state="released").exists()
    assert client.get(address).status_code == 404
    assignment.propose(judging_round=seat.panel.round, by=entered.cast.secretary)
    assert not Assignment.objects.filter(judge=seat, state="proposed").exists()
    client.force_login(entered.cast.secretary, backend=BACKEND)
    assert (
        "Tôi đi công tác" in client.get(f"/quan-tri/cham/{entered.edition.slug}/").content.decode()
    )


def test_who_signs_and_when(seat, entered):
    with pytest.raises(NotAllowed):
        undertakings.sign(judge=seat, by=entered.cast.secretary, at=entered.at(41))
    with pytest.raises(Refused):
        undertakings.sign(judge=seat, by=seat.user, at=entered.at(41), max_load=0)
    undertakings.sign(judge=seat, by=seat.user, at=entered.at(41))
    with pytest.raises(WrongState):
        undertakings.decline(judge=seat, reason="Muộn", by=seat.user, at=entered.at(42))


def test_guessing_the_second_factor_ends_after_a_few_tries_and_for_that_person_alone(
    seat, client, entered, settings
):
    """A sent code can be tried five times; what bounds guesses over many codes, and of the app's
    code, is the person's own limit.
    """
    settings.ACCOUNT_RATE_LIMITS = {"factor_code": "2/h/user", "factor_try": "3/10m/user"}
    cache.clear()
    printed = undertakings.print_codes(judge=seat, by=entered.cast.secretary, at=entered.at(41))
    signing, typed = reverse("sign_seat", args=[seat.pk]), {"max_load": "12"}
    client.force_login(seat.user, backend=BACKEND)
    for _time in range(3):
        page = client.post(signing, typed | {"code": "000000"})
        assert page.status_code == 422
        assert "Mã này sai hoặc đã hết hạn" in page.content.decode()
    page = client.post(signing, typed | {"code": printed[0]})
    assert page.status_code == 422
    assert "Đã thử quá nhiều lần. Hãy đợi mười phút" in page.content.decode()
    sending = reverse("send_seat_code", args=[seat.pk])
    sent = [client.post(sending).content.decode() for _time in range(3)]
    assert ["quá nhiều mã" in page for page in sent] == [False, False, True]
    other = Judge.objects.filter(panel=seat.panel).exclude(pk=seat.pk).first()
    mine = undertakings.print_codes(judge=other, by=entered.cast.secretary, at=entered.at(41))
    client.force_login(other.user, backend=BACKEND)
    assert (
        client.post(reverse("sign_seat", args=[other.pk]), typed | {"code": mine[0]}).status_code
        == 302
    )


def test_a_judge_without_e_mail_at_hand_signs_with_a_printed_code_that_works_once(
    seat, client, entered
):
    signing, printing = reverse("sign_seat", args=[seat.pk]), reverse("seat_codes", args=[seat.pk])
    other = Judge.objects.filter(panel=seat.panel).exclude(pk=seat.pk).first()
    for stranger in (seat.user, other.user):
        client.force_login(stranger, backend=BACKEND)
        assert client.post(printing).status_code == 404
    client.force_login(entered.cast.secretary, backend=BACKEND)
    assert printing in client.get(f"/quan-tri/cham/{entered.edition.slug}/").content.decode()
    assert client.get(printing).status_code == 405
    lost = codes_on(client.post(printing))
    printed = codes_on(client.post(printing))
    assert len(printed) == printed_codes.ON_A_SHEET
    assert not set(lost) & set(printed)
    typed = {"max_load": "12"}
    client.force_login(other.user, backend=BACKEND)
    assert (
        client.post(reverse("sign_seat", args=[other.pk]), typed | {"code": printed[0]}).status_code
        == 422
    )  # somebody else's paper
    client.force_login(seat.user, backend=BACKEND)
    assert (
        client.post(signing, typed | {"code": lost[0]}).status_code == 422
    )  # the newer sheet ended the older one
    assert client.post(signing, typed | {"code": printed[0].lower()}).status_code == 302
    seat.refresh_from_db()
    assert seat.undertaking_at
    assert not second_factor.check(seat.user, printed[0], None, at=entered.at(41))
    assert second_factor.check(seat.user, printed[1], None, at=entered.at(41))


def test_codes_are_printed_for_a_signed_seat_and_for_none_that_was_declined(seat, entered):
    usual = {"judge": seat, "by": entered.cast.secretary, "at": entered.at(41)}
    seat.undertaking_at = entered.at(40)
    seat.save()
    printed = undertakings.print_codes(**usual)
    assert second_factor.check(seat.user, printed[0], None, at=entered.at(41))
    seat.declined_at = entered.at(41)
    seat.save()
    with pytest.raises(WrongState):
        undertakings.print_codes(**usual)


def codes_on(answer) -> list[str]:
    assert answer.headers["Content-Type"] == "application/pdf"
    return re.findall(
        r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}",
        pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range(),
    )
