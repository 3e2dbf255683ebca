"""Exhibits: received under a number, moved, returned once, each step with a slip."""

import pytest
from django.urls import reverse

from competition.errors import NotAllowed, Refused, WrongState
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from submissions.models import Entry, Exhibit, ExhibitStep
from submissions.screening import exhibits
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
THING = {
    "kind": "model",
    "name": "Mô hình máy gieo hạt",
    "count": 2,
    "condition": "Còn mới",
    "brought_by": "Nguyễn Văn An",
}


@pytest.fixture
def sent(begun):
    with begun.step("x", 3) as at:
        work = steps.write(begun.edition, begun.cast.entrants[0], 0, 1, begun.units, at)
        drain()
    with begun.step("x", 5) as at:
        steps.submit_all([work], at)
    begun.entry = Entry.objects.get(pk=work.entry.pk)
    return begun


def receive(sent, **more):
    with sent.step("x", 6) as at:
        return exhibits.receive(entry=sent.entry, by=sent.cast.secretary, at=at, **THING | more)


def test_numbers_run_on_in_the_edition_and_the_ledger_knows_them(sent):
    numbers = [receive(sent).exhibit.number for _time in range(3)]
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003"]
    assert all(number.startswith("HV-") for number in numbers)
    told = [
        event.payload for event in Event.objects.filter(verb="exhibit.received").order_by("number")
    ]
    assert [payload["exhibit"] for payload in told] == numbers


def test_the_whole_way_through_the_page(sent, client):
    client.force_login(sent.cast.secretary, backend=BACKEND)
    address = reverse("exhibits", args=[sent.edition.slug])
    receive_button = reverse("receive_exhibit", args=[sent.edition.slug])
    bad = client.post(receive_button, {"receipt_number": "KHÔNG-CÓ"} | THING)
    assert bad.status_code == 422
    assert "Không có hồ sơ nào" in bad.content.decode()
    assert "Mô hình máy gieo hạt" in bad.content.decode()
    with sent.step("x", 6):
        client.post(
            receive_button,
            {"receipt_number": sent.entry.receipt_number.lower()} | THING,
        )
    exhibit = Exhibit.objects.get()
    with sent.step("x", 7):
        for kind, where in (
            ("stored", "Kho A"),
            ("shown", "Nhà văn hóa"),
            ("returned", "Nguyễn Văn An"),
        ):
            client.post(
                reverse("move_exhibit", args=[sent.edition.slug]),
                {"exhibit": exhibit.pk, "kind": kind, "where": where},
            )
    assert list(exhibit.steps.values_list("kind", "where")) == [
        ("returned", "Nguyễn Văn An"),
        ("shown", "Nhà văn hóa"),
        ("stored", "Kho A"),
        ("received", "Nguyễn Văn An"),
    ]
    assert exhibit.number in client.get(address + "?o=returned").content.decode()
    assert exhibit.number not in client.get(address + "?o=stored").content.decode()
    for step in ExhibitStep.objects.all():
        slip = client.get(reverse("exhibit_slip", args=[sent.edition.slug, step.pk]))
        assert slip["Content-Type"] == "application/pdf"
        assert slip.content[:5] == b"%PDF-"


def test_refusals(sent):
    exhibit = receive(sent).exhibit
    with sent.step("x", 7) as at:
        usual = {"exhibit": exhibit, "kind": "stored", "where": "Kho", "note": ""}
        usual |= {"by": sent.cast.secretary, "at": at}

        def move(**more):
            return exhibits.move(**usual | more)

        for more, error in (
            ({"by": sent.entry.owner}, NotAllowed),
            ({"where": " "}, Refused),
            ({"kind": "received"}, Refused),
            ({"kind": "sold"}, Refused),
        ):
            with pytest.raises(error):
                move(**more)
        move(kind="returned", where="Chủ nhân")
        with pytest.raises(WrongState):
            move()
    assert exhibit.steps.count() == 2
    for more in ({"name": " "}, {"count": 0}, {"brought_by": " "}):
        with pytest.raises(Refused):
            receive(sent, **more)
    Entry.objects.filter(pk=sent.entry.pk).update(status="draft")
    sent.entry.refresh_from_db()
    with pytest.raises(Refused):
        receive(sent)
    assert Exhibit.objects.count() == 1


def test_only_the_secretariat_sees_exhibits_and_slips(sent, client):
    step = receive(sent)
    for user in (sent.entry.owner, sent.cast.committee[0], sent.cast.judges[0]):
        client.force_login(user, backend=BACKEND)
        assert client.get(reverse("exhibits", args=[sent.edition.slug])).status_code in (302, 404)
        assert client.get(
            reverse("exhibit_slip", args=[sent.edition.slug, step.pk])
        ).status_code in (302, 404)


class TestWhatIsNotReceived:
    """`usual` is received: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, submitted) -> dict:
        by, at = submitted.cast.secretary, submitted.at(6)
        return {"entry": submitted.entries[1], "by": by, "at": at, **THING}

    @pytest.mark.parametrize("count", [1, 999])
    def test_things_of_a_submitted_dossier_are_received(self, usual, count):
        exhibits.receive(**usual | {"count": count})
        assert Exhibit.objects.get().count == count

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_only_the_secretariat_receives(self, submitted, usual, who):
        stranger = known_as(submitted, who)
        with unchanged(), pytest.raises(NotAllowed):
            exhibits.receive(**usual | {"by": stranger})

    @pytest.mark.parametrize(
        "wrong",
        [{"name": " "}, {"count": 0}, {"count": 1000}, {"brought_by": " "}],
        ids=str,
    )
    def test_it_is_said_what_and_how_many_and_who_brought_it(self, usual, wrong):
        with unchanged(), pytest.raises(Refused):
            exhibits.receive(**usual | wrong)

    def test_nothing_for_a_draft(self, usual):
        Entry.objects.filter(pk=usual["entry"].pk).update(status="draft")
        with unchanged(), pytest.raises(Refused):
            exhibits.receive(**usual)


class TestWhatIsNotMoved:
    """`usual` is done: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, submitted) -> dict:
        by, at = submitted.cast.secretary, submitted.at(6)
        step = exhibits.receive(entry=submitted.entries[1], by=by, at=at, **THING)
        move = {"kind": "stored", "where": "Kho A", "note": ""}
        return {"exhibit": step.exhibit, "by": by, "at": at, **move}

    @pytest.mark.parametrize("kind", ["stored", "shown", "returned"])
    def test_what_is_in_keeping_is_moved(self, usual, kind):
        exhibits.move(**usual | {"kind": kind})
        assert usual["exhibit"].steps.first().kind == kind

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_only_the_secretariat_moves(self, submitted, usual, who):
        stranger = known_as(submitted, who)
        with unchanged(), pytest.raises(NotAllowed):
            exhibits.move(**usual | {"by": stranger})

    @pytest.mark.parametrize("kind", ["stored", "shown", "returned"])
    def test_nothing_follows_the_return(self, usual, kind):
        exhibits.move(**usual | {"kind": "returned"})
        with unchanged(), pytest.raises(WrongState):
            exhibits.move(**usual | {"kind": kind})

    @pytest.mark.parametrize(
        "wrong", [{"where": " "}, {"kind": "received"}, {"kind": "sold"}], ids=str
    )
    def test_it_is_said_what_happens_and_where(self, usual, wrong):
        with unchanged(), pytest.raises(Refused):
            exhibits.move(**usual | wrong)
