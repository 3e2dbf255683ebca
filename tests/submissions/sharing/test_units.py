"""The unit's focal point: its own people's works only, one list with number and date, back with a
reason.
"""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from competition import clock
from competition.errors import NotAllowed, Refused, WrongState
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.notifications.models import Message
from submissions.models import Attachment, Entry, UnitConfirmation
from submissions.sharing import units
from tests.rehearsed import small
from tests.stages import stage
from tests.submissions.files import hostile

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DAY = datetime.date(2030, 3, 6)


@stage()
def sent_by_two():
    """Three submitted entries of one commune, one of another; a focal point of the first."""
    rehearsal = small(entries=4)
    rehearsal.set_up()
    with rehearsal.step("x", 3) as at:
        rehearsal.works = [
            steps.write(rehearsal.edition, owner, index, 1, rehearsal.units, at)
            for index, owner in enumerate(rehearsal.cast.entrants)
        ]
        drain()
    ours, theirs = rehearsal.units[:2]
    for place, work in enumerate(rehearsal.works):
        Entry.objects.filter(pk=work.entry.pk).update(unit=ours if place < 3 else theirs)
        work.entry.refresh_from_db()
    with rehearsal.step("x", 5) as at:
        steps.submit_all(rehearsal.works, at)
    rehearsal.focal = rehearsal.cast.voters[0]
    with rehearsal.step("x", 5):
        units.appoint(
            edition=rehearsal.edition,
            user=rehearsal.focal,
            unit=ours,
            by=rehearsal.cast.secretary,
            at=clock.now(),
            reason="1/QĐ",
        )
    rehearsal.focal.refresh_from_db()
    return rehearsal


def test_only_works_of_the_unit_are_seen(sent_by_two, client):
    own, other = sent_by_two.works[0].entry, sent_by_two.works[3].entry
    assert set(units.entries_of(sent_by_two.focal)) == {
        work.entry for work in sent_by_two.works[:3]
    }
    client.force_login(sent_by_two.focal, backend=BACKEND)
    page = client.get(reverse("unit_desk")).content.decode()
    assert own.title in page
    assert other.title not in page
    for entry, status in ((own, 200), (other, 404)):
        file = Attachment.objects.filter(entry=entry).first()
        assert (
            client.get(reverse("unit_file", args=[entry.public_id, file.public_id])).status_code
            == status
        )
    client.force_login(sent_by_two.cast.entrants[0], backend=BACKEND)
    assert client.get(reverse("unit_desk")).status_code == 404


@pytest.mark.parametrize("profile", [0, 1])
def test_the_unit_of_the_profile_gives_nothing(sent_by_two, profile):
    """A focal point who writes another unit into the own profile sees no other works by it."""
    before = set(units.entries_of(sent_by_two.focal))
    User.objects.filter(pk=sent_by_two.focal.pk).update(unit=sent_by_two.units[profile])
    assert set(units.entries_of(User.objects.get(pk=sent_by_two.focal.pk))) == before


def test_a_unit_above_sees_the_units_below(sent_by_two):
    held = sent_by_two.focal.memberships.select_related("unit").get()
    held.unit = held.unit.get_parent()
    held.save()
    assert units.entries_of(sent_by_two.focal).count() == 4


def test_a_list_is_confirmed_with_number_date_and_stamped_page(sent_by_two, client):
    client.force_login(sent_by_two.focal, backend=BACKEND)
    chosen = [str(work.entry.public_id) for work in sent_by_two.works[:2]] + [
        str(sent_by_two.works[3].entry.public_id)
    ]  # the last is not ours
    page = SimpleUploadedFile("danh sách.pdf", hostile.pdf())
    with clock.set_to(sent_by_two.at(6)):
        client.post(
            reverse("confirm_list"),
            {"entry": chosen, "number": "05/DS", "date": "06/03/2030", "page": page},
        )
    kept = UnitConfirmation.objects.all()
    assert {row.version.entry for row in kept} == {work.entry for work in sent_by_two.works[:2]}
    assert {(row.list_number, row.list_date) for row in kept} == {("05/DS", DAY)}
    assert all(row.document for row in kept)


def test_a_bad_page_or_no_choice_confirms_nothing(sent_by_two):
    versions = [work.entry.versions.first() for work in sent_by_two.works[:2]]
    bad = SimpleUploadedFile("trang.pdf", b"MZ")
    with sent_by_two.step("x", 6) as at:
        for arguments in ({"versions": versions, "upload": bad}, {"versions": [], "upload": None}):
            with pytest.raises(Refused):
                units.confirm_list(number="1", date=DAY, by=sent_by_two.focal, at=at, **arguments)
    assert not UnitConfirmation.objects.exists()


