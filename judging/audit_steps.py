"""Who typed, reopened, froze, drew, compared and concluded: against the actors of the lines."""

import datetime
from collections.abc import Iterable, Iterator

from competition.audit import compares, unmatched
from competition.audit_steps import Row, agreements, by_look, step
from competition.models import Edition
from foundation.ledger import reading
from judging.models import (
    Comparison,
    KeyedSheet,
    Lottery,
    Meeting,
    Promotion,
    Ranking,
    Reopening,
    SeatChange,
    Visit,
)
from judging.scoring import reopening


def _typed(edition: Edition) -> Iterable[Row]:
    rows = KeyedSheet.objects.filter(assignment__judge__panel__round__edition=edition)
    return rows.values_list("pk", "keyed_by", "keyed_at")


def _checked(edition: Edition) -> Iterable[Row]:
    rows = KeyedSheet.objects.filter(assignment__judge__panel__round__edition=edition)
    return rows.exclude(checked_by=None).values_list("pk", "checked_by", "checked_at")


def _seats(edition: Edition) -> Iterable[Row]:
    rows = SeatChange.objects.filter(judge__panel__round__edition=edition)
    return rows.values_list("judge", "by", "at")


def _committed(edition: Edition) -> Iterable[Row]:
    rows = Lottery.objects.filter(round__edition=edition)
    return rows.values_list("pk", "committed_by", "committed_at")


def _drawn(edition: Edition) -> Iterable[Row]:
    rows = Lottery.objects.filter(round__edition=edition).exclude(drawn_at=None)
    return rows.values_list("pk", "drawn_by", "drawn_at")


def _frozen(edition: Edition) -> Iterable[Row]:
    rows = Ranking.objects.filter(round__edition=edition)
    return rows.values_list("digest", "frozen_by", "frozen_at")


def _superseded(edition: Edition) -> Iterable[Row]:
    rows = Ranking.objects.filter(round__edition=edition).exclude(superseded_at=None)
    return rows.values_list("digest", "superseded_by", "superseded_at")


def _opened(edition: Edition) -> Iterable[Row]:
    rows = Comparison.objects.filter(ranking__round__edition=edition)
    return rows.values_list("pk", "opened_by", "opened_at")


def _closed(edition: Edition) -> Iterable[Row]:
    rows = Comparison.objects.filter(ranking__round__edition=edition).exclude(closed_at=None)
    return rows.values_list("pk", "closed_by", "closed_at")


def _promoted(edition: Edition) -> Iterable[Row]:
    rows = Promotion.objects.filter(ranking__round__edition=edition)
    return rows.values_list("ranking__round__order", "by", "at")


def _concluded(edition: Edition) -> Iterable[Row]:
    rows = Meeting.objects.filter(panel__round__edition=edition).exclude(closed_at=None)
    return rows.values_list("pk", "concluded_by", "closed_at")


def _recorded(edition: Edition) -> Iterable[Row]:
    rows = Visit.objects.filter(blinded_entry__round__edition=edition).exclude(recorded_at=None)
    return rows.values_list("pk", "recorded_by", "recorded_at")


step("judging.KeyedSheet.keyed_by", "sheet.typed", "keyed", _typed)
step("judging.KeyedSheet.checked_by", "sheet.locked", "keyed", _checked)
step("judging.SeatChange.by", ("judge.appointed", "judge.changed"), "seat", _seats, is_any=True)
step("judging.Lottery.committed_by", "lottery.committed", "lottery", _committed)
step("judging.Lottery.drawn_by", "lottery.drawn", "lottery", _drawn)
step("judging.Ranking.frozen_by", "ranking.frozen", "digest", _frozen, is_any=True)
step("judging.Ranking.superseded_by", "ranking.superseded", "digest", _superseded, is_any=True)
step("judging.Comparison.opened_by", "comparison.opened", "comparison", _opened)
step("judging.Comparison.closed_by", "comparison.closed", "comparison", _closed)
step("judging.Promotion.by", "entries.promoted", "round", _promoted, is_any=True)
step("judging.Meeting.concluded_by", "council.concluded", "meeting", _concluded)
step("judging.Visit.recorded_by", "visit.recorded", "visit", _recorded)
by_look("judging.Reopening.asked_by", "judging.Reopening.agreed_by")


@compares
def of_reopenings(edition: Edition) -> Iterator[str]:
    """Who asked to reopen each lock of a sheet, and who agreed, against the ledger's lines."""
    told = {}
    for content, people in agreements(edition, reopening.KIND):
        lock = datetime.datetime.fromisoformat(content["locked_at"])
        told[_place(content["sheet"], lock)] = people
    rows = Reopening.objects.filter(sheet__assignment__judge__panel__round__edition=edition)
    stored = {
        _place(row.sheet_id, row.locked_at): [
            *(row.asked_by_id, row.asked_at),
            *(row.agreed_by_id, row.agreed_at),
        ]
        for row in rows
    }
    yield from unmatched("reopening of sheet", stored, told)


def _place(sheet: int, lock: datetime.datetime) -> str:
    return f"{sheet}, locked {lock.astimezone(datetime.UTC).isoformat()}"


@compares
def of_typed_sheets(edition: Edition) -> Iterator[str]:
    """Each sheet that was locked from paper has the row of who typed it, for that assignment."""
    rows = KeyedSheet.objects.filter(assignment__judge__panel__round__edition=edition)
    checked = rows.exclude(checked_at=None)
    stored = dict(checked.values_list("pk", "assignment"))
    told = {
        line.payload["keyed"]: line.payload["assignment"]
        for line in reading.lines(edition.chain, "sheet.locked")
        if "keyed" in line.payload
    }
    yield from unmatched("sheet typed from paper", stored, told)
