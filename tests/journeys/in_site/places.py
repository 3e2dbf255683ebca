"""Addresses of pages that stand for one thing: a draft, a sheet, a certificate."""

from django.utils import timezone

from accounts.models import User
from awards.models import Certificate
from competition.models import Edition
from judging.models import Assignment, Contribution, Judge, Panel
from submissions.models import Entry, ImportedList, SimilarPair
from submissions.sharing import invitations
from voting.models import Candidate

YOUTH = "sang-tao-tre-2026"


def of_pages(roles: dict[str, str]) -> dict[str, str]:
    """{shape of an address in the list of pages: the address}. `roles` gives e-mail addresses.

    Something is made where the demonstration has none of it: an invitation, an imported list, a
    seat that is not signed for.
    """
    return _of_the_entrant(roles) | _of_judges(roles) | _of_the_office() | _of_everybody()


def _accepted() -> Entry:
    return Entry.objects.filter(edition__slug=YOUTH, status="accepted").first()


def _of_the_entrant(roles: dict[str, str]) -> dict[str, str]:
    own = Entry.objects.filter(owner__email=roles["entrant"])
    draft = own.filter(status="draft").first()
    returned = own.filter(status="returned").first()
    sent = own.exclude(receipt_number="").first()
    attachment = draft.attachments.first()
    return {
        "/ho-so/look": f"/ho-so/{draft.public_id}/tep/{attachment.public_id}/xem/",
        "/ho-so/draft": f"/ho-so/{draft.public_id}/",
        "/ho-so/returned": f"/ho-so/{returned.public_id}/",
        "/ho-so/sent": f"/ho-so/{sent.public_id}/",
        "/ho-so/invited": _an_invitation(_accepted()),
        "/lap-ho/list": f"/lap-ho/{YOUTH}/danh-sach/{_a_list(roles).pk}/",
    }


def _an_invitation(entry: Entry) -> str:
    _invitation, token = invitations.invite(
        entry=entry, email="moi@example.vn", right="view", by=entry.owner, at=timezone.now()
    )
    return invitations.address_of(token)


def _a_list(roles: dict[str, str]) -> ImportedList:
    """One row that can be entered, one that cannot."""
    good = {"title": "Máy hái chè", "authors": "Ma Văn Sử"}
    untitled = {"title": "", "authors": "x"}
    return ImportedList.objects.create(
        edition=Edition.objects.get(slug=YOUTH),
        name="danh sách.xlsx",
        rows=[
            {"number": 2, "values": good, "faults": []},
            {"number": 3, "values": untitled, "faults": ["Thiếu tên công trình"]},
        ],
        by=User.objects.get(email=roles["unit's focal point"]),
        at=timezone.now(),
    )


def _of_judges(roles: dict[str, str]) -> dict[str, str]:
    seats = Judge.objects.filter(user__email=roles["judge"])
    unsigned = seats.filter(panel__round__edition__slug="2025").first()
    seat = seats.exclude(pk=unsigned.pk).first()
    Judge.objects.filter(pk=unsigned.pk).update(undertaking_at=None)
    contribution = Contribution.objects.filter(
        judge__panel__judges__user__email=roles["panel chair"]
    ).first()
    discussed = contribution.judge.panel
    meeting = discussed.meetings.first()
    panel = Panel.objects.filter(judges__user__email=roles["panel chair"]).first()
    assignment = Assignment.objects.filter(
        judge__user__email=roles["judge"], state="confirmed", judge__panel__round__state="open"
    ).first()
    code = contribution.blinded_entry.code
    return {
        "/cham-diem/seat": f"/cham-diem/ghe/{seat.pk}/",
        "/cham-diem/unsigned": f"/cham-diem/ghe/{unsigned.pk}/",
        "/cham-diem/compare": f"/cham-diem/ghe/{seat.pk}/so-sanh/",
        "/cham-diem/discussed": f"/cham-diem/hoi-dong/{discussed.pk}/ho-so/{code}/",
        "/cham-diem/met": f"/cham-diem/hop/{meeting.pk}/",
        "/cham-diem/*": f"/cham-diem/{assignment.public_id}/",
        "/cham-diem/hoi-dong/*": f"/cham-diem/hoi-dong/{panel.pk}/",
    }


def _of_the_office() -> dict[str, str]:
    accepted = _accepted()
    sealed = Entry.objects.filter(edition__slug="2026", status="sealed").first()
    pair = SimilarPair.objects.filter(
        version__entry__edition__slug=YOUTH, version__entry__status="submitted"
    ).first()
    copied = pair.version.entry
    unscored = Assignment.objects.countable().filter(judge__panel__round__state="open", sheet=None)
    late = unscored.first()
    paper = f"/cham-diem/hoi-dong/{late.judge.panel_id}/phieu-giay/"
    return {
        "/quan-tri/ho-so/2026/*": f"/quan-tri/ho-so/2026/{sealed.public_id}/",
        f"/quan-tri/ho-so/{YOUTH}/*": f"/quan-tri/ho-so/{YOUTH}/{accepted.public_id}/",
        "/quan-tri/reading": f"/quan-tri/ho-so/{YOUTH}/{accepted.public_id}/doc/",
        "/quan-tri/similar": f"/quan-tri/ho-so/{YOUTH}/{copied.public_id}/tuong-tu/{pair.pk}/",
        "/cham-diem/paper": paper,
        "/cham-diem/typed": f"{paper}{late.pk}/",
    }


def _of_everybody() -> dict[str, str]:
    candidate = Candidate.objects.filter(edition__slug="sang-kien-2026").first()
    certificate = Certificate.objects.first()
    return {
        "/binh-chon/sang-kien-2026/*": f"/binh-chon/sang-kien-2026/{candidate.code}/",
        "/xac-minh/*": f"/xac-minh/{certificate.verify_id}/",
    }