class TestAListThatIsRefused:
    def sent(self, of, client, **changes):
        client.force_login(of.focal, backend=BACKEND)
        usual = {"entry": [str(of.works[0].entry.public_id)], "number": "05/DS"}
        with clock.set_to(of.at(6)):
            page = client.post(
                reverse("confirm_list"), usual | {"date": "06/03/2030"} | changes, follow=True
            )
        assert page.status_code == 422
        assert not UnitConfirmation.objects.exists()
        return page.context["form"].errors

    def test_a_day_to_come(self, sent_by_two, client):
        errors = self.sent(sent_by_two, client, date="01/01/2039")
        assert "chậm nhất là hôm nay" in errors["date"][0]

    def test_a_page_that_is_none(self, sent_by_two, client):
        page = SimpleUploadedFile("danh sách.pdf", b"%PDF-1.4 \x00hong")
        errors = self.sent(sent_by_two, client, page=page)
        assert "danh sách.pdf" in errors["page"][0]

    def test_nothing_chosen_and_a_day_that_is_none(self, sent_by_two, client):
        errors = self.sent(sent_by_two, client, entry=[], date="hôm qua")
        assert set(errors) == {"date", "__all__"}

    def test_nothing_chosen(self, sent_by_two, client):
        assert set(self.sent(sent_by_two, client, entry=[])) == {"__all__"}


def test_a_list_that_went_through_says_so(sent_by_two, client):
    client.force_login(sent_by_two.focal, backend=BACKEND)
    chosen = [str(work.entry.public_id) for work in sent_by_two.works[:2]]
    sent = {"entry": chosen, "number": "05/DS", "date": "06/03/2030"}
    with clock.set_to(sent_by_two.at(6)):
        page = client.post(reverse("confirm_list"), sent, follow=True)
    assert "Đã xác nhận 2 công trình." in page.content.decode()


def test_one_that_is_not_the_units_stops_the_whole_list(sent_by_two):
    versions = [work.entry.versions.first() for work in sent_by_two.works]
    with sent_by_two.step("x", 6) as at, pytest.raises(NotAllowed):
        units.confirm_list(
            versions=versions, number="1", date=DAY, upload=None, by=sent_by_two.focal, at=at
        )
    assert not UnitConfirmation.objects.exists()


def test_sending_back_takes_a_reason_tells_the_owner_and_opens_the_draft(sent_by_two):
    entry = sent_by_two.works[0].entry
    version = entry.versions.first()
    with sent_by_two.step("x", 6) as at:
        with pytest.raises(Refused):
            units.send_back(version=version, reason=" ", by=sent_by_two.focal, at=at)
        with pytest.raises(NotAllowed):
            units.send_back(version=version, reason="x", by=entry.owner, at=at)
        units.send_back(version=version, reason="Thiếu dấu", by=sent_by_two.focal, at=at)
    entry.refresh_from_db()
    assert entry.status == "returned"
    assert entry.is_editable
    assert (
        "Thiếu dấu"
        in Message.objects.get(recipient=entry.owner, subject__contains="Đơn vị yêu cầu sửa").body
    )


def test_nobody_is_said_to_have_looked_at_what_the_office_has_returned(sent_by_two, client):
    returned, confirmed, waiting = (work.entry for work in sent_by_two.works[:3])
    Entry.objects.filter(pk=returned.pk).update(status=Entry.Status.RETURNED)
    with sent_by_two.step("x", 6) as at:
        units.confirm(version=confirmed.versions.first(), by=sent_by_two.focal, at=at)
    client.force_login(sent_by_two.focal, backend=BACKEND)
    page = client.get(reverse("unit_desk"))
    assert page.context["waiting"] == [waiting]
    assert page.context["answered"] == [confirmed]
    assert page.context["passed_by"] == [returned]
    words = page.content.decode()
    assert "Đã xem" not in words
    assert words.index("Chưa qua xác nhận của đơn vị") > words.index("Đơn vị đã xác nhận")


def test_a_confirmed_version_is_not_sent_back(sent_by_two):
    version = sent_by_two.works[0].entry.versions.first()
    with sent_by_two.step("x", 6) as at:
        units.confirm(version=version, by=sent_by_two.focal, at=at)
        with pytest.raises(WrongState):
            units.send_back(version=version, reason="x", by=sent_by_two.focal, at=at)


def test_the_office_appoints(sent_by_two, client):
    client.force_login(sent_by_two.cast.secretary, backend=BACKEND)
    address = reverse("appoint_focal_point", args=[sent_by_two.edition.slug])
    person, unit = sent_by_two.cast.voters[3], sent_by_two.units[5]
    bad = client.post(address, {"email": "khong-co@example.vn", "unit": unit.pk})
    assert bad.status_code == 422
    assert "khong-co@example.vn" in bad.content.decode()
    client.post(address, {"email": person.email, "unit": unit.pk, "reason": "12/CV"})
    assert person.memberships.get(role="focal_point").unit == unit
    told = Message.objects.get(recipient=person, key__startswith="role:")
    assert unit.name in told.subject
    assert "12/CV" in told.body
    with pytest.raises(NotAllowed):
        units.appoint(
            edition=sent_by_two.edition,
            user=person,
            unit=unit,
            by=person,
            at=clock.now(),
            reason="1/QĐ",
        )
