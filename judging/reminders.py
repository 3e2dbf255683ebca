"""Groups of judges to whom an office writes, and of what judges are reminded."""

import datetime
from collections import Counter
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from competition.letters.events import Letter, Placeholder, letter
from competition.letters.groups import FIELD, Group, Narrowed, group
from competition.letters.reminders import Due, Reminder, case_of, reminder
from competition.models import Edition, Phase
from competition.verbs import address_of, page_address
from judging.councils.rounds import closes_at, late_assignments
from judging.models import Judge, Round

_EDITION = Placeholder("ky_thi", _("the edition"), "edition.label")
_UNTIL = Placeholder("han", pgettext_lazy("of a letter", "until when"), "until")


def _seats(edition: Edition, narrowed: Narrowed) -> QuerySet[Judge]:
    seats = Judge.objects.filter(panel__round__edition=edition, declined_at=None)
    return seats.filter(panel__fields=narrowed[FIELD]) if FIELD in narrowed else seats


def _judges(edition: Edition, narrowed: Narrowed) -> QuerySet[User]:
    return User.objects.filter(pk__in=_seats(edition, narrowed).order_by().values("user"))


def _with_open_sheets(edition: Edition, narrowed: Narrowed) -> QuerySet[User]:
    late = late_assignments_of(edition)
    seats = _seats(edition, narrowed).filter(pk__in=late)
    return User.objects.filter(pk__in=seats.order_by().values("user"))


def late_assignments_of(edition: Edition) -> list[int]:
    """The seats of the open rounds with a sheet that is not locked."""
    rounds = Round.objects.filter(edition=edition, state=Round.State.OPEN)
    seats: set[int] = set()
    for one in rounds:
        seats |= set(late_assignments(one).values_list("judge", flat=True))
    return sorted(seats)


def _unsigned(edition: Edition, narrowed: Narrowed) -> QuerySet[User]:
    seats = _seats(edition, narrowed).filter(undertaking_at=None)
    return User.objects.filter(pk__in=seats.order_by().values("user"))


group(Group("judges", _("Judges of the panels"), _judges, (FIELD,)))
group(Group("open_sheets", _("Judges with open sheets"), _with_open_sheets, (FIELD,)))
group(Group("unsigned", _("Judges who have not signed"), _unsigned, (FIELD,)))


def _open_rounds(
    edition: Edition, at: datetime.datetime
) -> Iterator[tuple[str, datetime.datetime]]:
    rounds = Round.objects.filter(edition=edition, state=Round.State.OPEN)
    for one in rounds.select_related("scheme", "edition"):
        until = closes_at(one)
        if until is not None:
            yield str(one.pk), until


def _late(edition: Edition, number: str) -> Iterator[Due]:
    missing = Counter(late_assignments(int(number)).values_list("judge", flat=True))
    for judge in Judge.objects.filter(pk__in=missing, declined_at=None).select_related("user"):
        yield Due(judge.user, {"missing": missing[judge.pk]}, page_address("judge_desk"))


def _before_judging(
    edition: Edition, at: datetime.datetime
) -> Iterator[tuple[str, datetime.datetime]]:
    phase = edition.phase(Phase.Kind.JUDGING)
    if phase is not None and at < phase.opens_at:
        yield "", phase.opens_at


def _without_a_signature(edition: Edition, key: str) -> Iterator[Due]:
    """A person with several seats hears of the first: its page leads on to the others."""
    told: set[int] = set()
    for judge in _seats(edition, {}).filter(undertaking_at=None).select_related("user"):
        if judge.user_id not in told:
            told.add(judge.user_id)
            yield Due(judge.user, {}, address_of(judge))


_SHEET = reminder(
    Reminder(
        "sheet_due",
        "reminder_sheet",
        _("Judges with open sheets"),
        days=(3, 1),
        until=_open_rounds,
        people=_late,
        is_duty=True,
    )
)
_UNDERTAKING = reminder(
    Reminder(
        "undertaking_unsigned",
        "reminder_undertaking",
        _("Judges who have not signed"),
        days=(5, 2),
        until=_before_judging,
        people=_without_a_signature,
        is_duty=True,
    )
)
letter(
    Letter(
        "reminder_sheet",
        "reminder_sheet",
        _("Reminder: sheets are not locked"),
        (_EDITION, _UNTIL, Placeholder("so_phieu", _("how many sheets"), "missing")),
        case_of(_SHEET),
    )
)
letter(
    Letter(
        "reminder_undertaking",
        "reminder_undertaking",
        _("Reminder: the undertaking is not signed"),
        (_EDITION, _UNTIL),
        case_of(_UNDERTAKING),
    )
)
