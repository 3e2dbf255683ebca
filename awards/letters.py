"""The letters to the committee that an office may word itself, and the reminder of its vote."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.membership import committee_seats
from awards import complaints, posting
from awards.models import Complaint, ComplaintAnswer, Ratification
from competition import clock
from competition.letters.events import Letter, Placeholder, Words, letter
from competition.letters.reminders import Due, Reminder, case_of, reminder
from competition.models import Edition, Phase
from competition.verbs import address_of, page_address
from foundation.notifications import post

_EDITION = Placeholder("ky_thi", _("the edition"), "edition.label")


def _opened(edition: Edition) -> Words | None:
    seat = committee_seats(edition_id=edition.pk).select_related("user").first()
    if seat is None:
        return None
    link = post.absolute(page_address("ratify", edition.slug))
    return {"edition": edition, "recipient": seat.user, "link": link}


def _until(edition: Edition, at: datetime.datetime) -> Iterator[tuple[str, datetime.datetime]]:
    """The committee's vote that is open ends with its phase."""
    phase = edition.phase(Phase.Kind.RATIFICATION)
    rows = Ratification.objects.filter(standing__edition=edition, closed_at=None)
    if phase is None:
        return
    for number in rows.values_list("pk", flat=True):
        yield str(number), phase.closes_at


def _without_a_vote(edition: Edition, number: str) -> Iterator[Due]:
    ratification = Ratification.objects.filter(pk=number, closed_at=None).first()
    if ratification is None:
        return
    voted = set(ratification.approvals.values_list("member", flat=True))
    for seat in committee_seats(edition_id=edition.pk).select_related("user"):
        if seat.user_id not in voted:
            yield Due(seat.user, {}, address_of(ratification))


letter(
    Letter(
        "ratification_opened",
        "ratification_opened",
        _("The committee votes"),
        (_EDITION,),
        _opened,
    )
)
_BALLOT = reminder(
    Reminder(
        "ballot_due",
        "reminder_ballot",
        _("Committee members who have not voted"),
        days=(2, 1),
        until=_until,
        people=_without_a_vote,
        is_duty=True,
    )
)
letter(
    Letter(
        "reminder_ballot",
        "reminder_ballot",
        _("Reminder: the committee's vote"),
        (_EDITION, Placeholder("han", _("until when"), "until")),
        case_of(_BALLOT),
    )
)

_NUMBER = Placeholder("so_don", _("number of the complaint"), "complaint.number")
_DUE = Placeholder("han_tra_loi", _("day by which it is answered"), "complaint.due")


def _until_answered(
    edition: Edition, at: datetime.datetime
) -> Iterator[tuple[str, datetime.datetime]]:
    """What nobody has answered, until the end of its last day."""
    rows = Complaint.objects.filter(edition=edition).open()
    for number, due in rows.values_list("pk", "due"):
        yield str(number), clock.local(due, datetime.time(17, 0))


def _who_answers(edition: Edition, number: str) -> Iterator[Due]:
    complaint = Complaint.objects.open().filter(pk=number).select_related("edition").first()
    if complaint is None:
        return
    for person in complaints.handlers_of(complaint):
        yield Due(person, {"complaint": complaint}, complaints.page_of(complaint))


def _written(edition: Edition) -> Words | None:
    """A petition or a complaint; words of a denunciation are an example for nobody."""
    rows = Complaint.objects.filter(edition=edition).for_the_office()
    complaint = rows.select_related("writer__user", "edition").first()
    if complaint is None:
        return None
    link = post.absolute(address_of(complaint))
    return {
        "edition": edition,
        "complaint": complaint,
        "recipient": complaint.writer.user,
        "link": link,
    }


def _answered(edition: Edition) -> Words | None:
    rows = ComplaintAnswer.objects.filter(complaint__edition=edition).exclude(text="")
    rows = rows.exclude(complaint__kind=Complaint.Kind.DENUNCIATION)
    given = rows.select_related("complaint__writer__user").first()
    if given is None:
        return None
    link = post.absolute(address_of(given.complaint))
    return {
        "edition": edition,
        "complaint": given.complaint,
        "answer": given,
        "recipient": given.complaint.writer.user,
        "link": link,
    }


def _posted(edition: Edition) -> Words | None:
    hung = posting.of_edition(edition)
    row = edition.standing.rows.exclude(entry=None).first() if hung else None
    if hung is None or row is None or row.entry is None:
        return None
    return {
        "edition": edition,
        "entry": row.entry,
        "last": posting.last_day(hung),
        "recipient": row.entry.owner,
        "link": post.absolute(address_of(hung)),
    }


letter(
    Letter(
        "list_posted",
        "list_posted",
        _("The proposed prizes are posted"),
        (
            _EDITION,
            Placeholder("ten_cong_trinh", _("title of the work"), "entry.title"),
            Placeholder("ngay_cuoi", _("last day of the posting"), "last"),
        ),
        _posted,
    )
)
letter(
    Letter(
        "complaint_filed",
        "complaint_filed",
        _("To who wrote a complaint: it is registered"),
        (_EDITION, _NUMBER, _DUE),
        _written,
    )
)
letter(
    Letter(
        "complaint_registered",
        "complaint_registered",
        _("To who answers: a complaint is registered"),
        (_EDITION, _NUMBER, _DUE),
        _written,
    )
)
letter(
    Letter(
        "complaint_answered",
        "complaint_answered",
        _("A complaint is answered"),
        (
            _EDITION,
            _NUMBER,
            Placeholder("ket_qua", _("what came of it"), "answer.get_outcome_display"),
            Placeholder("tra_loi", _("the answer"), "answer.text"),
        ),
        _answered,
    )
)
_COMPLAINT = reminder(
    Reminder(
        "complaint_due",
        "reminder_complaint",
        _("Complaints without an answer"),
        days=(5, 1),
        until=_until_answered,
        people=_who_answers,
        is_duty=True,
    )
)
letter(
    Letter(
        "reminder_complaint",
        "reminder_complaint",
        _("Reminder: a complaint"),
        (_EDITION, _NUMBER, _DUE),
        case_of(_COMPLAINT),
    )
)
