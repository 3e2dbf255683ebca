"""The letters to judges that an office may word itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competition.letters.events import Letter, Placeholder, Words, letter
from competition.models import Edition
from competition.verbs import address_of, page_address
from foundation.notifications import post
from judging.councils.rounds import closes_at
from judging.models import Judge, Meeting, Visit

_PANEL = Placeholder("hoi_dong", pgettext_lazy("of a letter", "the panel"), "panel.name")


def _seat(edition: Edition) -> Judge | None:
    seats = Judge.objects.filter(panel__round__edition=edition, declined_at=None)
    return seats.select_related("user", "panel__round__edition").order_by("pk").first()


def _invited(edition: Edition) -> Words | None:
    judge = _seat(edition)
    if judge is None:
        return None
    change = judge.changes.order_by("-pk").first()
    return {
        "judge": judge,
        "panel": judge.panel,
        "reason": change.reason if change else "",
        "recipient": judge.user,
        "link": post.absolute(address_of(judge)),
    }


def _desk(seat: Judge, **more: Any) -> Words:
    link = post.absolute(page_address("judge_desk"))
    return {"recipient": seat.user, "link": link} | more


def _opened(*, names_authors: bool) -> Any:
    def find(edition: Edition) -> Words | None:
        seats = Judge.objects.filter(
            panel__round__edition=edition, panel__round__scheme__names_authors=names_authors
        )
        judge = seats.select_related("user", "panel__round__scheme").order_by("pk").first()
        return _desk(judge, judge=judge, round=judge.panel.round) if judge else None

    return find


def _names(*, is_named: bool) -> Any:
    return lambda words: words["round"].scheme.names_authors == is_named


def _missing(edition: Edition) -> Words | None:
    judge = _seat(edition)
    if judge is None:
        return None
    return _desk(judge, panel=judge.panel, missing=3, closes_at=closes_at(judge.panel.round))


def _meeting(edition: Edition) -> Words | None:
    rows = Meeting.objects.filter(panel__round__edition=edition)
    meeting = rows.select_related("panel").order_by("-pk").first()
    seat = _seat(edition)
    if meeting is None or seat is None:
        return None
    link = post.absolute(address_of(meeting))
    return {"meeting": meeting, "panel": meeting.panel, "recipient": seat.user, "link": link}


def _visit(edition: Edition) -> Words | None:
    # A blinded work's title beside its code would tell the office whose code it is.
    rows = Visit.objects.filter(
        blinded_entry__round__edition=edition, blinded_entry__round__scheme__names_authors=True
    )
    visit = rows.select_related("blinded_entry").order_by("-pk").first()
    seat = _seat(edition)
    if visit is None or seat is None:
        return None
    return _desk(seat, visit=visit, panel=seat.panel)


letter(
    Letter(
        "judge_invited",
        "judge_invited",
        _("A seat on a panel"),
        (
            _PANEL,
            Placeholder("ky_thi", _("the edition"), "panel.round.edition.label"),
            Placeholder("vai_tro", _("position"), "judge.get_position_display"),
            Placeholder("ly_do", _("the reason"), "reason"),
        ),
        _invited,
    )
)
for _names_authors, _name, _label in (
    (False, "round_opened", _("Judging has opened, blinded")),
    (True, "round_opened_named", _("Judging has opened, authors named")),
):
    letter(
        Letter(
            _name,
            "round_opened",
            _label,
            (
                Placeholder("vong", pgettext_lazy("of a letter", "the round"), "round.label"),
                Placeholder(
                    "hoi_dong", pgettext_lazy("of a letter", "the panel"), "judge.panel.name"
                ),
            ),
            _opened(names_authors=_names_authors),
            fits=_names(is_named=_names_authors),
            shape={"round": {"scheme": {"names_authors": _names_authors}}},
        )
    )
letter(
    Letter(
        "sheets_missing",
        "sheets_missing",
        _("Sheets are missing (written by the panel's lead)"),
        (
            _PANEL,
            Placeholder("so_phieu", _("how many sheets"), "missing"),
            Placeholder("han", pgettext_lazy("of a letter", "until when"), "closes_at"),
        ),
        _missing,
    )
)
letter(
    Letter(
        "meeting_called",
        "meeting_called",
        _("A meeting of a panel"),
        (
            _PANEL,
            Placeholder("thoi_gian", pgettext_lazy("of a letter", "when"), "meeting.held_at"),
            Placeholder("dia_diem", pgettext_lazy("of a letter", "where"), "meeting.place"),
        ),
        _meeting,
    )
)
letter(
    Letter(
        "minutes_to_confirm",
        "minutes_to_confirm",
        _("Minutes to be confirmed"),
        (
            _PANEL,
            Placeholder("thoi_gian", pgettext_lazy("of a letter", "when"), "meeting.held_at"),
        ),
        _meeting,
    )
)
letter(
    Letter(
        "visit_planned",
        "visit_planned",
        _("A site check"),
        (
            _PANEL,
            Placeholder("ma_so", _("code of the work"), "visit.blinded_entry.code"),
            Placeholder("ten_bai", _("title of the work"), "visit.blinded_entry.title"),
            Placeholder("thoi_gian", pgettext_lazy("of a letter", "when"), "visit.planned_at"),
            Placeholder("dia_diem", pgettext_lazy("of a letter", "where"), "visit.place"),
        ),
        _visit,
    )
)
