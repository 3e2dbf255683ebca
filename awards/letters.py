"""The letters to the committee that an office may word itself, and the reminder of its vote."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.membership import committee_seats
from awards.models import Ratification
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
