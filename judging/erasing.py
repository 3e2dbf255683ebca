"""What becomes of councils' work when a person is erased."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import membership
from accounts.erasure import Fate, declare, obstacle
from accounts.models import User
from judging.models import Panel, Round

declare(
    Fate.KEPT,
    "who sat on a council, scored, drew, visited and decided: a result is checked by it",
    "judging.Judge.user",
    "judging.SeatChange.by",
    "judging.Ranking.frozen_by",
    "judging.Ranking.superseded_by",
    "judging.Promotion.by",
    "judging.Lottery.committed_by",
    "judging.Lottery.drawn_by",
    "judging.Comparison.opened_by",
    "judging.Comparison.closed_by",
    "judging.Meeting.concluded_by",
    "judging.Visit.recorded_by",
    "judging.Reopening.asked_by",
    "judging.Reopening.agreed_by",
    "judging.KeyedSheet.keyed_by",
    "judging.KeyedSheet.checked_by",
)


@obstacle
def a_seat(person: User, _at: datetime.datetime) -> str:
    """Until the ranking of its round is frozen, sheets may be missing and the council may meet."""
    open_panels = Panel.objects.exclude(round__state=Round.State.FROZEN)
    is_seated = Q(pk__in=membership.panel_ids(person)) | Q(
        pk__in=person.judgeships.filter(declined_at=None).values("panel")
    )
    panel = open_panels.filter(is_seated).first()
    if panel is None:
        return ""
    return _(
        "You sit on “%(panel)s”: decline the seat, or wait until the ranking of its round is "
        "frozen."
    ) % {"panel": panel}
